"""Totals and groups among units: rows of a whole country, of its regions or of a level above, by name or by code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from gisplug.boundaries.names.characters import plain_words


def _listed(text: str) -> frozenset[str]:
    return frozenset(" ".join(part.split()) for part in text.split("|"))


_FOOTNOTE = re.compile(r"(\s*(\d{1,2}\s*[/)]|\[\w{1,3}\]|\(\w{1,2}\)|[*†‡§¹²³]+))+\s*$")
_CHINESE = re.compile(
    "(全国|全省|全市|全县|全区|全州)(总计|平均|合计|总数|总量)?|(地区|各地|各省|各市|分省)?(总计|合计|总数|总和|小计)|平均|均值|全部|"
    "(东部|中部|西部|东北|东北部|华北|华东|华南|华中|西南|西北|中南|沿海|内陆|东中部)(地区|合计|平均)?"
)
_TOTALS = _listed("""
    total|totals|grand total|subtotal|sub total|sum|sum total|all|overall|nation|nationwide|national|
    national total|national average|country total|state total|average|mean|world|worldwide|world total|global|
    gesamt|insgesamt|summe|bundesgebiet|ensemble|moyenne|france entiere|france metropolitaine|totale|media|
    total general|total nacional|total pais|nacional|suma|media nacional|promedio|razem|ogolem|celkem|spolu|
    osszesen|toplam|итого|всего|합계|전국|총계|総数|eu|european union|euro area|euro zone|eurozone|oecd|
    oecd total|oecd average|asean|arab world|low income|middle income|lower middle income|upper middle income|
    high income|low and middle income|east asia and pacific|europe and central asia|
    latin america and caribbean|latin america and the caribbean|middle east and north africa|
    sub saharan africa|south asia|north america|least developed countries""")
_UNIONS = re.compile(r"(eu|ea|oecd|g)\s?\d{1,2}( \d{4})?")
_REGIONS = _listed("""
    new england|mideast|great lakes|plains|southeast|southwest|rocky mountain|far west|northeast|midwest|
    south|west|east|north|middle atlantic|east north central|west north central|south atlantic|
    east south central|west south central|mountain|pacific|norte|nordeste|sudeste|sul|centro oeste|nord|
    nord ovest|nord est|centro|mezzogiorno|sud|isole""")
_DISTRICT = re.compile(
    r".*(федеральный округ|federal district)|.* (excluding high income|ida and ibrd( countries)?)|"
    r"(other |.* )?small states|"
    r"(early|late|pre|post) demographic dividend|(ida|ibrd) (only|total|blend)|ida and ibrd total|oecd members|"
    r"heavily indebted poor countries.*|fragile and conflict affected situations|central europe and the baltics|"
    r"(least developed|developing|emerging|advanced) (countries|economies).*"
)
_COUNTRIES = _listed("""
    united states|united states of america|china|中国|中华人民共和国|japan|日本|日本国|germany|
    deutschland|italy|italia|spain|espana|france|brazil|brasil|india|indonesia|russia|russian federation|
    россия|российская федерация|canada|australia|poland|polska|turkey|turkiye|korea|대한민국|vietnam|viet nam|
    south africa|united kingdom|great britain|england|netherlands|nederland|austria|osterreich|switzerland|
    schweiz|sweden|sverige|norway|norge|finland|suomi|denmark|danmark|belgium|belgie|czechia|czech republic|
    hungary|romania|greece|portugal|argentina|chile|colombia|peru|belarus|ukraine|kazakhstan|philippines|
    thailand|malaysia|pakistan|bangladesh|egypt|nigeria|kenya|ethiopia""")
_STATES = frozenset(f"{n:02d}" for n in (*range(1, 57), 60, 66, 69, 72, 78))  # FIPS codes of states and territories
_STATE_GROUPS = frozenset(f"{n}" for n in range(91, 99))  # and of the regions that stand beside them


def is_total(name: str) -> bool:
    """Tell whether a name, unlike any unit, is that of a total or a group of units: 全国, 东部地区, Far West 3/."""
    words = _words(name)
    forms = (_CHINESE, _UNIONS, _DISTRICT)
    return bool(words) and (words in _TOTALS or words in _REGIONS or any(form.fullmatch(words) for form in forms))


def groups_among(ids: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the units that seem to be totals or groups of others, by their names or codes.

    Parameters
    ----------
    ids : the units
    names : {id: name} of those that have one besides

    Returns
    -------
    tuple of ids, in their order
        Totals only, where the groups would be half of the units or more: a panel of regions is about regions.
    """
    words = {i: {_words(i), _words(names.get(i, ""))} for i in ids}
    totals = {i for i in ids if words[i] & _TOTALS or any(_CHINESE.fullmatch(w) for w in words[i])}
    countries = [i for i in ids if words[i] & _COUNTRIES]
    groups = _by_code(ids) | {i for i in ids if is_total(i) or is_total(names.get(i, ""))}
    groups |= set(countries if len(countries) == 1 else ())
    found = totals | groups if 2 * len(groups) < len(ids) else totals
    return tuple(i for i in ids if i in found)


def _words(name: str) -> str:
    return " ".join(plain_words(_FOOTNOTE.sub("", name)))


def _by_code(ids: Sequence[str]) -> set[str]:
    """Return codes of nothing but zeros, of a level above others (110000, 01000, DE), of regions beside states."""
    digits = [i for i in ids if i.isascii() and i.isdigit()]
    found = {i for i in digits if len(i) > 1 and not i.strip("0")}
    if set(ids) <= {"0", "00"} | _STATES | _STATE_GROUPS | {s.lstrip("0") for s in _STATES}:
        found |= set(digits) & _STATE_GROUPS
    for length, steps in ((6, (2, 4)), (5, (2,))):  # codes of China, and of counties of the United States
        alike = [i for i in digits if len(i) == length]
        for step in steps:
            below = Counter(i[:step] for i in alike if i[step:].strip("0"))
            above = {i for i in alike if not i[step:].strip("0") and below[i[:step]] > 1}
            if len(above) > 1 and 2 * sum(below[i[:step]] for i in above) > len(ids):
                found |= above
    regions = [i for i in ids if re.fullmatch(r"[A-Z]{2}[A-Z0-9]{0,3}", i)]
    starts = Counter(i[:k] for i in regions for k in range(2, len(i)))
    return found | {i for i in regions if starts[i] > 1}
