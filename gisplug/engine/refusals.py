"""What the client says of an engine of another version and of an answer that is an error. Standard library, 3.9."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.errors import Cancelled, EngineError, error_named
from gisplug.engine.interpreters import Interpreter, how
from gisplug.engine.protocol import LEAST_PYTHON
from gisplug.engine.words import said


def misfit(interpreter: Interpreter, hello: Mapping[str, Any], own: str) -> str:
    """Return what to say of a worker that is not of this version, or whose Python is too old."""
    if hello.get("protocol") == 0:
        least = ".".join(map(str, LEAST_PYTHON))
        told = said(
            "The engine's Python {path!r}, named by {origin}, is version {python}; gisplug needs {least} or newer.",
            path=interpreter.path,
            origin=interpreter.origin,
            python=hello.get("python"),
            least=least,
        )
        return f"{told} {how()}"
    return said(
        "The engine answers as gisplug {other}, but this is gisplug {own}. Restart QGIS; it was probably updated "
        "while running.",
        other=hello.get("version", "?"),
        own=own,
    )


def raised(answer: Mapping[str, Any]) -> Exception:
    """Return the error that an answer tells: by its own class where gisplug knows it."""
    kind, text = str(answer.get("kind")), str(answer.get("text"))
    if kind == "Cancelled":
        return Cancelled()
    known = error_named(kind)
    if known is not None:
        return known(text)
    if kind == "MemoryError":
        return EngineError(
            said(
                "The memory of this computer does not suffice for this calculation ({why}). Close other programs, "
                "or use fewer units, "
                "periods, permutations or draws.",
                why=text or "MemoryError",
            )
        )
    if kind == "ImportError":
        return EngineError(
            said(
                "The engine's Python lacks something gisplug needs ({why}). Choose Repair in 'Set up engine'.",
                why=text,
            )
        )
    told = said("gisplug met an error that it should not: {why}. Please report it with what follows.", why=text)
    return EngineError(f"{told}\n{answer.get('trace', '')}")
