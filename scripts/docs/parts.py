"""Parts of a page that a script writes, between `<!-- begin NAME -->` and `<!-- end NAME -->`."""

from __future__ import annotations

import re
from pathlib import Path


def replaced(text: str, name: str, part: str) -> str:
    """Return the page with one part renewed.

    Raises
    ------
    SystemExit
        If the page has no such part.
    """
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    pattern = re.compile(rf"{re.escape(begin)}\n.*?{re.escape(end)}", re.S)
    if len(pattern.findall(text)) != 1:
        raise SystemExit(f"The page needs one part between {begin} and {end}.")
    return pattern.sub(lambda _: f"{begin}\n\n{part.strip()}\n\n{end}", text)


def write_part(page: Path, name: str, part: str) -> None:
    """Renew one part of a page in its file."""
    page.write_text(replaced(page.read_text(encoding="utf-8"), name, part), encoding="utf-8")
