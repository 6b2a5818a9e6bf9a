"""Ends in the middle of moving a result to its place: the former one comes back, now or with the next run."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from gisplug.core.errors import GisplugError, OutputError
from gisplug.core.output.files import writing
from gisplug.core.output.lock import only_run_on
from gisplug.replication.export import export
from gisplug.study.run import run_plan
from tests.interruptions.sweep import tree
from tests.study.tools import STUDY, TOOLS, registry, write_inputs

FORMER = STUDY.replace('title = "', 'title = "Former ')
WRONG = STUDY.replace('"double"]', '"absent"]')


@pytest.fixture
def home(tmp_path) -> Path:
    """A study with a former result."""
    write_inputs(tmp_path)
    assert FORMER != STUDY
    run(tmp_path, FORMER)
    return tmp_path


def run(home: Path, text: str) -> None:
    (home / "study.toml").write_text(text, encoding="utf-8")
    run_plan(home / "study.toml", home / "out", registry, list(TOOLS))


def beside(home: Path) -> list[str]:
    return sorted(path.name for path in home.iterdir() if path.name.startswith(".out-"))


def ends_at(monkeypatch, reached, problem, lasting=False):
    """Let moving fail where `reached(source, target)` holds, and all later moves too where it is lasting."""
    real, begun = Path.replace, []

    def replace(self, target):
        if reached(self, Path(target)) or (begun and lasting):
            begun.append(self)
            raise problem
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)


def into_place(source, target):
    return target.name == "out" and not source.name.endswith("-old")


@pytest.mark.parametrize("problem", [OSError(errno.EIO, os.strerror(errno.EIO)), KeyboardInterrupt()])
def test_a_run_that_ends_between_the_two_moves_leaves_the_former_result(home, monkeypatch, problem):
    before = tree(home / "out")
    ends_at(monkeypatch, into_place, problem)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        run(home, STUDY)
    assert tree(home / "out") == before and not beside(home)


@pytest.mark.parametrize("text", [WRONG, STUDY])
def test_where_the_former_result_cannot_be_moved_back_it_is_kept_and_the_next_run_puts_it_back(home, monkeypatch, text):
    before = tree(home / "out")
    with monkeypatch.context() as patch:
        ends_at(patch, into_place, OSError(errno.EIO, os.strerror(errno.EIO)), lasting=True)
        with pytest.raises(OutputError, match=r"The former result is kept whole in .*\.out-.*-old, and the next run"):
            run(home, STUDY)
    (kept,) = beside(home)
    assert not (home / "out").exists() and tree(home / kept) == before
    if text == WRONG:
        with pytest.raises(GisplugError, match="absent"):
            run(home, text)
    else:
        run(home, text)
    assert (tree(home / "out") == before) == (text == WRONG) and not beside(home)


@pytest.mark.parametrize("lasting", [False, True])
def test_code_that_cannot_be_moved_to_its_place_leaves_the_former_code(tmp_path, monkeypatch, lasting):
    export([], tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("former", encoding="utf-8")
    before = tree(tmp_path / "out")
    with monkeypatch.context() as patch:
        ends_at(patch, into_place, OSError(errno.EIO, os.strerror(errno.EIO)), lasting)
        with pytest.raises(OutputError, match="kept whole" if lasting else "answers with errors"):
            export([], tmp_path / "out")
    place = tmp_path / beside(tmp_path)[0] if lasting else tmp_path / "out"
    assert tree(place) == before
    export([], tmp_path / "out")
    assert not beside(tmp_path) and set(tree(tmp_path / "out")) < set(before)


def test_what_a_killed_export_was_making_is_removed_by_the_next_one(tmp_path):
    (tmp_path / ".out-abcd1234" / "new").mkdir(parents=True)
    export([], tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def test_an_export_does_not_write_where_another_one_or_a_run_does(tmp_path):
    with (
        only_run_on(tmp_path / "out"),
        pytest.raises(OutputError, match=r"Another run \(process .* is writing into .*out"),
    ):
        export([], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_a_killed_run_took_away_comes_back_and_folders_of_others_stay(home):
    before = tree(home / "out")
    (home / "out").rename(home / ".out-abcd1234-old")
    (home / ".out-mine-old").mkdir()
    (home / ".out-mine-old" / "thesis.docx").touch()
    with pytest.raises(GisplugError, match="absent"):
        run(home, WRONG)
    assert tree(home / "out") == before and beside(home) == [".out-mine-old"]


@pytest.fixture
def shapes(tmp_path) -> Path:
    """A former result of three files."""
    for ending in ("dbf", "shp", "shx"):
        (tmp_path / f"units.{ending}").write_text(f"former {ending}", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("problem", "lasting"),
    [(KeyboardInterrupt(), False), (OSError(errno.EIO, "x"), False), (OSError(errno.EIO, "x"), True)],
)
def test_files_that_belong_together_come_back_together(shapes, monkeypatch, problem, lasting):
    before = tree(shapes)
    ends_at(monkeypatch, lambda source, target: target.suffix == ".shx", problem, lasting)
    with pytest.raises((OutputError, KeyboardInterrupt)), writing(shapes / "units.shp") as path:
        for ending in ("dbf", "shp", "shx", "cpg"):
            path.with_suffix(f".{ending}").write_text(f"new {ending}", encoding="utf-8")
    assert tree(shapes) == before


def test_a_single_file_is_the_former_or_the_new_one(tmp_path, monkeypatch):
    target = tmp_path / "table.csv"
    target.write_text("former", encoding="utf-8")
    ends_at(monkeypatch, lambda source, to: to == target, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt), writing(target) as path:
        path.write_text("new", encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "former"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def fails_to_remove(monkeypatch, times):
    """Let removing the former result fail, as with ignore_errors: nothing is removed, nothing is said."""
    real, failed = shutil.rmtree, []

    def removed(path, *given, **more):
        if (Path(path) / "new" / "run.json").exists() and len(failed) < times:
            failed.append(path)
            return
        real(path, *given, **more)

    monkeypatch.setattr(shutil, "rmtree", removed)
    return failed


def test_a_former_folder_that_cannot_be_removed_at_once_is_removed_all_the_same(home, monkeypatch):
    failed = fails_to_remove(monkeypatch, 1)
    run(home, STUDY)
    assert failed and not beside(home)


def test_a_former_folder_that_cannot_be_moved_away_at_once_is_removed_all_the_same(home, monkeypatch):
    tried = []

    def first(source, target):
        tried.extend([source] * source.name.endswith("-old"))
        return source.name.endswith("-old") and len(tried) == 1

    ends_at(monkeypatch, first, OSError(errno.EIO, "x"))
    run(home, STUDY)
    assert len(tried) == 2 and not beside(home)


def test_what_cannot_be_removed_is_removed_by_the_next_run_and_folders_of_others_stay(home, monkeypatch):
    failed = fails_to_remove(monkeypatch, 9)
    run(home, STUDY)
    assert len(failed) == 2 and len(beside(home)) == 1
    others = [".out-abcd1234", ".out-abcd1235", ".out-mine"]
    for name, inside in zip(others, ("thesis.docx", "new", "new"), strict=True):
        (home / name / inside).mkdir(parents=True)
    (home / others[1] / "thesis.docx").touch()
    failed.extend([None] * 9)
    run(home, STUDY)
    assert beside(home) == others


def test_what_a_killed_run_was_making_is_removed_by_the_next_one(home):
    (home / ".out-abcd1234" / "new" / "tables").mkdir(parents=True)
    (home / ".out-abcd1235").mkdir()
    run(home, STUDY)
    assert not beside(home)
