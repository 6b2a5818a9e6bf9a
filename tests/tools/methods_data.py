"""One small SYNTHETIC panel with everything that the tools of panel methods need."""

import numpy as np
import pandas as pd


def synthetic_panel(units: int = 30, periods: int = 14, seed: int = 7) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    ids = [f"{11 + i}0000" for i in range(units)]
    frame = pd.MultiIndex.from_product([ids, range(2010, 2010 + periods)], names=["adcode", "year"]).to_frame(
        index=False
    )
    n, unit, time = len(frame), np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    mu, xi = rng.normal(size=units), np.cumsum(rng.normal(0.1, 0.05, periods))
    for k, name in enumerate(("wage", "second", "third", "edu")):
        frame[name] = rng.normal(1 + 0.2 * k, 0.3, n) + 0.2 * mu[unit]
    frame["ruggedness"] = rng.normal(size=units)[unit] * (1 + 0.2 * time)
    frame["agg"] = np.exp(0.3 * mu[unit] + 0.3 * rng.normal(size=n) - 0.15 * frame["ruggedness"] + 0.03 * time)
    frame["region"] = np.array(["east", "centre", "west"])[unit % 3]
    frame["ntl"] = np.exp(mu[unit] + 0.05 * time + 0.05 * rng.normal(size=n))
    start = np.where(unit % 4 == 0, 5, np.where(unit % 4 == 1, 8, 0))
    frame["first"] = np.where(start > 0, 2010 + start, 0)
    frame["policy"] = ((start > 0) & (time >= start)).astype(float)
    frame["digital"] = (unit % 2).astype(float)
    frame["science"] = 0.4 * frame["agg"] + 0.3 * mu[unit] + rng.normal(0, 0.2, n)
    frame["telecom"] = 0.3 * frame["agg"] + 0.3 * frame["science"] + rng.normal(0, 0.2, n)
    step = np.where(frame["agg"] > 1.6, 0.25, 0.05)
    frame["develop"] = (
        step * frame["agg"]
        + 0.1 * frame["wage"]
        + 0.2 * frame["science"]
        + 0.5 * mu[unit]
        + xi[time]
        + 0.1 * rng.normal(size=n)
        + 0.4 * frame["policy"] * (1 + 0.1 * (time - start))
    )
    for k in range(3):
        frame[f"cond{k + 1}"] = rng.beta(2, 2, n)
    frame["outcome"] = np.minimum(frame["cond1"], frame["cond2"]) * 0.8 + 0.15 * rng.random(n)
    return frame


def ring_weights(units: int = 30) -> pd.DataFrame:
    ids = [f"{11 + i}0000" for i in range(units)]
    return pd.DataFrame(
        [(ids[i], ids[(i + s) % units], 1.0) for i in range(units) for s in (-1, 1)],
        columns=["origin", "destination", "weight"],
    )


def long_panel(ids: np.ndarray) -> pd.DataFrame:
    """A long table adcode, year, y, x of 26 years; SYNTHETIC."""
    rng, N, T = np.random.default_rng(6), len(ids), 26
    x = rng.normal(size=(T, N))
    y = 0.8 * x + 0.4 * rng.normal(size=(T, 1)) + rng.normal(size=N) + 0.5 * rng.normal(size=(T, N))
    frame = pd.DataFrame({"adcode": np.tile(ids, T), "year": np.repeat(np.arange(T) + 1998, N)})
    return frame.assign(y=y.ravel().round(5), x=x.ravel().round(5))
