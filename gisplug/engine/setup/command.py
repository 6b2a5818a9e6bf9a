"""`gisplug engine`: which extras this Python has, and adding some."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from gisplug.core.machine.extras import EXTRAS, known, present
from gisplug.core.machine.private_environment import extras_of, folder
from gisplug.core.messages import spoken
from gisplug.core.progress import Progress
from gisplug.engine.setup.install import add
from gisplug.engine.setup.packages import install_here
from gisplug.engine.setup.plan import planned
from gisplug.engine.words import said


def answer(words: Sequence[str], progress: Progress) -> str:
    """List the extras, or add those that are named; return what to print.

    Raises
    ------
    ParameterError, EngineError
        If there is no such extra, or it cannot be had.
    """
    asked = parser().parse_args(words)
    if asked.what == "list":
        return "\n".join(map(_line, EXTRAS))
    names = known(asked.extras or ["all"])
    if asked.qgis:
        had = extras_of(Path(folder()))
        add(planned(wheels=asked.wheels, index=asked.index, extras=known([*had, *names])), progress)
    else:
        install_here(names, progress, wheels=asked.wheels, index=asked.index)
    return said("The extras are added: {extras}", extras=", ".join(names))


def _line(name: str) -> str:
    state = said("there") if present(name) else said("not there")
    return f"{name:<10}{state:<12}{EXTRAS[name].megabytes:>5} MB  {spoken(EXTRAS[name].use)}"


def parser() -> argparse.ArgumentParser:
    """Return the parser of the verb."""
    made = argparse.ArgumentParser(
        prog="gisplug engine",
        description=said(
            "List the extras, packages that few tools need and that gisplug comes without, or add some by name; each "
            "package is locked and checked by its hash."
        ),
    )
    made.add_argument("what", choices=("list", "add"), nargs="?", default="list")
    made.add_argument("extras", nargs="*", metavar="EXTRA", help=f"{', '.join(EXTRAS)}; all")
    made.add_argument("--qgis", action="store_true", help=said("to the engine of QGIS instead of this Python"))
    made.add_argument("--wheels", default="", metavar="DIR", help=said("folder of wheels, without a network"))
    made.add_argument("--index", default="", metavar="URL", help=said("package index to use"))
    return made
