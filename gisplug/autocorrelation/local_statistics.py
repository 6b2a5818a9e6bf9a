"""Local spatial association by period: local Moran, bivariate Moran, Getis-Ord's local G, and the Moran scatter."""

from __future__ import annotations

from typing import Any, Literal, TypedDict, Unpack, get_args

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, diags_array

from gisplug.autocorrelation.global_statistics import (
    NOUGHT,
    Alternative,
    Missing,
    _check_varies,
    complete_groups,
    of_units,
)
from gisplug.autocorrelation.permutation import Counts, local_counts
from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.executor import Executor
from gisplug.core.messages import message
from gisplug.core.palette import LISA
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.vocabulary import CLUSTERS, known, one_of
from gisplug.numbers.distributions import norm
from gisplug.panel.frame import Panel
from gisplug.weights.weights import Weights

Tail = Literal["folded", "two-sided", "greater", "less"]
Correction = Literal["none", "fdr", "bonferroni"]
USED = {"none": "p_sim", "fdr": "p_fdr", "bonferroni": "p_bonferroni"}  # column that a correction compares
NOT_SIGNIFICANT, HH, LL, LH, HL, UNDEFINED, ISOLATE = range(7)
COLOURS = tuple(LISA[cluster] for cluster in CLUSTERS)


class LocalOptions(TypedDict, total=False):
    """Further options of `local_moran`.

    Attributes
    ----------
    alpha, correction
        Level for `code` and `cluster` (0.05), and what it is compared with: "none" p_sim, "fdr" p_fdr
        (Benjamini-Hochberg within the period), "bonferroni" p_bonferroni (times the number of units with neighbours).
    tail
        "folded": the smaller side, as GeoDa and esda print; "two-sided": twice that; "greater", "less": one side of I.
    missing
        "refuse" empty cells, or "drop": units without a value get code 5 and their links are left out of that period.
    other
        Bivariate: the variable whose spatial lag is compared with `variable`.
    threads, executor
        Threads, or processes or a Dask address; p-values do not depend on them.
    """

    alpha: float
    correction: Correction
    tail: Tail
    missing: Missing
    other: str | None
    threads: int
    executor: Executor | str | int | None


def local_moran(
    panel: Panel,
    variable: str,
    w: Weights,
    permutations: int = 999,
    seed: int | None = 1,
    *,
    progress: Progress = SILENT,
    **options: Unpack[LocalOptions],
) -> pd.DataFrame:
    """Local Moran's I (Anselin 1995) of every unit in every period, in one call, by conditional permutation.

    Parameters
    ----------
    panel, variable, w
        W is aligned to the panel by id and never changed.
    permutations, seed
        Draws are shared by all units and periods; the same seed gives the same p-values whatever `threads`
        and `executor` (processes, or a Dask address) are.
    options
        `alpha`, `correction`, `tail`, `missing`, `other`, `threads` and `executor`, as in `LocalOptions`.

    Returns
    -------
    GeoDataFrame (DataFrame if the panel has no boundaries), T * N rows, period by period
        period, unit, name, value, z, lag (of standardised values), I, EI, VI, z_I (conditional randomisation; Sokal,
        Oden & Thomson 1998), quadrant, p_sim, p_fdr, p_bonferroni, code (GeoDa's 0 to 6), cluster, colour. I is scaled
        by sum(z^2) / (n - 1), as in GeoDa and esda; spdep's is n / (n - 1) times as large.

    Raises
    ------
    PanelError, JoinError
        If cells are empty, the variable does not vary, or W lacks a unit.
    ParameterError
        If an option is unknown or out of range.
    """
    known(options, LocalOptions, "local_moran")
    alpha, correction = options.get("alpha", 0.05), options.get("correction", "none")
    tail, missing, other = options.get("tail", "folded"), options.get("missing", "refuse"), options.get("other")
    check_options(permutations, alpha, correction, tail)
    x = panel.array(variable)
    y = x if other is None else panel.array(other)
    aligned = of_units(w, panel)
    both = np.where(np.isfinite(y), x, np.nan)
    groups = complete_groups(
        both,
        panel,
        variable if other is None else message("{variable} and {other}", variable=variable, other=other),
        missing,
    )
    tables = [undefined(panel, x)]
    for g, (ts, ns) in enumerate(groups):
        part = aligned.align([panel.ids[n] for n in ns], drop="any")
        pair = [
            standardised(v[np.ix_(ts, ns)], [panel.periods[t] for t in ts], name)
            for v, name in ((x, variable), (y, other or variable))
        ]
        step = Part(progress, g / len(groups), (g + 1) / len(groups))
        where = options.get("threads", 1), step, options.get("executor")
        counts = local_counts(pair[1], part.matrix, permutations, seed, *where)
        tables.append(_labelled(ts, ns, pair[0], counts, part.matrix, tail, univariate=other is None))
    table = pd.concat(tables[1:]).set_index(["t", "n"])
    table = tables[0].set_index(["t", "n"]).join(table, how="left").sort_index()
    return _finished(panel, table, alpha, correction)


def moran_scatter(
    panel: Panel, variable: str, w: Weights, missing: Missing = "refuse", other: str | None = None
) -> pd.DataFrame:
    """Points of the Moran scatter plot (Anselin 1995), T * N rows.

    Columns period, unit, name, z (standardised value), lag (of z, or of `other`), quadrant. Errors as in `local_moran`.
    """
    table = local_moran(panel, variable, w, permutations=1, missing=missing, other=other)
    return pd.DataFrame(table)[["period", "unit", "name", "z", "lag", "quadrant"]]


def bivariate_moran(
    panel: Panel,
    variable: str,
    other: str,
    w: Weights,
    permutations: int = 999,
    seed: int | None = 1,
    alternative: Alternative = "two-sided",
    progress: Progress = SILENT,
) -> pd.DataFrame:
    """Global bivariate Moran by period: slope of the lag of `other` on `variable`, both standardised (Anselin, Syabri
    & Smirnov 2002).

    Returns
    -------
    DataFrame, one row a period
        period, n, I, r (correlation in place), mean_sim, sd_sim, z_sim, p_sim, tail. `other` is permuted over the
        units.

    Raises
    ------
    PanelError
        If cells are empty, a variable does not vary, or W has no links.
    ParameterError
        If `alternative` is unknown.
    """
    one_of("alternative", alternative, get_args(Alternative))
    x, y = panel.array(variable), panel.array(other)
    complete_groups(x, panel, variable, "refuse"), complete_groups(y, panel, other, "refuse")
    w_matrix = of_units(w, panel).matrix
    zx, zy = standardised(x, list(panel.periods), variable), standardised(y, list(panel.periods), other)
    total = float(w_matrix.sum())
    if total <= 0:
        raise PanelError("The weights hold no link between these units, so there is no autocorrelation to measure.")
    pulled = (w_matrix.T @ zx.T).T * panel.N / total / (zx**2).sum(axis=1, keepdims=True)
    value = (pulled * zy).sum(axis=1)
    sims = np.empty((permutations, panel.T))
    rng = np.random.default_rng(seed)
    for k in range(permutations):
        if k % 200 == 0:
            progress.check()
            progress.update(
                k / max(permutations, 1),
                message("{k:,} of {permutations:,} permutations", k=k, permutations=permutations),
            )
        sims[k] = (pulled * zy[:, rng.permutation(panel.N)]).sum(axis=1)
    out: dict[str, Any] = {
        "period": panel.periods,
        "n": panel.N,
        "I": value,
        "r": (zx * zy).sum(axis=1) / (panel.N - 1),
    }
    if permutations:
        from gisplug.autocorrelation.global_statistics import _simulated

        out |= _simulated(value, sims, alternative)
    tail = {"greater": "I > E(I)", "less": "I < E(I)", "two-sided": "two-sided"}[alternative]
    return pd.DataFrame(out | {"tail": tail})


def local_getis(
    panel: Panel, variable: str, w: Weights, star: bool = True, missing: Missing = "refuse"
) -> pd.DataFrame:
    """Getis and Ord's local G (1995): z of each unit in each period; hot spots are positive, cold spots negative.

    `star` counts the unit itself (a weight of one beside binary weights, the mean weight of the row otherwise).

    Returns
    -------
    GeoDataFrame (DataFrame if the panel has no boundaries), T * N rows
        period, unit, name, value, z_G, p (two-sided), cluster ("Hot spot", "Cold spot", "Not significant").

    Raises
    ------
    PanelError, JoinError
        If cells are empty, the variable does not vary, or W lacks a unit.
    """
    values = panel.array(variable)
    aligned = of_units(w, panel)
    table = undefined(panel, values).set_index(["t", "n"])
    parts = []
    for ts, ns in complete_groups(values, panel, variable, missing):
        part = aligned.align([panel.ids[n] for n in ns], drop="any")
        y = values[np.ix_(ts, ns)]
        _check_varies(y, [panel.periods[t] for t in ts], variable, "I")
        z = _local_g(y, part, star)
        grid = np.meshgrid(ts, ns, indexing="ij")
        parts.append(pd.DataFrame({"t": grid[0].ravel(), "n": grid[1].ravel(), "z_G": z.ravel()}))
    table = table.join(pd.concat(parts).set_index(["t", "n"]), how="left").sort_index()
    table["p"] = 2 * norm.sf(np.abs(table["z_G"]))
    hot, known = table["z_G"] > 0, table["p"] < 0.05
    table["cluster"] = np.select(
        [table["z_G"].isna(), known & hot, known & ~hot], ["Undefined", "Hot spot", "Cold spot"], "Not significant"
    )
    return with_geometry(panel, table)


def false_discovery(p: np.ndarray) -> np.ndarray:
    """Return Benjamini-Hochberg adjusted p-values of one family p (n,); NaN stays NaN and does not count."""
    out = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    out[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return out


def permuted_p(
    greater: np.ndarray, less: np.ndarray, permutations: int, tail: Tail, isolated: np.ndarray
) -> dict[str, np.ndarray]:
    """Return p_sim, p_fdr and p_bonferroni, (T, N) each, from how many draws are at least as extreme on either side,
    (T, N) each; NaN where `isolated`, (N,).
    """
    folded = np.minimum(greater, less)
    sides = {"greater": greater, "less": less, "folded": folded, "two-sided": folded}
    p = (1 + sides[tail]) / (1 + permutations)
    p = np.minimum(1.0, 2 * p) if tail == "two-sided" else p
    p[:, isolated] = np.nan
    return {
        "p_sim": p,
        "p_fdr": np.stack([false_discovery(row) for row in p]),
        "p_bonferroni": np.minimum(1.0, p * int((~isolated).sum())),
    }


def check_options(permutations: int, alpha: float, correction: str, tail: str) -> None:
    """Refuse what is no option of a local statistic.

    Raises
    ------
    ParameterError
        Naming it.
    """
    for name, value, allowed in (("correction", correction, get_args(Correction)), ("tail", tail, get_args(Tail))):
        one_of(name, value, allowed)
    if permutations < 1 or not 0 < alpha < 1:
        raise ParameterError(
            message(
                "permutations is at least 1 and alpha between 0 and 1; {permutations} and {alpha} were given instead.",
                permutations=permutations,
                alpha=alpha,
            )
        )


def standardised(y: np.ndarray, labels: list[Any], variable: str) -> np.ndarray:
    """Return y (T, N) less its mean over its standard deviation (n - 1) in each period; `labels` name the periods.

    Raises
    ------
    PanelError
        If there are fewer than four units, or y does not vary in a period.
    """
    _check_varies(y, labels, variable, "I")
    centred = y - y.mean(axis=1, keepdims=True)
    out: np.ndarray = centred / np.sqrt((centred**2).sum(axis=1, keepdims=True) / (y.shape[1] - 1))
    return out


def undefined(panel: Panel, values: np.ndarray) -> pd.DataFrame:
    """Return one row a cell of values (T, N), period by period: t, n (positions), period, unit, name, value."""
    t, n = np.divmod(np.arange(values.size), panel.N)
    return pd.DataFrame(
        {
            "t": t,
            "n": n,
            "period": np.array(panel.periods, dtype=object)[t],
            "unit": np.array(panel.ids, dtype=object)[n],
            "name": np.array(panel.names, dtype=object)[n],
            "value": values.ravel(),
        }
    ).infer_objects()


def _labelled(
    ts: np.ndarray, ns: np.ndarray, z: np.ndarray, counts: Counts, w: csr_array, tail: Tail, univariate: bool
) -> pd.DataFrame:
    lag = counts.lag
    up = np.where(z >= 0, counts.above, counts.below)
    down = np.where(z >= 0, counts.below, counts.above)
    isolated = np.diff(w.indptr) == 0
    quadrant = np.where(z >= 0, np.where(lag >= 0, HH, HL), np.where(lag >= 0, LH, LL))
    quadrant[:, isolated] = ISOLATE
    grid = np.meshgrid(ts, ns, indexing="ij")
    columns = {"t": grid[0], "n": grid[1], "z": z, "lag": lag, "I": z * lag}
    if univariate:
        columns |= _conditional_moments(z, w, z * lag)
    columns |= {"quadrant": quadrant, **permuted_p(up, down, counts.permutations, tail, isolated)}
    return pd.DataFrame({k: v.ravel() for k, v in columns.items()})


def _conditional_moments(z: np.ndarray, w: csr_array, value: np.ndarray) -> dict[str, np.ndarray]:
    """Mean and variance of I_i given z_i when the other values are permuted (Sokal, Oden & Thomson 1998)."""
    n = z.shape[1]
    rows, squares = np.asarray(w.sum(axis=1)).ravel(), np.asarray((w * w).sum(axis=1)).ravel()
    m2 = (z**2).sum(axis=1, keepdims=True) / n
    expected = -(z**2) * rows / (n - 1)
    variance = z**2 * n / (n - 2) * (squares - rows**2 / (n - 1)) * (m2 - z**2 / (n - 1))
    terms = z**2 * n / (n - 2) * squares * m2
    variance = np.where(rows > 0, np.where(variance > NOUGHT * terms, variance, 0.0), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(variance > 0, (value - expected) / np.sqrt(variance), np.nan)
    return {"EI": expected, "VI": variance, "z_I": score}


def _local_g(y: np.ndarray, w: Weights, star: bool) -> np.ndarray:
    n, matrix = y.shape[1], w.matrix
    if star:
        degrees = np.diff(matrix.indptr)
        rows = np.asarray(matrix.sum(axis=1)).ravel()
        own = np.where(degrees > 0, rows / np.maximum(degrees, 1), 1.0)
        matrix = csr_array(matrix + diags_array(own))
    rows, squares = np.asarray(matrix.sum(axis=1)).ravel(), np.asarray((matrix * matrix).sum(axis=1)).ravel()
    y = y - y.mean(axis=1, keepdims=True)  # a constant that is added to all changes nothing
    lag, whole = (matrix @ y.T).T, y.var(axis=1, keepdims=True)
    if star:
        mean, variance, others = np.zeros_like(y), np.broadcast_to(whole, y.shape), n
    else:
        mean, others = -y / (n - 1), n - 1
        variance = ((y**2).sum(axis=1, keepdims=True) - y**2) / (n - 1) - mean**2
    square = variance * (others * squares - rows**2) / (others - 1)
    known = (rows > 0) & (square > NOUGHT * whole * squares)
    out: np.ndarray = np.divide(
        lag - rows * mean, np.sqrt(np.where(known, square, 1.0)), out=np.full_like(y, np.nan), where=known
    )
    return out


def _finished(panel: Panel, table: pd.DataFrame, alpha: float, correction: Correction) -> pd.DataFrame:
    used = table[USED[correction]]
    quadrant = table["quadrant"].fillna(UNDEFINED).astype(int)
    code = quadrant.where((used <= alpha) | (quadrant >= UNDEFINED), NOT_SIGNIFICANT)
    table["quadrant"] = quadrant.map(lambda c: CLUSTERS[c])
    table["code"] = code
    table["cluster"] = code.map(lambda c: CLUSTERS[c])
    table["colour"] = code.map(lambda c: COLOURS[c])
    return with_geometry(panel, table)


def with_geometry(panel: Panel, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with the index (t, n) without it, with the shapes of the units where the panel has them."""
    place = table.index.get_level_values("n").to_numpy()
    flat = table.reset_index(drop=True)
    if panel.units is None:
        return flat
    import geopandas as gpd

    shapes = panel.units.frame.geometry
    return gpd.GeoDataFrame(flat, geometry=shapes.to_numpy()[place], crs=shapes.crs)
