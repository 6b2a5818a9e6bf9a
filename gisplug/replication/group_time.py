"""Group-time effects of Callaway and Sant'Anna as scripts for csdid and for R's did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gisplug.core.messages import message
from gisplug.numbers.fits.repeat import call_of
from gisplug.policy.adoption import adoption
from gisplug.policy.group_time import GroupTime
from gisplug.policy.rows import policy_frame
from gisplug.replication.script import Columns, Line, Remark, Script, expected_of, quoted

CSDID = {"dr": "dripw", "reg": "reg", "ipw": "stdipw"}


def of_group_time(name: str, fit: GroupTime) -> Script:
    """Return the script of group-time effects; the numbers expected are the simple and the dynamic averages."""
    made = call_of(fit)
    options = made.options
    frame = policy_frame(made.panel, options["formula"], options.get("where"))
    panel, formula = frame.panel, frame.formula
    policy = adoption(panel, formula.regressors[0], frame.rows)
    T, N = panel.T, panel.N
    periods = np.array(panel.periods, dtype=object)
    columns = Columns(np.tile(np.array(panel.ids, dtype=object), T), np.repeat(periods, N))
    y = columns.add(formula.outcome, panel.array(formula.outcome).ravel(), "outcome")
    controls = [columns.add(term, panel.array(term).ravel()) for term in fit.covariates]
    first = np.where(np.isfinite(policy.first), policy.first + 1, 0).astype(int)
    cohort = columns.add("cohort", np.tile(first, T), "cohort")
    rows = np.ones(T * N, dtype=bool) if frame.rows is None else frame.rows
    parts = {part: fit.aggregates[part] for part in ("simple", "dynamic")}
    terms = [f"{part}: {row}" for part, table in parts.items() for row in table.index]
    estimate = np.concatenate([table["estimate"].to_numpy() for table in parts.values()])
    se = np.concatenate([table["se"].to_numpy() for table in parts.values()])
    even = len(set(np.diff(policy.clock))) < 2
    plain = not options.get("balance") and options.get("incomplete", "drop") == "drop" and even
    why = (
        ""
        if plain
        else message("cohorts balanced by event time, pairs of incomplete units, or periods that are absent")
    )
    return Script(
        name,
        fit.title,
        made.name,
        columns.frame[rows],
        columns.labels,
        expected_of(terms, estimate, se),
        r=_r(name, y, controls, cohort, fit, options) if plain else (),
        stata=_stata(name, y, controls, cohort, fit, options) if plain else (),
        no_r=why,
        no_stata=why,
    )


def _r(name: str, y: str, controls: list[str], cohort: str, fit: GroupTime, options: Mapping[str, Any]) -> list[Line]:
    formula = f"~ {' + '.join(controls) or '1'}"
    control = {"never": "nevertreated", "notyet": "notyettreated"}[fit.control]
    anticipation = options.get("anticipation", 0)
    return [
        Remark(message("did is not in Debian: this script was not run by gisplug's tests.")),
        'needs("did")',
        f"d <- read_data({quoted(name)})",
        f'f <- did::att_gt(yname = {quoted(y)}, tname = "period_code", idname = "unit_code", gname = {quoted(cohort)},',
        f"                 xformla = {formula}, data = d, control_group = {quoted(control)},",
        f"                 est_method = {quoted(fit.method)}, base_period = {quoted(fit.base)},",
        f"                 anticipation = {anticipation}, bstrap = FALSE, cband = FALSE)",
        'simple <- did::aggte(f, type = "simple", bstrap = FALSE, cband = FALSE)',
        'dynamic <- did::aggte(f, type = "dynamic", bstrap = FALSE, cband = FALSE)',
        f"report({quoted(name)}, c(simple$overall.att, dynamic$overall.att, dynamic$att.egt),",
        "       c(simple$overall.se, dynamic$overall.se, dynamic$se.egt))",
    ]


def _stata(
    name: str, y: str, controls: list[str], cohort: str, fit: GroupTime, options: Mapping[str, Any]
) -> list[Line]:
    more = " notyet" * (fit.control == "notyet") + " long2" * (fit.base == "universal")
    names = " ".join([y, *controls])
    return [
        f'use "data/{name}.dta", clear',
        Remark(message("Errors are analytic, from influence functions, as gisplug's without bootstrap.")),
        f"csdid {names}, ivar(unit_code) time(period_code) gvar({cohort}) method({CSDID[fit.method]}){more}",
        "estat simple",
        "estat event",
    ]
