"""Tables of an event study: effects by periods since the policy, one column a fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gisplug.core.messages import message
from gisplug.tools.policy.options import BandsInputs, WindowInputs

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.core.vocabulary import Cell, Under
    from gisplug.policy.adoption import PolicyFit
    from gisplug.report.tables.paper_table import PaperTable


OF_TESTS = ("few-treated", "few-clusters", "small-sample", "shared-shocks")  # notes of how good a p is


class BandedInputs(WindowInputs, BandsInputs):
    """The window of an event study, and whether it has a uniform band."""


def banded(fit: PolicyFit, asked: BandedInputs) -> PolicyFit:
    """Return the fit with a uniform band over the window where one is asked for and there are effects by event time."""
    if not asked.bands or fit.event is None:
        return fit
    from gisplug.policy.aggregation import uniform_bands

    return uniform_bands(fit, before=asked.before, after=asked.after)


def event_table(fits: Mapping[str, PolicyFit]) -> pd.DataFrame:
    """Return event-time estimates of several fits: one row an estimator (the index) and event time."""
    import pandas as pd

    frames = {name: fit.event for name, fit in fits.items() if fit.event is not None}
    if not frames:
        return pd.DataFrame()
    return pd.concat(frames, names=["estimator", "event"]).reset_index().set_index("estimator")


def event_paper(title: str, fits: Mapping[str, PolicyFit], under: Under) -> PaperTable:
    """Return event-time estimates of several fits side by side, in the order of event time."""
    from gisplug.report.tables.paper_table import regression_table

    events = {head: fit.event for head, fit in fits.items() if fit.event is not None}
    times = sorted({int(time) for frame in events.values() for time in frame.index})
    frames = {head: frame.set_axis([_row(int(time)) for time in frame.index]) for head, frame in events.items()}
    whole = [_row(time) for time in times]
    for place, (head, frame) in enumerate(frames.items()):
        first_of_several = place == 0 and len(frames) > 1  # it sets the order of the rows
        frames[head] = frame.reindex(whole if first_of_several else [name for name in whole if name in frame.index])
    pretrends: dict[str, Cell] = {head: fit.pretrend[2] for head, fit in fits.items() if fit.pretrend is not None}
    told = dict.fromkeys(note.text for fit in fits.values() for note in fit.report.having(*OF_TESTS))
    return regression_table(title, frames, {"Pre-trend p": pretrends} if pretrends else {}, tuple(told), under=under)


def _row(time: int) -> str:
    return message("Period {time:+d}", time=time) if time else "Period 0"
