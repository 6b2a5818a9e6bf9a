"""Paths as they may be shown to others: the home folder, whose name tells who somebody is, as ~."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path


def shown(text: object, environ: Mapping[str, str] | None = None) -> str:
    """Return a text, such as a path or the message of an error, with the home folder as ~ wherever it stands."""
    told = str(text)
    for home in sorted(set(_homes(os.environ if environ is None else environ)), key=len, reverse=True):
        told = re.sub(rf"{re.escape(home)}(?![\w.-])", "~", told, flags=re.IGNORECASE if home[1] == ":" else 0)
    return told


def _homes(env: Mapping[str, str]) -> Iterator[str]:
    """Yield the home folder under its names: as set, as the system knows it, without links, with both slashes."""
    named = [env.get("USERPROFILE", ""), env.get("HOME", "")]
    with suppress(RuntimeError):  # no home is known
        named.append(str(Path.home()))
    for home in named:
        plain = home.rstrip("/\\")
        if len(plain) < 2:  # "/" stands in every path
            continue
        yield from (plain, plain.replace("\\", "/"), plain.replace("\\", "\\\\"), os.path.realpath(plain))
