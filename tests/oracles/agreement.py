"""Every model x effects form beside the reference implementations, in digits of agreement; docs/agreement.md is its
print.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from gisplug.core.vocabulary import LAG_E
from gisplug.spatial.models.fit import SpatialFit
from gisplug.spatial.models.likelihood.spatial_panel import spatial_panel
from tests.oracles import spatial_cases as cases

HERE = Path(__file__).parent
EFFECT = {"none": "none", "individual": "unit", "time": "time", "twoways": "twoways"}
CORRECTION = {"direct": "none", "leeyu_bc": "bias", "leeyu_tr": "transform"}

T_MINUS_1 = "standard errors: we count T-1 periods in the traces after the correction, the reference T"
N_MINUS_1 = "with period effects we count the same as the direct form"
NO_OLS_BC = "the reference leaves models without a lag uncorrected; ours use the exact degrees of freedom"
NO_SAC_BC = "the reference does not correct SAC; ours follow the general formula"
SPLM_LL = "splm leaves constants out of this log-likelihood; compared after adding them"
SPLM_LY = "splm's two-way correction is wrong (bias term without the factor NT and with the wrong sign)"
SPLM_STOP = "splm's optimiser stops early here; our log-likelihood is higher"
HESSIAN = "spatialreg's standard errors come from a numerical Hessian here"
SPLM_POOL = "splm's pooled lag leaves rho's uncertainty out of the standard errors of beta"
SPLM_TOLERANCE = "splm's optimiser stops at 1e-5 of a rho near zero; the log-likelihoods agree"
SPATIALREG_STOP = "spatialreg's line search stops short of the optimum; the log-likelihoods agree to 12 digits or more"
REFERENCE_STOP = "the reference's optimiser stops at about 1e-7 of rho, which a nearly zero indirect effect magnifies"
DOF = "spatialreg divides by n - k in models without a lag"


@dataclass(frozen=True)
class Row:
    """One model and form against one reference: digits by quantity, and why a quantity falls short."""

    case: str
    reference: str
    model: str
    effects: str
    correction: str
    digits: dict[str, float]
    reasons: dict[str, str] = field(default_factory=dict)

    @property
    def unexplained(self) -> dict[str, float]:
        """Quantities below six digits without a reason."""
        return {k: v for k, v in self.digits.items() if v < 6.0 and k not in self.reasons}


def us48_rows() -> Iterator[Row]:
    """Against the independent implementation; the numbers are in us48_spatial.json."""
    panel, w = cases.us48()
    table = json.loads((HERE / "us48_spatial.json").read_text())
    yield from _reference_rows("us48", panel, w, cases.US48_FORMULA, table["reference"])
    for key, theirs in table["splm"].items():
        model, effect = key.split("_")
        fit = spatial_panel(panel, cases.US48_FORMULA, w, model=model, effects=EFFECT[effect], correction="none")
        yield _splm_row(
            "us48", model, fit, dict(zip(theirs["names"], theirs["est"], strict=True)), theirs["se"], theirs
        )


def munnell_rows(folder: Path) -> Iterator[Row]:
    """Against the independent implementation and splm; needs the shared folder."""
    panel, w = cases.munnell(folder)
    reference = json.loads((folder / "numpy_reference.json").read_text())
    yield from _reference_rows("munnell", panel, w, cases.MUNNELL_FORMULA, reference)
    fits = json.loads((folder / "splm_spml.json").read_text())["fits"]
    names = {"lag": "sar", "error": "sem", "sarar": "sac", "sdm": "sdm", "sdem": "sdem"}
    for key, theirs in fits.items():
        parts = key.split("_")
        if parts[0] not in ("fe", "pool") or "coeftable" not in theirs:
            continue
        effects = "none" if parts[0] == "pool" else EFFECT[parts[2]]
        correction = "transform" if key.endswith("_LY") else "none"
        model = names[parts[1]]
        fit = spatial_panel(panel, cases.MUNNELL_FORMULA, w, model=model, effects=effects, correction=correction)
        se = [row["Std. Error"] for row in theirs["coeftable"]]
        yield _splm_row("munnell", model, fit, theirs["coef"], se, theirs)


def cross_rows(folder: Path) -> Iterator[Row]:
    """Columbus and Boston (T = 1) against spatialreg; needs the shared folder."""
    panel, w = cases.cross_section(folder)
    formula = cases.COLUMBUS_FORMULA if folder.name == "columbus" else cases.BOSTON_FORMULA
    fits = json.loads((folder / "spatialreg.json").read_text())["fits"]
    impacts = json.loads((folder / "spatialreg_impacts.json").read_text())
    names = {
        "ols": "ols",
        "slx": "slx",
        "lag": "sar",
        "sdm": "sdm",
        "error": "sem",
        "sdem": "sdem",
        "sac": "sac",
        "sac_mixed": "gns",
    }
    for key, model in names.items():
        if key not in fits:
            continue
        fit = spatial_panel(panel, formula, w, model=model, effects="none")
        yield _spatialreg_row(folder.name, key, model, fit, fits[key], impacts.get(key))


def spreg_rows() -> Iterator[Row]:
    """Unit effects against spreg, which is right for rho, lam, beta and theta there (not for sigma2 and effects)."""
    panel, w = cases.us48()
    for model, effects in (("sar", "unit"), ("sdm", "unit"), ("sem", "unit")):
        fit = spatial_panel(panel, cases.US48_FORMULA, w, model=model, effects=effects, correction="none")
        theirs = spreg_estimates(panel, w, ["lag1", "lag5", "lag10"], "y", model)
        ours = fit.params.drop("sigma2")
        yield Row("us48", "spreg 1.9", model, effects, "none", {"estimates": cases.digits(ours, theirs)})


def spreg_estimates(panel: Any, w: Any, regressors: list[str], outcome: str, model: str) -> np.ndarray:
    """beta, theta and rho (or lam) of spreg's fixed-effects panel estimators."""
    import contextlib
    import io
    import warnings

    import spreg
    from libpysal.weights import WSP
    from scipy.sparse import csr_matrix

    y, X = panel.array(outcome).reshape(-1, 1), panel.arrays(regressors)
    lags = np.stack([(w.matrix @ X[:, :, k].T).T for k in range(X.shape[2])], axis=2)
    regressed = (np.concatenate([X, lags], axis=2) if model == "sdm" else X).reshape(len(y), -1)
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        weights = WSP(csr_matrix(w.matrix)).to_W(silence_warnings=True)
        if model == "sem":
            found = spreg.Panel_FE_Error(y, regressed, weights)
        else:
            found = spreg.Panel_FE_Lag(y, regressed, weights)
    return np.asarray(found.betas).ravel()


def _reference_rows(case: str, panel: Any, w: Any, formula: str, table: dict[str, Any]) -> Iterator[Row]:
    for key, theirs in table.items():
        if key.startswith(("LM", "LR")) or "_RE" in key:
            continue
        model, effects, correction = theirs["model"], EFFECT[theirs["effect"]], CORRECTION[theirs["method"]]
        fit = spatial_panel(panel, formula, w, model=model, effects=effects, correction=correction)
        yield _reference_row(case, model, effects, correction, fit, theirs)


def _reference_row(
    case: str, model: str, effects: str, correction: str, fit: SpatialFit, theirs: dict[str, Any]
) -> Row:
    found = {"beta, theta": cases.digits(fit.params.iloc[: len(theirs["beta"])], theirs["beta"])}
    found |= {name: cases.digits(fit.params[name], theirs[name]) for name in ("rho", "lam") if name in theirs}
    found |= {"sigma2": cases.digits(fit.sigma2, theirs["s2"])}
    found |= {"logLik": cases.digits(fit.loglik, theirs["loglik_concentrated_max"])}
    reasons: dict[str, str] = {"effects": REFERENCE_STOP}
    if "se_beta" in theirs:
        se = [*theirs["se_beta"], theirs["se_sp"], theirs["se_s2"]]
        found["se"] = cases.digits(np.sqrt(np.diag(fit.cov)), se)
    if "impacts" in theirs:
        frame = fit.effects(method="delta")
        found["effects"] = cases.digits(frame["estimate"], theirs["impacts"]["estimate"])
        found["effects' se"] = cases.digits(frame["se"], theirs["impacts"]["se_delta"])
    if correction == "bias":
        if effects != "time":
            reasons |= {"se": T_MINUS_1, "effects' se": T_MINUS_1}
        if model in ("ols", "slx"):
            reasons |= {"sigma2": NO_OLS_BC}
        if model == "sac":
            reasons |= dict.fromkeys(("beta, theta", "rho", "lam", "sigma2"), NO_SAC_BC)
    return Row(case, "independent", model, effects, correction, found, reasons)


def _splm_row(
    case: str, model: str, fit: SpatialFit, coef: dict[str, float], se: list[float], theirs: dict[str, Any]
) -> Row:
    """splm calls the lag's coefficient lambda and the error's rho."""
    names = {"lambda": "rho", "rho": "lam", "(Intercept)": "const"}
    terms = [names.get(term) or _lagged(term) for term in coef]
    found = {"estimates": cases.digits(fit.params[terms], list(coef.values()))}
    found["se"] = cases.digits(fit.table()["se"][terms], se)
    reasons: dict[str, str] = {}
    if isinstance(theirs.get("logLik"), float):
        value = theirs["logLik"]
        if model in ("sem", "sdem") and fit.effects_form != "none":
            n = fit.nobs if fit.correction == "none" else fit.N * fit.T
            value += n / 2 * np.log(n) - n / 2 * (np.log(2 * np.pi) + 1)
        found["logLik"] = cases.digits(fit.loglik, value)
    if fit.correction == "transform":
        reasons["logLik"] = "splm reports the uncorrected log-likelihood with its corrected estimates"
        if fit.effects_form == "twoways":
            reasons |= {"estimates": SPLM_LY, "se": SPLM_LY}
        if fit.effects_form == "time":
            why = "splm corrects sigma2 only (N / (N-1)); ours is the transformed likelihood"
            reasons |= {"estimates": why, "se": why}
    if model == "sac":
        reasons |= {"estimates": SPLM_STOP, "se": SPLM_STOP}
    if fit.effects_form == "none":
        reasons |= {"estimates": SPLM_TOLERANCE, "se": SPLM_POOL}
    return Row(case, "splm 1.6", model, fit.effects_form, fit.correction, found, reasons)


def _spatialreg_row(case: str, key: str, model: str, fit: SpatialFit, theirs: dict[str, Any], impacts: Any) -> Row:
    coef = {k: v for k, v in theirs["coef"].items() if k not in ("rho", "lambda")}
    terms = [*[t for t in fit.params.index if t not in ("rho", "lam", "sigma2")]]
    found = {"beta, theta": cases.digits(fit.params[terms], list(coef.values()))}
    found["se"] = cases.digits(fit.table()["se"][terms], list(theirs["se"].values()))
    for ours, name in (("rho", "rho"), ("lam", "lambda")):
        if theirs.get(name) is not None:
            found[ours] = cases.digits(fit.params[ours], theirs[name])
            found[f"{ours}'s se"] = cases.digits(fit.table()["se"][ours], theirs[f"{name}_se"])
    if "s2" in theirs and model not in ("ols", "slx"):
        found["sigma2"] = cases.digits(fit.sigma2, theirs["s2"])
    found["logLik"] = cases.digits(fit.loglik, theirs["logLik"])
    if impacts and "exact" in impacts:
        frame = fit.effects(method="delta")["estimate"].unstack("effect").reindex(list(fit.regressors))
        exact = np.column_stack([np.ravel(impacts["exact"][e]) for e in ("direct", "indirect", "total")])
        found["effects"] = cases.digits(frame[["direct", "indirect", "total"]], exact)
    reasons = {"se": DOF} if model in ("ols", "slx") else {}
    if model in ("sac", "gns"):
        reasons = {"se": HESSIAN, "rho's se": HESSIAN, "lam's se": HESSIAN}
    if case == "boston" and model in LAG_E:
        reasons |= dict.fromkeys(("beta, theta", "lam", "effects"), SPATIALREG_STOP)
    return Row(case, "spatialreg 1.2", model, "none", "none", found, reasons)


def _lagged(term: str) -> str:
    for start in ("W_", "lag.", "slag.", "slag_"):
        if term.startswith(start):
            return f"W*{term[len(start) :]}"
    return term


def rows(shared: Path | None) -> Iterator[Row]:
    """All rows; those that need the shared folder only where it is there."""
    yield from us48_rows()
    yield from spreg_rows()
    if shared is not None:
        yield from munnell_rows(shared / "munnell")
        for name in ("columbus", "boston"):
            yield from cross_rows(shared / name)
