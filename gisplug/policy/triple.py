"""Triple differences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.language.formula import Formula
from gisplug.language.terms import term_array
from gisplug.numbers.projections import residualised
from gisplug.panel.frame import Panel
from gisplug.panel.sample import draw_sample, fixed_effects_of
from gisplug.policy.adoption import PolicyFit, adoption, with_columns
from gisplug.regression.fixed_effects import fixed_effects


def triple_difference(
    panel: Panel,
    outcome: str,
    policy: str,
    flag: str,
    controls: Sequence[str] = (),
    *,
    absorb: Sequence[str] = (),
    errors: str = "unit",
    where: np.ndarray | None = None,
    winsorise: float = 0.0,
) -> PolicyFit:
    """Compare the policy's effect between units with and without a flag (0/1, constant over time).

    Effects of units and of periods by flag are taken out; "region:period" in `absorb` makes the comparison within
    regions, where the policy's own effect may then not be identified and is left out. `where` is (T * N,) bool.

    Raises
    ------
    ModelError
        If the flag is not 0/1, or nobody is treated.
    """
    values = term_array(panel, flag)
    if not set(np.unique(values[np.isfinite(values)])) <= {0.0, 1.0}:
        raise ModelError(f"{flag} is 0 or 1 for triple differences; split it at its median first.")
    made = adoption(panel, policy)
    on = made.treated.astype(float)
    wide = with_columns(panel, {"Policy": on, "Policy x flag": on * values})
    groups = (f"{flag}:period", *absorb)
    sample = draw_sample(wide, [outcome, "Policy", *controls], where=where)
    left = residualised(sample.columns[:, 1:2], fixed_effects_of(sample, "twoways", groups))
    main = ("Policy",) if (left**2).sum() > 1e-8 * max((sample.columns[:, 1] ** 2).sum(), 1e-300) else ()
    formula = Formula(outcome, ("Policy x flag", *main, *controls))
    fit = fixed_effects(wide, formula, errors=errors, absorb=groups, where=where, winsorise=winsorise)
    label = f"Policy × {flag}"
    return PolicyFit(
        "Triple differences",
        fit.estimates.rename(index={"Policy x flag": label}),
        None,
        None,
        pd.DataFrame(),
        fit.statistics(),
        made.report + fit.report,
    )
