import json

import numpy as np
import pandas as pd
import pytest

from gisplug.core.errors import ModelError
from gisplug.policy.synthetic import synthetic_did
from tests.policy.test_event_study import staggered
from tests.regression.simulated import panel_of
from tests.shared_data import shared

PUBLISHED = {"sdid": -15.604, "did": -27.349, "sc": -19.620, "difp": -11.105}  # Arkhangelsky et al. (2021)
NAMES = {"sdid": "synthdid", "did": "did", "sc": "sc", "difp": "difp"}


@pytest.fixture(scope="module")
def smoking():
    frame = pd.read_csv(shared("oracles/synthdid_prop99/california_prop99.csv"), sep=None, engine="python")
    return panel_of(frame, "State", "Year")


@pytest.mark.parametrize("method", list(PUBLISHED))
def test_estimates_and_weights_equal_the_authors_package(smoking, method):
    theirs = json.loads(shared("oracles/synthdid_prop99/synthdid.json").read_text())["fits"][NAMES[method]]
    ours = synthetic_did(smoking, "PacksPerCapita ~ treated", method=method, draws=0)
    assert ours.att == pytest.approx(theirs["estimate"], rel=1e-7)
    assert ours.att == pytest.approx(PUBLISHED[method], abs=0.0006)
    omega = pd.Series({k: v[0] if isinstance(v, list) else v for k, v in theirs["omega"].items()})
    np.testing.assert_allclose(ours.unit_weights.iloc[:, 0][omega.index], omega, atol=1e-7)
    lam = {int(k): v[0] if isinstance(v, list) else v for k, v in theirs["lambda"].items()}
    np.testing.assert_allclose(ours.period_weights.iloc[:, 0][list(lam)], list(lam.values()), atol=1e-7)


def test_placebo_error_agrees_with_the_authors_package_within_sampling(smoking):
    theirs = json.loads(shared("oracles/synthdid_prop99/synthdid.json").read_text())["fits"]["synthdid"][
        "placebo_se_seed1"
    ]
    ours = synthetic_did(smoking, "PacksPerCapita ~ treated", draws=200)
    assert ours.estimates["se"].iloc[0] == pytest.approx(theirs, rel=0.15)  # other random numbers, 200 draws


def test_a_staggered_policy_is_recovered_by_cohort():
    frame = staggered(units=40)
    truth = frame.loc[frame["on"] == 1, "truth"].mean()
    fit = synthetic_did(panel_of(frame), "y ~ first", draws=20, errors="bootstrap")
    assert fit.att == pytest.approx(truth, abs=0.2)
    assert list(fit.unit_weights) == ["2004", "2006", "2008"]
    np.testing.assert_allclose(fit.unit_weights.sum(), 1)


def test_covariates_are_taken_out_first():
    frame = staggered(units=40)
    rng = np.random.default_rng(1)
    frame["z"] = rng.normal(size=len(frame)) * 3
    plain = synthetic_did(panel_of(frame), "y ~ first", draws=0).att
    frame["y"] += 2 * frame["z"]
    assert synthetic_did(panel_of(frame), "y ~ first + z", draws=0).att == pytest.approx(plain, abs=0.05)


def test_too_few_donors_are_told():
    with pytest.raises(ModelError, match="donors"):
        synthetic_did(panel_of(staggered().query("first > 0")), "y ~ first")


def test_a_bootstrap_of_one_treated_unit_is_refused_by_name(smoking):
    with pytest.raises(ModelError, match=r"Only California is treated.*placebo"):
        synthetic_did(smoking, "PacksPerCapita ~ treated", errors="bootstrap", draws=20)
