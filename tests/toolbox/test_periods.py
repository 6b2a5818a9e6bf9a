"""Layers of several periods: QGIS's temporal controller plays them, from the styles in files and in projects."""

import pytest
from qgis.core import (
    QgsDateTimeRange,
    QgsExpression,
    QgsExpressionContext,
    QgsFeature,
    QgsFeatureRequest,
    QgsField,
    QgsFields,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDateTime

from gisplug.core.messages import set_language
from gisplug.core.periods.moments import moments
from gisplug.toolbox.bridge import compat
from gisplug.toolbox.bridge.periods import keep_last, last_range, show_last_period
from gisplug.toolbox.bridge.results import name_categories

SPELT = [
    ([2019, 2020], "2019-01-01", "2020-12-31", "years"),
    (["2019H1", "2019H2"], "2019-01-01", "2019-12-28", "months"),
    (["2019Q4", "2020Q1"], "2019-10-01", "2020-03-28", "months"),
    (["2019-12", "2020-01"], "2019-12-01", "2020-01-28", "months"),
    (["2019-12-31", "2020-01-01"], "2019-12-31", "2020-01-01", "days"),
]


def evaluated(text, field, value):
    fields = QgsFields()
    fields.append(QgsField(field, compat.TEXT))
    feature, context = QgsFeature(fields), QgsExpressionContext()
    feature.setAttribute(0, str(value))
    context.setFeature(feature)
    context.setFields(fields)
    expression = QgsExpression(text)
    found = expression.evaluate(context)
    assert not expression.hasEvalError() and not expression.hasParserError(), text
    return QDateTime(found)


@pytest.mark.parametrize("periods, first, last, unit", SPELT)
def test_periods_begin_and_end_without_overlap(qgis, periods, first, last, unit):
    when = moments(periods, 'a "b" c')
    begins = [evaluated(when.start, 'a "b" c', p) for p in periods]
    ends = [evaluated(when.end, 'a "b" c', p) for p in periods]
    assert begins[0].toString("yyyy-MM-dd") == first and ends[-1].toString("yyyy-MM-dd") == last
    assert begins[0] < ends[0] < begins[1] < ends[1] and when.unit == unit


@pytest.mark.parametrize("periods", [["2019-W01", "2019-W02"], [1, 2, 3], ["before", "after"], []])
def test_what_is_no_date_is_not_played(periods):
    assert moments(periods) is None


def memory(periods):
    kind = "integer" if isinstance(periods[0], int) else "string"
    layer = QgsVectorLayer(f"Point?crs=EPSG:4326&field=unit:string&field=period:{kind}", "made", "memory")
    features = []
    for period in periods:
        for unit in "ab":
            feature = QgsFeature(layer.fields())
            feature.setAttributes([unit, period])
            features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def shown(layer, begin, end):
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    span = QgsDateTimeRange(QDateTime(*begin, 0, 0, 0), QDateTime(*end, 0, 0, 0), True, False)
    wanted = layer.temporalProperties().createFilterString(context, span)
    return {str(f["period"]) for f in layer.getFeatures(QgsFeatureRequest().setFilterExpression(wanted))}


def test_a_frame_of_a_year_shows_that_year_alone(qgis):
    layer = memory([2010, 2011, 2012])
    when = show_last_period(layer)
    assert layer.subsetString() == "" and layer.temporalProperties().isActive()
    assert shown(layer, (2011, 1, 1), (2012, 1, 1)) == {"2011"}
    assert last_range(layer, when).begin().date().year() == 2012


def test_periods_without_dates_are_filtered_to_the_last(qgis):
    layer = memory(["1st", "2nd"])
    assert show_last_period(layer) is None
    assert layer.subsetString() == "\"period\" = '2nd'" and layer.name() == "made 2nd"


def test_one_period_stays_as_it_is(qgis):
    layer = memory([2010])
    assert show_last_period(layer) is None and layer.subsetString() == ""


def test_a_project_opens_with_the_last_period(qgis, tmp_path):
    project = QgsProject()
    layer = memory([2010, 2011])
    when = show_last_period(layer)
    project.addMapLayer(layer)
    keep_last(project, layer, when)
    project.write(str(tmp_path / "p.qgz"))
    again = QgsProject()
    again.read(str(tmp_path / "p.qgz"))
    assert again.readEntry("TemporalControllerWidget", "/StartDateTime")[0].startswith("2011-01-01")
    assert again.timeSettings().temporalRange().begin().date().year() == 2010
    assert again.timeSettings().timeStepUnit() == compat.TIME_UNITS["years"]


def test_the_style_in_the_file_of_a_result_plays(run, shared_folder, tmp_path):
    import os

    from tests.toolbox import cases

    weights = cases.file("w.csv", shared_folder, os.environ["GISPLUG_PYTHON"])
    given = {"UNITS": cases.UNITS + "|subset=in30 = 1", "ID": "adcode", "PANEL": cases.PANEL, "UNIT": "adcode"}
    made = run(
        "local_moran",
        **given,
        PERIOD="year",
        VARIABLE="develop",
        WEIGHTS=weights,
        PERMUTATIONS=19,
        LAYER=str(tmp_path / "层.gpkg"),
    )
    layer = QgsVectorLayer(made["LAYER"], "lisa", "ogr")
    assert layer.featureCount() == 30 * 14 and not layer.temporalProperties().isActive()
    layer.loadDefaultStyle()
    assert layer.temporalProperties().isActive()
    assert shown(layer, (2023, 1, 1), (2024, 1, 1)) == {"2023"}
    assert len({f.id() for f in layer.getFeatures()}) == 30 * 14
    set_language("zh_CN")
    try:
        name_categories(layer)
    finally:
        set_language("en")
    named = {category.value(): category.label() for category in layer.renderer().categories()}
    assert named["High-High"] == "高-高" and named["Not significant"] == "不显著"
