"""How local association moves: transitions between Moran quadrants, and paths of units in the Moran scatter (Rey 2001;
Rey, Murray & Anselin 2011).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError
from gisplug.core.evidence import WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.indices.scaling import known_values
from gisplug.numbers.distributions import chi2
from gisplug.panel.frame import Panel
from gisplug.structure.mobility.chains import ergodic, linked_units, periods_apart, probabilities, transitions
from gisplug.weights.weights import Weights

QUADRANTS = ("HH", "LH", "LL", "HL")  # the order of Moran's quadrants I to IV
TYPES = ("0", "I", "II", "IIIa", "IIIb")  # what moved: nothing, the unit, its neighbours, both one way, both apart
_UNIT_HIGH, _NEAR_HIGH = np.array([1, 0, 0, 1]), np.array([1, 1, 0, 0])


@dataclass(frozen=True, eq=False)
class LisaTransitions:
    """Transitions between quadrants and the paths of units.

    Attributes
    ----------
    counts, p : (4, 4)
        Transitions from (row) to (column) in the order of QUADRANTS, and their probabilities.
    expected : (4, 4)
        Transitions if units and neighbours moved independently of each other.
    chi2, df, p_value : float, int, float
        Pearson's statistic of counts against expected.
    types : DataFrame, index TYPES
        transitions, share.
    flow, cohesion : float
        Share of transitions in which only the unit or only its neighbours move; in which neither does or both do so
        one way.
    paths : DataFrame, one row a unit
        unit, name, length (over the mean length of all), tortuosity (length of the path over the way from its first to
        its last point), angle (degrees from the axis of the unit, anticlockwise), direction ("win-win", "lose-lose",
        "win-lose", "lose-win": unit, then neighbours), moves (transitions to another quadrant).
    points : (T, N, 2)
        z of each unit and its spatial lag.
    quadrants : (T, N)
        Position in QUADRANTS; -1 for isolates.
    """

    variable: str
    counts: np.ndarray
    expected: np.ndarray
    chi2: float
    df: int
    p_value: float
    types: pd.DataFrame
    paths: pd.DataFrame
    points: np.ndarray
    quadrants: np.ndarray
    report: Report = field(default_factory=Report)

    @property
    def p(self) -> np.ndarray:
        """Transition probabilities, (4, 4)."""
        return probabilities(self.counts)

    @property
    def ergodic(self) -> np.ndarray:
        """Shares of the quadrants in the long run, (4,)."""
        return ergodic(self.p)

    @property
    def flow(self) -> float:
        """Share of transitions of the types I and II."""
        return float(self.types.loc[["I", "II"], "share"].sum())

    @property
    def cohesion(self) -> float:
        """Share of transitions of the types 0 and IIIa."""
        return float(self.types.loc[["0", "IIIa"], "share"].sum())


def lisa_transitions(panel: Panel, variable: str, w: Weights, step: int = 1) -> LisaTransitions:
    """Count how units move between quadrants of the Moran scatter, and measure their paths in it
    (Rey 2001; Rey, Murray & Anselin 2011).

    Values are standardised in each period; quadrants and paths are the same whatever their unit of measure.

    Parameters
    ----------
    w
        Aligned to the panel by id.
    step
        Steps of the calendar from start to end of a transition.

    Raises
    ------
    PanelError
        If cells are empty, the variable does not vary in a period, or no two periods are a step apart.
    JoinError
        If W lacks a unit.
    """
    values = known_values(panel, [variable])[..., 0]
    flat = [str(p) for p, row in zip(panel.periods, values, strict=True) if np.ptp(row) <= 1e-12 * np.abs(row).max()]
    if flat:
        raise PanelError(
            message(
                "{variable} is the same everywhere in {periods}; no quadrants.", variable=variable, periods=some(flat)
            )
        )
    w = w.align(panel.ids)
    linked = linked_units(w)
    z = values - values.mean(axis=1, keepdims=True)
    z = z / z.std(axis=1, keepdims=True)
    lag = (w.matrix @ z.T).T
    quadrant = np.where(lag > 0, np.where(z > 0, 0, 1), np.where(z > 0, 3, 2))
    quadrant = np.where(linked, quadrant, -1)
    start, end = _ends(panel, quadrant, step)
    counts = transitions(start, end, 4)
    expected = _apart(start, end)
    there = expected > 0
    statistic = float(((counts - expected)[there] ** 2 / expected[there]).sum())
    df = int((counts.sum(axis=1) > 0).sum() - 1) * int((there.any(axis=0)).sum() - 1)
    points = np.stack([z, lag], axis=-1)
    return LisaTransitions(
        variable,
        counts,
        expected,
        statistic,
        df,
        float(chi2.sf(statistic, df)) if df > 0 else float("nan"),
        _types(start, end),
        _paths(panel, points, quadrant, linked),
        points,
        quadrant,
        Report(_isolates(panel, linked)),
    )


def move_types(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return the position in TYPES of transitions from start (n,) to end (n,), both positions in QUADRANTS."""
    unit = _UNIT_HIGH[end] - _UNIT_HIGH[start]
    near = _NEAR_HIGH[end] - _NEAR_HIGH[start]
    both = np.where(unit == near, 3, 4)
    out: np.ndarray = np.where((unit != 0) & (near != 0), both, np.where(unit != 0, 1, np.where(near != 0, 2, 0)))
    return out


def _ends(panel: Panel, quadrant: np.ndarray, step: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the quadrants at the start and the end of all transitions, both (n,)."""
    first, last = periods_apart(panel, step).T
    kept = (quadrant[first] >= 0) & (quadrant[last] >= 0)
    return quadrant[first][kept], quadrant[last][kept]


def _apart(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return the transitions (4, 4) expected if the unit's side and that of its neighbours moved independently."""
    own = np.nan_to_num(probabilities(transitions(_UNIT_HIGH[start], _UNIT_HIGH[end], 2)))
    near = np.nan_to_num(probabilities(transitions(_NEAR_HIGH[start], _NEAR_HIGH[end], 2)))
    joint = own[np.ix_(_UNIT_HIGH, _UNIT_HIGH)] * near[np.ix_(_NEAR_HIGH, _NEAR_HIGH)]
    out: np.ndarray = np.bincount(start, minlength=4)[:, None] * joint
    return out


def _types(start: np.ndarray, end: np.ndarray) -> pd.DataFrame:
    count = np.bincount(move_types(start, end), minlength=len(TYPES))
    return pd.DataFrame(
        {"transitions": count, "share": count / max(count.sum(), 1)}, index=pd.Index(TYPES, name="type")
    )


def _paths(panel: Panel, points: np.ndarray, quadrant: np.ndarray, linked: np.ndarray) -> pd.DataFrame:
    """Return the paths of the units that have neighbours."""
    steps = np.linalg.norm(np.diff(points, axis=0), axis=-1).sum(axis=0)
    way = points[-1] - points[0]
    straight = np.linalg.norm(way, axis=-1)
    mean = steps[linked].mean()
    with np.errstate(invalid="ignore", divide="ignore"):
        tortuosity = np.where(straight > 0, steps / straight, np.nan)
        length = steps / mean if mean > 0 else np.full(panel.N, np.nan)
    words = np.array([["win-win", "win-lose"], ["lose-win", "lose-lose"]], dtype=object)
    direction = words[(way[:, 0] < 0).astype(int), (way[:, 1] < 0).astype(int)]
    frame = pd.DataFrame(
        {
            "unit": list(panel.ids),
            "name": list(panel.names),
            "length": length,
            "tortuosity": tortuosity,
            "angle": np.degrees(np.arctan2(way[:, 1], way[:, 0])) % 360,
            "direction": direction,
            "moves": (np.diff(quadrant, axis=0) != 0).sum(axis=0),
        }
    )
    return frame[linked].reset_index(drop=True)


def _isolates(panel: Panel, linked: np.ndarray) -> tuple[Note, ...]:
    alone = tuple(i for i, there in zip(panel.ids, linked, strict=True) if not there)
    if not alone:
        return ()
    text = message("{n} units without neighbours ({units}) have no quadrant.", n=len(alone), units=some(list(alone)))
    return (Note(WARNING, "isolates", text, alone),)
