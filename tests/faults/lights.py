"""Faults of night lights summed over units."""

from __future__ import annotations

from tests.faults.plant import Fault

REDUCE = "gisplug/lights/reduce.py"
TESTS = ("tests/lights/test_lit_cells.py", "tests/lights/test_aggregate.py")

FAULTS = (
    Fault(
        "lit: edge cells at the threshold", REDUCE, "weight * (light > task.lit)", "weight * (light >= task.lit)", TESTS
    ),
    Fault(
        "lit: whole cells at the threshold",
        REDUCE,
        "    above = light > task.lit\n",
        "    above = light >= task.lit\n",
        TESTS,
    ),
    Fault("lit: the threshold is ignored", REDUCE, "    above = light > task.lit\n", "    above = light > 0\n", TESTS),
    Fault(
        "edge cells count as whole",
        REDUCE,
        "weight = share.astype(np.float64)\n",
        "weight = np.ones(len(share))\n",
        TESTS,
    ),
    Fault(
        "edge cells without an observation count",
        REDUCE,
        "good = np.flatnonzero(~tile.bad[place])",
        "good = np.arange(len(place))",
        TESTS,
    ),
    Fault("whole cells without an observation count", REDUCE, "        bright &= ~tile.bad\n", "        pass\n", TESTS),
    Fault(
        "the brightest cell is that of edges",
        REDUCE,
        "    np.maximum.at(sums.most, unit, np.maximum.reduceat(np.append(light, -np.inf), pair)[::2])\n",
        "",
        TESTS,
    ),
    Fault(
        "dark cells are not the darkest", REDUCE, "sums.most[unit] = np.maximum(sums.most[unit], dark)", "pass", TESTS
    ),
    Fault(
        "light without its ground",
        REDUCE,
        "np.bincount(unit, light * area, units)",
        "np.bincount(unit, light, units)",
        TESTS,
    ),
    Fault(
        "Gini: dark cells have light",
        REDUCE,
        "        keep = light > 0\n        lit.add",
        "        keep = light > -1\n        lit.add",
        TESTS,
    ),
)
