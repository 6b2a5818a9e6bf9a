"""Faults of joining tables, aligning sources, and matching names to units."""

from __future__ import annotations

from tests.faults.plant import Fault

JOIN = "gisplug/panel/join.py"
ALIGN = "gisplug/core/alignment.py"
BELONGING = "gisplug/panel/belonging.py"
MATCH = "gisplug/boundaries/names/match.py"
PROPOSE = "gisplug/boundaries/names/propose.py"
CHARACTERS = "gisplug/boundaries/names/characters.py"
NEAR = "gisplug/boundaries/names/near.py"

JOINED = ("tests/panel/test_join.py",)
ALIGNED = ("tests/core/test_alignment.py",)
NAMES = ("tests/boundaries/names/test_match.py",)

FAULTS = (
    Fault(
        "join: rows of a table by their order",
        JOIN,
        'added = values.reindex(panel.frame.index.get_level_values("unit") if period is None else wanted)',
        "added = values.iloc[[k % len(values) for k in range(len(panel.frame))]]",
        JOINED,
    ),
    Fault(
        "join: keys that stand twice pass",
        JOIN,
        "    if index.has_duplicates:\n",
        "    if False:\n",
        JOINED,
    ),
    Fault(
        "join: rows that the table lacks are empty without being asked",
        JOIN,
        '    if gone and absent == "refuse":\n',
        "    if False:\n",
        JOINED,
    ),
    Fault(
        "join: a column of both is joined",
        JOIN,
        "    if twice:\n",
        "    if False:\n",
        JOINED,
    ),
    Fault(
        "join: rows for other units are left out in silence",
        JOIN,
        "    if extra:\n",
        "    if False:\n",
        JOINED,
    ),
    Fault(
        "join: cells that stay empty are not told",
        JOIN,
        "    if gone:\n        notes",
        "    if False:\n        notes",
        JOINED,
    ),
    Fault(
        "join: names are taken where ids are asked for",
        JOIN,
        '"exact" if match == "exact" else "common"',
        '"common"',
        JOINED,
    ),
    Fault(
        "join: aliases are not read",
        JOIN,
        "Told(read_aliases(aliases) if aliases is not None else None)",
        "Told(None)",
        JOINED,
    ),
    Fault(
        "align: units that one source lacks are used",
        ALIGN,
        "        elif not all(has):\n",
        "        elif not any(has):\n",
        ALIGNED,
    ),
    Fault(
        "align: units of sources that differ are left out without being asked",
        ALIGN,
        '    if match != "common":\n        _refuse_unequal(sources, units)\n',
        "",
        ALIGNED,
    ),
    Fault(
        "align: the list of units is not heeded",
        ALIGN,
        "        elif wanted and unit not in wanted:\n",
        "        elif False:\n",
        ALIGNED,
    ),
    Fault(
        "align: the list of units to leave out is not heeded",
        ALIGN,
        "        if unit in without:\n",
        "        if False:\n",
        ALIGNED,
    ),
    Fault(
        "align: the list of periods is not heeded",
        ALIGN,
        "        if said.periods and period not in said.periods:\n",
        "        if False:\n",
        ALIGNED,
    ),
    Fault(
        "align: units stand in the order of their ids",
        ALIGN,
        "    ids = tuple(r.key for r in units if r.used)\n",
        "    ids = tuple(sorted(r.key for r in units if r.used))\n",
        ALIGNED,
    ),
    Fault(
        "align: weights may have many more units",
        ALIGN,
        "max(FEW, FEW_SHARE * len(self.ids))",
        "len(self.ids)",
        ALIGNED,
    ),
    Fault(
        "align: any source may have more units",
        ALIGN,
        ' if self.what == "weights" else 0',
        "",
        ALIGNED,
    ),
    Fault(
        "align: names of the list that are nowhere pass",
        ALIGN,
        "    _refuse_unknown(sources, said)\n",
        "",
        ALIGNED,
    ),
    Fault(
        "align: periods that the first source lacks are used",
        ALIGN,
        'elif lacking and (match == "common" or lacking[0] == timed[0].name):',
        'elif lacking and match == "common":',
        ALIGNED,
    ),
    Fault(
        "align: cells that stay empty are not told",
        ALIGN,
        "        if empty:\n",
        "        if False:\n",
        ALIGNED,
    ),
    Fault(
        "align: what is left out is not told",
        ALIGN,
        'WARNING,\n                "left-out",\n                message("{units} left out',
        'INFO,\n                "left-out",\n                message("{units} left out',
        ALIGNED,
    ),
    Fault(
        "belonging: a name that is not certain is taken for another unit",
        BELONGING,
        '    elif match == "names" and any(p.status != NONE for p in found.open):\n',
        "    elif False:\n",
        ("tests/panel/test_names.py",),
    ),
    Fault(
        "belonging: names left out stay",
        BELONGING,
        "keep = [pair not in left for",
        "keep = [True for",
        ("tests/panel/test_names.py",),
    ),
    Fault(
        "names: of several units the first",
        PROPOSE,
        "ACCEPTED if accept and len(kept) == 1 else",
        "ACCEPTED if accept else",
        NAMES,
    ),
    Fault(
        "names: two names have one unit",
        PROPOSE,
        "        if len(rivals) < 2 or any(",
        "        if True or any(",
        NAMES,
    ),
    Fault(
        "names: where a unit lies is not heeded",
        PROPOSE,
        "if not heads or self.targets.lies_in(u, heads) is not False}",
        "if True}",
        NAMES,
    ),
    Fault(
        "names: spelling nearly the same is accepted",
        PROPOSE,
        'yield self._near(name.key, "plain"), 0.6, False',
        'yield self._near(name.key, "plain"), 0.6, True',
        NAMES,
    ),
    Fault(
        "names: another kind of unit is accepted",
        PROPOSE,
        "for h in others},\n            0.7,\n            False",
        "for h in others},\n            0.7,\n            True",
        NAMES,
    ),
    Fault(
        "names: numbers that count are codes",
        MATCH,
        "    found = _no_counts(found, [name for name, _ in given])\n",
        "",
        NAMES,
    ),
    Fault(
        "names: aliases do not go before",
        MATCH,
        'to = aliases.of(name, lies) if aliases is not None else ""',
        'to = ""',
        NAMES,
    ),
    Fault(
        "names: traditional characters stay",
        CHARACTERS,
        '.replace("&", " and ").translate(_SIMPLE)',
        '.replace("&", " and ")',
        NAMES,
    ),
    Fault(
        "names: letters at any distance are swapped",
        NEAR,
        "len(unlike) == 2 and unlike[1] == unlike[0] + 1",
        "len(unlike) == 2",
        ("tests/boundaries/names/test_near.py",),
    ),
)
