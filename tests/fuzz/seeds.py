"""Small files of every format, written by our own writers and the libraries among the requirements."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import rasterio.shutil
import shapely
from scipy.io import savemat
from scipy.sparse import csr_array

from gisplug.boundaries.write import write_layer
from gisplug.core.tables import write_table
from gisplug.weights.formats.files import write_weights
from gisplug.weights.weights import Weights
from tests.core.old_workbook import old_workbook
from tests.lights.hdf5 import write_hdf5
from tests.lights.rasters import netcdf, write

Files = list[list[Path]]
NAMES = ("北京", "天津", "a b", "01001", "x", "13")
TIGHT = {"compress": "deflate"}


def ring(ids: tuple[str, ...], ones: bool = False) -> Weights:
    """Return a ring of units."""
    n = len(ids)
    raw = csr_array((np.ones(n) if ones else np.arange(1, n + 1) / 4, (range(n), [*range(1, n), 0])), shape=(n, n))
    return Weights(raw, ids, "ring")


def weights_edges(folder: Path) -> Files:
    """Edge lists, with numbers as ids so that every format takes them."""
    weights = ring(("11", "12", "13", "21", "22"))
    return _each(folder, lambda place, ending: write_weights(weights, place / f"w{ending}"), ".dta", ".gwt", ".swm")


def weights_tables(folder: Path) -> Files:
    """Edge lists and dense matrices."""
    endings = (".csv", ".xlsx", ".parquet")
    made = _each(folder / "e", lambda place, e: write_weights(ring(NAMES), place / f"w{e}"), *endings)
    made += _each(folder / "d", lambda place, e: write_weights(ring(NAMES), place / f"w{e}", "dense"), *endings)
    return made


def weights_text(folder: Path) -> Files:
    """Text between blanks, as Stata and R write it."""
    bodies = (
        "3\na 0 .5 .5\nb 1 0 0\nc .25 .75 0\n",
        "4\n1 2 3\n2 1\n3 1 4\n4 3\n",
        '"a" "b" "c"\n"a" 0 .5 .5\n"b" 1 0 0\n"c" .25 .75 0\n',
        '"from" "to" "weights"\n"1" "a" "b" 0.5\n"2" "b" "a" 1\n"3" "c" "a" 0.25\n',
    )
    for k, body in enumerate(bodies):
        (_new(folder / str(k)) / "w.txt").write_text(body)
    return [[folder / str(k) / "w.txt"] for k in range(len(bodies))]


def weights_mat(folder: Path) -> Files:
    """Sparse with ids, full with numbers as ids, links, packed and plain."""
    full = ring(NAMES).raw.toarray()
    links = np.array([[1, 2, 0.5], [2, 1, 1], [3, 1, 0.25], [3, 2, 0.75]])
    held = ({"W": full, "ids": np.arange(11, 17), "s": {"a": 1}}, {"links": links, "t": "note"})
    made = [[write_weights(ring(NAMES), _new(folder / "own") / "w.mat")]]
    for k, variables in enumerate(held):
        path = _new(folder / str(k)) / "w.mat"
        savemat(path, variables, do_compression=bool(k))
        made.append([path])
    return made


def weights_plain(folder: Path) -> Files:
    """Neighbours without weights."""
    return _each(folder, lambda place, e: write_weights(ring(NAMES, ones=True), place / f"w{e}"), ".gal")


def weights_mtx(folder: Path) -> Files:
    """Sparse with ids in comments and beside, symmetric, pattern, and dense by columns."""
    own = write_weights(ring(NAMES), _new(folder / "0") / "w.mtx")
    bodies = (
        "%%MatrixMarket matrix coordinate pattern symmetric\n%\n3 3 2\n2 1\n3 2\n",
        "%%MatrixMarket matrix array real general\n2 2\n0\n1.5\n2\n0\n",
        "%%MatrixMarket matrix coordinate integer general\n% note\n3 3 3\n1 2 1\n2 3 4\n3 1 2\n",
    )
    made = [[own]]
    for k, body in enumerate(bodies, start=1):
        place = _new(folder / str(k))
        (place / "w.mtx").write_text(body)
        (place / "w.ids").write_text("\n".join(NAMES[: 2 if "array" in body else 3]), encoding="utf-8")
        made.append([place / "w.mtx", place / "w.ids"])
    return made


def table() -> pd.DataFrame:
    """Return a small panel with Chinese names, a hole and dates."""
    keys = [(unit, year) for unit in ("110000", "120000", "130000") for year in (2012, 2013, 2014)]
    frame = pd.DataFrame(keys, columns=["id", "year"])
    frame["地区"] = frame["id"].map({"110000": "北京", "120000": "天津", "130000": "河北"})
    frame["gdp"] = np.linspace(1.5, 2e5, 9)
    frame["share"] = [0.5, None, *np.linspace(0, 1, 7)]
    return frame


def panels(folder: Path) -> Files:
    """A panel in every kind of table."""
    return _each(folder, lambda place, e: write_table(table(), place / f"p{e}"), ".csv", ".xlsx", ".dta", ".parquet")


def panels_packed(folder: Path) -> Files:
    """A panel as packed text."""
    plain = write_table(table(), _new(folder) / "p.csv")
    (folder / "p.csv.gz").write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
    return [[folder / "p.csv.gz"]]


def panels_old(folder: Path) -> Files:
    """A workbook before 2007; its sheet "plain" has the columns unit and x."""
    return [[old_workbook(_new(folder) / "p.xls")]]


def panels_spss(folder: Path) -> Files:
    """A panel of SPSS with labels: plain, packed by bytes, and packed by zlib."""
    import pyreadstat

    labels = {"share": {0.5: "half", 0.0: "none"}}
    made = []
    for packed in (False, True):
        path = _new(folder / str(packed)) / "p.sav"
        pyreadstat.write_sav(table(), path, variable_value_labels=labels if packed else {}, row_compress=packed)
        made.append([path])
    zipped = folder / "p.zsav"
    pyreadstat.write_sav(table(), zipped, variable_value_labels=labels, compress=True)
    return [*made, [zipped]]


def panels_dbf(folder: Path) -> Files:
    """The attributes of a shapefile as a table."""
    shapes = gpd.GeoDataFrame(table(), geometry=[shapely.Point(k, 1) for k in range(9)], crs=4326)
    write_layer(shapes, _new(folder) / "p.shp")
    return [[folder / "p.dbf", folder / "p.cpg"]]


def studies(folder: Path) -> Files:
    """A study with most sections."""
    text = """
[study]
title = "Lights and growth"
language = "en"
seed = 7

[units]
path = "demo-china-provinces"
id = "id"
drop = ["540000"]
where = { level = "province" }

[lights]
rasters = "demo-lights"
columns = { mean = "lights" }

[panel]
path = "demo-panel"
unit = "id"
period = "year"
periods = [2010, 2011]
join = [{ path = "more.csv", unit = "id", period = "year", columns = ["x"] }]

[[prepare]]
steps = ["lngdp = ln(gdp)", "drop year < 2011"]

[[prepare]]
tool = "index_entropy"
positive = ["gdp", "lights"]
join = { index = "quality" }

[weights.queen]
kind = "contiguity"

[weights.knn]
kind = "knn"
k = 4

[weights.own]
path = "w.csv"

[autocorrelation]
variables = ["lngdp", "lights"]
tools = ["moran_by_period"]

[model]
formula = "lngdp ~ W*lights"
model = "sdm"
effects = "twoways"

[effects]

[labels]
lngdp = "ln GDP"

[outputs]
tables = ["docx", "xlsx"]
figures = ["png"]

[[analysis]]
tool = "panel_describe"
title = "Description"
outputs = ["table"]
"""
    short = '[panel]\npath = "demo-panel"\nunit = "id"\nperiod = "year"\n\n[weights.q]\nkind = "knn"\n'
    short += 'units = "x.gpkg"\nid = "id"\n'
    made = []
    for k, body in enumerate((text, short)):
        (_new(folder / str(k)) / "study.toml").write_text(body, encoding="utf-8")
        made.append([folder / str(k) / "study.toml"])
    return made


def formulas(folder: Path) -> Files:
    """Formulas with all that the language has."""
    texts = (
        "ln(y) ~ x1 + x2 + W*lag(x3) + lag(x3) | unit + period",
        "y ~ a*b + a:b + c^2 + I(d) | unit | e ~ z1 + z2",
        "y ~ lag(x, 2) + (x > 3 & z <= 4) + W*x + x | 0",
        "ln(`odd name`) ~ (x / (1 + 2.5e-3) - b) + `a~|b` + 年",
    )
    for k, text in enumerate(texts):
        (_new(folder / str(k)) / "formula.txt").write_text(text, encoding="utf-8")
    return [[folder / str(k) / "formula.txt"] for k in range(len(texts))]


def _polygons() -> gpd.GeoDataFrame:
    hole = shapely.Polygon([(2, 0), (3, 0), (3, 1), (2, 1)], [[(2.2, 0.2), (2.4, 0.2), (2.4, 0.4)]])
    islands = shapely.MultiPolygon([shapely.box(0, 1, 1, 2), shapely.box(4, 1, 5, 2)])
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), hole, islands]
    told = {"id": ["110000", "120000", "130000", "140000"], "name": ["北京", "天津", "河北", "山西"]}
    return gpd.GeoDataFrame({**told, "pop": [1.5, 2.0, 3.25, 4.0]}, geometry=shapes, crs=4326)


def layers(folder: Path) -> Files:
    """A layer in every format."""
    frame = _polygons()
    made = []
    for ending in (".shp", ".gpkg", ".geojson", ".parquet", ".fgb"):
        place = _new(folder / ending[1:])
        write_layer(frame, place / f"l{ending}")
        made.append(sorted(p for p in place.iterdir() if p.suffix != ".qml"))
    for ending, driver in ((".kml", "KML"), (".gml", "GML")):
        place = _new(folder / ending[1:])
        pyogrio.write_dataframe(frame, place / f"l{ending}", driver=driver)
        made.append(sorted(place.iterdir()))
    return made


def layers_zipped(folder: Path) -> Files:
    """A zipped shapefile."""
    inside = next(
        files for files in layers(folder / "in") if files[0].stem == "l" and ".shp" in {f.suffix for f in files}
    )
    with zipfile.ZipFile(folder / "l.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in inside:
            archive.write(path, f"省界/{path.name}")
    return [[folder / "l.zip"]]


def _light() -> np.ndarray:
    return np.round(np.random.default_rng(1).gamma(0.6, 30, (12, 12)), 1).astype("float32")


def rasters(folder: Path) -> Files:
    """Light of one year, in degrees, in every format."""
    place = {"west": -70.0, "north": 20.0, "cell": 0.5, "crs": "EPSG:4326"}
    plain = write(_new(folder / "tif") / "ntl_2012.tif", _light(), **place, **TIGHT, nodata=-1.0)
    tiled = write(
        _new(folder / "tiled") / "ntl_2012.tif",
        np.tile(_light(), (3, 3)),
        **place,
        **TIGHT,
        tiled=True,
        blockxsize=16,
        blockysize=16,
    )
    packed = _new(folder / "gz") / "ntl_2012.tif.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
    climate = netcdf(_new(folder / "nc") / "ntl_2012.nc", _light()[None], [2012.0], "year")
    newer = _new(folder / "nc4") / "ntl_2012.nc"
    rasterio.shutil.copy(plain, newer, driver="netCDF", FORMAT="NC4C", COMPRESS="DEFLATE")
    text = _new(folder / "asc") / "ntl_2012.asc"
    rows = "\n".join(" ".join(f"{v:g}" for v in row) for row in _light())
    text.write_text(f"ncols 12\nnrows 12\nxllcorner -70\nyllcorner 14\ncellsize 0.5\nNODATA_value -9999\n{rows}\n")
    with zipfile.ZipFile(_new(folder / "zip") / "ntl_2012.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(plain, "ntl_2012.tif")
    return [[plain], [tiled], [packed], [climate], [newer], [text], [folder / "zip" / "ntl_2012.zip"]]


def rasters_hdf5(folder: Path) -> Files:
    """A tile as Black Marble ships it."""
    cells = (np.tile(_light(), (5, 5)) * 10).astype("uint16")
    told = {"_FillValue": np.uint16(65535), "scale_factor": np.float64(0.1), "add_offset": np.float64(0.0)}
    fields = {
        "NearNadir_Composite_Snow_Free": (cells, told),
        "NearNadir_Composite_Snow_Free_Num": (np.ones((60, 60), "uint16"), {}),
        "NearNadir_Composite_Snow_Free_Quality": (np.zeros((60, 60), "uint8"), {}),
    }
    name = "VNP46A4.A2012001.h11v07.001.2021124145211.h5"
    grid = "HDFEOS/GRIDS/VIIRS_Grid_DNB_2d/Data Fields"
    return [[write_hdf5(_new(folder) / name, grid, fields, {"HorizontalTileNumber": "11", "VerticalTileNumber": "07"})]]


def probe(name: str) -> Callable[[Path], Files]:
    """Return what writes a file that a probe reads."""

    def made(folder: Path) -> Files:
        (folder / name).write_bytes(b"whole")
        return [[folder / name]]

    return made


def _new(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _each(folder: Path, make: Callable[[Path, str], Path], *endings: str) -> Files:
    return [[make(_new(folder / ending[1:]), ending)] for ending in endings]
