"""The tree of an expression: small frozen nodes, and the text that reads back to the same tree.

Places in the text (`at`) do not count when trees are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from gisplug.language.lexer import is_number, is_plain_name
from gisplug.language.place import Span

NOWHERE = Span(0, 0)
OR, AND, NOT, COMPARE, ADD, TIMES, CROSS, SIGN, POWER, ATOM = range(1, 11)  # how tightly things bind
LEVELS = {
    "or": OR,
    "and": AND,
    **dict.fromkeys(("==", "!=", ">", ">=", "<", "<="), COMPARE),
    "+": ADD,
    "-": ADD,
    "*": TIMES,
    "/": TIMES,
    "%": TIMES,
    ":": CROSS,
    "^": POWER,
}
_TIGHT = (":", "^", "/")  # written without spaces, as R does
RESERVED = ("W",)  # names that always stand in backticks


@dataclass(frozen=True)
class Number:
    """A number as it was written."""

    text: str
    at: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Text:
    """A text in quotation marks, or a word where an option or a value stands."""

    value: str
    at: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Name:
    """A column or a key, as it was written; `quoted` tells whether it stood in backticks."""

    name: str
    at: Span = field(default=NOWHERE, compare=False, repr=False)
    quoted: bool = field(default=False, compare=False, repr=False)


@dataclass(frozen=True)
class Unary:
    """-x or not x."""

    sign: Literal["-", "not"]
    operand: Node
    at: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Binary:
    """Two operands and a sign of `LEVELS`."""

    sign: str
    left: Node
    right: Node
    at: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class In:
    """x in (a, b), values as they were written."""

    operand: Node
    values: tuple[str, ...]
    negated: bool = False
    at: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Shift:
    """L2.x (lag), F.x (lead), D.x (difference)."""

    kind: Literal["L", "F", "D"]
    steps: int
    operand: Node
    at: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Call:
    """A function and what it is given, by position and by name."""

    name: str
    arguments: tuple[Node, ...]
    named: tuple[tuple[str, Node], ...] = ()
    at: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Factor:
    """C(region), C(region, ref=west): a dummy per level; with `level`, the one dummy C(region)[east]."""

    by: Node
    ref: str | None = None
    level: str | None = None
    at: Span = field(default=NOWHERE, compare=False, repr=False)


Node = Number | Text | Name | Unary | Binary | In | Shift | Call | Factor


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes right below a node, from left to right."""
    if isinstance(node, Binary):
        return (node.left, node.right)
    if isinstance(node, Unary | In | Shift):
        return (node.operand,)
    if isinstance(node, Call):
        return (*node.arguments, *(value for _, value in node.named))
    return (node.by,) if isinstance(node, Factor) else ()


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all below it, each before those below it."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def spine(node: Node) -> tuple[Node, list[Binary]]:
    """Return the leftmost operand of a chain such as a + b - c, and its operations from the inside out.

    A chain may be longer than Python's stack is deep.
    """
    chain: list[Binary] = []
    while isinstance(node, Binary):
        chain.append(node)
        node = node.left
    return node, chain[::-1]


def text(node: Node, named: Callable[[str], str] | None = None) -> str:
    """Return the text of a tree; reading it gives an equal tree.

    Parameters
    ----------
    named : how names are written; in backticks where they need them by default.
    """
    return _written(node, named or written_name)


def written_name(name: str) -> str:
    """Return a name as an expression writes it, in backticks where it needs them."""
    return name if is_plain_name(name) and name not in RESERVED else _marked(name, "`")


def written_value(value: str) -> str:
    """Return a value of a list as it is written, in quotation marks where it needs them."""
    return value if is_plain_name(value) or is_number(value) else _marked(value, '"')


def level_of(node: Node) -> int:
    """Return how tightly the outermost operation of a node binds."""
    if isinstance(node, Binary):
        return LEVELS[node.sign]
    if isinstance(node, Unary):
        return NOT if node.sign == "not" else SIGN
    return COMPARE if isinstance(node, In) else SIGN if isinstance(node, Shift) else ATOM


def _written(node: Node, named: Callable[[str], str]) -> str:
    if isinstance(node, Binary):
        return _chain(node, named)
    if isinstance(node, Name):
        return named(node.name)
    if isinstance(node, Number):
        return node.text
    if isinstance(node, Text):
        return _marked(node.value, '"')
    if isinstance(node, Unary):
        inner = _within(node.operand, NOT if node.sign == "not" else SIGN, named)
        return f"not {inner}" if node.sign == "not" else f"-{inner}"
    if isinstance(node, In):
        values = ", ".join(map(written_value, node.values))
        return f"{_within(node.operand, ADD, named)} {'not in' if node.negated else 'in'} ({values})"
    if isinstance(node, Shift):
        steps = "" if node.steps == 1 else str(node.steps)
        inner = _within(node.operand, SIGN if isinstance(node.operand, Shift) else POWER, named)
        return f"{node.kind}{steps}.{f'({inner})' if inner[0].isdigit() or inner[0] == '.' else inner}"
    if isinstance(node, Factor):
        ref = "" if node.ref is None else f", ref={written_value(node.ref)}"
        level = "" if node.level is None else f"[{node.level.replace(']', ']]')}]"
        return f"C({_written(node.by, named)}{ref}){level}"
    parts = [_written(a, named) for a in node.arguments]
    parts += [f"{name}={_written(value, named)}" for name, value in node.named]
    return f"{node.name}({', '.join(parts)})"


def _chain(node: Binary, named: Callable[[str], str]) -> str:
    first, chain = spine(node)
    level = LEVELS[chain[0].sign]
    found = _within(first, level + (level in (POWER, COMPARE)), named)
    for at, step in enumerate(chain):
        level = LEVELS[step.sign]
        sign = step.sign if step.sign in _TIGHT else f" {step.sign} "
        right = _within(step.right, level + (level != POWER), named)
        found = f"{found}{sign}{right}"
        if at + 1 < len(chain):
            above = LEVELS[chain[at + 1].sign]
            if level < above + (above in (POWER, COMPARE)):
                found = f"({found})"
    return found


def _within(node: Node, least: int, named: Callable[[str], str]) -> str:
    """Write an operand, in parentheses where it binds less tightly than it must."""
    inner = _written(node, named)
    return inner if level_of(node) >= least else f"({inner})"


def _marked(value: str, mark: str) -> str:
    return f"{mark}{value.replace(mark, mark * 2)}{mark}"
