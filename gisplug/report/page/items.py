"""One step of a study on the page: its tables, figures, numbers, previews and files."""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gisplug.core.messages import spoken
from gisplug.report.explorer.page import part
from gisplug.report.tables.markup import html_table, minus
from gisplug.report.tables.paper_table import PaperTable, plain_table, shown
from gisplug.report.words.say import say
from gisplug.report.words.settings import house

PREVIEW_ROWS = 12
COLOURS = 256  # of a picture on the page
SHORT = 40  # characters up to which text is shown like a number


@dataclass
class Item:
    """What the report shows of one step."""

    heading: str
    title: str
    name: str
    tool: str
    text: str
    reused: bool
    tables: list[tuple[int, PaperTable, list[str]]] = field(default_factory=list)
    figures: list[tuple[int, str, Path, list[str]]] = field(default_factory=list)
    values: list[tuple[str, Any]] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)
    previews: list[tuple[str, Path]] = field(default_factory=list)
    explorers: list[dict[str, Any]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    appendix: bool = False

    def all_files(self) -> list[str]:
        """Return every file of the step, relative to the result."""
        return [
            *(f for _, _, fs in self.tables for f in fs),
            *(f for _, _, _, fs in self.figures for f in fs),
            *(f for _, f in self.files),
        ]


def item_html(item: Item) -> str:
    """Return a step as HTML."""
    parts = [f'<h3 id="{anchor(item.name)}">{said(item.title)}</h3>']
    if item.text:
        parts += [f"<p>{escaped(text)}</p>" for text in item.text.split("\n\n")]
    parts += _values(item.values)
    for number, table, files in item.tables:
        parts.append(html_table(table, house().language, f"{say('Table')} {number}. "))
        parts.append(_links([("", f) for f in files]))
    for number, label, path, files in item.figures:
        picture = base64.b64encode(_lighter(path)).decode("ascii")
        caption = f"{say('Figure')} {number}. {said(item.title)}. {said(label)}."
        parts.append(
            f'<figure class="pic"><img alt="{said(item.title)}: {said(label)}" '
            f'src="data:image/png;base64,{picture}"><figcaption>{caption}</figcaption></figure>'
        )
        parts.append(_links([("", f) for f in files]))
    parts += [part(made, f"{anchor(item.name)}-data-{k}") for k, made in enumerate(item.explorers)]
    if not item.tables and not item.figures:
        parts += [_preview(label, path) for label, path in item.previews]
    if not item.tool:
        parts.append(
            '<ul class="notes">'
            + "".join(f"<li>{said(text)}</li>" for level, text in item.notes if level == "info")
            + "</ul>"
        )
    if item.files:
        parts.append(_links(item.files, left=True))
    return "".join(parts)


def _lighter(path: Path) -> bytes:
    """Return a picture in at most 256 colours, a third of its size; the file beside the page keeps all of them."""
    from PIL import Image

    made = io.BytesIO()
    with Image.open(path) as picture:
        flat = picture.convert("RGBA") if "A" in picture.getbands() else picture.convert("RGB")
        white = Image.new("RGB", flat.size, "white")
        white.paste(flat, mask=flat.getchannel("A") if "A" in flat.getbands() else None)
        white.quantize(COLOURS, dither=Image.Dither.NONE).save(made, "png")
    return min(made.getvalue(), path.read_bytes(), key=len)


def _values(values: Sequence[tuple[str, Any]]) -> list[str]:
    """Show numbers and short words as tiles, sentences as paragraphs, printed results folded away."""
    known = [(label, value) for label, value in values if not (isinstance(value, float) and value != value)]
    tiles = [(label, value) for label, value in known if not isinstance(value, str) or len(value) <= SHORT]
    cells = "".join(
        f"<li><span>{said(label)}</span><b>{said(minus(_value(value, label)))}</b></li>" for label, value in tiles
    )
    parts = [f'<ul class="values">{cells}</ul>'] if cells else []
    for label, value in known:
        if isinstance(value, str) and "\n" in value.strip():
            parts.append(
                f"<details><summary>{said(label)}</summary><pre>{escaped(spoken(value).strip())}</pre></details>"
            )
        elif isinstance(value, str) and len(value) > SHORT:
            parts.append(f"<p><b>{said(label)}{spoken('. ').rstrip()}</b> {said(value)}</p>")
    return parts


def _preview(label: str, path: Path) -> str:
    import pandas as pd

    frame = pd.read_csv(path, nrows=PREVIEW_ROWS + 1)
    head = frame.head(PREVIEW_ROWS).iloc[:, :10]
    note = (
        ("First rows and columns; the file has all of them.",)
        if len(frame) > PREVIEW_ROWS or frame.shape[1] > 10
        else ()
    )
    return html_table(plain_table(label, head.set_index(head.columns[0]), note), house().language)


def _link(label: str, file: str) -> str:
    ending = escaped(file.rpartition(".")[2] if "." in file else file)
    return f'<a href="{escaped(file)}">{f"{said(label)} ({ending})" if label else ending}</a>'


def _links(files: Iterable[tuple[str, str]], left: bool = False) -> str:
    links = " · ".join(_link(label, file) for label, file in files)
    return f'<p class="files{" left" if left else ""}">{links}</p>' if links else ""


def _value(value: Any, label: str = "") -> str:
    if isinstance(value, float) and abs(value) < 1e9 and value == int(value):
        return str(int(value))
    return (
        shown(value, 4, "p" if label.lower().startswith("p-value") else "")
        if isinstance(value, (int, float))
        else str(value)
    )


def escaped(text: str) -> str:
    """Return text as HTML shows it."""
    return html.escape(text)


def said(text: str) -> str:
    """Return text in the language of the run, as HTML shows it."""
    return html.escape(say(text))


def anchor(text: str) -> str:
    """Return the name by which the page links to a heading."""
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-")
