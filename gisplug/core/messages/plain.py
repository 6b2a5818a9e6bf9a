"""Messages as plain data for JSON, so that a result kept in a file can be said in any language later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.messages.message import Message, Name
from gisplug.core.messages.recalled import recalled


def to_plain(value: Any) -> Any:
    """Return data with each message in it, at any depth, as {"message", "key", "values"}, {"message", "parts"}
    or {"message", "name"}.
    """
    value = recalled(value) if type(value) is str else value
    if isinstance(value, Message):
        text = str.__str__(value)
        if isinstance(value, Name):
            return {"message": text, "name": True}
        if value.parts:
            return {"message": text, "parts": [to_plain(part) for part in value.parts]}
        return {"message": text, "key": value.key, "values": {k: to_plain(v) for k, v in value.values.items()}}
    if isinstance(value, Mapping):
        return {key: to_plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(part) for part in value]
    return value


def from_plain(value: Any) -> Any:
    """Return data whose messages were made plain by `to_plain` with its messages again."""
    if isinstance(value, dict):
        if isinstance(value.get("message"), str):
            if value.keys() == {"message", "name"}:
                return Name(value["message"])
            if value.keys() == {"message", "parts"}:
                return Message(value["message"], parts=tuple(from_plain(part) for part in value["parts"]))
            if value.keys() == {"message", "key", "values"}:
                return Message(value["message"], value["key"], from_plain(value["values"]))
        return {key: from_plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [from_plain(part) for part in value]
    return value
