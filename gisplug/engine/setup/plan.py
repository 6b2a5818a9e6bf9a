"""What an installation would do: what, from where, with which Python, to where, how large. Nothing is changed here."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional

from gisplug.core.errors import EngineError, ParameterError
from gisplug.core.machine import private_environment
from gisplug.core.machine.extras import EXTRAS, known
from gisplug.engine.setup.find_python import Base, find_base
from gisplug.engine.words import said

DOWNLOAD_MB, DISK_MB = 180, 580  # without extras; seen on Linux with Python 3.11


@dataclass(frozen=True)
class Plan:
    """What would be installed, from where, to where."""

    folder: Path
    base: Base
    packages: int
    wheels: Optional[Path] = None
    index: str = ""
    proxy: str = field(default="", repr=False)
    extras: tuple[str, ...] = ()

    @property
    def megabytes(self) -> int:
        """What it takes on disk, in MB."""
        return DISK_MB + sum(EXTRAS[extra].megabytes for extra in self.extras)

    def __str__(self) -> str:
        source = self.index or said("the package index that pip is configured for on this computer")
        if self.wheels:
            source = said("the wheel folder {folder} (no network)", folder=self.wheels)
        if self.proxy:
            source = said("{source}, through the proxy", source=source)
        more = said(" With the extras {extras}.", extras=", ".join(self.extras)) if self.extras else ""
        return "\n".join(
            (
                said(
                    "What: {count} locked packages (NumPy, SciPy, pandas, GeoPandas, rasterio and others), each "
                    "checked by its hash.",
                    count=self.packages,
                )
                + more,
                said("From: {source}.", source=source),
                said(
                    "With: Python {version} ({path}).",
                    version=".".join(map(str, self.base.version)),
                    path=self.base.path,
                ),
                said(
                    "Where: {folder}. Nothing outside this folder changes; QGIS's own Python is not touched.",
                    folder=self.folder,
                ),
                said(
                    "How large: about {download} MB to download, {disk} MB on disk. It can be removed with the same "
                    "tool.",
                    download=DOWNLOAD_MB * self.megabytes // DISK_MB,
                    disk=self.megabytes,
                ),
            )
        )


def planned(
    wheels: str = "",
    index: str = "",
    proxy: str = "",
    base: str = "",
    folder: Optional[Path] = None,
    extras: Optional[Sequence[str]] = None,
) -> Plan:
    """Find out what an installation would do, without doing anything.

    Parameters
    ----------
    wheels, index, proxy, base
        A folder of wheels, a package index, the proxy, the Python to start from; empty to have them found.
    folder
        Where; the private environment by default.
    extras
        Names of `core.machine.extras`; by default those that the engine there has.

    Raises
    ------
    EngineError
        If no Python to start from is found, it cannot install packages, or the disk is too full.
    ParameterError
        If the wheel folder holds no wheels.
    """
    place = Path(private_environment.folder()) if folder is None else folder
    if wheels and not any(Path(wheels).glob("*.whl")):
        raise ParameterError(
            said(
                "The folder {folder} holds no wheels (*.whl). `pip download -r engine.txt -d FOLDER` fills one.",
                folder=wheels,
            )
        )
    chosen = tuple(known(list(private_environment.extras_of(place) if extras is None else extras)))
    need = 1.3 * (DISK_MB + sum(EXTRAS[extra].megabytes for extra in chosen))
    free = shutil.disk_usage(next(p for p in (place, *place.parents) if p.exists())).free / 2**20
    if free < need:
        raise EngineError(
            said(
                "Only {free:.0f} MB are free where the engine would go ({place}); it needs {need:.0f} MB while "
                "installing.",
                free=free,
                place=place,
                need=need,
            )
        )
    source = Path(wheels) if wheels else None
    start = find_base(base, pip_at_hand=pip_wheel(source) is not None)
    texts = [lock.read_text(encoding="utf-8") for lock in private_environment.locks(chosen)]
    lines = [line for text in texts for line in text.splitlines()]
    return Plan(place, start, sum("==" in line for line in lines), source, index, proxy, chosen)


def pip_wheel(wheels: Optional[Path]) -> Optional[Path]:
    """Return the newest pip of a wheel folder, if there is one."""
    return max(wheels.glob("pip-*.whl"), default=None) if wheels is not None else None
