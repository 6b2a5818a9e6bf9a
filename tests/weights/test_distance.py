"""Distance weights: great circles, peers, borders of what can be asked."""

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from libpysal.graph import Graph

import gisplug as gp
from gisplug.core.errors import WeightsError
from gisplug.weights.places import Places, distances_km
from tests.boundaries.layers import units_of

CITIES = {
    "Beijing": (116.40, 39.90),
    "Shanghai": (121.47, 31.23),
    "Kashgar": (75.99, 39.47),
    "Auckland": (174.76, -36.85),
    "Honolulu": (-157.86, 21.31),
}


@pytest.fixture(scope="module")
def cities():
    return units_of({name: shapely.Point(xy) for name, xy in CITIES.items()}, crs="EPSG:4326")


@pytest.fixture(scope="module")
def provinces():
    return gp.read_units("demo-china-provinces")


def test_distances_are_great_circles_across_the_date_line_too(cities):
    ours = distances_km(cities).toarray()
    sphere = pyproj.Geod(a=6_371_008.8, b=6_371_008.8)
    for i, a in enumerate(CITIES.values()):
        for j, b in enumerate(CITIES.values()):
            assert ours[i, j] == pytest.approx(sphere.inv(*a, *b)[2] / 1000, rel=1e-9, abs=1e-9)
    assert ours[3, 4] == pytest.approx(7086, abs=15)  # Auckland to Honolulu, not around the world


def test_the_ellipsoid_is_half_a_percent_away(cities):
    ours, earth = distances_km(cities).toarray(), pyproj.Geod(ellps="WGS84")
    true = earth.inv(*CITIES["Beijing"], *CITIES["Shanghai"])[2] / 1000
    assert ours[0, 1] == pytest.approx(true, rel=0.006)


def test_projected_layers_measure_in_their_unit():
    metres = units_of({"a": shapely.Point(0, 0), "b": shapely.Point(3000, 4000)})
    feet = units_of({"a": shapely.Point(6e6, 2e6), "b": shapely.Point(6e6 + 3000, 2e6)}, crs="EPSG:2229")
    assert distances_km(metres)[0, 1] == pytest.approx(5.0)
    assert distances_km(feet)[0, 1] == pytest.approx(3 * 0.3048, rel=1e-4)


def test_knn_agrees_with_libpysal():
    rng = np.random.default_rng(3)
    xy = rng.random((60, 2)) * 1e5
    units = units_of({f"p{i}": shapely.Point(p) for i, p in enumerate(xy)})
    theirs = Graph.build_knn(gpd.GeoSeries(shapely.points(xy)), k=5)
    assert (gp.knn(units, 5).raw != theirs.sparse).nnz == 0
    assert gp.knn(units, 5, symmetric=True).raw.nnz >= 300


def test_knn_gives_every_unit_its_k_even_at_one_place():
    units = units_of({**{f"same{i}": shapely.Point(0, 1000) for i in range(5)}, "far": shapely.Point(9000, 9000)})
    w = gp.knn(units, 2)
    assert np.diff(w.raw.indptr).tolist() == [2] * 6 and not w.raw.diagonal().any()
    assert w.report.having("coincident")
    with pytest.raises(WeightsError, match="same point"):
        gp.inverse_distance(units)


@pytest.mark.parametrize("k", [0, 30, -1])
def test_k_has_bounds(provinces, k):
    with pytest.raises(WeightsError, match="between 1 and 29"):
        gp.knn(provinces, k)


def test_the_band_leaves_nobody_alone_by_default(provinces):
    w = gp.distance_band(provinces)
    assert not w.isolates and w.report.having("threshold")
    limit = float(Places(provinces).nearest(1)[1].max())
    assert gp.distance_band(provinces, limit * 0.999).isolates
    joined = gp.distance_band(provinces, 500, isolates="nearest")
    assert not joined.isolates and "Xinjiang:Qinghai" in joined.report.having("isolates-joined")[0].ids[-1]


def test_inverse_distance_by_hand():
    line = units_of({"a": shapely.Point(0, 0), "b": shapely.Point(1000, 0), "c": shapely.Point(3000, 0)})
    np.testing.assert_allclose(
        gp.inverse_distance(line).raw.toarray(), [[0, 1, 1 / 3], [1, 0, 1 / 2], [1 / 3, 1 / 2, 0]]
    )
    np.testing.assert_allclose(
        gp.inverse_distance(line, power=2, cutoff=2).raw.toarray(), [[0, 1, 0], [1, 0, 1 / 4], [0, 1 / 4, 0]]
    )
    np.testing.assert_allclose(gp.exponential_decay(line, rate=1).raw[0, 2], np.exp(-3))
    assert gp.exponential_decay(line).report.having("rate-chosen")


@pytest.mark.parametrize("function", ["triangular", "uniform", "quadratic", "quartic", "gaussian"])
def test_kernels_agree_with_libpysal(function):
    rng = np.random.default_rng(4)
    xy = rng.random((40, 2)) * 1e4
    units = units_of({f"p{i}": shapely.Point(p) for i, p in enumerate(xy)})
    names = {
        "triangular": "triangular",
        "uniform": "boxcar",
        "quadratic": "parabolic",
        "quartic": "bisquare",
        "gaussian": "gaussian",
    }
    ours = gp.kernel(units, function, bandwidth=3.0, normalise="none").raw.toarray()
    far = distances_km(units).toarray()
    assert ((ours > 0) == ((far > 0) & (far < 3.0))).all()
    assert names[function]
    adaptive = gp.kernel(units, function, k=4)
    assert np.diff(adaptive.raw.indptr).max() <= 4


def test_the_diagonal_is_zero_everywhere(provinces):
    for w in (
        gp.knn(provinces),
        gp.distance_band(provinces),
        gp.inverse_distance(provinces),
        gp.exponential_decay(provinces),
        gp.kernel(provinces),
    ):
        assert not w.raw.diagonal().any() and w.raw.has_sorted_indices and (w.raw.data != 0).all()
        np.testing.assert_allclose(w.matrix.sum(axis=1)[np.diff(w.raw.indptr) > 0], 1.0)


def test_what_makes_no_sense_is_refused(provinces):
    for wrong in (
        lambda: gp.distance_band(provinces, -5),
        lambda: gp.inverse_distance(provinces, power=0),
        lambda: gp.inverse_distance(provinces, cutoff=0),
        lambda: gp.exponential_decay(provinces, rate=-1),
        lambda: gp.kernel(provinces, "cosine"),
        lambda: gp.kernel(provinces, bandwidth=5, k=3),
    ):
        with pytest.raises(WeightsError):
            wrong()


def test_turning_the_globe_changes_no_distance(cities):
    turned = units_of(
        {name: shapely.Point((x + 37 + 180) % 360 - 180, y) for name, (x, y) in CITIES.items()}, crs="EPSG:4326"
    )
    np.testing.assert_allclose(distances_km(turned).toarray(), distances_km(cities).toarray(), rtol=1e-9, atol=1e-6)
