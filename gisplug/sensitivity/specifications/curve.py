"""The specification curve: one effect over all combinations of weights, samples, controls, models, effects, errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, TypedDict, Unpack

import pandas as pd

from gisplug.core.errors import ModelError, ParameterError
from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.vocabulary import Cell, known, one_of
from gisplug.language.formula import Formula
from gisplug.numbers.draws import over_picks
from gisplug.numbers.fits.finding import Finding, drawn
from gisplug.panel.model_frame import Where, check_collinear, model_frame, omitted_notes
from gisplug.sensitivity.effect import EFFECTS, Effect
from gisplug.sensitivity.specifications.drivers import drivers, means_by_choice
from gisplug.sensitivity.specifications.fitting import Common, Found, found
from gisplug.sensitivity.specifications.grid import ALL_ROWS, ALWAYS, ERRORS, MODELS, Grid, Specification
from gisplug.sensitivity.specifications.joint import LEAST, joint_tests
from gisplug.spatial.specification.weights_comparison import named_weights

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights

CHUNK = 2  # specifications of one task
MOST = 1000
FEW_UNITS = 60  # below which the sizes of the joint tests are told
WITH = "with "  # before the name of a term, in the column that tells whether it is in
CHOICES = ("sample", "controls", "effects", "model", "weights", "errors")


class CurveOptions(TypedDict, total=False):
    """What may be chosen; the first of each is the baseline.

    Attributes
    ----------
    models : of "fe" (least squares), "ols", "slx", "sar", "sem", "sdm", "sdem", "sac", "gns"
    effects : of "none", "unit", "time", "twoways"
    errors : of "unit", "driscoll-kraay" (all models); "auto", "expected", "observed", "sandwich" (spatial models);
        "classical", "robust", "period", "unit+period" (least squares); a model takes those that it has
    samples : mapping of name to a condition such as "year >= 2013", beside all rows
    control_sets : mapping of name to terms that stand beside those of the formula, in its place one set after another
    add : terms that are each in or out, in all combinations
    lagged : regressors that have spatial lags in Durbin models; all by default
    correction : {"auto", "transform", "bias", "none"}, as in `spatial_panel`
    where : rows of all specifications, in words or (T * N,) bool; samples are parts of them
    collinear : "refuse" terms that are not identified, or "omit" the later one and say so
    most : specifications; of more combinations so many are drawn (1,000)
    draws : outcomes under the null for the joint tests; 0 for no such tests
    seed : of the specifications drawn, and of the joint tests
    """

    models: Sequence[str]
    effects: Sequence[str]
    errors: Sequence[str]
    samples: Mapping[str, str]
    control_sets: Mapping[str, Sequence[str]]
    add: Sequence[str]
    lagged: Sequence[str] | None
    correction: str
    where: Where
    collinear: str
    most: int
    draws: int
    seed: int


@dataclass(frozen=True, repr=False, eq=False)
class SpecificationCurve(Finding):
    """One effect over many specifications.

    Attributes
    ----------
    specifications : DataFrame, index number, 1 the baseline
        sample, controls, one column "with TERM" for each term in or out, effects, model, weights (empty for a model
        without W), errors; estimate, se, p, low, high, nobs, N, T; refused (why there is no estimate, else empty).
    drivers : DataFrame, index choice
        Share of the variance of the estimates, and of their sign, that each choice explains; see `drivers`.
    choices : DataFrame, index (choice, chosen)
        n, mean, median, positive, significant, difference, difference_held by what was chosen; see `means_by_choice`.
    joint : DataFrame, index test, or None
        Tests that all specifications together show no effect; see `joint_tests`.
    outcome, key, effect : what is followed
    combinations : how many there are; `specifications` has all of them, or a part
    omitted : term and reason of what was left out of any of them (``collinear="omit"``)
    """

    specifications: pd.DataFrame
    drivers: pd.DataFrame
    choices: pd.DataFrame
    joint: pd.DataFrame | None
    outcome: str
    key: str
    effect: Effect
    combinations: int
    omitted: Mapping[str, str]
    report: Report = field(default_factory=Report, repr=False)

    kind = "Specification curve"

    @property
    def title(self) -> str:
        """What was done, in a line."""
        return message(
            "{effect} of {key} on {outcome} in {n} specifications",
            effect=EFFECTS[self.effect],
            key=self.key,
            outcome=self.outcome,
            n=len(self.estimated),
        )

    @property
    def estimated(self) -> pd.DataFrame:
        """The specifications with an estimate, one row each, columns as in `specifications`."""
        return self.specifications[self.specifications["refused"] == ""]

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the table: label and value."""
        rows = self.estimated
        sure, estimate = rows["p"] < 0.05, rows["estimate"]
        return {
            "Baseline": float(self.specifications["estimate"].iloc[0]),
            "Median": float(estimate.median()),
            "Lowest": float(estimate.min()),
            "Highest": float(estimate.max()),
            "Specifications": len(rows),
            "Refused": len(self.specifications) - len(rows),
            "Positive and p < 0.05": int((sure & (estimate > 0)).sum()),
            "Negative and p < 0.05": int((sure & (estimate < 0)).sum()),
        }

    def table(self) -> pd.DataFrame:
        """Return the specifications, in rising order of the estimate, those refused last; columns of the class."""
        return self.specifications.sort_values("estimate", kind="stable")

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return what drives the estimates, the means by choice, and the joint tests where there are any; columns of
        the class.
        """
        made = {"Shares of the variance": self.drivers, "By choice": self.choices}
        return made if self.joint is None else {**made, "All specifications together": self.joint}

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the sorted estimates with their intervals, without the choices below; returns the axes."""
        return drawn("specification curve", ax, self)


def specification_curve(
    panel: Panel,
    formula: str | Formula,
    weights: Sequence[Weights] = (),
    *,
    effect: Effect = "direct",
    progress: Progress = SILENT,
    **options: Unpack[CurveOptions],
) -> SpecificationCurve:
    """Follow one effect over all combinations of choices (Simonsohn, Simmons and Nelson 2020).

    Every specification is a fit of `spatial_panel` or `fixed_effects`, with their numbers. One that cannot be fitted is
    kept with the reason.

    Parameters
    ----------
    formula : "outcome ~ key + controls"
        The first regressor is followed; the others are in every specification.
    weights : those to choose from; their names tell them apart.
    effect : {"coefficient", "direct", "indirect", "total"}
    options : as in `CurveOptions`

    Raises
    ------
    ParameterError
        If an option cannot be, or the formula holds what is a choice here.
    ModelError
        If no specification can be fitted.
    """
    known(options, CurveOptions, "specification_curve")
    one_of("effect", effect, EFFECTS)
    named = named_weights(weights)
    sets = {name: tuple(terms) for name, terms in options.get("control_sets", {}).items()} or {ALWAYS: ()}
    add = tuple(options.get("add", ()))
    terms = tuple(dict.fromkeys([t for group in sets.values() for t in group] + list(add)))
    common = _common(panel, formula, named, effect, terms, options)
    common = Common(**{**vars(common), "sets": _read(sets, common)})
    grid = Grid(
        common.samples,
        common.sets,
        tuple(_as_read(common, add)),
        tuple(options.get("effects", ("twoways",))),
        tuple(options.get("models", ("fe", "slx", "sar", "sdm"))),
        tuple(named),
        tuple(options.get("errors", ("unit",))),
    )
    most, draws, seed = options.get("most", MOST), options.get("draws", 0), options.get("seed", 1)
    if most < 2 or (draws and draws < LEAST):
        raise ParameterError(
            message(
                "A curve has at least 2 specifications, and its joint tests {least} draws; {most} and {draws} were "
                "given.",
                least=LEAST,
                most=most,
                draws=draws,
            )
        )
    chosen = grid.chosen(most, seed)
    first = Part(progress, 0.0, 0.2 if draws else 1.0)
    results = over_picks(found, common, chosen, chunk=CHUNK, progress=first, label=message("Specifications"))
    frame = _frame(chosen, results, grid.add)
    kept = frame["refused"] == ""
    if not kept.any():
        raise ModelError(
            message("No specification can be fitted; the first because: {why}", why=frame["refused"].iloc[0])
        )
    levels = {name: list(column[kept]) for name, column in by_words(frame).items()}
    joint, lost = None, 0
    if draws:
        joint, lost = joint_tests(
            common,
            [spec for spec, there in zip(chosen, kept, strict=True) if there],
            frame[kept],
            draws=draws,
            seed=seed,
            progress=Part(progress, 0.2, 1.0),
        )
    estimate = frame.loc[kept, "estimate"].to_numpy(dtype=float)
    return SpecificationCurve(
        frame,
        drivers(estimate, levels),
        means_by_choice(frame[kept], levels),
        joint,
        common.formula.outcome,
        common.key,
        effect,
        len(grid),
        {term: why for result in results for term, why in result.omitted},
        _told(grid, chosen, results, seed, (draws, lost), panel),
    )


def _common(
    panel: Panel,
    formula: str | Formula,
    named: Mapping[str, Weights],
    effect: Effect,
    terms: tuple[str, ...],
    options: CurveOptions,
) -> Common:
    """Read the formula and all further terms once."""
    read = model_frame(panel, formula, where=options.get("where"), also=terms)
    if read.formula.groups is not None or read.formula.endogenous:
        raise ParameterError(
            "Effects are a choice of the specification curve, and it takes no instruments; leave the bars and what "
            "stands behind them out of the formula."
        )
    if not read.formula.regressors:
        raise ParameterError(
            message('The formula reads "outcome ~ key + controls"; {formula} has no regressor.', formula=read.formula)
        )
    lagged = options.get("lagged")
    lagged = read.formula.lagged if lagged is None else tuple(lagged)
    samples: dict[str, str | None] = {ALL_ROWS: None, **options.get("samples", {})}
    plain = Formula(read.formula.outcome, read.formula.regressors)
    how = options.get("correction", "auto"), read.rows, check_collinear(options.get("collinear", "refuse"))
    return Common(read.panel, plain, effect, samples, {}, dict(named), lagged, *how)


def _read(sets: Mapping[str, Sequence[str]], common: Common) -> dict[str, tuple[str, ...]]:
    return {name: tuple(_as_read(common, terms)) for name, terms in sets.items()}


def _as_read(common: Common, terms: Sequence[str]) -> list[str]:
    """Return further terms that are not in the formula already."""
    return [term for term in terms if term not in common.formula.columns]


def _frame(chosen: Sequence[Specification], results: Sequence[Found], add: Sequence[str]) -> pd.DataFrame:
    rows = []
    for spec, result in zip(chosen, results, strict=True):
        inside = {f"{WITH}{term}": term in spec.added for term in add}
        numbers = {
            name: value for name, value in asdict(result).items() if name not in ("refused", "warned", "omitted")
        }
        rows.append(
            {
                "sample": spec.sample,
                "controls": spec.controls,
                **inside,
                **{name: getattr(spec, name) for name in CHOICES[2:]},
                **numbers,
                "refused": result.refused,
            }
        )
    return pd.DataFrame(rows, index=pd.RangeIndex(1, len(rows) + 1, name="specification"))


def by_words(frame: pd.DataFrame) -> dict[str, pd.Series]:
    """Return what was chosen, in the words of tables and pictures, by choice; `frame` has the columns of
    `SpecificationCurve.specifications`, one row a specification.
    """
    inside = {True: message("included"), False: message("left out")}
    terms = [name for name in frame.columns if str(name).startswith(WITH)]
    return {
        message("Sample"): frame["sample"],
        message("Controls"): frame["controls"],
        **{message("With {term}", term=name.removeprefix(WITH)): frame[name].map(inside) for name in terms},
        message("Model"): frame["model"].map(MODELS),
        message("Spatial weights"): frame["weights"].replace("", message("no weights")),
        message("Fixed effects"): frame["effects"].map(EFFECT_WORDS),
        message("Standard errors"): frame["errors"].map(ERRORS),
    }


EFFECT_WORDS = {
    "none": message("No effects"),
    "unit": message("Unit effects"),
    "time": message("Period effects"),
    "twoways": message("Unit and period effects"),
}


def _told(
    grid: Grid,
    chosen: Sequence[Specification],
    results: Sequence[Found],
    seed: int,
    null: tuple[int, int],
    panel: Panel,
) -> Report:
    """Say what was drawn, refused and warned of, but for what the panel tells itself."""
    known_of = {note.text for note in panel.report.notes}
    notes = []
    if len(grid) > len(chosen):
        text = message(
            "Of {all:,} combinations {n:,} were drawn (seed {seed}), the baseline among them.",
            all=len(grid),
            n=len(chosen),
            seed=seed,
        )
        notes.append(Note(INFO, "specifications-drawn", text))
    refused = Counter(result.refused for result in results if result.refused)
    for why, count in refused.most_common():
        text = message("{n} of {all} specifications have no estimate: {why}", n=count, all=len(results), why=why)
        notes.append(Note(WARNING, "specifications-refused", text))
    warned = Counter(text for result in results for text in result.warned if text not in known_of)
    for said, count in warned.most_common():
        text = message("In {n} of {all} specifications: {said}", n=count, all=len(results), said=said)
        notes.append(Note(WARNING, "specifications-warned", text))
    draws, lost = null
    if draws:
        text = message(
            "Joint tests: {draws} draws (seed {seed}), signs of the residuals of whole units turned, the same in all "
            "specifications; they assume that errors of different units are independent beyond what a model holds.",
            draws=draws,
            seed=seed,
        )
        notes.append(Note(INFO, "joint-tests", text))
    if draws and panel.N < FEW_UNITS:
        text = message(
            "Few units: with 30 units and 14 periods the test by mean z rejects a true null in 9 % of panels at 5 %, "
            "that of the median in 6 %, that of the share significant in 4 %. Go by the latter two."
        )
        notes.append(Note(WARNING, "joint-few-units", text))
    if lost:
        text = message("{n} fits under the null failed and are not counted.", n=lost)
        notes.append(Note(WARNING, "joint-lost", text))
    return Report(tuple(notes)) + omitted_notes({t: why for result in results for t, why in result.omitted})
