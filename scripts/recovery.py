"""Write bias and coverage of simulated two-way SDMs into docs/agreement.md: python scripts/recovery.py"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(HERE), str(HERE / "scripts" / "docs")]

from parts import write_part  # noqa: E402

from tests.oracles.recovery import SIZES, coverage  # noqa: E402

SEEDS = 200  # the page says so, and the bounds of the tests follow from it


def main() -> None:
    """Write the part."""
    write_part(HERE / "docs" / "agreement.md", "recovery", table(SEEDS))


def table(seeds: int) -> str:
    """Return the table of every size and correction."""
    lines = [
        "| size | correction | quantity | truth | mean | bias | spread | mean se | coverage |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for size in SIZES:
        for correction in ("none", "transform", "bias"):
            for name, row in coverage(size, correction, seeds).iterrows():
                numbers = " | ".join(f"{row[c]:.4f}" for c in ("truth", "mean", "bias", "spread", "se"))
                lines.append(f"| {size} | {correction} | {name} | {numbers} | {row['coverage']:.3f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
