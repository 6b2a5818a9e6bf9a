"""Faults of spatial weights: economic, normalised, linked by hand, and read from files."""

from __future__ import annotations

from tests.faults.plant import Fault

ECONOMIC = "gisplug/weights/economic.py"
NORMALISE = "gisplug/weights/normalise.py"
LINKS = "gisplug/weights/links.py"
GAL = "gisplug/weights/formats/gal.py"
MARKET = "gisplug/weights/formats/matrix_market.py"
LAYOUT = "gisplug/weights/formats/layout.py"
EDGES = "gisplug/weights/edges.py"

BY_HAND = ("tests/weights/test_economic.py",)
SCALED = ("tests/weights/test_normalise.py",)
LINKED = (
    "tests/weights/test_links.py",
    "tests/weights/test_contiguity.py -k 'link or isolate or island or nearest'",
)
FORMATS = ("tests/weights/test_formats.py", "tests/weights/test_dialects.py")

FAULTS = (
    Fault("gravity: power ignored", ECONOMIC, "raw.data**power", "raw.data**2", BY_HAND),
    Fault("gravity: one mass only", ECONOMIC, "x[rows] * x[raw.indices] / raw", "x[rows] / raw", BY_HAND),
    Fault(
        "gravity: cutoff ignored", ECONOMIC, "_extent(units) if cutoff is None else cutoff", "_extent(units)", BY_HAND
    ),
    Fault(
        "economic: units by their order",
        ECONOMIC,
        "return values.loc[list(ids)]",
        "return values.iloc[: len(ids)]",
        BY_HAND,
    ),
    Fault(
        "nested: poor units send more", ECONOMIC, "(x / x.mean())[raw.indices]", "(x.mean() / x)[raw.indices]", BY_HAND
    ),
    Fault(
        "nested: shares change places",
        ECONOMIC,
        'share * normalised(geography.raw, "row") + (1 - share)',
        '(1 - share) * normalised(geography.raw, "row") + share',
        BY_HAND,
    ),
    Fault("min-max: the larger of the sums", NORMALISE, "float(min(absolute.sum", "float(max(absolute.sum", SCALED),
    Fault(
        "row: columns sum to one",
        NORMALISE,
        "sums = np.asarray(raw.sum(axis=1)).ravel()",
        "sums = np.asarray(raw.sum(axis=0)).ravel()",
        SCALED,
    ),
    Fault("spectral: half the radius", NORMALISE, "    return raw / size\n", "    return raw / (2 * size)\n", SCALED),
    Fault(
        "links: one way only",
        LINKS,
        "[(i, j) for i, j in pairs] + [(j, i) for i, j in pairs]",
        "[(i, j) for i, j in pairs]",
        LINKED,
    ),
    Fault(
        "links: those that are there count twice",
        LINKS,
        "return csr_array(raw + new - there)",
        "return csr_array(raw + new)",
        LINKED,
    ),
    Fault("isolates: none is refused", LINKS, '    if isolates == "refuse":\n', "    if False:\n", LINKED),
    Fault(
        "isolates: the nearest box for the nearest border",
        LINKS,
        "        if far.min() < distance:\n",
        "        if best < 0:\n",
        LINKED,
    ),
    Fault("GAL: a file that breaks off is read", GAL, "    if len(order) != stated:\n", "    if False:\n", FORMATS),
    Fault("GAL: neighbours that are no units are read", GAL, "    if strangers:\n", "    if False:\n", FORMATS),
    Fault(
        "GAL: weights are lost in silence",
        GAL,
        "    if matrix.nnz and not (matrix.data == 1).all():\n",
        "    if False:\n",
        FORMATS,
    ),
    Fault(
        "GWT: weights are all one",
        GAL,
        "weight = np.array([float(row[2]) for row in rows])",
        "weight = np.array([1.0 for row in rows])",
        FORMATS,
    ),
    Fault(
        "GWT: isolates that are absent are not told", GAL, "    if edges.size != stated:\n", "    if False:\n", FORMATS
    ),
    Fault(
        "Matrix Market: the other half is not filled in",
        MARKET,
        '    if symmetry != "general":\n',
        "    if False:\n",
        FORMATS,
    ),
    Fault(
        "Matrix Market: skew is symmetric",
        MARKET,
        'sign = -1.0 if symmetry == "skew-symmetric" else 1.0',
        "sign = 1.0",
        FORMATS,
    ),
    Fault(
        "Matrix Market: a symmetric array by rows",
        MARKET,
        "    return row.astype(np.int64), column.astype(np.int64), values.ravel()",
        "    return column.astype(np.int64), row.astype(np.int64), values.ravel()",
        FORMATS,
    ),
    Fault(
        "Matrix Market: counted from nought",
        MARKET,
        "    at = places.astype(np.int64) - 1\n",
        "    at = places.astype(np.int64) % n\n",
        FORMATS,
    ),
    Fault(
        "matrix: rows in the order of the columns", LAYOUT, "        taken = taken[order]\n", "        pass\n", FORMATS
    ),
    Fault(
        "matrix: labels that stand twice pass",
        LAYOUT,
        "    twice = sorted(set(labels[labels.duplicated()]))\n",
        "    twice = []\n",
        FORMATS,
    ),
    Fault(
        "table: one that can be both is links", LAYOUT, "        if dense and linked:\n", "        if False:\n", FORMATS
    ),
    Fault(
        "edges: isolates are not written",
        EDGES,
        "lonely = np.flatnonzero(degree == 0)",
        "lonely = np.flatnonzero(degree < 0)",
        FORMATS,
    ),
)
