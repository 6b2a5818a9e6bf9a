"""The tool "Print layout" in real QGIS: what stands on the page, the PDF of one page and of an atlas."""

import re
from pathlib import Path

import pytest

from tests.toolbox import cases

PAGE = re.compile(rb"/Type\s*/Page[^s]")


@pytest.fixture
def layer(provider):
    from qgis.core import QgsVectorLayer

    found = QgsVectorLayer(cases.UNITS, "Provinces", "ogr")
    assert found.isValid()
    return found


@pytest.fixture
def project(provider):
    from qgis.core import QgsProject

    project = QgsProject.instance()
    project.clear()
    yield project
    project.clear()


@pytest.fixture
def made(project, provider, tmp_path):
    """Run the tool with the layer in the project; return its results and the layout."""

    def do(layer, **given):
        import processing
        from qgis.core import QgsProcessingContext

        project.addMapLayer(layer, False)
        context = QgsProcessingContext()
        context.setProject(project)
        path = tmp_path / "版面 layout.pdf"
        found = processing.run("gisplug:print_layout", {"LAYER": layer, "PDF": str(path), **given}, context=context)
        return found, project.layoutManager().layoutByName(found["LAYOUT"])

    return do


def items(layout, kind):
    return [item for item in layout.items() if type(item).__name__ == kind]


def test_a_page_has_map_legend_scale_arrow_title_and_notes(made, layer):
    found, layout = made(layer, TITLE="Provinces of China", NOTE="审图号：GS(2020)4619号", INSET="south-china-sea")
    assert Path(found["PDF"]).read_bytes().startswith(b"%PDF")
    maps = items(layout, "QgsLayoutItemMap")
    assert len(maps) == 2 and all(m.crs().toProj().startswith("+proj=aea") for m in maps)
    small, large = sorted(maps, key=lambda m: m.rect().width())
    assert small.extent().yMinimum() < large.extent().yMinimum()
    for kind in ("QgsLayoutItemLegend", "QgsLayoutItemScaleBar", "QgsLayoutItemPicture"):
        assert len(items(layout, kind)) == 1, kind
    texts = {item.text() for item in items(layout, "QgsLayoutItemLabel")}
    assert texts == {"Provinces of China", "审图号：GS(2020)4619号"}
    page = layout.pageCollection().page(0).sizeWithUnits()
    for item in (*maps, *items(layout, "QgsLayoutItemLegend")):
        assert item.pos().x() + item.rect().width() <= page.width() and item.pos().y() >= 0


def test_two_layouts_of_one_title_have_two_names(made, layer):
    first, _ = made(layer, TITLE="Map")
    second, _ = made(layer, TITLE="Map", PAPER="portrait")
    assert [first["LAYOUT"], second["LAYOUT"]] == ["Map", "Map (2)"]


def test_an_atlas_has_a_page_for_each_period(made, provider, tmp_path):
    from qgis.core import QgsFeature, QgsGeometry, QgsVectorLayer

    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=unit:string&field=year:integer&field=x:double", "x", "memory")
    rows = []
    for year in (2010, 2011, 2012):
        for k in range(4):
            feature = QgsFeature(layer.fields())
            feature.setGeometry(QgsGeometry.fromWkt(f"POLYGON(({k} 40,{k + 1} 40,{k + 1} 41,{k} 41,{k} 40))"))
            feature.setAttributes([str(k), year, float(k * year)])
            rows.append(feature)
    layer.dataProvider().addFeatures(rows)
    found, layout = made(layer, TITLE="x", PERIOD="year")
    assert layout.atlas().enabled() and layout.atlas().updateFeatures() == 3
    assert len(PAGE.findall(Path(found["PDF"]).read_bytes())) == 3
    layout.atlas().beginRender()
    layout.atlas().first()
    (picture,) = items(layout, "QgsLayoutItemMap")
    assert picture.rect().width() > 100 and picture.extent().height() > 0


def test_an_own_inset_without_extent_is_refused(made, layer):
    from qgis.core import QgsProcessingException

    with pytest.raises(QgsProcessingException, match="Give the extent of the inset"):
        made(layer, INSET="own")
