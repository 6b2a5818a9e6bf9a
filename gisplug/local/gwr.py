"""Geographically weighted regression (Brunsdon, Fotheringham & Charlton 1996), of one period or of all."""

from __future__ import annotations

from typing import TypedDict, Unpack

import numpy as np

from gisplug.core.errors import ModelError, ParameterError
from gisplug.core.evidence import INFO, WARNING, Note
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.vocabulary import Cell, Period, known, one_of
from gisplug.language.formula import Formula
from gisplug.local.bandwidth import CRITERIA, Criterion, Search
from gisplug.local.findings import Found, local_fit
from gisplug.local.pooled import Local, PooledRegression, Smoother
from gisplug.local.result import LocalFit
from gisplug.local.sample import LocalData, LocalSample, Reading, read_local
from gisplug.local.variability import SHUFFLED, Regression, Shuffled, Variability, variability
from gisplug.local.weighting.kernels import LOCAL_KERNELS, LocalKernel
from gisplug.local.weighting.places import LocalPlaces
from gisplug.local.weighting.smoothers import SpaceSmoother
from gisplug.numbers.fits.repeat import repeatable
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where

FIT, TEST = 0.6, 0.7  # shares of the work: until the bandwidth is chosen, until coefficients have errors
NARROW = 3.0  # kernels that never are nought are tried from a third of the distance that compact ones need


class LocalOptions(TypedDict, total=False):
    """Options that local regressions share.

    Attributes
    ----------
    period : the one used; all of them, after the effects are taken out, where it is None
    kernel : "bisquare" (the default), "gaussian", "exponential"
    adaptive : whether the bandwidth counts neighbours (the default), or is a distance
    bandwidth : given; None: chosen by the criterion
    criterion : "AICc" (the default), "AIC", "BIC", "CV"
    distances : "great-circle" (the default, degrees), or "plane"
    coordinates : columns of longitude and latitude (of x and y in a plane); centroids of boundaries by default
    collinear : "refuse" terms that are not identified, or "omit" the later one
    level : of tests after the correction for their number (0.05)
    permutations, seed : of the test that a coefficient is the same everywhere (0: none; 1)
    progress : where it is told how far the work is
    """

    period: Period | None
    kernel: str
    adaptive: bool
    bandwidth: float | None
    criterion: str
    distances: str
    coordinates: tuple[str, ...]
    collinear: str
    level: float
    permutations: int
    seed: int
    progress: Progress


class GwrOptions(LocalOptions, total=False):
    """Options of `gwr`: those of `LocalOptions`, and what is permuted.

    Attributes
    ----------
    shuffled : "residuals" of one regression for all, regressors staying where they are (the default), or whole "rows"
    """

    shuffled: str


@repeatable
def gwr(
    panel: Panel,
    formula: str | Formula,
    *,
    effects: str = "twoways",
    where: Where = None,
    **options: Unpack[GwrOptions],
) -> LocalFit:
    """Fit a regression around every unit, in which near units count more (Brunsdon, Fotheringham & Charlton 1996).

    Parameters
    ----------
    formula : "y ~ x1 + x2"
    effects : "none", "unit", "time" or "twoways", where several periods are pooled. Those of units are means of the
        unit; those of periods are local, weighted like the regression. One period has none.
    where : rows to use, in words or (T * N,) bool.
    options : as in `GwrOptions`

    Raises
    ------
    ModelError
        If no bandwidth gives every unit a regression of its own, or a term is not identified.
    PanelError
        If nobody knows where the units are.
    ParameterError
        If an option cannot be.
    """
    known(options, GwrOptions, "gwr")
    asked = Asked(options)
    shuffled: Shuffled = one_of("shuffled", options.get("shuffled", "residuals"), SHUFFLED)
    read = read_local(panel, formula, "GWR", asked.reading, where=where, effects=effects)
    regression = PooledRegression(read.data)
    progress = options.get("progress", SILENT)

    def at(bandwidth: float) -> SpaceSmoother:
        return SpaceSmoother(read.data.places, asked.kernel, asked.adaptive, bandwidth, progress)

    def score(bandwidth: float) -> float:
        found = regression.fit(at(bandwidth)).score(asked.criterion, read.data.n)
        return read.data.in_units(asked.criterion, found)

    search = Search(score, asked.adaptive, Part(progress, 0.0, FIT), len(read.data.places))
    bandwidth = asked.chosen(search, *bandwidth_range(read.data, asked))
    smoother = at(bandwidth)
    local = regression.fit(smoother)
    check_places(local, read, bandwidth)
    inference = regression.inference(smoother, local)
    progress.update(TEST)
    tested = asked.tested(regression, smoother, read.data, Part(progress, TEST, 1.0), shuffled)
    k = len(read.terms)
    return local_fit(
        Found(
            "gwr",
            read,
            local,
            inference,
            np.full(k, local.slopes / k),
            np.full(k, bandwidth),
            search.table(),
            asked.told(read.data.places, shuffled=shuffled),
            asked.level,
            tested,
            asked.notes(read, bandwidth),
        )
    )


class Asked:
    """The options of a local regression, checked.

    Raises
    ------
    ParameterError
        If one cannot be.
    """

    def __init__(self, options: LocalOptions) -> None:
        self.kernel: LocalKernel = one_of("kernel", options.get("kernel", "bisquare"), LOCAL_KERNELS)
        self.criterion: Criterion = one_of("criterion", options.get("criterion", "AICc"), CRITERIA)
        self.adaptive = bool(options.get("adaptive", True))
        self.bandwidth = options.get("bandwidth")
        self.level, self.seed = options.get("level", 0.05), options.get("seed", 1)
        self.permutations, self.narrowest = options.get("permutations", 0), 0.0
        self.reading = Reading(
            options.get("period"),
            options.get("collinear", "refuse"),
            tuple(options.get("coordinates", ())),
            options.get("distances", "great-circle"),
        )
        if not 0 < self.level < 1:
            raise ParameterError(message("'level' is between 0 and 1; {level:g} was given instead.", level=self.level))
        if self.permutations < 0:
            raise ParameterError("'permutations' is 0 or more.")
        if self.bandwidth is not None and not 0 < self.bandwidth < np.inf:
            raise ParameterError(
                message("'bandwidth' is above 0; {bandwidth:g} was given instead.", bandwidth=self.bandwidth)
            )

    def chosen(self, search: Search, low: float, high: float) -> float:
        """Return the bandwidth that is given, or else the best between two.

        Raises
        ------
        ParameterError
            If an adaptive one is no number of neighbours.
        """
        self.narrowest = low
        if self.bandwidth is None:
            return search.best(low, high)
        if self.adaptive and (self.bandwidth != int(self.bandwidth) or self.bandwidth > search.most):
            raise ParameterError(
                message(
                    "An adaptive bandwidth is a whole number of neighbours up to {most:,.0f}; {bandwidth:g} was given "
                    "instead.",
                    most=search.most,
                    bandwidth=self.bandwidth,
                )
            )
        search.at(self.bandwidth)
        return float(self.bandwidth)

    def tested(
        self,
        regression: Regression,
        smoother: Smoother,
        data: LocalData,
        progress: Progress,
        shuffled: Shuffled = "residuals",
    ) -> Variability | None:
        """Test by permutations that coefficients are the same everywhere; None without permutations."""
        if not self.permutations:
            return None
        return variability(regression, smoother, data, shuffled, self.permutations, self.seed, progress)

    def told(self, places: LocalPlaces, **more: Cell | bool) -> dict[str, Cell | bool]:
        """Return the options as the result keeps them."""
        return {
            "kernel": self.kernel,
            "adaptive": self.adaptive,
            "criterion": self.criterion,
            "given": self.bandwidth is not None,
            "unit": places.unit,
            "permutations": self.permutations,
            "seed": self.seed,
            **more,
        }

    def notes(self, read: LocalSample, bandwidth: float) -> tuple[Note, ...]:
        """Tell what the bandwidth means, and where it is as wide as can be."""
        notes = [Note(INFO, "bandwidth", self.bandwidth_in_words(read.data.places, bandwidth))]
        if self.bandwidth is None and bandwidth <= self.narrowest:
            text = message(
                "The narrowest bandwidth that is tried is the best by {criterion}: coefficients may differ on a "
                "smaller scale than so many rows can tell. Give a narrower one to see.",
                criterion=self.criterion,
            )
            notes.append(Note(WARNING, "narrowest", text))
        if self.adaptive and self.bandwidth is None and bandwidth >= len(read.data.places):
            notes.append(self.widest())
        return tuple(notes)

    def widest(self) -> Note:
        """Tell that the widest bandwidth is the best."""
        text = message(
            "The widest bandwidth is the best by {criterion}: the data show no differences between places that are "
            "worth their parameters.",
            criterion=self.criterion,
        )
        return Note(WARNING, "widest", text)

    def bandwidth_in_words(self, places: LocalPlaces, bandwidth: float) -> str:
        """Say how wide a bandwidth is."""
        if self.adaptive:
            return message(
                "Bandwidth: {bandwidth:,.0f} nearest of {all:,} units, the unit itself among them ({kernel}).",
                bandwidth=bandwidth,
                all=len(places),
                kernel=message(self.kernel),
            )
        return message(
            "Bandwidth: {bandwidth:,.4g} {unit} ({kernel}).",
            bandwidth=bandwidth,
            unit=places.unit or message("units of the coordinates"),
            kernel=message(self.kernel),
        )


def bandwidth_range(data: LocalData, asked: Asked) -> tuple[float, float]:
    """Return the narrowest and the widest bandwidth that are tried: 40 + 2k rows (mgwr) where there are enough, else
    those with a row more than coefficients, up to all units; as distances, what so many neighbours need, up to twice
    the extent.

    Raises
    ------
    ModelError
        If all units are at one place.
    """
    T, N, k = data.Z.shape
    least = min(N, k + 2)
    wanted = int(np.ceil((40 + 2 * k) / T))
    low = max(least, wanted) if wanted <= N / 2 else max(least, N // 4)
    if asked.adaptive:
        return float(low), float(N)
    squared, _ = data.places.nearest(least)
    reach = float(np.sqrt(squared[:, -1].max())) * 1.01
    if asked.kernel != "bisquare":
        reach /= NARROW
    extent = data.places.extent()
    if not extent > 0:
        raise ModelError("All units are at one place, so that nothing can differ between places.")
    return min(max(reach, extent * 1e-3), extent), 2.0 * extent


def check_places(local: Local, read: LocalSample, bandwidth: float) -> None:
    """Refuse a bandwidth that leaves places without a regression of their own.

    Raises
    ------
    ModelError
        Naming some of them.
    """
    if local.fine.all():
        return
    from gisplug.core.evidence import some

    names = read.panel.names
    lost = list(dict.fromkeys(names[i % len(names)] for i in np.flatnonzero(~local.fine.ravel())))
    raise ModelError(
        message(
            "A bandwidth of {bandwidth:g} is too narrow: the regressors do not vary, or are combinations of each "
            "other, around {lost}. Give a wider one, or use fewer regressors.",
            bandwidth=bandwidth,
            lost=some(lost),
        )
    )
