"""What a spatial model sees of a panel: arrays in the order of W, rows chosen and terms checked once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Self, TypedDict, Unpack

import numpy as np

from gisplug.core.errors import PanelError, ParameterError, WeightsError
from gisplug.core.evidence import Report, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import Effects, Period
from gisplug.numbers.identification import check_design
from gisplug.panel.model_frame import ModelFrame, Where, check_collinear, model_frame, omitted_notes
from gisplug.spatial.lags import DurbinDesign, spatial_lag
from gisplug.spatial.result import lagged_name

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from gisplug.language.formula import Formula
    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights


class SampleOptions(TypedDict, total=False):
    """What every spatial model may be told of its sample.

    Attributes
    ----------
    lagged : regressors that have spatial lags; those that the formula names with ``W*x``, else all
    where : rows used, in words ("year >= 2012 and region in (east, west)") or (T * N,) bool; whole units and periods
    collinear : "refuse" terms that are not identified, or "omit" the later one and say so
    """

    lagged: Sequence[str] | None
    where: Where
    collinear: str


class DeterminedOptions(SampleOptions, total=False):
    """Those of the sample, and how the log-determinant is found.

    Attributes
    ----------
    log_determinant : {"auto", "exact", "probes"}
        Of I - rho W: exact to rounding, or from random vectors, of which so many are drawn that rho moves by less than
        a tenth of its standard error (told in the report); "auto" is exact up to 300,000 units.
    """

    log_determinant: str


class _How(TypedDict, total=False):
    """Further parameters of `read_columns`."""

    where: Where
    effects: str
    default: str
    also: Sequence[str]


@dataclass(frozen=True)
class PanelSample:
    """Outcome and regressors of one model, in a panel without holes.

    Attributes
    ----------
    panel : Panel
        Balanced, the rows used, every term of `formula` a column.
    formula : Formula
        Without its groups, and the terms omitted.
    y : (T, N)
    X : (T, N, K), without intercept
    lagged : tuple of int
        Columns of X whose spatial lag stands in Durbin models.
    effects : str
        As the call or the formula asks.
    omitted : mapping of term to reason
        Terms left out because they are not identified.
    asked : tuple of str
        Units of the panel as it was given, with those that have no row here.
    """

    panel: Panel
    formula: Formula
    y: np.ndarray
    X: np.ndarray
    lagged: tuple[int, ...]
    effects: str
    omitted: Mapping[str, str]
    asked: tuple[str, ...]

    @property
    def outcome(self) -> str:
        """Name of the outcome."""
        return self.formula.outcome

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the regressors, as the columns of X."""
        return self.formula.regressors

    @property
    def ids(self) -> tuple[str, ...]:
        """Units, in the order of y."""
        return self.panel.ids

    @property
    def periods(self) -> tuple[Period, ...]:
        """Periods, in the order of y."""
        return self.panel.periods

    @property
    def lagged_regressors(self) -> tuple[str, ...]:
        """Regressors whose spatial lag stands in Durbin models."""
        return tuple(self.names[k] for k in self.lagged)

    @property
    def T(self) -> int:
        """Number of periods."""
        return int(self.y.shape[0])

    @property
    def N(self) -> int:
        """Number of units."""
        return int(self.y.shape[1])

    @property
    def lagged_names(self) -> tuple[str, ...]:
        """What tables call the lagged regressors: "W*" and the name."""
        return tuple(map(lagged_name, self.lagged_regressors))

    def aligned(self, weights: Weights) -> Weights:
        """Return W of the units of the sample, in their order.

        Raises
        ------
        JoinError
            If W lacks a unit of the panel, or has many that the panel lacks.
        """
        return weights.align(self.ids, left_out=self.asked)

    def identified(self, effects: Effects, w: csr_array | None, collinear: str = "refuse") -> Self:
        """Return the sample without the terms of [X, W X] that are not identified under these effects, W of `w` (N, N);
        refuse them by default.

        Raises
        ------
        ModelError
            Naming each term that is not identified with its reason.
        """
        terms = (*self.names, *(self.lagged_names if w is not None else ()))
        design = DurbinDesign(self.X, self.lagged, w)
        gone = check_design((self.outcome, self.y), design, terms, effects, collinear=check_collinear(collinear))
        if not gone:
            return self
        formula, lagged = without(self.formula, self.lagged, gone)
        kept = [k for k, name in enumerate(self.names) if name not in gone]
        return replace(self, formula=formula, X=self.X[:, :, kept], lagged=lagged, omitted={**self.omitted, **gone})

    def columns(self, w: csr_array | None, intercept: bool) -> tuple[np.ndarray, tuple[str, ...]]:
        """Return (T, N, k) regressors [1, X, WX], without WX where there is no `w` (N, N), and their names."""
        parts, names = [self.X], list(self.names)
        if w is not None:
            parts.append(spatial_lag(w, self.X[:, :, list(self.lagged)]))
            names += self.lagged_names
        if intercept:
            parts.insert(0, np.ones((self.T, self.N, 1)))
            names.insert(0, "const")
        return np.concatenate(parts, axis=2), tuple(names)


@dataclass(frozen=True)
class SpatialSample(PanelSample):
    """Outcome, regressors and weights of one model.

    Attributes
    ----------
    weights : Weights
        Of the panel's units, in their order.
    """

    weights: Weights

    @property
    def report(self) -> Report:
        """What was left out on the way: rows, units of W, terms."""
        return self.panel.report + self.weights.dropped + omitted_notes(self.omitted)

    @property
    def W(self) -> csr_array:
        """Weights (N, N), normalised."""
        return self.weights.matrix

    @property
    def weights_name(self) -> str:
        """What tables call W."""
        return self.weights.name

    @property
    def row_normalised(self) -> bool:
        """Whether every row of W sums to one."""
        return bool(np.allclose(np.asarray(self.W.sum(axis=1)).ravel(), 1.0))

    def lag(self, values: np.ndarray) -> np.ndarray:
        """Return W applied to every period of (T, N) or (T, N, K) values."""
        return spatial_lag(self.W, values)

    def checked(self, effects: Effects, durbin: bool, collinear: str = "refuse") -> SpatialSample:
        """Return the sample without the terms that are not identified under these effects; refuse them by default.

        Raises
        ------
        ModelError
            Naming each term that is not identified with its reason.
        """
        return self.identified(effects, self.W if durbin else None, collinear)

    def design(self, durbin: bool, intercept: bool) -> tuple[np.ndarray, tuple[str, ...]]:
        """Return (T, N, k) regressors [1, X, WX] as asked for, and their names."""
        return self.columns(self.W if durbin else None, intercept)


def read_columns(
    panel: Panel,
    formula: str | Formula,
    lagged: Sequence[str] | None = None,
    *,
    where: Where = None,
    effects: str = "twoways",
    default: str = "twoways",
    also: Sequence[str] = (),
) -> PanelSample:
    """Read a formula against a panel: arrays time first, units in the panel's order; holes are looked for here, once.

    Parameters
    ----------
    lagged, where : as in `SampleOptions`
    effects, default : of the call, and what it takes where nothing is said; see `model_frame`.
    also : further terms that the method needs, as columns of the sample's panel.

    Raises
    ------
    PanelError
        If the panel is unbalanced or has missing values; the message counts them.
    ParameterError
        If `lagged` names no regressor.
    """
    read = model_frame(panel, formula, where=where, effects=effects, default=default, also=also)
    refuse_groups(read)
    used, f = read.balanced(), read.formula
    data = used.arrays(list(f.columns))
    refuse_holes(used, f, data)
    y, X, lags = data[:, :, 0], data[:, :, 1:], chosen_lags(f, lagged)
    return PanelSample(used, replace(f, groups=None), y, X, lags, read.effects, {}, read.panel.ids)


def read_sample(
    panel: Panel, formula: str | Formula, weights: Weights, lagged: Sequence[str] | None = None, **how: Unpack[_How]
) -> SpatialSample:
    """Read a formula against a panel and W; parameters and errors of reading are those of `read_columns`.

    Raises
    ------
    JoinError
        If W lacks a unit of the panel, or has many that the panel lacks.
    WeightsError
        If W has no links among the units.
    """
    return with_weights(read_columns(panel, formula, lagged, **how), weights)


def with_weights(sample: PanelSample, weights: Weights) -> SpatialSample:
    """Return the sample with W of its units.

    Raises
    ------
    JoinError
        If W lacks a unit of the panel, or has many that the panel lacks.
    WeightsError
        If W has no links among the units.
    """
    aligned = sample.aligned(weights)
    if aligned.matrix.nnz == 0:
        raise WeightsError(
            message(
                "The weights {weights} have no links among the {N} units of {panel}.",
                weights=weights.name,
                N=sample.N,
                panel=sample.panel.name,
            )
        )
    known = {f.name: getattr(sample, f.name) for f in fields(sample)}
    return SpatialSample(**{**known, "formula": replace(sample.formula, lagged=None)}, weights=aligned)


def refuse_groups(frame: ModelFrame) -> None:
    """Refuse groupings other than unit and period after the bar of a formula.

    Raises
    ------
    ParameterError
        Naming them.
    """
    if frame.absorb:
        raise ParameterError(
            message(
                "Spatial models take out unit and period effects only; {absorb} stands after the bar. "
                "Put C({absorb2}) among the regressors instead.",
                absorb=some(frame.absorb),
                absorb2=frame.absorb[0],
            )
        )


def chosen_lags(formula: Formula, lagged: Sequence[str] | None) -> tuple[int, ...]:
    """Return the places of the regressors whose spatial lags are wanted: of `lagged`, or of the formula, or all.

    Raises
    ------
    ParameterError
        If `lagged` names no regressor.
    """
    names = formula.regressors
    if lagged is None:
        return tuple(i for i, name in enumerate(names) if formula.lagged is None or name in formula.lagged)
    unknown = [name for name in lagged if name not in names]
    if unknown:
        raise ParameterError(
            message(
                "lagged names {unknown}, which {formula} does not have. It has: {names}.",
                unknown=some(unknown),
                formula=formula,
                names=", ".join(names),
            )
        )
    return tuple(i for i, name in enumerate(names) if name in lagged)


def without(formula: Formula, lagged: tuple[int, ...], omitted: Mapping[str, str]) -> tuple[Formula, tuple[int, ...]]:
    """Return a formula and the places of its lags without the terms omitted; the lag of an omitted term goes too."""
    names = tuple(n for n in formula.regressors if n not in omitted)
    lags = [formula.regressors[k] for k in lagged]
    return replace(formula, regressors=names, lagged=None), tuple(
        names.index(n) for n in lags if n not in omitted and lagged_name(n) not in omitted
    )


def refuse_holes(panel: Panel, formula: Formula, data: np.ndarray) -> None:
    """Refuse missing values in the arrays of a balanced method, data (T, N, K).

    Raises
    ------
    PanelError
        Counting them, and naming the first.
    """
    holes = ~np.isfinite(data)
    if not holes.any():
        return
    if panel.unbalanced:
        raise PanelError(
            message(
                "{panel} is unbalanced. This model needs every unit in every period; keep the units that "
                "have all periods, or use the estimator for unbalanced panels.",
                panel=panel.name,
            )
        )
    period, unit, column = (int(axis[0]) for axis in holes.nonzero())
    raise PanelError(
        message(
            "{holes} of {N} rows of {panel} lack a value of {formula}: the first is {columns} of "
            "{panel2} in {periods}. Interpolate, drop units or periods on purpose, or use the estimator "
            "for unbalanced panels.",
            holes=int(holes.any(axis=2).sum()),
            N=panel.N * panel.T,
            panel=panel.name,
            formula=formula,
            columns=formula.columns[column],
            panel2=panel.ids[unit],
            periods=panel.periods[period],
        )
    )
