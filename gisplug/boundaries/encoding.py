"""The encoding of a shapefile's text: what the .cpg and the dBase header claim, judged by the bytes themselves."""

from __future__ import annotations

import codecs
import re

import geopandas as gpd
import pandas as pd

from gisplug.core.evidence import INFO, REPAIRED, WARNING, Note
from gisplug.core.messages import message

_LANGUAGE = {
    0x03: "cp1252",
    0x57: "cp1252",
    0x4D: "gb18030",
    0x7A: "gb18030",
    0x4F: "big5",
    0x78: "big5",
    0x13: "cp932",
    0x4E: "cp949",
}
_LANGUAGE |= {
    0x01: "cp437",
    0x02: "cp850",
    0xC8: "cp1250",
    0xC9: "cp1251",
    0xCA: "cp1254",
    0xCB: "cp1253",
    0x26: "cp866",
    0x65: "cp866",
}
_SINGLE_BYTE = ("cp1252", "iso8859-1", "iso8859-15", "cp437", "cp850")
_HIGH = re.compile(rb"[\x80-\xff]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def detect_encoding(raw: gpd.GeoDataFrame, declared: str | None, language: int) -> tuple[str, list[Note]]:
    """Return the encoding of a layer's text, and what to say about it.

    The bytes decide: text that is valid UTF-8 is UTF-8; a claim that the bytes contradict is not believed; without a
    claim that fits, Chinese in GB18030 is recognised by its pairs of high bytes.

    Parameters
    ----------
    raw
        Rows and columns read as ISO-8859-1, which keeps every byte.
    declared
        What the .cpg claims.
    language
        Language byte of the dBase header; 0 claims nothing.
    """
    values = text_bytes(raw)
    claim = _codec(declared) if declared else _LANGUAGE.get(language)
    shown = declared or (message("dBase language {language:#04x}", language=language) if claim else None)
    if not any(_HIGH.search(v) for v in values):
        return claim or "UTF-8", []
    if _fits(values, "utf-8") and not (
        claim == "gb18030" and _is_gb(values) and not _CHINESE.search(b"".join(values).decode("utf-8", "ignore"))
    ):
        found = "UTF-8"
    elif claim and claim != "utf-8" and claim not in _SINGLE_BYTE and _fits(values, claim):
        found = claim
    elif _is_gb(values):
        found = "gb18030"
    elif claim and _fits(values, claim):
        found = claim
    else:
        found = "cp1252" if _fits(values, "cp1252") else "iso8859-1"
        text = message(
            "The text is neither UTF-8 nor GB18030; it was read as {found}. Name the encoding if names look wrong.",
            found=found,
        )
        return found, [Note(WARNING, "encoding-guessed", text)]
    if claim is None:
        why = (
            message("unknown to us ({declared})", declared=declared)
            if declared
            else message("not named (.cpg missing, dBase language 0)")
        )
        return found, [
            Note(
                INFO,
                "encoding-found",
                message("The encoding is {why}; the bytes are {found}.", why=why, found=found.upper()),
            )
        ]
    if claim != found.lower():
        return found, [
            Note(
                REPAIRED,
                "encoding-contradicted",
                message(
                    "The file claims {shown}, but its bytes are {found}; read as such.",
                    shown=shown,
                    found=found.upper(),
                ),
            )
        ]
    return found, []


def decoded_columns(raw: gpd.GeoDataFrame, encoding: str) -> tuple[gpd.GeoDataFrame, int]:
    """Return the rows of `raw` (read as ISO-8859-1) with text columns and their names decoded, and how many texts held
    undecodable bytes.
    """
    frame, lossy = raw.copy(), 0
    for column in _text_columns(raw):
        texts = [_decode(v, encoding) for v in raw[column]]
        lossy += sum(t is not None and "\ufffd" in t for t in texts)
        frame[column] = pd.Series(texts, index=raw.index, dtype="str")
    renamed = {c: _decode(c, encoding) for c in raw.columns if isinstance(c, str) and c != raw.geometry.name}
    return frame.rename(columns=renamed), lossy


def text_bytes(raw: gpd.GeoDataFrame) -> list[bytes]:
    """Return the distinct texts of the columns of `raw`, and the columns' names, as the bytes in the file."""
    texts = {c for c in raw.columns if isinstance(c, str)}
    for column in _text_columns(raw):
        texts.update(v for v in raw[column].unique() if isinstance(v, str))
    return [t.encode("iso8859-1") for t in texts]


def _text_columns(raw: gpd.GeoDataFrame) -> list[str]:
    return [
        c
        for c in raw.columns
        if c != raw.geometry.name and (raw[c].dtype == object or pd.api.types.is_string_dtype(raw[c]))
    ]


def _decode(value: object, encoding: str) -> str | None:
    if not isinstance(value, str):
        return None
    data = value.encode("iso8859-1")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        if problem.end >= len(data) - 3 and problem.reason in (
            "unexpected end of data",
            "incomplete multibyte sequence",
        ):
            return data[: problem.start].decode(encoding)  # a character cut at the end of a full field
        return data.decode(encoding, "replace")


def _codec(name: str) -> str | None:
    name = {"ansi 936": "gb18030", "936": "gb18030", "65001": "utf-8", "ansi 1252": "cp1252"}.get(
        name.strip().lower(), name.strip()
    )
    if re.fullmatch(r"8859\d{1,2}", name):
        name = f"iso8859-{name[4:]}"
    if re.fullmatch(r"\d{3,4}", name):
        name = f"cp{name}"
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    return "gb18030" if found in ("gbk", "gb2312", "cp936") else found


def _fits(values: list[bytes], encoding: str) -> bool:
    for value in values:
        try:
            codecs.getincrementaldecoder(encoding)().decode(value, final=False)
        except UnicodeDecodeError:
            return False
    return True


def _is_gb(values: list[bytes]) -> bool:
    """Whether runs of high bytes come in pairs and decode to Chinese: Latin accents stand alone and fail this."""
    runs = [len(run) for value in values for run in _HIGH.findall(value)]
    if sum(run % 2 for run in runs) > 0.1 * len(runs) or not _fits(values, "gb18030"):
        return False
    text = "".join(v.decode("gb18030", "ignore") for v in values)
    high = [c for c in text if ord(c) > 127]
    return bool(high) and sum(
        bool(_CHINESE.match(c)) or "\u3000" <= c <= "\u303f" or c in "（）·" for c in high
    ) >= 0.9 * len(high)
