"""Weights in and out of files, and of libpysal Graphs. Ids are text and survive spaces and Chinese in every format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from gisplug.core.advice import way
from gisplug.core.database.address import is_address, parsed
from gisplug.core.errors import OutputError, WeightsError
from gisplug.core.evidence import INFO, WARNING, Note, Report, many, some
from gisplug.core.formats import endings, format_of, named_ending
from gisplug.core.machine.extras import needed
from gisplug.core.messages import message
from gisplug.core.output.files import reading, writing
from gisplug.core.tables import read_table, text_ids
from gisplug.core.vocabulary import HEADERS, SHAPES, Header, Shape, one_of
from gisplug.weights.edges import Edges
from gisplug.weights.formats import gal, matlab, swm
from gisplug.weights.formats import matrix_market as matrixmarket
from gisplug.weights.formats import tables as sheets
from gisplug.weights.formats.positions import by_position
from gisplug.weights.normalise import Normalisation
from gisplug.weights.weights import Weights

if TYPE_CHECKING:
    from libpysal.graph import Graph

Layout = Literal["edges", "dense"]
ISOLATES = "isolates"  # the note on units without neighbours
DENSE_MOST = 16_000  # columns of an Excel sheet; larger dense matrices help nobody


def read_weights(
    path: str | Path,
    normalise: Normalisation = "row",
    ids: Sequence[str] | None = None,
    name: str | None = None,
    sheet: str | None = None,
    layout: Shape = "auto",
    header: Header = "auto",
    positions: Sequence[str] | None = None,
) -> Weights:
    """Read spatial weights; the ending of the name decides how.

    Parameters
    ----------
    path
        Edge list or matrix in text (commas, semicolons, tabs or blanks; also as Stata and R export it), Excel, Stata,
        Parquet or MATLAB; GAL, GWT, Matrix Market, ArcGIS .swm.
    normalise
        Applied to the weights of the file.
    ids
        Order of the units; needed for files without ids. Units that the file lacks become isolates. Where the file
        only counts its units (none, 1 to n, V1 to Vn) they are taken in this order if there are as many.
    name
        What tables call W; the file's name where left out.
    sheet
        Of an Excel file; which matrix of a MATLAB file. Behind the name it may be written "w.xlsx|sheet=2020", and
        layout and header likewise ("w.csv|header=none").
    layout : {"auto", "edges", "dense"}
        Of a table: an edge list or a matrix; told by names and shape (see `formats.layout`), and refused where it
        could be both.
    header : {"auto", "none", "row", "column", "both"}
        Where a matrix holds ids: in its first row, first column, both or neither. Of an edge list, whether the first
        row is data ("none") or names columns ("row").
    positions
        Units in the order of the data, for a file that only counts its units; other files keep their ids.

    Raises
    ------
    WeightsError
        If the file cannot be read as weights; the message says where it fails.
    """
    if is_address(path):
        address = parsed(str(path))
        source = Path(f"{address.table if address else path}".replace("/", "_"))
        edges = sheets.of_frame(read_table(str(path)), source.name, layout, header)
        return _weights(edges, source, normalise, ids, name, positions)
    source, said = _said(str(path))
    sheet, layout, header = sheet or said.get("sheet"), said.get("layout", layout), said.get("header", header)
    if not source.is_file():
        raise WeightsError(
            message(
                "There is no weights file {source}. Make one with weights-contiguity or weights-distance.",
                source=source,
            )
        )
    found = format_of("weights", source, "read")
    if found is None:
        raise WeightsError(
            message(
                "{source} is no weights file this can read; they end in {value}.",
                source=source.name,
                value=", ".join(endings("weights", "read")),
            )
        )
    for given, known, word in ((layout, SHAPES, "layout"), (header, HEADERS, "header")):
        one_of(word, given, known, WeightsError)
    with reading(source.name, found.title, WeightsError, source):
        if found.key == "gal":
            edges = gal.read_gal(source)
        elif found.key == "gwt":
            edges = gal.read_gwt(source)
        elif found.key == "matrix_market":
            edges = matrixmarket.read(source)
        elif found.key == "swm":
            edges = swm.read(source)
        elif found.key == "matlab":
            edges = matlab.read(source, sheet, layout, header)
        else:
            edges = sheets.read(source, sheet, layout, header)
    return _weights(edges, source, normalise, ids, name, positions)


def _weights(
    edges: Edges,
    source: Path,
    normalise: Normalisation,
    ids: Sequence[str] | None,
    name: str | None,
    positions: Sequence[str] | None,
) -> Weights:
    if positions is not None:
        edges = by_position(edges, tuple(map(str, positions)), source.name)
    return weights_of_edges(
        edges, normalise, None if ids is None else tuple(map(str, ids)), name or source.stem, source.name
    )


def _said(text: str) -> tuple[Path, dict[str, Any]]:
    """Take "w.csv|header=none|layout=dense" apart; what QGIS writes behind a bar besides is ignored."""
    path, *rest = text.split("|")
    pairs = (part.partition("=") for part in rest)
    return Path(path), {key.lower(): value for key, _, value in pairs if key.lower() in ("sheet", "layout", "header")}


def write_weights(weights: Weights, path: str | Path, layout: Layout = "edges", normalised: bool = False) -> Path:
    """Write spatial weights; the ending of the name decides how.

    Parameters
    ----------
    layout
        "edges" (focal, neighbor, weight; isolates as a link to themselves of weight 0) or "dense", for tables.
    normalised
        Write `weights.matrix` in place of the raw weights.

    Raises
    ------
    OutputError
        If the ending is unknown or the format cannot hold these weights.
    """
    target = Path(path)
    found = format_of("weights", target, "write")
    if found is None:
        listed = ", ".join(endings("weights", "write"))
        raise OutputError(
            message(
                "Cannot write weights as {named_ending}; use {listed}.",
                named_ending=named_ending(target),
                listed=listed,
            )
        )
    matrix = weights.matrix if normalised else weights.raw
    if layout not in ("edges", "dense"):
        raise OutputError(message("The layout is edges or dense; {layout!r} was given instead.", layout=layout))
    if layout == "dense" and len(weights) > DENSE_MOST:
        raise OutputError(message("A dense matrix of {n:,} units has no use; write edges.", n=len(weights)))
    with writing(target) as made:
        if found.key == "gal":
            gal.write_gal(matrix, weights.ids, made, weights.name)
        elif found.key == "gwt":
            gal.write_gwt(matrix, weights.ids, made, weights.name)
        elif found.key == "matrix_market":
            matrixmarket.write(matrix, weights.ids, made, weights.name)
        elif found.key == "swm":
            swm.write(matrix, weights.ids, made)
        elif found.key == "matlab":
            matlab.write(matrix, weights.ids, made)
        elif found.key == "table":
            sheets.write(matrix, weights.ids, made, layout)
    return target


def from_graph(graph: Graph, normalise: Normalisation = "row", name: str = "W") -> Weights:
    """Take over a libpysal Graph (or an old W) as weights; ids become text."""
    if not hasattr(graph, "adjacency"):
        graph = needed("pysal", "libpysal.graph", message("An old libpysal W")).Graph.from_W(graph)
    ids = tuple(text_ids(pd.Series(graph.unique_ids)))
    place = pd.Index(graph.unique_ids)
    links = graph.adjacency
    focal, neighbor = (place.get_indexer(links.index.get_level_values(k)) for k in (0, 1))
    raw = csr_array((links.to_numpy(dtype=np.float64), (focal, neighbor)), shape=(len(ids), len(ids)))
    return Weights(_clean(raw), ids, name, normalise)


def weights_of_edges(
    edges: Edges, normalise: Normalisation, ids: tuple[str, ...] | None, name: str, source: str
) -> Weights:
    """Check the links of a file and make weights of them: duplicates, diagonal, order, isolates.

    Parameters
    ----------
    ids
        Order of the units; needed where the file has none.
    source
        The file's name, for messages.

    Raises
    ------
    WeightsError
        If ids are missing, doubled or strange, a weight is no number, or a link stands twice with different weights.
    """
    if ids is not None:
        edges = by_position(edges, ids, source)
    notes = list(edges.notes)
    units = edges.ids
    if units is None:
        raise WeightsError(
            message(
                "{source} holds a matrix of {size} units without ids. Give the ids in its order ({way}), "
                "or add them as first row and column.",
                source=source,
                size=edges.size,
                way=way("ids of weights"),
            )
        )
    if not units:
        raise WeightsError(message("{source} holds no units.", source=source))
    twice = sorted(set(pd.Index(units)[pd.Index(units).duplicated()]))
    if twice:
        raise WeightsError(message("Ids stand twice in {source}: {twice}.", source=source, twice=some(twice)))
    if (edges.focal < 0).any() or (edges.neighbor < 0).any():
        raise WeightsError(message("{source} holds links of units whose id is blank.", source=source))
    weight = edges.weight
    if not np.isfinite(weight).all():
        raise WeightsError(
            message(
                "{source} holds weights that are no numbers ({isfinite}). Correct them.",
                source=source,
                isfinite=int((~np.isfinite(weight)).sum()),
            )
        )
    raw = _summed(edges, units, source, notes)
    own = raw.diagonal()
    if own.any():
        listed = tuple(units[i] for i in np.flatnonzero(own))
        notes.append(
            Note(
                WARNING,
                "diagonal-dropped",
                message(
                    "{units} with a weight on itself, left away: {listed}.",
                    units=many(len(listed), "unit"),
                    listed=some(listed),
                ),
                listed,
            )
        )
    raw = _clean(raw)
    if (raw.data < 0).any():
        notes.append(
            Note(
                WARNING,
                "negative-weights",
                message(
                    "{source} holds {weights}.",
                    source=source,
                    weights=many(int((raw.data < 0).sum()), "negative weight"),
                ),
            )
        )
    if (
        raw.nnz
        and np.allclose(np.asarray(raw.sum(axis=1)).ravel()[np.diff(raw.indptr) > 0], 1.0)
        and not (raw.data == 1).all()
    ):
        notes.append(Note(INFO, "rows-sum-to-one", message("The rows of {source} sum to one already.", source=source)))
    weights = Weights(raw, units, name, normalise, Report(tuple(notes)))
    return in_order(weights, units if ids is None else ids, source)


def _summed(edges: Edges, units: tuple[str, ...], source: str, notes: list[Note]) -> csr_array:
    n = len(units)
    key = edges.focal * n + edges.neighbor
    frame = pd.DataFrame({"key": key, "weight": edges.weight})
    spread = frame.groupby("key")["weight"].agg(["min", "max"]) if frame["key"].duplicated().any() else None
    if spread is not None:
        differ = spread.index[spread["min"] != spread["max"]]
        if len(differ):
            pairs = [f"{units[k // n]}:{units[k % n]}" for k in differ[:5]]
            raise WeightsError(
                message(
                    "{source} holds {links} twice with different weights: {pairs}.",
                    source=source,
                    links=many(len(differ), "link"),
                    pairs=some(pairs),
                )
            )
        once = frame.drop_duplicates("key")
        twice = many(len(frame) - len(once), "link")
        notes.append(
            Note(
                INFO,
                "links-twice",
                message("{source} holds {twice} twice with the same weight, counted once.", source=source, twice=twice),
            )
        )
        frame = once
    where = (frame["key"].to_numpy() // n, frame["key"].to_numpy() % n)
    return csr_array((frame["weight"].to_numpy(), where), shape=(n, n))


def _clean(raw: csr_array) -> csr_array:
    loose = raw.tocoo()
    keep = (loose.row != loose.col) & (loose.data != 0)
    clean = csr_array((loose.data[keep].astype(np.float64), (loose.row[keep], loose.col[keep])), shape=raw.shape)
    clean.sort_indices()
    return clean


def in_order(weights: Weights, ids: tuple[str, ...], source: str) -> Weights:
    """Return the weights of these units in this order; units that they lack become isolates, which are told.

    Raises
    ------
    WeightsError
        If the weights have a unit that is not among them; `source` is what the message calls them.
    """
    ordered = weights if ids == weights.ids else _in_order(weights, ids, source)
    notes = tuple(note for note in ordered.report.notes if note.code != ISOLATES)
    if lonely := ordered.isolates:
        text = message(
            "{isolates} ({lonely}): the spatial lag there is 0.",
            isolates=many(len(lonely), "isolate"),
            lonely=some(lonely),
        )
        notes = (*notes, Note(WARNING, ISOLATES, text, lonely))
    return replace(ordered, report=Report(notes))


def _in_order(weights: Weights, ids: tuple[str, ...], source: str) -> Weights:
    place = {unit: k for k, unit in enumerate(weights.ids)}
    wanted = set(ids)
    strangers = [u for u in weights.ids if u not in wanted]
    if strangers:
        raise WeightsError(
            message(
                "{units} of {source} not among the ids given: {strangers}.",
                units=many(len(strangers), "unit"),
                source=source,
                strangers=some(strangers),
            )
        )
    n = len(ids)
    rows = np.array([k for k, u in enumerate(ids) if u in place])
    old = np.array([place[ids[k]] for k in rows], dtype=np.int64)
    new = np.empty(len(weights.ids), dtype=np.int64)
    new[old] = rows
    loose = weights.raw.tocoo()
    raw = csr_array((loose.data, (new[loose.row], new[loose.col])), shape=(n, n))
    raw.sort_indices()
    return Weights(cast(csr_array, raw), ids, weights.name, weights.normalise, weights.report)
