"""Kernel densities of all periods, how many modes they have, and how far the units stand apart in two camps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypedDict, Unpack, get_args

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.signal import fftconvolve

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import known, one_of
from gisplug.indices.scaling import known_values
from gisplug.panel.frame import Panel

Rule = Literal["silverman", "scott", "sheather-jones"]
RidgeScale = Literal["level", "relative", "log"]
GRID = 1024  # places at which a density is taken to count its modes
BINS = 1000  # of pairs of values in Sheather & Jones's rule
MINOR = 0.05  # of the highest: lower modes are not counted as such
FLAT = 1e-10  # of the highest: smaller steps are the rounding of the transform
LEAST = 5  # units that a density needs


class RidgeOptions(TypedDict, total=False):
    """Further options of `density_ridges`.

    Attributes
    ----------
    rule
        Bandwidth of each period: "silverman" .9 min(sd, IQR / 1.34) n^(-1/5), "scott" with 1.06, or "sheather-jones"
        (1991), which keeps two near modes apart.
    scale
        "level", "relative" to the mean of the period, or "log".
    draws, seed
        Bootstrap samples of Silverman's test that there is one mode (199; 0 for none), and their seed (1).
    points
        At how many places the densities are told (256).
    """

    rule: Rule
    scale: RidgeScale
    draws: int
    seed: int
    points: int


@dataclass(frozen=True, eq=False)
class Ridges:
    """Densities and their shape by period.

    Attributes
    ----------
    densities : DataFrame, T * points rows
        period, x, density; one grid for all periods.
    shape : DataFrame, one row a period
        period, units, bandwidth, modes (at least a twentieth as high as the highest), highest (where it is), mean,
        median, sd, skewness, wolfson (polarisation, Wolfson 1994; NaN unless values are positive), critical (the
        smallest bandwidth with one mode), p_one_mode (Silverman 1981).
    """

    variable: str
    densities: pd.DataFrame
    shape: pd.DataFrame


def density_ridges(
    panel: Panel, variable: str, *, progress: Progress = SILENT, **options: Unpack[RidgeOptions]
) -> Ridges:
    """Estimate the distribution of a variable over the units in each period, and test how many modes it has.

    Raises
    ------
    PanelError
        If cells are empty, fewer than five units vary, or logs and relative values cannot be taken.
    ParameterError
        If an option cannot be.
    """
    known(options, RidgeOptions, "density_ridges")
    rule = BANDWIDTHS[one_of("rule", options.get("rule", "silverman"), get_args(Rule))]
    draws, points = options.get("draws", 199), options.get("points", 256)
    if draws < 0 or points < 16:
        raise ParameterError("'draws' is 0 or more, and 'points' 16 or more.")
    values = _scaled(panel, variable, options)
    widths = [rule(row) for row in values]
    rng = np.random.default_rng(options.get("seed", 1))
    reach = 3 * max(widths)
    grid = np.linspace(values.min() - reach, values.max() + reach, points)
    rows, parts = [], []
    for t, (period, x, h) in enumerate(zip(panel.periods, values, widths, strict=True)):
        progress.check()
        critical = critical_bandwidth(x)
        rows.append(
            {
                "period": period,
                "units": len(x),
                "bandwidth": h,
                **_modes(x, h),
                "mean": x.mean(),
                "median": float(np.median(x)),
                "sd": x.std(ddof=1),
                "skewness": float(((x - x.mean()) ** 3).mean() / x.std() ** 3),
                "wolfson": wolfson(x),
                "critical": critical,
                "p_one_mode": one_mode_p(x, critical, draws, rng),
            }
        )
        parts.append(pd.DataFrame({"period": period, "x": grid, "density": density(x, h, grid)}))
        progress.update((t + 1) / len(values))
    return Ridges(variable, pd.concat(parts, ignore_index=True), pd.DataFrame(rows))


def density(x: np.ndarray, h: float, at: np.ndarray) -> np.ndarray:
    """Return the Gaussian kernel density of x (n,) with bandwidth h at places (m,)."""
    total = np.zeros(len(at))
    for part in np.array_split(x, max(1, len(x) * len(at) // 2_000_000)):
        total += np.exp(-0.5 * ((at[:, None] - part) / h) ** 2).sum(axis=1)
    out: np.ndarray = total / (len(x) * h * np.sqrt(2 * np.pi))
    return out


def _spread(x: np.ndarray, divisor: float) -> float:
    """Return the smaller of the standard deviation and IQR / divisor that is not nought."""
    high, low = np.quantile(x, [0.75, 0.25])
    return min(s for s in (float(x.std(ddof=1)), float(high - low) / divisor) if s > 0)


def silverman(x: np.ndarray) -> float:
    """Return .9 min(sd, IQR / 1.34) n^(-1/5) of x (n,); R's bw.nrd0."""
    return float(0.9 * _spread(x, 1.34) * len(x) ** -0.2)


def scott(x: np.ndarray) -> float:
    """Return 1.06 min(sd, IQR / 1.34) n^(-1/5) of x (n,); R's bw.nrd."""
    return float(1.06 * _spread(x, 1.34) * len(x) ** -0.2)


def sheather_jones(x: np.ndarray) -> float:
    """Return the bandwidth of x (n,) that solves the equation of Sheather & Jones (1991), values in `BINS` bins."""
    n = len(x)
    step = float(np.ptp(x)) * 1.01 / BINS
    count = np.bincount(((x - x.min()) / step).astype(np.int64), minlength=BINS).astype(float)
    pairs = np.rint(fftconvolve(count, count[::-1])[BINS - 1 :])
    pairs[0] = (count * (count - 1)).sum() / 2
    apart = np.arange(BINS) * step

    def derivative(h: float, order: int) -> float:
        d = (apart / h) ** 2
        kernel = d**2 - 6 * d + 3 if order == 4 else d**3 - 15 * d**2 + 45 * d - 15
        total = 2 * float((np.exp(-d / 2) * kernel * pairs).sum()) + n * (3 if order == 4 else -15)
        return float(total / (n * (n - 1) * h ** (order + 1) * np.sqrt(2 * np.pi)))

    scale = _spread(x, 1.349)
    first, second = 1.24 * scale * n ** (-1 / 7), 1.23 * scale * n ** (-1 / 9)
    ratio = 1.357 * (derivative(first, 4) / -derivative(second, 6)) ** (1 / 7)

    def gap(h: float) -> float:
        return float((1 / (2 * np.sqrt(np.pi) * n * derivative(ratio * h ** (5 / 7), 4))) ** 0.2 - h)

    low, high = 0.1 * 1.144 * scale * n**-0.2, 1.144 * scale * n**-0.2
    while gap(low) * gap(high) > 0 and high < 1e3 * scale:
        low, high = low / 1.2, high * 1.2
    return float(brentq(gap, low, high, xtol=1e-12 * scale))


BANDWIDTHS: dict[Rule, Callable[[np.ndarray], float]] = {
    "silverman": silverman,
    "scott": scott,
    "sheather-jones": sheather_jones,
}


def _binned(x: np.ndarray, reach: float) -> tuple[np.ndarray, float]:
    """Return the values shared out to a grid (GRID,) and the step of it."""
    low, high = float(x.min()) - reach, float(x.max()) + reach
    step = (high - low) / (GRID - 1)
    place = (x - low) / step
    left = place.astype(np.int64)
    share = place - left
    grid = np.bincount(left, 1 - share, minlength=GRID + 1) + np.bincount(left + 1, share, minlength=GRID + 1)
    return grid[:GRID], step


def _smooth(x: np.ndarray, h: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the density on a grid wide enough for all of it, and the grid."""
    grid, step = _binned(x, 4 * h)
    frequency = 2 * np.pi * np.fft.rfftfreq(2 * GRID, step)
    smooth = np.fft.irfft(np.fft.rfft(grid, 2 * GRID) * np.exp(-0.5 * (frequency * h) ** 2), 2 * GRID)[:GRID]
    return smooth / (len(x) * step), x.min() - 4 * h + step * np.arange(GRID)


def _tops(f: np.ndarray) -> np.ndarray:
    """Return the positions of the local maxima of f."""
    change = np.diff(f)
    moving = np.flatnonzero(np.abs(change) > FLAT * f.max())
    falls = np.flatnonzero((change[moving][:-1] > 0) & (change[moving][1:] < 0))
    return np.asarray(moving[falls] + 1)


def mode_count(x: np.ndarray, h: float) -> int:
    """Return how many modes, however low, the density of x (n,) has with bandwidth h."""
    return len(_tops(_smooth(x, h)[0]))


def _modes(x: np.ndarray, h: float) -> dict[str, float]:
    f, at = _smooth(x, h)
    tops = _tops(f)
    high = tops[f[tops] >= MINOR * f.max()]
    return {"modes": len(high), "highest": float(at[int(f.argmax())])}


def critical_bandwidth(x: np.ndarray) -> float:
    """Return the smallest bandwidth with which the density of x (n,) has one mode, to a thousandth."""
    low, high = 0.0, float(np.ptp(x))
    while high - low > 1e-3 * high:
        middle = (low + high) / 2
        # below a few steps of the grid a bandwidth cannot be told from none
        if middle < 2 * float(np.ptp(x)) / GRID or mode_count(x, middle) > 1:
            low = middle
        else:
            high = middle
    return high


def one_mode_p(x: np.ndarray, critical: float, draws: int, rng: np.random.Generator) -> float:
    """Return the p of Silverman's (1981) test that x (n,) comes from a density with one mode: the share of samples of
    the smoothed values that have more than one at the critical bandwidth. NaN without draws.
    """
    if not draws:
        return float("nan")
    n, mean = len(x), x.mean()
    shrink = np.sqrt(1 + (critical / x.std(ddof=1)) ** 2)
    more = 0
    for _ in range(draws):
        drawn = x[rng.integers(n, size=n)] + critical * rng.normal(size=n)
        more += mode_count(mean + (drawn - mean) / shrink, critical) > 1
    return (1 + more) / (1 + draws)


def wolfson(x: np.ndarray) -> float:
    """Return Wolfson's (1994) polarisation 4 (1/2 - L(1/2) - G/2) mean / median of positive x (n,), 0 where all are
    alike; NaN where a value is not positive.
    """
    if not (x > 0).all():
        return float("nan")
    y = np.sort(x)
    n, total = len(y), y.sum()
    curve = np.concatenate([[0.0], np.cumsum(y)]) / total
    half = float(np.interp(0.5, np.arange(n + 1) / n, curve))
    gini = float((2 * np.arange(1, n + 1) - n - 1) @ y / (n * total))
    return 4 * (0.5 - half - gini / 2) * float(y.mean() / np.median(y))


def _scaled(panel: Panel, variable: str, options: RidgeOptions) -> np.ndarray:
    """Return the values (T, N) by their scale."""
    x = known_values(panel, [variable])[..., 0]
    scale = one_of("scale", options.get("scale", "level"), get_args(RidgeScale))
    wrong = {
        "relative": x.mean(axis=1) <= 0,
        "log": (x <= 0).any(axis=1),
        "level": np.zeros(len(x), dtype=bool),
    }[scale]
    flat = np.array([len(row) < LEAST or np.ptp(row) <= 1e-12 * np.abs(row).max() for row in x])
    for lost, text in (
        (wrong, "Values of {variable} are nought or less in {periods}; take scale = level."),
        (flat, "A density needs five units that vary; {variable} has none in {periods}."),
    ):
        if lost.any():
            periods = ", ".join(str(p) for p, bad in zip(panel.periods, lost, strict=True) if bad)
            raise PanelError(message(text, variable=variable, periods=periods))
    if scale == "log":
        return np.asarray(np.log(x))
    return x / x.mean(axis=1, keepdims=True) if scale == "relative" else x
