"""A Chinese font is found even where Matplotlib's list of fonts is older than the font."""

import pytest
from matplotlib import font_manager

from gisplug.report import fonts


def test_a_font_installed_after_the_list_was_written_is_found(monkeypatch):
    if fonts.chinese_font() is None:
        pytest.skip("no Chinese font on this machine")
    files = {entry.fname for entry in font_manager.fontManager.ttflist if entry.name in fonts.CHINESE_FONTS}
    old = [
        entry for entry in font_manager.fontManager.ttflist if entry.fname not in files
    ]  # a file holds several faces
    monkeypatch.setattr(font_manager.fontManager, "ttflist", old)
    fonts.chinese_font.cache_clear()
    try:
        assert fonts.chinese_font() in fonts.CHINESE_FONTS
    finally:
        fonts.chinese_font.cache_clear()
