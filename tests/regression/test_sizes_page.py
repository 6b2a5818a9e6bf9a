"""The table of measured sizes: every estimator with a p is in it, and what misses its size is warned of."""

import re
from pathlib import Path

import pytest

from gisplug.numbers.fits.small_samples import GOOD, RULES
from tests.laws.registry import EVERY

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [DOCS / "regression" / "sizes.md", DOCS / "zh" / "regression" / "sizes.md"]
UNSEEN = {  # said on the page only: nothing in the call shows shared shocks
    "Imputation, errors by unit: ATT",
}
HEADS = {  # first words of the rows of an estimator of the registry
    "fixed_effects": "Fixed effects",
    "stepwise": "Fixed effects",
    "robustness": "Fixed effects",
    "quadratic": "Quadratic",
    "moderation": "Moderation",
    "heterogeneity": "Heterogeneity",
    "instrumental_variables": "Instruments",
    "panel_gls": "Panel GLS",
    "dynamic_gmm": "System GMM",
    "panel_threshold": "Threshold",
    "quantile_panel": "Quantiles, canay",
    "mediation": "Mediation",
    "path_effects": "Causal paths",
    "did_twoway": "Two-way DID",
    "event_study": "Event study",
    "sun_abraham": "Sun-Abraham",
    "did_stacked": "Stacked",
    "did_imputation": "Imputation",
    "did_switching": "Switching",
    "group_time_effects": "Callaway-Sant'Anna",
    "synthetic_did": "Synthetic DID, placebo",
    "triple_difference": "Triple differences",
    "psm_did": "Matching",
    "spatial_did": "SDM of a policy",
    "spatial_panel": "SAC",
    "random_effects": "SDM, random effects",
    "dynamic_panel": "SDM, dynamic",
    "varying_panel": "SDM, weights by period",
    "spatial_iv": "SAR by instruments",
    "hausman": "Hausman test",
    "beta_convergence": "Beta convergence",
    "moran_by_period": "Moran",
    "geary_by_period": "Geary",
    "getis_by_period": "Getis",
    "local_getis": "Local Getis",
}
ELSEWHERE = {  # page with the sizes of its tests
    "decision_chain": "spatial/decision-chain.md",
    "panel_unit_root": "panel/tests.md",
    "panel_dependence": "panel/tests.md",
    "panel_cointegration": "panel/tests.md",
    "placebo_policies": "policy/did.md",
    "spillover_did": "policy/spillovers.md",
    "gwr": "local/gwr.md",
    "gtwr": "local/gwr.md",
    "mgwr": "local/gwr.md",
    "specification_curve": "sensitivity/specification-curve.md",
    "common_correlated_effects": "shocks/common-correlated-effects.md",
    "mean_group": "shocks/mean-group.md",
    "dependence_exponent": "shocks/exponent.md",
    "spatial_factors": "shocks/spillover-or-shock.md",
}
CAUTIOUS = {  # rejects too seldom where neither path is there, and holds where one is: no reason for a warning
    "Mediation: indirect",
    "Mediation: indirect, bootstrap",
}
NO_P = {"goodman_bacon", "model_probabilities", "weights_comparison", "moran_scatter", "sigma_convergence"}
PERMUTED = {"local_moran", "bivariate_moran"}  # p by permutation of the values over the units


def tables(page):
    """The tables at 30 x 14 and of eight clusters: "estimator: row" to share rejected at 5 % and its error."""
    found, parts = [], re.split(r"^## ", page.read_text(encoding="utf-8"), flags=re.M)
    for part in parts[-2:]:
        rows = [[c.strip() for c in line.strip("|").split("|")] for line in part.split("\n") if line.startswith("| ")]
        known = [
            [*r[:2], *(float(c.rstrip("%")) / 100 for c in (r[3], r[5]))]
            for r in rows
            if len(r) > 6 and r[4].endswith("%") and r[5].endswith("%")
        ]
        found.append({f"{head}: {row}": (share, error) for head, row, share, error in known})
    return found


def test_shares_of_the_warnings_are_those_of_the_table():
    units, clusters = tables(PAGES[0])
    for rules in RULES.values():
        for rule in rules:
            share, _ = (clusters if rule.clusters else units)[rule.row]
            assert rule.share == pytest.approx(share, abs=0.0006), rule.row


def test_what_misses_its_size_is_warned_of():
    """By the head of the row: a warning names its worst test. Too seldom counts beyond two Monte Carlo errors."""
    units, clusters = tables(PAGES[0])
    heads = {(rule.clusters, rule.row.partition(":")[0].split(", maximum")[0]) for r in RULES.values() for rule in r}
    for few, table in ((False, units), (True, clusters)):
        wrong = [r for r, (size, error) in table.items() if size > GOOD[1] or size + 2 * error < GOOD[0]]
        assert [
            row for row in wrong if (few, row.partition(":")[0]) not in heads and row not in UNSEEN | CAUTIOUS
        ] == []


def test_every_estimator_with_a_p_has_its_size():
    units, _ = tables(PAGES[0])
    names = {estimator.name.partition(".")[0] for estimator in EVERY}
    assert names == set(HEADS) | set(ELSEWHERE) | NO_P | PERMUTED
    for name, head in HEADS.items():
        assert any(row.startswith(head) for row in units), name
    for page in ELSEWHERE.values():
        assert re.search(r"[Rr]eject", (DOCS / page).read_text(encoding="utf-8")), page


def test_both_languages_have_the_same_numbers():
    english, chinese = (tables(page) for page in PAGES)
    assert [list(t.values()) for t in english] == [list(t.values()) for t in chinese]
