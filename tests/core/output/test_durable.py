"""What takes the place of a former result is on the disk before: a power cut does not leave empty files."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from gisplug.core.errors import OutputError
from gisplug.core.output import durable
from gisplug.core.output.files import writing
from gisplug.core.output.folders import replacing

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the order is read from /proc")


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What is flushed and moved, in turn, by name."""
    told: list[tuple[str, str]] = []
    flushed, moved = os.fsync, Path.replace

    def fsync(handle: int) -> None:
        told.append(("flush", Path(f"/proc/self/fd/{handle}").readlink().name))
        flushed(handle)

    def replace(self: Path, target: Path) -> Path:
        told.append(("move", Path(target).name))
        return moved(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    return told


def test_a_file_is_flushed_before_it_is_moved(tmp_path: Path, steps: list[tuple[str, str]]) -> None:
    with writing(tmp_path / "表 table.csv") as made:
        made.write_text("a\n1\n", encoding="utf-8")
    assert steps == [("flush", "表 table.csv"), ("move", "表 table.csv")]


def test_all_files_and_folders_of_a_result_are_flushed_before_it_is_moved(
    tmp_path: Path, steps: list[tuple[str, str]]
) -> None:
    target = tmp_path / "结果"
    for round_ in range(2):
        steps.clear()
        with replacing(target, "manifest.json") as work:
            (work / "data").mkdir()
            for name in ("manifest.json", "data/panel.csv"):
                (work / name).write_text(str(round_), encoding="utf-8")
        place = steps.index(("move", "结果"))
        assert {name for what, name in steps[:place] if what == "flush"} == {
            "manifest.json",
            "panel.csv",
            "data",
            "new",
        }
        assert steps[place + 1] == ("flush", tmp_path.name)


def test_a_disk_that_refuses_leaves_the_former_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "result"
    with replacing(target, "manifest.json") as work:
        (work / "manifest.json").write_text("old", encoding="utf-8")

    def refuse(handle: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OutputError, match="Input/output error"), replacing(target, "manifest.json") as work:
        (work / "manifest.json").write_text("new", encoding="utf-8")
    assert (target / "manifest.json").read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


def test_file_systems_that_know_no_flush_are_no_reason_to_refuse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(handle: int) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(os, "fsync", unknown)
    (tmp_path / "a").write_text("1", encoding="utf-8")
    durable.flush_all(tmp_path)
