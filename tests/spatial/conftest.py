import numpy as np
import pytest

from gisplug.spatial.sample import SpatialSample, read_sample
from tests.spatial.oracle import panel_of, weights_of


@pytest.fixture(scope="session")
def random_panel() -> SpatialSample:
    """A small panel, 6 periods x 25 units on a 5 x 5 rook lattice, row-normalised."""
    rng = np.random.default_rng(7)
    place = np.stack(np.meshgrid(range(5), range(5)), axis=2).reshape(-1, 2)
    W = (np.abs(place[:, None] - place[None]).sum(axis=2) == 1).astype(float)
    W /= W.sum(axis=1, keepdims=True)
    a, b, e = (rng.normal(size=(6, 25)) for _ in range(3))
    y = np.linalg.solve(np.eye(25) - 0.4 * W, (a - b + e).T).T
    return read_sample(panel_of({"y": y, "a": a, "b": b}), "y ~ a + b", weights_of(W))
