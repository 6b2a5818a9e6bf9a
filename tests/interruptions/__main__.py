"""`python -m tests.interruptions` lets every call of a study fail in turn and prints a table; --sample takes some."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.interruptions.shim import KINDS, WHY_NOT, built, with_shim


def main(given: list[str]) -> int:
    """Run the sweep; the exit code is 1 where a fault did harm."""
    parser = argparse.ArgumentParser(prog="python -m tests.interruptions", description=__doc__)
    parser.add_argument(
        "--kinds",
        default="".join(KINDS),
        help="; ".join(f"{letter} {name}" for letter, name in KINDS.items()),
    )
    parser.add_argument("--error", default="", help="such as ESTALE: what calls fail with; else a likely one of each")
    parser.add_argument("--most", type=int, default=3, help="faults of one file and kind: 3 or 0 for all")
    parser.add_argument("--every", type=int, default=1, help="take every so many")
    parser.add_argument("--start", type=int, default=0, help="the first that is taken")
    parser.add_argument("--lasting", action="store_true", help="all later calls of the kind fail too")
    parser.add_argument("--small", action="store_true", help="a study of one panel and one table")
    parser.add_argument("--sample", type=int, default=0, help="so many faults of all kinds, chosen by --seed")
    parser.add_argument("--seed", type=int, default=1, help="which sample")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(given)
    if WHY_NOT:
        parser.error(WHY_NOT)
    with tempfile.TemporaryDirectory(prefix="gisplug-faults-") as folder:
        if not asked.inside:
            command = [sys.executable, "-m", "tests.interruptions", *given, "--inside"]
            return subprocess.run(command, env=with_shim(built(Path(folder))), check=False).returncode
        from tests.interruptions.sweep import SMALL, STUDY, Swept, outcomes, sampled, table

        found = []
        swept = Swept(Path(folder), SMALL if asked.small else STUDY, asked.lasting, asked.error)
        if asked.sample:
            faults = sampled(swept, asked.sample, asked.seed)
        else:
            faults = outcomes(swept, asked.kinds, asked.most, asked.every, asked.start)
        for outcome in faults:
            found.append(outcome)
            mark = "sound " if outcome.sound else "BROKEN"
            where = outcome.place.replace(folder, "")
            print(
                f"{mark} {outcome.kind} {where}: code {outcome.code}, {outcome.stands} stands, "
                f"later {outcome.later} {outcome.left}: {outcome.said}",
                flush=True,
            )
        print("\n" + table(found))
        return int(any(not o.sound for o in found))


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)
