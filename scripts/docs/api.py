"""Write the API pages, one for each group, from signatures and docstrings that are read and not imported."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import griffe
from sphinx.ext.napoleon import Config, NumpyDocstring

ROOT = Path(__file__).resolve().parents[2]
OTHERS = {  # classes that results and messages consist of, beside the names of `import gisplug as gp`
    "gisplug.core.errors": "",
    "gisplug.core.evidence": ("Note", "Report"),
}
RESULTS = {"fits": "What all results offer"}  # public names that belong to no group of the toolbox
# What stands with the functions of a group.
ROOMS = {"crosswalks": "boundaries", "alignment": "spatial", "wording": "fits", "replication": "study"}
PROPERTIES = ("standing",)  # decorators of our own that make properties
MARKUP = re.compile(r"(``.+?``|`[^`]+`)|([|*]|(?<=\w)_(?!\w))", re.S)
Words = Callable[[str], str]


def pages(tr: Words) -> Iterator[tuple[str, str]]:
    """Yield name and text (reStructuredText) of every page; `tr` translates the words around the docstrings."""
    package = _package()
    groups = _groups() | RESULTS
    public = {group: [] for group in groups}
    for name, module in _public().items():
        public[_group(module, groups)].append(_found(package, module, name))
    for group, title in groups.items():
        if public[group]:
            yield f"api/{group}", _page(f"{tr('Python: ')}{tr(title)}", public[group], "gisplug", tr)
    errors = [o for o in package["core.errors"].members.values() if not o.is_alias and o.is_class]
    notes = [package["core.evidence"][name] for name in OTHERS["gisplug.core.evidence"]]
    yield "api/errors", _page(f"{tr('Python: ')}{tr('Errors and notes')}", [*errors, *notes], "", tr)


@lru_cache(maxsize=1)
def _package() -> griffe.Module:
    return griffe.load("gisplug", search_paths=[ROOT], allow_inspection=False)


def _literal(path: str, name: str) -> dict[str, str]:
    """Return a dictionary that stands at the top of a module, without importing it."""
    for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and target.id == name:
            return dict(ast.literal_eval(node.value))
    raise SystemExit(f"{path} has no {name} at its top.")


def _public() -> dict[str, str]:
    return _literal("gisplug/__init__.py", "_PUBLIC")


def _groups() -> dict[str, str]:
    return _literal("gisplug/core/declare/tool.py", "GROUPS")


def _group(module: str, groups: dict[str, str]) -> str:
    for part in (ROOMS.get(room, room) for room in module.split(".")[1:]):
        if part in groups:
            return part
    raise SystemExit(f"{module} lies in no group of the toolbox; the API pages have no place for it (RESULTS).")


def _found(package: griffe.Module, module: str, name: str) -> griffe.Object:
    found = package[f"{module.removeprefix('gisplug.')}.{name}"]
    return found.final_target if found.is_alias else found


def _page(title: str, things: list[griffe.Object], module: str, tr: Words) -> str:
    lines = [_width(title), title, _width(title), ""]
    if note := tr("The docstrings are in English."):
        lines += [f".. note:: {note}", ""] if note != "The docstrings are in English." else []
    lines += [".. code-block:: python", "", "   import gisplug as gp", ""] if module else []
    lines += [".. list-table::", "   :widths: auto", "   :class: names", ""]
    for thing in things:
        lines += [f"   * - :py:obj:`{thing.name} <{_name(thing, module)}>`", f"     - {_first(thing)}"]
    lines.append("")
    for thing in things:
        lines += [f".. py:currentmodule:: {module or thing.module.path}", "", *_described(thing), ""]
    return "\n".join(lines)


def _width(title: str) -> str:
    return "=" * sum(2 if ord(sign) > 0x2E7F else 1 for sign in title)


def _name(thing: griffe.Object, module: str) -> str:
    return f"{module or thing.module.path}.{thing.name}"


def _first(thing: griffe.Object) -> str:
    text = thing.docstring.value.split("\n\n")[0] if thing.docstring else ""
    return _safe(" ".join(text.split()))


def _described(thing: griffe.Object) -> list[str]:
    if thing.is_class:
        bases = [str(base) for base in thing.bases if str(base) != "object"]
        head = f".. py:class:: {thing.name}"
        if "errors" in thing.module.path:
            head = f".. py:exception:: {thing.name}"
        body = [f"Bases: {', '.join(f'``{base}``' for base in bases)}", ""] if bases else []
        body += _docstring(thing)
        for member in _members(thing):
            body += ["", *_described(member)]
        return [head, "", *_indented(body)]
    if thing.is_attribute or _is_property(thing):
        kind = f"   :type: {thing.annotation}" if thing.annotation else ""
        return [f".. py:property:: {thing.name}", *([kind] if kind else []), "", *_indented(_docstring(thing))]
    kind = "method" if thing.parent.is_class else "function"
    return [f".. py:{kind}:: {_signature(thing)}", "", *_indented(_docstring(thing))]


def _is_property(thing: griffe.Object) -> bool:
    return thing.is_function and any(str(mark.value) in PROPERTIES for mark in thing.decorators)


def _members(thing: griffe.Class) -> list[griffe.Object]:
    """Return public methods and properties that say what they are, inherited ones from this package included."""
    own = [m for m in thing.members.values() if not m.name.startswith("_") and m.docstring]
    names = {m.name for m in own}
    for base in thing.resolved_bases:
        own += [m for m in _members(base) if m.name not in names]
    return [m for m in own if m.is_function or (m.is_attribute and "property" in m.labels)]


def _signature(function: griffe.Function) -> str:
    """Return name, parameters and result as they stand in the source."""
    parts, star = [], False
    for parameter in function.parameters:
        if parameter.name in ("self", "cls"):
            continue
        kind = parameter.kind.value
        if kind == "variadic positional":
            star = True
        if kind == "keyword-only" and not star:
            parts.append("*")
            star = True
        sign = {"variadic positional": "*", "variadic keyword": "**"}.get(kind, "")
        text = sign + parameter.name + (f": {parameter.annotation}" if parameter.annotation else "")
        if not sign and parameter.default is not None:
            text += f" = {parameter.default}"
        parts.append(text)
    back = f" -> {function.returns}" if function.returns else ""
    return f"{function.name}({', '.join(parts)}){back}"


def _docstring(thing: griffe.Object) -> list[str]:
    if not thing.docstring:
        return []
    config = Config(napoleon_use_param=True, napoleon_use_rtype=False, napoleon_use_ivar=True)
    what = "class" if thing.is_class else "function"
    text = str(NumpyDocstring(_safe(thing.docstring.value), config, what=what))
    return text.replace(":ivar ", ":param ").replace(":vartype ", ":type ").split("\n")


def _safe(text: str) -> str:
    """Escape what the docstrings mean as plain signs: |x|, I*, x_."""
    return MARKUP.sub(lambda found: found[1] or "\\" + found[2], text)


def _indented(lines: list[str]) -> list[str]:
    return [f"   {line}" if line else "" for line in lines]
