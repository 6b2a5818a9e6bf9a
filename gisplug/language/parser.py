"""The parser: one expression by operator precedence (Pratt), with limits on depth and length.

From loose to tight: or |, and &, not ~, comparisons and in, + -, * / %, a:b, -x and L.x, ^ and ** (from the right).
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import contextmanager
from math import isfinite
from typing import TYPE_CHECKING, Literal

from gisplug.core.errors import GisplugError
from gisplug.core.messages import message
from gisplug.language.functions import TABLE, checked_call
from gisplug.language.lexer import Token, tokens
from gisplug.language.place import Source, Span
from gisplug.language.tree import (
    ADD,
    COMPARE,
    LEVELS,
    NOT,
    OR,
    POWER,
    SIGN,
    Binary,
    Call,
    Factor,
    In,
    Name,
    Node,
    Number,
    Shift,
    Text,
    Unary,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

CALLS = frozenset((*TABLE, "C", "I", "W"))
DEEPEST = 60
MOST_SIGNS = 500
MOST_STEPS = 999
_SAME = {"|": "or", "&": "and", "=": "==", "**": "^"}
_COMPARISONS = ("==", "!=", ">", ">=", "<", "<=")
_WORDS = ("name", "number")
_ENDS = (",", ";", ")", "]", "&", "|", "and", "or")


class Parser:
    """Reads the tokens of a source from left to right.

    Parameters
    ----------
    odd : names that are one name although they look like several words; see `lexer.tokens`.
    """

    def __init__(self, source: Source, odd: Sequence[str] = ()) -> None:
        self.source = source
        self.tokens = tokens(source, odd, CALLS)
        self.place = 0
        self.depth = 0
        self.signs = 0
        self.commas = True  # whether commas belong to the list behind a bare "in"
        self.bar_is_or = True  # at the top of a formula, | begins its next part

    @property
    def next(self) -> Token:
        """The token to be read."""
        return self.tokens[self.place]

    def take(self) -> Token:
        """Read one token."""
        token = self.next
        self.place = min(self.place + 1, len(self.tokens) - 1)
        return token

    def sees(self, *values: str, ahead: int = 0) -> bool:
        """Tell whether the next token (or one further ahead) is one of these signs or words."""
        token = self.tokens[min(self.place + ahead, len(self.tokens) - 1)]
        return token.kind in ("sign", "word") and token.value in values

    def accept(self, *values: str) -> Token | None:
        """Read the next token if it is one of these signs or words."""
        return self.take() if self.sees(*values) else None

    def expect(self, value: str, opened: Span) -> Token:
        """Read a closing sign; its absence is shown at the opening one."""
        found = self.accept(value)
        if found:
            return found
        if self.next.kind == "end":
            raise self.source.fail(message("this is not closed; a {value} is missing", value=value), opened)
        raise self.unexpected()

    def end(self) -> None:
        """Refuse whatever is left."""
        if self.next.kind != "end":
            raise self.unexpected()

    def unexpected(self) -> GisplugError:
        """Return the error for a token that cannot stand here."""
        token = self.next
        if token.kind == "end":
            what = (
                message("something is missing after {before}", before=self.before())
                if self.place
                else message("it is empty")
            )
            return self.source.fail(what, token.span)
        shown = self.source.text[token.span.start : token.span.end]
        if token.value == "." and token.kind == "sign":
            return self.source.fail("a dot stands for no columns here; name each of them", token.span)
        if token.kind in ("name", "number", "text", "shift") and self.place:
            return self.source.fail(
                message(
                    "a sign is missing between {before} and {shown!r}; a name with spaces or signs "
                    "stands in `backticks`, a text in 'quotation marks'",
                    before=self.before(),
                    shown=shown,
                ),
                token.span,
            )
        return self.source.fail(
            message(
                "{shown!r} cannot stand here; there are names, numbers, + - * / % ^, comparisons, in, "
                "and, or, not, and functions such as {table}",
                shown=shown,
                table=", ".join(list(TABLE)[:4]),
            ),
            token.span,
        )

    def before(self) -> str:
        """Return the last token read, as it was written and between quotation marks."""
        span = self.tokens[max(self.place - 1, 0)].span
        return repr(self.source.text[span.start : span.end])

    def expression(self, least: int = OR) -> Node:
        """Read operations that bind at least as tightly as `least`."""
        with self._deeper():
            left = self._prefix()
            compared: Node | None = None
            while True:
                sign, negated = self._infix()
                level = COMPARE if sign == "in" else LEVELS.get(sign, 0)
                if level < max(least, OR):
                    return left
                self.signs += 1
                if self.signs > MOST_SIGNS:
                    raise self.source.fail(
                        message(
                            "it has more than {most_signs} operations; make columns of its parts first",
                            most_signs=MOST_SIGNS,
                        )
                    )
                if level != COMPARE:
                    self.take()
                    right = self.expression(level + (level != POWER))
                    left, compared = Binary(sign, left, right, self._since(left)), None
                    continue
                if negated:
                    self.take()
                operand = left if compared is None else compared
                self.take()
                if sign == "in":
                    part: Node = In(operand, self._values(), negated, self._since(operand))
                    right = part
                else:
                    right = self._compared(sign)
                    part = Binary(sign, operand, right, self._since(operand))
                left = part if compared is None else Binary("and", left, part, self._since(left))
                compared = right
                if sign == "in" and self._infix()[0] in (*_COMPARISONS, "in"):
                    raise self.unexpected()

    def _infix(self) -> tuple[str, bool]:
        """Return the operation that the next token means ("" for none), and whether it is "not in"."""
        token = self.next
        if token.kind not in ("sign", "word"):
            return "", False
        if token.value == "not" and self.sees("in", ahead=1):
            return "in", True
        if token.value == "|" and not self.bar_is_or:
            return "", False
        sign = _SAME.get(token.value, token.value)
        return (sign, False) if sign in LEVELS or sign == "in" else ("", False)

    def _since(self, first: Node) -> Span:
        return Span(first.at.start, self.tokens[max(self.place - 1, 0)].span.end)

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.source.fail(message("it is nested more than {deepest} deep", deepest=DEEPEST), self.next.span)
        yield
        self.depth -= 1

    @contextmanager
    def inside(self, commas: bool) -> Iterator[None]:
        """Read what stands in parentheses: | is or, and commas belong to lists (in a call, to its arguments)."""
        before = self.commas, self.bar_is_or
        self.commas, self.bar_is_or = commas, True
        yield
        self.commas, self.bar_is_or = before

    def _prefix(self) -> Node:
        token = self.next
        if token.kind == "number":
            self.take()
            if not isfinite(float(token.value)):
                raise self.source.fail("the number is too large", token.span)
            return Number(token.value, token.span)
        if token.kind == "text":
            self.take()
            return Text(token.value, token.span)
        if token.kind == "name":
            self.take()
            if self.sees("(") and not token.quoted:
                return self._call(token)
            return Name(token.value, token.span, token.quoted)
        if token.kind == "shift":
            return self._shift()
        if self.accept("("):
            with self.inside(commas=True):
                inner = self.expression()
                self.expect(")", token.span)
            return inner
        if self.accept("-"):
            operand = self.expression(SIGN)
            return Unary("-", operand, Span(token.span.start, operand.at.end))
        if self.accept("+"):
            return self.expression(SIGN)
        if self.accept("not", "~", "!"):
            operand = self.expression(NOT)
            return Unary("not", operand, Span(token.span.start, operand.at.end))
        raise self.unexpected()

    def _shift(self) -> Node:
        token = self.take()
        kind: Literal["L", "F", "D"] = "L" if token.value[0] == "L" else "F" if token.value[0] == "F" else "D"
        steps = token.value[1:] or "1"
        if len(steps) > len(str(MOST_STEPS)):
            raise self.source.fail(
                message("lags reach at most {most_steps} periods", most_steps=MOST_STEPS), token.span
            )
        operand = self.expression(POWER)
        return Shift(kind, int(steps), operand, Span(token.span.start, operand.at.end))

    def _compared(self, sign: str) -> Node:
        """Read the right side of a comparison; several bare words are one text, as in region = north east."""
        first, second = self.next, self.tokens[min(self.place + 1, len(self.tokens) - 1)]
        bare = first.kind in _WORDS and second.kind in _WORDS and not first.quoted and not second.quoted
        if sign in ("==", "!=") and bare:
            return Text(self._words(_ENDS), Span(first.span.start, self.tokens[self.place - 1].span.end))
        return self.expression(ADD)

    def _values(self) -> tuple[str, ...]:
        """Read the list behind "in": (a, b), or bare a, b."""
        opened = self.accept("(", "[")
        values: list[str] = []
        while not (opened and self.sees(")", "]")):
            values.append(self.value((",", ";", ")", "]") if opened else _ENDS))
            if not (opened or self.commas) or not self.accept(","):
                break
        if opened:
            self.expect(")" if opened.value == "(" else "]", opened.span)
        if not values:
            raise self.source.fail("the list is empty; a list reads (east, west)", self.tokens[self.place - 1].span)
        return tuple(values)

    def value(self, ends: Sequence[str] = _ENDS) -> str:
        """Read one value: a text, a name, a number, or bare words up to one of these ends."""
        token, after = self.next, self.tokens[min(self.place + 1, len(self.tokens) - 1)]
        if token.quoted and (after.kind == "end" or (after.value in ends and after.kind in ("sign", "word"))):
            return self.take().value
        return self._words(ends)

    def _words(self, ends: Sequence[str]) -> str:
        first, depth = self.next, 0
        while self.next.kind != "end" and (depth or not self.sees(*ends)):
            depth += self.sees("(") - self.sees(")")
            self.take()
        last = self.tokens[max(self.place - 1, 0)]
        if last.span.end <= first.span.start:
            raise self.unexpected()
        return self.source.text[first.span.start : last.span.end]

    def _call(self, name: Token) -> Node:
        opened = self.take().span
        with self.inside(commas=False):
            if name.value == "I":
                inner = self.expression()
                self.expect(")", opened)
                return inner
            if name.value == "C":
                return self._factor(name, opened)
            known = TABLE.get(name.value)
            options = [a.name for a in known.arguments if a.default is not None] if known else []
            given: list[Node] = []
            named: list[tuple[str, Node]] = []
            while not self.sees(")"):
                token = self.next
                if token.kind == "name" and token.value in options and self.sees("=", ahead=1):
                    self.take()
                    self.take()
                    named.append((token.value, self.expression()))
                elif named:
                    raise self.source.fail("arguments with a name stand behind those without", token.span)
                else:
                    given.append(self.expression())
                if not self.accept(","):
                    break
            self.expect(")", opened)
        at = Span(name.span.start, self.tokens[self.place - 1].span.end)
        return checked_call(self.source, Call(name.value, tuple(given), tuple(named), at))

    def _factor(self, name: Token, opened: Span) -> Node:
        by, ref, level = self.expression(), None, None
        if not all(isinstance(part, Name) or (isinstance(part, Binary) and part.sign == ":") for part in walk(by)):
            raise self.source.fail("C() takes a column, or columns joined by a colon", by.at)
        if self.accept(","):
            if not (self.next.value == "ref" and self.sees("=", ahead=1)):
                raise self.source.fail("a second thing in C() is ref, as in C(region, ref=west)", self.next.span)
            self.take()
            self.take()
            ref = self.value((")", ","))
        self.expect(")", opened)
        if self.next.kind == "level":
            level = self.take().value
        return Factor(by, ref, level, Span(name.span.start, self.tokens[self.place - 1].span.end))


def read_expression(source: Source, odd: Sequence[str] = ()) -> Node:
    """Read a text that is one expression.

    Raises
    ------
    GisplugError
        Of the kind of the source, pointing at the place that cannot be read.
    """
    parser = Parser(source, odd)
    found = parser.expression()
    parser.end()
    return found


def read_conditions(source: Source, odd: Sequence[str] = ()) -> tuple[Node, ...]:
    """Read conditions joined by semicolons; none where the text is empty.

    Raises
    ------
    GisplugError
        Of the kind of the source, pointing at the place that cannot be read.
    """
    parser = Parser(source, odd)
    found: list[Node] = []
    while True:
        while parser.accept(";"):
            continue
        if parser.next.kind == "end":
            return tuple(found)
        parser.signs = 0
        found.append(parser.expression())
        if not parser.sees(";"):
            parser.end()
