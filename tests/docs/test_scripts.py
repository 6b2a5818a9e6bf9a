"""Scripts for the pages and their words: asking for help changes nothing, and neither does a slip of the pen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "gisplug" / "core" / "messages" / "zh.json"
SCRIPTS = ["scripts/translate.py", "scripts/docs/build_site.py", "scripts/docs/pictures.py"]


def run(script: str, *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script from another folder."""
    return subprocess.run(
        [sys.executable, ROOT / script, *words], capture_output=True, text=True, check=False, cwd=folder, timeout=60
    )


@pytest.mark.parametrize("script", SCRIPTS)
def test_help_is_told_and_nothing_is_made(script, tmp_path):
    before = CATALOGUE.stat().st_mtime_ns
    for words in (["--help"], ["-h"], ["--help", "--out", str(tmp_path / "site")]):
        done = run(script, *words, folder=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert f"\n{script} " in done.stdout
    assert CATALOGUE.stat().st_mtime_ns == before and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_word_that_is_not_known_is_refused(script, tmp_path):
    before = CATALOGUE.stat().st_mtime_ns
    for words in (["--hlep"], ["--out"], ["--merge"]):
        done = run(script, *words, folder=tmp_path)
        assert done.returncode == 2 and f"none of the above: {words[0]}" in done.stderr, done.stderr
    assert CATALOGUE.stat().st_mtime_ns == before and list(tmp_path.iterdir()) == []


def test_the_catalogue_has_nothing_that_nobody_says(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import translate

    known = translate.catalogue()
    assert translate.unsaid(known) == [], "scripts/translate.py --drop takes them out"
    gone = "A sentence that no source has."
    assert translate.unsaid({**known, gone: "无", "Direct long run": "", "Not significant": ""}) == [gone]
