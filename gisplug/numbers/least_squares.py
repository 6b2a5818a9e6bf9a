"""Least squares with columns scaled before any rank decision; what is not identified is refused by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.messages import joined, message
from gisplug.numbers.orthogonal import triangle
from gisplug.numbers.standardise import near_powers

COLLINEAR = 1e-9  # share of a regressor's variance that must remain after effects and the other regressors
STILL = 1e-12  # of the largest value; what varies less does not vary
PLAIN = 1e-6  # share of a column's size from which another column is named as part of a combination
ROUNDING = 1e-18  # share of a column's squares that may be the rounding error of a constant


def least_squares(X: np.ndarray, y: np.ndarray, terms: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return b (k,) and (X'X)^-1 (k, k) of y (n,) on X (n, k).

    Raises
    ------
    ModelError
        Naming each regressor that is a combination of those before it, and of which.
    """
    if X.shape[1] == 0:
        return np.empty(0), np.empty((0, 0))
    norms = np.sqrt((X**2).sum(axis=0))
    scaled = X / np.where(norms > 0, norms, 1.0)
    r = np.asarray(np.linalg.qr(scaled, mode="r"))
    loose = combinations(r, terms)
    if loose:
        raise ModelError(
            message(
                "{told}, so their coefficients cannot be told apart. Leave one out, or use fewer effects.",
                told=_told(loose),
            )
        )
    if len(X) <= X.shape[1]:
        raise ModelError(
            message(
                "{n} rows cannot carry {shape} coefficients; use fewer terms, or more rows.", n=len(X), shape=X.shape[1]
            )
        )
    inverse = np.linalg.inv(r)
    bread = (inverse @ inverse.T) / np.outer(norms, norms)
    return bread @ (X.T @ y), bread


def combinations(r: np.ndarray, terms: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return which columns are combinations of earlier ones, and of which, from R (k, k) of the scaled columns."""
    found: dict[str, tuple[str, ...]] = {}
    kept: list[int] = []
    for k, term in enumerate(terms):
        size = float(np.sum(r[: k + 1, k] ** 2))
        before = r[: k + 1][:, kept]
        weights = np.linalg.lstsq(before, r[: k + 1, k], rcond=None)[0] if kept else np.empty(0)
        left = float(np.sum((r[: k + 1, k] - before @ weights) ** 2))
        if left > COLLINEAR * max(size, COLLINEAR):
            kept.append(k)
        else:
            found[term] = tuple(terms[j] for j, w in zip(kept, weights, strict=True) if abs(w) > PLAIN)
    return found


def check_identified(
    raw: np.ndarray,
    flat: np.ndarray,
    terms: Sequence[str],
    unit: np.ndarray | None = None,
    period: np.ndarray | None = None,
    mend: str = message("Leave it out, or use fewer effects."),
) -> None:
    """Refuse regressors that the effects, or the other regressors, explain altogether.

    Parameters
    ----------
    raw, flat : (n, k)
        Columns as the user gave them, and after the effects are out. What is left is judged against what was given.
    unit, period : (n,), optional
        Codes, so that the reason can be told in words.

    Raises
    ------
    ModelError
        Naming each term with its reason.
    """
    refuse_unidentified(unidentified(raw, flat, terms, unit, period), mend)


def refuse_unidentified(reasons: Mapping[str, str], mend: str = message("Leave it out, or use fewer effects.")) -> None:
    """Refuse terms that have a reason, as `explained` gives them.

    Raises
    ------
    ModelError
        Naming each term with its reason.
    """
    if reasons:
        told = joined("; ", (message("{term} {why}", term=term, why=why) for term, why in reasons.items()))
        raise ModelError(
            message(
                "The coefficient of {reasons} is not identified: {told}. {mend}",
                reasons=", ".join(reasons),
                told=told,
                mend=mend,
            )
        )


@dataclass(frozen=True)
class Remains:
    """What is left of columns once the effects are out, and what there was.

    Attributes
    ----------
    still : (k,) bool
        Columns that do not vary at all: sums over millions of rows are not exact enough to tell.
    squares, spread : (k,)
        Sums of squares as given, and about their means.
    left : (k,)
        Sums of squares after the effects are out.
    triangle : (k, k)
        R of the columns after the effects are out.
    """

    still: np.ndarray
    squares: np.ndarray
    spread: np.ndarray
    left: np.ndarray
    triangle: np.ndarray


def unidentified(
    raw: np.ndarray,
    flat: np.ndarray,
    terms: Sequence[str],
    unit: np.ndarray | None = None,
    period: np.ndarray | None = None,
) -> dict[str, str]:
    """Return each term without a coefficient of its own, and why, in words.

    Parameters
    ----------
    raw, flat : (n, k)
        Columns as given, and after the effects are out.
    unit, period : (n,), optional
        Codes, for the words.
    """
    spread, left = ((raw - raw.mean(axis=0)) ** 2).sum(axis=0), (flat**2).sum(axis=0)
    lengths = np.sqrt(np.where(left > 0.0, left, 1.0))
    stands = still(raw.min(axis=0), raw.max(axis=0)) if len(raw) else np.ones(raw.shape[1], dtype=bool)
    remains = Remains(stands, (raw**2).sum(axis=0), spread, left, triangle(flat / lengths) * lengths)
    return explained(remains, terms, lambda k: why_gone(raw[:, k], unit, period))


def still(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return whether columns between these lowest and highest values (k,) do not vary at all: (k,) bool."""
    return np.asarray(high - low <= STILL * np.maximum(np.abs(low), np.abs(high)))


def explained(remains: Remains, terms: Sequence[str], why: Callable[[int], str]) -> dict[str, str]:
    """Return each term without a coefficient of its own, and why, in words.

    Parameters
    ----------
    why
        Gives the reason of a term that the effects explain, by its place; see `why_gone`.
    """
    size = np.maximum(remains.spread, ROUNDING * remains.squares)
    gone = remains.still | (remains.left <= COLLINEAR * size)
    found = {t: why(k) for k, t in enumerate(terms) if gone[k]}
    kept = [k for k in range(len(terms)) if not gone[k]]
    if len(kept) > 1:
        columns = remains.triangle[:, kept] / np.sqrt(remains.left[kept])
        loose = combinations(np.asarray(np.linalg.qr(columns, mode="r")), [terms[k] for k in kept])
        for term, others in loose.items():
            found[term] = message("is {of}", of=_of(others))
    return {t: found[t] for t in terms if t in found}


def check_outcome(raw: np.ndarray, flat: np.ndarray, name: str) -> None:
    """Refuse an outcome that does not vary, or that the effects explain altogether.

    Parameters
    ----------
    raw, flat : (n,)
        As given, and after the effects are out.

    Raises
    ------
    ModelError
        Naming the outcome and the reason.
    """
    size = max(float(((raw - raw.mean()) ** 2).sum()), ROUNDING * float((raw**2).sum()))
    if float(flat @ flat) <= COLLINEAR**2 * size:
        stands = bool(still(raw.min(), raw.max()))
        explained = message("does not vary within the fixed effects, which explain it altogether")
        raise ModelError(
            message(
                "The outcome {name} {why}; there is nothing to explain. Choose another outcome or other effects.",
                name=name,
                why=why_gone(raw, None, None) if stands else explained,
            )
        )


def check_residuals(e: np.ndarray, y: np.ndarray, name: str) -> None:
    """Refuse a fit without residuals e (n,) of the outcome y (n,): the outcome is then made of the regressors.

    Raises
    ------
    ModelError
        Naming the outcome.
    """
    if float(e @ e) <= COLLINEAR**2 * float(y @ y):
        raise ModelError(
            message(
                "The outcome {name} is a combination of the regressors and effects, so nothing is "
                "estimated. Leave out the regressor that holds the outcome.",
                name=name,
            )
        )


def centred(X: np.ndarray, weights: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Return X (n, k) less its means beside a constant (n, k + 1), and the map of its coefficients to those of [X, 1].
    Means are weighted where `weights` (n,) are given.

    With L (k + 1, k + 1) the map, b = L b_centred and V = L V_centred L'. A constant added to a column then loses no
    digit of the others.
    """
    means = X.mean(axis=0) if weights is None else np.average(X, axis=0, weights=weights)
    back = np.eye(X.shape[1] + 1)
    back[-1, :-1] = -means
    return np.column_stack([X - means, np.ones(len(X))]), back


def pooled(y: np.ndarray, X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Regress y (T, N) on X (T, N, K), columns scaled first; return the coefficients (K,) and the residuals (T, N)."""
    if X.shape[2] == 0:
        return np.zeros(0), y
    flat = X.reshape(-1, X.shape[2])
    norms = near_powers(np.sqrt((flat**2).sum(axis=0)))
    beta = np.linalg.lstsq(flat / norms, y.ravel(), rcond=None)[0] / norms
    return beta, y - X @ beta


def why_gone(column: np.ndarray, unit: np.ndarray | None, period: np.ndarray | None) -> str:
    """Return why the effects explain a column (n,), in words, by the codes (n,) of units and periods."""
    if not len(column) or still(column.min(), column.max()):
        return message("does not vary at all")
    if unit is not None and _constant_within(column, unit):
        return message("does not vary within units (constant over time)")
    if period is not None and _constant_within(column, period):
        return message("is the same for all units in every period")
    return message("does not vary within the fixed effects")


def _constant_within(column: np.ndarray, codes: np.ndarray) -> bool:
    groups = int(codes.max()) + 1
    high, low = np.full(groups, -np.inf), np.full(groups, np.inf)
    np.maximum.at(high, codes, column)
    np.minimum.at(low, codes, column)
    return bool(np.max(high - low, initial=0.0) <= 1e-9 * np.ptp(column))


def _of(others: Sequence[str]) -> str:
    if not others:
        return message("nought after the effects")
    return (
        message("the same as {others} but for its scale", others=others[0])
        if len(others) == 1
        else message("a combination of {and_}", and_=_and(others))
    )


def _and(names: Sequence[str]) -> str:
    return (
        message("{names} and {names2}", names=", ".join(names[:-1]), names2=names[-1]) if len(names) > 1 else names[0]
    )


def _told(loose: dict[str, tuple[str, ...]]) -> str:
    return joined("; ", (message("{term} is {of}", term=term, of=_of(others)) for term, others in loose.items()))
