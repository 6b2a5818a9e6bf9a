"""Files that only count their units: 1 to n, 0 to n - 1, V1 to Vn, or no ids at all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gisplug.core.errors import WeightsError
from gisplug.core.evidence import WARNING, Note
from gisplug.core.messages import message
from gisplug.weights.edges import Edges
from gisplug.weights.formats.layout import counted
from gisplug.weights.weights import BY_POSITION


def by_position(edges: Edges, ids: tuple[str, ...], source: str) -> Edges:
    """Give the units of a file that only counts them the ids of the caller, in the caller's order; say so.

    A file whose labels are among `ids` has ids, and stays as it is.

    Raises
    ------
    WeightsError
        If there are not as many ids as the file counts.
    """
    labels = None if edges.ids is None else list(edges.ids)
    if labels is not None and set(labels) & set(ids):
        return edges
    places = list(range(edges.size)) if labels is None else _places(labels, edges.stated)
    if places is None:
        return edges
    size = max(edges.size, edges.stated)
    if size != len(ids):
        told = "" if labels is None else message(" and numbers them ({labels}, ...)", labels=labels[0])
        raise WeightsError(
            message(
                "{source} holds {size} units{told}, but {n} ids were given. Numbers can be taken as "
                "positions only if there are as many units.",
                source=source,
                size=size,
                told=told,
                n=len(ids),
            )
        )
    place = np.asarray(places, dtype=np.int64)
    first = (
        message("rows")
        if labels is None
        else message("numbers ({labels}, ...)", labels=labels[places.index(0)] if 0 in places else labels[0])
    )
    text = message(
        "{source} names no units: its {first} were taken as the units in the order given: first "
        "{ids}, last {ids2}, {n} in all. Check that the file has this order.",
        source=source,
        first=first,
        ids=ids[0],
        ids2=ids[-1],
        n=len(ids),
    )
    notes = (*edges.notes, Note(WARNING, BY_POSITION, text))
    return replace(edges, focal=place[edges.focal], neighbor=place[edges.neighbor], ids=ids, size=len(ids), notes=notes)


def _places(labels: list[str], stated: int) -> list[int] | None:
    """Return the position of each unit, None where labels are more than numbers.

    A list of links lacks isolates; where it states how many units there are, its highest or lowest number tells whether
    it counts from 0 or 1.
    """
    if stated in (0, len(labels)):
        return counted(labels)
    if not all(label.isascii() and label.isdigit() for label in labels):
        return None
    numbers = [int(label) for label in labels]
    if 0 in numbers and max(numbers) < stated:
        return numbers
    if max(numbers) == stated and min(numbers) > 0:
        return [number - 1 for number in numbers]
    return None
