"""What is known of tests in small panels: a warning beside the number, by estimator, units and periods.

The shares are those of scripts/size_table.py (docs/regression/sizes.md): 30 units by 14 periods, true nulls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from gisplug.core.evidence import WARNING, Note, Report
from gisplug.core.messages import message

R = TypeVar("R")
FEW_UNITS = 60
FEW_PERIODS = 20


@dataclass(frozen=True)
class Rule:
    """When tests of an estimator do not hold their size, and what else does.

    Attributes
    ----------
    share : of true nulls that its tests at 5 % reject with 30 units and 14 periods
    applies : whether the options of the call are those in question
    instead : what holds, in the words of Python and of the tools
    units, periods : below which the warning is given
    """

    share: float
    instead: str
    applies: Callable[[Mapping[str, Any]], bool] = lambda options: True
    units: int = FEW_UNITS
    periods: int = 0


RULES = {
    "panel_gls": Rule(0.14, "Fixed effects with errors by unit hold"),
    "panel_threshold": Rule(0.25, "That is of the slopes where there is no threshold; go by the bootstrap test first"),
    "spatial_did": Rule(0.14, "Randomisation inference holds (placebo_policies; placebo-test)"),
    "group_time_effects": Rule(
        0.10,
        "That is the average by event time; the averages over all cells and by cohort hold, and so does randomisation "
        "inference (placebo_policies; placebo-test)",
    ),
    "did_imputation": Rule(0.10, "Randomisation inference holds (placebo_policies; placebo-test)"),
    "dynamic_gmm": Rule(0.09, "Fewer instruments (deepest, collapse) help; go by Hansen, not by Sargan"),
    "fixed_effects": Rule(
        0.09,
        "Errors by unit hold better",
        lambda options: options.get("errors") == "driscoll-kraay",
        units=0,
        periods=FEW_PERIODS,
    ),
}


def warned(result: R, estimator: str, panel: Any, options: Mapping[str, Any]) -> R:
    """Return the result, with a warning in its report where its tests are known not to hold in so small a panel."""
    rule = RULES.get(estimator)
    report = vars(result).get("report") if hasattr(result, "__dict__") else None
    if rule is None or not isinstance(report, Report) or not rule.applies(options):
        return result
    units, periods = int(panel.N), int(panel.T)
    if units >= rule.units and periods >= rule.periods:
        return result
    text = message(
        "With {units} units and {periods} periods these tests may reject too often: of true nulls "
        "about {share:.0%} at 5 % with 30 units and 14 periods. {instead}; calibrate measures it for "
        "this panel.",
        units=units,
        periods=periods,
        share=rule.share,
        instead=rule.instead,
    )
    object.__setattr__(result, "report", report + Report((Note(WARNING, "small-sample", text),)))
    return result
