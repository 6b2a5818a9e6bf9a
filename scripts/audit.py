"""Ask whether the locked packages have known weaknesses, and say so when the question could not be asked.

.venv/bin/python scripts/audit.py       every lock; ends with 0: none known, 1: some, 3: not all could be asked about

pip-audit itself ends with 0 when an index answers for no package at all; here that is no clean result.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CLEAN, WEAK, UNASKED = 0, 1, 3
SERVICES = ("pypi", "osv")
SECONDS = 300


def main() -> int:
    """Audit every lock, print what was found, and return how it ended."""
    program = Path(sys.executable).with_name("pip-audit")
    found = str(program) if program.exists() else shutil.which("pip-audit")
    if found is None:
        print("audit: pip-audit is not here; install it where it does not mix with gisplug: pipx install pip-audit")
        return UNASKED
    locks = sorted((ROOT / "requirements").glob("*.txt"))
    for service in SERVICES:
        answers = {lock.name: asked(found, lock, service) for lock in locks}
        known = [a for a in answers.values() if a is not None]
        if known and any("skip_reason" not in package for a in known for package in a):
            lines, end = verdict(answers)
            print(f"audit: asked {service}")
            print("\n".join(lines))
            return end
    print("audit: neither service answered (no network?): nothing was audited, and this is no clean result.")
    return UNASKED


def asked(program: str, lock: Path, service: str) -> list[Mapping[str, Any]] | None:
    """Return what a service says of each package of a lock; None where it does not answer."""
    command = [
        program,
        "-r",
        str(lock),
        "--no-deps",
        "--disable-pip",
        "-f",
        "json",
        "-s",
        service,
        "--progress-spinner=off",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        return list(json.loads(done.stdout)["dependencies"])
    except (subprocess.TimeoutExpired, json.JSONDecodeError, KeyError):
        return None


def verdict(answers: Mapping[str, Iterable[Mapping[str, Any]] | None]) -> tuple[list[str], int]:
    """Return what to print, and how to end.

    Parameters
    ----------
    answers
        By lock, the packages as pip-audit tells them: "name", "version", "vulns", or "skip_reason"; None where nothing
        was answered.
    """
    lines, weak, lost = [], 0, 0
    for lock, packages in answers.items():
        if packages is None:
            lines.append(f"{lock}: no answer")
            lost += 1
            continue
        listed = list(packages)
        skipped = [p["name"] for p in listed if "skip_reason" in p]
        hits = [(p, v) for p in listed for v in p.get("vulns", ())]
        lines += [
            f"{lock}: {p['name']} {p['version']}: {v['id']}, mended in {', '.join(v['fix_versions']) or 'none yet'}"
            for p, v in hits
        ]
        lines.append(
            f"{lock}: {len(listed)} packages, {len(hits)} known weaknesses, {len(skipped)} could not be asked about"
        )
        weak, lost = weak + len(hits), lost + len(skipped)
    return lines, WEAK if weak else UNASKED if lost else CLEAN


if __name__ == "__main__":
    raise SystemExit(main())
