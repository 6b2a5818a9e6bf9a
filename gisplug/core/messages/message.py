"""A sentence that knows its template and its values: a `str` in English, which other languages are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from string import Formatter
from typing import Any

from gisplug.core.messages.remembered import remembered

Values = dict[str, str]


class Message(str):
    """English text that keeps what it was made of.

    Attributes
    ----------
    key : str
        The template as the catalogue names it: placeholders by name, without formats ("{n} of {layer}"). Empty for a
        text put together of several.
    values : dict of str to str
        What stands at each placeholder, formatted; a value may be a message itself.
    parts : tuple of str
        The pieces of a text put together; empty otherwise.
    """

    key: str
    values: Values
    parts: tuple[str, ...]

    def __new__(cls, text: str, key: str = "", values: Values | None = None, parts: tuple[str, ...] = ()) -> Message:
        made = super().__new__(cls, text)
        made.key, made.values, made.parts = key, values or {}, parts
        return made

    def __add__(self, other: str) -> Message:
        return _together((self, other)) if isinstance(other, str) else NotImplemented

    def __radd__(self, other: str) -> Message:
        return _together((other, self)) if isinstance(other, str) else NotImplemented

    def __str__(self) -> Message:
        return self

    def __format__(self, spec: str) -> str:
        return str.__format__(str.__str__(self), spec)

    def __reduce__(self) -> tuple[Any, ...]:
        return Message, (str.__str__(self), self.key, self.values, self.parts)

    def strip(self, chars: str | None = None) -> str:
        """Return the text without signs at its ends; it stays a message where nothing goes."""
        bare = super().strip(chars)
        return self if len(bare) == len(self) else _changed(self, lambda part: part.strip(chars), bare)

    def rstrip(self, chars: str | None = None) -> str:
        """Return the text without signs at its end; it stays a message."""
        bare = super().rstrip(chars)
        return self if len(bare) == len(self) else _changed(self, lambda part: part.rstrip(chars), bare)

    def removesuffix(self, suffix: str) -> str:
        """Return the text without an ending; it stays a message where it has none."""
        bare = super().removesuffix(suffix)
        return self if len(bare) == len(self) else _changed(self, lambda part: part.removesuffix(suffix), bare)


class Name(Message):
    """What data call something: a column, a group. It is said as it is, or by the label that the run has for it, also
    where the catalogue knows the word.
    """

    def __new__(cls, text: str) -> Name:
        """Make it of a plain text."""
        plain = str.__str__(text)
        return super().__new__(cls, plain, "{name}", {"name": plain})  # type: ignore[return-value]

    def __reduce__(self) -> tuple[Any, ...]:
        return Name, (str.__str__(self),)


def message(template: str, /, **values: object) -> str:
    """Return a sentence with its values filled in, a `Message`.

    Parameters
    ----------
    template
        English with placeholders by name, which may have a format: "{share:.1%} of {layer}". It is the name of the
        sentence in the catalogue.
    values
        What the placeholders stand for: numbers, names, or messages, which are said in the language too. Without
        them a message stays as it is.
    """
    if not values:
        if isinstance(template, Message):
            return template
        return Message(template.replace("{{", "{").replace("}}", "}"), template)
    key, fields = _read(template)
    made: Values = {}
    for name, convert, spec in fields:
        value = values[name]
        if isinstance(value, Exception) and len(value.args) == 1 and isinstance(value.args[0], Message):
            value = value.args[0]
        if isinstance(value, str) and not convert and not spec:
            made[name] = value
            continue
        if convert:
            value = (
                repr(value if not isinstance(value, Message) else str.__str__(value)) if convert == "r" else str(value)
            )
        made[name] = format(value, spec)
    return remembered(Message(filled(key, made), key, made))


def counted(count: int, one: str, several: str) -> str:
    """Return a number and what it counts: "1 unit", "1,200 ids". The catalogue has it under "{n} ids"."""
    shown = f"{count:,}"
    return Message(f"{shown} {one if count == 1 else several}", f"{{n}} {several}", {"n": shown})


def joined(between: str, texts: Iterable[str]) -> str:
    """Put texts together as `between.join(texts)` does; messages among them stay messages."""
    given = [text if isinstance(text, str) else str(text) for text in texts]
    if not any(isinstance(text, Message) for text in given) and not isinstance(between, Message):
        return between.join(given)
    parts: list[str] = []
    for place, text in enumerate(given):
        parts += [between, text] if place and between else [text]
    return _together(tuple(parts))


def key_of(template: str) -> str:
    """Return the name of a template in the catalogue: placeholders without their formats."""
    return _read(template)[0]


@lru_cache(maxsize=4096)
def _read(template: str) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    key, fields = [], {}
    for literal, name, spec, convert in Formatter().parse(template):
        key.append(literal.replace("{", "{{").replace("}", "}}"))
        if name is not None:
            key.append(f"{{{name}}}")
            fields[name] = (name, convert or "", spec or "")
    return "".join(key), tuple(fields.values())


def filled(key: str, values: Values) -> str:
    """Return a template of the catalogue with its values filled in, as plain text."""
    return "".join(
        literal if name is None else literal + str.__str__(values.get(name, "")) for literal, name in _pieces(key)
    )


@lru_cache(maxsize=4096)
def _pieces(key: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(key))


def _together(parts: tuple[str, ...]) -> Message:
    flat: list[str] = []
    for part in parts:
        flat += part.parts if isinstance(part, Message) and part.parts else (part,)
    whole = "".join(str.__str__(part) for part in flat)
    return remembered(Message(whole, "", {}, tuple(part for part in flat if part)))


def _changed(text: Message, change: Callable[[str], str], bare: str) -> str:
    """Return a message whose last piece ends otherwise; its template ends so too."""
    if text.parts:
        return Message(bare, "", {}, (*text.parts[:-1], change(text.parts[-1])))
    return Message(bare, change(text.key), text.values) if text.key else bare
