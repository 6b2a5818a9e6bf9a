"""SPSS system files against pyreadstat, which writes them; and damaged ones."""

import datetime
import random

import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import TableError
from gisplug.core.tables import read_table, told_of

spss = pytest.importorskip("pyreadstat")
GAP = float("nan")


def sample():
    rng = np.random.default_rng(2)
    n = 60
    return pd.DataFrame(
        {
            "a_rather_long_name_of_a_variable": rng.normal(size=n),
            "地区": [f"地区{k % 7}" for k in range(n)],
            "whole": np.arange(n) - 20,
            "holes": np.where(np.arange(n) % 3 == 0, GAP, 1000.5 * np.arange(n)),
            "word": [["", "x", "eight888", "longer than eight"][k % 4] for k in range(n)],
            "story": ["s" * (3 * k) + "e" for k in range(n)],
            "very": [("v" * 251 + "边" * 60 + str(k)) for k in range(n)],
            "day": [datetime.date(2019, 1, 1) + datetime.timedelta(days=k) for k in range(n)],
        }
    )


@pytest.mark.parametrize("kind", [("sav", {}), ("sav", {"row_compress": True}), ("zsav", {"compress": True})])
def test_values_are_those_of_pyreadstat(tmp_path, kind):
    ending, options = kind
    path = tmp_path / f"t.{ending}"
    spss.write_sav(sample(), path, **options)
    theirs, _ = spss.read_sav(path)
    ours = read_table(path)
    assert list(ours.columns) == list(theirs.columns)
    for column in theirs.columns:
        if theirs[column].dtype.kind in "iuf":
            np.testing.assert_array_equal(ours[column].to_numpy(float), theirs[column].to_numpy(float))
        elif column == "day":
            assert [str(v)[:10] for v in ours[column]] == [str(v)[:10] for v in theirs[column]]
        else:
            assert ours[column].fillna("").tolist() == theirs[column].fillna("").tolist(), column


def test_labels_and_declared_missing_values(tmp_path):
    frame = pd.DataFrame(
        {"code": [1.0, 2.0, 1.0], "few": [3.0, 99.0, 5.0], "span": [1.0, -5.0, 2.0], "sex": ["m", "f", "m"]}
    )
    spss.write_sav(
        frame,
        tmp_path / "t.sav",
        variable_value_labels={"code": {1.0: "北京", 2.0: "天津"}, "sex": {"m": "male", "f": "female"}},
        missing_ranges={"few": [99.0], "span": [{"lo": -9.0, "hi": -1.0}]},
    )
    ours = read_table(tmp_path / "t.sav")
    assert ours["code"].tolist() == ["北京", "天津", "北京"]
    assert ours["sex"].tolist() == ["male", "female", "male"]
    assert ours["few"].isna().tolist() == [False, True, False]
    assert ours["span"].isna().tolist() == [False, True, False]
    assert "few, span declare as missing" in str(told_of(ours).having("missing-signs")[0])


def test_a_damaged_file_is_refused_and_ends_nothing(tmp_path):
    rng = random.Random(4)
    for ending in ("sav", "zsav"):
        path = tmp_path / f"t.{ending}"
        spss.write_sav(sample().head(20), path, compress=ending == "zsav")
        raw = path.read_bytes()
        for _ in range(150):
            made = bytearray(raw[: rng.randrange(len(raw))] if rng.random() < 0.3 else raw)
            for _ in range(rng.choice((1, 4, 30))):
                if made:
                    made[rng.randrange(len(made))] = rng.randrange(256)
            path.write_bytes(made)
            try:
                read_table(path)
            except TableError:
                continue


def test_another_file_is_none(tmp_path):
    (tmp_path / "t.sav").write_bytes(b"unit,year\na,2019\n" * 20)
    with pytest.raises(TableError, match="no SPSS file: it begins otherwise"):
        read_table(tmp_path / "t.sav")
