"""From finished steps to the folder a reader gets: tables, figures, layers, data, report.html and run.json."""

from __future__ import annotations

import json
import platform
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gisplug.core.declare import Output, Tool
from gisplug.core.formats import format_of
from gisplug.core.identity.code import library_versions
from gisplug.core.identity.sources import MADE
from gisplug.core.version import version
from gisplug.report.explorer.stored import read
from gisplug.report.page.items import Item
from gisplug.report.page.page import Cover, page
from gisplug.report.tables.files import read_papers, write_paper
from gisplug.report.tables.paper_table import PaperTable
from gisplug.report.words.say import say
from gisplug.report.words.settings import house
from gisplug.study.record.manifest import write_manifest
from gisplug.study.step_code import write_code

if TYPE_CHECKING:
    from gisplug.study.inputs import Files
    from gisplug.study.plan.step import Plan
    from gisplug.study.record.done import Done
    from gisplug.study.settings import Settings

FOLDERS = {
    "paper": "tables",
    "figure": "figures",
    "layer": "layers",
    "weights": "weights",
    "raster": "rasters",
    "table": "data",
    "html": "pages",
}
EXPLORER = "explorer"  # the tool whose page becomes a part of the report
DEFAULT_TABLES = ("docx", "xlsx", "tex", "csv")


@dataclass
class _Counts:
    tables: int = 0
    figures: int = 0
    names: set[str] = field(default_factory=set)

    def fresh(self, name: str) -> str:
        """Return a file name that is not taken yet."""
        stem, dot, ending = name.partition(".")
        made, count = name, 2
        while made in self.names:
            made, count = f"{stem}-{count}{dot}{ending}", count + 1
        self.names.add(made)
        return made


def collect(
    plan: Plan,
    done: Sequence[Done],
    registry: Callable[[str], Tool],
    files: Files,
    settings: Settings,
    work: Path,
) -> None:
    """Write everything into `work`."""
    counts, items, papers = _Counts(), [], []
    formats = tuple(plan.outputs.get("tables", DEFAULT_TABLES))
    for one in done:
        tool = registry(one.step.tool) if one.step.tool else None
        item, tables = _item(one, tool, plan, counts, work, formats)
        items.append(item)
        papers += tables
    if papers:
        for ending in formats:
            if ending in ("docx", "xlsx"):
                write_paper(papers, work / "tables" / f"all-tables.{ending}")
    record = _record(plan, done, registry, files, settings, items)
    if plan.outputs.get("code"):
        items.append(write_code(done, registry, plan.outputs["code"], work))
    (work / "run.json").write_text(json.dumps(record, ensure_ascii=False, indent=1, default=str), encoding="utf-8")
    shutil.copyfile(plan.source.path, work / "study.toml")
    (work / "report.html").write_text(page(_cover(plan), items, record), encoding="utf-8", newline="\n")
    write_manifest(work, plan.source.path, record["inputs"])


def _item(
    one: Done, tool: Tool | None, plan: Plan, counts: _Counts, work: Path, formats: Sequence[str]
) -> tuple[Item, list[PaperTable]]:
    step = one.step
    item = Item(
        step.heading,
        step.title,
        step.name,
        step.tool,
        step.text,
        one.reused,
        notes=list(one.notes),
        appendix=step.appendix,
    )
    if tool is None:
        _own_files(one, item, counts, work)
        return item, []
    tables: list[PaperTable] = []
    for output in tool.outputs:
        path = one.path(output.name)
        if output.is_value:
            value = one.results.get(output.name)
            if isinstance(value, Mapping) and value.get("value") is not None:
                item.values.append((output.label, value["value"]))
        elif path is not None and output.kind == "paper":
            tables += _papers(path, output, item, plan, counts, work, formats)
        elif path is not None and output.kind == "figure":
            _figure(path, output, item, counts, work)
        elif path is not None:
            folder = FOLDERS.get(output.kind, "other")
            mark = "-synthetic" if plan.synthetic and output.kind == "layer" else ""
            name = counts.fresh(_name(step.name, output, tool) + mark + path.suffix)
            item.files.append(_copied(path, work, folder, name, output.label))
            if output.kind == "table" and path.suffix == ".csv":
                item.previews.append((output.label, path))
            if tool.id == EXPLORER:
                item.explorers.append(read(path))
    return item, tables


def _own_files(one: Done, item: Item, counts: _Counts, work: Path) -> None:
    """Copy what a step made that the study did itself; who is in the sample and why is shown too."""
    wanted = {"alignment": ("alignment", "names"), "panel": ("panel", "alignment")}.get(one.step.kind, (one.step.kind,))
    for output in wanted:
        path = one.path(output)
        if path is not None:
            folder = "layers" if one.step.kind == "units" else "data"
            stem = one.step.name if output == one.step.kind else f"{one.step.name}-{output}"
            title = say(one.step.title)
            item.files.append(_copied(path, work, folder, counts.fresh(stem + path.suffix), title))
            if output == "alignment":
                item.previews.append((title, path))


def _papers(
    path: Path, output: Output, item: Item, plan: Plan, counts: _Counts, work: Path, formats: Sequence[str]
) -> list[PaperTable]:
    made = []
    for table in read_papers(path):
        counts.tables += 1
        shown = table.relabelled(house().labels)
        if plan.synthetic:
            shown = replace(
                shown, notes=(*shown.notes, "SYNTHETIC DATA: simulated for demonstration, not observations.")
            )
        stem = counts.fresh(f"table-{counts.tables:02d}-{item.name}")
        for ending in formats:
            write_paper(shown, work / "tables" / f"{stem}.{ending}")
        item.tables.append((counts.tables, shown, [f"tables/{stem}.{e}" for e in formats]))
        made.append(replace(shown, title=f"{say('Table')} {counts.tables}. {say(shown.title)}"))
    del path, output
    return made


def _figure(path: Path, output: Output, item: Item, counts: _Counts, work: Path) -> None:
    counts.figures += 1
    stem = counts.fresh(
        f"figure-{counts.figures:02d}-{item.name}" + (f"-{_slug(output.name)}" if output.name != "figure" else "")
    )
    (work / "figures").mkdir(exist_ok=True)
    files = []
    for other in sorted(path.parent.glob(path.stem + ".*"), key=lambda p: (p.suffix != ".png", p.suffix)):
        if format_of("figure", other):
            shutil.copyfile(other, work / "figures" / (stem + other.suffix))
            files.append(f"figures/{stem}{other.suffix}")
    item.figures.append((counts.figures, output.label, path, files))


def _copied(path: Path, work: Path, folder: str, name: str, label: str) -> tuple[str, str]:
    target = work / folder / name
    target.parent.mkdir(exist_ok=True)
    if path.is_dir():
        shutil.copytree(path, target)
    else:
        shutil.copyfile(path, target)
    return label, f"{folder}/{name}"


def _name(step: str, output: Output, tool: Tool) -> str:
    alone = sum(o.kind == output.kind for o in tool.file_outputs) == 1
    return step if alone else f"{step}-{_slug(output.name)}"


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.replace("_", "-")).strip("-")


def _record(
    plan: Plan,
    done: Sequence[Done],
    registry: Callable[[str], Tool],
    files: Files,
    settings: Settings,
    items: Sequence[Item],
) -> dict[str, Any]:
    return {
        "format": "gisplug-run",
        "title": plan.title,
        "synthetic": plan.synthetic,
        "gisplug": version(),
        "language": plan.language,
        "seed": plan.seed,
        "python": platform.python_version(),
        "versions": dict(library_versions()),
        "study": {"file": plan.source.path.name, "options": plan.source.data},
        "inputs": _inputs(done, settings),
        "steps": [
            {
                "name": one.step.name,
                "title": one.step.title,
                "tool": one.step.tool or one.step.kind,
                "options": _options(one, registry, files),
                "values": {k: v["value"] for k, v in one.results.items() if isinstance(v, Mapping) and "value" in v},
                "files": item.all_files(),
                "notes": [{"level": level, "text": text} for level, text in one.notes],
            }
            for one, item in zip(done, items, strict=True)
        ],
        "warnings": [
            {"step": one.step.name, "text": text} for one in done for level, text in one.notes if level == "warning"
        ],
    }


def _options(one: Done, registry: Callable[[str], Tool], files: Files) -> dict[str, Any]:
    if not one.step.tool:
        return {k: files.portable(v) for k, v in one.step.given.items()}
    tool = registry(one.step.tool)
    full = tool.options(one.step.given)
    return {p.name: files.portable(full[p.name]) for p in tool if full.get(p.name) is not None}


def _inputs(done: Sequence[Done], settings: Settings) -> list[dict[str, str]]:
    """Return every file that was read, once; what earlier steps made is a result, not an input."""
    files = [file for one in done for file in one.inputs]
    files += [file for source in settings.background for file in source.files]
    found = {seen.file: seen.sha256 for seen in files if not seen.file.startswith(MADE)}
    return [{"file": name, "sha256": digest} for name, digest in sorted(found.items())]


def _cover(plan: Plan) -> Cover:
    """Return what the head of the report says."""
    authors = plan.source.data.get("study", {}).get("authors", "")
    named = ", ".join(authors) if isinstance(authors, list) else str(authors)
    source = (plan.source.path.name, plan.source.text)
    return Cover(plan.title, named, plan.note, plan.language, plan.synthetic, plan.seed, source)
