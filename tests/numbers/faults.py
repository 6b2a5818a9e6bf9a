"""Faults planted in the kernel, one at a time, in a copy of the tree: each must turn a test red.

`python -m tests.numbers.faults` plants them all and prints which test saw each; words name some of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = ("tests/numbers/test_by_hand.py", "tests/numbers/test_effects_removed.py", "tests/numbers/test_kernel.py")
LAWS = ("tests/laws/test_same_numbers.py", "-k", "did_imputation or dynamic_panel")
TERMS = ("tests/laws/test_rows_and_terms.py", "-k", "quadratic")


class Fault(NamedTuple):
    """A text of a module, which stands there once, and what takes its place."""

    name: str
    path: str
    text: str
    instead: str


LEAST = "gisplug/numbers/least_squares.py"
SYMMETRIC = "gisplug/numbers/symmetric.py"
STANDARD = "gisplug/numbers/standardise.py"
ORTHOGONAL = "gisplug/numbers/orthogonal.py"
PROJECTIONS = "gisplug/numbers/projections.py"
DEMEANING = "gisplug/numbers/demeaning.py"
COVARIANCE = "gisplug/numbers/covariance.py"
INFERENCE = "gisplug/numbers/inference.py"
LEE_YU = "gisplug/numbers/lee_yu.py"
DRAWS = "gisplug/numbers/draws.py"
SAMPLE = "gisplug/panel/sample.py"

FAULTS = (
    Fault(
        "scaling: none before rank",
        LEAST,
        "scaled = X / np.where(norms > 0, norms, 1.0)",
        "scaled = X",
    ),
    Fault(
        "scaling: inverse in raw units",
        SYMMETRIC,
        "    outer = _outer(scales(square))\n    scaled = square / outer\n    if not np.isfinite",
        "    outer = _outer(np.ones(len(square)))\n    scaled = square / outer\n    if not np.isfinite",
    ),
    Fault(
        "scaling: generalised inverse in raw units",
        SYMMETRIC,
        "    outer = _outer(scales(square))\n    values, vectors = _eigen(square / outer)\n    kept",
        "    outer = _outer(np.ones(len(square)))\n    values, vectors = _eigen(square / outer)\n    kept",
    ),
    Fault(
        "scaling: standardised forgets sizes",
        STANDARD,
        "    sizes = near_powers(np.sqrt((gaps**2).sum(axis=0) / count))",
        "    sizes = np.ones(flat.shape[1])",
    ),
    Fault(
        "scaling: projections in raw units",
        ORTHOGONAL,
        "    sizes = near_powers(np.sqrt((X**2).sum(axis=0)))\n    return X / sizes, sizes",
        "    sizes = np.ones(X.shape[1])\n    return X / sizes, sizes",
    ),
    Fault(
        "scaling: pooled in raw units",
        LEAST,
        "    norms = near_powers(np.sqrt((flat**2).sum(axis=0)))",
        "    norms = np.ones(flat.shape[1])",
    ),
    Fault(
        "rank: bound far too loose",
        LEAST,
        "COLLINEAR = 1e-9",
        "COLLINEAR = 1e-3",
    ),
    Fault(
        "rank: bound nil",
        LEAST,
        "gone = left <= COLLINEAR * size",
        "gone = left <= 0 * size",
    ),
    Fault(
        "rank: column judged against itself",
        LEAST,
        "    size = np.maximum(before, ROUNDING * (raw**2).sum(axis=0))\n    left",
        "    size = np.maximum((flat**2).sum(axis=0), 1e-300)\n    left",
    ),
    Fault(
        "rank: combinations not looked for",
        LEAST,
        "    if len(kept) > 1:\n        columns = flat",
        "    if len(kept) > 99:\n        columns = flat",
    ),
    Fault(
        "rank: outcome without variation let through",
        LEAST,
        "    if float(flat @ flat) <= COLLINEAR**2 * size:",
        "    if float(flat @ flat) < 0:",
    ),
    Fault(
        "effects: first set not swept",
        PROJECTIONS,
        "        for project in projections:\n            now",
        "        for project in projections[1:] or projections:\n            now",
    ),
    Fault(
        "effects: one sweep where two are needed",
        PROJECTIONS,
        "        if len(projections) == 1 or np.max",
        "        if True or np.max",
    ),
    Fault(
        "effects: within forgets periods",
        DEMEANING,
        '    if effects in ("time", "twoways"):\n        done = done - done.mean(axis=1, keepdims=True)',
        '    if effects == "time":\n        done = done - done.mean(axis=1, keepdims=True)',
    ),
    Fault(
        "effects: absent rows count in means",
        DEMEANING,
        "    per_unit = np.maximum(weight.sum(axis=0, keepdims=True), 1.0)",
        "    per_unit = np.full_like(weight.sum(axis=0, keepdims=True), len(weight))",
    ),
    Fault(
        "effects: lost degrees without blocks",
        DEMEANING,
        "        return units + periods - _blocks(present)",
        "        return units + periods",
    ),
    Fault(
        "effects: rank of two sets not linked",
        PROJECTIONS,
        "        return levels[0].groups + levels[1].groups - _components(levels[0].codes, levels[1].codes)",
        "        return levels[0].groups + levels[1].groups",
    ),
    Fault(
        "effects: nested effects counted",
        SAMPLE,
        "    return rank, rank - free",
        "    return rank, rank",
    ),
    Fault(
        "covariance: classical by n",
        COVARIANCE,
        "return bread * (sse / free), float(free)",
        "return bread * (sse / n), float(free)",
    ),
    Fault(
        "covariance: HC1 without n/(n-k)",
        COVARIANCE,
        "return bread @ (scores.T @ scores) @ bread * (n / free), float(free)",
        "return bread @ (scores.T @ scores) @ bread, float(free)",
    ),
    Fault(
        "covariance: cluster scale",
        COVARIANCE,
        "scale = few / (few - 1) * (n - 1) / free",
        "scale = few / (few - 1)",
    ),
    Fault(
        "covariance: two-way forgets the intersection",
        COVARIANCE,
        "    return [(codes[0], 1), (codes[1], 1), (both, -1)]",
        "    return [(codes[0], 1), (codes[1], 1), (both, 0)]",
    ),
    Fault(
        "covariance: Bartlett weight",
        COVARIANCE,
        "(1 - lag / (most + 1))",
        "(1 - lag / (most + 2))",
    ),
    Fault(
        "covariance: default lags",
        COVARIANCE,
        "(periods / 100) ** (2 / 9)",
        "(periods / 100) ** (1 / 4)",
    ),
    Fault(
        "covariance: negative eigenvalues kept",
        SYMMETRIC,
        "(vectors * np.maximum(values, 0)) @",
        "(vectors * values) @",
    ),
    Fault(
        "covariance: t of clusters by rows",
        COVARIANCE,
        "    return positive(bread @ middle @ bread) * scale, float(few - 1)",
        "    return positive(bread @ middle @ bread) * scale, float(free)",
    ),
    Fault(
        "p: one-sided",
        INFERENCE,
        '"p": 2.0 * law.sf(np.abs(stat))',
        '"p": law.sf(np.abs(stat))',
    ),
    Fault(
        "p: normal for t",
        INFERENCE,
        "    law = stats.norm if np.all(np.isinf(df)) else stats.t(df)",
        "    law = stats.norm",
    ),
    Fault(
        "p: Wald not divided by its restrictions",
        INFERENCE,
        "    return chi / rank, rank, float(stats.f.sf(chi / rank, rank, df))",
        "    return chi / rank, rank, float(stats.f.sf(chi, rank, df))",
    ),
    Fault(
        "p: rank of a Wald test from its size",
        SYMMETRIC,
        "    return float(v @ found @ v), full",
        "    return float(v @ found @ v), len(v)",
    ),
    Fault(
        "constant: not put back after centring",
        LEAST,
        "back[-1, :-1] = -means",
        "back[-1, :-1] = 0",
    ),
    Fault(
        "Lee-Yu: T periods counted",
        LEE_YU,
        '    periods = T - 1 if effects in ("unit", "twoways") else T',
        "    periods = T",
    ),
    Fault(
        "draws: chunk order turned",
        DRAWS,
        "    return [result for part in found for result in part]",
        "    return [result for part in reversed(list(found)) for result in part]",
    ),
    Fault(
        "draws: threads left free",
        DRAWS,
        "    with one_thread():\n        return [chunk.function(chunk.common, pick) for pick in chunk.picks]",
        "    return [chunk.function(chunk.common, chunk.picks[0]) for pick in chunk.picks]",
    ),
    Fault(
        "sample: omit keeps all",
        SAMPLE,
        'if check_collinear(collinear) == "refuse":',
        "if check_collinear(collinear):",
    ),
    Fault(
        "sample: infinite values are used",
        SAMPLE,
        "whole = chosen & np.isfinite(columns).all(axis=1)",
        "whole = chosen & ~np.isnan(columns).any(axis=1)",
    ),
    Fault(
        "sample: weights not of mean one",
        SAMPLE,
        "np.asarray(used / used.mean())",
        "np.asarray(used)",
    ),
    Fault(
        "sample: winsorised at one end",
        SAMPLE,
        "np.clip(values, low, high)",
        "np.clip(values, None, high)",
    ),
    Fault(
        "sample: rows left out not told",
        SAMPLE,
        "    if gone := int(chosen.sum() - whole.sum()):",
        "    if gone := 0:",
    ),
)


def seen(fault: Fault, copy: Path) -> str:
    """Plant a fault in the copy, and return the first test that fails; nothing where none does."""
    path = copy / fault.path
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(fault.text, fault.instead), encoding="utf-8")
    try:
        return next((red for tests in (NUMBERS, LAWS, TERMS) if (red := _first_red(copy, tests))), "")
    finally:
        path.write_text(text, encoding="utf-8")


def _first_red(copy: Path, tests: tuple[str, ...]) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    env = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    return next((x for x in lines if x.startswith(("FAILED", "ERROR"))), lines[-1]) if done.returncode else ""


def main(words: list[str]) -> int:
    """Plant the faults whose names hold one of the words, or all; the exit code is the number nobody saw."""
    unseen = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "tree"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(copy)], check=True)
        for fault in FAULTS:
            if words and not any(word in fault.name for word in words):
                continue
            red = seen(fault, copy)
            unseen += not red
            print(f"{'red  ' if red else 'GREEN'} {fault.name}: {red}", flush=True)
    return unseen


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
