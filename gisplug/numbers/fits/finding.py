"""Finding: the part of the face that fits, families of fits, tests and decompositions share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import Note, Report
from gisplug.core.messages import joined, message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.version import version
from gisplug.core.vocabulary import Cell
from gisplug.numbers.fits.plain import plain, plain_frame
from gisplug.numbers.fits.plain_text import fact_line, frame_text, note_line
from gisplug.numbers.fits.renderers import drawn, renderer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    standing = property
else:

    class standing:
        """A property whose place a field of a dataclass may take: it has no setter, and no value on the class."""

        def __init__(self, make: Callable[[Any], Any]) -> None:
            self.fget = make
            self.__doc__ = make.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            self.name = name

        def __get__(self, one: object, kind: type | None = None) -> Any:
            if one is None:
                raise AttributeError(f"{self.name} belongs to a result, not to its class")
            return self.fget(one)


LONGEST = 1400  # letters of a repr
LINES = 8  # rows that a repr shows


class NotDefined(ModelError):
    """What was asked for does not exist for this kind of result; the message says why."""


class Finding:
    """What an analysis found: a table, notes, text, plain data, HTML, LaTeX and a picture.

    Attributes
    ----------
    kind : str
        What was done, in words; the head of every face.
    report : Report
        What was found, changed or assumed on the way.
    """

    kind = "Result"

    @standing
    def report(self) -> Report:
        """What was found, changed or assumed on the way."""
        return Report()

    @property
    def title(self) -> str:
        """What was done, in a line."""
        return self.kind

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes of the report."""
        return self.report.notes

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under a table: label and value."""
        return {}

    def table(self) -> pd.DataFrame:
        """Return the result as one labelled frame; its columns are those of the kind of result.

        Raises
        ------
        NotDefined
            If this kind of result has no one table.
        """
        raise NotDefined(message("{title} has no one table.", title=self.title))

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return further labelled frames by their heading, which faces show below the table; columns by kind."""
        return {}

    def summary(self) -> str:
        """Return the result as plain text."""
        facts = [fact_line(key, value) for key, value in self.statistics.items() if value is not None]
        frames = [
            joined("\n", ["", message(heading), frame_text(frame)])
            for heading, frame in self.parts().items()
            if len(frame)
        ]
        notes = [note_line(note) for note in self.notes]
        body = [frame_text(self.table()), *frames, *(["", *notes] if notes else [])]
        return joined("\n", [self.title, *facts, "", *body])

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; numbers that are not finite are None."""
        return {
            "kind": type(self).__name__,
            "title": self.title,
            "table": plain_frame(self.table()),
            "parts": {heading: plain_frame(frame) for heading, frame in self.parts().items()},
            "statistics": plain(self.statistics),
            "notes": self.report.to_list(),
            "version": version(),
        }

    def calibrate(
        self,
        draws: int = 400,
        *,
        key: str | None = None,
        near: bool = True,
        seed: int = 1,
        progress: Progress = SILENT,
    ) -> Finding:
        """Return size and coverage of its tests and intervals on its own panel; see `gisplug.calibrate`.

        Raises
        ------
        ModelError
            If it does not know how it was made, or its outcome cannot be drawn.
        """
        made: Finding = renderer("calibrate")(self, draws, key=key, near=near, seed=seed, progress=progress)
        return made

    def to_html(self, language: str | None = None) -> str:
        """Return the paper's table as HTML that stands by itself in any page; language "en" or "zh"."""
        text: str = renderer("html")(self, language)
        return text

    def to_latex(self, language: str | None = None) -> str:
        """Return the paper's table as LaTeX with booktabs rules; language "en" or "zh"."""
        text: str = renderer("latex")(self, language)
        return text

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the result on `ax`, or on a new figure; returns the axes.

        Raises
        ------
        NotDefined
            If there is nothing to draw.
        """
        del ax
        raise NotDefined(message("{title} has no picture.", title=self.title))

    def _repr_html_(self) -> str:
        return self.to_html()

    def __repr__(self) -> str:
        return shortened([self.title, *rows_of(self.table())])


def rows_of(frame: pd.DataFrame, columns: tuple[str, ...] | None = None) -> list[str]:
    """Return the first rows of a frame as aligned lines of text; `columns` chooses what is shown."""
    shown = frame if columns is None else frame[[c for c in columns if c in frame]]
    head = shown.iloc[:LINES, :6]
    names = [", ".join(map(str, key)) if isinstance(key, tuple) else str(key) for key in head.index]
    cells = [
        [_cut(name), *(_cell(v) for v in row)] for name, row in zip(names, head.itertuples(index=False), strict=True)
    ]
    lines = [["", *(_cut(str(c), 14) for c in head.columns)], *cells]
    widths = [max(len(line[k]) for line in lines) for k in range(len(lines[0]))]
    made = [
        "  ".join([line[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True))]).rstrip()
        for line in lines
    ]
    left = len(frame) - len(head)
    return [*made, *([f"... and {left} more rows in table()"] if left > 0 else [])]


def shortened(lines: list[str]) -> str:
    """Join lines, and cut what is longer than a repr may be."""
    text = "\n".join(line if len(line) <= 160 else line[:157] + "..." for line in lines)
    return text if len(text) <= LONGEST else text[: LONGEST - 4].rsplit("\n", 1)[0] + "\n..."


def _cut(text: str, longest: int = 28) -> str:
    return text if len(text) <= longest else text[: longest - 3] + "..."


def _cell(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else _cut(str(value), 20)


def merged(reports: Mapping[object, Report] | list[Report]) -> Report:
    """Return the notes of several reports, each once."""
    every = list(reports.values()) if isinstance(reports, Mapping) else reports
    return Report(tuple(dict.fromkeys(note for report in every for note in report.notes)))


__all__ = ["Finding", "NotDefined", "drawn", "merged", "rows_of", "shortened", "standing"]
