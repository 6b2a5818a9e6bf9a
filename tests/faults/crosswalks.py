"""Faults of crosswalks between borders of two years."""

from __future__ import annotations

from tests.faults.plant import Fault

APPORTION = "gisplug/crosswalks/apportion.py"
LINKS = "gisplug/crosswalks/links.py"
OVERLAPS = "gisplug/crosswalks/overlaps.py"
REBORDER = "gisplug/crosswalks/reborder.py"

CODES = ("tests/crosswalks/test_codes.py tests/crosswalks/test_reborder.py", "tests/crosswalks/test_laws.py")
LAYERS = ("tests/crosswalks/test_layers.py",)

FAULTS = (
    Fault(
        "counts: missing sources count as nought",
        APPORTION,
        "gone = _none(links)[:, None] | (lacking > most_missing + SLACK) | _nothing(shares, present)",
        "gone = _none(links)[:, None] | _nothing(shares, present)",
        CODES,
    ),
    Fault(
        "rates: added like counts",
        APPORTION,
        "np.where(gone, np.nan, total / sum_weights)",
        "np.where(gone, np.nan, total)",
        CODES,
    ),
    Fault(
        "rates: weights are not apportioned",
        APPORTION,
        "total, sum_weights = links.shares.T @ (known * each), links.shares.T @ each",
        "total, sum_weights = _plain(links).T @ (known * each), _plain(links).T @ each",
        CODES,
    ),
    Fault(
        "rates: rows without a weight count",
        APPORTION,
        "        present &= ~np.isnan(weights)\n",
        "        pass\n",
        CODES,
    ),
    Fault(
        "rates of several sources without weights are averaged",
        APPORTION,
        "return (count > 1) if links.amounts is None else",
        "return (count > 9) if links.amounts is None else",
        CODES,
    ),
    Fault(
        "reborder: the first crosswalk holds for all periods",
        REBORDER,
        "    return holding[-1]\n",
        "    return holding[0]\n",
        CODES,
    ),
    Fault(
        "reborder: a crosswalk holds from the period after its own",
        REBORDER,
        "    return first <= when  # type",
        "    return first < when  # type",
        CODES,
    ),
    Fault(
        "gains: shares of the source for shares of the target",
        LINKS,
        "    total = np.bincount(column, data, links.shares.shape[1])[column]\n",
        "    total = np.ones(len(column))\n",
        (*LAYERS, *CODES),
    ),
    Fault(
        "layers: slivers are ground that changed hands",
        OVERLAPS,
        "    thin = overlaps.width < tolerance\n",
        "    thin = overlaps.width < 0\n",
        LAYERS,
    ),
    Fault(
        "layers: a unit that is all sliver is gone",
        OVERLAPS,
        " & (lost[overlaps.i] < MOSTLY) & (gained[overlaps.j] < MOSTLY))",
        ")",
        LAYERS,
    ),
    Fault(
        "layers: width from the area alone",
        OVERLAPS,
        "    width = 2e6 * km2 / _perimeter(parts, crs)\n",
        "    width = 1e3 * np.sqrt(km2)\n",
        LAYERS,
    ),
    Fault(
        "layers: the source is not moved to the system of the target",
        OVERLAPS,
        "    if same(given, crs):\n        return shapes\n",
        "    return shapes\n",
        LAYERS,
    ),
)
