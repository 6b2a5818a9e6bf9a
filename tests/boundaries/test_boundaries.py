"""Reading boundaries: formats, encodings, ids, CRS, geometry; what is repaired is said, what needs a choice is
refused.
"""

import shutil
import zipfile

import geopandas as gpd
import numpy as np
import pytest
import shapely

import gisplug as gp
from gisplug.boundaries.read import area_km2
from gisplug.core.errors import CrsError, LayerError
from tests.boundaries.layers import squares, units_of

NAMES = ["北京市", "内蒙古自治区", "新疆维吾尔自治区"]


def table(**columns) -> gpd.GeoDataFrame:
    boxes = [shapely.box(100 + i, 30, 101 + i, 31) for i in range(3)]
    return gpd.GeoDataFrame(
        {"adcode": ["110000", "150000", "650000"], "省名": NAMES, **columns}, geometry=boxes, crs="EPSG:4326"
    )


def shapefile(folder, encoding="GB18030", cpg=None, prj=True, name="省 界"):
    """Write a shapefile whose bytes are in one encoding while its .cpg says another or nothing."""
    path = folder / f"{name}.shp"
    folder.mkdir(parents=True, exist_ok=True)
    table().to_file(path, encoding=encoding)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if cpg is not None:
        path.with_suffix(".cpg").write_text(cpg)
    if not prj:
        path.with_suffix(".prj").unlink()
    dbf = bytearray(path.with_suffix(".dbf").read_bytes())
    dbf[29] = 0
    path.with_suffix(".dbf").write_bytes(bytes(dbf))
    return path


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
@pytest.mark.parametrize("cpg", [None, "UTF-8", "GBK", "ISO-8859-1", "936", "nonsense"])
def test_the_bytes_decide_the_encoding_whatever_the_cpg_says(tmp_path, encoding, cpg):
    path = shapefile(tmp_path / "中文 目录", encoding, cpg)
    units = gp.read_units(path, id="adcode", name="省名")
    assert list(units.names) == NAMES
    assert "省名" in units.frame.columns


def test_ids_that_are_numbers_are_shown_as_the_table_has_them():
    units = gp.read_units(table(code=[110000.0, 150000.0, 650000.0]), id="code", name="省名")
    assert units.report.having("ids-recoded")[0].text.endswith("such as 110000.0 to '110000'.")


def test_latin_accents_are_not_taken_for_chinese(tmp_path):
    frame = table().assign(n=["Côte d'Or", "Hérault", "Ariège"])
    frame[["adcode", "n", "geometry"]].to_file(tmp_path / "fr.shp", encoding="ISO-8859-1")
    (tmp_path / "fr.cpg").unlink()
    units = gp.read_units(tmp_path / "fr.shp", id="adcode", name="n")
    assert units.names == ("Côte d'Or", "Hérault", "Ariège")


def test_an_encoding_that_is_named_is_used(tmp_path):
    frame = table().assign(n=["臺北市", "新北市", "桃園市"])
    frame[["adcode", "n", "geometry"]].to_file(tmp_path / "tw.shp", encoding="big5")
    (tmp_path / "tw.cpg").unlink()
    assert gp.read_units(tmp_path / "tw.shp", id="adcode", name="n", encoding="big5").names[0] == "臺北市"


def test_a_zipped_shapefile_reads_with_names_in_chinese(tmp_path):
    path = shapefile(tmp_path / "a")
    packed = tmp_path / "打包 1.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for part in path.parent.iterdir():
            archive.write(part, f"文件夹/{part.name}")
    units = gp.read_units(packed, id="adcode", name="省名")
    assert list(units.names) == NAMES and units.name == "省 界"


def test_a_zip_with_two_layers_asks_which(tmp_path):
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        for name in ("a", "b"):
            path = shapefile(tmp_path / name, name=name)
            for part in path.parent.iterdir():
                archive.write(part, part.name)
    with pytest.raises(LayerError, match="a, b"):
        gp.read_units(tmp_path / "two.zip", id="adcode")
    assert len(gp.read_units(f"{tmp_path / 'two.zip'}|layername=b", id="adcode")) == 3


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".parquet", ".fgb"])
def test_every_format_gives_the_same_units(tmp_path, ending):
    path = tmp_path / f"省 x{ending}"
    table().to_parquet(path) if ending == ".parquet" else table().to_file(path)
    units = gp.read_units(path, id="adcode", name="省名")
    assert sorted(zip(units.ids, units.names, strict=True)) == sorted(zip(table()["adcode"], NAMES, strict=True))
    assert units.frame.crs.to_epsg() == 4326


def test_a_geopackage_with_two_layers_asks_which(tmp_path):
    table().to_file(tmp_path / "x.gpkg", layer="a")
    table().to_file(tmp_path / "x.gpkg", layer="b")
    with pytest.raises(LayerError, match=r"a, b.*layername=a"):
        gp.read_units(tmp_path / "x.gpkg", id="adcode")
    assert gp.read_units(f"{tmp_path / 'x.gpkg'}|layername=b", id="adcode").name == "b"
    with pytest.raises(LayerError, match="no layer 'c'"):
        gp.read_units(f"{tmp_path / 'x.gpkg'}|layername=c", id="adcode")


def test_a_missing_index_of_a_shapefile_is_rebuilt_in_a_copy(tmp_path):
    path = shapefile(tmp_path)
    path.with_suffix(".shx").unlink()
    units = gp.read_units(path, id="adcode")
    assert len(units) == 3 and units.report.having("shx-missing")
    assert not path.with_suffix(".shx").exists()


def test_a_missing_table_of_a_shapefile_is_refused(tmp_path):
    path = shapefile(tmp_path)
    path.with_suffix(".dbf").unlink()
    with pytest.raises(LayerError, match=r"\.dbf"):
        gp.read_units(path, id="adcode")


def test_a_damaged_or_unknown_file_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "x.gpkg").write_bytes(b"not a database")
    (tmp_path / "x.txt").write_text("hello")
    (tmp_path / "x.zip").write_text("hello")
    (tmp_path / "x.parquet").write_text("hello")
    for name in ("x.gpkg", "x.txt", "x.zip", "x.parquet", "absent.shp"):
        with pytest.raises(LayerError):
            gp.read_units(tmp_path / name, id="adcode")


def test_a_windows_path_that_does_not_exist_is_named_whole():
    with pytest.raises(LayerError, match=r"C:\\数据\\省 界\.shp"):
        gp.read_units("C:\\数据\\省 界.shp", id="adcode")


def test_a_cut_field_name_is_found_again(tmp_path):
    table().rename(columns={"省名": "province_n"}).to_file(tmp_path / "x.shp", encoding="UTF-8")
    units = gp.read_units(tmp_path / "x.shp", id="adcode", name="province_name_in_full")
    assert list(units.names) == NAMES and units.report.having("field-cut")


def test_a_field_that_is_not_there_is_refused_with_the_list():
    with pytest.raises(LayerError, match="adcode, 省名"):
        gp.read_units(table(), id="code")
    with pytest.raises(LayerError, match="Fields without repeats or holes: adcode"):
        gp.read_units(table())


@pytest.mark.parametrize(
    "given", [[110000.0, 150000.0, 650000.0], ["110000.0", " 150000", "650000\u3000"], [110000, 150000, 650000]]
)
def test_ids_as_numbers_and_padded_text_are_the_same_units(given):
    assert gp.read_units(table(adcode=given), id="adcode").ids == ("110000", "150000", "650000")


def test_duplicate_ids_are_refused_with_the_list_or_merged_on_request():
    twice = table(adcode=["110000", "110000", "650000"])
    with pytest.raises(LayerError, match=r"110000 \(2 times\).*dissolve"):
        gp.read_units(twice, id="adcode")
    units = gp.read_units(twice, id="adcode", name="省名", dissolve=True)
    assert units.ids == ("110000", "650000")
    assert units.frame.geometry.iloc[0].equals(shapely.box(100, 30, 102, 31))
    assert units.report.having("dissolved", "dissolved-differ")


def test_missing_ids_and_geometry_are_refused_or_dropped_on_request():
    holes = table(adcode=["110000", None, "650000"])
    holes.loc[2, "geometry"] = shapely.Polygon()
    with pytest.raises(LayerError, match="without adcode"):
        gp.read_units(holes, id="adcode")
    units = gp.read_units(holes, id="adcode", empty="drop")
    assert units.ids == ("110000",) and len(units.report.warnings) == 2


def test_the_given_frame_is_left_as_it_was():
    frame = table(adcode=[110000.0, 150000.0, 650000.0])
    before = frame.copy(deep=True)
    gp.read_units(frame, id="adcode", name="省名")
    assert frame.equals(before) and frame.crs == before.crs


def test_a_missing_crs_is_assumed_only_for_longitudes_and_latitudes(tmp_path):
    units = gp.read_units(shapefile(tmp_path, prj=False), id="adcode")
    assert units.frame.crs.to_epsg() == 4326 and units.report.having("crs-missing")
    metres = table().to_crs(32648).set_crs(None, allow_override=True)
    with pytest.raises(CrsError, match="Name it"):
        gp.read_units(metres, id="adcode")
    assert gp.read_units(metres, id="adcode", crs="EPSG:32648").frame.crs.to_epsg() == 32648


def test_a_crs_that_the_coordinates_contradict_is_refused_unless_named():
    wrong = table().to_crs(32648).set_crs("EPSG:4326", allow_override=True)
    with pytest.raises(CrsError, match="but its coordinates are"):
        gp.read_units(wrong, id="adcode")
    degrees = table().set_crs("EPSG:32648", allow_override=True)
    with pytest.raises(CrsError, match="look like degrees"):
        gp.read_units(degrees, id="adcode")
    right = gp.read_units(degrees, id="adcode", crs="EPSG:4326")
    assert right.report.having("crs-overridden")
    with pytest.raises(CrsError, match="EPSG:4326"):
        gp.read_units(degrees, id="adcode", crs="no such thing")


def test_swapped_axes_are_put_right_and_said():
    frame = table()
    turned = frame.set_geometry(
        gpd.GeoSeries(shapely.transform(frame.geometry.values, lambda xy: xy[:, ::-1]), crs="EPSG:4326")
    )
    units = gp.read_units(turned, id="adcode")
    assert units.report.having("axes-swapped")
    np.testing.assert_allclose(units.frame.total_bounds, frame.total_bounds)
    metres = turned.set_geometry(
        gpd.GeoSeries(shapely.transform(frame.to_crs(32648).geometry.values, lambda xy: xy[:, ::-1]), crs=32648)
    )
    assert gp.read_units(metres, id="adcode").report.having("axes-swapped")


def test_invalid_rings_become_polygons_and_never_collections():
    bowtie = shapely.Polygon([(0, 0), (1000, 1000), (1000, 0), (0, 1000)])
    spike = shapely.Polygon([(2000, 0), (3000, 0), (3000, 1000), (3000, 5000), (3000, 1000), (2000, 1000)])
    units = units_of({"bowtie": bowtie, "spike": spike, "good": shapely.box(5000, 0, 6000, 1000)})
    assert shapely.is_valid(units.frame.geometry.values).all()
    assert set(units.frame.geom_type) <= {"Polygon", "MultiPolygon"}
    assert units.frame.area["bowtie"] == pytest.approx(500_000)
    assert units.report.having("rings-repaired")[0].ids == ("bowtie", "spike")


def test_collections_keep_their_polygons_only():
    mixed = shapely.GeometryCollection([shapely.box(0, 0, 1, 1), shapely.Point(9, 9)])
    units = units_of({"a": mixed, "b": shapely.box(300, 300, 400, 400)})
    assert units.frame.geom_type["a"] == "Polygon" and units.report.having("collections")


@pytest.mark.parametrize(
    "shape", [shapely.LineString([(0, 0), (1, 1)]), shapely.GeometryCollection([shapely.Point(0, 0)])]
)
def test_lines_and_empty_collections_are_refused(shape):
    with pytest.raises(LayerError):
        units_of({"a": shape, "b": shapely.box(300, 300, 400, 400)})


def test_points_are_units_and_mixtures_are_not():
    assert set(units_of({"a": shapely.Point(0, 0), "b": shapely.MultiPoint([(1000, 1)])}).frame.geom_type) == {"Point"}
    with pytest.raises(LayerError, match="points and polygons"):
        units_of({"a": shapely.Point(0, 0), "b": shapely.box(300, 300, 400, 400)})


def test_heights_are_dropped_and_said():
    units = units_of({"a": shapely.Polygon([(0, 0, 5), (1000, 0, 5), (1000, 1, 5)])})
    assert not units.frame.has_z.any() and units.report.having("heights-dropped")


def test_coordinates_that_are_no_numbers_are_refused():
    with pytest.raises(LayerError, match="no numbers"):
        units_of({"a": shapely.Polygon([(0, 0), (1, np.inf), (1, 1)]), "b": shapely.box(300, 300, 400, 400)})


def test_overlaps_are_noted():
    units = units_of({"a": shapely.box(0, 0, 1000, 1000), "b": shapely.box(900, 0, 2000, 1000)})
    assert units.report.having("edges-unmatched")
    assert not squares(2, 2).report.notes


def test_the_demo_set_is_on_the_shelf_by_name():
    units = gp.read_units("demo-china-provinces")
    assert len(units) == 30 and units.names[0] == "Beijing" and units.ids[0] == "110000"
    assert not units.report.notes
    assert len(gp.read_units("demo-china-all", name="name_zh")) == 34


def test_a_set_that_does_not_ship_tells_where_to_get_it():
    with pytest.raises(LayerError, match=r"humdata\.org"):
        gp.read_units("codab-chn-adm1", id="x")
    with pytest.raises(LayerError, match="demo-china-provinces"):
        gp.read_units("demo-china-province", id="x")


def test_areas_are_true_whatever_the_projection():
    units = gp.read_units("demo-china-provinces")
    area = area_km2(units)
    assert area["460000"] == pytest.approx(34_000, rel=0.05)  # Hainan, yearbook: 35.4 thousand with islets
    mercator = gp.read_units(units.frame.reset_index().to_crs(3857), id="unit")
    np.testing.assert_allclose(area_km2(mercator), area, rtol=1e-3)


def test_a_read_only_folder_is_no_obstacle(tmp_path):
    path = shapefile(tmp_path / "ro")
    shutil.copytree(path.parent, tmp_path / "copy")
    (tmp_path / "copy").chmod(0o555)
    assert len(gp.read_units(tmp_path / "copy" / path.name, id="adcode")) == 3
    (tmp_path / "copy").chmod(0o755)
