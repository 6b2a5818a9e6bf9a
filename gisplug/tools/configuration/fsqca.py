"""Tool: fuzzy-set qualitative comparative analysis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.core.errors import ParameterError
from gisplug.tools.configuration.set_calibration import anchors_of, calibration_params, shares_of
from gisplug.tools.regression import shared as m

NOTHING = "No configuration passes the cut-offs."


def expectations_of(text: str, conditions: list[str]) -> dict[str, Any]:
    """Read "gov1=1, market1=0, inf1=-" as directional expectations."""
    found: dict[str, Any] = {}
    for part in m.split_terms(text):
        name, _, value = (s.strip() for s in part.partition("="))
        if name not in conditions or value not in ("1", "0", "-"):
            raise ParameterError(
                f"Expectations read 'condition=1', '=0' or '=-' for conditions {', '.join(conditions)}; {part!r} "
                "was given instead."
            )
        found[name] = None if value == "-" else int(value)
    return found


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.configuration.fsqca import fsqca

    cases, members, anchors, lost = load(params)
    conditions = list(params["conditions"])
    hopes = expectations_of(params["expectations"], conditions)
    opposite = {c: None if v is None else 1 - v for c, v in hopes.items()}
    cut = {"frequency": params["frequency"], "consistency": params["consistency"], "pri": params["pri"]}
    outcome = params["outcome"]
    found = {outcome: fsqca(members, outcome, conditions, expectations=hopes, **cut)}
    if params["negated"]:
        found[f"~{outcome}"] = fsqca(members, outcome, conditions, expectations=opposite, negated=True, **cut)
    progress.info(f"{len(members)} cases, {lost} left out because a value is missing.")
    for result in found.values():
        m.tell(progress, result.report)
    save_tables(params, found, members, cases)
    if params["paper"]:
        m.save_paper(papers(params, found, anchors, cases), params["paper"])
    if params["figure"]:
        m.save_fig(xy_figure(found, members), params["figure"])
    if params["periods_figure"]:
        m.save_fig(period_figure(params, found, cases), params["periods_figure"])
    solution = found[outcome].solutions["intermediate"]
    return {
        **m.wanted(params, "paper", "solutions", "truth_table", "necessity", "memberships", "figure", "periods_figure"),
        "configurations": len(solution.patterns),
        "solution_consistency": solution.consistency,
        "solution_coverage": solution.coverage,
        "solution": " + ".join(solution.terms.index),
    }


def load(params: Mapping[str, Any]) -> tuple[Any, Any, Any, int]:
    """Return the keys of the cases, memberships, anchors and how many rows are incomplete."""
    from gisplug.configuration.sets import calibrate_table, off_half
    from gisplug.core.tables import read_table, text_ids

    table = read_table(params["panel"])
    columns = [params["outcome"], *params["conditions"]]
    keys = [params["unit"], *([params["period"]] if params["period"] else [])]
    if gone := [c for c in [*columns, *keys] if c not in table.columns]:
        raise ParameterError(
            f"{params['panel']} has no column {', '.join(gone)}; it has {', '.join(map(str, table.columns))}."
        )
    if params["periods"]:
        table = table[table[params["period"]].astype(str).isin(m.split_terms(params["periods"]))]
    whole = table[columns].notna().all(axis=1)
    table = table[whole]
    if table.empty:
        raise ParameterError("No row has the outcome and all conditions.")
    cases = table[keys].copy()
    cases[params["unit"]] = text_ids(cases[params["unit"]])
    table.index = cases.astype(str).agg(" ".join, axis=1)
    if params["calibrated"]:
        members = table[columns].apply(lambda c: off_half(c.to_numpy(dtype=float))[0])
        return cases, members, None, int((~whole).sum())
    members, anchors = calibrate_table(table[columns], anchors_of(params["anchors"]), shares_of(params["quantiles"]))
    return cases, members, anchors, int((~whole).sum())


def save_tables(params: Mapping[str, Any], found: Mapping[str, Any], members: Any, cases: Any) -> None:
    """Write the plain tables."""
    import pandas as pd

    if params["solutions"]:
        parts = {(name, kind): s.terms for name, f in found.items() for kind, s in f.solutions.items() if len(s.terms)}
        empty = pd.DataFrame(
            columns=["outcome", "solution", "term", "consistency", "PRI", "coverage", "unique", "cases"]
        ).set_index("outcome")
        m.save_table(pd.concat(parts, names=["outcome", "solution"]) if parts else empty, params["solutions"])
    if params["truth_table"]:
        m.save_table(
            pd.concat({n: f.truth[f.truth["n"] > 0] for n, f in found.items()}, names=["outcome"]),
            params["truth_table"],
        )
    if params["necessity"]:
        m.save_table(pd.concat({n: f.necessity for n, f in found.items()}, names=["outcome"]), params["necessity"])
    if params["memberships"]:
        m.save_table(
            pd.concat([cases.reset_index(drop=True), members.reset_index(drop=True)], axis=1), params["memberships"]
        )


def papers(params: Mapping[str, Any], found: Mapping[str, Any], anchors: Any, cases: Any) -> list[Any]:
    """Return calibration, necessity, configurations, other solutions, truth tables and spread over the panel."""
    import pandas as pd

    from gisplug.configuration.fsqca import LEGEND, over_panel, symbol_table
    from gisplug.report.tables.paper_table import plain_table

    tables = []
    if anchors is not None:
        shown = anchors.drop(columns="halves").rename(
            columns={"full": "Full membership", "crossover": "Crossover", "none": "Full non-membership"}
        )
        tables.append(plain_table("Calibration anchors", shown, stub="Set"))
    need = pd.concat({n: f.necessity[["consistency", "coverage", "RoN"]] for n, f in found.items()}, axis=1)
    need.columns = [f"{n}: {c}" for n, c in need.columns]
    above = [f"{c} for {n}" for n, f in found.items() for c in f.necessity.index[f.necessity["consistency"] >= 0.9]]
    note = (
        f"Consistency of at least 0.9: {', '.join(above)}."
        if above
        else "No single condition reaches a consistency of 0.9: none is necessary."
    )
    tables.append(plain_table("Necessity of single conditions", need, notes=(note,), stub="Condition"))
    cuts = f"Cut-offs: frequency {params['frequency']}, consistency {params['consistency']:g}, PRI {params['pri']:g}."
    letters = "; ".join(f"{letter}: configurations for {n}" for letter, n in zip("HL", found))
    if any(len(f.solutions["intermediate"].terms) for f in found.values()):
        tables.append(
            plain_table(
                "Configurations (intermediate solution)",
                symbol_table(found),
                notes=(f"{LEGEND}", f"{letters}.", cuts),
                stub="Condition",
            )
        )
    for name, result in found.items():
        rows = {}
        for kind, s in result.solutions.items():
            for term, fit in s.terms.iterrows():
                rows[kind.capitalize(), term] = {
                    "Consistency": fit["consistency"],
                    "PRI": fit["PRI"],
                    "Raw coverage": fit["coverage"],
                    "Unique coverage": fit["unique"],
                }
            if len(s.terms):
                rows[kind.capitalize(), "Solution"] = {
                    "Consistency": s.consistency,
                    "PRI": s.PRI,
                    "Raw coverage": s.coverage,
                    "Unique coverage": "",
                }
        if rows:
            frame = pd.DataFrame.from_dict(rows, orient="index")
            frame.index = [term for _, term in rows]
            heads = {i: kind for i, (kind, _) in enumerate(rows) if i == 0 or list(rows)[i - 1][0] != kind}
            tables.append(plain_table(f"Three solutions for {name}", frame, panels=heads, stub="Term"))
        truth = result.truth[result.truth["n"] > 0].sort_values("consistency", ascending=False).drop(columns="cases")
        tables.append(plain_table(f"Truth table for {name}", truth, notes=(cuts,), stub="Row"))
        if params["period"] and len(result.solutions["intermediate"].terms):
            spread = over_panel(result, list(cases[params["unit"]]), list(cases[params["period"]]))[1]
            tables.append(
                plain_table(
                    f"Consistency between periods and within units for {name}",
                    spread,
                    stub="Term",
                    notes=("Distances after Garcia-Castro and Arino (2016); below 0.2 is usually taken as stable.",),
                )
            )
    return tables


def xy_figure(found: Mapping[str, Any], members: Any) -> Any:
    """Draw every term of the intermediate solutions."""
    import numpy as np

    from gisplug.configuration.fsqca import membership
    from gisplug.report.charts.configuration import xy_plot
    from gisplug.report.figures import figure

    plots = []
    for name, result in found.items():
        X = result.members[list(result.conditions)].to_numpy()
        s = result.solutions["intermediate"]
        for pattern, (term, fit) in zip(s.patterns, s.terms.iterrows()):
            plots.append((membership(pattern, X), result.y, str(term), name, (fit["consistency"], fit["coverage"])))
    if not plots:
        return nothing_to_draw()
    columns = min(3, len(plots))
    rows = -(-len(plots) // columns)
    fig, axes = figure(7.2 * columns, 7.6 * rows, rows=rows, columns=columns)
    flat = list(np.ravel(axes))
    for ax, (x, y, term, name, fit) in zip(flat, plots):
        xy_plot(ax, x, y, term, name, list(members.index), fit)
    for ax in flat[len(plots) :]:
        ax.set_axis_off()
    return fig


def period_figure(params: Mapping[str, Any], found: Mapping[str, Any], cases: Any) -> Any:
    """Draw consistency by period."""
    from gisplug.configuration.fsqca import over_panel
    from gisplug.report.charts.configuration import over_periods
    from gisplug.report.figures import figure

    filled = {n: f for n, f in found.items() if len(f.solutions["intermediate"].terms)}
    if not filled or not params["period"]:
        return nothing_to_draw("The table has no period field." if filled else NOTHING)
    fig, axes = figure(12 * len(filled), 10, columns=len(filled))
    for ax, (name, result) in zip([axes] if len(filled) == 1 else list(axes), filled.items()):
        by, _ = over_panel(result, list(cases[params["unit"]]), list(cases[params["period"]]))
        over_periods(ax, by, params["consistency"])
        ax.set_title(name)
    return fig


def nothing_to_draw(text: str = NOTHING) -> Any:
    """Return a picture that says why it is empty."""
    from gisplug.report.figures import figure

    fig, ax = figure(12, 4)
    ax.set_axis_off()
    ax.text(0.5, 0.5, text, ha="center", va="center", transform=ax.transAxes)
    return fig


TOOL = Tool(
    id="fsqca",
    title="Fuzzy-set QCA",
    group="configuration",
    help="Finds combinations of conditions that are sufficient for a high outcome, and for a low one: calibration, "
    "necessity, truth table, "
    "complex, parsimonious and intermediate solutions, and the usual table of core and peripheral conditions. "
    "Panels are pooled, and "
    "consistency is also given by period and by unit.",
    params=(
        Param("panel", "table", "Table", "Table with one row per case: a panel, or one row per region."),
        Param("unit", "field", "Case field", "Column with the id of the case or unit.", parent="panel"),
        Param("period", "field", "Period field", "Column with the year, for panels.", parent="panel", optional=True),
        Param("outcome", "field", "Outcome", "Column to explain.", parent="panel"),
        Param(
            "conditions",
            "fields",
            "Conditions",
            "Columns whose combinations explain it; three to eight work best.",
            parent="panel",
        ),
        Param(
            "calibrated",
            "flag",
            "Already calibrated",
            "Tells that the columns are memberships between 0 and 1.",
            default=False,
        ),
        *calibration_params(),
        Param(
            "frequency",
            "integer",
            "Frequency cut-off",
            "Least number of cases of a truth-table row.",
            default=1,
            minimum=1,
            maximum=10000,
        ),
        Param(
            "consistency",
            "number",
            "Consistency cut-off",
            "Least consistency of a row with the outcome.",
            default=0.8,
            minimum=0.5,
            maximum=1.0,
        ),
        Param(
            "pri",
            "number",
            "PRI cut-off",
            "Least proportional reduction in inconsistency of a row with the outcome.",
            default=0.7,
            minimum=0.0,
            maximum=1.0,
        ),
        Param(
            "expectations",
            "text",
            "Directional expectations",
            "What theory expects of conditions: 1 presence helps, 0 absence helps, - neither, such as: gov1=1, "
            "market1=-. Presence is "
            "expected where nothing is said, and the reverse for the negated outcome.",
            optional=True,
        ),
        Param("negated", "flag", "Negated outcome too", "Analyses the absence of the outcome as well.", default=True),
        Param(
            "periods",
            "text",
            "Periods used",
            "Only these periods, joined by commas: a single year gives a cross-section.",
            optional=True,
            advanced=True,
        ),
    ),
    outputs=(
        Output(
            "paper",
            "paper",
            "Tables of the paper",
            "Calibration, necessity, configurations with core and peripheral conditions, three solutions, truth "
            "table, stability over the panel.",
        ),
        Output(
            "solutions",
            "table",
            "Solutions",
            "Terms of all solutions with consistency, PRI, raw and unique coverage and cases.",
        ),
        Output(
            "truth_table",
            "table",
            "Truth table",
            "Rows with cases: conditions, outcome, number, consistency, PRI, cases.",
        ),
        Output(
            "necessity", "table", "Necessity", "Consistency, coverage and relevance of every condition and its absence."
        ),
        Output("memberships", "table", "Memberships", "Calibrated memberships of every case."),
        m.figure_output("XY plots", "Membership in the outcome over membership in each configuration."),
        m.figure_output(
            "Consistency by period", "Consistency of each configuration in every period.", "periods_figure"
        ),
        Output("configurations", "number", "Configurations", "Number of configurations of the intermediate solution."),
        Output("solution_consistency", "number", "Solution consistency", "Consistency of the intermediate solution."),
        Output("solution_coverage", "number", "Solution coverage", "Coverage of the intermediate solution."),
        Output("solution", "text", "Solution", "The intermediate solution in words."),
    ),
    run=run,
    tags=("fsQCA", "QCA", "configurations", "necessity", "truth table"),
    example="gisplug fsqca --panel demo-panel --unit adcode --period year --outcome agg --conditions "
    "gov1,gov2,market1,market2,inf1,inf2 "
    "--pri 0.5 --paper fsqca.html --figure xy.png",
)
