"""A script in another program: its data under names that every program takes, its lines, and the numbers it gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from gisplug.core.messages import message

if TYPE_CHECKING:
    from gisplug.weights.weights import Weights

KEYS = ("unit", "period", "unit_code", "period_code")
LONGEST = 28  # letters of a name: Stata takes 32, and a number may follow
TAKEN = ("if", "in", "using", "with", "function", "repeat", "while", "for", "next", "break", "else", "true", "null")


class Remark(NamedTuple):
    """A comment in a script; a message, so that it is said in the language wanted."""

    text: str


Line = str | Remark


@dataclass(frozen=True)
class Script:
    """One fit in other programs.

    Attributes
    ----------
    name : stem of its files
    title : what was fitted
    made_by : the function of gisplug
    data : DataFrame, one row a row of the fit; the columns of `KEYS`, then names that R and Stata take
    labels : what a column is called in gisplug, by name
    weights : W by the stem of its file, units as `unit_code` counts them
    expected : DataFrame, index term; columns estimate, se (NaN where the step gives none)
    synthetic : whether the data are simulated; every file that a person reads says so
    r, stata : lines; empty where there is no equal, and `no_r`, `no_stata` say why
    """

    name: str
    title: str
    made_by: str
    data: pd.DataFrame
    labels: Mapping[str, str]
    expected: pd.DataFrame
    weights: Mapping[str, Weights] = field(default_factory=dict)
    r: Sequence[Line] = ()
    stata: Sequence[Line] = ()
    no_r: str = ""
    no_stata: str = ""
    synthetic: bool = False


class Columns:
    """Gathers the data of a script under names that every program takes."""

    def __init__(self, units: np.ndarray, periods: np.ndarray) -> None:
        """Begin with the labels of unit and period of every row, both (n,)."""
        self.labels: dict[str, str] = {}
        self._made: dict[str, np.ndarray] = {}
        self._codes(units, periods)

    def _codes(self, units: np.ndarray, periods: np.ndarray) -> None:
        for name, values in (("unit", units), ("period", periods)):
            self._made[name] = np.asarray(values, dtype=object)
        for name, values in (("unit", units), ("period", periods)):
            order = {label: place + 1 for place, label in enumerate(dict.fromkeys(values.tolist()))}
            if name == "period":
                order = {label: place + 1 for place, label in enumerate(sorted(order, key=_by_time))}
            self._made[f"{name}_code"] = np.array([order[label] for label in values.tolist()])

    def add(self, label: str, values: np.ndarray, fallback: str = "x") -> str:
        """Add values (n,) of what gisplug calls `label`; return the name that the scripts use."""
        stem = re.sub(r"\W+", "_", label.replace("*", "_"), flags=re.ASCII).strip("_")[:LONGEST]
        if not re.fullmatch(r"[A-Za-z]\w*", stem, flags=re.ASCII) or stem.lower() in TAKEN:
            stem = f"{fallback}_{stem}".strip("_")[:LONGEST] if stem else fallback
        name, count = stem, 1
        while name.lower() in (n.lower() for n in (*self._made, *TAKEN)):
            count += 1
            name = f"{stem}_{count}"
        self._made[name] = np.asarray(values)
        self.labels[name] = label
        return name

    def code_of(self, codes: np.ndarray, label: str) -> str:
        """Return the name of a grouping, codes (n,): that of units or periods where it is theirs."""
        for name in ("unit_code", "period_code"):
            if _same_groups(codes, self._made[name]):
                return name
        for name, values in self._made.items():
            if name.startswith("group") and _same_groups(codes, values):
                return name
        return self.add(label, np.asarray(codes) + 1, "group")

    @property
    def frame(self) -> pd.DataFrame:
        """The data as a table: one row a row of the fit, columns of `KEYS` and those added."""
        return pd.DataFrame(self._made)


def _by_time(label: object) -> tuple[int, float, str]:
    return (0, float(label), "") if isinstance(label, (int, float)) else (1, 0.0, str(label))


def _same_groups(a: np.ndarray, b: np.ndarray) -> bool:
    pairs = len(np.unique(np.column_stack([a, b]), axis=0))
    return pairs == len(np.unique(a)) == len(np.unique(b))


def weights_stem(w: Weights) -> str:
    """Return the stem of the file of a W: its name and a mark of its content, so that scripts share it."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", w.name).strip("-").lower()[:LONGEST] or "w"
    matrix = w.matrix
    held = sha256()
    for part in (matrix.indptr.astype("<i8"), matrix.indices.astype("<i8"), matrix.data.astype("<f8")):
        held.update(part.tobytes())
    return f"w-{name}-{held.hexdigest()[:6]}"


def expected_of(terms: Iterable[object], estimate: np.ndarray, se: np.ndarray) -> pd.DataFrame:
    """Return the numbers that a script should give: index term, columns estimate and se, both (k,)."""
    index = pd.Index([str(term) for term in terms], name="term")
    return pd.DataFrame({"estimate": np.asarray(estimate, float), "se": np.asarray(se, float)}, index=index)


def listed(names: Sequence[str]) -> str:
    """Return c("a", "b") as R writes it."""
    return f"c({', '.join(map(quoted, names))})"


def quoted(name: str) -> str:
    """Return a name in quotes."""
    return f'"{name}"'


SYNTHETIC = message("SYNTHETIC DATA: simulated for demonstration, not observations.")
NO_EQUAL = message("gisplug knows no program whose numbers were found to be the same")
