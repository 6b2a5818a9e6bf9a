"""Solutions by iteration equal those of a factorisation, and fall back to one."""

from __future__ import annotations

import numpy as np
import pytest

from gisplug.numbers.sparse import factors
from gisplug.numbers.sparse.iterations import Iterations
from gisplug.weights.contiguity import lattice
from tests.numbers.test_log_determinant import nearest


@pytest.mark.parametrize("rho", [0.5, -0.8, 0.97])
@pytest.mark.parametrize("kind", ["lattice", "directed"])
def test_iterations_solve_what_a_factorisation_solves(kind: str, rho: float, monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = lattice(20, 20).matrix if kind == "lattice" else nearest(400)
    right = np.random.default_rng(3).normal(size=(400, 2))
    exact = factors.factorise(matrix, rho)
    monkeypatch.setattr(factors, "ITERATED_UNITS", 100)
    found = factors.factorise(matrix, rho)
    assert isinstance(found.lu, Iterations)
    for asked in (right, right[:, 0]):
        assert found.solve(asked) == pytest.approx(exact.solve(asked), rel=1e-10, abs=1e-11)
        assert found.solve_transposed(asked) == pytest.approx(exact.solve_transposed(asked), rel=1e-10, abs=1e-11)
    assert not found.solve(np.zeros(400)).any()


def test_what_iterations_do_not_solve_is_factorised(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = lattice(20, 20).matrix
    exact = factors.factorise(matrix, 0.9)
    monkeypatch.setattr(factors, "ITERATED_UNITS", 100)
    monkeypatch.setattr("gisplug.numbers.sparse.iterations.MOST", 2)
    right = np.random.default_rng(3).normal(size=400)
    assert factors.factorise(matrix, 0.9).solve(right) == pytest.approx(exact.solve(right), rel=1e-12)
