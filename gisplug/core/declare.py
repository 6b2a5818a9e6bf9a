"""The declaration of a tool: the single source of its CLI verb, Processing algorithm, reference page and checks.

Standard library only and Python 3.9: QGIS's own interpreter imports this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Optional

from gisplug.core.errors import ParameterError
from gisplug.core.formats import FORMATS, usual_endings
from gisplug.core.progress import Progress

Params = Mapping[str, Any]  # what `Tool.complete` gives: every input by name, and the path of every file wanted or None
Results = Mapping[str, Any]  # what `run` returns: path or value of each output that was made

INPUT_KINDS = (
    "polygons",  # path of a polygon layer ("file.gpkg|layername=x" picks a layer), or a shelf name
    "points",  # path of a point layer
    "vector",  # path of a layer of any geometry
    "table",  # path of a table; its formats, as those of all files, are in core.formats
    "field",  # a column of `parent`
    "fields",  # several columns of `parent`
    "raster",  # path of a raster
    "rasters",  # list of raster paths, a folder, or a pattern with {period}
    "weights",  # path of a weights file
    "weights_list",  # several weights files
    "integer",
    "number",
    "text",  # free text; formulas, links and lists are text too
    "choice",  # one of `choices`
    "choices",  # several of `choices`
    "flag",  # true or false
    "file",  # path of an existing file, `extension`
    "folder",  # path of an existing folder
)
OUTPUT_KINDS = (
    "layer",  # vector layer written to a path, `style` names a QML of the shelves
    "table",  # plain table
    "paper",  # paper-ready table
    "figure",  # picture
    "weights",  # weights file
    "raster",  # raster
    "html",  # self-contained page
    "file",  # anything else, `extension`
    "folder",  # folder that receives several files
    "number",  # value in the returned mapping, no path
    "text",  # value in the returned mapping, no path
)
VALUE_OUTPUTS = ("number", "text")
GROUPS = {
    "boundaries": "Boundaries",
    "weights": "Weights",
    "lights": "Night lights",
    "panel": "Panel",
    "indices": "Indices and inequality",
    "autocorrelation": "Autocorrelation",
    "spatial": "Spatial models",
    "regression": "Panel regressions",
    "policy": "Policy evaluation",
    "configuration": "Configurations and novelty",
    "study": "Study",
}


@dataclass(frozen=True)
class Param:
    """One input. `label` is a short noun phrase without a full stop; `help` one to three whole sentences."""

    name: str
    kind: str
    label: str
    help: str
    default: Any = None
    choices: tuple[str, ...] = ()
    choice_labels: tuple[str, ...] = ()
    optional: bool = False
    advanced: bool = False
    parent: str = ""
    minimum: Optional[float] = None
    maximum: Optional[float] = None
    extension: str = ""

    def __post_init__(self) -> None:
        if self.kind not in INPUT_KINDS:
            raise ValueError(f"{self.name}: kind is one of {', '.join(INPUT_KINDS)}; {self.kind!r} was given instead.")

    @property
    def required(self) -> bool:
        """Whether the user must give it: not optional and without a default."""
        return not self.optional and self.default is None


@dataclass(frozen=True)
class Output:
    """One result. File outputs are made only when their path is given, unless `required`."""

    name: str
    kind: str
    label: str
    help: str
    style: str = ""
    extension: str = ""
    required: bool = False

    def __post_init__(self) -> None:
        if self.kind not in OUTPUT_KINDS:
            raise ValueError(f"{self.name}: kind is one of {', '.join(OUTPUT_KINDS)}; {self.kind!r} was given instead.")

    @property
    def is_value(self) -> bool:
        """Whether it is a number or text, not a file."""
        return self.kind in VALUE_OUTPUTS

    @property
    def suffix(self) -> str:
        """The default ending of its file."""
        usual = usual_endings(self.kind, "write")[0] if self.kind in FORMATS else ""
        return self.extension or usual or (".html" if self.kind == "html" else "")


@dataclass(frozen=True)
class Tool:
    """A tool. `run(params, progress)` takes every declared input (defaults filled in) and the path of every output
    wanted (None for those not wanted), and returns {output name: path or value}."""

    id: str
    title: str
    group: str
    help: str
    params: tuple[Param, ...]
    outputs: tuple[Output, ...]
    run: Callable[[Params, Progress], Results] = field(compare=False)
    tags: tuple[str, ...] = ()
    example: str = ""

    def __post_init__(self) -> None:
        if self.group not in GROUPS:
            raise ValueError(f"{self.id}: group is one of {', '.join(GROUPS)}; {self.group!r} was given instead.")
        names = [p.name for p in self.params] + [o.name for o in self.outputs if not o.is_value]
        twice = sorted({n for n in names if names.count(n) > 1})
        if twice:
            raise ValueError(f"{self.id}: declared twice: {', '.join(twice)}.")

    def __iter__(self) -> Iterator[Param]:
        return iter(self.params)

    @property
    def file_outputs(self) -> tuple[Output, ...]:
        """Outputs that are written to a path."""
        return tuple(o for o in self.outputs if not o.is_value)

    def complete(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Check what was given against the declaration, convert it, and fill in the defaults.

        Raises
        ------
        ParameterError
            Naming every parameter that is unknown, missing, of the wrong type or out of range.
        """
        known = {p.name: p for p in self.params}
        outputs = {o.name: o for o in self.file_outputs}
        wrong = [f"{name!r} is not a parameter of {self.id}" for name in given if name not in known | outputs]
        done: dict[str, Any] = {}
        for name, param in known.items():
            value = given.get(name)
            if value is None or value == "" or (param.kind in ("fields", "choices") and value == []):
                value = param.default
            if value is None:
                if param.required:
                    wrong.append(f"{name!r} ({param.label}) is needed")
                done[name] = None
                continue
            try:
                done[name] = _converted(param, value)
            except (TypeError, ValueError) as problem:
                wrong.append(f"{name!r}: {problem}")
        for name, output in outputs.items():
            path = given.get(name)
            if path in (None, "") and output.required:
                wrong.append(f"{name!r} ({output.label}) needs a path to write to")
            done[name] = str(path) if path not in (None, "") else None
        if wrong:
            takes = ", ".join([*known, *outputs])
            raise ParameterError(f"{self.id}: " + "; ".join(wrong) + f". It takes: {takes}.")
        return done


def _converted(param: Param, value: Any) -> Any:
    kind = param.kind
    if kind == "flag":
        return _flag(value)
    if kind in ("integer", "number"):
        return _bounded(param, _number(kind, value))
    if kind == "choice":
        return _chosen(param, str(value))
    if kind in ("fields", "choices", "weights_list"):
        items = _items(value)
        return [_chosen(param, item) for item in items] if kind == "choices" else items
    if kind == "rasters":
        return [str(v) for v in value] if isinstance(value, (list, tuple)) else str(value)
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, (list, tuple)) and kind == "text":
        return ", ".join(str(v) for v in value)
    if isinstance(value, (dict, list, tuple, bool)):
        raise TypeError(f"text was expected, {value!r} was given instead")
    return str(value)


def _items(value: Any) -> list[str]:
    if isinstance(value, str):
        value = value.replace(";", ",").split(",")
    if not isinstance(value, Sequence):
        raise TypeError(f"a list was expected, {value!r} was given instead")
    return [str(item).strip() for item in value if str(item).strip()]


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = {"true": True, "yes": True, "1": True, "on": True, "false": False, "no": False, "0": False, "off": False}
    if str(value).lower() in words:
        return words[str(value).lower()]
    raise ValueError(f"yes or no was expected, {value!r} was given instead")


def _number(kind: str, value: Any) -> float:
    if isinstance(value, bool):
        raise TypeError(f"a number was expected, {value!r} was given instead")
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ValueError(f"a number was expected, {value!r} was given instead") from None
    if kind == "integer":
        if number != int(number):
            raise ValueError(f"a whole number was expected, {value!r} was given instead")
        return int(number)
    return number


def _bounded(param: Param, number: float) -> float:
    if number != number:
        raise ValueError("a number was expected, NaN was given instead")
    if param.minimum is not None and number < param.minimum:
        raise ValueError(f"at least {param.minimum:g} was expected, {number:g} was given instead")
    if param.maximum is not None and number > param.maximum:
        raise ValueError(f"at most {param.maximum:g} was expected, {number:g} was given instead")
    return number


def _chosen(param: Param, value: str) -> str:
    if value not in param.choices:
        raise ValueError(f"one of {', '.join(param.choices)} was expected, {value!r} was given instead")
    return value
