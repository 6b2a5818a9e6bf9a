"""How laws call the estimators of policies."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

import gisplug as gp
from tests.laws.estimator import Estimator, Frames, flat, policy_frames, pretrend

POLICY = {"policy": "d"}


def _group_time(result: Any) -> Frames:
    return {k: (v.rename(index=str).rename(index=lambda i: f"cell {i}"), "y") for k, v in result.aggregates.items()}


def _placebo_frames(result: Any) -> Frames:
    """Mean and standard deviation of the placebos, in the unit of the outcome."""
    drawn = result.draws["estimate"]
    row = {"estimate": drawn.mean(), "se": drawn.std(), "stat": np.nan, "p": np.nan}
    return {"placebos": (pd.DataFrame([row], index=["placebo"]), "y")}


def _reached_frames(result: Any) -> Frames:
    path = result.spillover_event[result.spillover_event["stat"].notna()].copy()
    path.index = [f"spillover event {e:+d}" for e in path.index]
    return {**policy_frames(result), "reached": (path, "y"), "ignored": (result.ignored, "y")}


def _reached_tests(result: Any) -> dict[str, float]:
    found = result.spillover_pretrend
    return {**pretrend(result), **({"reached": found[0], "reached p": found[2]} if found else {})}


CASES = [
    *(
        Estimator(
            name,
            lambda p, w, n, name=name: getattr(gp, name)(p, n.formula("a", "b", key="d")),  # type: ignore[misc]
            policy_frames,
            pretrend,
            uses=("y", "d", "a", "b"),
            roles=POLICY,
        )
        for name in ("did_twoway", "event_study", "sun_abraham", "did_stacked", "did_imputation")
    ),
    Estimator(
        "goodman_bacon",
        lambda p, w, n: gp.goodman_bacon(p, f"{n['y']} ~ {n['d']}"),
        lambda r: {"comparisons": (r.comparisons[["estimate"]].assign(se=np.nan, stat=np.nan, p=np.nan), "y")},
        lambda r: {"weights": float((r.comparisons["weight"] ** 2).sum())},
        uses=("y", "d"),
        roles=POLICY,
        errors=False,
    ),
    Estimator(
        "did_switching",
        lambda p, w, n, **o: gp.did_switching(p, f"{n['y']} ~ {n['d']}", **o),
        policy_frames,
        lambda r: {} if r.pretrend is None else {"pretrend": r.pretrend[0]},
        uses=("y", "d"),
        roles=POLICY,
    ),
    *(
        Estimator(
            f"group_time_effects.{'bands' if draws else 'analytic'}",
            lambda p, w, n, draws=draws, **o: gp.group_time_effects(  # type: ignore[misc]
                p, n.formula("a", "b", key="d"), method="reg" if draws else "dr", draws=draws, **o
            ),
            _group_time,
            lambda r: {} if r.pretest is None else {"pretest": r.pretest[0]},
            uses=("y", "d", "a", "b"),
            roles=POLICY,
            taken={"a": "none", "b": "none"},
            absorbs="none",
            draws=draws,
        )
        for draws in (0, 99)
    ),
    Estimator(
        "synthetic_did",
        lambda p, w, n, **o: gp.synthetic_did(p, n.formula("a", "b", key="d"), draws=8, **o),
        lambda r: {"estimates": (r.estimates, "y")},
        uses=("y", "d", "a", "b"),
        roles=POLICY,
        effects="unit",  # the penalty on weights is the spread of the donors' changes, shocks to all of them included
        absorbs="twoways",
        draws=8,  # each of them a search of its own
        tasks=True,
    ),
    Estimator(
        "triple_difference",
        lambda p, w, n: gp.triple_difference(p, n.formula("a", "b", key="d"), n["flag"]),
        policy_frames,
        uses=("y", "d", "a", "b", "flag"),
        roles=POLICY | {"flag": "flag"},
    ),
    Estimator(
        "placebo_policies",
        lambda p, w, n, **o: gp.placebo_policies(p, n.formula("a", "b", key="d"), draws=20, **o),
        _placebo_frames,
        lambda r: {"t": r.observed / r.observed_se, "p": r.p},
        uses=("y", "d", "a", "b"),
        roles=POLICY,
        draws=20,
        tasks=True,
        shares=("p",),
    ),
    Estimator(
        "psm_did",
        lambda p, w, n: gp.psm_did(p, f"{n['y']} ~ {n['d']} + {n['m']}", n.rest("a", "b"), caliper=None),
        lambda r: {"logit": (r.logit, "odds"), **{k: (f.estimates, "y") for k, f in r.fits.items()}},
        uses=("y", "d", "a", "b", "m"),
        roles=POLICY,
        taken={"a": "none", "b": "none"},
        absorbs="none",
    ),
    *(
        Estimator(
            f"spillover_did.{method}",
            lambda p, w, n, method=method: gp.spillover_did(  # type: ignore[misc]
                p, n.formula("a", "b", key="d"), gp.ContiguityRings(w, 1), method=method
            ),
            _reached_frames,
            _reached_tests,
            uses=("y", "d", "a", "b"),
            roles=POLICY,
            weighted=True,
        )
        for method in ("two-stage",)
    ),
    Estimator(
        "spatial_did",
        lambda p, w, n, **o: gp.spatial_did(p, n.formula("a", "b", key="d"), w, draws=100, **o),
        lambda r: {"effects": (flat(r.effects), "y"), **{k: (f.table(), "y") for k, f in r.fits.items()}},
        uses=("y", "d", "a", "b"),
        roles=POLICY,
        weighted=True,
        draws=100,
        follow="terms",
    ),
]
