"""The face of a fit: what follows from estimates and their covariance, plain data and back, text, HTML, LaTeX."""

import json
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import gisplug as gp
from gisplug.core.errors import GisplugError, ParameterError
from gisplug.core.evidence import INFO, Note, Report
from gisplug.numbers.fits.family import Fits
from gisplug.numbers.fits.finding import LONGEST, NotDefined
from gisplug.numbers.fits.fit import Fit, apart, labelled
from gisplug.report.tables.markup import _NUMBER
from gisplug.report.tables.paper_table import regression_table

B, V = np.array([1.0, -2.0, 1e-5]), np.array([[0.04, 0.01, 0.0], [0.01, 0.09, 0.0], [0.0, 0.0, 1e-10]])


@dataclass(frozen=True, repr=False, eq=False)
class Plain(Fit):
    """Fields may take the place of every default of the face, in any order."""

    params: pd.Series
    cov: pd.DataFrame
    outcome: str
    nobs: int
    df: float = np.inf
    omitted: dict = field(default_factory=dict)
    report: Report = field(default_factory=Report)

    kind = "Least squares"


def made(outcome="y", terms=("a", "b", "W*c"), df=np.inf, **more):
    return Plain(*labelled(list(terms), B, V), outcome, 100, df, **more)


def test_everything_follows_from_estimates_and_covariance():
    fit = made(df=30.0)
    se = np.sqrt(np.diag(V))
    np.testing.assert_allclose(fit.se, se)
    np.testing.assert_allclose(fit.stats, B / se)
    np.testing.assert_allclose(fit.pvalues, 2 * stats.t(30).sf(np.abs(B / se)))
    np.testing.assert_allclose(fit.confint(0.9)["high"], B + stats.t(30).ppf(0.95) * se)
    pd.testing.assert_frame_equal(fit.confint(), fit.table()[["low", "high"]])
    assert list(fit.table().columns) == ["estimate", "se", "stat", "p", "low", "high"]
    assert fit.table().index.name == "term" and fit.n == fit.nobs == 100
    pd.testing.assert_frame_equal(fit.estimates, fit.table())
    assert fit.wald("b = 0").statistic == pytest.approx(fit.stats["b"] ** 2)
    assert fit.wald(np.array([0.0, 1.0, 0.0]), 0.0).p == pytest.approx(fit.pvalues["b"])
    assert fit.statistics == {"Observations": 100} and len(fit.tests) == 0 and fit.notes == ()


def test_what_has_no_prediction_or_picture_says_so():
    with pytest.raises(NotDefined, match="Least squares: y cannot be predicted"):
        made().predict()
    assert issubclass(NotDefined, GisplugError)


def test_plain_data_come_back_with_the_same_face():
    note = Note(INFO, "few", "few clusters", ("u1",))
    fit = made(df=12.0, omitted={"d": "does not vary"}, report=Report((note,)))
    data = json.loads(json.dumps(fit.to_dict(), allow_nan=False))
    back = Fit.from_dict(data)
    pd.testing.assert_frame_equal(back.table(), fit.table())
    pd.testing.assert_frame_equal(back.table(0.8), fit.table(0.8))
    pd.testing.assert_frame_equal(back.cov, fit.cov)
    assert back.wald("a = b").p == fit.wald("a = b").p
    assert (back.df, back.nobs, back.outcome, back.title) == (12.0, 100, "y", fit.title)
    assert back.notes == fit.notes and back.omitted == fit.omitted and back.statistics == fit.statistics
    assert back.to_dict() == data and back.to_html() == fit.to_html() and back.to_latex() == fit.to_latex()
    with pytest.raises(AttributeError):
        back.nobs = 3
    assert Fit.from_dict(json.loads(json.dumps(made().to_dict()))).df == np.inf


def test_a_covariance_that_is_not_known_stays_so():
    fit = Plain(labelled(["a", "b"], B[:2], V[:2, :2])[0], apart(["a", "b"], np.sqrt([0.04, 0.09])), "y", 9)
    back = Fit.from_dict(json.loads(json.dumps(fit.to_dict(), allow_nan=False)))
    assert np.isnan(back.cov.loc["a", "b"]) and back.se["b"] == pytest.approx(0.3)


def test_a_repr_is_short_and_says_what_it_is():
    terms = [f"a very long name of a regressor, number {i}, that goes on and on and on" for i in range(300)]
    fit = Plain(*labelled(terms, np.ones(300), np.eye(300)), "y", 12345)
    assert "Least squares: y, 12,345 observations" in repr(fit) and "292 more" in repr(fit)
    assert len(repr(fit)) <= LONGEST
    assert len(repr(Fits({f"{i}": fit for i in range(50)}, "group"))) <= LONGEST


def test_a_summary_has_all_terms_what_is_omitted_and_the_notes():
    fit = made(df=8.0, omitted={"d": "does not vary"}, report=Report((Note(INFO, "x", "a note"),)))
    text = fit.summary()
    assert text.startswith("Least squares: y\n  Observations: 100\n") and " t " in text
    assert "d is omitted: it does not vary" in text and "info: a note" in text


def test_a_family_is_a_mapping_with_one_tidy_table():
    family = Fits({0.25: made(), 0.5: made("z")}, "quantile")
    assert list(family) == [0.25, 0.5] and family[0.5].outcome == "z" and len(family) == 2
    assert family.table().index.names == ["quantile", "term"]
    assert family.table().loc[(0.5, "b"), "estimate"] == -2.0
    back = Fits.from_dict(json.loads(json.dumps(family.to_dict(), allow_nan=False)))
    pd.testing.assert_frame_equal(back.table(), family.table())
    assert back.compare().to_html() == family.compare().to_html()
    assert family == family and family != Fits(dict(family), "quantile") and hash(family)


def test_any_fits_stand_side_by_side():
    first = made(omitted={"d": "does not vary within units"})
    table = gp.compare({"(1)": first, "both": Fits({"low": made(), "high": made("z", ("a", "d", "rho"))}, "group")})
    assert table.header == ("(1)", "low", "high") and table.spanners == (("both", 1, 3),)
    rows = {row.label: row.cells for row in table.rows if row.label}
    assert rows["a"] == ("1.0000***",) * 3
    assert rows["d"] == ("omitted", "", "-2.0000***")
    assert rows["W × c"][2] == "" and rows["ρ"][:2] == ("", "")
    assert rows["Outcome"] == ("y", "y", "z") and list(rows)[-1] == "Observations"
    assert any("d does not vary within units" in note for note in table.notes)
    assert "<figure" in table._repr_html_() and "omitted" in table._repr_html_()
    assert r"\toprule" in table.to_latex() and "ρ" in str(table) and "omitted" in table.to_csv()
    assert gp.compare([first, first]).header == ("(1)", "(2)")


def test_terms_stand_where_their_fits_have_them_and_spatial_parameters_last():
    fits = [made(terms=("a", "c", "rho")), made(terms=("a", "b", "lam")), made(terms=("const", "a", "W*a"))]
    labels = [row.label for row in gp.compare(fits).rows if row.kind == "body"]
    assert labels == ["a", "W × a", "b", "c", "ρ", "λ", "const"]


def test_a_comparison_goes_to_files_and_speaks_chinese(tmp_path):
    table = gp.compare({"(1)": made()}, labels={"a": "集聚", "c": "工资"}, language="zh", under="t")
    html = table.to_html()
    assert "集聚" in html and "W × 工资" in html and "观测值" in html and "(5.0000)" in html
    table.to_docx(tmp_path / "table.docx")
    table.to_csv(tmp_path / "table.csv")
    assert (tmp_path / "table.docx").stat().st_size > 1000
    assert "观测值" in (tmp_path / "table.csv").read_text(encoding="utf-8-sig")
    with pytest.raises(ParameterError, match="ends in"):
        table.to_docx(tmp_path / "table.pdf")


@pytest.mark.parametrize("wrong", [{}, {"(1)": 3}, {"(1)": pd.DataFrame()}])
def test_what_is_no_fit_is_not_compared(wrong):
    with pytest.raises(ParameterError):
        gp.compare(wrong)
    with pytest.raises(ParameterError, match="language"):
        gp.compare({"(1)": made()}, language="fr")


@pytest.mark.parametrize(
    "text", ["(1.24e-05)", "1.24e-05***", "-0.5000**", "(0.1)", "[1.2, 3.4]".replace(" ", ""), "<0.0001"]
)
def test_numbers_with_powers_of_ten_are_numbers(text):
    assert _NUMBER.match(text)


@pytest.mark.parametrize("text", ["e-05", "Yes", "1.2 kg", "omitted", "1e"])
def test_words_are_no_numbers(text):
    assert not _NUMBER.match(text)


def test_spatial_parameters_have_their_letters_unless_labelled():
    frame = made(terms=("rho", "lam", "x")).table()
    assert [r.label for r in regression_table("t", {"m": frame}).rows][::2] == ["ρ", "λ", "x"]
    named = regression_table("t", {"m": frame}, labels={"lam": "spatial error"})
    assert [r.label for r in named.rows][::2] == ["ρ", "spatial error", "x"]
