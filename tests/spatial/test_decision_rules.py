"""Which model the tests lead to, answer by answer: Anselin's rule of the LM tests, Elhorst's of the Durbin model."""

from __future__ import annotations

import pytest

from gisplug.numbers.hypotheses import SpecTest
from gisplug.spatial.specification.decision_path import decide

LM = ("LM-lag", "LM-error", "robust LM-lag", "robust LM-error")
LR = ("LR SDM-SAR", "LR SDM-SEM", "LR SDM-SLX")


def path(lm: str, lr: str):
    """The path where the tests of `LM` and `LR` with a 1 reject."""

    def made(codes, answers):
        return tuple(
            SpecTest(code, "A null.", 1.0, 1.0, 0.001 if one == "1" else 0.5, form="none")
            for code, one in zip(codes, answers, strict=True)
        )

    steps, model, _ = decide({"lm": made(LM, lm), "durbin": made(LR, lr)}, "none", "none", None, 0.05)
    return steps[0].chosen, model


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
