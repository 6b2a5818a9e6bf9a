"""Random effects and every test beside other programs, in digits; `python -m tests.oracles.specification` prints the
table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from gisplug.spatial.models.instruments.spatial_iv import spatial_iv
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from gisplug.spatial.models.random.random_effects import random_effects
from gisplug.spatial.sample import read_sample
from gisplug.spatial.specification.baltagi_song_koh import bsk_tests
from gisplug.spatial.specification.fixed_or_random import hausman_numbers
from gisplug.spatial.specification.lm import lm_numbers
from gisplug.spatial.specification.lm_conditional import error_given_lag
from gisplug.spatial.specification.residual_moran import residual_moran
from gisplug.spatial.specification.restrictions import durbin_tests, effect_tests
from tests.spatial.oracle import COLUMBUS, INCOME, MUNNELL, columbus, income, munnell, oracle

STOP = "splm's optimiser stops at 1e-6 of its parameters; our log-likelihood is not lower"
FLAT = "the likelihood is flat (variance at its boundary); log-likelihoods agree to 1e-6"
DF = "splm divides by NT - k, we by N(T - 1) - k"
SPLM_RE = {
    "re_none": ("ols", "kkp"),
    "re_lag": ("sar", "kkp"),
    "re_sdm": ("sdm", "kkp"),
    "re_error_b": ("sem", "b"),
    "re_error_kkp": ("sem", "kkp"),
    "re_sarar_b": ("sac", "b"),
    "re_sarar_kkp": ("sac", "kkp"),
}


@dataclass(frozen=True)
class Line:
    """One comparison: what, with whom, digits by quantity, and why if fewer than six."""

    data: str
    what: str
    reference: str
    digits: dict[str, float]
    reason: str = ""

    def __str__(self) -> str:
        shown = ", ".join(f"{k} {int(v)}" for k, v in self.digits.items())
        return f"| {self.data} | {self.what} | {self.reference} | {shown} | {self.reason} |"


def digits(ours: Any, theirs: Any) -> float:
    """Return the digits in which the worst number agrees; small numbers count as a thousandth of the largest."""
    a, b = np.atleast_1d(np.asarray(ours, float)), np.atleast_1d(np.asarray(theirs, float))
    scale = np.maximum(np.abs(b), 1e-3 * np.abs(b).max())
    return float(np.clip(-np.log10(np.max(np.abs(a - b) / scale) + 1e-16), 0, 16))


def random_effects_lines() -> Iterator[Line]:
    """Random effects against splm and the independent implementation."""
    fits = oracle("munnell/splm_spml.json")["fits"]
    for key, (model, error) in SPLM_RE.items():
        theirs = fits[key]
        ours = random_effects(*(munnell()[0], MUNNELL, munnell()[1]), model=model, error=error)
        found = {
            "beta": digits(ours.params.iloc[: len(theirs["coef"])], list(theirs["coef"].values())),
            "phi": digits(ours.phi, theirs["errcomp"][0]["Estimate"]),
            "sigma2": digits(ours.sigma2, theirs["sigma2"]["idios"]),
            "logLik": digits(ours.loglik, theirs["logLik"]),
        }
        name = f"{model.upper()} random effects" + (f" ({error})" if model in ("sem", "sac") else "")
        yield Line("munnell", name, "splm", found, STOP if min(found.values()) < 6 else "")
    numbers = oracle("us48_income/numpy_reference.json")
    for model, negative in (("sar", False), ("sdm", True)):
        theirs = numbers[f"{model}_RE"]
        ours = random_effects(*(income()[0], INCOME, income()[1]), model=model, negative=negative)
        found = {
            "beta": digits(ours.params.iloc[: len(theirs["beta"])], theirs["beta"]),
            "rho": digits(ours.rho, theirs["rho"]),
            "theta": digits(ours.theta_share, theirs["theta"]),
            "logLik": digits(ours.loglik, theirs["ll"]),
        }
        yield Line("us48", f"{model.upper()} random effects", "independent", found, FLAT if negative else "")
    numbers = oracle("munnell/numpy_reference.json")
    for model in ("sar", "sdm"):
        theirs = numbers[f"{model}_RE_timefe"]
        ours = random_effects(*(munnell()[0], MUNNELL, munnell()[1]), model=model, periods=True)
        found = {
            "beta": digits(ours.params.iloc[: len(theirs["beta"])], theirs["beta"]),
            "rho": digits(ours.rho, theirs["rho"]),
            "logLik": digits(ours.loglik, theirs["ll"]),
        }
        yield Line(
            "munnell",
            f"{model.upper()} random unit, fixed period effects",
            "independent",
            found,
            STOP.replace("splm", "the reference") if min(found.values()) < 6 else "",
        )


def hypothesis_lines() -> Iterator[Line]:
    """Every specification test against splm, Debarsy & Ertur, spatialreg, and the independent implementation."""
    sample = read_sample(*(munnell()[0], MUNNELL, munnell()[1]))
    theirs = oracle("munnell/splm_tests.json")["tests"]
    forms = {"none": "pooling", "unit": "within_individual", "time": "within_time", "twoways": "within_twoways"}
    for effects, word in forms.items():
        n = lm_numbers(sample, effects)
        found = {
            k: digits(v, theirs[f"slmtest_{word}_{c}"]["statistic"][0][0])
            for k, c, v in (
                ("lag", "lml", n.lag),
                ("error", "lme", n.error),
                ("robust lag", "rlml", n.robust_lag),
                ("robust error", "rlme", n.robust_error),
            )
        }
        yield Line("munnell", f"LM tests, {effects}", "splm", found)
    n = lm_numbers(sample, "unit", "transform")
    yield Line(
        "munnell",
        "LM tests, unit, transformed",
        "Debarsy-Ertur",
        {
            "joint": digits(n.joint, 243.405085211),
            "error": digits(n.error, 210.699675422),
            "lag": digits(n.lag, 154.066228199),
        },
    )
    bsk = {t.code: t.statistic for t in bsk_tests(sample)}
    pairs = (
        ("BSK LM-H", "bsktest_LMH"),
        ("BSK LM1", "bsktest_LM1"),
        ("BSK LM2", "bsktest_LM2"),
        ("BSK LM*-lambda", "bsktest_CLMlambda"),
        ("BSK LM*-mu", "bsktest_CLMmu"),
    )
    yield Line(
        "munnell",
        "Baltagi-Song-Koh",
        "splm",
        {c.removeprefix("BSK "): digits(bsk[c], np.ravel(theirs[k]["statistic"])[0]) for c, k in pairs},
    )
    yield from _durbin_lines()
    yield _hausman_line(theirs)
    panel, w = columbus()
    fits = oracle("columbus/spatialreg.json")["fits"]
    one = read_sample(panel, COLUMBUS, w)
    sar = spatial_panel(panel, COLUMBUS, w, model="sar", effects="none")
    found = {
        "LM error given lag": digits(error_given_lag(one, "none", sar), fits["lag"]["LMtest_resid_autocorr"][0][0])
    }
    yield Line(
        "columbus",
        "conditional LM",
        "spatialreg",
        found,
        "" if min(found.values()) >= 6 else "spatialreg's line search stops early; the statistic moves with rho",
    )
    yield Line(
        "columbus",
        "Moran of residuals",
        "spdep",
        {"z": digits(residual_moran(one, "none").statistic, fits["lm_morantest"]["statistic"][0][0])},
    )
    iv = spatial_iv(panel, COLUMBUS, w, effects="none", errors="homoskedastic")
    order = ["rho", "const", "INC", "HOVAL"]
    yield Line(
        "columbus",
        "spatial 2SLS",
        "spatialreg",
        {
            "coefficients": digits(iv.params[order], list(fits["stsls"]["coef"].values())),
            "se": digits(iv.table().loc[order, "se"], fits["stsls"]["se"]),
        },
    )
    gm = oracle("munnell/splm_spgm.json")["spgm_within_lag_"]
    iv = spatial_iv(*(munnell()[0], MUNNELL, munnell()[1]), effects="unit", errors="homoskedastic")
    order = ["rho", "lpcap", "lpc", "lemp", "unemp"]
    yield Line(
        "munnell",
        "within spatial 2SLS",
        "splm",
        {
            "coefficients": digits(iv.params[order], list(gm["coef"].values())),
            "se": digits(iv.table().loc[order, "se"], gm["se"]),
        },
        DF,
    )


def _durbin_lines() -> Iterator[Line]:
    numbers = oracle("munnell/numpy_reference.json")
    for effects, correction, key in (
        ("unit", "none", "individual_direct"),
        ("unit", "transform", "individual_leeyu_tr"),
        ("twoways", "none", "twoways_direct"),
        ("twoways", "transform", "twoways_leeyu_tr"),
    ):
        fits = {
            m: spatial_panel(munnell()[0], MUNNELL, munnell()[1], model=m, effects=effects, correction=correction)
            for m in ("sdm", "sar", "sem", "slx")
        }
        ours = {t.code: t.statistic for t in durbin_tests(fits["sdm"], fits)}
        found = {
            f"LR {m.upper()}": digits(ours[f"LR SDM-{m.upper()}"], numbers[f"LR_sdm_vs_{m}_{key}"][0])
            for m in ("sar", "sem", "slx")
        }
        found |= {
            f"Wald {m.upper()}": digits(
                ours[f"Wald SDM-{m.upper()}"], numbers[f"sdm_{key}"]["wald"][f"wald_sdm_vs_{m}"][0]
            )
            for m in ("sar", "sem")
        }
        yield Line("munnell", f"SDM against SAR, SEM, SLX: {effects}, {correction}", "independent", found)
    fits = {
        e: spatial_panel(munnell()[0], MUNNELL, munnell()[1], model="ols", effects=e, correction="none")
        for e in ("none", "unit", "time", "twoways")
    }
    ours = {t.code: t.statistic for t in effect_tests(fits, "ols")}
    found = {
        "unit given period": digits(ours["LR unit effects | period"], 1575.4112587155944),
        "period given unit": digits(ours["LR period effects | unit"], 190.86249213859173),
    }
    yield Line("munnell", "LR of effects", "independent", found)


def _hausman_line(theirs: dict[str, Any]) -> Line:
    fits = oracle("munnell/splm_spml.json")["fits"]
    fixed, random, names = fits["fe_lag_individual"], fits["re_lag"], ["lpcap", "lpc", "lemp", "unemp"]
    place = [list(fixed["coef"]).index(n) for n in names]
    d = np.array([fixed["coef"][n] - random["coef"][n] for n in names])
    n = hausman_numbers(d, np.array(fixed["vcov"])[np.ix_(place, place)], np.array(random["vcov"])[1:, 1:])
    value = digits(abs(n.plain), theirs["sphtest_lag_BSK_ML"]["statistic"][0][0])
    return Line(
        "munnell",
        "Hausman, plain inverse, on splm's estimates",
        "splm",
        {"statistic": value},
        "splm prints the absolute value; ours says that V is not positive definite",
    )


def table() -> str:
    """Return every row as the table of docs/agreement.md."""
    head = (
        "| data | what | reference | digits of agreement | why fewer than six, or what differs |\n|---|---|---|---|---|"
    )
    return "\n".join([head, *map(str, (*random_effects_lines(), *hypothesis_lines()))])


if __name__ == "__main__":
    print(table())
