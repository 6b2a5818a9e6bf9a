"""What a result of any kind estimates and tests, by name: its rows, and the p of its specification tests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from gisplug.core.messages import message
from gisplug.language.sides import LAG
from gisplug.numbers.fits.family import Fits
from gisplug.numbers.fits.fit import Fit
from gisplug.panel.calibration.process import POLICY, involves

COLUMNS = ["estimate", "se", "stat", "p", "low", "high"]
UNKNOWN = ("sigma2", "Constant", "const", "constant")
TRUE = re.compile(
    r"pre-trend|hansen|sargan|overident|AR\(2\)|^Single$", re.I
)  # no trend, valid instruments, one regime
BOUND = re.compile(r"(?<=[≤>] )-?[\d.]+(?:e-?\d+)?")
ORDERED = re.compile(r"(?:event )?([+-]?\d+)$")


def rows_of(result: Any) -> pd.DataFrame:
    """Return the estimates of a fit or a family, index name ("term", "member: term"); columns as in tables."""
    if isinstance(result, Fits):
        parts = {str(name): fit.table() for name, fit in result.fits.items()}
        frames = [frame.set_axis([f"{name}: {t}" for t in frame.index]) for name, frame in parts.items()]
        return pd.concat([_plain(frame) for frame in frames])
    found = _plain(result.table())
    event = getattr(result, "event", None)
    if isinstance(event, pd.DataFrame) and "se" in event:
        shown = event[event["se"] > 0]
        found = pd.concat([found, _plain(shown.set_axis([message("event {e:+d}", e=int(e)) for e in shown.index]))])
    return found


def tests_of(result: Any) -> dict[str, float]:
    """Return the p, by name, of the specification tests whose null is true of outcomes that are drawn from the fit."""
    frame = result.tests
    found = {}
    if "p" in frame:
        found = {_name(k): float(p) for k, p in frame["p"].items() if isinstance(p, float) and np.isfinite(p)}
    pretest = getattr(result, "pretest", None)
    if isinstance(pretest, tuple):  # the members of the family say the same test once more
        found = {k: p for k, p in found.items() if not k.endswith(": pre-trend")} | {"pre-trend": float(pretest[2])}
    return {name: p for name, p in found.items() if TRUE.search(name)}


def params_of(result: Any) -> pd.Series:
    """Return the estimates by term; of a family those of its first member."""
    if isinstance(result, Fits):
        result = next(iter(result.fits.values()))
    made: pd.Series = result.params
    return made


def truth(name: str, b: Mapping[str, float], key: str, policy: bool) -> float | None:
    """Return what a row estimates where the terms have the coefficients `b`; None where that is not known."""
    term = name.rpartition(": ")[2] if name not in b else name
    if term in b:
        return b[term]
    if term in UNKNOWN:
        return None
    regime = next((t for t in b if term.startswith(f"{t} (")), None)
    if regime is not None:
        return b[regime]
    if policy:
        event = ORDERED.match(term)
        if term.startswith("Policy × ") or (event and int(event[1]) < 0):
            return 0.0
        if term == f"{LAG}*Policy":
            return b.get(f"{LAG}*{key}")
        return b[key] if term in POLICY or event else None
    parts = term.split(" × ")
    if any(involves(part, key) for part in parts):
        return 0.0 if len(parts) > 1 or term != key else b.get(key)
    return None


def is_policy(result: Any) -> bool:
    """Tell whether a result is the effect of a policy, with rows of its own names."""
    return hasattr(result, "pretest") or any(name in params_of(result).index for name in POLICY)


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    made = frame.reindex(columns=COLUMNS).astype(float)
    made.index = [_name(k) for k in made.index]
    return made


def _name(key: object) -> str:
    """Return the name of a row; estimated thresholds are no part of it."""
    return BOUND.sub("γ", ": ".join(map(str, key)) if isinstance(key, tuple) else str(key))


__all__ = ["Fit", "is_policy", "params_of", "rows_of", "tests_of", "truth"]
