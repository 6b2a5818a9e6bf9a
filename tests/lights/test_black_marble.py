"""Black Marble tiles as NASA ships them: placed by their numbers, both collections, masks, absent tiles."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from shapely import box

from gisplug.core.errors import ParameterError, RasterError
from gisplug.lights.aggregate import STATS, aggregate_lights, notes_of
from gisplug.lights.files.black_marble import needed_tiles, tile_name
from gisplug.lights.rewrite import calibrate_raster
from tests.lights.hdf5 import write_hdf5
from tests.lights.rasters import layer, tessellation, write

GRID = "HDFEOS/GRIDS/VIIRS_Grid_DNB_2d/Data Fields"
N = 60  # cells a side; a real tile has 2,400
CELL = 10 / N
NEAR, ALL = "NearNadir_Composite_Snow_Free", "AllAngle_Composite_Snow_Free"


def light(seed: int) -> np.ndarray:
    """Light of a tile in nW, in steps of 0.1, dark for the most part."""
    rng = np.random.default_rng(seed)
    return np.where(rng.random((N, N)) < 0.6, 0, np.round(rng.gamma(0.6, 30, (N, N)), 1))


def tile(
    folder: Path,
    where: tuple[int, int],
    cells: np.ndarray,
    day: str = "A2013001",
    product: str = "VNP46A4",
    collection: int = 1,
    made: str = "2021123456789",
    inside: tuple[int, int] | None = None,
    **more: np.ndarray,
) -> Path:
    """Write a tile; NaN is what was not observed; 16-bit numbers times 10 ("1") or floats ("2")."""
    field = "DNB_BRDF-Corrected_NTL" if product.endswith("2") else NEAR
    if collection == 1:
        numbers = np.where(np.isnan(cells), 65535, np.round(np.nan_to_num(cells) * 10)).astype("uint16")
        told = {"_FillValue": np.uint16(65535), "scale_factor": np.float64(0.1), "add_offset": np.float64(0)}
    else:
        numbers = np.where(np.isnan(cells), -999.9, cells).astype("float32")
        told = {"_FillValue": np.float32(-999.9), "scale_factor": np.float32(1), "add_offset": np.float32(0)}
    fields = {field: (numbers, {**told, "units": "nWatts/(cm^2 sr)"})}
    fields |= {name: (array, {}) for name, array in more.items()}
    if not product.endswith("2"):
        fields[ALL] = (numbers * 2, told)
    name = f"{product}.{day}.h{where[0]:02d}v{where[1]:02d}.{collection:03d}.{made}.h5"
    h, v = inside or where
    numbered = {"HorizontalTileNumber": f"{h:02d}", "VerticalTileNumber": f"{v:02d}"}
    grid = GRID.replace("VIIRS_Grid_DNB_2d", "VNP_Grid_DNB") if product.endswith("2") and collection == 1 else GRID
    return write_hdf5(folder / name, grid, fields, numbered)


FOUR = {(28, 5): light(1), (29, 5): light(2), (28, 6): light(3), (29, 6): light(4)}
LAND = tessellation(30, 101.3, 22.2, 118.8, 38.9)


def whole(folder: Path) -> Path:
    """The four tiles as one GeoTIFF."""
    cells = np.block([[FOUR[28, 5], FOUR[29, 5]], [FOUR[28, 6], FOUR[29, 6]]])
    return write(folder / "whole_2013.tif", cells, west=100, north=40, cell=CELL, crs="EPSG:4326")


@pytest.mark.parametrize("collection", [1, 2])
def test_tiles_lie_where_their_numbers_say(tmp_path, collection):
    tiles = tmp_path / "tiles"
    tiles.mkdir()
    for where, cells in FOUR.items():
        tile(tiles, where, cells, collection=collection)
    got = aggregate_lights(tiles, LAND)
    want = aggregate_lights(whole(tmp_path), LAND, lit=0.5)
    assert got["period"].unique().tolist() == [2013]
    np.testing.assert_allclose(got[list(STATS)], want[list(STATS)], rtol=1e-6, atol=1e-9)
    assert got["valid_share"].min() > 0.999999
    assert got.attrs["product"] == "black-marble"  # nobody needs to name it
    assert not notes_of(got).warnings
    same = aggregate_lights(tiles, LAND, "black-marble")  # nor does naming it scale twice
    np.testing.assert_allclose(same["sum"], got["sum"], rtol=1e-12)


def test_folders_of_years_and_days_are_looked_through(tmp_path):
    """As NASA's archive lays its tiles out: VNP46A4/2013/001/*.h5."""
    for year in (2013, 2014):
        day = tmp_path / "VNP46A4" / str(year) / "001"
        day.mkdir(parents=True)
        tile(day, (28, 5), FOUR[28, 5], f"A{year}001")
    got = aggregate_lights(tmp_path, layer(box(101, 31, 109, 39), crs=4326), stats=["sum"])
    assert got["period"].tolist() == [2013, 2014]
    tile(tmp_path, (28, 5), FOUR[28, 5], "A2015001")
    got = aggregate_lights(tmp_path, layer(box(101, 31, 109, 39), crs=4326), stats=["sum"])
    assert got["period"].tolist() == [2015]  # what lies in the folder itself goes first


def test_one_cell_by_hand(tmp_path):
    """h00v00 begins at the pole and the date line; the last cell of h35v17 ends at the other pole."""
    cells = np.zeros((N, N))
    cells[0, 0] = 7.5
    tile(tmp_path, (0, 0), cells)
    tile(tmp_path, (35, 17), np.flip(cells))
    got = aggregate_lights(
        tmp_path,
        layer(
            box(-180, 90 - CELL, -180 + CELL, 90),
            box(180 - CELL, -90, 180, -90 + CELL),
            box(-171, 81, -170, 82),
            crs=4326,
        ),
        stats=["sum", "max"],
    )
    assert got["sum"].tolist() == pytest.approx([7.5, 7.5, 0])
    assert got["max"].tolist() == pytest.approx([7.5, 7.5, 0])


@pytest.mark.parametrize("collection", [1, 2])
def test_fill_values_are_not_observed(tmp_path, collection):
    cells = np.full((N, N), 2.0)
    cells[: N // 2] = np.nan
    tile(tmp_path, (28, 5), cells, collection=collection)
    got = aggregate_lights(tmp_path, layer(box(100, 30, 110, 40), crs=4326), stats=["sum", "mean", "valid_share"])
    assert got.loc[0, ["sum", "mean", "valid_share"]].tolist() == pytest.approx([N * N, 2, 0.5])


def test_the_field_is_chosen(tmp_path):
    tile(tmp_path, (28, 5), light(1))
    land = layer(box(101, 31, 109, 39), crs=4326)
    near, every = (aggregate_lights(tmp_path, land, stats=["sum"], field=f)["sum"][0] for f in ("", ALL))
    assert every == pytest.approx(2 * near)
    with pytest.raises(RasterError, match=f"no field 'OffNadir'. It has: {ALL}, {NEAR}"):
        aggregate_lights(tmp_path, land, field="OffNadir")


def test_a_tile_cut_to_one_field_is_read(tmp_path):
    """As the archive of NASA delivers a choice of fields."""
    numbers = np.full((N, N), 35, "uint16")
    told = {"_FillValue": np.uint16(65535), "scale_factor": np.float64(0.1)}
    write_hdf5(tmp_path / "VNP46A4.A2013001.h28v05.001.2021000000000.h5", GRID, {ALL: (numbers, told)}, {})
    got = aggregate_lights(tmp_path, layer(box(100, 30, 110, 40), crs=4326), stats=["mean"])
    assert got["mean"].tolist() == pytest.approx([3.5])


def test_quality_and_observations_are_masks_by_option(tmp_path):
    cells = np.full((N, N), 3.0)
    quality = np.zeros((N, N), "uint8")
    quality[:6], quality[6:12], quality[12:18] = 1, 2, 255
    seen = np.full((N, N), 9, "uint16")
    seen[-3:] = 2
    tile(tmp_path, (28, 5), cells, **{f"{NEAR}_Quality": quality, f"{NEAR}_Num": seen})
    land = layer(box(100, 30, 110, 40), crs=4326)

    def rows(**options) -> float:
        return aggregate_lights(tmp_path, land, stats=["sum"], **options)["sum"][0] / (3 * N)

    assert rows() == pytest.approx(N)
    assert rows(quality=[0]) == pytest.approx(N - 18)
    assert rows(quality=[0, 1]) == pytest.approx(N - 12)
    assert rows(observations=3) == pytest.approx(N - 3)
    assert rows(quality=[0], observations=3) == pytest.approx(N - 21)
    texts = [
        n.text for n in notes_of(aggregate_lights(tmp_path, land, quality=[0, 1], observations=3)).having("masked")
    ]
    assert any("quality flags 0, 1 only" in text for text in texts)
    assert any("at least 3 cloud-free observations" in text for text in texts)
    with pytest.raises(ParameterError, match="no flags of quality"):
        aggregate_lights(tmp_path, land, quality=[0], field=ALL)
    with pytest.raises(RasterError, match="counts its cloud-free observations"):
        aggregate_lights(tmp_path, land, observations=3, field=ALL)


def test_months_and_days_and_years_from_them(tmp_path):
    monthly, daily = tmp_path / "a3", tmp_path / "a2"
    monthly.mkdir()
    daily.mkdir()
    for month, (day, factor) in enumerate(((1, 1.0), (32, 2.0), (61, 6.0)), start=1):
        seen = np.full((N, N), month, "uint16")
        day_of = f"A2016{day:03d}"
        tile(monthly, (28, 5), np.full((N, N), factor), day_of, "VNP46A3", **{f"{NEAR}_Num": seen})
        flags = np.zeros((N, N), "uint8")
        flags[0] = 2
        tile(daily, (28, 5), np.full((N, N), factor), day_of, "VNP46A2", Mandatory_Quality_Flag=flags)
    land = layer(box(100, 30, 110, 40), crs=4326)

    def means(folder, **options):
        frame = aggregate_lights(folder, land, stats=["mean", "cells"], **options)
        return dict(zip(frame["period"], frame["mean"].round(9), strict=True))

    assert means(monthly) == {"2016-01": 1, "2016-02": 2, "2016-03": 6}
    assert means(daily) == {"2016-01-01": 1, "2016-02-01": 2, "2016-03-01": 6}
    assert means(monthly, composite="mean") == {2016: 3}
    assert means(monthly, composite="median") == {2016: 2}
    assert means(monthly, composite="weighted") == {2016: round((1 + 4 + 18) / 6, 9)}
    assert means(daily, composite="mean") == {2016: 3}
    good = aggregate_lights(daily, land, stats=["cells"], quality=[0, 1])
    assert good["cells"].tolist() == pytest.approx([N * (N - 1)] * 3)


def test_tiles_that_units_need_and_that_are_absent_are_named(tmp_path):
    for where in ((28, 5), (29, 5)):
        tile(tmp_path, where, FOUR[where])
        tile(tmp_path, where, FOUR[where], "A2014001")
    tile(tmp_path, (28, 6), FOUR[28, 6])
    land = layer(box(101, 31, 109, 39), box(101, 21, 109, 39), box(111, 21, 119, 29), crs=4326)
    got = aggregate_lights(tmp_path, land, stats=["sum", "valid_share"])
    notes = notes_of(got).having("absent-tiles")
    assert [note.text.split(";")[0] for note in notes] == [
        "Tiles h29v06 are not there in 2013",
        "Tiles h28v06, h29v06 are not there in 2014",
    ]
    assert [note.ids for note in notes] == [("c",), ("b", "c")]
    assert got["valid_share"].round(6).tolist() == pytest.approx([1, 1, 1, 0.5, 0, 0])


def test_a_tile_that_was_produced_again_is_read_once(tmp_path):
    land = layer(box(101, 31, 109, 39), crs=4326)
    tile(tmp_path, (28, 5), FOUR[28, 5] * 3, made="2020001000000")
    newest = tile(tmp_path, (28, 5), FOUR[28, 5], made="2021001000000")
    got = aggregate_lights(tmp_path, land, stats=["sum"])
    assert got["sum"].tolist() == aggregate_lights(newest, land, stats=["sum"])["sum"].tolist()
    assert "VNP46A4.A2013001.h28v05.001.2020001000000.h5" in notes_of(got).having("produced-again")[0].text
    tile(tmp_path, (28, 5), FOUR[28, 5], collection=2)
    with pytest.raises(RasterError, match="one tile of collections 001 and 002"):
        aggregate_lights(tmp_path, land)
    one = aggregate_lights(str(tmp_path / "VNP46A4.A{period}001.{tile}.002.*.h5"), land, stats=["sum"])
    np.testing.assert_allclose(one["sum"], got["sum"], rtol=1e-6)


def test_a_tile_that_was_renamed_wrongly_is_refused(tmp_path):
    tile(tmp_path, (28, 5), FOUR[28, 5], inside=(27, 5))
    with pytest.raises(RasterError, match="says inside that it is tile h27v05"):
        aggregate_lights(tmp_path, layer(box(101, 31, 109, 39), crs=4326))


def test_a_layer_in_metres_and_the_cache(tmp_path):
    for where, cells in FOUR.items():
        tile(tmp_path, where, cells)
    metres = LAND.to_crs("EPSG:6933")
    first = aggregate_lights(tmp_path, metres, cache=tmp_path / "kept")
    again = aggregate_lights(tmp_path, metres, cache=tmp_path / "kept")
    assert notes_of(again).having("reused")[0].text.startswith("4 of 4 rasters")
    np.testing.assert_allclose(again[list(STATS)], first[list(STATS)], rtol=0)
    flagged = aggregate_lights(tmp_path, metres, field=ALL, cache=tmp_path / "kept")
    np.testing.assert_allclose(flagged["sum"], 2 * first["sum"], rtol=1e-12)  # another field is another number


def test_a_calibrated_copy_of_a_tile_is_a_raster_in_its_place(tmp_path):
    source = tile(tmp_path, (28, 5), FOUR[28, 5])
    calibrate_raster(source, tmp_path / "copy_2013.tif")
    land = layer(box(101.1, 31.3, 109.2, 38.9), crs=4326)
    one, other = (aggregate_lights(p, land, stats=["sum"])["sum"][0] for p in (source, tmp_path / "copy_2013.tif"))
    assert other == pytest.approx(one, rel=1e-6)


def test_the_product_of_the_names_is_told(tmp_path):
    path = write(tmp_path / "LongNTL_2013.tif", light(1), west=100, north=40, cell=CELL, crs="EPSG:4326")
    land = layer(box(101, 31, 109, 39), crs=4326)
    (note,) = notes_of(aggregate_lights(path, land)).having("product-by-name")
    assert "product=npp-viirs-like says what their numbers mean" in note.text
    assert not notes_of(aggregate_lights(path, land, "npp-viirs-like")).having("product-by-name")
    other = path.rename(tmp_path / "lights_2013.tif")
    assert not notes_of(aggregate_lights(other, land)).having("product-by-name")


def test_which_tiles_polygons_need():
    shapes = np.array([box(100, 30, 110, 40), box(99.9, 39, 110.1, 41), box(-180, 80, -179, 90)])
    got = {tile_name(where): units.tolist() for where, units in needed_tiles(shapes)}
    assert got == {
        "h00v00": [2],
        "h27v04": [1],
        "h28v04": [1],
        "h29v04": [1],
        "h27v05": [1],
        "h28v05": [0, 1],
        "h29v05": [1],
    }
