"""What holds for all steps of a study, and which of it a step asked for: only that decides whether it is done again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from gisplug.core.identity.sources import Source
from gisplug.report.words.settings import House

MANY_WORDS = 5000  # a step that looks up more counts as one that uses all labels
_NAMES = tuple(f.name for f in fields(House))


@dataclass(frozen=True)
class Settings:
    """The settings of a study; `background` is what `house.background` was read from."""

    house: House
    background: tuple[Source, ...] = ()

    def hold_as(self, asked: Mapping[str, Any]) -> bool:
        """Whether an earlier step that asked for these settings would get the same answers now."""
        return all(self._answer(name, was) == was for name, was in asked.items())

    def answers(self, asked: Asking) -> dict[str, Any]:
        """Return what a step was told, as plain data."""
        made = {name: self._answer(name, None) for name in sorted(asked.names)}
        if asked.all_words:
            made["all labels"] = self._answer("all labels", None)
        elif asked.words:
            made["labels"] = self._answer("labels", dict.fromkeys(sorted(asked.words)))
        return made

    def _answer(self, name: str, was: Any) -> Any:
        """Return a setting as plain data; of the labels those of the same words."""
        if name == "labels":
            return {word: self.house.labels.get(word) for word in was or ()}
        if name == "all labels":
            return dict(self.house.labels)
        if name == "background":
            return _plain([source.plain() for source in self.background])
        if name == "font":
            from gisplug.report.fonts import chinese_font

            return chinese_font()
        return _plain(getattr(self.house, name, None))


class Asking(House):
    """Settings that remember what was asked of them."""

    names: set[str]
    words: set[str]
    all_words: bool

    def __init__(self, house: House) -> None:
        kept = {name: getattr(house, name) for name in _NAMES}
        for name, value in (("names", set()), ("words", set()), ("all_words", False), *kept.items()):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "labels", _Words(house.labels, self))

    def __getattribute__(self, name: str) -> Any:
        if name in _NAMES and name != "labels":
            object.__getattribute__(self, "names").add(name)
        return object.__getattribute__(self, name)

    def ask_word(self, word: str) -> None:
        """Remember a word that was looked up."""
        self.words.add(word)
        if len(self.words) > MANY_WORDS:
            self.ask_all_words()

    def ask_all_words(self) -> None:
        """Remember that the labels were looked at as a whole."""
        object.__setattr__(self, "all_words", True)


class _Words(Mapping[str, str]):
    """Labels of variables that remember which words were looked up."""

    def __init__(self, labels: Mapping[str, str], asking: Asking) -> None:
        self._labels, self._asking = labels, asking

    def __getitem__(self, word: str) -> str:
        self._asking.ask_word(word)
        return self._labels[word]

    def __contains__(self, word: object) -> bool:
        self._asking.ask_word(str(word))
        return word in self._labels

    def __iter__(self) -> Iterator[str]:
        self._asking.ask_all_words()
        return iter(self._labels)

    def __len__(self) -> int:
        self._asking.ask_all_words()
        return len(self._labels)

    def __bool__(self) -> bool:
        """Always true: whoever looks up words only where there are labels looks them up, and is remembered."""
        return True


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))
