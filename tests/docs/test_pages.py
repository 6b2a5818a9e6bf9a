"""What every page must keep: tables whole, one Chinese word for an idea, the same messages in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.test_messages import PAGES, quoted

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
MARKDOWN = [*sorted(DOCS.rglob("*.md")), *sorted(ROOT.glob("*.md"))]
CHINESE = [
    *sorted((DOCS / "zh").rglob("*.md")),
    ROOT / "README.zh.md",
    ROOT / "gisplug" / "core" / "messages" / "zh.json",
]
OTHER_WORDS = {
    "P 值": "p 值",
    "P值": "p 值",
    "区位熵": "区位商",
    "渐进政策": "交错处理的政策",
    "传出效应": "发出的效应",
}


def tables(text: str) -> Iterator[list[tuple[int, str]]]:
    """Yield the tables of a page as numbered lines; what stands in fences is none."""
    rows: list[tuple[int, str]] = []
    fenced = False
    for number, line in enumerate([*text.splitlines(), ""], start=1):
        fenced ^= line.lstrip().startswith("```")
        if line.startswith("|") and not fenced:
            rows.append((number, line))
        elif rows:
            yield rows
            rows = []


def cells(line: str) -> int:
    """Return how many cells a row has; `|` in code parts cells too unless it is written `\\|`."""
    return len(re.findall(r"(?<!\\)\|", line.strip())) - 1


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_row_of_a_table_has_the_cells_of_its_head(page):
    for rows in tables(page.read_text(encoding="utf-8")):
        head = cells(rows[0][1])
        assert [f"line {number}: {line}" for number, line in rows if cells(line) != head] == []


def test_a_bar_in_code_is_seen():
    rows = next(tables("| a | b |\n| --- | --- |\n| x | `y|z` |\n"))
    assert [cells(line) for _, line in rows] == [2, 2, 3]
    assert cells(r"| x | `y\|z` |") == 2
    assert list(tables("```\n| a | b |\n```\n")) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_chinese_page_quotes_the_same_messages(page):
    other = DOCS / "zh" / "messages" / page.name
    assert other.is_file(), f"{page.name} has no Chinese page"
    assert quoted(other) == quoted(page)


def test_the_chinese_index_has_the_same_messages():
    def listed(path: Path) -> list[str]:
        return re.findall(r"(?m)^[a-z][a-z-]+$", path.read_text(encoding="utf-8"))

    assert listed(DOCS / "zh" / "messages" / "index.md") == listed(DOCS / "messages" / "index.md")


@pytest.mark.parametrize("file", CHINESE, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_one_chinese_word_stands_for_an_idea(file):
    text = file.read_text(encoding="utf-8")
    assert {wrong: right for wrong, right in OTHER_WORDS.items() if wrong in text} == {}


def test_every_picture_is_shown_on_a_page():
    told = "".join(page.read_text(encoding="utf-8") for page in MARKDOWN)
    pictures = sorted((DOCS / "images").iterdir())
    assert [file.name for file in pictures if f"images/{file.name})" not in told] == []
