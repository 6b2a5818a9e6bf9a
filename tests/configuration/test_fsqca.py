import json

import numpy as np
import pandas as pd
import pytest

from gisplug.configuration.fsqca import fsqca, over_panel, symbol_table
from gisplug.configuration.minimise import DASH, covers, minimised, prime_implicants, rows_of
from gisplug.configuration.sets import (
    calibrate_table,
    calibrated,
    necessary_expressions,
    necessity_table,
    quantile_anchors,
    sufficiency,
)
from gisplug.core.errors import ModelError
from tests.shared_data import shared

CONDITIONS = ["DEV", "URB", "LIT", "IND", "STB"]
# Gross national product per head of Lipset's 18 countries (Rohlfing & Schneider 2013), which DEV was calibrated from.
GNP = [720, 1098, 586, 468, 590, 983, 795, 390, 424, 662, 517, 1008, 350, 320, 331, 367, 897, 1038]
WORDS = {"Industrialized": 1.0, "Not industrialized": 0.0, "High urbanization": 1.0, "Unstable": 0.0}


@pytest.fixture(scope="module")
def expected():
    return json.loads(shared("oracles/fsqca_LF/qca.json").read_text())["fits"]


@pytest.fixture(scope="module")
def lipset():
    table = pd.read_csv(shared("oracles/fsqca_LF/LF.csv"), index_col="case")
    return table.apply(lambda c: c.map(lambda v: WORDS.get(v, v)).astype(float))


def test_direct_calibration_equals_the_r_package(expected):
    np.testing.assert_allclose(calibrated(np.array(GNP), 900, 550, 400), expected["calibration"]["DEV"], rtol=1e-12)
    np.testing.assert_allclose(
        calibrated(np.array(GNP), 900, 550, 400, "linear"), expected["calibration"]["linear"], rtol=1e-12
    )


def test_necessity_of_single_conditions_for_the_outcome_and_its_negation(lipset, expected):
    y = lipset["SURV"].to_numpy()
    for key, values in (("necessity_single", y), ("necessity_single_notSURV", 1 - y)):
        ours = necessity_table(lipset[CONDITIONS], values)
        for row in expected[key]:
            got = ours.loc[row["expr"]]
            assert (got["consistency"], got["RoN"], got["coverage"]) == pytest.approx(
                (row["inclN"], row["RoN"], row["covN"]), rel=1e-12
            )


def test_sufficiency_of_single_conditions(lipset, expected):
    y = lipset["SURV"].to_numpy()
    for row in expected["sufficiency_single"]:
        x = lipset[row["expr"].lstrip("~")].to_numpy()
        got = sufficiency(1 - x if row["expr"].startswith("~") else x, y)
        assert list(got.values()) == pytest.approx([row["inclS"], row["PRI"], row["covS"]], rel=1e-12, abs=1e-14)


def test_necessary_expressions_are_those_of_supersubset(lipset, expected):
    ours = necessary_expressions(lipset[CONDITIONS], lipset["SURV"].to_numpy())
    theirs = {r["expr"]: (r["inclN"], r["RoN"], r["covN"]) for r in expected["superSubset_necessity"]}
    assert set(ours.index) == set(theirs)
    for name, values in theirs.items():
        assert tuple(ours.loc[name]) == pytest.approx(values, rel=1e-12)


@pytest.mark.parametrize("cut", [0.75, 0.8])
def test_truth_table_equals_the_r_package(lipset, expected, cut):
    truth = fsqca(lipset, "SURV", CONDITIONS, consistency=cut, pri=0.0).truth
    for row in expected[f"tt_incl{cut}"]:
        got = truth.loc[int(row["row"])]
        assert [str(got[c]) for c in CONDITIONS] == [row[c] for c in CONDITIONS]
        assert (got["out"], got["n"], got["cases"]) == (row["OUT"], int(row["n"]), row["cases"])
        if row["incl"] != "-":
            assert (got["consistency"], got["PRI"]) == pytest.approx(
                (float(row["incl"]), float(row["PRI"])), rel=1e-12, abs=1e-14
            )


@pytest.mark.parametrize("cut", [0.75, 0.8])
@pytest.mark.parametrize("kind", ["complex", "parsimonious", "intermediate"])
def test_solutions_with_their_fit_equal_the_r_package(lipset, expected, kind, cut):
    found = fsqca(lipset, "SURV", CONDITIONS, consistency=cut, pri=0.0)
    theirs, ours = expected[f"{kind}_SURV_incl{cut}"], found.solutions[kind]
    assert set(ours.terms.index) == set(theirs["solution"][0]) and ours.models == len(theirs["solution"])
    for row in theirs["incl_cov"]:
        got = ours.terms.loc[row["expr"]]
        assert list(got[["consistency", "PRI", "coverage", "unique"]]) == pytest.approx(
            [row[k] for k in ("inclS", "PRI", "covS", "covU")], rel=1e-12
        )
        assert got["cases"] == row["cases"]
    assert (ours.consistency, ours.PRI, ours.coverage) == pytest.approx(
        [theirs["overall"][k] for k in ("inclS", "PRI", "covS")], rel=1e-12
    )
    if kind == "intermediate":
        assert list(found.counterfactuals) == [int(theirs["EC"])]


def test_core_conditions_are_those_of_the_parsimonious_solution(lipset):
    found = fsqca(lipset, "SURV", CONDITIONS, pri=0.0)
    assert found.core["DEV*LIT*~IND*STB"] == {"DEV": "core", "LIT": "peripheral", "IND": "core", "STB": "peripheral"}
    table = symbol_table({"SURV": found})
    column = next(c for c in table if table.loc["IND", c] == "⨂")
    assert list(table.loc[CONDITIONS, column]) == ["●", "", "•", "⨂", "•"]


def test_memberships_of_one_half_get_a_thousandth_more():
    table = pd.DataFrame({"a": [1.0, 2, 3, 4, 5]})
    members, anchors = calibrate_table(table)
    assert members["a"].iloc[2] == 0.501 and anchors.loc["a", "halves"] == 1


def test_quantile_anchors_are_full_crossover_none():
    assert quantile_anchors(np.arange(101.0)) == (95.0, 50.0, 5.0)


def test_a_falling_calibration_is_the_rising_one_mirrored():
    x = np.array([1.0, 4, 6, 9])
    np.testing.assert_allclose(calibrated(x, 2, 5, 8), 1 - calibrated(x, 8, 5, 2), atol=1e-12)


@pytest.mark.parametrize("seed", range(8))
def test_minimisation_covers_what_it_must_and_nothing_it_may_not(seed):
    rng = np.random.default_rng(seed)
    rows = rows_of(4)
    kinds = rng.integers(0, 3, 16)
    on, free = (
        [r for r, k in zip(rows, kinds, strict=True) if k == 1],
        [r for r, k in zip(rows, kinds, strict=True) if k == 2],
    )
    off = [r for r, k in zip(rows, kinds, strict=True) if k == 0]
    for model in minimised(on, free):
        assert all(any(covers(t, r) for t in model) for r in on)
        assert not any(covers(t, r) for t in model for r in off)
    primes = prime_implicants([*on, *free])
    assert all(not (covers(a, b) and a != b) for a in primes for b in primes)


def test_two_equally_short_covers_are_both_told():
    # a cyclic chart: six rows, two covers of three terms
    on = [(0, 0, 0), (0, 0, 1), (0, 1, 1), (1, 1, 1), (1, 1, 0), (1, 0, 0)]
    assert len(minimised(on)) == 2


def test_a_full_set_of_rows_leaves_every_condition_open():
    assert minimised(rows_of(2)) == [((DASH, DASH),)]


def test_consistency_by_period_averages_to_the_pooled_one_when_periods_are_alike(lipset):
    twice = pd.concat([lipset, lipset])
    found = fsqca(twice, "SURV", CONDITIONS, pri=0.0)
    by, spread = over_panel(found, [*lipset.index] * 2, [1] * 18 + [2] * 18)
    np.testing.assert_allclose(by.iloc[0], by.iloc[1])
    assert spread["between distance"].max() == pytest.approx(0, abs=1e-12)


def test_the_negated_outcome_expects_absences(lipset):
    found = fsqca(lipset, "SURV", CONDITIONS, absence=True, pri=0.0)
    assert found.outcome == "~SURV" and found.solutions["intermediate"].consistency > 0.8


def test_raw_values_are_refused():
    with pytest.raises(ModelError, match="calibrate"):
        fsqca(pd.DataFrame({"y": [2.0, 0.3], "a": [0.1, 0.2]}), "y", ["a"])
