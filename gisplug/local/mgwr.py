"""Multiscale geographically weighted regression (Fotheringham, Yang & Kang 2017; inference of Yu et al. 2020)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ParameterError
from gisplug.core.evidence import INFO, WARNING, Note
from gisplug.core.messages import joined, message
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.vocabulary import known, one_of
from gisplug.language.formula import Formula
from gisplug.local.backfitting import CHANGES, Additive, Backfitted, Change, backfit, covariances, solved
from gisplug.local.bandwidth import Search
from gisplug.local.findings import Found, local_fit
from gisplug.local.gtwr import effects_taken, less_effects
from gisplug.local.gwr import Asked, LocalOptions, bandwidth_range, check_places
from gisplug.local.pooled import Inference, Local, PooledRegression, Smoother
from gisplug.local.result import LocalFit
from gisplug.local.sample import CONSTANT, LocalData, LocalSample, read_local
from gisplug.local.weighting.smoothers import SpaceSmoother
from gisplug.numbers.fits.repeat import repeatable
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where

FIRST, FITTED, TEST = 0.1, 0.5, 0.9  # shares of the work: first GWR, backfitting, inference


class MgwrOptions(LocalOptions, total=False):
    """Options of `mgwr`: those of `LocalOptions`, and what is about several bandwidths.

    Attributes
    ----------
    bandwidths : of every coefficient, the constant last; None: chosen
    change : by what backfitting stops, "smooth" (what the coefficients contribute, the default) or "rss"
    tolerance, rounds : the change below which it stops (1e-5), and the most rounds (200)
    standardised : whether coefficients are those of standardised variables (the default), or in units of measure
    """

    bandwidths: Sequence[float] | None
    change: str
    tolerance: float
    rounds: int
    standardised: bool


@repeatable
def mgwr(
    panel: Panel,
    formula: str | Formula,
    *,
    effects: str = "twoways",
    where: Where = None,
    **options: Unpack[MgwrOptions],
) -> LocalFit:
    """Fit a regression around every unit in which each coefficient has a bandwidth of its own (Fotheringham, Yang &
    Kang 2017).

    Parameters
    ----------
    formula : "y ~ x1 + x2"
    effects : "none", "unit", "time" or "twoways" of pooled periods, taken out before, for all places alike.
    where : rows to use, in words or (T * N,) bool.
    options : as in `MgwrOptions`; a single `bandwidth` is not taken.

    Raises
    ------
    ConvergenceError
        If backfitting does not settle.
    ModelError
        If no bandwidth gives every unit a regression of its own, or a term is not identified.
    PanelError
        If nobody knows where the units are.
    ParameterError
        If an option cannot be.
    """
    known(options, MgwrOptions, "mgwr")
    asked = Asked(options)
    if asked.bandwidth is not None or asked.criterion == "CV":
        raise ParameterError(
            "mgwr has bandwidths, one for each coefficient, and chooses them by AICc, AIC or BIC; give these instead "
            "of 'bandwidth' or criterion CV."
        )
    change: Change = one_of("change", options.get("change", "smooth"), CHANGES)
    tolerance, rounds = options.get("tolerance", 1e-5), options.get("rounds", 200)
    if not tolerance > 0 or rounds < 1:
        raise ParameterError("'tolerance' is above 0, and 'rounds' is 1 or more.")
    read = read_local(panel, formula, "MGWR", asked.reading, where=where, effects=effects, keep_constant=True)
    standardised = bool(options.get("standardised", True))
    read = replace(read, data=_as_asked(less_effects(read.data), standardised))
    progress = options.get("progress", SILENT)
    regression = MultiscaleRegression(read.data, asked, progress)
    first, condition = regression.first(read, Part(progress, 0.0, FIRST))
    given = _given(options.get("bandwidths"), read, asked)
    stop = (change, tolerance, rounds)
    fitted = regression.backfit(first, given, stop, Part(progress, FIRST, FITTED))
    local, inference, traces = regression.inference(fitted, condition, Part(progress, FITTED, TEST))
    unused = regression.smoother(fitted.bandwidths[0])
    tested = asked.tested(regression, unused, read.data, Part(progress, TEST, 1.0))
    return local_fit(
        Found(
            "mgwr",
            read,
            local,
            inference,
            traces,
            fitted.bandwidths,
            _rounds(read, fitted),
            asked.told(read.data.places, change=change, standardised=standardised, given=given is not None),
            asked.level,
            tested,
            _notes(read, asked, fitted, standardised),
        )
    )


class MultiscaleRegression:
    """Local regressions with a bandwidth for each coefficient, once they are known."""

    def __init__(self, data: LocalData, asked: Asked, progress: Progress) -> None:
        self.data, self.asked, self.progress = data, asked, progress
        self.here = data.present.astype(float)
        P = np.einsum("tnj,tnl->njl", data.Z, data.Z)
        q = np.einsum("tnj,tn->nj", data.Z, data.y)
        self.sums = Additive(P, q, float((data.y**2).sum()), data.n, effects_taken(data))
        self.widths = np.ones(data.Z.shape[2])

    def smoother(self, width: float) -> SpaceSmoother:
        """Return the weights of a bandwidth."""
        return SpaceSmoother(self.data.places, self.asked.kernel, self.asked.adaptive, width, self.progress)

    def first(self, read: LocalSample, progress: Progress) -> tuple[np.ndarray, Inference]:
        """Return the coefficients (N, k) of the GWR at which backfitting starts, and its collinearity."""
        plain = replace(self.data, effects="none")
        regression = PooledRegression(plain)

        def score(width: float) -> float:
            return regression.fit(self.smoother(width)).score(self.asked.criterion, plain.n)

        search = Search(score, self.asked.adaptive, progress, len(self.data.places))
        width = search.best(*bandwidth_range(plain, self.asked))
        local = regression.fit(self.smoother(width))
        check_places(local, read, width)
        return local.gamma[..., 0], regression.inference(self.smoother(width), local)

    def backfit(
        self, first: np.ndarray, given: np.ndarray | None, stop: tuple[Change, float, int], progress: Progress
    ) -> Backfitted:
        """Return the coefficients from those of a GWR (N, k), under bandwidths (k,) that are given or chosen."""
        if given is not None:
            beta = solved(self.sums, self.sums.q[..., None], given, self.smoother, first[..., None])[..., 0]
            found = Backfitted(beta, given, np.empty(0), np.empty((0, len(given))))
        else:
            one = replace(self.data, Z=self.data.Z[..., :1], constant=False)
            low, high = bandwidth_range(one, self.asked)
            search = (self.asked.criterion, self.asked.adaptive, low, high)
            found = backfit(self.sums, first, self.smoother, search, stop, progress)
        self.widths = found.bandwidths
        return found

    def fit(self, smoother: Smoother, outcomes: np.ndarray | None = None) -> Local:
        """Return the local regressions of outcomes (T, N, P) with the bandwidths that are known; `smoother` is not
        used.
        """
        del smoother
        Z, Y = self.data.Z, self.data.y[..., None] if outcomes is None else outcomes
        q = np.einsum("tnj,tnp->njp", Z, Y)
        beta = solved(self.sums, q, self.widths, self.smoother, np.zeros_like(q), close=1e-7)
        residuals = (Y - np.einsum("tnj,njp->tnp", Z, beta)) * self.here[..., None]
        N, k = q.shape[:2]
        return Local(beta, np.zeros((N, k, k)), np.ones(N, dtype=bool), residuals, np.zeros(Z.shape[:2]), 0.0)

    def inference(
        self, fitted: Backfitted, collinear: Inference, progress: Progress
    ) -> tuple[Local, Inference, np.ndarray]:
        """Return the regressions, what inference rests on, and the effective parameters of each coefficient (k,)."""
        data, Z = self.data, self.data.Z
        spread, traces, own = covariances(self.sums, fitted.bandwidths, self.smoother, progress, len(Z))
        residuals = (data.y - np.einsum("tnj,nj->tn", Z, fitted.beta)) * self.here
        leverage = np.einsum("tnj,njl,tnl->tn", Z, own, Z) * self.here + self.here * (self.sums.taken / data.n)
        N, k = fitted.beta.shape
        local = Local(
            fitted.beta[..., None],
            np.zeros((N, k, k)),
            np.ones(N, dtype=bool),
            residuals[..., None],
            leverage,
            float(traces.sum()),
        )
        return local, replace(collinear, spread=spread, r2=np.full(N, np.nan)), traces


def _as_asked(data: LocalData, standardised: bool) -> LocalData:
    """Return the data, whose coefficients are left as those of standardised variables where that is asked for."""
    return replace(data, back=np.eye(data.Z.shape[2]), middle=0.0) if standardised else data


def _given(bandwidths: Sequence[float] | None, read: LocalSample, asked: Asked) -> np.ndarray | None:
    """Return the bandwidths that are given, (k,).

    Raises
    ------
    ParameterError
        If there are not as many as coefficients, or one cannot be.
    """
    if bandwidths is None:
        return None
    found = np.asarray(bandwidths, dtype=float)
    most = len(read.data.places) if asked.adaptive else np.inf
    if len(found) != len(read.terms) or not ((found > 0) & (found <= most)).all():
        raise ParameterError(
            message(
                "'bandwidths' are one for each coefficient ({terms}), above 0 and, as neighbours, no more than there "
                "are units; {given} was given instead.",
                terms=", ".join(read.terms),
                given=", ".join(f"{b:g}" for b in found),
            )
        )
    return found


def _rounds(read: LocalSample, fitted: Backfitted) -> pd.DataFrame:
    table = pd.DataFrame(fitted.history, columns=list(read.terms))
    table.insert(0, "round", np.arange(1, len(table) + 1))
    table.insert(1, "change", fitted.changes)
    return table


def _notes(read: LocalSample, asked: Asked, fitted: Backfitted, standardised: bool) -> tuple[Note, ...]:
    unit = message("nearest units") if asked.adaptive else read.data.places.unit or message("units of the coordinates")
    listed = joined(", ", [_told(term, width) for term, width in zip(read.terms, fitted.bandwidths, strict=True)])
    text = message("Bandwidths ({unit}, {kernel}): {listed}.", unit=unit, kernel=message(asked.kernel), listed=listed)
    notes = [Note(INFO, "bandwidth", text)]
    if asked.adaptive and len(fitted.history) and (fitted.bandwidths >= len(read.data.places)).all():
        notes.append(asked.widest())
    if fitted.circled:
        text = "Bandwidths went round in a circle by small gains of the criterion, and were held where they were."
        notes.append(Note(WARNING, "circled", text))
    if standardised:
        notes.append(Note(INFO, "standardised", "Coefficients are those of standardised variables, outcome included."))
    if read.data.effects != "none":
        text = "Effects are taken out before, for all places alike; where slopes differ this is not exact."
        notes.append(Note(INFO, "effects-before", text))
    return tuple(notes)


def _told(term: str, width: float) -> str:
    name = message("Constant") if term == CONSTANT else term
    return message("{name} {width:,.4g}", name=name, width=width)
