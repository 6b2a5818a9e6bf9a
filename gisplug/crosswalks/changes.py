"""What became of the units: merged, split, redrawn, recoded, renamed, new, gone, or unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import block_array
from scipy.sparse.csgraph import connected_components

from gisplug.core.evidence import INFO, WARNING, Note, many, some
from gisplug.core.messages import joined, message
from gisplug.crosswalks.links import NOTABLE, WHOLE, Links, Side, at, divided, entries, gains, like

if TYPE_CHECKING:
    import geopandas as gpd

_TOLD = {
    "renamed": message("renamed"),
    "recoded": message("recoded"),
    "gone": message("gone"),
    "merged": message("merged"),
    "split": message("split"),
    "redrawn": message("redrawn"),
}
KINDS = ("unchanged", "renamed", "recoded", "merged", "split", "redrawn", "new", "gone")
SAME = 0.5  # a code that names less than this share of the same ground in both layers names another unit


def groups(links: Links) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the connected group of each source (N,) and each target (M,), numbered alike."""
    pattern = like(links.shares, np.ones(links.shares.nnz))
    both = block_array([[None, pattern], [pattern.T, None]], format="csr")
    label = connected_components(both, directed=False)[1].astype(np.int64)
    return label[: pattern.shape[0]], label[pattern.shape[0] :]


def kinds(links: Links) -> tuple[np.ndarray, np.ndarray]:
    """Return what became of each source (N,) and how each target came about (M,), in the words of `KINDS`.

    A kind belongs to a connected group: several sources in one target are merged, one source in several targets is
    split, several in several are redrawn; so is a unit of which a notable part lies beyond the other layer.
    """
    of_source, of_target = groups(links)
    size = 1 + max(of_source.max(initial=-1), of_target.max(initial=-1))
    n, m = np.bincount(of_source, minlength=size), np.bincount(of_target, minlength=size)
    kind = np.select(
        [m == 0, n == 0, (n > 1) & (m == 1), (n == 1) & (m > 1), (n > 1) & (m > 1)],
        ["gone", "new", "merged", "split", "redrawn"],
        "unchanged",
    ).astype(object)
    row, column = entries(links.shares)
    alone = kind[of_source[row]] == "unchanged"
    row, column = row[alone], column[alone]
    code = _differ(links.source.ids, links.target.ids, row, column)
    named = links.source.named and links.target.named
    name = _differ(links.source.names, links.target.names, row, column) & named
    moved = _beyond(links.outside, row) | (links.shares.data[alone] < 1 - WHOLE)
    moved |= _beyond(None if links.covered is None else 1 - links.covered, column)
    kind[of_source[row]] = np.select([moved, code, name], ["redrawn", "recoded", "renamed"], "unchanged")
    return kind[of_source], kind[of_target]


def link_table(links: Links) -> pd.DataFrame:
    """Return the rows of `Crosswalk.table`: columns source, source_name, target, target_name, share_of_source,
    share_of_target, amount, kind, group.
    """
    shares, source, target = links.shares, links.source, links.target
    of_source, of_target = groups(links)
    kind_source, kind_target = kinds(links)
    row, column = entries(shares)
    back = gains(links)
    empty = np.full(len(row), np.nan)
    made = pd.DataFrame(
        {
            **_ids(source, row, "source"),
            **_ids(target, column, "target"),
            "share_of_source": shares.data,
            "share_of_target": empty if back is None else back.data,
            "amount": empty if links.amounts is None else links.amounts.data,
            "km2": empty if links.ground is None else links.ground.data,
            "kind": kind_source[row],
            "group": of_source[row],
            "_order": row,
        }
    )
    gone = np.flatnonzero(np.diff(shares.indptr) == 0)
    new = np.flatnonzero(np.diff(shares.tocsc().indptr) == 0)
    left = pd.DataFrame(
        {**_ids(source, gone, "source"), "kind": kind_source[gone], "group": of_source[gone], "_order": gone}
    )
    right = pd.DataFrame({**_ids(target, new, "target"), "kind": kind_target[new], "group": of_target[new]})
    right["_order"] = len(source.ids) + np.arange(len(new))
    table = pd.concat([part for part in (made, left, right) if len(part)] or [made], ignore_index=True)
    table = table.sort_values("_order", kind="stable", ignore_index=True).drop(columns="_order")
    for side in ("source", "target"):
        table[[side, f"{side}_name"]] = table[[side, f"{side}_name"]].astype("object").fillna("")
    table["group"] = pd.factorize(table["group"])[0] + 1
    return table


def written_table(links: Links) -> pd.DataFrame:
    """Return the rows of `Crosswalk.table` with the columns that a file needs besides: by, unit, and of each unit the
    share of its ground beyond the other layer (outside, of sources) or within it (covered, of targets).
    """
    table = link_table(links).assign(by=links.by, unit=links.unit)
    for word, side, share in (("outside", "source", links.outside), ("covered", "target", links.covered)):
        ids = links.source.ids if side == "source" else links.target.ids
        table[word] = np.nan if share is None else table[side].map(dict(zip(ids, share, strict=True)))
    return table


def quality_of(links: Links) -> pd.DataFrame:
    """Return how each target was put together: `Crosswalk.quality`, one row a target, indexed by unit."""
    column = entries(links.shares)[1]
    split = divided(links.shares).data
    count = len(links.target.ids)
    sources = np.bincount(column, minlength=count)
    back = gains(links)
    if back is not None:
        parted = np.bincount(column, back.data * split, count).astype(np.float64)
    else:
        parted = np.asarray(np.bincount(column, split, count) / np.maximum(sources, 1), dtype=np.float64)
        parted[(parted > 0) & (parted < 1)] = np.nan
    return pd.DataFrame(
        {
            "name": list(links.target.names),
            "kind": kinds(links)[1],
            "sources": sources,
            "apportioned": np.where(sources > 0, parted, np.nan),
            "covered": np.full(count, np.nan) if links.covered is None else links.covered,
        },
        index=pd.Index(links.target.ids, name="unit"),
    )


def change_notes(links: Links) -> list[Note]:
    """Return what changed in one sentence, and a warning of codes that name other ground now."""
    before, after = kinds(links)
    source, target = np.array(links.source.ids, dtype=object), np.array(links.target.ids, dtype=object)
    said = []
    for kind in KINDS:
        here, there = source[before == kind], target[after == kind]
        if kind == "unchanged" and len(here):
            said.append(message("{units} unchanged", units=many(len(here), "unit")))
        elif kind == "new" and len(there):
            said.append(message("{n} new ({there})", n=len(there), there=some(list(there))))
        elif kind in ("gone", "renamed", "recoded") and len(here):
            said.append(message("{n} {kind} ({here})", n=len(here), kind=_TOLD[kind], here=some(list(here))))
        elif len(here):
            said.append(
                message(
                    "{n} {kind} into {n2} ({there})",
                    n=len(here),
                    kind=_TOLD[kind],
                    n2=len(there),
                    there=some(list(there)),
                )
            )
    text = message(
        "{source} to {target} by {by}: {said}.",
        source=links.source.name,
        target=links.target.name,
        by=links.basis,
        said=joined(", ", said),
    )
    return [Note(INFO, "changes", text), *_reused(links)]


def change_layer(links: Links) -> gpd.GeoDataFrame:
    """Return the target layer with what changed, one row a target.

    Columns unit, name, change (of `KINDS`, capitalised), from_units (the sources, by id), sources, apportioned,
    covered, and the geometry.

    Raises
    ------
    LayerError
        If the crosswalk has no layer (made from codes).
    """
    from gisplug.core.errors import LayerError

    if links.units is None:
        raise LayerError(
            message(
                "The crosswalk to {target} has no layer to draw; it was made without boundaries.",
                target=links.target.name,
            )
        )
    frame = links.units.take(links.target.ids).frame[["geometry"]].copy()
    quality = quality_of(links)
    by_target = links.shares.tocsc()
    ids = np.array(links.source.ids, dtype=object)
    frame.insert(0, "name", list(links.target.names))
    frame.insert(1, "change", quality["kind"].str.capitalize().to_numpy())
    sources = [
        ", ".join(ids[by_target.indices[by_target.indptr[k] : by_target.indptr[k + 1]]])
        for k in range(len(links.target.ids))
    ]
    frame.insert(2, "from_units", sources)
    for place, column in enumerate(("sources", "apportioned", "covered"), start=3):
        frame.insert(place, column, quality[column].to_numpy())
    return frame.reset_index()


def _reused(links: Links) -> list[Note]:
    """Warn of codes of both sides that name ground which has little in common."""
    place = {unit: k for k, unit in enumerate(links.target.ids)}
    both = [(i, place[unit]) for i, unit in enumerate(links.source.ids) if unit in place]
    back = gains(links)
    if not both or back is None:
        return []
    row, column = np.array(both).T
    given, got = at(links.shares, row, column), at(back, row, column)
    other = (given < SAME) & (got < SAME)
    if not other.any():
        return []
    codes = tuple(links.source.ids[k] for k in row[other])
    text = message(
        "{codes} of both layers name different ground in {source} and {target}: {codes2}. A panel "
        "joined by code alone would mix them up.",
        codes=many(len(codes), "code"),
        source=links.source.name,
        target=links.target.name,
        codes2=some(codes),
    )
    return [Note(WARNING, "codes-reused", text, codes)]


def _beyond(share: np.ndarray | None, place: np.ndarray) -> np.ndarray:
    return np.zeros(len(place), dtype=bool) if share is None else np.asarray(share[place] > NOTABLE)


def _ids(side: Side, place: np.ndarray, word: str) -> dict[str, np.ndarray]:
    names = np.array(side.names, dtype=object)
    return {word: np.array(side.ids, dtype=object)[place], f"{word}_name": names[place]}


def _differ(ours: tuple[str, ...], theirs: tuple[str, ...], row: np.ndarray, column: np.ndarray) -> np.ndarray:
    return np.array([ours[i].split() != theirs[j].split() for i, j in zip(row, column, strict=True)], dtype=bool)
