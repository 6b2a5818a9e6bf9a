"""What is known of tests in small panels: a warning beside the number, by estimator, units, periods and clusters.

The shares are those of scripts/size_table.py; the table is in docs/regression/sizes.md, and a test holds both together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from gisplug.core.evidence import WARNING, Note, Report
from gisplug.core.messages import joined, message

R = TypeVar("R")
FEW_UNITS = 60
FEW_PERIODS = 20
MANY = 1_000_000  # units: what more of them do not mend
WITH_LAGS = ("slx", "sdm", "sdem", "gns")  # models with neighbours' regressors
GOOD = (0.03, 0.08)  # of a test at 5 %
PERMUTED = message("Randomisation inference holds (placebo_policies; placebo-test)")
WHOLE = message(
    "Go by the simulated p (calibrate), for the effect also by randomisation of whole clusters (placebo_policies and "
    "placebo-test, assigned_by)"
)


@dataclass(frozen=True)
class Rule:
    """When tests of an estimator do not hold their size, and what else does.

    Attributes
    ----------
    tests : which, in words
    share : of true nulls that they reject at 5 %
    row : of the table of sizes, "estimator: row or test", that holds the share
    instead : what holds, in the words of Python and of the tools
    applies : whether the options of the call are those in question
    units, periods : below which the warning is given; measured with 30 units and 14 periods
    clusters : whether it is given where clusters are few instead; measured with 8 of them
    """

    tests: str
    share: float
    row: str
    instead: str
    applies: Callable[[Mapping[str, Any]], bool] = lambda options: True
    units: int = FEW_UNITS
    periods: int = 0
    clusters: bool = False

    @property
    def head(self) -> str:
        """The estimator, as the table calls it."""
        return self.row.partition(":")[0]

    def concerns(self, panel: Any, options: Mapping[str, Any], report: Report) -> bool:
        """Tell whether a result of these options on a panel is one of those that the warning is for."""
        if not self.applies(options):
            return False
        if self.clusters:
            named = str(options.get("cluster") or options.get("errors") or "").removeprefix("cluster:")
            return bool(set(named.split("+")) - {"unit", "period"} and report.having("few-clusters"))
        return int(panel.N) < self.units or int(panel.T) < self.periods


TRANSFORMED = message("System GMM, regressors in transformed rows")
POLICY, RANDOM, DYNAMIC = message("SDM of a policy"), message("SDM, random effects"), message("SDM, dynamic")
HAUSMAN = message("Hausman test")
FIXED = message("Fixed effects hold (spatial_panel)")
EFFECT, BEFORE = message("the effect"), message("the test before the policy")


def _shocks(model: str, share: float, lagged: bool) -> Rule:
    """Return the rule of spatial models with Driscoll-Kraay errors, those with W x (`lagged`) or those without."""
    return Rule(
        message("tests"),
        share,
        f"{model}, Driscoll-Kraay: a",
        message("Errors by unit hold better"),
        lambda options: options.get("errors") == "driscoll-kraay" and (options.get("model") in WITH_LAGS) is lagged,
        units=0,
        periods=FEW_PERIODS,
    )


def _shared(head: str, effect: tuple[str, float], before: float | None = None) -> tuple[Rule, ...]:
    """Return the rules of an estimator where shocks are shared in few clusters; the row of the effect and its share."""
    rules = [Rule(EFFECT, effect[1], f"{head}: {effect[0]}", WHOLE, clusters=True)]
    if before is not None:
        rules.append(Rule(BEFORE, before, f"{head}: pre-trend", WHOLE, clusters=True))
    return tuple(rules)


def _system(options: Mapping[str, Any]) -> bool:
    return bool(options.get("system")) and options.get("exogenous") != "transformed"


def _transformed(options: Mapping[str, Any]) -> bool:
    return bool(options.get("system")) and options.get("exogenous") == "transformed"


def _differences(options: Mapping[str, Any]) -> bool:
    return not options.get("system")


def _moments(head: str, applies: Callable[[Mapping[str, Any]], bool], shares: Mapping[str, float]) -> tuple[Rule, ...]:
    """Return the rules of GMM: the row of the coefficient ("a") and tests with their shares; AR(2) with any number of
    units.
    """
    instead = message("Fewer instruments help (deepest, collapse)")
    called = {"a": message("coefficients")}
    return tuple(
        Rule(called.get(row, row), share, f"{head}: {row}", instead, applies, MANY if row == "AR(2)" else FEW_UNITS)
        for row, share in shares.items()
    )


def _slopes(method: str, head: str, row: str, share: float) -> Rule:
    """Return the rule of one method of quantile regression."""
    return Rule(
        message("slopes"),
        share,
        f"{head}: {row}",
        message("Go by the simulated p"),
        lambda options: options.get("method") == method,
    )


RULES: dict[str, tuple[Rule, ...]] = {
    "panel_gls": (Rule(message("tests"), 0.143, "Panel GLS: a", message("Fixed effects with errors by unit hold")),),
    "panel_threshold": (
        Rule(
            message("slopes where there is no threshold"),
            0.30,
            "Threshold: a (q > γ)",
            message("Go by the bootstrap test of the threshold first"),
            units=MANY,
        ),
    ),
    "spatial_panel": (_shocks("SAR", 0.14, lagged=False), _shocks("SDM", 0.17, lagged=True)),
    "spatial_did": (Rule(message("tests"), 0.14, f"{POLICY}: SDM: Policy", PERMUTED),),
    "random_effects": (
        Rule(
            message("coefficients, where errors are autocorrelated"),
            0.103,
            f"{RANDOM}: a",
            FIXED,
            units=MANY,
        ),
    ),
    "hausman": (
        Rule(
            message("{name}, where errors are autocorrelated", name="Hausman"),
            0.22,
            f"{HAUSMAN}: Hausman",
            FIXED,
            units=MANY,
        ),
        Rule(message("{name}, where errors are autocorrelated", name="Mundlak"), 0.135, f"{HAUSMAN}: Mundlak", FIXED),
    ),
    "dynamic_panel": (
        Rule(
            message("coefficients of neighbours' regressors"),
            0.083,
            f"{DYNAMIC}: W*a",
            message("Models without the outcome's past hold (spatial_panel)"),
        ),
    ),
    "group_time_effects": _shared("Callaway-Sant'Anna", ("calendar: overall", 0.33), 0.86),
    "did_imputation": (
        Rule(EFFECT, 0.083, "Imputation: ATT", message("Go by the wild bootstrap p below the estimate")),
    ),
    "sun_abraham": (
        Rule(BEFORE, 0.087, "Sun-Abraham: pre-trend", message("Those of event_study and did_imputation hold")),
        *_shared("Sun-Abraham", ("ATT", 0.38), 0.95),
    ),
    "event_study": _shared("Event study", ("ATT", 0.17), 0.42),
    "did_stacked": _shared("Stacked", ("ATT", 0.12), 0.48),
    "triple_difference": _shared("Triple differences", ("Policy × flag", 0.17)),
    "dynamic_gmm": (
        *_moments("Difference GMM", _differences, {"a": 0.087, "AR(2)": 0.093, "Hansen": 0.097, "Sargan": 0.103}),
        *_moments("System GMM", _system, {"a": 0.143, "Sargan": 0.133}),
        *_moments(TRANSFORMED, _transformed, {"a": 0.10, "AR(2)": 0.09, "Sargan": 0.14}),
    ),
    "quantile_panel": (
        _slopes("moments", message("Quantiles, moments"), "0.25: a", 0.10),
        _slopes("canay", message("Quantiles, canay"), "0.5: a", 0.09),
        _slopes("pooled", message("Quantiles, pooled"), "0.5: a", 0.117),
    ),
    "fixed_effects": (
        Rule(
            message("tests"),
            0.09,
            "Fixed effects, Driscoll-Kraay: a",
            message("Errors by unit hold better"),
            lambda options: options.get("errors") == "driscoll-kraay",
            units=0,
            periods=FEW_PERIODS,
        ),
    ),
}


def warned(result: R, estimator: str, panel: Any, options: Mapping[str, Any]) -> R:
    """Return the result, with warnings in its report where its tests are known not to hold in so small a panel, or with
    so few clusters.
    """
    report = vars(result).get("report") if hasattr(result, "__dict__") else None
    if not isinstance(report, Report):
        return result
    rules = [rule for rule in RULES.get(estimator, ()) if rule.concerns(panel, options, report)]
    few, small = ([rule for rule in rules if rule.clusters is clusters] for clusters in (True, False))
    notes = []
    if small and not few:
        text = message(
            "{head}: with {units} units and {periods} periods tests may reject too often. Rejected of true nulls at "
            "5 %, with 30 units and 14 periods: {shares}. {instead}; calibrate measures it for this panel.",
            head=small[0].head,
            units=int(panel.N),
            periods=int(panel.T),
            shares=_shares(small),
            instead=joined("; ", dict.fromkeys(rule.instead for rule in small)),
        )
        notes.append(Note(WARNING, "small-sample", text))
    if few:
        text = message(
            "{head}: where shocks are shared in few clusters tests reject too often. Rejected of true nulls at 5 %, "
            "with 8 regions of which three are treated one after another: {shares}. {instead}.",
            head=few[0].head,
            shares=_shares(few),
            instead=joined("; ", dict.fromkeys(rule.instead for rule in few)),
        )
        notes.append(Note(WARNING, "shared-shocks", text))
    if notes:
        object.__setattr__(result, "report", report + Report(tuple(notes)))
    return result


def _shares(rules: list[Rule]) -> str:
    """Return which tests reject in how many, in words."""
    return joined(", ", [message("{tests} {share:.0%}", tests=rule.tests, share=rule.share) for rule in rules])
