"""Tool: write a commented study file to start from."""

from __future__ import annotations

from pathlib import Path

from gisplug.core.declare import Output, Param, Params, Results, Tool
from gisplug.core.errors import OutputError
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param


def run(params: Params, progress: Progress) -> Results:
    import gisplug.study
    from gisplug.core.files import writing

    template = Path(gisplug.study.__file__).parent / "templates" / f"{params['template']}.toml"
    target = Path(params["study"] or "study.toml")
    if target.exists() and not params["overwrite"]:
        raise OutputError(f"{target} exists already. Name another file, or allow it to be overwritten.")
    with writing(target) as made:
        made.write_text(template.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
    progress.info(f"Edit {target}, then run it: gisplug run {target}")
    return {"study": str(target)}


TOOL = Tool(
    id="new_study",
    title="New study",
    group="study",
    help="Writes a study file with a comment on every part. It runs as it stands on the embedded demo data; put "
    "your own files and columns in.",
    params=(
        choice_param(
            "template",
            "Template",
            "The whole chain with every section explained, a short one with the least that is needed, or one that "
            "only makes a panel of night lights.",
            {"full": "Whole chain", "short": "Short", "lights": "Night lights only"},
            "full",
        ),
        Param(
            "overwrite", "flag", "Overwrite", "Whether an existing file may be replaced.", default=False, advanced=True
        ),
    ),
    outputs=(
        Output(
            "study",
            "file",
            "Study file",
            "Text file (TOML) to be edited; study.toml in the current folder when left out.",
            extension=".toml",
        ),
    ),
    run=run,
    tags=("template", "TOML", "start"),
    example="gisplug new-study --study my-study.toml",
)
