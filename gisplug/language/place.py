"""A text that is being read, and errors that point at the place in it. Standard library only."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from gisplug.core.errors import GisplugError, ModelError
from gisplug.core.messages import message

LONGEST = 20_000
AROUND = 60  # letters of a long text shown on each side of the place


class Span(NamedTuple):
    """From the letter `start` up to, not with, the letter `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class Source:
    """A text, and the kind of error that is raised where it cannot be read.

    Raises
    ------
    GisplugError
        Of the kind `error`, if the text is longer than `LONGEST`.
    """

    text: str
    error: type[GisplugError] = ModelError

    def __post_init__(self) -> None:
        if len(self.text) > LONGEST:
            raise self.error(
                message(
                    "Cannot read {clipped!r}: it is longer than {longest:,} characters. Make columns of "
                    "its parts first.",
                    clipped=clipped(self.text),
                    longest=LONGEST,
                )
            )

    def fail(self, why: str, span: Span | None = None) -> GisplugError:
        """Return the error: the text, why it cannot be read, and a caret under the place.

        Parameters
        ----------
        why : a sentence without its full stop.
        span : the place; none where the whole text is meant.
        """
        told = message("Cannot read {clipped!r}: {why}.", clipped=clipped(self.text.strip()), why=why.rstrip("."))
        if span is None or not self.text.strip():
            return self.error(told)
        return self.error(message("{told}\n{place}", told=told, place=self.pointed(span)))

    def pointed(self, span: Span) -> str:
        """Return the line of the place and, below it, carets under the place."""
        start = min(max(span.start, 0), len(self.text))
        end = min(max(span.end, start + 1), len(self.text) + 1)
        first = max(self.text.rfind("\n", 0, start) + 1, start - AROUND)
        line_end = self.text.find("\n", start)
        last = min(len(self.text) if line_end < 0 else line_end, start + AROUND)
        shown = "".join(letter if letter.isprintable() else " " for letter in self.text[first:last])
        under = self.text[start : min(end, last)]
        return f"  {shown}\n  {' ' * width(self.text[first:start])}{'^' * max(width(under), 1)}"


def clipped(text: str, most: int = 2 * AROUND) -> str:
    """Return a text, its middle left out where it is longer than `most` letters."""
    return text if len(text) <= most else f"{text[: most // 2]} ... {text[-most // 2 :]}"


def width(text: str) -> int:
    """Count the columns that a text takes in a terminal: East Asian letters take two."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def plain(name: str) -> str:
    """Return a name as it is compared: its compatibility form (NFKC), so that full-width letters are plain ones."""
    return unicodedata.normalize("NFKC", name)


def meant(name: str, known: Iterable[str]) -> str:
    """Return the known name that was probably meant, or "".

    Names that differ in case or in the form of letters only come first, then the most similar one (difflib).
    """
    names = list(dict.fromkeys(known))
    wanted = plain(name).casefold()
    folded = {plain(other).casefold(): other for other in reversed(names)}
    if wanted in folded:
        return folded[wanted]
    if len(wanted) > AROUND:
        return ""
    close = difflib.get_close_matches(wanted, [f for f in folded if len(f) <= AROUND], n=1, cutoff=0.6)
    return folded[close[0]] if close else ""


def proposal(name: str, known: Iterable[str]) -> str:
    """Return " (did you mean 'x'?)", or "" where nothing is close."""
    close = meant(name, known)
    return message(" (did you mean {close!r}?)", close=close) if close else ""
