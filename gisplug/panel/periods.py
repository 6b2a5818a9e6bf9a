"""What a reader should know of the periods of a panel; the column itself is read by `core.tables.periods`."""

from __future__ import annotations

from gisplug.core.evidence import INFO, Note, some
from gisplug.core.messages import message
from gisplug.core.periods.calendar import Calendar
from gisplug.core.periods.columns import Periods
from gisplug.core.tables.periods import period_values as period_values
from gisplug.core.tables.periods import read_column as read_column


def period_notes(read: Periods | None, calendar: Calendar, name: str) -> list[Note]:
    """Return what a reader should know of the periods: how they were read, and which are absent in between."""
    notes = []
    if read is not None and read.told:
        notes.append(Note(INFO, "periods-read", message("Periods of {name}: {told}", name=name, told=read.told)))
    if not calendar.equal:
        absent = tuple(str(p) for p in calendar.absent)
        text = message(
            "{name} has steps of {in_words} and lacks {absent}: lags find no value there.",
            name=name,
            in_words=calendar.in_words,
            absent=some(list(absent)),
        )
        notes.append(Note(INFO, "periods-absent", text, absent))
    return notes
