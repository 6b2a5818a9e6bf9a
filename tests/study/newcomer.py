"""What a newcomer has: a yearbook workbook, boundaries of another year, Black Marble tiles, nothing tidy."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
from shapely import box

from gisplug.boundaries.read import read_units
from gisplug.lights.files.black_marble import needed_tiles
from tests.lights.test_black_marble import tile

YEARS = (2013, 2014, 2015, 2016)
SHORT = {"内蒙古自治区": "内蒙古", "广西壮族自治区": "广西", "宁夏回族自治区": "宁夏", "新疆维吾尔自治区": "新疆"}
ENDINGS = "省市"
WEST, EAST = "冀西省", "河北省"  # the two units that Hebei is in the boundaries of the other year


def names() -> list[str]:
    """Full names of the 30 units of today, in the order of their codes."""
    return [str(n) for n in read_units("demo-china-provinces", id="adcode", name="name_zh").names]


def short(name: str) -> str:
    """As a yearbook prints it: 北京, 内蒙古."""
    return SHORT.get(name, name.rstrip(ENDINGS))


def truth(seed: int = 5) -> dict[str, np.ndarray]:
    """Output, people and wages, each (T, N): units in the order of `names`."""
    rng, shape = np.random.default_rng(seed), (len(YEARS), 30)
    people = np.round(rng.uniform(500, 9000, 30) * np.linspace(1, 1.05, len(YEARS))[:, None], 1)
    wage = np.round(rng.uniform(3, 9, shape), 2)
    return {"地区生产总值": np.round(people * wage * rng.uniform(1, 2, shape), 1), "常住人口": people, "平均工资": wage}


UNITS_OF = {"地区生产总值": "亿元", "常住人口": "万人", "平均工资": "万元"}


def workbook(path: Path) -> Path:
    """A sheet a variable, with titles, a row of units, the whole country, notes, and numbers typed as text."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, (variable, values) in enumerate(truth().items(), 1):
        page = book.create_sheet(variable)
        page.append([f"2-{number} 各地区{variable}"])
        page.append([])
        page.append([None, None, None, f"单位：{UNITS_OF[variable]}"])
        page.append(["地区", *(f"{year}年" for year in YEARS), None])
        page.append(["全国", *(float(v) for v in values.sum(axis=1))])
        for n, name in enumerate(names()):
            shown = name if number == 2 else short(name)
            shown = "北 京" if number == 1 and shown == "北京" else shown
            cells = [f"{v:,.2f}" if number == 1 or n % 7 == 0 else float(v) for v in values[:, n]]
            page.append([shown, *cells])
        page.append([])
        page.append(["注：本表按当年价格计算。"])
        page.append(["资料来源：各省统计年鉴"])
        page.merge_cells("A1:E1")
    book.save(path)
    return path


def boundaries(folder: Path) -> Path:
    """Chongqing is part of Sichuan, Hebei is two, Hainan has another code; Chinese attributes without a .cpg file."""
    frame = read_units("demo-china-provinces", id="adcode", name="name_zh").frame.reset_index()
    frame = frame.rename(columns={frame.columns[0]: "PAC", "name_zh": "NAME"})[["PAC", "NAME", "geometry"]]
    frame.loc[frame["NAME"] == "重庆市", ["PAC", "NAME"]] = ["510000", "四川省"]
    frame = frame.dissolve("PAC", aggfunc="first").reset_index()
    frame["NAME"] = frame["NAME"].where(frame["PAC"] != "510000", "四川省")
    frame.loc[frame["PAC"] == "460000", "PAC"] = "442000"
    hebei = frame[frame["PAC"] == "130000"]
    west, south, east, north = hebei.total_bounds
    middle = (west + east) / 2
    sides = box(west, south, middle, north), box(middle, south, east, north)
    halves = [hebei.geometry.iloc[0].intersection(side) for side in sides]
    two = gpd.GeoDataFrame({"PAC": ["131000", "130000"], "NAME": [WEST, EAST]}, geometry=halves, crs=frame.crs)
    parts = pd.concat([frame[frame["PAC"] != "130000"], two], ignore_index=True)
    made = gpd.GeoDataFrame(parts.astype({"PAC": int}), geometry="geometry", crs=frame.crs)
    path = folder / "省界_1996.shp"
    made.to_file(path, encoding="GBK", engine="pyogrio")
    path.with_suffix(".cpg").unlink(missing_ok=True)
    return path


def tiles(folder: Path) -> Path:
    """The annual tiles that the boundaries need, one folder for all years."""
    folder.mkdir()
    rng = np.random.default_rng(8)
    frame = read_units("demo-china-provinces", id="adcode").frame
    for where, _ in needed_tiles(np.asarray(frame.geometry.array)):
        for year in YEARS:
            cells = np.where(rng.random((60, 60)) < 0.4, 0, np.round(rng.gamma(0.6, 30, (60, 60)), 1))
            tile(folder, where, cells, day=f"A{year}001")
    return folder


def newcomer(folder: Path) -> Path:
    """Write all three into a folder; return it."""
    workbook(folder / "统计年鉴 2-1.xlsx")
    boundaries(folder)
    tiles(folder / "黑色大理石 tiles")
    return folder
