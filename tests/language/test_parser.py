"""Trees and their texts: what binds how, the round trip, places of errors, and limits on hostile text."""

import time
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from gisplug.core.errors import GisplugError, ModelError, PanelError
from gisplug.language.conditions import chosen_rows, named_samples
from gisplug.language.expressions import evaluate
from gisplug.language.formula import expand, parse_formula
from gisplug.language.labels import readable
from gisplug.language.parser import DEEPEST, MOST_SIGNS, read_conditions, read_expression
from gisplug.language.place import LONGEST, Source
from gisplug.language.terms import needs_shift, term_array
from gisplug.language.tree import LEVELS, Binary, Call, In, Name, Shift, Unary, text, walk
from gisplug.panel.prepare import prepare
from tests.language.made import ARITHMETIC, TREES, by_hand, columns, panel_of

PANEL = panel_of()
WITH_WORDS = panel_of(**{"region": ["east", "west"] * 10, "gdp pc": 2.0})


def read(written):
    return read_expression(Source(written))


@given(TREES)
@settings(deadline=None)
def test_the_text_of_a_tree_reads_back_to_it(tree):
    assert read(text(tree)) == tree


@given(TREES)
@settings(deadline=None)
def test_parentheses_around_everything_change_nothing(tree):
    assert read(f"({text(tree)})") == tree


@given(ARITHMETIC)
@settings(max_examples=200, deadline=None)
def test_values_equal_those_computed_another_way(tree):
    with np.errstate(all="ignore"):
        wanted = by_hand(tree, columns(PANEL))
    assume(np.nanmax(np.abs(wanted), initial=0) < 1e9)
    np.testing.assert_allclose(evaluate(PANEL, text(tree)), wanted, rtol=1e-9, atol=1e-5)


@pytest.mark.parametrize(
    ("written", "grouped"),
    [
        ("a + b * c", "a + (b * c)"),
        ("a - b - c", "(a - b) - c"),
        ("a / b / c", "(a / b) / c"),
        ("a ^ b ^ c", "a ^ (b ^ c)"),
        ("-a ^ 2", "-(a ^ 2)"),
        ("-a * b", "(-a) * b"),
        ("a:b ^ 2", "a:(b ^ 2)"),
        ("a:b * c", "(a:b) * c"),
        ("L.a:b", "(L.a):b"),
        ("D.a ^ 2", "D.(a ^ 2)"),
        ("L.D.a", "L.(D.a)"),
        ("2 ^ -1", "2 ^ (-1)"),
        ("not a > 1 and b > 2", "(not (a > 1)) and (b > 2)"),
        ("a > 1 or b > 2 and c > 3", "(a > 1) or ((b > 2) and (c > 3))"),
        ("a > 1 | b > 2 & ~c > 3", "(a > 1) or ((b > 2) and (not (c > 3)))"),
        ("1 < a < 3", "1 < a and a < 3"),
        ("a + 1 > b % 2", "(a + 1) > (b % 2)"),
        ("a ** 2", "a ^ 2"),
        ("a = 2", "a == 2"),
        ("a in (1, 2) and b > 3", "(a in (1, 2)) and (b > 3)"),
        ("a in 1, 2", "a in (1, 2)"),
        ("a not in 1, 2", "not in"),
        ("I(a + b)", "a + b"),
        ("log（a，b）", "log(a, b)"),
        ("a ≥ 2", "a >= 2"),
        ("a × b", "a:b"),
    ],
)
def test_what_binds_how(written, grouped):
    if grouped == "not in":
        assert text(read(written)) == "a not in (1, 2)"
    elif written.startswith("log（"):
        with pytest.raises(ModelError, match=r"log\(\) takes x"):
            read(written)
    else:
        assert read(written) == read(grouped)


def test_every_pair_of_operations_reads_back_in_both_groupings():
    a, b, c = map(Name, "abc")
    wraps = [lambda x, y, s=sign: Binary(s, x, y) for sign in LEVELS]
    wraps += [lambda x, _: Unary("-", x), lambda x, _: Unary("not", x), lambda x, _: Shift("L", 2, x)]
    wraps += [lambda x, _: In(x, ("v",)), lambda x, _: Call("log", (x,))]
    for outer, inner in product(wraps, wraps):
        for tree in (outer(inner(a, b), c), outer(a, inner(b, c)), outer(inner(outer(a, b), c), b)):
            assert read(text(tree)) == tree


def test_names_may_be_chinese_dotted_and_quoted():
    assert read("人均_gdp") == Name("人均_gdp")
    assert read("产值（亿元）") == read("`产值（亿元）`") == Name("产值（亿元）")
    assert read("x.y") == Name("x.y")
    assert read("`a``b`") == Name("a`b")
    assert text(read("log（产值（亿元））")) == "log(`产值（亿元）`)"


def test_values_of_lists_are_bare_words_or_texts():
    for written in (
        "r in (north east, 01001, CN-11)",
        "r in north east, 01001, CN-11",
        "r in ['north east', 01001, CN-11]",
    ):
        assert read(written).values == ("north east", "01001", "CN-11")
    assert read('r in ("Trinidad and Tobago", d\'Ivoire)').values == ("Trinidad and Tobago", "d'Ivoire")


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("a + + * b", "*"),
        ("log(a", "("),
        ("a b", "b"),
        ("a + 'x", "'"),
        ("a + `x", "`"),
        ("lag(a, 1, 2)", "lag(a, 1, 2)"),
        ("人口 + + ) b", ")"),
        ("a $ b", "$"),
        ("winsorise(a, 0.1, peroid)", "peroid"),
        ("C(a + b)", "a + b"),
    ],
)
def test_an_error_points_at_its_place(written, place):
    with pytest.raises(ModelError) as refused:
        read(written)
    said, line, carets = str(refused.value).split("\n")
    assert said.startswith("Cannot read ") and said.endswith(".")
    assert line == f"  {written}"
    start, count = len(carets) - len(carets.lstrip()), carets.count("^")
    wide = "".join(letter * 2 if ord(letter) > 0x2E80 else letter for letter in line)
    assert wide[start : start + count] == place


def test_long_texts_are_shown_around_the_place():
    with pytest.raises(ModelError) as refused:
        read(" + ".join(["abc"] * 100) + " + *")
    assert all(len(line) < 400 for line in str(refused.value).split("\n"))
    assert str(refused.value).split("\n")[1].endswith("+ *")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("(" * (DEEPEST + 5) + "a" + ")" * (DEEPEST + 5), "nested"),
        ("-" * 500 + "a", "nested"),
        ("not " * 500 + "a", "nested"),
        ("L." * 500 + "a", "nested"),
        ("2^" * 500 + "a", "nested"),
        ("log(" * 500 + "a" + ")" * 500, "nested"),
        ("+".join(["a"] * (MOST_SIGNS + 5)), "operations"),
        ("a" * (LONGEST + 1), "longer than"),
        ("9" * 3000, "too large"),
        ("L99999.a", "at most 999"),
    ],
)
def test_texts_without_measure_are_refused_at_once(written, why):
    begun = time.perf_counter()
    for act in (read, lambda t: evaluate(PANEL, t), lambda t: term_array(PANEL, t), lambda t: chosen_rows(PANEL, t)):
        with pytest.raises(GisplugError, match=why):
            act(f"({written})")
    assert time.perf_counter() - begun < 2


def test_the_longest_sum_that_is_read_is_also_valued_and_written():
    written = " + ".join(["a"] * MOST_SIGNS)
    np.testing.assert_allclose(evaluate(PANEL, written), MOST_SIGNS * PANEL.array("a"))
    assert text(read(written)) == written
    assert sum(isinstance(node, Binary) for node in walk(read(written))) == MOST_SIGNS - 1
    assert needs_shift(f"({written})") == (0, 0)
    assert readable(f"({written})", {"a": "A"}).count("A") == MOST_SIGNS


PIECES = (
    "a b region east ( ) [ ] + - * / ^ : ~ | & ; , = == > in not and or L. D2. C( W* log( where( ' \" ` 1 0 9e9 . （ "
    "） ， ； é median # % winsorise( ref= over= trend"
)
HOSTILE = st.lists(st.sampled_from([*PIECES.split(" "), "gdp pc", " ", "\n", "\x00"]), max_size=25).map(" ".join)


@given(st.one_of(st.text(max_size=80), HOSTILE, TREES.map(text)))
@example("(a in )")
@example("C(region)[")
@settings(max_examples=600, deadline=None)
def test_any_text_gives_a_value_or_our_own_error(written):
    for act in (
        lambda: str(parse_formula(written)),
        lambda: expand(parse_formula(f"y ~ {written}"), WITH_WORDS),
        lambda: term_array(WITH_WORDS, written),
        lambda: chosen_rows(WITH_WORDS, written),
        lambda: named_samples(written),
        lambda: evaluate(WITH_WORDS, written),
        lambda: needs_shift(written),
        lambda: readable(written, {"a": "A"}),
        lambda: prepare(WITH_WORDS, written, unbalanced=True),
        lambda: read_conditions(Source(written, PanelError)),
    ):
        try:
            act()
        except GisplugError as refused:
            assert str(refused)
