"""One finding of the doctor, and all of them as text, table and record."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from gisplug.core.errors import TableError

COLUMNS = ("section", "name", "value", "verdict", "mend")


def mark(text: str) -> str:
    """Return the text as it is; scripts/translate.py finds it here, and QGIS shows it in its language."""
    return text


FINE, NOTE, PROBLEM = mark("ok"), mark("note"), mark("problem")


@dataclass(frozen=True)
class Finding:
    """What was found: `mend` says what to do about it, with {places} for `values`, so that it can be translated.

    `verdict` is "ok", "note" (works, but may surprise) or "problem".
    """

    section: str
    name: str
    value: str
    verdict: str = FINE
    mend: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def advice(self) -> str:
        """The mend in English."""
        return self.mend.format(**self.values) if self.values else self.mend


def counted(findings: Iterable[Finding], verdict: str) -> int:
    """Return how many findings have this verdict."""
    return sum(one.verdict == verdict for one in findings)


def as_text(findings: Sequence[Finding]) -> str:
    """Return the findings by section, in columns, to be pasted into a report."""
    width = max((len(one.name) for one in findings), default=0)
    lines = [f"gisplug doctor: {verdict_of(findings)}"]
    before = ""
    for one in findings:
        if one.section != before:
            lines += ["", one.section]
            before = one.section
        lines.append(f"  {one.verdict:<8} {one.name:<{width}}  {one.value}".rstrip())
        if one.mend:
            lines.append(" " * (width + 13) + f"-> {one.advice}")
    return "\n".join(lines) + "\n"


def verdict_of(findings: Sequence[Finding]) -> str:
    """Return how many problems and notes there are, in words."""
    problems, notes = counted(findings, PROBLEM), counted(findings, NOTE)
    return f"{problems} problem{'' if problems == 1 else 's'}, {notes} note{'' if notes == 1 else 's'}"


def as_rows(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Return one row a finding, by COLUMNS."""
    return [{**{name: getattr(one, name) for name in COLUMNS[:-1]}, "mend": one.advice} for one in findings]


def as_csv(findings: Iterable[Finding]) -> str:
    """Return the table as comma-separated text."""
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(as_rows(findings))
    return out.getvalue()


def as_json(findings: Sequence[Finding]) -> str:
    """Return the record, from which `from_json` makes the findings again."""
    record = {
        "problems": counted(findings, PROBLEM),
        "notes": counted(findings, NOTE),
        "findings": [{**asdict(one), "advice": one.advice} for one in findings],
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> list[Finding]:
    """Return the findings of a record.

    Raises
    ------
    TableError
        If the text is no record of the doctor.
    """
    try:
        rows: list[dict[str, Any]] = json.loads(text)["findings"]
        return [Finding(**{name: row[name] for name in Finding.__dataclass_fields__}) for row in rows]
    except (ValueError, KeyError, TypeError) as problem:
        raise TableError("This is no record of `gisplug doctor`. Write one with --record FILE.json.") from problem
