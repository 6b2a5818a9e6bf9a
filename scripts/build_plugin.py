"""Build dist/gisplug.zip, the QGIS plugin, from the content of the wheel, and hold it against the plugin site's rules.

.venv/bin/python scripts/build_plugin.py            build and check
.venv/bin/python scripts/build_plugin.py --check    check an existing zip only
"""

from __future__ import annotations

import configparser
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "dist" / "gisplug.zip"
MAX_MB = 25
SBOM = "gisplug/requirements/sbom.cdx.json"
NEEDED = ("name", "description", "about", "version", "qgisMinimumVersion", "author", "email", "tracker", "repository")
REFUSED = (".pyc", ".pyo", ".sh", ".bat", ".exe", ".dll", ".so", ".dylib", ".pyd")
SCANNED_ELSEWHERE = r"requirements/.*\.(txt|json)$|help/.*\.html$"  # hashes; docs/ as pages, minutes of scanning
STAMP = (2026, 1, 1, 0, 0, 0)


def main() -> int:
    """Build, check, and say what was found."""
    if "--out" in sys.argv:
        build(Path(sys.argv[sys.argv.index("--out") + 1]))
        return 0
    if "--check" not in sys.argv:
        build(TARGET)
    wrong = problems(TARGET)
    for line in wrong:
        print(f"plugin: {line}", file=sys.stderr)
    if not wrong:
        print(
            f"plugin: {TARGET.relative_to(ROOT)}, {TARGET.stat().st_size / 2**20:.1f} MB, satisfies the rules of "
            "plugins.qgis.org"
        )
    return 1 if wrong else 0


def build(target: Path) -> None:
    """Write the zip: what the wheel holds of gisplug/, and the bill of materials; the latter beside it too."""
    with tempfile.TemporaryDirectory() as folder:
        _call([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder])
        wheel = next(Path(folder).glob("*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            files = {n: archive.read(n) for n in archive.namelist() if n.startswith("gisplug/") and not n.endswith("/")}
        bill = Path(folder) / "sbom.json"
        _call([sys.executable, "scripts/sbom.py", "--out", str(bill)])
        files[SBOM] = bill.read_bytes()
    target.parent.mkdir(exist_ok=True)
    target.with_name(f"{target.stem}.cdx.json").write_bytes(files[SBOM])
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, STAMP)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], zipfile.ZIP_DEFLATED)


def problems(path: Path, scan: bool = True) -> list[str]:
    """Return what the plugin site would refuse; without `scan` all but what its scanners of code would say."""
    wrong = []
    size = path.stat().st_size / 2**20
    if size > MAX_MB:
        wrong.append(f"{size:.1f} MB is more than the {MAX_MB} MB allowed")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        wrong += [f"{n} lies outside the folder gisplug/" for n in names if not n.startswith("gisplug/")]
        wrong += [
            f"{n} is compiled or a program" for n in names if n.endswith(REFUSED) or "__pycache__" in n or "/.git" in n
        ]
        wanted = (
            "__init__.py",
            "metadata.txt",
            "LICENSE",
            SBOM.removeprefix("gisplug/"),
            *(f"requirements/{name}.txt" for name in ("engine", "learn", "parquet", "pysal", "postgis", "dask")),
            "layers/catalog.toml",
            "rasters/catalog.toml",
            "help/en/index.html",
            "help/zh/index.html",
        )
        wrong += [f"gisplug/{n} is missing" for n in wanted if f"gisplug/{n}" not in names]
        wrong += _metadata(archive, names)
        if scan:
            with tempfile.TemporaryDirectory() as folder:
                archive.extractall(folder)
                wrong += _scanned(Path(folder))
    return wrong


def _metadata(archive: zipfile.ZipFile, names: list[str]) -> list[str]:
    if "gisplug/metadata.txt" not in names:
        return []
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(archive.read("gisplug/metadata.txt").decode("utf-8"))
    found = dict(parser["general"])
    wrong = [f"metadata.txt lacks {n}" for n in NEEDED if not found.get(n.lower())]
    expected = {
        "hasprocessingprovider": "yes",
        "qgisminimumversion": "3.22",
        "qgismaximumversion": "4.99",
        "supportsqt6": "yes",
    }
    wrong += [f"metadata.txt: {n} is {found.get(n)!r}, not {v!r}" for n, v in expected.items() if found.get(n) != v]
    if f"gisplug/{found.get('icon', '')}" not in names:
        wrong.append("metadata.txt names an icon that is not there")
    return wrong


def _scanned(folder: Path) -> list[str]:
    """Run the scanners of the site: bandit (medium and above) and detect-secrets."""
    wrong = []
    done = subprocess.run(
        [_program("bandit"), "-q", "-r", "-ll", "-f", "json", str(folder)], capture_output=True, text=True, check=False
    )
    for hit in json.loads(done.stdout or "{}").get("results", []):
        place = Path(hit["filename"]).relative_to(folder)
        wrong.append(
            f"bandit {hit['test_id']} ({hit['issue_severity'].lower()}) {place}:{hit['line_number']}: "
            f"{hit['issue_text']}"
        )
    done = subprocess.run(
        [_program("detect-secrets"), "scan", "--all-files", "--exclude-files", SCANNED_ELSEWHERE, "."],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    for name, hits in json.loads(done.stdout or "{}").get("results", {}).items():
        wrong += [f"detect-secrets: {hit['type']} in {name}:{hit['line_number']}" for hit in hits]
    return wrong


def _program(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _call(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command[:4])} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    raise SystemExit(main())
