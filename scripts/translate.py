"""Collect every visible string of the toolbox into gisplug/toolbox/i18n/gisplug_zh_CN.ts, and compile it.

scripts/translate.py                    renew the .ts: new strings come in unfinished, gone ones go
scripts/translate.py --merge FILE.json  take translations ({English: Chinese}) into it
scripts/translate.py --missing          print what is not translated yet, as JSON
scripts/translate.py --check            fail if the .ts is stale or unfinished
scripts/translate.py --compile          make the .qm with lrelease
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PACKAGE = ROOT / "gisplug"
TS = PACKAGE / "toolbox" / "i18n" / "gisplug_zh_CN.ts"
MARKS = ("tr", "said", "mark")
OPTIONS = ("--merge", "--missing", "--check", "--compile")
CODES = re.compile(r"^[a-z]?[\d.+\-^]*$|^[A-Z0-9+\-]{1,6}$")


def main(words: list[str]) -> int:
    """Do what the words ask for; a word that is not known changes nothing."""
    if "--help" in words or "-h" in words:
        print(__doc__)
        return 0
    if words and (words[0] not in OPTIONS or len(words) != 1 + (words[0] == "--merge")):
        print(f"{__doc__}\nThis is none of the above: {' '.join(words)}", file=sys.stderr)
        return 2
    if "--compile" in words:
        return compiled()
    known = translations()
    if "--merge" in words:
        known |= json.loads(Path(words[words.index("--merge") + 1]).read_text(encoding="utf-8"))
    wanted = list(dict.fromkeys(sources()))
    missing = [text for text in wanted if not known.get(text)]
    if "--missing" in words:
        print(json.dumps(dict.fromkeys(missing, ""), ensure_ascii=False, indent=0))
        return 0
    made = as_ts(wanted, known)
    if "--check" in words:
        stale = TS.read_text(encoding="utf-8") != made
        print(f"{len(wanted)} strings, {len(missing)} not translated{', the .ts is stale' if stale else ''}")
        return 1 if stale or missing else 0
    TS.write_text(made, encoding="utf-8")
    print(f"{TS.relative_to(ROOT)}: {len(wanted)} strings, {len(missing)} not translated")
    return 0


def sources() -> Iterator[str]:
    """Yield every visible string: of the declarations, then of the code that speaks to people, then of the models."""
    from gisplug.core.declare import GROUPS
    from gisplug.core.declare.applies import TEXTS
    from gisplug.tools import all_tools

    yield from (*GROUPS.values(), *TEXTS)
    for tool in all_tools().values():
        yield from (tool.title, tool.help)
        for param in tool.params:
            yield from (param.label, param.help)
            yield from (label for label in param.choice_labels or param.choices if is_word(label))
        for output in tool.outputs:
            yield from (output.label, output.help)
    for folder in ("toolbox", "engine", "study/doctor"):
        for path in sorted((PACKAGE / folder).rglob("*.py")):
            yield from marked(path)
    for path in sorted((PACKAGE / "toolbox" / "models").glob("*.words.json")):
        yield from json.loads(path.read_text(encoding="utf-8"))


def is_word(label: str) -> bool:
    """Whether a choice is something to translate rather than a number or a code (0, 1, HC1, CSV)."""
    return not CODES.match(label)


def marked(path: Path) -> Iterator[str]:
    """Yield the texts of tr("..."), said("...") and mark("...") in a source file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS and node.args:
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def translations() -> dict[str, str]:
    """Return what the .ts has."""
    if not TS.is_file():
        return {}
    pattern = r"<source>(.*?)</source>\s*<translation[^>]*>(.*?)</translation>"
    found = re.findall(pattern, TS.read_text(encoding="utf-8"), re.S)
    return {unescape(source): unescape(text) for source, text in found if text}


def as_ts(wanted: list[str], known: dict[str, str]) -> str:
    """Return the .ts file."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        '<TS version="2.1" language="zh_CN" sourcelanguage="en">',
    ]
    lines += ["<context>", "    <name>gisplug</name>"]
    for text in wanted:
        done = known.get(text, "")
        state = "" if done else ' type="unfinished"'
        lines += [
            "    <message>",
            f"        <source>{escape(text)}</source>",
            f"        <translation{state}>{escape(done)}</translation>",
            "    </message>",
        ]
    return "\n".join([*lines, "</context>", "</TS>", ""])


def compiled() -> int:
    """Make the .qm beside the .ts if it is older; without lrelease an existing .qm is kept."""
    target = TS.with_suffix(".qm")
    if target.is_file() and target.stat().st_mtime >= TS.stat().st_mtime:
        return 0
    program = next(
        (
            p
            for p in map(
                shutil.which,
                ("lrelease", "lrelease-qt5", "lrelease-qt6", "/usr/lib/qt5/bin/lrelease", "/usr/lib/qt6/bin/lrelease"),
            )
            if p
        ),
        None,
    )
    if program is None:
        print(
            "lrelease is not here (Debian: qttools5-dev-tools); the Chinese translation is not compiled.",
            file=sys.stderr,
        )
        return 0 if target.is_file() else 1
    done = subprocess.run([program, "-silent", str(TS), "-qm", str(target)], check=False)
    return done.returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
