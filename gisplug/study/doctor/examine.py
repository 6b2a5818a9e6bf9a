"""The whole examination, in the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gisplug.core.progress import SILENT, Progress
from gisplug.study.doctor.child import Answer, asked, can_ask
from gisplug.study.doctor.drivers import QUESTIONS, drivers, parallel, pictures
from gisplug.study.doctor.engine import engine
from gisplug.study.doctor.finding import PROBLEM, Finding, mark
from gisplug.study.doctor.machine import machine, software
from gisplug.study.doctor.packages import IMPORTS, OPTIONAL, PACKAGES, installed, packages

NO_PYTHON = mark("Run `gisplug doctor` on the command line, or the tool in QGIS's Processing toolbox.")


def examined(progress: Progress = SILENT) -> list[Finding]:
    """Examine this installation. Nothing is changed, and nothing but the standard library is imported here.

    Parameters
    ----------
    progress
        Moves with each package that was loaded in a second process.
    """
    found = [*software(), *machine(), *engine()]
    if not can_ask():
        return [*found, Finding(PACKAGES, PACKAGES, "not looked at", PROBLEM, NO_PYTHON)]
    return [*found, *_of_packages(asked(_questions(), progress))]


def _questions() -> list[str]:
    modules = [*IMPORTS.values(), *(module for name, module in OPTIONAL.items() if installed(name))]
    return [*(f"import {module}" for module in modules), *QUESTIONS]


def _of_packages(answers: Mapping[str, Answer]) -> Iterator[Finding]:
    yield from packages(answers)
    yield from drivers(answers)
    yield from pictures(answers)
    yield from parallel(answers)
