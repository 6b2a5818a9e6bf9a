import re

import geopandas as gpd
import numpy as np
import pytest
import shapely

from gisplug.boundaries import styles
from gisplug.core.errors import ParameterError
from gisplug.core.maps.classes import Cut
from gisplug.core.palette import GREYS, KINDS


def squares(**columns):
    count = len(next(iter(columns.values())))
    return gpd.GeoDataFrame(columns, geometry=[shapely.box(i, 0, i + 1, 1) for i in range(count)], crs=3857)


def ranges(text):
    return [tuple(map(float, pair)) for pair in re.findall(r'lower="([^"]*)" upper="([^"]*)"', text)]


@pytest.mark.parametrize(("sign", "darkest"), [(1.0, "103,0,31"), (-1.0, "5,48,97")])
def test_a_one_sided_effect_shows_only_its_side_from_its_least_and_the_strongest_is_darkest(sign, darkest):
    values = sign * np.array([0.51, 0.52, 0.53, 0.54, 0.55, 0.56])
    text = styles.qml("diverging", squares(effect=values), "effect")
    assert len(ranges(text)) == 5
    assert min(low for low, _ in ranges(text)) == values.min() and max(high for _, high in ranges(text)) == values.max()
    colours = re.findall(r'name="color" value="([\d,]+),255"', text)
    assert colours[-1 if sign > 0 else 0] == darkest and len(set(colours)) == 5


@pytest.mark.parametrize("values", [[0.0, 0.0], [5.0, 5.0], [np.nan, np.nan], [-1.0, np.nan], [1e-9, 3e12]])
def test_awkward_values_still_give_classes_that_hold_them(values):
    for name in ("diverging", "sequential"):
        classes = ranges(styles.qml(name, squares(v=values), "v"))
        assert classes
        for value in values:
            assert np.isnan(value) or any(low <= value <= high for low, high in classes)


def test_categories_take_the_spelling_of_the_data():
    text = styles.qml("lisa_clusters", squares(c=["HH", "LL", None]), "c")
    assert 'value="HH"' in text and 'label="High-High"' in text


def test_field_names_with_signs_are_quoted_for_the_renderer():
    text = styles.qml("sequential", squares(**{"效应 <a>": [1.0, 2.0]}), "效应 <a>")
    assert 'attr="&quot;效应 &lt;a&gt;&quot;"' in text


def test_points_are_drawn_as_markers():
    layer = gpd.GeoDataFrame({"v": [1.0, 2.0]}, geometry=gpd.points_from_xy([0, 1], [0, 1]), crs=3857)
    text = styles.qml("sequential", layer, "v")
    assert 'type="marker"' in text and "SimpleFill" not in text


@pytest.mark.parametrize("name", styles.STYLES)
def test_every_style_of_the_shelf_is_well_formed_after_fitting(name):
    from xml.etree import ElementTree

    ElementTree.fromstring(styles.qml(name, squares(v=[1.0, -2.0, 3.0]), "v"))
    ElementTree.fromstring(styles.raster_qml("ntl", 0, 100))


def test_an_unknown_style_or_field_is_refused_with_the_names_there_are():
    with pytest.raises(ParameterError, match="lisa_clusters"):
        styles.qml("nice")
    with pytest.raises(ParameterError, match="it has v, geometry"):
        styles.qml("sequential", squares(v=[1.0]), "w")


def categories(text):
    """Return {value: colour} of a style of texts."""
    values = re.findall(r'<category symbol="(\d+)" value="([^"]*)"', text)
    fills = re.findall(r'<Option type="QString" name="color" value="(\d+),(\d+),(\d+)', text)
    return {value: "#{:02x}{:02x}{:02x}".format(*map(int, fills[int(place)])) for place, value in values}


def test_texts_have_a_colour_each_in_the_order_of_their_groups():
    frame = squares(kind=["west", "east", None, "west"], flag=[True, False, True, True], code=[3.0, 1.0, 3.0, None])
    assert categories(styles.qml("categories", frame, "kind")) == {"east": KINDS[0], "west": KINDS[1]}
    assert list(categories(styles.qml("categories", frame, "code"))) == ["1", "3"]
    assert set(categories(styles.qml("categories", frame, "flag"))) == {"0", "1"}  # as the file holds them
    shared = Cut(labels=("central", "east", "west"))
    assert categories(styles.qml("categories", frame, "kind", shared))["east"] == KINDS[0]
    assert len(categories(styles.qml("categories", frame, "kind", shared))) == 3


def test_the_rarest_of_many_texts_share_a_grey():
    names = [f"k{n}" for n in range(20) for _ in range(20 - n)]
    found = categories(styles.qml("categories", squares(kind=names), "kind"))
    assert list(found) == [*(f"k{n}" for n in range(len(KINDS))), ""] and found[""] == GREYS[3]
