"""p and intervals of a panel regression by the wild cluster bootstrap, for few clusters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell
from gisplug.numbers.fits.finding import Finding
from gisplug.numbers.projections import weighted
from gisplug.panel.sample import clusters_of
from gisplug.regression.few_clusters.draws import POINTS, signs, wild_draws
from gisplug.regression.reading import weighted_residuals
from gisplug.regression.results.panel import PanelFit, regressors_named


@dataclass(frozen=True, repr=False, eq=False)
class WildBootstrap(Finding):
    """Coefficients with p and intervals by the wild cluster bootstrap.

    Attributes
    ----------
    estimates : DataFrame, index term; estimate, se and p_table as in the regression, p, low and high by the bootstrap
    clusters, draws : how many
    weights : "webb" or "rademacher"
    whole : whether all weights there are were used
    """

    estimates: pd.DataFrame
    cluster: str
    clusters: int
    draws: int
    weights: str
    whole: bool
    seed: int
    outcome: str
    level: float = 0.95
    report: Report = field(default_factory=Report, repr=False)

    kind = "Wild cluster bootstrap"

    @property
    def title(self) -> str:
        """What was done, in a line."""
        return message("Wild cluster bootstrap: {outcome}", outcome=self.outcome)

    def table(self) -> pd.DataFrame:
        """Return the coefficients, index term; columns as in `estimates`."""
        return self.estimates

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the table: label and value."""
        how = "all" if self.whole else f"{self.draws:,}"
        return {"Clusters": f"{self.clusters} ({self.cluster})", "Draws": f"{how} ({self.weights.capitalize()})"}


def wild_bootstrap(
    fit: PanelFit,
    terms: Sequence[str] | None = None,
    *,
    cluster: str = "",
    weights: str = "webb",
    draws: int = 999,
    level: float = 0.95,
    seed: int = 1,
) -> WildBootstrap:
    """Test coefficients of `fixed_effects` with few clusters (Cameron, Gelbach & Miller 2008; Roodman and others 2019).

    Each coefficient is nought in its own bootstrap; the restricted residuals of a cluster are multiplied by one weight,
    and every draw is tested by its clustered t. Intervals are the values that are not rejected.

    Parameters
    ----------
    terms : coefficients to test; the first one by default.
    cluster : a grouping to cluster by, such as "region"; that of the fit by default, which is clustered by one.
    weights : "webb" has six points and serves from about five clusters on; "rademacher" has two, and all of their
        combinations are taken where `draws` is not smaller.
    level : of the intervals

    Raises
    ------
    ModelError
        If a term is none of the fit, there are fewer than three clusters or 99 draws, or errors are not clustered by
        one grouping and none is named.
    """
    if weights not in POINTS or draws < 99 or not 0.5 < level < 1:
        raise ModelError(
            message(
                "weights is one of {points}, with 99 draws or more and a level between 0.5 and 1; "
                "{weights!r}, {draws} and {level} were given instead.",
                points=", ".join(POINTS),
                weights=weights,
                draws=draws,
                level=level,
            )
        )
    sample, regressors = fit.sample, list(fit.formula.regressors)
    terms = regressors_named(fit, regressors[:1] if terms is None else terms)
    clusters = clusters_of(sample, cluster) if cluster else fit.clusters or clusters_of(sample, fit.errors)
    if clusters.kind != "cluster" or len(clusters.codes) != 1:
        raise ModelError(
            message(
                "The bootstrap draws clusters of one grouping, and errors are {clusters}; name one: cluster='unit'.",
                clusters=clusters.name,
            )
        )
    if clusters.groups[0] < 3:
        raise ModelError(
            message("{groups} clusters are too few to draw; cluster by a finer grouping.", groups=clusters.groups[0])
        )
    root = np.ones(sample.n) if sample.weights is None else np.sqrt(sample.weights)
    flat = weighted_residuals(sample.columns, fit.taken, sample.weights)
    absorbed = fit.taken if sample.weights is None else weighted(fit.taken, root)
    codes, chosen = clusters.codes[0], signs(clusters.groups[0], weights, draws, seed)
    rows = {}
    for term in terms:
        found = wild_draws(flat[:, 0], flat[:, 1:], regressors.index(term), codes, absorbed, chosen)
        old = fit.estimates.loc[term]
        low, high = found.interval(level)
        rows[term] = [old["estimate"], old["se"], old["p"], found.p(), low, high]
    names = ["estimate", "se", "p_table", "p", "low", "high"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=names).rename_axis("term")
    few = clusters.groups[0] < 6 and not chosen[1]
    text = message("{groups} clusters: the bootstrap has few different draws; p is rough.", groups=clusters.groups[0])
    report = Report((Note(WARNING, "few-draws", text),) if few else ())
    named = cluster or fit.errors
    settings = (named, clusters.groups[0], len(chosen[0]), weights, chosen[1], seed, fit.outcome, level)
    return WildBootstrap(table, *settings, report=report)
