"""Every input and setting of a study changed once: exactly what depends on it is done again."""

import json

import pytest

from tests.study.cache_study import write_study
from tests.study.cache_table import ALL, ROWS, after, first_run


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return first_run(tmp_path_factory.mktemp("cache") / "base")


@pytest.mark.parametrize("name", ROWS)
def test_exactly_what_depends_on_a_change_is_done_again(base, tmp_path, name):
    assert sorted(after(ROWS[name], base, tmp_path / "copy")) == sorted(set(ROWS[name].again))


def test_every_step_is_in_some_row():
    assert {step for row in ROWS.values() for step in row.again} >= set(ALL)


def test_the_record_lists_every_file_once_and_none_is_missing(base, tmp_path):
    there = write_study(tmp_path / "plain").parent
    written = {p.relative_to(there).as_posix() for p in there.rglob("*") if p.is_file()} - {"study.toml"}
    inputs = json.loads((base / "out" / "run.json").read_text(encoding="utf-8"))["inputs"]
    names = [one["file"] for one in inputs]
    assert len(names) == len(set(names)) and set(names) == written | {"shelf:layers/demo/panel.csv"}
    digests = {one["file"]: one["sha256"] for one in inputs}
    assert digests["q/w.csv"] != digests["k/w.csv"]
    text = (base / "out" / "run.json").read_text(encoding="utf-8")
    assert str(base) not in text and "q/w.csv;" not in text and '"q/w.csv"' in text
