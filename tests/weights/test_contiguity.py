"""Contiguity: oracles, the tolerance against noise, gaps and overlaps, no false links, orders, lattices."""

from pathlib import Path

import libpysal
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from libpysal.graph import Graph

import gisplug as gp
from gisplug.core.errors import JoinError, LayerError, WeightsError
from gisplug.weights.contiguity import higher_order, lattice
from tests.boundaries.layers import moved, pairs_of, squares, units_of
from tests.shared_data import shared

EXAMPLES = Path(libpysal.__file__).parent / "examples"


@pytest.fixture(scope="module")
def provinces():
    return gp.read_units("demo-china-provinces")


def as_pairs(graph) -> set[frozenset[str]]:
    return {frozenset(map(str, pair)) for pair in graph.adjacency[graph.adjacency > 0].index}


def test_the_chessboard_by_hand():
    board = squares(3, 3)
    queen, rook = gp.contiguity(board), gp.contiguity(board, rule="rook")
    assert (queen.raw.nnz, rook.raw.nnz) == (40, 24)
    assert queen.raw[[4]].sum() == 8 and rook.raw[[4]].sum() == 4
    border = gp.contiguity(board, rule="border")
    assert border.raw.data.tolist() == pytest.approx([1.0] * 24)  # km


def test_us_states_have_107_pairs_as_in_the_file_of_geoda():
    units = gp.read_units(EXAMPLES / "us_income" / "us48.shp", id="STATE_NAME")
    ours = gp.contiguity(units)
    assert ours.raw.nnz == 214
    gal = gp.read_weights(EXAMPLES / "us_income" / "states48.gal")
    by_name = ours.align(sorted(ours.ids))
    assert (by_name.raw != gal.raw).nnz == 0


@pytest.mark.parametrize("rule", ["queen", "rook"])
def test_libpysal_agrees_on_the_provinces(provinces, rule):
    ours = gp.contiguity(provinces, rule=rule)
    theirs = Graph.build_contiguity(provinces.frame.geometry, rook=rule == "rook")
    assert pairs_of(ours) == as_pairs(theirs)
    assert len(pairs_of(ours)) == 64


def test_the_link_of_hainan_makes_the_65_pairs_of_the_usual_matrix(provinces):
    w = gp.contiguity(provinces, links=["Hainan:Guangdong"])
    assert w.raw.nnz == 130 and not w.isolates
    assert w.report.having("links-added") and not w.report.warnings
    by_id = gp.contiguity(provinces, links="460000:440000")
    in_chinese = gp.contiguity(provinces, links="海南省：广东省")
    assert (w.raw != by_id.raw).nnz == 0 and (w.raw != in_chinese.raw).nnz == 0


def test_the_published_matrix_of_30_provinces():
    oracle = pd.read_csv(shared("data/china/W_queen_cn30_hainan_guangdong.csv"), index_col=0)
    units = gp.read_units(shared("data/china/provinces_cn.gpkg"), id="adcode", name="name_en")
    w = gp.contiguity(units, links="Hainan:Guangdong").align(list(map(str, oracle.index)), drop="any")
    assert np.array_equal(w.raw.toarray(), oracle.to_numpy())
    demo = gp.contiguity(gp.read_units("demo-china-provinces"), links="Hainan:Guangdong")
    assert np.array_equal(demo.align(w.ids).raw.toarray(), oracle.to_numpy())
    mainland = units.take([i for i in units.ids if int(i) < 700000])
    assert gp.contiguity(mainland).raw.nnz // 2 == 68  # 31 units with Tibet, no link by hand


def test_columbus_as_in_the_file_of_geoda():
    w = gp.contiguity(gp.read_units(shared("oracles/columbus/columbus.gpkg"), id="POLYID"))
    gal = gp.read_weights(shared("oracles/columbus/W.gal"))
    assert pairs_of(gal) <= pairs_of(w)
    assert (w.raw.nnz, gal.raw.nnz) == (
        236,
        230,
    )  # the file of 1998 lacks three corners of the layer; libpysal finds 236 too


def test_italy_as_libpysal_and_one_true_border_more():
    units = gp.read_units(shared("data/italy5217/it_comuni_18reg.gpkg"), id="com_istat_code", name="name")
    strict, ours = gp.contiguity(units, tolerance=0), gp.contiguity(units)
    assert (strict.raw.nnz // 2, len(strict.isolates)) == (15_022, 13)
    gained = [pair for note in ours.report.having("tolerance") for pair in note.ids]
    assert gained == ["Muggia:Trieste"]  # neighbours in life, 24 m apart in this layer


NOISE = {0.01: 64, 1.0: 64, 100.0: 64}


@pytest.mark.parametrize("metres", NOISE)
def test_noise_on_every_vertex_loses_and_adds_no_link(provinces, metres):
    truth = pairs_of(gp.contiguity(provinces, tolerance=0))
    for seed in (1, 2, 3):
        shaken = moved(provinces, metres, seed)
        assert len(pairs_of(gp.contiguity(shaken, tolerance=0))) == 0
        assert pairs_of(gp.contiguity(shaken)) == truth
        assert len(truth) == NOISE[metres]


def test_noise_on_one_unit_only_is_found_among_clean_ones(provinces):
    truth = pairs_of(gp.contiguity(provinces))
    frame = provinces.frame.copy()
    shaken = moved(provinces, 200.0).frame.geometry
    frame.loc["410000", "geometry"] = shaken["410000"]
    one = gp.read_units(frame.reset_index(), id="unit", name="name_en")
    lost = pairs_of(gp.contiguity(one, tolerance=0))
    assert len(lost) < len(truth)
    assert pairs_of(gp.contiguity(one)) == truth


def test_the_report_names_the_links_gained_and_the_tolerance(provinces):
    w = gp.contiguity(moved(provinces, 100.0))
    note = w.report.having("tolerance")[0]
    assert len(note.ids) == 64 and "chosen from the data" in note.text and "over the strict rule (0)" in note.text
    given = gp.contiguity(provinces, tolerance=5)
    assert "given: 5 m; it gained no link" in given.report.having("tolerance")[0].text


@pytest.mark.parametrize("crs", ["EPSG:32650", "EPSG:2229"])
def test_gaps_between_squares_are_bridged_in_metres_and_feet(crs):
    board = squares(4, 4, gap=2.0, crs=crs)
    assert gp.contiguity(board, tolerance=0).raw.nnz == 0
    assert gp.contiguity(board).raw.nnz == 84
    assert gp.contiguity(board, rule="rook").raw.nnz == 48


def test_overlaps_are_neighbours():
    w = gp.contiguity(
        units_of(
            {
                "a": shapely.box(0, 0, 1000, 1000),
                "b": shapely.box(990, 0, 2000, 1000),
                "c": shapely.box(5000, 0, 6000, 1000),
            }
        )
    )
    assert pairs_of(w) == {frozenset("ab")}


def test_a_unit_drawn_over_another_is_its_neighbour():
    w = gp.contiguity(units_of({"land": shapely.box(0, 0, 1000, 1000), "city": shapely.box(400, 400, 500, 500)}))
    assert pairs_of(w) == {frozenset(("land", "city"))}


def test_a_narrow_unit_between_two_others_keeps_them_apart():
    strip = {
        "west": shapely.box(0, 0, 1000, 1000),
        "strip": shapely.box(1000, 0, 1010, 1000),
        "east": shapely.box(1010, 0, 2000, 1000),
    }
    w = gp.contiguity(units_of(strip), tolerance=50)
    assert pairs_of(w) == {frozenset(("west", "strip")), frozenset(("strip", "east"))}
    assert w.report.having("third-between")
    shaken = gp.contiguity(
        moved(units_of({k: shapely.segmentize(v, 100) for k, v in strip.items()}), 0.5), tolerance=20
    )
    assert pairs_of(shaken) == pairs_of(w)


def test_luxembourg_does_not_let_belgium_reach_germany_twice():
    wedge = {
        "a": shapely.Polygon([(0, 0), (500, 0), (500, 1000), (0, 1000)]),
        "tip": shapely.Polygon([(500, 0), (510, 0), (505, 900)]),
        "b": shapely.Polygon([(510, 0), (1000, 0), (1000, 1000), (500, 1000), (500, 900.5), (505, 900)]),
    }
    assert frozenset("ab") in pairs_of(gp.contiguity(units_of(wedge), tolerance=20))


def test_a_strait_is_no_border(provinces):
    assert gp.contiguity(provinces).isolates == ("460000",)  # 20 km of sea
    two = {"a": shapely.box(0, 0, 1000, 1000), "b": shapely.box(1100, 0, 2100, 1000)}
    assert gp.contiguity(units_of(two)).raw.nnz == 0
    assert gp.contiguity(units_of(two), tolerance=100).raw.nnz == 2


def test_a_vertex_on_a_long_edge_touches_it():
    w = gp.contiguity(units_of({"long": shapely.box(0, 0, 1000, 3000), "short": shapely.box(1000, 1000, 1500, 2000)}))
    assert w.raw.nnz == 2
    assert (
        gp.contiguity(
            units_of({"long": shapely.box(0, 0, 1000, 3000), "short": shapely.box(1000, 1000, 1500, 2000)}), rule="rook"
        ).raw.nnz
        == 2
    )


def test_the_date_line_is_no_border():
    w = gp.contiguity(
        units_of({"west": shapely.box(170, -20, 180, -10), "east": shapely.box(-180, -20, -170, -10)}, crs="EPSG:4326")
    )
    assert w.raw.nnz == 2


def test_relabelling_and_reordering_change_nothing(provinces):
    order = list(np.random.default_rng(0).permutation(provinces.ids))
    assert pairs_of(gp.contiguity(provinces.take(order))) == pairs_of(gp.contiguity(provinces))


def test_isolates_are_kept_joined_or_refused(provinces):
    assert gp.contiguity(provinces).report.having("isolates")[0].ids == ("460000",)
    joined = gp.contiguity(provinces, isolates="nearest")
    assert frozenset(("460000", "440000")) in pairs_of(joined)
    assert "20.3 km" in joined.report.having("isolates-joined")[0].text
    with pytest.raises(WeightsError, match="Hainan"):
        gp.contiguity(provinces, isolates="refuse")


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"rule": "bishop"}, WeightsError),
        ({"tolerance": -1}, WeightsError),
        ({"tolerance": "some"}, WeightsError),
        ({"order": 0}, WeightsError),
        ({"links": "Hainan"}, WeightsError),
        ({"links": "Hainan:Hainan"}, WeightsError),
        ({"links": "Hainn:Guangdong"}, JoinError),
        ({"isolates": "drop"}, WeightsError),
        ({"rule": "border", "order": 2}, WeightsError),
    ],
)
def test_wrong_options_are_refused(provinces, options, error):
    with pytest.raises(error):
        gp.contiguity(provinces, **options)


def test_points_have_no_borders():
    with pytest.raises(LayerError, match="points"):
        gp.contiguity(units_of({"a": shapely.Point(0, 0), "b": shapely.Point(1000, 1)}))


def test_higher_orders_agree_with_libpysal(provinces):
    first = gp.contiguity(provinces)
    graph = Graph.build_contiguity(provinces.frame.geometry, rook=False)
    for order in (2, 3):
        assert pairs_of(gp.contiguity(provinces, order=order)) == as_pairs(graph.higher_order(order))
        both = gp.contiguity(provinces, order=order, lower=True)
        assert pairs_of(both) == as_pairs(graph.higher_order(order, lower_order=True))
    assert higher_order(first.raw, 1).nnz == first.raw.nnz


@pytest.mark.parametrize("rule", ["queen", "rook"])
def test_a_lattice_is_the_chessboard(rule):
    board = gp.contiguity(squares(4, 5), rule=rule)
    cells = lattice(4, 5, rule)
    assert cells.ids == board.ids and (cells.raw != board.raw).nnz == 0
    mask = np.ones((4, 5), dtype=bool)
    mask[1, 1] = False
    assert len(lattice(4, 5, rule, mask=mask)) == 19


def test_a_lattice_of_a_hundred_thousand_cells_is_sparse():
    w = lattice(250, 400)
    assert w.raw.nnz == 8 * 250 * 400 - 6 * (250 + 400) + 4


def test_the_graph_is_of_libpysal_in_our_order_with_isolates(provinces):
    w = gp.contiguity(provinces)
    assert tuple(w.graph.unique_ids) == w.ids and list(w.graph.isolates) == ["460000"]
    np.testing.assert_allclose(w.graph.sparse.toarray(), w.matrix.toarray())


@pytest.mark.parametrize("metres", [0.01, 1.0, 100.0])
def test_rook_pairs_and_border_lengths_survive_noise(provinces, metres):
    shaken = moved(provinces, metres)
    assert pairs_of(gp.contiguity(shaken, rule="rook")) == pairs_of(gp.contiguity(provinces, rule="rook"))
    clean = gp.contiguity(provinces, rule="border").raw.toarray()
    rough = gp.contiguity(shaken, rule="border").raw.toarray()
    np.testing.assert_allclose(rough[clean > 0], clean[clean > 0], rtol=0.05)


def test_the_border_of_beijing_and_hebei_is_as_long_as_on_the_ellipsoid(provinces):
    ours = gp.contiguity(provinces, rule="border")
    i, j = provinces.ids.index("110000"), provinces.ids.index("130000")
    shapes = provinces.frame.geometry
    common = shapely.get_parts(shapely.line_merge(shapely.intersection(shapes.iloc[i], shapes.iloc[j])))
    metres = sum(pyproj.Geod(ellps="WGS84").geometry_length(line) for line in common)
    assert ours.raw[i, j] == pytest.approx(metres / 1000, rel=0.005)


def test_corners_of_a_noisy_chessboard_are_queen_and_not_rook():
    board = squares(5, 5)
    fine = units_of({i: shapely.segmentize(g, 100.0) for i, g in board.frame.geometry.items()})
    shaken = moved(fine, 1.0)
    assert len(pairs_of(gp.contiguity(shaken, rule="rook"))) == 40
    assert len(pairs_of(gp.contiguity(shaken))) == 72


def test_links_take_the_beginning_of_one_name():
    units = gp.read_units("demo-china-provinces", id="adcode", name="name_zh")
    assert gp.contiguity(units, links=["海南:广东"]).isolates == ()
    with pytest.raises(JoinError, match="河"):
        gp.contiguity(units, links=["河:广东"])
