"""Inputs of fuzzy-set qualitative comparative analysis."""

from __future__ import annotations

from typing import Optional

from gisplug.core.declare import output, param
from gisplug.tools.configuration.options import CalibrationInputs
from gisplug.tools.inputs import field_param, fields_param
from gisplug.tools.results import FilePath, paper_output


class FsqcaInputs(CalibrationInputs):
    """What a qualitative comparative analysis is asked."""

    panel: str = param("table", "Table", "Table with one row per case: a panel, or one row per region.")
    unit: str = field_param("Case field", "Column with the id of the case or unit.")
    period: Optional[str] = field_param("Period field", "Column with the year, for panels.", optional=True)
    outcome: str = field_param("Outcome", "Column to explain.")
    conditions: list[str] = fields_param(
        "Conditions", "Columns whose combinations explain it; three to eight work best."
    )
    calibrated: bool = param(
        "flag",
        "Already calibrated",
        "Tells that the columns are memberships between 0 and 1.",
        default=False,
    )
    frequency: int = param(
        "integer",
        "Frequency cut-off",
        "Least number of cases of a truth-table row.",
        default=1,
        minimum=1,
        maximum=10000,
    )
    consistency: float = param(
        "number",
        "Consistency cut-off",
        "Least consistency of a row with the outcome.",
        default=0.8,
        minimum=0.5,
        maximum=1.0,
    )
    pri: float = param(
        "number",
        "PRI cut-off",
        "Least proportional reduction in inconsistency of a row with the outcome.",
        default=0.7,
        minimum=0.0,
        maximum=1.0,
    )
    expectations: Optional[str] = param(
        "text",
        "Directional expectations",
        "What theory expects of conditions: 1 presence helps, 0 absence helps, - neither, such as: gov1=1, "
        "market1=-. Presence is expected where nothing is said, and the reverse for the negated outcome.",
        optional=True,
    )
    negated: bool = param("flag", "Negated outcome too", "Analyses the absence of the outcome as well.", default=True)
    periods: Optional[str] = param(
        "text",
        "Periods used",
        "Only these periods, joined by commas: a single year gives a cross-section.",
        optional=True,
        advanced=True,
    )
    paper: FilePath = paper_output(
        "Calibration, necessity, configurations with core and peripheral conditions, three solutions, truth "
        "table, stability over the panel.",
        "Tables of the paper",
    )
    solutions: FilePath = output(
        "table",
        "Solutions",
        "Terms of all solutions with consistency, PRI, raw and unique coverage and cases.",
    )
    truth_table: FilePath = output(
        "table",
        "Truth table",
        "Rows with cases: conditions, outcome, number, consistency, PRI, cases.",
    )
    necessity: FilePath = output(
        "table", "Necessity", "Consistency, coverage and relevance of every condition and its absence."
    )
    memberships: FilePath = output("table", "Memberships", "Calibrated memberships of every case.")
    figure: FilePath = output("figure", "XY plots", "Membership in the outcome over membership in each configuration.")
    periods_figure: FilePath = output(
        "figure", "Consistency by period", "Consistency of each configuration in every period."
    )
