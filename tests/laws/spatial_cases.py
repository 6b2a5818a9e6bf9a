"""How laws call the estimators of spatial models, and the statistics of spatial association."""

from __future__ import annotations

from typing import Any

import pandas as pd

import gisplug as gp
from gisplug.weights.weights import Weights
from tests.laws.estimator import Estimator, Frames, flat, tests_of

SIMULATIONS = 19  # of panels, each of them fitted
PERMUTATIONS = 99  # the least that tells 1 %; enough for laws about order and seeds

UNLIKE = ("period", "value", "mean_sim", "sd_sim", "z_sim", "p_fdr", "p_bonferroni", "code")  # labels, units, moments
SHARES = ("p_sim",)


def _spatial(result: Any) -> Frames:
    return {"coefficients": (result.table(), "y"), "effects": (flat(result.effects(method="delta")), "y")}


def _spatial_free(result: Any) -> dict[str, float]:
    return {"r2": result.r2, "nobs": result.nobs, "rho": result.rho}


def _dynamic_frames(result: Any) -> Frames:
    """An unstable model has no effects in the long run."""
    effects = result.effects(method="delta")
    known = effects if result.radius < 1 else effects.dropna(subset=["estimate"])
    return {"coefficients": (result.table(), "y"), "effects": (flat(known), "y")}


def _second_order(w: Weights) -> Weights:
    raw = w.raw @ w.raw
    raw.sort_indices()
    return Weights(raw, w.ids, "second")


def _one_row(row: pd.Series, term: str) -> pd.DataFrame:
    """One specification of a curve as a table of its key."""
    made = row[["estimate", "se", "p"]].astype(float).to_frame().T.set_axis([term])
    made.insert(2, "stat", made["estimate"] / made["se"])
    return made


def _decision_free(result: Any) -> dict[str, float]:
    frame = result.frame.reset_index()
    maximised = ("BSJK",)  # their statistic is the maximum of a likelihood by numbers, known to five digits
    return {
        f"{r.test}/{r.form}/{i}": round(r.p, 5) if r.test.startswith(maximised) else r.statistic
        for i, r in enumerate(frame.itertuples())
        if r.p == r.p
    }


def _models() -> list[Estimator]:
    made = []
    for model in ("sdm", "sar", "sem", "slx", "sdem", "sac", "gns", "ols"):
        for effects in ("twoways", "unit", "time", "none") if model == "sdm" else ("twoways",):
            made.append(
                Estimator(
                    f"spatial_panel.{model}.{effects}",
                    lambda p, w, n, model=model, effects=effects: gp.spatial_panel(  # type: ignore[misc]
                        p, n.formula("a", "b"), w, model=model, effects=effects
                    ),
                    _spatial,
                    _spatial_free,
                    effects=effects,
                    weighted=True,
                    lagged="b" if model in ("sdm", "slx", "sdem", "gns") else "",
                )
            )
    return made


MODELS = [
    *_models(),
    Estimator(
        "random_effects",
        lambda p, w, n: gp.random_effects(p, n.formula("a", "b"), w, model="sdm"),
        _spatial,
        lambda r: {"rho": r.rho, "phi": r.phi, "phi se": r.phi_se},
        effects="none",
        weighted=True,
        lagged="b",
    ),
    Estimator(
        "dynamic_panel",
        lambda p, w, n: gp.dynamic_panel(p, n.formula("a", "b"), w),
        _dynamic_frames,
        lambda r: {"rho": r.rho, "radius": r.radius, **{t.code: t.statistic for t in r.spec_tests if t.ran}},
        weighted=True,
        lagged="b",
    ),
    Estimator(
        "varying_panel",
        lambda p, w, n: gp.varying_panel(p, n.formula("a", "b"), w),
        _spatial,
        lambda r: {"rho": r.rho},
        weighted=True,
        lagged="b",
    ),
    Estimator(
        "spatial_iv",
        lambda p, w, n: gp.spatial_iv(p, n.formula("a", "b"), w, endogenous=n.given("a"), instruments=n.given("z")),
        lambda r: {"coefficients": (r.table(), "y")},
        lambda r: {"overidentification": r.overidentification.p, **{f"F {k}": v for k, v in r.first_stage.items()}},
        uses=("y", "a", "b", "z"),
        roles={"instrument": "z"},
        weighted=True,
    ),
    Estimator(
        "decision_chain",
        lambda p, w, n: gp.decision_chain(p, n.formula("a", "b"), w, effects="twoways"),
        lambda r: {},
        _decision_free,
        weighted=True,
        lagged="b",
        exempt={"constants": "pooled and random-effects models are tested too, which constants of units move"},
    ),
    Estimator(
        "model_probabilities",
        lambda p, w, n: gp.model_probabilities(p, n.formula("a", "b"), w),
        lambda r: {},
        lambda r: r.frame["probability"].to_dict(),
        weighted=True,
        lagged="b",
    ),
    Estimator(
        "weights_comparison",
        lambda p, w, n, **o: gp.weights_comparison(
            p, n.formula("a", "b"), [w, Weights(w.raw @ w.raw, w.ids, "second")], draws=200, **o
        ),
        lambda r: (
            {k: (f.table(), "y") for k, f in r.fits.items()}
            | {f"effects {k}": (flat(f), "y") for k, f in r.effects.items()}
        ),
        lambda r: r.frame["posterior"].to_dict(),
        weighted=True,
        lagged="b",
        draws=200,
        tasks=True,
        follow="terms",
    ),
    Estimator(
        "specification_curve",
        lambda p, w, n, **o: gp.specification_curve(
            p,
            n.formula("b", key="a"),
            [w, _second_order(w)],
            models=("slx", "sar"),
            effect="total",
            **o,
        ),
        lambda r: {f"specification {k}": (_one_row(row, r.key), "y") for k, row in r.specifications.iterrows()},
        lambda r: {f"share {k}": v for k, v in r.drivers["share"].items()},
        weighted=True,
        lagged="b",
        tasks=True,
        exempt={"lags": "a specification that is refused is kept with its reason beside the others"},
    ),
    Estimator(
        "hausman",
        lambda p, w, n: gp.hausman(p, n.formula("a", "b"), w),
        lambda r: {},
        lambda r: {t.code: t.statistic for t in r if t.ran},
        effects="unit",
        absorbs="twoways",  # what is the same for all units is its own spatial lag
        weighted=True,
        lagged="b",
        exempt={"constants": "random effects are compared, which constants of units move"},
    ),
]


def _table_free(result: pd.DataFrame) -> dict[str, float]:
    """All numbers of a table by its labels, but those in the variable's unit."""
    numbers = pd.DataFrame(result).select_dtypes("number").drop(columns=list(UNLIKE), errors="ignore")
    labels = result["unit"].astype(str) if "unit" in result else pd.Series([""] * len(result))
    periods = result["period"].astype(str) if "period" in result else pd.Series([""] * len(result))
    keys = [f"{u} {p}" for u, p in zip(labels, periods, strict=True)]
    return {f"{key}/{c}": float(v) for c in numbers for key, v in zip(keys, numbers[c], strict=True)}


def _less_level(estimates: pd.DataFrame) -> pd.DataFrame:
    """Without the constant, which takes up the unit of the level; the logarithm of the level has none."""
    return estimates.drop(index="constant").rename(index=lambda t: str(t).replace("ln grown", "level"))


FURTHER = [
    Estimator(
        "spatial_panel.sdm.simulated",
        lambda p, w, n, **o: gp.average_effects(gp.spatial_panel(p, n.formula("a", "b"), w), draws=100, **o),
        lambda r: {"effects": (flat(r.frame), "y")},
        weighted=True,
        lagged="b",
        draws=100,
        follow="terms",
    ),
    *(
        Estimator(
            name,
            lambda p, w, n, name=name, **o: getattr(gp, name)(  # type: ignore[misc]
                p, n["grown" if name == "getis_by_period" else "y"], w, permutations=PERMUTATIONS, **o
            ),
            lambda r: {},
            _table_free,
            uses=("grown",) if name == "getis_by_period" else ("y",),
            effects="none",
            weighted=True,
            draws=PERMUTATIONS,
            shares=SHARES,
            origins=("grown",),  # a share of products of values
        )
        for name in ("moran_by_period", "geary_by_period", "getis_by_period", "local_moran")
    ),
    Estimator(
        "bivariate_moran",
        lambda p, w, n, **o: gp.bivariate_moran(p, n["y"], n["a"], w, permutations=PERMUTATIONS, **o),
        lambda r: {},
        _table_free,
        uses=("y", "a"),
        effects="none",
        weighted=True,
        draws=PERMUTATIONS,
        shares=SHARES,
    ),
    Estimator(
        "local_getis",
        lambda p, w, n: gp.local_getis(p, n["grown"], w),
        lambda r: {},
        _table_free,
        uses=("grown",),
        effects="none",
        weighted=True,
    ),
    Estimator(
        "moran_scatter",
        lambda p, w, n: gp.moran_scatter(p, n["y"], w),
        lambda r: {},
        _table_free,
        uses=("y",),
        effects="none",
        weighted=True,
    ),
    Estimator(
        "panel_unit_root",
        lambda p, w, n, **o: gp.panel_unit_root(p, [n["y"]], simulations=SIMULATIONS, lags=0, **o),
        lambda r: {},
        lambda r: tests_of(r.table.set_index("test")[["statistic", "p", "p_sim"]]),
        uses=("y",),
        effects="unit",
        draws=SIMULATIONS,
        shares=("p_sim",),
    ),
    Estimator(
        "panel_unit_root.further",
        lambda p, w, n, **o: gp.panel_unit_root(
            p, [n["y"]], ["breitung", "cips", "hadri"], simulations=SIMULATIONS, lags=0, kernel=1, **o
        ),
        lambda r: {},
        lambda r: tests_of(r.table.set_index("test")[["statistic", "p_sim"]]),
        uses=("y",),
        effects="unit",
        draws=SIMULATIONS,
        shares=("p_sim",),
    ),
    Estimator(
        "panel_dependence",
        lambda p, w, n, **o: gp.panel_dependence(p, [n["z"]], 1, simulations=SIMULATIONS, **o),
        lambda r: {},
        lambda r: tests_of(r.table.set_index("variable").set_axis(["z"])[["statistic", "p", "p_sim", "correlation"]]),
        uses=("z",),
        effects="unit",
        draws=SIMULATIONS,
        shares=("p_sim",),
    ),
    Estimator(
        "panel_cointegration",
        lambda p, w, n, **o: gp.panel_cointegration(
            p, n["y"], n.rest("a", "b"), ["pedroni", "kao"], simulations=SIMULATIONS, bootstrap=SIMULATIONS, **o
        ),
        lambda r: {},
        lambda r: tests_of(r.table.set_index("test")[["statistic", "z", "p", "p_sim", "p_boot"]]),
        uses=("y", "a", "b"),
        effects="unit",
        draws=SIMULATIONS,
        shares=("p_sim", "p_boot"),
    ),
    Estimator(
        "panel_cointegration.westerlund",
        lambda p, w, n, **o: gp.panel_cointegration(
            p, n["y"], [n["a"]], ["westerlund"], simulations=SIMULATIONS, bootstrap=SIMULATIONS, **o
        ),
        lambda r: {},
        lambda r: tests_of(r.table.set_index("test")[["statistic", "z", "p", "p_sim", "p_boot"]]),
        uses=("y", "a"),
        effects="unit",
        draws=SIMULATIONS,
        shares=("p_sim", "p_boot"),
    ),
    Estimator(
        "sigma_convergence",
        lambda p, w, n: gp.sigma_convergence(p, n["grown"]),
        lambda r: {},
        _table_free,
        uses=("grown",),
        effects="none",
        origins=("grown",),  # logarithms
        exempt={"outcome": "a spread of nought is an answer, no refusal"},
    ),
]

CONVERGENCE = [
    Estimator(
        "beta_convergence",
        lambda p, w, n: gp.beta_convergence(p, n.formula("a", "b", outcome="grown")),
        lambda r: {
            k: (
                b.estimates.drop(index="constant").rename(index=lambda t: str(t).replace("ln grown", "level")),
                "growth",
            )
            for k, b in r.items()
        },
        lambda r: {k: b.r2 for k, b in r.items()} | {f"speed {k}": b.speed for k, b in r.items()},
        uses=("grown", "a", "b"),
        effects="none",
        origins=("grown",),  # logarithms
    ),
]
