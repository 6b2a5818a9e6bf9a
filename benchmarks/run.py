"""Run the benchmarks, all or those named: `python benchmarks/run.py weights spatial`. By hand only; tests never time
anything.
"""

from __future__ import annotations

import importlib
import platform
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def machine() -> str:
    """Return one line about where the numbers come from."""
    import numpy
    import scipy

    import gisplug

    cores = __import__("os").cpu_count()
    return (
        f"gisplug {gisplug.__version__}, Python {platform.python_version()}, numpy {numpy.__version__}, scipy "
        f"{scipy.__version__}, {platform.machine()}, {cores} cores"
    )


def main() -> int:
    """Run each benchmark module's `main()`."""
    known = sorted(p.stem.removeprefix("bench_") for p in HERE.glob("bench_*.py"))
    wanted = sys.argv[1:] or known
    lost = [name for name in wanted if name not in known]
    if lost:
        print(f"No benchmark {', '.join(lost)}; there are: {', '.join(known)}.", file=sys.stderr)
        return 2
    sys.path.insert(0, str(HERE))
    print(machine())
    for name in wanted:
        print(f"\n## {name}\n", flush=True)
        importlib.import_module(f"bench_{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
