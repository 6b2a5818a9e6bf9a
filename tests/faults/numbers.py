"""Faults of the kernel: scaling, rank, effects, covariance, inference and samples."""

from __future__ import annotations

from tests.faults.plant import Fault

KERNEL = (
    "tests/numbers/test_by_hand.py tests/numbers/test_effects_removed.py tests/numbers/test_kernel.py",
    "tests/laws/test_same_numbers.py -k 'did_imputation or dynamic_panel'",
    "tests/laws/test_rows_and_terms.py -k quadratic",
)

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
        KERNEL,
    ),
    Fault(
        "scaling: inverse in raw units",
        SYMMETRIC,
        "    outer = _outer(scales(square))\n    scaled = square / outer\n    if not np.isfinite",
        "    outer = _outer(np.ones(len(square)))\n    scaled = square / outer\n    if not np.isfinite",
        KERNEL,
    ),
    Fault(
        "scaling: generalised inverse in raw units",
        SYMMETRIC,
        "    outer = _outer(scales(square))\n    values, vectors = _eigen(square / outer)\n    kept",
        "    outer = _outer(np.ones(len(square)))\n    values, vectors = _eigen(square / outer)\n    kept",
        KERNEL,
    ),
    Fault(
        "scaling: standardised forgets sizes",
        STANDARD,
        "    sizes = near_powers(np.sqrt((gaps**2).sum(axis=0) / count))",
        "    sizes = np.ones(flat.shape[1])",
        KERNEL,
    ),
    Fault(
        "scaling: projections in raw units",
        ORTHOGONAL,
        "    sizes = near_powers(np.sqrt((X**2).sum(axis=0)))\n    return X / sizes, sizes",
        "    sizes = np.ones(X.shape[1])\n    return X / sizes, sizes",
        KERNEL,
    ),
    Fault(
        "scaling: pooled in raw units",
        LEAST,
        "    norms = near_powers(np.sqrt((flat**2).sum(axis=0)))",
        "    norms = np.ones(flat.shape[1])",
        KERNEL,
    ),
    Fault(
        "rank: bound far too loose",
        LEAST,
        "COLLINEAR = 1e-9",
        "COLLINEAR = 1e-3",
        KERNEL,
    ),
    Fault(
        "rank: bound nil",
        LEAST,
        "(remains.left <= COLLINEAR * size)",
        "(remains.left <= 0 * size)",
        KERNEL,
    ),
    Fault(
        "rank: column judged against itself",
        LEAST,
        "    size = np.maximum(remains.spread, ROUNDING * remains.squares)",
        "    size = np.maximum(remains.left, 1e-300)",
        KERNEL,
    ),
    Fault(
        "rank: combinations not looked for",
        LEAST,
        "    if len(kept) > 1:\n        columns = remains",
        "    if len(kept) > 99:\n        columns = remains",
        KERNEL,
    ),
    Fault(
        "rank: a constant told by its sums alone",
        LEAST,
        "gone = remains.still | (",
        "gone = (",
        ("tests/numbers/test_identification.py",),
    ),
    Fault(
        "rank: period means stay in the columns",
        "gisplug/numbers/identification.py",
        "flat = flat - common",
        "flat = flat + 0.0",
        ("tests/numbers/test_identification.py",),
    ),
    Fault(
        "rank: outcome without variation let through",
        LEAST,
        "    if float(flat @ flat) <= COLLINEAR**2 * size:",
        "    if float(flat @ flat) < 0:",
        KERNEL,
    ),
    Fault(
        "effects: first set not swept",
        PROJECTIONS,
        "        for project in projections:\n            now",
        "        for project in projections[1:] or projections:\n            now",
        KERNEL,
    ),
    Fault(
        "effects: one sweep where two are needed",
        PROJECTIONS,
        "        if len(projections) == 1 or np.max",
        "        if True or np.max",
        KERNEL,
    ),
    Fault(
        "effects: within forgets periods",
        DEMEANING,
        '    if effects in ("time", "twoways"):\n        done = done - done.mean(axis=1, keepdims=True)',
        '    if effects == "time":\n        done = done - done.mean(axis=1, keepdims=True)',
        KERNEL,
    ),
    Fault(
        "effects: absent rows count in means",
        DEMEANING,
        "        rows = np.maximum(here.sum(axis=0), 1.0)",
        "        rows = np.full(here.shape[1], float(len(here)))",
        KERNEL,
    ),
    Fault(
        "effects: lost degrees without blocks",
        DEMEANING,
        "        return units + periods - _blocks(present)",
        "        return units + periods",
        KERNEL,
    ),
    Fault(
        "effects: rank of two sets not linked",
        PROJECTIONS,
        "        return levels[0].groups + levels[1].groups - _components(levels[0].codes, levels[1].codes)",
        "        return levels[0].groups + levels[1].groups",
        KERNEL,
    ),
    Fault(
        "effects: nested effects counted",
        SAMPLE,
        "    return rank, rank - free",
        "    return rank, rank",
        KERNEL,
    ),
    Fault(
        "covariance: classical by n",
        COVARIANCE,
        "return bread * (sse / free), float(free)",
        "return bread * (sse / n), float(free)",
        KERNEL,
    ),
    Fault(
        "covariance: HC1 without n/(n-k)",
        COVARIANCE,
        "return bread @ (scores.T @ scores) @ bread * (n / free), float(free)",
        "return bread @ (scores.T @ scores) @ bread, float(free)",
        KERNEL,
    ),
    Fault(
        "covariance: cluster scale",
        COVARIANCE,
        "scale = few / (few - 1) * (n - 1) / free",
        "scale = few / (few - 1)",
        KERNEL,
    ),
    Fault(
        "covariance: two-way forgets the intersection",
        COVARIANCE,
        "    return [(codes[0], 1), (codes[1], 1), (both, -1)]",
        "    return [(codes[0], 1), (codes[1], 1), (both, 0)]",
        KERNEL,
    ),
    Fault(
        "covariance: Bartlett weight",
        COVARIANCE,
        "(1 - lag / (most + 1))",
        "(1 - lag / (most + 2))",
        KERNEL,
    ),
    Fault(
        "covariance: default lags",
        COVARIANCE,
        "(periods / 100) ** (2 / 9)",
        "(periods / 100) ** (1 / 4)",
        KERNEL,
    ),
    Fault(
        "covariance: negative eigenvalues kept",
        SYMMETRIC,
        "(vectors * np.maximum(values, 0)) @",
        "(vectors * values) @",
        KERNEL,
    ),
    Fault(
        "covariance: t of clusters by rows",
        COVARIANCE,
        "    return settled(bread @ middle @ bread, clusters) * scale, float(few - 1)",
        "    return settled(bread @ middle @ bread, clusters) * scale, float(free)",
        KERNEL,
    ),
    Fault(
        "p: one-sided",
        INFERENCE,
        '"p": 2.0 * law.sf(np.abs(stat))',
        '"p": law.sf(np.abs(stat))',
        KERNEL,
    ),
    Fault(
        "p: normal for t",
        INFERENCE,
        "    law = stats.norm if np.all(np.isinf(df)) else stats.t(df)",
        "    law = stats.norm",
        KERNEL,
    ),
    Fault(
        "p: Wald not divided by its restrictions",
        INFERENCE,
        "    return chi / rank, rank, float(stats.f.sf(chi / rank, rank, df))",
        "    return chi / rank, rank, float(stats.f.sf(chi, rank, df))",
        KERNEL,
    ),
    Fault(
        "p: rank of a Wald test from its size",
        SYMMETRIC,
        "    return float(v @ found @ v), full",
        "    return float(v @ found @ v), len(v)",
        KERNEL,
    ),
    Fault(
        "constant: not put back after centring",
        LEAST,
        "back[-1, :-1] = -means",
        "back[-1, :-1] = 0",
        KERNEL,
    ),
    Fault(
        "Lee-Yu: T periods counted",
        LEE_YU,
        '    periods = T - 1 if effects in ("unit", "twoways") else T',
        "    periods = T",
        KERNEL,
    ),
    Fault(
        "draws: chunk order turned",
        DRAWS,
        "zip(tasks, found, strict=True)",
        "zip(tasks, reversed(list(found)), strict=True)",
        KERNEL,
    ),
    Fault(
        "draws: threads left free",
        DRAWS,
        "    with one_thread():\n        return [chunk.function(chunk.common, pick) for pick in chunk.picks]",
        "    return [chunk.function(chunk.common, chunk.picks[0]) for pick in chunk.picks]",
        KERNEL,
    ),
    Fault(
        "sample: omit keeps all",
        SAMPLE,
        'if check_collinear(collinear) == "refuse":',
        "if check_collinear(collinear):",
        KERNEL,
    ),
    Fault(
        "sample: infinite values are used",
        SAMPLE,
        "whole = chosen & np.isfinite(columns).all(axis=1)",
        "whole = chosen & ~np.isnan(columns).any(axis=1)",
        KERNEL,
    ),
    Fault(
        "sample: weights not of mean one",
        SAMPLE,
        "np.asarray(used / used.mean())",
        "np.asarray(used)",
        KERNEL,
    ),
    Fault(
        "sample: winsorised at one end",
        SAMPLE,
        "np.clip(values, low, high)",
        "np.clip(values, None, high)",
        KERNEL,
    ),
    Fault(
        "sample: rows left out not told",
        SAMPLE,
        "    if gone := int(chosen.sum() - whole.sum()):",
        "    if gone := 0:",
        KERNEL,
    ),
)
