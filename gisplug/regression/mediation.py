"""Three-step mediation in panels with fixed effects: Sobel's test and a bootstrap over units.

Step 1: y on x (total effect c); step 2: the mediator on x (a); step 3: y on x and the mediator (direct effect c', b).
Indirect effect a b; share mediated a b / c. Baron and Kenny (1986), Sobel (1982); bootstrap after Preacher and Hayes
(2008).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.vocabulary import known
from gisplug.language.formula import Formula
from gisplug.numbers import distributions as stats
from gisplug.numbers.draws import over_picks
from gisplug.numbers.fits.family import Fits
from gisplug.numbers.fits.finding import drawn
from gisplug.numbers.fits.wald import Wald
from gisplug.numbers.least_squares import unidentified
from gisplug.numbers.orthogonal import coefficients
from gisplug.numbers.projections import Absorbed, residualised
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where, model_frame, omitted_notes
from gisplug.panel.sample import draw_sample, fixed_effects_of
from gisplug.regression.fixed_effects import FixedEffectsOptions, PanelFit, fixed_effects
from gisplug.regression.reading import in_panel, key_of, less_controls, only

if TYPE_CHECKING:
    from matplotlib.axes import Axes

JOINTLY = "jointly"
TASK_ROWS, MOST_DRAWS = 300_000, 100  # of one task


@dataclass(frozen=True, repr=False, eq=False)
class Mediation(Fits[str, PanelFit]):
    """Steps and indirect effects of each mediator.

    Attributes
    ----------
    steps : mapping of column head to PanelFit
        "y", then for each mediator "m" and "y | m"; with several mediators "y | m1, m2" with all of them.
    effects : DataFrame, index (mediator, effect)
        effect is total, direct, indirect, share; columns estimate, se (Sobel), stat, p, low, high (Sobel, 95 %),
        boot_low, boot_high (bootstrap over units, 95 %, bias-corrected), boot_p.
    tests : DataFrame, index mediator, and "jointly" with several
        Wald tests that the mediator has no effect beside the regressor (by itself in "y | m"), and that none has (in
        the regression with all): statistic, df, df_resid, p.
    """

    outcome: str
    regressor: str
    mediators: tuple[str, ...]
    steps: Mapping[str, PanelFit]
    effects: pd.DataFrame
    draws: int
    seed: int
    tests: pd.DataFrame = field(default_factory=pd.DataFrame)
    report: Report = field(default_factory=Report)
    omitted: Mapping[str, str] = field(default_factory=dict)

    key = "step"

    @property
    def fits(self) -> Mapping[str, PanelFit]:
        """The steps."""
        return self.steps

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return message(
            "Mediation of {regressor} on {outcome} by {mediators}",
            regressor=self.regressor,
            outcome=self.outcome,
            mediators=", ".join(self.mediators),
        )

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return the effects, index (mediator, effect), by their heading."""
        return {"Effects": self.effects, "Tests of the mediators": self.tests}

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw direct and indirect effects with their intervals on `ax`, or on a new figure; returns the axes."""
        return drawn("mediation", ax, self.effects)


class MediationOptions(TypedDict, total=False):
    """Further options of `mediation`.

    Attributes
    ----------
    collinear : "refuse" terms that are not identified, or "omit" such controls from all steps and say so
    winsorise : share to winsorise at each end
    progress : where it is told how far the bootstrap is
    """

    collinear: str
    winsorise: float
    progress: Progress


def mediation(
    panel: Panel,
    formula: str | Formula,
    mediators: Sequence[str],
    *,
    effects: str = "twoways",
    errors: str = "unit",
    where: Where = None,
    draws: int = 500,
    seed: int = 1,
    **options: Unpack[MediationOptions],
) -> Mediation:
    """Run the three steps for each mediator on the rows that are complete for all of them.

    Steps after Baron & Kenny (1986), z test after Sobel (1982), bootstrap after Preacher & Hayes (2008).

    Parameters
    ----------
    formula : "outcome ~ key + controls"
        The effect of the first regressor may run through the mediators.
    mediators : columns or terms; each is examined by itself
    where : rows to use, in words or (T * N,) bool.
    draws, seed : of the bootstrap, samples of whole units.
    options : `collinear`, `winsorise` and `progress`, as in `MediationOptions`

    Raises
    ------
    ModelError
        If a mediator is the outcome, the regressor or a control, or none is named.
    """
    known(options, MediationOptions, "mediation")
    frame = model_frame(panel, formula, where=where, effects=effects, also=mediators)
    frame = only(frame, "Mediation", absorb=False)
    outcome, regressor, controls = frame.formula.outcome, key_of(frame), frame.formula.regressors[1:]
    _check(outcome, regressor, mediators, controls)
    winsorise, progress = options.get("winsorise", 0.0), options.get("progress", SILENT)
    terms = [outcome, regressor, *mediators, *controls]
    sample = draw_sample(frame.panel, terms, where=frame.rows, winsorise=winsorise)
    absorbed = fixed_effects_of(sample, frame.effects)
    omitted: dict[str, str] = {}
    for mediator in mediators:
        step, keys = (regressor, mediator, *controls), (regressor, mediator)
        omitted |= less_controls(sample, step, absorbed, options.get("collinear", "refuse"), keys)[1]
    controls = tuple(c for c in controls if c not in omitted)
    shared: FixedEffectsOptions = {
        "effects": frame.effects,
        "errors": errors,
        "where": in_panel(sample),
        "winsorise": winsorise,
    }

    def fitted(left: str, *right: str) -> PanelFit:
        return fixed_effects(frame.panel, Formula(left, (*right, *controls)), **shared)

    steps = {outcome: fitted(outcome, regressor)}
    found, notes = {}, []
    columns = sample.columns[:, [terms.index(t) for t in (outcome, regressor, *mediators, *controls)]]
    for number, mediator in enumerate(mediators):
        both = f"{outcome} | {mediator}"
        steps[mediator], steps[both] = fitted(mediator, regressor), fitted(outcome, regressor, mediator)
        part = _Boot(columns, sample.unit, sample.period, frame.effects, 2 + number, 2 + len(mediators))
        booted = part.draws(
            draws,
            np.random.default_rng([seed, number]),
            Part(progress, number / len(mediators), (number + 1) / len(mediators)),
        )
        whole = np.isfinite(booted).all(axis=1)
        if not whole.all():
            text = message(
                "{whole} of {draws} bootstrap samples do not identify the steps and are not used.",
                whole=int((~whole).sum()),
                draws=draws,
            )
            notes.append(Note(WARNING, "draws-lost", text))
        found[mediator] = _effects(steps[outcome], steps[mediator], steps[both], regressor, mediator, booted[whole])
    table = pd.concat(found, names=["mediator", "effect"])
    alone = {m: _no_effect(steps[f"{outcome} | {m}"], [m]) for m in mediators}
    if len(mediators) > 1:
        every = f"{outcome} | {', '.join(mediators)}"
        steps[every] = fitted(outcome, regressor, *mediators)
        alone[JOINTLY] = _no_effect(steps[every], mediators)
    heads = ["statistic", "df", "df_resid", "p"]
    tests = pd.DataFrame({m: [getattr(w, h) for h in heads] for m, w in alone.items()}, index=heads).T
    report = sample.report + omitted_notes(omitted) + steps[outcome].report + Report(tuple(notes))
    return Mediation(outcome, regressor, tuple(mediators), steps, table, draws, seed, tests, report, omitted)


def _no_effect(fit: PanelFit, mediators: Sequence[str]) -> Wald:
    """Test that none of the mediators has an effect."""
    return fit.wald(np.array([fit.params.index == m for m in mediators], dtype=float))


def _check(outcome: str, regressor: str, mediators: Sequence[str], controls: Sequence[str]) -> None:
    if not mediators:
        raise ModelError("Name at least one mediator.")
    names = [outcome, regressor, *mediators, *controls]
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise ModelError(
            message(
                "{twice} stands twice among outcome, regressor, mediators and controls; give each variable one part.",
                twice=", ".join(twice),
            )
        )


def _effects(total: PanelFit, first: PanelFit, second: PanelFit, x: str, m: str, booted: np.ndarray) -> pd.DataFrame:
    """Return the rows of one mediator; `booted` (draws, 4): total, direct, indirect, share."""
    c, a = total.estimates.loc[x], first.estimates.loc[x]
    direct, b = second.estimates.loc[x], second.estimates.loc[m]
    indirect = a["estimate"] * b["estimate"]
    sobel = float(np.sqrt(a["estimate"] ** 2 * b["se"] ** 2 + b["estimate"] ** 2 * a["se"] ** 2))
    share = indirect / c["estimate"]
    rows = {
        name: dict(row[["estimate", "se", "stat", "p", "low", "high"]])
        for name, row in (("total", c), ("direct", direct))
    }
    z = indirect / sobel
    half = stats.norm.ppf(0.975) * sobel
    rows["indirect"] = {
        "estimate": indirect,
        "se": sobel,
        "stat": z,
        "p": 2 * stats.norm.sf(abs(z)),
        "low": indirect - half,
        "high": indirect + half,
    }
    rows["share"] = {"estimate": share} | dict.fromkeys(("se", "stat", "p", "low", "high"), np.nan)
    frame = pd.DataFrame(rows).T
    for number, name in enumerate(frame.index):
        frame.loc[name, ["boot_low", "boot_high", "boot_p"]] = _interval(booted[:, number], frame.loc[name, "estimate"])
    return frame


def _interval(draws: np.ndarray, estimate: float) -> tuple[float, float, float]:
    """Return the bias-corrected 95 % interval and the two-sided p of "no effect"; NaN without draws."""
    if len(draws) < 2:
        return np.nan, np.nan, np.nan
    below = np.clip(np.mean(draws < estimate), 0.5 / len(draws), 1 - 0.5 / len(draws))
    shift = 2 * stats.norm.ppf(below)
    low, high = np.quantile(draws, stats.norm.cdf(shift + stats.norm.ppf([0.025, 0.975])))
    tail = min(float(np.mean(draws <= 0)), float(np.mean(draws >= 0)))
    return float(low), float(high), float(min(1.0, 2 * (tail * len(draws) + 1) / (len(draws) + 1)))


@dataclass(frozen=True)
class _Boot:
    """The three steps on units drawn with replacement; columns are y, x, mediators, controls."""

    columns: np.ndarray
    unit: np.ndarray
    period: np.ndarray
    effects: str
    mediator: int
    first_control: int

    def draws(self, many: int, rng: np.random.Generator, progress: Progress) -> np.ndarray:
        """Return (many, 4): total, direct, indirect, share; NaN where the drawn units do not identify the steps."""
        size = int(self.unit.max()) + 1
        picks = [rng.integers(0, size, size) for _ in range(many)]
        chunk = max(1, min(MOST_DRAWS, TASK_ROWS // len(self.unit)))
        found = over_picks(
            _drawn, self, picks, chunk=chunk, progress=progress, label=message("bootstrap of the indirect effect")
        )
        return np.array(found).reshape(many, 4)

    def steps(self, picked: np.ndarray) -> tuple[float, float, float, float]:
        """Return total, direct, indirect, share of the units `picked`."""
        members = np.split(np.argsort(self.unit, kind="stable"), np.cumsum(np.bincount(self.unit))[:-1])
        rows = np.concatenate([members[u] for u in picked])
        return self._steps(rows, np.repeat(np.arange(len(picked)), [len(members[u]) for u in picked]))

    def _steps(self, rows: np.ndarray, copies: np.ndarray) -> tuple[float, float, float, float]:
        controls = range(self.first_control, self.columns.shape[1])
        raw = self.columns[rows][:, [0, 1, self.mediator, *controls]]
        flat = residualised(raw, self._absorbed(rows, copies))
        if unidentified(raw[:, 1:], flat[:, 1:], list(map(str, range(1, raw.shape[1])))):
            return np.nan, np.nan, np.nan, np.nan
        y, x, m, rest = flat[:, 0], flat[:, 1], flat[:, 2], flat[:, 3:]
        total, a = coefficients(np.column_stack([x, rest]), np.column_stack([y, m]))[0]
        direct, b = coefficients(np.column_stack([x, m, rest]), y)[:2]
        return float(total), float(direct), float(a * b), float(a * b / total)

    def _absorbed(self, rows: np.ndarray, copies: np.ndarray) -> list[Absorbed]:
        found = []
        if self.effects in ("unit", "twoways"):
            found.append(Absorbed(copies))
        if self.effects in ("time", "twoways"):
            found.append(Absorbed(np.unique(self.period[rows], return_inverse=True)[1]))
        return found or [Absorbed(np.zeros(len(rows), dtype=int))]


def _drawn(boot: _Boot, picked: np.ndarray) -> tuple[float, float, float, float]:
    return boot.steps(picked)
