"""The same work gives the same bytes: in another folder, on another day, in another time zone, by other workers."""

import subprocess
import sys
import time

import pytest

from tests.interruptions.everything import write_everything
from tests.interruptions.shim import WHY_NOT, built, with_shim

DAYS = 86400


def tree(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
def test_every_format_and_a_study_have_the_same_bytes_on_another_day_in_another_place(tmp_path, monkeypatch):
    here, there = tmp_path / "a", tmp_path / "另一个 folder"
    here.mkdir()
    there.mkdir()
    environment = with_shim(built(tmp_path), clock=str(-1000 * DAYS))
    environment |= {"TZ": "Asia/Shanghai", "GISPLUG_WORKERS": "1", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-m", "tests.interruptions.everything", str(there)]
    subprocess.run(command, env=environment, check=True, timeout=300)
    monkeypatch.setenv("TZ", "America/Lima")
    monkeypatch.setenv("GISPLUG_WORKERS", "2")
    time.tzset()
    try:
        one = tree(write_everything(here))
    finally:
        monkeypatch.undo()
        time.tzset()
    other = tree(there / "made")
    assert set(one) == set(other) and len(one) > 50
    assert [name for name in one if one[name] != other[name]] == ["study/this-run.json"]
