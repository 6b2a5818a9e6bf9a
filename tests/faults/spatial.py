"""Faults of spatial models: what they choose, and what an effect is worth."""

from __future__ import annotations

from tests.faults.plant import Fault

UNIT = "gisplug/spatial/effects/by_unit.py"
PATH = "gisplug/spatial/specification/decision_path.py"

EFFECTS = ("tests/spatial/test_unit_effect_errors.py",)
RULE = ("tests/spatial/test_decision_rules.py",)

FAULTS = (
    Fault(
        "sent: the slope in rho leaves theta out",
        UNIT,
        "(0.0 if w_x is None else theta * (w_x.T @ back))",
        "0.0",
        EFFECTS,
    ),
    Fault(
        "sent: the slope in rho is that of received",
        UNIT,
        "return np.stack([own, rows - own, columns - own])",
        "return np.stack([own, rows - own, rows - own])",
        EFFECTS,
    ),
    Fault(
        "errors of unit effects: no slope in rho",
        UNIT,
        "        slopes[:, 2] = _slope_in_rho(fit, parts, beta, theta, diagonals)\n",
        "        pass\n",
        EFFECTS,
    ),
    Fault(
        "errors of unit effects: own not taken off",
        UNIT,
        "return np.stack([own, rows - own, columns - own])",
        "return np.stack([own, rows, columns])",
        EFFECTS,
    ),
    Fault("received: own not taken off", UNIT, "theta * self.r1 - own, beta", "theta * self.r1, beta", EFFECTS),
    Fault("classes: the level is ignored", UNIT, "sure = (p < 1.0 - level)", "sure = (p < 0.05)", EFFECTS),
    Fault("p of unit effects: one-sided", UNIT, "p = 2.0 * stats.norm.sf", "p = stats.norm.sf", EFFECTS),
    Fault(
        "Anselin's rule removed",
        PATH,
        "    if plain_lag != plain_error:\n        lag, error = plain_lag, plain_error\n",
        "",
        RULE,
    ),
    Fault(
        "robust tests count where no plain one rejects",
        PATH,
        "    if not plain_lag and not plain_error:\n",
        "    if not lag and not error:\n",
        RULE,
    ),
    Fault(
        "SDM is kept where SAR holds and the LM tests agree",
        PATH,
        '    elif not needs_theta and pointed == "lag":\n',
        "    elif False:\n",
        RULE,
    ),
    Fault(
        "SEM though the LM tests point to a lag",
        PATH,
        '    elif not no_factor and pointed == "error":\n',
        "    elif not no_factor:\n",
        RULE,
    ),
)
