"""The explorer as a part of a report, and as a page by itself: no request leaves it."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gisplug.autocorrelation.local_statistics import COLOURS
from gisplug.core import palette
from gisplug.core.vocabulary import CLUSTERS
from gisplug.report.explorer.packed import packed_map
from gisplug.report.explorer.stored import DATA
from gisplug.report.explorer.words import words
from gisplug.report.maps.choropleth import MANY_UNITS
from gisplug.report.maps.geometry import map_crs
from gisplug.report.words.say import say
from gisplug.report.words.settings import house

if TYPE_CHECKING:
    import geopandas as gpd

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Told:
    """What an explorer shows: units with their shapes (N rows), and models and fields as they are packed."""

    title: str
    units: gpd.GeoDataFrame
    names: Sequence[str]
    models: Sequence[dict[str, Any]] = ()
    fields: Sequence[dict[str, Any]] = ()
    notes: Sequence[str] = field(default_factory=tuple)


def data(told: Told) -> dict[str, Any]:
    """Return everything that the page reads, as plain data."""
    now = house()
    crs = map_crs(told.units)
    shapes = told.units.geometry.to_crs(crs).to_numpy()
    below = [] if now.background is None else now.background.geometry.to_crs(crs).to_numpy()
    return {
        "format": "gisplug-explorer",
        "language": "zh-CN" if now.language == "zh" else "en",
        "title": told.title,
        "notes": [say(note) for note in told.notes],
        "synthetic": now.synthetic,
        "words": words(now.language),
        "units": {"ids": [str(i) for i in told.units.index], "names": [str(n) for n in told.names]},
        "map": packed_map(shapes, below),
        "models": list(told.models),
        "fields": list(told.fields),
        "clusters": [say(cluster) for cluster in CLUSTERS],
        "cluster_colours": list(COLOURS),
        "palette": {
            "below": list(reversed(palette.BELOW_ZERO)),
            "above": list(palette.ABOVE_ZERO),
            "zero": palette.ZERO,
            "sequential": list(palette.SEQUENTIAL),
            "none": palette.NO_DATA,
            "origin": palette.ORIGIN,
        },
    }


def part(made: dict[str, Any], name: str) -> str:
    """Return the explorer as a part of a page that has `scripts()` at its end; `name` tells it from others."""
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
    many = " gx-many" if len(made["units"]["ids"]) > MANY_UNITS else ""
    none = html.escape(say("The explorer needs a browser with JavaScript; the figures of this report show the same."))
    notes = "".join(f'<p class="by">{html.escape(note)}</p>' for note in made["notes"])
    return (
        f'<div class="gx{many}" data-explorer="{name}" role="region" aria-label="{html.escape(made["title"])}">'
        f'<p class="gx-fallback">{none}</p></div>{notes}'
        f'<script type="application/json" id="{name}">{text}</script>'
    )


def scripts() -> str:
    """Return the scripts of all explorers of a page, to stand at its end."""
    library = (HERE / "d3" / "d3.min.js").read_text(encoding="utf-8")
    licence = (HERE / "d3" / "LICENSE").read_text(encoding="utf-8").strip()
    own = "".join((HERE / name).read_text(encoding="utf-8") for name in ("spread.js", "explorer.js"))
    return f"<script>/*! d3 7.9.0\n{licence}\n*/\n{library}</script><script>{own}</script>"


def styles() -> str:
    """Return the style sheet of explorers; its colours are variables of the page."""
    return (HERE / "explorer.css").read_text(encoding="utf-8")


def page(made: dict[str, Any]) -> str:
    """Return the explorer as a page by itself."""
    banner = "SYNTHETIC DATA: simulated for demonstration, not observations."
    synthetic = f'<p class="banner">{html.escape(say(banner))}</p>' if made["synthetic"] else ""
    colours = (HERE.parent / "page" / "page.css").read_text(encoding="utf-8").split("\n", 1)[0]
    sheet = colours + (HERE / "alone.css").read_text(encoding="utf-8") + styles()
    return (
        f'<!DOCTYPE html>\n<html lang="{made["language"]}"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width,initial-scale=1"><title>{html.escape(made["title"])}</title>'
        f"<style>{sheet}</style></head><body>"
        f"<h1>{html.escape(made['title'])}</h1>{synthetic}{part(made, DATA)}{scripts()}</body></html>\n"
    )
