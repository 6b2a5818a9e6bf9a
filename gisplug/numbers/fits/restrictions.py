"""Linear restrictions in words: "agg = 0.1, wage = second", read against the names of terms. No eval."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from gisplug.core.errors import ParameterError
from gisplug.core.evidence import some
from gisplug.core.messages import message

Side = tuple[np.ndarray, float]  # weights of the terms (k,), constant

_NUMBER = re.compile(r"\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?")
_WORD = re.compile(r"[^\s,=+*/()-]+")
_OPTIONAL_PLUS = re.compile(r"\\\+(?=\d)")  # "event 2" is "event +2"
_JOINS = ".:^(`"  # what may not follow a name: it would be a longer one


def restrictions(
    text: str, terms: Sequence[str], omitted: Mapping[str, str] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Read restrictions on terms: sums, differences and multiples of terms, joined by =, parted by commas.

    "a = b = 0" is two restrictions; "a" alone means a = 0. A name that is exactly a term's ("W*agg", "L.agg",
    "log(gdp)") needs no marks; other names with signs stand in `backticks`.

    Returns
    -------
    R (q, k) and r (q,) of R b = r, columns in the order of `terms`

    Raises
    ------
    ParameterError
        If the text cannot be read, or names no term.
    """
    reader = _Reader(text, tuple(terms), dict(omitted or {}))
    rows, values = [], []
    for chain in reader.chains():
        sides = chain if len(chain) > 1 else [*chain, (np.zeros(len(terms)), 0.0)]
        for (left, a), (right, b) in itertools.pairwise(sides):
            if not np.any(left - right):
                raise reader.fail("a restriction has no term in it, or the same on both sides")
            rows.append(left - right)
            values.append(b - a)
    return np.array(rows), np.array(values)


@dataclass
class _Reader:
    """Reads from left to right; `at` is where."""

    text: str
    terms: tuple[str, ...]
    omitted: dict[str, str]
    at: int = 0

    def __post_init__(self) -> None:
        longest = sorted((t for t in self.terms if t and not _NUMBER.fullmatch(t)), key=len, reverse=True)
        self.longest = [(t, re.compile(_OPTIONAL_PLUS.sub(r"\\+?", re.escape(t)))) for t in longest]

    def fail(self, why: str) -> ParameterError:
        return ParameterError(
            message(
                'Cannot read {text!r}: {why}. Restrictions read "agg = 0.1, wage = second" or "agg + 2*wage = 1".',
                text=self.text,
                why=why,
            )
        )

    def chains(self) -> list[list[Side]]:
        """Return the chains of sides between commas."""
        if not self.text.strip():
            raise self.fail("nothing is restricted")
        found = [self._chain()]
        while self._takes(","):
            found.append(self._chain())
        if self._here():
            raise self.fail(message("{text!r} is not expected there", text=self.text[self.at :].strip()))
        return found

    def _chain(self) -> list[Side]:
        sides = [self._side()]
        while self._takes("="):
            self._takes("=")
            sides.append(self._side())
        return sides

    def _side(self) -> Side:
        weights, constant, sign = np.zeros(len(self.terms)), 0.0, self._sign() or 1.0
        while True:
            row, number = self._item()
            weights, constant = weights + sign * row, constant + sign * number
            found = self._sign()
            if found is None:
                return weights, constant
            sign = found

    def _sign(self) -> float | None:
        sign = None
        while (mark := self._here()) and mark in "+-":
            self.at += 1
            sign = (sign or 1.0) * (1.0 if mark == "+" else -1.0)
        return sign

    def _item(self) -> Side:
        """Read a number, a term, or numbers times a term."""
        factor, row = 1.0, None
        while True:
            term = self._term()
            if term is not None:
                if row is not None:
                    raise self.fail("terms are multiplied with one another, which is not linear")
                row = np.zeros(len(self.terms))
                row[self.terms.index(term)] = 1.0
            else:
                factor *= self._number()
            if self._takes("*"):
                continue
            if self._takes("/"):
                below = self._number()
                if below == 0.0:
                    raise self.fail("it divides by zero")
                factor /= below
                if not self._takes("*"):
                    break
                continue
            if row is None and self._begins_term():
                continue
            break
        return (np.zeros(len(self.terms)), factor) if row is None else (factor * row, 0.0)

    def _begins_term(self) -> bool:
        kept = self.at
        found = self._term() is not None
        self.at = kept
        return found

    def _number(self) -> float:
        self._here()
        found = _NUMBER.match(self.text, self.at)
        if not found:
            raise self._unknown()
        self.at = found.end()
        return float(found[0])

    def _term(self) -> str | None:
        """Take the longest name of a term that stands here."""
        if self._here() == "`":
            end = self.text.find("`", self.at + 1)
            if end < 0:
                raise self.fail("a ` has no second one")
            name = self.text[self.at + 1 : end]
            if name not in self.terms:
                raise self._no_term(name)
            self.at = end + 1
            return name
        for name, form in self.longest:
            found = form.match(self.text, self.at)
            if not found:
                continue
            stop = found.end()
            after = self.text[stop : stop + 1]
            if not (after.isalnum() or (after and after in "_" + _JOINS)) or not (
                name[-1].isalnum() or name[-1] == "_"
            ):
                self.at = stop
                return name
        return None

    def _unknown(self) -> ParameterError:
        for name in self.omitted:
            if not _WORD.fullmatch(name) and self.text.startswith(name, self.at):
                raise self._no_term(name)
        word = _WORD.match(self.text, self.at)
        if not word:
            left = self.text[self.at :].strip()
            return self.fail(
                message(
                    "a term or number is missing {left}",
                    left=message("before {left!r}", left=left) if left else message("at the end"),
                )
            )
        return self._no_term(word[0])

    def _no_term(self, name: str) -> ParameterError:
        if name in self.omitted:
            return self.fail(
                message("{name} was left out of the model: it {omitted}", name=name, omitted=self.omitted[name])
            )
        near = get_close_matches(name, self.terms, 1)
        hint = message("; did you mean {near}", near=near[0]) if near else ""
        return self.fail(
            message(
                "{name!r} is no term; there are {terms}{hint}", name=name, terms=some(list(self.terms), 12), hint=hint
            )
        )

    def _takes(self, mark: str) -> bool:
        if self._here() != mark:
            return False
        self.at += 1
        return True

    def _here(self) -> str:
        """Skip blanks and return the letter that follows, or nothing."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.text[self.at : self.at + 1]
