"""Messages by their text: those of this process, for `recalled` to find again."""

from __future__ import annotations

from threading import Lock
from typing import TypeVar

Text = TypeVar("Text", bound=str)
_MOST = 20_000  # the oldest go first
_made: dict[str, str] = {}
_writing = Lock()


def remembered(made: Text) -> Text:
    """Keep a message of several words by its text, and return it."""
    text = str.__str__(made)
    if " " in text.strip():
        with _writing:
            _made.pop(text, None)
            _made[text] = made
            if len(_made) > _MOST:
                del _made[next(iter(_made))]
    return made


def kept(text: str) -> str | None:
    """Return the message that a plain text of this process was made as, None where there is none."""
    return _made.get(text)
