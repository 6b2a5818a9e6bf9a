"""What type checkers and editors see of the package: real names, and no `Any` where a type is known."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest

import gisplug

PACKAGE = Path(gisplug.__file__).parent
LOOSE = re.compile(r"\bAny\b|\bobject\b|\b(?:dict|list|tuple|set|Mapping|Sequence|Iterable|Callable)\b(?!\[)")
FREE = (  # where nothing is known
    "to_dict.return",  # plain data for JSON, nested
    "LightProduct.extra",  # the rest of an entry of a catalogue
    "VaryingFit.unit_effects.options",  # refuses whatever is given
)


def stub() -> ast.Module:
    return ast.parse((PACKAGE / "__init__.pyi").read_text(encoding="utf-8"))


def test_the_package_says_that_it_is_typed():
    assert (PACKAGE / "py.typed").is_file()


def test_type_checkers_see_the_names_that_are_loaded_on_first_use():
    seen = {
        alias.name: node.module
        for node in stub().body
        if isinstance(node, ast.ImportFrom) and node.module != "typing"
        for alias in node.names
    }
    assert seen == gisplug._PUBLIC, "gisplug/__init__.pyi and _PUBLIC in gisplug/__init__.py differ"
    listed = next(n.value for n in stub().body if isinstance(n, ast.Assign) and n.targets[0].id == "__all__")
    assert ast.literal_eval(listed) == gisplug.__all__


def annotated(function, owner: str):
    """Yield (place, annotation as written, its module) of every parameter and the return value."""
    module = importlib.import_module(function.__module__)
    said = inspect.get_annotations(function)
    for name in [n for n in inspect.signature(function).parameters if n not in ("self", "cls")] + ["return"]:
        yield f"{owner}.{name}", as_text(said.get(name)), module


def as_text(annotation) -> str:
    if annotation is None:
        return "Any (not annotated)"
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))


def members(kind: type):
    """Yield the annotations of public fields, properties and methods of a class and of its bases in gisplug."""
    for base in kind.__mro__:
        if not base.__module__.startswith("gisplug."):
            continue
        module = importlib.import_module(base.__module__)
        for name, annotation in inspect.get_annotations(base).items():
            if not name.startswith("_"):
                yield f"{base.__name__}.{name}", as_text(annotation), module
        for name, value in vars(base).items():
            function = getattr(value, "fget", None) or getattr(value, "func", None) or getattr(value, "__func__", value)
            if inspect.isfunction(function) and not name.startswith("_"):
                yield from annotated(function, f"{base.__name__}.{name}")


def reached():
    """Yield the annotations of the public names and of every class of gisplug that these name."""
    todo, known = [getattr(gisplug, name) for name in gisplug._PUBLIC], set()
    while todo:
        one = todo.pop()
        if one in known:
            continue
        known.add(one)
        for place, text, module in members(one) if inspect.isclass(one) else annotated(one, one.__name__):
            yield place, text
            named = [getattr(module, word, None) for word in re.findall(r"\w+", text)]
            todo += [n for n in named if inspect.isclass(n) and n.__module__.startswith("gisplug.")]


def test_the_public_interface_says_no_any_where_a_type_is_known():
    loose = {place: text for place, text in reached() if LOOSE.search(text) and not place.endswith(FREE)}
    assert loose == {}


@pytest.mark.parametrize("text", ["Any", "dict[str, Any]", "list", "Mapping | None", "object"])
def test_a_loose_type_would_be_seen(text):
    assert LOOSE.search(text)
    assert not LOOSE.search("dict[str, tuple[float, ...]] | None")
