"""Every option of every tool is alive: moved from where it stands it changes a result or a message, or is refused.

`python -m tests.tools.liveness` prints the table; with `--deep` every value of every choice is a case of its own.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gisplug.core.declare import Param, Tool
from gisplug.core.errors import GisplugError, ParameterError
from gisplug.core.progress import Progress
from gisplug.tools import all_tools
from tests.tools.cases import CASES, every_file, given, write_data

SOURCES = ("polygons", "points", "vector", "table", "raster", "rasters", "weights", "weights_list", "file", "folder")
DRAWN = ("figure", "layer", "html", "raster")  # files that are compared only where the others are the same
LIVE, REFUSED, DEAD, UNMOVED, ELSEWHERE = "changes", "refused", "DEAD", "NOT MOVED", "does not apply"

MOVES: dict[str, Sequence[Any]] = {  # what an option without a value of its own is moved to, by name
    "absorb": ("region:year", "region"),
    "adjust": ("wage",),
    "anchors": ("agg: 3, 2, 1", "cond1: 0.9, 0.4, 0.1"),
    "at": ("2011",),
    "bands": ("2020",),
    "by_period": ("wage", "ruggedness"),
    "cap": (5.0,),
    "cluster": ("region",),
    "column": ("other_name",),
    "controls": ("wage", "third"),
    "deepest": (2, 4),
    "dimensions": ("one: ind1, ind2; two: ind3",),
    "distance": (1200.0, 700.0),
    "endogenous": ("wage",),
    "expectations": ("cond1=0",),
    "field": ("other",),
    "floor": (3.0,),
    "formula": ("develop ~ agg + third", "develop ~ agg + wage + third"),
    "instrument_terms": ("ruggedness:wage",),
    "lagged": ("agg",),
    "links": ("Hainan:Guangdong",),
    "lit": (5.0,),
    "name": ("name_zh", "adcode"),
    "nodata": ("none", "0"),
    "note": ("Source: made for a test.",),
    "observations": (2,),
    "other_outcomes": ("wage",),
    "origin": ("Hainan",),
    "periods": ("2010", "2011,2012"),
    "quality": ("0",),
    "rate": (0.01, 0.001),
    "region": ("region",),
    "row_weights": ("wage",),
    "samples": ("Late: period >= 2012",),
    "scale_bar": (True,),
    "seed": (7,),
    "shares": ("0.3, 0.7",),
    "terms": ("wage^2", "third^2"),
    "threshold": ("wage",),
    "title": ("Another title",),
    "trends": ("region", "unit"),
    "weight": ("wage",),
    "where": ("period >= 2012", "year >= 2012"),
}


@dataclass(frozen=True)
class Finding:
    """What moving one option of one case did."""

    tool: str
    case: int
    option: str
    what: str
    moved: Any = None
    base: str = ""


class Heard(Progress):
    """Remembers what was said."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def info(self, text: str) -> None:
        self.words.append(text)

    def warn(self, text: str) -> None:
        self.words.append(text)


def findings(tool: Tool, data: Path, *, deep: bool = False) -> Iterator[Finding]:
    """Move every option of every case of a tool."""
    for number, case in enumerate(cases(tool, data, deep)):
        with tempfile.TemporaryDirectory() as folder:
            try:
                base = Outcome(tool, case, Path(folder) / "base")
            except GisplugError:
                continue  # a choice that this case cannot have
            for param in tool.params:
                if param.kind not in SOURCES or param.optional:
                    yield _moved(tool, number, case, param, base, Path(folder))


def cases(tool: Tool, data: Path, deep: bool) -> list[dict[str, Any]]:
    """Return the cases of a tool; where `deep`, with every value of every choice and flag in the first."""
    found = [given(case, data) for case in CASES[tool.id]]
    if deep:
        for param in tool.params:
            if param.kind in ("choice", "flag"):
                values = param.choices if param.kind == "choice" else (True, False)
                found += [{**found[0], param.name: value} for value in values if value != param.default]
    return found


class Outcome:
    """Results, messages and files of one run."""

    def __init__(self, tool: Tool, case: Mapping[str, Any], folder: Path) -> None:
        self.tool, self.case, self.folder = tool, case, folder
        self.drawn = {o.name for o in tool.file_outputs if o.kind in DRAWN and not o.required}
        self.plain = self._run(self.drawn)

    def _run(self, without: set[str]) -> dict[str, Any]:
        self.folder.mkdir(parents=True, exist_ok=True)
        paths = {n: p for n, p in every_file(self.tool, self.folder).items() if n not in without}
        heard = Heard()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = self.tool.run(self.tool.complete({**self.case, **paths}), heard)
        values = {name: repr(value) for name, value in made.items() if name not in paths}
        texts = [w.replace(str(self.folder), "") for w in heard.words]
        return {**values, "messages": texts, **{n: _content(Path(p)) for n, p in paths.items()}}

    def differs(self, other: Outcome) -> bool:
        """Whether two runs can be told apart by what they made or said."""
        if self.plain != other.plain:
            return True
        return bool(self.drawn) and self._whole() != other._whole()

    def _whole(self) -> dict[str, Any]:
        if not hasattr(self, "_all"):
            self._all = self._run(set())
        return self._all


def _content(path: Path) -> str:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    digest = hashlib.sha256()
    for file in files:
        if file.is_file():
            digest.update(file.relative_to(path.parent).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()


def _moved(tool: Tool, number: int, case: Mapping[str, Any], param: Param, base: Outcome, folder: Path) -> Finding:
    asked = vars(tool.complete({**case, **every_file(tool, folder)}))
    here, refused = asked[param.name], None
    applies = param.applies(asked)
    for place, value in enumerate(moves(param, here)):
        try:
            after = Outcome(tool, {**case, param.name: value}, folder / f"{param.name}{place}")
            if applies and base.differs(after):
                return Finding(tool.id, number, param.name, LIVE, value)
        except ParameterError as problem:
            if not applies:
                return Finding(tool.id, number, param.name, ELSEWHERE, value)
            refused = refused or Finding(tool.id, number, param.name, REFUSED, str(problem))
        except GisplugError as problem:
            refused = refused or Finding(tool.id, number, param.name, REFUSED, str(problem))
    return refused or Finding(tool.id, number, param.name, DEAD if moves(param, here) else UNMOVED)


def moves(param: Param, here: Any) -> list[Any]:
    """Return the values that an option is moved to, the likeliest first."""
    if param.kind == "flag":
        return [not here]
    if param.kind == "choice":
        return [choice for choice in param.choices if choice != here]
    if param.kind == "choices":
        return [[choice] for choice in param.choices if [choice] != here] + [list(param.choices)]
    found = [value for value in MOVES.get(param.name, ()) if value != here]
    if param.kind in ("integer", "number") and here is not None:
        steps = [here + 1, here * 2, here / 2 if param.kind == "number" else here - 1, here + 0.05, here - 0.05]
        low, high = (
            -float("inf") if b is None and s else float("inf") if b is None else b
            for b, s in ((param.minimum, True), (param.maximum, False))
        )
        kept = [s for s in steps if low <= s <= high and s != here]
        found += [int(s) for s in kept if s == int(s)] if param.kind == "integer" else kept
    if param.kind == "text" and isinstance(here, str) and not found:
        found = [f"{here} x"]
    return found


def main(words: Sequence[str]) -> None:
    """Print what moving the options of the tools named did; of all where none is named."""
    deep = "--deep" in words
    named = [word for word in words if not word.startswith("-")]
    with tempfile.TemporaryDirectory() as folder:
        data = write_data(Path(folder))
        for tool in all_tools().values():
            if tool.id in CASES and (not named or tool.id in named):
                for f in findings(tool, data, deep=deep):
                    print(f.tool, f.case, f.option, f.what, str(f.moved)[:150], sep="\t", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
