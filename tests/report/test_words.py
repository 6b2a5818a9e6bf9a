"""English and Chinese words, and labels of variables inside them."""

import pytest

from gisplug.report.words.say import say
from gisplug.report.words.settings import House, house, housed


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("Observations", "观测值"),
        ("Moran's I of agg by period", "agg 的各年莫兰指数"),
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
        assert say("Moran's I of agg by period") == "集聚的各年莫兰指数"
        assert say("Spatial lag of agg") == "集聚的空间滞后"
        assert say("W*agg") == "W × 集聚"
        assert say("Spatial lag of x_2") == "x_2 的空间滞后"  # Latin names keep the space


def test_english_stays_english_but_squares_are_raised():
    assert say("R2 within") == "R² within" and say("Observations") == "Observations"


def test_the_environment_can_ask_for_chinese(monkeypatch):
    monkeypatch.setenv("GISPLUG_LANGUAGE", "zh")
    assert house().language == "zh" and say("Observations") == "观测值"
