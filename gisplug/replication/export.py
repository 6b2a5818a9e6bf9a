"""Writing the code of steps into a folder: data, W, scripts for R and Stata, what is expected, what is not covered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from gisplug.core.errors import GisplugError, OutputError
from gisplug.core.messages import LANGUAGES, language, message, speaking
from gisplug.core.output.folders import put_back, remove_unfinished, replacing
from gisplug.core.output.lock import only_run_on
from gisplug.core.vocabulary import one_of
from gisplug.numbers.fits.finding import Finding
from gisplug.replication import folder
from gisplug.replication.equals import script_of, stem_of
from gisplug.replication.hear import Asked, asked_of_results
from gisplug.replication.script import Script

MARK = "code.csv"  # a folder with this file, or an empty one, may be replaced
COLUMNS = ("step", "title", "tool", "script", "function", "r", "stata", "remark_r", "remark_stata")


def export_code(
    results: Finding | Sequence[Finding] | Mapping[str, Finding], path: str | Path, *, language: str = ""
) -> pd.DataFrame:
    """Write R and Stata scripts with their data and weights, from which others get the same numbers.

    Parameters
    ----------
    results : a result of an estimator, a list of them, or {name: result} such as the columns of `stepwise`
    path : folder that receives `R/`, `stata/`, `data/`, `expected/`, `run_all.R`, `run_all.do` and `code.csv`;
        a folder that this function made before is replaced.
    language : "en" or "zh", of the comments; by default that of the run.

    Returns
    -------
    DataFrame, one row a result
        step, title, tool, script, function, r and stata (whether there is a script), remark_r, remark_stata (why not).

    Raises
    ------
    GisplugError
        If a result does not know how it was made.
    OutputError
        If the folder holds other files, cannot be written, or another run is writing into it.
    ParameterError
        If the language is unknown.
    """
    if language:
        one_of("language", language, LANGUAGES)
    return export(asked_of_results(results), Path(path), language)


def export(steps: Sequence[Asked], target: Path, code: str = "") -> pd.DataFrame:
    """Write the code of steps, comments in the language `code` ("" for that of the run); columns as `export_code`.

    Raises
    ------
    OutputError
        If the folder holds other files, cannot be written, or another run is writing into it.
    """
    with _placed(target) as work, speaking(code or language()):
        return write_into(steps, work)


def write_into(steps: Sequence[Asked], work: Path) -> pd.DataFrame:
    """Write the code of steps into an empty folder; columns as `export_code`."""
    rows: list[tuple[Any, ...]] = []
    scripts: list[Script] = []
    taken: set[str] = set()
    for step in steps:
        if not step.results:
            rows.append((step.name, step.title, step.tool, "", "", False, False, step.reason, step.reason))
        own: list[Script] = []
        for place, result in enumerate(step.results, 1):
            stem = _free(stem_of(step.name) + (f"-{place}" if len(step.results) > 1 else ""), taken)
            try:
                script = script_of(stem, result)
            except GisplugError as problem:
                why = problem.args[0]
                rows.append((step.name, step.title, step.tool, "", "", False, False, why, why))
                continue
            if any(other.made_by == script.made_by and other.expected.equals(script.expected) for other in own):
                taken.discard(stem)
                continue  # fitted twice on the way
            own.append(script)
            scripts.append(script)
            rows.append(
                (
                    step.name,
                    step.title if step.tool else script.title,
                    step.tool,
                    stem,
                    script.made_by,
                    bool(script.r),
                    bool(script.stata),
                    script.no_r,
                    script.no_stata,
                )
            )
    index = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    folder.write(scripts, index, work)
    return index


def _free(stem: str, taken: set[str]) -> str:
    made, count = stem, 1
    while made in taken:
        count += 1
        made = f"{stem}-{count}"
    taken.add(made)
    return made


@contextmanager
def _placed(target: Path) -> Iterator[Path]:
    """Yield a folder that takes the place of `target` when all is well."""
    if target.is_file():
        raise OutputError(message("{target} is a file; name a folder for the code.", target=target))
    if target.is_dir() and any(target.iterdir()) and not (target / MARK).is_file():
        raise OutputError(
            message("{target} holds files that are no code of gisplug. Name an empty or new folder.", target=target)
        )
    place = target.resolve()
    with only_run_on(place):
        put_back(place, MARK)
        remove_unfinished(place)
        with replacing(place, MARK) as work:
            yield work
