"""Notes: what was found, changed or assumed on the way to a result. Standard library only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from gisplug.core.messages import counted, joined, message

if TYPE_CHECKING:
    from gisplug.core.progress import Progress

INFO, REPAIRED, WARNING = "info", "repaired", "warning"


class NoteRecord(TypedDict):
    """A note as plain data for JSON."""

    level: str
    code: str
    text: str
    ids: list[str]


@dataclass(frozen=True)
class Note:
    """One thing a reader of the result should know.

    `level` is "info", "repaired" or "warning"; `code` a stable word ("crs-missing"); `text` the sentence;
    `ids` the units, rows or files it is about.
    """

    level: str
    code: str
    text: str
    ids: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.level}: {self.text}"


@dataclass(frozen=True)
class Report:
    """The notes of one piece of work, in order."""

    notes: tuple[Note, ...] = ()

    def __add__(self, other: Report) -> Report:
        return Report(self.notes + other.notes)

    def __str__(self) -> str:
        return "\n".join(str(note) for note in self.notes) or "nothing to report"

    def having(self, *codes: str) -> tuple[Note, ...]:
        """Return the notes with one of these codes."""
        return tuple(note for note in self.notes if note.code in codes)

    @property
    def warnings(self) -> tuple[Note, ...]:
        """The notes of the level "warning"."""
        return tuple(note for note in self.notes if note.level == WARNING)

    def to_list(self) -> list[NoteRecord]:
        """Return plain data for JSON."""
        return [{"level": n.level, "code": n.code, "text": n.text, "ids": list(n.ids)} for n in self.notes]


def tell(progress: Progress, notes: Iterable[Note]) -> None:
    """Say notes: those of the level "warning" as warnings."""
    for note in notes:
        (progress.warn if note.level == WARNING else progress.info)(note.text)


def some(items: Sequence[str], most: int = 5) -> str:
    """Name the first few of a list: 'a, b, c and 4 more'."""
    shown = joined(", ", items[:most])
    return shown if len(items) <= most else message("{shown} and {n} more", shown=shown, n=len(items) - most)


def many(count: int, noun: str, plural: str = "") -> str:
    """Count things: '1 unit', '3 units', '1,200 ids'."""
    return counted(count, noun, plural or noun + "s")
