"""Random draws: the same seed gives the same bits wherever the work is done; another seed, other numbers near them."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import numpy as np
import pandas as pd
import pytest

import gisplug
from gisplug.numbers import draws as seam
from tests.core.test_executor import dask_warns
from tests.laws.compare import unlike
from tests.laws.laws import first, names, over
from tests.laws.panels import PANEL, W

CHUNK_NAMES = ("CHUNK", "BATCH", "MOST_DRAWS")  # constants of modules: how many draws one task has
FEW = 7  # draws of a task here, so that a few draws are several tasks


def assert_bits(estimator, one, other) -> None:
    for name, (frame, _) in estimator.frames(one).items():
        pd.testing.assert_frame_equal(estimator.frames(other)[name][0], frame, check_exact=True)
    np.testing.assert_equal(dict(estimator.free(other)), dict(estimator.free(one)))


@over("seed")
def test_the_same_seed_gives_the_same_bits(estimator):
    assert_bits(estimator, first(estimator), estimator.run(PANEL, W, names()))


@over("seeds")
def test_another_seed_gives_other_numbers_near_them(estimator):
    before, after = first(estimator), estimator.run(PANEL, W, names(), seed=20)
    assert unlike(estimator, before, after) != []
    assert unlike(estimator, before, after, draws=estimator.draws) == []


class Watched:
    """`map_tasks` that keeps how many tasks were handed on, and where to."""

    def __init__(self) -> None:
        self.tasks: list[int] = []
        self.where: set[str] = set()

    def __call__(self, function, items, executor=None, progress=None, label="tasks"):
        self.tasks.append(len(items))
        self.where.add(executor.where)
        return original(function, items, executor, progress, label)


original = seam.map_tasks


@pytest.fixture
def watched(monkeypatch):
    """Small tasks, and no executor asked for."""
    for name in ("GISPLUG_DASK", "GISPLUG_WORKERS"):
        monkeypatch.delenv(name, raising=False)
    for room in ("regression", "policy"):
        package = importlib.import_module(f"gisplug.{room}")
        for found in pkgutil.walk_packages(package.__path__, f"gisplug.{room}."):
            module = importlib.import_module(found.name)
            for name in CHUNK_NAMES:
                if hasattr(module, name):
                    monkeypatch.setattr(module, name, min(FEW, getattr(module, name)))
    made = Watched()
    monkeypatch.setattr(seam, "map_tasks", made)
    return made


@pytest.fixture(scope="module")
def dask():
    """A scheduler and two worker threads that are spoken to over loopback, as machines are."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, protocol="tcp://", host="127.0.0.1", dashboard_address=":0"
    ) as made:
        yield made.scheduler_address


@dask_warns
@pytest.mark.filterwarnings("ignore:A worker stopped while some jobs:UserWarning")  # raised, it ends loky's own thread
@pytest.mark.skipif(sys.platform != "linux", reason="starts of processes cost seconds elsewhere; tested on Linux")
@over("executors")
def test_every_executor_and_every_size_of_tasks_gives_the_same_bits(estimator, watched, dask, monkeypatch):
    here = estimator.run(PANEL, W, names())
    assert unlike(estimator, first(estimator), here) == []
    monkeypatch.setenv("GISPLUG_WORKERS", "2")
    assert_bits(estimator, here, estimator.run(PANEL, W, names()))
    monkeypatch.delenv("GISPLUG_WORKERS")
    monkeypatch.setenv("GISPLUG_DASK", dask)
    assert_bits(estimator, here, estimator.run(PANEL, W, names()))
    assert watched.where == {"serial", "processes", "dask"}
    assert min(watched.tasks) > 1


@pytest.mark.filterwarnings("ignore:A worker stopped while some jobs:UserWarning")
def test_threads_and_processes_count_the_same_permutations():
    """`local_moran` has threads of its own, and blocks of 2,500 permutations."""
    many = {"permutations": 5_100, "seed": 4}
    here = gisplug.local_moran(PANEL, "y", W, **many)
    for where in ({"threads": 3}, {"executor": 2}, {"executor": "serial"}):
        there = gisplug.local_moran(PANEL, "y", W, **many, **where)
        pd.testing.assert_frame_equal(pd.DataFrame(there), pd.DataFrame(here), check_exact=True)
