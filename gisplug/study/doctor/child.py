"""Asking a second process, in which a package that crashes, hangs or ends the interpreter does no harm here."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gisplug.core.machine.paths import shown
from gisplug.core.machine.programs import Ended, run_program
from gisplug.core.progress import Progress

PATIENCE = 120.0  # seconds for one question; the first import from a cold disk takes up to ten
# Loads this very copy of gisplug by its path, whatever else is installed.
BOOT = """
import importlib.util, json, os, sys
given = json.load(sys.stdin)
sys.path[:] = given["path"]
spec = importlib.util.spec_from_file_location(
    "gisplug", os.path.join(given["home"], "__init__.py"), submodule_search_locations=[given["home"]])
sys.modules["gisplug"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sys.modules["gisplug"])
from gisplug.study.doctor.probes import main
main(given["questions"])
"""


@dataclass(frozen=True)
class Answer:
    """What was found, or the error in one line and the package in which it happened, where that is known."""

    found: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    cause: str = ""


def can_ask() -> bool:
    """Whether this process runs in a Python that can be started again; inside QGIS it is QGIS."""
    return re.search(r"python[\d.]*(\.exe)?$", Path(sys.executable or "").name, re.IGNORECASE) is not None


def asked(questions: Sequence[str], progress: Progress, patience: float = PATIENCE) -> dict[str, Answer]:
    """Return the answer to every question (see `probes`).

    A question that ends the process, or gets no answer in time, is answered with what happened; the ones after it go
    to a new process.
    """
    answers: dict[str, Answer] = {}
    while len(answers) < len(questions):
        left = [question for question in questions if question not in answers]
        ended = _round(left, answers, len(questions), progress, patience)
        open_ones = [question for question in left if question not in answers]
        if open_ones:
            answers[open_ones[0]] = Answer(error=_how(ended, patience))
    return answers


def _round(
    questions: Sequence[str], answers: dict[str, Answer], whole: int, progress: Progress, patience: float
) -> Ended:
    """Start one process and collect what it answers, in the order of the questions."""

    def hear(line: str) -> None:
        try:
            said = json.loads(line)
        except ValueError:
            return  # a library that prints
        if isinstance(said, dict) and said.get("question") in questions:
            answers[said["question"]] = Answer(said["found"], shown(said["error"]), said["cause"])
            progress.update(len(answers) / whole, said["question"].removeprefix("import "))

    home = str(Path(__file__).resolve().parents[2])
    given = json.dumps({"path": sys.path, "home": home, "questions": list(questions)})
    command = [sys.executable, "-I", "-X", "utf8", "-c", BOOT]
    return run_program(command, progress, hear, given=given, patience=patience, group=False)


def _how(ended: Ended, patience: float) -> str:
    if ended.silent:
        return f"gave no answer within {patience:.0f} seconds"
    if ended.code < 0:
        return f"crashed (signal {-ended.code})"
    last = next((line for line in reversed(ended.last) if line.strip() and not line.startswith("{")), "")
    return shown(f"ended the process (code {ended.code}) {last}".rstrip())
