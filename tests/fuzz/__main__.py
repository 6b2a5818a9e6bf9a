"""The long run: every format for so many seconds; what is found is kept in the corpus and told."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.formats import FUZZED
from tests.fuzz.harness import CORPUS, keep, run


def main() -> int:
    """Return 1 where something was found."""
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    asked.add_argument("--seconds", type=float, default=30.0, help="for each format")
    asked.add_argument("--mutants", type=int, default=10**9, help="at most, for each format")
    asked.add_argument("--only", default="", help="formats whose names begin so, with commas")
    asked.add_argument("--seed", type=int, default=int(time.time()), help="another seed, other mutants")
    asked.add_argument("--first", type=int, default=0, help="number of the first mutant")
    asked.add_argument("--keep", type=Path, default=CORPUS, help="folder for what is found")
    given = asked.parse_args()
    begins = tuple(given.only.split(",")) if given.only else ("",)
    total, found = 0, 0
    for name in (n for n in FUZZED if n.startswith(begins)):
        with tempfile.TemporaryDirectory(prefix="gisplug-fuzz-") as work:
            outcome = run(name, given.seed, given.first, given.mutants, given.seconds, Path(work))
        sys.stdout.write(f"{outcome} (seed {given.seed})\n")
        sys.stdout.flush()
        keep(outcome, given.seed, given.keep)
        total, found = total + outcome.tried, found + len(outcome.findings)
    sys.stdout.write(f"{total:,} mutants, {found} kinds of findings\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
