"""Linear hypotheses: in words or as matrices, tested by Wald."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError, ParameterError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.numbers.fits.plain import plain
from gisplug.numbers.fits.restrictions import restrictions
from gisplug.numbers.inference import wald


@dataclass(frozen=True)
class Wald:
    """A test of linear restrictions; unpacks as (statistic, df, p).

    Attributes
    ----------
    statistic : float
        F where `df_resid` is finite, chi-squared otherwise.
    df : int
        Independent restrictions.
    df_resid : float
        Degrees of freedom of the denominator; infinite for chi-squared.
    p : float
    """

    statistic: float
    df: int
    df_resid: float
    p: float

    @property
    def distribution(self) -> str:
        """What the statistic follows under the null: "F" or "chi2"."""
        return "chi2" if np.isinf(self.df_resid) else "F"

    def __iter__(self) -> Iterator[float]:
        return iter((self.statistic, self.df, self.p))

    def __str__(self) -> str:
        df = f"{self.df}" if np.isinf(self.df_resid) else f"{self.df}, {self.df_resid:g}"
        return f"{self.distribution}({df}) = {self.statistic:.4f}, p = {self.p:.4f}"


@dataclass(frozen=True)
class Joint:
    """Estimates that hypotheses in words may name: the coefficients, and what else was estimated with them.

    Attributes
    ----------
    params : Series, index term
    cov : DataFrame, rows and columns by term; NaN where a covariance was never computed
    df : Series, index term
        Degrees of freedom of the t tests; infinite for normal ones.
    missing : mapping of term to reason
        Terms without an estimate.
    """

    params: pd.Series
    cov: pd.DataFrame
    df: pd.Series
    missing: Mapping[str, str] = field(default_factory=dict)

    def wald(self, hypothesis: str) -> Wald:
        """Test restrictions in words, "event 2 = event 3".

        Raises
        ------
        ParameterError
            If the text cannot be read, or restrictions follow from one another.
        ModelError
            If a covariance that the test needs was never computed.
        """
        R, r = restrictions(hypothesis, [str(t) for t in self.params.index], self.missing)
        used = np.any(R != 0.0, axis=0)
        return wald_of(self.params, self.cov, float(self.df.to_numpy(dtype=float)[used].min()), R, r)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; numbers that are not finite are None."""
        return {
            "params": plain(self.params),
            "cov": plain(self.cov.to_numpy()),
            "df": plain(self.df),
            "missing": dict(self.missing),
        }


def stored_joint(data: Mapping[str, Any]) -> Joint:
    """Return the estimates whose `to_dict` gave `data`."""
    terms = list(data["params"])
    params, df = (pd.Series(list(data[name].values()), index=terms, dtype=float) for name in ("params", "df"))
    cov = pd.DataFrame(np.array(data["cov"], dtype=float), index=terms, columns=terms)
    return Joint(params, cov, df.fillna(np.inf), dict(data["missing"]))


def wald_of(params: pd.Series, cov: pd.DataFrame, df: float, R: np.ndarray, r: np.ndarray | float) -> Wald:
    """Test R params = r; params (P,) and cov (P, P) by term, R (q, P) or (P,), r (q,) or a number.

    Raises
    ------
    ParameterError
        If the shapes do not fit, or restrictions follow from one another.
    ModelError
        If a covariance that the test needs was never computed.
    """
    R = np.atleast_2d(np.asarray(R, dtype=float))
    if R.ndim != 2 or R.shape[1] != len(params):
        raise ParameterError(
            message(
                "Restrictions have a column for each of the {n} terms {index}; a matrix of shape {shape} "
                "was given instead.",
                n=len(params),
                index=some(list(map(str, params.index))),
                shape=R.shape,
            )
        )
    value = np.broadcast_to(np.asarray(r, dtype=float), (len(R),))
    if np.linalg.matrix_rank(R) < len(R):
        raise ParameterError(
            message(
                "The {n} restrictions contradict one another, or one says what others say already; leave it out.",
                n=len(R),
            )
        )
    used = np.flatnonzero(np.any(R != 0.0, axis=0))
    V, b = cov.to_numpy(dtype=float)[np.ix_(used, used)], params.to_numpy(dtype=float)[used]
    unknown = sorted(set(np.argwhere(np.isnan(V)).ravel().tolist()))
    if unknown:
        names = [str(params.index[used[i]]) for i in unknown]
        if len(names) == 1:
            raise ModelError(
                message("{names} cannot be tested: its standard error was never computed.", names=names[0])
            )
        raise ModelError(
            message(
                "{names} cannot be tested together: the covariance between them was never computed. Test "
                "terms one at a time, or use an estimator that gives their joint covariance.",
                names=some(names),
            )
        )
    part = R[:, used]
    statistic, rank, p = wald(part @ b - value, part @ V @ part.T, df)
    return Wald(statistic, rank, df, p)
