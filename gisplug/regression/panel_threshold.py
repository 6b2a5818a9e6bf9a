"""Hansen's (1999) panel threshold regression: one to three thresholds, bootstrap tests, likelihood-ratio intervals."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, Note, Report
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.language.formula import Formula
from gisplug.numbers.covariance import sandwich
from gisplug.numbers.draws import over_picks
from gisplug.numbers.inference import estimates
from gisplug.numbers.least_squares import least_squares
from gisplug.panel.frame import Panel
from gisplug.panel.sample import Sample, clusters_of, counted_effects, draw_sample, fixed_effects_of
from gisplug.regression.threshold_search import Candidates, Threshold, candidates, grid_of, prepared

ORDINALS = ("Single", "Double", "Triple")
BATCH = 50  # bootstrap draws computed together


@dataclass(frozen=True)
class ThresholdFit:
    """A panel threshold regression.

    Attributes
    ----------
    thresholds : DataFrame, index threshold (1..r)
        gamma, low, high (interval from the likelihood ratio).
    tests : DataFrame, index model (Single, Double, Triple)
        sse, F, p, and the bootstrap's critical values at 10, 5 and 1 %.
    estimates : DataFrame, index term; regime-dependent terms name their regime.
    curves : mapping of threshold number to DataFrame, columns gamma, lr
    critical : float, value of the likelihood ratio below which the interval lies.
    regimes : DataFrame, index regime: rows and share of the observations.
    """

    formula: Formula
    q: str
    thresholds: pd.DataFrame
    tests: pd.DataFrame
    estimates: pd.DataFrame
    curves: Mapping[int, pd.DataFrame]
    critical: float
    level: float
    regimes: pd.DataFrame
    n: int
    units: int
    periods: int
    r2_within: float
    errors: str
    effects: str
    variant: str
    bootstraps: int
    seed: int
    sse: float
    sse_linear: float
    report: Report = field(default_factory=Report, repr=False)


def panel_threshold(
    panel: Panel,
    outcome: str,
    split: Sequence[str],
    controls: Sequence[str] = (),
    *,
    q: str,
    thresholds: int | str = "auto",
    most: int = 3,
    effects: str = "unit",
    errors: str = "robust",
    trim: float = 0.01,
    grid: int = 400,
    bootstraps: int = 300,
    level: float = 0.95,
    least: float | None = None,
    variant: str = "textbook",
    seed: int = 1,
    where: np.ndarray | None = None,
    progress: Progress = SILENT,
) -> ThresholdFit:
    """Estimate thresholds of `q` at which the slopes of `split` change (Hansen 1999).

    Parameters
    ----------
    split : regressors with a slope per regime; `controls` : with one slope.
    thresholds : how many the model has; "auto" takes as many as are significant at 5 %, at least one.
    most : how many are tested, 1 to 3.
    effects : "unit" or "twoways".
    trim : share of the distinct values of q left out at each end; least : of observations in a regime (`trim` if None).
    grid : quantiles searched where q has more distinct values.
    variant : "textbook" keeps all T demeaned periods, regimes by q <= gamma, F with N(T-1); "gauss" is Hansen's
        program: T - 1 demeaned periods, q < gamma, F with N(T-1) of the rows it keeps.
    where : (T * N,) bool, rows to use; they must be balanced.

    Notes
    -----
    Bootstrap as Hansen: residual vectors of units are drawn with replacement, x and q stay; thresholds of the null stay
    at their estimates. The first two thresholds are refined once each. Raises ModelError where an option is out of
    range.
    """
    _check(most, effects, variant, trim, thresholds)
    terms = [outcome, *controls, *split, q]
    unique = list(dict.fromkeys(terms))
    sample = draw_sample(panel, unique, where=where)
    model, rows = prepared(sample, outcome, split, controls, q, effects, variant)
    points = grid_of(model.q.ravel(), trim, grid)
    room = int(np.ceil((trim if least is None else least) * model.q.size))
    found, tests = _sequence(model, points, most, room, bootstraps, seed, progress)
    count = _count(tests, thresholds, most)
    gammas = _refined(model, points, found[:count], room)
    curves, frame, critical = _intervals(model, points, gammas, level, room)
    return _result(
        sample,
        rows,
        model,
        outcome,
        split,
        controls,
        q,
        gammas,
        curves,
        frame,
        critical,
        tests,
        effects,
        errors,
        variant,
        bootstraps,
        seed,
        level,
    )


def _check(most: int, effects: str, variant: str, trim: float, thresholds: int | str) -> None:
    if not 1 <= most <= 3:
        raise ModelError(f"One to three thresholds can be tested; {most} was given instead.")
    if effects not in ("unit", "twoways"):
        raise ModelError(f"A threshold panel has effects 'unit' or 'twoways'; {effects!r} was given instead.")
    if variant not in ("textbook", "gauss"):
        raise ModelError(f"variant is 'textbook' or 'gauss'; {variant!r} was given instead.")
    if not 0 < trim < 0.4:
        raise ModelError(f"The share to trim lies between 0 and 0.4; {trim} was given instead.")
    if thresholds != "auto" and not (isinstance(thresholds, int) and 1 <= thresholds <= most):
        raise ModelError(f"thresholds is 'auto' or 1 to {most}; {thresholds!r} was given instead.")


def _sequence(
    model: Threshold, grid: np.ndarray, most: int, room: int, bootstraps: int, seed: int, progress: Progress
) -> tuple[list[float], pd.DataFrame]:
    """Find thresholds one after another and test each against the model before it."""
    y = model.within(model.y)[:, None]
    found: list[float] = []
    rows = []
    for step in range(most):
        space = candidates(model, grid, tuple(found), room)
        if not space.valid.any():
            break
        e = space.residuals(y)
        gains = space.gains(e)[:, 0]
        null = float((e**2).sum())
        best = int(np.argmax(gains))
        sse = null - float(gains[best])
        freedom = model.y.shape[0] * (model.y.shape[1] - 1)
        statistic = freedom * (null - sse) / sse
        drawn = _bootstrap(
            model,
            grid,
            tuple(found),
            float(grid[best]),
            room,
            bootstraps,
            freedom,
            seed + step,
            progress,
            step / most,
            1 / most,
        )
        found.append(float(grid[best]))
        if step == 1:
            found = _refined(model, grid, found, room)
            sse = _sse(model, tuple(found))
            statistic = freedom * (null - sse) / sse
        p = float((drawn >= statistic).mean()) if bootstraps else np.nan
        crit = np.quantile(drawn, [0.90, 0.95, 0.99]) if bootstraps else [np.nan] * 3
        rows.append(
            {
                "model": ORDINALS[step],
                "sse": sse,
                "F": statistic,
                "p": p,
                "crit10": crit[0],
                "crit5": crit[1],
                "crit1": crit[2],
            }
        )
    if not rows:
        raise ModelError("No candidate threshold leaves enough observations in each regime; lower the trimming.")
    return found, pd.DataFrame(rows).set_index("model")


def _bootstrap(
    model: Threshold,
    grid: np.ndarray,
    given: tuple[float, ...],
    new: float,
    room: int,
    draws: int,
    freedom: int,
    seed: int,
    progress: Progress,
    start: float,
    width: float,
) -> np.ndarray:
    if not draws:
        return np.empty(0)
    space = candidates(model, grid, given, room)
    y = model.within(model.y)
    design = np.linalg.qr(_positive(model.design((*given, new))))[0]
    left = (y - design @ (design.T @ y)).reshape(model.y.shape[0], -1)
    rng = np.random.default_rng(seed)
    sizes = [min(BATCH, draws - first) for first in range(0, draws, BATCH)]
    picks = [rng.integers(0, len(left), size=(size, len(left))) for size in sizes]
    label = f"Bootstrap of {len(given) + 1} against {len(given)} thresholds, batches"
    part = Part(progress, start, start + width)
    return np.concatenate(over_picks(_batch, (space, left, freedom), picks, progress=part, label=label))


def _batch(common: tuple[Candidates, np.ndarray, int], chosen: np.ndarray) -> np.ndarray:
    """Return the F statistics of units drawn with replacement, `chosen` (draws, N)."""
    space, left, freedom = common
    e = space.residuals(left[chosen].reshape(len(chosen), -1).T)
    null = (e**2).sum(axis=0)
    gain = space.gains(e).max(axis=0)
    return np.asarray(freedom * gain / (null - gain))


def _refined(model: Threshold, grid: np.ndarray, found: Sequence[float], room: int) -> list[float]:
    """Re-estimate the first threshold given the second, then the second given the first."""
    gammas = list(found)
    if len(gammas) != 2:
        return gammas
    y = model.within(model.y)[:, None]
    for at in (0, 1):
        space = candidates(model, grid, (gammas[1 - at],), room)
        gammas[at] = float(grid[int(np.argmax(space.gains(space.residuals(y))[:, 0]))])
    return gammas


def _intervals(
    model: Threshold, grid: np.ndarray, gammas: Sequence[float], level: float, room: int
) -> tuple[dict[int, pd.DataFrame], pd.DataFrame, float]:
    critical = float(-2 * np.log(1 - np.sqrt(level)))
    freedom = model.y.shape[0] * (model.y.shape[1] - 1)
    y = model.within(model.y)[:, None]
    curves, rows = {}, []
    for number, gamma in enumerate(sorted(gammas), 1):
        others = tuple(g for g in gammas if g != gamma)
        space = candidates(model, grid, others, room)
        e = space.residuals(y)
        sse = float((e**2).sum()) - space.gains(e)[:, 0]
        use = np.isfinite(sse)
        least = float(sse[np.flatnonzero(grid == gamma)[0]])
        lr = freedom * (sse[use] - least) / least
        curves[number] = pd.DataFrame({"gamma": grid[use], "lr": lr})
        inside = grid[use][lr <= critical]
        rows.append({"threshold": number, "gamma": gamma, "low": inside.min(), "high": inside.max()})
    return curves, pd.DataFrame(rows).set_index("threshold"), critical


def _count(tests: pd.DataFrame, thresholds: int | str, most: int) -> int:
    if isinstance(thresholds, int):
        return min(thresholds, len(tests))
    count = 0
    for p in tests["p"].to_numpy()[:most]:
        if not p < 0.05:
            break
        count += 1
    return max(count, 1)


def _sse(model: Threshold, gammas: tuple[float, ...]) -> float:
    y = model.within(model.y)
    design = np.linalg.qr(_positive(model.design(gammas)))[0]
    return float(((y - design @ (design.T @ y)) ** 2).sum())


def _positive(design: np.ndarray) -> np.ndarray:
    return design[:, (design**2).sum(axis=0) > 0]


def regime_names(q: str, gammas: Sequence[float]) -> list[str]:
    """Return "q <= a", "a < q <= b", "q > b" with four digits."""
    g = [f"{v:.4f}" for v in sorted(gammas)]
    middle = [f"{a} < {q} ≤ {b}" for a, b in itertools.pairwise(g)]
    return [f"{q} ≤ {g[0]}", *middle, f"{q} > {g[-1]}"]


def _result(
    sample: Sample,
    rows: np.ndarray,
    model: Threshold,
    outcome: str,
    split: Sequence[str],
    controls: Sequence[str],
    q: str,
    gammas: Sequence[float],
    curves: dict[int, pd.DataFrame],
    frame: pd.DataFrame,
    critical: float,
    tests: pd.DataFrame,
    effects: str,
    errors: str,
    variant: str,
    bootstraps: int,
    seed: int,
    level: float,
) -> ThresholdFit:
    names = regime_names(q, gammas)
    X = model.design(tuple(gammas))
    y = model.within(model.y)
    kept = np.zeros(model.y.shape, dtype=bool)
    kept[:, model.kept] = True
    where = rows[kept.ravel()]
    terms = [f"{s} ({name})" for name in names for s in split]
    years = X.shape[1] - len(controls) - len(terms)
    labels = [*controls, *(f"period {i}" for i in range(years)), *terms]
    b, bread = least_squares(X, y, labels)
    e = y - X @ b
    part = Sample(sample.panel, sample.terms, sample.columns[where], sample.rows[where])
    clusters = clusters_of(part, errors)
    _rank, counted = counted_effects(fixed_effects_of(part, "unit"), clusters)
    parameters = X.shape[1] + (counted if variant == "textbook" else min(counted, 1))
    cov, df = sandwich(bread, X * e[:, None], float(e @ e), clusters, parameters)
    table = estimates(labels, b, cov, df)
    table = table.loc[[*terms, *controls]]
    inside = np.stack([model.low(g) for g in sorted(gammas)]).sum(axis=0)
    counts = [int((inside == len(gammas) - k).sum()) for k in range(len(names))]
    regimes = pd.DataFrame(
        {"rows": counts, "share": np.array(counts) / model.q.size}, index=pd.Index(names, name="regime")
    )
    note = Note(
        INFO, "threshold-variant", f"Variant {variant}: F has N(T-1) = {model.y.shape[0] * (model.y.shape[1] - 1)}."
    )
    linear = _sse(model, ())
    return ThresholdFit(
        formula=Formula(outcome, (*split, *controls)),
        q=q,
        thresholds=frame,
        tests=tests,
        estimates=table,
        curves=curves,
        critical=critical,
        level=level,
        regimes=regimes,
        n=model.q.size,
        units=model.y.shape[0],
        periods=model.y.shape[1],
        r2_within=1 - float(e @ e) / float(y @ y),
        errors=errors,
        effects=effects,
        variant=variant,
        bootstraps=bootstraps,
        seed=seed,
        sse=float(e @ e),
        sse_linear=linear,
        report=sample.report + Report((note,)),
    )
