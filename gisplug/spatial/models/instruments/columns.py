"""The columns of a model estimated by instruments: demeaned outcome, regressors with W y last, and instruments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.core.vocabulary import LAG_X, Effects
from gisplug.numbers.demeaning import within
from gisplug.spatial.lags import spatial_lag
from gisplug.spatial.models.instruments.estimation import independent_columns
from gisplug.spatial.result import lagged_name
from gisplug.spatial.sample import SpatialSample


@dataclass(frozen=True)
class InstrumentColumns:
    """Flat demeaned columns: y (n,), Z (n, k) with W y last, H (n, m); names; which of Z are endogenous; excluded of
    H.
    """

    y: np.ndarray
    Z: np.ndarray
    H: np.ndarray
    terms: tuple[str, ...]
    endogenous: tuple[str, ...]
    excluded: tuple[str, ...]

    @staticmethod
    def build(
        sample: SpatialSample,
        form: Effects,
        model: str,
        endogenous: tuple[str, ...],
        names: tuple[str, ...],
        outside: np.ndarray,
        order: int,
    ) -> InstrumentColumns:
        """Return the columns of a model; `outside` (T, N, q) has the excluded instruments, called `names`.

        Raises
        ------
        ModelError
            If there are fewer excluded instruments than endogenous columns.
        """
        durbin = model in LAG_X
        Z, terms = sample.design(durbin=durbin, intercept=form == "none")
        inside = [v for v in sample.names if v not in endogenous]
        exogenous = np.concatenate([sample.X[:, :, [sample.names.index(v) for v in inside]], outside], axis=2)
        labels = [*inside, *names]
        H, H_names = [], []
        lags = order + 1 if durbin else order
        needs_lags = model in ("sar", "sdm") or (durbin and bool(endogenous))
        for power in range(lags + 1 if needs_lags else 1):
            H.append(exogenous)
            H_names += [("W*" * power) + v for v in labels]
            exogenous = spatial_lag(sample.W, within(exogenous, form))
        if form == "none":
            H.insert(0, np.ones((sample.T, sample.N, 1)))
            H_names.insert(0, "const")
        raw_H = np.concatenate(H, axis=2)
        flat_H = within(raw_H, form).reshape(sample.y.size, -1)
        kept = independent_columns(flat_H, raw_H.reshape(sample.y.size, -1))
        moving = {*endogenous, *(lagged_name(v) for v in endogenous)}
        kinds = [t for t in terms if t in moving]
        if model in ("sar", "sdm"):
            Z = np.concatenate([Z, sample.lag(sample.y)[..., None]], axis=2)
            terms, kinds = (*terms, "rho"), [*kinds, "rho"]
        excluded = tuple(H_names[i] for i in kept if H_names[i] not in terms or H_names[i] in kinds)
        if len(excluded) < len(kinds):
            raise ModelError(
                message(
                    "{n} endogenous columns ({kinds}) have {n2} excluded instruments. Name more "
                    "instruments, or raise the order of W.",
                    n=len(kinds),
                    kinds=", ".join(kinds),
                    n2=len(excluded),
                )
            )
        flat_Z = within(Z, form).reshape(sample.y.size, -1)
        return InstrumentColumns(within(sample.y, form).ravel(), flat_Z, flat_H[:, kept], terms, tuple(kinds), excluded)
