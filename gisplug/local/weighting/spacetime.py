"""Weighted sums around every unit in every period: the weights depend on places and on time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gisplug.core.progress import SILENT, Progress
from gisplug.local.weighting.kernels import BEYOND, COMPACT, LocalKernel, weigh
from gisplug.local.weighting.places import LocalPlaces

HALVINGS = 34  # of the interval in which an adaptive bandwidth lies: ten digits
HELD = 8_000_000  # numbers that are held at once
ROW, BELOW, ABOVE = 0.999, -1e-4, 0.9995  # where the distances of one unit end; below and above all of them
TINY = np.finfo(float).tiny ** 0.25


class SpaceTimeSmoother:
    """Sums over units and periods; the squared distance is that in space plus (`pace` times that in time) squared.

    Parameters
    ----------
    clock : (T,) steps of the calendar
    pace : distance in space that one step of time counts as; infinite: rows of one period only (Huang, Wu & Barry 2010
        call the square of it the ratio of mu to lambda)
    bandwidth : in the unit of the places, or, adaptive, the number of rows that count, the row itself among them
    past : whether later periods never count
    """

    def __init__(
        self,
        places: LocalPlaces,
        clock: np.ndarray,
        kernel: LocalKernel,
        adaptive: bool,
        bandwidth: float,
        pace: float,
        past: bool = False,
        progress: Progress = SILENT,
    ) -> None:
        self.places, self.kernel, self.adaptive, self.bandwidth = places, kernel, adaptive, bandwidth
        self.pace, self.past, self.progress = pace, past, progress
        apart = clock[:, None] - clock[None, :]
        with np.errstate(invalid="ignore"):
            self.time = np.where(apart == 0, 0.0, np.square(pace * apart)) if pace > 0 else np.zeros(apart.shape)
        if past:
            self.time = np.where(apart < 0, np.inf, self.time)  # (T, T) squared: target, source

    def sums(self, columns: np.ndarray, squared: bool = False) -> np.ndarray:
        """Return the weighted sums of columns (T, N, m) around every unit and period, (T, N, m)."""
        if self.kernel == "gaussian" and not self.adaptive:
            return self._separable(columns, squared)
        found = np.zeros(columns.shape)
        for part, near, apart in self._neighbourhoods(columns.shape[2]):
            self.progress.check()
            widths = self._widths(apart) if self.adaptive else np.full((len(self.time), len(apart)), self.bandwidth)
            for s, times in enumerate(self.time.T):
                limits = np.square(widths.max(axis=1)) if self.kernel in COMPACT else np.full(len(times), np.inf)
                targets = np.flatnonzero(times < limits)
                if near is None:
                    for t in targets:
                        w = weigh(apart + times[t], widths[t][:, None], self.kernel)
                        found[t, part] += (w * w if squared else w) @ columns[s]
                elif len(targets):
                    reach = int(np.searchsorted(apart.min(axis=0), (limits - times)[targets].max()))
                    own = apart[:, None, :reach] + times[targets][:, None]
                    w = weigh(own, widths[targets].T[:, :, None], self.kernel)
                    sums = np.matmul(w * w if squared else w, columns[s][near[:, :reach]])
                    found[targets, part] += sums.transpose(1, 0, 2)
        return found

    def _separable(self, columns: np.ndarray, squared: bool) -> np.ndarray:
        """Return sums under a Gaussian kernel of one width, whose weights are products of space and time."""
        over = np.exp(-0.5 * self.time / self.bandwidth**2)
        T, N, m = columns.shape
        by_time = np.tensordot(over**2 if squared else over, columns, axes=1)
        wide = by_time.transpose(1, 0, 2).reshape(N, T * m)
        found = np.empty((N, T * m))
        for part in self.places.blocks():
            self.progress.check()
            w = weigh(self.places.squared(part), self.bandwidth, "gaussian")
            if squared:
                w *= w
            found[part] = w @ wide
        return found.reshape(N, T, m).transpose(1, 0, 2)

    def _neighbourhoods(self, m: int) -> Iterator[tuple[slice, np.ndarray | None, np.ndarray]]:
        """Yield blocks of units, which others may count (B, K) by distance, None for all in their own order, and the
        squared distances.
        """
        N = len(self.places)
        most = self._most_near()
        if most is None:
            for part in self.places.blocks():
                yield part, None, self.places.squared(part)
            return
        squared, near = self.places.nearest(most)
        size = max(1, HELD // (most * max(m, len(self.time))))
        for start in range(0, N, size):
            part = slice(start, min(start + size, N))
            yield part, near[part], squared[part]

    def _most_near(self) -> int | None:
        """Return how many units can count in any regression, None where that is a third of them or more."""
        N = len(self.places)
        if self.kernel not in COMPACT:
            return None
        if self.adaptive:
            most = int(self.bandwidth)
        else:
            reach = self.places.chord(self.bandwidth)
            most = int(self.places.tree.query_ball_point(self.places.points, reach, return_length=True).max())
        return most if most < N / 3 else None

    def _widths(self, apart: np.ndarray) -> np.ndarray:
        """Return the adaptive bandwidths (T, B): just beyond the last of so many rows, by halving an interval."""
        count, (T, _) = int(self.bandwidth), self.time.shape
        B, K = apart.shape
        ordered = np.sort(apart, axis=1)
        top = max(float(ordered[:, -1].max()), TINY)
        place = np.arange(B)[:, None]
        keys = (place + ROW * ordered / top).ravel()  # rows one after the other, so that one search serves them all
        finite = np.where(np.isfinite(self.time), self.time, 0.0).max(axis=1)
        low, high = np.full((B, T), -1.0), ordered[:, -1:] + finite
        if count <= K:  # the row's own period has as many rows
            high = np.repeat(ordered[:, count - 1 : count], T, axis=1)
        for _ in range(HALVINGS):
            middle = (low + high) / 2.0
            room = np.clip(ROW * (middle[:, :, None] - self.time) / top, BELOW, ABOVE) + place[:, :, None]
            found = np.searchsorted(keys, room, side="right").sum(axis=2) - T * K * place
            enough = found >= count
            low, high = np.where(enough, low, middle), np.where(enough, middle, high)
        return np.asarray(np.maximum(np.sqrt(high).T * BEYOND, TINY))
