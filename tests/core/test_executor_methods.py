"""Bootstraps, placebos and grids: the same numbers in this process, in local processes and on a Dask cluster."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array

from gisplug.cli import OK, main
from gisplug.core.executor import Executor, executor_if_asked
from gisplug.core.progress import Silent
from gisplug.panel.read import read_panel
from gisplug.policy.placebo import placebo_policies
from gisplug.policy.synthetic import synthetic_did
from gisplug.regression.heterogeneity import heterogeneity
from gisplug.regression.mediation import mediation
from gisplug.regression.mediation_paths import path_effects
from gisplug.regression.panel_threshold import panel_threshold
from gisplug.regression.quantile import quantile_panel
from gisplug.spatial.specification.weights_comparison import weights_comparison
from gisplug.weights.weights import Weights
from tests.core.test_executor import cluster, dask_warns

UNITS, PERIODS = 30, 8


def made_up(units: int = UNITS, periods: int = PERIODS) -> pd.DataFrame:
    """y = 0.3 x + 0.5 m + effects + noise, m = 0.8 x + noise; a policy starts in 2002 and 2003 in a third of the
    units, in `early` only the part of 2002.
    """
    rng = np.random.default_rng(5)
    n = units * periods
    frame = pd.DataFrame(
        {
            "unit": np.tile([f"u{k:03d}" for k in range(units)], periods),
            "year": np.repeat(range(2000, 2000 + periods), units),
        }
    )
    level = np.tile(rng.normal(size=units), periods)
    frame["x"] = rng.normal(size=n) + level
    frame["m"] = 0.8 * frame["x"] + rng.normal(size=n)
    frame["y"] = 0.3 * frame["x"] + 0.5 * frame["m"] + level + rng.normal(size=n)
    frame["d"] = (rng.random(n) < 0.4).astype(float)
    start = np.where(np.arange(units) % 6 == 0, 2002, np.where(np.arange(units) % 6 == 1, 2003, 9999))
    frame["policy"] = (frame["year"] >= np.tile(start, periods)).astype(float)
    frame["early"] = frame["policy"] * (np.tile(start, periods) == 2002)
    frame["q"] = rng.random(n)
    frame["side"] = np.where(rng.random(n) < 0.5, "east", "west")
    return frame


def ring(ids: tuple[str, ...], step: int) -> Weights:
    n = len(ids)
    rows = np.repeat(np.arange(n), 2)
    columns = np.column_stack([(np.arange(n) + step) % n, (np.arange(n) - step) % n]).ravel()
    return Weights(csr_array((np.full(2 * n, 0.5), (rows, columns)), shape=(n, n)), ids, f"ring {step}")


METHODS = {
    "mediation": lambda p: mediation(p, "y ~ x", ["m"], draws=210).effects,
    "paths, linear": lambda p: path_effects(p, "y ~ d", ["x", "m"], learner="linear", draws=12).effects,
    "paths, boosting": lambda p: path_effects(p, "y ~ d", ["m"], learner="boosting", draws=5).effects,
    "quantiles": lambda p: quantile_panel(p, "y ~ x + m", [0.25, 0.5], draws=45).estimates,
    "quantiles, Canay": lambda p: quantile_panel(p, "y ~ x", [0.5], method="canay", draws=21).estimates,
    "threshold": lambda p: panel_threshold(p, "y ~ x", "q", draws=110, most=1).tests,
    "synthetic": lambda p: synthetic_did(p, "y ~ policy", draws=110).placebo,
    "synthetic, bootstrap": lambda p: synthetic_did(p, "y ~ early", errors="bootstrap", draws=110).placebo,
    "placebo": lambda p: placebo_policies(p, "y ~ policy", draws=210).draws,
    "groups": lambda p: heterogeneity(p, "y ~ x", "side", draws=60).tests,
    "weights": lambda p: (
        weights_comparison(p, "y ~ x", [ring(p.ids, 1), ring(p.ids, 2)], effects="unit", draws=100).frame
    ),
}
FAR = ("mediation", "quantiles", "threshold", "placebo", "weights")  # a cluster differs in the executor alone


def numbers(methods=tuple(METHODS)) -> dict[str, np.ndarray]:
    """What goes through the seam, on one small panel."""
    panel = read_panel(made_up(), unit="unit", period="year")
    return {name: values_of(METHODS[name](panel)) for name in methods}


def values_of(found) -> np.ndarray:
    return found.select_dtypes("number").to_numpy(float) if isinstance(found, pd.DataFrame) else np.asarray(found)


def assert_same(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> None:
    """Equal to the last bit."""
    assert list(one) == list(other)
    for name, values in one.items():
        assert values.size
        np.testing.assert_array_equal(values, other[name], err_msg=name)


@pytest.fixture(autouse=True)
def nothing_asked(monkeypatch):
    monkeypatch.delenv("GISPLUG_DASK", raising=False)
    monkeypatch.delenv("GISPLUG_WORKERS", raising=False)


def test_workers_are_used_only_when_asked_for(monkeypatch):
    assert executor_if_asked().where == "serial"
    monkeypatch.setenv("GISPLUG_WORKERS", "1")
    assert executor_if_asked().where == "serial"
    monkeypatch.setenv("GISPLUG_WORKERS", "2")
    assert executor_if_asked() == Executor("processes", 2)
    monkeypatch.setenv("GISPLUG_DASK", "tcp://a:1")
    assert executor_if_asked().address == "tcp://a:1"


class KillAfterOne(Silent):
    """kill -9 a process as soon as one task of a bootstrap is back."""

    def __init__(self, pid_of):
        self.pid_of, self.killed = pid_of, 0

    def update(self, fraction, message=""):
        if ": 1 of " in message and not self.killed:
            self.killed = self.pid_of()
            os.kill(self.killed, signal.SIGKILL)


def long_bootstrap(**options) -> np.ndarray:
    panel = read_panel(made_up(60), unit="unit", period="year")
    return values_of(mediation(panel, "y ~ x", ["m"], draws=600, **options).effects)


def local_worker() -> int:
    """Return the process number of one local worker."""
    return children("popen_loky")[0]


def children(word: str) -> list[int]:
    """Return the living child processes with `word` in their command."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rsplit(") ", 1)[1].split()
            if (
                int(fields[1]) == os.getpid()
                and fields[0] not in "ZX"
                and word in (entry.parent / "cmdline").read_text()
            ):
                found.append(int(entry.parent.name))
        except (OSError, IndexError):
            continue
    return found


def executed(address: str) -> list[int]:
    """Return how many tasks each worker of the cluster has done."""
    from distributed import Client

    with Client(address, timeout=10, set_as_default=False) as client:
        return [done for _, done in sorted(client.run(lambda dask_worker: dask_worker.state.executed_count).items())]


@pytest.fixture(scope="module")
def clustered(tmp_path_factory):
    """A cluster for all tests here; the last one kills a worker of it."""
    with cluster(tmp_path_factory.mktemp("cluster")) as made:
        yield made


STUDY = """
[study]
title = "Small"
seed = 7

[panel]
path = "panel.csv"
unit = "unit"
period = "year"

[[analysis]]
tool = "mediation"
outcome = "y"
regressor = "x"
mediators = ["m"]
draws = 210

[[analysis]]
tool = "panel_quantile"
outcome = "y"
regressors = ["x", "m"]
quantiles = "0.25, 0.5"
draws = 45
"""


@dask_warns
def test_a_study_gives_the_same_files_here_and_with_dask(tmp_path, monkeypatch, clustered):
    address, before = clustered[0], sum(executed(clustered[0]))
    made_up().to_csv(tmp_path / "panel.csv", index=False)
    (tmp_path / "study.toml").write_text(STUDY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["run", "study.toml", "--results", "here"]) == OK
    assert main(["run", "study.toml", "--results", "there", "--dask", address]) == OK
    assert sum(executed(address)) >= before + 6
    here, there = tables_of(tmp_path / "here"), tables_of(tmp_path / "there")
    assert len(here) >= 4 and here == there


def tables_of(folder: Path) -> dict[str, bytes]:
    """Return the files of numbers, byte by byte."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*.csv"))}


@dask_warns
def test_every_path_gives_the_same_numbers_and_survives_kill_9(monkeypatch, clustered):
    here, whole = numbers(), long_bootstrap()
    monkeypatch.setenv("GISPLUG_WORKERS", "2")
    assert_same(here, numbers())
    watch = KillAfterOne(local_worker)
    np.testing.assert_array_equal(whole, long_bootstrap(progress=watch))
    assert watch.killed
    address, workers = clustered
    before = executed(address)
    monkeypatch.setenv("GISPLUG_DASK", address)
    assert_same({name: here[name] for name in FAR}, numbers(FAR))
    done = [after - first for after, first in zip(executed(address), before, strict=True)]
    assert sum(done) >= 10 and min(done) > 0
    watch = KillAfterOne(lambda: workers[0].pid)
    np.testing.assert_array_equal(whole, long_bootstrap(progress=watch))
    assert watch.killed and workers[0].wait(10) == -signal.SIGKILL
