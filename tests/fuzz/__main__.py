"""The long run: every format for so many seconds; what is found is kept in the corpus and told."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.formats import FUZZED
from tests.fuzz.harness import CORPUS, keep, run

MEMORY = Path("/dev/shm")  # files there cost no disk


def main() -> int:
    """Return 1 where something was found."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("--seconds", type=float, default=30.0, help="for each format")
    asked.add_argument(
        "--mutants", default="", help="at most, for each format: 5000, or 5000,formula=90000,study=80000"
    )
    asked.add_argument(
        "--rounds", type=int, default=1, help="how often all formats are gone over, with a new seed each"
    )
    asked.add_argument("--only", default="", help="formats whose names begin so, with commas")
    asked.add_argument("--seed", type=int, default=int(time.time()), help="another seed, other mutants")
    asked.add_argument("--first", type=int, default=0, help="number of the first mutant")
    asked.add_argument("--keep", type=Path, default=CORPUS, help="folder for what is found")
    asked.add_argument("--log", type=Path, help="CSV to which each run is added: format, seed, tried, read, found, s")
    given = asked.parse_args()
    begins = tuple(given.only.split(",")) if given.only else ("",)
    most = dict(part.split("=") if "=" in part else ("", part) for part in filter(None, given.mutants.split(",")))
    total, found = 0, 0
    for seed in range(given.seed, given.seed + given.rounds):
        for name in (n for n in FUZZED if n.startswith(begins)):
            mutants = int(most.get(name, most.get("", 10**9)))
            with tempfile.TemporaryDirectory(prefix="gisplug-fuzz-", dir=MEMORY if MEMORY.is_dir() else None) as work:
                outcome = run(name, seed, given.first, mutants, given.seconds, Path(work))
            sys.stdout.write(f"{outcome} (seed {seed})\n")
            sys.stdout.flush()
            keep(outcome, seed, given.keep)
            if given.log:
                numbers = (outcome.tried, outcome.read, len(outcome.findings), round(outcome.seconds))
                with given.log.open("a") as log:
                    log.write(",".join(map(str, (name, seed, *numbers))) + "\n")
            total, found = total + outcome.tried, found + len(outcome.findings)
    sys.stdout.write(f"{total:,} mutants, {found} kinds of findings\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
