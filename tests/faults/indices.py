"""Faults of composite indices."""

from __future__ import annotations

from tests.faults.plant import Fault

ENTROPY = "gisplug/indices/entropy.py"
TESTS = ("tests/indices/test_indices.py",)

FAULTS = (
    Fault("shift: its sign", ENTROPY, "        z = z + shift\n", "        z = z - shift\n", TESTS),
    Fault("shift: not added", ENTROPY, "        z = z + shift\n", "        pass\n", TESTS),
    Fault("entropy: by the number of indicators", ENTROPY, "np.log(blocks.shape[1])", "np.log(blocks.shape[2])", TESTS),
    Fault(
        "entropy: indicators that are constant weigh",
        ENTROPY,
        "np.log(blocks.shape[1]), 1.0)",
        "np.log(blocks.shape[1]), 0.0)",
        TESTS,
    ),
    Fault(
        "pooled weights by period",
        ENTROPY,
        'blocks = z if pooling == "period" else z',
        'blocks = z if pooling != "period" else z',
        TESTS,
    ),
)
