"""Parameters that the tools of autocorrelation declare."""

from __future__ import annotations

from gisplug.core.declare import Param
from gisplug.tools.inputs import choice_param, field_param, optional_polygon_params, seed_param


def variable_param() -> Param:
    """The column that is measured."""
    return field_param("variable", "Variable", "Column that is measured.")


def boundaries_params() -> tuple[Param, ...]:
    """Boundaries that layer and map need."""
    return optional_polygon_params("It is needed for the layer and the map.")


def permutation_params() -> tuple[Param, ...]:
    """Number of permutations and the seed."""
    return (
        Param(
            "permutations",
            "integer",
            "Permutations",
            "How many times the values are shuffled over the units.",
            default=999,
            minimum=0,
            maximum=999999,
        ),
        seed_param("Start of the random numbers; the same seed gives the same p-values."),
    )


def alternative_param() -> Param:
    """Tail of the test of a global statistic."""
    return choice_param(
        "alternative",
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


def missing_param() -> Param:
    """What is done about empty cells."""
    return choice_param(
        "missing",
        "Empty cells",
        "Refuse a variable with empty cells, or leave units without a value out of their period.",
        {"refuse": "Refuse", "drop": "Leave out"},
        "refuse",
        advanced=True,
    )


def isolates_param() -> Param:
    """Whether units without neighbours count."""
    return choice_param(
        "isolates",
        "Isolates",
        "Whether units without neighbours count in the number of units and in the mean, or are left out.",
        {"keep": "Count", "drop": "Leave out"},
        "keep",
        advanced=True,
    )


def at_param() -> Param:
    """Which period a picture shows."""
    return Param(
        "at", "text", "Period shown", "Period of the picture; the last one where it is left empty.", optional=True
    )


def labels_param() -> Param:
    """How many units a scatter plot names."""
    return Param(
        "labels",
        "integer",
        "Most labels",
        "How many units are named; those farthest from the centre come first.",
        default=60,
        minimum=0,
        maximum=1000,
        advanced=True,
    )
