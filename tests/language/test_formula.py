"""Formulas: what is read, what is refused and why, the round trip, dummies and groups."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gisplug.core.errors import GisplugError, ModelError
from gisplug.core.messages import spoken_error
from gisplug.language.formula import Formula, expand, parse_formula, split_groups
from gisplug.language.sides import entry
from gisplug.language.terms import term_array, term_arrays, term_columns
from gisplug.panel.read import read_panel
from tests.language.made import NAMES, TREES, panel_of

REGIONS = ["east", "west", "north east", "east", "west"]


@pytest.fixture(scope="module")
def panel():
    words = np.repeat(REGIONS, 4)
    return panel_of(
        **{"region": words, "kind": np.tile([10.0, 9.0, 2.0, 9.0], 5), "gdp pc": 2.0, "W": 1.0, "ｎｔｌ": 3.0}
    )


@pytest.mark.parametrize(
    ("written", "regressors"),
    [
        ("y ~ a + b", ("a", "b")),
        ("y ~ 1", ()),
        ("y ~ 1 + a", ("a",)),
        ("y ~ a*b", ("a", "b", "a:b")),
        ("y ~ a*b*c", ("a", "b", "c", "a:b", "a:c", "b:c", "a:b:c")),
        ("y ~ a*b + b*c", ("a", "b", "a:b", "c", "b:c")),
        ("y ~ a + a*b", ("a", "b", "a:b")),
        ("y ~ (a*b)", ("(a * b)",)),
        ("y ~ log(a*b)", ("log(a * b)",)),
        ("y ~ (a - b)*c", ("(a - b)", "c", "(a - b):c")),
        ("y ~ a^2 + b**3", ("a^2", "b^3")),
        ("y ~ a:b^2 + L2.a + D.log(a) + lag(a,2)", ("a:b^2", "L2.a", "D.log(a)", "lag(a, 2)")),
        ("y ~ a/b + (a > 3)", ("a/b", "(a > 3)")),
        ("y ~ C(region) + C(region, ref=west):a", ("C(region)", "C(region, ref=west):a")),
        ("y ~ `gdp pc` + log(`gdp pc`) + 人口", ("gdp pc", "log(`gdp pc`)", "人口")),
        ("y ~ `W` + `W`:a", ("W", "`W`:a")),
        ("y ~ I(a^2) + centred(a):centred(b)", ("a^2", "centred(a):centred(b)")),
        ("y ~ winsorise(a, 0.05, period)", ('winsorise(a, 0.05, "period")',)),
        ("y ~ (a or b > 1)", ("(a or b > 1)",)),
    ],
)
def test_terms_are_read(written, regressors):
    assert parse_formula(written) == Formula("y", regressors)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("y ~ a | unit + period", {"groups": ("unit", "period")}),
        ("y ~ a | 0", {"groups": ()}),
        ("y ~ a | 1", {"groups": ()}),
        ("y ~ a | region^period + unit", {"groups": ("region:period", "unit")}),
        ("y ~ a | `my region`:period", {"groups": ("`my region`:period",)}),
        (
            "y ~ a | unit | b ~ z1 + log(z2)",
            {"groups": ("unit",), "endogenous": ("b",), "instruments": ("z1", "log(z2)")},
        ),
        ("y ~ a | b ~ z", {"endogenous": ("b",), "instruments": ("z",)}),
        ("y ~ a + W*a", {"lagged": ("a",)}),
        ("y ~ W*a + a", {"lagged": ("a",)}),
        ("y ~ a + W*(a)", {"lagged": ("a",)}),
        ("y ~ a + W*0", {"lagged": ()}),
    ],
)
def test_parts_are_read(written, read):
    assert parse_formula(written) == Formula("y", ("a",), **read)


def test_spatial_lags_may_be_of_terms_and_of_several():
    assert parse_formula("y ~ a*b + W*(a + b) + W*a:b").lagged == ("a", "b", "a:b")
    assert parse_formula("y ~ (a - b) + a/b + W*((a - b) + a/b)").lagged == ("(a - b)", "a/b")
    assert str(parse_formula("y ~ a/b + W*(a/b)")) == "y ~ a/b + W*(a/b)"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("y ~ a + a", "a stands twice"),
        ("y ~ a:b + b:a", "b:a stands twice"),
        ("y ~ y + a", "y stands twice"),
        ("y ~ a | b ~ a", "a stands twice"),
        ("y ~ a | unit + unit", "unit stands twice"),
        ("y ~ a*a", "crossed with itself"),
        ("y ~ a - 1", "intercepts are no terms"),
        ("y ~ 0 + a", "intercepts are no terms"),
        ("y ~ -1", "intercepts are no terms"),
        ("y ~ -a", "takes no terms out"),
        ("y ~ a - b", "takes no terms out"),
        ("y ~ .", "a dot stands for no columns"),
        ("y ~ a > 3", "a condition as a term stands in parentheses"),
        ("y ~ 2", "2 is a number"),
        ("y ~ 'a'", "a term needs a column"),
        ("y ~ W", "a column called W stands in `backticks`"),
        ("y ~ log(W)", "a column called W stands in `backticks`"),
        ("y ~ a + W*b", r"W\*b lags a term that is no regressor; write b \+ W\*b"),
        ("y ~ a + a*W*b", "stands first"),
        ("y ~ W*a*b", "lags one term"),
        ("W*y ~ a", "among the regressors"),
        ("y ~ a | b ~ W*z", "among the regressors"),
        ("y + z ~ a", "this has 2"),
        ("y a", "a sign is missing"),
        ("y", "reads|no ~"),
        ("", "one outcome"),
        ("y ~ a ~ b", "has one ~"),
        ("y ~ a | unit | period", "one part of groups"),
        ("y ~ a | b ~ z | unit", "nothing stands behind the instruments"),
        ("y ~ a | b + c ~ z", "2 endogenous regressors and 1 instruments"),
        ("y ~ a | log(b)", "groups are columns"),
        ("y ~ a | region^2", "groups are columns"),
        ("y ~ a +", "something is missing"),
        ("y ~ a | ", "something is missing"),
        ("y ~ gdp pc", "a name with spaces or signs stands in `backticks`"),
    ],
)
def test_what_is_no_formula_is_refused_with_the_mend(written, why):
    with pytest.raises(ModelError, match=why):
        parse_formula(written)


TERMS = TREES.map(entry)


@given(
    NAMES | TERMS,
    st.lists(NAMES | TERMS, max_size=4, unique=True),
    st.none() | st.lists(st.integers(0, 3), max_size=2, unique=True),
    st.none()
    | st.lists(st.sampled_from(["unit", "region:period", "my region", "`a b`:period", "a^b", "1"]), max_size=3),
    st.lists(NAMES, max_size=2, unique=True),
)
@settings(max_examples=300, deadline=None)
def test_the_text_of_a_formula_reads_back_to_it(outcome, regressors, lagged, groups, endogenous):
    formula = Formula(
        outcome,
        tuple(regressors),
        None if lagged is None else tuple(regressors[i] for i in lagged if i < len(regressors)),
        None if groups is None else tuple(dict.fromkeys(groups)),
        tuple(endogenous),
        tuple(f"z{i}" for i, _ in enumerate(endogenous)),
    )
    try:
        read = parse_formula(str(formula))
    except ModelError as refused:
        assert any(why in str(refused) for why in ("stands twice", "is a number", "nested"))
        return
    assert read == formula
    assert str(read) == str(formula)


@given(st.permutations(["a", "b", "c", "log(a)", "L.b", "(a - c)"]), st.integers(2, 3))
@settings(deadline=None)
def test_a_crossing_is_its_terms_and_their_product(terms, count):
    crossed = terms[:count]
    written = " + ".join(crossed)
    products = [":".join(pair) for i, x in enumerate(crossed) for pair in [(x, z) for z in crossed[i + 1 :]]]
    products += [":".join(crossed)] if count == 3 else []
    assert parse_formula(f"y ~ {'*'.join(crossed)}") == parse_formula(f"y ~ {written} + {' + '.join(products)}")


def test_the_outcome_may_be_an_expression(panel):
    formula = expand(parse_formula("log(y) ~ a*b"), panel)
    assert formula.columns == ("log(y)", "a", "b", "a:b")
    found = term_arrays(panel, formula.columns)
    assert found.shape == (4, 5, 4)
    np.testing.assert_allclose(found[:, :, 0], np.log(panel.array("y")))
    np.testing.assert_allclose(found[:, :, 3], panel.array("a") * panel.array("b"))
    np.testing.assert_array_equal(term_columns(panel, formula.columns), found.reshape(20, 4))
    assert term_columns(panel, ()).shape == (20, 0)


def test_levels_become_dummies_but_the_first(panel):
    assert expand(parse_formula("y ~ C(region)"), panel).regressors == ("C(region)[north east]", "C(region)[west]")
    assert expand(parse_formula("y ~ C(region, ref=west)"), panel).regressors == (
        "C(region)[east]",
        "C(region)[north east]",
    )
    assert expand(parse_formula("y ~ C(kind)"), panel).regressors == ("C(kind)[9]", "C(kind)[10]")
    np.testing.assert_array_equal(
        term_array(panel, "C(region)[north east]")[0], [float(r == "north east") for r in REGIONS]
    )


def test_a_product_has_all_levels_unless_the_other_factor_is_a_term(panel):
    """R codes factors so; both spellings span the same space."""
    alone = expand(parse_formula("y ~ a:C(region)"), panel).regressors
    beside = expand(parse_formula("y ~ a + a:C(region)"), panel).regressors
    assert alone == ("a:C(region)[east]", "a:C(region)[north east]", "a:C(region)[west]")
    assert beside == ("a", "a:C(region)[north east]", "a:C(region)[west]")
    both = np.column_stack([term_columns(panel, alone), term_columns(panel, beside)])
    assert np.linalg.matrix_rank(both) == np.linalg.matrix_rank(term_columns(panel, alone)) == 3


def test_dummies_equal_those_of_pandas(panel):
    formula = expand(parse_formula("y ~ C(region)*C(kind)"), panel)
    ours = term_columns(panel, formula.regressors)
    wanted = pd.get_dummies(panel.frame["region"] + panel.frame["kind"].astype(str), dtype=float).to_numpy()
    with_constant = np.column_stack([np.ones(len(ours)), ours])
    assert np.linalg.matrix_rank(with_constant) == np.linalg.matrix_rank(wanted)
    assert np.linalg.matrix_rank(np.column_stack([with_constant, wanted])) == np.linalg.matrix_rank(wanted)


def test_a_missing_group_stays_missing():
    panel = panel_of(region=["east", None, "west", "west"] * 5)
    assert np.isnan(term_array(panel, "C(region)[west]")[1]).all()
    assert expand(parse_formula("y ~ C(region)"), panel).regressors == ("C(region)[west]",)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("y ~ aa", r"'aa' is no column \(did you mean 'a'\?\)"),
        ("y ~ REGION", "did you mean 'region'"),
        ("Y ~ a", "did you mean 'y'"),
        ("y ~ logg(a)", "no function 'logg'.*did you mean 'log'"),
        ("y ~ region", r"C\(region\) makes dummies"),
        ("y ~ C(regoin)", "did you mean 'region'"),
        ("y ~ C(region, ref=wets)", "no level 'wets'.*did you mean 'west'"),
        ("y ~ C(`gdp pc`)", "has 1 level"),
        ("y ~ C(y)[east]", "has no level 'east'"),
        ("y ~ log(a - 3)", r"undefined for \d+ cells: u\d in 20"),
        ("y ~ a | regio", "did you mean 'region'"),
        ("y ~ a | b ~ zz", "'zz' is no column"),
        ("C(region) ~ a", "makes 2 of it"),
    ],
)
def test_a_formula_that_the_panel_cannot_serve_is_refused(panel, written, why):
    with pytest.raises(ModelError, match=why):
        expand(parse_formula(written), panel)


def test_many_levels_are_effects_not_dummies():
    panel = panel_of(units=201, code2=np.repeat(np.arange(201), 4))
    with pytest.raises(ModelError, match=r"201 levels.*y ~ x \| code2"):
        expand(parse_formula("y ~ a + C(code2)"), panel)


def test_expanding_writes_names_as_the_panel_does(panel):
    formula = expand(parse_formula("y ~ ntl + C(region) + W*C(region) | region"), panel)
    assert formula.regressors[0] == "ｎｔｌ"
    assert formula.lagged == formula.regressors[1:]
    assert expand(formula, panel) == formula
    assert parse_formula(str(formula)) == formula


def test_columns_whose_names_look_like_terms_win():
    panel = panel_of(**{"a:b": 7.0, "log(a)": 8.0, "L.a": 9.0, "a-b": 5.0, "W*a": 6.0, "gdp pc": 2.0})
    for name, value in (
        ("a:b", 7),
        ("log(a)", 8),
        ("L.a", 9),
        ("a-b", 5),
        ("W*a", 6),
        ("gdp pc^2", 4),
        ("L.a:a-b", 45),
    ):
        np.testing.assert_array_equal(term_array(panel, name), np.full((4, 5), float(value)))
    assert expand(Formula("y", ("a:b", "a-b")), panel).regressors == ("a:b", "a-b")


@given(st.lists(st.sampled_from(["unit", "code", "period", "time", "year", "region", "region:period"]), unique=True))
@settings(deadline=None)
def test_groups_are_told_apart(groups):
    effects, absorbed = split_groups(tuple(groups), "code", "year")
    assert ("unit" in groups or "code" in groups) == (effects in ("unit", "twoways"))
    assert bool({"period", "time", "year"} & set(groups)) == (effects in ("time", "twoways"))
    assert absorbed == tuple(g for g in groups if g.startswith("region"))


def test_groups_of_a_formula_are_those_of_the_panel(panel):
    formula = expand(parse_formula("y ~ a | code + time + region^year"), panel)
    assert split_groups(formula.groups, "code", "year") == ("twoways", ("region:year",))


def test_a_parsed_formula_passes_through():
    formula = Formula("y", ("x",))
    assert parse_formula(formula) is formula
    assert formula.columns == ("y", "x")
    assert str(formula) == "y ~ x"
    assert str(Formula("y", ())) == "y ~ 1"
    assert str(Formula("y", ("Policy x flag", "a+b", "a:b"))) == "y ~ `Policy x flag` + `a+b` + a:b"


def test_labels_of_a_panel_with_strange_columns_do_not_hide_each_other():
    frame = pd.DataFrame({"code": ["u", "u"], "year": [1, 2], "ｘ": [1.0, 2.0], "x²": [5.0, 6.0], "x2": [7.0, 8.0]})
    panel = read_panel(frame, "code", "year")
    assert term_array(panel, "x")[0, 0] == 1
    assert term_array(panel, "x2")[0, 0] == 7
    assert term_array(panel, "x²")[0, 0] == 5
    alike = panel.with_columns({"𝐱": panel.array("ｘ")})
    with pytest.raises(GisplugError, match="may be any of"):
        term_array(alike, "x")
    with pytest.raises(GisplugError, match="may be any of") as caught:
        term_array(alike, "log(x)")
    # a sentence inside another, without its full stop
    assert "请完整照写。\n  log(x)" in spoken_error(caught.value, "zh")


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("y ~ x1 + (x2", "无法读取 'y ~ x1 + (x2'：此处没有闭合；缺少 )。\n  y ~ x1 + (x2\n           ^"),
        ("y ~ x + x", "无法读取 'y ~ x + x'：x 出现两次；每一项只写一次。\n  y ~ x + x\n          ^"),
        ("y ~ lag(x, y, z)", "而参数过多；请写成 lag(x) 或 lag(x, 2)。"),
    ],
)
def test_what_is_wrong_in_a_formula_is_said_in_chinese(formula, said):
    with pytest.raises(ModelError) as caught:
        parse_formula(formula)
    assert said in spoken_error(caught.value, "zh")
