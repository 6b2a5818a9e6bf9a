"""Geographically and temporally weighted regression (Huang, Wu & Barry 2010)."""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ParameterError
from gisplug.core.evidence import INFO, WARNING, Note
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.vocabulary import known
from gisplug.language.formula import Formula
from gisplug.local.bandwidth import CLOSE, Search
from gisplug.local.equations import inverses, products, squares
from gisplug.local.findings import Found, local_fit
from gisplug.local.gwr import FIT, TEST, Asked, LocalOptions, bandwidth_range, check_places
from gisplug.local.pooled import Inference, Local, Smoother, inferred
from gisplug.local.result import LocalFit
from gisplug.local.sample import LocalData, LocalSample, read_local
from gisplug.local.weighting.spacetime import SpaceTimeSmoother
from gisplug.numbers.demeaning import lost_degrees
from gisplug.numbers.fits.repeat import repeatable
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where

RISING = 2  # scores above the lowest, after which no wider bandwidth of the grid is tried: wide ones take longest
PACES = 6  # paces between none and infinite, equal steps of the logarithm
RANGE = 30.0  # the slowest lets all periods together count as a thirtieth of the extent, the fastest one step as all
NEARBY, STEPS = 3.0, 4  # factor about the best bandwidth so far, and steps of the grid there
COARSE = 0.03  # share of a bandwidth to which it is known while paces are compared
HALVES = 4  # steps of the search between the paces beside the best one


class GtwrOptions(LocalOptions, total=False):
    """Options of `gtwr`: those of `LocalOptions`, and what is about time.

    Attributes
    ----------
    pace : distance in space (km) that one period counts as; 0: time does not count; None: chosen with the bandwidth
    past : whether only the row's own and earlier periods count
    """

    pace: float | None
    past: bool


@repeatable
def gtwr(
    panel: Panel,
    formula: str | Formula,
    *,
    effects: str = "none",
    where: Where = None,
    **options: Unpack[GtwrOptions],
) -> LocalFit:
    """Fit a regression around every unit in every period, in which near units and near periods count more (Huang,
    Wu & Barry 2010).

    Parameters
    ----------
    formula : "y ~ x1 + x2"
    effects : "none", "unit", "time" or "twoways", taken out before, for all places alike.
    where : rows to use, in words or (T * N,) bool.
    options : as in `GtwrOptions`. An adaptive bandwidth counts rows; a distance is that in space.

    Raises
    ------
    ModelError
        If no bandwidth gives every row a regression of its own, or a term is not identified.
    PanelError
        If nobody knows where the units are.
    ParameterError
        If there is one period only, or an option cannot be.
    """
    known(options, GtwrOptions, "gtwr")
    asked = Asked(options)
    pace, past = options.get("pace"), bool(options.get("past", False))
    if pace is not None and not 0 <= pace < np.inf:
        raise ParameterError(message("'pace' is 0 or more; {pace:g} was given instead.", pace=pace))
    read = read_local(panel, formula, "GTWR", asked.reading, where=where, effects=effects, keep_constant=True)
    if read.panel.T < 2:
        raise ParameterError("GTWR needs two periods or more; take gwr for one.")
    read = replace(read, data=less_effects(read.data))
    _check_rows(read, asked)
    regression = SpaceTimeRegression(read.data)
    progress = options.get("progress", SILENT)
    plan = Plan(read.data, regression, asked, past, Part(progress, 0.0, FIT))
    chosen = plan.best() if pace is None else pace
    bandwidth = plan.bandwidth(chosen)
    smoother = plan.smoother(bandwidth, chosen)
    local = regression.fit(smoother)
    check_places(local, read, bandwidth)
    inference = regression.inference(smoother, local)
    progress.update(TEST)
    tested = asked.tested(regression, smoother, read.data, Part(progress, TEST, 1.0))
    k = len(read.terms)
    return local_fit(
        Found(
            "gtwr",
            read,
            local,
            inference,
            np.full(k, local.slopes / k),
            np.full(k, bandwidth),
            plan.table(),
            asked.told(read.data.places, pace=chosen, past=past, pace_given=pace is not None),
            asked.level,
            tested,
            _notes(read, asked, bandwidth, chosen, pace is None),
        )
    )


class SpaceTimeRegression:
    """Regressions of every row on all rows near it in space and time."""

    def __init__(self, data: LocalData) -> None:
        self.data = data
        self.k = data.Z.shape[2]
        self.here = data.present.astype(float)
        self.products = products(data.Z)

    def fit(self, smoother: Smoother, outcomes: np.ndarray | None = None) -> Local:
        """Return the local regressions of outcomes (T, N, P), by default the panel's own, P = 1."""
        Z, k = self.data.Z, self.k
        Y = self.data.y[..., None] if outcomes is None else outcomes
        right = (Z[..., :, None] * Y[..., None, :]).reshape(*Z.shape[:2], -1)
        sums = smoother.sums(np.concatenate([self.products, right], axis=2))
        packed = self.products.shape[2]
        inverse, fine = inverses(squares(sums[..., :packed], k))
        gamma = inverse @ sums[..., packed:].reshape(*Z.shape[:2], k, -1)
        residuals = (Y - np.einsum("tnk,tnkp->tnp", Z, gamma)) * self.here[..., None]
        slopes = np.einsum("tnk,tnkj,tnj->tn", Z, inverse, Z) * self.here
        taken = self.here * (effects_taken(self.data) / self.data.n)
        return Local(gamma, inverse, fine, residuals, slopes + taken, float(slopes.sum()))

    def inference(self, smoother: Smoother, local: Local) -> Inference:
        """Return covariances, local R2 and what there is of collinearity."""
        y, e = self.data.y, local.residuals[..., 0]
        packed = self.products.shape[2]
        sums = smoother.sums(np.concatenate([self.products, np.stack([y**2, e**2, y, self.here], axis=2)], axis=2))
        total, left, mean, weight = np.moveaxis(sums[..., packed:], 2, 0)
        A = squares(sums[..., :packed], self.k)
        B = squares(smoother.sums(self.products, squared=True), self.k)
        return inferred(self.data, A, B, local.inverse, (total - mean**2 / weight, left))


class Plan:
    """The search of pace and bandwidth together: for every pace the best bandwidth."""

    def __init__(
        self, data: LocalData, regression: SpaceTimeRegression, asked: Asked, past: bool, progress: Progress
    ) -> None:
        self.data, self.regression, self.asked, self.past, self.progress = data, regression, asked, past, progress
        self.searches: dict[float, Search] = {}
        self.scores: dict[float, float] = {}
        rows = data.Z.shape[1] if past else data.n
        least, widest = bandwidth_range(data, asked)
        one_period = min(data.Z.shape[1], max(self.data.Z.shape[2] + 2, 40 + 2 * data.Z.shape[2]))
        self.range = (float(min(one_period, rows)), float(rows)) if asked.adaptive else (least, widest)
        self.extent = data.places.extent()

    def smoother(self, bandwidth: float, pace: float) -> SpaceTimeSmoother:
        """Return the weights of a bandwidth and pace."""
        data, asked = self.data, self.asked
        return SpaceTimeSmoother(
            data.places, data.clock, asked.kernel, asked.adaptive, bandwidth, pace, self.past, self.progress
        )

    def score(self, pace: float) -> float:
        """Return the score of a pace under its best bandwidth."""
        if pace not in self.scores:
            search = self._search(pace)
            if self.asked.bandwidth is None:
                self._search_bandwidth(search)
            else:
                self.asked.chosen(search, *self.range)
            self.scores[pace] = min(search.known.values())
            self.progress.update(min(0.98, len(self.scores) / (PACES + HALVES + 2)))
        return self.scores[pace]

    def best(self) -> float:
        """Return the best pace: a grid, none and infinite among it, then steps between those beside its best."""
        step = self.extent / RANGE
        grid = [0.0, *np.geomspace(step / max(np.ptp(self.data.clock), 1.0), self.extent, PACES), np.inf]
        scores = [self.score(float(pace)) for pace in grid]
        at = int(np.argmin(scores))
        if 0 < at < len(grid) - 1:
            low = np.log(grid[max(at - 1, 1)])
            high = np.log(grid[min(at + 1, len(grid) - 2)])
            self._between(low, high)
        return min(self.scores, key=lambda pace: (self.scores[pace], pace))

    def bandwidth(self, pace: float) -> float:
        """Return the best bandwidth of a pace."""
        self.score(pace)
        if self.asked.bandwidth is None:
            self._search(pace).finer(CLOSE)
        return self._best_known(pace)

    def table(self) -> pd.DataFrame:
        """Return the columns pace, bandwidth and score of all that were tried."""
        parts = [search.table().assign(pace=pace) for pace, search in sorted(self.searches.items())]
        return pd.concat(parts, ignore_index=True)[["pace", "bandwidth", "score"]]

    def _search_bandwidth(self, search: Search) -> None:
        """Search the whole range under the first pace, and about the best bandwidth so far under the others."""
        low, high = self.range
        if self.scores:
            best = self._best_known(min(self.scores, key=lambda pace: (self.scores[pace], pace)))
            near = max(low, best / NEARBY), min(high, best * NEARBY)
            found = search.best(*near, rising=RISING, steps=STEPS)
            if near[0] < found < near[1] or near == self.range:
                return
        search.best(low, high, rising=RISING)

    def _best_known(self, pace: float) -> float:
        known = self._search(pace).known
        return min(known, key=lambda b: (known[b], b))

    def _between(self, low: float, high: float) -> None:
        for _ in range(HALVES // 2):
            inner = low + (high - low) / 3.0, high - (high - low) / 3.0
            first, second = (self.score(float(np.exp(place))) for place in inner)
            low, high = (low, inner[1]) if first <= second else (inner[0], high)

    def _search(self, pace: float) -> Search:
        if pace not in self.searches:

            def score(bandwidth: float) -> float:
                found = self.regression.fit(self.smoother(bandwidth, pace))
                return self.data.in_units(self.asked.criterion, found.score(self.asked.criterion, self.data.n))

            self.searches[pace] = Search(score, self.asked.adaptive, most=self.range[1], close=COARSE)
        return self.searches[pace]


def less_effects(data: LocalData) -> LocalData:
    """Return the rows less the means of the effects, for all places alike; the constant stays."""
    if data.effects == "none":
        return data
    slopes = data.less_effects(data.Z[..., :-1])
    Z = np.concatenate([slopes, data.Z[..., -1:]], axis=2)
    return replace(data, y=data.less_effects(data.y), Z=Z)


def effects_taken(data: LocalData) -> int:
    """Return how many parameters the effects have beside the constant."""
    return max(0, lost_degrees(data.effects, data.present) - 1) if data.effects != "none" else 0


def _check_rows(read: LocalSample, asked: Asked) -> None:
    lost = int((~read.data.present).sum())
    if lost and asked.adaptive:
        raise ParameterError(
            message(
                "An adaptive bandwidth of GTWR counts rows, and {lost} of {all} are absent: fill them, filter units or "
                "periods, or take a distance (adaptive no).",
                lost=lost,
                all=read.data.present.size,
            )
        )


def _notes(read: LocalSample, asked: Asked, bandwidth: float, pace: float, searched: bool) -> tuple[Note, ...]:
    data, unit = read.data, read.data.places.unit or message("units of the coordinates")
    if asked.adaptive:
        text = message(
            "Bandwidth: {bandwidth:,.0f} nearest of {all:,} rows in space and time, the row itself among them "
            "({kernel}).",
            bandwidth=bandwidth,
            all=data.n,
            kernel=message(asked.kernel),
        )
    else:
        text = asked.bandwidth_in_words(data.places, bandwidth)
    notes = [Note(INFO, "bandwidth", text)]
    if pace == 0:
        text = message("Time does not count: every unit has one regression over all periods, as in a pooled GWR.")
        notes.append(Note(WARNING if searched else INFO, "pace", text))
    elif np.isinf(pace):
        text = message("Every period is by itself: rows of other periods do not count.")
        notes.append(Note(WARNING, "pace", text))
    else:
        text = message("One period counts as {pace:,.4g} {unit}.", pace=pace, unit=unit)
        notes.append(Note(INFO, "pace", text))
    if data.effects != "none":
        text = "Effects are taken out before, for all places alike; where slopes differ this is not exact."
        notes.append(Note(INFO, "effects-before", text))
    return tuple(notes)
