"""Triple differences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.messages import joined, message
from gisplug.core.vocabulary import known
from gisplug.language.formula import Formula
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.projections import residualised
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where
from gisplug.panel.sample import draw_sample, fixed_effects_of
from gisplug.policy.adoption import PolicyFit, adoption, policy_and_controls
from gisplug.policy.rows import policy_frame, with_columns
from gisplug.regression.fixed_effects import fixed_effects


class TripleOptions(TypedDict, total=False):
    """Further options of `triple_difference`.

    Attributes
    ----------
    absorb : more groupings to take out, such as "region:period"; also after the bar of the formula
    winsorise : share of every term to winsorise at each end
    """

    absorb: Sequence[str]
    winsorise: float


@repeatable
def triple_difference(
    panel: Panel,
    formula: str | Formula,
    flag: str,
    *,
    errors: str = "unit",
    where: Where = None,
    collinear: str = "refuse",
    **options: Unpack[TripleOptions],
) -> PolicyFit:
    """Compare the policy's effect between units with and without a flag (0/1, constant over time).

    Effects of units and of periods by flag are taken out; "region:period" in `absorb` makes the comparison within
    regions, where the policy's own effect may then not be identified and is left out.

    Parameters
    ----------
    formula : "outcome ~ policy + controls"
    flag : column, 0 or 1
    errors, where, collinear : as in `fixed_effects`; the difference itself is never omitted.
    options : `absorb` and `winsorise`, as in `TripleOptions`

    Raises
    ------
    ModelError
        If the flag is not 0/1, nobody is treated, or the difference is not identified.
    """
    known(options, TripleOptions, "triple_difference")
    frame = policy_frame(panel, formula, where, absorb=options.get("absorb", ()), also=(flag,))
    if frame.effects != "twoways":
        raise ModelError(
            "Triple differences take out the effects of units and periods; name both after the bar, or none."
        )
    values = frame.panel.array(flag)
    values = np.where(np.isfinite(values), values, np.nan)
    if not set(np.unique(values[np.isfinite(values)])) <= {0.0, 1.0}:
        raise ModelError(message("{flag} is 0 or 1 for triple differences; split it at its median first.", flag=flag))
    (policy, controls), outcome = policy_and_controls(frame.formula), frame.formula.outcome
    made = adoption(frame.panel, policy, frame.rows)
    on = made.treated.astype(float)
    wide = with_columns(frame.panel, {"Policy": on, "Policy x flag": on * values})
    groups = (f"{flag}:period", *frame.absorb)
    sample = draw_sample(wide, [outcome, "Policy", *controls], where=frame.rows)
    left = residualised(sample.columns[:, 1:2], fixed_effects_of(sample, "twoways", groups))
    main = ("Policy",) if (left**2).sum() > 1e-8 * max((sample.columns[:, 1] ** 2).sum(), 1e-300) else ()
    fit = fixed_effects(
        wide,
        Formula(outcome, ("Policy x flag", *main, *controls)),
        errors=errors,
        where=frame.rows,
        collinear=collinear,
        absorb=groups,
        winsorise=options.get("winsorise", 0.0),
    )
    label = message("Policy × {flag}", flag=flag)
    if lost := {label if t == "Policy x flag" else t: why for t, why in fit.omitted.items() if t not in controls}:
        told = joined("; ", (message("{term} {why}", term=term, why=why) for term, why in lost.items()))
        raise ModelError(
            message("The effect is not identified: {told}. Leave out a control, or use fewer effects.", told=told)
        )
    named = {"Policy x flag": label}
    return PolicyFit(
        "Triple differences",
        fit.estimates.rename(index=named),
        None,
        None,
        pd.DataFrame(),
        fit.statistics,
        made.report + fit.report,
        omitted=fit.omitted,
        outcome=outcome,
        cov=fit.cov.rename(index=named, columns=named),
        df=fit.df,
    )
