"""The words that options, results and tables share, each once. Standard library only: declarations use them too."""

from __future__ import annotations

from typing import Literal, Union

Effects = Literal["none", "unit", "time", "twoways"]
PANEL_EFFECTS: tuple[Effects, ...] = ("none", "unit", "time", "twoways")  # which effects a panel model has
EFFECT_KINDS = ("direct", "indirect", "total")  # what a change of a regressor does, and where

Period = Union[int, str]  # whole years are numbers; quarters, months and other names are text
Cell = Union[str, float, int, None]  # what one cell of a paper's table holds; None: empty
