"""How a message names an option, so that whoever reads it can follow: as Python, command line, study file or dialog.

Standard library only. Messages that several faces print name options by `option`; a test holds that each face has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from gisplug.core.messages import message

Face = Literal["python", "command", "study", "dialog"]
_FACE: ContextVar[Face] = ContextVar("face", default="python")


@dataclass(frozen=True)
class Option:
    """An option that several faces have.

    `label` is what dialogs call it, `section` where a study file has it, `python` how Python writes it where that is
    not name=value.
    """

    label: str
    section: str
    python: str = ""


OPTIONS = {
    "match": Option("Units that do not match", "[panel]"),
    "aliases": Option("Aliases", "[panel]"),
    "unbalanced": Option("Absent rows", "[panel]", "unbalanced=True"),
    "wide": Option("Wide table", "[panel]"),
    "extra_units": Option("Units without data", "[model]", "Weights.align(ids, drop={value!r})"),
}


WAYS: dict[str, dict[Face, str]] = {
    "borders": {
        "python": "reborder",
        "command": "gisplug panel-reborder",
        "study": "[reborder]",
        "dialog": message("the tool 'Panel on the borders of one year'"),
    },
    "ids of weights": {
        "python": "ids=...",
        "command": "gisplug weights-convert ... --table FILE --unit FIELD",
        "study": message("a [panel], whose order is taken"),
        "dialog": message("the tool 'Convert weights' with a table of ids"),
    },
}


def way(to: str) -> str:
    """Return what does a thing, as the face at work calls it.

    Raises
    ------
    KeyError
        If it is not one of `WAYS`.
    """
    return WAYS[to][_FACE.get()]


def way_to_add(extra: str) -> str:
    """Return how an extra of the engine (`core.machine.extras`) is added, as the face at work does it."""
    if _FACE.get() == "dialog":
        return message("choose 'Add extras' in the tool 'Set up engine' and tick {extra}", extra=extra)
    return f"`gisplug engine add {extra}`"


@contextmanager
def speaking_to(face: Face) -> Iterator[None]:
    """Name options as this face writes them, for as long as this lasts."""
    token = _FACE.set(face)
    try:
        yield
    finally:
        _FACE.reset(token)


def option(name: str, value: str) -> str:
    """Return an option with its value as the face at work writes it: match='common', --match common, ...

    Raises
    ------
    KeyError
        If it is not one of `OPTIONS`.
    """
    known, face = OPTIONS[name], _FACE.get()
    if face == "command":
        return f"--{name.replace('_', '-')} {value}"
    if face == "study":
        return message('{name} = "{value}" in {section}', name=name, value=value, section=known.section)
    if face == "dialog":
        return message("{label} = {value}", label=known.label, value=value)
    return known.python.format(value=value) if known.python else f"{name}={value!r}"
