"""Draw docs/images/architecture.svg, the rooms of gisplug and what they import; `--check` only compares.

What is drawn comes from the package: the boxes from its folders, the words from their docstrings, the arrows from all
imports, lazy ones too. Only the place of each box stands here.
"""

from __future__ import annotations

import ast
import sys
import textwrap
from collections import Counter
from dataclasses import dataclass
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "gisplug"
PICTURE = ROOT / "docs" / "images" / "architecture.svg"
WIDTH, LEFT, RIGHT = 1000, 24, 976
LETTER = 6.7  # generous: pixels of a letter at 12 px in the widest font that browsers fall back to
GROUPS, KERNEL = "groups", "kernel"
IN_QGIS = ("toolbox", "engine", "tools", "core")  # loaded by QGIS's own Python: standard library only
BELOW_ALL = ("core",)  # every room imports it; those arrows are not drawn
STRONG = 50  # this many imports are drawn even where two other arrows imply them


@dataclass(frozen=True)
class Box:
    """Where a room stands; `inside` names the frame around it."""

    x: int
    y: int
    width: int
    height: int
    inside: str = ""


FRAMES = {
    GROUPS: Box(LEFT, 458, RIGHT - LEFT, 656),
    KERNEL: Box(LEFT, 1156, RIGHT - LEFT, 104),
}
PLACES = {
    "toolbox": Box(LEFT, 66, 440, 62),
    "cli": Box(620, 66, 356, 62),
    "engine": Box(LEFT, 160, 440, 62),
    "tools": Box(LEFT, 254, RIGHT - LEFT, 62),
    "report": Box(LEFT, 348, 300, 66),
    "replication": Box(340, 348, 264, 66),
    "study": Box(620, 348, 356, 66),
    "sensitivity": Box(276, 488, 456, 58, GROUPS),
    "policy": Box(276, 560, 456, 76, GROUPS),
    "shocks": Box(36, 552, 226, 66, GROUPS),
    "local": Box(276, 644, 456, 46, GROUPS),
    "structure": Box(36, 626, 226, 62, GROUPS),
    "configuration": Box(746, 560, 218, 96, GROUPS),
    "autocorrelation": Box(36, 696, 182, 132, GROUPS),
    "spatial": Box(232, 696, 191, 132, GROUPS),
    "regression": Box(437, 696, 185, 132, GROUPS),
    "indices": Box(636, 696, 156, 132, GROUPS),
    "crosswalks": Box(806, 696, 158, 132, GROUPS),
    "weights": Box(36, 876, 226, 112, GROUPS),
    "panel": Box(276, 876, 456, 112, GROUPS),
    "lights": Box(746, 876, 218, 112, GROUPS),
    "boundaries": Box(36, 1032, 928, 62, GROUPS),
    "language": Box(36, 1184, 461, 62, KERNEL),
    "numbers": Box(511, 1184, 453, 62, KERNEL),
    "core": Box(LEFT, 1292, RIGHT - LEFT, 62),
}
FACES = {
    "toolbox": "QGIS: toolbox, models, batch, qgis_process",
    "cli": "terminal: gisplug VERB",
    "study": "a study: study.toml",
    GROUPS: "Python: import gisplug",
}
FRAME_TITLES = {
    GROUPS: "a room for each group of the toolbox",
    KERNEL: "the kernel",
}
STYLE = """
text { font-family: Helvetica, Arial, "Liberation Sans", sans-serif; font-size: 12px; fill: #30343b }
.name { font-weight: bold; font-size: 16px; fill: #14181f }
.rooms { font-size: 11px; fill: #6b5b2e }
.small { font-size: 11.5px; fill: #5c636e }
.face { font-weight: bold; font-size: 12px; fill: #ffffff }
"""


def main() -> int:
    drawn = picture()
    if "--check" in sys.argv[1:]:
        if PICTURE.is_file() and PICTURE.read_text(encoding="utf-8") == drawn:
            return 0
        print(f"{PICTURE.relative_to(ROOT)} is not what the imports are now; run scripts/draw_architecture.py.")
        return 1
    PICTURE.write_text(drawn, encoding="utf-8", newline="\n")
    return 0


def picture() -> str:
    """Return the picture as SVG.

    Raises
    ------
    SystemExit
        If a room has no place in the picture, or an arrow would point upwards.
    """
    counts = imports_between_rooms()
    rooms = {room for pair in counts for room in pair} - {"__main__"}
    if rooms != set(PLACES):
        raise SystemExit(f"PLACES of scripts/draw_architecture.py and gisplug/ differ: {sorted(rooms ^ set(PLACES))}.")
    arrows = drawn_arrows(counts)
    upwards = [(a, b) for a, b in arrows if _place(a).y >= _place(b).y and not _level(a, b)]
    if upwards:
        raise SystemExit(f"These arrows would point upwards: {upwards}. Imports run one way; see test_borders.py.")
    height = max(box.y + box.height for box in PLACES.values()) + 62
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'role="img">',
        "<title>The rooms of gisplug and what they import</title>",
        f"<style>{STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 1 L10 5 L0 9 z" fill="#4a5160"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *(_frame(name, box, counts) for name, box in FRAMES.items()),
        *_lines(arrows),
        *(_room(name, box) for name, box in PLACES.items()),
        *(_face(name, text) for name, text in FACES.items()),
        _legend(height - 46),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def imports_between_rooms() -> Counter[tuple[str, str]]:
    """Return how many imports each room has of each other, at any depth of the files."""
    counts: Counter[tuple[str, str]] = Counter()
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        if parts == ("__init__.py",) or parts[0] in ("layers", "rasters"):
            continue
        own = parts[0].removesuffix(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for name in _named(node):
                words = name.split(".")
                if words[0] == "gisplug" and len(words) > 1 and words[1] != own:
                    counts[own, words[1]] += 1
    return counts


def _named(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module if node.module != "gisplug" else f"gisplug.{alias.name}" for alias in node.names[:1]]
    return []


def drawn_arrows(counts: Counter[tuple[str, str]]) -> list[tuple[str, str]]:
    """Bundle the arrows in and out of frames, then leave out those that follow from others."""
    bundled: Counter[tuple[str, str]] = Counter()
    for (a, b), count in counts.items():
        if b in BELOW_ALL or "__main__" in (a, b):
            continue
        outer, inner = PLACES[a].inside, PLACES[b].inside
        if outer == inner:
            bundled[a, b] += count
        else:
            bundled[outer or a, inner or b] += count
    direct = {a: {b for x, b in bundled if x == a} for a, _ in bundled}
    return [
        (a, b)
        for (a, b), count in sorted(bundled.items())
        if count >= STRONG or not any(b in _reached(c, direct) for c in direct[a] - {b})
    ]


def _reached(start: str, direct: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    front = {start}
    while front:
        front = {b for a in front for b in direct.get(a, ())} - found
        found |= front
    return found


def _place(name: str) -> Box:
    return FRAMES.get(name) or PLACES[name]


def _level(a: str, b: str) -> bool:
    return _place(a).y == _place(b).y


def _lines(arrows: list[tuple[str, str]]) -> list[str]:
    """Draw each arrow from the lower edge of one box to the upper edge of another, upright where both allow it."""
    lines = []
    for a, b in arrows:
        one, two = _place(a), _place(b)
        if _level(a, b):
            y = one.y + one.height / 2
            x1, x2 = (one.x, two.x + two.width) if one.x > two.x else (one.x + one.width, two.x)
            lines.append(_line(x1, y, x2, y))
            continue
        x1, x2 = _ends(a, b, arrows)
        lines.append(_line(x1, one.y + one.height, x2, two.y))
    return lines


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return (
        f'<line x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}" stroke="#4a5160" stroke-width="1.6" '
        'marker-end="url(#tip)"/>'
    )


def _ends(a: str, b: str, arrows: list[tuple[str, str]]) -> tuple[float, float]:
    """Return where an arrow leaves and arrives: at one x where the boxes overlap, else at ports spread by order."""
    one, two = _place(a), _place(b)
    low, high = max(one.x, two.x), min(one.x + one.width, two.x + two.width)
    if high - low >= 100:
        middle = (low + high) / 2
        return middle, middle
    return _port(one, two, [_place(y) for x, y in arrows if x == a]), _port(
        two, one, [_place(x) for x, y in arrows if y == b]
    )


def _port(box: Box, other: Box, others: list[Box]) -> float:
    order = sorted(others, key=lambda o: o.x + o.width / 2)
    return box.x + box.width * (order.index(other) + 1) / (len(order) + 1)


def _room(name: str, box: Box) -> str:
    light = name in IN_QGIS
    fill, edge = ("#e6effa", "#5b86b8") if light else ("#fbf6e6", "#c2a95a")
    lines = [
        f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="7" fill="{fill}" '
        f'stroke="{edge}" stroke-width="1.4"/>',
        f'<text class="name" x="{box.x + 12}" y="{box.y + 22}">{name}{"" if name == "cli" else "/"}</text>',
    ]
    below = box.y + 40
    inner = "  ".join(f"{room}/" for room in inner_rooms(name))
    if inner:
        start = box.x + 12 + len(name) * 10.5 + 20
        if start + len(inner) * LETTER > box.x + box.width:
            start, below = box.x + 12, below + 15
        lines.append(
            f'<text class="rooms" x="{start:.0f}" y="{box.y + (22 if below == box.y + 40 else 39)}">{inner}</text>'
        )
    for row, text in enumerate(textwrap.wrap(first_sentence(name), int((box.width - 20) / LETTER))):
        lines.append(f'<text x="{box.x + 12}" y="{below + 15 * row}">{escape(text)}</text>')
    return "\n".join(lines)


def inner_rooms(name: str) -> list[str]:
    """Return the folders of code inside a room; those of the tools are the groups."""
    if name == "tools":
        return []
    return sorted(path.parent.name for path in (PACKAGE / name).glob("*/__init__.py"))


def first_sentence(name: str) -> str:
    """Return the first sentence of the docstring of a room."""
    path = PACKAGE / name / "__init__.py"
    path = path if path.is_file() else PACKAGE / f"{name}.py"
    told = " ".join((ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split())
    return told.split(". ")[0].rstrip(".").replace("`", "")


def _frame(name: str, box: Box, counts: Counter[tuple[str, str]]) -> str:
    title = FRAME_TITLES[name]
    if name == KERNEL:
        users = sorted({a for a, b in counts if PLACES.get(b, box).inside == KERNEL and _is_group(a)})
        title += f": {', '.join(users)} compute with it"
    return (
        f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="10" fill="#f6f7f9" '
        'stroke="#b9bfc9" stroke-dasharray="5 4"/>\n'
        f'<text class="small" x="{box.x + 12}" y="{box.y + 20}">{escape(title)}</text>'
    )


def _is_group(name: str) -> bool:
    return name in PLACES and PLACES[name].inside == GROUPS


def _face(name: str, text: str) -> str:
    """Mark a way in: above a box, or inside a frame at the right."""
    box = _place(name)
    width = int(len(text) * 7.3) + 24
    x, y = {GROUPS: (box.x + 28, box.y + 60), "study": (box.x + box.width - width + 8, box.y - 17)}.get(
        name, (box.x + 12, box.y - 42)
    )
    pill = (
        f'<rect x="{x}" y="{y}" width="{width}" height="26" rx="13" fill="#2f7d5b"/>\n'
        f'<text class="face" x="{x + 12}" y="{y + 17}">{escape(text)}</text>'
    )
    return pill if y > box.y - 26 else pill + "\n" + _line(x + 30, y + 26, x + 30, box.y)


def _legend(y: int) -> str:
    return (
        f'<rect x="{LEFT}" y="{y}" width="14" height="14" rx="3" fill="#e6effa" stroke="#5b86b8"/>'
        f'<text class="small" x="{LEFT + 20}" y="{y + 11}">loaded by QGIS\'s own Python: standard library only</text>'
        f'<rect x="390" y="{y}" width="14" height="14" rx="3" fill="#fbf6e6" stroke="#c2a95a"/>'
        f'<text class="small" x="410" y="{y + 11}">runs in the engine, with numpy and the like</text>'
        f'<rect x="722" y="{y}" width="20" height="14" rx="7" fill="#2f7d5b"/>'
        f'<text class="small" x="748" y="{y + 11}">a face: the way in for people</text>'
        f'<text class="small" x="{LEFT}" y="{y + 33}">An arrow means "imports". Left out: arrows that follow from '
        "others, and those to core, which every room imports. A dashed frame bundles arrows.</text>"
    )


if __name__ == "__main__":
    raise SystemExit(main())
