"""Sentences for people are messages: template and values, so that any language can be made of them late."""

from __future__ import annotations

import ast
import copy as copies
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from gisplug.core.messages import Message, counted, from_plain, joined, key_of, message, speaking, spoken, to_plain
from gisplug.core.messages.catalogue import _pairs
from gisplug.report.tables.files import read_paper, write_paper
from gisplug.report.tables.paper_table import plain_table
from gisplug.report.words.say import say
from gisplug.report.words.settings import House, housed

PACKAGE = Path(__file__).resolve().parents[2] / "gisplug"
SPEAKERS = ("Note", "warn", "info", "refuse", "fail", "PaperTable", "plain_table")
NOT_FOR_USERS = ("ValueError", "TypeError", "AttributeError", "NotImplementedError", "OSError", "RuntimeError")
CHINESE = _pairs()
ENGLISH = re.compile(r"[A-Za-z]{2,}[ ,.;:]")


def finished(path: Path) -> list[str]:
    """Return the places of a module where an English f-string is said to people."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = []
    for node in ast.walk(tree):
        call = node.exc if isinstance(node, ast.Raise) else node
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        told = isinstance(node, ast.Raise) or name in SPEAKERS or name.endswith("Error")
        if not told or name in NOT_FOR_USERS:
            continue
        for part in (*call.args, *(k.value for k in call.keywords)):
            for text in ast.walk(part):
                if isinstance(text, ast.JoinedStr):
                    fixed = " ".join(v.value for v in text.values if isinstance(v, ast.Constant))
                    if ENGLISH.search(fixed):
                        found.append(f"{path.relative_to(PACKAGE)}:{text.lineno}: {fixed}")
    return found


@pytest.mark.parametrize(
    "room", sorted(p.name for p in PACKAGE.iterdir() if p.is_dir() and (p / "__init__.py").is_file())
)
def test_no_finished_english_is_said(room):
    assert [place for path in sorted((PACKAGE / room).rglob("*.py")) for place in finished(path)] == []


def test_a_message_is_english_text_that_keeps_its_template():
    made = message("{n:,} of {layer} lack {share:.1%}", n=1200, layer="a", share=0.123)
    assert made == "1,200 of a lack 12.3%" and made.key == "{n} of {layer} lack {share}"
    assert made.key == key_of("{n:,} of {layer} lack {share:.1%}")


def test_what_is_put_together_stays_a_message():
    one, other = message("{n} units", n=3), message("{n} periods", n=4)
    for text in ("A. " + one, one + " B.", joined("; ", [one, other]), joined("; ", ["a", one])):
        assert isinstance(text, Message) and text.parts
    assert joined(", ", ["a", "b"]) == "a, b" and not isinstance(joined(", ", ["a", "b"]), Message)
    assert (one + ".").rstrip(".") == one


@pytest.mark.parametrize("copy", [copies.deepcopy, lambda m: from_plain(to_plain(m))])
def test_messages_survive_files_and_copies(copy):
    inner = message("{shown} and {n} more", shown="a, b", n=2)
    whole = "x " + message("There are: {known}.", known=inner)
    again = copy(whole)
    assert again == whole and spoken(again, "zh") == spoken(whole, "zh") != whole


def test_messages_that_tables_keep_as_plain_text_are_said():
    label = message("{what} is {n} and {m}", what="x", n=3, m=message("{n} periods", n=4))
    CHINESE["{what} is {n} and {m}"] = "{what} 为 {n}、{m}"
    try:
        plain = str(pd.DataFrame({"a": [1]}, index=[label]).index[0])
        assert type(plain) is str and plain == label
        for said in (spoken(plain, "zh"), say(plain, "zh"), spoken(message("{text}.", text=plain), "zh")[:-1]):
            assert said == "x 为 3、4 个时期"
        assert spoken("x is 4 and 5 periods", "zh") == "x is 4 and 5 periods"
    finally:
        del CHINESE["{what} is {n} and {m}"]


def test_values_are_called_by_their_labels_and_other_words_are_not():
    label = {"units": "Number of firms", "agg": "Agglomeration"}
    text = message("{n} of {column} in {units}", n=12, column="agg", units=counted(3, "unit", "units"))
    with housed(House("en", label)):
        assert say(text) == "12 of Agglomeration in 3 units"


def test_a_language_holds_inside_its_block_and_goes_back():
    text = message("{shown} and {n} more", shown="a", n=1)
    with speaking("zh"):
        assert spoken(text) != text
    with speaking("en"):
        assert spoken(text) == text


@pytest.mark.parametrize(
    ("locale", "wanted"), [("zh_CN.UTF-8", "zh"), ("zh-Hans", "zh"), ("zh", "zh"), ("de_DE", "en"), ("C", "en")]
)
def test_the_locale_chooses(monkeypatch, locale, wanted):
    for name in ("GISPLUG_LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", locale)
    with speaking(""):
        assert (spoken("Observations") == "观测值") is (wanted == "zh")


def test_a_table_opened_again_elsewhere_still_has_its_messages(tmp_path):
    text = message("{n} units", n=7)
    made = pd.DataFrame({"v": [1.0]}, index=[text])  # labels of a frame are plain text
    path = write_paper(plain_table("Sizes", made), tmp_path / "t.json")
    label = json.loads(path.read_text(encoding="utf-8"))["tables"][0]["rows"][0]["label"]
    assert label["key"] == "{n} units" and read_paper(path).rows[0].label == text
