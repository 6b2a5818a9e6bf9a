"""Labelled tables of a local regression from its arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from gisplug.core.evidence import WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import Cell
from gisplug.local.bandwidth import CRITERIA, criterion_of
from gisplug.local.pooled import Inference, Local
from gisplug.local.result import LocalFit
from gisplug.local.sample import LocalSample
from gisplug.local.variability import Variability
from gisplug.numbers import distributions as stats

CONDITION, VIF = 30.0, 10.0  # from which a place is told to have collinear regressors (Belsley et al. 1980)


@dataclass(frozen=True, eq=False)
class Found:
    """Arrays of a local regression, per target (units, or periods and units).

    Attributes
    ----------
    parameters : (k,) effective number of parameters of each coefficient, by which its tests are corrected
    bandwidths : (k,)
    search : columns bandwidth, score
    """

    method: str
    read: LocalSample
    local: Local
    inference: Inference
    parameters: np.ndarray
    bandwidths: np.ndarray
    search: pd.DataFrame
    options: Mapping[str, Cell | bool]
    level: float
    tested: Variability | None = None
    notes: tuple[Note, ...] = field(default=())

    @cached_property
    def estimates(self) -> np.ndarray:
        """The regressors' coefficients, (N, k), or (T, N, k)."""
        return self.read.data.coefficients(self.local.gamma[..., 0])

    @property
    def ses(self) -> np.ndarray:
        """Their standard errors, of the same shape."""
        data = self.read.data
        variance = float(self.local.rss()[0]) / max(data.n - self.local.trace, 1e-9)
        spread = np.einsum("ij,...jk,ik->...i", data.back, self.inference.spread, data.back)
        return np.asarray(np.sqrt(np.maximum(spread, 0.0) * variance))

    @property
    def over_time(self) -> bool:
        """Whether coefficients differ between periods."""
        return self.estimates.ndim == 3


def local_fit(found: Found) -> LocalFit:
    """Return the labelled result."""
    keys = _keys(found)
    statistics = _statistics(found)
    df = float(statistics.loc["local", "rows"] - statistics.loc["local", "parameters"])
    coefficients, critical = _coefficients(found, keys, df)
    places = keys.copy()
    if np.isfinite(found.inference.r2).any():
        places["r2"] = found.inference.r2.ravel()
    places["condition"] = found.inference.condition.ravel()
    if found.inference.vif.shape[-1] > 1:
        places["vif"] = found.inference.vif.max(axis=-1).ravel()
    return LocalFit(
        method=found.method,
        formula=found.read.formula,
        coefficients=coefficients,
        places=places,
        rows=_rows(found),
        by_term=_summary(found, coefficients, critical),
        comparison=statistics,
        search=found.search,
        options=found.options,
        effects=found.read.data.effects,
        omitted=found.read.omitted,
        level=found.level,
        p_joint=found.tested.p_joint if found.tested else float("nan"),
        units=found.read.panel.units,
        report=found.read.report + Report((*found.notes, *_warnings(found, places))),
    )


def _keys(found: Found) -> pd.DataFrame:
    panel = found.read.panel
    if not found.over_time:
        return pd.DataFrame({"unit": panel.ids, "name": panel.names})
    return pd.DataFrame(
        {
            "period": np.repeat(np.array(panel.periods, dtype=object), panel.N),
            "unit": np.tile(np.array(panel.ids, dtype=object), panel.T),
            "name": np.tile(np.array(panel.names, dtype=object), panel.T),
        }
    ).infer_objects()


def _coefficients(found: Found, keys: pd.DataFrame, df: float) -> tuple[pd.DataFrame, list[float]]:
    """Return the long table, and critical t by term."""
    k = len(found.read.terms)
    estimates, ses = found.estimates.reshape(-1, k), found.ses.reshape(-1, k)
    parts, critical = [], []
    for j, term in enumerate(found.read.terms):
        times = max(1.0, float(found.parameters[j]))
        t = estimates[:, j] / ses[:, j]
        p = 2.0 * stats.t.sf(np.abs(t), df)
        corrected = np.minimum(1.0, p * times)
        own = keys.assign(term=term, estimate=estimates[:, j], se=ses[:, j], t=t, p=p, p_corrected=corrected)
        parts.append(own.assign(significant=corrected < found.level))
        critical.append(float(stats.t.isf(found.level / times / 2.0, df)))
    return pd.concat(parts, ignore_index=True), critical


def _summary(found: Found, coefficients: pd.DataFrame, critical: list[float]) -> pd.DataFrame:
    read = found.read
    groups = coefficients.groupby("term", sort=False)
    estimate = groups["estimate"]
    return pd.DataFrame(
        {
            "pooled": read.data.coefficients(read.data.pooled()[0][None])[0],
            "mean": estimate.mean().to_numpy(),
            "sd": estimate.std(ddof=0).to_numpy(),
            "min": estimate.min().to_numpy(),
            "q25": estimate.quantile(0.25).to_numpy(),
            "median": estimate.median().to_numpy(),
            "q75": estimate.quantile(0.75).to_numpy(),
            "max": estimate.max().to_numpy(),
            "se": groups["se"].mean().to_numpy(),
            "significant": groups["significant"].mean().to_numpy(),
            "critical_t": critical,
            "bandwidth": found.bandwidths,
            "parameters": found.parameters,
            "p_variability": found.tested.p if found.tested else np.nan,
        },
        index=pd.Index(read.terms, name="term"),
    )


def _statistics(found: Found) -> pd.DataFrame:
    data = found.read.data
    _, left, parameters = data.pooled()
    total = _about_effects(found)
    rows: dict[str, dict[str, float]] = {}
    for name, e, trace in (
        ("pooled", left, float(parameters)),
        ("local", found.local.residuals[..., 0], found.local.trace),
    ):
        rss, n = float((e**2).sum()), data.n
        cv = found.local.score("CV", n) if name == "local" else np.nan
        rows[name] = {
            "rows": float(n),
            "parameters": trace,
            "rss": rss * data.sy**2,
            "sigma": float(np.sqrt(rss / (n - trace))) * data.sy,
            "r2": 1.0 - rss / total,
            "r2_adjusted": 1.0 - rss / total * (n - 1) / (n - trace),
            **{kind: data.in_units(kind, criterion_of(kind, rss, n, trace, cv)) for kind in CRITERIA},
        }
    return pd.DataFrame(rows).T


def _about_effects(found: Found) -> float:
    """Return the sum of squares of the outcome about its mean, or about the effects that are taken out."""
    data = found.read.data
    if data.effects == "none":
        own = data.y[data.present]
        return float(((own - own.mean()) ** 2).sum())
    return float((data.less_effects(data.y) ** 2).sum())


def _rows(found: Found) -> pd.DataFrame:
    panel, data = found.read.panel, found.read.data
    t, n = np.nonzero(data.present)
    e = found.local.residuals[..., 0][t, n] * data.sy
    y = found.read.outcomes[t, n]
    return pd.DataFrame(
        {
            "unit": [panel.ids[i] for i in n],
            "period": [panel.periods[i] for i in t],
            "outcome": y,
            "fitted": y - e,
            "residual": e,
            "leverage": found.local.leverage[t, n],
        }
    )


def _warnings(found: Found, places: pd.DataFrame) -> list[Note]:
    told = []
    bad = places["condition"] > CONDITION
    if "vif" in places:
        bad = bad | (places["vif"] > VIF)
    if bad.any():
        names = list(dict.fromkeys(places.loc[bad, "name"].astype(str)))
        text = message(
            "Regressors are nearly collinear around {n} of {all} places (condition number above {condition:g} or VIF "
            "above {vif:g}): {names}. Their coefficients move together and against each other there, and maps of them "
            "mislead. Use fewer regressors or a wider bandwidth.",
            n=int(bad.sum()),
            all=len(places),
            condition=CONDITION,
            vif=VIF,
            names=some(names),
        )
        told.append(Note(WARNING, "local-collinearity", text, tuple(names)))
    data = found.read.data
    if data.y.shape[0] > 1:
        text = message(
            "{T} periods are one sample: errors of one unit in several periods count as independent; where they are "
            "alike, standard errors are too small.",
            T=data.y.shape[0],
        )
        told.append(Note(WARNING, "pooled", text))
    return told
