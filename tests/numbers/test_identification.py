"""What a panel identifies is decided period by period, as all rows at once decide it."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
import scipy.sparse as sp

from gisplug.numbers.demeaning import within
from gisplug.numbers.identification import check_design
from gisplug.numbers.least_squares import unidentified
from gisplug.numbers.orthogonal import ROWS, Gathered, triangle
from gisplug.spatial.lags import DurbinDesign

EFFECTS = ("none", "unit", "time", "twoways")
KINDS = ("free", "unit", "period", "both", "still", "twice", "sum", "large")


def column(kind: str, made: list[np.ndarray], T: int, N: int, rng: np.random.Generator) -> np.ndarray:
    """Return a regressor (T, N) of one kind."""
    free = rng.standard_normal((T, N))
    own, common = np.broadcast_to(rng.standard_normal(N), (T, N)), rng.standard_normal((T, 1))
    if kind in ("twice", "sum") and len(made) > 1:
        return 3.0 * made[-1] - 7.0 if kind == "twice" else made[-1] + made[-2]
    return {"unit": own * 1e3, "period": common + 0 * free, "both": own + common, "still": 0 * free + 4.2}.get(
        kind, free * 1e-3 + 1e5 if kind == "large" else free
    )


@pytest.mark.parametrize("seed", range(40))
def test_periods_one_by_one_decide_as_all_rows_at_once(seed: int) -> None:
    """Same terms and same words, whatever makes a column hopeless, over the rows of one QR too."""
    rng = np.random.default_rng(seed)
    T, N = int(rng.integers(2, 8)), int(rng.choice([6, 40, 3000]))
    made: list[np.ndarray] = []
    for kind in rng.choice(KINDS, size=6):
        made.append(column(kind, made, T, N, rng))
    X, y, terms = np.stack(made, axis=2), rng.standard_normal((T, N)), [f"x{k}" for k in range(6)]
    rows = T * N
    unit, period = np.tile(np.arange(N), T), np.repeat(np.arange(T), N)
    for effects in EFFECTS:
        flat = within(X - X.mean(axis=(0, 1)), effects).reshape(rows, -1)
        expected = unidentified(X.reshape(rows, -1), flat, terms, unit, period)
        assert check_design(("y", y), X, terms, effects, collinear="omit") == expected
        assert check_design(("y", y), DurbinDesign(X, (), None), terms, effects, collinear="omit") == expected


def test_lags_made_period_by_period_are_those_of_the_array() -> None:
    rng = np.random.default_rng(3)
    T, N = 4, 60
    w = sp.csr_array(sp.diags([np.ones(N - 1), np.ones(N - 1)], [-1, 1])) * 0.5
    X = rng.standard_normal((T, N, 3))
    X[..., 2] = np.stack([w @ X[t, :, 0] for t in range(T)]) + X[..., 1]
    whole = np.concatenate([X, np.stack([w @ X[t, :, [0, 2]].T for t in range(T)])], axis=2)
    terms = ["a", "b", "c", "W*a", "W*c"]
    y = rng.standard_normal((T, N))
    for effects in EFFECTS:
        found = check_design(("y", y), DurbinDesign(X, (0, 2), w), terms, effects, collinear="omit")
        assert found == check_design(("y", y), whole, terms, effects, collinear="omit")
        assert list(found) == ["W*a"]


def test_no_copy_of_the_whole_design_is_made() -> None:
    """The check of a long panel needs the memory of a few periods, not of all."""
    rng = np.random.default_rng(4)
    X, y = rng.standard_normal((60, 4000, 9)), rng.standard_normal((60, 4000))
    tracemalloc.start()
    check_design(("y", y), DurbinDesign(X, (), None), list("abcdefghi"), "twoways")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < X.nbytes / 2


@pytest.mark.parametrize("effects", EFFECTS)
def test_a_constant_of_very_many_rows_does_not_vary(effects: str) -> None:
    """Its mean over a million rows is not exact; that is no variation."""
    X = np.full((2, 500_000, 2), 4.2)
    X[..., 1] = np.random.default_rng(5).standard_normal((2, 500_000))
    y = X[..., 1] ** 2
    found = check_design(("y", y), X, ["still", "moves"], effects, collinear="omit")
    assert found == {"still": "does not vary at all"}
    assert unidentified(X.reshape(-1, 2), X.reshape(-1, 2) - X.mean(axis=(0, 1)), ["still", "moves"]) == found


@pytest.mark.parametrize("rows", [1, 5, ROWS, 2 * ROWS + 1, 5 * ROWS + 77])
def test_triangles_of_parts_keep_all_products(rows: int) -> None:
    rng = np.random.default_rng(rows)
    X = rng.standard_normal((rows, 7)) * 10.0 ** rng.integers(-3, 4, 7)
    gathered = Gathered()
    for start in range(0, rows, 1000):
        gathered.add(X[start : start + 1000])
    sizes = np.sqrt((X**2).sum(axis=0))
    for R in (triangle(X), gathered.triangle()):
        assert np.allclose((R.T @ R) / np.outer(sizes, sizes), (X.T @ X) / np.outer(sizes, sizes), atol=1e-13)
        assert np.allclose(R, np.triu(R))
