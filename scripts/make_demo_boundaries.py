"""Make layers/demo/china_provinces.gpkg from Natural Earth (public domain) as QGIS's package `qgis-common` ships it.

    python scripts/make_demo_boundaries.py [world_map.gpkg]

The geometry is Natural Earth 1:10m "Admin 1 - States, Provinces" 4.1.0, generalised by the QGIS project; nothing is
moved
here. Counties of Taiwan and districts of Hong Kong are dissolved into one unit each. Codes are GB/T 2260, names the
official
Chinese ones, regions the east/centre/west of the National Bureau of Statistics. The boundaries illustrate a method;
they
express no opinion on the status of any territory.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd

from gisplug.boundaries.write import write_layer

SOURCE = Path("/usr/share/qgis/resources/data/world_map.gpkg")
TARGET = Path(__file__).resolve().parents[1] / "layers" / "demo" / "china_provinces.gpkg"
# name in Natural Earth: (adcode, English, Chinese, region)
UNITS = {
    "Beijing": ("110000", "Beijing", "北京市", "east"),
    "Tianjin": ("120000", "Tianjin", "天津市", "east"),
    "Hebei": ("130000", "Hebei", "河北省", "east"),
    "Shanxi": ("140000", "Shanxi", "山西省", "centre"),
    "Inner Mongol": ("150000", "Inner Mongolia", "内蒙古自治区", "west"),
    "Liaoning": ("210000", "Liaoning", "辽宁省", "east"),
    "Jilin": ("220000", "Jilin", "吉林省", "centre"),
    "Heilongjiang": ("230000", "Heilongjiang", "黑龙江省", "centre"),
    "Shanghai": ("310000", "Shanghai", "上海市", "east"),
    "Jiangsu": ("320000", "Jiangsu", "江苏省", "east"),
    "Zhejiang": ("330000", "Zhejiang", "浙江省", "east"),
    "Anhui": ("340000", "Anhui", "安徽省", "centre"),
    "Fujian": ("350000", "Fujian", "福建省", "east"),
    "Jiangxi": ("360000", "Jiangxi", "江西省", "centre"),
    "Shandong": ("370000", "Shandong", "山东省", "east"),
    "Henan": ("410000", "Henan", "河南省", "centre"),
    "Hubei": ("420000", "Hubei", "湖北省", "centre"),
    "Hunan": ("430000", "Hunan", "湖南省", "centre"),
    "Guangdong": ("440000", "Guangdong", "广东省", "east"),
    "Guangxi": ("450000", "Guangxi", "广西壮族自治区", "west"),
    "Hainan": ("460000", "Hainan", "海南省", "east"),
    "Chongqing": ("500000", "Chongqing", "重庆市", "west"),
    "Sichuan": ("510000", "Sichuan", "四川省", "west"),
    "Guizhou": ("520000", "Guizhou", "贵州省", "west"),
    "Yunnan": ("530000", "Yunnan", "云南省", "west"),
    "Xizang": ("540000", "Tibet", "西藏自治区", "west"),
    "Shaanxi": ("610000", "Shaanxi", "陕西省", "west"),
    "Gansu": ("620000", "Gansu", "甘肃省", "west"),
    "Qinghai": ("630000", "Qinghai", "青海省", "west"),
    "Ningxia": ("640000", "Ningxia", "宁夏回族自治区", "west"),
    "Xinjiang": ("650000", "Xinjiang", "新疆维吾尔自治区", "west"),
    "Taiwan": ("710000", "Taiwan", "台湾省", ""),
    "Hong Kong S.A.R.": ("810000", "Hong Kong", "香港特别行政区", ""),
    "Macau S.A.R": ("820000", "Macao", "澳门特别行政区", ""),
}
NOT_IN_PANEL = ("540000", "710000", "810000", "820000")


def main(source: Path = SOURCE, target: Path = TARGET) -> None:
    world = gpd.read_file(source, layer="states_provinces")
    parts = world[world["adm0_a3"].isin(["CHN", "TWN", "HKG", "MAC"])].copy()
    parts["key"] = parts["name"].where(parts["adm0_a3"] == "CHN", parts["admin"])
    units = parts[parts["key"].isin(UNITS)].dissolve("key")[["geometry"]].loc[list(UNITS)]
    columns = dict(zip(("adcode", "name_en", "name_zh", "region"), zip(*UNITS.values(), strict=True), strict=True))
    for column, values in columns.items():
        units[column] = list(values)
    units["region"] = units["region"].replace("", None)
    units["in30"] = (~units["adcode"].isin(NOT_IN_PANEL)).astype(int)
    units = units[["adcode", "name_en", "name_zh", "region", "in30", "geometry"]].reset_index(drop=True)
    write_layer(
        units,
        target,
        layer="provinces",
        style="units",
        field="name_zh",
        title="Provincial units of China (Natural Earth)",
    )
    print(f"{target.name}: {len(units)} units, {target.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
