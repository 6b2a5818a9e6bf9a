"""How laws call local regressions."""

from __future__ import annotations

from typing import Any

import numpy as np

import gisplug as gp
from tests.laws.estimator import Estimator, Frames

FIXED = {"kernel": "gaussian", "adaptive": False}


def _over_places(result: Any) -> Frames:
    """Means of coefficients and of their errors over places, and the coefficients' spread."""
    table = result.by_term.rename(columns={"mean": "estimate"})[["estimate", "se"]]
    spread = result.by_term.rename(columns={"sd": "estimate"})[["estimate"]]
    found = {"means": table, "spreads": spread.assign(se=table["se"])}
    return {name: (frame.assign(stat=np.nan, p=np.nan), "y") for name, frame in found.items()}


def _fit(result: Any) -> dict[str, float]:
    local = result.comparison.loc["local"]
    return {
        "parameters": local["parameters"],
        "r2": local["r2"],
        "collinear": float(result.places["vif"].mean()) if "vif" in result.places else 1.0,
    }


def _placed(n: Any) -> dict[str, Any]:
    return {"coordinates": (n["lon"], n["lat"])}


CASES = [
    Estimator(
        "gwr",
        lambda p, w, n, **o: gp.gwr(p, n.formula("a", "b"), **_placed(n), **o),
        _over_places,
        _fit,
    ),
    Estimator(
        "gtwr",
        lambda p, w, n, **o: gp.gtwr(p, n.formula("a", "b"), **FIXED, bandwidth=300.0, pace=100.0, **_placed(n), **o),
        _over_places,
        _fit,
        effects="none",
    ),
    Estimator(
        "mgwr",
        lambda p, w, n, **o: gp.mgwr(
            p, n.formula("a", "b"), effects="none", standardised=False, tolerance=1e-3, **_placed(n), **o
        ),
        _over_places,
        _fit,
        effects="none",
    ),
]
