"""Spatial correlation networks: gravity by hand, networkx's and sna's numbers, CONCOR's blocks, QAP's size."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.stats import binomtest

from gisplug.core.errors import ModelError, PanelError, ParameterError
from gisplug.structure.networks import blocks, qap
from gisplug.structure.networks.blocks import block_model, concor
from gisplug.structure.networks.gravity import attraction, great_circles, linked
from gisplug.structure.networks.measures import measure
from gisplug.structure.networks.network import spatial_network
from gisplug.structure.networks.paths import shortest_paths
from gisplug.structure.networks.qap import matrix_qap
from gisplug.weights.weights import Weights
from tests.structure.panels import panel_of

A = np.array([[(i * 5 + j * 3) % 7 < 2 and i != j for j in range(9)] for i in range(9)], dtype=float)
A[8] = 0.0  # sends nothing
N = 12
J = np.arange(N)
Y = ((J[:, None] * 37 + J[None] * 11) % 17 + 0.5 * np.abs(J[:, None] - J[None])) * (1 - np.eye(N))
X1 = np.abs(J[:, None] - J[None]).astype(float)
X2 = ((J[:, None] * 5 + J[None] * 13) % 11) * (1 - np.eye(N))
# networkx 3.6.1 on A
REACHED, FAR, THROUGH = [8] * 8 + [0], [17, 17, 18, 15, 14, 15, 18, 17, 0], [2, 5, 4, 15, 12, 21, 6, 2, 0]
CLOSE_IN = [0.4083333333333333, 0.3828125, 0.4375, 0.4375, 0.4083333333333333, 0.5104166666666667, 0.4711538461538462]
CLOSE = [0.6153846153846154, 0.6153846153846154, 0.5714285714285714, 0.7272727272727273, 0.6666666666666666, 0.8]
# R concorR 0.2.1 on A
HALVES, QUARTERS = [1, 2, 2, 1, 2, 1, 2, 1, 2], [1, 2, 3, 1, 3, 4, 3, 1, 2]
# R sna 2.7-1 on Y, X1, X2: netlm (double semi-partialling) and qaptest, 20,000 permutations
SNA_B, SNA_T = (
    (8.0392928224450504, 0.4763001687225169, 0.0066206832242028),
    (
        7.535307684119659,
        2.975318511996514,
        0.048665379495901,
    ),
)
SNA_R2, SNA_R, SNA_P, SNA_P_R = (
    0.064219904945722,
    (0.25338256629009, 0.0016600621419643),
    (0.00115, 0.4815),
    (
        0.0014,
        0.49425,
    ),
)


def places(t=1):
    lon, lat = 100 + (J * 7) % 12 * 1.3, 30 + (J * 5) % 12 * 0.9
    return {"lon": np.tile(lon, (t, 1)), "lat": np.tile(lat, (t, 1))}


def test_attraction_by_hand():
    km = np.array([[0.0, 10], [10, 0]])
    # k = 8 / (8 + 27), masses 2 and 3 after a cubic root, distance 10 / |1 - 3| = 5
    found = attraction(km, np.array([2.0, 3]), np.array([8.0, 27]), np.array([1.0, 3]), 2.0)
    assert found == pytest.approx(np.array([[0, 8 / 35 * 6 / 25], [27 / 35 * 6 / 25, 0]]))
    plain = attraction(km, np.array([2.0, 3]), None, None, 1.0)
    assert plain == pytest.approx(np.array([[0, 0.6], [0.6, 0]]))


def test_distances_are_great_circles():
    found = great_circles(np.array([[0.0, 0], [90, 0], [0, 90], [1, 0]]))
    quarter = np.pi / 2 * 6371.0088
    assert found[0] == pytest.approx([0, quarter, quarter, quarter / 90])


def test_links_are_above_the_mean_of_the_other_units():
    strength = np.array([[0.0, 1, 2, 9], [3, 0, 3, 3], [1, 2, 0, 3], [5, 0, 0, 0]])
    assert linked(strength, "row").toarray().tolist() == [[0, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 1], [1, 0, 0, 0]]
    assert linked(strength, "all").nnz == 6  # mean 32 / 12
    assert linked(strength, "value", 2.5).nnz == 6 and linked(strength, "value", 8).nnz == 1


def test_krackhardts_measures_by_hand():
    # 0 -> 1 -> 2, 0 -> 2; 3 <-> 4; 5 alone
    a = np.zeros((6, 6))
    a[[0, 1, 0, 3, 4], [1, 2, 2, 4, 3]] = 1
    whole, own = measure(csr_array(a))
    assert whole["density"] == pytest.approx(5 / 30)
    assert whole["connectedness"] == pytest.approx((3 + 1) / 15)
    assert whole["hierarchy"] == pytest.approx(1 - 1 / 4)  # three pairs reached one way, one both ways
    assert whole["efficiency"] == pytest.approx(1 - (5 - 3) / (6 - 2 + 2 - 1))
    assert whole["reciprocity"] == pytest.approx(2 / 5)
    assert own["degree"].tolist() == pytest.approx([0.4, 0.4, 0.4, 0.2, 0.2, 0])
    assert own["betweenness"].tolist() == [0] * 6
    empty, _ = measure(csr_array(np.zeros((5, 5))))
    assert empty["density"] == 0 and np.isnan(empty["hierarchy"]) and empty["connectedness"] == 0


def test_measures_are_those_of_networkx_and_sna():
    whole, own = measure(csr_array(A))
    assert whole["density"] == 0.25 and whole["connectedness"] == 1
    assert whole["hierarchy"] == pytest.approx(0.22222222222222, abs=1e-13)
    assert whole["efficiency"] == pytest.approx(0.84375)
    assert whole["reciprocity"] == pytest.approx(2 / 9)
    assert own["closeness_in"][:7] == pytest.approx(CLOSE_IN)
    assert own["closeness"][:6] == pytest.approx(CLOSE)
    assert own["betweenness"] == pytest.approx(np.array(THROUGH) / 56)
    assert own["degree"].tolist() == [0.375, 0.375, 0.375, 0.625, 0.5, 0.75, 0.375, 0.375, 0.25]


@pytest.mark.parametrize("full", [True, False])
def test_paths_are_the_same_by_full_and_by_sparse_products(full, monkeypatch):
    monkeypatch.setattr("gisplug.structure.networks.paths.DENSE", 0.0 if full else 1.1)
    monkeypatch.setattr("gisplug.structure.networks.paths.CELLS", 30)
    found = shortest_paths(csr_array(A))
    assert found.reached.tolist() == REACHED and found.far.tolist() == FAR
    assert found.through == pytest.approx(THROUGH, abs=1e-12)


def test_blocks_are_those_of_concorr():
    assert concor(A, 1).tolist() == HALVES
    assert concor(A, 2).tolist() == QUARTERS


def test_two_camps_and_a_lone_unit_are_found_again():
    a = np.kron(np.eye(2), np.ones((4, 4)) - np.eye(4))
    a[0, 4] = 1.0
    a = np.pad(a, (0, 1))
    made = block_model(a, 1)
    assert made.block.tolist() == [1] * 4 + [2] * 4 + [3]
    assert made.image.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 0]]
    assert made.table["role"].tolist() == ["net spill-out", "net beneficiary", "isolated"]
    assert made.table["inside"].tolist() == [12, 12, 0] and made.links.sum() == a.sum()


def test_roles_by_hand():
    # inside, sent, received, expected and actual share inside
    roles = [blocks._role(*row, 2.0) for row in ((6, 2, 2, 0.4, 0.75), (0, 2, 2, 0.4, 0.0), (0, 1, 2, 0.4, 0.0))]
    assert roles == ["bidirectional", "broker", "net beneficiary"]
    assert blocks._role(0, 1, 2, 0.4, 0.0, 3.0) == "broker"


def test_qap_is_that_of_sna():
    """R sna 2.7-1: coefficients, t and R2 of netlm; its p of 20,000 permutations are met within their error."""
    made = matrix_qap(Y, {"x1": X1, "x2": X2}, permutations=999)
    assert made.regression["estimate"].to_numpy() == pytest.approx(SNA_B, rel=1e-9)
    assert made.regression["t"].to_numpy() == pytest.approx(SNA_T, rel=1e-9)
    assert made.r2 == pytest.approx(SNA_R2, rel=1e-9)
    assert made.correlations["r"].to_numpy() == pytest.approx(SNA_R, rel=1e-9)
    assert made.regression["p_large"].iloc[1:].to_numpy() == pytest.approx(SNA_P, abs=0.05)
    assert made.correlations["p_large"].to_numpy() == pytest.approx(SNA_P_R, abs=0.05)


def test_permuted_t_is_that_of_a_regression_on_the_permuted_residual():
    apart = ~np.eye(N, dtype=bool)
    y, x1, x2 = (qap._centred(m, apart) for m in (Y, X1, X2))
    shuffles = qap._Shuffles(N, 3, 5, qap.SILENT, 1)
    df = N * (N - 1) - 3
    _, drawn = shuffles.of(x1, *qap._partialled(x1, [x2], y), df, 0)
    rest = qap._partialled(x1, [x2], y)[0]
    for t, order in zip(drawn, next(shuffles._orders())[1], strict=True):
        design = np.column_stack([np.ones(apart.sum()), rest[np.ix_(order, order)][apart], X2[apart]])
        b = np.linalg.lstsq(design, Y[apart], rcond=None)[0]
        e = Y[apart] - design @ b
        se = np.sqrt(e @ e / df * np.linalg.inv(design.T @ design)[1, 1])
        assert t == pytest.approx(b[1] / se, rel=1e-9)


def test_qap_holds_its_size_where_rows_and_columns_share_errors_and_least_squares_does_not():
    rng = np.random.default_rng(4)
    n, p, plain = 12, [], []
    for _ in range(90):
        own, other = rng.normal(size=(2, n))
        y = own[:, None] + own[None] + rng.normal(size=(n, n))
        x = other[:, None] + other[None] + 0.5 * rng.normal(size=(n, n))
        z = own[:, None] - own[None]
        made = matrix_qap(y, {"x": x, "z": z}, permutations=39, seed=int(rng.integers(1 << 30)))
        p.append(made.regression["p"].iloc[1])
        plain.append(abs(made.regression["t"].iloc[1]) > 1.98)
    assert binomtest(int((np.array(p) <= 0.05).sum()), 90, 0.05).pvalue > 0.01
    assert np.mean(plain) > 0.2


def test_a_known_link_is_found_again():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(15, 15))
    made = matrix_qap(2 * x + rng.normal(size=(15, 15)), {"x": x}, permutations=99)
    assert made.regression["estimate"].iloc[1] == pytest.approx(2, abs=0.3)
    assert made.regression["p"].iloc[1] == 0.01 == made.correlations["p"].iloc[0]


def network(**options):
    mass, rich = 1.0 + (J * 29) % 13, 5.0 + (J * 17) % 11
    panel = panel_of(m=np.array([mass, mass + J]), g=np.array([rich, rich * 1.5]), **places(2))
    return spatial_network(panel, ["m"], share="m", gap="g", coordinates=("lon", "lat"), **options)


def test_units_of_measure_do_not_matter_and_the_order_of_units_is_theirs():
    one = network()
    panel = one.panel
    other = panel.with_columns({"m": 1e6 * panel.array("m"), "g": 100 + 0.01 * panel.array("g")})
    again = spatial_network(other, ["m"], share="m", gap="g", coordinates=("lon", "lat"))
    assert again.table.equals(one.table)
    km = Weights(csr_array(3.7 * one.km), panel.ids, normalise="none")
    given = network(distances=km)
    assert given.table.equals(one.table)
    back = spatial_network(panel.select(panel.ids[::-1]), ["m"], share="m", gap="g", coordinates=("lon", "lat"))
    assert back.table.drop(columns="period").to_numpy() == pytest.approx(one.table.drop(columns="period").to_numpy())


def test_lines_and_nodes_show_the_links():
    made = network()
    lines, whole = made.lines(2001, 5), made.lines(2001)
    assert len(lines) == 5 and len(whole) == made.linked(2001).nnz
    assert (np.diff(whole["attraction"]) <= 0).all()
    blocks = made.blocks(2001)
    nodes = made.nodes(2001, blocks)
    assert nodes["block"].tolist() == blocks.block.tolist()
    found = made.qap(2001, ["g"], {"km": made.km}, permutations=9)
    assert found.regression.index.tolist() == ["Constant", "g", "km"] and made.circular(["g", "lon"]) == ["g"]


def test_refusals_say_what_to_do():
    here, mass = places(), 1.0 + J
    panel = panel_of(m=mass, low=mass - 1, flat=np.ones(N), **here)
    place = {"coordinates": ("lon", "lat")}
    close = panel_of(m=mass, lon=np.full(N, 100.0), lat=np.full(N, 30.0))
    short = Weights(csr_array(np.eye(N, k=1)), panel.ids, normalise="none")
    for error, wanted, source, masses, options in (
        (PanelError, "low is not above 0 in u000", panel, ["low"], place),
        (PanelError, "flat is the same everywhere", panel, ["m"], {**place, "gap": "flat"}),
        (PanelError, "lie in one place", close, ["m"], place),
        (PanelError, "four|4 units or more", panel.select(panel.ids[:3]), ["m"], place),
        (ParameterError, "one or more masses", panel, [], place),
        (ParameterError, "above 0 for 121 pairs", panel, ["m"], {"distances": short}),
        (ParameterError, "cut is one of", panel, ["m"], {**place, "cut": "best"}),
    ):
        with pytest.raises(error, match=wanted):
            spatial_network(source, masses, **options)
    made = spatial_network(panel, ["m"], border=1e9, cut="value", **place)
    assert "no-links" in [note.code for note in made.report.notes]
    with pytest.raises(ParameterError, match="'splits' is from 1 to 6"):
        made.blocks(2000, 9)
    with pytest.raises(ParameterError, match="no period '1999'"):
        made.linked(1999)
    with pytest.raises(ParameterError, match="matrices of 12 units"):
        made.qap(2000)
    with pytest.raises(ModelError, match="same for all pairs"):
        network().qap(2000, matrices={"flat": np.ones((N, N))})
    ties = spatial_network(panel_of(m=mass, g=np.append(1.0, mass[:-1]), **here), ["m"], gap="g", **place)
    assert "no-gap" in [note.code for note in ties.report.notes]
