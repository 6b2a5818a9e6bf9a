"""Write the software bill of materials: CycloneDX 1.6 as JSON, from the locked requirements.

.venv/bin/python scripts/sbom.py                    dist/gisplug.cdx.json
.venv/bin/python scripts/sbom.py --out FILE         another file

What every tool needs is "required", what comes with an extra "optional", with the extra as a property; hashes are those
of the lock, so any file that pip installs can be found in it. The same lock gives the same bytes: it holds no clock.
"""

from __future__ import annotations

import argparse
import configparser
import hashlib
import json
import re
import tomllib
import uuid
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "dist" / "gisplug.cdx.json"
LOCKED = ("engine", "learn", "parquet", "pysal", "postgis", "dask")
ENGINE = LOCKED[0]
BUNDLED = [  # what lies inside gisplug itself: name, version, licence, folder
    ("d3", "7.9.0", "ISC", ROOT / "gisplug" / "report" / "explorer" / "d3" / "d3.min.js"),
]
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)\s*(?:;\s*([^\\]+?))?\s*\\?$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def main() -> int:
    """Write the file and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=TARGET)
    out = parser.parse_args().out
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(text())
    print(f"sbom: {out}, {len(json.loads(out.read_bytes())['components'])} components")
    return 0


def text() -> bytes:
    """Return the bill of materials, UTF-8."""
    return (json.dumps(bill(), indent=1, ensure_ascii=False) + "\n").encode()


def bill() -> dict[str, Any]:
    """Return the bill of materials as plain data."""
    described = configparser.ConfigParser(interpolation=None)
    described.read(ROOT / "metadata.txt", encoding="utf-8")
    version = described["general"]["version"]
    components = [*_locked(), *_bundled()]
    known = {c["name"]: c["bom-ref"] for c in components}
    ours = {
        "type": "application",
        "bom-ref": f"pkg:pypi/gisplug@{version}",
        "name": "gisplug",
        "version": version,
        "purl": f"pkg:pypi/gisplug@{version}",
        "licenses": [{"expression": "GPL-2.0-or-later"}],
    }
    edges = [{"ref": c["bom-ref"], "dependsOn": sorted(_needed_by(c["name"], known))} for c in components]
    direct = {known[name] for name in _direct() if name in known} | {c["bom-ref"] for c in _bundled()}
    made = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": ours},
        "components": components,
        "dependencies": [{"ref": ours["bom-ref"], "dependsOn": sorted(direct)}, *edges],
    }
    digest = hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()
    return {**made, "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, digest)}"}


def _locked() -> list[dict[str, Any]]:
    """Return a component for each package of the locks, in their order."""
    found: dict[str, dict[str, Any]] = {}
    for lock in LOCKED:
        for name, version, marker, hashes in pinned((ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")):
            ref = f"pkg:pypi/{name}@{version}"
            properties = [{"name": "gisplug:lock", "value": f"requirements/{lock}.txt"}]
            properties += [{"name": "gisplug:marker", "value": marker}] if marker else []
            made = {
                "type": "library",
                "bom-ref": ref,
                "name": name,
                "version": version,
                "scope": "required" if lock == ENGINE else "optional",
                "hashes": [{"alg": "SHA-256", "content": one} for one in hashes],
                "licenses": _licences(name, version),
                "purl": ref,
                "properties": properties,
            }
            found.setdefault(ref, {key: value for key, value in made.items() if value})
    return list(found.values())


def pinned(lock: str) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield (name, version, marker, hashes) of each package of a lock.

    Raises
    ------
    ValueError
        If a line names a package without a version.
    """
    blocks = re.split(r"\n(?=\S)", lock.strip())
    for block in (b for b in blocks if b and not b.startswith("#")):
        found = _PINNED.match(block.splitlines()[0])
        if found is None:
            raise ValueError(f"no pinned requirement: {block.splitlines()[0]}")
        yield canonicalize_name(found[1]), found[2], (found[3] or "").strip(), sorted(_HASH.findall(block))


def _licences(name: str, version: str) -> list[dict[str, Any]]:
    """Return the licence that an installed package of this version declares; nothing where it is another."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return []
    if told["Version"] != version:
        return []
    if told.get("License-Expression"):
        return [{"expression": told["License-Expression"]}]
    classes = [c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or () if c.startswith("License ::")]
    named = classes or [told["License"].splitlines()[0]] if told.get("License") or classes else []
    return [{"license": {"name": one}} for one in named if one]


def _needed_by(name: str, known: dict[str, str]) -> set[str]:
    try:
        required = metadata.requires(name) or ()
    except metadata.PackageNotFoundError:
        return set()
    wanted = (Requirement(line) for line in required)
    return {
        known[canonicalize_name(r.name)]
        for r in wanted
        if canonicalize_name(r.name) in known and not (r.marker and "extra ==" in str(r.marker))
    }


def _direct() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed = [
        *project["dependencies"],
        *(line for lines in project["optional-dependencies"].values() for line in lines),
    ]
    return {str(canonicalize_name(Requirement(line).name)) for line in listed} - {"gisplug"}


def _bundled() -> list[dict[str, Any]]:
    return [
        {
            "type": "library",
            "bom-ref": f"pkg:npm/{name}@{version}",
            "name": name,
            "version": version,
            "scope": "required",
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(file.read_bytes()).hexdigest()}],
            "licenses": [{"expression": licence}],
            "purl": f"pkg:npm/{name}@{version}",
            "properties": [{"name": "gisplug:file", "value": file.relative_to(ROOT).as_posix()}],
        }
        for name, version, licence, file in BUNDLED
    ]


if __name__ == "__main__":
    raise SystemExit(main())
