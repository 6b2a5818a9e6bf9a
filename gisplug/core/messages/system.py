"""What operating systems say of files, so that it is said in the language of the run."""

from __future__ import annotations

from gisplug.core.messages.message import message

REASONS = (
    message("No such file or directory"),
    message("Permission denied"),
    message("Is a directory"),
    message("Not a directory"),
    message("File exists"),
    message("File name too long"),
    message("No space left on device"),
    message("Read-only file system"),
    message("Disk quota exceeded"),
    message("Directory not empty"),
    message("Device or resource busy"),
    message("Operation not permitted"),
    message("Invalid argument"),
    message("Input/output error"),
    message("The system cannot find the file specified"),
    message("The system cannot find the path specified"),
    message("Access is denied"),
    message("The process cannot access the file because it is being used by another process"),
    message("There is not enough space on the disk"),
)
