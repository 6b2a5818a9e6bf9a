"""Blocks of near units: cells of a grid of equal sides, or groups of as many neighbours each."""

from __future__ import annotations

import numpy as np

from gisplug.numbers.space.conley import EARTH, on_sphere


def grid_blocks(places: np.ndarray, side: float) -> np.ndarray:
    """Return the cell of a grid in which each unit lies, (U,) codes from 0.

    Rows of cells are `side` km high from the southernmost unit on; their columns are `side` km wide at the middle of
    the row, from the westernmost unit on. A gap of longitudes that no unit lies in bounds the units to the west.

    Parameters
    ----------
    places : (U, 2) longitude and latitude in degrees
    side : km
    """
    degree = np.pi / 180 * EARTH  # km
    south = places[:, 1].min()
    row = np.floor((places[:, 1] - south) * degree / side)
    middle = np.radians(np.clip(south + (row + 0.5) * side / degree, -89.0, 89.0))
    column = np.floor(_eastward(places[:, 0]) * degree * np.cos(middle) / side)
    return np.asarray(np.unique(np.column_stack([row, column]), axis=0, return_inverse=True)[1].ravel())


def _eastward(lon: np.ndarray) -> np.ndarray:
    """Return degrees east of the western end (U,): the end of the widest gap of longitudes."""
    sorted_ = np.sort(lon % 360)
    gaps = np.diff(np.r_[sorted_, sorted_[0] + 360])
    west = sorted_[(int(np.argmax(gaps)) + 1) % len(sorted_)]
    return np.asarray((lon - west) % 360)


def compact_blocks(places: np.ndarray, size: int) -> np.ndarray:
    """Return groups of about `size` neighbouring units, (U,) codes from 0.

    Units are cut in two across their longest extent, again and again, until groups are small enough; groups differ by
    one unit at most where their number is a power of two, by few otherwise.

    Parameters
    ----------
    places : (U, 2) longitude and latitude in degrees
    """
    points = on_sphere(places)
    found = np.empty(len(points), dtype=int)
    waiting, made = [(np.arange(len(points)), max(round(len(points) / size), 1))], 0
    while waiting:
        own, parts = waiting.pop()
        if parts == 1:
            found[own], made = made, made + 1
            continue
        centred = points[own] - points[own].mean(axis=0)
        axis = np.linalg.svd(centred, full_matrices=False)[2][0]
        order = own[np.argsort(centred @ (axis * np.sign(axis[np.argmax(np.abs(axis))])), kind="stable")]
        left = parts // 2
        cut = round(len(own) * left / parts)
        waiting += [(order[cut:], parts - left), (order[:cut], left)]
    return np.unique(found, return_inverse=True)[1]
