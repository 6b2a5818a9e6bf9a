"""The notebooks of examples/ as pages: text, code, and the tables and pictures that were saved with them.

The usual extensions bring a Jupyter kernel along: every build of a wheel would install it, and none would run it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

KINDS = ("text/html", "image/png", "text/plain")  # the first that a result has is shown


def write_notebooks(folder: Path, target: Path) -> None:
    """Write every notebook of a folder as a page beside its pictures."""
    target.mkdir(parents=True, exist_ok=True)
    for file in sorted(folder.glob("*.ipynb")):
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        parts = [part for number, cell in enumerate(cells) for part in _cell(cell, target / f"{file.stem}-{number}")]
        parts.append(f"The notebook itself: `examples/notebooks/{file.name}`.")
        (target / f"{file.stem}.md").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _cell(cell: dict[str, Any], picture: Path) -> Iterator[str]:
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        yield source
        return
    if source.strip():
        yield f"```python\n{source}\n```"
    for number, output in enumerate(cell.get("outputs", ())):
        yield _output(output, picture.with_name(f"{picture.name}-{number}.png"))


def _output(output: dict[str, Any], picture: Path) -> str:
    if "data" not in output:
        return f"```text\n{''.join(output.get('text', ())).rstrip()}\n```"
    kind = next(kind for kind in KINDS if kind in output["data"])
    content = "".join(output["data"][kind])
    if kind == "image/png":
        picture.write_bytes(base64.b64decode(content))
        return f"![]({picture.name})"
    if kind == "text/html":
        return f'```{{raw}} html\n<div class="result">\n{content}\n</div>\n```'
    return f"```text\n{content}\n```"
