"""Tables of a qualitative comparative analysis: plain ones to compute on, and those that a paper prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.messages import joined, message
from gisplug.tools.configuration.fsqca_inputs import FsqcaInputs
from gisplug.tools.results import save_table

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.configuration.fsqca import Configurations
    from gisplug.report.tables.paper_table import PaperTable

NECESSARY = 0.9  # consistency from which a single condition is called necessary
ANCHOR_HEADS = {"full": "Full membership", "crossover": "Crossover", "none": "Full non-membership"}
FIT_HEADS = {"consistency": "Consistency", "PRI": "PRI", "coverage": "Raw coverage", "unique": "Unique coverage"}
KINDS = {"complex": "Complex", "parsimonious": "Parsimonious", "intermediate": "Intermediate"}
SOLUTION_COLUMNS = ("outcome", "solution", "term", "consistency", "PRI", "coverage", "unique", "cases")


def anchors_paper(title: str, anchors: pd.DataFrame) -> PaperTable:
    """The anchors of every set."""
    from gisplug.report.tables.paper_table import plain_table

    return plain_table(title, anchors.drop(columns="halves").rename(columns=ANCHOR_HEADS), stub="Set")


def save_tables(
    asked: FsqcaInputs, found: Mapping[str, Configurations], members: pd.DataFrame, cases: pd.DataFrame
) -> None:
    """Write the plain tables.

    Parameters
    ----------
    members : one row a case, one column a set, 0 to 1
    cases : one row a case in the same order: columns of unit and period
    """
    import pandas as pd

    if asked.solutions:
        save_table(_solutions(found), asked.solutions)
    truth = {name: result.truth[result.truth["n"] > 0] for name, result in found.items()}
    save_table(pd.concat(truth, names=["outcome"]), asked.truth_table)
    necessity = {name: result.necessity for name, result in found.items()}
    save_table(pd.concat(necessity, names=["outcome"]), asked.necessity)
    keyed = pd.concat([cases.reset_index(drop=True), members.reset_index(drop=True)], axis=1)
    save_table(keyed, asked.memberships)


def _solutions(found: Mapping[str, Configurations]) -> pd.DataFrame:
    import pandas as pd

    parts = {(name, kind): s.terms for name, f in found.items() for kind, s in f.solutions.items() if len(s.terms)}
    if not parts:
        return pd.DataFrame(columns=list(SOLUTION_COLUMNS)).set_index("outcome")
    return pd.concat(parts, names=["outcome", "solution"])


def papers(
    asked: FsqcaInputs, found: Mapping[str, Configurations], anchors: Optional[pd.DataFrame], cases: pd.DataFrame
) -> list[PaperTable]:
    """Return calibration, necessity, configurations, other solutions, truth tables and spread over the panel.

    Parameters
    ----------
    anchors : one row a set, columns full, crossover, none in the units of the raw variable
    cases : one row a case: columns of unit and period
    """
    from gisplug.configuration.fsqca import LEGEND, symbol_table
    from gisplug.report.tables.paper_table import plain_table

    cuts = message(
        "Cut-offs: frequency {frequency}, consistency {consistency:g}, PRI {pri:g}.",
        frequency=asked.frequency,
        consistency=asked.consistency,
        pri=asked.pri,
    )
    tables = [anchors_paper("Calibration anchors", anchors)] if anchors is not None else []
    tables.append(_necessity(found))
    if any(len(result.solutions["intermediate"].terms) for result in found.values()):
        letters = joined(
            "; ",
            (
                message("{letter}: configurations for {name}", letter=letter, name=name)
                for letter, name in zip("HL", found)
            ),
        )
        notes = (LEGEND, message("{letters}.", letters=letters), cuts)
        title = "Configurations (intermediate solution)"
        tables.append(plain_table(title, symbol_table(found), notes=notes, stub="Condition"))
    for name, result in found.items():
        tables += _of_outcome(name, result, cuts)
        if asked.period and len(result.solutions["intermediate"].terms):
            tables.append(_spread(name, result, list(cases[asked.unit]), list(cases[asked.period])))
    return tables


def _necessity(found: Mapping[str, Configurations]) -> PaperTable:
    import pandas as pd

    from gisplug.report.tables.paper_table import plain_table

    need = pd.concat({n: f.necessity[["consistency", "coverage", "RoN"]] for n, f in found.items()}, axis=1)
    need.columns = [f"{n}: {c}" for n, c in need.columns]
    above = [
        message("{condition} for {name}", condition=condition, name=name)
        for name, result in found.items()
        for condition in result.necessity.index[result.necessity["consistency"] >= NECESSARY]
    ]
    note = (
        message("Consistency of at least {necessary}: {above}.", necessary=NECESSARY, above=joined(", ", above))
        if above
        else message(
            "No single condition reaches a consistency of {necessary}: none is necessary.", necessary=NECESSARY
        )
    )
    return plain_table("Necessity of single conditions", need, notes=(note,), stub="Condition")


def _of_outcome(name: str, result: Configurations, cuts: str) -> Iterator[PaperTable]:
    """The three solutions of one outcome, where there are any, and its truth table."""
    import pandas as pd

    from gisplug.report.tables.paper_table import plain_table

    rows = _solution_rows(result)
    if rows:
        frame = pd.DataFrame.from_dict(rows, orient="index")
        frame.index = [term for _, term in rows]
        kinds = [kind for kind, _ in rows]
        heads = {i: kind for i, kind in enumerate(kinds) if i == 0 or kinds[i - 1] != kind}
        yield plain_table(message("Three solutions for {name}", name=name), frame, panels=heads, stub="Term")
    truth = result.truth[result.truth["n"] > 0].sort_values("consistency", ascending=False).drop(columns="cases")
    yield plain_table(message("Truth table for {name}", name=name), truth, notes=(cuts,), stub="Row")


def _solution_rows(result: Configurations) -> dict[tuple[str, str], dict[str, Any]]:
    """Return fit by (kind of solution, term); the whole solution stands below its terms."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for kind, solution in result.solutions.items():
        for term, fit in solution.terms.iterrows():
            rows[KINDS.get(kind, kind), str(term)] = {label: fit[name] for name, label in FIT_HEADS.items()}
        if len(solution.terms):
            whole = (solution.consistency, solution.PRI, solution.coverage, "")
            rows[KINDS.get(kind, kind), "Solution"] = dict(zip(FIT_HEADS.values(), whole))
    return rows


def _spread(name: str, result: Configurations, units: list[Any], periods: list[Any]) -> PaperTable:
    from gisplug.configuration.fsqca import over_panel
    from gisplug.report.tables.paper_table import plain_table

    note = "Distances after Garcia-Castro and Arino (2016); below 0.2 is usually taken as stable."
    title = message("Consistency between periods and within units for {name}", name=name)
    return plain_table(title, over_panel(result, units, periods)[1], stub="Term", notes=(note,))
