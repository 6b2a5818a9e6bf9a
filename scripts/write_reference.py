"""Write docs/reference/*.md, one page a tool, from the declarations; `--check` only compares."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import gisplug
from gisplug.core.declare import GROUPS, Output, Param, Tool
from gisplug.tools import all_tools

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
    "run_study": ("gp.run_study",),
    "new_study": ("gisplug.study.templates",),
    "example_study": ("gisplug.study.examples.write.write_example",),
    "panel_join": ("gp.read_panel", "gp.join_table"),
}
FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"


def page(tool: Tool) -> str:
    """Return the reference page of one tool."""
    lines = [f"# {tool.title}", "", f"Group: {GROUPS[tool.group]}", "", tool.help, ""]
    if tool.example:
        lines += ["```sh", tool.example, "```", ""]
    lines += ["| face | name |", "| --- | --- |", f"| command line | `gisplug {tool.id.replace('_', '-')}` |"]
    lines += [
        f"| QGIS Processing | `gisplug:{tool.id}` |",
        f'| study file | `[[analysis]]` with `tool = "{tool.id}"` |',
        "",
    ]
    if tool.params:
        lines += [
            "## Parameters",
            "",
            "| name | kind | default | what it is |",
            "| --- | --- | --- | --- |",
            *map(_param, tool.params),
            "",
        ]
    lines += ["## Results", "", "| name | kind | what it is |", "| --- | --- | --- |", *map(_output, tool.outputs), ""]
    return "\n".join(lines)


def _param(param: Param) -> str:
    default = "needed" if param.required else "" if param.default in (None, "") else f"`{_plain(param.default)}`"
    choices = f" One of {', '.join(f'`{c}`' for c in param.choices)}." if param.choices else ""
    kind = f"{param.kind} of `{param.parent}`" if param.parent else param.kind
    return f"| `{param.name}` | {kind} | {default} | **{param.label}.** {_cell(param.help)}{choices} |"


def _output(output: Output) -> str:
    kind = f"{output.kind} ({output.suffix})" if output.suffix else output.kind
    return f"| `{output.name}` | {kind} | **{output.label}.** {_cell(output.help)} |"


def _plain(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def index() -> str:
    """Return the page that lists all tools by group."""
    lines = [
        "# All tools",
        "",
        "Written from the declarations by `make docs`; the same text is in QGIS and in `gisplug TOOL --help`.",
        "",
    ]
    for group, title in GROUPS.items():
        tools = [t for t in all_tools().values() if t.group == group]
        if tools:
            lines += [f"## {title}", "", *(f"- [{t.title}]({t.group}/{t.id}.md) `{t.id}`" for t in tools), ""]
    return "\n".join(lines)


def faces() -> str:
    """Return the table of tools by faces; the Python column is read from the imports of each tool's module."""
    lines = [
        "# Tools and faces",
        "",
        "Every tool has every face. Python names are those of `import gisplug as gp`, or modules below it.",
        "",
    ]
    lines += ["| tool | command line | QGIS Processing | study file | Python |", "| --- | --- | --- | --- | --- |"]
    for tool in all_tools().values():
        verb, python = tool.id.replace("_", "-"), ", ".join(f"`{name}`" for name in python_names(tool.id))
        lines.append(
            f"| [{tool.title}]({tool.group}/{tool.id}.md) | `{verb}` | `gisplug:{tool.id}` | `{tool.id}` | {python} |"
        )
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


def written() -> list[str]:
    """Return the pages that stand in the folder, relative to it."""
    return [p.relative_to(FOLDER).as_posix() for p in FOLDER.rglob("*.md")]


def main() -> int:
    """Write, or with `--check` tell whether the pages are as the declarations say."""
    wanted = {f"{tool.group}/{tool.id}.md": page(tool) for tool in all_tools().values()} | {
        "README.md": index(),
        "faces.md": faces(),
    }
    if "--check" in sys.argv:
        stale = [
            name
            for name, text in wanted.items()
            if not (FOLDER / name).is_file() or (FOLDER / name).read_text(encoding="utf-8") != text
        ]
        stale += [name for name in written() if name not in wanted]
        print(f"stale: {', '.join(stale)}; run `make docs`" if stale else f"{len(wanted)} pages are up to date")
        return int(bool(stale))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in written():
        if old not in wanted:
            (FOLDER / old).unlink()
    for name, text in wanted.items():
        (FOLDER / name).parent.mkdir(exist_ok=True)
        (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"{len(wanted)} pages written to {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
