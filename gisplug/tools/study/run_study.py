"""Tool: run a study file; and the public function behind it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Optional, Union

from gisplug.core.declare import Inputs, Output, Results, Tool, output, param
from gisplug.core.progress import Progress
from gisplug.tools.results import FilePath

PathLike = Union[str, Path]


class Asked(Inputs):
    """What the tool is asked."""

    study: str = param(
        "file",
        "Study file",
        "Text file (TOML) that names inputs, steps, models and outputs. The tool New study writes one to start from.",
        extension=".toml",
    )
    fresh: bool = param(
        "flag",
        "Compute anew",
        "Whether finished steps of earlier runs are thrown away.",
        default=False,
        advanced=True,
    )
    allow: Optional[str] = param(
        "text",
        "Allowed paths",
        "Folders and files outside the study's own folder that it may read and write, semicolons between several, such "
        "as D:/data; or the begin of an address, such as postgresql://host or https://host. A study from a stranger "
        "needs none; without it a study reaches its own folder and what gisplug brings along.",
        optional=True,
        advanced=True,
    )
    results: FilePath = output(
        "folder",
        "Results folder",
        "Folder that receives the result. It is replaced as a whole, and only when every step has succeeded. When "
        "left out it is called after the study file and lies beside it.",
        main=True,
    )


def run_study(
    path: PathLike,
    out: Optional[PathLike] = None,
    progress: Optional[Progress] = None,
    cache: Optional[PathLike] = None,
    fresh: bool = False,
    dask: Optional[str] = None,
    allow: Union[str, Sequence[str], None] = None,
) -> Path:
    """Run a study file and return the folder with its results.

    Parameters
    ----------
    path
        Study file (TOML); `gisplug new-study` writes one to start from.
    out
        Folder of the result, "NAME-results" beside the study file when left out. It is replaced as a whole, and only
        when every step has succeeded.
    cache
        Folder of finished steps, which a second run uses again where nothing changed.
    fresh
        Whether everything is computed anew.
    dask
        Address of a Dask cluster for parallel work, such as tcp://host:8786.
    allow
        Folders, files and begins of addresses outside the study's own folder that it may reach.

    Raises
    ------
    StudyError
        If the study file is wrong, reaches for what is not allowed, or a step fails.
    """
    from gisplug.core.progress import SILENT
    from gisplug.study.run import Way, run_plan
    from gisplug.tools import all_tools, get_tool

    study = Path(path)
    target = Path(out) if out is not None else study.with_name(study.stem + "-results")
    return run_plan(study, target, get_tool, list(all_tools()), progress or SILENT, Way(cache, fresh, dask, allow))


def run(asked: Asked, progress: Progress) -> Results:
    done = run_study(asked.study, asked.results, progress, fresh=asked.fresh, allow=asked.allow)
    return {"results": str(done), "report": str(done / "report.html")}


TOOL = Tool(
    id="run_study",
    title="Run study",
    group="study",
    help="Runs everything that a study file asks for and writes tables, figures, layers, one report and a record "
    "of the run into a folder. Steps whose inputs have not changed since the last run are used again. A run "
    "that fails says at which step and why, and leaves the former result untouched.",
    inputs=Asked,
    values=(
        Output("report", "text", "Report", "Path of the report, one HTML page that holds every table and figure."),
    ),
    run=run,
    tags=("study", "report", "batch", "reproducible"),
    example="gisplug run study.toml --out results",
)
