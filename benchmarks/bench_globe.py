"""Night lights of the whole globe: 47,000 units with 5 million vertices, 12 years of 86,400 x 33,600 cells.

    python benchmarks/run.py globe                         (the run, a run killed half-way, the sums of exactextract)
    python benchmarks/bench_globe.py --folder F [--run]    (keep the rasters in F, about 4 GB; only the run)
    python benchmarks/bench_globe.py --years 4             (fewer years)

The world is simulated (see `globe`). Each run has a process of its own. Seconds are told on the clock and of the
processor (user and system, workers included); memory is the largest resident size of the process plus those of its
workers (pages they share, such as the cell fractions, are counted for each).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import geopandas as gpd
import globe
import numpy as np
import pandas as pd
import shapely
from memory import peak_kb

from gisplug.core.progress import Silent

WORKERS = 2
SAMPLE = 200  # units whose sums exactextract tells too, beside the largest
LARGEST = 20
QUARTERS = (0.1, 0.25, 0.5, 0.75, 0.9)
AIM = "aim: under 360 s on two cores, 4 GB"


class Heard(Silent):
    """What a user is told, and when."""

    def __init__(self) -> None:
        self.begun = time.perf_counter()
        self.told: list[tuple[float, float, str]] = []

    def update(self, fraction: float, message: str = "") -> None:
        self.told.append((time.perf_counter() - self.begun, fraction, str(message)))


def main(folder: Path | None = None, only_run: bool = False, years: int = globe.YEARS) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as scratch:
        place = folder or Path(scratch)
        begun = time.perf_counter()
        layer, files = globe.made(place)
        files = files[:years]
        facts = globe.described(layer, files)
        print(
            f"{facts['units']:,} units, {facts['vertices']:,} vertices; {facts['years']} years of {globe.WIDTH:,} x "
            f"{globe.HEIGHT:,} cells, {facts['lit']:.2%} lit, {facts['gigabytes']:.1f} GB "
            f"({time.perf_counter() - begun:.0f} s to make or find)"
        )
        print(f"load of the machine at the start: {os.getloadavg()[0]:.1f}")
        whole = Path(scratch) / "whole"
        told = finished(started(layer, files, whole))
        print(
            f"gisplug, {WORKERS} processes: {told['clock']:.0f} s on the clock, {told['processor']:.0f} s of the "
            f"processor, {told['memory'] / 1024:.2f} GB ({AIM}); load at the end {os.getloadavg()[0]:.1f}"
        )
        honest(told["told"])
        if only_run:
            return
        resumed(layer, files, whole, Path(scratch) / "killed", told)
        sums(layer, files[0], whole)


def started(layer: Path, files: list[Path], target: Path) -> subprocess.Popen[str]:
    """Start a run that keeps what is done in a folder, in a session of its own."""
    target.mkdir(exist_ok=True)
    command = [sys.executable, __file__, "--one", str(target), str(layer), *map(str, files)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


def finished(run: subprocess.Popen[str]) -> dict[str, Any]:
    """Wait for a run and return what it tells of itself."""
    out, _ = run.communicate()
    if run.returncode:
        raise SystemExit(f"the run ended with {run.returncode}")
    return dict(json.loads(out.splitlines()[-1]))


def one(target: Path, layer: str, files: list[str]) -> None:
    """Aggregate; keep the table beside the cache, and print what it took as JSON."""
    from bench_lights import workers_mb, workers_seconds

    from gisplug.lights.aggregate import STATS, aggregate_lights

    units = gpd.read_file(layer).set_index("id")
    heard, before = Heard(), os.times()
    wanted = [name for name in STATS if name != "gini"]
    got = aggregate_lights(
        files,
        units,
        "as-is",
        stats=wanted,
        nodata="none",
        executor=f"processes:{WORKERS}",
        progress=heard,
        cache=target,
    )
    clock, after = time.perf_counter() - heard.begun, os.times()
    spent = sum(after[:4]) - sum(before[:4]) + workers_seconds()
    memory = peak_kb() / 1024 + workers_mb()
    got.to_parquet(target / "table.parquet")
    print(json.dumps({"clock": clock, "processor": spent, "memory": memory, "told": heard.told}))


def honest(told: list[tuple[float, float, str]]) -> None:
    """Print what the user was told of the time left, and what was left of it."""
    end = told[-1][0]
    labels: dict[str, list[tuple[float, float, str]]] = {}
    for entry in told:
        labels.setdefault(entry[2].split(":")[0], []).append(entry)
    for label, entries in labels.items():
        print(f"  {label}: {entries[-1][0] - entries[0][0]:.0f} s")
    for share in QUARTERS:
        now, fraction, text = next((t for t in told if t[0] >= share * end), told[-1])
        print(f"  after {now:5.0f} s: {fraction:4.0%}, {text!r}; {end - now:.0f} s were left")
    ratios = []
    for now, _, text in told:
        left = re.search(r"about (\d+) (s|min) left", text)
        if left and end - now > 5:
            ratios.append(float(left[1]) * (60 if left[2] == "min" else 1) / (end - now))
    if ratios:
        low, middle, high = np.quantile(ratios, (0.05, 0.5, 0.95))
        print(f"  told / true time left to the end: median {middle:.2f}, 5 to 95 %: {low:.2f} to {high:.2f}")


def resumed(layer: Path, files: list[Path], whole: Path, target: Path, first: dict[str, Any]) -> None:
    """Kill a run when half of the years are done, go on, and compare the table bit by bit."""
    run = started(layer, files, target)
    while run.poll() is None and len(list(target.glob("period-*.npz"))) < len(files) // 2:
        time.sleep(0.2)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    told = finished(started(layer, files, target))
    same = pd.read_parquet(whole / "table.parquet").equals(pd.read_parquet(target / "table.parquet"))
    print(
        f"killed (-9) at {len(files) // 2} of {len(files)} years and begun again: {told['processor']:.0f} s of the "
        f"processor more ({first['processor']:.0f} for all), table {'the same to the bit' if same else 'DIFFERENT'}"
    )


def sums(layer: Path, raster: Path, whole: Path) -> None:
    """Compare the sums of some units, the largest among them, with exactextract's."""
    from exactextract import exact_extract

    units = gpd.read_file(layer).set_index("id")
    largest = units.index[np.argsort(shapely.area(units.geometry.values))[-LARGEST:]]
    chosen = units.loc[largest.union(units.index[:: max(1, len(units) // SAMPLE)])]
    theirs = exact_extract(raster, chosen, ["sum", "max"], output="pandas")
    table = pd.read_parquet(whole / "table.parquet")
    ours = table[table.period == table.period.min()].set_index("unit").loc[chosen.index]
    theirs.index = chosen.index
    lit = theirs["sum"] > 0
    off = np.abs(ours["sum"] / theirs["sum"] - 1)[lit].max()
    dark = (ours["sum"][~lit] == 0).all()
    print(
        f"sums of {len(chosen)} units ({len(largest)} largest of the globe among them): relative difference to "
        f"exactextract at most {off:.1e}{'' if dark else ', DARK UNITS DIFFER'}; largest cells "
        f"{'equal' if (ours['max'] == theirs['max']).all() else 'DIFFER'}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--one", nargs="+")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--run", action="store_true")
    parser.add_argument("--years", type=int, default=globe.YEARS)
    given = parser.parse_args()
    if given.one:
        one(Path(given.one[0]), given.one[1], given.one[2:])
    else:
        main(given.folder, given.run, given.years)
