"""The fence around a study: it reads and writes below its own folder, and what the user allows beside it.

A study may come from a stranger, and a file that it names may name others (a virtual raster, a link). Each is looked at
before anything of it is opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gisplug.core.access.described import disguised, named_in
from gisplug.core.database.address import is_address
from gisplug.core.errors import ParameterError
from gisplug.core.identity.family import family
from gisplug.core.messages import message
from gisplug.core.shelves import shelf

_IN_ARCHIVE = re.compile(r"^(?:/vsi(?:zip|tar|gzip|7z|rar)/|zip://)+", re.IGNORECASE)
_VIRTUAL = re.compile(r"^/vsi", re.IGNORECASE)
_URL = re.compile(r"^[a-z][a-z0-9+.-]*:/{1,2}", re.IGNORECASE)
_FORM = re.compile(r"^[a-z][a-z0-9_]+:(?![/\\])", re.IGNORECASE)  # "WFS:...": a driver of GDAL's and what it opens
_SHARE = re.compile(r"^(?:\\\\|//)[^\\/]")
_DRIVE = re.compile(r"^[a-z]:[\\/]", re.IGNORECASE)
SHELVES = ("layers", "rasters")
_ENDS = "/\\?|#&:;= "  # signs that end a name in an address


@dataclass(frozen=True)
class Fence:
    """Folders and addresses that may be reached. `home` is the folder of the study, `allowed` what the user named."""

    home: Path
    allowed: tuple[str, ...] = ()

    @cached_property
    def folders(self) -> tuple[Path, ...]:
        """The folders that are open, without links, those that gisplug brings along among them."""
        named = (Path(a).expanduser() for a in self.allowed if not is_elsewhere(a))
        return tuple(folder.resolve() for folder in (self.home, *map(shelf, SHELVES), *named))

    @property
    def network(self) -> bool:
        """Whether an address is allowed, so that GDAL may ask the network."""
        return any(is_elsewhere(a) for a in self.allowed)

    def check(self, source: str, seen: frozenset[str] = frozenset()) -> None:
        """Refuse a source that a study names, or one that this names in turn, if it lies outside.

        Parameters
        ----------
        source
            What is to be opened or written: a file, a folder, a pattern, a member of an archive, an address.
        seen
            Virtual rasters that led here.

        Raises
        ------
        ParameterError
            Naming the path and what to allow.
        """
        self._check_name(source)
        for path in family(_stem(source)):
            self._inside(path, source)
            disguised(path)
            for named in () if str(path) in seen else named_in(path):
                self.check(named, seen | {str(path)})

    def _check_name(self, source: str) -> None:
        text = self._as_written(source)
        if is_elsewhere(text):
            self._allowed_address(text)
            return
        plain = self._as_written(_IN_ARCHIVE.sub("", text).partition("!")[0])
        if not plain:
            return
        if is_elsewhere(plain):
            self._allowed_address(plain)
        else:
            self._inside(Path(_stem(plain)), source)

    def _as_written(self, source: str) -> str:
        """Return a source as the study has it: an address that was put behind the folder of the study is one."""
        begin = f"{self.home}/"
        inner = source[len(begin) :] if source.startswith(begin) else source
        return inner if is_elsewhere(inner) else source

    def _allowed_address(self, text: str) -> None:
        if any(_begins_with(_same(text), _same(a)) for a in self.allowed if is_elsewhere(a)):
            return
        raise ParameterError(
            message(
                "{source} is an address outside this computer's folders, and a study reaches those only if you allow "
                "it. If you trust the study, run it with --allow {mend} (in QGIS: Allowed paths).",
                source=_shown(text),
                mend=_begin(text),
            )
        )

    def _inside(self, path: Path, source: str) -> None:
        whole = path.resolve()
        if any(whole == folder or whole.is_relative_to(folder) for folder in self.folders):
            return
        raise ParameterError(
            message(
                "{source} lies outside the folder of the study ({path}). A study reads and writes only below its own "
                "folder unless you allow more. If you trust it, run it with --allow {folder} (in QGIS: Allowed paths).",
                source=source,
                path=whole,
                folder=whole if whole.is_dir() else whole.parent,
            )
        )


def is_elsewhere(text: str) -> bool:
    """Return whether a source is an address rather than a path: of the network, a database, another computer's share,
    or a form of GDAL's that opens something else ("/vsicurl/...", "WFS:...").
    """
    if is_address(text) or _SHARE.match(text):
        return True
    if _IN_ARCHIVE.match(text) or _DRIVE.match(text):
        return False
    return bool(_VIRTUAL.match(text) or _URL.match(text) or _FORM.match(text))


def paths_allowed(given: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return what the user allows: one text, with semicolons between several, or a list."""
    texts = given.split(";") if isinstance(given, str) else [str(g) for g in given or ()]
    return tuple(text.strip() for text in texts if text.strip())


def _stem(source: str) -> str:
    """Return the part of a pattern that stands before its first gap, so that the folder is looked at."""
    gap = min((source.find(sign) for sign in "{*?[" if sign in source), default=-1)
    if gap < 0 or Path(source).exists():
        return source
    return source[:gap].rpartition("/")[0] or "."


def _same(address: str) -> str:
    """Return an address as it is compared: without a user, one slash after the colon, because paths lose the second."""
    return re.sub(r":/+", ":/", _shown(address)).lower()


def _begins_with(address: str, allowed: str) -> bool:
    """Whether an address begins with one allowed, up to the end of a name: not example.org.net by example.org."""
    if not address.startswith(allowed):
        return False
    after = address[len(allowed) :][:1]
    return not after or after in _ENDS or allowed[-1:] in _ENDS


def _begin(text: str) -> str:
    """Return the beginning of an address that names whom it asks: "https://example.org/"; of a form of GDAL's that
    opens something else, such as "WFS:https://...", all.
    """
    if _FORM.match(text) and not is_address(text):
        return _shown(text)
    found = re.match(
        r"^((?:/vsi\w+/)?(?:[a-z][\w+.-]*:/{1,2}|//|\\\\)?[^/\\?|\s]+[/\\]?|/vsi\w+/)", text, re.IGNORECASE
    )
    return _shown(found[1] if found and found[1] else text)


def _shown(text: str) -> str:
    """Return an address without the name and password before its host."""
    return re.sub(r"//[^/@]*@", "//", text)


def each_of(source: str) -> Iterator[str]:
    """Yield the sources in "a.tif; b.tif", each without the layer behind its bar."""
    for part in [source] if Path(source).exists() else source.split(";"):
        text = part.strip()
        yield text if is_address(text) else text.partition("|")[0]
