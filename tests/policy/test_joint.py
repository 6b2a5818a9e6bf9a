"""Effects by event time and averages of group-time effects are tested together: their covariances are computed."""

import numpy as np
import pandas as pd
import pytest

import gisplug as gp
from gisplug.core.errors import ModelError, ParameterError
from gisplug.numbers.fits.fit import Fit
from gisplug.policy.adoption import adoption
from tests.laws.panels import panel_of, table
from tests.shared_data import shared

FRAME = table()
PANEL = panel_of(FRAME)
METHODS = {
    "event_study": lambda panel: gp.event_study(panel, "y ~ d + a"),
    "sun_abraham": lambda panel: gp.sun_abraham(panel, "y ~ d + a"),
    "did_stacked": lambda panel: gp.did_stacked(panel, "y ~ d + a"),
    "did_imputation": lambda panel: gp.did_imputation(panel, "y ~ d + a"),
    "group_time_effects": lambda panel: gp.group_time_effects(panel, "y ~ d", control="notyet").policy_fit(),
}


def one_cohort() -> pd.DataFrame:
    """Units treated together, and units never treated."""
    rng = np.random.default_rng(7)
    unit, year = np.repeat(np.arange(24), 8), np.tile(np.arange(2001, 2009), 24)
    on = (unit < 10) & (year >= 2005)
    y = rng.normal(size=24)[unit] + rng.normal(size=8)[year - 2001] + on * 0.3 * (year - 2003) + rng.normal(size=192)
    return pd.DataFrame({"unit": unit.astype(str), "year": year, "y": y, "d": on.astype(float)})


@pytest.fixture(params=METHODS, scope="module")
def fit(request):
    return METHODS[request.param](PANEL)


def test_one_effect_is_tested_as_its_row_says(fit):
    joint = fit.joint
    for event, row in fit.event[fit.event["se"] > 0].iterrows():
        found = fit.wald(f"event {event}")
        assert found.statistic == pytest.approx(row["stat"] ** 2, rel=1e-9)
        assert found.p == pytest.approx(row["p"], rel=1e-7)
        assert joint.params[f"event {event:+d}"] == row["estimate"]


def test_effects_by_event_time_are_tested_together(fit):
    V = fit.joint.cov.loc[["event +1", "event +2"], ["event +1", "event +2"]].to_numpy()
    gap = fit.event.loc[1, "estimate"] - fit.event.loc[2, "estimate"]
    by_hand = gap**2 / (V[0, 0] + V[1, 1] - 2 * V[0, 1])
    assert np.isfinite(by_hand)
    for words in ("event 1 = event 2", "event +1 = event +2", "event 1 - event 2"):
        assert fit.wald(words).statistic == pytest.approx(by_hand, rel=1e-9)


def test_the_path_is_a_fit_and_comes_back_from_plain_data(fit):
    path, base = fit.path, fit.event.index[fit.event["se"] == 0]
    assert list(path.params.index) == [f"event {e:+d}" for e in fit.event.index.difference(base)]
    np.testing.assert_allclose(np.sqrt(np.diag(path.cov)), path.se, rtol=1e-9)
    words = "event 0 = event 1, event 1 = event 2"
    assert path.wald(words) == fit.wald(words)
    for one in (path, fit):
        assert tuple(Fit.from_dict(one.to_dict()).wald(words)) == pytest.approx(tuple(fit.wald(words)))
    assert (path.confint(0.5)["high"] < path.confint()["high"]).all()


def test_all_effects_before_are_the_test_of_the_trend():
    for name in ("event_study", "sun_abraham", "did_stacked", "did_imputation"):
        fit = METHODS[name](PANEL)
        before = [f"event {e} = 0" for e in fit.event.index[(fit.event.index < 0) & (fit.event["se"] > 0)]]
        statistic, times, p = fit.pretrend
        t = [fit.wald(b).statistic for b in before]  # squares of t
        assert (statistic**2, times) == (pytest.approx(max(t), rel=1e-7), len(before)), name
        assert 0 < p <= 1 and fit.report.having("pre-trend"), name


def test_differences_of_effects_do_not_know_the_base():
    first, other = (gp.event_study(PANEL, "y ~ d + a", base=base) for base in (-1, -2))
    for words in ("event 1 = event 2", "event 0 = event 3, event 2 = event 4"):
        assert tuple(first.wald(words)) == pytest.approx(tuple(other.wald(words)), rel=1e-7)


def test_the_base_is_named_and_effects_of_other_regressions_are_refused():
    with pytest.raises(ParameterError, match="event -1 was left out of the model: it is the base"):
        METHODS["event_study"](PANEL).wald("event -1 = 0")
    with pytest.raises(ModelError, match="cannot be tested together"):
        METHODS["did_stacked"](PANEL).wald("ATT = event 1")
    with pytest.raises(ModelError, match="has no effects by event time"):
        _ = gp.did_twoway(PANEL, "y ~ d").path
    assert METHODS["event_study"](PANEL).wald("ATT = event 1").p > 0


def test_imputed_effects_add_up_to_the_effect_with_its_error():
    fit = gp.did_imputation(PANEL, "y ~ d + a")
    joint = fit.joint
    after = [t for t in joint.params.index if t.startswith("event +")]
    rows = fit.event.index[fit.event.index >= 0]
    lived = pd.Series({e: float(np.sum(adoption(PANEL, "d").event_time == e)) for e in rows})
    share = (lived / lived.sum()).to_numpy()
    assert share @ joint.params[after] == pytest.approx(fit.att, rel=1e-9)
    V = joint.cov.loc[after, after].to_numpy()
    assert share @ V @ share == pytest.approx(joint.cov.loc["ATT", "ATT"], rel=1e-7)
    assert V @ share == pytest.approx(joint.cov.loc[after, "ATT"].to_numpy(), rel=1e-7)


@pytest.fixture(scope="module")
def averaged():
    return gp.group_time_effects(PANEL, "y ~ d", control="notyet")


@pytest.mark.parametrize("draws", [0, 500])
def test_averages_have_the_errors_of_their_table_and_no_empty_covariance(draws):
    found = gp.group_time_effects(PANEL, "y ~ d", control="notyet", draws=draws)
    for name, fit in found.items():
        assert np.isfinite(fit.cov.to_numpy()).all(), name
        np.testing.assert_allclose(np.sqrt(np.diag(fit.cov)), fit.se, rtol=1e-9, atol=1e-12, err_msg=name)
        assert np.linalg.eigvalsh(fit.cov).min() > -1e-12 * np.linalg.eigvalsh(fit.cov).max(), name


def test_the_overall_effect_is_the_mean_of_its_parts_with_its_error(averaged):
    for name, word in (("dynamic", "event +"), ("calendar", "period ")):
        fit = averaged[name]
        parts = [t for t in fit.params.index if t.startswith(word)]
        V = fit.cov.loc[parts, parts].to_numpy()
        assert V.mean() == pytest.approx(fit.cov.loc["overall", "overall"], rel=1e-9)
        np.testing.assert_allclose(V.mean(axis=1), fit.cov.loc["overall", parts], rtol=1e-7, atol=1e-14)


def test_cells_before_are_a_wald_test(averaged):
    cells = averaged["cells"]
    early = averaged.effects["event"].to_numpy() < 0
    terms = [t for t, pre, se in zip(cells.params.index, early, cells.se, strict=True) if pre and se > 1e-9]
    found = cells.wald(", ".join(f"{t} = 0" for t in terms))
    assert tuple(found) == pytest.approx(averaged.cells_before, rel=1e-6)


def test_the_covariance_of_one_cohort_is_that_of_the_event_study():
    """No shares are estimated then; the regression scales by rows and clusters, the averages do not."""
    panel = panel_of(one_cohort())
    path = gp.event_study(panel, "y ~ d", before=4, after=3).path
    averages = gp.group_time_effects(panel, "y ~ d", base_period="universal").policy_fit().path
    np.testing.assert_allclose(averages.params, path.params, rtol=1e-9)
    ratio = averages.cov.to_numpy() / path.cov.to_numpy()
    np.testing.assert_allclose(ratio, ratio[0, 0], rtol=1e-7)


def test_effects_over_time_of_the_r_packages_data_are_tested_together():
    """mpdta: the effects of 0 to 3 years after, jointly: a chi-squared from the influence functions themselves."""
    panel = panel_of(pd.read_csv(shared("oracles/did_mpdta/mpdta.csv")).rename(columns={"countyreal": "unit"}))
    found = gp.group_time_effects(panel, "lemp ~ first.treat")
    terms = [t for t in found["dynamic"].params.index if t.startswith("event +")]
    psi = found.psi["dynamic"][:, -len(terms) :]
    b = found["dynamic"].params[terms].to_numpy()
    by_hand = b @ np.linalg.inv(psi.T @ psi / len(psi) ** 2) @ b
    test = found["dynamic"].wald(", ".join(f"{t} = 0" for t in terms))
    assert test.statistic == pytest.approx(by_hand, rel=1e-9) and test.df == 4
