"""Fractions of cells from edges alone, against those of exactextract on random polygons: all cells and shares."""

import numpy as np
import pytest
import shapely
from affine import Affine
from exactextract import exact_extract
from shapely.geometry import Polygon, box

from gisplug.lights.grids import coverage
from gisplug.lights.grids import overlay as grids
from gisplug.lights.grids.exact import shares
from gisplug.lights.grids.grid import DEGREES, Grid
from gisplug.lights.grids.overlay import Batch, fractions, overlay
from gisplug.lights.grids.tiles import by_tile

STEP = 2**-23  # a float32 number below 1 is as near as this to the next


def table(covered):
    """Return the share of each unit, row and column."""
    found = {}
    for unit, row, left, right in covered.runs.tolist():
        found.update(((unit, row, column), 1.0) for column in range(left, right))
    cells = zip(covered.cells.tolist(), covered.fractions.tolist(), strict=True)
    assert not any(tuple(cell) in found for cell, _ in cells)
    return found | dict(zip(map(tuple, covered.cells.tolist()), covered.fractions.tolist(), strict=True))


def polygons(seed, on_lines):
    """Cells, some with holes and islands, that stand over the edge of the grid; vertices on grid lines if asked for."""
    rng = np.random.default_rng(seed)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(rng.random((25, 2)) * [4.0, 3.0] + [9, 49])))
    cells = shapely.intersection(cells, box(9.7, 49.6, 12.4, 51.2))
    cells = cells[shapely.area(cells) > 1e-3]
    holes = shapely.buffer(shapely.centroid(cells), rng.random(len(cells)) * 0.2)
    cells = shapely.difference(cells, holes)
    islands = shapely.buffer(shapely.centroid(holes), 0.03)
    cells = np.where(rng.random(len(cells)) < 0.4, shapely.union(cells, islands), cells)
    cells = shapely.from_wkb(shapely.to_wkb(shapely.set_precision(cells, 0.01))) if on_lines else cells
    return cells[shapely.intersects(cells, box(10.1, 49.9, 12.1, 50.9)) & np.isin(shapely.get_type_id(cells), (3, 6))]


@pytest.mark.parametrize("seed", range(6))
def test_every_cell_has_the_share_that_exactextract_gives_it(seed):
    units = polygons(seed, False)
    grid = Grid(DEGREES, 10.0, 51.0, 0.02, 0.02, 110, 60)
    batch = Batch(grid, "fraction", tuple(range(5, 5 + len(units))), tuple(shapely.to_wkb(units)), 0, 60)
    assert len(shares(units, grid, 0, 60).odd) <= 1  # a share in the middle of two numbers
    ours, theirs = table(overlay(batch)), table(by_tile(batch.grid, *grids._joined(batch, fractions(batch))))
    assert ours.keys() == theirs.keys()
    assert max(abs(ours[cell] - theirs[cell]) for cell in ours) <= STEP


@pytest.mark.parametrize("seed", [0, 1, 3])  # exactextract 0.3.0 gives 1 a cell that it does not touch, and 3 ends it
def test_borders_with_vertices_on_grid_lines_have_the_shares_of_geometry(seed):
    units = polygons(seed, True)
    grid = Grid(DEGREES, 10.0, 51.0, 0.02, 0.02, 110, 60)
    found = shares(units, grid, 0, 60)
    assert not len(found.odd)
    ours = table(found)
    west, north = (part.ravel() for part in np.meshgrid(10 + 0.02 * np.arange(110), 51 - 0.02 * np.arange(60)))
    cells = shapely.box(west, north - 0.02, west + 0.02, north)
    unit, cell = shapely.STRtree(cells).query(units, predicate="intersects")
    true = shapely.area(shapely.intersection(units[unit], cells[cell])) / 0.0004
    wanted = {(u, c // 110, c % 110): t for u, c, t in zip(unit.tolist(), cell.tolist(), true, strict=True)}
    assert set(ours) <= set(wanted)
    assert max(abs(ours.get(cell, 0.0) - share) for cell, share in wanted.items()) < STEP


def test_rings_that_cross_themselves_are_left_to_exactextract():
    bow = Polygon([(10.1, 50.1), (10.9, 50.9), (10.9, 50.1), (10.1, 50.9)])
    units = np.array([bow, box(10.2, 50.2, 10.8, 50.8)], dtype=object)
    grid = Grid(DEGREES, 10.0, 51.0, 0.1, 0.1, 10, 10)
    assert shares(units, grid, 0, 10).odd.tolist() == [0]
    batch = Batch(grid, "fraction", (0, 1), tuple(shapely.to_wkb(units)), 0, 10)
    assert table(overlay(batch)) == table(by_tile(batch.grid, *grids._joined(batch, fractions(batch))))


def test_a_share_between_two_float32_numbers_is_left_to_exactextract():
    """A step of a share would move the sum of a small unit by more than a billionth."""
    middle = 0.5 + 2**-25  # half a step beyond a half
    grid = Grid(DEGREES, 0.0, 10.0, 1.0, 1.0, 10, 10)
    near, far = box(3.125, 3.125, 3.875, 3.125 + middle / 0.75), box(3.125, 3.125, 3.875, 3.8)
    assert shares(np.array([near, far], dtype=object), grid, 0, 10).odd.tolist() == [0]


def test_parts_of_rows_add_up_to_the_whole(tmp_path):
    """Strips of the grid, as on tiles, and the sums of a raster read by exactextract itself."""
    units, rng = polygons(3, False), np.random.default_rng(3)
    grid = Grid(DEGREES, 10.0, 51.0, 0.02, 0.02, 110, 60)
    whole = Batch(grid, "fraction", tuple(range(len(units))), tuple(shapely.to_wkb(units)), 0, 60)
    strips = [table(overlay(Batch(grid, "fraction", whole.units, whole.wkb, a, a + 20))) for a in (0, 20, 40)]
    assert strips[0] | strips[1] | strips[2] == table(overlay(whole))
    numbers = rng.gamma(0.5, 20.0, (60, 110))
    import geopandas as gpd
    import rasterio

    place = {"transform": Affine(0.02, 0, 10, 0, -0.02, 51), "crs": "EPSG:4326"}
    with rasterio.open(tmp_path / "x.tif", "w", "GTiff", 110, 60, 1, dtype="float64", **place) as raster:
        raster.write(numbers, 1)
    frame = gpd.GeoDataFrame(geometry=units, crs="EPSG:4326")
    theirs = exact_extract(tmp_path / "x.tif", frame, ["sum"], output="pandas")["sum"].to_numpy()
    ours = np.zeros(len(units))
    for (unit, row, column), share in table(overlay(whole)).items():
        ours[unit] += share * numbers[row, column]
    assert ours == pytest.approx(theirs, rel=1e-9)


def test_cells_do_not_depend_on_how_the_units_are_cut_into_batches(monkeypatch):
    """Tiles of 4 x 11 cells, so that batches share them and runs cross them."""
    units = polygons(3, False)
    grid = Grid(DEGREES, 10.0, 51.0, 0.02, 0.02, 110, 60, (4, 11))
    monkeypatch.setattr(Grid, "tile", grid.block)
    found = []
    for pieces in (1, 300, 10**9):
        monkeypatch.setattr(coverage, "BATCH_PIECES", pieces)
        found.append(coverage.cover(units, grid, "fraction", "serial"))
    whole = found[-1]
    for name, values in vars(whole).items():
        assert all(np.array_equal(getattr(one, name), values) for one in found), name
    assert (whole.tiles[:, 1] - whole.tiles[:, 0]).max() == 4 and (whole.tiles[:, 3] - whole.tiles[:, 2]).max() == 11
    shares = np.zeros(len(units))
    for k, (top, _, left, right) in enumerate(whole.tiles.tolist()):
        for unit, first, end in whole.runs[whole.run_start[k] : whole.run_start[k + 1]].tolist():
            assert first // (right - left) == (end - 1) // (right - left)
            shares[unit] += end - first
        cells = slice(whole.cell_start[k], whole.cell_start[k + 1])
        rows, columns = np.divmod(whole.cells[cells, 1], right - left)
        assert (whole.cell_km2[cells] == grid.cell_km2(rows + top, columns + left)).all()
        np.add.at(shares, whole.cells[cells, 0], whole.fractions[cells])
    assert shares == pytest.approx(whole.weight, rel=1e-12)
