"""Execute the notebooks of examples/ and say what their outputs show, as text that can be compared.

After a change: `python -m tests.notebooks.run` executes them all again and keeps their new outputs.
"""

from __future__ import annotations

import base64
import io
import os
import re
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "examples" / "notebooks"
SECONDS = 120  # a cell that takes longer hangs
PICTURE = "image/png"
ROUNDING, RELATIVE = 1.01e-4, 1e-4  # four decimals are shown; large numbers have more digits than matter
COLOURS = 64  # of a kept picture; charts and maps of few colours lose nothing that the eye sees
NUMBER = re.compile(r"[-+−]?(?:\d[\d,]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def notebooks() -> list[Path]:
    return sorted(FOLDER.glob("*.ipynb"))


def executed(path: Path) -> Any:
    """Return the notebook with the outputs of a fresh kernel, run in an empty folder; a cell's error is raised."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    os.environ.setdefault("JUPYTER_PREFER_ENV_PATH", "1")  # this Python's kernel, not one of the user's
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
    with tempfile.TemporaryDirectory() as folder:
        client = NotebookClient(
            notebook,
            timeout=SECONDS,
            kernel_name="python3",
            extra_arguments=["--IPKernelApp.log_level=ERROR"],
            resources={"metadata": {"path": folder}},
        )
        client.execute()
    return notebook


def cleaned(notebook: Any) -> Any:
    """Drop what differs from run to run, what is not shown, and most of the weight of pictures."""
    notebook.metadata = {"kernelspec": dict(notebook.metadata["kernelspec"]), "language_info": {"name": "python"}}
    for place, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{place:02d}"
        cell.metadata = {}
        for output in cell.get("outputs", []):
            output.get("metadata", {}).clear()
            data = output.get("data", {})
            if PICTURE in data:
                data[PICTURE] = _light(data[PICTURE])
    return notebook


def _light(png: str) -> str:
    """Return the picture with a palette of few colours."""
    from PIL import Image

    out = io.BytesIO()
    Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB").quantize(COLOURS).save(out, "PNG", optimize=True)
    return base64.b64encode(out.getvalue()).decode("ascii")


def shown(cell: Any) -> list[str]:
    """Return what each output of a cell shows: the words of tables and texts, or the kind of a picture."""
    texts = []
    for output in cell.get("outputs", []):
        data = output.get("data", {"text/plain": output.get("text", "")})
        if PICTURE in data:
            texts.append("[picture]")
        elif "text/html" in data:
            texts.append(visible(data["text/html"]))
        else:
            texts.append(str(data.get("text/plain", "")))
    return texts


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self._hidden += tag in ("style", "script")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "script")

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.words.append(data.strip())


def visible(html: str) -> str:
    """Return the text of a page without its markup and styles."""
    reader = _Words()
    reader.feed(html)
    return " | ".join(reader.words)


def taken_apart(text: str) -> tuple[str, list[float]]:
    """Return the text with # for every number, and the numbers."""
    numbers = [float(found.replace(",", "").replace("−", "-")) for found in NUMBER.findall(text)]
    return re.sub(r"\s+", " ", NUMBER.sub("#", text)), numbers


def differences(before: list[str], after: list[str]) -> list[str]:
    """Return what two lists of shown outputs differ in beyond the last digit shown."""
    if len(before) != len(after):
        return [f"{len(before)} outputs before, {len(after)} now"]
    found = []
    for old, new in zip(before, after, strict=True):
        (words, numbers), (words_now, numbers_now) = taken_apart(old), taken_apart(new)
        if words != words_now:
            found.append(f"{words!r} before, {words_now!r} now")
        else:
            pairs = zip(numbers, numbers_now, strict=True)
            found += [f"{a} before, {b} now" for a, b in pairs if abs(a - b) > ROUNDING + RELATIVE * abs(a)]
    return found


def main() -> int:
    import nbformat

    chosen = [FOLDER / f"{name}.ipynb" for name in sys.argv[1:]] or notebooks()
    for path in chosen:
        nbformat.write(cleaned(executed(path)), path)
        print(f"{path.name}: {path.stat().st_size / 1024:.0f} KB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
