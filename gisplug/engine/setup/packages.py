"""The environment and the locked packages in it. Where they come from is decided by the configuration of pip on this
computer (its files, PIP_* variables, mirrors, proxies, certificates), by the index of the plan, or by a wheel folder.
"""

from __future__ import annotations

import importlib.util
import re
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Callable, Optional

from gisplug.core.errors import EngineError
from gisplug.core.machine import private_environment
from gisplug.core.machine.programs import run_program
from gisplug.core.progress import Progress
from gisplug.engine.interpreters import clean_environment
from gisplug.engine.setup.plan import Plan, pip_wheel
from gisplug.engine.words import said

INSTALL = (
    *("install", "--only-binary", ":all:", "--require-hashes", "--no-deps", "--no-input"),
    *("--disable-pip-version-check", "--no-warn-script-location", "--progress-bar", "off", "--no-compile"),
)
TRIM = Path(__file__).with_name("trim.py")
# Runs the pip that ensurepip carries, as ensurepip does, but without installing it: seconds and a package less.
BUNDLED_PIP = """
import ensurepip, pathlib, runpy, sys, sysconfig
places = [sysconfig.get_config_var("WHEEL_PKG_DIR"), pathlib.Path(ensurepip.__file__).parent / "_bundled"]
wheels = [wheel for place in places if place for wheel in sorted(pathlib.Path(place).glob("pip-*.whl"))]
if wheels:
    sys.path.insert(0, str(wheels[-1]))
else:
    ensurepip.bootstrap()
runpy.run_module("pip", run_name="__main__", alter_sys=True)
"""


def make_environment(plan: Plan, progress: Progress) -> None:
    """Make an environment without pip; so it works where the base has no ensurepip (Debian).

    Raises
    ------
    EngineError
        If the base cannot make one.
    """
    command = [plan.base.path, "-I", "-m", "venv", "--without-pip", str(plan.folder)]
    _run(command, progress)


def install_packages(plan: Plan, progress: Progress) -> None:
    """Install the locked packages, each checked by its hash.

    Raises
    ------
    EngineError
        If the index cannot be reached, or a package is not there or not the expected one.
    """
    command = [*_pip(plan), *INSTALL]
    for lock in private_environment.locks(plan.extras):
        command += ["-r", str(lock)]
    if plan.wheels is not None:
        command += ["--no-index", "--find-links", str(plan.wheels)]
    elif plan.index:
        command += ["--index-url", plan.index]
    command += _anew(_packages_of(plan.folder), plan.extras)
    seen = [0]

    def hear(line: str) -> None:
        if line.startswith("Collecting "):
            seen[0] += 1
            progress.update(0.75 * seen[0] / plan.packages, line.split(" (from")[0])
        elif line.startswith("Installing collected"):
            progress.update(0.8, said("Installing packages"))

    _run(command, progress, hear, {"https_proxy": plan.proxy, "http_proxy": plan.proxy} if plan.proxy else {})
    progress.update(0.9, said("Compiling packages"))
    _run([str(private_environment.python_of(plan.folder)), "-I", str(TRIM)], progress)


def install_here(extras: Sequence[str], progress: Progress, wheels: str = "", index: str = "") -> None:
    """Install the locked packages of extras into the Python that runs, each checked by its hash.

    Raises
    ------
    EngineError
        If the index cannot be reached, or a package is not there or not the expected one.
    """
    own = ["-m", "pip"] if importlib.util.find_spec("pip") else ["-I", "-c", BUNDLED_PIP]
    command = [sys.executable, *own, *(word for word in INSTALL if word != "--no-compile")]
    for lock in private_environment.locks(extras)[1:]:
        command += ["-r", str(lock)]
    if wheels:
        command += ["--no-index", "--find-links", wheels]
    elif index:
        command += ["--index-url", index]
    command += _anew([Path(sysconfig.get_path("purelib"))], extras)
    _run(command, progress, lambda line: progress.info(line) if line.startswith("Collecting ") else None)


def _anew(places: Sequence[Path], extras: Sequence[str]) -> list[str]:
    """Return the word by which pip puts locked packages over those there, where an installation was broken off.

    pip takes a package for installed as soon as its metadata are there, which may come before its modules; the file
    INSTALLER comes last.
    """
    locked = set()
    for lock in private_environment.locks(extras):
        for line in lock.read_text(encoding="utf-8").splitlines():
            locked.add(_plain(line.partition("==")[0]))
    for place in places:
        for found in place.glob("*.dist-info"):
            if _plain(found.name.partition("-")[0]) in locked and not (found / "INSTALLER").is_file():
                return ["--ignore-installed"]
    return []


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name.strip()).lower()


def _packages_of(environment: Path) -> list[Path]:
    return [*environment.glob("lib/python*/site-packages"), *environment.glob("Lib/site-packages")]


def _pip(plan: Plan) -> list[str]:
    """Return the words that start a pip for the environment: ensurepip's, the base's own, or the wheel folder's."""
    python = str(private_environment.python_of(plan.folder))
    if plan.base.ensurepip:
        return [python, "-I", "-c", BUNDLED_PIP]
    if plan.base.pip:
        return [plan.base.path, "-I", "-m", "pip", "--python", python]
    wheel = pip_wheel(plan.wheels)
    if wheel is None:
        raise EngineError(plan.base.without_pip())
    return [python, "-I", str(wheel / "pip")]  # a wheel runs without being installed


def _run(
    command: Sequence[str],
    progress: Progress,
    hear: Callable[[str], object] = lambda line: None,
    more: Optional[Mapping[str, str]] = None,
) -> None:
    try:
        ended = run_program(command, progress, hear, {**clean_environment(), **(more or {})})
    except OSError as problem:
        raise EngineError(said("Cannot start {program}: {why}.", program=command[0], why=problem.strerror)) from problem
    if ended.code != 0:
        raise EngineError(_why(command, "\n".join(ended.last)))


def _why(command: Sequence[str], text: str) -> str:
    """Return what went wrong in a sentence with its mend, then the last words of the program."""
    online = "install" in command and "--no-index" not in command
    if online and re.search(r"(?i)connection|resolve|timed out|proxy|ssl|network|from versions: none", text):
        told = said(
            "The package index cannot be reached; nothing was installed. Check the network and the proxy (Settings > "
            "Options > Network), name another package index, or install without a network from a folder of wheels."
        )
    elif re.search(r"(?i)no matching distribution|hash", text):
        told = said(
            "A locked package was not found or is not the expected one; nothing was installed. Choose another "
            "Python to start from, or another source."
        )
    else:
        name = Path(command[0]).name
        told = said("{program} failed; nothing was installed. Its last words were:", program=name)
    return f"{told}\n{text}"
