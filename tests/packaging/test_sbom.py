"""The bill of materials holds every locked package, and an audit that could not ask is no clean one."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def script(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_bill_holds_every_locked_package_with_its_hashes():
    sbom = script("sbom")
    made = json.loads(sbom.text())
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", made["serialNumber"])
    parts = {c["purl"]: c for c in made["components"]}
    for lock in sbom.LOCKED:
        lines = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        pins = re.findall(r"^([\w.-]+)==([^\s;\\]+)", lines, re.MULTILINE)
        assert pins
        for name, version in pins:
            part = parts[f"pkg:pypi/{name.lower().replace('_', '-').replace('.', '-')}@{version}"]
            assert part["hashes"] and all(re.fullmatch("[0-9a-f]{64}", h["content"]) for h in part["hashes"])
            assert part["scope"] in ("required", "optional")
    assert parts["pkg:npm/d3@7.9.0"]["licenses"] == [{"expression": "ISC"}]
    d3 = (ROOT / "gisplug/report/explorer/d3/d3.min.js").read_text(encoding="utf-8")
    assert "v7.9.0" in d3[:200]
    refs = {c["bom-ref"] for c in made["components"]} | {made["metadata"]["component"]["bom-ref"]}
    edges = {edge["ref"]: edge["dependsOn"] for edge in made["dependencies"]}
    assert set(edges) == refs and all(set(to) <= refs for to in edges.values())
    assert any("numpy" in ref for ref in edges[made["metadata"]["component"]["bom-ref"]])
    assert sbom.text() == sbom.text()


def test_a_requirement_without_a_version_is_refused():
    with pytest.raises(ValueError, match="no pinned requirement"):
        list(script("sbom").pinned("numpy>=2 \\\n    --hash=sha256:" + "0" * 64))


def test_an_audit_that_could_not_ask_is_not_clean():
    audit = script("audit")
    good = {"name": "a", "version": "1", "vulns": []}
    weak = {"name": "b", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2"]}]}
    lost = {"name": "c", "skip_reason": "not found"}
    assert audit.verdict({"x": [good]})[1] == audit.CLEAN
    assert audit.verdict({"x": [good, lost]})[1] == audit.UNASKED
    assert audit.verdict({"x": [good], "y": None})[1] == audit.UNASKED
    lines, end = audit.verdict({"x": [good, weak, lost]})
    assert end == audit.WEAK and "x: b 1: CVE-1, mended in 2" in lines
