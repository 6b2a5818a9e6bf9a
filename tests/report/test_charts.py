"""Charts: a legend covers no interval, numbers over bars do not run into each other, marks differ by shape."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sparse

from gisplug.report.charts.effects import effects_chart
from gisplug.report.charts.links import connectivity_histogram
from gisplug.report.figures import figure, style
from gisplug.weights.weights import Weights


def effects(count: int) -> pd.DataFrame:
    keys = pd.MultiIndex.from_product(
        [[f"x{k}" for k in range(count)], ["direct", "indirect", "total"]], names=["variable", "effect"]
    )
    return pd.DataFrame({"estimate": 0.5, "low": -4.0, "high": 5.0}, index=keys)


@pytest.mark.parametrize("count", [1, 3, 9])
def test_the_legend_of_effects_covers_no_interval(count):
    fig, ax = figure(16, 3 + 1.3 * count)
    with style():
        effects_chart(ax, effects(count), "Effects")
    fig.draw_without_rendering()
    legend = ax.get_legend().get_window_extent()
    highest = ax.transData.transform((0.0, count - 1 + 0.24))[1]
    assert legend.y0 > highest and legend.y1 <= ax.get_window_extent().y1 + 1


def test_effects_are_told_apart_by_the_shape_of_their_marks_too():
    _, ax = figure(16, 8)
    effects_chart(ax, effects(2))
    marks = {line.get_marker() for line in ax.get_legend().get_lines()}
    assert len(marks) == 3


@pytest.mark.parametrize("most", [6, 24, 60])
def test_numbers_over_bars_stand_apart_or_not_at_all(most):
    """Units with 1, 2, ... `most` neighbours, a thousand and more of each on average."""
    rng = np.random.default_rng(1)
    size = 40 * most
    degree = np.resize(np.arange(1, most + 1), size)
    rows = np.repeat(np.arange(size), degree)
    columns = (rows + 1 + np.concatenate([rng.permutation(size - 1)[:d] for d in degree])) % size
    raw = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(size, size))
    raw.sort_indices()
    w = Weights(raw, tuple(map(str, range(size))), "many", "none")
    fig, ax = figure(9, 8)
    with style():
        connectivity_histogram(ax, w)
    fig.draw_without_rendering()
    boxes = [t.get_window_extent() for t in ax.texts if t.get_text().replace(",", "").isdigit()]
    assert bool(boxes) == (most < 60)
    assert not any(a.overlaps(b) for k, a in enumerate(boxes) for b in boxes[:k])
    ticks = [t.get_window_extent() for t in ax.get_xticklabels() if t.get_text()]
    assert not any(mpl.transforms.Bbox.intersection(a, b) for k, a in enumerate(ticks) for b in ticks[:k])
