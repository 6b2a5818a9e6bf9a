"""The path of decisions after Elhorst: which test answers which question, and where the answer leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gisplug.core.messages import joined, message
from gisplug.core.vocabulary import Effects
from gisplug.numbers.hypotheses import SpecTest

if TYPE_CHECKING:
    from gisplug.spatial.specification.model_probabilities import ModelProbabilities

FORM_WORDS = {
    "none": "neither unit nor period effects",
    "unit": "unit effects",
    "time": "period effects",
    "twoways": "unit and period effects",
}


@dataclass(frozen=True)
class Step:
    """One question of the path.

    `evidence` names the tests with their p-values; `answer` is what follows; `choices` are all answers that were
    possible, and `chosen` is the one taken (for the figure). `doubt` says what here disagrees with the model that the
    path ends at; "" where nothing does.
    """

    question: str
    evidence: str
    answer: str
    choices: tuple[str, ...]
    chosen: str
    doubt: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "question": self.question,
            "evidence": self.evidence,
            "answer": self.answer,
            "choices": list(self.choices),
            "chosen": self.chosen,
            "doubt": self.doubt,
        }


def decide(
    tests: Mapping[str, tuple[SpecTest, ...]],
    form: str,
    correction: str,
    probabilities: ModelProbabilities | None,
    level: float,
) -> tuple[tuple[Step, ...], str, bool]:
    """Follow the tests; return the steps, the model, and whether random effects would do."""
    lm_form = form if correction != "transform" or form == "none" else message("{form}, transformed", form=form)
    by_code = {t.code: t for section in ("durbin", "hausman", "effects") for t in tests.get(section, ())}
    lm = {t.code: t for t in tests["lm"] if t.form == lm_form}
    steps = [_effects_step(by_code, form)] if "effects" in tests else []
    pointed, lm_step = _lm_step(lm)
    steps.append(lm_step)
    model, durbin_step = _durbin_step(by_code, pointed)
    steps.append(durbin_step)
    random = False
    if form in ("unit", "twoways"):
        random, hausman_step = _hausman_step(tests["hausman"], model)
        steps.append(hausman_step)
    own = tests.get("spatial effects", ())
    if model == "sdm" and own and all(t.ran for t in own):
        steps.append(_own_effects_step(own, form, level))
    if probabilities is not None:
        steps.append(_bayes_step(probabilities, model))
    return tuple(steps), model, random


def kept_effects(tests: Sequence[SpecTest], level: float) -> Effects:
    """Return the effects that likelihood-ratio tests keep: both beside each other, else one alone, else none."""
    rejected = {t.code: t.p is not None and t.p < level for t in tests}
    unit, time = rejected.get("LR unit effects | period", False), rejected.get("LR period effects | unit", False)
    if unit and time:
        return "twoways"
    if unit or rejected.get("LR unit effects", False):
        return "unit"
    if time or rejected.get("LR period effects", False):
        return "time"
    return "none"


def _own_effects_step(tests: Sequence[SpecTest], form: str, level: float) -> Step:
    """Ask the likelihood of the spatial Durbin model itself which effects it keeps."""
    kept = kept_effects(tests, level)
    shown = [t for t in tests if t.code in ("LR unit effects | period", "LR period effects | unit")]
    words, doubt = FORM_WORDS[kept], ""
    if kept == form:
        answer = message("yes: {effects}", effects=words)
    else:
        answer = message("its own tests keep {effects}: report the model with them beside this one", effects=words)
        doubt = message("the likelihood-ratio tests of the spatial Durbin model itself keep {effects}", effects=words)
    return Step(
        "Does the spatial Durbin model itself keep these effects?",
        _evidence(*shown),
        answer,
        ("none", "unit", "time", "twoways"),
        kept,
        doubt,
    )


def _effects_step(tests: Mapping[str, SpecTest], form: str) -> Step:
    codes = ("LR unit effects | period", "LR period effects | unit")
    answer = message("estimate with {form_words}", form_words=FORM_WORDS[form])
    return Step(
        "Do units and periods differ for reasons that are not in the model?",
        _evidence(*(tests[c] for c in codes if c in tests)),
        answer,
        ("none", "unit", "time", "twoways"),
        form,
    )


def _lm_step(lm: Mapping[str, SpecTest]) -> tuple[str, Step]:
    """Anselin's rule: one plain test alone decides; where both reject, the robust ones do."""
    plain_lag, plain_error = lm["LM-lag"].rejected, lm["LM-error"].rejected
    lag, error = lm["robust LM-lag"].rejected, lm["robust LM-error"].rejected
    if plain_lag != plain_error:
        lag, error = plain_lag, plain_error
    if not plain_lag and not plain_error:
        pointed, answer = "none", "no spatial lag or error is indicated; check the spatial Durbin model nevertheless"
    elif lag and error:
        pointed, answer = "both", "lag and error are both indicated: start from the spatial Durbin model"
    elif lag:
        pointed, answer = "lag", "a spatial lag is indicated: SAR, or the spatial Durbin model that contains it"
    elif error:
        pointed, answer = "error", "a spatial error is indicated: SEM, or the spatial Durbin model that contains it"
    else:
        pointed, answer = "both", "the robust tests cannot tell lag from error: start from the spatial Durbin model"
    shown = [lm[c] for c in ("LM-lag", "LM-error", "robust LM-lag", "robust LM-error")]
    question = "Is there spatial dependence in the residuals, and of which kind?"
    return pointed, Step(question, _evidence(*shown), answer, ("none", "lag", "error", "both"), pointed)


def _durbin_step(tests: Mapping[str, SpecTest], pointed: str) -> tuple[str, Step]:
    """Elhorst (2014, p. 47): SDM if both restrictions fail; SAR or SEM if its own holds and the LM tests agree; else
    SDM.
    """
    needs_theta, no_factor = tests["LR SDM-SAR"].rejected, tests["LR SDM-SEM"].rejected
    needs_rho = tests["LR SDM-SLX"].rejected
    choices, doubt = ("ols", "slx", "sar", "sem", "sdm"), ""
    if pointed == "none" and not needs_rho:
        chosen = "slx" if needs_theta else "ols"
        answer = (
            "the outcome of the neighbours is not needed, their regressors are: SLX"
            if needs_theta
            else "the outcome of the neighbours is not needed, nor their regressors: no spatial model"
        )
    elif needs_theta and no_factor:
        chosen, answer = "sdm", "neither restriction holds: keep the spatial Durbin model"
        doubt = (
            "the Lagrange multiplier tests indicate no spatial dependence"
            if pointed == "none"
            else _not_rejected(tests, ("LR SDM-SLX",))
        )
    elif not needs_theta and pointed == "lag":
        chosen, answer = "sar", "theta = 0 holds and the LM tests point to a lag: SAR"
    elif not no_factor and pointed == "error":
        chosen, answer = "sem", "the common factor holds and the LM tests point to an error: SEM"
    else:
        chosen, answer = (
            "sdm",
            "LM and LR tests do not point to the same simpler model: keep the spatial Durbin model, which contains "
            "both",
        )
        doubt = _not_rejected(tests, ("LR SDM-SAR", "LR SDM-SEM", "LR SDM-SLX"))
    shown = _evidence(*(tests[c] for c in ("LR SDM-SAR", "LR SDM-SEM", "LR SDM-SLX")))
    question = "Can the spatial Durbin model be reduced to SAR, SEM or SLX?"
    return chosen, Step(question, shown, answer, choices, chosen, doubt)


def _not_rejected(tests: Mapping[str, SpecTest], codes: Sequence[str]) -> str:
    """Say which simpler models the tests of the spatial Durbin model itself do not reject; "" where there is none."""
    kept = [
        f"{c.removeprefix('LR SDM-')} (p {_p(p)})"
        for c in codes
        if not tests[c].rejected and (p := tests[c].p) is not None
    ]
    models = ", ".join(kept)
    return message("its own likelihood-ratio test does not reject {models}", models=models) if kept else ""


def _hausman_step(tests: tuple[SpecTest, ...], model: str) -> tuple[bool, Step]:
    """Random effects need that neither test rejects; Hausman's counts only where its covariance is a proper one (no
    note).
    """
    wanted = "SAR" if model == "sar" else "SDM"
    shown = [t for t in tests if t.form.startswith(wanted)]
    mundlak = next(t for t in shown if t.code == "Mundlak")
    hausman = next(t for t in shown if t.code == "Hausman")
    random = mundlak.ran and not mundlak.rejected and not (hausman.rejected and not hausman.note)
    answer = "random effects would be consistent and more efficient" if random else "keep the effects fixed"
    question = "Are the unit effects correlated with the regressors?"
    return random, Step(question, _evidence(*shown), answer, ("fixed", "random"), "random" if random else "fixed")


def _bayes_step(probabilities: ModelProbabilities, model: str) -> Step:
    best = probabilities.best
    shares = probabilities.frame["probability"].sort_values(ascending=False)
    shown = ", ".join(f"{str(m).upper()} {share:.3f}" for m, share in shares.items())
    doubt = ""
    if best == model:
        answer = message("the posterior agrees: {best}", best=best.upper())
    else:
        own = f"{shares[model]:.3f}" if model in shares.index else ""
        doubt = message("the posterior prefers {best} ({share:.3f})", best=best.upper(), share=float(shares[best]))
        if own:
            doubt = message(
                "the posterior prefers {best} ({share:.3f}; {model} {own})",
                best=best.upper(),
                share=float(shares[best]),
                model=model.upper(),
                own=own,
            )
        answer = message(
            "the posterior prefers {best}: report it beside {model} as a check", best=best.upper(), model=model.upper()
        )
    return Step(
        "Which model is the most probable, given the data?",
        message("posterior {shown}", shown=shown),
        answer,
        tuple(str(m) for m in shares.index),
        best,
        doubt,
    )


def _evidence(*tests: SpecTest) -> str:
    return joined(
        "; ",
        (
            message("{code} {statistic:.2f} (p {p})", code=t.code, statistic=t.statistic, p=_p(t.p))
            if t.ran and t.p is not None
            else message("{code} not run", code=t.code)
            for t in tests
        ),
    )


def _p(p: float) -> str:
    return "< .001" if p < 0.001 else f"{p:.3f}".replace("0.", ".", 1)
