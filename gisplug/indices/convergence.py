"""Convergence of regions: sigma, beta (absolute and conditional), and kernel densities of the distribution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import Report, some
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.vocabulary import Cell
from gisplug.indices.inequality import regions_of
from gisplug.indices.scaling import known_values
from gisplug.language.formula import Formula
from gisplug.numbers.demeaning import check_effects
from gisplug.numbers.distributions import norm
from gisplug.numbers.distributions import t as student
from gisplug.numbers.fits.family import Fits
from gisplug.numbers.fits.tabled import TableFit
from gisplug.numbers.least_squares import centred, check_identified, least_squares, unidentified
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where, check_collinear, model_frame, omitted_notes


@dataclass(frozen=True, repr=False, eq=False)
class Beta(TableFit):
    """A beta-convergence regression of ln(y_t+1 / y_t) on ln(y_t).

    Attributes
    ----------
    estimates : DataFrame, index term
        estimate, se, stat, p, low, high; standard errors clustered by unit.
    speed, half_life : float
        -ln(1 + b) a period, and ln 2 / speed in periods; NaN where b is not between -1 and 0.
    cov : DataFrame, rows and columns by term; `df` : degrees of freedom of the t tests
    n, r2, effects, sample
        Observations, R2, the form of effects, and the group.
    """

    estimates: pd.DataFrame
    speed: float
    half_life: float
    n: int
    r2: float
    effects: str
    sample: str
    report: Report = field(default_factory=Report, repr=False)
    omitted: Mapping[str, str] = field(default_factory=dict, repr=False)
    outcome: str = "growth"
    cov: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    df: float = np.inf

    no_prediction = message("it stands on rates of growth")

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return message("Beta convergence, {sample}: {outcome}", sample=self.sample, outcome=self.outcome)

    @property
    def nobs(self) -> int:
        """Observations used."""
        return self.n

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands below the coefficients of a paper's table: label and value."""
        return {
            "Unit effects": "Yes" if self.effects in ("unit", "twoways") else "No",
            "Period effects": "Yes" if self.effects in ("time", "twoways") else "No",
            "Errors": "Clustered by unit",
            "Speed of convergence": self.speed,
            "Half-life": self.half_life,
            "Observations": self.nobs,
            "R2": self.r2,
        }


def sigma_convergence(panel: Panel, column: str, region: str | None = None) -> pd.DataFrame:
    """Spread by period: standard deviation of logs and coefficient of variation, of all units and of each region.

    Returns
    -------
    DataFrame
        Columns period, group, n, sd_log, cv. Spread that falls over time is sigma convergence.

    Raises
    ------
    PanelError
        If values are missing or not positive, or a region has fewer than three units.
    """
    x = _positive(panel, column)
    rows = []
    for group, members in _groups(panel, region).items():
        part = x[:, members]
        table = pd.DataFrame(
            {
                "period": panel.periods,
                "group": group,
                "n": len(members),
                "sd_log": np.log(part).std(axis=1, ddof=1),
                "cv": part.std(axis=1, ddof=1) / part.mean(axis=1),
            }
        )
        rows.append(table)
    return pd.concat(rows, ignore_index=True)


def sigma_trend(sigma: pd.DataFrame, measure: str = "sd_log") -> pd.DataFrame:
    """Slope of the spread over time for each group: change a period, standard error, t and p of a linear trend.

    Parameters
    ----------
    sigma
        Rows of `sigma_convergence`.
    measure
        Its column: "sd_log" or "cv".

    Returns
    -------
    DataFrame, index group
        estimate, se, stat, p, low, high.

    Raises
    ------
    PanelError
        If there are fewer than three periods.
    """
    rows = {}
    for group, part in sigma.groupby("group", sort=False):
        y, n = part[measure].to_numpy(), len(part)
        if n < 3:
            raise PanelError("A trend needs at least three periods.")
        x = np.array(calendar_of(part["period"].tolist()).clock, dtype=float)
        slope, intercept = np.polyfit(x, y, 1)
        error = float(np.sqrt(((y - intercept - slope * x) ** 2).sum() / (n - 2) / ((x - x.mean()) ** 2).sum()))
        rows[group] = _row(float(slope), error, n - 2)
    return pd.DataFrame(rows).T.rename_axis("group")


def beta_convergence(
    panel: Panel,
    formula: str | Formula,
    *,
    effects: str = "none",
    region: str | None = None,
    where: Where = None,
    collinear: str = "refuse",
) -> Fits[str, Beta]:
    """Do poorer units grow faster: ln(y_t+1 / y_t) = a + b ln(y_t) + controls + effects + e.

    Parameters
    ----------
    formula : "column ~ controls", "column ~ 1" without
        The column in levels, whose logarithm is taken; controls at time t. With controls or unit effects the
        convergence is conditional.
    effects
        "none" (absolute convergence), "time", "unit" or "twoways".
    region
        Column with regions: one regression for all and one for each.
    where : rows used, whole units and periods.
    collinear : "refuse" controls that are not identified, or "omit" them and say so.

    Returns
    -------
    mapping of group ("All" first) to Beta

    Raises
    ------
    PanelError
        If values are missing or not positive, there is one period only, or a region has fewer than three units.
    ParameterError
        If `effects` is none of these, or the formula names other groupings.
    """
    check_effects(effects)
    frame = model_frame(panel, formula, where=where, effects=effects, default="none")
    if frame.absorb:
        raise ParameterError(
            message(
                "Convergence takes out unit and period effects only; {absorb} stands after the bar.",
                absorb=some(frame.absorb),
            )
        )
    used, column, controls = frame.balanced(), frame.formula.outcome, frame.formula.regressors
    x = np.log(_positive(used, column))
    z = known_values(used, list(controls)) if controls else np.empty((used.T, used.N, 0))
    if used.T < 2:
        raise PanelError("Convergence needs at least two periods.")
    calendar_of(used.periods).refuse_gaps("Growth", used.name)
    told = Report(used.report.notes[len(frame.panel.report.notes) :])
    how = check_collinear(collinear)
    fits = {
        group: _beta(x[:, m], z[:, m], column, controls, frame.effects, group, how, told)
        for group, m in _groups(used, region).items()
    }
    return Fits(fits, "group", message("Beta convergence: growth of {column}", column=column))


def densities(panel: Panel, column: str, periods: Sequence[object] | None = None, points: int = 256) -> pd.DataFrame:
    """Gaussian kernel density of a column over the units in each period, on one common grid.

    Bandwidth by Silverman's rule 0.9 min(sd, IQR / 1.34) n^(-1/5).

    Returns
    -------
    DataFrame
        Columns period, x (in the column's unit), density (per unit of x).

    Raises
    ------
    PanelError
        If a period is not in the panel, or its values are all the same.
    """
    x = known_values(panel, [column])[..., 0]
    wanted = list(panel.periods) if periods is None else list(periods)
    lost = [str(p) for p in wanted if p not in panel.periods]
    if lost:
        raise PanelError(message("The panel has no period {lost}.", lost=some(lost)))
    rows = {p: x[panel.periods.index(p)] for p in wanted}
    widths = {p: _silverman(v, p) for p, v in rows.items()}
    widest = max(widths.values())
    grid = np.linspace(
        min(v.min() for v in rows.values()) - 3 * widest, max(v.max() for v in rows.values()) + 3 * widest, points
    )
    parts = [
        pd.DataFrame(
            {"period": p, "x": grid, "density": norm.pdf((grid[:, None] - v) / widths[p]).mean(axis=1) / widths[p]}
        )
        for p, v in rows.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _silverman(values: np.ndarray, period: object) -> float:
    q75, q25 = np.quantile(values, [0.75, 0.25])
    spread = [s for s in (values.std(ddof=1), (q75 - q25) / 1.34) if s > 0]
    if not spread:
        raise PanelError(
            message("The values are all the same in {period}; there is no density to draw.", period=period)
        )
    return float(0.9 * min(spread) * len(values) ** -0.2)


def _beta(
    x: np.ndarray,
    z: np.ndarray,
    column: str,
    controls: Sequence[str],
    effects: str,
    group: str,
    collinear: str,
    told: Report,
) -> Beta:
    growth, level, others = np.diff(x, axis=0), x[:-1], z[:-1]
    t, n = growth.shape
    design = np.concatenate([level[..., None], others], axis=2)
    y, d = _demeaned(growth, effects), _demeaned(design, effects)
    terms = [message("ln {column}", column=column), *controls]
    flat, target = d.reshape(t * n, -1), y.ravel()
    unit, period = np.tile(np.arange(n), t), np.repeat(np.arange(t), n)
    raw, moves = design.reshape(t * n, -1), flat - flat.mean(axis=0)
    found = unidentified(raw, moves, terms, unit, period) if collinear == "omit" else {}
    omitted = {term: why for term, why in found.items() if term in controls}
    left = [k for k, term in enumerate(terms) if term not in omitted]
    terms, flat = [terms[k] for k in left], flat[:, left]
    check_identified(raw[:, left], moves[:, left], terms, unit, period)
    back = np.eye(len(terms))
    if effects == "none":
        terms.append("constant")
        flat, back = centred(flat)
    b, bread = least_squares(flat, target, terms)
    residual = (target - flat @ b).reshape(t, n)
    score = np.einsum("tnk,tn->nk", flat.reshape(t, n, -1), residual)
    absorbed = {"none": 0, "time": t, "unit": 0, "twoways": t - 1}[effects]  # unit effects are nested in the clusters
    k = flat.shape[1] + absorbed
    factor = n / (n - 1) * (t * n - 1) / (t * n - k)
    v = back @ (factor * bread @ (score.T @ score) @ bread) @ back.T
    b = back @ b
    rows = {term: _row(float(b[i]), float(np.sqrt(v[i, i])), n - 1) for i, term in enumerate(terms)}
    total = ((target - target.mean()) ** 2).sum()
    slope = float(b[0])
    speed = -np.log1p(slope) if -1 < slope < 0 else float("nan")
    r2 = float(1 - (residual**2).sum() / total)
    return Beta(
        estimates=pd.DataFrame(rows).T.rename_axis("term"),
        speed=float(speed),
        half_life=float(np.log(2) / speed),
        n=t * n,
        r2=r2,
        effects=effects,
        sample=group,
        report=told + omitted_notes(omitted),
        omitted=omitted,
        outcome=message("growth of {column}", column=column),
        cov=pd.DataFrame(v, index=terms, columns=terms),
        df=n - 1,
    )


def _demeaned(values: np.ndarray, effects: str) -> np.ndarray:
    out = values
    if effects in ("unit", "twoways"):
        out = out - out.mean(axis=0, keepdims=True)
    if effects in ("time", "twoways"):
        out = out - out.mean(axis=1, keepdims=True)
    return out


def _row(estimate: float, se: float, df: int) -> dict[str, float]:
    stat = estimate / se if se > 0 else float("nan")
    reach = float(student.ppf(0.975, df)) * se
    return {
        "estimate": estimate,
        "se": se,
        "stat": stat,
        "p": float(2 * student.sf(abs(stat), df)),
        "low": estimate - reach,
        "high": estimate + reach,
    }


def _groups(panel: Panel, region: str | None) -> dict[str, np.ndarray]:
    if panel.N < 2:
        raise PanelError(message("Convergence compares units, and {panel} has one.", panel=panel.name))
    groups = {"All": np.arange(panel.N)}
    if region is not None:
        names, member = regions_of(panel, region)
        groups |= {name: np.flatnonzero(member == k) for k, name in enumerate(names)}
        small = [name for name, m in groups.items() if len(m) < 3]
        if small:
            raise PanelError(message("Regions need at least three units; {small} has fewer.", small=some(small)))
    return groups


def _positive(panel: Panel, column: str) -> np.ndarray:
    x: np.ndarray = known_values(panel, [column])[..., 0]
    bad = [
        message("{panel} in {periods}", panel=panel.ids[n], periods=panel.periods[t]) for t, n in np.argwhere(x <= 0)
    ]
    if bad:
        raise PanelError(
            message(
                "{column!r} is zero or negative in {n} cells: {bad}. Convergence is measured on logs of "
                "positive values.",
                column=column,
                n=len(bad),
                bad=some(bad),
            )
        )
    return x
