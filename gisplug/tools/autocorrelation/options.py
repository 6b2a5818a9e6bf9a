"""Parameters that the tools of autocorrelation declare."""

from __future__ import annotations

from typing import Any, Optional

from gisplug.core.declare import ABOVE_ZERO, Inputs, param
from gisplug.tools.inputs import OptionalUnitsInputs, choice_param, field_param, optional_units_param, seed_param


def variable_param() -> Any:
    """The column that is measured."""
    return field_param("Variable", "Column that is measured.")


class BoundariesInputs(OptionalUnitsInputs, after=True):
    """Boundaries that layer and map need."""

    units: Optional[str] = optional_units_param("It is needed for the layer and the map.")


def permutations_param() -> Any:
    """How many permutations are made."""
    return param(
        "integer",
        "Permutations",
        "How many times the values are shuffled over the units.",
        999,
        minimum=0,
        maximum=999999,
    )


class PermutationInputs(Inputs, after=True):
    """Number of permutations and the seed."""

    permutations: int = permutations_param()
    seed: int = seed_param(
        "Start of the random numbers; the same seed gives the same p-values.",
        applies_when=({"permutations": ABOVE_ZERO},),
    )


def alternative_param() -> Any:
    """Tail of the test of a global statistic."""
    return choice_param(
        "Alternative",
        "Positive autocorrelation (the one-sided test that papers print), negative autocorrelation, or either.",
        {
            "greater": "Positive autocorrelation",
            "less": "Negative autocorrelation",
            "two-sided": "Either (two-sided)",
        },
        "greater",
        advanced=True,
    )


def level_param(help: str = "Largest p-value that makes a unit part of a cluster.") -> Any:
    """Level of the tests of local statistics."""
    return param("number", "Significance level", help, default=0.05, minimum=1e-06, maximum=0.5)


def correction_param() -> Any:
    """Which p of a local statistic is compared with the level."""
    return choice_param(
        "Correction for many tests",
        "Which p-value is compared with the level: as permuted, corrected for false discovery (Benjamini and "
        "Hochberg) or for all units (Bonferroni). The layer holds all three.",
        {"none": "None", "fdr": "False discovery rate", "bonferroni": "Bonferroni"},
        "none",
    )


def tail_param(one_side: str = "the others test one side.") -> Any:
    """Side of the test of a local statistic; `one_side` says what the sides are of."""
    return choice_param(
        "Tail",
        "Folded takes the smaller side as GeoDa does; two-sided doubles it; " + one_side,
        {
            "folded": "Folded (as GeoDa)",
            "two-sided": "Two-sided",
            "greater": "Positive autocorrelation",
            "less": "Negative autocorrelation",
        },
        "folded",
        advanced=True,
    )


def maps_param() -> Any:
    """Which periods are mapped."""
    return param(
        "text",
        "Periods on the maps",
        "Periods that are mapped, joined by commas. First, middle ones and last, at most four, where it is left empty.",
        optional=True,
    )


def missing_param() -> Any:
    """What is done about empty cells."""
    return choice_param(
        "Empty cells",
        "Refuse a variable with empty cells, or leave units without a value out of their period.",
        {"refuse": "Refuse", "drop": "Leave out"},
        "refuse",
        advanced=True,
    )


def isolates_param() -> Any:
    """Whether units without neighbours count."""
    return choice_param(
        "Isolates",
        "Whether units without neighbours count in the number of units and in the mean, or are left out.",
        {"keep": "Count", "drop": "Leave out"},
        "keep",
        advanced=True,
    )


def at_param() -> Any:
    """Which period a picture shows."""
    return param("text", "Period shown", "Period of the picture; the last one where it is left empty.", optional=True)


def labels_param() -> Any:
    """How many units a scatter plot names."""
    return param(
        "integer",
        "Most labels",
        "How many units are named; those farthest from the centre come first.",
        default=60,
        minimum=0,
        maximum=1000,
        advanced=True,
    )
