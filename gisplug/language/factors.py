"""Terms of a formula against a table: every name checked, C() as a dummy for each of its levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from gisplug.core.errors import GisplugError, ModelError
from gisplug.core.messages import message
from gisplug.language.columns import MISSING, Columns, column_named, group_labels, levels_of, ordered
from gisplug.language.expressions import Reading, cells
from gisplug.language.place import Source, proposal
from gisplug.language.sides import entry, factors_of, likeness, product_of, read_term
from gisplug.language.tree import Factor, Name, Node, text

MOST_LEVELS = 200


def expanded(panel: Columns, terms: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Return, for every term, the terms that it becomes: itself, or its products with dummies of the levels of a C().

    Parameters
    ----------
    terms
        All terms of the side: a:C(region) leaves the first level out where a is a term too.

    Raises
    ------
    ModelError
        If a name is no column or function, a number is undefined, or a C() cannot be made into dummies.
    """
    trees = {term: _tree(panel, term) for term in terms}
    there = {_margin(factors_of(tree)) for tree in trees.values()}
    return {term: tuple(map(entry, _dummies(panel, Source(term), tree, there))) for term, tree in trees.items()}


def known_group(panel: Columns, group: str) -> str:
    """Return a grouping as the table writes it.

    Raises
    ------
    ModelError
        If there is none.
    """
    column = column_named(panel, group)
    if column is not None:
        return column
    try:
        group_labels(panel, group)
    except GisplugError as strange:
        raise ModelError(str(strange)) from strange
    return group


def _tree(panel: Columns, term: str) -> Node:
    reading = Reading.of_terms(panel, Source(term))
    whole = column_named(panel, term)
    tree = Name(whole) if whole is not None else read_term(term, sorted(reading.odd))
    if isinstance(tree, Name):
        tree = replace(tree, name=column_named(panel, tree.name) or tree.name)
    for factor in factors_of(tree):
        if not _is_open(factor):
            cells(reading, factor)
    return tree


def _is_open(node: Node) -> bool:
    return isinstance(node, Factor) and node.level is None


def _margin(factors: Sequence[Node]) -> str:
    bare = [replace(f, ref=None) if isinstance(f, Factor) else f for f in factors]
    return likeness(product_of(bare)) if bare else ""


def _dummies(panel: Columns, source: Source, tree: Node, there: set[str]) -> list[Node]:
    factors = factors_of(tree)
    if not any(map(_is_open, factors)):
        return [tree]
    choices: list[list[Node]] = []
    for at, factor in enumerate(factors):
        if isinstance(factor, Factor) and factor.level is None:
            margin = _margin([*factors[:at], *factors[at + 1 :]])
            choices.append(_levels(panel, source, factor, all_of_them=bool(margin) and margin not in there))
        else:
            choices.append([factor])
    return [product_of(part) for part in product(*choices)]


def _levels(panel: Columns, source: Source, factor: Factor, all_of_them: bool) -> list[Node]:
    by = text(factor.by)
    try:
        levels = ordered([str(v) for v in group_labels(panel, by) if v != MISSING], levels_of(panel, by))
    except GisplugError as strange:
        raise source.fail(str(strange), factor.by.at) from strange
    if factor.ref is not None and factor.ref not in levels:
        raise source.fail(
            message(
                "{by} has no level {ref!r}{proposal}", by=by, ref=factor.ref, proposal=proposal(factor.ref, levels)
            ),
            factor.at,
        )
    if len(levels) < 2:
        raise source.fail(message("{by} has {n} level; dummies need two at least", by=by, n=len(levels)), factor.at)
    if len(levels) > MOST_LEVELS:
        raise source.fail(
            message(
                "{by} has {n} levels, too many for dummies; take its effects out instead: y ~ x | {by}",
                by=by,
                n=len(levels),
            ),
            factor.at,
        )
    first = levels[0] if factor.ref is None else factor.ref
    return [replace(factor, ref=None, level=level) for level in levels if all_of_them or level != first]
