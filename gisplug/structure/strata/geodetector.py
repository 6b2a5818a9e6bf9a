"""The geographical detector (Wang et al. 2010): how far classes of factors account for the variance of an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict, Unpack, get_args

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import Period, known, one_of
from gisplug.indices.scaling import known_values
from gisplug.panel.frame import Panel
from gisplug.structure.strata.detectors import detectors
from gisplug.structure.strata.discretisation import CUT_METHODS, Cutting, cuttings, given_classes
from gisplug.structure.strata.squares import SAME

Pooling = Literal["period", "pooled"]
CLASSES = (3, 4, 5, 6, 7)
MANY_ALONE = 0.1  # share of rows alone in their class from which overlaid classes are told


class GeodetectorOptions(TypedDict, total=False):
    """Further options of `geodetector`.

    Attributes
    ----------
    methods, classes
        Ways and numbers of classes that are tried for each factor; the cut with the largest q is taken. All five ways
        and 3 to 7 classes, unless given.
    pooling
        "period" (each by itself) or "pooled" (all rows as one sample).
    permutations, seed
        How often units are shuffled for `p_permuted`, with the choice of the cut in each; 0 for none. 199 and 1.
    """

    methods: Sequence[str]
    classes: Sequence[int]
    pooling: Pooling
    permutations: int
    seed: int


@dataclass(frozen=True, eq=False)
class Geodetector:
    """What classes of factors account for. Each table begins with `period` ("all" where periods are pooled).

    Attributes
    ----------
    factors : DataFrame
        factor, method, classes, rows, q, q_adjusted (less what so many classes explain by chance), F, p, p_noncentral
        (of GD and geodetector), p_permuted (units shuffled, the choice of the cut repeated).
    interactions : DataFrame
        first, second, q_first, q_second, q (of both overlaid), q_adjusted, q_side_by_side (effects added), alone (rows
        alone in their class), kind (a key of `detectors.INTERACTIONS`), F, p (overlaid against side by side).
    means : DataFrame
        factor, class, label, rows, mean, sd of the outcome.
    risk : DataFrame, one row a pair of classes
        factor, class_a, class_b, difference (mean of a less that of b), t, df, p (Welch), p_holm (all pairs of the
        factor).
    ecological : DataFrame, one row a pair of factors
        first, second, F (within sum of squares of the first over that of the second), p (two-sided), stronger.
    cuts : DataFrame
        factor, method, classes, q of every cut that was tried.
    strata : DataFrame
        unit, period and, for each factor, the label of its class.
    report : Report
    """

    outcome: str
    factors: pd.DataFrame
    interactions: pd.DataFrame
    means: pd.DataFrame
    risk: pd.DataFrame
    ecological: pd.DataFrame
    cuts: pd.DataFrame
    strata: pd.DataFrame
    report: Report

    @property
    def periods(self) -> list[Period]:
        """The samples, in order."""
        return list(dict.fromkeys(self.factors["period"]))


def geodetector(
    panel: Panel,
    outcome: str,
    factors: Sequence[str] = (),
    strata: Sequence[str] = (),
    *,
    progress: Progress = SILENT,
    **options: Unpack[GeodetectorOptions],
) -> Geodetector:
    """Find what classes of each factor, and of pairs of factors, account for in the variance of an outcome (Wang et al.
    2010).

    Parameters
    ----------
    factors
        Columns of numbers, which are cut into classes.
    strata
        Columns whose values are classes already: regions, kinds of land.
    options
        As in `GeodetectorOptions`.

    Raises
    ------
    PanelError
        If cells are empty, the outcome does not vary, or a factor has too few different values to be cut.
    ParameterError
        If there is no factor, one stands twice, or an option cannot be.
    """
    known(options, GeodetectorOptions, "geodetector")
    names = _checked(outcome, factors, strata, options)
    pooling = options.get("pooling", "period")
    values = known_values(panel, [outcome, *factors])
    words = {name: _words(panel, name) for name in strata}
    shuffled = _shuffles(panel.N, options.get("permutations", 199), options.get("seed", 1))
    samples: list[tuple[Period | str, np.ndarray]] = (
        [("all", np.arange(panel.T))]
        if pooling == "pooled"
        else [(period, np.array([t])) for t, period in enumerate(panel.periods)]
    )
    parts: dict[str, list[pd.DataFrame]] = {}
    for k, (period, ts) in enumerate(samples):
        progress.check()
        y = values[ts, :, 0]
        _check_varies(y, outcome, period)
        tried = {name: _tried(values[ts, :, 1 + j].ravel(), name, period, options) for j, name in enumerate(factors)}
        tried |= {name: [_given(words[name][ts].ravel(), name, period)] for name in strata}
        made = detectors(y, tried, names, shuffled)
        places = pd.MultiIndex.from_product([[panel.periods[t] for t in ts], panel.ids], names=["period", "unit"])
        made["strata"] = pd.concat([places.to_frame(index=False), made["strata"]], axis=1)
        for name, frame in made.items():
            if name != "strata":
                frame.insert(0, "period", period)
            parts.setdefault(name, []).append(frame)
        progress.update((k + 1) / len(samples))
    whole = {name: pd.concat(frames, ignore_index=True) for name, frames in parts.items()}
    return Geodetector(outcome, **whole, report=Report(_notes(whole["means"], whole["interactions"], whole["factors"])))


def _checked(
    outcome: str, factors: Sequence[str], strata: Sequence[str], options: GeodetectorOptions
) -> tuple[str, ...]:
    names = (*factors, *strata)
    twice = sorted({name for name in names if names.count(name) > 1})
    if not names or twice or outcome in names:
        raise ParameterError(
            message(
                "Factors are columns other than the outcome, each named once, as numbers or as classes; {given} was "
                "given instead.",
                given=", ".join(twice or [name for name in names if name == outcome]) or message("none"),
            )
        )
    one_of("pooling", options.get("pooling", "period"), get_args(Pooling))
    if options.get("permutations", 199) < 0:
        raise ParameterError("'permutations' is 0 or more.")
    return names


def _words(panel: Panel, name: str) -> np.ndarray:
    """Return a column as classes, (T, N)."""
    if name not in panel.frame:
        panel.array(name)  # refuses, with the columns that there are
    column = panel.frame[name]
    if column.isna().any():
        lost = [f"{unit} ({period})" for period, unit in column.index[column.isna()]]
        raise PanelError(
            message(
                "{name} is empty in {n} rows: {rows}. Fill them, or filter these units or periods.",
                name=name,
                n=len(lost),
                rows=some(lost),
            )
        )
    plain = column.to_numpy(dtype=float if pd.api.types.is_numeric_dtype(column) else object)
    text = plain if plain.dtype == float else np.array([str(v) for v in plain])
    return text.reshape(panel.T, panel.N)


def _check_varies(y: np.ndarray, outcome: str, period: object) -> None:
    if np.ptp(y) <= SAME * np.abs(y).max():
        raise PanelError(
            message(
                "{outcome!r} is the same everywhere in {period}, so there is no variance to account for.",
                outcome=outcome,
                period=period,
            )
        )


def _tried(values: np.ndarray, name: str, period: object, options: GeodetectorOptions) -> list[Cutting]:
    found = list(cuttings(values, options.get("methods", CUT_METHODS), options.get("classes", CLASSES)))
    if not found:
        raise PanelError(
            message(
                "{name} cannot be cut in {period} so that every class has two rows ({different} different values). "
                "Give fewer classes or another method, or name it among the columns that are classes already.",
                name=name,
                period=period,
                different=len(np.unique(values)),
            )
        )
    return found


def _given(values: np.ndarray, name: str, period: object) -> Cutting:
    made = given_classes(values)
    if not 1 < made.classes < len(values):
        raise PanelError(
            message(
                "{name} has {n} classes in {rows} rows of {period}; two or more are needed, and fewer than rows. "
                "Name a column of numbers among the factors that are cut.",
                name=name,
                n=made.classes,
                rows=len(values),
                period=period,
            )
        )
    return made


def _shuffles(units: int, permutations: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.array([rng.permutation(units) for _ in range(permutations)], dtype=np.int64).reshape(permutations, units)


def _notes(means: pd.DataFrame, pairs: pd.DataFrame, factors: pd.DataFrame) -> tuple[Note, ...]:
    """Tell where classes hold so few rows that q is raised by that alone."""
    notes = []
    thin = means[means["rows"] < 2].drop_duplicates(["period", "factor"])
    if len(thin):
        places = _places(thin["factor"], thin["period"])
        text = message("Classes of one row have no variance of their own and raise q: {places}.", places=some(places))
        notes.append(Note(WARNING, "thin-strata", text, tuple(places)))
    rows = pairs["period"].map(factors.groupby("period")["rows"].first()).astype(float)
    many = pairs[pairs["alone"] > MANY_ALONE * rows]
    if len(many):
        places = _places(many["first"] + " x " + many["second"], many["period"])
        text = message(
            "Overlaid classes leave more than {share:.0%} of the rows alone in their class, which raises q: {places}. "
            "Take fewer classes.",
            share=MANY_ALONE,
            places=some(places),
        )
        notes.append(Note(WARNING, "thin-overlay", text, tuple(places)))
    return tuple(notes)


def _places(names: pd.Series, periods: pd.Series) -> list[str]:
    pooled = (periods == "all").all()
    return [str(name) if pooled else f"{name} ({period})" for name, period in zip(names, periods, strict=True)]
