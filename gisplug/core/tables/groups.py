"""The order in which groups are told: as declared, else as the field has it, else as they first appear; never that of
the alphabet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

VARIABLE_LABELS = "variable_labels"  # in the attributes of a table: what its file calls the columns
LEVELS = "levels"  # in the attributes of a table: the order that value labels give to the groups of columns
Orders = Mapping[str, Sequence[str]]  # by column: its groups, the first first

KNOWN = (
    (
        ("east", "eastern", "东部", "东部地区", "东"),
        ("centre", "center", "central", "middle", "中部", "中部地区", "中"),
        ("west", "western", "西部", "西部地区", "西"),
        ("northeast", "north-east", "northeastern", "东北", "东北地区", "东北部"),
    ),
    (("low", "低"), ("middle", "medium", "中"), ("high", "高")),
    (("small", "小"), ("medium", "middle", "中"), ("large", "big", "大")),
    (("no", "0", "否"), ("yes", "1", "是")),
    (("before", "之前"), ("after", "之后")),
)


def levels_in(table: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the order of the groups of columns that a table gives: ordered Categoricals, and value labels."""
    found = {str(c): tuple(v) for c, v in table.attrs.get(LEVELS, {}).items() if c in table.columns}
    for column, kind in table.dtypes.items():
        if getattr(kind, "ordered", False):
            found[str(column)] = tuple(map(str, table[column].cat.categories))
    return found


_declared: ContextVar[Callable[[], Orders] | None] = ContextVar("gisplug_orders", default=None)


@contextmanager
def ordering(orders: Callable[[], Orders]) -> Iterator[None]:
    """Let the orders that `orders` returns hold inside the block; it is asked where groups are put in order."""
    token = _declared.set(orders)
    try:
        yield
    finally:
        _declared.reset(token)


def declared_order(groups: Iterable[str], column: str = "") -> tuple[str, ...]:
    """Return the order that is declared for a column; where it is not named, that of these groups; () where none is."""
    asked = _declared.get()
    orders = asked() if asked is not None else {}
    if column in orders:
        return tuple(map(str, orders[column]))
    found = set(groups)
    return next((tuple(map(str, o)) for o in orders.values() if found & set(map(str, o))), ()) if not column else ()


def in_order(groups: Iterable[object], column: str = "", levels: Sequence[str] = ()) -> list[str]:
    """Return the groups, each once, as text, in the order in which readers expect them.

    Parameters
    ----------
    groups : in the order of the rows; None, NaN and "" are no groups.
    column : that they are groups of, where it is known.
    levels : the order that the data themselves give (of an ordered Categorical, of value labels), () where they do not.

    Returns
    -------
    list of str
        Those that an order is declared for (`ordering`) come first, in it; else those of `levels`. The others follow in
        the order of the field where it knows all of them (east, central, west, northeast; low, middle, high), in that
        of numbers where all are numbers, else as they first appear.
    """
    found = list(dict.fromkeys(str(g) for g in groups if g is not None and g == g and str(g) != ""))
    stated = declared_order(found, column) or tuple(levels)
    first = [level for level in dict.fromkeys(stated) if level in found]
    return first + _as_known([group for group in found if group not in first])


def _as_known(found: list[str]) -> list[str]:
    plain = {g: g.lower().removesuffix(" region").removesuffix(" china") for g in found}
    for scale in KNOWN:
        place = {word: k for k, words in enumerate(scale) for word in words}
        if all(word in place for word in plain.values()):
            return sorted(found, key=lambda g: place[plain[g]])
    try:
        return sorted(found, key=float)
    except ValueError:
        return found
