"""Calibration: each step by hand, and the splice recovered from simulated series."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from shapely import box

from gisplug.core.errors import ParameterError, RasterError
from gisplug.lights.aggregate import aggregate_lights, notes_of
from gisplug.lights.calibrate import Calibration, read_coefficients, splice
from gisplug.lights.cell_calibration import Change
from tests.lights.rasters import layer, nine, write


def light(tmp_path, numbers, **options):
    frame = aggregate_lights(
        write(tmp_path / "ntl_2000.tif", np.asarray(numbers, dtype=float)), layer(box(0, 0, 3, 3)), **options
    )
    return frame.iloc[0], notes_of(frame)


NOISE = [[-1, 0, 2], [4, 100, 0], [-2, 3, 1]]


def test_negatives_are_kept_clipped_or_left_out(tmp_path):
    kept, _ = light(tmp_path, NOISE)
    assert (kept["sum"], kept["cells"]) == (107, 9)
    clipped, notes = light(tmp_path, NOISE, calibration=Calibration(negatives="zero"))
    assert (clipped["sum"], clipped["cells"]) == (110, 9)
    assert "negative light set to zero" in notes.having("calibration")[0].text
    missing, _ = light(tmp_path, NOISE, calibration=Calibration(negatives="missing"))
    assert (missing["sum"], missing["cells"]) == (110, 7)
    assert kept["lit_share"] == pytest.approx(5 / 9)


def test_outliers_are_capped_and_noise_floored(tmp_path):
    got, notes = light(tmp_path, NOISE, calibration=Calibration(negatives="zero", floor=2, cap=10))
    assert got["sum"] == 4 + 10 + 3
    assert got["max"] == 10
    assert len(notes.having("calibration")) == 3


def test_dmsp_is_intercalibrated_by_the_coefficients_of_its_picture(tmp_path):
    table = tmp_path / "c.csv"
    table.write_text("satellite,year,c0,c1,c2\nF10,1992,-2,1.6,-0.01\nF12,1994,0,1,0\n")
    nine(tmp_path / "F101992.tif")
    numbers = np.arange(1.0, 10)
    got = aggregate_lights(
        tmp_path / "F101992.tif", layer(box(0, 0, 3, 3)), calibration=Calibration(read_coefficients(table))
    )
    assert got.loc[0, "sum"] == pytest.approx((-2 + 1.6 * numbers - 0.01 * numbers**2).sum())
    with pytest.raises(RasterError, match="no inter-calibration coefficients for 2001"):
        light(tmp_path.joinpath(), NOISE, calibration=Calibration({"2000": (0, 1)})) and Calibration(
            {"2000": (0, 1)}
        ).polynomial(2001)


def test_dark_cells_stay_dark_under_intercalibration():
    assert Change(polynomial=(-2.0, 1.6))(np.array([0, 10])).tolist() == [0, 14]


def test_eight_bit_copies_come_back_to_radiance(tmp_path):
    numbers = np.array([[0, 1, 255]] * 3, dtype="uint8")
    path = write(tmp_path / "ntl_2015.tif", numbers, nodata=0)
    got = aggregate_lights(path, layer(box(0, 0, 3, 3)), product="npp-viirs-like-8bit").iloc[0]
    assert got["max"] == pytest.approx(511)
    assert got["sum"] == pytest.approx(3 * 256 * 511 / 255)
    assert got["cells"] == 9


def test_a_negative_offset_keeps_cells_without_a_zero_apart(tmp_path):
    """Where a number of 0 is not dark, every cell counts with its light."""
    product_like = Change(offset=-1.0)
    assert product_like(np.zeros(1))[0] == -1


def test_tables_of_coefficients_are_checked(tmp_path):
    bad = tmp_path / "c.csv"
    bad.write_text("year,c0,c2\n1992,1,2\n")
    with pytest.raises(RasterError, match="needs the columns"):
        read_coefficients(bad)
    bad.write_text("year,c0,c1\n1992,1,x\n")
    with pytest.raises(RasterError, match="lines 2"):
        read_coefficients(bad)
    bad.write_text("year,c0,c1\n1992,1,1\n1992,1,1\n")
    with pytest.raises(RasterError, match="several rows for 1992"):
        read_coefficients(bad)
    with pytest.raises(ParameterError, match="negatives"):
        Calibration(negatives="drop")


def series(slope=0.8, intercept=1.5, noise=0.0, own=0.0, seed=0):
    rng = np.random.default_rng(seed)
    units, old_years, new_years = [f"u{i}" for i in range(30)], range(2000, 2014), range(2012, 2020)
    level = rng.normal(2, 1, 30)
    shift = rng.normal(0, own, 30)
    rows_old = [
        (u, t, np.exp(level[i] + 0.05 * (t - 2000) + rng.normal(0, 0.1)))
        for i, u in enumerate(units)
        for t in old_years
    ]
    old = pd.DataFrame(rows_old, columns=["unit", "period", "mean"])
    both = old[old.period >= 2012].copy()
    both["mean"] = np.exp(
        intercept
        + slope * np.log(both["mean"])
        + both["unit"].map(dict(zip(units, shift, strict=True)))
        + rng.normal(0, noise, len(both))
    )
    later = pd.DataFrame(
        [(u, t, np.exp(4.0)) for u in units for t in new_years if t > 2013], columns=["unit", "period", "mean"]
    )
    return old, pd.concat([both, later])


def test_a_splice_recovers_the_line_between_two_sensors():
    old, new = series()
    got = splice(old, new)
    assert got.slope == pytest.approx(0.8)
    assert got.intercept == pytest.approx(1.5)
    assert got.r2 == pytest.approx(1)
    assert got.N == 60
    assert got.overlap == (2012, 2013)
    joined = got.frame.set_index(["unit", "period"])
    assert sorted(joined.index.get_level_values("period").unique()) == list(range(2000, 2020))
    first = old.set_index(["unit", "period"])["mean"].loc[("u3", 2005)]
    assert joined.loc[("u3", 2005), "mean"] == pytest.approx(np.exp(1.5 + 0.8 * np.log(first)))
    assert joined.loc[("u3", 2005), "source"] == "old, adjusted"
    assert joined.loc[("u3", 2012), "source"] == "new"


def test_a_splice_with_unit_effects_takes_units_that_differ():
    old, new = series(noise=0.01, own=0.5)
    own = splice(old, new, by_unit=True)
    pooled = splice(old, new)
    assert own.slope == pytest.approx(0.8, abs=0.05)
    assert own.r2 > pooled.r2 - 0.5
    spread = own.frame.merge(pooled.frame, on=["unit", "period"])
    assert not np.allclose(spread["mean_x"], spread["mean_y"])


def test_a_splice_needs_common_periods():
    old, new = series()
    with pytest.raises(RasterError, match="need a common period"):
        splice(old[old.period < 2012], new)
    flat = splice(old, new, logs=False)
    assert flat.frame["mean"].notna().all()
