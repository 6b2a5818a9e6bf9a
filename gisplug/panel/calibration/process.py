"""Where an outcome comes from, as a fit has it: effects, terms, lags in time and space, and errors like its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.linalg import splu

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.language.labels import moved
from gisplug.language.sides import LAG, read_entry
from gisplug.language.terms import group_labels, term_array
from gisplug.language.tree import Name, walk
from gisplug.numbers.fits.repeat import Call
from gisplug.numbers.projections import Absorbed, absorbed_rank, codes_of, residualised
from gisplug.panel.calibration.errors import Errors, errors_like
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import ModelFrame, model_frame
from gisplug.panel.sample import Sample, draw_sample, fixed_effects_of

STRUCTURES = ("classical", "robust", "unit", "period", "driscoll-kraay", "conley", "auto")
POLICY = ("ATT", "Overall", "overall", "Policy")  # what estimators of policies call their effect


@dataclass(frozen=True)
class Process:
    """An outcome of N units in T periods.

    Attributes
    ----------
    panel : of the estimator, with every term of its formula
    outcome, key : names; key is the variable whose effect is nought under the null
    terms : mapping of term to (T, N); those of `endogenous` less their own errors
    endogenous : terms that are drawn with the outcome
    b : mapping of term to its coefficient
    effects : (T, N) effects of units, periods and further groupings; NaN where no row is used
    rho, lags : coefficient of W y, and those of y by how many periods before, and of W y of the period before
    errors : what is drawn
    W : (N, N) sparse
    """

    panel: Panel
    outcome: str
    key: str
    terms: Mapping[str, np.ndarray]
    endogenous: tuple[str, ...]
    b: Mapping[str, float]
    effects: np.ndarray
    rho: float
    lags: Mapping[int, float]
    spatial_lag: float
    W: sparse.csr_array | None
    errors: Errors
    clusters: str

    def under_null(self) -> dict[str, float]:
        """Return the coefficients of the terms where the key has no effect."""
        return {term: 0.0 if involves(term, self.key) else value for term, value in self.b.items()}

    def drawn(self, b: Mapping[str, float], seed: Any) -> Panel:
        """Return the panel with an outcome, and endogenous regressors, drawn anew."""
        T, N = self.effects.shape
        e = self.errors.draw(T, np.random.default_rng(seed))
        columns = {
            t: np.where(np.isfinite(self.effects), self.terms[t] + e[1 + k], self.panel.array(t))
            for k, t in enumerate(self.endogenous)
        }
        fixed = self.effects + e[0]
        for term, value in b.items():
            if value:
                fixed = fixed + value * columns.get(term, self.terms[term])
        y = self.panel.array(self.outcome).copy()
        solve = None if not self.rho or self.W is None else splu(sparse.csc_matrix(sparse.eye(N) - self.rho * self.W))
        for t in range(T):
            here = np.isfinite(fixed[t])
            now = fixed[t].copy()
            for steps, value in self.lags.items():
                now = now + value * y[t - steps] if t >= steps else now * np.nan
            if self.spatial_lag and self.W is not None:
                now = now + self.spatial_lag * (self.W @ y[t - 1]) if t else now * np.nan
            here &= np.isfinite(now)
            if solve is not None and here.all():
                now = solve.solve(now)
            y[t, here] = now[here]
        return self.panel.with_columns({**columns, self.outcome: y})


def process_of(call: Call, params: pd.Series, key: str | None = None) -> Process:
    """Return where the outcome of a fit comes from, by its own estimates; terms that it has not are estimated beside.

    Parameters
    ----------
    params : estimates by term, and of "rho", "lam", "L.y" where there are such
    key : variable of the null; by default the first regressor

    Raises
    ------
    ModelError
        If the outcome is made of a column and its lag stands among the terms, or the key is no variable of the formula.
    """
    frame, absorb = _frame(call)
    formula, panel = frame.formula, frame.panel
    W = _weights(call, panel)
    steps = {t: _lag_of(t, formula.outcome) for t in formula.regressors}
    lags = {n: _value(params, t) for t, n in steps.items() if n}
    lags |= {1: float(params[f"L.{formula.outcome}"])} if f"L.{formula.outcome}" in params and 1 not in lags else {}
    if lags and formula.outcome not in call.panel.frame.columns:
        raise ModelError(
            message(
                "Lags of {outcome} cannot be drawn anew. Make {outcome} a column of the panel first.",
                outcome=formula.outcome,
            )
        )
    names = [t for t in (*formula.regressors, *formula.endogenous) if not steps.get(t)]
    endogenous = tuple(t for t in dict.fromkeys([*formula.endogenous, *_named(call, "endogenous")]) if t in names)
    sample = draw_sample(panel, (formula.outcome, *names, *_instruments(call, frame)), where=frame.rows)
    effects = frame.effects if frame.effects in ("none", "unit", "time", "twoways") else "none"
    absorbed = fixed_effects_of(sample, effects, absorb, call.options.get("trends") or ())
    spread = _Cells(panel, sample, absorbed)
    terms = {t: panel.array(t) for t in names}
    if names and set(POLICY) & set(params.index):
        terms[names[0]] = _on(panel, terms[names[0]])
    key = key or next(iter(names), "")
    params = params.rename({"Policy": key, f"{LAG}*Policy": f"{LAG}*{key}"})
    for t in [p.removeprefix(f"{LAG}*") for p in params.index if str(p).startswith(f"{LAG}*")]:
        if W is not None and t in terms:
            terms[f"{LAG}*{t}"] = np.asarray((W @ terms[t].T).T)
    if not any(involves(t, key) for t in terms):
        raise ModelError(
            message(
                "{key!r} is no variable of {formula}. Name one of: {names}.",
                key=key,
                formula=formula,
                names=", ".join(names),
            )
        )
    y, rho = panel.array(formula.outcome), float(params.get("rho", 0.0)) if W is not None else 0.0
    spatial_lag = float(params.get(f"{LAG}*L.{formula.outcome}", 0.0)) if W is not None else 0.0
    left = y - (rho * np.asarray((W @ y.T).T) if rho and W is not None else 0.0)
    for n, value in lags.items():
        left = left - value * np.vstack([np.full((n, panel.N), np.nan), y[:-n]])
    if spatial_lag and W is not None:
        left = left - spatial_lag * np.vstack([np.full((1, panel.N), np.nan), np.asarray((W @ y[:-1].T).T)])
    b, fixed, e = spread.explained(left, terms, _known(params, terms, key))
    first: list[np.ndarray] = []
    outside = [t for t in names if t not in endogenous] + list(_instruments(call, frame))
    for t in endogenous:
        _, level, own = spread.explained(panel.array(t), {c: panel.array(c) for c in outside}, {}, whole=True)
        terms[t] = level
        first.append(own)
    codes, clusters = _clusters(call, panel)
    taken = {"unit": ("unit", "twoways"), "period": ("time", "twoways")}
    errors = errors_like(
        np.stack([e, *first]),
        codes,
        unit=effects in taken["unit"],
        period=effects in taken["period"],
        lam=float(params.get("lam", 0.0)) if W is not None else 0.0,
        W=W,
    )
    return Process(
        panel, formula.outcome, key, terms, endogenous, b, fixed, rho, lags, spatial_lag, W, errors, clusters
    )


def involves(term: str, key: str) -> bool:
    """Tell whether a term is made of a variable."""
    if term == key:
        return True
    plain = term.removeprefix(f"{LAG}*")
    return plain == key or any(isinstance(n, Name) and n.name == key for n in walk(read_entry(plain)))


@dataclass(frozen=True)
class _Cells:
    """Rows of a sample as cells of (T, N)."""

    panel: Panel
    sample: Sample
    absorbed: Sequence[Absorbed]

    def explained(
        self, left: np.ndarray, terms: Mapping[str, np.ndarray], known: Mapping[str, float], whole: bool = False
    ) -> tuple[dict[str, float], np.ndarray, np.ndarray]:
        """Return the coefficients of terms, the effects (T, N) and residuals (T, N) corrected for degrees of freedom.

        `whole` puts the terms into the effects.
        """
        rows = self.sample.rows
        used = rows[np.isfinite(left.ravel()[rows])]
        among = np.isin(rows, used)
        absorbed = [
            Absorbed(codes_of(a.codes[among]), None if a.slope is None else a.slope[among]) for a in self.absorbed
        ]
        free = [t for t in terms if t not in known]
        y = left.ravel()[used] - sum(known[t] * terms[t].ravel()[used] for t in known)
        flat = residualised(np.column_stack([y, *(terms[t].ravel()[used] for t in free)]), absorbed)
        found = np.linalg.lstsq(flat[:, 1:], flat[:, 0], rcond=None)[0] if free else np.empty(0)
        b = {t: float(known[t]) if t in known else float(found[free.index(t)]) for t in terms}
        e = flat[:, 0] - flat[:, 1:] @ found
        level = y - sum((found[k] * terms[t].ravel()[used] for k, t in enumerate(free)), np.zeros(len(used))) - e
        if whole:
            level = left.ravel()[used] - e
        dof = len(used) - absorbed_rank(absorbed) - len(terms)
        cells = np.full((2, self.panel.T * self.panel.N), np.nan)
        cells[0, used], cells[1, used] = level, e * np.sqrt(len(used) / max(dof, 1))
        shape = (self.panel.T, self.panel.N)
        return b, cells[0].reshape(shape), cells[1].reshape(shape)


def _frame(call: Call) -> tuple[ModelFrame, tuple[str, ...]]:
    """Read the formula of a call against its panel; the groupings that are absorbed too."""
    options = call.options
    asked = str(options.get("effects") or "twoways")
    usual = asked if asked in ("none", "unit", "time", "twoways") else "none"
    absorb = tuple(options.get("absorb") or ())
    if options.get("method") == "pooled":
        usual = "none"
    if call.name == "heterogeneity" and options["how"] == "groups":  # every group has period effects of its own
        absorb = (*absorb, f"{options['by']}:period")
    also = [*_named(call, "instruments"), *_named(call, "endogenous")]
    frame = model_frame(
        call.panel, options["formula"], where=options.get("where"), effects=usual, default=usual, also=also
    )
    return frame, tuple(dict.fromkeys([*absorb, *frame.absorb]))


def _named(call: Call, option: str) -> tuple[str, ...]:
    given = call.options.get(option) or ()
    return (given,) if isinstance(given, str) else tuple(given)


def _instruments(call: Call, frame: ModelFrame) -> tuple[str, ...]:
    """Instruments of endogenous regressors that are redrawn; those of GMM are lags of the model itself."""
    return tuple(dict.fromkeys([*frame.formula.instruments, *_named(call, "instruments")]))


def _weights(call: Call, panel: Panel) -> sparse.csr_array | None:
    given: Any = call.options.get("weights")
    if not hasattr(given, "align"):
        return None
    return sparse.csr_array(given.align(panel.ids, drop="any").matrix)


def _on(panel: Panel, policy: np.ndarray) -> np.ndarray:
    """Return whether the policy is on, (T, N), also where its column holds the period of its start."""
    known = policy[np.isfinite(policy)]
    if set(np.unique(known)) <= {0.0, 1.0} or not all(isinstance(p, int) for p in panel.periods):
        return policy
    when = np.array(panel.periods, dtype=float)[:, None]
    return np.where(np.isfinite(policy) & (policy > 0), when >= policy, 0.0)


def _lag_of(term: str, outcome: str) -> int:
    """Return by how many periods a term lags the outcome; 0 where it is none of its lags."""
    steps, inner = moved(read_entry(term))
    return -steps if steps < 0 and isinstance(inner, Name) and inner.name == outcome else 0


def _value(params: pd.Series, term: str) -> float:
    return float(params[term]) if term in params else 0.0


def _known(params: pd.Series, terms: Mapping[str, np.ndarray], key: str) -> dict[str, float]:
    """Return the coefficients that the fit has itself; that of a policy is its average effect."""
    known = {t: float(params[t]) for t in terms if t in params and np.isfinite(params[t])}
    effect = next((params[t] for t in POLICY if t in params), None)
    return known | ({key: float(effect)} if effect is not None and key in terms and key not in known else {})


def _clusters(call: Call, panel: Panel) -> tuple[np.ndarray | None, str]:
    """Return the clusters (N,) above units that the errors of a call have, and what they are called."""
    named = call.options.get("cluster") or call.options.get("errors") or ""
    for part in str(named).removeprefix("cluster:").split("+"):
        if part in STRUCTURES or part not in panel.frame.columns:
            continue
        labels = group_labels(panel, part).reshape(panel.T, panel.N)
        last = np.array([next((v for v in column[::-1] if v != ""), "") for column in labels.T])
        if (((labels == last) | (labels == "")).all()) and 1 < len(set(last)) < panel.N:
            return codes_of(last), part
    return None, "all units"


__all__ = ["Process", "involves", "process_of", "term_array"]
