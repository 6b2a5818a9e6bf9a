"""Parameters and small steps that the tools of policy evaluation share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param
from gisplug.tools.regression import shared as m


def policy_params(controls: bool = True) -> tuple[Param, ...]:
    """Panel, outcome, policy and controls."""
    return (
        *m.outcome_params()[:4],
        Param(
            "policy",
            "field",
            "Policy",
            "Column that is 1 from the policy on and 0 before, or that holds the first treated period (0 or empty "
            "for units never treated).",
            parent="panel",
        ),
        *(m.controls_params() if controls else ()),
    )


def window_params(before: int = 4, after: int = 5) -> tuple[Param, ...]:
    """The window of an event study."""
    return (
        Param(
            "before",
            "integer",
            "Periods before",
            "Periods before the policy that are shown; earlier ones join the first.",
            default=before,
            minimum=1,
            maximum=100,
        ),
        Param(
            "after",
            "integer",
            "Periods after",
            "Periods after the start of the policy that are shown; later ones join the last.",
            default=after,
            minimum=0,
            maximum=100,
        ),
    )


def att_outputs() -> tuple[Output, ...]:
    """Numbers of the overall effect."""
    return (
        Output("att", "number", "Effect", "Average effect of the policy on the treated."),
        Output("se", "number", "Standard error", "Its standard error."),
        Output("p", "number", "P-value", "Its p-value."),
    )


def att_numbers(fit: Any) -> dict[str, float]:
    """Return the numbers of the overall effect."""
    row = fit.estimates.iloc[0]
    return {"att": float(row["estimate"]), "se": float(row["se"]), "p": float(row["p"])}


def controls_of(params: Mapping[str, Any]) -> list[str]:
    """Return the controls without policy and outcome."""
    return [c for c in m.terms_of(params, "terms", "controls") if c not in (params["policy"], params["outcome"])]


def event_table(fits: Mapping[str, Any]) -> Any:
    """Return event-time estimates of several fits as one frame."""
    import pandas as pd

    frames = {name: f.event for name, f in fits.items() if f.event is not None}
    return pd.concat(frames, names=["estimator", "event"]).reset_index() if frames else pd.DataFrame()


def event_paper(title: str, fits: Mapping[str, Any], under: Any = "se") -> Any:
    """Return the paper table of event-time estimates."""
    from gisplug.report.tables.paper_table import regression_table

    frames = {}
    for name, fit in fits.items():
        if fit.event is not None:
            frame = fit.event.copy()
            frame.index = [f"Period {int(e):+d}" if e else "Period 0" for e in frame.index]
            frames[name] = frame
    order = sorted({int(e) for f in fits.values() if f.event is not None for e in f.event.index})
    names = [f"Period {e:+d}" if e else "Period 0" for e in order]
    frames = {h: f.reindex([n for n in names if n in f.index]) for h, f in frames.items()}
    if len(frames) > 1:
        first = next(iter(frames))
        frames[first] = frames[first].reindex(names)
    stats: dict[str, dict[str, Any]] = {
        "Pre-trend p": {n: f.pretrend[2] for n, f in fits.items() if f.pretrend is not None}
    }
    return regression_table(title, frames, stats if stats["Pre-trend p"] else {}, under=under)
