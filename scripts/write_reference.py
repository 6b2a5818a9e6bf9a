"""Write docs/reference and docs/zh/reference, one page a tool, from the declarations, and the list of them from which a
QGIS window starts; `--check` only compares.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from translate import catalogue  # noqa: E402

import gisplug  # noqa: E402
from gisplug.core.declare import GROUPS, Output, Param, Tool, told  # noqa: E402
from gisplug.core.declare.everywhere import wording_of  # noqa: E402
from gisplug.core.messages import Message, spoken  # noqa: E402
from gisplug.tools import all_tools  # noqa: E402

TOOLS = Path(gisplug.__file__).parent / "tools"
COMMON = ("read_units", "read_panel", "read_weights", "write_weights", "hausman")  # what most tools do on the way
PYTHON = {
    "boundaries_catalog": ("gisplug.core.shelves.boundary_set",),
    "boundaries_check": ("gp.read_units",),
    "weights_contiguity": ("gp.contiguity", "gp.lattice"),
    "weights_convert": ("gp.read_weights", "gp.write_weights"),
    "weights_diagnostics": ("gisplug.weights.diagnostics",),
    "weights_distance": ("gp.knn", "gp.distance_band", "gp.inverse_distance", "gp.exponential_decay", "gp.kernel"),
    "weights_economic": ("gp.economic", "gp.gravity", "gp.nested"),
    "lights_calibrate": ("gisplug.lights.rewrite.calibrate_raster",),
    "lights_products": ("gisplug.lights.check.check_raster",),
    "lights_splice": ("gisplug.lights.calibrate.splice",),
    "choropleth_map": ("gisplug.report.maps.choropleth.value_map",),
    "convert_paper": ("gisplug.report.tables.files.write_paper",),
    "spatial_panel": ("gp.spatial_panel",),
    "fixed_effects": ("gp.fixed_effects", "gp.stepwise"),
    "demo": ("gp.run_study",),
    "doctor": ("gisplug.study.doctor.examine.examined",),
    "run_study": ("gp.run_study",),
    "new_study": ("gisplug.study.templates",),
    "example_study": ("gisplug.study.examples.write.write_example",),
    "match_units": ("gp.match_names", "gp.read_aliases", "gp.write_aliases"),
    "panel_join": ("gp.read_panel", "gp.join_table"),
}
FOLDERS = {"en": ROOT / "docs" / "reference", "zh": ROOT / "docs" / "zh" / "reference"}
TOOLBOX = ROOT / "gisplug" / "toolbox" / "catalogue.json"
TOOLS_NOTE = "Written from the declarations by `make docs`; the same text is in QGIS and in `gisplug TOOL --help`."
FACES_NOTE = (
    "Every tool has every face. In QGIS Processing the name stands after `gisplug:`, in a study file after `tool =`. "
    "Python names are those of `import gisplug as gp`, or modules below it."
)
CHINESE = {
    "Group": "分组",
    "face": "入口",
    "name": "名称",
    "command line": "命令行",
    "study file": "研究文件",
    "QGIS, study file": "QGIS、研究文件",
    "Parameters": "参数",
    "Results": "结果",
    "kind": "类型",
    "default": "默认值",
    "what it is": "说明",
    "needed": "必填",
    "All tools": "全部工具",
    "Tools and faces": "工具与入口",
    "tool": "工具",
    "Tools": "工具",
    "QGIS Processing": "QGIS 处理工具箱",
    TOOLS_NOTE: "由 `make docs` 根据工具声明生成；QGIS 界面和 `gisplug TOOL --help` 显示同样的内容。",
    FACES_NOTE: (
        "每个工具都有全部入口。在 QGIS 处理工具箱中名称写在 `gisplug:` 之后，在研究文件中写在 `tool =` 之后。"
        "Python 名称指 `import gisplug as gp` 之后的名称，或其下的模块。"
    ),
    "polygons": "面图层",
    "points": "点图层",
    "vector": "矢量图层",
    "table": "数据表",
    "field": "字段",
    "fields": "多个字段",
    "raster": "栅格",
    "rasters": "多个栅格",
    "weights": "权重文件",
    "weights_list": "多个权重文件",
    "integer": "整数",
    "number": "数值",
    "text": "文本",
    "choice": "单选",
    "choices": "多选",
    "flag": "是/否",
    "file": "文件",
    "folder": "文件夹",
    "layer": "图层",
    "paper": "论文表格",
    "figure": "图",
    "html": "网页",
}
Words = Callable[[str], str]


def words(language: str) -> Words:
    """Return the function that gives a text in a language; what has no translation stays English."""
    known = {} if language == "en" else {**catalogue(), **CHINESE}
    return lambda text: spoken(text, language) if isinstance(text, Message) else known.get(text, text)


def page(tool: Tool, tr: Words) -> str:
    """Return the reference page of one tool."""
    group = f"[{tr(GROUPS[tool.group])}](../../{tool.group}/index.md)"
    lines = [f"# {tr(tool.title)}", "", f"{tr('Group')}{': ' if _english(tr) else '：'}{group}", "", tr(tool.help), ""]
    if tool.example:
        lines += ["```sh", tool.example, "```", ""]
    lines += [*_head(tr, "face", "name"), f"| {tr('command line')} | `gisplug {tool.id.replace('_', '-')}` |"]
    lines += [
        f"| {tr('QGIS Processing')} | `gisplug:{tool.id}` |",
        f'| {tr("study file")} | `[[analysis]]`, `tool = "{tool.id}"` |',
        f"| Python | {', '.join(f'`{name}`' for name in python_names(tool.id))} |",
        "",
    ]
    asked = (*tool.params, *wording_of(tool))
    if asked:
        lines += [f"## {tr('Parameters')}", "", *_head(tr, "name", "kind", "default", "what it is")]
        known = tool.by_name
        lines += [*(_param(param, known, tr) for param in asked), ""]
    lines += [f"## {tr('Results')}", "", *_head(tr, "name", "kind", "what it is")]
    return "\n".join([*lines, *(_output(output, tr) for output in tool.outputs), ""])


def _head(tr: Words, *names: str) -> list[str]:
    return [f"| {' | '.join(map(tr, names))} |", f"|{' --- |' * len(names)}"]


def _english(tr: Words) -> bool:
    return tr("Group") == "Group"


def _param(param: Param, known: Mapping[str, Param], tr: Words) -> str:
    default = tr("needed") if param.required else "" if param.default in (None, "") else f"`{_plain(param.default)}`"
    choices = _choices(param.choices, tr) if param.choices else ""
    kind = f"{tr(param.kind)} (`{param.parent}`)" if param.parent else tr(param.kind)
    return (
        f"| `{param.name}` | {kind} | {default} | {_told(param.label, told(param, known, tr, mark='`'), tr)}{choices} |"
    )


def _choices(choices: tuple[str, ...], tr: Words) -> str:
    if _english(tr):
        return f" One of {', '.join(f'`{c}`' for c in choices)}."
    return f"可选值：{'、'.join(f'`{c}`' for c in choices)}。"


def _output(output: Output, tr: Words) -> str:
    kind = f"{tr(output.kind)} ({output.suffix})" if output.suffix else tr(output.kind)
    return f"| `{output.name}` | {kind} | {_told(output.label, tr(output.help), tr)} |"


def _told(label: str, text: str, tr: Words) -> str:
    if _english(tr):
        return f"**{label}.** {_cell(text)}"
    return f"**{tr(label)}。** {_cell(text)}"


def _plain(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def index(tr: Words) -> str:
    """Return the page that lists all tools by group."""
    lines = [f"# {tr('All tools')}", "", tr(TOOLS_NOTE), "", "```{toctree}", ":hidden:", "", "faces", "```", ""]
    for group, title in GROUPS.items():
        tools = [t for t in all_tools().values() if t.group == group]
        if tools:
            lines += [f"## {tr(title)}", ""]
            lines += [*(f"- [{tr(t.title)}]({t.group}/{t.id}.md) `{t.id}`" for t in tools), ""]
    return "\n".join(lines)


def group_index(group: str, tr: Words) -> str:
    """Return the page that lists the tools of a group."""
    colon = ": " if _english(tr) else "："
    ids = [tool.id for tool in all_tools().values() if tool.group == group]
    return "\n".join([f"# {tr('Tools')}{colon}{tr(GROUPS[group])}", "", "```{toctree}", "", *ids, "```", ""])


def faces(tr: Words) -> str:
    """Return the table of tools by faces; the Python column is read from the imports of each tool's module."""
    lines = [f"# {tr('Tools and faces')}", "", tr(FACES_NOTE), ""]
    lines += _head(tr, "tool", "command line", "QGIS, study file", "Python")
    for tool in all_tools().values():
        verb, python = tool.id.replace("_", "-"), ", ".join(f"`{name}`" for name in python_names(tool.id))
        link = f"[{tr(tool.title)}]({tool.group}/{tool.id}.md)"
        lines.append(f"| {link} | `{verb}` | `{tool.id}` | {python} |")
    return "\n".join([*lines, ""])


def python_names(tool_id: str) -> list[str]:
    """Return the public functions that a tool's module imports; those of `PYTHON` where it works through helpers."""
    if tool_id in PYTHON:
        return list(PYTHON[tool_id])
    tree = ast.parse(next(TOOLS.glob(f"*/{tool_id}.py")).read_text(encoding="utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names]
    return list(
        dict.fromkeys(
            f"gp.{name}" for name in names if name in gisplug._PUBLIC and name[0].islower() and name not in COMMON
        )
    )


def wanted() -> dict[Path, str]:
    """Return every page in every language, by its path."""
    pages = {}
    for language, folder in FOLDERS.items():
        tr = words(language)
        pages |= {folder / tool.group / f"{tool.id}.md": page(tool, tr) for tool in all_tools().values()}
        pages |= {folder / group / "index.md": group_index(group, tr) for group in GROUPS}
        pages |= {folder / "index.md": index(tr), folder / "faces.md": faces(tr)}
    return pages | {TOOLBOX: listed()}


def listed() -> str:
    """Return the list of tools from which a QGIS window starts."""
    tools = [
        {"id": tool.id, "group": tool.group, "title": str(tool.title), "help": str(tool.help), "tags": list(tool.tags)}
        for tool in all_tools().values()
    ]
    groups = {group: str(title) for group, title in GROUPS.items()}
    return json.dumps({"groups": groups, "tools": tools}, ensure_ascii=False, indent=0) + "\n"


def main() -> int:
    """Write, or with `--check` tell whether the pages are as the declarations say."""
    pages = wanted()
    there = [path for folder in FOLDERS.values() for path in folder.rglob("*.md")]
    gone = [path for path in there if path not in pages]
    stale = [p for p, text in pages.items() if not p.is_file() or p.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv:
        names = ", ".join(path.relative_to(ROOT).as_posix() for path in stale + gone)
        print(f"stale: {names}; run `make docs`" if names else f"{len(pages)} pages are up to date")
        return int(bool(names))
    for path in gone:
        path.unlink()
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pages[path], encoding="utf-8")
    print(f"{len(pages)} pages, {len(stale)} written, {len(gone)} removed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
