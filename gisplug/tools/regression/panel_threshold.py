"""Tool: Hansen's panel threshold regression."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param, Tool
from gisplug.tools.regression import shared as m


def run(params: Mapping[str, Any], progress: Any) -> Mapping[str, Any]:
    from gisplug.regression.panel_threshold import panel_threshold
    from gisplug.report.charts.threshold import threshold_panels
    from gisplug.report.figures import figure

    panel = m.open_panel(params)
    split = list(params["regressors"])
    q = params["threshold"] or split[0]
    count = params["thresholds"]
    fit = panel_threshold(
        panel,
        params["outcome"],
        split,
        m.terms_of(params, "terms", "controls"),
        q=q,
        thresholds="auto" if count == "auto" else int(count),
        most=3,
        effects=params["effects"],
        errors=m.errors_of(params),
        trim=params["trim"],
        grid=params["grid"],
        bootstraps=params["draws"],
        variant=params["variant"],
        seed=params["seed"],
        where=m.rows_of(panel, params),
        progress=progress,
    )
    m.tell(progress, panel.report + fit.report)
    if params["paper"]:
        m.save_paper(papers(fit, params["parentheses"]), params["paper"])
    m.save_table(fit.estimates, params["table"])
    m.save_table(fit.tests, params["tests"])
    if params["figure"]:
        n = len(fit.curves)
        fig, axes = figure(12 if n == 1 else 9 * n, 8.5, columns=n)
        threshold_panels(
            [axes] if n == 1 else list(axes), fit.curves, fit.thresholds, fit.critical, f"Threshold of {q}"
        )
        m.save_fig(fig, params["figure"])
    first = fit.thresholds.iloc[0]
    return {
        **m.wanted(params, "paper", "table", "tests", "figure"),
        "gamma": float(first["gamma"]),
        "low": float(first["low"]),
        "high": float(first["high"]),
        "f": float(fit.tests["F"].iloc[0]),
        "p": float(fit.tests["p"].iloc[0]),
    }


def papers(fit: Any, under: Any) -> list[Any]:
    """Return the tables of tests, thresholds and regimes."""
    from gisplug.report.tables.paper_table import plain_table, regression_table

    tests = fit.tests.rename(columns={"sse": "RSS", "p": "p", "crit10": "10 %", "crit5": "5 %", "crit1": "1 %"})
    note = f"Bootstrap with {fit.bootstraps} draws; critical values from the bootstrap. Variant: {fit.variant}."
    first = plain_table(
        f"Threshold effect tests, threshold variable {fit.q}", tests, notes=(note,), digits=4, stub="Model"
    )
    shown = fit.thresholds.rename(columns={"gamma": "Estimate", "low": "95 % low", "high": "95 % high"})
    shown.index = [f"Threshold {i}" for i in shown.index]
    second = plain_table(
        "Threshold estimates",
        shown,
        notes=(f"Interval: values whose likelihood ratio is not above {fit.critical:.2f}.",),
        stub="Threshold",
    )
    stats = {"Observations": {"(1)": fit.n}, "Units": {"(1)": fit.units}, "R2 within": {"(1)": fit.r2_within}}
    stats |= {f"Rows, {name}": {"(1)": int(row["rows"])} for name, row in fit.regimes.iterrows()}
    third = regression_table(
        f"Threshold regression of {fit.formula.outcome}", {"(1)": fit.estimates}, stats, under=under
    )
    return [first, second, third]


TOOL = Tool(
    id="panel_threshold",
    title="Panel threshold regression",
    group="regression",
    help="Finds values of a threshold variable at which the effect of a regressor changes (Hansen 1999). One, two "
    "and three "
    "thresholds are tested by bootstrap, and the likelihood ratio gives each an interval. The panel must be balanced.",
    params=(
        *m.outcome_params("Regime-dependent regressors"),
        Param(
            "threshold",
            "field",
            "Threshold variable",
            "Column that decides the regime. The first regime-dependent regressor is used where it is left empty.",
            parent="panel",
            optional=True,
        ),
        Param(
            "thresholds",
            "choice",
            "Number of thresholds",
            "How many thresholds the final model has; automatic takes as many as are significant at 5 percent, at "
            "least one.",
            default="auto",
            choices=("auto", "1", "2", "3"),
        ),
        m.effects_param("twoways", ("twoways", "unit")),
        *m.errors_params("robust"),
        *m.seed_params(300, what="bootstrap draws for each test; nought leaves the tests out"),
        Param(
            "trim",
            "number",
            "Trimmed share",
            "Share of the values at each end that cannot be thresholds, and least share of a regime.",
            default=0.01,
            minimum=0.001,
            maximum=0.3,
            advanced=True,
        ),
        Param(
            "grid",
            "integer",
            "Grid points",
            "Most candidate thresholds that are searched; more distinct values are thinned to quantiles.",
            default=400,
            minimum=20,
            maximum=20000,
            advanced=True,
        ),
        Param(
            "variant",
            "choice",
            "Variant",
            "The textbook within transformation, or the one of Hansen's GAUSS program, which leaves out the last "
            "demeaned period.",
            default="textbook",
            choices=("textbook", "gauss"),
            advanced=True,
        ),
        m.rows_params()[0],
        m.under_param(),
    ),
    outputs=(
        *m.table_outputs(),
        Output(
            "tests",
            "table",
            "Threshold tests",
            "F, bootstrap p-value and critical values for one, two and three thresholds.",
        ),
        m.figure_output(
            "Likelihood-ratio plot",
            "Likelihood ratio over the candidate thresholds with the critical value and the interval.",
        ),
        Output("gamma", "number", "First threshold", "Estimate of the first threshold."),
        Output("low", "number", "Lower limit", "Lower limit of its 95 percent interval."),
        Output("high", "number", "Upper limit", "Upper limit of its 95 percent interval."),
        Output("f", "number", "F of one threshold", "F statistic of one threshold against none."),
        Output("p", "number", "P-value of one threshold", "Bootstrap p-value of one threshold against none."),
    ),
    run=run,
    tags=("threshold", "Hansen", "regime", "non-linear"),
    example="gisplug panel-threshold --panel demo-panel --unit adcode --period year --outcome develop --regressors agg "
    "--controls wage,second,third --paper threshold.html --figure threshold.png",
)
