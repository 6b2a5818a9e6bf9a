"""Which installed font can show Chinese, and what to do when none can."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import lru_cache

log: logging.Logger = logging.getLogger("gisplug")

BOLD = 600
LATIN_FONTS = ("DejaVu Sans",)  # ships inside Matplotlib, so it is always there
CHINESE_FONTS = (
    "Microsoft YaHei",
    "SimHei",
    "DengXian",
    "SimSun",  # Windows
    "PingFang SC",
    "Hiragino Sans GB",
    "Heiti SC",
    "Heiti TC",
    "STHeiti",
    "Songti SC",
    "Arial Unicode MS",  # macOS
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans CJK JP",
    "Noto Sans CJK TC",  # Linux
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
    "AR PL UMing CN",
    "Noto Serif CJK SC",
)


@lru_cache(maxsize=1)
def chinese_font() -> str | None:
    """Return the first font of the list that is installed, or None."""
    found = _listed_font()
    if found is None:
        _take_new_fonts()
        found = _listed_font()
    return found


def _listed_font() -> str | None:
    from matplotlib import font_manager

    installed = {entry.name for entry in font_manager.fontManager.ttflist}
    return next((name for name in CHINESE_FONTS if name in installed), None)


def _take_new_fonts() -> None:
    """Make Matplotlib see fonts that were installed after it wrote its cache."""
    from matplotlib import font_manager

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for path in font_manager.findSystemFonts():
        if path not in known:
            with suppress(OSError, RuntimeError):  # a file that FreeType cannot read is no font for us
                font_manager.fontManager.addfont(path)


def families(chinese: bool = False) -> list[str]:
    """Return the font families of a picture, each the fallback of the one before, glyph by glyph.

    Latin first; where a picture has Chinese words, the Chinese font first, so that both scripts have one weight and
    size.
    """
    found = chinese_font()
    if found is None:
        return [*LATIN_FONTS]
    return [found, *LATIN_FONTS] if chinese else [*LATIN_FONTS, found]


@lru_cache(maxsize=1)
def has_bold() -> bool:
    """Return whether the Chinese font has a bold face; the fonts of Linux often have one weight only."""
    from matplotlib import font_manager

    weights = font_manager.weight_dict
    found = [e.weight for e in font_manager.fontManager.ttflist if e.name == chinese_font()]
    return any((w if isinstance(w, int) else weights.get(str(w), 400)) >= BOLD for w in found)


def is_chinese(text: str) -> bool:
    """Return whether text holds CJK characters."""
    return any("\u2e80" <= c <= "\u9fff" or "\uf900" <= c <= "\ufaff" or "\uff00" <= c <= "\uffef" for c in text)


@lru_cache(maxsize=1)
def warn_without_chinese_font() -> None:
    """Say once a session that Chinese text will show as boxes."""
    log.warning(
        "No font with Chinese characters is installed: they show as boxes in pictures. Install Noto Sans CJK SC or "
        "WenQuanYi Zen Hei."
    )
