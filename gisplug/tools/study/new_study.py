"""Tool: write a commented study file to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from gisplug.core.declare import Inputs, Results, Tool, output, param
from gisplug.core.errors import OutputError
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param
from gisplug.tools.results import FilePath


class Asked(Inputs):
    """What the tool is asked."""

    template: Literal["full", "short", "lights", "policy"] = choice_param(
        "Template",
        "The whole chain with every section explained, a short one with the least that is needed, one that only makes "
        "a panel of night lights, or one of a policy with spillovers, the sensitivity of a spatial model, and code.",
        {
            "full": "Whole chain",
            "short": "Short",
            "lights": "Night lights only",
            "policy": "Policy, sensitivity and code",
        },
        "full",
    )
    overwrite: bool = param(
        "flag", "Overwrite", "Whether an existing file may be replaced.", default=False, advanced=True
    )
    study: FilePath = output(
        "file",
        "Study file",
        "Text file (TOML) to be edited; study.toml in the current folder when left out.",
        extension=".toml",
        main=True,
    )


def run(asked: Asked, progress: Progress) -> Results:
    import gisplug.study
    from gisplug.core.output.files import writing

    template = Path(gisplug.study.__file__).parent / "templates" / f"{asked.template}.toml"
    target = Path(asked.study or "study.toml")
    if target.exists() and not asked.overwrite:
        raise OutputError(
            message("{target} exists already. Name another file, or allow it to be overwritten.", target=target)
        )
    with writing(target) as made:
        made.write_text(template.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
    progress.info(message("Edit {target}, then run it: gisplug run {target}", target=target))
    return {"study": str(target)}


TOOL = Tool(
    id="new_study",
    title="New study",
    group="study",
    help="Writes a study file with a comment on every part. It runs as it stands on the embedded demo data; put "
    "your own files and columns in.",
    inputs=Asked,
    run=run,
    tags=("template", "TOML", "start"),
    example="gisplug new-study --study my-study.toml",
)
