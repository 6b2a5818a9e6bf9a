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


def test_latin_and_chinese_of_a_picture_have_one_font_and_one_weight(tmp_path):
    from gisplug.report import fonts
    from gisplug.report.figures import figure, save_figure

    if fonts.chinese_font() is None:
        pytest.skip("No Chinese font is installed.")
    fig, ax = figure()
    ax.set_title("GDP 与夜间灯光")
    ax.set_xlabel("Night lights")
    save_figure(fig, tmp_path / "f.png")
    title, name = ax._left_title, ax.xaxis.label
    assert title.get_fontfamily()[0] == name.get_fontfamily()[0] == fonts.chinese_font()
    if not fonts.has_bold():
        assert title.get_fontweight() == "normal" and title.get_path_effects()
    latin, other = figure()
    other.set_title("Night lights")
    save_figure(latin, tmp_path / "g.png")
    assert other._left_title.get_fontfamily()[0] == "DejaVu Sans" and other._left_title.get_fontweight() == "bold"
