"""Difference-in-Hansen tests of groups of instruments, and of regressors as instruments of the equation in levels."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.numbers import distributions as stats
from gisplug.numbers.symmetric import generalised_inverse
from gisplug.regression.instruments.gmm_moments import Stack, groups_of, independent_columns, without_group
from gisplug.regression.instruments.gmm_steps import Solved, both_steps, moment_of, outer, solve

OWN = "Regressors in levels"
REJECTED = 0.05


def subsets_of(s: Stack, found: Solved) -> pd.DataFrame:
    """Return difference-in-Hansen tests: what each group of instruments adds to Hansen's statistic, index group.

    Both statistics weigh by the covariance of the moments at the first step with all instruments, as xtabond2 does.
    """
    rows = {group: _without(s, found, without_group(s, group)) for group in groups_of(s)}
    if s.transformed is not None:
        more = replace(s, Z=independent_columns(np.concatenate([s.given, s.transformed], axis=2)))
        with contextlib.suppress(ModelError):
            less = independent_columns(np.concatenate([s.given[:, :, ~s.own], s.transformed], axis=2))
            rows[OWN] = _without(more, both_steps(more), less)
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("group")


def _without(s: Stack, found: Solved, Z: np.ndarray) -> dict[str, float]:
    """Return the test of what the instruments of the stack have beyond Z (N, m, l)."""
    K, L = s.X.shape[2], s.Z.shape[2]
    left = replace(s, Z=Z)
    columns, df = L - Z.shape[2], Z.shape[2] - K
    row = dict.fromkeys(("excluding", "excluding_df", "excluding_p", "difference", "df", "p"), np.nan)
    if columns and df >= 0:
        with contextlib.suppress(ModelError):  # what is left does not identify all: there is no test
            A, _ = generalised_inverse(outer(left, found.first[2]))
            XZ, Zy = np.einsum("imk,iml->kl", s.X, Z), np.einsum("iml,im->l", Z, s.y)
            moment = moment_of(left, solve(left, XZ, Zy, A)[2])
            kept = float(moment @ A @ moment)
            row |= {"excluding": kept, "excluding_df": df, "difference": found.hansen - kept, "df": columns}
            row["excluding_p"] = float(stats.chi2.sf(kept, df)) if df else np.nan
            row["p"] = float(stats.chi2.sf(found.hansen - kept, columns))
    return {"instruments": columns, **row}


def levels_told(subsets: pd.DataFrame, terms: Sequence[str]) -> Report:
    """Return what is told of exogenous regressors as their own instruments in levels; `subsets` is the frame of
    `subsets_of`, index group, columns instruments, excluding, difference, df, p.
    """
    if OWN not in subsets.index:
        return Report()
    p, told = float(subsets.loc[OWN, "p"]), some(terms)
    if p < REJECTED:
        text = message(
            "The equation in levels takes {told} as unrelated to the effects of units, which the difference-in-Hansen "
            "test rejects (p = {p:.3f}): the coefficients carry what the effects of units do. Use "
            "exogenous='transformed', or difference GMM.",
            told=told,
            p=p,
        )
        return Report((Note(WARNING, "levels-related", text),))
    if np.isnan(p):
        text = message(
            "The equation in levels takes {told} as unrelated to the effects of units, which could not be tested; "
            "compare with exogenous='transformed'.",
            told=told,
        )
    else:
        text = message(
            "The equation in levels takes {told} as unrelated to the effects of units; the difference-in-Hansen test "
            "does not reject it (p = {p:.3f}).",
            told=told,
            p=p,
        )
    return Report((Note(INFO, "levels-unrelated", text),))
