"""The tools of boundaries and weights, as the faces call them."""

import pandas as pd
import pytest
import shapely

import gisplug as gp
from gisplug.core.errors import LayerError, ParameterError
from gisplug.core.progress import SILENT
from gisplug.tools import get_tool
from tests.boundaries.layers import moved

DEMO = {"units": "demo-china-provinces", "id": "adcode", "name": "name_zh"}


def call(tool_id, **given):
    tool = get_tool(tool_id)
    return tool.run(tool.complete(given), SILENT)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("结果 1")


@pytest.fixture(scope="module")
def weights(folder):
    made = call("weights_contiguity", **DEMO, links="海南省:广东省", weights=folder / "权重 w.csv")
    assert made["links_number"] == 130 and made["isolates_number"] == 0
    return made["weights"]


@pytest.fixture
def table(folder):
    units = gp.read_units("demo-china-provinces")
    rows = [
        {"adcode": int(i), "year": year, "gdp": 10.0 + k + 0.1 * year}
        for k, i in enumerate(units.ids)
        for year in (2010, 2011)
    ]
    path = folder / "gdp.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def test_contiguity_gives_every_output(folder):
    wanted = {
        "weights": "w.gal",
        "lines": "lines.gpkg",
        "table": "links.xlsx",
        "diagnostics": "d.csv",
        "figure": "w.png",
    }
    made = call("weights_contiguity", **DEMO, **{k: folder / "all" / v for k, v in wanted.items()})
    for name in wanted:
        assert (folder / "all" / wanted[name]).stat().st_size > 0 and made[name]
    assert made["components"] == 2 and made["mean_neighbours"] == pytest.approx(128 / 30)


def test_the_links_gained_are_counted(folder):
    from gisplug.boundaries.write import write_layer

    shaken = moved(gp.read_units("demo-china-provinces"), 10.0)
    path = write_layer(shaken.frame, folder / "shaken.gpkg")
    assert call("weights_contiguity", units=path, id="unit")["gained"] == 64
    assert call("weights_contiguity", units=path, id="unit", tolerance="0")["links_number"] == 0


@pytest.mark.parametrize(
    ("given", "links"),
    [
        ({"kind": "knn", "k": 5}, 150),
        ({"kind": "band", "distance": 900}, None),
        ({"kind": "inverse", "distance": 900, "isolates": "nearest"}, None),
        ({"kind": "inverse"}, 870),
        ({"kind": "exponential"}, 870),
        ({"kind": "kernel", "adaptive": True, "k": 6, "function": "gaussian"}, 180),
    ],
)
def test_distance_weights_of_every_kind(folder, given, links):
    made = call("weights_distance", **DEMO, **given, weights=folder / "d.csv")
    assert links is None or made["links_number"] == links
    assert gp.read_weights(made["weights"]).raw.nnz == made["links_number"]


def test_economic_weights_of_every_kind_and_by_period(folder, table, weights):
    common = {"table": table, "unit": "adcode", "variable": "gdp", "period": "year"}
    made = call("weights_economic", **common, result=folder / "e.csv", folder=folder / "by period")
    assert made["links_number"] == 870
    assert sorted(p.name for p in (folder / "by period").iterdir()) == ["weights_2010.csv", "weights_2011.csv"]
    assert (
        call("weights_economic", **common, kind="gravity", **DEMO, at="2010", lines=folder / "g.gpkg")["links_number"]
        == 870
    )
    for kind, links in (("nested", 130), ("nested_lin", 130), ("nested_mix", 870)):
        assert (
            call("weights_economic", **common, kind=kind, weights=weights, result=folder / "n.mtx")["links_number"]
            == links
        )
    for kind in ("gravity", "nested"):
        with pytest.raises(ParameterError):
            call("weights_economic", **common, kind=kind)


def test_weights_are_converted_there_and_back(folder, weights):
    for ending in (".gal", ".gwt", ".mtx", ".xlsx", ".dta", ".parquet", ".swm"):
        call("weights_convert", weights=weights, result=folder / f"c{ending}")
        call("weights_convert", weights=folder / f"c{ending}", result=folder / "back.csv")
        a, b = gp.read_weights(weights), gp.read_weights(folder / "back.csv")
        assert a.ids == b.ids and (a.raw != b.raw).nnz == 0
    call("weights_convert", weights=weights, normalise="row", layout="dense", result=folder / "dense.csv")
    dense = gp.read_weights(folder / "dense.csv", normalise="none")
    assert dense.raw.sum() == pytest.approx(30)


def test_diagnostics_draw_and_describe(folder, weights):
    made = call(
        "weights_diagnostics",
        weights=weights,
        **DEMO,
        figure=folder / "h.svg",
        paper=folder / "d.docx",
        neighbours=folder / "n.gpkg",
        lines=folder / "l.gpkg",
    )
    assert made["links_number"] == 130 and "weights" not in made
    assert len(gp.read_units(folder / "n.gpkg", id="unit")) == 30
    alone = call("weights_diagnostics", weights=weights, figure=folder / "h.png")
    assert alone["figure"] and "lines" not in alone


def test_the_check_repairs_reports_and_shows_faults(folder):
    import geopandas as gpd

    shapes = [
        shapely.Polygon([(0, 0), (1000, 1000), (1000, 0), (0, 1000)]),
        shapely.box(900, 0, 2000, 1000),
        shapely.box(2000, 0, 3000, 1000),
    ]
    gpd.GeoDataFrame({"code": ["1", "2", "2"], "name": ["甲", "乙", "丙"]}, geometry=shapes, crs=32650).to_file(
        folder / "坏 层.gpkg"
    )
    with pytest.raises(LayerError, match="dissolve"):
        call("boundaries_check", units=folder / "坏 层.gpkg", id="code")
    made = call(
        "boundaries_check",
        units=folder / "坏 层.gpkg",
        id="code",
        name="name",
        dissolve=True,
        layer=folder / "clean.gpkg",
        report=folder / "r.csv",
        faults=folder / "f.gpkg",
    )
    assert made["units_number"] == 2 and made["repairs"] == 2 and made["crs_used"] == "EPSG:32650"
    assert set(pd.read_csv(folder / "r.csv")["code"]) == {
        "dissolved",
        "dissolved-differ",
        "rings-repaired",
        "edges-unmatched",
        "faults",
    }
    clean = gp.read_units(folder / "clean.gpkg", id="unit")
    assert clean.ids == ("1", "2") and clean.frame["area_km2"].iloc[0] == pytest.approx(
        0.5, rel=1e-2
    )  # at the edge of the zone the grid stretches


def test_a_clean_layer_has_a_report_too(folder):
    call("boundaries_check", **DEMO, report=folder / "clean.csv", faults=folder / "none.gpkg")
    assert pd.read_csv(folder / "clean.csv")["code"].tolist() == ["clean"]


def test_the_catalogue_is_searched(folder):
    assert call("boundaries_catalog", search="china")["sets"] >= 3
    call("boundaries_catalog", table=folder / "catalogue.csv")
    assert {"name", "licence", "source", "url"} <= set(pd.read_csv(folder / "catalogue.csv").columns)
