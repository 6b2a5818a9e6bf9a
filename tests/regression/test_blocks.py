import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import Cancelled, ModelError
from gisplug.core.progress import Silent
from gisplug.numbers.space.blocks import compact_blocks, grid_blocks
from gisplug.panel.places import Reach
from gisplug.regression.few_clusters.blocks import BlockDrawing, blocks_of, spatial_bootstrap
from gisplug.regression.fixed_effects import fixed_effects
from tests.regression.simulated import panel_of
from tests.regression.test_conley import HERE, places

REACH = Reach(300, coordinates=HERE)


@pytest.fixture(scope="module")
def panel():
    return panel_of(places())


@pytest.mark.parametrize("effects", ["none", "unit", "time", "twoways"])
@pytest.mark.parametrize("row_weights, absent", [(None, [3, 17]), ("size", []), (None, [])])
def test_every_draw_is_a_regression_on_the_units_drawn_with_dummies(effects, row_weights, absent):
    frame = places(16, 5).drop(index=absent).assign(size=lambda f: 1 + f["z"] ** 2)
    panel = panel_of(frame, unbalanced=True)
    fit = fixed_effects(panel, "y ~ x + z", effects=effects, errors="unit", row_weights=row_weights)
    found = spatial_bootstrap(fit, REACH, BlockDrawing(draws=99, seed=3))
    codes, _ = blocks_of(fit.sample, REACH, BlockDrawing())
    rng, count = np.random.default_rng(3), codes.max() + 1
    ids = sorted(frame["unit"].unique())
    for draw in range(3):
        chosen = rng.integers(count, size=count)
        parts = []
        for copy, block in enumerate(chosen):
            own = frame[frame["unit"].isin([ids[i] for i in np.flatnonzero(codes == block)])]
            parts.append(own.assign(copy=own["unit"] + f" {copy}"))
        whole = pd.concat(parts)
        names = {"none": [], "unit": ["copy"], "time": ["period"], "twoways": ["copy", "period"]}[effects]
        dummies = [pd.get_dummies(whole[name]).to_numpy(float)[:, k > 0 :] for k, name in enumerate(names)]
        X = np.column_stack([whole[["x", "z"]], *(dummies or [np.ones(len(whole))])])
        root = np.sqrt(whole["size"].to_numpy()) if row_weights else np.ones(len(whole))
        b = np.linalg.lstsq(X * root[:, None], whole["y"].to_numpy() * root, rcond=None)[0][: len(fit.estimates)]
        np.testing.assert_allclose(found.draws.iloc[draw], b, rtol=1e-7)


def test_errors_are_the_spread_of_the_draws_and_stand_in_the_regression(panel):
    fit = fixed_effects(panel, "y ~ x + z", errors="unit")
    found = spatial_bootstrap(fit, REACH)
    np.testing.assert_allclose(found.table()["se"], found.draws.std())
    assert found.df == found.blocks.max() - 1 and (found.seed, len(found.draws)) == (1, 999)
    clustered = fixed_effects(panel.with_columns({"b": np.tile(found.blocks, (10, 1))}), "y ~ x + z", errors="b")
    np.testing.assert_allclose(found.table()["se"], clustered.estimates["se"], rtol=0.12)
    shown = found.on(fit)
    assert shown.statistics["Errors"] == f"{found.blocks.max()} spatial blocks"
    pd.testing.assert_frame_equal(shown.estimates, found.estimates)
    again = spatial_bootstrap(fit, REACH)
    pd.testing.assert_frame_equal(again.draws, found.draws)
    other = spatial_bootstrap(fit, REACH, BlockDrawing(seed=2))
    assert not np.allclose(other.table()["se"], found.table()["se"], rtol=1e-6)


def test_blocks_are_near_and_knows_no_date_line():
    where = places()[["lon", "lat"]].to_numpy()[:60]
    codes = grid_blocks(where, 300)
    turned = np.column_stack([(where[:, 0] + 70 + 180) % 360 - 180, where[:, 1]])
    np.testing.assert_array_equal(grid_blocks(turned, 300), codes)
    for block in range(codes.max() + 1):
        own = where[codes == block]
        assert np.ptp(own[:, 1]) <= 300 / 111 and np.ptp(own[:, 0]) * np.cos(np.radians(own[:, 1].mean())) <= 305 / 111
    groups = compact_blocks(where, 5)
    assert np.bincount(groups).tolist() == [5] * 12
    centre = np.array([where[groups == g].mean(axis=0) for g in range(12)])
    spread = np.mean([np.linalg.norm(where[groups == g] - centre[g], axis=1).mean() for g in range(12)])
    assert spread < 0.45 * np.linalg.norm(where - where.mean(axis=0), axis=1).mean()


class Stopping(Silent):
    """Is no longer wanted at the third look."""

    def __init__(self):
        self.seen = []

    def update(self, fraction, message=""):
        self.seen.append(fraction)

    def check(self):
        if len(self.seen) == 3:
            raise Cancelled("stopped")


def test_the_work_reports_itself_and_stops(panel):
    fit, progress = fixed_effects(panel, "y ~ x", errors="unit"), Stopping()
    with pytest.raises(Cancelled):
        spatial_bootstrap(fit, REACH, progress=progress)
    assert progress.seen == [0, 20 / 999, 40 / 999]


def test_what_cannot_be_drawn_is_refused_and_few_blocks_are_told(panel):
    fit = fixed_effects(panel, "y ~ x", errors="unit")
    with pytest.raises(ModelError, match="too few to draw"):
        spatial_bootstrap(fit, Reach(20_000, coordinates=HERE))
    with pytest.raises(ModelError, match="grid, compact"):
        BlockDrawing(blocks="round")
    few = spatial_bootstrap(fit, REACH, BlockDrawing("compact", size=10, draws=99))
    assert few.report.having("few-blocks") and few.statistics == {"Blocks": 6, "Draws": 99}
    d = np.zeros((10, 60))
    d[5:, 0] = 1
    with pytest.raises(ModelError, match="without an estimate"):
        spatial_bootstrap(fixed_effects(panel.with_columns({"d": d}), "y ~ d", errors="unit"), REACH)
