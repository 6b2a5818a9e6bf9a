"""An input and an output of a tool, as they are declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gisplug.core.formats import FORMATS, usual_endings

Case = Mapping[str, tuple[Any, ...]]  # the values that other inputs must have, by name; GIVEN is any

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
PRODUCTS = ("layer", "paper", "html", "weights")  # outputs of these kinds are what a tool is run for
ABOVE = "above"
GIVEN, NOT_GIVEN, ABOVE_ZERO, ABOVE_ONE = ("given",), ("not given",), (ABOVE, 0), (ABOVE, 1)  # any value, none, more
TYPES = {  # what an attribute of this kind is declared as; text where it is not here, a word of a type of its own where
    "flag": "bool",  # it is one of several
    "integer": "int",
    "number": "float",
    "fields": "list[str]",
    "choices": "list[str]",
    "weights_list": "list[str]",
    "rasters": "Union[str, list[str]]",
}


@dataclass(frozen=True)
class Param:
    """One input. `label` is a short noun phrase without a full stop; `help` one to three whole sentences.

    A field is a column of `parent`; `among` names the input whose columns it is one of, where it is. `applies_when` has
    the cases in which it has a meaning, of which one must hold; it is refused outside them.
    """

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
    among: str = ""
    minimum: float | None = None
    maximum: float | None = None
    extension: str = ""
    applies_when: tuple[Case, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in INPUT_KINDS:
            raise ValueError(f"{self.name}: kind is one of {', '.join(INPUT_KINDS)}; {self.kind!r} was given instead.")

    @property
    def required(self) -> bool:
        """Whether the user must give it: not optional and without a default."""
        return not self.optional and self.default is None

    @property
    def annotation(self) -> str:
        """The type of its attribute."""
        kind = TYPES.get(self.kind, "str")
        return f"Optional[{kind}]" if self.default is None and not self.required else kind

    def applies(self, values: Mapping[str, Any]) -> bool:
        """Whether it has a meaning beside these values of the other inputs."""
        return not self.applies_when or any(
            all(_is_one_of(values[name], wanted) for name, wanted in case.items()) for case in self.applies_when
        )


@dataclass(frozen=True)
class Output:
    """One result. File outputs are made only when their path is given, unless `required`; `needs` names the optional
    input without which it cannot be made (boundaries, for layers); `main` marks a table or picture that the tool is run
    for, such as one that the next tool asks for.
    """

    name: str
    kind: str
    label: str
    help: str
    style: str = ""
    extension: str = ""
    required: bool = False
    needs: str = ""
    main: bool = False

    def __post_init__(self) -> None:
        if self.kind not in OUTPUT_KINDS:
            raise ValueError(f"{self.name}: kind is one of {', '.join(OUTPUT_KINDS)}; {self.kind!r} was given instead.")

    @property
    def is_value(self) -> bool:
        """Whether it is a number or text, not a file."""
        return self.kind in VALUE_OUTPUTS

    @property
    def is_product(self) -> bool:
        """Whether a dialog makes it unless it is told not to."""
        return self.is_main or self.kind in PRODUCTS

    @property
    def is_main(self) -> bool:
        """Whether it is the first that the tool is run for."""
        return self.main or self.required or self.kind == "weights"

    @property
    def suffix(self) -> str:
        """The default ending of its file."""
        usual = usual_endings(self.kind, "write")[0] if self.kind in FORMATS else ""
        return self.extension or usual or (".html" if self.kind == "html" else "")


def _is_one_of(value: Any, wanted: tuple[Any, ...]) -> bool:
    if wanted in (GIVEN, NOT_GIVEN):
        return (value in (None, "", [])) == (wanted == NOT_GIVEN)
    if wanted[0] == ABOVE:
        return bool(value > wanted[1])
    return any(one in wanted for one in value) if isinstance(value, list) else value in wanted
