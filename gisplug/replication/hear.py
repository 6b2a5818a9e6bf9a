"""What a tool estimates: its run repeated with nothing written, and the results with equals in other programs kept."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gisplug.core.declare import Tool
from gisplug.core.errors import GisplugError
from gisplug.core.messages import message
from gisplug.core.progress import SILENT
from gisplug.numbers.fits.repeat import Heard, hearing
from gisplug.replication.equals import WHY, WRITERS, why_not

MOST = 40  # fits of a step: more are draws or a search, not columns of a table
MORAN = "moran_by_period"


@dataclass(frozen=True)
class Asked:
    """A step whose code is wanted.

    Attributes
    ----------
    name : of the step, for files
    title : as the report prints it
    tool : id, "" for a result that came from no tool
    results : results of estimators, or (call, table) of Moran's I
    reason : why there are none; "" where there are
    """

    name: str
    title: str
    tool: str = ""
    results: Sequence[Any] = field(default=())
    reason: str = ""


def asked_of(tool: Tool[Any], given: Mapping[str, Any], name: str, title: str) -> Asked:
    """Return what a call of a tool estimates.

    Parameters
    ----------
    given : its parameters; files that it would write are left out

    Raises
    ------
    ParameterError
        If the tool does not take what is given.
    GisplugError
        Whatever the tool raises.
    """
    if not tool.estimates:
        none = message("{tool} estimates none of the models that code is written for", tool=tool.id)
        return Asked(
            name,
            title,
            tool.id,
            reason=why_not(tool.id) if tool.id in WHY else none,
        )
    wanted = {key: value for key, value in given.items() if key in tool.by_name}
    with tempfile.TemporaryDirectory(prefix="gisplug-") as folder, hearing() as heard:
        needed = {o.name: str(Path(folder) / f"{o.name}{o.suffix}") for o in tool.file_outputs if o.required}
        tool.run(tool.complete({**wanted, **needed}), SILENT)
    results, strange = _with_equals(heard)
    if len(results) > MOST:
        reason = message("it fits {n} models, more than a table has columns", n=len(results))
        return Asked(name, title, tool.id, reason=reason)
    reason = "" if results else why_not(strange) if strange else message("no fit was heard of")
    return Asked(name, title, tool.id, results, reason)


def _with_equals(heard: Heard) -> tuple[list[Any], str]:
    """Return the results that have equals, of a result without one those it was made of; and the first without any."""
    kept: list[tuple[int, Any]] = []
    strange = ""
    for depth, call, result in heard.found:
        inner = [one for one in kept if one[0] > depth]
        if call.name == MORAN or call.name in WRITERS:
            kept = [one for one in kept if one[0] <= depth]
            kept.append((depth, (call, result) if call.name == MORAN else result))
        elif not inner:
            strange = strange or call.name
    return [result for _, result in kept], strange


def asked_of_results(results: Any, names: Sequence[str] = ()) -> list[Asked]:
    """Return the steps of results that were handed over: one, a family of them, or {name: result}.

    Raises
    ------
    GisplugError
        If there is none.
    """
    if isinstance(results, Mapping) and not hasattr(results, "params"):
        found = [Asked(str(name), str(name), results=[one]) for name, one in results.items()]
        if not found:
            raise GisplugError(message("There is no result to write code for; give what an estimator returned."))
        return found
    several = list(results) if isinstance(results, (list, tuple)) else [results]
    return [Asked(name, name, results=[one]) for name, one in zip(names or _numbered(several), several, strict=True)]


def _numbered(results: Sequence[Any]) -> list[str]:
    return ["fit"] if len(results) == 1 else [f"fit-{place}" for place in range(1, len(results) + 1)]
