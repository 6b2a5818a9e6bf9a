"""One or more calls of every tool, which together read every option and make every file that it declares.

A value that begins with "@" is a file of the folder that `write_data` fills.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gisplug.boundaries.read import read_units
from gisplug.boundaries.units import Units
from gisplug.core.declare import Tool
from gisplug.core.shelves import shelf
from gisplug.core.tables import read_table
from gisplug.crosswalks.files import write_crosswalks
from gisplug.crosswalks.layers import crosswalk
from gisplug.report.tables.files import write_paper
from gisplug.report.tables.paper_table import plain_table
from gisplug.study.record.manifest import write_manifest
from gisplug.weights.contiguity import contiguity
from gisplug.weights.distance import knn
from gisplug.weights.formats.files import write_weights
from tests.boundaries.layers import moved
from tests.tools.methods_data import long_panel, ring_weights, synthetic_panel

Case = Mapping[str, Any]

DEMO = {"panel": "demo-panel", "unit": "adcode", "period": "year"}
UNITS = {"units": "demo-china-provinces", "id": "adcode", "name": "name_en"}
WEIGHTS = {"weights": "@queen.csv"}
MAPPED = {**DEMO, **UNITS, **WEIGHTS}
MODEL = {**DEMO, **WEIGHTS, "formula": "develop ~ agg + wage"}
PICKED = {**DEMO, **WEIGHTS, "outcome": "develop", "regressors": "agg,wage"}
LONG = {**DEMO, "outcome": "develop", "regressors": "agg"}
SIMULATED = {**MODEL, "draws": 200}
PANEL = {"panel": "@panel.csv", "unit": "adcode", "period": "year", "outcome": "develop"}
POLICY = {**PANEL, "policy": "policy"}
INNOVATION = {**DEMO, **WEIGHTS, "outcome": "innovation", "policy": "policy"}
LATER = {"target": "@later.gpkg", "target_id": "code", "target_name": "name"}
MOVED = {"counts": "emp_all", "rates": "develop,agg", "weight": "emp_all"}
LIGHTS = {**UNITS, "rasters": "demo-lights", "product": "demo-lights", "periods": "2010,2013"}
ECONOMIC = {"table": "@gdp.csv", "unit": "adcode", "variable": "gdp", "period": "year"}
PLACE = {"longitude": "lon", "latitude": "lat"}
PLACED = {"cutoff": 500, **PLACE}
CONLEY = {"errors": "conley", **PLACED}
BLOCKS = {"errors": "spatial-blocks", "blocks": "compact", "draws": 99}
LAYER = {"errors": "conley", "cutoff": 500, "units": "@places.gpkg", "id": "code"}
TABLE = {"panel": "@panel.csv", "unit": "adcode", "period": "year"}
SPOTS = {"units": "@places.gpkg", "id": "code", "name": "code"}
TWO = {"outcome": "develop", "regressors": "agg,wage"}
QUICK = {"kernel": "gaussian", "adaptive": False}
SETS = {**PANEL, "outcome": "outcome", "conditions": "cond1,cond2,cond3", "pri": 0.5}

CASES: dict[str, Sequence[Case]] = {
    "boundaries_catalog": [{}],
    "boundaries_check": [UNITS],
    "boundaries_crosswalk": [
        {**UNITS, **LATER},
        {**UNITS, **LATER, "raster": "@ntl_2020.tif", "since": "2010", "earlier": "@crosswalks.csv"},
    ],
    "weights_contiguity": [UNITS],
    "weights_distance": [
        {**UNITS, "kind": "knn"},
        {**UNITS, "kind": "band", "distance": 900},
        {**UNITS, "kind": "inverse"},
        {**UNITS, "kind": "exponential"},
        {**UNITS, "kind": "kernel", "adaptive": True},
    ],
    "weights_economic": [
        {**ECONOMIC, **UNITS, "kind": "gravity"},
        {**ECONOMIC, **UNITS, **WEIGHTS, "kind": "nested_mix"},
    ],
    "weights_convert": [{**WEIGHTS, "table": "@gdp.csv"}],
    "weights_diagnostics": [{**WEIGHTS, **UNITS}],
    "lights_aggregate": [LIGHTS],
    "lights_calibrate": [
        {"raster": "@ntl_2020.tif", "product": "demo-lights", "cap": 100},
        {"raster": "@ntl_2020.tif", "product": "demo-lights", "coefficients": "@coefficients.csv"},
    ],
    "lights_products": [{"rasters": "demo-lights", "product": "demo-lights"}],
    "lights_splice": [{"old": "@old.csv", "new": "@new.csv", "unit": "adcode", "period": "year", "value": "ntl"}],
    "match_units": [{"panel": "demo-panel", "unit": "adcode", **UNITS}],
    "check_inputs": [{**PICKED, **UNITS}],
    "panel_join": [{**DEMO, **UNITS, "other": "@area.csv"}],
    "panel_reborder": [
        {**DEMO, **MOVED, "crosswalk": "@crosswalks.csv"},
        {**DEMO, **MOVED, "codes": "@codes.csv", "to": 2024, "splits": "common"},
    ],
    "panel_prepare": [{**DEMO, "steps": "ln_agg = log(agg); keep year > 2010"}],
    "panel_describe": [{**DEMO, "columns": "develop,agg,wage"}],
    "panel_cointegration": [
        {**DEMO, "outcome": "develop", "regressors": "agg", "simulations": 19, "bootstrap": 19},
        {**DEMO, "outcome": "develop", "regressors": "agg", "tests": "westerlund", "kernel": 1, "simulations": 19},
    ],
    "panel_dependence": [
        {**DEMO, "variables": "develop", "simulations": 19},
        {**DEMO, "outcome": "develop", "regressors": "agg", "lags": 1, "simulations": 19},
    ],
    "panel_unit_root": [
        {**DEMO, "variables": "develop", "simulations": 19},
        {**DEMO, "variables": "agg", "tests": "hadri,cips", "kernel": 1, "simulations": 19},
    ],
    "choropleth_map": [
        {**DEMO, **UNITS, "variable": "agg"},
        {**DEMO, **UNITS, "variable": "agg", "borders": "0.2, 0.4, 0.8"},
    ],
    "index_entropy": [
        {**DEMO, **UNITS, "positive": "ind1,ind2,ind3"},
        {**DEMO, **UNITS, "positive": "ind1,ind2,ind3", "zeros": "shift"},
    ],
    "index_multicriteria": [
        {**DEMO, **UNITS, "positive": "ind1,ind2", "negative": "ind3"},
        {**DEMO, **UNITS, "positive": "ind1,ind2", "weighing": "ahp", "comparisons": "@comparisons.csv"},
        {**DEMO, **UNITS, "positive": "ind1,ind2", "weighing": "given", "given": "ind1: 2, ind2: 1", "score": "sum"},
    ],
    "index_pca": [{**DEMO, **UNITS, "positive": "ind1,ind2,ind3"}],
    "index_efficiency": [
        {
            **DEMO,
            **UNITS,
            "input_columns": "emp_all,edu",
            "output_columns": "develop",
            "super_efficiency": True,
            "returns": "vrs",
        },
    ],
    "malmquist_index": [{**DEMO, **UNITS, "input_columns": "emp_all,edu", "output_columns": "develop"}],
    "location_quotient": [{**DEMO, **UNITS, "part": "emp_digital", "whole": "emp_all"}],
    "coagglomeration": [{**DEMO, **UNITS, "first": "emp_digital", "second": "emp_all", "whole": "emp_all"}],
    "inequality": [{**DEMO, "variable": "develop", "region": "region"}],
    "coupling_coordination": [{**DEMO, **UNITS, "systems": "develop,agg", "rescale": True}],
    "convergence": [{**DEMO, **UNITS, "variable": "develop", "region": "region"}],
    "moran_by_period": [{**DEMO, **WEIGHTS, "variable": "agg"}],
    "geary_getis": [{**MAPPED, "variable": "agg"}],
    "local_moran": [{**MAPPED, "variable": "agg", "permutations": 99}],
    "moran_scatter": [{**MAPPED, "variable": "agg"}],
    "bivariate_moran": [{**MAPPED, "variable": "develop", "other": "agg"}],
    "local_geary": [
        {**MAPPED, "variables": "agg,wage", "permutations": 99},
        {**MAPPED, "variables": "agg", "permutations": 99},
    ],
    "join_counts": [
        {**MAPPED, "variable": "agg", "black": "value", "value": 0.8, "permutations": 99},
        {**MAPPED, "variable": "agg", "black": "median", "permutations": 99},
    ],
    "smoothed_rates": [{**MAPPED, "events": "emp_digital", "population": "emp_all", "permutations": 99}],
    "geodetector": [
        {
            **DEMO,
            "outcome": "develop",
            "factors": "agg,wage",
            "strata": "region",
            "permutations": 19,
            "classes": "3, 4",
        },
        {**DEMO, "outcome": "develop", "factors": "agg,wage", "pooling": "pooled", "permutations": 0, "classes": "5"},
    ],
    "markov_chain": [
        {**DEMO, **WEIGHTS, "variable": "gdp_pc", "classes": 3, "permutations": 19},
        {**DEMO, **WEIGHTS, "variable": "gdp_pc", "borders": "0.8, 1.2", "permutations": 19},
    ],
    "density_ridges": [{**DEMO, "variable": "develop", "region": "region", "draws": 19}],
    "ellipse_path": [
        {**DEMO, **UNITS, "variables": "gdp_pc,lights"},
        {"panel": "@panel.csv", "unit": "adcode", "period": "year", "variables": "ntl", **PLACE},
    ],
    "lisa_transitions": [{**MAPPED, "variable": "agg"}],
    "spatial_network": [
        {
            **DEMO,
            **UNITS,
            "masses": "population,lights",
            "share": "lights",
            "gap": "gdp_pc",
            "differences": "develop,wage",
            "contiguity": "@queen.csv",
            "permutations": 19,
        },
        {
            "panel": "@panel.csv",
            "unit": "adcode",
            "period": "year",
            "masses": "ntl",
            "cut": "value",
            "border": 1e-5,
            "near": True,
            "permutations": 19,
            **PLACE,
        },
    ],
    "emerging_hot_spots": [{**MAPPED, "variable": "agg"}],
    "common_correlated_effects": [
        {**LONG, "simulations": 9},
        {**LONG, "simulations": 9, "columns": "pooled", "outcome_lags": 1, "average_lags": 1, "errors": "newey-west"},
    ],
    "dependence_exponent": [
        {**DEMO, "variables": "press", "simulations": 99},
        {**LONG, "variables": "agg", "method": "correlations", "window": 10, "residuals": "common", "simulations": 9},
    ],
    "spillover_or_shock": [{**PICKED, "draws": 100, "simulations": 9}],
    "heterogeneous_spatial": [
        {
            **UNITS,
            **WEIGHTS,
            "panel": "@long.csv",
            "unit": "adcode",
            "period": "year",
            "outcome": "y",
            "regressors": "x",
        }
    ],
    "mean_group": [{**LONG, **UNITS, "simulations": 9, "method": "demeaned", "regressors": "agg,wage"}],
    "gwr": [
        {**DEMO, **UNITS, **TWO, "permutations": 19},
        {**TABLE, **SPOTS, **TWO, **PLACE, "at": "2015", "permutations": 19, "shuffled": "rows"},
    ],
    "gtwr": [
        {**TABLE, **SPOTS, **TWO, **PLACE, **QUICK, "pace": 50, "bandwidth": 900, "permutations": 9, "maps": "2015"},
    ],
    "mgwr": [{**TABLE, **SPOTS, **TWO, **PLACE, "at": "2015", "permutations": 9}],
    "spatial_panel": [MODEL, PICKED],
    "spatial_effects": [SIMULATED],
    "explorer": [{**MODEL, **UNITS, "variables": "agg", "fields": "agg,wage", "permutations": 99}],
    "spillover_map": [{**MODEL, **UNITS, "variable": "agg"}],
    "shock_map": [{**MODEL, **UNITS, "variable": "agg", "origin": "Guangdong"}],
    "effects_between_groups": [{**MODEL, "variable": "agg", "group": "region"}],
    "decision_chain": [MODEL],
    "model_probabilities": [MODEL],
    "spatial_random_effects": [{**SIMULATED, "model": "sac", "error": "b"}],
    "spatial_dynamic": [SIMULATED],
    "spatial_varying": [SIMULATED],
    "spatial_iv": [{**SIMULATED, "endogenous": "agg", "instruments": "gov1", "effects": "unit"}],
    "weights_comparison": [
        {**DEMO, "formula": "develop ~ agg + wage", "weights_list": ["@queen.csv", "@knn.csv"], "draws": 200},
    ],
    "specification_curve": [
        {
            **DEMO,
            "formula": "develop ~ agg + wage",
            "weights_list": ["@queen.csv"],
            "models": "slx,fe",
            "control_sets": "Economy: third",
            "more_controls": "edu",
            "most": 2,
        },
    ],
    "influence": [{**MODEL, **UNITS, "leave": "field", "by": "region"}],
    "placebo_weights": [{**MODEL, "draws": 19, "model": "slx", "how": "relabelled"}],
    "fixed_effects": [
        {**PANEL, "regressors": "agg", "controls": "wage"},
        {**PANEL, "regressors": "agg", "plan": "single", **LAYER, **BLOCKS},
    ],
    "size_and_coverage": [
        {
            **{name: PANEL[name] for name in ("panel", "unit", "period")},
            "formula": "develop ~ agg + wage",
            "estimators": "fixed_effects,instrumental_variables,sar",
            "endogenous": "agg",
            "instruments": "ruggedness",
            "weights": "@ring.csv",
            "draws": 20,
        },
    ],
    "errors_table": [
        {**PANEL, "regressor": "edu", "cutoff": 500, "units": "@places.gpkg", "id": "code", "draws": 130},
        {**PANEL, "regressor": "edu", **PLACED, "blocks": "compact", "draws": 130},
    ],
    "regression_weights": [{**PANEL, "regressor": "agg", "units": "@places.gpkg", "id": "code", "name": "code"}],
    "panel_threshold": [{**PANEL, "regressors": "agg", "draws": 20}],
    "quadratic_effect": [{**PANEL, "regressor": "agg"}],
    "moderation": [{**PANEL, "regressor": "agg", "moderators": "edu"}],
    "instrumental_variables": [
        {**PANEL, "regressors": "agg", "instruments": "ruggedness"},
        {**PANEL, "regressors": "agg", "instruments": "ruggedness", **CONLEY},
    ],
    "robustness_checks": [
        {**PANEL, "regressor": "agg"},
        {
            **PANEL,
            "regressor": "agg",
            "checks": "winsorised,trimmed,lags,gls,pooled_median,system_gmm,2sls",
            "instruments": "ruggedness:trend",
        },
    ],
    "leave_one_out": [{**PANEL, "regressor": "agg"}, {**PANEL, "regressor": "agg", "leave": "field", "by": "region"}],
    "panel_quantile": [
        {**PANEL, "regressors": "agg", "quantiles": "0.25, 0.75", "draws": 20},
        {**PANEL, "regressors": "agg", "quantiles": "0.25, 0.75", "draws": 20, "method": "pooled"},
    ],
    "heterogeneity": [{**PANEL, "regressor": "agg", "by": "region", "draws": 19}],
    "dynamic_gmm": [
        {**PANEL, "regressors": "agg", "deepest": 3},
        {**PANEL, "regressors": "agg", "predetermined": "wage", "deepest": 4, "transformation": "orthogonal"},
        {**PANEL, "regressors": "agg", "deepest": 3, "estimators": "system", "exogenous": "transformed"},
    ],
    "mediation": [{**PANEL, "regressor": "agg", "mediators": "science", "draws": 20}],
    "mediation_paths": [
        {**PANEL, "treatment": "policy", "mediators": "science,telecom", "learner": "linear", "draws": 10},
    ],
    "did_twoway": [POLICY, {**POLICY, **LAYER}, {**POLICY, "outcome": "wage", "randomisation": 29}],
    "goodman_bacon": [POLICY],
    "did_switching": [{**POLICY, "before": 3, "after": 2}],
    "honest_did": [{**POLICY, "estimator": "event_study", "before": 2, "after": 1, "relative": "1"}],
    "callaway_santanna": [POLICY],
    "staggered_did": [POLICY],
    "synthetic_did": [{**POLICY, "draws": 8, "methods": "sdid,did"}],
    "triple_difference": [{**POLICY, "flag": "digital"}],
    "placebo_test": [{**POLICY, "draws": 29}],
    "psm_did": [{**POLICY, "covariates": "wage,third", "caliper": 0.2}],
    "spatial_did": [{**POLICY, "weights": "@ring.csv", "draws": 200, "models": "slx,sdm"}],
    "spillover_did": [
        {**POLICY, **CONLEY, **LAYER, "outcome": "spilled", "widths": "290", "farthest": 300, "kernel": "bartlett"},
        {**INNOVATION, **UNITS, "exposure": "weights"},
        {**INNOVATION, **UNITS, "exposure": "orders", "method": "imputation"},
        {**POLICY, "units": "@places.gpkg", "id": "code", "exposure": "decay", "distance": 146, "mass": "wage"},
    ],
    "fsqca": [SETS, {**SETS, "method": "indirect"}],
    "set_calibration": [
        {"panel": "@panel.csv", "variables": "agg,wage"},
        {"panel": "@panel.csv", "variables": "agg,ntl", "method": "indirect"},
    ],
    "patent_citations": [
        {
            "patents": "@patents.csv",
            "id": "id",
            "region": "region",
            "year": "year",
            "classes": "classes",
            "applicant": "owner",
            "citations": "@citations.csv",
            "citing": "citing",
            "cited": "cited",
            "key_classes": "G06A",
            "within": 8,
        },
    ],
    "panel_aggregate": [
        {"rows": "@panel.csv", "unit": "adcode", "period": "year", "columns": "wage,edu", "weight": "third"},
    ],
    "counterfactual_groups": [{**DEMO, "outcome": "innovation", "policy": "policy", "draws": 19, "bands": 4}],
    "patent_novelty": [
        {"patents": "@patents.csv", "id": "id", "region": "region", "year": "year", "classes": "classes", "window": 2},
    ],
    "new_study": [{"template": "short"}, {"template": "short", "overwrite": True}],
    "convert_paper": [{"tables": "@table.json"}],
    "example_study": [{"study": "d"}],
    "doctor": [{}],
    "verify_results": [{"results": "@results", "study": "@plan/study.toml"}],
}


def _within_reach(frame: pd.DataFrame) -> np.ndarray:
    """1 in untreated rows with a treated unit less than 2.6 degrees away."""
    found = np.zeros(len(frame))
    for _, rows in frame.groupby("year"):
        at = rows[["lon", "lat"]].to_numpy(dtype=float)
        on = rows["policy"].to_numpy() > 0
        near = (np.linalg.norm(at[:, None] - at[None, on], axis=2) < 2.6).any(axis=1)
        found[rows.index] = near & ~on
    return found


def write_data(folder: Path) -> Path:
    """Write the files that cases name; everything in them is SYNTHETIC."""
    frame = synthetic_panel()
    frame["twice"] = 2 * frame["wage"]
    number = pd.factorize(frame["adcode"])[0]
    frame["lon"], frame["lat"] = 100 + number * 7 % 17, 25 + number * 5 % 13
    frame["other_lon"], frame["other_lat"] = 100 + number * 3 % 19, 25 + number * 11 % 13
    frame["spilled"] = frame["develop"] + _within_reach(frame)
    start = frame["adcode"].map(frame[frame["policy"] > 0].groupby("adcode")["year"].min()).fillna(0).astype(int)
    nth = frame.assign(start=start).drop_duplicates("adcode").groupby("start").cumcount().to_numpy()
    frame["zone"] = [f"{when}_{k // 2}" for when, k in zip(start, nth[number], strict=True)]  # given the policy as one
    places = frame.drop_duplicates("adcode")[["adcode", "lon", "lat"]].rename(columns={"adcode": "code"})
    at = gpd.points_from_xy(places["lon"], places["lat"]).buffer(0.1)
    gpd.GeoDataFrame(places, geometry=at, crs="EPSG:4326").to_file(folder / "places.gpkg")
    frame.to_csv(folder / "panel.csv", index=False)
    frame[frame["year"] < 2020].to_csv(folder / "old.csv", index=False)
    frame[frame["year"] > 2015].to_csv(folder / "new.csv", index=False)
    ring_weights().to_csv(folder / "ring.csv", index=False)
    units = read_units("demo-china-provinces", id="adcode", name="name_en")
    write_weights(contiguity(units, links=["Hainan:Guangdong"]), folder / "queen.csv")
    write_weights(knn(units, 4), folder / "knn.csv")
    ids = pd.unique(read_table("demo-panel")["adcode"])
    long_panel(ids).to_csv(folder / "long.csv", index=False)
    pd.DataFrame({"adcode": ids, "area": np.arange(len(ids)) + 1.0}).to_csv(folder / "area.csv", index=False)
    gdp = [{"adcode": i, "year": y, "gdp": 10.0 + k + 0.1 * y} for k, i in enumerate(units.ids) for y in (2010, 2011)]
    pd.DataFrame(gdp).to_csv(folder / "gdp.csv", index=False)
    for name, times in (("comparisons.csv", 3.0), ("other_comparisons.csv", 5.0)):
        _comparisons(times).to_csv(folder / name)
    _patents().to_csv(folder / "patents.csv", index=False)
    _citations().to_csv(folder / "citations.csv", index=False)
    rows = [{"year": y, "c0": 0.1, "c1": 0.9 + (y - 2010) / 100, "c2": 0.0} for y in range(2010, 2024)]
    pd.DataFrame(rows).to_csv(folder / "coefficients.csv", index=False)
    table = pd.DataFrame({"mean": [0.5]}, index=["agg"])
    write_paper(plain_table("Descriptive statistics", table), folder / "table.json")
    later = _later(units)
    later.to_file(folder / "later.gpkg")
    walk = crosswalk(units, read_units(later, id="code", name="name"))
    write_crosswalks({2000: walk}, folder / "crosswalks.csv")
    pd.DataFrame({"year": 2012, "from": units.ids[:2], "to": "100000"}).to_csv(folder / "codes.csv", index=False)
    lights = next(shelf("rasters").rglob("ntl_2020.tif"))
    (folder / "ntl_2020.tif").write_bytes(lights.read_bytes())
    (folder / "results").mkdir()
    (folder / "results" / "table.csv").write_text("x\n1\n", encoding="utf-8")
    (folder / "plan").mkdir()
    (folder / "plan" / "study.toml").write_text("[study]\n", encoding="utf-8")
    write_manifest(folder / "results", folder / "plan" / "study.toml", [{"file": "gone.csv", "sha256": "0" * 64}])
    (folder / "results" / "table.csv").write_text("x\n2\n", encoding="utf-8")
    return folder


def _comparisons(times: float) -> pd.DataFrame:
    """The first indicator against the second, under the names of both sets of columns."""
    names = ["ind1", "ind2", "zq_ind1", "zq_ind2"]
    weights = np.array([times, 1.0, times, 1.0])
    return pd.DataFrame(weights[:, None] / weights, index=names, columns=names)


def _later(units: Units) -> gpd.GeoDataFrame:
    """The units as another year might have them: two of them merged, borders drawn again."""
    shapes = moved(units, 300).frame.geometry
    shapes["110000"] = shapely.union_all(shapes.loc[["110000", "120000"]])
    shapes = shapes.drop("120000")
    names = dict(zip(units.ids, units.names, strict=True))
    columns = {"code": list(shapes.index), "name": [names[i] for i in shapes.index]}
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=units.frame.crs)


def write_odd_data(folder: Path) -> Path:
    """Write, beside the files of `write_data`, tables and layers with faults that options are about."""
    demo = read_table("demo-panel")
    ids = pd.unique(demo["adcode"])
    demo[~demo["adcode"].isin(ids[:8])].to_csv(folder / "fewer.csv", index=False)
    demo.iloc[1:].to_csv(folder / "absent.csv", index=False)
    more = demo[demo["adcode"] == ids[0]].assign(adcode="999999")
    pd.concat([demo, more]).to_csv(folder / "more.csv", index=False)
    demo.assign(adcode=demo["adcode"].replace({ids[0]: "somewhere"})).to_csv(folder / "odd.csv", index=False)
    pd.DataFrame({"from": ["somewhere"], "to": [ids[0]]}).to_csv(folder / "aliases.csv", index=False)
    demo.assign(agg=demo["agg"].where(demo.index != 3)).to_csv(folder / "hole.csv", index=False)
    with pd.ExcelWriter(folder / "two.xlsx") as book:
        demo.to_excel(book, sheet_name="a", index=False)
        demo.assign(agg=2 * demo["agg"]).to_excel(book, sheet_name="b", index=False)
    wide = demo.pivot(index="adcode", columns="year", values="agg").reset_index()
    wide.to_csv(folder / "wide.csv", index=False)
    units = read_units("demo-china-provinces", id="adcode", name="name_en")
    write_weights(contiguity(units), folder / "alone.csv")
    shapes = units.frame.reset_index()[["adcode", "geometry"]].iloc[:6]
    shifted = shapes.assign(geometry=shapes.translate(0.5, 0.5), adcode=[f"x{k}" for k in range(6)])
    pd.concat([shapes, shifted]).to_file(folder / "overlap.gpkg")
    pd.concat([shapes, shapes.translate(5, 0).to_frame("geometry").assign(adcode=shapes["adcode"])]).to_file(
        folder / "twice.gpkg"
    )
    shapes.assign(geometry=[None, *shapes.geometry[1:]]).to_file(folder / "empty.gpkg")
    return folder


def _patents() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    classes = [";".join(sorted({f"G06{letter}" for letter in rng.choice(list("ABCDEF"), 3)})) for _ in range(300)]
    return pd.DataFrame(
        {
            "id": [f"p{i}" for i in range(300)],
            "region": [f"r{k}" for k in rng.integers(4, size=300)],
            "year": 2000 + rng.integers(14, size=300),
            "classes": classes,
            "owner": [f"o{k}" for k in rng.integers(3, size=300)],
        }
    )


def _citations() -> pd.DataFrame:
    """Return 600 citations between the patents, earlier or later: what goes to later ones is not counted."""
    pairs = np.random.default_rng(1).integers(300, size=(600, 2))
    return pd.DataFrame(pairs, columns=["citing", "cited"]).map("p{}".format)


def given(case: Case, data: Path) -> dict[str, Any]:
    """Return a case with the paths of its files."""
    return {name: _placed(value, data) for name, value in case.items()}


def _placed(value: Any, data: Path) -> Any:
    if isinstance(value, list):
        return [_placed(item, data) for item in value]
    return str(data / value[1:]) if isinstance(value, str) and value.startswith("@") else value


def every_file(tool: Tool, folder: Path) -> dict[str, str]:
    """Return a path for each file that a tool can make."""
    return {o.name: str(folder / f"{o.name}{o.suffix}") for o in tool.file_outputs}
