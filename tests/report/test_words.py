"""English and Chinese words, and labels of variables inside them."""

import pandas as pd
import pytest

from gisplug.core.messages import HEADS, chinese, message, recalled, spoken
from gisplug.report.charts.decision import _choice, _evidence, _filled
from gisplug.report.tables.decision import FORM_TITLES, form_words
from gisplug.report.tables.paper_table import plain_table, regression_table
from gisplug.report.words.say import say
from gisplug.report.words.settings import House, house, housed


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("Observations", "观测值"),
        (message("Moran's I of {variable} by period", variable="agg"), "agg 的各年莫兰指数"),
        ("W*agg", "W × agg"),
        ("R2 within", "组内 R²"),
        ("a word nobody knows", "a word nobody knows"),
    ],
)
def test_fixed_words_have_chinese(text, zh):
    assert say(text, "zh") == zh


def test_labels_hold_inside_a_run_only():
    with housed(House(labels={"agg": "Agglomeration"})):
        assert say("agg") == "Agglomeration"
        assert say("Spatial lag of agg") == "Spatial lag of Agglomeration"
        assert say("Coefficients on agg") == "Coefficients on Agglomeration"
        assert say("Moran's I by period: agg") == "Moran's I by period: Agglomeration"
    assert say("agg") == "agg"


def test_chinese_runs_translate_phrases_and_labels():
    with housed(House("zh", {"agg": "集聚"})):
        assert say(message("Moran's I of {variable} by period", variable="agg")) == "集聚的各年莫兰指数"
        assert say(message("Spatial lag of {lagged}", lagged="agg")) == "集聚的空间滞后"
        assert say("W*agg") == "W × 集聚"
        assert say(message("Spatial lag of {lagged}", lagged="x_2")) == "x_2 的空间滞后"  # Latin names keep the space


def test_english_stays_english_but_squares_are_raised():
    assert say("R2 within") == "R² within" and say("Observations") == "Observations"


def test_the_environment_can_ask_for_chinese(monkeypatch):
    monkeypatch.setenv("GISPLUG_LANGUAGE", "zh")
    assert house().language == "zh" and say("Observations") == "观测值"


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        (
            message(
                "{formula}  (W = {weights_name}, N = {N}, T = {T})",
                formula="develop ~ agg + log(wage)",
                weights_name="queen",
                N=30,
                T=14,
            ),
            "发展 ~ 集聚 + ln(工资)（W = queen，N = 30，T = 14）",
        ),
        (
            message("Specification tests: {formula}", formula="develop ~ agg + W*agg"),
            "模型设定检验：发展 ~ 集聚 + W × 集聚",
        ),
        (form_words("SDM, unit against none"), "SDM、个体效应对无固定效应"),
        ("LR unit effects | period", "LR 个体效应 | 时间效应"),
        (
            message(
                "Model chosen: {model} with {form_titles}. Level {level:g}. W = {weights_name}; N = {N}, T = {T}.",
                model="SDM",
                form_titles=FORM_TITLES["twoways"],
                level=0.05,
                weights_name="queen",
                N=30,
                T=14,
            ),
            "所选模型：SDM，双向固定效应。显著性水平 0.05。W = queen；N = 30，T = 14。",
        ),
    ],
)
def test_the_words_of_the_decision_chain(text, zh):
    labels = {"develop": "发展", "agg": "集聚", "wage": "工资"}
    with housed(House("zh", labels)):
        assert say(text) == zh


def test_formulas_in_titles_have_labels_and_keep_what_is_behind_the_bar():
    with housed(House("en", {"gdp": "GDP", "agg": "Agglomeration"})):
        title = say("Specification tests: gdp ~ agg + L.agg | unit + period")
        assert title == "Specification tests: GDP ~ Agglomeration + Agglomeration (lag 1) | unit + period"
        assert say("gdp ~ a sentence, and no formula") == "GDP ~ a sentence, and no formula"
    assert say("Specification tests: gdp ~ agg") == "Specification tests: gdp ~ agg"


def test_effects_of_units_are_no_places_in_the_decision_figure():
    with housed(House("zh")):
        assert [_choice(c) for c in ("none", "unit", "time", "twoways", "random")] == [
            "无",
            "个体效应",
            "时间效应",
            "两者",
            "随机",
        ]
        assert _evidence("LR unit effects | period 1403.28 (p < .001)") == "LR 个体效应 | 时间效应 1403.28 (p < .001)"
    assert [_choice(c) for c in ("unit", "time")] == ["Unit", "Period"]
    forms = {"unit, transform": "unit effects, transformed", "SDM, twoways against time": "", "pooled": "pooled"}
    forms["SDM, twoways against time"] = "SDM, unit and period effects against period effects"
    assert {form: form_words(form) for form in forms} == forms


def test_heads_with_values_are_said_from_their_text_alone():
    with housed(House("zh", labels={"agg": "集聚"})):
        assert say("Threshold 2, 95 % interval") == "第 2 个门槛，95 % 区间"
        assert say("First stage of agg") == "集聚的第一阶段"
        assert spoken("Threshold 2, 95 % interval", "zh") == "第 2 个门槛，95 % 区间"  # as a terminal prints it
    assert all(chinese(head) for head in HEADS)
    assert say("Threshold 2") == "Threshold 2" and recalled("Thresholds of all") == "Thresholds of all"


def test_the_evidence_of_a_step_stays_in_its_box_in_both_languages():
    english = (
        "LM-lag 15.42 (p < .001); LM-error 5.43 (p .020); robust LM-lag 13.60 (p < .001); robust LM-error 3.61 (p .057)"
    )
    chinese = (
        "LM-lag 15.42（p < .001）；LM-error 5.43（p .020）；稳健 LM-lag 13.60（p < .001）；稳健 LM-error 3.61（p .057）"
    )
    assert [line.count("LM") for line in _filled(english, 74).split("\n")] == [2, 2]
    assert [line.count("LM") for line in _filled(chinese, 74).split("\n")] == [2, 2]


def test_columns_keep_their_names_in_chinese_tables_and_results_keep_their_words():
    frame = pd.DataFrame(
        dict.fromkeys(("estimate", "se", "stat", "p"), 0.5), index=["kind", "level", "W*kind", "total"]
    )
    table = regression_table("T", {"(1)": frame.rename(index={"total": "kind × share"}), "(2)": frame})
    square = plain_table(
        "Correlations", pd.DataFrame({"share": [1.0], "p": [0.5]}, index=pd.Index(["share"], name="Variable"))
    )
    with housed(House("zh", labels={"level": "水平"})):
        rows = [say(row.label) for row in table.rows if row.label]
        heads, first = [say(head) for head in square.header], say(square.rows[0].label)
    assert rows == ["kind", "水平", "W × kind", "kind × share", chinese("total")]
    assert heads == ["share", chinese("p") or "p"] and first == "share" and chinese("share")
    assert say("share", "zh") == chinese("share")
