"""Extras: packages that few tools need; who needs one that is missing is refused by name, with the way to add it."""

import importlib
import re
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

import gisplug as gp
from gisplug.core.advice import speaking_to
from gisplug.core.errors import EngineError, ParameterError
from gisplug.core.executor.run import connected
from gisplug.core.machine import extras
from gisplug.core.machine.extras import EXTRAS, known, needed
from gisplug.core.messages import spoken_error
from gisplug.core.tables.read import read_table
from gisplug.core.tables.write import write_table
from gisplug.weights.weights import Weights

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def without(monkeypatch):
    """Make the packages of all extras missing."""
    real = importlib.import_module
    gone = {module for extra in EXTRAS.values() for module in extra.modules}

    def imported(name, package=None):
        if name.split(".")[0] in gone:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name.split(".")[0])
        return real(name, package)

    monkeypatch.setattr(extras.importlib, "import_module", imported)


def test_every_extra_is_declared_locked_and_shipped():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = project["project"]["optional-dependencies"]
    assert [*declared] == [*EXTRAS, "all"] and declared["all"] == [f"gisplug[{','.join(EXTRAS)}]"]
    shipped = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    for extra in EXTRAS:
        name = f"requirements/{extra}.txt"
        text = (ROOT / name).read_text(encoding="utf-8")
        wanted = {re.split(r"[\[<>=]", line)[0] for line in declared[extra]}
        assert wanted <= set(re.findall(r"(?m)^([\w.-]+)==", text)) and name in shipped
        assert text.count("--hash=sha256:") >= len(wanted)


def test_the_base_lock_holds_nothing_of_an_extra():
    base = (ROOT / "requirements" / "engine.txt").read_text(encoding="utf-8")
    names = set(re.findall(r"(?m)^([\w.-]+)==", base))
    assert not names & {"pyarrow", "scikit-learn", "libpysal", "spreg", "esda", "statsmodels", "linearmodels", "dask"}


CALLS = {
    "learn": lambda tmp: needed("learn", "sklearn.ensemble", "The learner 'forest'"),
    "parquet": lambda tmp: write_table(pd.DataFrame({"a": [1]}), tmp / "a.parquet"),
    "pysal": lambda tmp: Weights(csr_array(np.eye(2)[::-1]), ("a", "b"), "W").graph,
    "postgis": lambda tmp: read_table("postgresql://x@nowhere.invalid/base?table=t"),
    "dask": lambda tmp: connected("tcp://127.0.0.1:9", 1.0),
}


@pytest.mark.parametrize("extra", EXTRAS)
def test_what_needs_a_missing_extra_says_which_and_how_to_add_it(extra, without, tmp_path):
    with pytest.raises(EngineError, match=f"needs the extra '{extra}'.*`gisplug engine add {extra}`") as caught:
        CALLS[extra](tmp_path)
    assert f"附加项 '{extra}'" in spoken_error(caught.value, "zh")
    with speaking_to("dialog"), pytest.raises(EngineError, match="'Add extras' in the tool 'Set up engine'"):
        CALLS[extra](tmp_path)


def test_reading_parquet_without_its_extra_is_refused_by_every_reader(without, tmp_path):
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1")
    for read in (read_table, gp.read_units, gp.read_weights):
        with pytest.raises(EngineError, match=r"Reading a\.parquet needs the extra 'parquet'"):
            read(path)


def test_another_missing_module_inside_an_extra_is_not_taken_for_the_extra(monkeypatch):
    def broken(name):
        raise ModuleNotFoundError("No module named 'narwhals'", name="narwhals")

    monkeypatch.setattr(extras.importlib, "import_module", broken)
    with pytest.raises(ModuleNotFoundError, match="narwhals"):
        needed("learn", "sklearn.ensemble", "The learner")


def test_names_of_extras_are_checked():
    assert known(["learn", "learn", "dask"]) == ["learn", "dask"] and known(["all"]) == list(EXTRAS)
    with pytest.raises(ParameterError, match=r"extra is one of learn, parquet.*'torch'"):
        known(["torch"])
