"""Weighted sums around every unit: the weights depend on places alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import sparse

from gisplug.core.progress import SILENT, Progress
from gisplug.local.weighting.kernels import BEYOND, COMPACT, LocalKernel, weigh
from gisplug.local.weighting.places import KEPT, LocalPlaces

SPARSE = 0.15  # share of the units below which a compact kernel reads its neighbours only


class SpaceSmoother:
    """Sums over units with the weights of one kernel and bandwidth.

    Parameters
    ----------
    bandwidth : in the unit of the places, or, adaptive, the number of units that count, the unit itself among them
    """

    def __init__(
        self,
        places: LocalPlaces,
        kernel: LocalKernel,
        adaptive: bool,
        bandwidth: float,
        progress: Progress = SILENT,
    ) -> None:
        self.places, self.kernel, self.adaptive, self.bandwidth = places, kernel, adaptive, bandwidth
        self.progress = progress

    def weights(self) -> Iterator[tuple[slice, np.ndarray | sparse.csr_matrix]]:
        """Yield blocks of units and their weights (B, N), dense or sparse."""
        n = len(self.places)
        if n > KEPT and self.kernel in COMPACT and self.adaptive and self.bandwidth < SPARSE * n:
            yield slice(0, n), self._sparse(int(self.bandwidth))
            return
        for part in self.places.blocks():
            self.progress.check()
            yield part, self._dense(self.places.squared(part))

    def sums(self, columns: np.ndarray, squared: bool = False) -> np.ndarray:
        """Return the weighted sums of columns (N, m) around every unit, (N, m); `squared` weighs by the squares."""
        found = np.empty(columns.shape)
        for part, w in self.weights():
            found[part] = (
                (w.multiply(w) if isinstance(w, sparse.csr_matrix) else w * w) @ columns if squared else w @ columns
            )
        return found

    def _dense(self, squared: np.ndarray) -> np.ndarray:
        if not self.adaptive:
            return weigh(squared, self.bandwidth, self.kernel)
        last = min(int(self.bandwidth), squared.shape[1]) - 1
        widths = np.sqrt(np.partition(squared, last, axis=1)[:, last]) * BEYOND
        return weigh(squared, np.maximum(widths, np.finfo(float).tiny ** 0.25)[:, None], self.kernel)

    def _sparse(self, k: int) -> sparse.csr_matrix:
        n = len(self.places)
        squared, near = self.places.nearest(k)
        widths = np.maximum(np.sqrt(squared[:, -1]) * BEYOND, np.finfo(float).tiny ** 0.25)
        w = weigh(squared, widths[:, None], self.kernel)
        return sparse.csr_matrix((w.ravel(), near.ravel(), np.arange(0, n * k + 1, k)), shape=(n, n))
