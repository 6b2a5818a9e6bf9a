"""Tool: whether a result is still what a run made, and whether the study gives it again; and the function behind it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Optional, Union

from gisplug.core.declare import Inputs, Output, Results, Tool, output, param
from gisplug.core.progress import SILENT, Progress
from gisplug.tools.results import FilePath, save_table

if TYPE_CHECKING:
    from gisplug.study.verify.finding import Verification

PathLike = Union[str, Path]


class Asked(Inputs):
    """What the tool is asked."""

    results: str = param("folder", "Results folder", "Folder with the result of a study, as Run study made it.")
    study: Optional[str] = param(
        "file",
        "Study file",
        "The study file in its folder, from which the inputs are looked for. When left out it is looked for where it "
        "was when the result was made, as seen from the result, and beside the result.",
        optional=True,
        extension=".toml",
    )
    recompute: bool = param(
        "flag",
        "Compute again",
        "Whether the study is run anew in a temporary folder and every file compared byte by byte; of tables the cells "
        "that differ are told, and by how much.",
        default=False,
    )
    allow: Optional[str] = param(
        "text",
        "Allowed paths",
        "What the study may reach outside its own folder when it is computed again; as of the tool Run study.",
        optional=True,
        advanced=True,
        applies_when=({"recompute": (True,)},),
    )
    text: FilePath = output(
        "file", "What was found", "What is not as it was, a line each.", extension=".txt", main=True
    )
    table: FilePath = output(
        "table",
        "Findings",
        "One row a finding: file, what, place (cell, line or byte), before, now, difference; empty where all is as it "
        "was.",
    )


def verify_results(
    folder: PathLike,
    study: Optional[PathLike] = None,
    recompute: bool = False,
    progress: Optional[Progress] = None,
    allow: Union[str, Sequence[str], None] = None,
) -> Verification:
    """Compare a result with its manifest, and if wanted with what its study gives anew.

    Parameters
    ----------
    folder
        The result of a study.
    study
        The study file in its folder; looked for where it was, as seen from the result, when left out.
    recompute
        Whether the study is run again in a temporary folder and every file compared byte by byte.
    allow
        What the study may reach outside its own folder when it is run again; see `run_study`.

    Returns
    -------
    Verification
        `same`, `findings`, `frame`, and the `seal`, the SHA-256 of the manifest.

    Raises
    ------
    StudyError
        If the folder has no manifest, or the study cannot be found or fails.
    """
    from gisplug.study.record.manifest import read_manifest
    from gisplug.study.record.this_run import study_of
    from gisplug.study.run import Way, run_plan
    from gisplug.study.step_code import FOLDER
    from gisplug.study.verify.again import recomputed
    from gisplug.study.verify.check import checked
    from gisplug.tools import all_tools, get_tool

    def run(source: Path, out: Path, cache: Path, said: Progress) -> Path:
        way = Way(cache, fresh=True, allow=allow, code=(place / FOLDER).is_dir())
        return run_plan(source, out, get_tool, list(all_tools()), said, way)

    ear, place = progress or SILENT, Path(folder).resolve()
    home = Path(study).resolve() if study is not None else study_of(place, read_manifest(place).study_name)
    found = checked(place, home, ear)
    return recomputed(place, home, found, run, ear) if recompute else found


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.core.messages import spoken
    from gisplug.core.output.files import writing

    found = verify_results(asked.results, asked.study, asked.recompute, progress, asked.allow)
    for line in found.lines():
        progress.info(line)
    if asked.text:
        with writing(asked.text) as made:
            made.write_text("\n".join(map(spoken, found.lines())) + "\n", encoding="utf-8", newline="\n")
    save_table(found.frame, asked.table)
    return {"text": asked.text, "table": asked.table, "problems": len(found.findings), "seal": found.seal}


TOOL = Tool(
    id="verify_results",
    title="Verify a result",
    group="study",
    help="Says whether a results folder is still what its run made: which files were changed, are missing or were "
    "added, and whether the study or an input has changed since, by the SHA-256 of each in manifest.json. On request "
    "the study is computed anew and every file compared byte by byte. The folder may have been moved to another "
    "machine. On the command line it ends with code 1 where something is not as it was, otherwise with 0.",
    inputs=Asked,
    values=(
        Output("problems", "number", "Findings", "Number of things that are not as they were."),
        Output("seal", "text", "Seal", "SHA-256 of the manifest: printed in a paper, it tells the result from others."),
    ),
    run=run,
    tags=("verify", "hash", "SHA-256", "reproducible", "replication", "manifest"),
    example="gisplug verify results",
)
