"""Collect every sentence that people see, and keep its Chinese in the one catalogue, gisplug/core/messages/zh.json.

scripts/translate.py                    say how many sentences there are, and put the catalogue in order
scripts/translate.py --merge FILE.json  take translations ({English: Chinese}) into it
scripts/translate.py --missing [ROOM]   print what is not translated yet, as JSON; of one folder of gisplug only
scripts/translate.py --check            fail if a sentence has no Chinese, or the catalogue one that nobody says
scripts/translate.py --drop             take out of the catalogue what nobody says any more
"""

from __future__ import annotations

import ast
import fcntl
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PACKAGE = ROOT / "gisplug"
CATALOGUE = PACKAGE / "core" / "messages" / "zh.json"
TEMPLATES = ("message", "tr", "said", "mark")  # their first argument is a sentence
SPEAKERS = ("warn", "info", "Note", "refuse", "fail", "say", "set_title", "set_xlabel", "set_ylabel", "plain_table")
PUT_TOGETHER = re.compile(  # what the code makes of parts when it runs
    r"(Direct|Indirect|Total) (short|long) run|W × Policy|Spillover (received|sent)|no (spatial|random) .* indicated"
    r"|R² within( units)?|(high|low)-(high|low)|.* by period|Westerlund \{name\}|gisplug: \{text\}|not run: |CR3 errors"
    r"|\{n\} \w+|\{word\} units|(Unit|Period|Time) fixed effects|coefficients and 95% intervals|index \(0 to 1\)"
    r"|Std\. \w+\.?|.*, p"
)
OPTIONS = ("--merge", "--missing", "--check", "--drop")
CODES = re.compile(r"^[a-z]?[\d.+\-^]*$|^[A-Z0-9+\-]{1,6}$")
LETTERS = re.compile(r"[A-Za-z]{2,}")


def main(words: list[str]) -> int:
    """Do what the words ask for; a word that is not known changes nothing."""
    if "--help" in words or "-h" in words:
        print(__doc__)
        return 0
    takes = {"--merge": (2,), "--missing": (1, 2), "--check": (1,), "--drop": (1,)}
    if words and (words[0] not in OPTIONS or len(words) not in takes[words[0]]):
        print(f"{__doc__}\nThis is none of the above: {' '.join(words)}", file=sys.stderr)
        return 2
    if words[:1] == ["--missing"]:
        known, folder = catalogue(), words[1] if len(words) > 1 else ""
        lacking = [text for text in sources(folder) if not known.get(text)]
        print(json.dumps(dict.fromkeys(lacking, ""), ensure_ascii=False, indent=0))
        return 0
    if words == ["--check"]:
        return checked()
    with CATALOGUE.open("a", encoding="utf-8") as lock:  # two at once do not lose each other's words
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = catalogue()
        if words == ["--drop"]:
            for text in unsaid(known):
                del known[text]
        elif words:
            known |= json.loads(Path(words[1]).read_text(encoding="utf-8"))
        wrong = [text for text, said in known.items() if said and fields(said) - fields(text)]
        if wrong:
            print("\n".join(f"The Chinese has a placeholder that the English lacks: {text}" for text in wrong))
            return 1
        CATALOGUE.write_text(as_text({text: said for text, said in known.items() if said}), encoding="utf-8")
    lacking = [text for text in sources() if not known.get(text)]
    print(f"{CATALOGUE.relative_to(ROOT)}: {len(known)} sentences, {len(lacking)} not translated")
    return 0


def checked() -> int:
    """Compare the catalogue with what is said."""
    known = catalogue()
    lacking = [text for text in sources() if not known.get(text)]
    gone = unsaid(known)
    unordered = CATALOGUE.read_text(encoding="utf-8") != as_text(known)
    print(f"{len(known)} sentences, {len(lacking)} not translated, {len(gone)} that nobody says")
    for title, texts in (("Not translated", lacking), ("Nobody says", gone)):
        for text in texts[:20]:
            print(f"{title}: {text}")
    if unordered:
        print("The catalogue is not in order: run scripts/translate.py.")
    return 1 if lacking or gone or unordered else 0


def unsaid(known: dict[str, str]) -> list[str]:
    """Return the sentences of the catalogue that no source has."""
    found = written()
    heads = {text.lower() for text in found}  # a word may begin a head, with a capital
    rest = set(known) - set(sources()) - found
    return sorted(text for text in rest if text.lower() not in heads and not PUT_TOGETHER.fullmatch(text))


def catalogue() -> dict[str, str]:
    """Return what the catalogue has."""
    text = CATALOGUE.read_text(encoding="utf-8") if CATALOGUE.is_file() else ""
    found: dict[str, str] = json.loads(text or "{}")
    return found


def as_text(known: dict[str, str]) -> str:
    """Return the catalogue as it is kept: one sentence a line, in the order of its signs."""
    return json.dumps(dict(sorted(known.items())), ensure_ascii=False, indent=0) + "\n"


def fields(text: str) -> set[str]:
    """Return the names of the placeholders of a template."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return set()


def sources(folder: str = "") -> Iterator[str]:
    """Yield every sentence once: of the declarations, of the code (of one folder of gisplug), of the models."""
    seen: set[str] = set()
    for text in _sources(folder):
        if text and text not in seen and LETTERS.search(text):
            seen.add(text)
            yield text


def _sources(folder: str) -> Iterator[str]:
    if not folder or folder == "tools":
        yield from declared()
    for path in sorted((PACKAGE / folder).rglob("*.py") if (PACKAGE / folder).is_dir() else [PACKAGE / folder]):
        yield from read(path)[0]
    if not folder or folder == "core":
        yield from shelved()
    if not folder or folder == "toolbox":
        for path in sorted((PACKAGE / "toolbox" / "models").glob("*.words.json")):
            yield from json.loads(path.read_text(encoding="utf-8"))


def declared() -> Iterator[str]:
    """Yield the labels and helps of all tools."""
    from gisplug.core.declare import GROUPS
    from gisplug.core.declare.applies import TEXTS
    from gisplug.core.declare.everywhere import WORDING
    from gisplug.tools import all_tools

    yield from (*GROUPS.values(), *TEXTS, *(text for param in WORDING for text in (param.label, param.help)))
    for tool in all_tools().values():
        yield from (tool.title, tool.help)
        for param in tool.params:
            yield from (param.label, param.help)
            yield from (label for label in param.choice_labels or param.choices if is_word(label))
        for output in tool.outputs:
            yield from (output.label, output.help)


def shelved() -> Iterator[str]:
    """Yield what the shelf says of its sets in notes."""
    from gisplug.core.shelves import boundary_sets, light_products

    for boundaries in boundary_sets().values():
        yield from (boundaries.title, boundaries.licence, boundaries.note)
    for lights in light_products().values():
        yield from (
            lights.title,
            lights.unit,
            lights.resolution,
            lights.zero,
            lights.negative,
            lights.licence,
            lights.note,
        )


def is_word(label: str) -> bool:
    """Whether a choice is something to translate rather than a number or a code (0, 1, HC1, CSV)."""
    return not CODES.match(label)


@cache
def read(path: Path) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return what a source file says, and every text that stands in it; the tree is walked once for both."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    texts = (n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))
    return tuple(spoken_in(nodes)), frozenset(texts)


def spoken_in(nodes: list[ast.AST]) -> Iterator[str]:
    """Yield what a source says: messages, what it counts, and plain sentences of errors, notes and progress."""
    from gisplug.core.messages import key_of

    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if name in TEMPLATES and node.args and texts and texts[0] is getattr(node.args[0], "value", None):
            yield key_of(texts[0])
        elif name in ("many", "counted") and texts:
            yield f"{{n}} {texts[-1] if len(texts) > 1 else texts[0] + 's'}"
        elif name in SPEAKERS or (name.endswith("Error") and name not in ("ValueError", "TypeError", "AttributeError")):
            yield from (text for text in texts if " " in text.strip())
        elif name == "update" and len(node.args) == 2:  # of the progress
            yield from texts


def written() -> set[str]:
    """Return every text that stands in the sources, and every part of one that tables and figures cut at a bar."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        found |= {form for text in read(path)[1] for form in (text, text.strip())}
    for path in PACKAGE.rglob("*.js"):
        found |= set(re.findall(r'"([^"\n]+)"', path.read_text(encoding="utf-8")))
    return found


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
