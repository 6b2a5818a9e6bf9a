"""Numbers cut into classes in several ways, so that the cut that explains an outcome best can be chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

import numpy as np

from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.vocabulary import one_of
from gisplug.numbers.space.classes import natural_breaks

CutMethod = Literal["equal", "quantile", "natural", "geometric", "sd"]
CUT_METHODS: tuple[CutMethod, ...] = get_args(CutMethod)
LEAST_IN_CLASS = 2  # fewer have no variance of their own
SD_STEPS = (1.0, 0.5, 0.25)  # widths of classes in standard deviations, the widest that gives enough classes is taken


@dataclass(frozen=True, eq=False)
class Cutting:
    """One way to cut a column.

    Attributes
    ----------
    method, classes
        How it is cut, and into how many classes; "given" where the values are classes already.
    edges : (k + 1,)
        Borders of the k classes in the column's unit; a value on a border is of the class below; empty for "given".
    code : (n,)
        Class of each row, 0 to classes - 1.
    labels : tuple of str, length classes
    """

    method: str
    classes: int
    edges: np.ndarray
    code: np.ndarray
    labels: tuple[str, ...]


def cuttings(values: np.ndarray, methods: Sequence[str], classes: Sequence[int]) -> Iterator[Cutting]:
    """Yield every cut of values (n,), finite, in which each class has two rows or more.

    Raises
    ------
    ParameterError
        If a method is unknown, or a number of classes is below two.
    """
    ways = [one_of("methods", method, CUT_METHODS) for method in methods]
    if not classes or min(classes) < 2:
        raise ParameterError(
            message("Classes are two or more; {given} was given instead.", given=", ".join(map(str, classes)) or "0")
        )
    seen: set[bytes] = set()
    for method in ways:
        for number in classes:
            made = _cut(values, method, number)
            if made is not None and made.code.tobytes() not in seen:
                seen.add(made.code.tobytes())
                yield made


def given_classes(values: np.ndarray) -> Cutting:
    """Return a column (n,) of words or numbers as the classes that it holds, in their order."""
    known, code = np.unique(values, return_inverse=True)
    names = tuple(f"{v:g}" if isinstance(v, float) else str(v) for v in known.tolist())
    return Cutting("given", len(known), np.empty(0), code.ravel(), names)


def overlaid(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the classes (n,) that two classifications make together; only those that have rows are counted."""
    both = first * (int(second.max()) + 1) + second
    return np.unique(both, return_inverse=True)[1].ravel()


def _cut(values: np.ndarray, method: CutMethod, number: int) -> Cutting | None:
    inner = np.unique(_inner(values, method, number))
    low, high = float(values.min()), float(values.max())
    inner = inner[(inner >= low) & (inner < high)]
    if len(inner) != number - 1:
        return None
    code = np.searchsorted(inner, values, side="left")
    if np.bincount(code, minlength=number).min() < LEAST_IN_CLASS:
        return None
    edges = np.concatenate([[low], inner, [high]])
    labels = tuple(f"{a:.4g} \N{EN DASH} {b:.4g}" for a, b in pairwise(edges))
    return Cutting(method, number, edges, code, labels)


def _inner(values: np.ndarray, method: CutMethod, number: int) -> np.ndarray:
    """Return the borders between classes; fewer than number - 1 different ones where the values do not allow it."""
    low, high = float(values.min()), float(values.max())
    if method == "equal":
        return np.linspace(low, high, number + 1)[1:-1]
    if method == "quantile":
        made: np.ndarray = np.quantile(values, np.linspace(0, 1, number + 1)[1:-1])
        return made
    if method == "natural":
        return np.array(natural_breaks(values, number)[:-1])
    if method == "geometric":
        return _geometric(values, number)
    return _deviations(values, number)


def _geometric(values: np.ndarray, number: int) -> np.ndarray:
    """Return borders whose distances from the smallest value, plus the usual step, grow by one factor.

    The values are moved so that the smallest stands one standard step (range over n) above zero.
    """
    low, spread = float(values.min()), float(np.ptp(values))
    step = spread / len(values)
    if step == 0:
        return np.empty(0)
    made: np.ndarray = np.geomspace(step, spread + step, number + 1)[1:-1] - step + low
    return made


def _deviations(values: np.ndarray, number: int) -> np.ndarray:
    """Return the number - 1 borders nearest to the mean among those a step of standard deviations apart: an even number
    of classes has one at the mean, an odd one the mean in its middle class.
    """
    mean, sd = float(values.mean()), float(values.std(ddof=1))
    half = (number - 2) / 2
    places = np.arange(number - 1) - half
    for step in SD_STEPS:
        made = mean + places * step * sd
        if made[0] > values.min() and made[-1] < values.max():
            return np.asarray(made)
    return np.empty(0)
