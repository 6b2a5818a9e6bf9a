"""Results as plain text in the language of the run."""

import pandas as pd

from gisplug.core.evidence import INFO, Note
from gisplug.core.messages import joined, message, speaking, spoken
from gisplug.numbers.fits.plain_text import fact_line, frame_text, note_line
from gisplug.numbers.hypotheses import chi2_test
from gisplug.report.words.say import say

FRAME = pd.DataFrame(
    {
        "estimate": [0.5, 1.25],
        "null": [message("random effects are indicated")] * 2,
        "decision": [message("spatial errors are indicated")] * 2,
    },
    index=pd.Index(["Stability", "wage"], name="test"),
)


def test_english_text_is_what_pandas_prints():
    assert frame_text(FRAME) == FRAME.to_string(float_format=lambda x: f"{x:.6g}")
    assert fact_line("Observations", 420) == "  Observations: 420" and fact_line("R2", 0.25) == "  R2: 0.25"


def test_heads_facts_and_notes_are_said_and_columns_stay_apart():
    note = Note(INFO, "x", message("posterior {shown}", shown="SDM 0.6"))
    with speaking("zh"):
        text = spoken(joined("\n", [fact_line("Observations", 420), frame_text(FRAME), note_line(note)]))
    facts, heads, _, stability, wage, last = text.splitlines()
    assert facts == "  观测值：420" and last == "  提示：后验概率 SDM 0.6"
    assert heads.split() == ["系数", "原假设", "结论"] and wage.startswith("wage")
    assert stability.split()[:2] == ["稳定性", "0.5"] and len(stability.split()) == 4


def test_a_test_is_told_with_its_code_and_decision():
    test = chi2_test("BSJK space", "", 4.0, 1, if_rejected="spatial errors are indicated", form="twoways")
    assert str(test) == "BSJK space [twoways] chi2(1) = 4.0000, p = 0.0455: spatial errors are indicated"
    assert spoken(test.told, "zh").startswith("BSJK 空间 [twoways] chi2(1) = 4.0000，p = 0.0455：")


def test_a_message_of_a_message_is_the_message():
    inner = message("{n} units", n=3)
    assert message(inner) is inner


def test_parts_of_products_that_no_user_named_are_said():
    assert say("W*Policy", "zh") == "W × 政策" and say("W*wage", "zh") == "W × wage"
