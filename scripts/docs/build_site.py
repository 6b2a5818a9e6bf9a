"""Build the documentation in English and Chinese: dist/docs-site/index.html, en/, zh/.

scripts/docs/build_site.py                 build into dist/docs-site
scripts/docs/build_site.py --out FOLDER    build into a folder
scripts/docs/build_site.py --links         ask every address outside whether it still answers (needs the network)
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from stage import lay_out  # noqa: E402

ROOT = HERE.parents[1]
BUILT = Path(os.environ.get("GISPLUG_SITES") or ROOT / "build" / "docs-site")  # one folder a state of the sources
TARGET = ROOT / "dist" / "docs-site"
LANGUAGES = ("en", "zh")
NEEDED = {"sphinx": "Sphinx", "myst_parser": "myst-parser", "furo": "furo", "griffe": "griffe"}
KEPT = 2  # earlier states that stay
UNUSED = (".buildinfo", ".doctrees", "objects.inv", "_sources")


def main(words: list[str]) -> int:
    """Build and say what was built; a word that is not known builds nothing."""
    if "--help" in words or "-h" in words:
        print(__doc__)
        return 0
    if words == ["--links"]:
        return links()
    if words and (words[0] != "--out" or len(words) != 2):
        print(f"{__doc__}\nThis is none of the above: {' '.join(words)}", file=sys.stderr)
        return 2
    target = Path(words[1]) if words else TARGET
    start = time.monotonic()
    built = site()
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(built, target)
    pages = len(list(target.rglob("*.html")))
    size = sum(file.stat().st_size for file in target.rglob("*") if file.is_file()) / 2**20
    print(f"docs: {pages} pages, {size:.1f} MB, {time.monotonic() - start:.0f} s; open {target / 'index.html'}")
    return 0


def links() -> int:
    """Let Sphinx ask every address outside the site; those of the repository are left out."""
    check_installed()
    with tempfile.TemporaryDirectory() as folder:
        lay_out(Path(folder) / "source", chinese=False)
        command = [sys.executable, "-m", "sphinx", "-q", "-b", "linkcheck", "-c", str(HERE)]
        return subprocess.run([*command, f"{folder}/source", f"{folder}/links"], cwd=ROOT, check=False).returncode


def site() -> Path:
    """Return the folder of the built site; what was built from the same sources before is taken again.

    Raises
    ------
    SystemExit
        If Sphinx is not installed, or finds anything to warn of.
    """
    check_installed()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for language in LANGUAGES:
            lay_out(work / "source" / language, chinese=language == "zh")
        place = BUILT / digest(work / "source", HERE)
        if not place.is_dir():
            run_sphinx(work)
            tidy(work / "site")
            shutil.copy2(HERE / "choose.html", work / "site" / "index.html")
            put(work / "site", place)
    return place


def put(built: Path, place: Path) -> None:
    """Move what was built to its place in one go; where another process was faster, its copy stays."""
    BUILT.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    shutil.move(built, beside)
    try:
        beside.rename(place)
    except OSError:
        shutil.rmtree(beside)
    forget(place)


def check_installed() -> None:
    """Say in a sentence what is lacking."""
    lacking = [name for module, name in NEEDED.items() if find_spec(module) is None]
    if lacking:
        raise SystemExit(
            f"The documentation needs {', '.join(NEEDED.values())}; {', '.join(lacking)} is not installed. "
            "They are the dependency group 'docs' of pyproject.toml."
        )


def digest(*folders: Path) -> str:
    """Return a hash of every file of the folders: name and content."""
    found = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".mo":
                found.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:16]


def run_sphinx(work: Path) -> None:
    """Build both languages side by side; every warning is an error."""
    running = {}
    for language in LANGUAGES:
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "-c", str(HERE)]
        command += ["-t", language, "-d", str(work / "trees" / language)]
        places = [str(work / "source" / language), str(work / "site" / language)]
        running[language] = subprocess.Popen([*command, *places], cwd=ROOT)
    faulty = [language for language, process in running.items() if process.wait() != 0]
    if faulty:
        raise SystemExit(f"The pages in {' and '.join(faulty)} have faults; see the warnings above.")


def tidy(site: Path) -> None:
    """Leave out what no reader needs, and keep one copy of the pictures that both languages show."""
    for language in LANGUAGES:
        for name in UNUSED:
            path = site / language / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    english, chinese = site / "en" / "_images", site / "zh" / "_images"
    same = {f.name for f in chinese.glob("*") if _same(f, english / f.name)}

    def shared(found: re.Match[str]) -> str:
        return f'{found[1]}../en/_images/{found[2]}"' if found[2] in same else found[0]

    for page in (site / "zh").rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(re.sub(r'((?:\.\./)*)_images/([^"]+)"', shared, text), encoding="utf-8")
    for name in same:
        (chinese / name).unlink()


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


def forget(place: Path) -> None:
    """Remove what was built from older sources, but for the last few."""
    others = sorted((p for p in BUILT.iterdir() if p != place), key=lambda p: p.stat().st_mtime)
    for old in others[:-KEPT]:
        shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
