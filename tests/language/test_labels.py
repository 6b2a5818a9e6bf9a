"""What tables call terms."""

import pytest

from gisplug.language.labels import readable

LABELS = {
    "agg": "Agglomeration",
    "gdp": "GDP",
    "wage": "Wage",
    "region": "Region",
    "pc": "GDP per head",
    "L.y": "Before",
}


@pytest.mark.parametrize(
    ("term", "english", "chinese"),
    [
        ("agg", "Agglomeration", None),
        ("W*agg", "W × Agglomeration", None),
        ("W × agg", "W × Agglomeration", None),
        ("W_agg", "W × Agglomeration", None),
        ("W_zz", "W_zz", None),
        ("W*agg:wage", "W × (Agglomeration × Wage)", None),
        ("W*L.agg", "W × Agglomeration (lag 1)", "W × Agglomeration（滞后1期）"),
        ("W*zz", "W × zz", None),
        ("L.agg", "Agglomeration (lag 1)", "Agglomeration（滞后1期）"),
        ("lag(agg,2)", "Agglomeration (lag 2)", "Agglomeration（滞后2期）"),
        ("L.L2.agg", "Agglomeration (lag 3)", "Agglomeration（滞后3期）"),
        ("F.agg", "Agglomeration (lead 1)", "Agglomeration（领先1期）"),
        ("log(gdp)", "ln(GDP)", None),
        ("ln(pc)", "ln(GDP per head)", None),
        ("log1p(gdp)", "ln(1 + GDP)", None),
        ("log(gdp/pc)", "ln(GDP/GDP per head)", None),
        ("agg:wage", "Agglomeration × Wage", None),
        ("agg × wage", "Agglomeration × Wage", None),
        ("agg^2", "Agglomeration²", None),
        ("pc^12", "(GDP per head)¹²", None),
        ("C(region)[east]", "Region: east", "Region：east"),
        ("C(region)[east]:agg", "Region: east × Agglomeration", "Region：east × Agglomeration"),
        ("D.wage", "Δ Wage", None),
        ("diff(log(gdp))", "Δ ln(GDP)", None),
        ("D2.wage", "Δ₂ Wage", None),
        ("L.D.wage", "Δ Wage (lag 1)", "Δ Wage（滞后1期）"),
        ("growth(gdp)", "Growth of GDP", "GDP增长率"),
        (
            "centred(agg):centred(wage)",
            "Agglomeration (centred) × Wage (centred)",
            "Agglomeration（中心化） × Wage（中心化）",
        ),
        ("(agg - wage)", "Agglomeration - Wage", None),
        ("L.y", "Before", None),
        ("W*L.y", "W × Before", None),
        ("L.zz", "zz (lag 1)", "zz（滞后1期）"),
    ],
)
def test_terms_are_called_by_their_labels(term, english, chinese):
    assert readable(term, LABELS) == english
    assert readable(term, LABELS, "zh") == (chinese or english)


@pytest.mark.parametrize(
    "text",
    [
        "rho",
        "sigma2",
        "(1)",
        "Log-likelihood",
        "R2 within",
        "1990-2000",
        "Obs: 300",
        "Policy x flag",
        "zz",
        "",
        "p (5%)",
        "N",
    ],
)
def test_what_is_no_term_stays_as_it_is(text):
    assert readable(text, LABELS) == text
    assert readable(text, {}, "zh") == text


def test_a_label_of_a_whole_term_wins():
    assert readable("log(gdp)", {"log(gdp)": "Income", "gdp": "GDP"}) == "Income"
    assert readable("L.log(gdp)", {"log(gdp)": "Income", "gdp": "GDP"}) == "Income (lag 1)"


@pytest.mark.parametrize(
    "text",
    [
        "event +1",
        "event -2",
        "N = 30, T = 14",
        "Log-likelihood",
        "a (q <= 0.5)",
        "Direct: wage",
        "ln(sum/km²)",
        "wage (q ≤ 2.2)",
    ],
)
def test_headings_and_regimes_stay_as_they_are(text):
    assert readable(text, {"wage": "Wage"}) == text
