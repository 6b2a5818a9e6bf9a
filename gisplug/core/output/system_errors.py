"""What an error number of the system means for the user, and what to do about it: one table for Linux, macOS and
Windows, and one for the sentences. Every module that says what the system refused asks here.

Sources: errno(3) of Linux; "System Error Codes" of Microsoft (WinError.h), which Python hands on as `winerror`.
"""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from enum import Enum
from pathlib import Path

from gisplug.core.machine.limits import address_space, open_files
from gisplug.core.messages import message


class Kind(Enum):
    """What stands in the way."""

    FULL = "no room on the disk"
    QUOTA = "no room left of the user's share"
    TOO_LARGE = "a file larger than the disk or the process may hold"
    HANDLES = "too many files open in this process"
    ALL_HANDLES = "too many files open on the computer"
    MEMORY = "no memory"
    IN_USE = "open in another program"
    DENIED = "not permitted, or open in another program"
    READ_ONLY = "a disk that may only be read"
    TOO_LONG = "a name that is too long"
    BAD_NAME = "signs in a name that the disk does not take"
    GONE = "a network drive or disk that is not connected any more"
    FAILING = "a disk or network drive that answers with errors"
    INTERRUPTED = "stopped by the system"
    MISSING = "not there"
    IN_THE_WAY = "a file or folder of that name is there"
    OTHER = "anything else"


class Doing(Enum):
    """What was being done."""

    WORKING = "reading or writing"
    READING = "reading a file"
    REPLACING = "putting a new file in the place of the former one"
    REPLACING_FOLDER = "putting a new folder in the place of the former one"
    INTO = "making a file or folder in a folder"


ERRNO: dict[Kind, tuple[str, ...]] = {
    Kind.FULL: ("ENOSPC",),
    Kind.QUOTA: ("EDQUOT",),
    Kind.TOO_LARGE: ("EFBIG",),
    Kind.HANDLES: ("EMFILE",),
    Kind.ALL_HANDLES: ("ENFILE",),
    Kind.MEMORY: ("ENOMEM",),
    Kind.IN_USE: ("EBUSY", "ETXTBSY"),
    Kind.DENIED: ("EACCES", "EPERM"),
    Kind.READ_ONLY: ("EROFS",),
    Kind.TOO_LONG: ("ENAMETOOLONG",),
    Kind.BAD_NAME: ("EILSEQ",),
    Kind.GONE: (
        "ESTALE",
        "ENOTCONN",
        "EHOSTDOWN",
        "EHOSTUNREACH",
        "ENETDOWN",
        "ENETUNREACH",
        "ENETRESET",
        "ENOLINK",
        "ETIMEDOUT",
        "ENODEV",
        "ENXIO",
        "ENOMEDIUM",
    ),
    Kind.FAILING: ("EIO", "EREMOTEIO", "EBADMSG", "EUCLEAN"),
    Kind.INTERRUPTED: ("EINTR",),
    Kind.MISSING: ("ENOENT",),
    Kind.IN_THE_WAY: ("EEXIST", "ENOTEMPTY", "EISDIR", "ENOTDIR"),
}
WINDOWS: dict[Kind, tuple[int, ...]] = {
    Kind.FULL: (39, 112),
    Kind.QUOTA: (1295,),
    Kind.TOO_LARGE: (223,),
    Kind.HANDLES: (4,),
    Kind.MEMORY: (8, 14, 1450, 1455, 1816),
    Kind.IN_USE: (32, 33, 170, 303, 1224),
    Kind.DENIED: (5, 65, 1314),
    Kind.READ_ONLY: (19,),
    Kind.TOO_LONG: (111, 206),
    Kind.BAD_NAME: (123,),
    Kind.GONE: (21, 51, 53, 54, 55, 59, 64, 67, 121, 1006, 1167, 1203, 1222, 1231, 1236, 2250),
    Kind.FAILING: (23, 27, 29, 30, 31, 483, 1117, 1392, 1393),
    Kind.INTERRUPTED: (995,),
    Kind.MISSING: (2, 3, 15),
    Kind.IN_THE_WAY: (80, 145, 183, 267),
}
_OF_ERRNO = {getattr(errno, name): kind for kind, names in ERRNO.items() for name in names if hasattr(errno, name)}
_OF_WINDOWS = {number: kind for kind, numbers in WINDOWS.items() for number in numbers}
OF_THE_MACHINE = frozenset(Kind) - {Kind.OTHER, Kind.IN_THE_WAY, Kind.TOO_LARGE}  # no fault of what a file holds


def kind_of(problem: OSError) -> Kind:
    """Return what stands in the way: by the code of Windows where there is one, since many of those share an errno."""
    windows = getattr(problem, "winerror", None)
    if windows in _OF_WINDOWS:
        return _OF_WINDOWS[windows]
    return _OF_ERRNO.get(problem.errno or 0, Kind.OTHER)


def words_of(problem: OSError) -> str:
    """Return what the system calls it, without a full stop."""
    if getattr(problem, "winerror", None) is None and problem.errno is not None:
        return os.strerror(problem.errno)
    return (problem.strerror or str(problem) or type(problem).__name__).rstrip(".")


def said_of(problem: OSError, path: Path | None, doing: Doing = Doing.WORKING) -> str:
    """Return the sentence for the user: what could not be done, what the system says, and the mend.

    Parameters
    ----------
    path
        What the sentence names; None where that is not known.
    """
    kind = kind_of(problem)
    if doing is Doing.REPLACING and kind in (Kind.DENIED, Kind.IN_USE) and path is not None and path.is_dir():
        kind = Kind.IN_THE_WAY
    if kind is Kind.HANDLES:
        return message(
            "More files are open at once than this process may have ({limit}). Raise the limit (ulimit -n 4096), or "
            "use fewer workers (GISPLUG_WORKERS=1).",
            limit=open_files() or "?",
        )
    if kind is Kind.MEMORY:
        return memory_said()
    if kind is Kind.FULL and doing is not Doing.READING:
        return _full(path)
    strerror, advice = words_of(problem), advice_for(kind, path, doing)
    if path is None:
        return message("The system has refused: {strerror}. {advice}", strerror=strerror, advice=advice)
    if doing is Doing.READING:
        return message("Cannot read {path}: {strerror}. {advice}", path=path, strerror=strerror, advice=advice)
    if doing in (Doing.REPLACING, Doing.REPLACING_FOLDER):
        return message("Cannot replace {path}: {strerror}. {advice}", path=path, strerror=strerror, advice=advice)
    if doing is Doing.INTO:
        return message("Cannot write into {path}: {strerror}. {advice}", path=path, strerror=strerror, advice=advice)
    return message("Cannot read or write {path}: {strerror}. {advice}", path=path, strerror=strerror, advice=advice)


def advice_for(kind: Kind, path: Path | None = None, doing: Doing = Doing.WORKING) -> str:
    """Return what the user can do about it."""
    if kind is Kind.IN_USE and doing is Doing.REPLACING_FOLDER and path is not None and os.path.ismount(path):
        return message("It is a disk of its own (a mount point), which cannot be replaced: name a folder inside it.")
    if kind is Kind.TOO_LONG:
        return message("Its path has {n} characters; name a folder with a shorter path.", n=len(str(path or "")))
    return _ADVICE.get((kind, doing)) or _ADVICE_ANY[kind]


def memory_said() -> str:
    """Return the sentence for too little memory, with the limit where there is one."""
    most = address_space()
    if most is not None:
        return message(
            "Memory is not enough: this process may have {most:.1f} GB (ulimit -v). Raise the limit, or ask for less.",
            most=most / 2**30,
        )
    return message(
        "Memory is not enough. Close other programs, use fewer workers (GISPLUG_WORKERS=1), or ask for less."
    )


def _full(path: Path | None) -> str:
    if path is None:
        return message("The disk is full. Free some space, or name a folder on another disk.")
    return message(
        "The disk is full: {path} cannot be written ({free} free there). Free some space, or name a folder on "
        "another disk.",
        path=path,
        free=_free(path),
    )


def _free(path: Path) -> str:
    for place in (path, *path.parents):
        with suppress(OSError):
            return f"{shutil.disk_usage(place).free / 2**20:.1f} MB"
    return "?"


_CLOSE_FILES = message("Close what has its files open, or name another folder.")
_NOT_PERMITTED = message("You may not write there: choose another folder.")
_ADVICE_ANY: dict[Kind, str] = {
    Kind.FULL: message("Free some space, or name a folder on another disk."),
    Kind.QUOTA: message(
        "Your share of the disk is used up: remove files of yours, ask for a larger share, or name a folder on another "
        "disk."
    ),
    Kind.TOO_LARGE: message(
        "The file is larger than its disk (FAT32: 4 GB) or the limit of this process (ulimit -f) allows: name a folder "
        "on another disk, or raise the limit."
    ),
    Kind.HANDLES: message("Raise the limit of open files (ulimit -n 4096), or use fewer workers (GISPLUG_WORKERS=1)."),
    Kind.MEMORY: message("Close other programs, use fewer workers (GISPLUG_WORKERS=1), or ask for less."),
    Kind.ALL_HANDLES: message("The whole computer has too many files open: close other programs and start again."),
    Kind.IN_USE: message("Close it in the program that has it open, or name another file."),
    Kind.DENIED: message(
        "It may not be opened, or another program has it open: close it there, change its permissions, or name another."
    ),
    Kind.READ_ONLY: message(
        "What lies there may only be read (a write-protected disk, a share without the right to write): name a folder "
        "on another disk."
    ),
    Kind.BAD_NAME: message("Its name has signs that this disk does not take: give it another name."),
    Kind.GONE: message(
        "The network drive or removable disk is not connected any more: connect it and start again, or work on a disk "
        "of this computer."
    ),
    Kind.FAILING: message(
        "The disk or the network drive answers with errors: have it looked at, and work on another disk."
    ),
    Kind.INTERRUPTED: message("The system has interrupted it: start again."),
    Kind.MISSING: message("It, or a folder on the way to it, is missing or was removed meanwhile: check the path."),
    Kind.IN_THE_WAY: message("A file or folder of that name is in the way: remove it, or name another."),
    Kind.OTHER: message("Look at the folder, the disk or the network drive, or name another folder."),
}
_ADVICE: dict[tuple[Kind, Doing], str] = {
    (Kind.IN_USE, Doing.READING): message("Close it in the program that has it open."),
    (Kind.IN_USE, Doing.REPLACING_FOLDER): _CLOSE_FILES,
    (Kind.IN_USE, Doing.INTO): _CLOSE_FILES,
    (Kind.DENIED, Doing.READING): message("You may not read it: ask for the permission, or for a copy of your own."),
    (Kind.DENIED, Doing.REPLACING): message(
        "You may not write there, or another program has it open: close it there, or name another file."
    ),
    (Kind.DENIED, Doing.REPLACING_FOLDER): message(
        "You may not write there, or another program has its files open: close them, or name another folder."
    ),
    (Kind.DENIED, Doing.INTO): _NOT_PERMITTED,
    (Kind.MISSING, Doing.READING): message("Check the path."),
}
