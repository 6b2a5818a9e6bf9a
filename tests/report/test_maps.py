"""Maps: projection, classes, colours, legend; drawn from squares a child can check."""

import re
import sqlite3

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import pytest
import shapely

from gisplug.core.errors import ParameterError
from gisplug.core.maps.classes import Cut
from gisplug.core.palette import BELOW_ZERO, DIVERGING, KINDS, LISA, NO_DATA
from gisplug.report.figures import save_figure, style
from gisplug.report.maps.choropleth import small_maps, value_map
from gisplug.report.maps.classes import classified
from gisplug.report.maps.geometry import label_points, map_crs, scale_length
from gisplug.report.maps.look import DISCLAIMER, Look
from gisplug.report.words.settings import House, housed


def squares(count=9, west=105.0, south=30.0, crs=4326) -> gpd.GeoDataFrame:
    side = int(np.sqrt(count))
    cells = [shapely.box(west + i, south + j, west + i + 1, south + j + 1) for j in range(side) for i in range(side)]
    return gpd.GeoDataFrame({"v": np.arange(count, dtype=float)}, geometry=cells, crs=crs)


def texts(fig) -> str:
    return "\n".join(t.get_text() for t in fig.findobj(mpl.text.Text))


def world_box(*bounds) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(geometry=[shapely.box(*bounds)], crs=4326)


@pytest.mark.parametrize(
    ("bounds", "projection"),
    [
        ((73, 18, 135, 54), "lat_1=25 +lat_2=47"),
        ((-5, 42, 8, 51), "proj=aea"),
        ((10, -5, 25, 8), "proj=laea"),
        ((-179, -60, 179, 80), "proj=eqearth"),
    ],
)
def test_each_part_of_the_world_gets_an_equal_area_projection(bounds, projection):
    made = map_crs(world_box(*bounds)).srs
    assert projection in made


def test_a_projected_layer_keeps_its_projection_but_not_web_mercator():
    frame = squares()
    assert map_crs(frame.to_crs(32648)).to_epsg() == 32648
    assert map_crs(frame.to_crs(3857)).to_epsg() != 3857


def test_holes_stay_holes(tmp_path):
    hole = [(1, 1), (2, 1), (2, 2), (1, 2)]
    for ring in (hole, hole[::-1]):
        frame = gpd.GeoDataFrame(
            {"v": [1.0]}, geometry=[shapely.Polygon([(0, 0), (3, 0), (3, 3), (0, 3)], [ring])], crs=32648
        )
        fig = value_map(frame, "v", look=Look(disclaimer=False))
        fig.canvas.draw()
        ax = fig.axes[0]
        x, y = ax.transData.transform([(0.5, 1.5), (1.5, 1.5)]).astype(int).T
        picture = np.asarray(fig.canvas.buffer_rgba())[::-1]
        assert picture[y[1], x[1], :3].tolist() == [255, 255, 255] != picture[y[0], x[0], :3].tolist()


@pytest.mark.parametrize(("width", "length"), [(5e6, 1e6), (1.2e6, 2e5), (900, 100)])
def test_scale_bars_are_round_and_at_most_a_fifth(width, length):
    assert scale_length(width) == length


def test_labels_stand_inside_their_unit():
    shape = shapely.Polygon([(0, 0), (10, 0), (10, 1), (1, 1), (1, 10), (0, 10)])
    assert shapely.contains_xy(shape, *label_points(np.array([shape]))[0])


def test_diverging_classes_are_symmetric_and_colours_change_side_at_zero():
    made = classified(np.array([-2.0, -1.0, 0.5, 2.0]), "auto", None, "", Look())
    cold = BELOW_ZERO
    assert [made.colours[c] in cold for c in made.code] == [True, True, False, False]


def test_values_on_a_border_belong_to_the_class_below():
    made = classified(np.array([1.0, 2.0, 3.0]), "sequential", Cut(borders=(1.0, 2.0, 3.0)), "", Look())
    assert made.code.tolist() == [0, 0, 1] and len(made.colours) == 2


def test_cells_without_a_value_are_grey_and_named():
    frame = squares()
    frame.loc[4, "v"] = np.nan
    fig = value_map(frame, "v")
    assert "No data" in texts(fig)
    faces = fig.axes[0].collections[0].get_facecolor()
    assert mpl.colors.to_hex(faces[4]) == NO_DATA


def test_a_map_has_title_legend_scale_names_and_disclaimer():
    fig = value_map(
        squares(), "v", look=Look(title="Income", legend="yuan", names=[f"n{i}" for i in range(9)], north=True)
    )
    said = texts(fig)
    assert all(word in said for word in ("Income", "yuan", "n0", "n8", " km", "N", DISCLAIMER))


@pytest.mark.parametrize(
    "title", ["Received: " + "digital agglomeration on " * 4, "数字产业集聚对高质量发展的影响" * 4]
)
def test_a_long_title_is_wrapped_and_stands_whole_on_the_map(title):
    fig = value_map(squares(), "v", look=Look(title=title))
    fig.draw_without_rendering()
    told = fig.axes[0].get_title("left")
    assert told.count("\n") >= 1 and told.replace("\n", "").replace(" ", "") == title.replace(" ", "")
    place = next(t for t in fig.findobj(mpl.text.Text) if t.get_text() == told).get_window_extent()
    assert fig.bbox.x0 <= place.x0 and place.x1 <= fig.bbox.x1 and place.y1 <= fig.bbox.y1


def test_clusters_have_the_colours_of_the_style_and_their_counts():
    frame = squares()
    frame["c"] = ["High-High"] * 4 + ["Not significant"] * 5
    fig = value_map(frame, "c", style_name="lisa_clusters")
    assert "High-High (4)" in texts(fig)
    assert mpl.colors.to_hex(fig.axes[0].collections[0].get_facecolor()[0]) == LISA["High-High"]


def test_units_that_are_not_significant_are_hatched():
    fig = value_map(squares(), "v", look=Look(significant=[True] * 5 + [False] * 4))
    assert "Not significant" in texts(fig)


def test_several_maps_share_their_classes():
    frame = squares()
    frame["w"] = frame["v"] * 10
    fig = small_maps(frame, {"2010": "v", "2020": "w"}, look=Look(title="Two years"))
    top = mpl.colors.to_hex(fig.axes[1].collections[0].get_facecolor()[8])
    assert mpl.colors.to_hex(fig.axes[0].collections[0].get_facecolor()[8]) != top
    assert "2010" in texts(fig) and "Two years" in texts(fig)


def test_points_are_drawn_as_points(tmp_path):
    frame = squares()
    frame["geometry"] = frame.to_crs(3857).centroid.to_crs(4326)
    assert save_figure(value_map(frame, "v"), tmp_path / "p.png").exists()


@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf"])
def test_maps_are_written_in_all_formats_with_chinese_names(tmp_path, ending):
    fig = value_map(squares(), "v", look=Look(title="接收的溢出效应", names=["广东"] * 9, language="zh"))
    assert save_figure(fig, tmp_path / f"m{ending}").stat().st_size > 1000


def test_an_unknown_field_is_told():
    with pytest.raises(ParameterError, match="no field 'x'"):
        value_map(squares(), "x")
    with pytest.raises(ParameterError, match="'x'"):
        small_maps(squares(), {"a": "x"})


def test_inputs_are_not_changed():
    frame = squares()
    before = frame.copy()
    value_map(frame, "v")
    assert frame.equals(before)


@pytest.mark.parametrize(("sign", "place"), [(1.0, -1), (-1.0, 0)])
def test_effects_of_one_sign_have_its_colours_and_the_strongest_is_darkest(sign, place):
    values = sign * np.array([0.0, 0.1, 0.2, 0.3, 0.4, 0.5])  # an isolate has none
    made = classified(values, "effects", None, "", Look())
    assert made.colours[made.code[5]] == DIVERGING[place]
    assert made.colours[made.code[0]] in DIVERGING[4:6]
    half = set(DIVERGING[5:] if sign > 0 else DIVERGING[:5])
    assert set(made.colours) <= half


def test_a_common_legend_is_no_wider_than_the_picture_and_does_not_add_up_maps():
    frame = gpd.GeoDataFrame(
        {"a": list(LISA), "b": list(LISA)}, geometry=[shapely.box(k, 0, k + 1, 3) for k in range(len(LISA))], crs=3857
    )
    for language in ("en", "zh"):
        with housed(House(language=language)), style():
            fig = small_maps(frame, {"2010": "a", "2011": "b"}, "classes", Look(), style_name="lisa_clusters")
            fig.canvas.draw()
        legend = next(a for a in fig.axes if a.get_legend()).get_legend()
        extent = legend.get_window_extent()
        assert extent.x0 >= 0 and extent.x1 <= fig.bbox.x1 and extent.y0 >= 0
        assert len(legend.texts) == len(LISA) and not any("(" in t.get_text() for t in legend.texts)


def test_an_inset_takes_far_islands_over_and_the_mainland_is_not_shrunk():
    from gisplug.core.maps.insets import PRESETS

    mainland = [shapely.box(100 + i, 25 + j, 101 + i, 26 + j) for j in range(4) for i in range(4)]
    islands = shapely.MultiPolygon([shapely.box(103, 24, 104, 25), shapely.box(112, 8, 112.3, 8.3)])
    frame = gpd.GeoDataFrame({"v": np.arange(17.0)}, geometry=[*mainland, islands], crs=4326)
    plain = value_map(frame, "v")
    with housed(House(insets=(PRESETS["south-china-sea"],), map_note="审图号：GS(2020)4619号", north=True)):
        fig = value_map(frame, "v")
    large, small = fig.axes[0], fig.axes[0].child_axes[0]
    assert np.ptp(large.get_ylim()) < 0.5 * np.ptp(plain.axes[0].get_ylim())
    assert len(small.collections) == len(large.collections) and small.get_ylim()[0] < large.get_ylim()[0]
    assert "审图号" in texts(fig) and "N" in {t.get_text() for t in fig.findobj(mpl.text.Text)}


@pytest.mark.parametrize("given", ["atlantis", [1, 2, 3], [10, 5, 4, 20], ["a", 1, 2, 3], 7])
def test_what_is_no_inset_is_none(given):
    from gisplug.core.maps.insets import inset_of

    assert inset_of(given) is None


def test_units_left_out_of_a_study_are_drawn_as_land_and_named():
    whole = squares()
    part = whole.iloc[:6]
    with housed(House(background=whole, rest=True)):
        fig, several = value_map(part, "v"), small_maps(part, {"a": "v", "b": "v"})
        complete = value_map(whole, "v")
    assert "Not in the study" in texts(fig) and "Not in the study" in texts(several)
    assert len(fig.axes[0].collections[0].get_paths()) == 3  # the three that are left out, below the six
    assert "Not in the study" not in texts(complete)
    with housed(House(background=whole)):
        assert "Not in the study" not in texts(value_map(part, "v"))


@pytest.mark.parametrize("kind", ["sequential", "diverging"])
def test_maps_without_colours_tell_classes_by_lightness_or_pattern(kind):
    values = np.linspace(-3.0, 4.0, 30) if kind == "diverging" else np.linspace(0.0, 4.0, 30)
    made = classified(values, kind, Cut(classes=6), "", Look(grey=True))
    pairs = list(zip(made.colours, made.hatches, strict=True))
    assert len(set(pairs)) == len(pairs)
    assert all(len(set(mpl.colors.to_rgb(colour))) == 1 for colour, _ in pairs)  # no colour, only grey
    assert [bool(h) for h in made.hatches] == [kind == "diverging" and label.startswith("−") for label in made.labels]


def test_clusters_without_colours_have_patterns_and_units_without_a_value_too():
    frame = squares(16)
    frame["c"] = [*LISA, None, *LISA, *["High-High"]]
    with housed(House(grey=True)):
        fig = value_map(frame, "c", style_name="lisa_clusters")
    handles = fig.axes[0].get_legend().legend_handles
    looks = {(mpl.colors.to_hex(h.get_facecolor()), h.get_hatch()) for h in handles}
    assert len(looks) == len(handles) == len(LISA) + 1


def test_the_unit_of_a_legend_stands_above_it_where_borders_would_be_long():
    frame = squares()
    frame["v"] = 10.0 ** -np.arange(9.0) / 50
    fig = value_map(frame, "v", "effects", look=Look(legend="Effect on the outcome"))
    assert fig.axes[0].get_legend().get_title().get_text() == "Effect on the outcome\n(unit: 0.001)"
    assert "e-" not in texts(fig)


def test_several_maps_have_one_scale_bar_and_one_north_arrow_where_asked():
    frame = squares()
    with housed(House(north=True)):
        fig = small_maps(frame, {"2010": "v", "2020": "v"})
    told = [t.get_text() for t in fig.findobj(mpl.text.Text)]
    assert sum(t.endswith(" km") for t in told) == 1 and told.count("N") == 1


@pytest.mark.parametrize(("count", "row"), [(1, 1), (2, 2), (3, 3), (4, 2), (6, 3), (7, 4), (14, 4)])
def test_small_maps_by_year_fill_their_rows(count, row):
    frame = squares(4)
    fig = small_maps(frame, {str(2000 + k): "v" for k in range(count)}, look=Look(disclaimer=False))
    titled = [ax for ax in fig.axes if ax.get_title()]
    assert len(titled) == count and len({round(ax.get_subplotspec().colspan.start) for ax in titled}) == row


def test_borders_with_a_minus_are_not_joined_by_a_dash():
    values = np.linspace(-3.0, 4.0, 30)
    made = classified(values, "sequential", Cut("equal", 4), "", Look())
    assert made.labels[0] == "−3.00 to −1.25" and "–" not in "".join(made.labels)
    with housed(House(language="zh")):
        assert classified(values, "sequential", Cut("equal", 4), "", Look()).labels[0] == "−3.00 至 −1.25"


def test_a_map_says_where_it_shows_more_than_the_estimates_know():
    from gisplug.report.maps.certainty import narrower_than_errors

    wide, error = np.linspace(0.0, 5.0, 30), np.full(30, 0.1)
    assert narrower_than_errors({"Received": (wide, error)}) == ""
    close = np.linspace(0.562, 0.588, 30)
    assert narrower_than_errors({"Received": (close, np.full(30, 0.256))}) == (
        "All units lie within 0.026 of each other; the standard error of one is 0.256."
    )
    skewed = np.append(np.linspace(1.0, 1.2, 29), 5.0)
    assert narrower_than_errors({"Received": (skewed, error)}).startswith("4 of 5 classes are narrower")
    both = narrower_than_errors({"Received": (close, np.full(30, 0.256)), "Sent": (wide, error)})
    assert both.startswith("Received: All units lie within")


@pytest.mark.parametrize("classes", [5, 7, 9])
def test_a_common_legend_of_many_classes_stands_whole_in_the_picture(classes):
    frame = squares(49)
    frame["v"] = frame["v"] * 1234.5
    frame.loc[3, "v"] = np.nan
    with housed(House(background=squares(64), rest=True)):
        fig = small_maps(
            frame, {"a": "v", "b": "v"}, look=Look(significant=[True] * 48 + [False]), cut=Cut("equal", classes)
        )
    with style():
        fig.canvas.draw()
    legend = next(a for a in fig.axes if a.get_legend()).get_legend()
    extent = legend.get_window_extent()
    assert len(legend.texts) == classes + 3 and extent.x0 >= 0 and extent.x1 <= fig.bbox.x1 and extent.y0 >= 0


def test_a_map_of_texts_and_its_layer_have_the_same_colours(tmp_path):
    from gisplug.cli import main
    from gisplug.core.tables import read_table

    panel = read_table("demo-panel")[["adcode", "year", "region"]]
    panel.to_csv(tmp_path / "panel.csv", index=False)
    asked = [
        "choropleth-map",
        "--units",
        "demo-china-provinces",
        "--id",
        "adcode",
        "--panel",
        str(tmp_path / "panel.csv"),
    ]
    asked += ["--unit", "adcode", "--period", "year", "--variable", "region", "--quiet"]
    assert main([*asked, "--layer", str(tmp_path / "map.gpkg"), "--figure", str(tmp_path / "map.svg")]) == 0
    with sqlite3.connect(tmp_path / "map.gpkg") as base:
        (drawn,) = base.execute("SELECT styleQML FROM layer_styles").fetchone()
    base.close()
    made = classified(panel["region"].to_numpy(), "auto", None, "", Look(counts=False))
    values = re.findall(r'<category symbol="\d" value="([^"]*)"', drawn)
    fills = [
        "#" + "".join(f"{int(c):02x}" for c in rgb.split(","))
        for rgb in re.findall(r'"color" value="([\d,]*),255"', drawn)
    ]
    assert (tuple(values), tuple(fills)) == (made.labels, made.colours)


def test_texts_beyond_the_colours_share_a_class_that_the_legend_names():
    names = np.array([f"k{n}" for n in range(20)] + ["k0"], dtype=object)
    made = classified(names, "auto", None, "", Look())
    assert made.labels[-1] == "Other (8)" and len(made.labels) == len(KINDS) + 1 and made.code.max() == len(KINDS)


@pytest.mark.parametrize(
    "note", ["Source: " + "statistical yearbooks of many years " * 9, "资料来源：历年统计年鉴，" * 16]
)
def test_remarks_below_maps_stay_inside_the_picture(note):
    frame = squares()
    frame["w"] = frame["v"]
    look, language = Look(note=note), "en" if note.isascii() else "zh"
    for small in (False, True):
        with housed(House(language=language)), style():
            fig = small_maps(frame, {"a": "v", "b": "w"}, look=look) if small else value_map(frame, "v", look=look)
            fig.canvas.draw()
        (said,) = [t for t in fig.findobj(mpl.text.Text) if note[:5] in t.get_text()]
        extent = said.get_window_extent()
        assert said.get_text().count("\n") >= 1 and extent.x1 <= fig.bbox.x1 and extent.y0 >= 0
        boxes = [a.get_legend().get_window_extent() for a in fig.axes if a.get_legend()]
        assert not any(extent.overlaps(box) for box in boxes)


def test_land_outside_the_study_does_not_look_like_what_is_not_significant():
    cells = squares()
    with housed(House(background=cells, rest=True)):
        fig = value_map(cells.iloc[:6], "v")
    (patch,) = [h for h in fig.axes[0].get_legend().legend_handles if h.get_hatch()]
    assert patch.get_facecolor()[:3] == (1, 1, 1) and patch.get_hatch() != "/////"
    assert any(c.get_hatch() == patch.get_hatch() for c in fig.axes[0].collections)


def test_groups_of_the_data_keep_their_names_in_chinese(tmp_path):
    frame = squares(4)
    frame["grade"] = ["low", "high", "share", "low"]
    with housed(House(language="zh", labels={"share": "份额"})):
        fig = value_map(frame, "grade")
        save_figure(fig, tmp_path / "map.png")
        small = small_maps(frame, {"a": "grade"})
        save_figure(small, tmp_path / "small.png")
    assert [t.get_text() for t in fig.axes[0].get_legend().get_texts()] == ["low (2)", "high (1)", "份额 (1)"]
    assert {"low", "high", "份额"} <= set(texts(small).split("\n"))


def test_a_long_legend_stands_below_the_map():
    frame = squares(16)
    frame["kind"] = [f"kind {n} of many words" for n in range(16)]
    with housed(House(synthetic=True)), style():
        fig = value_map(frame, "kind", look=Look(title="Kinds"))
        fig.canvas.draw()
    above, under = (ax.get_window_extent() for ax in fig.axes)
    box = fig.axes[1].get_legend().get_window_extent()
    assert fig.axes[0].get_legend() is None and box.y1 <= above.y0 and box.x1 <= fig.bbox.x1 and box.y0 >= under.y0 >= 0
