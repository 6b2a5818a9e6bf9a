"""Any QGIS layer works as input: memory, selection, filter, join, virtual field, awkward names; nulls stay nulls."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from qgis.core import (
    NULL,
    QgsCategorizedSymbolRenderer,
    QgsFeature,
    QgsField,
    QgsGeometry,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProcessingUtils,
    QgsProject,
    QgsRendererCategory,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerJoinInfo,
)

from gisplug.toolbox.bridge.layers import Exports, plain_source
from tests.toolbox.cases import PANEL, UNITS

FIXED = {"UNIT": "unit", "PERIOD": "year", "OUTCOME": "y", "REGRESSORS": ["x"], "PAPER": None}


@pytest.fixture
def project(provider):
    yield QgsProject.instance()
    QgsProject.instance().clear()


def memory(definition, rows, name="memory"):
    layer = QgsVectorLayer(definition, name, "memory")
    for row in rows:
        feature = QgsFeature(layer.fields())
        wkt, *values = row
        if wkt:
            feature.setGeometry(QgsGeometry.fromWkt(wkt))
        feature.setAttributes(list(values))
        layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    return layer


def panel_layer(name="面板 panel"):
    rows = [
        ("", f"0{u}", 2000 + t, float(u * 3 + t * t + (u * t) % 4), float((u * 7 + t * 3) % 5))
        for u in range(8)
        for t in range(6)
    ]
    return memory("None?field=unit:string(10)&field=year:integer&field=y:double&field=x:double", rows, name)


def written(source, tmp_path):
    exports = Exports(tmp_path)
    path = exports.write("layer", source, QgsProject.instance().transformContext(), QgsProcessingFeedback())
    return path, exports


def rows_of(path, sql):
    with closing(sqlite3.connect(path.split("|")[0])) as database:
        return database.execute(sql).fetchall()


def test_nulls_names_and_text_arrive_as_they_are(qgis, tmp_path):
    layer = memory(
        "Polygon?crs=EPSG:4490&field=名称:string(20)&field=值 a:double&field=n:integer",
        [("POLYGON((0 0,1 0,1 1,0 0))", "广东", NULL, 3), ("", NULL, 2.5, NULL)],
    )
    path, _ = written(layer, tmp_path)
    assert rows_of(path, 'select "名称", "值 a", n from layer') == [("广东", None, 3), (None, 2.5, None)]
    assert rows_of(path, "select srs_id from gpkg_geometry_columns") == [(4490,)]
    assert rows_of(path, "pragma user_version") == [(10200,)]


def test_names_that_geopackage_refuses_are_renamed_and_remembered(qgis, tmp_path):
    layer = memory(
        "Point?crs=EPSG:4326&field=Name:string(9)&field=name:string(9)&field=fid:string(9)&field=geom:integer",
        [("POINT(1 2)", "a", "b", "c", 4)],
    )
    path, exports = written(layer, tmp_path)
    assert rows_of(path, "select Name, name_, fid, geom_ from layer") == [("a", "b", "c", 4)]
    assert exports.field("layer", "name") == "name_" and exports.field("layer", "Name") == "Name"


def test_curves_become_lines_of_short_pieces(qgis, tmp_path):
    layer = memory("CurvePolygon?crs=EPSG:3857", [("CURVEPOLYGON(CIRCULARSTRING(0 0,1 1,2 0,1 -1,0 0))",)])
    path, _ = written(layer, tmp_path)
    again = QgsVectorLayer(path, "again", "ogr")
    assert next(again.getFeatures()).geometry().constGet().nCoordinates() > 20


def test_a_table_without_geometry_is_a_plain_table(qgis, tmp_path):
    path, _ = written(panel_layer(), tmp_path)
    assert rows_of(path, "select data_type from gpkg_contents") == [("attributes",)]


def test_files_go_to_the_engine_as_they_are_and_project_layers_do_not(tmp_path):
    assert plain_source(PANEL) == PANEL
    assert plain_source(UNITS) == UNITS
    assert plain_source("demo-china-provinces") == "demo-china-provinces"
    assert plain_source(f"{UNITS}|subset=in30 = 1") is None
    assert plain_source("/no/such.csv") is None
    assert plain_source(QgsProcessingFeatureSourceDefinition(PANEL, True)) is None
    assert plain_source("layer_0b2c1") is None


def test_a_csv_that_qgis_reads_as_text_arrives_as_numbers_and_ids_keep_their_zeros(qgis, tmp_path):
    source = tmp_path / "表.csv"
    source.write_text("id,year,y,name\n010000,2001,1.5,甲\n020000,2002,,乙\n", encoding="utf-8")
    path, _ = written(QgsVectorLayer(str(source), "t", "ogr"), tmp_path)
    assert rows_of(path, "select id, year, y, name from layer") == [
        ("010000", 2001.0, 1.5, "甲"),
        ("020000", 2002.0, None, "乙"),
    ]


def test_a_csv_layer_of_the_project_is_computed_with(run, project):
    layer = QgsVectorLayer(PANEL, "panel", "ogr")
    project.addMapLayer(layer)
    given = {
        "UNIT": "adcode",
        "PERIOD": "year",
        "OUTCOME": "develop",
        "REGRESSORS": ["agg"],
        "TABLE": "TEMPORARY_OUTPUT",
    }
    by_layer = run("fixed_effects", PANEL=layer.id(), **given)
    by_file = run("fixed_effects", PANEL=PANEL, **given)
    assert estimate(by_layer) == pytest.approx(estimate(by_file))


def test_a_memory_table_is_computed_with(run, project):
    layer = panel_layer()
    project.addMapLayer(layer)
    made = run("fixed_effects", PANEL=layer.id(), TABLE="TEMPORARY_OUTPUT", **FIXED)
    table = QgsVectorLayer(made["TABLE"], "t", "ogr")
    assert table.isValid() and table.featureCount() >= 1


def test_only_selected_rows_are_computed_with(run, project):
    layer = panel_layer()
    project.addMapLayer(layer)
    layer.selectByExpression("year < 2004")
    chosen = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    some = run("fixed_effects", PANEL=chosen, TABLE="TEMPORARY_OUTPUT", **FIXED)
    whole = run("fixed_effects", PANEL=layer, TABLE="TEMPORARY_OUTPUT", **FIXED)
    layer.setSubsetString("year < 2004")
    filtered = run("fixed_effects", PANEL=layer, TABLE="TEMPORARY_OUTPUT", **FIXED)
    assert estimate(some) == pytest.approx(estimate(filtered)) and estimate(some) != pytest.approx(estimate(whole))


def estimate(made):
    layer = QgsVectorLayer(made["TABLE"], "t", "ogr")
    return next(layer.getFeatures())["estimate"]


def test_joined_and_virtual_fields_are_computed_with(run, project):
    layer = panel_layer()
    other = memory(
        "None?field=unit:string(10)&field=z:double", [("", f"0{u}", float(u % 3)) for u in range(8)], "other"
    )
    project.addMapLayers([layer, other])
    join = QgsVectorLayerJoinInfo()
    join.setJoinLayer(other)
    join.setJoinFieldName("unit")
    join.setTargetFieldName("unit")
    join.setPrefix("j_")
    layer.addJoin(join)
    layer.addExpressionField('"j_z" * "year" + "x"', QgsField("x2", layer.fields().field("x").type()))
    given = {**FIXED, "REGRESSORS": ["x2"]}
    made = run("fixed_effects", PANEL=layer, TABLE="TEMPORARY_OUTPUT", **given)
    assert estimate(made) is not None


def test_a_path_with_spaces_and_chinese_works(run, project, tmp_path):
    layer = panel_layer()
    path = str(tmp_path / "我的 数据" / "面板 表.gpkg")
    (tmp_path / "我的 数据").mkdir()
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "面板"
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, project.transformContext(), options)
    made = run("fixed_effects", PANEL=f"{path}|layername=面板", TABLE=str(tmp_path / "结果 表.gpkg"), **FIXED)
    assert estimate(made) is not None


def test_a_wrong_field_is_told_with_the_fields_there_are(run, project):
    with pytest.raises(Exception, match=r"nope"):
        run(
            "fixed_effects",
            PANEL=PANEL,
            UNIT="nope",
            PERIOD="year",
            OUTCOME="develop",
            REGRESSORS=["agg"],
            TABLE="TEMPORARY_OUTPUT",
        )


def test_a_layer_that_is_not_there_is_told(run, project):
    with pytest.raises(Exception, match=r"(?i)panel"):
        run("fixed_effects", PANEL="/no/such/table.gpkg", TABLE="TEMPORARY_OUTPUT", **FIXED)


def test_temporary_files_lie_in_the_folder_of_processing(qgis):
    assert QgsProcessingUtils.tempFolder() in QgsProcessingUtils.generateTempFilename("gisplug")


def test_aliases_of_fields_and_the_order_of_categories_are_used(run, project, tmp_path):
    rows = [
        (
            f"Point({u} 1)",
            f"0{u}",
            2000 + t,
            float(u * 3 + t * t + (u * t) % 4),
            float((u * 7 + t * 3) % 5),
            "abc"[u % 3],
        )
        for u in range(12)
        for t in range(6)
    ]
    fields = "field=unit:string(10)&field=year:integer&field=y:double&field=x:double&field=kind:string(5)"
    layer = memory(f"Point?crs=EPSG:4326&{fields}", rows)
    project.addMapLayer(layer)
    layer.setFieldAlias(layer.fields().indexOf("y"), "Output; all = sum")
    layer.setRenderer(QgsCategorizedSymbolRenderer("kind", [QgsRendererCategory(k, None, k) for k in ("c", "a", "")]))
    paper, table = str(tmp_path / "paper.html"), str(tmp_path / "table.csv")
    given = {"UNIT": "unit", "PERIOD": "year", "OUTCOME": "y", "REGRESSOR": "x", "BY": "kind", "SPLIT": "groups"}
    run("heterogeneity", PANEL=layer.id(), DRAWS=0, PAPER=paper, TABLE=table, **given)
    assert "Output; all = sum" in Path(paper).read_text(encoding="utf-8")
    heads = [row.split(",")[0] for row in Path(table).read_text(encoding="utf-8-sig").splitlines()[1:]]
    assert list(dict.fromkeys(heads)) == ["c", "a", "b"]
    said = {"VARIABLE_LABELS": "x=Input", "GROUP_ORDER": "kind: b"}
    run("heterogeneity", PANEL=layer.id(), DRAWS=0, PAPER=paper, TABLE=table, **given, **said)
    assert {"Output; all = sum", "Input"} <= set(re.findall(r"Output; all = sum|Input", Path(paper).read_text("utf-8")))
    heads = [row.split(",")[0] for row in Path(table).read_text(encoding="utf-8-sig").splitlines()[1:]]
    assert list(dict.fromkeys(heads)) == ["b", "a", "c"]
