"""Laws of matching names: two units never become one, and order and dress change nothing."""

import random

import geopandas as gpd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gisplug.boundaries.names.characters import SIMPLIFIED, TRADITIONAL, plain, written
from gisplug.boundaries.names.fields import fields_with_names
from gisplug.boundaries.names.gazetteer import places
from gisplug.boundaries.names.kinds import taken_apart
from gisplug.boundaries.names.match import match_names, targets_of
from gisplug.boundaries.names.propose import ACCEPTED, AMBIGUOUS, Proposer
from gisplug.boundaries.names.targets import indexed
from gisplug.core.tables import text_ids
from tests.shared_data import shared

PLACES = list(places().by_key.values())
CHINA = [p for p in PLACES if p.key.startswith("china ")]
LEVELS = ("province", "prefecture", "county", "state")
TO_TRADITIONAL = {}
for _t, _s in zip(TRADITIONAL, SIMPLIFIED, strict=True):
    TO_TRADITIONAL.setdefault(_s, _t)
LAYERS = (
    ("china/provinces_cn.gpkg", ("name_en", "name_zh")),
    ("belarus/by_adm2_118_geoboundaries.gpkg", None),
    ("italy5217/it_comuni_18reg.gpkg", None),
    ("more/india520/india_2001_520.gpkg", None),
    ("us48_income/us48.shp", None),
)


@pytest.mark.parametrize("level", LEVELS)
def test_no_two_places_of_a_level_have_one_name_after_normalisation(level):
    listed = [p for p in PLACES if level in p.levels]
    seen = {}
    for place in listed:
        form = (place.key.split()[0], place.name.stem, place.name.kind)
        assert form not in seen, f"{place.name.text} and {seen[form]} become one"
        seen[form] = place.name.text


@pytest.mark.parametrize("level", LEVELS)
def test_every_name_of_the_lists_finds_its_own_place_or_is_refused(level):
    now = [p for p in PLACES if level in p.levels and not p.into]
    for country in {p.key.split()[0] for p in now}:
        listed = [p for p in now if p.key.startswith(country)]
        right = targets_of({p.code: p.name.text for p in listed})
        proposer = Proposer(indexed(right))
        names = {n.text: p.code for p in listed for n in (p.name, *p.others, *p.formers)}
        twice = {n.text for p in listed for n in (p.name, *p.others, *p.formers) if names[n.text] != p.code}
        for name, code in names.items():
            found = proposer.proposals(name)
            if name in twice:
                assert {p.status for p in found} == {AMBIGUOUS}, name
            else:
                assert [(right[p.target].id, p.status) for p in found] == [(code, ACCEPTED)], name


def test_a_code_is_of_one_place_and_lies_where_it_says():
    for place in CHINA:
        assert place.within == "" or place.within.split()[1][:2] == place.code[:2]
        assert place.within == "" or place.within in places().by_key
        assert place.into == "" or place.into in places().by_key


def test_every_traditional_character_has_one_simplified_one():
    assert len(set(TRADITIONAL)) == len(TRADITIONAL) == len(SIMPLIFIED)
    assert not set(TRADITIONAL) & set(SIMPLIFIED), "a simplified character would be changed too"


def dressed(name: str, rng: random.Random) -> str:
    """Return a name in another dress: blanks, invisible signs, full width, traditional characters, case."""
    for change in rng.sample(range(5), rng.randint(1, 3)):
        if change == 0:
            cut = rng.randrange(len(name) + 1)
            name = name[:cut] + rng.choice("\u200b\ufeff\u00ad") + name[cut:]
        elif change == 1:
            name = "".join(TO_TRADITIONAL.get(c, c) for c in name)
        elif change == 2:
            name = f" {name}\u3000"
        elif change == 3:
            name = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name)
        else:
            name = name.upper()
    return name


@given(st.integers(0, 10**9))
@settings(max_examples=40, deadline=None)
def test_dress_and_order_never_change_a_match(seed):
    rng = random.Random(seed)
    units = rng.sample([p for p in CHINA if not p.into], 25)
    right = {p.code: p.name.text for p in units}
    names = [rng.choice([p.name.text, p.name.stem, p.code]) for p in units]
    plainly = match_names(names, right)
    worn = {n: dressed(n, rng) for n in names}
    order = rng.sample(range(len(names)), len(names))
    mixed = dict(rng.sample(list(right.items()), len(right)))
    again = match_names([worn[names[i]] for i in order], mixed)
    was = {text_ids([worn[g]])[0]: to for g, to in zip(plainly["from"], plainly["to"], strict=True)}
    assert was == dict(zip(again["from"], again["to"], strict=True))
    truth = {}
    for name, place in zip(names, units, strict=True):
        truth.setdefault(name, set()).add(place.code)
    for name, to in zip(plainly["from"], plainly["to"], strict=True):
        assert to == "" or {to} == truth[name], f"{name} was taken for {to}"


@given(st.text(max_size=12))
@settings(max_examples=300, deadline=None)
def test_normalisation_is_done_once(text):
    assert written(written(text)) == written(text)
    assert plain(plain(text)) == plain(text)
    apart = taken_apart(text)
    assert apart.stem in apart.key or apart.stem == apart.key


@pytest.mark.parametrize(("layer", "fields"), LAYERS, ids=[name.split("/")[0] for name, _ in LAYERS])
def test_units_of_real_layers_never_become_one(layer, fields):
    frame = gpd.read_file(shared(f"data/{layer}")).drop(columns="geometry")
    listed = fields_with_names(frame)
    for field in fields or [f for f in listed if not all(v.isdigit() for v in listed[f])]:
        names = [n for n in listed[field] if n]
        found = match_names(names, {f"u{i}": n for i, n in enumerate(names)})
        for name, to in zip(found["from"], found["to"], strict=True):
            assert to in ("", f"u{names.index(name)}"), (layer, field, name)
        assert (found["status"] == "accepted").mean() > 0.99
