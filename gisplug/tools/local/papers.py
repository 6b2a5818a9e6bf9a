"""The tables of a paper about local regressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.messages import message

if TYPE_CHECKING:
    from gisplug.local.result import LocalFit
    from gisplug.report.tables.paper_table import PaperTable

STATISTICS = {
    "rows": "Rows",
    "parameters": "Parameters",
    "sigma": "Standard error of the regression",
    "r2": "R²",
    "r2_adjusted": "Adjusted R²",
    "AICc": "AICc",
    "BIC": "BIC",
}
NAMES = {"gwr": "GWR", "mgwr": "Multiscale GWR", "gtwr": "GTWR"}


def local_papers(fit: LocalFit) -> list[PaperTable]:
    """Set out the coefficients over places, and the local regression beside one for all."""
    return [_coefficients(fit), _comparison(fit)]


def _coefficients(fit: LocalFit) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    summary = fit.by_term
    heads = {"pooled": "One for all", "mean": "Mean", "sd": "SD"}
    heads |= {"min": "Minimum", "q25": "Lower quartile", "median": "Median", "q75": "Upper quartile", "max": "Maximum"}
    shown = summary[list(heads)].rename(columns=heads).rename_axis("Variable")
    shown["Significant (share)"] = summary["significant"].to_numpy()
    shown["Critical t"] = summary["critical_t"].to_numpy()
    digits = {"Significant (share)": 3, "Critical t": 3}
    if summary["bandwidth"].nunique() > 1:
        shown["Bandwidth"] = summary["bandwidth"].to_numpy()
        digits["Bandwidth"] = 0 if fit.options["adaptive"] else 1
    notes = [
        message(
            "Significant: share of places whose coefficient is significant at {level:g} after the correction for the "
            "number of tests (da Silva & Fotheringham 2016); critical t: under that correction.",
            level=fit.level,
        ),
        *(note.text for note in fit.report.having("bandwidth", "pace", "cross-section", "pooled", "standardised")),
    ]
    if fit.options["permutations"]:
        shown["p (variability)"] = summary["p_variability"].to_numpy()
        notes.append(
            message(
                "p (variability): the standard deviation over places under one coefficient for all, {n} permutations, "
                "bandwidth unchanged.",
                n=fit.options["permutations"],
            )
        )
    title = message("Local coefficients, {method}, {outcome}", method=NAMES[fit.method], outcome=fit.formula.outcome)
    return plain_table(title, shown, notes, digits=digits)


def _comparison(fit: LocalFit) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    both = fit.comparison[list(STATISTICS)].rename(columns=STATISTICS).T.rename_axis("Statistic")
    shown = both.rename(columns={"pooled": "One for all", "local": NAMES[fit.method]}).astype(object)
    shown.loc["Rows"] = [f"{int(n):,}" for n in fit.comparison["rows"]]
    notes = ["Parameters: of a local regression the trace of its hat matrix."]
    if fit.effects != "none":
        notes.append("R²: within, of what the effects leave.")
    if fit.p_joint == fit.p_joint:
        notes.append(
            message(
                "That local coefficients explain no more than one for all: p = {p:.3f} ({n} permutations).",
                p=fit.p_joint,
                n=fit.options["permutations"],
            )
        )
    title = message(
        "{method} beside one regression for all, {outcome}", method=NAMES[fit.method], outcome=fit.formula.outcome
    )
    return plain_table(title, shown, notes)
