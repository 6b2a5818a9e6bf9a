"""A file that a study read, as a package names it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Dataset:
    """A file that the study read.

    Attributes
    ----------
    name : as seen from the study file
    sha256 : of its content
    member : its place in the zip; "" where it is not in it
    shelf : whether gisplug brings it along
    """

    name: str
    sha256: str
    member: str = ""
    shelf: bool = False
