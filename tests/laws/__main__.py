"""Print which law holds for which estimator: `python -m tests.laws`."""

from __future__ import annotations

from tests.laws.laws import LAWS, in_part, without
from tests.laws.registry import EVERY

HOLDS, PARTLY, NOTHING = "x", "p", "."


def table() -> str:
    """Estimators by laws: x holds, p but for the columns listed, . nothing to hold, letters are exemptions."""
    codes: dict[str, str] = {}
    wide = max(len(e.name) for e in EVERY)
    lines = [" ".join([" " * wide, *(f"{law[:6]:>6}" for law in LAWS)])]
    for e in EVERY:
        row = [f"{e.name:<{wide}}"]
        for law in LAWS:
            if reason := e.exempt.get(law):
                mark = codes.setdefault(reason, chr(ord("A") + len(codes)))
            else:
                mark = NOTHING if without(e, law) else PARTLY if in_part(e, law) else HOLDS
            row.append(f"{mark:>6}")
        lines.append(" ".join(row))
    marks = f"{HOLDS} holds   {PARTLY} holds but for some columns (below)   {NOTHING} there is nothing to hold"
    lines += ["", marks, ""]
    lines += [f"{law:<10} {text}" for law, text in LAWS.items()]
    lines += ["", *(f"{mark}  {reason}" for reason, mark in codes.items()), ""]
    partly = [(e.name, law, in_part(e, law)) for e in EVERY for law in LAWS if in_part(e, law)]
    lines += [f"p  {name}, {law}: {what}" for name, law, what in partly]
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
