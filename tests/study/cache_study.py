"""A small study with inputs of every kind, for the table of what is done again after a change."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry import box

from tests.lights.rasters import write

YEARS = (2019, 2020, 2021)
SIDE = 3
CELL = 0.1  # degrees

STUDY = """
[study]
title = "Every kind of input"
seed = 3

[units]
path = "borders/units.shp"
id = "code"
name = "place"
where = { used = 1 }
background = "borders/land.gpkg|layername=land"

[lights]
rasters = "lights/ntl_{period}.tif"
columns = { mean = "light" }
outputs = ["table"]

[panel]
path = "panel.csv"
unit = "code"
period = "year"
join = [{ path = "more.xlsx", columns = { z = "z" } }]

[[prepare]]
step = "ly = log(y)"

[weights.q]
path = "q/w.csv"

[weights.k]
path = "k/w.csv"

[weights.ids]
path = "w.mtx"

[weights.ring]
kind = "queen"
outputs = ["weights"]

[describe]
columns = ["y", "x", "z", "light"]
outputs = ["table"]

[autocorrelation]
tools = "moran_by_period"
variables = "y"
permutations = 49
outputs = ["table", "figure"]

[robustness]
formula = "y ~ x"
weights_list = ["q", "k"]
effects = "unit"
draws = 100
outputs = ["table"]

[maps]
variables = "y"
at = "2021"
outputs = ["figure"]

[[analysis]]
tool = "weights_diagnostics"
name = "links of ids"
weights = "ids"
outputs = ["table"]

[[analysis]]
tool = "weights_diagnostics"
name = "links of ring"
weights = "ring"
outputs = ["table"]

[[analysis]]
tool = "lights_aggregate"
name = "listed"
rasters = "listed/a_2019.tif;listed/b_2020.vrt"
units = "borders/zipped.zip"
id = "code"
outputs = ["table"]

[[analysis]]
tool = "panel_describe"
name = "of listed"
panel = "@listed.table"
unit = "unit"
period = "period"
columns = ["sum", "mean"]
outputs = ["table"]

[[analysis]]
tool = "lights_calibrate"
name = "calibrated"
raster = "lights/ntl_2019.tif"
outputs = ["calibrated"]

[[analysis]]
tool = "weights_distance"
name = "near"
units = "borders/points.gpkg|layername=towns"
id = "code"
kind = "knn"
k = 2
outputs = ["weights"]

[[analysis]]
tool = "panel_describe"
name = "of the shelf"
panel = "demo-panel"
unit = "adcode"
period = "year"
columns = ["agg", "wage"]
outputs = ["table"]

[labels]
y = "Output"

[outputs]
tables = ["csv"]
figures = ["png"]
"""


def write_study(folder: Path) -> Path:
    """Write the study and all it reads into a folder; return its file."""
    rng = np.random.default_rng(5)
    for name in ("borders", "lights", "listed", "tiles", "q", "k"):
        (folder / name).mkdir(parents=True)
    _borders(folder / "borders")
    codes = [f"{i:02d}" for i in range(1, SIDE * SIDE + 1)]
    rows = pd.DataFrame([(c, t) for c in codes for t in YEARS], columns=["code", "year"])
    rows["x"] = rng.normal(size=len(rows)).round(3)
    rows["y"] = (5 + rows["x"] + rng.normal(size=len(rows))).round(3)
    rows.to_csv(folder / "panel.csv", index=False)
    rows[["code", "year"]].assign(z=rng.normal(size=len(rows)).round(3)).to_excel(folder / "more.xlsx", index=False)
    edges(codes, 1).to_csv(folder / "q" / "w.csv", index=False)
    edges(codes, 2).to_csv(folder / "k" / "w.csv", index=False)
    (folder / "w.ids").write_text("\n".join(codes) + "\n")
    matrix(folder / "w.mtx", 1)
    for year in YEARS:
        raster(folder / "lights" / f"ntl_{year}.tif", year)
    raster(folder / "listed" / "a_2019.tif", 7)
    raster(folder / "tiles" / "b.tif", 8)
    (folder / "listed" / "b_2020.vrt").write_text(
        '<VRTDataset rasterXSize="30" rasterYSize="30"><SRS>EPSG:4326</SRS><GeoTransform>110,0.01,0,30.3,0,-0.01'
        '</GeoTransform><VRTRasterBand dataType="Float32" band="1"><SimpleSource>'
        '<SourceFilename relativeToVRT="1">../tiles/b.tif</SourceFilename><SourceBand>1</SourceBand></SimpleSource>'
        "</VRTRasterBand></VRTDataset>"
    )
    path = folder / "study.toml"
    path.write_text(STUDY, encoding="utf-8")
    return path


def squares(used: int = SIDE * SIDE) -> gpd.GeoDataFrame:
    """Return nine squares in three rows, and a tenth apart from them that is not used."""
    shapes = [
        box(110 + i * CELL, 30 + j * CELL, 110 + (i + 1) * CELL, 30 + (j + 1) * CELL)
        for j in range(SIDE)
        for i in range(SIDE)
    ]
    shapes.append(box(111, 31, 111.1, 31.1))
    codes = [f"{i:02d}" for i in range(1, len(shapes) + 1)]
    names = [f"Ort {c} ä" for c in codes]
    flags = [1] * used + [0] * (len(shapes) - used)
    return gpd.GeoDataFrame({"code": codes, "place": names, "used": flags}, geometry=shapes, crs="EPSG:4326")


def _borders(folder: Path) -> None:
    squares().to_file(folder / "units.shp", encoding="UTF-8")
    land = gpd.GeoDataFrame({"code": ["L"]}, geometry=[box(109.9, 29.9, 110.5, 30.5)], crs="EPSG:4326")
    land.to_file(folder / "land.gpkg", layer="land")
    squares().to_file(folder / "land.gpkg", layer="other")
    towns = squares()[:9].copy()
    towns["geometry"] = towns.geometry.representative_point()
    towns.to_file(folder / "points.gpkg", layer="towns")
    towns[:4].to_file(folder / "points.gpkg", layer="few")
    opened = sqlite3.connect(folder / "points.gpkg")
    opened.execute("pragma journal_mode = wal")  # as QGIS leaves a GeoPackage that it had open
    opened.close()
    zipped(folder / "zipped.zip", squares()[:9])


def zipped(path: Path, frame: gpd.GeoDataFrame) -> None:
    """Write a layer as a shapefile in an archive."""
    inner = path.with_name("inner")
    inner.mkdir()
    frame.to_file(inner / "zipped.shp", encoding="UTF-8")
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(inner.iterdir()):
            archive.write(part, part.name)
            part.unlink()
    inner.rmdir()


def edges(codes: list[str], step: int) -> pd.DataFrame:
    """Return the links of a ring, `step` apart."""
    ends = [codes[(i + step) % len(codes)] for i in range(len(codes))]
    return pd.DataFrame({"focal": codes + ends, "neighbor": ends + codes, "weight": 1.0})


def matrix(path: Path, step: int) -> None:
    """Write such a ring as Matrix Market without ids; they stand in a file beside it."""
    n = SIDE * SIDE
    lines = [f"{i + 1} {(i + step) % n + 1} 1" for i in range(n)]
    path.write_text("%%MatrixMarket matrix coordinate real general\n" + f"{n} {n} {n}\n" + "\n".join(lines) + "\n")


def raster(path: Path, seed: int) -> Path:
    """Write a raster of 30 times 30 cells over the squares."""
    values = np.random.default_rng(seed).gamma(2.0, size=(30, 30)).astype("float32")
    return write(path, values, west=110, north=30.3, cell=0.01, crs="EPSG:4326")
