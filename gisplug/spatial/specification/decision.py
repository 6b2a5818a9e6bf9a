"""From the pooled regression to the model that a referee accepts: every specification test, and the path they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Unpack

import pandas as pd

from gisplug.core.errors import ModelError, ParameterError
from gisplug.core.evidence import Report
from gisplug.core.messages import joined, message
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.vocabulary import PANEL_EFFECTS, Effects, known
from gisplug.language.formula import Formula
from gisplug.numbers.demeaning import check_effects
from gisplug.numbers.fits.finding import Finding, drawn
from gisplug.numbers.fits.plain_text import frame_text
from gisplug.numbers.hypotheses import LEVEL, SpecTest, not_run, tests_frame
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from gisplug.spatial.models.random.random_effects import random_effects
from gisplug.spatial.sample import SampleOptions, SpatialSample, read_sample
from gisplug.spatial.specification.baltagi_song_jung_koh import CHAIN_ROWS, bsjk_tests
from gisplug.spatial.specification.baltagi_song_koh import bsk_tests
from gisplug.spatial.specification.decision_path import Step, decide, kept_effects
from gisplug.spatial.specification.fixed_or_random import ONE_PERIOD, hausman_test, mundlak_test
from gisplug.spatial.specification.lm import lm_tests
from gisplug.spatial.specification.lm_conditional import conditional_lm_tests
from gisplug.spatial.specification.model_probabilities import ModelProbabilities, sample_probabilities
from gisplug.spatial.specification.residual_moran import residual_moran
from gisplug.spatial.specification.restrictions import durbin_tests, effect_tests

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from gisplug.panel.frame import Panel
    from gisplug.spatial.models.fit import SpatialFit
    from gisplug.weights.weights import Weights

SECTIONS = {
    "effects": "Unit and period effects (likelihood ratio, regression without space)",
    "residuals": "Spatial autocorrelation of the residuals",
    "lm": "Spatial lag or spatial error (Lagrange multiplier)",
    "conditional": "Lag given error, error given lag (Lagrange multiplier)",
    "bsk": "Random effects and spatial errors (Baltagi, Song and Koh)",
    "bsjk": "Random effects, serial correlation and spatial errors (Baltagi, Song, Jung and Koh)",
    "durbin": "Can the spatial Durbin model be reduced?",
    "spatial effects": "Unit and period effects of the spatial Durbin model (likelihood ratio)",
    "hausman": "Fixed or random unit effects",
}


@dataclass(frozen=True, repr=False, eq=False)
class DecisionChain(Finding):
    """All specification tests and the decisions they lead to.

    Attributes
    ----------
    tests : mapping of section to its tests, in the order of `SECTIONS`
    path : tuple of Step
        Question, evidence, answer, and what it leads to.
    model, effects : str
        Where the path ends ("sdm", "twoways"); `random` says whether random unit effects would do.
    probabilities : ModelProbabilities or None
    fits : mapping of model to the fit with the chosen effects
    omitted : mapping of term to reason, under ``collinear="omit"``
    """

    tests: Mapping[str, tuple[SpecTest, ...]]
    path: tuple[Step, ...]
    model: str
    effects: str
    random: bool
    probabilities: ModelProbabilities | None
    fits: Mapping[str, SpatialFit]
    formula: str
    weights_name: str
    N: int
    T: int
    level: float
    report: Report = field(default_factory=Report)
    omitted: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What was decided, in a line."""
        return message(
            "Decision chain: {formula}: {model} with {effects} effects",
            formula=self.formula,
            model=self.model.upper(),
            effects=self.effects,
        )

    def table(self) -> pd.DataFrame:
        """Return every test as a row (index test): section, form, null, statistic, df, p, decision (columns)."""
        return self.frame

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the path of decisions on `ax`, or on a new figure; returns the axes."""
        return drawn("decision path", ax, self)

    @property
    def doubts(self) -> tuple[str, ...]:
        """What disagrees with the model that the path ends at, in the order of the path."""
        return tuple(step.doubt for step in self.path if step.doubt)

    @property
    def frame(self) -> pd.DataFrame:
        """Every test as a row: section, form, null, statistic, df, p, decision."""
        parts = []
        for section, tests in self.tests.items():
            part = tests_frame(tests)
            part.insert(0, "section", section)
            parts.append(part)
        return pd.concat(parts)

    def find(self, code: str, form: str | None = None) -> SpecTest:
        """Return a test by its code, and by its effects form where there are several.

        Raises
        ------
        ParameterError
            If there is none.
        """
        for tests in self.tests.values():
            for test in tests:
                if test.code == code and (form is None or test.form == form):
                    return test
        raise ParameterError(
            message("The chain has no test {code!r} for {form!r}.", code=code, form=form)
            if form
            else message("The chain has no test {code!r}.", code=code)
        )

    def summary(self) -> str:
        """Return the path as plain text, then every test."""
        lines = [
            message(
                "Decision chain: {formula}; W = {weights_name}; N = {N}, T = {T}",
                formula=self.formula,
                weights_name=self.weights_name,
                N=self.N,
                T=self.T,
            ),
            "",
        ]
        for i, step in enumerate(self.path, 1):
            lines += [joined("", (f"{i}. ", message(step.question)))]
            lines += [
                joined("", (lead, message(text))) for lead, text in (("   ", step.evidence), ("   -> ", step.answer))
            ]
        lines += [
            "",
            message("Model: {model} with {effects} effects", model=self.model.upper(), effects=message(self.effects)),
            *(message("But {doubt}", doubt=doubt) for doubt in self.doubts),
            "",
        ]
        for section, tests in self.tests.items():
            lines += [message(SECTIONS[section]), *(joined("  ", ("", test.told)) for test in tests), ""]
        if self.probabilities is not None:
            lines += [message("Posterior model probabilities")]
            lines += [frame_text(self.probabilities.frame, lambda x: f"{x:.4f}")]
        return joined("\n", lines)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            **super().to_dict(),
            "formula": self.formula,
            "weights": self.weights_name,
            "N": self.N,
            "T": self.T,
            "level": self.level,
            "model": self.model,
            "effects": self.effects,
            "random": self.random,
            "doubts": list(self.doubts),
            "path": [step.to_dict() for step in self.path],
            "tests": {section: [t.to_dict() for t in tests] for section, tests in self.tests.items()},
            "probabilities": self.probabilities.to_dict() if self.probabilities is not None else None,
        }


def decision_chain(
    panel: Panel,
    formula: str | Formula,
    weights: Weights,
    *,
    effects: str = "auto",
    level: float = LEVEL,
    progress: Progress = SILENT,
    **options: Unpack[SampleOptions],
) -> DecisionChain:
    """Run every specification test of a spatial panel model and follow the path of decisions after Elhorst (2010,
    2014).

    Parameters
    ----------
    effects : {"auto", "none", "unit", "time", "twoways"}
        "auto" takes the form that the likelihood-ratio tests keep. A cross-section has none.
    level : float
        Significance level of the decisions; the statistics do not depend on it.
    options : `lagged`, `where` and `collinear`, as in `SampleOptions`

    Raises
    ------
    ModelError
        If no regressor is lagged.
    ParameterError
        If `level` or `effects` is out of range.
    """
    known(options, SampleOptions, "decision_chain")
    if not 0.0 < level < 1.0:
        raise ParameterError(message("level lies between 0 and 1; {level!r} was given instead.", level=level))
    sample = read_sample(
        panel, formula, weights, options.get("lagged"), where=options.get("where"), effects=effects, default="auto"
    )
    effects = sample.effects
    if not sample.lagged:
        raise ModelError("The chain compares models with and without W x, so at least one regressor must be lagged.")
    one = sample.T == 1
    if one and effects not in ("auto", "none"):
        raise ModelError("A cross-section has no panel effects; use effects='none'.")
    widest = check_effects(effects if effects != "auto" else "none" if one else "twoways")
    sample = sample.checked(widest, True, options.get("collinear", "refuse"))
    panel, formula, w, lagged = sample.panel, sample.formula, sample.weights, sample.lagged_regressors
    tests: dict[str, tuple[SpecTest, ...]] = {}
    if not one:
        tests["effects"] = _effects_section(panel, formula, w, "ols", lagged)
    form = check_effects(effects) if effects != "auto" else kept_effects(tests.get("effects", ()), level)
    progress.update(0.15, "Lagrange multiplier tests")
    tests |= _residual_sections(sample)
    progress.update(0.3, message("Spatial models with {form} effects", form=message(form)))
    models = ("ols", "slx", "sar", "sem", "sdm", "sdem")
    fits = {
        m: spatial_panel(
            panel, formula, w, model=m, effects=form, lagged=lagged if m in ("slx", "sdm", "sdem") else None
        )
        for m in models
    }
    progress.check()
    tests["conditional"] = conditional_lm_tests(sample, form, fits["sar"], fits["sem"])
    tests["bsk"] = bsk_tests(sample)
    tests["bsjk"] = bsjk_tests(sample, CHAIN_ROWS)
    tests["durbin"] = durbin_tests(fits["sdm"], fits)
    if not one:
        progress.update(0.6, "Effects of the spatial Durbin model")
        tests["spatial effects"] = _effects_section(panel, formula, w, "sdm", lagged)
    progress.update(0.75, "Fixed or random effects")
    tests["hausman"] = _hausman_section(panel, formula, w, sample, lagged)
    tests = {
        section: tuple(replace(t, level=level) for t in tests[section]) for section in SECTIONS if section in tests
    }
    probabilities = None
    if form in ("none", "unit") or sample.row_normalised:
        probabilities = sample_probabilities(sample, form, progress=Part(progress, 0.85, 1.0))
    path, model, random = decide(tests, form, fits["sdm"].correction, probabilities, level)
    return DecisionChain(
        tests,
        path,
        model,
        form,
        random,
        probabilities,
        fits,
        str(formula),
        w.name,
        sample.N,
        sample.T,
        level,
        sample.report,
        sample.omitted,
    )


def _effects_section(
    panel: Panel, formula: str | Formula, w: Weights, model: str, lagged: Sequence[str] | None
) -> tuple[SpecTest, ...]:
    chosen = lagged if model == "sdm" else None
    fits: dict[str, SpatialFit] = {
        e: spatial_panel(panel, formula, w, model=model, effects=e, correction="none", lagged=chosen)
        for e in PANEL_EFFECTS
    }
    return effect_tests(fits, model)


def _residual_sections(sample: SpatialSample) -> dict[str, tuple[SpecTest, ...]]:
    forms: tuple[Effects, ...] = PANEL_EFFECTS if sample.T > 1 else ("none",)
    lm = [lm_tests(sample, e) for e in forms] + [lm_tests(sample, e, "transform") for e in forms if e != "none"]
    return {
        "residuals": tuple(residual_moran(sample, e) for e in forms),
        "lm": tuple(test for tests in lm for test in tests),
    }


def _hausman_section(
    panel: Panel, formula: str | Formula, w: Weights, sample: SpatialSample, lagged: Sequence[str] | None
) -> tuple[SpecTest, ...]:
    if sample.T < 2:
        return (not_run("Hausman", "Random effects are consistent (FE against RE).", ONE_PERIOD),)
    tests: list[SpecTest] = []
    for model in ("sar", "sdm"):
        chosen = lagged if model == "sdm" else None
        fixed = spatial_panel(panel, formula, w, model=model, effects="unit", lagged=chosen)
        tests.append(hausman_test(fixed, random_effects(panel, formula, w, model=model, lagged=chosen)))
        tests.append(mundlak_test(sample, model))
    return tuple(tests)
