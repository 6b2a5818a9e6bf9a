"""One panel, and every kind of fit that has a script for R, by the name of its script."""

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

import gisplug as gp
from gisplug.numbers.fits.repeat import hearing

N, T = 30, 14


def panel_and_weights():
    rng = np.random.default_rng(7)
    w = gp.lattice(5, 6)
    W = w.matrix.toarray()
    mu, xi = rng.normal(size=N), np.linspace(0, 1, T)
    x, z, e = (rng.normal(size=(T, N)) + 0.5 * mu for _ in range(3))
    start = np.where(np.arange(N) % 3 == 0, 0, 2005 + np.arange(N) % 4)
    year = np.arange(2000, 2000 + T)[:, None]
    on = (start[None, :] > 0) & (year >= start[None, :])
    d = 0.6 * z + rng.normal(size=(T, N)) + 0.4 * e
    mean = 0.8 * x - 0.5 * d + 0.4 * x @ W.T + mu + xi[:, None] + 0.7 * on + e
    y = np.linalg.solve(np.eye(N) - 0.35 * W, mean.T).T
    lagged = np.zeros((T, N))
    for t in range(1, T):
        lagged[t] = 0.4 * lagged[t - 1] + x[t] + mu + rng.normal(size=N)
    columns = {"y": y, "x": x, "z": z, "d": d, "on": on, "pop": np.exp(0.3 * e), "g": lagged}
    frame = pd.DataFrame({name: values.ravel() for name, values in columns.items()})
    frame["id"], frame["year"] = np.tile(np.array(w.ids), T), np.repeat(np.arange(2000, 2000 + T), N)
    frame["region"] = np.tile(np.arange(N) // 10, T).astype(str)
    frame["on"] = frame["on"].astype(int)
    return gp.read_panel(frame, unit="id", period="year"), w


def fits():
    """Return {name: result} of every kind."""
    panel, w = panel_and_weights()
    links = w.raw.toarray()
    links[0] = links[:, 0] = 0
    alone = replace(w, raw=csr_array(links))  # one unit without neighbours

    def fe(formula="y ~ x + d", **how):
        return gp.fixed_effects(panel, formula, **how)

    def iv(**how):
        return gp.instrumental_variables(
            panel, "y ~ d + x", endogenous=["d"], instruments=["z", "lag(z)"], errors=how.pop("errors", "robust"), **how
        )

    def spatial(model, **how):
        return gp.spatial_panel(panel, "y ~ x + d", w, model=model, **how)

    def random(model, **how):
        return gp.random_effects(panel, "y ~ x + d", w, model, **how)

    found = {
        "pooled": fe(effects="none", errors="classical"),
        "pooled-robust": fe(effects="none"),
        "unit-clustered": fe(effects="unit", errors="unit"),
        "two-way": fe(errors="classical"),
        "two-way-clustered": fe(errors="unit+period"),
        "driscoll-kraay": fe(errors="driscoll-kraay"),
        "unbalanced": fe(errors="unit", where="x < 1.2"),
        "absorbed": fe(errors="unit", effects="unit", absorb=["region:period"], trends=["unit"], row_weights="pop"),
        "lagged": fe("log(pop) ~ lag(x) + x:d", errors="unit"),
        "iv": iv(errors="robust"),
        "liml": iv(errors="classical", estimator="liml"),
        "did": gp.did_twoway(panel, "y ~ on + x"),
        "events": gp.event_study(panel, "y ~ on + x", before=3, after=3, ends="drop"),
        "sar": spatial("sar"),
        "sar-unit": spatial("sar", effects="unit"),
        "sar-none": spatial("sar", effects="none", errors="observed"),
        "sar-direct": spatial("sar", correction="none"),
        "sar-bias": spatial("sar", correction="bias"),
        "sac-bias": gp.spatial_panel(panel, "y ~ x + d", alone, model="sac"),
        "sem": spatial("sem", effects="unit"),
        "sdm": spatial("sdm"),
        "sdm-part": spatial("sdm", lagged=["x"], effects="time"),
        "slx": spatial("slx", effects="unit"),
        "sdem": spatial("sdem"),
        "sac": spatial("sac"),
        "sac-observed": spatial("sac", effects="unit", errors="observed"),
        "ols": spatial("ols"),
        "re-sar": random("sar"),
        "re-sem": random("sem"),
        "re-sem-b": random("sem", error="b"),
        "re-sdm": random("sdm", periods=True),
        "gmm": gp.dynamic_gmm(panel, "g ~ x", endogenous=["x"], deepest=4),
        "gmm-whole": gp.dynamic_gmm(panel, "g ~ x", effects="unit", deepest=3, collapse=False, steps=1),
    }
    with hearing() as heard:
        gp.moran_by_period(panel, "y", w, permutations=0)
    found["moran"] = heard.found[0][1:]
    return found
