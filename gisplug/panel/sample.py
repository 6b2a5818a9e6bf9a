"""The rows of a panel that a regression uses, with their groups, clusters and fixed effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.vocabulary import PANEL_EFFECTS, one_of
from gisplug.language.terms import group_labels, term_array, term_columns
from gisplug.numbers.covariance import ERRORS, Clusters
from gisplug.numbers.least_squares import unidentified
from gisplug.numbers.projections import Absorbed, absorbed_rank, codes_of, nested, residualised
from gisplug.numbers.space.conley import Near, kernel_of
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import check_collinear, omitted_notes
from gisplug.panel.places import Reach, places_of


@dataclass(frozen=True)
class Sample:
    """Complete rows of a regression.

    Attributes
    ----------
    columns : (n, k) in the order of `terms`
    rows : (n,) where they stand in the panel, period times N plus unit
    weights : (n,), analytic weights with mean one, or None
    """

    panel: Panel
    terms: tuple[str, ...]
    columns: np.ndarray
    rows: np.ndarray
    report: Report = field(default_factory=Report)
    weights: np.ndarray | None = None

    @property
    def n(self) -> int:
        """Rows used."""
        return len(self.rows)

    @property
    def unit(self) -> np.ndarray:
        """Unit codes (n,), from 0 without gaps."""
        return codes_of(self.rows % self.panel.N)

    @property
    def period(self) -> np.ndarray:
        """Period codes (n,), from 0 without gaps."""
        return codes_of(self.rows // self.panel.N)

    @property
    def clock(self) -> np.ndarray:
        """Steps of the panel's calendar from its first period to that of the rows, (n,)."""
        clock = np.asarray(calendar_of(self.panel.periods, self.panel.name).clock)
        return np.asarray(clock[self.rows // self.panel.N])

    def labels(self, name: str) -> np.ndarray:
        """Return the labels (n,) of a grouping: "unit", "period", a column, or several joined by ":"."""
        return np.asarray(group_labels(self.panel, name)[self.rows])


def draw_sample(
    panel: Panel,
    terms: Sequence[str],
    *,
    where: np.ndarray | None = None,
    winsorise: float = 0.0,
    winsorised: Sequence[str] | None = None,
    needs: Sequence[str] = (),
    row_weights: str | None = None,
) -> Sample:
    """Take the complete rows of a panel; what is left out is told in the report.

    Parameters
    ----------
    where : (T * N,) bool, optional
        Rows to use, for subsamples.
    winsorise : float
        Share cut at each end (0.01: values beyond the 1st and 99th percentile become them), over all rows used.
    winsorised : terms to treat; all numeric terms with more than two values by default.
    needs : groupings whose label may not be empty.
    row_weights : term of analytic weights, positive.

    Raises
    ------
    ModelError
        If no row is complete, or the share is out of range.
    """
    if not 0 <= winsorise < 0.5:
        raise ModelError(
            message(
                "The share to winsorise lies between 0 and 0.5; {winsorise!r} was given instead.", winsorise=winsorise
            )
        )
    columns = term_columns(panel, terms)
    chosen = np.ones(len(columns), dtype=bool) if where is None else np.asarray(where, dtype=bool)
    whole = chosen & np.isfinite(columns).all(axis=1)
    for name in needs:
        whole &= group_labels(panel, name) != ""
    weights = None if row_weights is None else _weights(panel, row_weights, whole)
    if not whole.any():
        lost = [t for t, missing in zip(terms, ~np.isfinite(columns[chosen]), strict=False) if np.all(missing)]
        raise ModelError(
            message(
                "No row of {panel} is complete for {terms}{lost}.",
                panel=panel.name,
                terms=", ".join(terms),
                lost=message(" ({lost} is empty)", lost=", ".join(lost)) if lost else "",
            )
        )
    notes = []
    if gone := int(chosen.sum() - whole.sum()):
        blame = [t for t, c in zip(terms, columns.T, strict=True) if not np.isfinite(c[chosen]).all()]
        notes.append(
            Note(
                INFO,
                "rows-incomplete",
                message(
                    "{gone} of {chosen} rows lack a value and are not used (of {blame}).",
                    gone=gone,
                    chosen=int(chosen.sum()),
                    blame=", ".join(blame) or message("a grouping"),
                ),
            )
        )
    if (out := int(len(chosen) - chosen.sum())) > 0:
        notes.append(
            Note(INFO, "rows-left-out", message("{out} of {n} rows are left out as asked.", out=out, n=len(chosen)))
        )
    rows = np.flatnonzero(whole)
    values = columns[rows]
    if winsorise:
        treated = [
            k
            for k, t in enumerate(terms)
            if (winsorised is None and len(np.unique(values[:, k])) > 2) or (winsorised and t in winsorised)
        ]
        for k in treated:
            values[:, k] = winsorised_values(values[:, k], winsorise)
        named = ", ".join(terms[k] for k in treated)
        notes.append(
            Note(
                INFO,
                "winsorised",
                message("Winsorised at {winsorise:.1%} at each end: {named}.", winsorise=winsorise, named=named),
            )
        )
    return Sample(panel, tuple(terms), values, rows, Report(tuple(notes)), weights)


def _weights(panel: Panel, term: str, whole: np.ndarray) -> np.ndarray:
    """Return the weights of the rows used, mean one; rows without a weight leave `whole` (T * N,)."""
    values = term_array(panel, term).ravel()
    whole &= np.isfinite(values)
    used = values[whole]
    if (used <= 0).any():
        raise ModelError(
            message(
                "Row weights are positive; {term} is not in {value} of {n} rows. Leave those rows out "
                "with where=, or mend the column.",
                term=term,
                value=int((used <= 0).sum()),
                n=len(used),
            )
        )
    return np.asarray(used / used.mean()) if len(used) else used


def left_in(
    sample: Sample, terms: Sequence[str], absorbed: Sequence[Absorbed], collinear: str
) -> tuple[Sample, dict[str, str]]:
    """Return the sample without those of `terms` that are not identified beside the effects, and why they are not.

    Under "refuse" nothing is left out here; the estimator refuses by name.
    """
    if check_collinear(collinear) == "refuse":
        return sample, {}
    at = [sample.terms.index(t) for t in terms]
    raw = sample.columns[:, at]
    omitted = unidentified(raw, residualised(raw, absorbed), list(terms), sample.unit, sample.period)
    if not omitted:
        return sample, {}
    kept = [k for k, t in enumerate(sample.terms) if t not in omitted]
    part = replace(
        sample,
        terms=tuple(sample.terms[k] for k in kept),
        columns=sample.columns[:, kept],
        report=sample.report + omitted_notes(omitted),
    )
    return part, omitted


def winsorised_values(values: np.ndarray, share: float) -> np.ndarray:
    """Return values (n,) with those beyond the `share` and 1 - `share` quantiles set to them; NaN stays."""
    low, high = np.nanquantile(values, [share, 1 - share])
    return np.asarray(np.clip(values, low, high))


def fixed_effects_of(
    sample: Sample, effects: str, absorb: Sequence[str] = (), trends: Sequence[str] = (), by_period: Sequence[str] = ()
) -> list[Absorbed]:
    """Return the effects to take out.

    `absorb` adds groupings ("region:period"); `trends` gives every group of a grouping its own linear trend;
    `by_period` gives terms a slope in every period (initial conditions times period dummies).

    Raises
    ------
    ModelError
        If `effects` is unknown, or a term of `by_period` has missing values.
    """
    one_of("effects", effects, PANEL_EFFECTS, ModelError)
    found = []
    if effects in ("unit", "twoways"):
        found.append(Absorbed(sample.unit))
    if effects in ("time", "twoways"):
        found.append(Absorbed(sample.period))
    found += [Absorbed(codes_of(sample.labels(name))) for name in absorb]
    clock = sample.clock - sample.clock.mean()
    found += [Absorbed(codes_of(sample.labels(name)), clock) for name in trends]
    for term in by_period:
        slope = term_array(sample.panel, term).ravel()[sample.rows]
        if not np.isfinite(slope).all():
            raise ModelError(
                message(
                    "{term} has missing values in rows that the regression uses; fill it or leave those rows out.",
                    term=term,
                )
            )
        found.append(Absorbed(sample.period, slope))
    if effects == "none" and not found:
        found.append(Absorbed(np.zeros(sample.n, dtype=int)))
    return found


def clusters_of(sample: Sample, errors: str, lags: int | None = None, reach: Reach | None = None) -> Clusters:
    """Read the name of an error structure: one of `ERRORS`, or a column (or two joined by "+") to cluster by.

    Parameters
    ----------
    lags : of Driscoll-Kraay errors
    reach : of Conley errors

    Raises
    ------
    ModelError
        If more than two groupings are named, or Conley errors have no reach.
    """
    if errors == "conley":
        if reach is None:
            raise ModelError(
                "Conley errors need a cut-off, within which errors of units may be related: reach=Reach(300), in km."
            )
        here = places_of(sample.panel, reach.coordinates)[np.unique(sample.rows % sample.panel.N)]
        near = Near(kernel_of(here, reach.cutoff, reach.kernel), sample.unit, sample.clock, reach.lags)
        return Clusters("conley", name=f"conley:{reach.cutoff:g}", near=near)
    if errors in ("classical", "robust"):
        return Clusters(errors, name=errors)
    if errors == "driscoll-kraay":
        return Clusters(errors, (sample.period,), errors, lags, np.unique(sample.clock))
    names = errors.removeprefix("cluster:").split("+")
    if len(names) > 2:
        raise ModelError(
            message(
                "Errors are clustered by one or two groupings; {errors!r} names {n}. Kinds: {errors2}.",
                errors=errors,
                n=len(names),
                errors2=", ".join(ERRORS),
            )
        )
    return Clusters("cluster", tuple(codes_of(sample.labels(name.strip())) for name in names), errors)


def counted_effects(absorbed: Sequence[Absorbed], clusters: Clusters) -> tuple[int, int]:
    """Return the rank of all effects, and how many count for clustered errors (those nested in a
    cluster count once).
    """
    rank = absorbed_rank(absorbed)
    free = 0
    if clusters.kind == "cluster":
        inside = [a for a in absorbed if any(nested(a.codes, c) for c in clusters.codes)]
        free = sum(a.groups - (1 if a.slope is None else 0) for a in inside)
    return rank, rank - free


def warn_few(clusters: Clusters, least: int = 30) -> Report:
    """Return a warning where a clustered covariance rests on few clusters; of Conley errors what they rest on."""
    if clusters.near is not None:
        return _told_near(clusters.near, clusters.name.partition(":")[2])
    if clusters.kind == "cluster" and min(clusters.groups) < least:
        text = message(
            "Only {groups} clusters ({clusters}): clustered errors are unreliable with fewer than {least}.",
            groups=min(clusters.groups),
            clusters=message(clusters.name) if clusters.name in ("unit", "period") else clusters.name,
            least=least,
        )
        return Report((Note(WARNING, "few-clusters", text),))
    return Report()


def _told_near(near: Near, cutoff: str) -> Report:
    count = near.neighbours
    time = "any two periods" if near.lags is None else "one period"
    serial = message(", and those of one unit over {lags} periods", lags=near.lags) if near.lags else ""
    alone = int((count == 0).sum())
    text = message(
        "Conley errors: those of units within {cutoff} km in {time}{serial} may be related; a unit "
        "has {count:.1f} such neighbours on average, {alone} of {units} have none.",
        cutoff=cutoff,
        time=time,
        serial=serial,
        count=count.mean(),
        alone=alone,
        units=near.units,
    )
    notes = [Note(INFO, "conley", text)]
    if count.mean() > near.units / 3:
        text = message(
            "A third of all units lie within {cutoff} km of each other on average: Conley errors are "
            "then far too small. Use a smaller cut-off, or bias-reduced clusters.",
            cutoff=cutoff,
        )
        notes.append(Note(WARNING, "conley-reach", text))
    return Report(tuple(notes))
