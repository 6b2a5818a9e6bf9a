"""Tool: code for R and Stata that gives the numbers of a study, or of one call of a tool."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Optional

from gisplug.core.declare import GIVEN, Inputs, Output, Results, Tool, output, param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, split_list
from gisplug.tools.results import FilePath, save_table

if TYPE_CHECKING:
    import pandas as pd

DEFAULT_FOLDER = "gisplug-code"


def language_param() -> Any:
    """In which language comments and pages are written."""
    return choice_param(
        "Language", "Language of comments and of the page beside the code.", {"en": "English", "zh": "Chinese"}, "en"
    )


def allow_param() -> Any:
    """What a study may reach."""
    return param(
        "text",
        "Allowed paths",
        "What the study may reach outside its own folder; as of the tool Run study.",
        optional=True,
        advanced=True,
        applies_when=({"study": GIVEN},),
    )


class Asked(Inputs):
    """What the tool is asked."""

    study: Optional[str] = param(
        "file",
        "Study file",
        "Study whose steps are written as code. Its finished steps are used again where nothing has changed.",
        optional=True,
        extension=".toml",
    )
    steps: Optional[str] = param(
        "text",
        "Steps",
        "Names of the steps whose code is wanted, joined by commas; all that fit a model where it is left empty.",
        optional=True,
        applies_when=({"study": GIVEN},),
    )
    call: Optional[str] = param(
        "text",
        "Call of one tool",
        "In place of a study: one call as on the command line, such as fixed-effects --panel p.csv --unit id --period "
        "year --outcome y --regressors x. Files that it would write are left out.",
        optional=True,
    )
    language: Literal["en", "zh"] = language_param()
    allow: Optional[str] = allow_param()
    code: FilePath = output(
        "folder",
        "Folder of the code",
        "Folder that receives scripts, data, weights and expected numbers; gisplug-code in the current folder when "
        "left out. Code that is there is replaced.",
        main=True,
    )
    table: FilePath = output(
        "table",
        "Which steps are covered",
        "One row a fit or step: whether there is a script for R and for Stata, and why not where there is none.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    if bool(asked.study) == bool(asked.call):
        raise ParameterError("Name a study file (study), or give one call of a tool (call): one of the two.")
    target = Path(asked.code or DEFAULT_FOLDER)
    index = _of_study(asked, target, progress) if asked.study else _of_call(asked, target)
    for row in index[index["script"] == ""].itertuples():
        progress.warn(message("{title} has no equivalent: {why}", title=row.title, why=row.remark_r))
    save_table(index, asked.table)
    counts = {name: int(index[name].astype(bool).sum()) for name in ("r", "stata")}
    return {"code": str(target), "table": asked.table, **counts, "without": int((index["script"] == "").sum())}


def _of_study(asked: Asked, target: Path, progress: Progress) -> pd.DataFrame:
    from gisplug.replication.export import export
    from gisplug.study.run import Way, steps_asked
    from gisplug.tools import all_tools, get_tool

    wanted, way = split_list(asked.steps), Way(allow=asked.allow)
    steps = steps_asked(str(asked.study), get_tool, list(all_tools()), wanted, progress, way)
    return export(steps, target, asked.language)


def _of_call(asked: Asked, target: Path) -> pd.DataFrame:
    from gisplug.replication.export import export
    from gisplug.replication.hear import asked_of

    tool, given = read_call(str(asked.call))
    return export([asked_of(tool, given, tool.id, tool.title)], target, asked.language)


def read_call(text: str) -> tuple[Tool[Any], dict[str, Any]]:
    """Read "fixed-effects --panel p.csv --unit id ..." into a tool and its parameters.

    Raises
    ------
    ParameterError
        If it is no call, or the tool is unknown.
    """
    import shlex

    from gisplug.tools import get_tool

    try:
        words = shlex.split(text)
    except ValueError as problem:
        raise ParameterError(
            message("The call cannot be read ({problem}); close its quotes.", problem=problem)
        ) from None
    words = words[1:] if words[:1] == ["gisplug"] else words
    if not words or words[0].startswith("-"):
        raise ParameterError("The call names its tool first: fixed-effects --panel p.csv ...")
    tool = get_tool(words[0].replace("-", "_"))
    given: dict[str, Any] = {}
    name = ""
    for word in words[1:]:
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            name, off = name.replace("-", "_"), word.startswith("--no-")
            name = name[3:] if off and name not in tool.by_name else name
            given[name] = value if equals else "no" if off else "yes" if _is_flag(tool, name) else ""
        elif name:
            given[name] = f"{given[name]},{word}" if given[name] not in ("", "yes") else word
        else:
            raise ParameterError(message("{word!r} stands before any option (--name) of the call.", word=word))
    files = {o.name for o in tool.file_outputs} | {"out", "json", "quiet", "language"}
    return tool, {key: _listed(tool, key, value) for key, value in given.items() if key not in files}


def _is_flag(tool: Tool[Any], name: str) -> bool:
    return name in tool.by_name and tool.by_name[name].kind == "flag"


def _listed(tool: Tool[Any], name: str, value: str) -> Any:
    several = name in tool.by_name and tool.by_name[name].kind in ("fields", "weights_list", "rasters")
    return [part for part in value.split(",") if part] if several else value


TOOL = Tool(
    id="export_code",
    title="Code for R and Stata",
    group="study",
    help="Writes scripts for R and Stata with the data and weights they need, from which others get the same numbers "
    "without gisplug: fixed effects, instruments, two-way DID and event studies, spatial panel models with their "
    "effects, random effects, Moran's I, dynamic GMM, Callaway and Sant'Anna. What gisplug does otherwise than the "
    "packages is written into the script, so that it gives the numbers of the study. A step without an equivalent is "
    "named. The R scripts are run in gisplug's tests; the Stata scripts were not run.",
    inputs=Asked,
    values=(
        Output("r", "number", "Scripts for R", "Fits with a script for R."),
        Output("stata", "number", "Scripts for Stata", "Fits with a script for Stata."),
        Output("without", "number", "Without an equivalent", "Steps and fits that have no script."),
    ),
    run=run,
    tags=("R", "Stata", "spatialreg", "plm", "fixest", "xsmle", "reghdfe", "csdid", "replication", "复现代码"),
    example='gisplug export-code --call "fixed-effects --panel demo-panel --unit adcode --period year --outcome '
    'develop --regressors agg --controls wage,second --errors unit" --code code',
)
