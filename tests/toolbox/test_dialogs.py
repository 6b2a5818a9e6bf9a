"""What dialogs fill by themselves and hand on, without a window; test_gui.py sees them in one."""

import os

import pytest
from qgis.core import QgsProcessingContext, QgsProject, QgsVectorLayer

from gisplug.core.declare import Tool
from gisplug.toolbox.bridge import job, recent
from gisplug.toolbox.dialogs import guess
from gisplug.toolbox.dialogs.check import CHECK, for_check
from gisplug.toolbox.dialogs.filling import Filling, product_of
from gisplug.tools import all_tools, get_tool
from tests.toolbox import cases


class Signal:
    def __init__(self):
        self.slots = []

    def connect(self, slot):
        self.slots.append(slot)


class Wrapper:
    """What `Filling` needs of a widget of Processing."""

    def __init__(self, definition, value=None):
        self.definition, self.value, self.widgetValueHasChanged = definition, value, Signal()

    def parameterDefinition(self):
        return self.definition

    def parameterValue(self):
        return self.value

    def setParameterValue(self, value, context):
        self.value = value
        for slot in self.widgetValueHasChanged.slots:
            slot(self)


@pytest.fixture
def project(qgis):
    project = QgsProject.instance()
    yield project
    project.clear()


def layer(project, source, name, provider="ogr"):
    made = QgsVectorLayer(source, name, provider)
    assert made.isValid()
    project.addMapLayer(made)
    return made


def filled(provider, tool_id, **values):
    algorithm = provider.algorithm(tool_id).create()
    wrappers = {d.name(): Wrapper(d, values.get(d.name())) for d in algorithm.parameterDefinitions()}
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    filling = Filling(get_tool(tool_id), wrappers, context)
    filling.kept = algorithm  # the definitions are its own
    return wrappers, filling


def test_layers_and_keys_are_found_whatever_comes_first(provider, project):
    units = layer(project, cases.UNITS, "provinces")
    panel = layer(project, cases.PANEL, "panel")
    wrappers, _ = filled(provider, "local_moran", UNITS=panel.id(), PANEL=units.id())
    got = {name: wrappers[name].value for name in ("PANEL", "UNIT", "PERIOD", "VARIABLE")}
    assert got == {"PANEL": panel.id(), "UNIT": "adcode", "PERIOD": "year", "VARIABLE": None}
    wrappers, _ = filled(provider, "weights_contiguity", UNITS=None)
    assert [wrappers[n].value for n in ("UNITS", "ID")] == [units.id(), "adcode"]
    assert wrappers["NAME"].value.startswith("name")


def test_the_active_layer_comes_first_where_it_fits(provider, project, monkeypatch):
    first = layer(project, cases.PANEL, "panel")
    second = layer(project, cases.PANEL, "panel again")
    for active in (first, second):
        monkeypatch.setattr("qgis.utils.iface", type("Window", (), {"activeLayer": lambda self, la=active: la})())
        wrappers, _ = filled(provider, "moran_by_period")
        assert wrappers["PANEL"].value == active.id()


def test_another_layer_brings_its_own_fields(provider, project):
    layer(project, cases.UNITS, "provinces")
    layer(project, cases.PANEL, "panel")
    fields = "field=fid:integer&field=kode:string&field=label:string&field=wert:double&field=jahr:integer"
    other = layer(project, f"NoGeometry?{fields}", "other", "memory")
    from qgis.core import QgsFeature

    rows = [[n, f"X{n % 3}", f"unit {n % 3}", n / 7, 2000 + n // 3] for n in range(9)]
    features = [QgsFeature(other.fields()) for _ in rows]
    for feature, row in zip(features, rows, strict=True):
        feature.setAttributes(row)
    other.dataProvider().addFeatures(features)
    wrappers, _filling = filled(provider, "moran_by_period")
    wrappers["PANEL"].setParameterValue(other.id(), None)
    assert [wrappers[n].value for n in ("UNIT", "PERIOD")] == ["kode", "jahr"]


def test_a_long_layer_is_its_own_panel(provider, project, tmp_path):
    """Units and panel are the one layer of the project; the engine takes each geometry once."""
    import processing

    long = layer(project, _long_layer(tmp_path), "long")
    wrappers, _ = filled(provider, "local_moran")
    got = [wrappers[n].value for n in ("PANEL", "UNIT", "PERIOD")]
    assert got == [long.id(), "unit", "period"]
    given = {"PANEL": long.id(), "UNIT": "unit", "PERIOD": "period", "UNITS": long.id(), "ID": "unit"}
    told = processing.run(f"gisplug:{CHECK}", {**given, "COLUMNS": ["v"]})
    assert told["PROBLEMS"] == 0


def _long_layer(folder):
    import subprocess

    path = folder / "long.gpkg"
    code = (
        "import geopandas as gpd, numpy as np, shapely; from gisplug.boundaries.write import write_layer; "
        "g = [shapely.box(k, 0, k + 1, 1) for k in range(4)]; "
        "f = gpd.GeoDataFrame({'unit': list('abcd') * 3, 'period': np.repeat([2001, 2002, 2003], 4), "
        "'v': np.arange(12.) ** 2}, geometry=g * 3, crs='EPSG:4326'); "
        f"write_layer(f, r'{path}', 'long')"
    )
    subprocess.run([os.environ["GISPLUG_PYTHON"], "-c", code], check=True, cwd=cases.ROOT, env=cases._clean())
    return str(path)


@pytest.mark.parametrize(
    "columns, period",
    [
        ({"built_year": [1, 2, 3, 4], "y": [2001, 2001, 2002, 2002]}, "y"),
        ({"v": [2.5, 2.5, 1.0, 1.0], "date": ["2001-01", "2001-01", "2001-02", "2001-02"]}, "date"),
        ({"pop": [2001, 2001, 2500, 2500], "年份": [2001, 2002, 2001, 2002]}, "年份"),
        ({"third_year_sales": [3.1, 3.1, 4.0, 5.0]}, ""),
        ({"t": [1, 1, 2, 2]}, "t"),
    ],
)
def test_a_period_is_dated_by_content_and_called_so_where_several_are(columns, period):
    assert guess.period_of(columns) == period


def test_ids_of_two_layers_are_those_that_they_share():
    columns = {"fid": [1, 2, 3], "gid": ["a", "b", "c"], "adcode": ["11", "12", "13"]}
    assert guess.possible_ids(columns)[0] in ("gid", "adcode")
    assert guess.possible_ids(columns, like=[11.0, 12.0])[0] == "adcode"
    assert guess.possible_ids(columns, like=["a"])[0] == "gid"


def test_a_product_is_known_by_the_names_of_its_files():
    assert product_of(["VNL_v21_npp_2014_global_vcmslcfg_c.tif", "VNL_v2_npp_2013_global_x.tif.gz"]) == "viirs-vnl"
    assert product_of(["F182013.v4c_web.stable_lights.avg_vis.tif"]) == "dmsp-ols"
    assert product_of(["ntl_2020.tif"]) == product_of([]) == ""


def test_a_table_of_the_project_serves_as_weights(provider, project, run, shared_folder):
    file = cases.file("w.csv", shared_folder, os.environ["GISPLUG_PYTHON"])
    table = layer(project, file, "links")
    filtered = layer(project, file, "without weak ones")
    filtered.setSubsetString("\"focal\" <> ''")
    algorithm, tool = provider.algorithm("moran_by_period").create(), get_tool("moran_by_period")
    context = QgsProcessingContext()
    context.setProject(project)
    plain = {"PANEL": cases.PANEL, "UNIT": "adcode", "PERIOD": "year", "VARIABLE": "agg"}
    assert job.collected(algorithm, tool, {**plain, "WEIGHTS": table.id()}, context, None)["weights"] == file
    written = job.collected(algorithm, tool, {**plain, "WEIGHTS": filtered.id()}, context, None)["weights"]
    assert written != file and written.endswith(".csv")
    several, compare = provider.algorithm("weights_comparison").create(), get_tool("weights_comparison")
    listed = {**plain, "WEIGHTS_LIST": [file, filtered.id(), table.id()]}
    first, second, third = job.collected(several, compare, listed, context, None)["weights_list"]
    assert first == third == file and second.endswith("weights_list_1.csv")
    first, second = (
        run("moran_by_period", **plain, WEIGHTS=w, TABLE="TEMPORARY_OUTPUT") for w in (file, filtered.id())
    )
    assert first["I"] == second["I"]


def test_weights_that_were_made_are_offered_while_their_file_exists(qgis, tmp_path):
    file = tmp_path / "w.csv"
    file.write_text("a")
    recent.note("Contiguity weights: w.csv", str(file))
    recent.note("Contiguity weights: gone.csv", str(tmp_path / "gone.csv"))
    offered = recent.recent()
    assert offered[0][1] == str(file) and offered[0][0].startswith("Contiguity weights: w.csv, ")
    assert recent.is_new(str(file))


@pytest.mark.parametrize(
    "tool_id", [t.id for t in all_tools().values() if {"panel", "unit", "period"} <= set(t.by_name)]
)
def test_inputs_of_every_tool_with_a_panel_can_be_checked(tool_id, provider, shared_folder):
    tool: Tool = get_tool(tool_id)
    given = cases.parameters(tool, shared_folder, os.environ["GISPLUG_PYTHON"])
    wanted = for_check(tool, given)
    if tool_id == CHECK:
        assert wanted is None
        return
    check = provider.algorithm(CHECK).create()
    assert set(wanted) <= {d.name() for d in check.parameterDefinitions()}
    assert check.checkParameterValues(wanted, QgsProcessingContext())[0]
    get_tool(CHECK).complete({name.lower(): value for name, value in wanted.items()})
