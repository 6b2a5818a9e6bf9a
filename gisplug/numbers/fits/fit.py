"""Fit: estimates with their covariance, and everything that follows from them, the same for every estimator."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np
import pandas as pd

from gisplug.core.evidence import Note, Report
from gisplug.core.messages import joined, message
from gisplug.core.version import version
from gisplug.core.vocabulary import Cell, Period
from gisplug.numbers.fits.finding import Finding, NotDefined, drawn, rows_of, shortened, standing
from gisplug.numbers.fits.plain import Plain, frame_of, plain, plain_frame
from gisplug.numbers.fits.plain_text import fact_line, frame_text, note_line
from gisplug.numbers.fits.wald import Joint, Wald, stored_joint, wald_of
from gisplug.numbers.inference import estimates

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLUMNS = ["estimate", "se", "stat", "p", "low", "high"]
LEVEL = 0.95


class PanelLike(Protocol):
    """What predictions see of a panel: columns of N units and T periods, rows time-major."""

    @property
    def frame(self) -> pd.DataFrame:
        """Long table, index (period, unit), T * N rows."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the units, length N."""

    @property
    def periods(self) -> tuple[Period, ...]:
        """Periods, length T."""


class Fit(Finding):
    """Estimates and all that follows from them. A kind of fit has `params`, `cov`, `nobs` and `outcome`, as fields or
    properties; `df`, `report` and `omitted` where the defaults do not hold.

    Attributes
    ----------
    params : Series, index term
    cov : DataFrame, term by term; NaN where a covariance was never computed
    df : float
        Degrees of freedom of the t tests; infinite for normal ones.
    nobs : int
        Observations used.
    outcome : str
    omitted : mapping of term to reason
        Terms left out because they are not identified.
    """

    no_prediction = message("it has no fitted values")

    @standing
    def params(self) -> pd.Series:
        """Estimates, index term."""
        raise NotImplementedError(f"{type(self).__name__} has no params")

    @standing
    def cov(self) -> pd.DataFrame:
        """Covariance, rows and columns by term; NaN where it was never computed."""
        raise NotImplementedError(f"{type(self).__name__} has no cov")

    @standing
    def nobs(self) -> int:
        """Observations used."""
        raise NotImplementedError(f"{type(self).__name__} has no nobs")

    @standing
    def outcome(self) -> str:
        """Name of the outcome."""
        raise NotImplementedError(f"{type(self).__name__} has no outcome")

    @standing
    def df(self) -> float:
        """Degrees of freedom of the t tests; infinite where tests are normal."""
        return math.inf

    @standing
    def omitted(self) -> Mapping[str, str]:
        """Terms left out because they are not identified: term and reason."""
        return {}

    @property
    def joint(self) -> Joint:
        """What `wald` tests in words: the coefficients, and estimates that were made with them."""
        return Joint(self.params, self.cov, pd.Series(self.df, index=self.params.index), self.omitted)

    @standing
    def tests(self) -> pd.DataFrame:
        """Specification tests, index test; columns statistic, df, p and others by kind."""
        return pd.DataFrame(columns=["statistic", "df", "p"], index=pd.Index([], name="test"), dtype=float)

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return f"{self.kind}: {self.outcome}"

    @standing
    def n(self) -> int:
        """Observations used; the name of 1.0 for `nobs`."""
        return self.nobs

    @standing
    def estimates(self) -> pd.DataFrame:
        """What `table()` returns, index term; the name of 1.0."""
        return self.table()

    @property
    def se(self) -> pd.Series:
        """Standard errors, index term."""
        return self.table()["se"]

    @property
    def stats(self) -> pd.Series:
        """Statistics of the tests that a coefficient is 0, index term: t with `df`, z where it is infinite."""
        return self.table()["stat"]

    @property
    def pvalues(self) -> pd.Series:
        """Two-sided p-values, index term."""
        return self.table()["p"]

    def confint(self, level: float = LEVEL) -> pd.DataFrame:
        """Return intervals: index term, columns low, high; `level` is a share."""
        return self.table(level)[["low", "high"]]

    def table(self, level: float = LEVEL) -> pd.DataFrame:
        """Return estimate, se, stat, p, low, high (columns) of every term (index); intervals of the share `level`."""
        return estimates(list(self.params.index), self.params.to_numpy(), self.cov.to_numpy(), self.df, level)

    def wald(self, hypothesis: str | np.ndarray, value: np.ndarray | float = 0.0) -> Wald:
        """Test linear restrictions on the coefficients together.

        Parameters
        ----------
        hypothesis : text or array (q, P) or (P,)
            "agg = 0.1, wage = second" (see `restrictions`), or R of ``R @ params = value``.
        value : array (q,) or number, with an array only

        Raises
        ------
        ParameterError
            If the text cannot be read, or the restrictions do not fit the terms or one another.
        ModelError
            If a covariance that the test needs was never computed.
        """
        if isinstance(hypothesis, str):
            return self.joint.wald(hypothesis)
        return wald_of(self.params, self.cov, self.df, hypothesis, value)

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the coefficients of a paper's table: label and value."""
        return {"Observations": self.nobs}

    def predict(self, panel: PanelLike | None = None) -> pd.Series:
        """Return predicted outcomes, index (period, unit): of the rows used, or of another panel.

        Raises
        ------
        NotDefined
            If this kind of fit has no prediction.
        """
        del panel
        raise NotDefined(
            message("{title} cannot be predicted: {no_prediction}.", title=self.title, no_prediction=self.no_prediction)
        )

    def summary(self) -> str:
        """Return the result as plain text."""
        known = self.statistics
        facts = {k: v for k, v in known.items() if "Model" not in known or k not in ("Model", "Effects")}
        head = [fact_line(key, value) for key, value in facts.items()]
        rows = self.table().rename(columns={"stat": "z" if math.isinf(self.df) else "t"})
        body = [frame_text(rows)]
        body += [message("  {term} is omitted: it {why}", term=term, why=why) for term, why in self.omitted.items()]
        for heading, frame in {"Tests": self.tests, **self.parts()}.items():
            if len(frame):
                body += ["", message(heading), frame_text(frame)]
        notes = [note_line(note) for note in self.notes]
        return joined("\n", [self.title, *head, "", *body, *(["", *notes] if notes else [])])

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; numbers that are not finite are None, and so are infinite `df`."""
        wider = self.joint if len(self.joint.params) > len(self.params) else None
        return {
            "kind": type(self).__name__,
            "title": self.title,
            "outcome": self.outcome,
            "nobs": int(self.nobs),
            "df": plain(float(self.df)),
            "params": plain(self.params),
            "cov": plain(self.cov.to_numpy()),
            "table": {str(t): plain(row) for t, row in self.table().to_dict(orient="index").items()},
            "statistics": plain(self.statistics),
            "tests": plain_frame(self.tests),
            "parts": {heading: plain_frame(frame) for heading, frame in self.parts().items()},
            "omitted": dict(self.omitted),
            **({} if wider is None else {"joint": wider.to_dict()}),
            "notes": self.report.to_list(),
            "version": version(),
        }

    @staticmethod
    def from_dict(data: Mapping[str, Plain]) -> StoredFit:
        """Return the fit that `to_dict` wrote: with the same face, read-only, without what it was estimated from."""
        return stored_fit(data)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the coefficients with their intervals on `ax`, or on a new figure; returns the axes."""
        return drawn("coefficients", ax, {self.outcome: self.table()})

    def __repr__(self) -> str:
        omitted = [message("omitted: {omitted}", omitted=", ".join(self.omitted))] if self.omitted else []
        head = message("{title}, {nobs:,} observations", title=self.title, nobs=self.nobs)
        if self.outcome not in self.title:
            head = message(
                "{title} of {outcome}, {nobs:,} observations", title=self.title, outcome=self.outcome, nobs=self.nobs
            )
        return shortened([head, *rows_of(self.table(), ("estimate", "se", "stat", "p")), *omitted])


@dataclass(frozen=True, repr=False, eq=False)
class StoredFit(Fit):
    """A fit read back from plain data: what tables and Wald tests need.

    Attributes
    ----------
    params : Series, index term
    cov : DataFrame, rows and columns by term
    tests : DataFrame, index test
    kept : DataFrame, index term
        The table with intervals of 95 percent, as it was.
    frames : mapping of heading to further frames; rows and columns by kind
    data : what it was read from
    """

    data: Mapping[str, Plain]
    params: pd.Series
    cov: pd.DataFrame
    df: float
    nobs: int
    outcome: str
    kept: pd.DataFrame
    tests: pd.DataFrame
    frames: Mapping[str, pd.DataFrame]
    omitted: Mapping[str, str]
    report: Report

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return str(self.data["title"])

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the coefficients of a paper's table: label and value."""
        return dict(cast("dict[str, Cell]", self.data["statistics"]))

    @property
    def joint(self) -> Joint:
        """What `wald` tests in words, as it was kept."""
        kept = cast("Mapping[str, Any] | None", self.data.get("joint"))
        return super().joint if kept is None else stored_joint(kept)

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return further labelled frames by their heading; columns by kind."""
        return dict(self.frames)

    def table(self, level: float = LEVEL) -> pd.DataFrame:
        """Return estimate, se, stat, p, low, high (columns) of every term (index).

        Raises
        ------
        NotDefined
            If the intervals are those of a bootstrap, which was kept at 95 percent only.
        """
        if level == LEVEL:
            return self.kept.copy()
        if not np.allclose(self.kept[COLUMNS], super().table(LEVEL)[COLUMNS], rtol=1e-6, equal_nan=True):
            raise NotDefined(
                message("{title} was kept with intervals of 95 percent; others need the fit itself.", title=self.title)
            )
        return super().table(level)

    def to_dict(self) -> dict[str, Any]:
        """Return the plain data that it was read from."""
        return dict(self.data)


def stored_fit(data: Mapping[str, Any]) -> StoredFit:
    """Return the fit whose `to_dict` gave `data`."""
    terms = list(data["params"])
    params, cov = labelled(
        terms, np.array(list(data["params"].values()), dtype=float), np.array(data["cov"], dtype=float)
    )
    kept = pd.DataFrame.from_dict(data["table"], orient="index").reindex(terms).astype(float)
    return StoredFit(
        data=data,
        params=params,
        cov=cov,
        df=math.inf if data["df"] is None else float(data["df"]),
        nobs=int(data["nobs"]),
        outcome=str(data["outcome"]),
        kept=kept.rename_axis(index="term"),
        tests=frame_of(data["tests"]),
        frames={heading: frame_of(frame) for heading, frame in data["parts"].items()},
        omitted=dict(data["omitted"]),
        report=stored_report(data["notes"]),
    )


def stored_report(notes: Sequence[Mapping[str, Any]]) -> Report:
    """Return the report whose `to_list` gave `notes`."""
    return Report(tuple(Note(n["level"], n["code"], n["text"], tuple(n["ids"])) for n in notes))


def labelled(terms: list[str], b: np.ndarray, cov: np.ndarray) -> tuple[pd.Series, pd.DataFrame]:
    """Return b (k,) and its covariance (k, k) as `params` (Series) and `cov` (DataFrame) by term."""
    return pd.Series(b, index=terms, name="estimate"), pd.DataFrame(cov, index=terms, columns=terms)


def apart(terms: list[str], se: np.ndarray) -> pd.DataFrame:
    """Return a covariance (rows and columns by term) of which only the standard errors se (k,) are known."""
    cov = np.full((len(terms), len(terms)), np.nan)
    np.fill_diagonal(cov, np.asarray(se, dtype=float) ** 2)
    return pd.DataFrame(cov, index=terms, columns=terms)
