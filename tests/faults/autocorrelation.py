"""Faults of global and local spatial autocorrelation."""

from __future__ import annotations

from tests.faults.plant import Fault

LOCAL = "gisplug/autocorrelation/local_statistics.py"
TESTS = ("tests/autocorrelation/test_corrections.py", "tests/autocorrelation/test_local_statistics.py")

FAULTS = (
    Fault("LISA: FDR not applied", LOCAL, '"fdr": "p_fdr"', '"fdr": "p_sim"', TESTS),
    Fault("LISA: Bonferroni not applied", LOCAL, '"bonferroni": "p_bonferroni"}', '"bonferroni": "p_sim"}', TESTS),
    Fault(
        "LISA: FDR over all periods together",
        LOCAL,
        "np.stack([false_discovery(row) for row in p])",
        "false_discovery(p.ravel()).reshape(p.shape)",
        TESTS,
    ),
    Fault("FDR: rank from above", LOCAL, "np.arange(1, len(order) + 1)", "np.arange(len(order), 0, -1)", TESTS),
    Fault("FDR: p falls with rank", LOCAL, "np.minimum.accumulate(scaled[::-1])[::-1]", "scaled", TESTS),
    Fault("Bonferroni: isolates count", LOCAL, "p * int((~isolated).sum())", "p * len(isolated)", TESTS),
    Fault("LISA: alpha ignored", LOCAL, "(used <= alpha) |", "(used <= 0.05) |", TESTS),
    Fault("LISA: a p of alpha is not significant", LOCAL, "(used <= alpha) |", "(used < alpha) |", TESTS),
    Fault("LISA: two-sided is one-sided", LOCAL, 'np.minimum(1.0, 2 * p) if tail == "two-sided" else p', "p", TESTS),
    Fault(
        "LISA: High-Low and Low-High change places",
        LOCAL,
        "np.where(lag >= 0, HH, HL), np.where(lag >= 0, LH, LL)",
        "np.where(lag >= 0, HH, LH), np.where(lag >= 0, HL, LL)",
        TESTS,
    ),
    Fault("local G: hot is cold", LOCAL, '"Hot spot", "Cold spot"], "Not', '"Cold spot", "Hot spot"], "Not', TESTS),
    Fault(
        "bivariate Moran: the lag of the wrong variable",
        LOCAL,
        "pulled = (w_matrix.T @ zx.T).T",
        "pulled = (w_matrix @ zx.T).T",
        TESTS,
    ),
)
