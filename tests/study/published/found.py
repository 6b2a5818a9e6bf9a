"""What the shipped studies make of the rows that the papers print, by the functions behind their steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

import gisplug as gp
from gisplug.indices.components import component_index
from gisplug.indices.entropy import entropy_index
from gisplug.indices.specialisation import coagglomeration, location_quotient
from gisplug.panel.frame import Panel
from gisplug.panel.prepare import prepare
from gisplug.report.tables.paper_table import shown, stars
from gisplug.study.examples.study_a import INDICATORS
from gisplug.study.examples.study_d import INDICATORS as INDICATORS_D
from gisplug.study.examples.write import write_example
from tests.study.published import facts

Row = tuple[str, str, str]  # table, row, column


@dataclass(frozen=True)
class Estimate:
    """A coefficient or statistic with its p."""

    value: float
    p: float

    def __str__(self) -> str:
        return f"{shown(self.value)}{stars(self.p)}"


def agrees(published: Any, found: Any) -> bool:
    """Whether what was found has the sign of what is published, and is as sure: within the stars or surer; what has no
    stars has none here either. Numbers are equal within 2 percent, texts altogether.
    """
    if published == "there":
        return found is not None
    if isinstance(published, (int, float)):
        return bool(abs(found - published) <= 0.02 * max(abs(published), 0.01))
    if isinstance(found, str):
        return bool(published == found)
    alike = found.value * (-1 if published.startswith("-") else 1) > 0
    if published.endswith("+"):
        return bool(alike)
    level = {0: 1.0, 1: 0.1, 2: 0.05, 3: 0.01}[published.count("*")]
    return bool(alike and found.p < level) if "*" in published else bool(found.p >= 0.1)


def estimate(fit: Any, term: str) -> Estimate:
    """Return a coefficient of a fit, or its constant."""
    table = fit.constant_row("first") if term == "Constant" else fit.table()
    return Estimate(float(table.loc[term, "estimate"]), float(table.loc[term, "p"]))


def study_a(folder: Path) -> dict[Row, tuple[Any, Any]]:
    """Return published and found by table, row and column of study A."""
    write_example("a", folder)
    panel = _prepared_a(folder)
    model = "develop ~ agg + " + " + ".join(facts.CONTROLS_A)
    rows: dict[Row, tuple[Any, Any]] = {}
    for name, numbers in facts.DESCRIPTIVES_A.items():
        x = panel.frame[name]
        for head, wanted, value in zip(
            ("mean", "sd", "min", "max"), numbers, (x.mean(), x.std(), x.min(), x.max()), strict=True
        ):
            rows["T5", name, head] = (wanted, float(value))
    steps = gp.stepwise(panel, model)
    for at, (head, fit) in enumerate(steps.items()):
        more = {
            "R2": fit.r2_units,
            "Observations": fit.nobs,
            **{k: fit.statistics[k] for k in ("Unit effects", "Period effects")},
        }
        for row, published in facts.T6.items():
            if published[at] is not None:
                rows["T6", row, head] = (published[at], more[row] if row in more else estimate(fit, row))
    _robust_a(panel, model, rows)
    _space_a(panel, model, rows)
    _beyond_a(panel, model, rows)
    return rows


def _prepared_a(folder: Path) -> Panel:
    panel = gp.read_panel(folder / "panel.csv", unit="adcode", period="year")
    panel = prepare(panel, ["interpolate wage, press, traffic"])
    panel = panel.with_columns({"agg": location_quotient(panel, "employment_digital", "employment")})
    signs = {sign: [name for name, _, own, _, _ in INDICATORS if own == sign] for sign in (1, -1)}
    index = entropy_index(panel, signs[1], signs[-1]).scores["index"]
    return panel.with_columns({"develop": index.to_numpy().reshape(panel.T, panel.N)})


def _robust_a(panel: Panel, model: str, rows: dict[Row, tuple[Any, Any]]) -> None:
    samples = {"Without municipalities": "municipality == 0", "Before 2020": "period < 2020"}
    found = gp.robustness(panel, model, samples=samples, checks=("trimmed", "gls", "system_gmm"), gmm_key="exogenous")
    for head, published in facts.T7.items():
        fit = found[head].fit
        more = {"Observations": fit.nobs, "R2": fit.r2_units}
        for row, wanted in published.items():
            rows["T7", row, head] = (wanted, more[row] if row in more else estimate(fit, row))
    median = gp.quantile_panel(panel, model, [0.5], method="pooled", draws=40)[0.5]
    others: dict[str, Any] = {**found.fits, "Pooled median": median}
    for head, wanted in facts.T8.items():
        rows["T8", "agg", head] = (wanted, estimate(others[head], "agg"))
    iv = gp.instrumental_variables(
        panel, model, endogenous=["agg"], instruments=["rugged"], effects="time", errors="classical"
    )
    first, tests = iv.first["agg"].loc["rugged"], iv.tests
    constants = {"first Constant": iv.constant_row("mean", "agg"), "second Constant": iv.constant_row()}
    got = {
        "rugged": Estimate(float(first["estimate"]), float(first["p"])),
        "agg": estimate(iv, "agg"),
        **{k: Estimate(float(v["estimate"].iloc[0]), float(v["p"].iloc[0])) for k, v in constants.items()},
        "F": Estimate(iv.first_statistics["agg"]["F of instruments"], iv.first_statistics["agg"]["p"]),
        "LM": Estimate(float(tests.loc["anderson_lm", "statistic"]), float(tests.loc["anderson_lm", "p"])),
        "Cragg-Donald": Estimate(float(tests.loc["cragg_donald_f", "statistic"]), iv.cragg_donald_p),
    }
    rows |= {("T9", row, "2SLS"): (wanted, got[row]) for row, wanted in facts.T9.items()}


def _space_a(panel: Panel, model: str, rows: dict[Row, tuple[Any, Any]]) -> None:
    units = gp.read_units("demo-china-provinces", id="adcode", name="name_en")
    w = gp.contiguity(units, rule="queen", links=["460000:440000"])
    by_year = gp.moran_by_period(panel, "agg", w, 0).set_index("period")
    for year, (i, z) in facts.MORAN.items():
        p = float(by_year.loc[str(year) if str(year) in by_year.index else year, "p_rand"])
        line = by_year.loc[str(year) if str(year) in by_year.index else year]
        rows["T10", str(year), "I"] = (f"{i}{stars(_one_sided(z))}", Estimate(float(line["I"]), p))
        rows["T10", str(year), "z"] = (z, float(line["z_rand"]))
    fit = gp.spatial_panel(panel, model, w, model="sdm", effects="twoways")
    for row, wanted in facts.T11.items():
        more = {"R2": fit.statistics.get("R2 within"), "Observations": panel.N * panel.T}
        rows["T11", row, "SDM"] = (wanted, more[row] if row in more else estimate(fit, row))


def _one_sided(z: float) -> float:
    from scipy.stats import norm

    return float(norm.sf(z))


def _beyond_a(panel: Panel, model: str, rows: dict[Row, tuple[Any, Any]]) -> None:
    fit = gp.quantile_panel(panel, model, method="pooled", draws=40, resample="rows")
    for tau, wanted in zip(fit.quantiles, facts.T12, strict=True):
        rows["T12", "agg", f"{tau:g}"] = (wanted, estimate(fit[tau], "agg"))
        rows["T12", "Constant", f"{tau:g}"] = ("there", fit[tau].constant_row())
        rows["T12", "Pseudo R2", f"{tau:g}"] = ("there", fit[tau].statistics.get("Pseudo R2"))
    equal = fit.tests.loc["agg"]
    rows["T12", "F, equal over quantiles", ""] = (facts.T12_F, Estimate(float(equal["statistic"]), float(equal["p"])))
    for region, (wanted, n) in facts.T13.items():
        part = gp.fixed_effects(panel, model, where=f"region = {region}")
        rows["T13", "agg", region] = (wanted, estimate(part, "agg"))
        rows["T13", "Observations", region] = (n, part.nobs)
        rows["T13", "R2", region] = ("there", part.r2_units)
        rows["T13", "Constant", region] = ("there", estimate(part, "Constant"))
    step = gp.panel_threshold(panel, model, "agg", thresholds=1, most=2, draws=40)
    for name, wanted in facts.T14.items():
        line = step.tests.loc[name]
        rows["T14", name, "F"] = (wanted, Estimate(float(line["F"]), float(line["p"])))
        rows["T14", name, "RSS"] = ("there", float(line["sse"]))
        rows["T14", name, "MSE"] = ("there", float(line["mse"]))
        rows["T14", name, "threshold"] = ("there", step.stages.loc[name].round(4).to_numpy().tolist())
    slopes = step.estimates.iloc[:2]
    for name, line in zip(("low", "high"), slopes.itertuples(), strict=True):
        rows["T15", name, "agg"] = (facts.T15[name], Estimate(line.estimate, line.p))
    constant = step.constant_row("first").loc["Constant"]
    rows["T15", "Constant", "agg"] = ("there", Estimate(float(constant["estimate"]), float(constant["p"])))
    rows["T15", "R2", "agg"] = ("there", step.r2_within)


def study_c(folder: Path) -> dict[Row, tuple[Any, Any]]:
    """Return published and found by table, row and column of study C."""
    write_example("c", folder)
    panel = gp.read_panel(folder / "panel.csv", unit="city_id", period="year")
    agg = location_quotient(panel, "employment_manufacturing", "employment")
    panel = panel.with_columns({"agg": agg})
    controls = ("manu", "serv", "pop", "edu")
    rows: dict[Row, tuple[Any, Any]] = {}
    for name, numbers in facts.DESCRIPTIVES_C.items():
        x: pd.Series = panel.frame[name]
        values = (x.mean(), x.std(), x.min(), x.median(), x.max())
        for head, wanted, value in zip(("mean", "sd", "min", "p50", "max"), numbers, values, strict=True):
            rows["T1", name, head] = (wanted, float(value))
    steps = gp.stepwise(panel, f"agg ~ digital + {' + '.join(controls)}", plan="controls")
    for at, (head, fit) in enumerate(steps.items()):
        more: Mapping[str, Any] = {"Observations": fit.nobs, "R2 within": fit.r2_within}
        for row, published in facts.STEPS_C.items():
            if published[at] is not None:
                got = more[row] if row in more else _mean_constant(fit) if row == "Constant" else estimate(fit, row)
                rows["T2", row, head] = (published[at], got)
    for mediator in ("tec", "inter"):
        first = gp.fixed_effects(panel, f"{mediator} ~ digital + {' + '.join(controls)}")
        second = gp.fixed_effects(panel, f"agg ~ digital + {mediator} + {' + '.join(controls)}")
        got_c = {
            f"digital on {mediator}": estimate(first, "digital"),
            f"digital beside {mediator}": estimate(second, "digital"),
            mediator: estimate(second, mediator),
        }
        rows |= {("T3", row, mediator): (facts.PATHS_C[row], value) for row, value in got_c.items()}
    for lag, (wanted, n) in facts.LAGS_C.items():
        fit = gp.fixed_effects(panel, f"agg ~ lag(digital, {lag}) + {' + '.join(controls)}")
        rows["T4", f"L{lag}.digital", ""] = (wanted, estimate(fit, str(fit.params.index[0])))
        rows["T4", f"L{lag}: observations", ""] = (n, fit.nobs)
    return rows


def _mean_constant(fit: Any) -> Estimate:
    line = fit.constant_row().loc["Constant"]
    return Estimate(float(line["estimate"]), float(line["p"]))


def study_d(folder: Path) -> dict[Row, tuple[Any, Any]]:
    """Return published and found by table, row and column of study D, whose paper is known to us by its findings."""
    write_example("d", folder)
    panel = gp.read_panel(folder / "panel.csv", unit="adcode", period="year")
    index = component_index(panel, INDICATORS_D, keep=0.8).scores["index"]
    panel = panel.with_columns({"digital": index.to_numpy().reshape(panel.T, panel.N)})
    quotients = [location_quotient(panel, f"employment_{part}", "employment") for part in ("hightech", "services")]
    together = coagglomeration(*quotients)
    panel = panel.with_columns({"coagg": together})
    controls = "government + openness + human_capital + ln_gdp_per_head"
    model = f"innovation ~ digital + {controls}"
    rows: dict[Row, tuple[Any, Any]] = {}
    for head, fit in gp.stepwise(panel, model).items():
        rows["Level", "digital", head] = (facts.LEVEL_D[head], estimate(fit, "digital"))
    first = gp.fixed_effects(panel, f"coagg ~ digital + {controls}")
    second = gp.fixed_effects(panel, f"innovation ~ digital + coagg + {controls}")
    got = {
        "digital on coagg": estimate(first, "digital"),
        "coagg": estimate(second, "coagg"),
        "digital beside coagg": estimate(second, "digital"),
    }
    rows |= {("Mediation", row, "coagg"): (facts.PATH_D[row], value) for row, value in got.items()}
    parts = {r: estimate(gp.fixed_effects(panel, model, where=f"region = {r}"), "digital") for r in facts.REGIONS_D}
    rows |= {("Regions", "digital", r): (facts.REGIONS_D[r], value) for r, value in parts.items()}
    larger = parts["east"].value > max(parts["centre"].value, parts["west"].value)
    rows["Regions", "east is largest", ""] = ("Yes", "Yes" if larger else "No")
    rows["Shape", "digital^2", ""] = (facts.SHAPE_D["digital^2"], estimate(gp.quadratic(panel, model).fit, "digital^2"))
    step = gp.panel_threshold(panel, model, "digital", thresholds=1, most=1, draws=100).tests.loc["Single"]
    f = Estimate(float(step["F"]), float(step["p"]))
    rows["Shape", "F of one threshold", ""] = (facts.SHAPE_D["F of one threshold"], f)
    return rows
