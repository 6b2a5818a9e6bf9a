"""Every option of every tool is alive: moved from where it stands it changes a result or a message, or is refused.

`python -m tests.tools.liveness` prints the table; with `--deep` every value of every choice is a case of its own.
"""

from __future__ import annotations

import hashlib
import math
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gisplug.core.declare import Param, Tool
from gisplug.core.errors import GisplugError, ParameterError
from gisplug.core.progress import Progress
from gisplug.tools import all_tools
from tests.tools.cases import CASES, every_file, given, write_data

DRAWN = ("figure", "layer", "html", "raster")  # files that are compared only where the others are the same
LIVE, REFUSED, DEAD, UNMOVED, ELSEWHERE = "changes", "refused", "DEAD", "NOT MOVED", "does not apply"
TRACEBACK = "TRACEBACK"

MOVES: dict[str, Sequence[Any]] = {  # what an option without a value of its own is moved to, by name
    "allow": ("D:/data",),
    "absorb": ("region:year", "region"),
    "adjust": ("wage",),
    "assigned_by": ("zone",),
    "anchors": ("agg: 3, 2, 1", "cond1: 0.9, 0.4, 0.1"),
    "at": ("2011",),
    "split": ("2014",),
    "background": ("demo-china-provinces",),
    "band": (1, 2),
    "bands": ("2020",),
    "by_period": ("wage", "ruggedness"),
    "caliper": (0.0001, 0.001, 0.01),
    "borders": ("0.3, 0.6",),
    "cap": (5.0,),
    "cluster": ("region",),
    "coefficients": ("@coefficients.csv",),
    "column": ("other_name",),
    "common_correlated_effects.average_lags": (1, 0),
    "common_correlated_effects.kernel": (0, 5),
    "dependence_exponent.window": (8,),
    "controls": ("wage", "third"),
    "covariate_terms": ("wage^2",),
    "cuts": ("agg: 0.8, 1.2, 1.6", "cond1: 0.2, 0.4, 0.6"),
    "crs": ("EPSG:3857",),
    "cutoff": (300.0, 900.0),
    "deepest": (2, 4),
    "dimensions": ("one: ind1, ind2; two: ind3",),
    "distance": (1200.0, 700.0),
    "encoding": ("gbk", "no-such-encoding"),
    "endogenous": ("wage",),
    "expectations": ("cond1=0, cond2=0, cond3=0", "cond1=-, cond2=-, cond3=-"),
    "field": ("other",),
    "floor": (3.0,),
    "formula": ("develop ~ agg + third", "develop ~ agg + wage + third"),
    "instrument_terms": ("ruggedness:wage",),
    "g": (100.0,),
    "labels": (5,),
    "comparisons": ("@other_comparisons.csv",),
    "given": ("ind1: 5, ind2: 1",),
    "key": ("wage",),
    "panel_cointegration.kernel": (6, 1),
    "lagged": ("agg",),
    "lights_calibrate.period": ("2015",),
    "maps": ("2011",),
    "robustness_checks.instruments": ("third", "ruggedness:trend"),
    "weights": ("@knn.csv",),
    "layer_name": ("no-such-layer",),
    "latitude": ("other_lat",),
    "longitude": ("other_lon",),
    "serial_lags": (1, 2),
    "legend": ("Another legend",),
    "key_classes": ("G06A",),
    "level": (0.5, 0.6, 0.999),
    "more_controls": ("third", "second"),
    "control_sets": ("Economy: third, second",),
    "exchange_within": ("region",),
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
    "randomise_within": ("region",),
    "region": ("region",),
    "rings": ("145", "144, 147"),
    "row_weights": ("ind1", "wage"),
    "spatial_network.strongest": (5,),
    "specification_curve.most": (3,),
    "spillover_did.farthest": (280.0,),
    "spillover_did.scale": (100.0,),
    "samples": ("Late: period >= 2012",),
    "scale_bar": (True,),
    "search": ("province",),
    "strata": ("region",),
    "smoothness": ("0, 0.3",),
    "balance": (2, 1),
    "honest_did.effect": ("mean", "1"),
    "honest_did.relative": ("0.7",),
    "seed": (7,),
    "shares": ("0.3, 0.7",),
    "terms": ("wage^2", "third^2"),
    "threshold": ("wage",),
    "title": ("Another title",),
    "trends": ("region", "unit"),
    "units": ("demo-china-provinces",),
    "weight": ("wage",),
    "weights_x": ("@knn.csv",),
    "gwr.bandwidth": (18.0,),
    "gtwr.bandwidth": (1300.0,),
    "gtwr.pace": (300.0,),
    "gtwr.variable": ("wage",),
    "mgwr.bandwidths": ("20, 25, 30",),
    "weights_error": ("@knn.csv",),
    "sheet": ("b",),
    "aliases": ("@aliases.csv",),
    "wide": ("income",),
    "widths": ("145",),
    "where": ("period >= 2012", "year >= 2012"),
    "years": ("2012",),
}
ELSEWHERE_MOVED = "moved in tests/tools/test_crosswalk_tools.py"
LEFT: dict[tuple[str, str], str] = {  # options that are moved elsewhere, or cannot change anything, and why
    ("mgwr", "change"): "acts where backfitting is slow; tests of multiscale GWR hold that",
    ("mgwr", "tolerance"): "acts where backfitting is slow; tests of multiscale GWR hold that",
    ("*", "cache"): "keeps work that is done; results are the same, which tests of the cache hold",
    ("*", "workers"): "how many processes work; results are the same, which tests of the executor hold",
    ("*", "threads"): "how many threads work; results are the same, which tests of local statistics hold",
    **{("boundaries_crosswalk", name): ELSEWHERE_MOVED for name in ("raster", "outside", "since", "earlier")},
    ("*", "within"): "acts on names that several provinces have; moved in tests/panel/test_names.py",
    **{("panel_reborder", name): ELSEWHERE_MOVED for name in ("crosswalk", "codes", "to", "missing")},
    ("spatial_network", "distances"): "a file of all pairs; tests of networks hold that",
    ("spatial_random_effects", "negative"): "acts where a variance is zero; tests of random effects hold that",
    ("new_study", "overwrite"): "acts where the file is there; tests of studies hold that",
    ("weights_convert", "table"): "ids of weights by position; moved in tests/tools/test_weights_tools.py",
}
SITUATIONS: dict[str, tuple[str, dict[str, Any]]] = {  # options that act on data of another kind: a tool, and such data
    "sheet": ("panel_describe", {"panel": "@two.xlsx", "columns": "agg"}),
    "wide": ("panel_describe", {"panel": "@wide.csv", "columns": None}),
    "unbalanced": ("panel_describe", {"panel": "@absent.csv"}),
    "match": ("moran_by_period", {"panel": "@more.csv"}),
    "aliases": ("choropleth_map", {"panel": "@odd.csv"}),
    "extra_units": ("moran_by_period", {"panel": "@fewer.csv"}),
    "collinear": ("fixed_effects", {"controls": "wage,twice"}),
    "short": ("mean_group", {"regressors": "agg,policy", "short": "omit", "method": "mean-group"}),
    "missing": ("moran_by_period", {"panel": "@hole.csv"}),
    "isolates": ("moran_by_period", {"weights": "@alone.csv"}),
    "spillover_map.level": ("spillover_map", {"variable": "wage"}),
    "fsqca.expectations": ("fsqca", {"frequency": 47}),
    "triple_difference.split": ("triple_difference", {"flag": "edu"}),
    "incomplete": ("callaway_santanna", {"panel": "@hole.csv", "outcome": "agg"}),
    "overlaps": ("lights_aggregate", {"units": "@overlap.gpkg", "id": "adcode", "name": "adcode"}),
    "dissolve": ("boundaries_check", {"units": "@twice.gpkg", "id": "adcode", "name": "adcode"}),
    "empty": ("boundaries_check", {"units": "@empty.gpkg", "id": "adcode", "name": "adcode"}),
}
COLUMNS = ("third", "second", "edu", "wage")  # what a column is moved to


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


def findings(tool: Tool, data: Path, *, deep: bool = False, shared: bool = True) -> Iterator[Finding]:
    """Move every option of every case of a tool.

    Without `shared`, what many tools declare alike is moved in some of them, and an option that acts in all cases by
    its declaration in the first case in which it does.
    """
    alive: set[str] = set()
    for number, case in enumerate(cases(tool, data, deep)):
        with tempfile.TemporaryDirectory() as folder:
            try:
                base = Outcome(tool, case, Path(folder) / "base")
            except GisplugError:
                continue  # a choice that this case cannot have
            for param in tool.params:
                if param.required or passed_over(tool, param):
                    continue
                if not shared and (param.name in alive or tool.id not in witnesses(param)):
                    continue
                found = _moved(tool, number, case, param, base, data)
                if found.what in (LIVE, REFUSED) and not param.applies_when:
                    alive.add(param.name)
                yield found


@cache
def _declared() -> dict[str, list[tuple[Param, str]]]:
    found: dict[str, list[tuple[Param, str]]] = {}
    for tool in all_tools().values():
        for param in tool.params if tool.id in CASES else ():
            found.setdefault(param.name, []).append((param, tool.id))
    return found


def witnesses(param: Param) -> list[str]:
    """Return the tools in which an option is moved by the suite: all that declare it, or one where several do alike.

    Many tools inherit it with the function that reads it, and `test_tools` holds that each does read it.
    """
    alike = [tool for other, tool in _declared()[param.name] if other == param]
    return alike if len(alike) < 3 else [alike[len(alike) // 2]]


def passed_over(tool: Tool, param: Param) -> bool:
    """Whether an option is moved elsewhere."""
    return (
        (tool.id, param.name) in LEFT
        or ("*", param.name) in LEFT
        or {param.name, f"{tool.id}.{param.name}"} & set(SITUATIONS) != set()
    )


def situation(option: str, data: Path) -> Finding:
    """Move an option that acts on data of another kind, with such data."""
    tool_id, other = SITUATIONS[option]
    option = option.split(".")[-1]
    tool = all_tools()[tool_id]
    case = given({**CASES[tool_id][0], **other}, data)
    param = next(p for p in tool.params if p.name == option)
    with tempfile.TemporaryDirectory() as folder:
        return _moved(tool, 0, case, param, Outcome(tool, case, Path(folder) / "base", refusals=True), data)


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

    def __init__(self, tool: Tool, case: Mapping[str, Any], folder: Path, *, refusals: bool = False) -> None:
        self.tool, self.case, self.folder = tool, case, folder
        self.drawn = {o.name for o in tool.file_outputs if o.kind in DRAWN and not o.required}
        try:
            self.plain = self._run(self.drawn)
        except GisplugError as problem:
            if not refusals:
                raise
            self.plain = {"refused": str(problem)}

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
        return bool(self.drawn) and "refused" not in self.plain and self._whole() != other._whole()

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


def _moved(tool: Tool, number: int, case: Mapping[str, Any], param: Param, base: Outcome, data: Path) -> Finding:
    asked = vars(tool.complete({**case, **every_file(tool, base.folder)}))
    here, refused = asked[param.name], None
    applies = param.applies(asked)
    for place, value in enumerate(moves(tool.id, param, here, data)):
        try:
            after = Outcome(tool, {**case, param.name: value}, base.folder.parent / f"{param.name}{place}")
            if applies and base.differs(after):
                return Finding(tool.id, number, param.name, LIVE, value)
        except ParameterError as problem:
            if not applies:
                return Finding(tool.id, number, param.name, ELSEWHERE, value)
            refused = refused or Finding(tool.id, number, param.name, REFUSED, str(problem))
        except GisplugError as problem:
            refused = refused or Finding(tool.id, number, param.name, REFUSED, str(problem))
        except Exception as problem:
            return Finding(tool.id, number, param.name, TRACEBACK, f"{value!r}: {problem!r}")
    return refused or Finding(tool.id, number, param.name, DEAD if moves(tool.id, param, here, data) else UNMOVED)


def moves(tool: str, param: Param, here: Any, data: Path) -> list[Any]:
    """Return the values that an option is moved to, the likeliest first; None leaves it out."""
    if param.kind == "flag":
        return [not here]
    if param.kind == "choice":
        return [choice for choice in param.choices if choice != here]
    if param.kind == "choices":
        return [[choice] for choice in param.choices if [choice] != here] + [list(param.choices)]
    listed = MOVES.get(f"{tool}.{param.name}") or MOVES.get(param.name, ())
    found = [value for v in listed for value in given({"it": v}, data).values() if value != here]
    if param.kind in ("field", "fields") and not found:
        found = [column for column in COLUMNS if column not in str(here)]
    if param.kind in ("integer", "number") and here is not None:
        found += [value for value in _steps(param, here) if value != here]
    if param.kind == "text" and isinstance(here, str) and not found:
        found = [f"{here} x"]
    return [*found, *([None] if param.optional and here is not None else [])]


def _steps(param: Param, here: float) -> Iterator[float]:
    """Yield numbers near and far that the declaration allows."""
    least = -math.inf if param.minimum is None else param.minimum
    most = math.inf if param.maximum is None else param.maximum
    for step in (here + 1, here * 2, here - 1, here / 2, here + 0.05, here - 0.05):
        if least <= step <= most and (param.kind == "number" or step == int(step)):
            yield int(step) if param.kind == "integer" else step


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
