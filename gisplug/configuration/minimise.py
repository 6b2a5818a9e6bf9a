"""Quine-McCluskey minimisation with don't-cares, and all shortest covers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gisplug.core.errors import ModelError
from gisplug.core.messages import message

DASH = 2  # a condition that an implicant leaves open
MOST_MODELS = 200

Term = tuple[int, ...]


def rows_of(k: int) -> list[Term]:
    """Return all 2^k corners, the first condition counting most."""
    return [tuple((r >> (k - 1 - j)) & 1 for j in range(k)) for r in range(2**k)]


def covers(term: Term, row: Term) -> bool:
    """Return whether a term (0, 1, DASH) contains a row or a term."""
    return all(t in (DASH, r) for t, r in zip(term, row, strict=True))


def prime_implicants(rows: Iterable[Term]) -> list[Term]:
    """Return the prime implicants of a set of rows."""
    level, primes = set(rows), set()
    while level:
        merged, used = set(), set()
        for term in level:
            for j, value in enumerate(term):
                if value == DASH:
                    continue
                other = (*term[:j], 1 - value, *term[j + 1 :])
                if other in level:
                    merged.add((*term[:j], DASH, *term[j + 1 :]))
                    used |= {term, other}
        primes |= level - used
        level = merged
    return sorted(primes)


def minimised(on: Sequence[Term], free: Sequence[Term] = ()) -> list[tuple[Term, ...]]:
    """Return every cover of `on` with the fewest prime implicants; `free` rows may be used but need not be covered.

    Raises
    ------
    ModelError
        If more than 200 covers are equally short.
    """
    if not on:
        return []
    primes = [p for p in prime_implicants([*on, *free]) if any(covers(p, r) for r in on)]
    chart = {row: [p for p in primes if covers(p, row)] for row in on}
    for size in range(1, len(on) + 1):
        found: set[frozenset[Term]] = set()
        _search(chart, frozenset(), size, found)
        if found:
            return sorted(tuple(sorted(c, reverse=True)) for c in found)
    return []


def _search(chart: dict[Term, list[Term]], chosen: frozenset[Term], left: int, found: set[frozenset[Term]]) -> None:
    open_rows = [row for row, primes in chart.items() if not any(p in chosen for p in primes)]
    if not open_rows:
        found.add(chosen)
        if len(found) > MOST_MODELS:
            raise ModelError(
                message(
                    "More than {most_models} solutions are equally short: too few conditions separate "
                    "the cases. Use fewer conditions or stricter cut-offs.",
                    most_models=MOST_MODELS,
                )
            )
        return
    if left == 0:
        return
    row = min(open_rows, key=lambda r: len(chart[r]))
    for prime in chart[row]:
        _search(chart, chosen | {prime}, left - 1, found)
