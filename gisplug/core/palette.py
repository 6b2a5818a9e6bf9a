"""Every colour of gisplug, once: charts, maps, report pages and the QGIS styles of the shelf.

The QML files in layers/styles and rasters/styles hold the same colours as text, because QGIS reads them as they are;
a test compares them. Sets are told apart with normal sight and with each kind of colour blindness (a test holds that
too). Colours are "#rrggbb".
"""

from __future__ import annotations

from collections.abc import Sequence

INK, MUTED, FAINT, PAPER = "#1a1a1a", "#5f6368", "#d5d8dc", "#ffffff"
WASH = "#f7f6f2"  # behind the page of a report, and behind code in it
WARNING, WARNING_LINE, WARNING_WASH = "#8a3c10", "#b3541e", "#fdf3ec"

# series of a chart, in the order of use
SERIES = ("#1b5e8c", "#c8553d", "#1fb5a5", "#dba52f", "#7b5fc7", "#74322c", "#aaa4ee", "#202428")
KINDS = (*SERIES, "#9be69b", "#825069", "#82e6ff", "#69829b")  # of texts on a map, in the order of use
ACCENT, SECOND = SERIES[0], SERIES[1]
EFFECTS = {"direct": SERIES[0], "indirect": SERIES[1], "total": SERIES[2]}

# maps: land and coast below the units, borders of units, units without a value, the unit where a shock starts
LAND, COAST, EDGE, NO_DATA, ORIGIN = "#f4f3ef", "#b4b9bf", "#6b6b6b", "#cccccc", INK

# local spatial association: the colours of GeoDa, by which readers know these maps
LISA = {
    "High-High": "#ff0000",
    "Low-Low": "#0000ff",
    "Low-High": "#a7adf9",
    "High-Low": "#f4ada8",
    "Not significant": "#eeeeee",
    "Isolate": "#999999",
    "Undefined": "#464646",
}
QUADRANTS = {name: LISA[name] for name in ("High-High", "Low-Low", "Low-High", "High-Low", "Isolate", "Undefined")}
GEARY = {  # local Geary: alike and high, alike and low, alike on both sides of the mean, alike in several, unlike
    "High-High": LISA["High-High"],
    "Low-Low": LISA["Low-Low"],
    "Other positive": "#f2b134",
    "Positive": "#c0392b",
    "Negative": "#8fd0c8",
    "Not significant": LISA["Not significant"],
    "Isolate": LISA["Isolate"],
    "Undefined": LISA["Undefined"],
}
JOINS = {  # local join counts: black units among more black ones than by chance, other black ones, white ones
    "Cluster": LISA["High-High"],
    "Black": "#8d99a6",
    "White": LISA["Not significant"],
    "Isolate": "#c9b8a0",
    "Undefined": LISA["Undefined"],
}
SPOTS = {
    "Hot spot": LISA["High-High"],
    "Cold spot": LISA["Low-Low"],
    "Not significant": LISA["Not significant"],
    "Undefined": LISA["Undefined"],
}
EMERGING = {  # hot and cold spots over time: yellow to red and brown, cyan to blue and grey
    "New hot spot": "#ffe14d",
    "Consecutive hot spot": "#fdae61",
    "Intensifying hot spot": "#67001f",
    "Persistent hot spot": "#e31a1c",
    "Diminishing hot spot": "#f4a582",
    "Sporadic hot spot": "#fbb4c9",
    "Oscillating hot spot": "#d94fb0",
    "Historical hot spot": "#8c6239",
    "New cold spot": "#9ff3f0",
    "Consecutive cold spot": "#2ab7b0",
    "Intensifying cold spot": "#08204f",
    "Persistent cold spot": "#2166ac",
    "Diminishing cold spot": "#92c5de",
    "Sporadic cold spot": "#c3c6f7",
    "Oscillating cold spot": "#7b5fc7",
    "Historical cold spot": "#6b8299",
    "No pattern": LISA["Not significant"],
}
SIGNIFICANCE = {
    "0.001": "#1c4c0f",
    "0.01": "#348124",
    "0.05": "#53c53c",
    "0.1": "#b6f0ac",
    "Not significant": LISA["Not significant"],
}
CHANGES = {  # what became of units whose borders changed
    "Unchanged": LISA["Not significant"],
    "Renamed": SERIES[6],
    "Recoded": SERIES[4],
    "Merged": SERIES[0],
    "Split": SERIES[1],
    "Redrawn": SERIES[3],
    "New": SERIES[5],
}
FAULTS = {"overlap": SECOND, "gap": ACCENT}

# ramps, from low to high (ColorBrewer's RdBu, YlOrBr, YlGnBu; Matplotlib's inferno)
BELOW_ZERO = ("#053061", "#2166ac", "#4393c3", "#92c5de", "#d1e5f0")
ZERO = "#f7f7f7"
ABOVE_ZERO = ("#fddbc7", "#f4a582", "#d6604d", "#b2182b", "#67001f")
DIVERGING = (*BELOW_ZERO, *ABOVE_ZERO)  # in classes
ABOUT_ZERO = (*BELOW_ZERO, ZERO, *ABOVE_ZERO)  # without steps
SEQUENTIAL = ("#ffffd4", "#fee391", "#fec44f", "#fe9929", "#d95f0e", "#993404")
GREYS = ("#f7f7f7", "#d9d9d9", "#bdbdbd", "#969696", "#636363", "#252525")  # ColorBrewer's, for print without colours
GREY_LISA = {  # grey and pattern
    "High-High": ("#252525", ""),
    "Low-Low": ("#969696", "...."),
    "Low-High": ("#d9d9d9", "\\\\\\\\"),
    "High-Low": ("#bdbdbd", "||||"),
    "Not significant": ("#ffffff", ""),
    "Isolate": ("#f7f7f7", "++++"),
    "Undefined": ("#f7f7f7", "oo"),
}
EARLY_TO_LATE = ("#ffffd9", "#edf8b1", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#253494", "#081d58")
LIGHTS = (
    "#000004",
    "#1b0c41",
    "#4a0c6b",
    "#781c6d",
    "#a52c60",
    "#cf4446",
    "#ed6925",
    "#fb9b06",
    "#f7d13d",
    "#fcffa4",
)


def between(colours: Sequence[str], share: float) -> str:
    """Return the colour at a share (0..1) of the way through colours that stand evenly."""
    place = min(max(share, 0.0), 1.0) * (len(colours) - 1)
    low = min(int(place), len(colours) - 2)
    parts = [(int(colours[low][k : k + 2], 16), int(colours[low + 1][k : k + 2], 16)) for k in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (place - low) * (b - a)):02x}" for a, b in parts)
