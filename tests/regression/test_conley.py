import itertools

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from gisplug.boundaries.read import read_units
from gisplug.core.errors import ModelError, PanelError
from gisplug.numbers.space.conley import EARTH, Near, kernel_of, near_sums
from gisplug.panel.places import Reach
from gisplug.policy.event_study import did_twoway
from gisplug.regression.few_clusters.wild import wild_bootstrap
from gisplug.regression.fixed_effects import fixed_effects
from gisplug.regression.instrumental_variables import instrumental_variables
from tests.regression.simulated import panel_of

# fixest 0.14.2 (R 4.2.2) on `places()`: se of x and z of feols(y ~ x + z | unit + period), vcov_conley with
# distance = "spherical". Its earth has a radius of 6376 km, ours of 6371.0088: the cut-off is ours in its kilometres.
THEIRS = 6376 / EARTH
CONLEY = {150: (0.05711040514719, 0.07800289480419), 300: (0.06080226333123, 0.07280064941502)}
# the same of feols(y ~ x + z | unit + period | w ~ iv), cut-off 300: w, x, z
CONLEY_IV = (0.05516846751444, 0.03439824308446, 0.05171385101153)
# vcov(m, NW(2)) and vcov(m, DK(0)), ssc(K.adj = TRUE, K.fixef = "full", G.adj = FALSE): its factor is (n-1)/(n-K)
NEWEY_WEST = (0.06854349449917, 0.08221785056541)
ONE_PERIOD = (0.06510325380543, 0.06784167556157)
HERE = ("lon", "lat")


def places(N=60, T=10, seed=5):
    """Units in a box of degrees, errors related over space."""
    rng = np.random.default_rng(seed)
    lon, lat = 100 + 15 * rng.random(N), 25 + 10 * rng.random(N)
    unit, period = np.tile(np.arange(N), T), np.repeat(np.arange(T), N)
    frame = pd.DataFrame({"unit": [f"u{k:02d}" for k in unit], "period": period + 2001})
    frame["lon"], frame["lat"] = lon[unit], lat[unit]
    frame["x"] = rng.normal(size=N * T) + np.sin(lon)[unit] * (period - 4) / 4
    frame["z"] = rng.normal(size=N * T)
    frame["iv"] = rng.normal(size=N * T)
    e = np.cos(lon / 2)[unit] * rng.normal(size=T)[period] + rng.normal(size=N * T)
    frame["w"] = frame["iv"] + 0.5 * e + rng.normal(size=N * T)
    frame["y"] = 0.3 * frame["x"] + 0.2 * frame["z"] + 0.5 * frame["w"] + e + rng.normal(size=N)[unit]
    return frame


@pytest.fixture(scope="module")
def panel():
    return panel_of(places())


def fitted(panel, reach, formula="y ~ x + z"):
    return fixed_effects(panel, formula, errors="conley", reach=reach)


@pytest.mark.parametrize("cutoff", list(CONLEY))
def test_errors_equal_fixest(panel, cutoff):
    fit = fitted(panel, Reach(cutoff / THEIRS, coordinates=HERE))
    np.testing.assert_allclose(fit.estimates["se"], CONLEY[cutoff], rtol=1e-12)
    assert fit.df == 59 and fit.statistics["Errors"].startswith("Conley, ")


def test_errors_with_instruments_equal_fixest(panel):
    reach = Reach(300 / THEIRS, coordinates=HERE)
    fit = instrumental_variables(
        panel, "y ~ w + x + z", endogenous=["w"], instruments=["iv"], errors="conley", reach=reach
    )
    np.testing.assert_allclose(fit.estimates["se"], CONLEY_IV, rtol=1e-12)
    assert fit.report.having("conley")


@pytest.mark.parametrize("cutoff, lags, theirs", [(0.01, 2, NEWEY_WEST), (20_100, 0, ONE_PERIOD)])
def test_without_neighbours_lags_are_newey_west_and_without_bounds_one_period_is_a_cluster(panel, cutoff, lags, theirs):
    fit = fitted(panel, Reach(cutoff, lags=lags, coordinates=HERE))
    np.testing.assert_allclose(fit.estimates["se"], np.array(theirs) * np.sqrt(600 / 599), rtol=1e-12)


@pytest.mark.parametrize("kernel", ["uniform", "bartlett"])
@pytest.mark.parametrize("lags", [None, 0, 3])
def test_the_sum_is_that_over_all_pairs_one_by_one(kernel, lags):
    """Hsiang's (2010) loop: near units in one period, and lags within a unit; or near units in any periods."""
    rng = np.random.default_rng(2)
    where = np.column_stack([175 + 10 * rng.random(9), 20 * rng.random(9)])  # over the date line
    unit, clock = np.repeat(np.arange(9), 6), np.tile([0, 1, 2, 4, 5, 6], 9)
    kept = rng.random(54) < 0.8
    unit, clock = unit[kept], clock[kept]
    scores = rng.normal(size=(kept.sum(), 2))
    lon, lat = np.radians(where).T

    def km(i, j):
        half = np.sin((lat[i] - lat[j]) / 2) ** 2 + np.cos(lat[i]) * np.cos(lat[j]) * np.sin((lon[i] - lon[j]) / 2) ** 2
        return 2 * EARTH * np.arcsin(np.sqrt(half))

    def weight(a, b):
        d = km(unit[a], unit[b])
        space = (d <= 800) * (1.0 if kernel == "uniform" else 1 - d / 800)
        if lags is None or clock[a] == clock[b]:
            return space
        gap = abs(clock[a] - clock[b])
        return (1 - gap / (lags + 1)) if unit[a] == unit[b] and gap <= lags else 0.0

    pairs = itertools.product(range(len(unit)), repeat=2)
    whole = sum(weight(a, b) * np.outer(scores[a], scores[b]) for a, b in pairs)
    wrapped = np.column_stack([(where[:, 0] + 180) % 360 - 180, where[:, 1]])
    found = near_sums(scores, Near(kernel_of(wrapped, 800, kernel), unit, clock, lags))
    np.testing.assert_allclose(found, whole, rtol=1e-10)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857"])
def test_places_come_from_boundaries_too(panel, crs):
    frame = places()
    where = frame[frame["period"] == 2001].set_index("unit")[["lon", "lat"]]
    points = [shapely.Point(x, y).buffer(0.01) if crs == "EPSG:4326" else shapely.Point(x, y) for x, y in where.values]
    layer = gpd.GeoDataFrame({"id": where.index}, geometry=points, crs="EPSG:4326")
    made = panel_of(frame.drop(columns=["lon", "lat"]), units=read_units(layer.to_crs(crs), id="id"))
    ours, theirs = fitted(made, Reach(250, lags=1)), fitted(panel, Reach(250, lags=1, coordinates=HERE))
    np.testing.assert_allclose(ours.estimates["se"], theirs.estimates["se"], rtol=1e-10)


def test_policies_take_them_and_few_clusters_name_another_grouping(panel):
    treated = panel.with_columns({"d": np.outer(np.arange(10) >= 5, np.arange(60) < 20).astype(float)})
    reach = Reach(200, lags=1, coordinates=HERE)
    att = did_twoway(treated, "y ~ d + x", errors="conley", reach=reach)
    plain = fitted(treated, reach, "y ~ d + x")
    np.testing.assert_allclose(att.estimates["se"].iloc[0], plain.estimates["se"].iloc[0], rtol=1e-10)
    assert att.numbers["Errors"] == "Conley, 200 km" and att.report.having("conley")
    with pytest.raises(ModelError, match="cluster='unit'"):
        wild_bootstrap(plain)


def test_what_they_rest_on_is_told_and_what_they_lack_is_refused(panel):
    assert "a unit has" in str(fitted(panel, Reach(200, coordinates=HERE)).report)
    wide = fitted(panel, Reach(900, kernel="bartlett", coordinates=HERE))
    assert wide.report.having("conley-reach")
    with pytest.raises(PanelError, match="longitude and latitude, or give boundaries"):
        fitted(panel, Reach(200))
    with pytest.raises(ModelError, match=r"reach=Reach\(300\)"):
        fixed_effects(panel, "y ~ x", errors="conley")
    with pytest.raises(PanelError, match="a unit stays where it is"):
        fitted(panel.with_columns({"lon": panel.array("z")}), Reach(200, coordinates=HERE))
    with pytest.raises(PanelError, match="in degrees"):
        fitted(panel, Reach(200, coordinates=("lat", "lon")))
    for wrong in ({"cutoff": 0}, {"cutoff": 5, "kernel": "flat"}, {"cutoff": 5, "lags": -1}):
        with pytest.raises(ModelError, match="given instead"):
            Reach(**wrong)


def test_a_negative_variance_is_refused_not_shown():
    """Units in a ring of which each is near its two neighbours only: a uniform kernel is not positive semidefinite."""
    N = 12
    turn = np.arange(N) * 2 * np.pi / N
    frame = pd.DataFrame({"unit": np.tile(np.arange(N), 2), "period": np.repeat([2001, 2002], N)})
    frame["lon"], frame["lat"] = np.tile(110 + np.cos(turn), 2), np.tile(np.sin(turn), 2)
    frame["x"] = np.r_[np.zeros(N), np.ones(N)]
    frame["y"] = frame["x"] * np.tile((-1.0) ** np.arange(N), 2)
    panel = panel_of(frame)
    with pytest.raises(ModelError, match="negative variance"):
        fixed_effects(panel, "y ~ x", effects="unit", errors="conley", reach=Reach(65, coordinates=HERE))
