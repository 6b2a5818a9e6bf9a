"""The words that options, results and tables share, each once. Standard library only: declarations use them too."""

from __future__ import annotations

from typing import Literal

Effects = Literal["none", "unit", "time", "twoways"]
PANEL_EFFECTS: tuple[Effects, ...] = ("none", "unit", "time", "twoways")  # which effects a panel model has
EFFECT_KINDS = ("direct", "indirect", "total")  # what a change of a regressor does, and where
