"""Heads of columns and rows that were made with values: labels of a table keep their text alone."""

from __future__ import annotations

import re
from functools import lru_cache
from string import Formatter

from gisplug.core.messages import Message

HEADS = (
    "Threshold {number}, {level} interval",
    "Threshold {number}",
    "{level} low",
    "{level} high",
    "Rows, {name}",
    "First stage of {name}",
    "Period {time}",
    "After step {q}",
    "on {name}",
    "of {i}",
    "{name}, {label} matching",
    "Breakdown, {name}",
    "{label} distance",
    "{label} adjusted",
    "Lag {lag}",
    "Outcome {name}",
    "With {term}",
    "Winsorised {share}",
    "Trimmed {share}",
    "Newer on older, {form}",
    "size {share}",
    "bias {share}",
    "Double, {number}",
    "Triple, {number}",
)


def head_of(text: str) -> Message | None:
    """Return a head as the message that it was made from, or None where it is none of HEADS."""
    for key, pattern in _patterns():
        if found := pattern.fullmatch(text):
            return Message(text, key, found.groupdict())
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((key, re.compile("".join(_pieces(key)))) for key in HEADS)


def _pieces(key: str) -> list[str]:
    made = []
    for literal, name, _, _ in Formatter().parse(key):
        made.append(re.escape(literal))
        if name is not None:
            made.append(rf"(?P<{name}>[^:]+?)")
    return made
