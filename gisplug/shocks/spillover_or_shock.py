"""Spillover or common shock: one spatial model without period effects, with them, and beside common factors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.messages import joined, message
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.vocabulary import EFFECT_KINDS, Cell, Effects, known, one_of
from gisplug.language.formula import Formula
from gisplug.numbers.demeaning import within
from gisplug.numbers.fits.family import Fits
from gisplug.numbers.fits.finding import merged
from gisplug.numbers.fits.repeat import repeatable
from gisplug.panel.frame import Panel
from gisplug.shocks.dependence import Draw, residual_cd
from gisplug.shocks.exponent_numbers import correlation_exponent
from gisplug.shocks.spatial_factors import MODELS, FactorFit, FactorOptions, basis_of, spatial_factors
from gisplug.spatial.models.fit import SpatialFit
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel

if TYPE_CHECKING:
    from gisplug.weights.weights import Weights

PLAIN, PERIODS, FACTORS = "Unit effects", "Unit and period effects", "Factors taken out"
LEVEL = 0.05


class ShockOptions(FactorOptions, total=False):
    """Further options of `spillover_or_shock`, and those of `spatial_factors`.

    Attributes
    ----------
    draws : simulations behind the standard errors of the effects (1000)
    simulations, seed : simulated panels behind p of CD (99; 0 for none), and the seed of all draws (1)
    """

    draws: int
    simulations: int
    seed: int


@dataclass(frozen=True, repr=False, eq=False)
class SpilloverOrShock(Fits[str, SpatialFit]):
    """The same spatial model three times.

    Attributes
    ----------
    fits : mapping of "Unit effects", "Unit and period effects" and "Factors taken out" to the fit
    effects : DataFrame, index (model, variable, effect)
        estimate, se, stat, p, low, high.
    comparison : DataFrame, index model
        rho, se, p; indirect, indirect_p (of the first regressor); cd, p_cd (simulated), exponent of the residuals.
    verdict : str
        What the three say together, in a sentence.
    """

    fits: Mapping[str, SpatialFit]
    effects: pd.DataFrame
    comparison: pd.DataFrame
    verdict: str
    outcome: str
    report: Report = field(default_factory=Report)

    key = "model"
    kind = "Spillover or common shock"

    @property
    def title(self) -> str:
        """What was done, in a line."""
        return message("Spillover or common shock: {outcome}", outcome=self.outcome)

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return the comparison (index model) and the effects (index model, variable, effect)."""
        return {"Comparison": self.comparison, "Effects": self.effects}

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the tables."""
        return {"Verdict": self.verdict}


@repeatable
def spillover_or_shock(
    panel: Panel,
    formula: str | Formula,
    weights: Weights,
    *,
    model: str = "sdm",
    progress: Progress = SILENT,
    **options: Unpack[ShockOptions],
) -> SpilloverOrShock:
    """Fit a spatial panel model with unit effects, with unit and period effects, and with common factors taken out.

    What looks like a spillover in the first and is gone in the last was a common shock, as far as the averages of
    outcome and regressors tell it (Bailey, Holly & Pesaran 2016; Yang 2021).

    Parameters
    ----------
    formula : "y ~ x1 + x2"; effects of the first regressor are compared.
    weights : W of the model; joined to the panel by id.
    model : "sdm" or "sar"
    options : as in `ShockOptions`

    Raises
    ------
    ModelError
        If a model cannot be fitted; see `spatial_panel` and `spatial_factors`.
    """
    known(options, ShockOptions, "spillover_or_shock")
    one_of("model", model, MODELS, ModelError)
    draws, seed = options.get("draws", 1000), options.get("seed", 1)
    simulations = options.get("simulations", 99)
    given: Mapping[str, Any] = options
    shared = {k: given[k] for k in ("lagged", "where", "collinear", "errors") if k in given}
    factors = {k: given[k] for k in ("average_lags", "averaged") if k in given}
    last = spatial_factors(panel, formula, weights, model=model, progress=Part(progress, 0.0, 0.2), **shared, **factors)
    fits: dict[str, SpatialFit] = {
        name: spatial_panel(panel, formula, weights, model=model, effects=effects, progress=part, **shared)
        for name, effects, part in (
            (PLAIN, "unit", Part(progress, 0.2, 0.3)),
            (PERIODS, "twoways", Part(progress, 0.3, 0.4)),
        )
    }
    fits[FACTORS] = last
    effects = pd.concat({name: fit.effects(draws, seed) for name, fit in fits.items()}, names=["model"])
    rows, notes = {}, []
    for at, (name, fit) in enumerate(fits.items()):
        part = Part(progress, 0.4 + 0.2 * at, 0.6 + 0.2 * at)
        cd, told = residual_cd(fit.residuals, fit.outcome, _null(fit), (simulations, seed, part))
        rows[name] = _row(fit, effects.loc[name], cd)
        notes += [Note(n.level, n.code, message("{name}: {text}", name=name, text=n.text)) for n in told]
    comparison = pd.DataFrame.from_dict(rows, orient="index").rename_axis("model")
    verdict, caution = _verdict(comparison)
    verdict = joined(" ", [verdict, _of_effect(comparison, fits[PLAIN].regressors[0])])
    more = [Note(INFO, "verdict", verdict), *([Note(WARNING, "dependence-left", caution)] if caution else [])]
    report = merged([fit.report for fit in fits.values()]) + Report((*notes, *more))
    return SpilloverOrShock(fits, effects, comparison, verdict, fits[PLAIN].outcome, report)


def _row(fit: SpatialFit, effects: pd.DataFrame, cd: pd.DataFrame) -> dict[str, float]:
    own = fit.table().loc["rho"]
    indirect = effects.loc[(fit.regressors[0], EFFECT_KINDS[1])]
    return {
        "rho": float(own["estimate"]),
        "se": float(own["se"]),
        "p": float(own["p"]),
        "indirect": float(indirect["estimate"]),
        "indirect_p": float(indirect["p"]),
        "cd": float(cd["statistic"].iloc[0]) if len(cd) else np.nan,
        "p_cd": float(cd["p_sim"].iloc[0]) if len(cd) else np.nan,
        "exponent": correlation_exponent(fit.residuals).alpha,
    }


def _null(fit: SpatialFit) -> Draw:
    """Return what draws residuals (T, N) under independence: errors of each unit's variance, effects taken out again;
    averages are made anew, because they hold the errors.
    """
    e = fit.residuals
    T, N = e.shape
    if not isinstance(fit, FactorFit) or fit.common is None or fit.means is None:
        lost = 1 if fit.effects_form == "unit" else 1 + (T - 1) / N
        sigma = np.sqrt((e**2).sum(axis=0) / max(T - lost, 1))
        form: Effects = "unit" if fit.effects_form == "unit" else "twoways"
        return lambda rng: within(sigma * rng.standard_normal((T, N)), form)
    sigma = np.sqrt((e**2).sum(axis=0) / (T - basis_of(fit.means).shape[1]))
    common, means, factor = fit.common, fit.means, fit.factor

    def draw(rng: np.random.Generator) -> np.ndarray:
        noise = sigma * rng.standard_normal((T, N))
        moved = noise - e if factor is None else factor.solve((noise - e).T).T
        averages = means.copy()
        averages[:, 0] += moved.mean(axis=1)
        H = basis_of(averages)
        made = common + noise
        return np.asarray(made - H @ (H.T @ made))

    return draw


def _verdict(table: pd.DataFrame) -> tuple[str, str]:
    """Return what the three models say together, and what it must be read with."""
    plain, last = table.loc[PLAIN], table.loc[FACTORS]
    given = {"plain": plain["rho"], "last": last["rho"], "low": last["rho"] - 1.96 * last["se"]}
    given["high"] = last["rho"] + 1.96 * last["se"]
    before, after = plain["p"] < LEVEL, last["p"] < LEVEL
    if before and not after:
        text = message(
            "The spatial lag of {plain:.3f} under unit effects is not told from nought beside common factors "
            "({last:.3f}, 95 % interval {low:.3f} to {high:.3f}): these data do not tell it from common shocks.",
            **given,
        )
    elif before and abs(last["rho"] - plain["rho"]) > 1.96 * np.hypot(plain["se"], last["se"]):
        text = message(
            "A spatial lag is left beside common factors ({last:.3f}, 95 % interval {low:.3f} to {high:.3f}), but "
            "not that of {plain:.3f} under unit effects: part of that was common shocks.",
            **given,
        )
    elif before:
        text = message(
            "The spatial lag stays beside common factors ({last:.3f}, 95 % interval {low:.3f} to {high:.3f}; "
            "{plain:.3f} under unit effects): common shocks that the averages show do not explain it.",
            **given,
        )
    elif after:
        text = message(
            "A spatial lag shows only beside common factors ({last:.3f}, 95 % interval {low:.3f} to {high:.3f}; "
            "{plain:.3f} under unit effects): shocks may have hidden it, or the averages take too much out.",
            **given,
        )
    else:
        text = message(
            "There is no spatial lag to explain, neither under unit effects ({plain:.3f}) nor beside common factors "
            "({last:.3f}, 95 % interval {low:.3f} to {high:.3f}).",
            **given,
        )
    left = ""
    if last["p_cd"] < LEVEL:
        left = message(
            "Residuals still depend on each other when the factors are taken out (p of CD {p:.3f}): neither W nor the "
            "averages hold all of it, and the verdict is to be read with care.",
            p=last["p_cd"],
        )
    return text, left


def _of_effect(table: pd.DataFrame, variable: str) -> str:
    """Return what becomes of the indirect effect of the first regressor."""
    plain, last = table.loc[PLAIN], table.loc[FACTORS]
    given = {
        "variable": variable,
        "plain": plain["indirect"],
        "p": plain["indirect_p"],
        "last": last["indirect"],
        "p_last": last["indirect_p"],
    }
    before, after = plain["indirect_p"] < LEVEL, last["indirect_p"] < LEVEL
    if before and after and plain["indirect"] * last["indirect"] > 0:
        return message(
            "The indirect effect of {variable} stays: {last:.3g} (p {p_last:.3f}), before {plain:.3g} (p {p:.3f}).",
            **given,
        )
    if before and not after:
        return message(
            "The indirect effect of {variable} is told from nought no more: {last:.3g} (p {p_last:.3f}), before "
            "{plain:.3g} (p {p:.3f}).",
            **given,
        )
    return message(
        "The indirect effect of {variable} is {last:.3g} (p {p_last:.3f}), before {plain:.3g} (p {p:.3f}).", **given
    )


def sides(found: SpilloverOrShock, terms: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Return, by model, effects of some terms: index "direct x", ...; estimate, se, stat, p, low, high."""
    made = {}
    for name in found.fits:
        frame = found.effects.loc[name]
        rows = {f"{effect} {term}": frame.loc[(term, effect)] for term in terms for effect in EFFECT_KINDS}
        made[name] = pd.DataFrame.from_dict(rows, orient="index")
    return made
