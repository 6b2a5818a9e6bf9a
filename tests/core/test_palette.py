"""One palette: the QGIS styles and the page have its colours, no other colour is used, and eyes of all kinds see it."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

import gisplug
from gisplug.core import palette
from gisplug.core.shelves import style_path

PACKAGE = Path(gisplug.__file__).parent
# Machado, Oliveira & Fernandes (2009), A physiologically-based model for simulation of color vision deficiency,
# IEEE TVCG 15(6), matrices of severity 1.0, applied to linear RGB
SIGHT = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = XYZ.sum(axis=1)
APART = 12.0  # CIE 1976 distance; 2.3 is just seen side by side, five times that tells areas of a legend apart
STEP = 2.3  # of lightness between neighbours of a ramp


def lab(colour, sight="normal"):
    """CIE L*a*b* of a colour as seen."""
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    x = XYZ @ np.clip(np.asarray(SIGHT[sight]) @ linear, 0, 1) / WHITE
    f = np.where(x > (6 / 29) ** 3, np.cbrt(x), x / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def values(named):
    return list(named.values()) if isinstance(named, dict) else list(named)


def test_the_measure_of_distance_is_that_of_the_books():
    assert lab("#ffffff") == pytest.approx([100, 0, 0], abs=0.01)
    assert lab("#ff0000") == pytest.approx([53.24, 80.09, 67.20], abs=0.02)
    assert np.linalg.norm(lab("#ff0000") - lab("#00ff00")) == pytest.approx(170.6, abs=0.1)
    assert np.linalg.norm(lab("#c8553d", "protanopia") - lab("#3a7d44", "protanopia")) < APART  # red and green


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", ["SERIES", "KINDS", "EFFECTS", "LISA", "QUADRANTS", "SPOTS", "FAULTS", "CHANGES"])
def test_colours_of_a_set_are_told_apart_with_every_sight(name, sight):
    colours = values(getattr(palette, name))
    close = [(a, b) for a, b in combinations(colours, 2) if np.linalg.norm(lab(a, sight) - lab(b, sight)) < APART]
    assert close == []


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", ["SEQUENTIAL", "EARLY_TO_LATE", "LIGHTS", "SIGNIFICANCE", "BELOW_ZERO", "ABOVE_ZERO"])
def test_ramps_grow_lighter_or_darker_at_every_step(name, sight):
    light = [lab(c, sight)[0] for c in values(getattr(palette, name))]
    steps = [b - a for a, b in pairwise(light)]
    assert min(steps) > STEP or max(steps) < -STEP


# CIE L*a*b* of solid inks on coated paper as offset print aims at them (ISO 12647-2), to within a few units
INKS = {
    "": (93, 0, -3),
    "c": (54, -36, -49),
    "m": (46, 72, -5),
    "y": (87, -6, 90),
    "cm": (24, 22, -46),
    "cy": (49, -66, 24),
    "my": (46, 67, 47),
    "cmy": (22, 0, 0),
}
DOTS = np.linspace(0.0, 1.0, 13)  # areas of each ink that are tried
PRINTED_APART = 7.0  # three times what is just seen


def printable():
    """CIE L*a*b* of what three inks print: Neugebauer's areas, Yule and Nielsen's n = 2 for the spread of light."""

    def xyz(colour):
        light = (colour[0] + 16) / 116
        f = np.array([light + colour[1] / 500, light, light - colour[2] / 200])
        return np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29))

    area = np.stack(np.meshgrid(DOTS, DOTS, DOTS, indexing="ij"), axis=-1).reshape(-1, 3)
    seen = np.zeros((len(area), 3))
    for inks, colour in INKS.items():
        share = np.prod([area[:, k] if ink in inks else 1 - area[:, k] for k, ink in enumerate("cmy")], axis=0)
        seen += share[:, None] * xyz(colour) ** 0.5
    x = seen**2
    f = np.where(x > (6 / 29) ** 3, np.cbrt(x), x / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1)


PRINT = printable()


def on_paper(colour):
    """The nearest colour that three inks print."""
    wanted = lab(colour)
    return PRINT[np.argmin(((PRINT - wanted) ** 2).sum(axis=1))]


def test_what_is_printed_is_paper_ink_and_never_a_screen():
    assert on_paper("#ffffff") == pytest.approx([93, 0, -3], abs=0.1)
    assert np.linalg.norm(on_paper("#00ff00") - lab("#00ff00")) > 30  # a green that no ink has


@pytest.mark.parametrize("name", ["SERIES", "KINDS", "EFFECTS", "LISA", "QUADRANTS", "SPOTS", "FAULTS", "CHANGES"])
def test_colours_of_a_set_are_told_apart_in_print(name):
    colours = values(getattr(palette, name))
    close = [(a, b) for a, b in combinations(colours, 2) if np.linalg.norm(on_paper(a) - on_paper(b)) < PRINTED_APART]
    assert close == []


@pytest.mark.parametrize("name", ["SEQUENTIAL", "SIGNIFICANCE", "BELOW_ZERO", "ABOVE_ZERO", "GREYS"])
def test_ramps_grow_lighter_or_darker_in_print_too(name):
    seen = np.array([on_paper(c) for c in values(getattr(palette, name))])
    steps = np.diff(seen[:, 0])
    assert steps.min() > 0 or steps.max() < 0
    assert np.linalg.norm(np.diff(seen, axis=0), axis=1).min() > PRINTED_APART


def test_greys_of_a_set_differ_in_lightness_or_in_pattern():
    looks = list(palette.GREY_LISA.values())
    assert len(set(looks)) == len(looks)
    plain = [lab(grey)[0] for grey, pattern in looks if not pattern]
    assert min(abs(a - b) for a, b in combinations(plain, 2)) > APART


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("classes", range(2, 10))
def test_classes_of_a_map_grow_darker_step_by_step_with_every_sight(classes, sight):
    from gisplug.core.maps.classes import class_colours

    for signed, edges in ((False, range(classes + 1)), (True, range(classes + 1)), (True, range(-classes, 1))):
        light = [lab(c, sight)[0] for c in class_colours(list(edges), signed)]
        steps = np.diff(light) * (-1 if edges[-1] > 0 else 1)
        assert steps.min() > STEP


def test_lisa_maps_have_the_colours_of_geoda():
    assert [palette.LISA[c] for c in ("High-High", "Low-Low", "Low-High", "High-Low")] == [
        "#ff0000",
        "#0000ff",
        "#a7adf9",
        "#f4ada8",
    ]


def colours_of(style):
    """Return {what: colour} of a QML style: fills by the value of their category or their number, and the rest."""
    text = style_path(style).read_text(encoding="utf-8")
    fills = re.findall(r'name="(?:color|line_color)" value="([\d,]+)"', text)
    keys = re.findall(r'<category symbol="\d+" value="([^"]*)"', text) or range(len(fills))
    ramp = re.findall(r'<item value="[^"]*" label="[^"]*" color="([^"]*)"', text)
    others = {key: code(found) for key, found in re.findall(r'(outline_color)" value="([\d,]+)"', text)}
    others |= {key: code(found) for key, found in re.findall(r'(textColor|bufferColor)="([\d,]+)"', text)}
    return dict(enumerate(ramp)) if ramp else dict(zip(keys, map(code, fills), strict=True)), others


def code(rgba):
    return "#{:02x}{:02x}{:02x}".format(*map(int, rgba.split(",")[:3]))


WANTED = {
    "lisa_clusters": palette.LISA,
    "moran_quadrants": palette.QUADRANTS,
    "hot_spots": palette.SPOTS,
    "emerging_spots": palette.EMERGING,
    "local_geary": palette.GEARY,
    "join_counts": palette.JOINS,
    "faults": palette.FAULTS,
    "boundary_changes": palette.CHANGES,
    "categories": {str(k): colour for k, colour in enumerate(palette.KINDS, start=1)},
    "significance": palette.SIGNIFICANCE.values(),
    "diverging": palette.DIVERGING,
    "sequential": palette.SEQUENTIAL,
    "units": [palette.LAND],
    "links": [palette.ACCENT],
    "ntl": palette.LIGHTS,
}


@pytest.mark.parametrize("style", WANTED)
def test_styles_of_the_shelf_have_the_colours_of_the_palette(style):
    wanted = WANTED[style]
    fills, others = colours_of(style)
    assert fills == (wanted if isinstance(wanted, dict) else dict(enumerate(wanted))), (
        f"layers/styles/{style}.qml (or rasters/styles) differs from core/palette.py: change the numbers in the QML"
    )
    allowed = {"outline_color": palette.EDGE, "textColor": palette.INK, "bufferColor": palette.PAPER}
    assert others == {key: allowed[key] for key in others}


def test_no_style_of_the_shelf_is_left_out():
    folders = [style_path(name).parent for name in ("units", "ntl")]
    assert set(WANTED) == {path.stem for folder in folders for path in folder.glob("*.qml")}


def test_pages_and_code_use_no_other_colours():
    known = {
        c
        for name, value in vars(palette).items()
        if name.isupper()
        for c in (values(value) if not isinstance(value, str) else [value])
    }
    for path in [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.css")]:
        if path.name != "palette.py":
            found = {c.lower() for c in re.findall(r"#[0-9a-fA-F]{6}\b", path.read_text(encoding="utf-8"))}
            extra = found - known if path.suffix == ".css" else found
            assert not extra, f"{path.relative_to(PACKAGE)} has {extra}; take colours from gisplug.core.palette"
