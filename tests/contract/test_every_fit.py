"""Every estimator's result has the same face: a fit, a family of fits, or a finding.

The calls are those of the laws (tests/laws/registry.py), so that an estimator without the face fails the suite.
"""

from __future__ import annotations

import json
import re
import warnings
from html.parser import HTMLParser

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

import gisplug as gp
from gisplug.core.errors import GisplugError, ModelError
from gisplug.core.evidence import Note, Report
from gisplug.numbers.fits.finding import Finding, NotDefined
from gisplug.numbers.fits.fit import COLUMNS
from gisplug.numbers.fits.renderers import RENDERERS, renderer
from gisplug.report.tables.fits import papers_of
from tests.laws.panels import panel_of, table, weights
from tests.laws.registry import ESTIMATORS

FRAME = table()
FRAME["grown"] = np.exp(FRAME["y"] / 20 + 5)
PANEL = panel_of(FRAME)
W = weights(PANEL.ids)
NAMES = {name: name for name in FRAME.columns}
FINDINGS = {  # no estimates of coefficients, or none of one model
    "decision_chain",
    "model_probabilities",
    "weights_comparison",
    "specification_curve",
    "gwr",
    "gtwr",
    "mgwr",
    "hausman",
    "goodman_bacon",
    "placebo_policies",
}
FAMILIES = {
    "stepwise",
    "robustness",
    "quantile_panel",
    "heterogeneity",
    "mediation",
    "group_time_effects",
    "psm_did",
    "spatial_did",
    "beta_convergence",
}
PREDICT = {  # the others say why they do not
    "spatial_panel",
    "spatial_factors",
    "random_effects",
    "dynamic_panel",
    "varying_panel",
    "spatial_iv",
    "fixed_effects",
    "stepwise",
    "robustness",
    "quadratic",
    "moderation",
    "instrumental_variables",
    "panel_gls",
    "panel_threshold",
    "quantile_panel",
    "heterogeneity",
    "mediation",
    "spatial_did",
}
CELLS = (str, float, int, type(None), np.floating, np.integer)
FOUND: dict[str, Finding] = {}


def result(name: str) -> Finding:
    """What the first call of an estimator gave; each runs once."""
    if name not in FOUND:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            FOUND[name] = next(e for e in ESTIMATORS if e.name == name).run(PANEL, W, NAMES)
    return FOUND[name]


def fits_of(name: str) -> dict[object, gp.Fit]:
    """The fit, or the members of the family."""
    found = result(name)
    return dict(found) if isinstance(found, gp.Fits) else {name: found} if isinstance(found, gp.Fit) else {}


ALL = [e.name for e in ESTIMATORS]
UNSEEN = {  # what another panel holds is not all known to them
    "dynamic_panel",
    "varying_panel",
    "robustness",
    "spatial_did",
    "spatial_factors",
}
WITH_FITS = [n for n in ALL if n.split(".")[0] not in FINDINGS]


def same(a: pd.DataFrame, b: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(a, b, check_names=False, check_dtype=False, rtol=1e-12)


@pytest.mark.parametrize("name", ALL)
def test_every_result_is_of_its_kind(name):
    function = name.split(".")[0]
    kind = Finding if function in FINDINGS else gp.Fits if function in FAMILIES else gp.Fit
    assert isinstance(result(name), kind), type(result(name))
    if kind is Finding:
        assert not isinstance(result(name), gp.Fit | gp.Fits)


@pytest.mark.parametrize("name", ALL)
def test_every_result_says_what_it_is(name):
    found = result(name)
    assert isinstance(found.title, str) and found.title and "\n" not in found.title
    assert isinstance(found.report, Report) and all(isinstance(note, Note) for note in found.notes)
    assert isinstance(found.table(), pd.DataFrame) and len(found.table())
    assert all(isinstance(frame, pd.DataFrame) for frame in found.parts().values())
    facts = found.statistics
    assert isinstance(facts, dict) and all(isinstance(k, str) and isinstance(v, CELLS) for k, v in facts.items())
    text = found.summary()
    assert isinstance(text, str) and len(text.splitlines()) > 2
    assert len(repr(found)) < 1500 and "array(" not in repr(found) and repr(found).startswith(found.title[:20])


@pytest.mark.parametrize("name", WITH_FITS)
def test_estimates_and_covariance_have_the_labels_of_the_terms(name):
    for fit in fits_of(name).values():
        terms = list(fit.params.index)
        assert isinstance(fit.params, pd.Series) and len(set(terms)) == len(terms)
        assert list(fit.cov.index) == terms and list(fit.cov.columns) == terms
        np.testing.assert_allclose(fit.cov, fit.cov.T, rtol=1e-9, equal_nan=True)
        np.testing.assert_allclose(fit.se, np.sqrt(np.diag(fit.cov)), rtol=1e-9, equal_nan=True)
        table = fit.table()
        assert list(table.columns) == COLUMNS and list(table.index) == terms and table.index.name == "term"
        np.testing.assert_array_equal(table["estimate"], fit.params)
        pd.testing.assert_frame_equal(fit.confint(), table[["low", "high"]])
        pd.testing.assert_series_equal(fit.stats, table["stat"])
        pd.testing.assert_series_equal(fit.pvalues, table["p"])
        assert isinstance(fit.nobs, int | np.integer) and fit.nobs > 0 and fit.n == fit.nobs
        assert isinstance(fit.df, int | float | np.floating) and fit.df > 0
        assert isinstance(fit.outcome, str) and isinstance(fit.tests, pd.DataFrame)
        assert all(isinstance(t, str) and isinstance(why, str) for t, why in fit.omitted.items())
        pd.testing.assert_frame_equal(fit.estimates, table)


@pytest.mark.parametrize("name", WITH_FITS)
def test_intervals_narrow_with_the_level(name):
    for fit in fits_of(name).values():
        try:
            narrow = fit.confint(0.5)
        except NotDefined:
            assert name == "path_effects"
            continue
        wide, known = fit.confint(), fit.se.notna() & (fit.se > 0)
        assert ((narrow["low"] > wide["low"]) & (narrow["high"] < wide["high"]))[known].all()


@pytest.mark.parametrize("name", WITH_FITS)
def test_the_law_of_tests_and_intervals_is_one(name):
    """The p-values, the intervals and `df` of a fit follow from one law: a wrong `df` would be seen."""
    if name == "path_effects":
        pytest.skip("exempt: its p-values and intervals are quantiles of a bootstrap")
    for fit in fits_of(name).values():
        np.testing.assert_allclose(
            fit.table().to_numpy(dtype=float),
            fit.table(0.95 + 1e-12).to_numpy(dtype=float),  # made anew from estimates, covariance and df
            rtol=1e-6,
            atol=1e-9,
            equal_nan=True,
        )


@pytest.mark.parametrize("name", WITH_FITS)
def test_a_wald_test_of_one_coefficient_is_its_statistic_squared(name):
    for fit in fits_of(name).values():
        for place, term in enumerate(fit.params.index):
            if not fit.se[term] > 0:
                continue
            in_words = fit.wald(f"`{term}` = 0")
            row = np.eye(len(fit.params))[place]
            statistic, df, p = fit.wald(row)
            assert in_words.statistic == pytest.approx(fit.stats[term] ** 2, rel=1e-6)
            assert (statistic, p) == pytest.approx((in_words.statistic, in_words.p), rel=1e-12) and df == 1
            if name != "path_effects":
                assert p == pytest.approx(fit.pvalues[term], rel=1e-6, abs=1e-300)
            break


@pytest.mark.parametrize("name", WITH_FITS)
def test_terms_are_tested_together_or_refused_by_name(name):
    for fit in fits_of(name).values():
        known = [t for t in fit.params.index if fit.se[t] > 0]
        if len(known) < 2:
            continue
        first, second = known[:2]
        words = f"`{first}` = `{second}`"
        if np.isnan(fit.cov.loc[first, second]):
            with pytest.raises(ModelError, match=re.escape(str(second))):
                fit.wald(words)
        else:
            gap = fit.params[first] - fit.params[second]
            variance = fit.cov.loc[first, first] + fit.cov.loc[second, second] - 2 * fit.cov.loc[first, second]
            assert fit.wald(words).statistic == pytest.approx(gap**2 / variance, rel=1e-6)


@pytest.mark.parametrize("name", WITH_FITS)
def test_a_family_is_one_tidy_table(name):
    found = result(name)
    if not isinstance(found, gp.Fits):
        pytest.skip("one fit")
    assert found.table().index.names == [found.key, "term"]
    for key, fit in found.items():
        same(found.table().xs(key, level=0), fit.table())
    assert isinstance(found.tests, pd.DataFrame)
    assert found.compare().header == tuple(map(str, found))


@pytest.mark.parametrize("name", ALL)
def test_plain_data_are_json_and_come_back(name):
    found = result(name)
    data = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert {"kind", "title", "notes", "version"} <= set(data)
    if isinstance(found, gp.Fit | gp.Fits):
        back = type(found).from_dict(data)
        same(back.table(), found.table())
        same(back.tests.select_dtypes("number").astype(float), found.tests.select_dtypes("number").astype(float))
        assert back.title == found.title and back.notes == found.notes
        assert back.to_dict() == data
        assert len(back.to_html()) > 300 and len(repr(back)) < 1500
        for one, other in zip(_members(found), _members(back), strict=True):
            same(other.cov, one.cov)
            assert (other.nobs, other.outcome, other.df) == (one.nobs, one.outcome, one.df)
            assert set(other.statistics) == set(one.statistics)


def _members(found: gp.Fit | gp.Fits) -> list[gp.Fit]:
    return list(found.values()) if isinstance(found, gp.Fits) else [found]


@pytest.mark.parametrize("name", WITH_FITS)
def test_a_repr_names_outcome_and_observations(name):
    for fit in fits_of(name).values():
        assert fit.outcome in repr(fit) and f"{fit.nobs:,} observations" in repr(fit) and len(repr(fit)) < 1500
        assert len(repr(fit).splitlines()) <= 12
    if isinstance(result(name), gp.Fits):
        first = next(iter(fits_of(name).values()))
        assert first.outcome in repr(result(name)) and "observations" in repr(result(name))


class Balanced(HTMLParser):
    """Counts rows, and refuses tags that do not match."""

    VOID = ("br", "hr", "img", "meta", "col")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rows = self.tables = 0

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)
        self.rows += tag == "tr"
        self.tables += tag == "table"

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"


@pytest.mark.parametrize("name", ALL)
def test_html_and_latex_have_the_rows_of_the_tables(name):
    found = result(name)
    papers = papers_of(found)
    page = Balanced()
    page.feed(found._repr_html_())
    page.close()
    assert page.open == [] and page.tables == len(papers)
    heads = sum(1 + bool(p.spanners) for p in papers)
    assert page.rows == sum(len(p.rows) for p in papers) + heads
    latex = found.to_latex()
    kinds = ("table", "longtable")
    assert sum(latex.count(rf"\begin{{{k}}}") for k in kinds) == len(papers)
    assert sum(latex.count(rf"\end{{{k}}}") for k in kinds) == len(papers)
    lines, again = sum(len(p.rows) for p in papers) + heads, 2 if r"\begin{longtable}" in latex else 0
    assert lines <= latex.count(r" \\") <= lines + again * heads  # a long table has its head on every page
    if isinstance(found, gp.Fit):
        shown = [row.label for row in papers[0].rows if row.kind == "body"]
        assert len(shown) == len(found.params) + len(found.omitted) - ("sigma2" in found.statistics)


@pytest.mark.parametrize("name", ALL)
def test_a_result_speaks_chinese(name):
    assert re.search("[\u4e00-\u9fff]", result(name).to_html("zh"))


@pytest.mark.parametrize("name", ALL)
def test_every_result_draws_itself(name):
    with mpl.rc_context():
        axes = result(name).plot()
        assert isinstance(axes, Axes) and (axes.has_data() or axes.texts)
        _, given = renderer("figure")(16, 9)
        assert result(name).plot(given) is given
        given.figure.canvas.draw()


@pytest.mark.parametrize("name", WITH_FITS)
def test_predictions_are_near_the_outcome_or_refused_with_the_reason(name):
    for fit in fits_of(name).values():
        if name.split(".")[0] not in PREDICT:
            with pytest.raises(NotDefined, match="cannot be predicted: "):
                fit.predict()
            continue
        made = fit.predict()
        assert isinstance(made, pd.Series) and list(made.index.names)[-1] is not None and made.notna().all()
        assert made.index.isin(PANEL.frame.index).all() and not made.index.duplicated().any()
        if fit.outcome in PANEL.frame:
            there = PANEL.frame.loc[made.index, fit.outcome]
            assert abs((there - made).mean()) < 0.6 * there.std() and np.corrcoef(there, made)[0, 1] > 0.1
        try:
            again = fit.predict(PANEL)
        except GisplugError:
            assert name.split(".")[0] in UNSEEN, fit.title
            continue
        if not fit.report.having("winsorised"):  # the panel has the values as they were
            np.testing.assert_allclose(again.reindex(made.index), made, rtol=1e-5, atol=1e-5)


def test_any_fits_of_all_kinds_stand_in_one_table():
    every = {name: result(name) for name in WITH_FITS}
    made = gp.compare(every)
    assert len(made.header) == sum(len(fits_of(name)) for name in WITH_FITS)
    assert len({row.label for row in made.rows if row.kind == "stat"}) == sum(r.kind == "stat" for r in made.rows)
    assert next(r.label for r in made.rows if r.kind == "stat") == "Outcome"
    assert "<table" in made.to_html("zh") and r"\begin{longtable}" in made.to_latex()


@pytest.mark.parametrize("name", sorted(RENDERERS))
def test_everything_that_draws_results_exists(name):
    assert callable(renderer(name))
