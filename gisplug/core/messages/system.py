"""What operating systems say of files, and Python's reader of TOML of study files, so that it is said in the language
of the run.
"""

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
OF_TOML = (
    message("Unclosed array"),
    message("Unclosed array (at end of document)"),
    message("Unclosed inline table"),
    message("Unclosed inline table (at end of document)"),
    message("Unterminated string"),
    message("Unterminated string (at end of document)"),
    message("Invalid value"),
    message("Invalid value (at end of document)"),
    message("Invalid statement"),
    message("Invalid initial character for a key part"),
    message("Cannot overwrite a value"),
    message("Expected '=' after a key in a key/value pair"),
    message("Expected '=' after a key in a key/value pair (at end of document)"),
    message("Expected newline or end of document after a statement"),
    message("Expected ']' at the end of a table declaration"),
    message("Expected ']]' at the end of an array declaration"),
    message("Invalid hex value"),
)
