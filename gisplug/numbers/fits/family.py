"""Fits: a family of fits by name, whose estimates are several tables."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import pandas as pd

from gisplug.core.evidence import Report
from gisplug.core.messages import joined, message
from gisplug.core.version import version
from gisplug.numbers.fits.finding import Finding, drawn, merged, rows_of, shortened, standing
from gisplug.numbers.fits.fit import LEVEL, Fit, stored_report
from gisplug.numbers.fits.plain import Plain, frame_of, plain, plain_frame
from gisplug.numbers.fits.plain_text import frame_text, note_line
from gisplug.numbers.fits.renderers import renderer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

K = TypeVar("K", bound=Hashable)
F = TypeVar("F", bound=Fit, covariant=True)
MOST = 8  # members that a repr shows


class Fits(Finding, Mapping[K, F], Generic[K, F]):
    """Fits by name: a mapping, and the face of a result.

    Attributes
    ----------
    fits : mapping of name to Fit
    key : str
        What the names are ("group", "quantile"): the first level of the index of `table()`.
    """

    def __init__(self, fits: Mapping[K, F], key: str = "column", title: str = "") -> None:
        """Take fits by name; `key` says what the names are."""
        vars(self).update(fits=dict(fits), key=key, _title=title)

    @standing
    def key(self) -> str:
        """What the names are: the first level of the index of `table()`."""
        return "column"

    @standing
    def fits(self) -> Mapping[K, F]:
        """The fits by name."""
        raise NotImplementedError(f"{type(self).__name__} has no fits")

    @standing
    def report(self) -> Report:
        """What was found on the way, of all fits, each note once."""
        return merged([fit.report for fit in self.fits.values()])

    @standing
    def tests(self) -> pd.DataFrame:
        """Specification tests of the fits, index (name, test); columns statistic, df, p and others by kind."""
        found = {name: fit.tests for name, fit in self.fits.items() if len(fit.tests)}
        if not found:
            return pd.DataFrame(columns=["statistic", "df", "p"], index=pd.Index([], name="test"), dtype=float)
        return pd.concat(found, names=[self.key])

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return getattr(self, "_title", "") or message("{n} fits by {key}", n=len(self.fits), key=self.key)

    @standing
    def estimates(self) -> pd.DataFrame:
        """What `table()` returns, index (name, term); the name of 1.0."""
        return self.table()

    def table(self, level: float = LEVEL) -> pd.DataFrame:
        """Return the estimates of all fits: index (name, term); estimate, se, stat, p, low, high."""
        return pd.concat({name: fit.table(level) for name, fit in self.fits.items()}, names=[self.key, "term"])

    def compare(
        self, labels: Mapping[str, str] | None = None, language: str | None = None, under: str = "se"
    ) -> Finding:
        """Set the fits side by side as a paper does; see `gisplug.compare`."""
        made: Finding = renderer("compare")(self, labels=labels, language=language, under=under)
        return made

    def summary(self) -> str:
        """Return all fits as plain text."""
        parts = [joined("\n", (str(name), fit.summary())) for name, fit in self.fits.items()]
        more = {"Tests": self.tests, **self.parts()}
        frames = [joined("\n", (message(h), frame_text(f))) for h, f in more.items() if len(f)]
        own = [note for note in self.notes if not any(note in fit.notes for fit in self.fits.values())]
        notes = joined("\n", (note_line(note) for note in own))
        return joined("\n\n", [self.title, *parts, *frames, *([notes] if own else [])])

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON; numbers that are not finite are None."""
        return {
            "kind": type(self).__name__,
            "title": self.title,
            "key": self.key,
            "fits": [{"name": plain(name), "fit": fit.to_dict()} for name, fit in self.fits.items()],
            "tests": plain_frame(self.tests),
            "parts": {heading: plain_frame(frame) for heading, frame in self.parts().items()},
            "notes": self.report.to_list(),
            "version": version(),
        }

    @staticmethod
    def from_dict(data: Mapping[str, Plain]) -> StoredFits:
        """Return the family that `to_dict` wrote, its members read-only."""
        return stored_fits(data)

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the coefficients of all fits on `ax`, or on a new figure; returns the axes."""
        return drawn("coefficients", ax, {str(name): fit.table() for name, fit in self.fits.items()})

    def __getitem__(self, name: K) -> F:
        return self.fits[name]

    def __iter__(self) -> Iterator[K]:
        return iter(self.fits)

    def __len__(self) -> int:
        return len(self.fits)

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __repr__(self) -> str:
        lines = [
            message("{name}: {outcome}, {nobs:,} observations", name=name, outcome=fit.outcome, nobs=fit.nobs)
            for name, fit in list(self.fits.items())[:MOST]
        ]
        left = len(self.fits) - MOST
        more = [f"... and {left} more fits"] if left > 0 else []
        return shortened([self.title, *lines, *more, *rows_of(self.table(), ("estimate", "se", "stat", "p"))])


@dataclass(frozen=True, repr=False, eq=False)
class StoredFits(Fits[Hashable, Fit]):
    """A family read back from plain data.

    Attributes
    ----------
    tests : DataFrame, index (name, test)
    frames : mapping of heading to further frames; rows and columns by kind
    data : what it was read from
    """

    fits: Mapping[Hashable, Fit]
    tests: pd.DataFrame
    frames: Mapping[str, pd.DataFrame]
    report: Report
    data: Mapping[str, Plain]

    @property
    def key(self) -> str:
        """What the names are: the first level of the index of `table()`."""
        return str(self.data["key"])

    @property
    def title(self) -> str:
        """What was fitted, in a line."""
        return str(self.data["title"])

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return further labelled frames by their heading; columns by kind."""
        return dict(self.frames)

    def to_dict(self) -> dict[str, Any]:
        """Return the plain data that it was read from."""
        return dict(self.data)


def stored_fits(data: Mapping[str, Any]) -> StoredFits:
    """Return the family whose `to_dict` gave `data`."""
    return StoredFits(
        fits={part["name"]: Fit.from_dict(part["fit"]) for part in data["fits"]},
        tests=frame_of(data["tests"]),
        frames={heading: frame_of(frame) for heading, frame in data["parts"].items()},
        report=stored_report(data["notes"]),
        data=data,
    )
