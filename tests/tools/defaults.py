"""What a tool hands to the functions of the rooms where the user leaves every option alone, beside their own defaults.

`python -m tests.tools.defaults` prints where the two differ.
"""

from __future__ import annotations

import ast
import inspect
import sys
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import gisplug as gp
from gisplug.core.declare import Tool
from gisplug.core.progress import Silent
from gisplug.tools import all_tools
from tests.tools.cases import CASES, every_file, given, write_data

ROOMS = (
    "panel",
    "regression",
    "policy",
    "spatial",
    "autocorrelation",
    "indices",
    "configuration",
    "structure",
    "local",
    "shocks",
    "sensitivity",
    "weights",
    "lights",
)


ALIASES = {
    "threshold": "distance",
    "control": "comparison",
    "base_period": "base",
    "bootstraps": "draws",
    "stats": "statistics",
    "drop": "extra_units",
}
DERIVED = {  # arguments that a tool fills by itself, and why that is no second default
    "unbalanced": "whether the method stands unbalanced panels",
    "positions": "ids of the panel, for weights by position",
    "units": "boundaries are an input",
    "ids": "ids are an input",
    "name": "name of a table in messages",
    "key": "regressors are an input",
    "term": "the regressor is an input",
    "reach": "made of the options of a reach, whose cut-off is an input",
    "choices": "made of options",
    "drawing": "made of options",
    "split": "regressors are an input",
    "progress": "who listens",
    "executor": "processes of this machine",
    "calibration": "steps with options of their own",
    "columns": "columns are an input",
    "other": "columns are an input",
    "periods": "periods are an input",
    "at": "each period in turn",
    "system": "each estimator in turn",
    "method": "each method in turn",
    "value": "a column is an input",
    "endogenous": "columns are an input",
    "instruments": "columns are an input",
    "stats": "columns of the table are chosen from what is always measured",
    "absence": "the outcome and its absence in turn",
    ("did_twoway", "draws"): "an input of another name, randomisation",
    ("staggered_did", "after"): "all periods are estimated; the picture shows the window",
    ("check_inputs", "normalise"): "weights are looked at as they are",
    ("weights_convert", "normalise"): "weights are converted as they are",
    ("weights_distance", "k"): "a kernel has a bandwidth or k",
    ("weights_economic", "normalise"): "geography is nested before anything is scaled",
    ("weights_economic", "how"): "each kind in turn",
    ("weights_convert", "drop"): "ids that the file lacks are added without links",
    ("weights_diagnostics", "weights"): "weights are an input",
    ("leave_one_out", "by"): "units, where no column is named",
    ("influence", "by"): "units, where no column is named",
    ("specification_curve", "weights"): "weights are an input",
    ("specification_curve", "add"): "columns are an input",
    ("weights_convert", "layout"): "the layout that is written, not the one that is read",
    ("ellipse_path", "coordinates"): "columns are an input",
    ("common_correlated_effects", "simulations"): "the column of fixed effects has as many as those beside it",
    ("markov_chain", "w"): "weights are an input",
    ("join_counts", "normalise"): "a link counts once, whatever its weight",
    ("spatial_network", "normalise"): "distances and contiguity are taken as they are",
    ("spatial_network", "coordinates"): "columns are an input",
    ("spatial_network", "matrices"): "matrices are made of inputs",
    ("spatial_network", "differences"): "columns are an input",
    ("spatial_network", "most"): "an input of another name, strongest",
    ("moran_scatter", "permutations"): "the scatter shows I, not its p",
    ("instrumental_variables", "errors"): "the column of least squares has the errors asked for",
}


@dataclass(frozen=True)
class Difference:
    """An argument that a tool fills otherwise than the function does by itself."""

    tool: str
    function: str
    argument: str
    handed: Any
    default: Any


class Calls:
    """Remembers every call from a tool to a public function or method of a room, with its arguments."""

    def __init__(self) -> None:
        self.made: list[tuple[Any, str, dict[str, Any]]] = []

    def __enter__(self) -> Calls:
        sys.setprofile(self._seen)
        return self

    def __exit__(self, *exc: object) -> None:
        sys.setprofile(None)

    def _seen(self, frame: FrameType, event: str, arg: Any) -> None:
        name, back = frame.f_code.co_name, frame.f_back
        if event != "call" or name.startswith(("_", "<")) or back is None:
            return
        here, there = str(frame.f_globals.get("__name__")), str(back.f_globals.get("__name__"))
        if there.startswith("gisplug.tools.") and here.startswith("gisplug.") and here.split(".")[1] in ROOMS:
            owner = frame.f_locals.get("self")
            function = getattr(type(owner), name, None) if owner is not None else frame.f_globals.get(name)
            if getattr(function, "__code__", None) is frame.f_code:
                self.made.append((function, here, dict(frame.f_locals)))


def differences(tool: Tool, calls: Calls) -> Iterator[Difference]:
    """Compare what a tool handed on with the defaults of the functions."""
    declared = {p.name: p for p in tool.params}
    for function, module, values in calls.made:
        if not public(function):
            continue
        for name, default in defaults_of(function).items():
            if name in DERIVED or (tool.id, name) in DERIVED:
                continue
            option = declared.get(ALIASES.get(name, name))
            chosen = option is not None and not option.required
            handed = option.default if chosen else values.get(name, values.get("options", {}).get(name, default))
            if not same(handed, default):
                yield Difference(tool.id, f"{module}.{function.__name__}", name, handed, default)


def public(function: Any) -> bool:
    """Whether users of Python call it: a name of the package, or a method of a result."""
    return getattr(gp, function.__name__, None) is function or "." in function.__qualname__


def defaults_of(function: Any) -> dict[str, Any]:
    """Return what the arguments of a function are where nobody names them; options behind ``**`` too."""
    found = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is parameter.VAR_KEYWORD:
            found |= _options(function, str(parameter.annotation).removeprefix("Unpack[").removesuffix("]"))
        elif parameter.default is not parameter.empty:
            found[name] = parameter.default
    return found


def _options(function: Any, kind: str) -> dict[str, Any]:
    """Return the defaults in ``options.get("name", default)`` of a module, for the options of a TypedDict."""
    module = inspect.getmodule(function)
    assert module is not None
    names = set(getattr(module, kind).__annotations__) if hasattr(module, kind) else set()
    found = {}
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
            name, default = node.args[0], node.args[1] if len(node.args) > 1 else ast.Constant(None)
            if isinstance(name, ast.Constant) and name.value in names:
                try:
                    found[str(name.value)] = ast.literal_eval(default)
                except ValueError:
                    continue  # a name, such as SILENT
    return found


def same(one: Any, other: Any) -> bool:
    """Whether two values of an argument mean the same: nothing and an empty list do, and a list and its text."""
    return _plain(one) == _plain(other)


def _plain(value: Any) -> str:
    if value is None or (not isinstance(value, (bool, int, float)) and len(value) == 0):
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_plain, value))
    return f"{value:g}" if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def main() -> None:
    """Print every difference, of the tools named or of all."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        data = write_data(Path(folder))
        for tool in all_tools().values():
            if tool.id in CASES and (len(sys.argv) == 1 or tool.id in sys.argv):
                case = given(CASES[tool.id][0], data)
                asked = tool.complete({**case, **every_file(tool, Path(folder))})
                with Calls() as calls:
                    tool.run(asked, Silent())
                for d in dict.fromkeys(map(str, differences(tool, calls))):
                    print(d, flush=True)


if __name__ == "__main__":
    main()
