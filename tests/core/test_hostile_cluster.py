"""Whoever owns a cluster runs nothing where the client runs: pickles that it sends are not read."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from gisplug.core.errors import EngineError, ParameterError
from gisplug.core.evidence import Note, Report
from gisplug.core.executor import map_tasks
from gisplug.core.executor import sealed as seal
from gisplug.core.executor.checked import returned_by
from gisplug.core.executor.parcel import MAGIC, pack, unpack
from gisplug.core.messages import Message, message
from gisplug.numbers.draws import over_picks
from tests.core.test_executor import cluster, dask_warns

HOSTILE = str(Path(__file__).with_name("hostile_cluster.py"))


def tenfold(item: int) -> int:
    return item * 10


def refused(_: int) -> int:
    raise ParameterError(message("A comparison needs two or more weights; {n} were given.", n=1))


def broken(_: int) -> int:
    return [][1]


def ran_here(bomb: Path) -> bool:
    """Whether a pickle was run in this process; the hostile worker may run its own."""
    return bomb.exists() and str(os.getpid()) in bomb.read_text().split()


@dask_warns
def test_pickles_of_a_hostile_cluster_are_not_run(tmp_path, monkeypatch):
    bomb = tmp_path / "ran"
    monkeypatch.setenv("BOMB", str(bomb))
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__PRELOAD", f'["{HOSTILE}"]')
    monkeypatch.setenv("DASK_DISTRIBUTED__WORKER__PRELOAD", f'["{HOSTILE}"]')
    with cluster(tmp_path, 1) as (address, _):
        assert map_tasks(tenfold, [7, 8], address) == [70, 80]
        for item in (1, 2, 5, 6):
            with pytest.raises(
                EngineError, match=r"not the data asked for; it was not read|is a pickle, which could run any"
            ) as said:
                map_tasks(tenfold, [item], address)
            assert (item == 2) == ("is a pickle" in str(said.value))
            assert not ran_here(bomb)
        assert map_tasks(tenfold, [4], address) == [40]
        time.sleep(0.3)
        Path(f"{bomb}.scheduler").touch()
        with pytest.raises(EngineError):
            map_tasks(tenfold, [7], address)
        Path(f"{bomb}.scheduler").unlink()
        with pytest.raises(ParameterError, match="two or more weights; 1 were") as told:
            map_tasks(refused, [7], address)
        assert isinstance(told.value.args[0], Message)
        with pytest.raises(EngineError, match="IndexError") as fault:
            map_tasks(broken, [7], address)
        assert "broken" in fault.value.__notes__[0]
        with pytest.raises(EngineError, match="functions by name"):
            map_tasks(lambda x: x, [7], address)
    assert not ran_here(bomb)


def test_other_clients_of_the_process_still_read_pickles():
    pickle = pytest.importorskip("distributed.protocol.pickle")
    context = seal.sealed()
    assert pickle.loads(pickle.dumps(tenfold)) is tenfold
    with pytest.raises(seal.PickleRefused):
        context.run(pickle.loads, pickle.dumps(tenfold))


def test_a_version_of_dask_that_reads_pickles_otherwise_is_refused(monkeypatch):
    pickle = pytest.importorskip("distributed.protocol.pickle")
    seal.sealed()
    monkeypatch.setattr(pickle, "loads", lambda x, buffers=(): "read")
    with pytest.raises(EngineError, match="cannot close"):
        seal.sealed()


DATA = (
    None,
    True,
    0.1,
    float("inf"),
    "text",
    (1, [2.5, {"a": {1, 2}}], frozenset("x"), b"bytes"),
    np.float32(0.1),
    np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    np.array(["a", None, 1], dtype=object),
    np.array(["2001-01-01"], dtype="datetime64[D]"),
    message("{n} of {layer}", n=3, layer=message("units")),
    Report((Note("info", "code", message("{n} units", n=2), ("a",)),)),
    pd.DataFrame(
        {"a": [1, 2], "b": ["x", None]}, index=pd.MultiIndex.from_tuples([("u", 1), ("v", 2)], names=["p", "q"])
    ),
    pd.DataFrame({"c": pd.Categorical(["x", "y"]), "n": pd.array([1, None], dtype="Int64")}),
    pd.Series([1.0, np.nan], index=pd.RangeIndex(2, name="i"), name="s"),
    csr_array(np.eye(3)),
)


@pytest.mark.parametrize("value", DATA, ids=lambda v: type(v).__name__)
def test_data_make_the_round_trip(value):
    again = unpack(pack(value))
    assert type(again) is type(value)
    if isinstance(value, np.ndarray):
        np.testing.assert_array_equal(again, value)
        assert again.dtype == value.dtype and again.flags.f_contiguous == value.flags.f_contiguous
    elif isinstance(value, pd.DataFrame):
        pd.testing.assert_frame_equal(again, value)
    elif isinstance(value, pd.Series):
        pd.testing.assert_series_equal(again, value)
    elif isinstance(value, csr_array):
        assert (again != value).nnz == 0
    else:
        assert again == value
    if isinstance(value, Message):
        assert (again.key, again.values) == (value.key, value.values)


def test_what_is_no_data_is_not_packed_or_read():
    for value in (tenfold, object(), os.environ.get, np.dtype(float)):
        with pytest.raises(TypeError, match="is no data"):
            pack(value)
    whole = pack({"a": np.arange(5)})
    damaged = [b"", whole[:-1], whole + b"x", whole.replace(b"[5]", b"[6]"), b"x" + whole]
    damaged += [pack(("x",)).replace(b'"tuple"', b'"tupel"'), _record("os", "system"), _record("subprocess", "Popen")]
    damaged += [_record("gisplug.core.executor", "map_tasks"), _record("gisplug.core.executor", "Executor")]
    damaged += [_record("gisplug.cli", "argparse.Namespace"), _record("gisplug.cli", "Console")]
    damaged.append(whole.replace(b'"<i8"', b'"|O8"'))
    for parcel in damaged:
        with pytest.raises(ValueError):
            unpack(parcel)


def _record(module: str, name: str) -> bytes:
    header = f'{{"value": ["record", "{module}", "{name}", {{}}], "sizes": []}}'.encode()
    return MAGIC + len(header).to_bytes(8, "little") + header


def one_row(common: None, pick: int) -> tuple[np.ndarray, float]:
    return (np.zeros(2), 1.0) if pick else "text"


def test_results_are_of_the_type_that_the_function_declares():
    assert returned_by(one_row, (np.zeros(2), np.float64(1)))
    assert not returned_by(one_row, (np.zeros(2), "1"))
    assert not returned_by(one_row, (np.zeros(2), 1.0, 1.0))
    assert not returned_by(one_row, [np.zeros(2), 1.0])
    assert len(over_picks(one_row, None, [1, 1])) == 2
    with pytest.raises(EngineError, match="another type than it declares"):
        over_picks(one_row, None, [1, 0])
