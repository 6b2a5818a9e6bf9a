"""`python -m tests.faults` plants the faults of every list and prints a score; folders or --sample choose some."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections import Counter
from pathlib import Path

from tests.faults.plant import Fault, look

FOLDERS = sorted(
    p.stem for p in Path(__file__).parent.glob("*.py") if not p.stem.startswith(("_", "test_")) and p.stem != "plant"
)


def faults_of(folder: str) -> tuple[Fault, ...]:
    """Return the faults of a list by the name of its module."""
    return tuple(importlib.import_module(f"tests.faults.{folder}").FAULTS)


def main(given: list[str]) -> int:
    """Plant the faults asked for; the exit code is 1 where one was seen by no test."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("folders", nargs="*", help=f"lists to plant: {', '.join(FOLDERS)}; all by default")
    parser.add_argument("--sample", type=int, default=0, help="plant so many of them, chosen by --seed")
    parser.add_argument("--seed", type=int, default=1, help="which sample")
    parser.add_argument("--only", default="", help="faults whose name holds this")
    asked = parser.parse_args(given)
    if unknown := sorted(set(asked.folders) - set(FOLDERS)):
        parser.error(f"there is no list {', '.join(unknown)}; there are {', '.join(FOLDERS)}")
    lists = {f: [x for x in faults_of(f) if asked.only in x.name] for f in asked.folders or FOLDERS}
    planted, caught = Counter[str](), Counter[str]()
    for seen in look(lists, asked.sample, asked.seed):
        planted[seen.folder] += 1
        caught[seen.folder] += bool(seen.red)
        print(f"{'red  ' if seen.red else 'GREEN'} {seen.folder}: {seen.fault.name}: {seen.red}", flush=True)
    print("\n| folder | faults | caught |\n| --- | ---: | ---: |")
    for folder in planted:
        print(f"| {folder} | {planted[folder]} | {caught[folder]} |")
    print(f"| all | {planted.total()} | {caught.total()} |")
    return int(caught.total() < planted.total())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
