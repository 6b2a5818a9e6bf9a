"""The house style of pictures, and that it leaves nothing behind."""

import matplotlib as mpl
import pytest
from matplotlib.text import Text

from gisplug.core.errors import ParameterError
from gisplug.report.figures import figure, legend, save_figure
from gisplug.report.fonts import chinese_font, families, is_chinese
from gisplug.report.words.settings import House, housed


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
    monkeypatch.setattr(figures, "families", lambda chinese=False: ["DejaVu Sans"])
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


@pytest.mark.parametrize("columns", [1, 2])
def test_long_titles_and_names_of_axes_are_broken_and_stand_whole_in_their_panel(tmp_path, columns):
    fig, axes = figure(16, 8, 1, columns, squeeze=False)
    words = "Effect of agg on develop, " + " ".join(["and what else there is to say"] * columns)
    for ax in axes[0]:
        ax.barh(["east", "west"], [1, 2])
        ax.set_title(words, loc="left")
        ax.set_ylabel("Effect of agg on develop")
        ax.set_xlabel("Coefficient of L.agg (95 % interval)")
    labels = {"agg": "Agglomeration of the digital industry", "develop": "Economic development"}
    with housed(House(labels=labels)):
        save_figure(fig, tmp_path / "long.png")
    for k, ax in enumerate(axes[0]):
        title = next(t for t in ax.findobj(Text) if t.get_text() and t.get_text() == ax.get_title("left"))
        assert title.get_text().replace("\n", " ") == words.replace("agg", labels["agg"]).replace(
            "develop", labels["develop"]
        )
        assert ax.get_xlabel().replace("\n", " ").startswith(f"Coefficient of {labels['agg']} (lag 1)")
        for text in (title, ax.xaxis.label, ax.yaxis.label):
            box = text.get_window_extent()
            assert box.x0 >= 0 and box.x1 <= fig.bbox.width * (k + 1) / columns
            assert box.y0 >= 0 and box.y1 <= fig.bbox.height
