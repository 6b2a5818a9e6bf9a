"""Crosswalks of layers: shares, noise, what became of the units, what lies outside."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from gisplug.boundaries.read import area_km2, read_units
from gisplug.core.errors import LayerError, ParameterError
from gisplug.core.messages import spoken
from gisplug.crosswalks.layers import crosswalk
from tests.boundaries.layers import METRES, moved, squares
from tests.crosswalks.worlds import board, layer, raster
from tests.lights.rasters import write
from tests.shared_data import shared

box = shapely.box
WEST, EAST = box(0, 0, 4000, 4000), box(4000, 0, 8000, 4000)


def kinds(made) -> dict[str, str]:
    return {**dict(zip(made.table["source"], made.table["kind"], strict=True))}


def share(made, source: str, target: str) -> float:
    table = made.table
    found = table.loc[(table["source"] == source) & (table["target"] == target), "share_of_source"]
    return float(found.iloc[0]) if len(found) else 0.0


def test_shares_are_shares_of_ground():
    before = layer({"a": box(0, 0, 4000, 4000)})
    after = layer({"x": box(0, 0, 1000, 4000), "y": box(1000, 0, 4000, 4000)})
    made = crosswalk(before, after)
    assert share(made, "a", "x") == pytest.approx(0.25, abs=1e-9)
    assert share(made, "a", "y") == pytest.approx(0.75, abs=1e-9)
    assert made.table["km2"].sum() == pytest.approx(16.0, rel=1e-5)


def test_each_kind_of_change_is_told():
    names = {
        "same": "Same",
        "old": "Old name",
        "code": "Town",
        "m1": "M1",
        "m2": "M2",
        "s": "S",
        "r1": "R1",
        "r2": "R2",
    }
    row = {name: box(k * 1000, 0, (k + 1) * 1000, 1000) for k, name in enumerate(names)}
    before = layer({**row, "away": box(0, 9000, 1000, 9999)}, {**names, "away": "Away"})
    after = layer(
        {
            "same": row["same"],
            "old": row["old"],
            "code2": row["code"],
            "m": row["m1"].union(row["m2"]),
            "s1": box(5000, 0, 5400, 1000),
            "s2": box(5400, 0, 6000, 1000),
            "q1": box(6000, 0, 7300, 1000),
            "q2": box(7300, 0, 8000, 1000),
            "land": box(0, 5000, 1000, 6000),
        },
        {"same": "Same", "old": "New name", "code2": "Town", "land": "Land"},
    )
    made = crosswalk(before, after)
    told = kinds(made)
    assert told["same"] == "unchanged"
    assert told["old"] == "renamed"
    assert told["code"] == "recoded"
    assert told["m1"] == told["m2"] == "merged"
    assert told["s"] == "split"
    assert told["r1"] == told["r2"] == "redrawn"
    assert told["away"] == "gone"
    assert dict(zip(made.table["target"], made.table["kind"], strict=True))["land"] == "new"
    assert "unchanged" not in set(made.changes["kind"])
    assert [n.code for n in made.report.warnings] == ["gone", "new"]
    said = made.report.having("changes")[0].text
    assert "1 renamed (old)" in said and " by area: " in said
    assert "按面积：" in spoken(said, "zh") and "更名 1 个（old）" in spoken(said, "zh")
    assert made.quality.loc["m", "apportioned"] == 0
    assert made.quality.loc["s1", "apportioned"] == 1
    assert made.quality.loc["q1", "apportioned"] == pytest.approx(0.3 / 1.3, abs=1e-6)


@pytest.mark.parametrize("metres", [3, 15])
def test_borders_drawn_again_change_nothing(metres):
    before = squares(5, 5, 5000.0, crs=METRES)
    after = moved(before, metres)
    made = crosswalk(before, after, tolerance=60)
    assert (made.table["kind"] == "unchanged").all()
    assert np.allclose(made.shares.toarray(), np.eye(25))
    assert len(made.slivers) > 25
    note = made.report.having("slivers")[0]
    assert "narrower than 60 m" in note.text
    assert note.level == "info"


def test_without_a_tolerance_noise_is_kept_and_totals_too():
    before = squares(4, 4, 5000.0, crs=METRES)
    made = crosswalk(before, moved(before, 10), tolerance=0)
    assert made.shares.nnz > 32
    assert np.allclose(made.shares.sum(axis=1), 1.0)
    assert made.report.having("small-overlaps")


def test_a_real_transfer_survives_among_the_noise():
    before = squares(3, 3, 9000.0, crs=METRES)
    piece = box(9000, 3000, 10500, 6000)  # of the middle of the lowest row, to its left neighbour
    shapes = dict(zip(before.ids, before.frame.geometry, strict=True))
    shapes["0-0"], shapes["0-1"] = shapes["0-0"].union(piece), shapes["0-1"].difference(piece)
    after = moved(layer(shapes, crs=METRES), 10)
    made = crosswalk(before, after)
    assert made.changes["kind"].tolist() == ["redrawn"] * 3
    assert share(made, "0-1", "0-0") == pytest.approx(1500 * 3000 / 9000**2, rel=0.03)


def test_a_unit_that_is_all_sliver_is_no_noise():
    before = layer({"strip": box(0, 0, 5000, 40), "rest": box(0, 40, 5000, 5000)})
    after = layer({"strip2": box(0, 0, 5000, 40), "rest": box(0, 40, 5000, 5000)})
    made = crosswalk(before, after, tolerance=100)
    assert kinds(made) == {"strip": "recoded", "rest": "unchanged"}


def test_islands_of_a_unit_are_no_slivers():
    mainland, islet = box(0, 0, 9000, 9000), box(9500, 0, 9600, 100)
    whole = layer({"a": mainland.union(islet), "b": box(0, 9000, 9000, 18_000)})
    moved_islet = layer({"a": mainland.union(box(9500, 0, 9600, 90)), "b": box(0, 9000, 9000, 18_000)})
    made = crosswalk(whole, moved_islet, tolerance=200)
    assert len(made.slivers) == 0
    assert (made.table["kind"] == "unchanged").all()


def test_small_units_among_large_ones_have_a_small_tolerance_of_their_own():
    large = {f"l{k}": box(k * 100_000, 1000, (k + 1) * 100_000, 101_000) for k in range(4)}
    before = layer({**large, "s": box(0, 0, 1000, 1000), "t": box(1000, 0, 2000, 1000)})
    after = layer({**large, "s": box(0, 0, 1200, 1000), "t": box(1200, 0, 2000, 1000)})
    made = crosswalk(before, after)
    assert share(made, "t", "s") == pytest.approx(0.2, abs=1e-6)
    noise = layer({**large, "s": box(0, 0, 1020, 1000), "t": box(1020, 0, 2000, 1000)})
    assert (crosswalk(before, noise).table["kind"] == "unchanged").all()


def test_the_layer_of_changes_is_drawn_and_styled(tmp_path):
    from gisplug.boundaries.write import write_layer
    from gisplug.core.palette import CHANGES
    from gisplug.crosswalks.changes import KINDS, change_layer
    from gisplug.report.maps.choropleth import value_map
    from gisplug.report.maps.look import Look

    assert {k.capitalize() for k in KINDS} == {*CHANGES, "Gone"}
    before = layer({"a": WEST, "b": EAST})
    made = change_layer(crosswalk(before, layer({"x": WEST.union(EAST)})))
    assert made[["unit", "change", "from_units", "sources"]].to_numpy().tolist() == [["x", "Merged", "a, b", 2]]
    fig = value_map(made, "change", "classes", Look(language="zh"), style_name="boundary_changes")
    legend = fig.axes[0].get_legend().get_texts()
    assert [text.get_text() for text in legend] == ["合并 (1)"]
    write_layer(made, tmp_path / "changes.gpkg", None, style="boundary_changes", field="change", title="Changes")
    with pytest.raises(LayerError, match="no layer"):
        change_layer(replace(crosswalk(before, before), units=None))


def test_ground_beyond_the_targets_is_refused_allocated_or_left():
    before, after = layer({"a": WEST, "b": EAST}), layer({"x": WEST, "y": box(4000, 0, 7000, 4000)})
    with pytest.raises(LayerError, match=r"b 25%.*outside='allocate'.*outside='leave'"):
        crosswalk(before, after)
    given = crosswalk(before, after, outside="allocate")
    assert share(given, "b", "y") == pytest.approx(1.0)
    left = crosswalk(before, after, outside="leave")
    assert share(left, "b", "y") == pytest.approx(0.75, abs=1e-6)
    for made in (given, left):
        assert kinds(made) == {"a": "recoded", "b": "redrawn"}
        assert made.report.having("outside")[0].level == "warning"


def test_a_coast_drawn_again_is_no_ground_outside():
    before = layer({"island": box(0, 0, 600, 600), "main": box(2000, 0, 9000, 9000)})
    after = layer({"island": box(40, 0, 600, 600), "main": box(2000, 0, 9000, 9000)})
    made = crosswalk(before, after, tolerance=50)
    assert (made.table["kind"] == "unchanged").all()
    with pytest.raises(LayerError, match="island 7%"):
        crosswalk(before, after, tolerance=30)


def test_targets_that_sources_do_not_cover_are_told():
    made = crosswalk(layer({"a": WEST}), layer({"x": box(0, 0, 8000, 4000)}))
    assert "x 50%" in made.report.having("covered-partly")[0].text
    assert made.quality.loc["x", "covered"] == pytest.approx(0.5, abs=1e-6)
    assert kinds(made) == {"a": "redrawn"}


def test_targets_that_overlap_each_other_are_told():
    made = crosswalk(layer({"a": WEST}), layer({"x": box(0, 0, 3000, 4000), "y": box(2000, 0, 4000, 4000)}))
    assert np.allclose(made.shares.sum(axis=1), 1.0)
    assert "a 25%" in made.report.having("targets-overlap")[0].text


def test_a_target_over_an_unchanged_unit_is_seen():
    made = crosswalk(layer({"a": WEST, "b": EAST}), layer({"a": WEST, "y": box(0, 0, 2000, 4000), "b": EAST}))
    assert share(made, "a", "y") == pytest.approx(1 / 3, abs=1e-6)
    assert made.report.having("targets-overlap")


def test_a_code_that_names_other_ground_is_told():
    made = crosswalk(layer({"1": WEST, "2": EAST}), layer({"2": WEST, "3": EAST}))
    assert kinds(made) == {"1": "recoded", "2": "recoded"}
    assert made.report.having("codes-reused")[0].ids == ("2",)


def test_layers_of_two_reference_systems_agree():
    before = squares(3, 3, 40_000.0, crs=METRES)
    degrees = before.frame.to_crs("EPSG:4326")
    after = layer(dict(zip(before.ids, degrees.geometry, strict=True)), crs="EPSG:4326")
    for made in (crosswalk(before, after), crosswalk(after, before)):
        assert (made.table["kind"] == "unchanged").all()
        assert made.table["km2"].sum() == pytest.approx(area_km2(before).sum(), rel=1e-4)


def test_points_and_strangers_are_refused():
    with pytest.raises(LayerError, match="polygons"):
        crosswalk(layer({"a": shapely.Point(9000, 9000)}), layer({"x": WEST}))
    with pytest.raises(LayerError, match="No unit of"):
        crosswalk(layer({"a": WEST}), layer({"x": box(90_000, 0, 99_000, 9000)}))
    with pytest.raises(ParameterError, match="outside is one of"):
        crosswalk(layer({"a": WEST}), layer({"x": WEST}), outside="drop")
    with pytest.raises(ParameterError, match="tolerance"):
        crosswalk(layer({"a": WEST}), layer({"x": WEST}), tolerance="some")
    with pytest.raises(ParameterError, match="tolerance"):
        crosswalk(layer({"a": WEST}), layer({"x": WEST}), tolerance=-1)
    with pytest.raises(ParameterError, match="option"):
        crosswalk(layer({"a": WEST}), layer({"x": WEST}), colour="red")


class TestRaster:
    labels = np.array([[0, 0, 0, 0], [0, 0, 0, 0]])
    halves = np.array([[0, 0, 1, 1], [0, 0, 1, 1]])

    def test_shares_are_those_of_the_people(self, tmp_path):
        people = np.array([[1.0, 2, 3, 4], [5, 6, 7, 8]])
        made = crosswalk(board(self.labels), board(self.halves, "t"), by=raster(tmp_path / "pop_2010.tif", people))
        assert share(made, "0", "t0") == pytest.approx(14 / 36)
        assert made.table["amount"].tolist() == pytest.approx([14, 22])
        assert made.by == "pop_2010.tif"

    def test_half_a_cell_counts_half(self, tmp_path):
        people = np.array([[4.0, 0, 0, 4]])
        after = layer({"x": box(0, 0, 500, 1000), "y": box(500, 0, 4000, 1000)})
        made = crosswalk(board(np.zeros((1, 4), int)), after, by=raster(tmp_path / "pop_2010.tif", people))
        assert share(made, "0", "x") == pytest.approx(0.25)

    def test_a_unit_without_people_is_divided_by_ground(self, tmp_path):
        dark = raster(tmp_path / "pop_2010.tif", np.zeros((2, 4)))
        made = crosswalk(board(self.labels), board(self.halves, "t"), by=dark)
        assert share(made, "0", "t0") == pytest.approx(0.5, abs=1e-6)
        assert made.report.having("divided-by-ground")[0].ids == ("0",)

    def test_ground_without_people_is_a_link_with_nothing(self, tmp_path):
        people = np.array([[0.0, 0, 3, 4], [0, 0, 7, 8]])
        made = crosswalk(board(self.labels), board(self.halves, "t"), by=raster(tmp_path / "pop_2010.tif", people))
        assert made.table["share_of_source"].tolist() == pytest.approx([0, 1])
        assert (made.table["kind"] == "split").all()

    def test_zeros_declared_missing_are_dark_and_not_unknown(self, tmp_path):
        people = np.array([[0.0, 0, 3, 4], [0, 0, 7, 8]])
        path = raster(tmp_path / "pop_2010.tif", people, nodata=0)
        made = crosswalk(board(self.labels), board(self.halves, "t"), by=path)
        assert made.table["share_of_source"].tolist() == pytest.approx([0, 1])

    def test_a_unit_that_the_raster_does_not_reach_is_divided_by_ground(self, tmp_path):
        people = raster(tmp_path / "pop_2010.tif", np.array([[1.0, 2]]))
        before = layer({"a": box(0, 0, 4000, 1000)})
        after = layer({"x": box(0, 0, 1000, 1000), "y": box(1000, 0, 2000, 1000), "z": box(2000, 0, 4000, 1000)})
        made = crosswalk(before, after, by=people)
        assert made.table["share_of_source"].tolist() == pytest.approx([0.25, 0.25, 0.5], abs=1e-6)
        assert made.report.having("divided-by-ground")

    def test_what_lies_outside_is_left_by_people(self, tmp_path):
        people = np.array([[1.0, 2, 3, 4], [5, 6, 7, 8]])
        after = board(np.array([[0, 0, 1, -1], [0, 0, 1, -1]]), "t")
        made = crosswalk(board(self.labels), after, by=raster(tmp_path / "p_2010.tif", people), outside="leave")
        assert made.table["share_of_source"].tolist() == pytest.approx([14 / 36, 10 / 36])

    def test_one_of_several_periods_must_be_named(self, tmp_path):
        for year, people in ((2010, [[1.0, 1, 1, 1]] * 2), (2011, [[1.0, 1, 3, 3]] * 2)):
            raster(tmp_path / f"pop_{year}.tif", np.array(people))
        with pytest.raises(ParameterError, match="period=2010"):
            crosswalk(board(self.labels), board(self.halves, "t"), by=str(tmp_path / "pop_{period}.tif"))
        made = crosswalk(
            board(self.labels), board(self.halves, "t"), by=str(tmp_path / "pop_{period}.tif"), period=2011
        )
        assert made.table["share_of_source"].tolist() == pytest.approx([0.25, 0.75])

    def test_densities_count_by_ground(self, tmp_path):
        values = np.repeat([[1.0, 1, 1, 1, 3, 3, 3, 3]], 4, axis=0)
        density = write(tmp_path / "d_2010.tif", values, north=2000, cell=500)
        made = crosswalk(board(self.labels), board(self.halves, "t"), by=density, cells="densities")
        assert made.table["amount"].tolist() == pytest.approx([4, 12], rel=1e-3)
        counted = crosswalk(board(self.labels), board(self.halves, "t"), by=density)
        assert counted.table["amount"].tolist() == pytest.approx([16, 48])
        with pytest.raises(ParameterError, match="amounts or densities"):
            crosswalk(board(self.labels), board(self.halves, "t"), by=density, cells="people")


def test_a_new_district_is_found_in_real_layers():
    """Drybin was made of parts of its neighbours; the two layers come from different drawings."""
    before = read_units(shared("data/belarus/by_adm2_118_geoboundaries.gpkg"), id="id")
    after = read_units(shared("data/belarus/by_adm2_119_simplified_overlaps.gpkg"), id="id")
    made = crosswalk(before, after, tolerance=600)
    given = made.changes.query("target == 'r-drybinski'").set_index("source")["share_of_target"]
    assert set(given.index) == {"r-horacki", "r-shklouski", "r-mscislauski"}
    assert given["r-horacki"] > 0.7
    assert (made.table["kind"] == "unchanged").sum() == 115
    assert np.allclose(made.shares.sum(axis=1), 1.0)
