"""Names and archives as publishers ship them: which period, which layer, and nothing unpacked."""

from __future__ import annotations

import gzip
import shutil
import tarfile
import zipfile

import numpy as np
import pytest
from shapely import box

from gisplug.core.errors import ParameterError, RasterError
from gisplug.core.messages import spoken
from gisplug.lights.aggregate import aggregate_lights, notes_of
from gisplug.lights.files.names import canonical, told
from gisplug.lights.sources import pictures
from tests.lights.rasters import layer, nine, write

NINE = np.arange(1.0, 10).reshape(3, 3)
WHOLE = layer(box(0, 0, 3, 3))
VNL = "VNL_v21_npp_{}_global_vcmcfg_c202205302300.{}.dat.tif"
MONTH = "SVDNB_npp_{}_{}_vcmcfg_v10_c201506171538.{}.tif"


def sums(source, units=WHOLE, **options):
    frame = aggregate_lights(source, units, stats=["sum"], **options)
    return dict(zip(frame["period"], frame["sum"], strict=True))


@pytest.mark.parametrize(
    ("name", "period", "kind"),
    [
        (VNL.format("201204-201303", "average_masked"), 2012, "average_masked"),
        (VNL.format("201204-201212", "average"), 2012, "average"),
        (VNL.format("2013", "cf_cvg") + ".gz", 2013, "cf_cvg"),
        (MONTH.format("20140101-20140131", "75N060E", "avg_rade9h"), "2014-01", "avg_rade9h"),
        (MONTH.format("20140201-20140228", "00N060E", "cf_cvg"), "2014-02", "cf_cvg"),
        ("SVDNB_npp_20150101-20151231_75N060E_vcm-orm_v10_c201701311200.avg_rade9.tif", 2015, "avg_rade9"),
        ("F182010.v4d_web.stable_lights.avg_vis.tif", 2010, "stable_lights.avg_vis"),
        ("F182010.v4d_web.cf_cvg.tif", 2010, "cf_cvg"),
        ("VNP46A4.A2013001.h28v05.002.2025123456789.h5", 2013, ""),
        ("VNP46A3.A2016061.h28v05.001.2025123456789.h5", "2016-03", ""),
        ("VNP46A2.A2016060.h28v05.001.2025123456789.h5", "2016-02-29", ""),
        ("VJ146A4.A2021001.h00v17.002.2025123456789.h5", 2021, ""),
        ("LongNTL_2014.tif", 2014, ""),
        ("Harmonized_DN_NTL_2014_simVIIRS.tif", 2014, ""),
        ("2015_8bit.tif", 2015, ""),
        ("ntl_202001.tif", "2020-01", ""),
        ("bm_2020-01.tif", "2020-01", ""),
        ("bm_2020-01-31.tif", "2020-01-31", ""),
        ("ntl_2012_01.tif", 2012, ""),  # a tile, not a month: months are written with - . or nothing
        ("V5GL04.HybridPM25.Global.202001-202012.nc", 2020, ""),
        ("GHS_POP_E2020_GLOBE_R2023A_54009_1000_V1_0.tif", 2020, ""),
        ("landscan-global-2020.tif", 2020, ""),
        ("chn_ppp_2012_UNadj.tif", 2012, ""),
        ("ntl_2012_made_2019.tif", None, ""),
        ("x_201201-201203.tif", None, ""),
        ("lights.tif", None, ""),
    ],
)
def test_what_a_name_tells(name, period, kind):
    got = told(name)
    assert (got.period, got.kind) == (period, kind)
    assert got.why if period is None else True


def test_periods_are_written_one_way():
    given = ("2012", "202001", "2020_01", "2020.01.31", "20200131", "0", "12345")
    assert [canonical(text) for text in given] == [2012, "2020-01", "2020-01", "2020-01-31", "2020-01-31", 0, "12345"]


def test_a_folder_of_the_annual_product(tmp_path):
    """The first year reaches into 2013; average, median and counts lie beside the light; one year is packed."""
    for span, factor in (("201204-201303", 1), ("2013", 2)):
        write(tmp_path / VNL.format(span, "average_masked"), NINE * factor)
        write(tmp_path / VNL.format(span, "median"), NINE * 100)
        write(tmp_path / VNL.format(span, "average"), NINE * 10)
    counts = np.where(NINE == 9, 0, 3).astype("uint16")
    write(tmp_path / VNL.format("2013", "cf_cvg"), counts)
    got = aggregate_lights(tmp_path, WHOLE, "viirs-vnl", stats=["sum"])
    assert dict(zip(got["period"], got["sum"], strict=True)) == {2012: 45, 2013: 2 * 36}
    texts = [note.text for note in notes_of(got).notes]
    assert any("is taken as 2012: 9 of its 12 months, 201204-201303" in text for text in texts)
    assert any("average_masked is read; average, median are set aside" in text for text in texts)
    assert any("with at least 1 cloud-free observations only; observations=0" in text for text in texts)
    assert sums(tmp_path, observations=0) == {2012: 45, 2013: 90}
    assert sums(tmp_path, field="average") == {2012: 450, 2013: 10 * 36}
    with pytest.raises(RasterError, match=r"Nothing beside .* counts its cloud-free observations"):
        sums(tmp_path, observations=2)
    with pytest.raises(ParameterError, match="flags of quality"):
        sums(tmp_path, quality=[0])


def test_two_editions_of_one_year_are_refused(tmp_path):
    for span in ("201204-201303", "201204-201212"):
        write(tmp_path / VNL.format(span, "average_masked"), NINE)
    with pytest.raises(RasterError, match="both belong to 2012 and overlap"):
        sums(tmp_path)


@pytest.fixture
def months(tmp_path):
    """Three months of two tiles side by side; the corner cell was never seen in the first month."""
    for k, span in enumerate(("20140101-20140131", "20140201-20140228", "20140301-20140331")):
        for tile, west in (("75N060W", 0), ("75N060E", 3)):
            write(tmp_path / MONTH.format(span, tile, "avg_rade9h"), NINE * (1, 2, 6)[k], west=west)
            counts = np.full((3, 3), (1, 2, 5)[k], "uint16")
            counts[2, 2] *= k > 0
            write(tmp_path / MONTH.format(span, tile, "cf_cvg"), counts, west=west)
    return tmp_path


BOTH = layer(box(0, 0, 6, 3))


def test_months_and_their_tiles(months):
    assert sums(months, BOTH) == {"2014-01": 72, "2014-02": 180, "2014-03": 540}
    assert sums(months, BOTH, observations=0)["2014-01"] == 90
    assert sums(months, BOTH, periods=["2014-02"]) == {"2014-02": 180}
    assert [p.period for p in pictures(months)] == ["2014-01", "2014-02", "2014-03"]


@pytest.mark.parametrize(
    ("composite", "factor", "corner"),
    [
        ("mean", (1 + 2 + 6) / 3, (2 + 6) / 2),
        ("median", 2, 4),
        ("weighted", (1 * 1 + 2 * 2 + 5 * 6) / 8, (2 * 2 + 5 * 6) / 7),
    ],
)
def test_months_become_years(months, composite, factor, corner):
    got = aggregate_lights(months, BOTH, composite=composite, stats=["sum", "cells", "gini"])
    assert got["period"].tolist() == [2014]
    assert got["sum"][0] == pytest.approx(2 * (36 * factor + 9 * corner), rel=1e-12)
    assert got["cells"][0] == 18
    (note,) = notes_of(got).having("composite")
    assert "of 3 months; there is no raster of the months 04, 05" in note.text
    assert note.level == "warning"
    assert sums(months, BOTH, composite=composite, periods=[2014]) == {2014: got["sum"][0]}
    with pytest.raises(RasterError, match="belongs to 2013"):
        sums(months, BOTH, composite=composite, periods=[2013])


def test_a_composite_keeps_to_itself_in_the_cache(months):
    cache = months / "kept"
    first = {c: sums(months, BOTH, composite=c, cache=cache) for c in ("mean", "median", "weighted", "none")}
    again = {c: sums(months, BOTH, composite=c, cache=cache) for c in first}
    assert first == again == {c: sums(months, BOTH, composite=c) for c in first}
    write(months / MONTH.format("20140301-20140331", "75N060E", "cf_cvg"), np.full((3, 3), 1, "uint16"), west=3)
    changed = sums(months, BOTH, composite="weighted", cache=cache)
    assert changed != first["weighted"]  # counts are part of it
    assert changed == sums(months, BOTH, composite="weighted")


def test_a_composite_of_many_cells_is_that_of_few(months, monkeypatch):
    before = {c: sums(months, BOTH, composite=c) for c in ("mean", "median", "weighted")}
    monkeypatch.setattr("gisplug.lights.files.reader.STACK_CELLS", 10)
    assert before == {c: sums(months, BOTH, composite=c) for c in before}


def test_what_a_composite_cannot_do_is_refused(months):
    with pytest.raises(ParameterError, match="composite is one of none, mean, median, weighted"):
        sums(months, BOTH, composite="sum")
    shutil.copy(
        months / MONTH.format("20140101-20140131", "75N060E", "avg_rade9h"),
        months / "SVDNB_npp_20140101-20140131_75N060E_vcmslcfg_v10_c201506171538.avg_rade9h.tif",
    )
    with pytest.raises(RasterError, match="both belong to 2014-01 and overlap"):
        sums(months, BOTH, composite="mean")


def test_archives_are_read_where_they_lie(tmp_path):
    source = nine(tmp_path / "ntl_2012.tif", dtype="float32", tiled=False)
    packed, zipped, taped = tmp_path / "gz", tmp_path / "zip", tmp_path / "tar"
    for folder in (packed, zipped, taped):
        folder.mkdir()
    with gzip.open(packed / "ntl_2012.tif.gz", "wb") as out:
        out.write(source.read_bytes())
    with zipfile.ZipFile(zipped / "lights.zip", "w") as out:
        out.write(source, "deep/ntl_2012.tif")
        out.write(packed / "ntl_2012.tif.gz", "ntl_2013.tif.gz")
        out.writestr("readme.txt", "x")
    with tarfile.open(taped / "F182012.v4.tar", "w") as out:
        out.add(packed / "ntl_2012.tif.gz", "F182012.v4c_web.stable_lights.avg_vis.tif.gz")
    before = sorted(p.name for p in tmp_path.rglob("*"))
    assert sums(packed) == sums(packed / "ntl_2012.tif.gz") == {2012: 45}
    assert sums(zipped) == sums(zipped / "lights.zip") == {2012: 45, 2013: 45}
    assert sums(taped) == {2012: 45}
    assert sums(f"/vsizip/{zipped}/lights.zip/deep/ntl_2012.tif") == {2012: 45}
    assert sums(f"/vsizip/{zipped}/lights.zip") == {2012: 45, 2013: 45}
    assert sums(f"zip://{zipped}/lights.zip!deep/ntl_2012.tif") == {2012: 45}
    assert sums(f"/vsigzip/{packed}/ntl_2012.tif.gz") == {2012: 45}
    assert pictures(taped)[0].satellite == "F18"
    assert pictures(zipped)[0].paths == (zipped / "lights.zip",)  # what a study's record looks at
    assert sorted(p.name for p in tmp_path.rglob("*")) == before  # nothing unpacked, nothing beside
    with pytest.raises(RasterError, match=r"has no raster .other\.tif"):
        sums(f"/vsizip/{zipped}/lights.zip/other.tif")
    (zipped / "lights.zip").write_bytes(b"PK no archive")
    with pytest.raises(RasterError, match="cannot be read as an archive"):
        sums(zipped)


def test_nothing_is_written_beside_a_large_packed_raster(tmp_path):
    """GDAL keeps the size of such a file in a .properties beside it, if it is let."""
    numbers = np.random.default_rng(0).random((600, 600))
    with gzip.open(tmp_path / "ntl_2012.tif.gz", "wb", compresslevel=1) as out:
        out.write(write(tmp_path / "x.img", numbers, north=600).read_bytes())
    (tmp_path / "x.img").unlink()
    got = sums(tmp_path, layer(box(0, 0, 600, 600)))
    assert got[2012] == pytest.approx(numbers.sum(), rel=1e-9)
    assert [p.name for p in tmp_path.iterdir()] == ["ntl_2012.tif.gz"]


def test_a_raster_and_its_packed_copy_are_one(tmp_path):
    source = nine(tmp_path / "ntl_2012.tif")
    with gzip.open(tmp_path / "ntl_2012.tif.gz", "wb") as out:
        out.write(source.read_bytes())
    assert sums(tmp_path) == {2012: 45}


def test_a_changed_member_of_an_archive_is_computed_anew(tmp_path):
    def pack(factor):
        with gzip.open(tmp_path / "ntl_2012.tif.gz", "wb") as out:
            out.write(write(tmp_path / "x.img.tif", NINE * factor).read_bytes())

    for factor in (1, 2):
        pack(factor)
        assert sums(tmp_path / "ntl_2012.tif.gz", cache=tmp_path / "kept") == {2012: 45 * factor}


def test_what_is_found_in_several_rasters_is_said_once_and_in_chinese(tmp_path):
    for year in (2012, 2013):
        write(tmp_path / f"ntl_{year}.tif", NINE - 1, nodata=0)
    for source, said, chinese in (
        (
            tmp_path,
            "ntl_2012.tif, ntl_2013.tif declare nodata = 0,",
            "ntl_2012.tif, ntl_2013.tif 声明 nodata = 0，因此",
        ),
        (tmp_path / "ntl_2012.tif", "ntl_2012.tif declares nodata = 0,", "ntl_2012.tif 声明 nodata = 0，因此"),
    ):
        (note,) = notes_of(aggregate_lights(source, WHOLE, stats=["sum"])).having("nodata-zero")
        assert note.text.startswith(said)
        assert spoken(note.text, "zh").startswith(chinese) and spoken(note.text, "zh").endswith("。")
