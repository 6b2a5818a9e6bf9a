"""The effects around a policy as a vector with its covariance, relative to the period before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, Note, some
from gisplug.core.messages import message
from gisplug.policy.adoption import PolicyFit, event_term
from gisplug.policy.imputation import BASELINE, one_before

BINNED = "ends-binned"


@dataclass(frozen=True)
class EventPath:
    """Event-study coefficients: `before` of them before the base, then those after it, by consecutive event times.

    Attributes
    ----------
    times : (m,) event times, without the base
    b : (m,) coefficients
    cov : (m, m)
    before : how many of them stand before the base
    weights : (m - before,) of the effects after the base in what is asked for
    base : event time of the base
    """

    times: np.ndarray
    b: np.ndarray
    cov: np.ndarray
    before: int
    weights: np.ndarray
    base: int

    @property
    def estimate(self) -> float:
        """The effect asked for, with parallel trends."""
        return float(self.weights @ self.b[self.before :])

    @property
    def se(self) -> float:
        """Its standard error."""
        after = self.cov[self.before :, self.before :]
        return float(np.sqrt(self.weights @ after @ self.weights))


def event_path(
    fit: PolicyFit, at: int | str, before: int | None = None, after: int | None = None
) -> tuple[EventPath, list[Note]]:
    """Return the effects of an event study, and what is told of those left out.

    Parameters
    ----------
    at : event time asked for, 0 or later, or "mean" of all from 0 on
    before, after : event times used; all by default

    Raises
    ------
    ModelError
        If there is no event study relative to one base, no period before the base, `at` is not in it, or the
        covariance does not carry so many effects.
    """
    table, cov, base = _based(fit)
    notes = []
    binned = [term for note in fit.report.having(BINNED) for term in note.ids]
    kept = [t for t in table.index if (before is None or t >= -before) and (after is None or t <= after)]
    if gone := [t for t in kept if event_term(int(t)) in binned]:
        text = message(
            "{gone} hold all periods beyond the window and are left out.", gone=some([event_term(int(t)) for t in gone])
        )
        notes.append(Note(INFO, "bins-left-out", text))
    there = {int(t) for t in kept} - {int(t) for t in gone} | {base}
    first, last = base, base
    while first - 1 in there:
        first -= 1
    while last + 1 in there:
        last += 1
    if apart := sorted(there - set(range(first, last + 1))):
        text = message(
            "{apart} stand apart from the others and are left out.", apart=some([event_term(t) for t in apart])
        )
        notes.append(Note(INFO, "times-apart", text))
    times = np.array([t for t in range(first, last + 1) if t != base])
    count = int((times < base).sum())
    if count == 0:
        raise ModelError(
            message(
                "No event time before the base {base} has an effect of its own; how trends went before "
                "the policy is what is extrapolated from. Ask for more periods before.",
                base=base,
            )
        )
    weights = _weights(times[count:], at)
    names = [event_term(int(t)) for t in times]
    V = cov.loc[names, names].to_numpy(dtype=float)
    if not np.isfinite(V).all() or np.linalg.matrix_rank(V, hermitian=True) < len(V):
        raise ModelError(
            message(
                "The covariance of {n} effects has no full rank: there are too few units for so many "
                "event times. Ask for fewer periods before and after.",
                n=len(V),
            )
        )
    return EventPath(times, table.loc[times, "estimate"].to_numpy(dtype=float), V, count, weights, base), notes


def _based(fit: PolicyFit) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Return estimates by event time without the base, their covariance by term, and the base."""
    if fit.event is None:
        raise ModelError(message("{fit} has no effects by event time; give an event study.", fit=fit.title))
    if fit.detail.index.name == BASELINE:
        return one_before(fit)
    based = fit.event.index[(fit.event["se"] == 0) & (fit.event["estimate"] == 0)]
    if len(based) != 1 or based[0] >= 0:
        raise ModelError(
            message(
                "The effects of {fit} before the policy are not relative to one period before it. "
                "Group-time effects need base_period='universal'.",
                fit=fit.title,
            )
        )
    return fit.event.drop(index=based), fit.joint.cov, int(based[0])


def _weights(times: np.ndarray, at: int | str) -> np.ndarray:
    """Return the weights of the effects after the base, (T,)."""
    if at == "mean":
        chosen = times >= 0
    elif isinstance(at, int) and not isinstance(at, bool) and at >= 0:
        chosen = times == at
    else:
        raise ModelError(message("at is an event time from 0 on, or 'mean'; {at!r} was given instead.", at=at))
    if not chosen.any():
        raise ModelError(
            message(
                "Event time {at} is not among the effects: they are at {times}.",
                at=at,
                times=some([str(t) for t in times]),
            )
        )
    return np.asarray(chosen / chosen.sum(), dtype=float)
