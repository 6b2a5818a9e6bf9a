"""Real rasters beside the checkout: published sums, reference Moran's I, exactextract."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from exactextract import exact_extract

from gisplug.lights.aggregate import aggregate_lights, notes_of
from tests.shared_data import shared

QUIET = pytest.mark.filterwarnings("ignore::UserWarning:pyogrio")


@pytest.fixture(scope="module")
def belarus():
    layer = gpd.read_file(shared("data/belarus/by_adm2_119_simplified_overlaps.gpkg")).set_index("id")
    return layer, pd.read_csv(shared("data/belarus/zonal_vnl.csv")), shared("data/belarus/vnl")


def against(belarus, **options):
    layer, published, folder = belarus
    got = aggregate_lights(folder, layer, "viirs-vnl", stats=["sum", "lit_km2", "mean"], **options)
    both = published.merge(got, left_on=["zone_id", "year"], right_on=["unit", "period"], suffixes=("_published", ""))
    assert len(both) == 119 * 13
    return both


def test_belarus_is_reproduced_to_the_digit_by_cell_centres(belarus):
    """1,547 published sums; the publisher gave overlapping ground to the last unit of the layer."""
    both = against(belarus, rule="centre", overlaps="last")
    assert (both["sum"] - both["radiance"]).abs().max() < 0.5  # published as whole numbers
    assert (both["lit_km2"] / both["lit_km2_published"] - 1).abs().max() < 0.003  # published from spherical cells
    each = against(belarus, rule="centre")
    assert ((each["sum"] - each["radiance"]) >= -1e-6).all()  # overlaps counted for each unit: never less
    assert ((each["sum"] - each["radiance"]) > 0.5).sum() == 117


def test_exact_fractions_move_belarus_a_little(belarus):
    both = against(belarus, rule="fraction", overlaps="last")
    moved = (both["sum"] / both["radiance"] - 1).abs()
    assert moved.median() == pytest.approx(0.00072, abs=0.00002)
    assert moved.quantile(0.9) == pytest.approx(0.0033, abs=0.0002)
    assert moved.max() == pytest.approx(0.0281, abs=0.0005)
    total = both.groupby("year")[["sum", "radiance"]].sum()
    assert (total["sum"] / total["radiance"] - 1).abs().max() < 5e-5


def test_the_nodata_trap_of_the_belarus_clips_is_announced_and_avoided(belarus):
    layer, _, folder = belarus
    good = aggregate_lights(folder, layer, "viirs-vnl", periods=[2019], stats=["mean", "lit_share"])
    trap = aggregate_lights(folder, layer, "viirs-vnl", periods=[2019], stats=["mean", "lit_share"], nodata="file")
    assert notes_of(good).having("nodata-zero")
    assert notes_of(trap).having("nodata-zero")
    assert (trap["mean"] / good["mean"]).median() > 10
    assert (trap["lit_share"] == 1).all()


def test_moran_inputs_of_the_chinese_provinces_agree_with_the_reference():
    layer = gpd.read_file(shared("data/china/provinces_cn.gpkg"))
    layer = layer[layer.in30 == 1].astype({"adcode": str}).set_index("adcode")
    table = pd.read_csv(shared("data/china/W_queen_cn30_hainan_guangdong.csv"), index_col=0)
    ids, w = [str(i) for i in table.index], table.to_numpy(float)
    w = w / w.sum(axis=1, keepdims=True)
    pattern = str(shared("data/china/ntl") / "ntl_2p5km_{period}.tif")
    got = aggregate_lights(pattern, layer, "npp-viirs-like", stats=["ln_sum_area", "mean", "area_km2"])
    for year, reference in ((2012, 0.545), (2020, 0.607), (2022, 0.614)):
        z = got[got.period == year].set_index("unit").loc[ids, "ln_sum_area"].to_numpy()
        z = z - z.mean()
        assert z @ (w @ z) / (z @ z) == pytest.approx(reference, abs=0.0025)  # 500 m there, 2.5 km here
    panel = pd.read_csv(shared("data/china/panel_cn31_ntl_gdp_REAL_2012_2022.csv"), dtype={"adcode": str})
    both = panel.merge(got, left_on=["adcode", "year"], right_on=["unit", "period"], suffixes=("_panel", ""))
    assert (both["area_km2"] / both["area_km2_panel"] - 1).abs().max() < 0.005
    assert (both["mean"] / both["ntl_mean_500m"] - 1).abs().median() < 0.01
    assert notes_of(got).having("sensor-break")


def test_one_year_of_500_m_china_equals_exactextract_and_the_reference_panel():
    layer = (
        gpd.read_file(shared("data/china/provinces_cn.gpkg"))
        .astype({"adcode": str})
        .set_index("adcode")
        .loc[["110000", "310000", "460000", "120000"]]
    )
    path = shared("data/china_500m/2019_8bit.tif")
    got = aggregate_lights(path, layer, "npp-viirs-like-8bit", stats=["sum", "max", "cells"])
    ref = exact_extract(path, layer, ["sum", "max"], output="pandas")  # nodata = 0 there: no matter for sum and maximum
    scale = 2.003921568627451
    np.testing.assert_allclose(got["sum"], ref["sum"] * scale, rtol=1e-9)
    np.testing.assert_allclose(got["max"], ref["max"].astype(float) * scale, rtol=1e-12)
    panel = pd.read_csv(shared("data/china/panel_cn31_ntl_gdp_REAL_2012_2022.csv"), dtype={"adcode": str})
    both = panel[panel.year == 2019].merge(got, left_on="adcode", right_on="unit")
    assert (both["sum"] / both["ntl_sum_500m"] - 1).abs().max() < 0.03
