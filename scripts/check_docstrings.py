"""Say which public functions, methods and classes of gisplug lack what in their docstrings.

scripts/check_docstrings.py                   the share by room, then what is missing
scripts/check_docstrings.py weights lights    only these rooms
scripts/check_docstrings.py --share           only the shares

What is asked: a docstring everywhere; the shape, columns or unit of every array and frame that comes in or goes out;
a Raises section that names the errors raised in the body; the source where the code names a paper. One line is enough
where there are no arrays and nothing is raised. Names with an underscore, `run` and the declarations of tool modules,
and methods that Qt or QGIS name (camelCase, in a class with a base) are left out.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "gisplug"
KINDS = ("docstring", "shapes", "raises", "source")

ARRAY = re.compile(r"\b(NDArray|ndarray|ArrayLike|cs[rc]_(array|matrix)|sparray|spmatrix)\b")
FRAME = re.compile(r"\b(DataFrame|Series|GeoDataFrame|GeoSeries)\b")
_WORDS = "rows kept|orders|rows|cols|columns|width|height|size|permutations|groups|units|periods|draws|regions"
_SIZE = rf"(?:[A-Za-z]\w{{0,3}}|\d+|{_WORDS})(?: ?[-+*/] ?\w{{1,7}})*"
SHAPE = re.compile(
    rf"\((?:(?:\.\.\.|{_SIZE}),(?: (?:\.\.\.|{_SIZE}))?(?:, (?:\.\.\.|{_SIZE}))*|{_SIZE} x {_SIZE})\)"
    r"|\b[A-Z] x [A-Z]\b|\blength [A-Zk]\b|\b(?:of|for|to) (?:each|every) [a-z]|\b(?:same|any|the) shape\b"
)
UNIT = re.compile(
    r"(?:\b|_)(?:km2?|m2?|(?:kilo)?metres?|degrees|nW|radiance|seconds|shares?|percent)\b|%"
    r"|\b(?:0 to 1|0/1|[01] or [01])\b"
)
LABELS = re.compile(r"\b(columns?|index|indexed|rows?|labels|by (unit|period|group|term))\b", re.I)
SECTION = re.compile(r"^[ \t]*(\w[\w ]+)\n[ \t]*-{3,}[ \t]*$", re.M)
CITED = re.compile(r"\b[A-Z][\w'-]+(?:'s?)?(?:,? (?:&|and|et al\.?) ?[A-Z]?[\w-]*)*,? \(?(?:19[2-9]|20[0-3])\d\b")


TOLD = re.compile(r"\b[A-Z][\w'-]+[^.;:]{0,40}\b(?:19[2-9]|20[0-3])\d\b")  # a docstring may say "Ord's local G (1995)"


@dataclass(frozen=True)
class Item:
    """One public function, method or class, and what its docstring lacks: kind of `KINDS` to what exactly."""

    room: str
    name: str
    path: str
    line: int
    missing: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        lacks = "; ".join(f"{kind}: {what}" if what else kind for kind, what in self.missing.items())
        return f"{self.path}:{self.line} {self.name}: {lacks}"


@dataclass(frozen=True)
class Context:
    """What the rules need to know beyond one node; `cited`: papers of the module that no public docstring names."""

    errors: frozenset[str]
    faces: frozenset[str]
    aliases: frozenset[str]
    cited: str

    def kind(self, annotation: ast.expr | None) -> str:
        """Return "array", "frame" or "" for an annotation."""
        text = ast.unparse(annotation) if annotation is not None else ""
        if "Callable" in text or "type[" in text:
            return ""
        words = set(re.findall(r"\w+", text))
        return "array" if ARRAY.search(text) or words & self.aliases else "frame" if FRAME.search(text) else ""


def items(package: Path = PACKAGE) -> list[Item]:
    """Return every public function, method and class of the package with what its docstring lacks."""
    errors, faces, aliases = error_names(package), face_names(package), array_aliases(package)
    found = []
    for path in sorted(package.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        parts = path.relative_to(package).with_suffix("").parts
        context = Context(errors, faces, aliases, untold_sources(text, tree))
        for name, node, inside in public(tree.body):
            if parts[0] == "tools" and name == "run":
                continue
            lacks = lacking(node, name, context, text, inside)
            found.append(Item(parts[0], name, str(path.relative_to(package.parent)), node.lineno, lacks))
    return found


def public(body: list[ast.stmt], owner: ast.ClassDef | None = None) -> Iterator[tuple[str, ast.AST, bool]]:
    """Yield name, node and whether it is a method, of the public functions, methods and classes of a body."""
    for node in body:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) or node.name.startswith("_"):
            continue
        if owner is not None and (_is_second(node) or (owner.bases and re.search(r"[a-z][A-Z]", node.name))):
            continue
        yield (f"{owner.name}.{node.name}" if owner else node.name), node, owner is not None
        if isinstance(node, ast.ClassDef):
            yield from public(node.body, node)


def lacking(node: ast.AST, name: str, context: Context, text: str, method: bool) -> dict[str, str]:
    """Return kind -> what is missing in the docstring of one node."""
    told = ast.get_docstring(node) or ""
    if not told:
        return {"docstring": ""}
    rules = {
        "shapes": untold_fields(node, told, context)
        if isinstance(node, ast.ClassDef)
        else untold_arrays(node, told, context),
        "raises": unnamed_errors(node, told, context),
        "source": "" if method else unnamed_source(node, name, told, context, text),
    }
    return {kind: what for kind, what in rules.items() if what}


def untold_arrays(node: ast.FunctionDef, told: str, context: Context) -> str:
    """Return the array parameters, and "return", whose shape, columns or unit the docstring does not tell."""
    arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    kinds = {a.arg: context.kind(a.annotation) for a in arguments}
    kinds = {name: kind for name, kind in kinds.items() if kind}
    lost = [name for name, kind in kinds.items() if not _tells(_about(name, told), kind)]
    if len(_signs(_without(told, "Returns"))) >= len(kinds) and not SECTION.search(told):
        lost = []
    kind = context.kind(node.returns)
    if kind and not (_tells(_section(told, "Returns"), kind) or _tells(_head(told), kind)):
        lost.append("return")
    return ", ".join(lost)


def untold_fields(node: ast.ClassDef, told: str, context: Context) -> str:
    """Return the array fields of a class whose shape, columns or unit its docstring does not tell."""
    fields = [n for n in node.body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)]
    kinds = {n.target.id: context.kind(n.annotation) for n in fields if not n.target.id.startswith("_")}
    return ", ".join(name for name, kind in kinds.items() if kind and not _tells(_about(name, told), kind))


def unnamed_errors(node: ast.AST, told: str, context: Context) -> str:
    """Return the errors raised in the body (of a class: by its making) that no Raises section names."""
    bodies = [node]
    if isinstance(node, ast.ClassDef):
        bodies = [n for n in node.body if getattr(n, "name", "") in ("__init__", "__post_init__")]
    raised = {name for body in bodies for name in _raised(body)} & context.errors
    section = _section(told, "Raises")
    return ", ".join(sorted(name for name in raised if not re.search(rf"\b{name}\b", section)))


def unnamed_source(node: ast.AST, name: str, told: str, context: Context, text: str) -> str:
    """Return the paper that the body names, or for a public face the module, where the docstring names none."""
    if CITED.search(told) or TOLD.search(told) or isinstance(node, ast.ClassDef):
        return ""
    body = "\n".join(text.splitlines()[node.body[0].end_lineno : node.end_lineno])
    cited = CITED.search(body)
    if cited:
        return cited.group()
    return context.cited if name in context.faces else ""


def untold_sources(text: str, tree: ast.Module) -> str:
    """Return the papers that a module names outside its public functions and in none of their docstrings."""
    nodes = [node for _, node, _ in public(tree.body)]
    told = " ".join(ast.get_docstring(node) or "" for node in nodes)
    lines = text.splitlines()
    for node in nodes:
        lines[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
    rest = "\n".join(lines)
    papers = dict.fromkeys(" ".join(m.group().split()) for m in CITED.finditer(rest))
    return ", ".join(p for p in papers if p[-4:] not in told or re.split(r"\W", p)[0] not in told)


def error_names(package: Path) -> frozenset[str]:
    """Return the names of all children of GisplugError."""
    bases = {}
    for path in package.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                bases[node.name] = {ast.unparse(b).split(".")[-1] for b in node.bases}
    known = {"GisplugError"}
    while more := {name for name, parents in bases.items() if parents & known} - known:
        known |= more
    return frozenset(known)


def face_names(package: Path) -> frozenset[str]:
    """Return the names that `gisplug` itself offers."""
    tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
    table = next(n.value for n in tree.body if isinstance(n, ast.Assign) and ast.unparse(n.targets[0]) == "_PUBLIC")
    return frozenset(ast.literal_eval(table))


def array_aliases(package: Path) -> frozenset[str]:
    """Return the names that modules give to array types, such as ``Floats = npt.NDArray[np.float64]``."""
    line = re.compile(r"^(\w+)(?:: TypeAlias)? = .*\bNDArray\[", re.M)
    return frozenset(name for path in package.rglob("*.py") for name in line.findall(path.read_text(encoding="utf-8")))


def share(found: list[Item]) -> float:
    """Return the share (0 to 1) of items that lack nothing."""
    return sum(not item.missing for item in found) / len(found) if found else 1.0


def by_room(found: list[Item]) -> dict[str, list[Item]]:
    """Return room -> its items, rooms by name."""
    return {room: [item for item in found if item.room == room] for room in sorted({item.room for item in found})}


def table(found: list[Item]) -> str:
    """Return the shares by room as text, with how many items lack each kind."""
    lines = [f"{'room':<16}{'items':>6}{'share':>8}" + "".join(f"{kind:>11}" for kind in KINDS)]
    for room, own in [*by_room(found).items(), ("all", found)]:
        counts = "".join(f"{sum(kind in item.missing for item in own):>11}" for kind in KINDS)
        lines.append(f"{room:<16}{len(own):>6}{share(own):>8.1%}{counts}")
    return "\n".join(lines)


def _tells(text: str, kind: str) -> bool:
    text = " ".join(text.split())
    return bool(SHAPE.search(text) or UNIT.search(text) or (kind == "frame" and LABELS.search(text)))


def _signs(text: str) -> list[str]:
    text = " ".join(text.split())
    return [m.group() for pattern in (SHAPE, UNIT, LABELS) for m in pattern.finditer(text)]


def _head(told: str) -> str:
    return SECTION.split(told)[0]


def _section(told: str, name: str) -> str:
    parts = SECTION.split(told)
    return next((text for head, text in zip(parts[1::2], parts[2::2], strict=True) if head.strip() == name), "")


def _without(told: str, name: str) -> str:
    return told.replace(_section(told, name), "") if _section(told, name) else told


def _about(name: str, told: str) -> str:
    """Return the sentences and the parameter entries of a docstring that name a parameter."""
    parts = SECTION.split(told)
    pieces = re.split(r"[;:](?=\s)|\.(?=\s|$)|\n\n", parts[0])
    for text in parts[2::2]:
        pieces += re.split(r"\n(?=\S)", text.strip("\n"))
    return "\n".join(piece for piece in pieces if re.search(rf"(?<![\w.]){re.escape(name)}(?![\w(])", piece))


def _raised(body: ast.AST) -> Iterator[str]:
    """Yield the names raised in a body, not those of functions inside it."""
    for node in ast.iter_child_nodes(body):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Lambda)):
            continue
        if isinstance(node, ast.Raise) and node.exc is not None:
            made = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            yield ast.unparse(made).split(".")[-1]
        yield from _raised(node)


def _is_second(node: ast.AST) -> bool:
    """Return whether a definition is an overload or a property's setter."""
    marks = [ast.unparse(d) for d in getattr(node, "decorator_list", [])]
    return any(mark.endswith(("overload", ".setter", ".deleter")) for mark in marks)


def main(words: list[str]) -> int:
    """Print the shares, and the items that lack something."""
    rooms = [word for word in words if not word.startswith("-")]
    found = [item for item in items() if not rooms or item.room in rooms]
    print(table(found))
    if "--share" not in words:
        print("", *(item for item in found if item.missing), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
