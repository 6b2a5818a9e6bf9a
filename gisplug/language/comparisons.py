"""Comparisons of values: numbers with numbers, labels with labels, and both with values that are written out."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.language.columns import MISSING, ordered, text_of
from gisplug.language.lexer import is_number
from gisplug.language.place import proposal

COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True)
class Truth:
    """A condition for every cell: whether it holds, and whether that is known (nothing it needs is missing).

    Attributes
    ----------
    value, known : bool arrays that broadcast to (T, N)
    """

    value: np.ndarray
    known: np.ndarray

    def __invert__(self) -> Truth:
        return Truth(~self.value, self.known)

    def __and__(self, other: Truth) -> Truth:
        settled = (self.known & ~self.value) | (other.known & ~other.value)
        return Truth(self.value & other.value, settled | (self.known & other.known))

    def __or__(self, other: Truth) -> Truth:
        settled = (self.known & self.value) | (other.known & other.value)
        return Truth(self.value | other.value, settled | (self.known & other.known))

    def numbers(self) -> np.ndarray:
        """Return 1 and 0, NaN where it is not known; shape (T, N) or one that broadcasts to it."""
        return np.where(self.known, self.value.astype(float), np.nan)


class Incomparable(Exception):
    """Two things cannot be compared; the message says why. Caught where the place in the text is known."""


def is_texts(values: object) -> bool:
    """Tell whether values are labels."""
    return isinstance(values, np.ndarray) and values.dtype == object


def compared(sign: str, a: np.ndarray, b: np.ndarray) -> Truth:
    """Compare cell by cell.

    Parameters
    ----------
    a, b : (T, N) or what broadcasts to it, both numbers or both labels

    Raises
    ------
    Incomparable
        If one holds texts and the other numbers.
    """
    if is_texts(a) != is_texts(b):
        raise Incomparable(message("a text is compared with a number"))
    found = np.asarray(COMPARE[sign](a, b), dtype=bool)
    known = (a != MISSING) & (b != MISSING) if is_texts(a) else ~(np.isnan(a) | np.isnan(b))
    return Truth(found, np.asarray(known, dtype=bool))


def compared_with(sign: str, left: np.ndarray, written: str, what: str, unseen: list[str]) -> Truth:
    """Compare with a value that is written out; texts that are all numbers are compared as numbers.

    Parameters
    ----------
    left : (T, N) numbers or labels
    written : the value.
    what : what the left side is called.
    unseen : a sentence is added where no row has the value.

    Raises
    ------
    Incomparable
        If a number is compared with a text that is none.
    """
    if not is_texts(left):
        if not is_number(written):
            raise Incomparable(
                message(
                    "{what} holds numbers, and {written!r} is neither a number nor a column", what=what, written=written
                )
            )
        return compared(sign, left, np.asarray(float(written)))
    equal = sign in ("==", "!=")
    if equal and written in left:
        return compared(sign, left, np.array(written, dtype=object))
    if is_number(written):
        numbers = _as_numbers(left)
        if numbers is not None:
            if equal and not (numbers == float(written)).any():
                unseen.append(_unseen(written, left, what))
            return compared(sign, numbers, np.asarray(float(written)))
        if not equal:
            labels = some(ordered(left.ravel().tolist()), 3)
            raise Incomparable(
                message(
                    "{what} holds texts such as {labels}, which is no number; compare it by =, != or in",
                    what=what,
                    labels=labels,
                )
            )
    if equal:
        unseen.append(_unseen(written, left, what))
    found = compared(sign, left, np.array(written, dtype=object))
    return found if equal else Truth(found.value & found.known, found.known)


def among(left: np.ndarray, values: tuple[str, ...], what: str, unseen: list[str]) -> Truth:
    """Tell for every cell of `left` (T, N) whether it is one of the values.

    `unseen` gets a sentence for each value that no row has.

    Raises
    ------
    Incomparable
        If numbers are looked for among texts that are none.
    """
    known = left != MISSING if is_texts(left) else ~np.isnan(left)
    found = np.zeros(left.shape, dtype=bool)
    for written in values:
        if is_texts(left):
            plain = written if written in left or not is_number(written) else text_of(float(written))
            hit = left == plain
        elif is_number(written):
            hit = left == float(written)
        else:
            raise Incomparable(message("{what} holds numbers, and {written!r} is none", what=what, written=written))
        hit = np.asarray(hit, dtype=bool)
        if not hit.any():
            unseen.append(_unseen(written, left, what))
        found |= hit
    return Truth(found, np.asarray(known, dtype=bool))


def _unseen(written: str, left: np.ndarray, what: str) -> str:
    labels = ordered([text_of(v) for v in left.ravel().tolist() if v == v])
    return message(
        "{written!r} occurs in no row of {what}{proposal}",
        written=written,
        what=what,
        proposal=proposal(written, labels) or message(" (there are {labels})", labels=some(labels)),
    )


def _as_numbers(labels: np.ndarray) -> np.ndarray | None:
    if not all(is_number(label) for label in set(labels.ravel().tolist()) - {MISSING}):
        return None
    return np.where(labels == MISSING, "nan", labels).astype(float)
