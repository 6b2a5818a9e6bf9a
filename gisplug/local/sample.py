"""The rows of local regressions as arrays, standardised, with the places of their units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import Effects, Period
from gisplug.language.formula import Formula
from gisplug.local.weighting.places import LocalPlaces, local_places
from gisplug.numbers.demeaning import check_effects, lost_degrees, within
from gisplug.numbers.least_squares import check_identified, check_outcome
from gisplug.numbers.projections import residualised
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where, model_frame
from gisplug.panel.sample import Sample, draw_sample, fixed_effects_of, left_in
from gisplug.regression.reading import key_of, only

CONSTANT = "Constant"


@dataclass(frozen=True, eq=False)
class LocalData:
    """Rows of local regressions; absent ones are nought.

    Attributes
    ----------
    y : (T, N) and Z : (T, N, k), standardised, less means of units where their effects are taken out
    present : (T, N) bool
    clock : (T,) steps of the calendar
    back : (k, k), which turns coefficients of Z into those of the regressors, in the unit of the outcome over theirs
    design : (k, k), which turns rows of Z into rows of the regressors and the constant
    middle : what the constant of y lost, in the unit of the outcome
    sy : standard deviation of the outcome
    effects : taken out
    """

    y: np.ndarray
    Z: np.ndarray
    present: np.ndarray
    clock: np.ndarray
    back: np.ndarray
    design: np.ndarray
    middle: float
    sy: float
    effects: Effects
    constant: bool
    places: LocalPlaces = field(repr=False)

    @property
    def n(self) -> int:
        """Rows."""
        return int(self.present.sum())

    def coefficients(self, gamma: np.ndarray) -> np.ndarray:
        """Return coefficients of the regressors (..., k) from those of Z."""
        found = gamma @ self.back.T
        if self.constant:
            found[..., -1] += self.middle
        return np.asarray(found)

    def in_units(self, criterion: str, score: float) -> float:
        """Return a criterion of standardised rows as that of rows in the unit of the outcome."""
        return score * self.sy**2 if criterion == "CV" else score + 2.0 * self.n * float(np.log(self.sy))

    def pooled(self) -> tuple[np.ndarray, np.ndarray, int]:
        """Return coefficients of Z (k,) and residuals (T, N) of one regression for all places, and its parameters."""
        rows = self.present
        flat_y, flat_Z = self.less_effects(self.y), self.less_effects(self.Z)
        gamma, *_ = np.linalg.lstsq(flat_Z[rows], flat_y[rows], rcond=None)
        gone = lost_degrees(self.effects, rows) - (self.constant and self.effects != "none")
        return gamma, np.where(rows, flat_y - flat_Z @ gamma, 0.0), len(gamma) + gone

    def less_effects(self, values: np.ndarray) -> np.ndarray:
        """Return values (T, N, ...) of the rows less the means of the effects, for all places alike."""
        return within(values, self.effects, self.present)


@dataclass(frozen=True)
class Reading:
    """How the rows of a local regression are read.

    Attributes
    ----------
    period : the one used, all where it is None
    coordinates : columns of longitude and latitude, or of x and y in a plane; centroids where none are named
    """

    period: Period | None = None
    collinear: str = "refuse"
    coordinates: tuple[str, ...] = ()
    distances: str = "great-circle"


@dataclass(frozen=True, eq=False)
class LocalSample:
    """A formula's rows for local regressions.

    Attributes
    ----------
    terms : of the coefficients, the constant last where there is one
    panel : of the units and periods with rows
    outcomes : (T, N), as in the panel
    """

    formula: Formula
    terms: tuple[str, ...]
    panel: Panel
    data: LocalData
    outcomes: np.ndarray
    omitted: Mapping[str, str]
    report: Report


def read_local(
    panel: Panel,
    formula: str | Formula,
    method: str,
    asked: Reading,
    *,
    where: Where,
    effects: str,
    keep_constant: bool = False,
) -> LocalSample:
    """Read the rows of a local regression.

    Parameters
    ----------
    method : what messages call it
    keep_constant : whether there is a constant under effects of units too

    Raises
    ------
    ModelError
        If the outcome or a regressor does not vary, no row is complete, or effects of units and periods cannot be
        taken out because rows are absent.
    PanelError
        If nobody knows where the units are.
    """
    frame = only(model_frame(panel, formula, where=where, effects=effects), method, absorb=False)
    check_effects(frame.effects)
    key_of(frame)
    sample = draw_sample(frame.panel, frame.formula.columns, where=_chosen(frame.panel, frame.rows, asked.period))
    notes: list[Note] = []
    taken: Effects = check_effects(frame.effects)
    if len(np.unique(sample.period)) == 1 and taken != "none":
        taken = "none"
        text = message(
            "One period ({period}): a cross-section, without effects of units and periods.",
            period=frame.panel.periods[sample.rows[0] // frame.panel.N],
        )
        notes.append(Note(INFO, "cross-section", text))
    absorbed = fixed_effects_of(sample, taken)
    sample, omitted = left_in(sample, frame.formula.regressors, absorbed, asked.collinear)
    flat = residualised(sample.columns, absorbed)
    check_outcome(sample.columns[:, 0], flat[:, 0], frame.formula.outcome)
    regressors = list(sample.terms[1:])
    check_identified(sample.columns[:, 1:], flat[:, 1:], regressors, sample.unit, sample.period)
    kept, values, present = _grid(sample)
    if taken == "twoways" and not present.all():
        raise _unbalanced(kept, sample.terms, present)
    constant = taken == "none" or keep_constant
    places = local_places(kept, asked.coordinates, asked.distances)
    data = _standardised(values, present, taken, constant, _clock(sample), places)
    terms = (*regressors, CONSTANT) if constant else tuple(regressors)
    plain = Formula(frame.formula.outcome, tuple(regressors))
    return LocalSample(plain, terms, kept, data, values[..., 0], omitted, sample.report + Report(tuple(notes)))


def _chosen(panel: Panel, rows: np.ndarray | None, period: Period | None) -> np.ndarray | None:
    if period is None:
        return rows
    if period not in panel.periods:
        panel.select(periods=[period])  # refuses, with its name
    own = np.repeat(np.array([p == period for p in panel.periods]), panel.N)
    return own if rows is None else own & rows


def _unbalanced(panel: Panel, terms: tuple[str, ...], present: np.ndarray) -> ModelError:
    """Return the refusal of a panel whose rows (T, N) are not all there, with the columns that lack values."""
    lost = np.argwhere(~present)
    unknown = ~np.isfinite(panel.arrays(list(terms)))[~present]
    blame = [term for term, gone in zip(terms, unknown.any(axis=0), strict=True) if gone]
    return ModelError(
        message(
            "Local effects of units and periods need the same periods for every unit, and {rows} are not used (of "
            "{blame}). Fill the rows, filter units or periods, or take out effects of units alone.",
            rows=some([f"{panel.ids[n]} ({panel.periods[t]})" for t, n in lost]),
            blame=", ".join(blame) or message("rows left out"),
        )
    )


def _clock(sample: Sample) -> np.ndarray:
    return np.unique(sample.clock).astype(float)


def _grid(sample: Sample) -> tuple[Panel, np.ndarray, np.ndarray]:
    """Return the panel of the units and periods with rows, the columns (T, N, 1 + k), and which rows there are."""
    panel = sample.panel
    periods, units = np.unique(sample.rows // panel.N), np.unique(sample.rows % panel.N)
    shape = (len(periods), len(units))
    values, present = np.zeros((*shape, sample.columns.shape[1])), np.zeros(shape, dtype=bool)
    values[sample.period, sample.unit] = sample.columns
    present[sample.period, sample.unit] = True
    kept = panel.select([panel.ids[i] for i in units], [panel.periods[t] for t in periods])
    return kept, values, present


def _standardised(
    values: np.ndarray, present: np.ndarray, effects: Effects, constant: bool, clock: np.ndarray, places: LocalPlaces
) -> LocalData:
    rows = values[present]
    middle = rows.mean(axis=0)
    made = np.where(present[..., None], values - middle, 0.0)
    if effects in ("unit", "twoways"):
        made, middle = within(made, "unit", present), np.zeros_like(middle)
    scale = np.sqrt((made**2).sum(axis=(0, 1)) / present.sum())
    made = made / scale
    k = values.shape[2] - 1
    sy, sx = float(scale[0]), scale[1:]
    back, design = np.diag(sy / sx), np.diag(sx)
    if constant:
        made = np.concatenate([made, present[..., None].astype(float)], axis=2)
        back, design = np.pad(back, (0, 1)), np.pad(design, (0, 1))
        back[k, :k], back[k, k] = -sy * middle[1:] / sx, sy
        design[:k, k], design[k, k] = middle[1:], 1.0
    return LocalData(
        y=made[..., 0],
        Z=np.ascontiguousarray(made[..., 1:]),
        present=present,
        clock=clock,
        back=back,
        design=design,
        middle=float(middle[0]),
        sy=sy,
        effects=effects,
        constant=constant,
        places=places,
    )
