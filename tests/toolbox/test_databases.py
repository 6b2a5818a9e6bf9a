"""PostGIS in QGIS: layers of a project as inputs, results into tables, by QGIS's own connection."""

import pytest
from qgis.core import (
    QgsDataSourceUri,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProject,
    QgsVectorLayer,
)

from gisplug.toolbox.bridge import databases
from gisplug.toolbox.bridge.layers import plain_source
from tests.database.conftest import STATEMENTS
from tests.postgis_server import missing, served

CITIES = "Cities 城市"


@pytest.fixture(scope="session")
def server():
    """A PostGIS with what the tests read."""
    why = missing()
    if why:
        pytest.skip(why)
    with served() as made:
        made.run(STATEMENTS)
        yield made


def uri(server, table, schema="public", geometry="geom"):
    made = QgsDataSourceUri()
    made.setConnection(str(server.folder), str(server.port), "economy", "gisplug", "")
    made.setDataSource(schema, table, geometry or None)
    return made


@pytest.fixture
def project(provider):
    yield QgsProject.instance()
    QgsProject.instance().clear()


def test_a_layer_and_a_table_of_the_project_are_inputs_and_results_go_into_tables(server, run, project):
    source = uri(server, CITIES, "经济")
    source.setKeyColumn("Code")
    cities = QgsVectorLayer(source.uri(False), "cities", "postgres")
    panel = QgsVectorLayer(uri(server, "panel", geometry="").uri(False), "panel", "postgres")
    weights = QgsVectorLayer(uri(server, "links", geometry="").uri(False), "links", "postgres")
    assert cities.isValid() and panel.isValid() and weights.isValid(), cities.error().message()
    project.addMapLayers([cities, panel, weights])
    layer = f"postgres://{uri(server, 'Lisa 图', '经济').uri(False)}"
    table = f"postgis:{uri(server, 'lisa_table', geometry='').uri(False)}"
    for _ in range(2):  # again over the same tables, as from the history
        made = run(
            "local_moran",
            PANEL=panel.id(),
            UNIT="city",
            PERIOD="year",
            VARIABLE="GDP",
            WEIGHTS=weights.id(),
            PERMUTATIONS=99,
            UNITS=cities.id(),
            ID="Code",
            LAYER=layer,
            TABLE=table,
        )
    assert made["LAYER"] == layer and made["TABLE"] == table
    result = QgsVectorLayer(uri(server, "Lisa 图", "经济").uri(False), "result", "postgres")
    assert result.isValid() and result.featureCount() == 18 and result.crs().authid() == "EPSG:4490"
    assert len(result.primaryKeyAttributes()) == 1
    assert server.run("SELECT count(*) FROM lisa_table") == "18"
    assert server.run("""SELECT count(DISTINCT unit) FROM "经济"."Lisa 图" """) == "9"


def test_a_result_in_a_database_is_loaded_with_its_style(server, run, project):
    destination = f"postgres://{uri(server, 'checked').uri(False)}"
    context = QgsProcessingContext()
    run(
        "boundaries_check",
        context=context,
        UNITS=server.address("shown", schema="经济"),
        ID="code",
        LAYER=QgsProcessingOutputLayerDefinition(destination, project),
    )
    assert context.willLoadLayerOnCompletion(destination)
    loaded = QgsVectorLayer(uri(server, "checked").uri(False), "checked", "postgres")
    plain = loaded.renderer().dump()
    context.layerToLoadOnCompletionDetails(destination).postProcessor().postProcessLayer(loaded, context, None)
    assert loaded.renderer().dump() != plain


def test_where_qgis_cannot_write_it_says_so(server, run, project):
    from qgis.core import QgsProcessingException

    destination = f"postgres://{uri(server, 'checked', 'nowhere').uri(False)}"
    with pytest.raises(QgsProcessingException, match="database"):
        run("boundaries_check", UNITS=server.address("shown", schema="经济"), ID="code", LAYER=destination)


def test_a_layer_is_added_to_a_geopackage_that_keeps_its_others(run, project, tmp_path):
    from tests.toolbox.cases import UNITS

    first = tmp_path / "两层.gpkg"
    run("boundaries_check", UNITS=UNITS, ID="adcode", LAYER=str(first))
    made = run("boundaries_check", UNITS=UNITS, ID="adcode", LAYER=f"ogr:dbname='{first}' table=\"second\" (geom)")
    assert made["LAYER"].startswith("ogr:")
    layer = QgsVectorLayer(str(first), "x", "ogr")
    names = [s.split("!!::!!")[1] for s in layer.dataProvider().subLayers()]
    assert {"units", "second"} <= set(names)


def test_a_layer_in_memory_is_a_file_for_the_time_being(run, project):
    from tests.toolbox.cases import UNITS

    context = QgsProcessingContext()
    definition = QgsProcessingOutputLayerDefinition("TEMPORARY_OUTPUT", project)
    made = run("boundaries_check", context=context, UNITS=UNITS, ID="adcode", LAYER=definition)
    assert made["LAYER"].endswith(".gpkg") and context.willLoadLayerOnCompletion(made["LAYER"])


def test_destinations_are_told_apart(qgis):
    assert databases.told_apart("/data/units.gpkg") == databases.told_apart("C:/data/units.gpkg") == ("", "")
    assert databases.told_apart("postgis:dbname='x'") == ("postgres", "dbname='x'")
    assert databases.told_apart("postgres://dbname='x'") == ("postgres", "dbname='x'")
    assert databases.told_apart("ogr:dbname='x.gpkg'") == ("ogr", "dbname='x.gpkg'")


def test_an_address_goes_to_the_engine_as_it_is_and_qgis_reads_its_own(qgis):
    assert plain_source("postgresql://db/x?table=t") == "postgresql://db/x?table=t"
    assert plain_source("postgres://dbname='x' table=\"t\"") is None


def test_qgis_offers_databases_for_layers_and_tables(provider):
    algorithm = provider.algorithm("local_moran")
    for name in ("LAYER", "TABLE"):
        definition = algorithm.parameterDefinition(name)
        assert isinstance(definition, QgsProcessingParameterFeatureSink)
        assert definition.supportsNonFileBasedOutput()
