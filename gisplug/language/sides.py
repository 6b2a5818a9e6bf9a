"""The sides of a formula: terms joined by +, crossings a*b, spatial lags W*a; and how a term is called.

A term is called by its text, a column by its bare name (its entry). Inside parentheses and calls * is arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from gisplug.core.errors import GisplugError
from gisplug.core.messages import message
from gisplug.language.parser import Parser
from gisplug.language.place import Source, Span, plain
from gisplug.language.tree import CROSS, TIMES, Binary, Name, Node, Number, level_of, spine, text, walk

LAG = "W"  # what stands before a regressor whose spatial lag is meant
MOST_CROSSED = 6
_LOGIC = ("==", "=", "!=", ">", ">=", "<", "<=", "in", "not", "and", "or", "&")
_INTERCEPT = message(
    "intercepts are no terms of a formula: models without effects have one, effects take its place; an option of the "
    "model says which"
)


class Side(NamedTuple):
    """Terms in order, `made` the places of those that only a crossing a*b made, and terms with spatial lags."""

    terms: tuple[Node, ...]
    lagged: tuple[Node, ...] | None


def read_side(parser: Parser, lags: bool = False) -> Side:
    """Read terms up to the end, a bar, a tilde or a closing parenthesis.

    Parameters
    ----------
    lags : whether W*a may stand here.

    Raises
    ------
    GisplugError
        If a term cannot be read, or stands twice.
    """
    found: list[tuple[Node, bool]] = []
    lagged: list[Node] | None = None
    parser.accept("+")
    while not _is_over(parser):
        if parser.sees("-"):
            raise _minus(parser)
        parser.signs = 0
        if _is_lag(parser):
            lagged = [*(lagged or []), *_lagged_terms(parser, lags)]
        else:
            found += _crossed(parser)
        if not parser.accept("+"):
            if parser.sees("-"):
                raise _minus(parser)
            break
        if _is_over(parser):
            raise parser.unexpected()
    terms = _once(parser.source, found)
    return Side(terms, None if lagged is None else _once(parser.source, [(t, True) for t in lagged]))


def entry(node: Node) -> str:
    """Return what a term is called: a column by its bare name, all else by a text that reads back to it."""
    if isinstance(node, Name):
        return node.name
    written = text(node)
    _, chain = spine(node)
    divided = all(step.sign in ("/", "%") for step in chain[-1:]) and "*" not in (
        s.sign for s in chain if level_of(s) == TIMES
    )
    bare = not written.startswith("-") and not isinstance(node, Number)
    return written if bare and (level_of(node) >= CROSS or (level_of(node) == TIMES and divided)) else f"({written})"


def written_entry(name: str) -> str:
    """Return an entry as a formula writes it: as it is where it reads back to itself, else as a name in backticks."""
    return name if _reads_back(name) else f"`{name.replace('`', '``')}`"


def read_term(name: str, odd: Sequence[str] = ()) -> Node:
    """Read one term.

    Raises
    ------
    ModelError
        If the text is not exactly one term.
    """
    source = Source(name)
    parser = Parser(source, odd)
    parser.bar_is_or = False
    side = read_side(parser)
    parser.end()
    if len(side.terms) != 1:
        raise source.fail(
            message("it is {n} terms, and one is needed; (a * b) and (a + b) in parentheses are one", n=len(side.terms))
            if side.terms
            else message("it is no terms, and one is needed; (a * b) and (a + b) in parentheses are one")
        )
    return side.terms[0]


def read_entry(name: str) -> Node:
    """Read an entry of a formula; what is no term is the name of a column."""
    try:
        return read_term(name)
    except GisplugError:
        return Name(name, Span(0, len(name)), True)


def factors_of(node: Node) -> list[Node]:
    """Return the factors of a product a:b:c, or the term alone."""
    first, chain = spine(node)
    if not chain or any(step.sign != ":" for step in chain):
        return [node]
    return [*factors_of(first), *(part for step in chain for part in factors_of(step.right))]


def product_of(factors: Sequence[Node]) -> Node:
    """Return the product of terms."""
    made = factors[0]
    for other in factors[1:]:
        made = Binary(":", made, other, made.at)
    return made


def likeness(node: Node) -> str:
    """Return a text that is the same for the same term, whatever the order of its factors."""
    return plain(":".join(sorted(map(text, factors_of(node)))))


@lru_cache(maxsize=4096)
def _reads_back(name: str) -> bool:
    try:
        return entry(read_term(name)) == name
    except GisplugError:
        return False


def _once(source: Source, found: Sequence[tuple[Node, bool]]) -> tuple[Node, ...]:
    """Refuse terms that were written twice; those that a crossing made again are left out."""
    kept: dict[str, tuple[Node, bool]] = {}
    for node, written in found:
        before = kept.get(likeness(node))
        if before and before[1] and written:
            raise source.fail(message("{entry} stands twice; name each term once", entry=entry(node)), node.at)
        kept[likeness(node)] = (before[0], before[1] or written) if before else (node, written)
    return tuple(node for node, _ in kept.values())


def _is_over(parser: Parser) -> bool:
    return parser.next.kind == "end" or parser.sees("|", "~", ")")


def _is_lag(parser: Parser) -> bool:
    token = parser.next
    return token.kind == "name" and token.value == LAG and not token.quoted and parser.sees("*", ahead=1)


def _lagged_terms(parser: Parser, allowed: bool) -> list[Node]:
    """Read what stands behind W*: a term, terms in parentheses, or 0 for none."""
    at = parser.take().span
    parser.take()
    if not allowed:
        raise parser.source.fail("spatial lags W*x stand among the regressors of a formula only", at)
    opened = parser.next.span
    if parser.accept("("):
        inner = read_side(parser)
        parser.expect(")", opened)
        found = list(inner.terms)
    else:
        if parser.next.kind == "number" and parser.next.value == "0":
            parser.take()
            found = []
        else:
            found = [_checked(parser, _one(parser))]
    if parser.sees("*", ":", "/", "%"):
        raise parser.source.fail("W* lags one term; write W*(a:b), or W*(a + b) for several", parser.next.span)
    return found


def _crossed(parser: Parser) -> list[tuple[Node, bool]]:
    """Read a, or a*b*c as all products of its factors; each with whether it was written by itself."""
    factors = [_one(parser)]
    while parser.accept("*"):
        if _is_lag(parser):
            raise parser.source.fail("W* stands first: write a + W*a", parser.next.span)
        factors.append(_one(parser))
    if len(factors) > MOST_CROSSED:
        raise parser.source.fail(
            message("more than {most_crossed} terms are crossed by *", most_crossed=MOST_CROSSED), factors[0].at
        )
    if len(factors) == 1:
        node = factors[0]
        if isinstance(node, Number):
            if float(node.text) == 1:
                return []
            why = _INTERCEPT if float(node.text) == 0 else message("{node} is a number, not a term", node=node.text)
            raise parser.source.fail(why, node.at)
        return [(_checked(parser, node), True)]
    for node in factors:
        _checked(parser, node)
    if len({likeness(f) for f in factors}) < len(factors):
        raise parser.source.fail("a term is crossed with itself; a^2 is its square", factors[0].at)
    sizes = range(1, len(factors) + 1)
    return [(product_of(part), False) for size in sizes for part in combinations(factors, size)]


def _one(parser: Parser) -> Node:
    """Read one factor: all that binds more tightly than *, and quotients."""
    node = parser.expression(CROSS)
    while parser.sees("/", "%"):
        sign = parser.take().value
        right = parser.expression(CROSS)
        node = Binary(sign, node, right, Span(node.at.start, right.at.end))
    if parser.sees(*_LOGIC):
        raise parser.source.fail(
            "a condition as a term stands in parentheses, as in y ~ x + (gdp > 100)", parser.next.span
        )
    return node


def _checked(parser: Parser, node: Node) -> Node:
    """Refuse W as a column, a text, and a number."""
    for part in walk(node):
        if isinstance(part, Name) and part.name == LAG and not part.quoted:
            raise parser.source.fail(
                "W stands for the spatial weights, as in W*x; a column called W stands in `backticks`", part.at
            )
    if not any(isinstance(part, Name) for part in walk(node)):
        raise parser.source.fail("a term needs a column", node.at)
    return node


def _minus(parser: Parser) -> GisplugError:
    sign = parser.take()
    if parser.next.kind == "number" and parser.next.value in ("0", "1"):
        return parser.source.fail(_INTERCEPT, Span(sign.span.start, parser.next.span.end))
    return parser.source.fail(
        "- takes no terms out of a formula; a difference stands in parentheses, as in y ~ (a - b), and a name with a "
        "sign in `backticks`",
        sign.span,
    )
