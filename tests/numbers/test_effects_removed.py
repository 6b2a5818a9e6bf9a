"""Effects are taken out as least squares on dummies takes them out, also where rows are absent; columns are scaled."""

import numpy as np
import pytest

from gisplug.numbers.demeaning import effects_of, lost_degrees, within
from gisplug.numbers.least_squares import pooled

RNG = np.random.default_rng(4)
T, N = 6, 9
VALUES = RNG.normal(size=(T, N, 2)) + RNG.normal(size=N)[:, None] + RNG.normal(size=T)[:, None, None]
HOLES = RNG.random((T, N)) > 0.25
APART = np.zeros((T, N), dtype=bool)  # two blocks of units that share no period
APART[:3, :4] = APART[3:, 4:] = True


def dummies(effects: str, present: np.ndarray) -> np.ndarray:
    """A column for each unit and period that the effects hold, of the rows that are there."""
    period, unit = np.nonzero(present)
    parts = [np.zeros((len(unit), 0))]
    if effects in ("unit", "twoways"):
        parts.append((unit[:, None] == np.arange(N)).astype(float))
    if effects in ("time", "twoways"):
        parts.append((period[:, None] == np.arange(T)).astype(float))
    return np.hstack(parts)


@pytest.mark.parametrize("effects", ["none", "unit", "time", "twoways"])
@pytest.mark.parametrize("present", [np.ones((T, N), dtype=bool), HOLES, APART], ids=["whole", "holes", "apart"])
def test_within_is_the_residual_of_dummies(effects, present):
    given = np.where(present[..., None], VALUES, 1e6)  # what absent rows hold has no part in it
    found = within(given, effects, present)
    D, flat = dummies(effects, present), VALUES[present]
    expected = flat - D @ np.linalg.lstsq(D, flat, rcond=None)[0] if D.shape[1] else flat
    np.testing.assert_allclose(found[present], expected, atol=1e-10)
    assert (found[~present] == 0.0).all()
    np.testing.assert_allclose(within(given[..., 0], effects, present)[present], expected[:, 0], atol=1e-10)


@pytest.mark.parametrize("effects", ["none", "unit", "time", "twoways"])
@pytest.mark.parametrize("present", [np.ones((T, N), dtype=bool), HOLES, APART], ids=["whole", "holes", "apart"])
def test_degrees_lost_are_the_rank_of_the_dummies(effects, present):
    D = dummies(effects, present)
    assert lost_degrees(effects, present) == (np.linalg.matrix_rank(D) if D.shape[1] else 0)


@pytest.mark.parametrize("turned", [False, True], ids=["few periods", "few units"])
def test_halves_that_one_row_links_are_no_harder(turned):
    """Alternating projections need a sweep for each of some thousand rows here."""
    present = np.zeros((6, 4000), dtype=bool)
    present[:3, :2000] = present[3:, 2000:] = present[3, 0] = True
    rng = np.random.default_rng(1)
    effects = 1e3 * rng.normal(size=(6, 1)) + 1e3 * rng.normal(size=4000)
    noise = np.where(present, rng.normal(size=(6, 4000)), 0.0)
    given, bare = effects + noise, noise
    if turned:
        present, given, bare = present.T, given.T, bare.T
    found, alone = within(given, "twoways", present), within(bare, "twoways", present)
    np.testing.assert_allclose(found, alone, atol=1e-9)
    for axis in (0, 1):
        assert np.abs(found.sum(axis=axis)).max() < 1e-9


@pytest.mark.parametrize("effects", ["none", "unit", "time", "twoways"])
@pytest.mark.parametrize("present", [np.ones((T, N), dtype=bool), HOLES, APART], ids=["whole", "holes", "apart"])
def test_effects_are_what_within_takes_out(effects, present):
    y = np.where(present, VALUES[..., 0], np.nan)
    mu, xi = effects_of(y, effects, present)
    taken = np.where(present, VALUES[..., 0], 0.0) - within(y, effects, present)
    np.testing.assert_allclose((mu + xi[:, None])[present], taken[present], atol=1e-10)
    if effects == "twoways":
        for rows in (np.arange(T),) if present is not APART else (np.arange(3), np.arange(3, T)):
            assert abs(present.sum(axis=1)[rows] @ xi[rows]) < 1e-10


@pytest.mark.parametrize("size", [1e-12, 1e-9, 1e6, 1e12])
def test_pooled_coefficients_know_no_unit_of_measure(size):
    y, X = VALUES[..., 0], np.stack([np.ones((T, N)), VALUES[..., 1], VALUES[..., 1] ** 2], axis=2)
    units = np.array([1.0, size, 1.0 / size])
    b, e = pooled(y, X)
    scaled, left = pooled(y, X * units)
    np.testing.assert_allclose(scaled * units, b, rtol=1e-10)
    np.testing.assert_allclose(left, e, atol=1e-10)
