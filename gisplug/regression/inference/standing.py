"""What each error structure assumes, and whether it holds with so many units, periods and clusters.

The limits follow the shares of true nulls rejected in scripts/sizes.py; its table stands in docs/regression/errors.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gisplug.core.messages import message

MANY = 30  # clusters from which errors clustered by them hold, if as many carry the coefficient
CARRY = 10  # clusters that effectively carry a coefficient below which plain clustering fails
LEAST_DF = 4.0  # Satterthwaite's degrees of freedom below which t is rough
RELATED = 0.1  # correlation of a unit's residuals from which rows are not independent

ASSUMES = {
    "classical": "errors of all rows independent, of one variance",
    "robust": "errors of all rows independent",
    "cluster": "errors of different clusters independent; many clusters",
    "period": "errors of different periods independent; many periods",
    "unit+period": "errors independent where neither unit nor period is the same; many of both",
    "cr2": "errors of different clusters independent",
    "cr3": "errors of different clusters independent",
    "wild": "errors of different clusters independent",
    "driscoll-kraay": "errors of far periods independent; many periods",
    "conley": "errors of far units independent; many units beyond the cut-off",
    "adjusted": "errors of far units independent",
    "blocks": "errors of different blocks independent; many blocks",
    "randomisation": "histories of the regressor could as well have been other units'",
}


@dataclass(frozen=True)
class Facts:
    """The size of a panel and what its regression shows.

    Attributes
    ----------
    n, units, periods : how many
    carrying : effective number of units that carry the coefficient
    over_time : correlation of a unit's residuals with those of the period before
    """

    n: int
    units: int
    periods: int
    carrying: float
    over_time: float


def assumption(kind: str) -> str:
    """Return what a kind of errors assumes."""
    return ASSUMES[kind]


def standing(kind: str, facts: Facts, clusters: float, carrying: float, df: float) -> tuple[str, str]:
    """Return whether a kind of errors holds at this size, and why.

    Parameters
    ----------
    clusters, carrying : number of clusters, and how many effectively carry the coefficient; NaN where there are none
    df : degrees of freedom of t
    """
    if kind in ("classical", "robust"):
        if abs(facts.over_time) > RELATED:
            return "too small" if facts.over_time > 0 else "rows related", (
                message("residuals of a unit follow one another (r = {over_time:.2f})", over_time=facts.over_time)
            )
        return "holds", message(
            "residuals of a unit hardly follow one another (r = {over_time:.2f})", over_time=facts.over_time
        )
    if kind in ("cr2", "cr3", "adjusted"):
        if df < LEAST_DF:
            return "rough", message("few clusters carry the coefficient: {df:.1f} degrees of freedom", df=df)
        if kind == "adjusted":
            return "holds", message("{df:.1f} degrees of freedom", df=df)
        return "holds", message("{clusters:g} clusters, {df:.1f} degrees of freedom", clusters=clusters, df=df)
    if kind == "wild":
        if clusters < 6 or carrying < 3:
            return "rough", message(
                "{clusters:g} clusters, of which {carrying:.1f} carry the coefficient: p hardly falls",
                clusters=clusters,
                carrying=carrying,
            )
        return "holds", message(
            "{clusters:g} clusters, of which {carrying:.1f} carry the coefficient", clusters=clusters, carrying=carrying
        )
    if kind == "randomisation":
        return "holds", "a test that the regressor does nothing to any unit; no interval"
    named = {
        "period": message("periods"),
        "driscoll-kraay": message("periods"),
        "conley": message("independent places"),
        "blocks": message("blocks"),
    }
    what = named.get(kind, message("clusters"))
    count = df + 1 if kind == "blocks" else clusters
    if count < MANY:
        return "too small", message("{count:.0f} {what} are few", count=count, what=what)
    if np.isfinite(carrying) and carrying < CARRY:
        return "too small", message(
            "{carrying:.1f} of {count:.0f} {what} carry the coefficient", carrying=carrying, count=count, what=what
        )
    return "holds", message("{count:.0f} {what}", count=count, what=what)
