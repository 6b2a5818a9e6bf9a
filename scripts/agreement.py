"""Write the digits of agreement of all spatial models and tests into docs/agreement.md: python scripts/agreement.py"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE), str(HERE / "scripts" / "docs")]

from parts import write_part  # noqa: E402

from tests.oracles import specification  # noqa: E402
from tests.oracles.agreement import Row, rows  # noqa: E402

PAGE = HERE / "docs" / "agreement.md"


def main() -> None:
    """Write both parts."""
    folder = HERE.parent / "shared" / "oracles"
    found = list(rows(folder if folder.exists() else None))
    write_part(PAGE, "models", models(found))
    write_part(PAGE, "specification", specification.table())
    print(f"docs/agreement.md: {len(found)} rows, {sum(bool(row.unexplained) for row in found)} unexplained")


def models(found: list[Row]) -> str:
    """Return every model x effects form against the references, in digits."""
    reasons = list(dict.fromkeys(why for row in found for k, why in row.reasons.items() if row.digits.get(k, 16) < 6))
    lines = ["| data | reference | model | effects | form | digits of agreement |", "|---|---|---|---|---|---|"]
    lines += [_line(row, reasons) for row in found]
    lines += ["", "Reasons for fewer than six digits:", ""]
    lines += [f"{i + 1}. {why}." for i, why in enumerate(reasons)]
    short = sum(1 for row in found if row.unexplained)
    return "\n".join([*lines, "", f"{len(found)} rows, {short} unexplained."])


def _line(row: Row, reasons: list[str]) -> str:
    cells = [f"{name} {int(max(value, 0.0))}{_mark(row, name, value, reasons)}" for name, value in row.digits.items()]
    return f"| {row.case} | {row.reference} | {row.model} | {row.effects} | {row.correction} | {', '.join(cells)} |"


def _mark(row: Row, name: str, value: float, reasons: list[str]) -> str:
    return f" ({reasons.index(row.reasons[name]) + 1})" if value < 6.0 and name in row.reasons else ""


if __name__ == "__main__":
    main()
