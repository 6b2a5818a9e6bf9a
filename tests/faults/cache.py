"""Faults of what a cache and the record of a run know of files, settings and code."""

from __future__ import annotations

from tests.faults.plant import Fault

FAMILY = "gisplug/core/identity/family.py"
HASHES = "gisplug/core/identity/hashes.py"
SOURCES = "gisplug/core/identity/sources.py"
KEPT = "gisplug/study/cache.py"
SETTINGS = "gisplug/study/settings.py"
INPUTS = "gisplug/study/inputs.py"

IDENTITY = ("tests/core/test_identity.py",)
KEYS = ("tests/study/test_keys.py",)

FAULTS = (
    Fault(
        "sidecars of a shapefile are not looked at",
        FAMILY,
        "**dict.fromkeys(_SHAPEFILE, _SHAPEFILE),",
        "",
        IDENTITY,
    ),
    Fault(
        "changes that a GeoPackage has not saved are not looked at",
        FAMILY,
        "_UNSAVED if ending in _DATABASES else ()",
        "()",
        IDENTITY,
    ),
    Fault(
        "sources of a virtual raster are not looked at",
        FAMILY,
        '    if path.suffix.lower() == ".vrt":',
        "    if False:",
        IDENTITY,
    ),
    Fault(
        "the archive of a member is not found",
        FAMILY,
        "next((place for place in (path, *path.parents) if place.is_file()), None)",
        "None",
        IDENTITY,
    ),
    Fault(
        "ids beside a Matrix Market file are not looked at",
        FAMILY,
        '    ".mtx": (".ids",),\n',
        "",
        IDENTITY,
    ),
    Fault(
        "content: the first block only",
        HASHES,
        "        while block := stream.read(_BLOCK):\n            digest",
        "        if block := stream.read(_BLOCK):\n            digest",
        KEYS,
    ),
    Fault(
        "content: files of one size are one",
        HASHES,
        "return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino",
        "return found.st_size, 0, 0, 0",
        IDENTITY,
    ),
    Fault(
        "names: files are known without their folder",
        SOURCES,
        "    return Path(os.path.relpath(place, folder)).as_posix()",
        "    return place.name",
        IDENTITY,
    ),
    Fault(
        "part: the layer or sheet is left out",
        SOURCES,
        "        return [self.part, *(",
        '        return ["", *(',
        KEYS,
    ),
    Fault(
        "key: the content of files is left out",
        SOURCES,
        "([seen.file, seen.sha256] for seen in self.files)",
        "([seen.file] for seen in self.files)",
        KEYS,
    ),
    Fault(
        "key: the tool is left out",
        KEPT,
        '        "tool": tool,\n',
        "",
        KEYS,
    ),
    Fault(
        "key: the code is left out",
        KEPT,
        '        "code": code_hash(),\n',
        "",
        KEYS,
    ),
    Fault(
        "key: the libraries are left out",
        KEPT,
        '        "libraries": computed_by(),\n',
        "",
        KEYS,
    ),
    Fault(
        "key: the files wanted are left out",
        KEPT,
        '        "wanted": dict(wanted),\n',
        "",
        KEYS,
    ),
    Fault(
        "key: what cannot be looked at is taken for unchanged",
        KEPT,
        '"" if inputs.whole else secrets.token_hex(8)',
        '""',
        KEYS,
    ),
    Fault(
        "key: parameters are left out",
        INPUTS,
        'return {"files": files, "values": dict(self.values)}',
        'return {"files": files, "values": {}}',
        KEYS,
    ),
    Fault(
        "settings: the language is left out",
        SETTINGS,
        '        if name in _NAMES and name != "labels":',
        '        if name in _NAMES and name not in ("labels", "language"):',
        KEYS,
    ),
    Fault(
        "settings: labels are left out",
        SETTINGS,
        "        elif asked.words:\n",
        "        elif False:\n",
        KEYS,
    ),
    Fault(
        "settings: the content of the background is left out",
        SETTINGS,
        "return _plain([source.plain() for source in self.background])",
        "return []",
        KEYS,
    ),
    Fault(
        "settings: one that is as before is enough",
        SETTINGS,
        "        return all(self._answer(name, was) == was",
        "        return any(self._answer(name, was) == was",
        KEYS,
    ),
    Fault(
        "kept: settings are not compared",
        KEPT,
        'if not _whole(found, record["sizes"]) or not settings.hold_as(record["settings"]):',
        'if not _whole(found, record["sizes"]):',
        KEYS,
    ),
    Fault(
        "kept: a step with a broken file is used",
        KEPT,
        'if not _whole(found, record["sizes"]) or not',
        "if not",
        KEYS,
    ),
)
