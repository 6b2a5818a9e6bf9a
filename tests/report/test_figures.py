"""The house style of pictures, and that it leaves nothing behind."""

import matplotlib as mpl
import pytest

from gisplug.core.errors import ParameterError
from gisplug.report.figures import figure, legend, save_figure
from gisplug.report.fonts import chinese_font, families, is_chinese


def drawn(text="agg"):
    fig, ax = figure()
    ax.plot([2010, 2023], [0.1, -0.2], label=text)
    ax.set_title(text)
    legend(ax)
    return fig


@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf"])
def test_figures_are_written_and_the_same_input_gives_the_same_bytes(tmp_path, ending):
    first = save_figure(drawn("数字产业集聚 −0.1"), tmp_path / f"a{ending}").read_bytes()
    again = save_figure(drawn("数字产业集聚 −0.1"), tmp_path / f"b{ending}").read_bytes()
    assert first == again and len(first) > 1000


def test_pyplot_and_global_options_stay_untouched(tmp_path):
    before = mpl.rcParams["font.family"].copy(), mpl.rcParams["axes.spines.top"]
    save_figure(drawn(), tmp_path / "a.png")
    assert (mpl.rcParams["font.family"], mpl.rcParams["axes.spines.top"]) == before


def test_house_style_drops_the_frame():
    _, ax = figure()
    assert not ax.spines["top"].get_visible() and not ax.spines["right"].get_visible()


def test_chinese_characters_are_told_from_others():
    assert is_chinese("广东 Guangdong") and not is_chinese("Guangdong – ρ²")


def test_a_missing_chinese_font_is_said_once_in_words(tmp_path, monkeypatch, caplog):
    import gisplug.report.figures as figures
    import gisplug.report.fonts as fonts

    monkeypatch.setattr(figures, "chinese_font", lambda: None)
    monkeypatch.setattr(figures, "families", lambda: ["DejaVu Sans"])
    fonts.warn_without_chinese_font.cache_clear()
    for name in "ab":
        save_figure(drawn("集聚"), tmp_path / f"{name}.png")
    assert caplog.text.count("No font with Chinese characters") == 1
    fonts.warn_without_chinese_font.cache_clear()


def test_font_list_starts_with_a_font_that_is_always_there():
    assert families()[0] == "DejaVu Sans" and (chinese_font() is None or families()[-1] == chinese_font())


def test_other_endings_are_refused(tmp_path):
    with pytest.raises(ParameterError, match=r"\.svg"):
        save_figure(drawn(), tmp_path / "a.bmp")
