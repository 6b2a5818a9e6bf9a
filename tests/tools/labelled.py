"""Cases on tables whose columns have names that no sentence holds, labels for them, and what a run shows of both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from gisplug.core.declare import Tool
from gisplug.core.tables import read_table
from tests.tools.cases import Case, given

MARK = "zq_"
KEYS = ("adcode", "name_en", "year", "data")
TABLES = ("panel", "old", "new", "gdp")
NO_COLUMNS = ("unit", "period", "id", "name", "weights_list", "origin")
OTHER_TABLES = ("patent_novelty", "patent_citations", "boundaries_crosswalk")  # their columns are not renamed
TERMS = "lag(zq_wage); zq_second^2; zq_wage:zq_second"


def write_labelled(folder: Path) -> dict[str, str]:
    """Rename the columns of the panels in a folder of `write_data`, and return the labels."""
    frames = {name: pd.read_csv(folder / f"{name}.csv", dtype={"adcode": str}) for name in TABLES}
    frames["demo"] = read_table("demo-panel")
    labels = {}
    for name, frame in frames.items():
        renamed = {c: f"{MARK}{c}" for c in frame.columns if c not in KEYS}
        frame.rename(columns=renamed).to_csv(folder / f"{name}.csv", index=False)
        labels |= {raw: f"Measure {c.replace('_', ' ').upper()}" for c, raw in renamed.items()}
    return labels


def labelled(tool: Tool, case: Case, folder: Path, labels: Mapping[str, str]) -> dict[str, Any]:
    """Return a case on the renamed tables, with terms where the tool takes some."""
    made = dict(given(case, folder))
    if made.get("panel") == "demo-panel":
        made["panel"] = str(folder / "demo.csv")
    for name in [p.name for p in tool.params if p.kind in ("field", "fields", "text")]:
        if name in made and name not in NO_COLUMNS and tool.id not in OTHER_TABLES:
            made[name] = _renamed(made[name], labels)
    return {**made, "terms": TERMS} if "terms" in tool.by_name else made


def _renamed(value: Any, labels: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_renamed(item, labels) for item in value]
    return re.sub(r"(?<!@)\w+(?!\.\w)", lambda m: f"{MARK}{m[0]}" if f"{MARK}{m[0]}" in labels else m[0], value)


@contextmanager
def drawn_texts() -> Iterator[list[str]]:
    """Collect every text of every figure that is written."""
    found: list[str] = []
    written = Figure.savefig

    def savefig(fig: Figure, *args: Any, **options: Any) -> None:
        written(fig, *args, **options)
        unseen = {id(axis.label) for ax in fig.axes if not ax.axison for axis in (ax.xaxis, ax.yaxis)}
        found.extend(t.get_text() for t in fig.findobj(Text) if t.get_visible() and id(t) not in unseen)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Figure, "savefig", savefig)
        yield found


def table_texts(path: Path) -> list[str]:
    """Return the texts of a paper table in HTML."""
    page = re.sub(r"<style>.*?</style>", "", path.read_text(encoding="utf-8"), flags=re.S)
    return [unescape(text) for text in re.split(r"<[^>]*>", page) if text.strip()]


def with_raw_names(texts: list[str]) -> list[str]:
    """Return the texts that show the name of a column, or a lag as formulas write it."""
    return sorted({text for text in texts if MARK in text or re.search(r"(?<![\w.])[LFD]\d*\.\w|\blag\(|\^\d", text)})
