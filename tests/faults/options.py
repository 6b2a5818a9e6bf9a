"""Faults on the way from what a user gives to what a method is told: declarations, bounds, cases, rows, errors."""

from __future__ import annotations

from tests.faults.plant import Fault

CONVERSION = "gisplug/core/declare/conversion.py"
PARTS = "gisplug/core/declare/parts.py"
TOOL = "gisplug/core/declare/tool.py"
REGRESSION = "gisplug/tools/regression_options.py"
FRAME = "gisplug/panel/model_frame.py"
CONDITIONS = "gisplug/language/conditions.py"

DECLARED = ("tests/core/test_declare.py",)
HANDED_ON = ("tests/tools/test_handed_on.py",)
ROWS = ("tests/panel/test_rows_asked_for.py",)

FAULTS = (
    Fault(
        "a maximum is not checked",
        CONVERSION,
        "if param.maximum is not None and number > param.maximum:",
        "if False:",
        DECLARED,
    ),
    Fault(
        "a minimum is not checked",
        CONVERSION,
        "if param.minimum is not None and number < param.minimum:",
        "if False:",
        DECLARED,
    ),
    Fault(
        "a minimum itself is refused",
        CONVERSION,
        "number < param.minimum:",
        "number <= param.minimum:",
        DECLARED,
    ),
    Fault(
        "a maximum itself is refused",
        CONVERSION,
        "number > param.maximum:",
        "number >= param.maximum:",
        DECLARED,
    ),
    Fault(
        "a number with decimals is cut to a whole one",
        CONVERSION,
        " or number != int(number):",
        ":",
        DECLARED,
    ),
    Fault(
        "not a number passes",
        CONVERSION,
        "    if number != number:",
        "    if False:",
        DECLARED,
    ),
    Fault(
        "an unknown choice passes",
        CONVERSION,
        "    if value not in param.choices:",
        "    if False:",
        DECLARED,
    ),
    Fault(
        "off is on",
        CONVERSION,
        '"0": False, "off": False}',
        '"0": False, "off": True}',
        DECLARED,
    ),
    Fault(
        "applies_when: no case is looked at",
        TOOL,
        "for p in self.without_meaning(done)",
        "for p in ()",
        DECLARED,
    ),
    Fault(
        "applies_when: inputs that were not moved are refused",
        TOOL,
        "if values.get(p.name) not in (p.default, None)]",
        "if p.name in values]",
        DECLARED,
    ),
    Fault(
        "applies_when: one input of a case is enough",
        PARTS,
        "            all(_is_one_of(values[name], wanted)",
        "            any(_is_one_of(values[name], wanted)",
        DECLARED,
    ),
    Fault(
        "applies_when: all cases must hold",
        PARTS,
        "        return not self.applies_when or any(\n",
        "        return not self.applies_when or all(\n",
        DECLARED,
    ),
    Fault(
        "applies_when: given and not given change places",
        PARTS,
        '(value in (None, "", [])) == (wanted == NOT_GIVEN)',
        '(value in (None, "", [])) != (wanted == NOT_GIVEN)',
        DECLARED,
    ),
    Fault(
        "applies_when: above a bound holds at the bound",
        PARTS,
        "        return bool(value > wanted[1])",
        "        return bool(value >= wanted[1])",
        DECLARED,
    ),
    Fault(
        "a default goes before what was given",
        TOOL,
        "            value = given.get(name)\n",
        "            value = param.default if param.default is not None else given.get(name)\n",
        DECLARED,
    ),
    Fault(
        "an unknown parameter is swallowed",
        TOOL,
        "for name in given\n            if name not in known | outputs\n",
        "for name in given\n            if False\n",
        DECLARED,
    ),
    Fault(
        "a parameter that is needed is not asked for",
        TOOL,
        "                if param.required:\n",
        "                if False:\n",
        DECLARED,
    ),
    Fault(
        "cluster: the column is ignored",
        REGRESSION,
        "return str(asked.cluster or asked.errors)",
        "return str(asked.errors)",
        HANDED_ON,
    ),
    Fault(
        "where: the condition does not reach the estimator",
        REGRESSION,
        'return {"where": asked.where, "collinear": asked.collinear}',
        'return {"where": None, "collinear": asked.collinear}',
        HANDED_ON,
    ),
    Fault(
        "winsorise: the share does not reach the estimator",
        REGRESSION,
        '"winsorise": asked.winsorise}',
        '"winsorise": 0.0}',
        HANDED_ON,
    ),
    Fault(
        "row_weights: the column does not reach the estimator",
        REGRESSION,
        '"row_weights": asked.row_weights}',
        '"row_weights": None}',
        HANDED_ON,
    ),
    Fault(
        "where: a condition in words is not read",
        FRAME,
        "        return chosen_rows(panel, where), message(",
        "        return None, message(",
        ROWS,
    ),
    Fault(
        "where: truth values are not taken",
        FRAME,
        '    return rows.reshape(-1), "where"',
        '    return None, "where"',
        ROWS,
    ),
    Fault(
        "where: a balanced panel forgets its rows",
        FRAME,
        "        if self.rows is None:\n            return panel\n",
        "        return panel\n",
        ROWS,
    ),
    Fault(
        "where: the sample takes all rows",
        "gisplug/panel/sample.py",
        "if where is None else np.asarray(where, dtype=bool)",
        "if True else np.asarray(where, dtype=bool)",
        ROWS,
    ),
    Fault(
        "where: only the last of several conditions counts",
        CONDITIONS,
        "mask &= holds(reading, condition)",
        "mask = holds(reading, condition)",
        ROWS,
    ),
    Fault(
        "effects of the formula: those of the call win",
        FRAME,
        "    return written, more\n",
        "    return effects, more\n",
        ROWS,
    ),
)
