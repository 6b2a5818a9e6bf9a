"""Names that differ by one letter, found without comparing every pair: by what is left when a letter is taken out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gisplug.boundaries.names.characters import is_chinese

_SHORT = 3  # a name of two letters has too many names one letter away; one of two characters is a whole name
Index = Mapping[str, frozenset[str]]


def index_of(keys: Iterable[str]) -> Index:
    """Return {a name, or a name less one letter: the names}."""
    found: dict[str, set[str]] = {}
    for key in keys:
        for left in _less_one(key):
            found.setdefault(left, set()).add(key)
    return {left: frozenset(names) for left, names in found.items()}


def near(key: str, index: Index) -> list[str]:
    """Return the names one letter away: one more, one less, another one, or two neighbours swapped; sorted."""
    if not _long_enough(key):
        return []
    found = {name for left in _less_one(key) for name in index.get(left, ())}
    return sorted(name for name in found if _long_enough(name) and one_apart(key, name))


def one_apart(one: str, other: str) -> bool:
    """Whether two names are one letter apart."""
    if one == other:
        return False
    if len(one) == len(other):
        unlike = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        swapped = len(unlike) == 2 and unlike[1] == unlike[0] + 1
        return len(unlike) == 1 or (
            swapped and one[unlike[0]] == other[unlike[1]] and one[unlike[1]] == other[unlike[0]]
        )
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _long_enough(key: str) -> bool:
    return len(key) >= _SHORT - is_chinese(key)


def _less_one(key: str) -> Iterable[str]:
    yield key
    for i in range(len(key)):
        yield key[:i] + key[i + 1 :]
