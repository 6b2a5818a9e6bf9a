"""The R scripts give the numbers of gisplug: Debian's R runs all of them in one process."""

import os
import shutil
import subprocess

import numpy as np
import pandas as pd
import pytest

ALONE = {**os.environ, "BESIDE": "no"}  # no packages but those that give the numbers
RSCRIPT = shutil.which("Rscript")
NEEDS_PLM = ("gmm", "gmm-whole")
ESTIMATES, ERRORS = 1e-7, 1e-6  # relative: R reads 17 digits, and stops its maximisation at 1e-12 of a step
LOOSE = {"re-": (1e-6, 1e-4)}  # curvature of random effects by differences, there and here


@pytest.fixture(scope="module")
def ran(folder):
    if RSCRIPT is None:
        pytest.skip("Rscript is not installed (Debian: r-base-core, r-cran-plm)")
    done = subprocess.run([RSCRIPT, "run_all.R"], cwd=folder, capture_output=True, text=True, env=ALONE)
    assert done.returncode == 0, done.stderr[-2000:]
    return "package plm is not installed" not in done.stdout


def test_every_script_gives_the_numbers_of_gisplug(made, folder, ran):
    wrong = {}
    for name in made:
        if name in NEEDS_PLM and not ran:
            continue
        found = pd.read_csv(folder / "results" / f"{name}.csv")
        known = found[found["gisplug_estimate"].notna()]
        limits = next((v for k, v in LOOSE.items() if name.startswith(k)), (ESTIMATES, ERRORS))
        size = known[["difference_estimate", "difference_se"]].max().to_numpy()
        if not np.all(size <= limits):
            wrong[name] = size.tolist()
    assert not wrong
