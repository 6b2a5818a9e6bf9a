"""One list of file formats: what it says is read is read, what it says is written is written, and both come back."""

import bz2
import gzip
import lzma
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import rasterio
import rasterio.shutil
import shapely
from scipy.sparse import csr_array

from gisplug.boundaries.sources import open_layer
from gisplug.boundaries.write import write_layer
from gisplug.core.errors import GisplugError, TableError
from gisplug.core.formats import (
    FORMATS,
    KINDS,
    as_markdown,
    endings,
    file_filter,
    format_of,
    formats,
    usual_endings,
)
from gisplug.core.tables import read_table, write_table
from gisplug.lights.rewrite import calibrate_raster
from gisplug.lights.sources import pictures
from gisplug.report.figures import figure, save_figure
from gisplug.report.tables.files import read_paper, write_paper
from gisplug.report.tables.paper_table import plain_table
from gisplug.tools import all_tools
from gisplug.weights.formats.files import read_weights, write_weights
from gisplug.weights.weights import Weights
from tests.core.old_workbook import old_workbook

PAGE = Path(__file__).parents[2] / "docs" / "study" / "file-formats.md"


def table():
    return pd.DataFrame(
        {"unit": ["110000", "440000"], "年份": [2020, 2021], "value": [1.5, -0.25], "name": ["北京", "b"]}
    )


def layer():
    shapes = [shapely.box(116, 39, 117, 40), shapely.box(113, 23, 114, 24)]
    return gpd.GeoDataFrame({"unit": ["a", "b"], "名称": ["北京", "广东"], "v": [1.5, 2.0]}, geometry=shapes, crs=4326)


def weights():
    raw = csr_array((np.ones(4), ([0, 1, 1, 2], [1, 0, 2, 1])), shape=(3, 3))
    return Weights(raw, ("1", "2", "3"), "w")


def paper():
    return plain_table("标题", pd.DataFrame({"mean": [1.5, -2.0]}, index=["x", "y"]))


def table_comes_back(path):
    back = read_table(write_table(table(), path))
    pd.testing.assert_frame_equal(back.astype({"unit": str}), table(), check_dtype=False, check_column_type=False)


def layer_comes_back(path):
    back = open_layer(write_layer(layer(), path)).frame
    assert shapely.equals(back.geometry.to_numpy(), layer().geometry.to_numpy()).all()
    assert back.crs.equals(layer().crs) or back.crs.to_epsg() == 4326
    pd.testing.assert_frame_equal(
        pd.DataFrame(back.drop(columns="geometry")), pd.DataFrame(layer().drop(columns="geometry")), check_dtype=False
    )


def weights_come_back(path):
    back = read_weights(write_weights(weights(), path), normalise="none")
    assert back.ids == weights().ids and np.array_equal(back.raw.toarray(), weights().raw.toarray())


def paper_comes_back(path):
    assert read_paper(write_paper(paper(), path)) == paper()


def raster(path):
    options = {"crs": "EPSG:4326", "transform": rasterio.Affine(1, 0, 0, 0, -1, 3)}
    with rasterio.open(path, "w", "GTiff", 3, 3, 1, dtype="float32", **options) as out:
        out.write(np.arange(1, 10, dtype="float32").reshape(1, 3, 3))
    return path


def raster_comes_back(path):
    source = raster(path.with_name("ntl_2020_source.tif"))
    calibrate_raster(source, path, "viirs-vnl")
    (picture,) = pictures(path)
    with rasterio.open(picture.paths[0]) as back:
        assert np.array_equal(back.read(1).ravel(), np.arange(1.0, 10.0))


ROUND_TRIPS = {
    "table": table_comes_back,
    "layer": layer_comes_back,
    "weights": weights_come_back,
    "paper": paper_comes_back,
    "raster": raster_comes_back,
}
BOTH = [(kind, ending) for kind in FORMATS for ending in endings(kind, "both")]


@pytest.mark.parametrize(("kind", "ending"), BOTH, ids=[f"{k}{e}" for k, e in BOTH])
@pytest.mark.parametrize("change", [str, str.upper], ids=["lower", "upper"])
def test_what_is_read_and_written_makes_a_round_trip(tmp_path, kind, ending, change):
    ROUND_TRIPS[kind](tmp_path / f"ntl_2020{change(ending)}")


def test_every_kind_with_a_format_that_goes_both_ways_is_tried():
    assert {kind for kind, _ in BOTH} == set(ROUND_TRIPS)


WRITERS = {
    "table": lambda path: write_table(table(), path),
    "layer": lambda path: write_layer(layer(), path),
    "weights": lambda path: write_weights(weights(), path),
    "paper": lambda path: write_paper(paper(), path),
    "figure": lambda path: save_figure(figure(4, 4)[0], path),
}
WRITTEN = [(kind, ending) for kind in WRITERS for ending in endings(kind, "write")]


@pytest.mark.parametrize(("kind", "ending"), WRITTEN, ids=[f"{k}{e}" for k, e in WRITTEN])
def test_what_is_written_makes_a_file(tmp_path, kind, ending):
    assert WRITERS[kind](tmp_path / f"x{ending}").stat().st_size > 0


def by_gdal(path, ending):
    """Write a layer in a format that gisplug only reads."""
    driver = {".gml": "GML", ".kml": "KML", ".sqlite": "SQLite", ".tab": "MapInfo File", ".gdb": "OpenFileGDB"}
    frame = layer().rename(columns={"名称": "name"})
    if ending == ".zip":
        write_layer(layer(), path.with_suffix(".shp"))
        with zipfile.ZipFile(path, "w") as archive:
            for part in sorted(path.parent.glob(f"{path.stem}.*")):
                if part != path:
                    archive.write(part, part.name)
    else:
        pyogrio.write_dataframe(frame, path, driver=driver[ending])
    return path


ONLY_READ = [e for e in endings("layer", "read") if e not in endings("layer", "write")]


@pytest.mark.parametrize("ending", ONLY_READ)
def test_layers_that_are_only_read_are_read(tmp_path, ending):
    back = open_layer(by_gdal(tmp_path / f"x{ending}", ending)).frame
    assert len(back) == 2 and shapely.area(back.geometry.to_numpy()).sum() == pytest.approx(2.0)


@pytest.mark.parametrize("ending", [e for e in endings("table", "read") if e not in endings("table", "write")])
def test_tables_that_are_only_read_are_read(tmp_path, ending):
    path = tmp_path / f"x{ending}"
    if ending == ".xlsm":
        write_table(table(), tmp_path / "x.xlsx").replace(path)
    elif ending == ".dbf":
        write_layer(layer(), tmp_path / "x.shp")
    elif ending == ".sqlite":
        by_gdal(path, ending)
    elif ending == ".xls":
        old_workbook(path)
    elif ending in (".gz", ".bz2", ".xz"):
        packer = {".gz": gzip, ".bz2": bz2, ".xz": lzma}[ending]
        path = path.with_name(f"x.csv{ending}")
        path.write_bytes(packer.compress(write_table(table(), tmp_path / "x.csv").read_bytes()))
    elif ending in (".sav", ".zsav"):
        pytest.importorskip("pyreadstat").write_sav(table(), path, compress=ending == ".zsav")
    else:
        write_layer(layer(), path)
    assert list(read_table(path)["unit"].astype(str)) in (["a", "b"], ["110000", "440000"])


def test_packed_text_is_whole_and_text(tmp_path):
    write_table(table(), tmp_path / "x.csv")
    (tmp_path / "x.csv.gz").write_bytes(gzip.compress((tmp_path / "x.csv").read_bytes())[:-9])
    (tmp_path / "x.dta.gz").write_bytes(gzip.compress(b"1"))
    for name, said in (("x.csv.gz", "no whole packed file"), ("x.dta.gz", "only text is read packed")):
        with pytest.raises(TableError, match=said):
            read_table(tmp_path / name)


@pytest.mark.parametrize("ending", [e for e in endings("raster", "read") if e not in endings("raster", "write")])
def test_rasters_that_are_only_read_are_read(tmp_path, ending):
    driver = {".vrt": "VRT", ".img": "HFA", ".nc": "netCDF", ".hdf": "HDF4Image", ".h5": "HDF5"}[ending]
    with rasterio.Env() as env:
        if driver not in env.drivers():
            pytest.skip(f"this GDAL is built without {driver}")
    if driver == "HDF5":
        pytest.skip("GDAL reads HDF5, but writes none to read")
    path = tmp_path / f"ntl_2020{ending}"
    rasterio.shutil.copy(raster(tmp_path / "source.tif"), path, driver=driver)
    (picture,) = pictures(path)
    with rasterio.open(picture.paths[0]) as back:
        assert np.array_equal(back.read(1).ravel(), np.arange(1.0, 10.0))


@pytest.mark.parametrize("kind", WRITERS)
def test_another_ending_is_refused_with_those_there_are(tmp_path, kind):
    with pytest.raises(GisplugError) as told:
        WRITERS[kind](tmp_path / "x.odd")
    assert all(ending in str(told.value) for ending in usual_endings(kind, "write"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("kind", "read"),
    [("table", read_table), ("layer", open_layer), ("weights", read_weights)],
    ids=lambda v: str(v)[:9],
)
def test_another_ending_is_not_read_and_those_that_are_get_named(tmp_path, kind, read):
    odd = tmp_path / "x.odd"
    odd.write_text("a,b\n1,2\n")
    with pytest.raises(GisplugError) as told:
        read(odd)
    assert all(ending in str(told.value) for ending in endings(kind, "read"))


@pytest.mark.parametrize("kind", FORMATS)
def test_an_ending_names_one_format_of_a_kind(kind):
    listed = endings(kind)
    assert len(set(listed)) == len(listed) and all(e == e.lower() and e.startswith(".") for e in listed)
    assert all(f.help and not f.help.endswith(".") for f in formats(kind))
    assert format_of(kind, f"FILE{listed[0].upper()}") is formats(kind)[0]


def test_file_dialogs_list_every_format():
    assert file_filter("figure", "write") == "PNG (*.png);;SVG (*.svg);;PDF (*.pdf)"
    assert file_filter("paper", "read", "Tables") == "Tables (*.json);;JSON (*.json)"


def test_the_default_of_an_output_can_be_written():
    for tool in all_tools().values():
        for output in tool.file_outputs:
            if output.kind in FORMATS:
                assert format_of(output.kind, f"x{output.suffix}", "write"), f"{tool.id}: {output.name}"


def test_help_names_no_format_that_is_not_there():
    tools = all_tools()
    told = tools["weights_convert"].help
    written = next(o.help for o in tools["weights_contiguity"].file_outputs if o.kind == "weights")
    assert all(ending in told and ending in written for ending in usual_endings("weights", "write"))
    titles = {f.title for f in formats("table", "read")}
    panel = next(p.help for p in tools["panel_describe"].params if p.name == "panel")
    assert {name for name in ("CSV", "Excel", "Stata", "Parquet", "GeoPackage") if name in panel} <= titles


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_on_file_formats_is_up_to_date(kind):
    wanted = f"## {KINDS[kind]}\n\n{as_markdown(kind)}\n"
    assert wanted in PAGE.read_text(encoding="utf-8"), f"put this into {PAGE.name}:\n\n{wanted}"
