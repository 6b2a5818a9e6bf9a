"""Print docs/agreement.md: every model x effects form against the references, in digits. Run: python scripts/agreement.py"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HERE))

from tests.oracles.agreement import Row, rows  # noqa: E402

HEAD = """# Agreement with other implementations

Digits in which gisplug and a reference agree, for the worst number of each group (16 is all of them; numbers below a thousandth
of the largest of the group count as that). Made by `python scripts/agreement.py`; the tests in
`tests/spatial/test_spatial_oracles.py` hold every row to six digits or to a reason given here.

- us48: 48 states, 1980-2009, on data that ship with libpysal. munnell: 48 states, 1970-86 (plm::Produc). columbus, boston:
  cross-sections (T = 1).
- "independent" is a dense reference implementation written apart from gisplug; splm 1.6, spatialreg 1.2 and spreg 1.9 are the
  packages of that name. Forms: none = direct, transform = Lee-Yu transformation, bias = Lee-Yu bias correction.
"""


def main() -> None:
    shared = HERE.parent / "shared" / "oracles"
    found = list(rows(shared if shared.exists() else None))
    reasons = list(dict.fromkeys(why for row in found for k, why in row.reasons.items() if row.digits.get(k, 16) < 6))
    lines = [HEAD, "| data | reference | model | effects | form | digits of agreement |", "|---|---|---|---|---|---|"]
    lines += [_line(row, reasons) for row in found]
    lines += ["", "Reasons for fewer than six digits:", ""]
    lines += [f"{i + 1}. {why}." for i, why in enumerate(reasons)]
    short = sum(1 for row in found if row.unexplained)
    lines += ["", f"{len(found)} rows, {short} unexplained."]
    (HERE / "docs" / "agreement.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"docs/agreement.md: {len(found)} rows, {short} unexplained")


def _line(row: Row, reasons: list[str]) -> str:
    cells = [f"{name} {int(max(value, 0.0))}{_mark(row, name, value, reasons)}" for name, value in row.digits.items()]
    return f"| {row.case} | {row.reference} | {row.model} | {row.effects} | {row.correction} | {', '.join(cells)} |"


def _mark(row: Row, name: str, value: float, reasons: list[str]) -> str:
    return f" ({reasons.index(row.reasons[name]) + 1})" if value < 6.0 and name in row.reasons else ""


if __name__ == "__main__":
    main()
