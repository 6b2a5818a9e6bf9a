"""Parameters and small steps that the tools of panel methods share. Heavy imports stay inside the functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import Output, Param
from gisplug.tools.inputs import load_panel, panel_params

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.figure import Figure

    from gisplug.core.evidence import Report
    from gisplug.panel.frame import Panel
    from gisplug.report.tables.paper_table import PaperTable

ERROR_CHOICES = ("unit", "robust", "classical", "period", "unit+period", "driscoll-kraay")
EFFECT_CHOICES = ("twoways", "unit", "time", "none")


def outcome_params(key: str = "Regressors", controls: bool = True) -> tuple[Param, ...]:
    """Outcome, regressors and controls of a panel regression."""
    found = [
        *panel_params(),
        Param("outcome", "field", "Outcome", "Column with the variable to explain.", parent="panel"),
        Param(
            "regressors",
            "fields",
            key,
            "Columns whose coefficients the question is about; they stand first in the table.",
            parent="panel",
        ),
    ]
    return tuple(found) + (controls_params() if controls else ())


def controls_params() -> tuple[Param, ...]:
    """Controls as columns and as terms."""
    return (
        Param("controls", "fields", "Controls", "Columns that are held constant.", parent="panel", optional=True),
        Param(
            "terms",
            "text",
            "Further terms",
            "More regressors made from columns, joined by commas: a^2 (power), a:b (product), L.a and L2.a (lags), "
            "F.a (lead), "
            "D.a (difference), ln(a), centred(a), standard(a), trend.",
            optional=True,
            advanced=True,
        ),
    )


def effects_param(default: str = "twoways", choices: Sequence[str] = EFFECT_CHOICES) -> Param:
    """Which effects are taken out."""
    return Param(
        "effects",
        "choice",
        "Fixed effects",
        "Effects of units and periods that are taken out before the regression.",
        default=default,
        choices=tuple(choices),
    )


def errors_params(default: str = "unit") -> tuple[Param, ...]:
    """Which errors are allowed to be related."""
    return (
        Param(
            "errors",
            "choice",
            "Standard errors",
            "Clustered by unit, period or both ways, robust to heteroskedasticity (HC1), classical, or Driscoll-Kraay "
            "(robust to dependence across units and over time).",
            default=default,
            choices=ERROR_CHOICES,
        ),
        Param(
            "cluster",
            "field",
            "Cluster field",
            "Column to cluster standard errors by, such as the province of a city. It overrides the choice above.",
            parent="panel",
            optional=True,
            advanced=True,
        ),
    )


def rows_params() -> tuple[Param, ...]:
    """Which rows are used, and winsorising."""
    return (
        Param(
            "rows",
            "text",
            "Rows used",
            "Conditions joined by semicolons that rows must fulfil, such as: period >= 2012; region in east, west; "
            "unit not in 110000.",
            optional=True,
            advanced=True,
        ),
        Param(
            "winsorise",
            "number",
            "Winsorised share",
            "Share at each end whose values are set to the quantile there: 0.01 for 1 percent. Nought leaves the "
            "data as they are.",
            default=0.0,
            minimum=0.0,
            maximum=0.25,
            advanced=True,
        ),
    )


def under_param() -> Param:
    """What stands in parentheses."""
    return Param(
        "parentheses",
        "choice",
        "In parentheses",
        "Whether standard errors or t statistics stand under the coefficients.",
        default="se",
        choices=("se", "t"),
        choice_labels=("Standard errors", "t statistics"),
        advanced=True,
    )


def seed_params(draws: int, name: str = "draws", what: str = "random draws") -> tuple[Param, ...]:
    """Number of draws and their seed."""
    return (
        Param(name, "integer", "Draws", f"Number of {what}.", default=draws, minimum=0, maximum=100000),
        Param(
            "seed",
            "integer",
            "Seed",
            "Start of the random numbers; the same seed gives the same result.",
            default=1,
            minimum=0,
            advanced=True,
        ),
    )


def table_outputs(paper: str = "Table of the paper", table: str = "Estimates") -> tuple[Output, ...]:
    """Paper table and plain table of estimates."""
    return (
        Output(
            "paper",
            "paper",
            paper,
            "Table as a paper prints it, with stars, errors in parentheses and the statistics below.",
        ),
        Output(
            "table",
            "table",
            table,
            "Plain table with estimate, standard error, statistic, p-value and 95 percent interval.",
        ),
    )


def figure_output(label: str, help: str, name: str = "figure") -> Output:
    """A picture."""
    return Output(name, "figure", label, help)


def open_panel(params: Mapping[str, Any]) -> Panel:
    """Read the panel; absent rows are allowed and told."""
    return load_panel(params, unbalanced=True)


def terms_of(params: Mapping[str, Any], *names: str) -> list[str]:
    """Return the terms of several parameters in order, without repetition."""
    found: list[str] = []
    for name in names:
        value = params.get(name) or []
        found += split_terms(value) if isinstance(value, str) else value
    return list(dict.fromkeys(found))


def split_terms(text: Optional[str]) -> list[str]:
    """Split "a^2, L.b" at commas."""
    return [t.strip() for t in (text or "").replace(";", ",").split(",") if t.strip()]


def errors_of(params: Mapping[str, Any]) -> str:
    """Return the error structure asked for."""
    return str(params.get("cluster") or params["errors"])


def rows_of(panel: Panel, params: Mapping[str, Any], name: str = "rows") -> Optional[np.ndarray]:
    """Return the rows asked for."""
    from gisplug.language.conditions import chosen_rows

    return chosen_rows(panel, params.get(name))


def tell(progress: Any, report: Report) -> None:
    """Say what the report says."""
    for note in report.notes:
        (progress.warn if note.level == "warning" else progress.info)(note.text)


def save_table(frame: pd.DataFrame, path: Optional[str]) -> None:
    """Write a table with its index as columns."""
    if path:
        from gisplug.core.tables import write_table

        plain = frame if frame.index.name is None and frame.index.nlevels == 1 else frame.reset_index()
        write_table(plain, path)


def save_paper(table: Any, path: Optional[str]) -> None:
    """Write a paper table."""
    if path:
        from gisplug.report.tables.files import write_paper

        write_paper(table, path)


def save_fig(fig: Figure, path: Optional[str]) -> None:
    """Write a figure."""
    if path:
        from gisplug.report.figures import save_figure

        save_figure(fig, path)


def stacked(frames: Mapping[str, pd.DataFrame], name: str = "column") -> pd.DataFrame:
    """Put the estimates of several columns under one another."""
    import pandas as pd

    whole = pd.concat(dict(frames), names=[name])
    whole.index.names = [name, next(iter(frames.values())).index.name or "term"]
    return whole.reset_index()


def side_by_side(
    title: str, fits: Mapping[str, Any], notes: Sequence[str] = (), under: str = "se", order: Sequence[str] = ()
) -> PaperTable:
    """Set fits with `estimates` and `statistics()` side by side."""
    from gisplug.report.tables.paper_table import regression_table

    stats: dict[str, dict[str, Any]] = {}
    for head, fit in fits.items():
        for label, value in fit.statistics().items():
            stats.setdefault(label, {})[head] = value
    tables = {head: fit.estimates for head, fit in fits.items()}
    if order:
        tables = {
            h: t.loc[[*[o for o in order if o in t.index], *[i for i in t.index if i not in order]]]
            for h, t in tables.items()
        }
    return regression_table(title, tables, stats, notes=notes, under=under)  # type: ignore[arg-type]


def wanted(params: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return the outputs that have a path."""
    return {name: params[name] for name in names if params.get(name)}
