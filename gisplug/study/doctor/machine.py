"""Findings about gisplug, its Python, the system, memory, disk, language and environment variables."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from gisplug.core.executor import cpus
from gisplug.core.machine.memory import GIB, Memory, memory
from gisplug.core.machine.paths import shown
from gisplug.core.machine.variables import DASK, PYTHON, WORKERS
from gisplug.core.version import version
from gisplug.study.doctor.finding import FINE, NOTE, PROBLEM, Finding, mark

SOFTWARE, MACHINE = mark("Software"), mark("Machine")
LEAST_PYTHON = (3, 11)
LEAST_FREE_MEMORY, LEAST_FREE_DISK = 1.5, 1.0  # GiB; a study of 300 units with maps stays below both
POISON = (
    *("PYTHONPATH", "PYTHONHOME", "PROJ_LIB", "PROJ_DATA", "GDAL_DATA", "GDAL_DRIVER_PATH"),
    *("LD_PRELOAD", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
)
OWN = (PYTHON, WORKERS, DASK, "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def software() -> Iterator[Finding]:
    """Yield findings about gisplug and the Python in which it runs."""
    own = version()
    home = shown(Path(__file__).resolve().parents[2])
    if own == "0+unknown":
        again = mark("This copy of gisplug lacks metadata.txt. Install gisplug again.")
        yield Finding(SOFTWARE, "gisplug", f"{own} ({home})", PROBLEM, again)
    else:
        yield Finding(SOFTWARE, "gisplug", f"{own} ({home})")
    bits = "64 bit" if sys.maxsize > 2**32 else "32 bit"
    told = f"{platform.python_implementation()} {platform.python_version()}, {bits}"
    if sys.version_info < LEAST_PYTHON or bits == "32 bit":
        newer = mark("gisplug computes with a 64-bit Python 3.11 or newer. Install one and gisplug in it.")
        yield Finding(SOFTWARE, "Python", told, PROBLEM, newer)
    else:
        yield Finding(SOFTWARE, "Python", told)
    yield Finding(SOFTWARE, mark("Interpreter"), shown(sys.executable))


def machine(environ: Mapping[str, str] | None = None) -> Iterator[Finding]:
    """Yield findings about the computer."""
    env = os.environ if environ is None else environ
    yield Finding(MACHINE, mark("System"), f"{platform.platform()}, {platform.machine()}")
    yield Finding(MACHINE, mark("Processors"), f"{cpus()} of {os.cpu_count()}")
    yield memory_found(memory())
    yield temporary_folder(Path(tempfile.gettempdir()))
    yield encoding()
    yield from variables(env)


def memory_found(found: Memory) -> Finding:
    """Judge the memory that is free now."""
    told = ", ".join(
        f"{number / GIB:.1f} GiB {word}"
        for number, word in ((found.total, "in all"), (found.free, "free"))
        if number is not None
    )
    if found.free is None or found.free >= LEAST_FREE_MEMORY * GIB:
        return Finding(MACHINE, mark("Memory"), told or "unknown")
    close = mark("Close other programs before you compute with many units, periods, permutations or draws.")
    return Finding(MACHINE, mark("Memory"), told, NOTE, close)


def temporary_folder(place: Path) -> Finding:
    """Judge the folder for temporary files by writing into it."""
    name, told = mark("Temporary folder"), shown(os.path.realpath(place))
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"gisplug")
        free = shutil.disk_usage(place).free / GIB
    except OSError as problem:
        other = mark("Nothing can be written there. Name another folder in the variable TMPDIR (Windows: TEMP).")
        return Finding(MACHINE, name, f"{told}: {problem.strerror}", PROBLEM, other)
    told = f"{told}, {free:.0f} GiB free" if free >= 10 else f"{told}, {free:.1f} GiB free"
    if free >= LEAST_FREE_DISK:
        return Finding(MACHINE, name, told)
    room = mark("Make room there, or name another folder in the variable TMPDIR (Windows: TEMP).")
    return Finding(MACHINE, name, told, NOTE, room)


def encoding() -> Finding:
    """Judge whether names of files may be Chinese."""
    files = sys.getfilesystemencoding()
    language = ".".join(part for part in locale.getlocale() if part) or "C"
    told = f"{language}, files {files}, text {locale.getpreferredencoding(False)}"
    if files.lower().replace("-", "") == "utf8":
        return Finding(MACHINE, mark("Language and encoding"), told)
    utf = mark("Names of files with Chinese characters fail with this encoding. Set LANG=C.UTF-8 or PYTHONUTF8=1.")
    return Finding(MACHINE, mark("Language and encoding"), told, NOTE, utf)


def variables(env: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the environment variables that steer gisplug or its libraries."""
    gone = mark("It may lend this Python the files of another program. Unset {name} if something here is wrong.")
    for name in (*OWN, *POISON):
        if env.get(name):
            verdict, mend = (NOTE, gone) if name in POISON else (FINE, "")
            yield Finding(MACHINE, name, shown(env[name]), verdict, mend, {"name": name} if mend else {})
