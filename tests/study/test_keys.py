"""What a finished step is known by: every file, parameter, setting, and the program that made it."""

import json
from dataclasses import replace

import pytest

from gisplug.core.identity.hashes import content
from gisplug.core.identity.sources import Seen, Source
from gisplug.report.words.say import say
from gisplug.report.words.settings import House, housed
from gisplug.study import cache
from gisplug.study.cache import RECORD, Kept, sizes, step_key
from gisplug.study.inputs import Inputs
from gisplug.study.settings import Asking, Settings

READ = Inputs({"panel": (Source("", (Seen("a.csv", "11"), Seen("b.csv", "22"))),)}, {"k": 4})


def key(inputs=READ, tool="toy", wanted=("table", "t.csv")):
    return step_key(tool, inputs, dict([wanted]))


def source(part="", *files):
    return replace(READ, files={"panel": (Source(part, files or READ.files["panel"][0].files),)})


@pytest.mark.parametrize(
    "changed",
    [
        {"inputs": source("", Seen("a.csv", "12"), Seen("b.csv", "22"))},
        {"inputs": source("", Seen("c.csv", "11"), Seen("b.csv", "22"))},
        {"inputs": source("", Seen("b.csv", "22"), Seen("a.csv", "11"))},
        {"inputs": source("layer 2")},
        {"inputs": replace(READ, values={"k": 5})},
        {"inputs": replace(READ, values={"k": 4, "j": 1})},
        {"tool": "other"},
        {"wanted": ("table", "t.html")},
    ],
    ids=["content", "name", "order", "layer", "value", "parameter", "tool", "file wanted"],
)
def test_a_step_with_anything_changed_is_another_step(changed):
    assert key() == key()
    assert key(**changed) != key()


def test_other_code_and_other_libraries_make_another_step(monkeypatch):
    before = key()
    monkeypatch.setattr(cache, "code_hash", lambda: "another program")
    other = key()
    monkeypatch.setattr(cache, "computed_by", lambda: {"numpy": "0.1"})
    assert len({before, other, key()}) == 3


def test_what_cannot_be_looked_at_is_never_taken_for_unchanged():
    gone = replace(READ, files={"panel": (Source("https://example.org/a.csv", ()),)})
    assert not gone.whole and key(gone) != key(gone)


def test_every_byte_of_a_large_file_counts(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(bytes(2**21))
    before = content(path)
    path.write_bytes(bytes(2**21 - 1) + b"1")
    assert content(path) != before


def test_files_rewritten_with_as_many_bytes_are_read_again(tmp_path):
    from gisplug.core.identity.hashes import Hashes, state

    path = tmp_path / "a.csv"
    path.write_text("1")
    before, was = Hashes().of(path), state(path)
    path.write_text("2")
    assert Hashes().of(path) != before and state(path) != was


HOUSE = House(language="en", labels={"agg": "Agglomeration"}, formats=(".svg",))


def told(ask, background=()):
    """What a step was told that asked for something."""
    settings = Settings(HOUSE, background)
    asking = Asking(settings.house)
    with housed(asking):
        ask(asking)
    return settings.answers(asking)


@pytest.mark.parametrize(
    "ask, changed",
    [
        (lambda house: house.language, {"language": "zh"}),
        (lambda house: say("agg"), {"labels": {"agg": "Density"}}),
        (lambda house: say("other"), {"labels": {"agg": "Agglomeration", "other": "Another"}}),
        (lambda house: list(house.labels), {"labels": {"agg": "Agglomeration", "x": "y"}}),
        (lambda house: house.formats, {"formats": ()}),
        (lambda house: (house.language, house.formats), {"formats": (".pdf",)}),
    ],
    ids=["language", "label", "label that was absent", "all labels", "formats", "one of two"],
)
def test_a_step_that_asked_for_a_setting_is_not_used_when_it_changed(ask, changed):
    asked = told(ask)
    assert Settings(HOUSE).hold_as(asked)
    assert not Settings(replace(HOUSE, **changed)).hold_as(asked)


def test_a_step_is_used_when_settings_changed_that_it_did_not_ask_for():
    asked = told(lambda house: say("agg"))
    assert Settings(replace(HOUSE, formats=(), labels={"agg": "Agglomeration", "x": "y"})).hold_as(asked)


def test_the_content_of_the_background_counts():
    one, other = ((Source("", (Seen("world.gpkg", digest),)),) for digest in ("11", "22"))
    asked = told(lambda house: house.background, one)
    assert Settings(HOUSE, one).hold_as(asked)
    assert not Settings(HOUSE, other).hold_as(asked)


@pytest.fixture
def kept(tmp_path):
    """A place with one finished step that asked for the language, and its key."""
    kept, one = Kept(tmp_path / "steps"), key()
    work = kept.work(one)
    (work / "t.csv").write_text("a\n1\n")
    record = {"results": {}, "notes": [], "settings": told(lambda house: house.language), "sizes": sizes(work)}
    (work / RECORD).write_text(json.dumps(record))
    kept.put(one, work)
    return kept, one


def test_a_finished_step_is_used_again_under_the_same_settings_only(kept):
    place, one = kept
    assert place.get(one, Settings(HOUSE)) is not None
    assert place.get(one, Settings(replace(HOUSE, language="zh"))) is None
    assert place.get(key(tool="other"), Settings(HOUSE)) is None


def test_a_finished_step_with_a_broken_file_is_done_again(kept):
    place, one = kept
    (place.get(one, Settings(HOUSE)) / "t.csv").write_text("a")
    assert place.get(one, Settings(HOUSE)) is None
