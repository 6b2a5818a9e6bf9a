"""Make the pictures of docs/images that gisplug draws: the figures of the demo study and a page of its report.

scripts/docs/pictures.py                 in English and Chinese, into docs/images
scripts/docs/pictures.py --out FOLDER    into another folder

The window of QGIS: GISPLUG_PICTURES=docs/images scripts/test_qgis.sh tests/toolbox/test_gui.py
The rooms: scripts/draw_architecture.py
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "docs" / "images"
LANGUAGES = {"en": "", "zh": "-zh"}  # what stands behind the name
WIDTH, COLOURS = 1000, 256
PAGE = (1000, 1200)  # of the report's first page, in pixels
FIGURES = {
    "lisa-maps": "local-moran-ln-lights",
    "decision-path": "decision-chain",
    "effects": "spatial-effects",
    "spillover-map": "spillover-map-agg",
    "shock-map": "shock-map-*",
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main(words: list[str]) -> int:
    """Run the demo in both languages and take its pictures; a word that is not known makes nothing."""
    if "--help" in words or "-h" in words:
        print(__doc__)
        return 0
    if words and (words[0] != "--out" or len(words) != 2):
        print(f"{__doc__}\nThis is none of the above: {' '.join(words)}", file=sys.stderr)
        return 2
    target = Path(words[1]) if words else TARGET
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for language, end in LANGUAGES.items():
            results = Path(folder) / language
            command = [
                sys.executable,
                "-m",
                "gisplug",
                "demo",
                "--quiet",
                "--language",
                language,
                "--out",
                str(results),
            ]
            subprocess.run(command, check=True, cwd=ROOT)
            for name, figure in FIGURES.items():
                save(found(results / "figures", figure), target / f"{name}{end}.png")
            photograph(results / "report.html", target / f"report{end}.png")
            photograph(results / "pages" / "explorer.html", target / f"explorer{end}.png")
    return 0


def found(folder: Path, name: str) -> Path:
    """Return the figure of a name, whatever its number; of several the one with the shortest name.

    Raises
    ------
    SystemExit
        If there is none.
    """
    files = sorted(folder.glob(f"figure-[0-9][0-9]-{name}.png"), key=lambda file: len(file.name))
    if not files:
        raise SystemExit(f"The demo has no figure {name}; it has {', '.join(f.name for f in folder.iterdir())}.")
    return files[0]


def save(source: Path, target: Path) -> None:
    """Save a picture at most WIDTH pixels wide in at most COLOURS colours."""
    picture = Image.open(source).convert("RGB")
    picture.thumbnail((WIDTH, picture.height), Image.Resampling.LANCZOS)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)


def photograph(page: Path, target: Path) -> None:
    """Save the first page of a report as a browser shows it; without a browser the old picture stays."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print(f"{target.name} stays: none of {', '.join(BROWSERS)} is here.", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as folder:
        taken = Path(folder) / "page.png"
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", "--window-size={},{}".format(*PAGE)]
        command = [browser, *options, f"--screenshot={taken}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, cwd=folder)
        save(taken, target)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
