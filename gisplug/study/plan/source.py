"""A study file as read: its data, and on which line each part stands."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gisplug.core.errors import StudyError
from gisplug.core.messages import joined, message
from gisplug.core.output.system_errors import Doing, Kind, kind_of, said_of


@dataclass(frozen=True)
class Source:
    """A study file. `data` is the parsed TOML, `text` what was read."""

    path: Path
    data: Mapping[str, Any]
    text: str

    @property
    def folder(self) -> Path:
        """Folder of the file; paths in it are relative to that."""
        return self.path.parent

    def line(self, section: str, place: int = 0, key: str = "") -> int:
        """Return the line (from 1) of a key of the `place`-th table of that name; the table's line without a key; 0
        if unknown.
        """
        header = re.compile(
            r"^\s*\[\[?\s*" + r"\s*\.\s*".join(_name(part) for part in section.split(".")) + r"\s*\]\]?\s*(#.*)?$"
        )
        seen, inside, start = -1, False, 0
        for number, text in enumerate(self.text.splitlines(), start=1):
            if re.match(r"^\s*\[", text) and not _in_value(text):
                inside = bool(header.match(text))
                seen += inside
                if inside and seen == place:
                    start = number
            elif inside and seen == place and key and re.match(rf"^\s*{_name(key)}\s*[=.]", text):
                return number
        return start

    def at(self, section: str, place: int = 0, key: str = "") -> str:
        """Return "study.toml, line 12" for messages."""
        line = self.line(section, place, key)
        return message("{path}, line {line}", path=self.path.name, line=line) if line else self.path.name

    def refuse(self, section: str, place: int, key: str, problem: str) -> StudyError:
        """Return the error about one key."""
        return StudyError(message("{at}: {problem}", at=self.at(section, place, key), problem=problem))

    def listed(self, section: str, place: int, key: str, value: Any, *kinds: type) -> list[Any]:
        """Return a value that may be one, or a list, as a list.

        Parameters
        ----------
        kinds
            Types of what is listed; text where none is named.

        Raises
        ------
        StudyError
            If it is of another type.
        """
        wanted = kinds or (str,)
        items = value if isinstance(value, list) else [value]
        wrong = [item for item in items if not isinstance(item, wanted) or isinstance(item, bool)]
        if wrong:
            kind = message("a table {{ ... }}") if Mapping in wanted else message('text in "quotes"')
            raise self.refuse(
                section,
                place,
                key,
                message(
                    "{key} is {kind} or a list of such; {wrong!r} was given instead.",
                    key=key,
                    kind=kind,
                    wrong=wrong[0],
                ),
            )
        return list(items)

    def unknown(self, section: str, place: int, given: Iterable[str], known: Iterable[str], what: str = "") -> None:
        """Refuse keys that are not known, naming those that look alike."""
        allowed = list(known)
        for key in given:
            if key not in allowed:
                shown = what or f"[{section}]"
                raise self.refuse(
                    section,
                    place,
                    key,
                    message(
                        "{shown} has no key {key!r}.{alike} It takes: {allowed}.",
                        shown=shown,
                        key=key,
                        alike=alike(key, allowed),
                        allowed=", ".join(allowed),
                    ),
                )


def read_source(path: str | Path) -> Source:
    """Read a study file (UTF-8 TOML).

    Raises
    ------
    StudyError
        If it cannot be read or is not TOML; with the line.
    """
    file = Path(path)
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        if kind_of(problem) is not Kind.MISSING:
            raise StudyError(said_of(problem, file, Doing.READING)) from problem
        raise StudyError(
            message(
                "Cannot read the study file {file}: {strerror}. `gisplug new-study` writes one to start from.",
                file=file,
                strerror=problem.strerror,
            )
        ) from problem
    except UnicodeDecodeError as problem:
        raise StudyError(
            message("{file} is not UTF-8 text. Save it as UTF-8 in your editor.", file=file.name)
        ) from problem
    try:
        return Source(file.resolve(), tomllib.loads(text), text)
    except tomllib.TOMLDecodeError as problem:
        found = re.search(r"at line (\d+)", str(problem))
        where = message("{file}, line {found}", file=file.name, found=found[1]) if found else file.name
        shown = (
            text.splitlines()[int(found[1]) - 1].strip() if found and int(found[1]) <= len(text.splitlines()) else ""
        )
        paths = message("; write Windows paths with / or in 'single quotes'") if "\\" in shown else ""
        raise StudyError(
            message(
                '{where}: {problem}: {shown!r}. Text stands in "quotes", lists in [brackets], each key once{paths}.',
                where=where,
                problem=re.sub(r" *[(]at line.*", "", str(problem)),
                shown=shown,
                paths=paths,
            )
        ) from problem


def alike(name: str, known: Iterable[str]) -> str:
    """Return " Did you mean x?" or nothing."""
    close = difflib.get_close_matches(str(name), list(known), n=2, cutoff=0.55)
    return message(" Did you mean {close}?", close=joined(message(" or "), close)) if close else ""


def _name(part: str) -> str:
    return rf"""["']?{re.escape(part)}["']?"""


def _in_value(text: str) -> bool:
    """Whether a line that starts with [ is part of a list rather than a table's head."""
    return not re.match(r"^\s*\[\[?[^\[\],]+\]\]?\s*(#.*)?$", text)
