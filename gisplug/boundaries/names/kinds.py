"""A name apart from the word for its kind: 襄阳 of 襄阳市, Enshi of Enshi Tujia and Miao Autonomous Prefecture."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from gisplug.boundaries.names.characters import is_chinese, plain, plain_words

_PEOPLES = (
    "维吾尔|柯尔克孜|哈萨克|达斡尔|鄂温克|鄂伦春|塔吉克|土家|布依|哈尼|景颇|傈僳|朝鲜|蒙古|仡佬|仫佬|毛南|拉祜|布朗|"
    "纳西|独龙|普米|锡伯|保安|东乡|裕固|撒拉|壮|回|藏|羌|苗|侗|彝|傣|白|土|满|畲|瑶|黎|佤|怒|水|各"
)
_CHINESE = {  # the word, and the kind that it is taken for
    "特别行政区": "special region",
    "特区": "special region",
    "自治区": "region",
    "省": "province",
    "地区": "area",
    "盟": "league",
    "自治州": "prefecture",
    "州": "prefecture",
    "市": "city",
    "矿区": "mining district",
    "林区": "forest district",
    "新区": "new district",
    "区": "district",
    "自治县": "county",
    "县": "county",
    "自治旗": "banner",
    "旗": "banner",
}
_SUFFIX = re.compile(
    rf"^(?P<stem>.{{2,}}?)(?P<word>(?:(?:{_PEOPLES})族?)*(?P<kind>自治[区州县旗])|{'|'.join(_CHINESE)})$"
)
_LATIN = {
    "special administrative region": "special region",
    "sar": "special region",
    "autonomous region": "region",
    "region": "region",
    "province": "province",
    "prov": "province",
    "sheng": "province",
    "state": "state",
    "autonomous prefecture": "prefecture",
    "prefecture": "prefecture",
    "league": "league",
    "municipality": "city",
    "city": "city",
    "shi": "city",
    "autonomous county": "county",
    "county": "county",
    "parish": "parish",
    "borough": "borough",
    "banner": "banner",
    "district": "district",
    "oblast": "oblast",
    "voblast": "oblast",
    "krai": "krai",
    "raion": "raion",
    "rayon": "raion",
    "department": "department",
    "canton": "canton",
    "governorate": "governorate",
    "voivodeship": "voivodeship",
    "regency": "regency",
    "kabupaten": "regency",
    "kota": "city",
    "commune": "commune",
    "township": "township",
}
_ENDINGS = sorted(((tuple(words.split()), kind) for words, kind in _LATIN.items()), key=lambda e: -len(e[0]))
_TRANSLATED = re.compile(
    "zhuang|hui|uygur|uyghur|tibetan|zang|mongol|mongolian|kazak|kazakh|kirgiz|korean|chosen|tujia|miao|dong|yi|bai|dai|"
    "jingpo|lisu|hani|qiang|bouyei|buyei|buyi|and|li|zu"
)
_FRONT = {"kabupaten": "regency", "kota": "city"}  # Indonesian puts the kind first
_AUTONOMOUS = frozenset({"region", "prefecture", "county"})
LOOSE = frozenset({"city"})  # Kansas City is not Kansas: a kind that is often part of the name itself


@dataclass(frozen=True)
class Name:
    """A name taken apart.

    `key` is the whole name in one form, `stem` the name without the word for its kind, `kind` what that word means, ""
    where there is none; `word` the word itself as it was compared.
    """

    text: str
    key: str
    stem: str
    kind: str = ""
    word: str = ""

    @property
    def chinese(self) -> bool:
        """Whether it is written in Chinese characters."""
        return is_chinese(self.key)


@lru_cache(maxsize=65536)
def taken_apart(text: str) -> Name:
    """Return a name with its kind apart; one that would leave less than two characters stays whole."""
    key = plain(text)
    if is_chinese(key):
        found = _SUFFIX.match(key)
        return (
            Name(text, key, found["stem"], _CHINESE[found["kind"] or found["word"]], found["word"])
            if found
            else (Name(text, key, key))
        )
    words = plain_words(text)
    for ending, kind in _ENDINGS:
        if len(words) > len(ending) and words[-len(ending) :] == ending:
            rest = words[: -len(ending)]
            while (
                kind in _AUTONOMOUS and ending[0] == "autonomous" and len(rest) > 1 and _TRANSLATED.fullmatch(rest[-1])
            ):
                rest = rest[:-1]
            return _latin(text, key, rest, kind, " ".join(words[len(rest) :]))
    if len(words) > 1 and words[0] in _FRONT:
        return _latin(text, key, words[1:], _FRONT[words[0]], words[0])
    if len(words) > 2 and words[1] == "of" and words[0] in _LATIN:
        return _latin(text, key, words[2:], _LATIN[words[0]], f"{words[0]} of")
    return Name(text, key, key)


def _latin(text: str, key: str, rest: tuple[str, ...], kind: str, word: str) -> Name:
    stem = "".join(rest)
    return Name(text, key, stem, kind, word) if len(stem) > 1 else Name(text, key, key)


_ENGLISH = {  # what English calls the kinds of China, where the two do not say the same
    "province": {"province", "region"},
    "region": {"region", "area", "province"},
    "prefecture": {"prefecture", "area", "league", "city"},
    "city": {"city", "special region", "area"},
    "county": {"county", "banner"},
    "district": {"district", "new district", "mining district", "forest district"},
    "special region": {"special region"},
    "state": {"", "state"},
}


def same_kind(one: Name, other: Name) -> bool:
    """Whether two names with one stem may mean one unit: their kinds are the same, or one of them tells none."""
    if not one.kind or not other.kind or one.kind == other.kind:
        return True
    if one.chinese == other.chinese:
        return False
    latin, han = (other, one) if one.chinese else (one, other)
    return han.kind in _ENGLISH.get(latin.kind, {latin.kind})
