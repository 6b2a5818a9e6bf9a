"""The tables of a paper about the geographical detector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.messages import message

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.structure.strata.geodetector import Geodetector

METHODS = {
    "equal": "Equal steps",
    "quantile": "Quantiles",
    "natural": "Natural breaks",
    "geometric": "Geometric steps",
    "sd": "Standard deviations",
    "given": "As given",
}
KINDS = {
    "nonlinear": "Nonlinear enhancement",
    "independent": "Independent",
    "bivariate": "Enhancement by both",
    "none": "No gain",
}
ALPHA = 0.05


def detector_papers(found: Geodetector, at: object, permutations: int) -> list[PaperTable]:
    """Set out the four detectors of one sample, and q by period where there are several."""
    when = message("all periods") if at == "all" else str(at)
    tables = [_factors(found, at, when, permutations)]
    if len(found.periods) > 1:
        tables.append(_by_period(found, permutations))
    if len(found.interactions):
        tables += [_interactions(found, at, when), _ecological(found, at, when)]
    return [*tables, _risk(found, at, when)]


def _of(frame: pd.DataFrame, at: object) -> pd.DataFrame:
    return frame[frame["period"] == at].drop(columns="period")


def _factors(found: Geodetector, at: object, when: str, permutations: int) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    table = _of(found.factors, at)
    heads = {"q": "q", "q_adjusted": "q less chance", "F": "F", "p": "p (F)", "p_noncentral": "p (noncentral F)"}
    if permutations:
        heads["p_permuted"] = "p (shuffles)"
    shown = table[list(heads)].rename(columns=heads)
    shown["Way to cut"] = [message(METHODS[m]) for m in table["method"]]
    shown["Classes"] = table["classes"].to_numpy()
    shown.index = table["factor"].rename("Factor")
    notes = [
        "q is the share of the variance that lies between classes. p (noncentral F) is what the packages GD and "
        "geodetector print; it changes when a constant is added to the outcome.",
        "p (F) does not know that the cut with the largest q was taken.",
    ]
    if permutations:
        notes.append(message("p (shuffles): {n} shuffles of the units, the cut chosen anew in each.", n=permutations))
    return plain_table(message("Factor detector, {outcome}, {when}", outcome=found.outcome, when=when), shown, notes)


def _by_period(found: Geodetector, permutations: int) -> PaperTable:
    from gisplug.report.tables.paper_table import STAR_NOTE, plain_table, stars

    table = found.factors
    p = "p_permuted" if permutations else "p"
    said = [f"{q:.3f}{stars(sure)}" for q, sure in zip(table["q"], table[p])]
    wide = table.assign(said=said).pivot(index="period", columns="factor", values="said")
    wide = wide[list(dict.fromkeys(table["factor"]))].rename_axis("Period")
    note = message("Stars by p of {what}. ", what=message("shuffles") if permutations else "F") + STAR_NOTE
    return plain_table(message("q by period, {outcome}", outcome=found.outcome), wide, (note,))


def _interactions(found: Geodetector, at: object, when: str) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    table = _of(found.interactions, at)
    heads = {
        "q_first": "q of the first",
        "q_second": "q of the second",
        "q": "q of both",
        "q_adjusted": "q less chance",
        "q_side_by_side": "Side by side",
        "F": "F",
        "p": "p",
    }
    shown = table[list(heads)].rename(columns=heads)
    shown.insert(4, "Interaction", [message(KINDS[kind]) for kind in table["kind"]])
    shown.index = (table["first"] + " × " + table["second"]).rename("Factors")
    note = (
        "Nonlinear enhancement: q of both is above the sum of each; enhancement by both: above the larger. Overlaid "
        "classes never account for less. F and p: both overlaid against their effects side by side."
    )
    title = message("Interaction detector, {outcome}, {when}", outcome=found.outcome, when=when)
    return plain_table(title, shown, (note,))


def _ecological(found: Geodetector, at: object, when: str) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    table = _of(found.ecological, at)
    shown = table[["F", "p"]].copy()
    shown["Accounts for more"] = [
        row.stronger if row.p < ALPHA else message("No difference") for row in table.itertuples()
    ]
    shown.index = (table["first"] + " × " + table["second"]).rename("Factors")
    note = message(
        "F: within sum of squares of the first factor over that of the second (Wang et al. 2010); level {alpha:g}.",
        alpha=ALPHA,
    )
    title = message("Ecological detector, {outcome}, {when}", outcome=found.outcome, when=when)
    return plain_table(title, shown, (note,))


def _risk(found: Geodetector, at: object, when: str) -> PaperTable:
    """Return the means by class, and which classes each differs from."""
    from gisplug.report.tables.paper_table import plain_table

    table, pairs = _of(found.means, at).reset_index(drop=True), _of(found.risk, at)
    differ = pairs[pairs["p_holm"] < ALPHA]
    place = {(f, label): str(k) for f, label, k in zip(table["factor"], table["label"], table["class"])}
    others: dict[tuple[str, str], list[str]] = {key: [] for key in place}
    for row in differ.itertuples():
        others[row.factor, row.class_a].append(place[row.factor, row.class_b])
        others[row.factor, row.class_b].append(place[row.factor, row.class_a])
    shown = table[["label", "rows", "mean", "sd"]].copy()
    shown.columns = ["Values", "Rows", "Mean", "Standard deviation"]
    keys = list(zip(table["factor"], table["label"]))
    shown["Differs from class"] = [", ".join(sorted(others[key], key=int)) or "–" for key in keys]
    shown.index = table["class"].astype(str).rename("Class")
    heads = {int(i): str(f) for i, f in table["factor"].drop_duplicates().items()}
    note = message("Welch's test with Holm's correction for all pairs of a factor, level {alpha:g}.", alpha=ALPHA)
    title = message("Risk detector, {outcome}, {when}", outcome=found.outcome, when=when)
    return plain_table(title, shown, (note,), panels=heads)
