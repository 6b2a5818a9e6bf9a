"""One coefficient under all error structures, with what each assumes and whether it holds at this size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import Report
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.vocabulary import Cell
from gisplug.numbers.covariance import Clusters
from gisplug.numbers.fits.finding import Finding
from gisplug.numbers.inference import with_own_df
from gisplug.numbers.projections import codes_of
from gisplug.panel.places import Reach
from gisplug.panel.sample import clusters_of
from gisplug.regression.few_clusters.bias_reduced import bias_reduced
from gisplug.regression.few_clusters.blocks import BlockDrawing, spatial_bootstrap
from gisplug.regression.few_clusters.near import conley_adjusted
from gisplug.regression.few_clusters.wild import wild_bootstrap
from gisplug.regression.inference.standing import Facts, assumption, standing
from gisplug.regression.inference.structures import (
    Parts,
    carrying,
    error_under,
    hc3,
    parts_of,
    randomised_p,
    related_over_time,
)
from gisplug.regression.results.labels import by_words
from gisplug.regression.results.panel import PanelFit

COLUMNS = ["estimate", "se", "stat", "df", "p", "low", "high"]
NOTHING = [np.nan] * 6


@dataclass(frozen=True)
class ErrorChoices:
    """What the table is made with.

    Attributes
    ----------
    cluster : a grouping beside units, such as "region"
    reach : of Conley errors and blocks; without it they are left out
    drawing : of blocks; its draws and seed are those of all draws
    within : a grouping within which histories change units
    level : of the intervals
    """

    cluster: str = ""
    reach: Reach | None = None
    drawing: BlockDrawing = field(default_factory=BlockDrawing)
    within: str = ""
    level: float = 0.95


@dataclass(frozen=True, repr=False, eq=False)
class ErrorsTable(Finding):
    """One coefficient under several error structures.

    Attributes
    ----------
    estimates : DataFrame, index structure; estimate, se, stat, df, p, low, high; NaN where a structure has none
    standing : DataFrame, index structure; assumes, clusters, carrying, verdict, why
    term, outcome : of the coefficient
    """

    estimates: pd.DataFrame
    standing: pd.DataFrame
    term: str
    outcome: str
    facts: Facts
    seed: int
    report: Report = field(default_factory=Report, repr=False)

    kind = "Errors of one coefficient"

    @property
    def title(self) -> str:
        """What was done, in a line."""
        return message("Errors of the coefficient of {term}: {outcome}", term=self.term, outcome=self.outcome)

    def table(self) -> pd.DataFrame:
        """Return estimates and what they stand on, index structure."""
        return self.estimates.join(self.standing)

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the table: label and value."""
        return {"Observations": self.facts.n, "Units": self.facts.units, "Periods": self.facts.periods}


def errors_table(
    fit: PanelFit, term: str = "", choices: ErrorChoices | None = None, *, progress: Progress = SILENT
) -> ErrorsTable:
    """Return one coefficient of `fixed_effects` under every error structure that there is.

    Classical, HC1 and HC3; clustered by unit, period, both and a further grouping; CR2, CR3 and the wild cluster
    bootstrap (Webb) by unit and by that grouping; Driscoll-Kraay; Conley, as it is and adjusted for few units, and a
    bootstrap of spatial blocks, where the reach of errors is given; and p of histories of the regressor assigned to
    units at random. The coefficient is estimated once. A structure that cannot be computed says why.

    Parameters
    ----------
    term : the first regressor by default

    Raises
    ------
    ModelError
        If the term is none of the fit.
    Cancelled
        If the work is no longer wanted.
    """
    choices, term = choices or ErrorChoices(), term or fit.formula.regressors[0]
    parts = parts_of(fit, term)
    facts = _facts(fit, parts)
    made, about = {}, {}
    asked = _asked(fit, term, parts, choices)
    for at, (name, (kind, clusters, make)) in enumerate(asked.items()):
        part = Part(progress, at / len(asked), (at + 1) / len(asked))
        part.update(0.0, name)
        part.check()
        try:
            row, why = make(part), ""
        except ModelError as problem:
            row, why = NOTHING, str(problem)
        made[name] = [parts.b, *row]
        count, held = _groups(parts, clusters)
        verdict, reason = ("not available", why) if why else standing(kind, facts, count, held, row[2])
        about[name] = [assumption(kind), count, held, verdict, reason]
    estimates = pd.DataFrame.from_dict(made, orient="index", columns=COLUMNS).rename_axis("structure")
    frame = pd.DataFrame.from_dict(
        about, orient="index", columns=["assumes", "clusters", "carrying", "verdict", "why"]
    ).rename_axis("structure")
    return ErrorsTable(estimates, frame, term, fit.outcome, facts, choices.drawing.seed, report=fit.report)


Make = Callable[[Progress], list[float]]
Asked = dict[str, tuple[str, Clusters | None, Make]]


def _asked(fit: PanelFit, term: str, parts: Parts, choices: ErrorChoices) -> Asked:
    """Return the kind, the clusters and the making of each structure, by name."""
    sample, level, drawing, reach = fit.sample, choices.level, choices.drawing, choices.reach
    groupings = ["unit", *([choices.cluster] if choices.cluster and choices.cluster != "unit" else [])]

    def under(clusters: Clusters) -> Make:
        return lambda _: _t_row(parts.b, *error_under(fit, parts, clusters), level)

    def corrected(correction: str, grouping: str) -> Make:
        def make(_: Progress) -> list[float]:
            row = bias_reduced(fit, [term], correction=correction, cluster=grouping, level=level).iloc[0]
            return [float(row[name]) for name in COLUMNS[1:]]

        return make

    def wild(grouping: str) -> Make:
        def make(progress: Progress) -> list[float]:
            progress.check()
            found = wild_bootstrap(fit, [term], cluster=grouping, draws=drawing.draws, level=level, seed=drawing.seed)
            (row,), (se, _df) = found.table().to_dict("records"), error_under(fit, parts, clusters_of(sample, grouping))
            return [se, parts.b / se, np.nan, row["p"], row["low"], row["high"]]

        return make

    found: Asked = {}
    for name, kind in (("Classical", "classical"), ("HC1", "robust")):
        found[name] = (kind, None, under(clusters_of(sample, kind)))
    found["HC3"] = ("robust", None, lambda _: _t_row(parts.b, *hc3(fit, parts), level))
    for grouping in (*groupings[:1], "period", "unit+period", *groupings[1:]):
        clusters = clusters_of(sample, grouping)
        kind = {"unit": "cluster", "period": "period", "unit+period": "unit+period"}.get(grouping, "cluster")
        found[message("Clustered {by}", by=by_words(grouping))] = (
            kind,
            clusters,
            under(clusters),
        )
    for grouping in groupings:
        clusters = clusters_of(sample, grouping)
        for correction in ("cr2", "cr3"):
            found[message("{correction} {by}", correction=correction.upper(), by=by_words(grouping))] = (
                correction,
                clusters,
                corrected(correction, grouping),
            )
        found[message("Wild bootstrap {by}", by=by_words(grouping))] = ("wild", clusters, wild(grouping))
    kraay = clusters_of(sample, "driscoll-kraay")
    found["Driscoll-Kraay"] = ("driscoll-kraay", kraay, under(kraay))
    if reach is not None:
        conley = clusters_of(sample, "conley", reach=reach)
        found[message("Conley, {cutoff:g} km", cutoff=reach.cutoff)] = ("conley", conley, under(conley))
        found[message("Conley, {cutoff:g} km, adjusted", cutoff=reach.cutoff)] = (
            "adjusted",
            conley,
            _adjusted(fit, term, reach, level),
        )
        found["Spatial blocks"] = ("blocks", None, _blocks(fit, term, reach, choices))
    within = _within(fit, choices.within)

    def randomised(_: Progress) -> list[float]:
        p = randomised_p(fit, parts, within, drawing.draws, drawing.seed)
        return [np.nan, np.nan, np.nan, p, np.nan, np.nan]

    found["Randomisation"] = ("randomisation", None, randomised)
    return found


def _adjusted(fit: PanelFit, term: str, reach: Reach, level: float) -> Make:
    def make(_: Progress) -> list[float]:
        row = conley_adjusted(fit, [term], reach=reach, level=level).iloc[0]
        return [float(row[name]) for name in COLUMNS[1:]]

    return make


def _blocks(fit: PanelFit, term: str, reach: Reach, choices: ErrorChoices) -> Make:
    def make(progress: Progress) -> list[float]:
        found = spatial_bootstrap(fit, reach, choices.drawing, level=choices.level, progress=progress)
        row = found.table().loc[term]
        return [float(row["se"]), float(row["stat"]), found.df, float(row["p"]), float(row["low"]), float(row["high"])]

    return make


def _within(fit: PanelFit, name: str) -> np.ndarray | None:
    """Return the group of each unit (U,), of its first row."""
    if not name:
        return None
    labels, sample = fit.sample.labels(name), fit.sample
    return codes_of(labels[[int(np.flatnonzero(sample.unit == u)[0]) for u in range(int(sample.unit.max()) + 1)]])


def _t_row(b: float, se: float, df: float, level: float) -> list[float]:
    return [float(value) for value in with_own_df(["b"], [b], [se], [df], level).iloc[0, 1:]]


def _facts(fit: PanelFit, parts: Parts) -> Facts:
    sample = fit.sample
    clusters = clusters_of(sample, "unit")
    return Facts(
        n=sample.n,
        units=fit.units,
        periods=fit.periods,
        carrying=carrying(parts, clusters.codes[0]),
        over_time=related_over_time(fit, parts),
    )


def _groups(parts: Parts, clusters: Clusters | None) -> tuple[float, float]:
    """Return the number of clusters, the smaller one of two ways, and how many effectively carry the coefficient."""
    if clusters is None:
        return np.nan, np.nan
    if clusters.near is not None:
        near = clusters.near
        count = near.units / (1 + float(near.neighbours.mean()))
        return count, np.nan
    return float(min(clusters.groups)), min(carrying(parts, codes) for codes in clusters.codes)
