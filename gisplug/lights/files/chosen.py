"""Of the files of one product and period, which is the light, which lie beside it, and which are set aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from gisplug.core.errors import RasterError
from gisplug.core.evidence import INFO, Note, some
from gisplug.core.messages import message
from gisplug.lights.files.names import COUNT, KINDS, Told


class Named(Protocol):
    """A raster and what its name tells."""

    @property
    def told(self) -> Told:
        """What its name tells."""

    @property
    def name(self) -> str:
        """As messages name it."""


F = TypeVar("F", bound=Named)


@dataclass(frozen=True)
class Chosen(Generic[F]):
    """A raster of light, and the raster that counts its cloud-free observations, if there is one."""

    light: F
    count: F | None = None


def chosen(found: Sequence[F], field: str = "") -> tuple[list[Chosen[F]], list[Note]]:
    """Choose one layer of each product, period and place.

    EOG ships average, median, masked and counts of one year side by side; Black Marble ships one tile again when it was
    produced anew.

    Parameters
    ----------
    field
        The layer wanted ("average", "cf_cvg"); the usual one where "".

    Raises
    ------
    RasterError
        If two collections of one Black Marble tile are there.
    """
    newest, notes = _newest(found)
    groups: dict[tuple[object, str], list[F]] = {}
    for one in newest:
        groups.setdefault((one.told.period, one.told.series), []).append(one)
    made: list[Chosen[F]] = []
    aside: dict[str, None] = {}
    used = ""
    for group in groups.values():
        kinds = {one.told.kind for one in group}
        if len(kinds) == 1:
            made += [Chosen(one) for one in group]
            continue
        if field and field.lower() not in kinds:
            raise RasterError(
                message(
                    "There is no layer {field!r} beside {group}. There are: {kinds}.",
                    field=field,
                    group=group[0].name,
                    kinds=some(sorted(map(str, kinds)), 8),
                )
            )
        wanted = field.lower() or _usual(kinds)
        count = next((one for one in group if one.told.kind == COUNT != wanted), None)
        made += [Chosen(one, count) for one in group if one.told.kind == wanted]
        aside |= dict.fromkeys(sorted(k for k in kinds - {wanted, COUNT}))
        used = wanted
    if aside:
        text = message(
            "Of the layers of one product {used} is read; {aside} are set aside (field= names another).",
            used=used,
            aside=some(list(aside), 8),
        )
        notes.append(Note(INFO, "layers", text))
    return made, notes


def _usual(kinds: set[str]) -> str:
    order = {kind: k for k, kind in enumerate(KINDS)}
    return min(kinds, key=lambda kind: order.get(kind, -1))


def _newest(found: Sequence[F]) -> tuple[list[F], list[Note]]:
    """Of a Black Marble tile that is there several times, keep the newest production."""
    held: dict[tuple[object, ...], F] = {}
    older = []
    for k, one in enumerate(found):
        what = one.told
        key: tuple[object, ...] = (what.product, what.period, what.tile) if what.tile else (k,)
        other = held.setdefault(key, one)
        if other is one:
            continue
        if other.told.collection != what.collection:
            raise RasterError(
                message(
                    "{other} and {one} are one tile of collections {collection} and {collection2}, whose "
                    "numbers differ. Name one, such as {product}.A*.{{tile}}.{collection2}.* with "
                    "{{period}}, or put them in two folders.",
                    other=other.name,
                    one=one.name,
                    collection=other.told.collection,
                    collection2=what.collection,
                    product=what.product,
                )
            )
        old, new = sorted((other, one), key=lambda f: f.told.made)
        held[key] = new
        older.append(old.name)
    if not older:
        return list(held.values()), []
    text = message(
        "Tiles that were produced again are read in their newest version; set aside: {older}.", older=some(older, 3)
    )
    return list(held.values()), [Note(INFO, "produced-again", text, tuple(older))]
