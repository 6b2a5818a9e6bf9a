"""Tool: the replication package of a study, one zip after the template of the AEA's data editor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Optional, Union

from gisplug.core.declare import Inputs, Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.tools.inputs import choice_param
from gisplug.tools.results import FilePath

if TYPE_CHECKING:
    from gisplug.study.package.make import Package

PathLike = Union[str, Path]


class Asked(Inputs):
    """What the tool is asked."""

    study: str = param("file", "Study file", "Study that the paper rests on.", extension=".toml")
    data: Literal["include", "hashes"] = choice_param(
        "Data",
        "Whether the data are put in, or only their names and SHA-256, where they may not be passed on.",
        {"include": "Put in", "hashes": "Hashes only"},
        "include",
    )
    allow: Optional[str] = param(
        "text",
        "Allowed paths",
        "What the study may reach outside its own folder; as of the tool Run study.",
        optional=True,
        advanced=True,
    )
    package: FilePath = output(
        "file",
        "Package",
        "The zip; called after the study file, NAME-replication.zip beside it, when left out.",
        extension=".zip",
        main=True,
    )


def replication_package(
    study: PathLike,
    package: Optional[PathLike] = None,
    *,
    data: str = "include",
    allow: Union[str, Sequence[str], None] = None,
    progress: Optional[Progress] = None,
) -> Package:
    """Run a study with its code, and put data, study, lock, result, code and README into one zip.

    Parameters
    ----------
    study
        The study file (TOML).
    package
        The zip; NAME-replication.zip beside the study when left out. Its bytes are the same on each run.
    data : {"include", "hashes"}
        Whether the data are put in, or only their names and SHA-256.
    allow
        What the study may reach outside its own folder; see `run_study`.

    Returns
    -------
    Package
        `path`, `datasets` (name, sha256, member), `members`, and `absent`, the data that are not in it.

    Raises
    ------
    StudyError
        If the study is wrong, or a step fails.
    OutputError
        If the zip cannot be written.
    ParameterError
        If `data` is unknown.
    """
    import tempfile

    from gisplug.core.vocabulary import one_of
    from gisplug.study.package.make import make_package
    from gisplug.study.run import Way, run_plan
    from gisplug.tools import all_tools, get_tool

    one_of("data", data, ("include", "hashes"))
    source = Path(study).resolve()
    target = Path(package) if package is not None else source.with_name(f"{source.stem}-replication.zip")
    kept = source.with_name(f".{source.stem}-results.steps")
    with tempfile.TemporaryDirectory(prefix="gisplug-") as folder:
        results = Path(folder) / "results"
        way = Way(cache=kept, allow=allow, code=True)
        run_plan(source, results, get_tool, list(all_tools()), progress or SILENT, way)
        return make_package(results, source, target, data == "include")


def run(asked: Asked, progress: Progress) -> Results:
    made = replication_package(asked.study, asked.package, data=asked.data, allow=asked.allow, progress=progress)
    if made.absent:
        progress.warn(
            message(
                "{n} of {all} data files are not in the package: {files}. Its README names them with their SHA-256.",
                n=len(made.absent),
                all=len(made.datasets),
                files=", ".join(made.absent[:5]),
            )
        )
    return {"package": str(made.path), "files": len(made.members), "absent": len(made.absent)}


TOOL = Tool(
    id="replication_package",
    title="Replication package",
    group="study",
    help="Runs a study and makes one zip of what a data editor asks for: the data or their hashes, the study file, the "
    "versions used, every table and figure, the same models as scripts for R and Stata, and a README after the "
    "template of the American Economic Association, filled in as far as the study knows; what only the authors know is "
    "marked in it. The zip has the same bytes on each run.",
    inputs=Asked,
    values=(
        Output("files", "number", "Files", "Files in the package."),
        Output("absent", "number", "Data left out", "Data files that are not in the package."),
    ),
    run=run,
    tags=("replication", "AEA", "zip", "data editor", "reproducible", "复现", "数据与代码"),
    example="gisplug replication-package --study study.toml --package replication.zip",
)
