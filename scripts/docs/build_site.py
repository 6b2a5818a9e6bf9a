"""Build the documentation in English and Chinese: dist/docs-site/index.html, en/, zh/.

scripts/docs/build_site.py                 build into dist/docs-site
scripts/docs/build_site.py --out FOLDER    build into a folder
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

ROOT = HERE.parents[1]
TARGET = ROOT / "dist" / "docs-site"
LANGUAGES = ("en", "zh")
NEEDED = "Sphinx, myst-parser, furo and griffe (dependency group `docs` of pyproject.toml)"
UNUSED = (".buildinfo", ".doctrees", "objects.inv", "_static/doctools.js.map", "_sources")


def main(words: list[str]) -> int:
    """Build and say what was built."""
    target = Path(words[words.index("--out") + 1]) if "--out" in words else TARGET
    start = time.monotonic()
    build(target)
    pages = len(list(target.rglob("*.html")))
    size = sum(file.stat().st_size for file in target.rglob("*") if file.is_file()) / 2**20
    print(f"docs: {pages} pages, {size:.1f} MB, {time.monotonic() - start:.0f} s; open {target / 'index.html'}")
    return 0


def build(target: Path) -> None:
    """Build both languages into a folder, which is replaced as a whole.

    Raises
    ------
    SystemExit
        If Sphinx is not installed, or finds anything to warn of.
    """
    try:
        from sphinx.cmd.build import build_main
        from stage import lay_out
    except ImportError as problem:
        raise SystemExit(f"The documentation is built with {NEEDED}; {problem.name} is not installed.") from problem
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for language in LANGUAGES:
            lay_out(work / "source" / language, chinese=language == "zh")
            tags = ["-t", "zh"] if language == "zh" else []
            places = [str(work / "source" / language), str(work / "site" / language)]
            found = build_main(
                ["-q", "-W", "--keep-going", "-b", "html", "-c", str(HERE), "-d", str(work / language), *tags, *places]
            )
            if found:
                raise SystemExit(f"The pages in {language} have faults; see the warnings above.")
        tidy(work / "site")
        shutil.copy2(HERE / "choose.html", work / "site" / "index.html")
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(work / "site", target)


def tidy(site: Path) -> None:
    """Leave out what no reader needs, and keep one copy of the pictures that both languages show."""
    for language in LANGUAGES:
        for name in UNUSED:
            path = site / language / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    english, chinese = site / "en" / "_images", site / "zh" / "_images"
    same = {f.name for f in chinese.glob("*") if _same(f, english / f.name)}
    for page in (site / "zh").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        shared = re.sub(
            r'((?:\.\./)*)_images/([^"]+)"', lambda m: f'{m[1]}../en/_images/{m[2]}"' if m[2] in same else m[0], text
        )
        if shared != text:
            page.write_text(shared, encoding="utf-8")
    for name in same:
        (chinese / name).unlink()


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
