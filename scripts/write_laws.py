"""Write which law holds for which estimator into docs/laws.md: python scripts/write_laws.py"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE), str(HERE / "scripts" / "docs")]

from parts import write_part  # noqa: E402

from tests.laws.estimator import Estimator  # noqa: E402
from tests.laws.laws import LAWS, in_part, without  # noqa: E402
from tests.laws.registry import EVERY  # noqa: E402

PAGE = HERE / "docs" / "laws.md"
HOLDS, PARTLY, NOTHING = "+", "(+)", ""


def parts() -> dict[str, str]:
    """Return the parts of the page by name."""
    return {"laws": laws(), "table": table(), "exemptions": exemptions(), "partly": partly()}


def laws() -> str:
    """Return each law in words."""
    lines = ["| law | what it says |", "| --- | --- |"]
    return "\n".join([*lines, *(f"| {law} | {text} |" for law, text in LAWS.items())])


def table() -> str:
    """Return estimators by laws, with the numbers of exemptions."""
    lines = [f"| estimator | {' | '.join(LAWS)} |", f"| --- |{' :-: |' * len(LAWS)}"]
    for estimator in EVERY:
        marks = [_mark(estimator, law) for law in LAWS]
        lines.append(f"| `{estimator.name}` | {' | '.join(marks)} |")
    return "\n".join(lines)


def exemptions() -> str:
    """Return why a law cannot hold, by the numbers in the table."""
    lines = []
    for number, why in enumerate(_reasons(), 1):
        where = [f"`{e.name}` ({law})" for e in EVERY for law, reason in e.exempt.items() if reason == why]
        lines.append(f"{number}. {why}: {', '.join(where)}.")
    return "\n".join(lines)


def partly() -> str:
    """Return for which columns a law holds otherwise than for the rest."""
    lines = ["| estimator | law | but |", "| --- | --- | --- |"]
    rows = [(e.name, law, in_part(e, law)) for e in EVERY for law in LAWS]
    return "\n".join([*lines, *(f"| `{name}` | {law} | {what} |" for name, law, what in rows if what)])


def _reasons() -> list[str]:
    return list(dict.fromkeys(reason for e in EVERY for reason in e.exempt.values()))


def _mark(estimator: Estimator, law: str) -> str:
    if reason := estimator.exempt.get(law):
        return f"[{_reasons().index(reason) + 1}]"
    return NOTHING if without(estimator, law) else PARTLY if in_part(estimator, law) else HOLDS


def main() -> None:
    """Write all parts."""
    for name, part in parts().items():
        write_part(PAGE, name, part)
    print(f"docs/laws.md: {len(EVERY)} estimators by {len(LAWS)} laws, {len(_reasons())} exemptions")


if __name__ == "__main__":
    main()
