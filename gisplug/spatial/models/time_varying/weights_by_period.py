"""Weights and presence by period: time-varying W, and units that enter and leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gisplug.core.errors import JoinError, PanelError, WeightsError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.numbers.sparse.log_determinant import Among, LogDet, log_determinant

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights


@dataclass(frozen=True)
class Regime:
    """The weights among the units that are present, shared by one or more periods.

    Attributes
    ----------
    rows : (n,) int
        Present units, by their place in the panel.
    W : csr_array (n, n)
        The submatrix of the present units, normalised anew.
    """

    rows: np.ndarray
    W: csr_array
    logdet: LogDet
    periods: tuple[int, ...]
    isolates: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Periods:
    """All regimes of a panel; `present` is (T, N), `how` as their log-determinants were asked for."""

    regimes: tuple[Regime, ...]
    present: np.ndarray
    how: str = "exact"

    @property
    def n(self) -> int:
        """Rows that are present."""
        return int(self.present.sum())

    def lag(self, values: np.ndarray) -> np.ndarray:
        """Return W_t v_t for (T, N) or (T, N, K) values; absent rows are zero."""
        done = np.zeros_like(values, dtype=float)
        for r in self.regimes:
            for t in r.periods:
                done[t, r.rows] = r.W @ values[t, r.rows]
        return done

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the weights, each once."""
        return tuple(dict.fromkeys(r.name for r in self.regimes))

    @property
    def bounds(self) -> tuple[float, float]:
        """Interval of rho on which every I - rho W_t is regular."""
        return max(r.logdet.low for r in self.regimes), min(r.logdet.high for r in self.regimes)


def weights_by_period(
    panel: Panel, w: Weights | Mapping[int, Weights] | Mapping[str, Weights], present: np.ndarray, how: str = "exact"
) -> Periods:
    """Pair every period with the weights among its present units.

    Parameters
    ----------
    w : Weights, or mapping of period to Weights
        One W for all periods, or one for each; keys may be text.
    present : (T, N) bool
    how : {"auto", "exact", "probes"}
        Of the log-determinants; "auto" counts the units of all sets of weights together.

    Raises
    ------
    JoinError
        If a period has no weights.
    WeightsError
        If the present units of a period have no links at all.
    PanelError
        If no unit is present in a period.
    """
    by_period = _mapping(panel, w)
    groups: dict[tuple[bytes, int], list[int]] = {}
    for t, period in enumerate(panel.periods):
        if not present[t].any():
            raise PanelError(
                message(
                    "No unit of {panel} is present in {period}; leave the period out.", panel=panel.name, period=period
                )
            )
        groups.setdefault((present[t].tobytes(), id(by_period[t])), []).append(t)
    regimes, units = [], sum(int(present[periods[0]].sum()) for periods in groups.values())
    for place, periods in enumerate(groups.values()):
        rows = np.flatnonzero(present[periods[0]])
        whole = by_period[periods[0]].align(panel.ids, drop="any")
        part = whole if len(rows) == panel.N else whole.among(rows.tolist())
        if part.matrix.nnz == 0:
            raise WeightsError(
                message(
                    "The units present in {periods} have no links in the weights {part}.",
                    periods=panel.periods[periods[0]],
                    part=part.name,
                )
            )
        regimes.append(
            Regime(
                rows,
                part.matrix,
                log_determinant(part.matrix, how, len(periods), Among(place, len(groups), units)),
                tuple(periods),
                part.isolates,
                part.name,
            )
        )
    return Periods(tuple(regimes), present, how)


def _mapping(panel: Panel, w: Weights | Mapping[int, Weights] | Mapping[str, Weights]) -> list[Weights]:
    if not isinstance(w, Mapping):
        return [w] * panel.T
    known = {str(k): v for k, v in w.items()}
    lost = [str(p) for p in panel.periods if str(p) not in known]
    if lost:
        raise JoinError(
            message(
                "{n} periods have no weights: {lost}. Weights are given for: {known}.",
                n=len(lost),
                lost=some(lost),
                known=some(list(known)),
            )
        )
    return [known[str(p)] for p in panel.periods]
