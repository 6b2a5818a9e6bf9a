"""Panel unit-root tests: Levin-Lin-Chu, Im-Pesaran-Shin, and Fisher-type tests of Maddala-Wu and Choi."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict, Unpack, get_args

import numpy as np
import pandas as pd
from scipy.stats import chi2, norm

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import known
from gisplug.numbers.orthogonal import left_over
from gisplug.panel.frame import Panel
from gisplug.panel.unit_root_tables import IPS_T, LLC_T, Deterministic, ips_moments, llc_adjustments

Test = Literal["llc", "ips", "fisher"]
TESTS: tuple[Test, ...] = ("llc", "ips", "fisher")
LEAST_DF = 3
MOST_LAGS = 8
P_END = 1e-5  # MacKinnon's approximation says 0 or 1 beyond its range; one unit must not decide the sum
LEVEL = 0.05
NAMES = {
    "llc": "Levin-Lin-Chu t*",
    "ips": "Im-Pesaran-Shin W-t-bar",
    "fisher": "Fisher ADF inverse normal Z",
    "chi2": "Fisher ADF chi-square",
}
_TAIL = {"llc": 1, "ips": 1, "fisher": 1, "chi2": -1}  # chi-square rejects to the right


@dataclass(frozen=True)
class UnitRootTests:
    """Panel unit-root tests of several variables.

    Attributes
    ----------
    table : DataFrame
        One row a variable and test: variable, test, statistic, p, p_sim, lags (mean), n, t, decision at 5 % (by p_sim
        where it is).
        p is one-sided by the normal curve; p_sim by simulated independent random walks of the same N and T with lags
        by the same rule.
    units : DataFrame
        One row a variable and unit: lags, coefficient, t, p (MacKinnon 1994).
    """

    table: pd.DataFrame
    units: pd.DataFrame
    deterministic: str
    lags: str
    demeaned: bool
    simulations: int
    seed: int | None
    report: Report = field(default_factory=Report)


@dataclass(frozen=True)
class _Fits:
    """Augmented Dickey-Fuller regressions of n units: t and coefficient of the lagged level, and residuals for LLC."""

    coefficient: np.ndarray
    t: np.ndarray
    residual: list[np.ndarray]
    level: list[np.ndarray]
    lags: np.ndarray


class UnitRootOptions(TypedDict, total=False):
    """Further options of `panel_unit_root`.

    Attributes
    ----------
    most : longest lag that "sic" and "aic" choose from; by T where left out
    demean : subtract period means first, against common shocks
    simulations : simulated panels for p_sim (499), 0 for none
    """

    most: int | None
    demean: bool
    simulations: int


def panel_unit_root(
    panel: Panel,
    variables: Sequence[str],
    tests: Sequence[Test] = TESTS,
    deterministic: Deterministic = "intercept",
    lags: int | Literal["sic", "aic"] = "sic",
    *,
    seed: int | None = 1,
    progress: Progress = SILENT,
    **options: Unpack[UnitRootOptions],
) -> UnitRootTests:
    """Test variables for a unit root in every unit.

    Parameters
    ----------
    variables
        Columns of the panel, without gaps.
    tests
        "llc" (Levin, Lin & Chu 2002; one common root), "ips" (Im, Pesaran & Shin 2003; a root for each unit),
        "fisher" (p-values of the units combined: Choi's inverse normal Z; Maddala-Wu's chi-square is in the table too).
    deterministic
        "none" (not for ips), "intercept" or "trend" (intercept and trend) for each unit.
    lags
        Lagged differences: a number, or chosen for each unit by "sic" or "aic" among 0 ... `most` on the same sample.
    options
        `most`, `demean` and `simulations`, as in `UnitRootOptions`. LLC's tables begin at T = 25, and the normal curve
        is poor for short panels, so the simulated p_sim is the safer guide there.

    Raises
    ------
    PanelError
        If a variable has empty cells, does not vary in a unit, or the panel is too short.
    """
    known(options, UnitRootOptions, "panel_unit_root")
    demean, simulations = options.get("demean", False), options.get("simulations", 499)
    _check(tests, deterministic, lags)
    calendar_of(panel.periods, panel.name).refuse_gaps("A unit-root test", panel.name)
    rows, units, notes = [], [], []
    asked = options.get("most")
    most = _longest(panel.T, deterministic) if asked is None else asked
    for done, variable in enumerate(variables):
        y = _values(panel, variable, demean)
        fits = _fit(y, _chosen(y, deterministic, lags, most), deterministic)
        found = _statistics(tests, y, fits, deterministic)
        drawn = (
            _simulated(y.shape, deterministic, lags, most, tests, simulations, seed, progress) if simulations else {}
        )
        for name, (statistic, p) in found.items():
            row = {"variable": variable, "test": NAMES[name], "statistic": statistic, "p": p}
            if simulations:
                row["p_sim"] = (1 + int((_TAIL[name] * drawn[name] <= _TAIL[name] * statistic).sum())) / (
                    1 + simulations
                )
            rows.append(row | {"lags": float(fits.lags.mean()), "n": panel.N, "t": panel.T})
        single = pd.DataFrame(
            {"variable": variable, "unit": panel.ids, "lags": fits.lags, "coefficient": fits.coefficient, "t": fits.t}
        )
        units.append(single.assign(p=_mackinnon(fits.t, deterministic)))
        progress.update((done + 1) / len(variables), variable)
    table = pd.DataFrame(rows)
    table["decision"] = np.where(
        table["p_sim" if simulations else "p"] < LEVEL, "stationary (5 %)", "unit root not rejected"
    )
    observations = panel.T - 1
    if "llc" in tests and observations < LLC_T[0]:
        text = (
            f"Levin, Lin and Chu's table begins at T = {LLC_T[0]}; its first row is used for {panel.T} periods, "
            "where its p rejects far too often. Go by p_sim."
        )
        notes.append(Note(WARNING, "short-panel", text))
    if "ips" in tests and observations < IPS_T[0]:
        notes.append(
            Note(
                WARNING,
                "short-panel",
                f"The table of Im, Pesaran and Shin begins at T = {IPS_T[0]}; its first column is used. Go by p_sim.",
            )
        )
    notes.append(Note(INFO, "unit-root", "The null of all tests: every unit has a unit root."))
    return UnitRootTests(
        table,
        pd.concat(units, ignore_index=True),
        deterministic,
        str(lags),
        demean,
        simulations,
        seed,
        Report(tuple(notes)),
    )


def _check(tests: Sequence[str], deterministic: str, lags: Any) -> None:
    unknown = [t for t in tests if t not in get_args(Test)]
    if unknown or not tests:
        raise ParameterError(
            f"tests are {', '.join(get_args(Test))}; {', '.join(unknown) or 'none'} was given instead."
        )
    if deterministic not in get_args(Deterministic):
        raise ParameterError(
            f"deterministic is one of {', '.join(get_args(Deterministic))}; {deterministic!r} was given instead."
        )
    if deterministic == "none" and "ips" in tests:
        raise ParameterError("Im, Pesaran and Shin's test needs an intercept; choose intercept or trend.")
    if lags not in ("sic", "aic") and not (isinstance(lags, int) and 0 <= lags <= MOST_LAGS):
        raise ParameterError(f"lags is sic, aic or a number from 0 to {MOST_LAGS}; {lags!r} was given instead.")


def _terms(deterministic: str) -> int:
    return {"none": 0, "intercept": 1, "trend": 2}[deterministic]


def _longest(periods: int, deterministic: Deterministic) -> int:
    """Most lags tried: a cube-root rule, and never fewer than LEAST_DF + 2 degrees of freedom left."""
    room = (periods - 1 - 1 - _terms(deterministic) - LEAST_DF - 2) // 2
    return int(max(0, min(MOST_LAGS, np.floor(1.5 * periods ** (1 / 3)), room)))


def _values(panel: Panel, variable: str, demean: bool) -> np.ndarray:
    y = panel.array(variable)
    holes = [f"{panel.ids[n]} in {panel.periods[t]}" for t, n in np.argwhere(~np.isfinite(y))]
    if holes:
        raise PanelError(
            f"{variable!r} has {len(holes)} empty cells: {some(holes)}. Interpolate them or filter these units or "
            "periods first."
        )
    flat = [panel.ids[n] for n in np.flatnonzero(np.ptp(y, axis=0) == 0)]
    if flat:
        raise PanelError(
            f"{variable!r} does not change over time in {some(flat)}; a unit-root test has no meaning there. Filter "
            "these units."
        )
    centred: np.ndarray = y - y.mean(axis=1, keepdims=True)
    return centred if demean else y


def _design(y: np.ndarray, lags: int, deterministic: str, start: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return differences (n, T*), lagged levels (n, T*) and the other regressors (n, T*, k) of units with the same
    lags.
    """
    change = np.diff(y, axis=0)
    left, level = change[start:].T, y[start:-1].T
    others = [change[start - j : len(change) - j].T for j in range(1, lags + 1)]
    length = left.shape[1]
    if deterministic != "none":
        others.append(np.ones_like(left))
    if deterministic == "trend":
        others.append(np.broadcast_to(np.arange(1.0, length + 1), left.shape))
    return left, level, np.stack(others, axis=-1) if others else np.empty((*left.shape, 0))


def _without(x: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Residuals of x (n, T) on others (n, T, k), unit by unit."""
    if not others.shape[-1]:
        return x
    q, _ = np.linalg.qr(others)
    out: np.ndarray = x - np.einsum("ntk,nk->nt", q, np.einsum("ntk,nt->nk", q, x))
    return out


def _regress(
    y: np.ndarray, lags: int, deterministic: str, start: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return residual differences, residual levels, coefficient and sum of squared errors."""
    left, level, others = _design(y, lags, deterministic, start)
    e, v = _without(left, others), _without(level, others)
    coefficient = (e * v).sum(axis=1) / (v**2).sum(axis=1)
    return e, v, coefficient, ((e - coefficient[:, None] * v) ** 2).sum(axis=1)


def _chosen(y: np.ndarray, deterministic: Deterministic, lags: int | str, most: int) -> np.ndarray:
    n = y.shape[1]
    longest = lags if isinstance(lags, int) else most
    df = len(y) - 2 - 2 * longest - _terms(deterministic)
    if df < LEAST_DF:
        raise PanelError(
            f"{len(y)} periods are too few for {longest} lags with {deterministic}: {df} degrees of freedom. Take "
            "fewer lags, or more periods."
        )
    if isinstance(lags, int):
        return np.full(n, lags)
    length = len(y) - 1 - most
    scores = []
    for p in range(most + 1):
        errors = _regress(y, p, deterministic, most)[3]
        count = 1 + p + _terms(deterministic)
        penalty = np.log(length) if lags == "sic" else 2.0
        scores.append(np.log(errors / length) + count * penalty / length)
    best: np.ndarray = np.argmin(np.stack(scores), axis=0)
    return best


def _fit(y: np.ndarray, lags: np.ndarray, deterministic: Deterministic) -> _Fits:
    n = y.shape[1]
    coefficient, t = np.empty(n), np.empty(n)
    residual: list[np.ndarray] = [np.empty(0)] * n
    level: list[np.ndarray] = [np.empty(0)] * n
    for p in np.unique(lags):
        at = np.flatnonzero(lags == p)
        e, v, slope, errors = _regress(y[:, at], int(p), deterministic, int(p))
        df = e.shape[1] - 1 - int(p) - _terms(deterministic)
        coefficient[at] = slope
        t[at] = slope / np.sqrt(errors / df / (v**2).sum(axis=1))
        scale = np.sqrt(errors / e.shape[1])[:, None]
        for k, i in enumerate(at):
            residual[i], level[i] = e[k] / scale[k], v[k] / scale[k]
    return _Fits(coefficient, t, residual, level, lags)


def _statistics(
    tests: Sequence[str], y: np.ndarray, fits: _Fits, deterministic: Deterministic
) -> dict[str, tuple[float, float]]:
    """Statistic and p of each test; Fisher's gives two, Choi's Z and Maddala and Wu's chi-square."""
    out: dict[str, tuple[float, float]] = {}
    for test in tests:
        if test == "fisher":
            p = np.clip(_mackinnon(fits.t, deterministic), P_END, 1 - P_END)
            z, chi = float(norm.ppf(p).sum() / np.sqrt(len(p))), float(-2 * np.log(p).sum())
            out |= {"fisher": (z, float(norm.cdf(z))), "chi2": (chi, float(chi2.sf(chi, 2 * len(p))))}
        else:
            value = (_llc if test == "llc" else _ips)(y, fits, deterministic)
            out[test] = (value, float(norm.cdf(value)))
    return out


def _ips(y: np.ndarray, fits: _Fits, deterministic: Deterministic) -> float:
    moments = np.array([ips_moments(len(y) - 1 - int(p), int(p), deterministic) for p in fits.lags])
    return float(np.sqrt(len(fits.t)) * (fits.t.mean() - moments[:, 0].mean()) / np.sqrt(moments[:, 1].mean()))


def _llc(y: np.ndarray, fits: _Fits, deterministic: Deterministic) -> float:
    e, v = np.concatenate(fits.residual), np.concatenate(fits.level)
    n = y.shape[1]
    cross = (v**2).sum()
    delta = (e * v).sum() / cross
    sigma2 = ((e - delta * v) ** 2).mean()
    error = np.sqrt(sigma2 / cross)
    length = len(y) - fits.lags.mean() - 1
    ratio = float(np.mean(np.sqrt(_long_run(y, deterministic)) / _short_run(y, fits, deterministic)))
    mean, sd = llc_adjustments(length, deterministic)
    return float((delta / error - n * length * ratio * error / sigma2 * mean) / sd)


def _long_run(y: np.ndarray, deterministic: str) -> np.ndarray:
    """Long-run variance of the differences of each unit, Bartlett weights, 3.21 T^(1/3) rounded."""
    change = np.diff(y, axis=0)
    if deterministic == "intercept":
        change = change - change.mean(axis=0)
    elif deterministic == "trend":
        x = np.stack([np.ones(len(change)), np.arange(len(change))], axis=1)
        change = left_over(x, change)
    cut = min(round(3.21 * len(y) ** (1 / 3)), len(change) - 1)
    total = (change**2).sum(axis=0)
    for lag in range(1, cut + 1):
        total = total + 2 * (1 - lag / (cut + 1)) * (change[:-lag] * change[lag:]).sum(axis=0)
    out: np.ndarray = np.maximum(total / len(change), 1e-300)
    return out


def _short_run(y: np.ndarray, fits: _Fits, deterministic: str) -> np.ndarray:
    """Standard error of each unit's regression, without degrees of freedom (LLC)."""
    out = np.empty(y.shape[1])
    for p in np.unique(fits.lags):
        at = np.flatnonzero(fits.lags == p)
        e, _, _, errors = _regress(y[:, at], int(p), deterministic, int(p))
        out[at] = np.sqrt(errors / e.shape[1])
    return out


def _mackinnon(t: np.ndarray, deterministic: str) -> np.ndarray:
    from statsmodels.tsa.adfvalues import mackinnonp

    code = {"none": "n", "intercept": "c", "trend": "ct"}[deterministic]
    return np.array([float(mackinnonp(v, regression=code, N=1)) for v in t])


def _simulated(
    shape: tuple[int, ...],
    deterministic: Deterministic,
    lags: int | str,
    most: int,
    tests: Sequence[Test],
    simulations: int,
    seed: int | None,
    progress: Progress,
) -> dict[str, np.ndarray]:
    """Statistics of panels of independent random walks, with lags chosen for each by the same rule as for the data."""
    rng = np.random.default_rng(seed)
    out: dict[str, np.ndarray] = {name: np.empty(simulations) for name in NAMES}
    for k in range(simulations):
        if k % 25 == 0:
            progress.check()
        y = np.cumsum(rng.standard_normal(shape), axis=0)
        fits = _fit(y, _chosen(y, deterministic, lags, most), deterministic)
        for name, (value, _) in _statistics(tests, y, fits, deterministic).items():
            out[name][k] = value
    return out
