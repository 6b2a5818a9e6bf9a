"""Size of tests and coverage of intervals on the user's own panel, by repeating the estimator on drawn outcomes."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from gisplug.core.errors import GisplugError, ModelError, ParameterError
from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.messages import joined, message
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.vocabulary import Cell
from gisplug.numbers.draws import over_picks
from gisplug.numbers.fits.finding import Finding
from gisplug.numbers.fits.repeat import Call, call_of
from gisplug.panel.calibration.process import Process, involves, process_of
from gisplug.panel.calibration.reading import is_policy, params_of, rows_of, tests_of, truth
from gisplug.panel.calibration.remedies import remedy

FEWEST = 20  # repetitions
GOOD = (0.03, 0.08)  # of a test at 5 %
LOST = 0.1  # share of repetitions without an estimate from which that is a warning
CHUNK = 5


@dataclass(frozen=True, repr=False, eq=False)
class Calibration(Finding):
    """How good the p and intervals of a fit are on its own panel.

    Attributes
    ----------
    sizes : DataFrame, index row or test of the fit whose null is true
        p (of the fit), simulated_p (share of drawn |t| as large), size_1, size_5, size_10 (shares rejected at 1, 5 and
        10 %), se_5 (Monte Carlo error of size_5), draws (with an estimate).
    coverage : DataFrame, index row of the fit
        truth (what the outcomes were drawn with), mean (of the estimates), coverage (share of 95 % intervals that hold
        the truth), se (Monte Carlo error), draws.
    key : variable without effect under the null
    """

    estimator: str
    key: str
    sizes: pd.DataFrame
    coverage: pd.DataFrame
    draws: int
    seed: int
    report: Report = field(default_factory=Report)

    kind = "Size and coverage"

    @property
    def title(self) -> str:
        """What was done, in a line."""
        return message("Size and coverage of {estimator}: no effect of {key}", estimator=self.estimator, key=self.key)

    @property
    def statistics(self) -> dict[str, Cell]:
        """Repetitions and seed."""
        return {"Repetitions": self.draws, "Seed": self.seed}

    def table(self) -> pd.DataFrame:
        """Return the sizes, index row or test; see `sizes`."""
        return self.sizes

    def parts(self) -> dict[str, pd.DataFrame]:
        """Return the coverage near the estimate, index row; none where it was not measured."""
        return {"Coverage of 95 % intervals near the estimate": self.coverage} if len(self.coverage) else {}

    @property
    def wrong(self) -> pd.DataFrame:
        """The rows of `sizes` that reject a true null at 5 % in fewer than 3 or more than 8 %, beyond their error."""
        size, reach = self.sizes["size_5"], 2 * self.sizes["se_5"]
        return self.sizes[(size - reach > GOOD[1]) | (size + reach < GOOD[0])]


def calibrate(
    fit: Finding,
    draws: int = 400,
    *,
    key: str | None = None,
    near: bool = True,
    seed: int = 1,
    progress: Progress = SILENT,
) -> Calibration:
    """Measure how often tests of a fit reject a true null, and how often its intervals hold the truth.

    The estimator is repeated with all its options on outcomes drawn from what the fit says of the panel: its
    regressors, its gaps and its adoption of the policy as they are; effects and coefficients as estimated; errors with
    their own spread by unit, autocorrelation, correlation within clusters and between neighbours; endogenous regressors
    drawn together with the outcome. Once without any effect of `key` (size), once with the effect as estimated
    (coverage).

    Parameters
    ----------
    fit : what an estimator returned
    draws : repetitions, each a fit; 400 tell 5 % with an error of 1.1 points.
    key : variable without effect under the null; by default the first regressor, or the policy.
    near : also measure coverage near the estimate, at the cost of as many fits again.

    Raises
    ------
    ModelError
        If the fit does not know how it was made, or its outcome cannot be drawn.
    ParameterError
        If there are fewer than 20 draws.
    """
    if draws < FEWEST:
        raise ParameterError(
            message(
                "A size needs at least {fewest} repetitions; {draws} was given instead.", fewest=FEWEST, draws=draws
            )
        )
    call = call_of(fit)
    process = process_of(call, params_of(fit), key)
    seeds = np.random.SeedSequence(seed).spawn(2)
    null, whole = process.under_null(), dict(process.b)
    halves = [Part(progress, 0.0, 0.5 if near else 1.0), Part(progress, 0.5, 1.0)]
    first = _repeated(call, process, null, seeds[0].spawn(draws), halves[0])
    second = _repeated(call, process, whole, seeds[1].spawn(draws), halves[1]) if near else []
    sizes = _sizes(fit, process, null, first)
    coverage = _coverage(fit, process, whole, second) if near else pd.DataFrame()
    made = Calibration(call.name, process.key, sizes, coverage, draws, seed)
    return Calibration(**{**vars(made), "report": _told(call, process, made, [*first, *second])})


@dataclass(frozen=True)
class _Drawn:
    """One repetition: rows by name (estimate, p, low, high, t), p of tests, or why there is none."""

    rows: pd.DataFrame | None
    tests: dict[str, float]
    problem: str = ""


def _once(common: tuple[Call, Process, dict[str, float]], seed: Any) -> _Drawn:
    call, process, b = common
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            result = call.again(process.drawn(b, seed))
            return _Drawn(rows_of(result), tests_of(result))
    except (GisplugError, np.linalg.LinAlgError) as problem:
        return _Drawn(None, {}, str(problem))


def _repeated(
    call: Call, process: Process, b: dict[str, float], seeds: Sequence[Any], progress: Progress
) -> list[_Drawn]:
    call = replace(call, panel=None)  # the panel travels with the process
    return over_picks(_once, (call, process, b), seeds, chunk=CHUNK, progress=progress, label="Repetitions, parts")


def _sizes(fit: Any, process: Process, b: dict[str, float], drawn: Sequence[_Drawn]) -> pd.DataFrame:
    """Return the shares rejected of every row that is nought under the null, and of every test."""
    rows, policy = rows_of(fit), is_policy(fit)
    made = {}
    for name in rows.index:
        about = policy or any(involves(part, process.key) for part in _terms(name))
        if not about or truth(name, b, process.key, policy) != 0.0:
            continue
        found = [d.rows.loc[name] for d in drawn if d.rows is not None and name in d.rows.index]
        if not found:
            continue
        p = np.array([r["p"] for r in found], dtype=float)
        t = np.abs(np.array([r["stat"] for r in found], dtype=float))
        t = t[np.isfinite(t)]
        own = abs(float(rows.loc[name, "stat"]))
        simulated = (1 + (t >= own).sum()) / (1 + len(t)) if np.isfinite(own) and len(t) else np.nan
        made[name] = {"p": float(rows.loc[name, "p"]), "simulated_p": simulated, **_shares(p)}
    for name, stated in tests_of(fit).items():
        values = np.array([d.tests.get(name, np.nan) for d in drawn])
        as_small = (1 + (values[np.isfinite(values)] <= stated).sum()) / (1 + np.isfinite(values).sum())
        made[message("Test: {name}", name=name)] = {"p": stated, "simulated_p": as_small, **_shares(values)}
    if not made:
        raise ModelError(
            message("Nothing of this result is nought where {key} has no effect; name another key.", key=process.key)
        )
    return pd.DataFrame.from_dict(made, orient="index").rename_axis("row")


def _terms(name: str) -> list[str]:
    return [part.split(" (")[0] for part in name.rpartition(": ")[2].split(" × ")]


def _shares(p: np.ndarray) -> dict[str, float]:
    known = p[np.isfinite(p)]
    if not len(known):
        return {"size_1": np.nan, "size_5": np.nan, "size_10": np.nan, "se_5": np.nan, "draws": 0}
    shares = {f"size_{level}": float((known <= level / 100).mean()) for level in (1, 5, 10)}
    return {**shares, "se_5": _error(shares["size_5"], len(known)), "draws": len(known)}


def _error(share: float, n: int) -> float:
    """Monte Carlo error of a share; that of 1 in n where none or all are counted."""
    held = min(max(share, 1 / n), 1 - 1 / n)
    return float(np.sqrt(held * (1 - held) / n))


def _coverage(fit: Any, process: Process, b: dict[str, float], drawn: Sequence[_Drawn]) -> pd.DataFrame:
    """Return the share of intervals that hold the truth, of every row whose truth is known."""
    policy, made = is_policy(fit), {}
    for name in rows_of(fit).index:
        value = truth(name, b, process.key, policy)
        found = [d.rows.loc[name] for d in drawn if d.rows is not None and name in d.rows.index]
        found = [r for r in found if np.isfinite(r["low"]) or np.isfinite(r["high"])]
        if value is None or not found:
            continue
        held = float(np.mean([r["low"] <= value <= r["high"] for r in found]))
        mean = float(np.mean([r["estimate"] for r in found]))
        se = _error(held, len(found))
        made[name] = {"truth": value, "mean": mean, "coverage": held, "se": se, "draws": len(found)}
    return pd.DataFrame.from_dict(made, orient="index").rename_axis("row")


def _told(call: Call, process: Process, made: Calibration, drawn: Sequence[_Drawn]) -> Report:
    words = joined("; ", process.errors.words(process.clusters))
    drawn_with = message("outcomes are drawn with errors like the fit's: {words}", words=words)
    text = message(
        "{call}: {drawn_with}. {draws} repetitions, seed {seed}.",
        call=call.name,
        drawn_with=drawn_with,
        draws=made.draws,
        seed=made.seed,
    )
    notes = [Note(INFO, "calibration-errors", text)]
    if process.endogenous:
        together = ", ".join(process.endogenous)
        notes.append(
            Note(
                INFO,
                "calibration-endogenous",
                message("Drawn together with the outcome: {together}.", together=together),
            )
        )
    lost = [d.problem for d in drawn if d.rows is None]
    if lost:
        text = message(
            "{n} of {n2} repetitions have no estimate, the first because: {lost}",
            n=len(lost),
            n2=len(drawn),
            lost=lost[0],
        )
        notes.append(Note(WARNING if len(lost) > LOST * len(drawn) else INFO, "calibration-lost", text))
    for name, row in made.wrong.iterrows():
        often = "too often" if row["size_5"] > GOOD[1] else "too seldom"
        text = message(
            "{name}: at 5 % a true null is rejected in {row:.1%} (Monte Carlo error {row2:.1%}), "
            "{often}. Go by the simulated p, {row3:.3f}{remedy}",
            name=name,
            row=row["size_5"],
            row2=row["se_5"],
            often=often,
            row3=row["simulated_p"],
            remedy=remedy(call, str(name)),
        )
        notes.append(Note(WARNING, "size-wrong", text))
    return Report(tuple(notes))
