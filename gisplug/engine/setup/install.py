"""Make, verify, repair and remove the private environment of the engine. Standard library only, Python 3.9.

Nothing here runs unless the user asks for it. Everything goes into one folder (`places.engine_folder`), which is marked
as ours before anything is put into it and as ready only after the engine has computed something.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import queue
import re
import shutil
import subprocess  # nosec B404 - pip and venv are programs
import sys
import threading
import urllib.request
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Optional
from urllib.parse import urljoin

from gisplug.core.errors import EngineError, ParameterError
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.core.version import version
from gisplug.engine import client
from gisplug.engine import interpreters as places
from gisplug.engine.protocol import LEAST_PYTHON
from gisplug.engine.words import said

DOWNLOAD_MB, DISK_MB = 260, 1100  # seen on Linux with Python 3.11
STARTED = "gisplug-engine.started"
INDEX = "https://pypi.org/simple"
PIP_WHEEL = "pip-25.3-py3-none-any.whl"
PIP_SHA256 = "9655943313a94722b7774661c21049070f6bbb0a1516bf02f7c8d5d9201514cd"  # pragma: allowlist secret
TRIED = ((3, 12), (3, 13), (3, 11), (3, 14))  # in this order; for all of them the locked wheels exist
_PROBE = "import sys, venv; print('%d.%d.%d' % sys.version_info[:3], sys.maxsize > 2**32)"


@dataclass(frozen=True)
class Base:
    """A Python from which the environment can be made."""

    path: str
    version: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """What would be installed, from where, to where."""

    folder: Path
    base: Base
    packages: int
    wheels: Optional[Path] = None
    index: str = ""
    proxy: str = field(default="", repr=False)

    def __str__(self) -> str:
        source = said("the Python package index (pypi.org)") if not self.index else self.index
        if self.wheels:
            source = said("the wheel folder {folder} (no network)", folder=self.wheels)
        if self.proxy:
            source = said("{source}, through the proxy", source=source)
        return "\n".join(
            (
                said(
                    "What: {count} locked packages (NumPy, SciPy, pandas, GeoPandas, rasterio, libpysal and "
                    "others), each checked by its hash.",
                    count=self.packages,
                ),
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
                    download=DOWNLOAD_MB,
                    disk=DISK_MB,
                ),
            )
        )


def planned(wheels: str = "", index: str = "", proxy: str = "", base: str = "", folder: Optional[Path] = None) -> Plan:
    """Find out what an installation would do, without doing anything.

    Raises
    ------
    EngineError
        If no Python to start from is found, or the disk is too full.
    ParameterError
        If the wheel folder holds no wheels.
    """
    place = Path(places.engine_folder()) if folder is None else folder
    if wheels and not any(Path(wheels).glob("*.whl")):
        raise ParameterError(
            said(
                "The folder {folder} holds no wheels (*.whl). `pip download -r engine.txt -d FOLDER` fills one.",
                folder=wheels,
            )
        )
    free = shutil.disk_usage(next(p for p in (place, *place.parents) if p.exists())).free / 2**20
    if free < DISK_MB * 1.3:
        raise EngineError(
            said(
                "Only {free:.0f} MB are free where the engine would go ({place}); it needs {need:.0f} MB while "
                "installing.",
                free=free,
                place=place,
                need=DISK_MB * 1.3,
            )
        )
    count = sum("==" in line for line in requirements().read_text(encoding="utf-8").splitlines())
    return Plan(place, find_base(base), count, Path(wheels) if wheels else None, index, proxy)


def install(plan: Plan, progress: Progress = SILENT) -> dict[str, str]:
    """Make the environment and return the versions found.

    On failure or cancel the folder is removed again, and an engine that was ready before stands there as before.

    Raises
    ------
    EngineError
        If a step fails; the message ends with the last lines that the program printed.
    """
    before = _put_aside(plan.folder)
    _claim(plan.folder)
    try:
        progress.update(0.01, said("Making the environment"))
        _venv(plan, progress)
        progress.update(0.05, said("Downloading packages") if plan.wheels is None else said("Reading packages"))
        _packages(plan, Part(progress, 0.05, 0.92))
        progress.update(0.92, said("Verifying"))
        found = verify(plan.folder, progress)
        mark = {"gisplug": version(), "python": found["python"], "base": plan.base.path, "lock": lock_hash()}
        (plan.folder / places.MARK).write_text(json.dumps(mark, indent=1), encoding="utf-8")
    except BaseException:
        remove(plan.folder)
        if before is not None:
            before.rename(plan.folder)
        raise
    if before is not None:
        shutil.rmtree(before, ignore_errors=True)
    progress.update(1.0, said("The engine is ready"))
    return found


def verify(folder: Optional[Path] = None, progress: Progress = SILENT) -> dict[str, str]:
    """Start the engine, import every library, compute something; return the versions.

    Raises
    ------
    EngineError
        If anything of it fails.
    """
    place = Path(places.engine_folder()) if folder is None else folder
    python = Path(places.python_of(place))
    if not python.is_file():
        raise EngineError(said("There is no engine in {place}.", place=place) + f" {places.how()}")
    return client.selftest(places.Interpreter(str(python), "the private environment"), progress)


def remove(folder: Optional[Path] = None) -> bool:
    """Remove the environment; a folder that gisplug did not make is left alone. Return whether there was one.

    Raises
    ------
    EngineError
        If the folder is not ours, or a file of it is in use.
    """
    place = Path(places.engine_folder()) if folder is None else folder
    client.stop_warm_worker()
    if not place.exists():
        return False
    if not _ours(place):
        raise EngineError(
            said(
                "{place} was not made by gisplug, so it is not removed. Look into it and remove it yourself.",
                place=place,
            )
        )
    try:
        (place / places.MARK).unlink(missing_ok=True)
        shutil.rmtree(place)
    except OSError as problem:
        raise EngineError(
            said(
                "Cannot remove {place}: {why} ({file}). Close other QGIS windows and run this again.",
                place=place,
                why=problem.strerror,
                file=problem.filename,
            )
        ) from problem
    return True


def state(folder: Optional[Path] = None) -> str:
    """Return "absent", "unfinished", "outdated" (made for other locked versions) or "ready"."""
    place = Path(places.engine_folder()) if folder is None else folder
    mark = place / places.MARK
    if not mark.is_file():
        return "unfinished" if place.exists() else "absent"
    try:
        lock = json.loads(mark.read_text(encoding="utf-8")).get("lock")
    except (OSError, ValueError):
        return "unfinished"
    return "ready" if lock == lock_hash() else "outdated"


def requirements() -> Path:
    """Return the locked requirements: inside the plugin or wheel, else beside the package."""
    package = Path(__file__).resolve().parents[2]
    for folder in (package, package.parent):
        if (folder / "requirements" / "engine.txt").is_file():
            return folder / "requirements" / "engine.txt"
    raise EngineError(said("This copy of gisplug lacks requirements/engine.txt. Install the plugin again."))


def lock_hash() -> str:
    """Return a short hash of the locked requirements."""
    return hashlib.sha256(requirements().read_bytes()).hexdigest()[:16]


def find_base(named: str = "") -> Base:
    """Return the Python to start from: the one named, else the best one found on this computer.

    Raises
    ------
    EngineError
        If none is 64-bit, new enough and has the module venv.
    """
    if named:
        base = _probed(named)
        if base is None or base.version < LEAST_PYTHON:
            raise EngineError(
                said("{named!r} is no usable 64-bit Python 3.11 or newer with the module venv.", named=named)
            )
        return base
    found = [base for base in map(_probed, candidates()) if base is not None and base.version[:2] in TRIED]
    if not found:
        raise EngineError(
            said(
                "No Python 3.11 to 3.14 was found on this computer to make the engine from. Install one "
                "(python.org, your system's "
                "packages, or `uv python install 3.12`) and run this again, or name it under 'Python to start from'."
            )
        )
    return min(found, key=lambda base: TRIED.index(base.version[:2]))


def candidates(
    platform: str = sys.platform,
    environ: Optional[Mapping[str, str]] = None,
    folders: Optional[Callable[[str], Iterable[str]]] = None,
) -> list[str]:
    """Return where a Python may be, by system; `folders` expands patterns (the file system by default)."""
    env = os.environ if environ is None else environ
    expand = _existing if folders is None else folders
    home = env.get("USERPROFILE" if platform == "win32" else "HOME", "")
    if platform == "win32":
        programs = [
            env.get("LOCALAPPDATA", "") + r"\Programs\Python",
            env.get("PROGRAMFILES", r"C:\Program Files"),
            "C:",
            env.get("OSGEO4W_ROOT", "") + r"\apps",
        ]
        patterns = [rf"{folder}\Python3*\python.exe" for folder in programs if not folder.startswith("\\")]
        patterns += [
            env.get("PROGRAMFILES", r"C:\Program Files") + r"\QGIS*\apps\Python3*\python.exe",
            env.get("APPDATA", home) + r"\uv\python\*\python.exe",
        ]
    elif platform == "darwin":
        patterns = [
            "/Library/Frameworks/Python.framework/Versions/3.*/bin/python3",
            "/opt/homebrew/bin/python3.*",
            "/usr/local/bin/python3.*",
        ]
        patterns += [
            "/Applications/QGIS*.app/Contents/MacOS/bin/python3",
            "/Applications/QGIS*.app/Contents/MacOS/python3*",
        ]
        patterns += [f"{home}/.local/share/uv/python/*/bin/python3"]
    else:
        patterns = [
            "/usr/bin/python3.*",
            "/usr/local/bin/python3.*",
            "/opt/python*/bin/python3",
            f"{home}/.local/bin/python3.*",
        ]
        patterns += [f"{home}/.local/share/uv/python/*/bin/python3", "/usr/bin/python3"]
    found = [path for pattern in patterns for path in expand(pattern)]
    return list(dict.fromkeys(path for path in found if re.search(r"python[\d.]*(\.exe)?$", path)))


def _existing(pattern: str) -> list[str]:
    path = Path(pattern)
    anchor = Path(path.anchor)
    return sorted(str(found) for found in anchor.glob(str(path.relative_to(anchor)))) if path.anchor else []


def _probed(path: str) -> Optional[Base]:
    try:
        done = subprocess.run(  # nosec B603 - a list, no shell
            [path, "-I", "-c", _PROBE],
            capture_output=True,
            text=True,
            timeout=20,
            env=places.clean_environment(),
            stdin=subprocess.DEVNULL,
            creationflags=_no_window(),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return None
    words = done.stdout.split()
    if done.returncode != 0 or len(words) != 2 or words[1] != "True":
        return None
    return Base(path, tuple(int(part) for part in words[0].split(".")))


def _put_aside(folder: Path) -> Optional[Path]:
    """Move an engine that is ready out of the way, so that it can come back if its successor fails."""
    if not (folder / places.MARK).is_file():
        return None
    client.stop_warm_worker()
    aside = folder.with_name(folder.name + ".before")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        return folder.rename(aside)
    except OSError as problem:
        raise EngineError(
            said(
                "Cannot remove {place}: {why} ({file}). Close other QGIS windows and run this again.",
                place=folder,
                why=problem.strerror,
                file=problem.filename,
            )
        ) from problem


def _claim(folder: Path) -> None:
    """Take the folder: remove an earlier attempt of ours, refuse a stranger's."""
    if folder.exists() and any(folder.iterdir()):
        remove(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / STARTED).write_text(
            "This folder is made and removed by gisplug's 'Set up engine'.\n", encoding="utf-8"
        )
    except OSError as problem:
        raise EngineError(said("Cannot write into {folder}: {why}.", folder=folder, why=problem.strerror)) from problem


def _ours(folder: Path) -> bool:
    return (folder / STARTED).is_file() or (folder / places.MARK).is_file()


def _venv(plan: Plan, progress: Progress) -> None:
    """Make the environment with pip in it, also where the base has no ensurepip (Debian)."""
    _call([plan.base.path, "-I", "-m", "venv", "--without-pip", str(plan.folder)], progress)


def _packages(plan: Plan, progress: Progress) -> None:
    python = str(places.python_of(plan.folder))
    pip = _pip(plan, progress)
    command = [
        python,
        "-I",
        str(pip / "pip"),
        "install",
        "--only-binary",
        ":all:",
        "--require-hashes",
        "--no-deps",
        "--no-input",
    ]
    command += [
        "--disable-pip-version-check",
        "--no-warn-script-location",
        "--progress-bar",
        "off",
        "-r",
        str(requirements()),
    ]
    if plan.wheels is not None:
        command += ["--no-index", "--find-links", str(plan.wheels)]
    elif plan.index:
        command += ["--index-url", plan.index]
    seen = [0]

    def hear(line: str) -> None:
        if line.startswith("Collecting "):
            seen[0] += 1
            progress.update(0.75 * seen[0] / plan.packages, line.split(" (from")[0])
        elif line.startswith("Installing collected"):
            progress.update(0.8, said("Installing packages"))

    _call(command, progress, hear, {"https_proxy": plan.proxy, "http_proxy": plan.proxy} if plan.proxy else {})


def _pip(plan: Plan, progress: Progress) -> Path:
    """Return a pip wheel, which runs without being installed: of the wheel folder, the system, or the index."""
    local = [plan.wheels] if plan.wheels else []
    local += [*_bundled(plan, progress), Path("/usr/share/python-wheels")]
    for folder in local:
        found = sorted(folder.glob("pip-*.whl"))
        if found:
            return found[-1]
    if plan.wheels:
        raise EngineError(
            said(
                "The base Python has no pip and {folder} holds no pip-*.whl. Put {wheel} into it.",
                folder=plan.wheels,
                wheel=PIP_WHEEL,
            )
        )
    target = plan.folder / PIP_WHEEL
    target.write_bytes(_fetched(plan, progress))
    return target


def _bundled(plan: Plan, progress: Progress) -> list[Path]:
    """Return the folder of ensurepip's own wheel, if the base has one."""
    said: list[str] = []
    code = (
        "import importlib.util as u, os; s = u.find_spec('ensurepip'); "
        "print(os.path.join(os.path.dirname(s.origin), '_bundled') if s else '')"
    )
    _call([plan.base.path, "-I", "-c", code], progress, said.append)
    return [Path(line) for line in said if line.strip()]


def _fetched(plan: Plan, progress: Progress) -> bytes:
    """Download the pinned pip from the index and check its hash."""
    index = (plan.index or INDEX).rstrip("/") + "/pip/"
    if not index.startswith("https://"):
        raise EngineError(
            said("The package index must be an https address; {index!r} was given instead.", index=plan.index)
        )
    proxies = {"https": plan.proxy, "http": plan.proxy} if plan.proxy else None
    opener = urllib.request.build_opener(urllib.request.ProxyHandler(proxies))
    progress.info(said("Fetching {wheel} from {index}", wheel=PIP_WHEEL, index=index))
    try:
        page = opener.open(index, timeout=30).read().decode("utf-8")
        link = re.search(rf'href="([^"]*{re.escape(PIP_WHEEL)})[#"]', page)
        content = opener.open(urljoin(index, link.group(1)), timeout=60).read() if link else b""
    except (OSError, ValueError) as problem:
        raise EngineError(_no_network(str(problem))) from problem
    if hashlib.sha256(content).hexdigest() != PIP_SHA256:
        raise EngineError(
            said(
                "{index} gave no {wheel} with the expected content; nothing was installed. Use another package index.",
                index=index,
                wheel=PIP_WHEEL,
            )
        )
    return bytes(content)


def _call(
    command: Sequence[str],
    progress: Progress,
    hear: Callable[[str], object] = lambda line: None,
    more: Optional[Mapping[str, str]] = None,
) -> None:
    """Run a program, hand on its lines, end it with its children on cancel."""
    try:
        process = subprocess.Popen(  # nosec B603 - a list, no shell
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**places.clean_environment(), **(more or {})},
            creationflags=_no_window(),
            start_new_session=sys.platform != "win32",
        )
    except OSError as problem:
        raise EngineError(said("Cannot start {program}: {why}.", program=command[0], why=problem.strerror)) from problem
    lines: queue.Queue[Optional[str]] = queue.Queue()
    threading.Thread(target=_drained, args=(process, lines), daemon=True).start()
    last: deque[str] = deque(maxlen=12)
    try:
        while True:
            progress.check()
            try:
                line = lines.get(timeout=0.1)
            except queue.Empty:
                continue
            if line is None:
                break
            last.append(line)
            hear(line)
    except BaseException:
        client.killed(process)
        raise
    if process.wait() != 0:
        raise EngineError(_failed(command, list(last)))


def _drained(process: subprocess.Popen[str], lines: queue.Queue[Optional[str]]) -> None:
    if process.stdout is not None:
        with process.stdout as stream, contextlib.suppress(OSError, ValueError):
            for line in stream:
                lines.put(line.rstrip())
    lines.put(None)


def _failed(command: Sequence[str], last: Sequence[str]) -> str:
    text = "\n".join(last)
    online = "install" in command and "--no-index" not in command
    if online and re.search(r"(?i)connection|resolve|timed out|proxy|ssl|network|from versions: none", text):
        return _no_network(text)
    if re.search(r"(?i)no matching distribution|hash", text):
        return (
            said(
                "A locked package was not found or is not the expected one; nothing was installed. Choose another "
                "Python to start from, or another source."
            )
            + f"\n{text}"
        )
    return (
        said("{program} failed; nothing was installed. Its last words were:", program=Path(command[0]).name)
        + f"\n{text}"
    )


def _no_network(detail: str) -> str:
    told = said(
        "The package index cannot be reached; nothing was installed. Check the network and the proxy (Settings > "
        "Options > Network), name a "
        "nearer package index, or install without a network from a folder of wheels."
    )
    return f"{told}\n{detail}"


def _no_window() -> int:
    return 0x08000000 if sys.platform == "win32" else 0
