"""report.html: one page with everything in it, readable offline and for years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gisplug.core.messages import message, spoken
from gisplug.report.explorer import page as explorer
from gisplug.report.page.items import Item, anchor, escaped, item_html, said
from gisplug.report.tables.markup import table_css
from gisplug.report.words.say import say


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


def page(cover: Cover, items: Sequence[Item], record: Mapping[str, Any]) -> str:
    """Return the report as one HTML text with styles and pictures inside."""
    groups = _groups(items)
    made = said(message("Made with gisplug {version}", version=str(record["gisplug"])))
    parts = [f"<h1>{escaped(cover.title)}</h1>"]
    parts.append(f'<p class="by">{escaped(cover.authors) + " · " if cover.authors else ""}{made}</p>')
    if cover.synthetic:
        parts.append(f'<p class="banner">{said("SYNTHETIC DATA: simulated for demonstration, not observations.")}</p>')
    parts += [f"<p>{escaped(text)}</p>" for text in cover.note.split("\n\n") if text.strip()]
    for heading, inside in groups:
        parts.append(f'<h2 id="{anchor(heading)}">{said(heading)}</h2>')
        parts += [item_html(item) for item in inside]
    parts.append(_warnings(items))
    parts.append(_made_how(cover, record))
    language = "zh-CN" if cover.language == "zh" else "en"
    foot = (
        f"<footer>{made}{spoken('. ')}"
        f"{said('Boundaries are drawn for orientation only and imply no opinion on their legal status.')}</footer>"
    )
    explored = any(item.explorers for item in items)
    sheets = _styles() + table_css() + (explorer.styles() if explored else "")
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" '
        'content="width=device-width,initial-scale=1">'
        f"<title>{escaped(cover.title)}</title><style>{sheets}</style></head><body><div "
        f'class="frame">{_contents(groups)}'
        f"<main>{''.join(parts)}{foot}</main></div>{explorer.scripts() if explored else ''}</body></html>\n"
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
        below = "".join(f'<li><a href="#{anchor(i.name)}">{said(i.title)}</a></li>' for i in inside if len(inside) > 1)
        lines.append(f'<li><a href="#{anchor(heading)}">{said(heading)}</a>{f"<ol>{below}</ol>" if below else ""}</li>')
    ends = "".join(
        f'<li><a href="#{i}">{said(t)}</a></li>'
        for i, t in (("warnings", "Warnings and notes"), ("made", "How this was made"))
    )
    return f"<nav><b>{said('Contents')}</b><ol>{''.join(lines)}{ends}</ol></nav>"


def _warnings(items: Sequence[Item]) -> str:
    warned = _by_text(items, True)
    told = _by_text(items, False)
    lines = "".join(
        f'<li class="warning">{said(text)} <span class="by">{escaped(where)}</span></li>' for text, where in warned
    )
    body = f'<ul class="notes">{lines}</ul>' if lines else f"<p>{said('Nothing to warn of.')}</p>"
    more = "".join(f'<li>{said(text)} <span class="by">{escaped(where)}</span></li>' for text, where in told)
    folded = (
        f'<details><summary>{said("Notes")} ({len(told)})</summary><ul class="notes">{more}</ul></details>'
        if told
        else ""
    )
    return f'<h2 id="warnings">{said("Warnings and notes")}</h2>{body}{folded}'


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
        f"<tr><td>{k}</td><td>{said(s['title'])}</td><td><code>{escaped(s['tool'])}</code></td></tr>"
        for k, s in enumerate(record["steps"], start=1)
    )
    inputs = "".join(
        f"<tr><td>{escaped(i['file'])}</td><td><code>{i['sha256'][:16]}…</code></td></tr>" for i in record["inputs"]
    )
    versions = ", ".join(f"{name} {number}" for name, number in record["versions"].items())
    seed = f"<p>seed = {cover.seed}</p>" if cover.seed is not None else ""
    return (
        f'<h2 id="made">{said("How this was made")}</h2><table '
        f'class="plain"><tr><th></th><th>{said("Step")}</th><th>{said("Tool")}</th></tr>{steps}</table>'
        f"<h3>{said('Inputs')}</h3><table "
        f'class="plain"><tr><th>{said("File")}</th><th>SHA-256</th></tr>{inputs}</table>{seed}'
        f"<h3>{said('Versions')}</h3><p>gisplug {escaped(str(record['gisplug']))}, Python {escaped(record['python'])}, "
        f"{escaped(versions)}</p>"
        f"<details><summary>{escaped(cover.source[0])}</summary><pre>{escaped(cover.source[1])}</pre></details>"
        f'<p class="files left"><a href="run.json">run.json</a> · <a href="study.toml">study.toml</a></p>'
    )
