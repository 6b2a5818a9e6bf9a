"""The order in which groups are told: as the field has it, else as they first appear; never that of the alphabet."""

from __future__ import annotations

from collections.abc import Iterable

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


def in_order(groups: Iterable[object]) -> list[str]:
    """Return the groups, each once, as text, in the order in which readers expect them.

    Parameters
    ----------
    groups : in the order of the rows; None, NaN and "" are no groups.

    Returns
    -------
    list of str
        In the order of the field where it knows all of them (east, central, west, northeast; low, middle, high), in
        that of numbers where all are numbers, else as they first appear.
    """
    found = list(dict.fromkeys(str(g) for g in groups if g is not None and g == g and str(g) != ""))
    plain = {g: g.lower().removesuffix(" region").removesuffix(" china") for g in found}
    for scale in KNOWN:
        place = {word: k for k, words in enumerate(scale) for word in words}
        if all(word in place for word in plain.values()):
            return sorted(found, key=lambda g: place[plain[g]])
    try:
        return sorted(found, key=float)
    except ValueError:
        return found
