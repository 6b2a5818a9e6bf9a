"""No address of a package index or mirror stands anywhere. That of the repository: tests/packaging."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# the configuration of pip and apt on the user's machine decides, so none of these stands anywhere
INDEXES = re.compile(
    r"https?://[\w.-]*(?:pypi|pythonhosted|mirrors?\b|anaconda|conda\.io|deb\.debian|archive\.ubuntu|aliyun|npmmirror)"
    r"|https?://[^\s\"'<>)]*/simple\b"
    r"|\b(?:pypi\.org|files\.pythonhosted\.org|deb\.debian\.org|mirrors?\.[\w-]+\.[\w.]+)\b",
    re.I,
)
READ = (
    "gisplug",
    "scripts",
    "docs",
    "packaging",
    "examples",
    "benchmarks",
    "layers",
    "rasters",
    "tests/shared_data.py",
)
READ += ("README.md", "README.zh.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "CITATION.cff", "Makefile")
READ += ("pyproject.toml", "metadata.txt", ".github", ".ci")


def texts(*places: str) -> dict[str, str]:
    """Return every text file of the repository below these places, by its name."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *places],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("needs the repository, not an unpacked archive")
    found = {}
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.is_file() and path.suffix not in (".png", ".gpkg", ".tif", ".xlsx", ".dta", ".parquet", ".qm"):
            found[name] = path.read_text(encoding="utf-8", errors="replace")
    return found


def test_no_index_or_mirror_of_packages_is_named():
    found = {name: hit[0] for name, text in texts(*READ).items() if (hit := INDEXES.search(text))}
    assert found == {}


@pytest.mark.parametrize(
    "text",
    [
        "https://pypi.org/simple",
        "https://pypi.tuna.tsinghua.edu.cn/simple",
        "http://deb.debian.org/debian",
        "https://mirrors.example.cn/pypi/web/simple/",
        "https://index.example.org/root/simple",
    ],
)
def test_the_pattern_knows_an_index_when_it_sees_one(text):
    assert INDEXES.search(text)
