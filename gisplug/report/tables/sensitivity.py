"""Tables of sensitivity as a paper prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from gisplug.core.messages import message
from gisplug.report.tables.paper_table import PaperTable, plain_table
from gisplug.sensitivity.effect import IN_SENTENCES, Effect

if TYPE_CHECKING:
    from gisplug.sensitivity.influence import Influence
    from gisplug.sensitivity.placebo.placebo_weights import PlaceboWeights
    from gisplug.sensitivity.specifications.curve import SpecificationCurve

DRIVERS = {"levels": "Levels", "share": "Share of the variance", "share_of_sign": "Share of the variance of the sign"}
CHOICES = {
    "n": "n",
    "mean": "Mean",
    "median": "Median",
    "positive": "Share positive",
    "significant": "Share p < 0.05",
    "difference": "Difference",
    "difference_held": "Difference, others held",
}
RANGE = {
    "estimate": "With all",
    "se": "SE",
    "lowest": "Lowest",
    "lowest_without": "without",
    "highest": "Highest",
    "highest_without": "without ",
    "change_se": "Largest change in SE",
    "sign": "Sign changes",
    "significance": "Significance changes",
}
WITHOUT = {
    "estimate": "Estimate",
    "se": "SE",
    "p": "p",
    "change": "Change",
    "change_se": "Change in SE",
}
QUANTITIES = {
    "coefficient": "Coefficients",
    "lag": "Spatial lags of the regressors",
    "direct": "Direct effects",
    "indirect": "Indirect effects",
    "total": "Total effects",
}
NETWORKS = {
    "observed": "Under W",
    "mean": "Mean",
    "sd": "SD",
    "low": "2.5 %",
    "high": "97.5 %",
    "p": "p",
}
MOST_SHOWN = 10
JOINT = {"observed": "Observed", "null_low": "Null 2.5 %", "null_high": "Null 97.5 %", "p": "p"}


def curve_papers(found: SpecificationCurve) -> list[PaperTable]:
    """Return a summary of all specifications, what drives them, means by choice, and joint tests where there are."""
    notes = [note.text for note in found.report.notes]
    facts = pd.DataFrame({"Value": pd.Series(found.statistics, dtype=object)}).rename_axis("Statistic")
    made = [plain_table(found.title, facts, notes)]
    if found.joint is not None:
        head = message("All specifications together, no effect of {key}", key=found.key)
        made.append(plain_table(head, found.joint[list(JOINT)].rename(columns=JOINT).rename_axis("Test"), digits=3))
    shares = found.drivers[list(DRIVERS)].rename(columns=DRIVERS).rename_axis("Choice")
    shares["Levels"] = ["" if pd.isna(v) else int(v) for v in found.drivers["levels"]]
    note = "Shares of the variance of the estimates: Shapley values of R2 of a model that adds up the choices."
    made.append(plain_table(message("What drives the effect of {key}", key=found.key), shares, [note], digits=3))
    return [*made, _by_choice(found)]


def _by_choice(found: SpecificationCurve) -> PaperTable:
    frame = found.choices
    sizes = frame.index.get_level_values("choice").value_counts()
    frame = frame[[sizes[choice] > 1 for choice, _ in frame.index]]
    firsts = {choice: place for place, (choice, _) in reversed(list(enumerate(frame.index)))}
    heads = {place: choice for choice, place in firsts.items()}
    shown = frame.droplevel("choice")[list(CHOICES)].rename(columns=CHOICES).rename_axis("Chosen")
    shown["n"] = frame["n"].astype(int).to_numpy()
    note = "Differences of the mean from that of the first; the others held: in a model that adds up the choices."
    return plain_table(message("Effect of {key} by choice", key=found.key), shown, [note], panels=heads)


def influence_papers(found: Influence, variable: str, effect: Effect) -> list[PaperTable]:
    """Return the range of every number, and the most influential for one effect."""
    frame, heads = _grouped(found.table())
    notes = [
        message(
            "Left out one after another: {n}. A change is in standard errors of the fit with all (p < 0.05 counts as "
            "significant).",
            n=found.statistics["Left out one after another"],
        ),
        *(note.text for note in found.report.warnings),
    ]
    first = plain_table(found.title, frame[list(RANGE)].rename(columns=RANGE), notes, panels=heads)
    rows = found.of(variable, effect).iloc[:MOST_SHOWN].rename(index=dict(found.names))
    shown = rows[list(WITHOUT)].rename(columns=WITHOUT).rename_axis("Without")
    head = message("Most influential for the {effect} of {key}", effect=IN_SENTENCES[effect], key=variable)
    return [first, plain_table(head, shown)]


def placebo_papers(found: PlaceboWeights) -> list[PaperTable]:
    """Return what the model says under W beside what it says under random networks (LeSage and Pace 2014)."""
    frame, heads = _grouped(found.tests)
    notes = [
        *(note.text for note in found.report.notes),
        message(
            "p: share of the networks, W among them, whose value is at least as large in absolute value. {share:.0%} "
            "of the networks have a higher log-likelihood than W.",
            share=found.better,
        ),
        "A small p says that this network carries more than one with the same numbers of neighbours at random. It does "
        "not say that the links are the true ones: networks that overlap give like effects (LeSage and Pace 2014), and "
        "shocks that neighbours share pass for spillovers.",
    ]
    return [plain_table(found.title, frame[list(NETWORKS)].rename(columns=NETWORKS), notes, panels=heads)]


def _grouped(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[int, str]]:
    """Return a frame, index (variable, quantity), by variable, and the headings of its quantities by place."""
    quantities = frame.index.get_level_values("quantity")
    order = [place for kind in QUANTITIES for place in (quantities == kind).nonzero()[0]]
    sorted_frame = frame.iloc[order]
    heads: dict[int, str] = {}
    for place, kind in enumerate(sorted_frame.index.get_level_values("quantity")):
        if QUANTITIES[kind] not in heads.values():
            heads[place] = QUANTITIES[kind]
    return sorted_frame.droplevel("quantity").rename_axis("Variable"), heads
