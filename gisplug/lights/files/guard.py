"""Rasters that are not GeoTIFF are opened in a process of their own before they are opened here.

The readers behind NetCDF and HDF5 believe what stands in a file: of damaged ones some end the process, and some never
come back. So another process reads them first, every cell of those formats, within bounds of time and memory. What ends
it, takes too long or cannot be read there is refused by name, and is not opened here.
"""

from __future__ import annotations

import atexit
import contextlib
import faulthandler
import gzip
import json
import os
import queue
import re
import subprocess  # nosec B404 - the other process is this Python with this module
import sys
import threading
import warnings
import zlib
from pathlib import Path
from typing import IO

import rasterio

from gisplug.core.errors import GisplugError, RasterError
from gisplug.core.machine.programs import alone, killed
from gisplug.core.messages import from_plain, message, to_plain
from gisplug.lights.files.archives import QUIET
from gisplug.lights.files.facts import FAILURES, facts_of, forget_packed

PATIENCE = 30.0  # seconds for a small file
SPEED = 1_000_000  # bytes a second that a slow disk or network gives, beyond that
BEGIN = 300.0  # seconds for the other process to load its libraries, on a machine that does other things too
TRUSTING = ("netcdf", "hdf", "bag", "grib", "kea")  # parts of names of drivers that are read whole
MOST_CELLS = 2**31  # of a raster that is read whole; larger ones are believed if their bytes can hold so many
MEMORY = 4 << 30  # bytes that the other process may take for one raster
PACKED_MOST = 2_000  # cells that a byte of a packed file can hold
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from gisplug.lights.files.guard import serve; serve()"
)
_DRIVER = re.compile(r'^[A-Za-z0-9_]{2,}:"?')  # NETCDF:"a.nc":ntl, HDF5:a.h5://field; not C:/
_INSIDE = re.compile(r"^(/vsi(gzip|zip|tar)/)+")


def check(dataset: str, name: str) -> None:
    """Let another process read a raster first, unless it is GeoTIFF or was read before.

    Parameters
    ----------
    dataset
        As GDAL opens it.
    name
        As messages name it.

    Raises
    ------
    RasterError
        If the process dies of it, or takes longer than `PATIENCE` and a second for each `SPEED` bytes.
    """
    path = _file_of(dataset)
    if path is None or _is_tiff(path):
        return
    state = path.stat()
    key = dataset, state.st_size, state.st_mtime_ns
    if key in _read:
        return
    with _lock:
        answer = _asked(dataset, name, PATIENCE + state.st_size / SPEED)
    if answer.startswith("{"):
        raise RasterError(from_plain(json.loads(answer)["error"]))
    if answer == "dead":
        raise RasterError(
            message(
                "{name} is damaged: the library that reads such files dies of it. Fetch it again, or "
                "export it as GeoTIFF.",
                name=name,
            )
        )
    if answer == "late":
        raise RasterError(
            message(
                "{name} is damaged, or too slow to be read: its reader did not come back within "
                "{patience:.0f} seconds. Fetch it again, or export it as GeoTIFF.",
                name=name,
                patience=PATIENCE + state.st_size / SPEED,
            )
        )
    if answer.isdigit() and int(answer) > PACKED_MOST * state.st_size:
        raise RasterError(
            message(
                "{name} is damaged: its {st_size:,} bytes cannot hold the {answer:,} cells it claims.",
                name=name,
                st_size=state.st_size,
                answer=int(answer),
            )
        )
    _read.add(key)


_read: set[tuple[str, int, int]] = set()
_lock = threading.Lock()
_child: list[tuple[subprocess.Popen[bytes], queue.Queue[str]]] = []


def _asked(dataset: str, name: str, patience: float) -> str:
    """Return "ok" once the other process has read a dataset, the number of its cells if they are too many to be read,
    an error as JSON, or "dead" or "late".
    """
    try:
        process, heard = _child[0] if _child and _child[0][0].poll() is None else _begun()
        _stdin(process).write(json.dumps([dataset, name, patience]).encode() + b"\n")
        _stdin(process).flush()
    except OSError:  # no process can be started here
        return "ok"
    try:
        answer = heard.get(timeout=patience)
    except queue.Empty:
        answer = "late"
    if answer in ("dead", "late"):
        _ended()
    return answer


def _begun() -> tuple[subprocess.Popen[bytes], queue.Queue[str]]:
    _ended()
    process = subprocess.Popen(  # nosec B603 - a list, no shell
        [sys.executable, "-c", _START, json.dumps(sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        **alone(),
    )
    heard: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_hear, args=(process, heard), daemon=True).start()
    _child.append((process, heard))
    try:
        if heard.get(timeout=BEGIN) != "ready":
            raise OSError
    except (queue.Empty, OSError):
        _ended()
        raise OSError("the process that reads rasters first does not begin") from None
    return process, heard


def _hear(process: subprocess.Popen[bytes], heard: queue.Queue[str]) -> None:
    if process.stdout is not None:
        for line in process.stdout:
            heard.put(line.decode("ascii", "replace").strip())
    heard.put("dead")


def _stdin(process: subprocess.Popen[bytes]) -> IO[bytes]:
    if process.stdin is None:
        raise OSError("no pipe")
    return process.stdin


@atexit.register
def _ended() -> None:
    """End the other process."""
    while _child:
        process, _ = _child.pop()
        with contextlib.suppress(OSError):
            killed(process)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _file_of(dataset: str) -> Path | None:
    """Return the file on this machine that GDAL would open, None where there is none."""
    text = _INSIDE.sub("", _DRIVER.sub("", dataset))
    ends = [len(text), *(found.start() for found in reversed(list(re.finditer(r'[:"/\\]', text))))]
    with contextlib.suppress(OSError, ValueError):  # too long, or bytes that no name has
        return next((Path(text[:end]) for end in ends if end and Path(text[:end]).is_file()), None)
    return None


def _is_tiff(path: Path) -> bool:
    try:
        with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as file:
            return file.read(4) in _TIFF
    except (OSError, EOFError, zlib.error):
        return False


def serve() -> None:
    """Read what is named on the lines that come in, and answer each as `_asked` returns it."""
    told = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # libraries print what they like
    warnings.simplefilter("ignore")
    _bound()
    told.write(b"ready\n")
    told.flush()
    for line in sys.stdin.buffer:
        dataset, name, patience = json.loads(line)
        faulthandler.dump_traceback_later(2 * patience + 60, exit=True)  # if nobody is there any more to end this
        try:
            answer = _read_whole(dataset, name)
        except GisplugError as problem:
            answer = json.dumps({"error": str(problem)})
        except (*FAILURES, ValueError, TypeError, MemoryError, OverflowError) as problem:
            answer = json.dumps(
                {
                    "error": to_plain(
                        message("{name} cannot be read as a raster: {problem}.", name=name, problem=problem)
                    )
                }
            )
        faulthandler.cancel_dump_traceback_later()
        told.write(f"{answer}\n".encode())
        told.flush()


def _bound() -> None:
    """Bound the memory of this process, where the system can."""
    try:
        import resource

        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
    except (ImportError, OSError, ValueError):
        return


def _read_whole(dataset: str, name: str) -> str:
    with rasterio.Env(**QUIET):
        forget_packed([dataset])
        with rasterio.open(dataset) as raster:
            facts_of(raster, dataset, name)
            if not any(part in raster.driver.lower() for part in TRUSTING):
                return "ok"
            cells = int(raster.width * raster.height * raster.count)
            if cells > MOST_CELLS:
                return str(cells)
            for number in raster.indexes:
                for _, window in raster.block_windows(number):
                    raster.read(number, window=window)
    return "ok"
