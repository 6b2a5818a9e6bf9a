"""Tool: Hansen's panel threshold regression."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.core.vocabulary import Cell, Effects, ErrorStructure
from gisplug.tools.calibration import CalibrateInputs, calibrated
from gisplug.tools.inputs import (
    SampleInputs,
    choice_param,
    draws_param,
    field_param,
    seed_param,
)
from gisplug.tools.panel_inputs import load_panel
from gisplug.tools.regression_options import (
    ControlsInputs,
    EffectsInputs,
    ErrorsInputs,
    FurtherRowsInputs,
    ParenthesesInputs,
    RegressorsInputs,
    asked_of,
    errors_of,
    errors_param,
    formula_of,
    regressors_param,
    removed_effects_param,
)
from gisplug.tools.regression_results import TableFiles, warnings_of, with_constants
from gisplug.tools.results import FilePath, axes_in_a_row, save_figure, save_paper, save_table, tell

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.regression.panel_threshold import ThresholdFit
    from gisplug.report.tables.paper_table import PaperTable


class Asked(
    RegressorsInputs,
    ControlsInputs,
    EffectsInputs,
    ErrorsInputs,
    SampleInputs,
    FurtherRowsInputs,
    CalibrateInputs,
    ParenthesesInputs,
    TableFiles,
):
    """What the tool is asked."""

    regressors: list[str] = regressors_param("Regime-dependent regressors")
    threshold: Optional[str] = field_param(
        "Threshold variable",
        "Column that decides the regime. The first regime-dependent regressor is used where it is left empty.",
        optional=True,
    )
    thresholds: Literal["auto", "1", "2", "3"] = choice_param(
        "Number of thresholds",
        "How many thresholds the final model has; automatic takes as many as are significant at 5 percent, at "
        "least one.",
        {"auto": "Automatic", "1": "One", "2": "Two", "3": "Three"},
        "auto",
    )
    most: Literal["1", "2", "3"] = choice_param(
        "Thresholds tested",
        "How many thresholds are tested one after another: one against none, two against one, three against two.",
        {"1": "Single", "2": "Single and double", "3": "Single, double and triple"},
        "3",
    )
    effects: Effects = removed_effects_param(("twoways", "unit"))
    errors: ErrorStructure = errors_param("robust")
    draws: int = draws_param("bootstrap draws for each test; nought leaves the tests out", 300)
    seed: int = seed_param()
    trim: float = param(
        "number",
        "Trimmed share",
        "Share of the values at each end that cannot be thresholds, and least share of a regime.",
        default=0.01,
        minimum=0.001,
        maximum=0.3,
        advanced=True,
    )
    grid: int = param(
        "integer",
        "Grid points",
        "Most candidate thresholds that are searched; more distinct values are thinned to quantiles.",
        default=400,
        minimum=20,
        maximum=20000,
        advanced=True,
    )
    variant: Literal["textbook", "gauss"] = choice_param(
        "Variant",
        "The textbook within transformation, or the one of Hansen's GAUSS program, which leaves out the last "
        "demeaned period.",
        {"textbook": "Textbook", "gauss": "Hansen's GAUSS program"},
        "textbook",
        advanced=True,
    )
    tests: FilePath = output(
        "table",
        "Threshold tests",
        "Residual sum of squares, mean square, F, bootstrap p-value and critical values for one, two and three "
        "thresholds, with the thresholds of each model and their intervals.",
    )
    figure: FilePath = output(
        "figure",
        "Likelihood-ratio plot",
        "Likelihood ratio over the candidate thresholds with the critical value and the interval.",
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.regression.panel_threshold import panel_threshold

    panel = load_panel(asked, unbalanced=True)
    split = list(asked.regressors)
    count = asked.thresholds
    fit = panel_threshold(
        panel,
        formula_of(asked, split),
        asked.threshold or split[0],
        split=split,
        thresholds="auto" if count == "auto" else int(count),
        most=max(int(asked.most), 1 if count == "auto" else int(count)),
        effects=asked.effects,
        errors=errors_of(asked),
        trim=asked.trim,
        grid=asked.grid,
        draws=asked.draws,
        variant=asked.variant,
        seed=asked.seed,
        progress=progress,
        **asked_of(asked),
    )
    tell(progress, panel.report + fit.report)
    more = calibrated(asked, progress, {"": fit}, asked.seed)
    if asked.paper:
        save_paper([*_papers(fit, asked), *more], asked.paper)
    save_table(with_constants(fit.estimates, fit, asked.rows), asked.table)
    save_table(_tests(fit), asked.tests)
    if asked.figure:
        _save_figure(fit, asked.figure)
    first = fit.thresholds.iloc[0]
    return {
        **asked.written(),
        "gamma": float(first["gamma"]),
        "low": float(first["low"]),
        "high": float(first["high"]),
        "f": float(fit.tests["F"].iloc[0]),
        "p": float(fit.tests["p"].iloc[0]),
    }


def _tests(fit: ThresholdFit) -> pd.DataFrame:
    """Return one row a threshold of every model tested: the test beside its first threshold, and the interval."""
    import pandas as pd

    rows, labels = [], []
    for (model, number), line in fit.stages.iterrows():
        test = fit.tests.loc[model] if number == 1 else fit.tests.loc[model] * float("nan")
        rows.append({**test, **line})
        labels.append(model if len(fit.stages.loc[model]) == 1 else f"{model}, {number}")
    return pd.DataFrame(rows, index=pd.Index(labels, name="model"))


def _papers(fit: ThresholdFit, asked: Asked) -> list[PaperTable]:
    """Return the table of tests with their thresholds, and that of the slopes by regime."""
    from gisplug.report.tables.paper_table import plain_table, regression_table

    heads = {"sse": "RSS", "mse": "MSE", "crit10": "10 %", "crit5": "5 %", "crit1": "1 %", "gamma": "Threshold"}
    level = f"{fit.level * 100:g} %"
    tests = _tests(fit).rename(
        columns={**heads, "low": message("{level} low", level=level), "high": message("{level} high", level=level)}
    )
    notes = (
        message(
            "Bootstrap with {bootstraps} draws; critical values from the bootstrap. Variant: {variant}. "
            "MSE is RSS over N (T - 1). Interval: values whose likelihood ratio is not above "
            "{critical:.2f}.",
            bootstraps=fit.bootstraps,
            variant=message(fit.variant),
            critical=fit.critical,
        ),
        *warnings_of([fit]),
    )
    title = message("Threshold effect tests and threshold estimates, threshold variable {q}", q=fit.q)
    first = plain_table(title, tests, notes=notes, digits={"MSE": 6}, stub="Model")
    facts: dict[str, Cell] = {}
    for number, row in fit.thresholds.iterrows():
        facts[message("Threshold {number}", number=number)] = float(row["gamma"])
        facts[message("Threshold {number}, {level} interval", number=number, level=level)] = (
            f"[{row['low']:.4f}, {row['high']:.4f}]"
        )
    facts |= {"F of one more threshold": float(fit.tests["F"].iloc[len(fit.thresholds) - 1])}
    facts |= {"p (bootstrap)": float(fit.tests["p"].iloc[len(fit.thresholds) - 1])}
    facts |= {message("Rows, {name}", name=name): int(row["rows"]) for name, row in fit.regimes.iterrows()}
    shown = fit.statistics
    facts |= {label: shown[label] for label in shown if not label.startswith("Threshold")}
    title = message("Threshold regression of {outcome}", outcome=fit.formula.outcome)
    stats = {label: {"(1)": value} for label, value in facts.items()}
    frame = with_constants(fit.estimates, fit, asked.rows)
    return [first, regression_table(title, {"(1)": frame}, stats, under=asked.parentheses)]


def _save_figure(fit: ThresholdFit, path: str) -> None:
    from gisplug.report.charts.threshold import threshold_panels

    n = len(fit.curves)
    fig, axes = axes_in_a_row(n, 12 if n == 1 else 9 * n, 8.5)
    threshold_panels(axes, fit.curves, fit.thresholds, fit.critical, message("Threshold of {q}", q=fit.q))
    save_figure(fig, path)


TOOL = Tool(
    id="panel_threshold",
    title="Panel threshold regression",
    group="regression",
    help="Finds values of a threshold variable at which the effect of a regressor changes (Hansen 1999). One, two "
    "and three thresholds are tested by bootstrap, and the likelihood ratio gives each an interval. The panel "
    "must be balanced.",
    inputs=Asked,
    values=(
        Output("gamma", "number", "First threshold", "Estimate of the first threshold."),
        Output("low", "number", "Lower limit", "Lower limit of its 95 percent interval."),
        Output("high", "number", "Upper limit", "Upper limit of its 95 percent interval."),
        Output("f", "number", "F of one threshold", "F statistic of one threshold against none."),
        Output("p", "number", "P-value of one threshold", "Bootstrap p-value of one threshold against none."),
    ),
    run=run,
    tags=("threshold", "Hansen", "regime", "non-linear"),
    example="gisplug panel-threshold --panel demo-panel --unit adcode --period year --outcome develop --regressors "
    "agg --controls wage,second,third --paper threshold.html --figure threshold.png",
)
