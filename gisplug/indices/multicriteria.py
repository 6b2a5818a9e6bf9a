"""Composite indices of decision analysis: weights by CRITIC, AHP, entropy or given; added up, or by TOPSIS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict, Unpack, get_args

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.vocabulary import known, one_of
from gisplug.indices.composite import (
    Pooling,
    by_dimension,
    scores_of,
    weights_by_period,
    weights_table,
    without_variation,
)
from gisplug.indices.entropy import entropy_weights
from gisplug.indices.scaling import Indicators, indicators, known_values, unit_range
from gisplug.panel.frame import Panel

Weighing = Literal["critic", "entropy", "ahp", "equal", "given"]
Score = Literal["topsis", "sum"]
Scaling = Literal["range", "vector"]
RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)  # Saaty (1980)
MOST_RATIO = 0.1  # consistency ratio above which comparisons contradict each other too much (Saaty)
ROUNDED = 0.011  # by how much a comparison may miss one over its mirror image, as a share: 0.33 is one third


class MulticriteriaOptions(TypedDict, total=False):
    """Further options of `multicriteria_index`.

    Attributes
    ----------
    dimensions
        Name of each dimension and its indicators.
    comparisons
        AHP: a square frame with the indicators as index and columns, how many times as important the row is.
    given
        Weights by indicator, of any sum.
    pooling
        "pooled" over all units and periods, or "period" by period.
    scaling
        TOPSIS: "range" (x less its minimum over its range) or "vector" (x over its length, Hwang & Yoon).
    """

    dimensions: Mapping[str, Sequence[str]] | None
    comparisons: pd.DataFrame | None
    given: Mapping[str, float] | None
    pooling: Pooling
    scaling: Scaling


@dataclass(frozen=True)
class MulticriteriaIndex:
    """A composite index with its weights.

    Attributes
    ----------
    scores : DataFrame, index (period, unit)
        `index` in [0, 1]; of a sum with several dimensions also the part of each.
    weights : DataFrame, index indicator
        dimension, sign, weight, weight_in_dimension, and for CRITIC contrast (standard deviation) and conflict (sum of
        one less the correlations); means over periods where weights are by period.
    dimensions : DataFrame, index dimension
        Number of indicators and weight.
    by_period : DataFrame, index period, or None
        Weights of each period, where they are not pooled.
    consistency : dict or None
        AHP: `lambda_max`, `index` and `ratio`.
    """

    scores: pd.DataFrame
    weights: pd.DataFrame
    dimensions: pd.DataFrame
    by_period: pd.DataFrame | None
    consistency: dict[str, float] | None
    report: Report = field(default_factory=Report)


def multicriteria_index(
    panel: Panel,
    positive: Sequence[str],
    negative: Sequence[str] = (),
    weighing: Weighing = "critic",
    score: Score = "topsis",
    **options: Unpack[MulticriteriaOptions],
) -> MulticriteriaIndex:
    """Weigh indicators and score units by TOPSIS or as a weighted sum.

    CRITIC (Diakoulaki, Mavrotas & Papayannakis 1995): weight of j by s_j sum_k (1 - r_jk), with s the standard
    deviation of the scaled indicator and r its correlations. AHP (Saaty 1980): the principal eigenvector of pairwise
    comparisons. TOPSIS (Hwang & Yoon 1981): d- / (d+ + d-), the distances from the worst and the best values.

    Parameters
    ----------
    positive, negative
        Columns where more is better, and where less is.
    weighing : {"critic", "entropy", "ahp", "equal", "given"}
    score : {"topsis", "sum"}
    options
        `dimensions`, `comparisons`, `given`, `pooling`, `scaling`, as in `MulticriteriaOptions`.

    Notes
    -----
    The best and worst values of TOPSIS are those of all cells that are compared; another unit or year can move all
    scores and even their order.

    Raises
    ------
    PanelError
        If cells are empty, or nothing varies.
    ParameterError
        If an option is unknown or has no part, or weights and comparisons do not fit the indicators.
    """
    known(options, MulticriteriaOptions, "multicriteria_index")
    _check(weighing, score, options)
    chosen = indicators(panel, positive, negative, options.get("dimensions"))
    x = known_values(panel, chosen.columns)
    by_period = options.get("pooling", "pooled") == "period"
    z, varies = unit_range(x, chosen.signs, by_period)
    blocks = z if by_period else z.reshape(1, -1, z.shape[2])
    moving = varies if by_period else varies[:1]
    weights, more, consistency, notes = _weights(weighing, blocks, moving, chosen, options)
    spread = np.broadcast_to(weights, (panel.T, z.shape[2]))
    values = (
        _topsis(x, z, chosen, spread, by_period, options) if score == "topsis" else np.einsum("tnk,tk->tn", z, spread)
    )
    table = weights_table(chosen, weights.mean(axis=0), more)
    scores = scores_of(panel, chosen, z, weights, values)
    return MulticriteriaIndex(
        scores if score == "sum" else scores[["index"]],
        table,
        by_dimension(table),
        weights_by_period(panel, chosen, weights) if len(weights) > 1 else None,
        consistency,
        Report((*notes, *_constant(panel, chosen, moving, not by_period))),
    )


def critic_weights(blocks: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weigh by contrast and conflict (CRITIC); what does not vary has no weight.

    Parameters
    ----------
    blocks : (B, M, K) scaled values

    Returns
    -------
    weights, contrasts, conflicts : (B, K) each

    Raises
    ------
    PanelError
        If nothing varies.
    """
    contrast = blocks.std(axis=1, ddof=1)
    centred = blocks - blocks.mean(axis=1, keepdims=True)
    length = np.sqrt((centred**2).sum(axis=1))
    unit = np.divide(centred, length[:, None], out=np.zeros_like(centred), where=length[:, None] > 0)
    correlation = np.clip(np.einsum("bmk,bml->bkl", unit, unit), -1.0, 1.0)
    moving = length > 0
    both = moving[:, :, None] & moving[:, None, :]
    conflict = np.where(both, 1.0 - correlation, 0.0).sum(axis=2)
    information = contrast * conflict
    whole = information.sum(axis=1, keepdims=True)
    if (whole <= 0).any():
        raise PanelError(
            "No two indicators differ, so CRITIC has nothing to weigh. Check the columns, or take equal weights."
        )
    return information / whole, contrast, conflict


def ahp_weights(comparisons: Any, names: Sequence[str]) -> tuple[np.ndarray, dict[str, float]]:
    """Return the weights (K,) of pairwise comparisons and how consistent these are.

    Parameters
    ----------
    comparisons : DataFrame (K, K)
        Index and columns are the names; each cell says how many times as important the row is as the column.

    Returns
    -------
    weights, {"lambda_max", "index", "ratio"}
        Saaty's consistency index (lambda_max - K) / (K - 1), and its ratio to that of random comparisons.

    Raises
    ------
    ParameterError
        If a name is absent, a cell is no positive number, or a comparison is not one over its mirror image.
    """
    frame = pd.DataFrame(comparisons)
    frame.index, frame.columns = frame.index.map(str), frame.columns.map(str)
    lost = [n for n in names if n not in frame.index or n not in frame.columns]
    if lost:
        raise ParameterError(message("The comparisons lack {lost} as a row or a column.", lost=some(lost)))
    if len(names) > len(RANDOM_INDEX):
        raise ParameterError(
            message(
                "AHP compares at most {n} indicators; {n2} were given. Weigh dimensions first.",
                n=len(RANDOM_INDEX),
                n2=len(names),
            )
        )
    a = frame.loc[list(names), list(names)].to_numpy(dtype=float)
    if not (np.isfinite(a).all() and (a > 0).all()):
        raise ParameterError("Comparisons are positive numbers, such as 3 or 1/3 = 0.3333.")
    off = np.argwhere(np.abs(a * a.T - 1.0) > ROUNDED)
    if len(off):
        i, j = off[0]
        raise ParameterError(
            message(
                "{names} against {names2} is {a:g}, but {names2} against {names} is {a2:g}; one is 1 over the other.",
                names=names[i],
                names2=names[j],
                a=a[i, j],
                a2=a[j, i],
            )
        )
    roots, vectors = np.linalg.eig(a)
    first = int(np.argmax(roots.real))
    vector = np.abs(vectors[:, first].real)
    largest, count = float(roots[first].real), len(names)
    index = (largest - count) / (count - 1) if count > 1 else 0.0
    chance = RANDOM_INDEX[count - 1]
    return vector / vector.sum(), {
        "lambda_max": largest,
        "index": index,
        "ratio": index / chance if chance else 0.0,
    }


def _check(weighing: str, score: str, options: MulticriteriaOptions) -> None:
    words = (
        ("weighing", weighing, get_args(Weighing)),
        ("score", score, get_args(Score)),
        ("pooling", options.get("pooling", "pooled"), get_args(Pooling)),
        ("scaling", options.get("scaling", "range"), get_args(Scaling)),
    )
    for name, value, allowed in words:
        one_of(name, value, allowed)
    for name, needed in (("comparisons", "ahp"), ("given", "given")):
        there = options.get(name) is not None
        if there != (weighing == needed):
            raise ParameterError(
                message("{name} is needed with weighing={needed!r}.", name=name, needed=needed)
                if not there
                else message("{name} has no part with weighing={weighing!r}.", name=name, weighing=weighing)
            )
    if score == "sum" and options.get("scaling", "range") != "range":
        raise ParameterError("scaling='vector' is of TOPSIS; a weighted sum takes indicators scaled to [0, 1].")


def _weights(
    weighing: str, blocks: np.ndarray, moving: np.ndarray, chosen: Indicators, options: MulticriteriaOptions
) -> tuple[np.ndarray, dict[str, np.ndarray], dict[str, float] | None, list[Note]]:
    """Return weights (B, K), further columns of their table, the consistency of AHP, and notes."""
    names, count = chosen.columns, len(chosen.columns)
    notes = [Note(INFO, "weights", message("Weights: {weighing}.", weighing=message(weighing)))]
    if weighing == "critic":
        weights, contrast, conflict = critic_weights(blocks)
        return weights, {"contrast": contrast.mean(axis=0), "conflict": conflict.mean(axis=0)}, None, notes
    if weighing == "entropy":
        return entropy_weights(blocks, moving)[1], {}, None, notes
    if weighing == "equal":
        return np.full((1, count), 1.0 / count), {}, None, notes
    if weighing == "given":
        return _given(options.get("given") or {}, names)[None], {}, None, notes
    weights, consistency = ahp_weights(options.get("comparisons"), names)
    text = message(
        "AHP: consistency ratio {consistency:.3f}, largest root {consistency2:.3f}.",
        consistency=consistency["ratio"],
        consistency2=consistency["lambda_max"],
    )
    if consistency["ratio"] > MOST_RATIO:
        text += message(
            " Above {most_ratio:g} the comparisons contradict each other; look at them again.", most_ratio=MOST_RATIO
        )
        notes.append(Note(WARNING, "inconsistent", text))
    else:
        notes.append(Note(INFO, "consistency", text))
    return weights[None], {}, consistency, notes


def _given(given: Mapping[str, float], names: Sequence[str]) -> np.ndarray:
    lost, strange = [n for n in names if n not in given], [n for n in given if n not in names]
    if lost or strange:
        raise ParameterError(
            message(
                "Weights are given for each indicator: {lost} lack one, {strange} are no indicators.",
                lost=some(lost) or message("none"),
                strange=some(strange) or message("none"),
            )
        )
    made = np.array([float(given[n]) for n in names])
    if not np.isfinite(made).all() or (made < 0).any() or made.sum() <= 0:
        raise ParameterError("Weights are numbers of 0 or more, not all 0.")
    found: np.ndarray = made / made.sum()
    return found


def _topsis(
    x: np.ndarray,
    z: np.ndarray,
    chosen: Indicators,
    weights: np.ndarray,
    by_period: bool,
    options: MulticriteriaOptions,
) -> np.ndarray:
    """Return the closeness to the best values, (T, N), of x or its scaled z (T, N, K) with weights (T, K)."""
    axes = (1,) if by_period else (0, 1)
    if options.get("scaling", "range") == "vector":
        length = np.sqrt((x**2).sum(axis=axes, keepdims=True))
        v = np.divide(x, length, out=np.zeros_like(x), where=length > 0) * chosen.signs
    else:
        v = z
    v = v * weights[:, None]
    best, worst = v.max(axis=axes, keepdims=True), v.min(axis=axes, keepdims=True)
    far, near = np.sqrt(((v - best) ** 2).sum(axis=2)), np.sqrt(((v - worst) ** 2).sum(axis=2))
    whole = far + near
    if (whole <= 0).all():
        raise PanelError("No weighted indicator varies, so no unit is better than another.")
    made: np.ndarray = np.divide(near, whole, out=np.full_like(near, 0.5), where=whole > 0)
    return made


def _constant(panel: Panel, chosen: Indicators, varies: np.ndarray, pooled: bool) -> tuple[Note, ...]:
    flat = without_variation(panel, chosen, varies, pooled)
    return (Note(WARNING, "constant", message("No variation: {flat}.", flat=some(flat)), tuple(flat)),) if flat else ()
