"""Fast contiguity against its definitions (`slow_queen`) on random layers: whole, noisy in part, torn, overlapping."""

import numpy as np
import pytest
import shapely

import gisplug as gp
from gisplug.boundaries import borders, grouping
from gisplug.boundaries.borders import boundary_rings
from gisplug.boundaries.grouping import among, distinct, repeated, trues, union
from gisplug.boundaries.units import Units
from gisplug.weights import tolerance as fast
from gisplug.weights.contiguity import unit_sizes
from gisplug.weights.loose import Loose
from tests.boundaries.layers import units_of
from tests.weights.slow_queen import SlowLayer

EXACT = 1e-9  # relative: distances by other arithmetic
TIED = 0.1  # relative: a vertex at a junction may count for either of two units, which moves a median


def random_layer(seed):
    """Cells of about 2 km; noise from none to 20 m on all or some vertices, some cells grown over their neighbours."""
    rng = np.random.default_rng(seed)
    points = shapely.multipoints(rng.random((14, 2)) * 8000)
    cells = shapely.intersection(shapely.get_parts(shapely.voronoi_polygons(points)), shapely.box(0, 0, 8000, 8000))
    cells = shapely.segmentize(cells, 300.0)
    kind, xy, offsets = shapely.to_ragged_array(cells)
    where = rng.random(len(xy)) < rng.choice([0.0, 0.2, 1.0])
    xy = xy + rng.normal(0, rng.choice([1e-3, 1.0, 20.0]), xy.shape) * where[:, None]
    xy[offsets[0][1:] - 1] = xy[offsets[0][:-1]]
    cells = shapely.make_valid(shapely.from_ragged_array(kind, xy, offsets), method="structure", keep_collapsed=False)
    grown = rng.random(len(cells)) < rng.choice([0.0, 0.2])
    cells[grown] = shapely.buffer(cells[grown], 5.0)
    cells[0] = cells[0].difference(shapely.box(*shapely.centroid(cells[0]).buffer(40).bounds))  # a hole
    return units_of({str(i): cell for i, cell in enumerate(cells)})


@pytest.mark.parametrize("seed", range(12))
def test_the_fast_path_finds_what_the_definitions_say(seed):
    units = random_layer(seed)
    rings, slow = boundary_rings(units), SlowLayer(units.frame.geometry)
    linked = union(rings.shared_vertices())
    assert [divmod(pair, len(units)) for pair in linked.tolist()] == sorted(slow.strict())
    loose = Loose(rings)
    assert sorted(zip(loose.lines_unit.tolist(), shapely.to_wkb(loose.lines), strict=True)) == sorted(
        (unit, shapely.to_wkb(line)) for unit, line in slow.pieces if line.geom_type == "LineString"
    )
    junctions = np.arange(len(loose.lines_unit), len(loose.unit))
    assert sorted(zip(loose.unit[junctions], shapely.to_wkb(loose.shapes(junctions)), strict=True)) == sorted(
        (unit, shapely.to_wkb(point)) for unit, point in slow.pieces if point.geom_type == "Point"
    )
    shapes = np.asarray(units.frame.geometry.values)
    chosen = fast.choose(loose, unit_sizes(rings, shapes))
    wanted, tied = slow.tolerance()
    assert chosen == pytest.approx(wanted, rel=TIED if tied else EXACT)
    for tolerance in (chosen, 60.0):  # within what `choose` looked at, and beyond
        table = fast._near(loose, linked, tolerance, fast.SILENT)
        pairs = [divmod(int(key), len(units)) for key in table["pair"]]
        wanted = slow.near(tolerance)
        assert set(pairs) == set(wanted)
        assert table["gap"].to_numpy() == pytest.approx([wanted[pair] for pair in pairs], rel=EXACT, abs=EXACT)


def test_pairs_are_those_of_the_same_layer_turned_and_renamed():
    """Other coordinates give other hashes, trees and orders of search."""
    for seed in range(4):
        units = random_layer(seed)
        turned = shapely.transform(units.frame.geometry.values, lambda xy: np.column_stack([-xy[:, 1], xy[:, 0]]))
        other = units_of(dict(zip(units.ids[::-1], turned[::-1], strict=True)))
        assert (gp.contiguity(units).raw != gp.contiguity(other).align(units.ids).raw).nnz == 0


@pytest.mark.parametrize("spread", [2, 2**20, 2**63])
def test_equal_keys_are_put_together_however_alike_they_begin(spread):
    rng = np.random.default_rng(7)
    for count in (0, 1, 2, 3, 500):
        keys = rng.integers(0, spread, count, dtype=np.uint64)
        keys[: count // 3] = keys[count // 3 : 2 * (count // 3)]
        parts = np.array_split(np.arange(count), 3)
        where, first = repeated(parts, count, max(count, 1), lambda at, keys=keys: (keys[at],), np.copy)
        runs = np.split(where, np.flatnonzero(first)[1:]) if len(where) else []
        wanted = [np.flatnonzero(keys == key) for key in np.unique(keys)]
        assert [run.tolist() for run in runs] == [run.tolist() for run in wanted if len(run) > 1]
        values = keys.astype(np.int64)
        assert np.array_equal(distinct(values), np.unique(values))
        assert np.array_equal(among(values, distinct(values[::2])), np.isin(values, values[::2]))


def test_things_whose_keys_are_all_alike_are_told_apart_by_what_they_are():
    x, y = (np.random.default_rng(seed).integers(0, 4, 60).astype(np.uint64) for seed in (1, 2))
    where, first = repeated([np.arange(60)], 60, 60, lambda at: (x[at], y[at]), lambda x, y: np.zeros_like(x))
    runs = [run.tolist() for run in np.split(where, np.flatnonzero(first)[1:])]
    places = {(a, b): np.flatnonzero((x == a) & (y == b)).tolist() for a in range(4) for b in range(4)}
    assert runs == [run for _, run in sorted(places.items(), key=lambda item: item[0][::-1]) if len(run) > 1]


@pytest.mark.parametrize("chunk", [1, 2, 3, 2**16])
def test_keys_that_only_begin_alike_are_not_equal(chunk, monkeypatch):
    monkeypatch.setattr(grouping, "CHUNK", chunk)
    keys = (np.arange(500, dtype=np.uint64) // 2 << 50) + np.arange(500, dtype=np.uint64) % 2
    where, first = repeated([np.arange(500)], 500, 500, lambda at: (keys[at],), np.copy)
    assert len(where) == len(first) == 0


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("crs", ["EPSG:32650", "EPSG:4326"])
def test_nothing_depends_on_how_much_is_worked_on_at_once(seed, crs, monkeypatch):
    frame = random_layer(seed).frame
    if crs == "EPSG:4326":
        frame = frame.set_geometry(shapely.transform(frame.geometry.values, lambda xy: xy / 111_000 + [178.9, 50]))
    units = Units(frame.set_crs(crs, allow_override=True), tuple(frame.index), "units")
    mask = np.random.default_rng(seed).random(50) < 0.5
    options = {}, {"rule": "border"}, {"rule": "rook", "tolerance": 60.0}
    wanted = [gp.contiguity(units, **chosen) for chosen in options]
    for module in (grouping, borders):
        monkeypatch.setattr(module, "CHUNK", 5)
    monkeypatch.setattr(grouping, "_MANY", 3)
    assert np.array_equal(trues(mask), np.flatnonzero(mask))
    for chosen, whole in zip(options, wanted, strict=True):
        found = gp.contiguity(units, **chosen)
        for part in ("indptr", "indices", "data"):
            assert np.array_equal(getattr(found.raw, part), getattr(whole.raw, part))
        assert repr(found.report) == repr(whole.report)


def test_a_place_that_one_unit_passes_twice_counts_it_once():
    hole = [(10, 5), (6, 7), (6, 3)]
    touching = shapely.Polygon([(0, 0), (10, 0), (10, 5), (10, 10), (0, 10)], [hole])
    beside = shapely.Polygon([(10, 0), (20, 0), (20, 10), (10, 10), (10, 5)])
    corner = shapely.Polygon([(10, 0), (20, 0), (15, -5)])
    cells = shapely.transform([touching, beside, corner], lambda xy: xy * 1000)
    rings = boundary_rings(units_of(dict(zip("abc", cells, strict=True))))
    assert [len(part) for part in rings.places] == [10, 10]
    where, first = rings.junctions()
    assert rings.xy[where].tolist() == [[10_000, 0]] * 3
    assert first.tolist() == [True, False, False]
    assert union(rings.shared_vertices()).tolist() == [1, 2, 5]


@pytest.mark.parametrize("seed", range(0, 12, 3))
def test_shared_length_is_that_of_the_edges_two_units_have(seed):
    units = random_layer(seed)
    rings, slow = boundary_rings(units), SlowLayer(units.frame.geometry)
    pairs = sorted(slow.strict())[::2]
    found = rings.shared_length(np.array([i * len(units) + j for i, j in pairs], dtype=np.int64))
    wanted = [
        sum(shapely.LineString(edge).length for edge, both in slow.edges.items() if {i, j} <= both) for i, j in pairs
    ]
    assert found == pytest.approx(wanted, rel=EXACT)


@pytest.mark.parametrize("seed", range(0, 12, 3))
def test_gaps_between_pieces_are_those_of_geos(seed):
    loose = Loose(boundary_rings(random_layer(seed)))
    a, b = (part.ravel() for part in np.meshgrid(np.arange(len(loose.lines_unit)), np.arange(len(loose.unit))))
    wanted = shapely.distance(loose.shapes(a), loose.shapes(b))
    for most in (1e9, 30.0, 0.0):
        found = loose.gap(a, b, np.full(len(a), most))
        within = wanted <= most
        assert np.array_equal(found[within] == 0, wanted[within] == 0)
        assert found[within] == pytest.approx(wanted[within], rel=EXACT)
        assert (found[~within] > most).all()


@pytest.mark.parametrize("seed", range(0, 12, 3))
def test_what_lies_beside_a_piece_is_what_a_search_tree_of_all_finds(seed):
    loose = Loose(boundary_rings(random_layer(seed)))
    tree = shapely.STRtree([shapely.box(*sides) for sides in zip(*loose.boxes, strict=True)])
    for metres in (0.0, 5.0, 400.0):
        a, b = (np.concatenate(part) for part in zip(*loose.beside(metres), strict=True))
        west, south, east, north = (box[: len(loose.lines_unit)] for box in loose.boxes)
        reach = metres * (1 + 1e-9)
        p, k = tree.query(shapely.box(west - reach, south - reach, east + reach, north + reach))
        other = loose.unit[p] != loose.unit[k]
        p, k = p[other], k[other]
        assert list(zip(a, b, strict=True)) == sorted(zip(p, k, strict=True))
        found = np.lexsort((loose.ranks(p, k), p))  # of shapes equally near, the first one found counts
        assert np.array_equal(k[found], k)
