"""Panels and weights that the tests of autocorrelation share."""

from pathlib import Path

import libpysal
import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from gisplug.panel.read import read_panel
from gisplug.weights.weights import Weights
from tests.shared_data import shared


def read_gal(path):
    """Neighbours by the position of the unit in the file."""
    words = Path(path).read_text().split()
    n, at, links = int(words[0]) if len(words[0]) else 0, 1, {}
    while at < len(words):
        i, k = int(words[at]), int(words[at + 1])
        links[i] = [int(v) for v in words[at + 2 : at + 2 + k]]
        at += 2 + k
    assert len(links) == n
    return links


def weights_of(links, ids, name="W", normalise="row"):
    n = len(ids)
    dense = np.zeros((n, n))
    for i, neighbours in links.items():
        dense[i, neighbours] = 1.0
    raw = csr_array(dense)
    raw.sort_indices()
    return Weights(raw, tuple(ids), name, normalise)


def us_income():
    """48 states, log income per head 1929-2009; data and weights ship in the libpysal wheel."""
    folder = Path(libpysal.__file__).parent / "examples" / "us_income"
    wide = pd.read_csv(folder / "usjoin.csv")
    ids = [f"{f:02d}" for f in wide["STATE_FIPS"]]
    years = [c for c in wide.columns if c.isdigit()]
    long = wide.assign(fips=ids).melt(id_vars=["fips", "Name"], value_vars=years, var_name="year", value_name="income")
    long["lnincome"] = np.log(long["income"])
    w = weights_of(read_gal(folder / "states48.gal"), ids)
    return read_panel(long, "fips", "year"), w


def spdep(name):
    """Data and row-standardised W of an spdep oracle as a panel of one period."""
    data = pd.read_csv(shared(f"oracles/{name}/data.csv"))
    links = pd.read_csv(shared(f"oracles/{name}/W_rownorm_triplets.csv"))
    ids = [f"{i:04d}" for i in range(len(data))]
    raw = csr_array((np.ones(len(links)), (links["i"].to_numpy(), links["j"].to_numpy())), shape=(len(data),) * 2)
    raw.sort_indices()
    return read_panel(data.assign(u=ids, t=1), "u", "t"), Weights(raw, tuple(ids), name)


def chain(n=5, periods=1, seed=0):
    """Units on a line, each linked with the next."""
    links = {i: [j for j in (i - 1, i + 1) if 0 <= j < n] for i in range(n)}
    ids = [f"u{i:02d}" for i in range(n)]
    rng = np.random.default_rng(seed)
    rows = [(u, 2000 + t, rng.normal()) for t in range(periods) for u in ids]
    return read_panel(pd.DataFrame(rows, columns=["u", "t", "x"]), "u", "t"), weights_of(links, ids)
