"""report.html: one page with everything in it, readable offline and for years."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gisplug.report.tables.markup import html_table, minus, table_css
from gisplug.report.tables.paper_table import PaperTable, plain_table, shown
from gisplug.report.words.say import say

PREVIEW_ROWS = 12
SHORT = 40  # characters up to which text is shown like a number


@dataclass(frozen=True)
class Cover:
    """What stands at the head of a report, and where it came from: `source` is the name and text of the study file."""

    title: str
    authors: str
    note: str
    language: str
    synthetic: bool
    seed: int | None
    source: tuple[str, str]


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
    notes: list[tuple[str, str]] = field(default_factory=list)
    appendix: bool = False

    def all_files(self) -> list[str]:
        """Return every file of the step, relative to the result."""
        return [
            *(f for _, _, fs in self.tables for f in fs),
            *(f for _, _, _, fs in self.figures for f in fs),
            *(f for _, f in self.files),
        ]


def page(cover: Cover, items: Sequence[Item], record: Mapping[str, Any]) -> str:
    """Return the report as one HTML text with styles and pictures inside."""
    groups = _groups(items)
    made = f"{_say('Made with gisplug')} {_t(str(record['gisplug']))}"
    parts = [f"<h1>{_t(cover.title)}</h1>"]
    parts.append(f'<p class="by">{_t(cover.authors) + " · " if cover.authors else ""}{made}</p>')
    if cover.synthetic:
        parts.append(f'<p class="banner">{_say("SYNTHETIC DATA: simulated for demonstration, not observations.")}</p>')
    parts += [f"<p>{_t(text)}</p>" for text in cover.note.split("\n\n") if text.strip()]
    for heading, inside in groups:
        parts.append(f'<h2 id="{_id(heading)}">{_say(heading)}</h2>')
        parts += [_item(item) for item in inside]
    parts.append(_warnings(items))
    parts.append(_made_how(cover, record))
    language = "zh-CN" if cover.language == "zh" else "en"
    foot = (
        f"<footer>{made}. "
        f"{_say('Boundaries are drawn for orientation only and imply no opinion on their legal status.')}</footer>"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width,initial-scale=1">'
        f"<title>{_t(cover.title)}</title><style>{_styles()}{table_css()}</style></head><body><div "
        f'class="frame">{_contents(groups)}'
        f"<main>{''.join(parts)}{foot}</main></div></body></html>\n"
    )


def _styles() -> str:
    return Path(__file__).with_name("page.css").read_text(encoding="utf-8")


def _groups(items: Sequence[Item]) -> list[tuple[str, list[Item]]]:
    found: dict[str, list[Item]] = {}
    for item in items:
        if item.tables or item.figures or item.values or item.files or item.text:
            found.setdefault(item.heading, []).append(item)
    return list(found.items())


def _contents(groups: Sequence[tuple[str, Sequence[Item]]]) -> str:
    lines = []
    for heading, inside in groups:
        below = "".join(f'<li><a href="#{_id(i.name)}">{_say(i.title)}</a></li>' for i in inside if len(inside) > 1)
        lines.append(f'<li><a href="#{_id(heading)}">{_say(heading)}</a>{f"<ol>{below}</ol>" if below else ""}</li>')
    ends = "".join(
        f'<li><a href="#{i}">{_say(t)}</a></li>'
        for i, t in (("warnings", "Warnings and notes"), ("made", "How this was made"))
    )
    return f"<nav><b>{_say('Contents')}</b><ol>{''.join(lines)}{ends}</ol></nav>"


def _item(item: Item) -> str:
    parts = [f'<h3 id="{_id(item.name)}">{_say(item.title)}</h3>']
    if item.text:
        parts += [f"<p>{_t(text)}</p>" for text in item.text.split("\n\n")]
    parts += _values(item.values)
    for number, table, files in item.tables:
        parts.append(html_table(table, say_language(), f"{say('Table')} {number}. "))
        parts.append(_links([("", f) for f in files]))
    for number, label, path, files in item.figures:
        picture = base64.b64encode(path.read_bytes()).decode("ascii")
        caption = f"{say('Figure')} {number}. {_say(item.title)}. {_say(label)}."
        parts.append(
            f'<figure class="pic"><img alt="{_t(item.title)}: {_t(label)}" '
            f'src="data:image/png;base64,{picture}"><figcaption>{caption}</figcaption></figure>'
        )
        parts.append(_links([("", f) for f in files]))
    if not item.tables and not item.figures:
        parts += [_preview(label, path) for label, path in item.previews]
    if not item.tool:
        parts.append(
            '<ul class="notes">'
            + "".join(f"<li>{_say(text)}</li>" for level, text in item.notes if level == "info")
            + "</ul>"
        )
    if item.files:
        parts.append(_links(item.files, left=True))
    return "".join(parts)


def _values(values: Sequence[tuple[str, Any]]) -> list[str]:
    """Show numbers and short words as tiles, sentences as paragraphs, printed results folded away."""
    known = [(label, value) for label, value in values if not (isinstance(value, float) and value != value)]
    tiles = [(label, value) for label, value in known if not isinstance(value, str) or len(value) <= SHORT]
    cells = "".join(
        f"<li><span>{_say(label)}</span><b>{_t(minus(_value(value, label)))}</b></li>" for label, value in tiles
    )
    parts = [f'<ul class="values">{cells}</ul>'] if cells else []
    for label, value in known:
        if isinstance(value, str) and "\n" in value.strip():
            parts.append(f"<details><summary>{_say(label)}</summary><pre>{_t(value.strip())}</pre></details>")
        elif isinstance(value, str) and len(value) > SHORT:
            parts.append(f"<p><b>{_say(label)}.</b> {_t(value)}</p>")
    return parts


def say_language() -> str:
    """Return the language of the run."""
    from gisplug.report.words.settings import house

    return house().language


def _preview(label: str, path: Path) -> str:
    import pandas as pd

    frame = pd.read_csv(path, nrows=PREVIEW_ROWS + 1)
    head = frame.head(PREVIEW_ROWS).iloc[:, :10]
    note = (
        ("First rows and columns; the file has all of them.",)
        if len(frame) > PREVIEW_ROWS or frame.shape[1] > 10
        else ()
    )
    return html_table(plain_table(label, head.set_index(head.columns[0]), note), say_language())


def _link(label: str, file: str) -> str:
    ending = _t(file.rpartition(".")[2] if "." in file else file)
    return f'<a href="{_t(file)}">{f"{_say(label)} ({ending})" if label else ending}</a>'


def _links(files: Iterable[tuple[str, str]], left: bool = False) -> str:
    links = " · ".join(_link(label, file) for label, file in files)
    return f'<p class="files{" left" if left else ""}">{links}</p>' if links else ""


def _warnings(items: Sequence[Item]) -> str:
    warned = _by_text(items, True)
    told = _by_text(items, False)
    lines = "".join(
        f'<li class="warning">{_say(text)} <span class="by">{_t(where)}</span></li>' for text, where in warned
    )
    body = f'<ul class="notes">{lines}</ul>' if lines else f"<p>{_say('Nothing to warn of.')}</p>"
    more = "".join(f'<li>{_say(text)} <span class="by">{_t(where)}</span></li>' for text, where in told)
    folded = (
        f'<details><summary>{_say("Notes")} ({len(told)})</summary><ul class="notes">{more}</ul></details>'
        if told
        else ""
    )
    return f'<h2 id="warnings">{_say("Warnings and notes")}</h2>{body}{folded}'


def _by_text(items: Sequence[Item], warnings: bool) -> list[tuple[str, str]]:
    """Return each note once, with the steps that said it."""
    found: dict[str, list[str]] = {}
    for item in items:
        for level, text in item.notes:
            if (level == "warning") == warnings:
                found.setdefault(text, []).append(say(item.title))
    return [(text, f"({', '.join(where[:3])}{' …' if len(where) > 3 else ''})") for text, where in found.items()]


def _made_how(cover: Cover, record: Mapping[str, Any]) -> str:
    steps = "".join(
        f"<tr><td>{k}</td><td>{_say(s['title'])}</td><td><code>{_t(s['tool'])}</code></td></tr>"
        for k, s in enumerate(record["steps"], start=1)
    )
    inputs = "".join(
        f"<tr><td>{_t(i['file'])}</td><td><code>{i['sha256'][:16]}…</code></td></tr>" for i in record["inputs"]
    )
    versions = ", ".join(f"{name} {number}" for name, number in record["versions"].items())
    seed = f"<p>seed = {cover.seed}</p>" if cover.seed is not None else ""
    return (
        f'<h2 id="made">{_say("How this was made")}</h2><table '
        f'class="plain"><tr><th></th><th>{_say("Step")}</th><th>{_say("Tool")}</th></tr>{steps}</table>'
        f"<h3>{_say('Inputs')}</h3><table "
        f'class="plain"><tr><th>{_say("File")}</th><th>SHA-256</th></tr>{inputs}</table>{seed}'
        f"<h3>{_say('Versions')}</h3><p>gisplug {_t(str(record['gisplug']))}, Python {_t(record['python'])}, "
        f"{_t(versions)}</p>"
        f"<details><summary>{_t(cover.source[0])}</summary><pre>{_t(cover.source[1])}</pre></details>"
        f'<p class="files left"><a href="run.json">run.json</a> · <a href="study.toml">study.toml</a></p>'
    )


def _value(value: Any, label: str = "") -> str:
    if isinstance(value, float) and abs(value) < 1e9 and value == int(value):
        return str(int(value))
    return (
        shown(value, 4, "p" if label.lower().startswith("p-value") else "")
        if isinstance(value, (int, float))
        else str(value)
    )


def _t(text: str) -> str:
    return html.escape(text)


def _say(text: str) -> str:
    return html.escape(say(text))


def _id(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-")
