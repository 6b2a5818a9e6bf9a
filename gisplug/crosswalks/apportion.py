"""Counts apportioned and rates averaged: one period, arrays in and out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from gisplug.crosswalks.links import WHOLE, Links, divided, entries, gains, like

Array = np.ndarray
SLACK = 1e-9  # a missing share this close to the bound is not above it


@dataclass(frozen=True)
class Moved:
    """Values of K variables on the target units.

    Attributes
    ----------
    values : (M, K) NaN where missing
    apportioned : (M, K) share of the value (in absolute size) that came from sources that were divided; NaN without
    lacking : (M, K) share of the target that belongs to sources whose value is missing
    withheld : (K,) of counts: what went to targets that are missing because other sources are
    outside : (K,) of counts: what lies in no target
    """

    values: Array
    apportioned: Array
    lacking: Array
    withheld: Array
    outside: Array


def counts_on(links: Links, values: Array, most_missing: float) -> Moved:
    """Apportion counts: v_j = sum_i s_ij v_i.

    Parameters
    ----------
    values : (N, K), NaN where missing
    most_missing : share of a target, 0 to 1, up to which missing sources are left out of its sum

    Returns
    -------
    Moved
    """
    shares = links.shares
    present = ~np.isnan(values)
    known = np.where(present, values, 0.0)
    total = shares.T @ known
    lacking = _lacking(links, present, None)
    gone = _none(links)[:, None] | (lacking > most_missing + SLACK) | _nothing(shares, present)
    size = shares.T @ np.abs(known)
    parted = csr_array(shares * divided(shares)).T @ np.abs(known)
    beyond = 1.0 - shares.sum(axis=1)
    outside = (known * np.where(beyond > WHOLE, beyond, 0.0)[:, None]).sum(axis=0)
    return Moved(
        np.where(gone, np.nan, total),
        _share(parted, size, gone),
        lacking,
        np.where(gone, total, 0.0).sum(axis=0),
        outside,
    )


def rates_on(links: Links, values: Array, weights: Array | None, most_missing: float) -> Moved:
    """Average rates: v_j = sum_i w_ij v_i / sum_i w_ij.

    Parameters
    ----------
    values : (N, K), NaN where missing
    weights : (N, K) such as people, apportioned like a count (w_ij = s_ij w_i); None: the amounts of the crosswalk
    most_missing : as in `counts_on`

    Returns
    -------
    Moved
        Without `withheld` and `outside` (0).
    """
    present = ~np.isnan(values)
    if weights is not None:
        present &= ~np.isnan(weights)
    known = np.where(present, values, 0.0)
    split = divided(links.shares)
    if weights is None:
        back = gains(links)
        base = _plain(links) if back is None else like(back, np.nan_to_num(back.data))
        total, sum_weights = base.T @ known, base.T @ present.astype(np.float64)
        parted = csr_array(base * split).T @ present.astype(np.float64)
    else:
        each = np.where(present, weights, 0.0)
        total, sum_weights = links.shares.T @ (known * each), links.shares.T @ each
        parted = csr_array(links.shares * split).T @ each
    lacking = _lacking(links, present, weights)
    gone = _none(links)[:, None] | (lacking > most_missing + SLACK) | ~(sum_weights > 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        average = np.where(gone, np.nan, total / sum_weights)
    none = np.zeros(values.shape[1])
    return Moved(average, _share(parted, sum_weights, gone), lacking, none, none)


def unweighted(links: Links) -> Array:
    """Tell the targets whose rates need weights that are not known: several sources and no amounts, (M,) bool."""
    count = np.bincount(entries(links.shares)[1], minlength=len(links.target.ids))
    return (count > 1) if links.amounts is None else np.zeros(len(count), dtype=bool)


def _lacking(links: Links, present: Array, weights: Array | None) -> Array:
    """Return the share of each target that belongs to sources without a value (M, K): by weights where these are known
    for all its sources, by amounts else; all of it where neither is known.
    """
    absent = (~present).astype(np.float64)
    if not absent.any():
        return np.zeros((len(links.target.ids), present.shape[1]))
    back = gains(links)
    if back is not None:
        by_amount = like(back, np.nan_to_num(back.data)).T @ absent
    else:
        by_amount = np.minimum(_plain(links).T @ absent, 1.0)
    if weights is None:
        return np.asarray(by_amount)
    unknown = np.isnan(weights).astype(np.float64)
    each = np.nan_to_num(weights)
    total = links.shares.T @ each
    usable = (_plain(links).T @ unknown == 0) & (total > 0)
    by_weight = links.shares.T @ (each * absent) / np.where(total > 0, total, 1.0)
    return np.asarray(np.where(usable, by_weight, by_amount))


def _plain(links: Links) -> csr_array:
    return like(links.shares, np.ones(links.shares.nnz))


def _none(links: Links) -> Array:
    return np.asarray(np.bincount(entries(links.shares)[1], minlength=len(links.target.ids)) == 0)


def _nothing(shares: csr_array, present: Array) -> Array:
    return np.asarray(like(shares, np.ones(shares.nnz)).T @ present.astype(np.float64) == 0)


def _share(part: Array, whole: Array, gone: Array) -> Array:
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(whole > 0, part / whole, 0.0)
    return np.asarray(np.where(gone, np.nan, np.clip(share, 0.0, 1.0)))
