"""Messages by their text: tables of numbers, files and other processes keep labels as plain text, which this finds the
message for again, as it was made in this process or by the template of a head.
"""

from __future__ import annotations

import re
from functools import lru_cache
from string import Formatter

from gisplug.core.messages.catalogue import chinese
from gisplug.core.messages.message import Message
from gisplug.core.messages.remembered import kept

HEADS = (  # of columns and rows that are made with values, and read again from files
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


def recalled(text: str) -> str:
    """Return the message that a plain text was made as; other texts, and those of the catalogue, as they are."""
    if isinstance(text, Message) or " " not in text:
        return text
    return kept(text) or (not chinese(text) and _head_of(text)) or text


@lru_cache(maxsize=4096)
def _head_of(text: str) -> Message | None:
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
