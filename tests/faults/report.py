"""Faults of the numbers that tables show."""

from __future__ import annotations

from tests.faults.plant import Fault

TABLE = "gisplug/report/tables/paper_table.py"
TESTS = ("tests/report/test_papers.py", "tests/report/test_numbers_shown.py")

FAULTS = (
    Fault(
        "tiny p: rounded to nought", TABLE, "    if 0 <= cell < smallest and _is_p(head):\n", "    if False:\n", TESTS
    ),
    Fault(
        "tiny p: one that is nought is shown as such",
        TABLE,
        "    if 0 <= cell < smallest and _is_p",
        "    if 0 < cell < smallest and _is_p",
        TESTS,
    ),
    Fault(
        "tiny p: below a larger bound than is shown",
        TABLE,
        'return f"<{10.0**-digits:.{digits}f}"',
        'return f"<{10.0**(1-digits):.{digits}f}"',
        TESTS,
    ),
    Fault("tiny numbers: rounded to nought", TABLE, "    if 0 < abs(cell) < smallest or", "    if", TESTS),
    Fault("stars: at the level", TABLE, 'if p < level), "")', 'if p <= level), "")', TESTS),
    Fault("stars: of the third level dropped", TABLE, ', (0.1, "*"))', ")", TESTS),
    Fault(
        "under: errors and statistics change places",
        TABLE,
        '"se" if under == "se" else "stat"',
        '"stat" if under == "se" else "se"',
        TESTS,
    ),
    Fault("rounding error is a number", TABLE, "    if abs(cell) < ROUNDING:\n        cell = 0.0\n", "", TESTS),
)
