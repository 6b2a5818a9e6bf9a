"""The calibration of one picture, in numbers only: what a worker applies to arrays. No pandas: workers stay small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Negatives = Literal["keep", "zero", "missing"]
NEGATIVES = ("keep", "zero", "missing")


@dataclass(frozen=True)
class Change:
    """From numbers of the file to calibrated light: scale and offset, polynomial, negatives, floor, cap, in this
    order.
    """

    scale: float = 1.0
    offset: float = 0.0
    polynomial: tuple[float, ...] = ()
    negatives: Negatives = "keep"
    floor: float | None = None
    cap: float | None = None

    def __call__(self, numbers: np.ndarray) -> np.ndarray:
        """Return light from numbers of the file, float64; NaN where it becomes not observed."""
        light = np.asarray(numbers, dtype=np.float64)
        if self.scale != 1.0 or self.offset != 0.0:
            light = light * self.scale + self.offset
        if self.polynomial:
            light = np.where(light == 0.0, 0.0, np.polynomial.polynomial.polyval(light, self.polynomial))
        if self.negatives == "zero":
            light = np.maximum(light, 0.0)
        elif self.negatives == "missing":
            light = np.where(light < 0, np.nan, light)
        if self.floor is not None:
            light = np.where(light <= self.floor, 0.0, light)
        return light if self.cap is None else np.minimum(light, self.cap)
