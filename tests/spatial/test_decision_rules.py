"""Which model the tests lead to, answer by answer: Anselin's rule of the LM tests, Elhorst's of the Durbin model."""

from __future__ import annotations

import pandas as pd
import pytest

from gisplug.numbers.hypotheses import SpecTest
from gisplug.spatial.specification.decision_path import decide

LM = ("LM-lag", "LM-error", "robust LM-lag", "robust LM-error")
LR = ("LR SDM-SAR", "LR SDM-SEM", "LR SDM-SLX")


def path(lm: str, lr: str):
    """The path where the tests of `LM` and `LR` with a 1 reject."""

    steps, model, _ = decide({"lm": made_tests(LM, lm), "durbin": made_tests(LR, lr)}, "none", "none", None, 0.05)
    return steps[0].chosen, model


def made_tests(codes, answers: str, form: str = "none"):
    """Tests of which those with a 1 reject."""
    return tuple(
        SpecTest(code, "A null.", 1.0, 1.0, 0.001 if one == "1" else 0.5, form=form)
        for code, one in zip(codes, answers, strict=True)
    )


@pytest.mark.parametrize(
    "answers, pointed",
    [
        ("0000", "none"),
        ("1000", "lag"),  # one plain test alone decides, whatever the robust ones say
        ("1001", "lag"),
        ("0110", "error"),
        ("0100", "error"),
        ("1110", "lag"),  # where both reject, the robust ones do
        ("1101", "error"),
        ("1111", "both"),
        ("1100", "both"),
        ("0011", "none"),  # robust tests count only where a plain one rejects
        ("0010", "none"),
    ],
)
def test_one_plain_lm_test_alone_decides_and_the_robust_ones_where_both_reject(answers, pointed):
    assert path(answers, "111")[0] == pointed


@pytest.mark.parametrize(
    "lm, lr, model",
    [
        ("1000", "011", "sar"),
        ("0100", "101", "sem"),
        ("1000", "101", "sdm"),  # the common factor holds, but the LM tests point to a lag
        ("0100", "011", "sdm"),
        ("1111", "111", "sdm"),
        ("1000", "111", "sdm"),
        ("0000", "110", "slx"),
        ("0000", "000", "ols"),
        ("0000", "111", "sdm"),
    ],
)
def test_the_durbin_model_is_reduced_only_where_lm_and_lr_tests_agree(lm, lr, model):
    assert path(lm, lr)[1] == model


def doubts(lm: str, lr: str) -> list[str]:
    tests = {"lm": made_tests(LM, lm), "durbin": made_tests(LR, lr)}
    return [step.doubt for step in decide(tests, "none", "none", None, 0.05)[0] if step.doubt]


@pytest.mark.parametrize(
    "lm, lr, told",
    [
        ("1000", "110", "does not reject SLX (p .500)"),  # neither SAR nor SEM holds, but rho = 0 does
        ("0100", "011", "does not reject SAR (p .500)"),
        ("1000", "101", "does not reject SEM (p .500)"),
        ("0000", "111", "indicate no spatial dependence"),
    ],
)
def test_the_path_says_which_of_its_own_tests_disagree_with_its_end(lm, lr, told):
    assert path(lm, lr)[1] == "sdm"
    assert len(found := doubts(lm, lr)) == 1 and told in found[0]


@pytest.mark.parametrize("lm, lr", [("1000", "011"), ("1111", "111"), ("0000", "000"), ("0100", "101")])
def test_the_path_has_no_doubts_where_all_agree(lm, lr):
    assert doubts(lm, lr) == []


@pytest.mark.parametrize(
    "answers, doubt", [("11", ""), ("10", "itself keep unit effects"), ("01", "keep period effects")]
)
def test_the_spatial_durbin_model_says_which_effects_it_keeps_itself(answers, doubt):
    codes = ("LR unit effects | period", "LR period effects | unit")
    hausman = made_tests(("Hausman", "Mundlak"), "11", "SDM, unit")
    tests = {
        "lm": made_tests(LM, "1111", "twoways"),
        "durbin": made_tests(LR, "111"),
        "effects": made_tests(codes, "11"),
        "hausman": hausman,
        "spatial effects": made_tests(codes, answers),
    }
    steps, model, _ = decide(tests, "twoways", "none", None, 0.05)
    assert model == "sdm" and doubt in steps[-1].doubt and bool(steps[-1].doubt) == bool(doubt)


class Posterior:
    best = "sem"
    frame = pd.DataFrame({"probability": {"sem": 0.846, "slx": 0.146, "sdm": 0.008}})


def test_a_posterior_that_disagrees_is_told_with_both_probabilities():
    steps, _, _ = decide(
        {"lm": made_tests(LM, "1111"), "durbin": made_tests(LR, "111")}, "none", "none", Posterior(), 0.05
    )
    assert steps[-1].doubt == "the posterior prefers SEM (0.846; SDM 0.008)"
