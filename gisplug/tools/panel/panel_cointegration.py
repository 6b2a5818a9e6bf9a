"""Tool: panel tests of cointegration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.inputs import choice_param, choices_param, field_param, fields_param, seed_param
from gisplug.tools.panel.results import TERMS, paper_of_tests
from gisplug.tools.panel_inputs import PanelInputs, open_panel
from gisplug.tools.results import FilePath, paper_output, save_paper, save_table, table_output, tell

if TYPE_CHECKING:
    from gisplug.panel.testing.cointegration import CointegrationTests
    from gisplug.report.tables.paper_table import PaperTable

HEADS = {
    "test": "Test",
    "statistic": "Statistic",
    "z": "Standardised",
    "p": "p",
    "p_sim": "p (simulated)",
    "p_boot": "p (bootstrap)",
    "decision": "Decision",
}


class Asked(PanelInputs):
    """What the tool is asked."""

    outcome: str = field_param("Outcome", "Column on the left side of the long-run relation, with a unit root.")
    regressors: list[str] = fields_param("Regressors", "Columns on its right side, each with a unit root.")
    tests: list[str] = choices_param(
        "Tests",
        "Of residuals with slopes that differ by unit (Pedroni, seven statistics) or are the same for all (Kao, five; "
        "intercepts only), or of error correction (Westerlund, four).",
        {"pedroni": "Pedroni", "kao": "Kao", "westerlund": "Westerlund"},
        ["pedroni", "kao", "westerlund"],
    )
    deterministic: Literal["none", "intercept", "trend"] = choice_param(
        "Deterministic part",
        "What each unit's relation may have besides the regressors. Kao's tests are left out, which is told, where it "
        "is not an intercept.",
        {"none": "Nothing", "intercept": "Intercept", "trend": "Intercept and trend"},
        "intercept",
    )
    lags: int = param("integer", "Lags", "Lagged differences in every regression.", default=1, minimum=0, maximum=20)
    leads: int = param(
        "integer",
        "Leads",
        "Leads of the regressors' differences in Westerlund's error-correction models.",
        default=0,
        minimum=0,
        maximum=20,
        advanced=True,
        applies_when=({"tests": ("westerlund",)},),
    )
    kernel: Optional[int] = param(
        "integer",
        "Kernel lags",
        "Bartlett lags of long-run variances. Where it is left empty: 4 (T / 100)^(2/9), rounded.",
        optional=True,
        minimum=0,
        maximum=50,
        advanced=True,
    )
    demean: bool = param(
        "flag",
        "Remove period means",
        "Subtract the mean of each period first, against common shocks.",
        default=False,
    )
    simulations: int = param(
        "integer",
        "Simulations",
        "Number of simulated panels of independent random walks for the simulated p-values; nought leaves them out.",
        default=499,
        minimum=0,
        maximum=100000,
        advanced=True,
    )
    bootstrap: int = param(
        "integer",
        "Bootstrap draws",
        "Number of panels for bootstrap p-values, which allow for dependence between units; nought leaves them out.",
        default=499,
        minimum=0,
        maximum=100000,
    )
    seed: int = seed_param()
    table: FilePath = table_output("Tests", "Statistics, standardised, with all p-values.")
    paper: FilePath = paper_output("Statistics with stars and p-values.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.panel.testing.cointegration import TESTS, panel_cointegration

    panel = open_panel(asked, progress)
    found = panel_cointegration(
        panel,
        asked.outcome,
        asked.regressors,
        [t for t in TESTS if t in asked.tests],
        asked.deterministic,
        lags=asked.lags,
        leads=asked.leads,
        kernel=asked.kernel,
        demean=asked.demean,
        simulations=asked.simulations,
        bootstrap=asked.bootstrap,
        seed=asked.seed,
        progress=progress,
    )
    tell(progress, found.report)
    save_table(found.table, asked.table)
    if asked.paper:
        save_paper(_paper(found), asked.paper)
    first = found.table.iloc[0]
    return {**asked.written(), "statistic": float(first["statistic"]), "p": float(first[_goes_by(found)])}


def _goes_by(found: CointegrationTests) -> str:
    return "p_boot" if found.bootstrap else "p_sim" if found.simulations else "p"


def _paper(found: CointegrationTests) -> PaperTable:
    p = _goes_by(found)
    notes = [
        message(
            "Null: no cointegration of {outcome} with {regressors}. With {terms}; lags {lags}, leads "
            "{leads}, kernel {kernel}{clause}. {n} units, {t} periods.",
            outcome=found.outcome,
            regressors=", ".join(found.regressors),
            terms=TERMS[found.deterministic],
            lags=found.lags,
            leads=found.leads,
            kernel=found.kernel,
            clause=message("; period means removed") if found.demeaned else "",
            n=found.n,
            t=found.t,
        ),
        "p: by published moments and the normal curve; Pedroni panel v rejects to the right, all others to the left.",
    ]
    if found.simulations:
        notes.append(
            message(
                "Simulated p: {simulations} panels of independent random walks, seed {seed}.",
                simulations=found.simulations,
                seed=found.seed,
            )
        )
    if found.bootstrap:
        notes.append(
            message(
                "Bootstrap p: {bootstrap} panels of whole periods, which keep the units dependent.",
                bootstrap=found.bootstrap,
            )
        )
    notes += [note.text for note in found.report.having("kao-left-out")]
    notes.append(message("Stars and decisions go by {heads}. *** p < 0.01, ** p < 0.05, * p < 0.1.", heads=HEADS[p]))
    return paper_of_tests("Panel cointegration tests", found.table, p, HEADS, notes)


TOOL = Tool(
    id="panel_cointegration",
    title="Panel cointegration tests",
    group="panel",
    help="Tests whether variables with unit roots move together in the long run: Pedroni's seven statistics, Kao's "
    "five and Westerlund's four. P-values come from the limits; from simulated random walks of the same size, safer in "
    "short panels; and from a bootstrap that keeps the dependence between units.",
    inputs=Asked,
    values=(
        Output("statistic", "number", "First statistic", "Statistic of the first row."),
        Output(
            "p", "number", "First p-value", "P-value of the first row: bootstrap, else simulated, else of the limit."
        ),
    ),
    run=run,
    tags=("cointegration", "Pedroni", "Kao", "Westerlund", "协整"),
    example="gisplug panel-cointegration --panel demo-panel --unit adcode --period year --outcome develop --regressors "
    "agg --paper cointegration.html",
)
