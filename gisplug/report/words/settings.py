"""What holds for all tables and pictures of one run: language, labels of variables, further picture formats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from gisplug.core.maps.classes import Cut
from gisplug.core.maps.insets import Inset
from gisplug.core.messages import language, speaking
from gisplug.core.tables.groups import ordering
from gisplug.core.tables.labels import labelling


@dataclass(frozen=True)
class House:
    """Settings of the study being run; outside a study English, no labels, one format.

    `background` is a layer (GeoDataFrame) drawn in grey below every map; it is the `rest` where it holds the units and
    those left out of the study. `synthetic` writes that word on every picture. `map_note`, `insets` and `north` are of
    every map: a line below it (source, approval number), small maps of
    far islands, a north arrow; `cut` says how their numbers are put into classes, `grey` draws them without colours.
    `formats` are endings (".svg", ".pdf") in which each picture is written beside the one asked for. `order` is that of
    groups, by column.
    """

    language: str = "en"
    labels: Mapping[str, str] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    background: Any = None
    synthetic: bool = False
    map_note: str = ""
    insets: tuple[Inset, ...] = ()
    north: bool = False
    cut: Cut | None = None
    grey: bool = False
    rest: bool = False
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_current: ContextVar[House | None] = ContextVar("gisplug_house", default=None)


def house() -> House:
    """Return what holds now; outside a study the language is that of the user."""
    found = _current.get()
    return found if found is not None else House(language=language())


@contextmanager
def housed(settings: House) -> Iterator[None]:
    """Let `settings` hold inside the block."""
    token = _current.set(settings)
    try:
        with (
            speaking(lambda: settings.language),
            ordering(lambda: settings.order),
            labelling(lambda: settings.labels),
        ):
            yield
    finally:
        _current.reset(token)
