"""House style of all pictures: Matplotlib figures without pyplot, so nothing global is touched."""

from __future__ import annotations

import logging
import re
import textwrap
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import Colormap, LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.font_manager import weight_dict
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.ticker import FixedFormatter

from gisplug.core.errors import ParameterError
from gisplug.core.formats import endings, format_of
from gisplug.core.messages import Message, message
from gisplug.core.output.files import writing
from gisplug.core.palette import FAINT, INK, MUTED, PAPER, SECOND, SERIES
from gisplug.report.fonts import BOLD, chinese_font, families, has_bold, is_chinese, warn_without_chinese_font
from gisplug.report.words.say import say
from gisplug.report.words.settings import house

CM = 1 / 2.54
DPI = 200
# a Chinese font with one weight only is no news, and nothing to print on a terminal
logging.getLogger("matplotlib.font_manager").addFilter(lambda record: "Failed to find font weight" not in record.msg)
SHORTEST_LINE = 8  # letters
MARK_CM = 0.27  # height of the word SYNTHETIC
LETTER_CM, WIDE_CM = 0.018, 0.036  # width of a letter, of a Chinese one, in each point of its size
_SIZE = re.compile(r"\b([A-Z]) = (\w+)")
_WIDE, _STOPS = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef", "，。；：、！？）》」』”"
_PIECES = re.compile(rf"[{_WIDE}“《「『（][{_STOPS}]*\s*|[^\s{_WIDE}]+[{_STOPS}]*\s*|\s+")  # what stays on one line
HEAVIER = 0.045  # of the letters' size, by which a face without a bold one is made bolder
PANEL_TITLE = 9  # points up to which a title belongs to one of several panels
_METADATA: dict[str, dict[str, Any]] = {
    ".png": {"Software": "gisplug"},
    ".svg": {"Date": None, "Creator": "gisplug"},
    ".pdf": {"CreationDate": None, "ModDate": None, "Creator": "gisplug"},
}

_STYLE: dict[str, Any] = {
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "font.size": 9,
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 8,
    "axes.labelsize": 9,
    "axes.labelcolor": INK,
    "axes.edgecolor": MUTED,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.prop_cycle": cycler(color=SERIES),
    "axes.unicode_minus": True,
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "xtick.major.width": 0.7,
    "ytick.major.width": 0.7,
    "xtick.major.size": 3,
    "ytick.major.size": 3,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "lines.linewidth": 1.6,
    "lines.markersize": 4.5,
    "patch.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "legend.title_fontsize": 8.5,
    "svg.hashsalt": "gisplug",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "mathtext.default": "regular",
    "figure.max_open_warning": 0,
}


@contextmanager
def style() -> Iterator[None]:
    """Draw inside this in the house style; outside nothing changes. `figure` and `save_figure` use it by themselves."""
    options: Any = {**_STYLE, "font.family": families(house().language == "zh")}
    with mpl.rc_context(options):
        yield


def figure(
    width_cm: float = 16, height_cm: float = 10, rows: int = 1, columns: int = 1, **subplots: Any
) -> tuple[Figure, Any]:
    """Return a figure in the house style and its axes (an array of axes where rows or columns are more than one)."""
    with style():
        fig = Figure(figsize=(width_cm * CM, height_cm * CM), dpi=DPI, layout="constrained")
        FigureCanvasAgg(fig)
        axes = fig.subplots(rows, columns, **subplots)
    return fig, axes


def save_figure(fig: Figure, path: str | Path) -> Path:
    """Write a figure by the ending of `path`: .png (200 dpi), .svg or .pdf. The same input gives the same bytes.

    Raises
    ------
    ParameterError
        If the ending is another one.
    """
    target = Path(path)
    ending = target.suffix.lower()
    if format_of("figure", target, "write") is None:
        raise ParameterError(
            message(
                "A figure ends in {value}; {target!r} was given instead.",
                value=", ".join(endings("figure")),
                target=target.name,
            )
        )
    with writing(target) as made, style(), _quiet_glyphs(fig):
        said_figure(fig)
        if house().synthetic:
            _mark_synthetic(fig)
        fig.savefig(made, dpi=DPI, metadata=_METADATA[ending])
        for other in house().formats:
            if other != ending:
                fig.savefig(made.with_suffix(other), metadata=_METADATA[other])
    return target


def _mark_synthetic(fig: Figure) -> None:
    """Write the word into the lower right corner, below what the picture has there, once."""
    if not any(text.get_gid() == "synthetic" for text in fig.texts):
        word = fig.text(
            0.998, 0.003, say("SYNTHETIC"), ha="right", va="bottom", fontsize=6, color=SECOND, fontfamily=families()
        )
        word.set_gid("synthetic")
        word.set_in_layout(False)
        engine = fig.get_layout_engine()
        if isinstance(engine, ConstrainedLayoutEngine):
            strip = MARK_CM * CM / float(fig.get_figheight())
            engine.set(rect=(0.0, strip, 1.0, 1.0 - strip))


def said_figure(fig: Figure) -> None:
    """Say every text in the language of the run, variables by their labels, in fonts that can show it; titles that
    are longer than the picture is wide are broken into lines.
    """
    for text in fig.findobj(Text):
        words = text.get_text()
        said = say(words) if isinstance(words, Message) else "\n".join(say(line) for line in words.split("\n"))
        if said != words:
            text.set_text(said)
    for ax in fig.get_axes():
        for axis in (ax.xaxis, ax.yaxis):
            formatter = axis.get_major_formatter()
            if isinstance(formatter, FixedFormatter):
                formatter.seq = [say(str(t)) for t in formatter.seq]
            named = getattr(getattr(formatter, "func", None), "args", ())
            if named and isinstance(named[0], dict):  # labels set together with their places
                named[0].update({place: say(str(t)) for place, t in named[0].items()})
        _title_left(ax)
    _in_one_font(fig)
    _break_long(fig)


def _in_one_font(fig: Figure) -> None:
    """Set all texts in fonts that can show them: one for Latin and Chinese where there is any Chinese, as heavy."""
    texts = [text for text in fig.findobj(Text) if isinstance(text, Text)]
    chinese = house().language == "zh" or any(is_chinese(text.get_text()) for text in texts)
    for text in texts:
        text.set_fontfamily(families(chinese))
        if chinese and chinese_font() is not None and not has_bold() and _bold(text):
            text.set_fontweight("normal")
            text.set_path_effects(
                [withStroke(linewidth=HEAVIER * float(text.get_fontsize()), foreground=text.get_color())]
            )


def _bold(text: Text) -> bool:
    weight = text.get_fontweight()
    return (weight if isinstance(weight, (int, float)) else weight_dict.get(str(weight), 400)) >= BOLD


def _break_long(fig: Figure) -> None:
    """Break titles and names of axes that are longer than the part of the picture in which their axes stand."""
    canvas: Any = FigureCanvasAgg(fig)
    renderer = canvas.get_renderer()
    for ax in fig.get_axes():
        for text in sorted(_headings(ax), key=_upright, reverse=True):  # names at the side take room from the others
            room = _panel(fig, ax, text)
            if _length(text, renderer) > 0.5 * room:
                beside = (ax.xaxis if _upright(text) else ax.yaxis).get_tightbbox(renderer)
                taken = 0.0 if beside is None else float(beside.height if _upright(text) else beside.width)
                _break(text, text.get_text(), max(0.92 * room - taken, 0.3 * room), renderer)


def _break(text: Text, words: str, room: float, renderer: Any) -> None:
    """Break a text into lines of at most `room` pixels."""
    letters = int(len(words) * room / max(_length(text, renderer), 1.0))
    while _length(text, renderer) > room and letters >= SHORTEST_LINE:
        text.set_text(broken(words, letters))
        letters -= 1


def _upright(text: Text) -> bool:
    return float(text.get_rotation()) == 90.0


def _length(text: Text, renderer: Any) -> float:
    box = text.get_window_extent(renderer)
    return float(box.height if _upright(text) else box.width)


def _headings(ax: Axes) -> list[Text]:
    """Return the titles of axes and the names of its two scales."""
    titles = {ax.get_title(loc) for loc in ("left", "center", "right")} - {""}
    found = [text for text in ax.findobj(Text) if text.get_text() in titles]
    named = [axis.label for axis in (ax.xaxis, ax.yaxis) if ax.axison and axis.label.get_text()]
    return [text for text in (*found, *named) if isinstance(text, Text) and "\n" not in text.get_text()]


def _panel(fig: Figure, ax: Axes, text: Text) -> float:
    """Return how long, in pixels, the part of the picture is in which the axes of a text stand."""
    place = ax.get_subplotspec()
    if _upright(text):
        return float(fig.bbox.height) * (1.0 if place is None else len(place.rowspan) / place.get_gridspec().nrows)
    return float(fig.bbox.width) * (1.0 if place is None else len(place.colspan) / place.get_gridspec().ncols)


def _title_left(ax: Axes) -> None:
    """Set a chart's title bold at the left, as the house style has it; small panels keep theirs."""
    title = ax.get_title()
    if title and not ax.get_title("left") and float(ax.title.get_fontsize()) > PANEL_TITLE:
        ax.set_title("", loc="center")
        ax.set_title(title, loc="left", fontweight="bold", fontsize=10.5)


def wrapped(text: str, width: int, language: str = "") -> str:
    """Return the text in the language (by default that of the run) in lines of at most `width` letters.

    Chinese characters are twice as wide and may break anywhere.
    """
    said = say(text, language or None)
    return broken(said, width // 2 if is_chinese(said) else width)


def broken(text: str, width: int) -> str:
    """Return the text in lines of at most `width` letters; words, and such as N = 30, stay whole where they can."""
    kept = _SIZE.sub("\\1\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}\\2", text)
    return textwrap.fill(kept, width, break_on_hyphens=False).replace("\N{NO-BREAK SPACE}", " ")


def fitted(text: str, width_cm: float, points: float) -> str:
    """Return the text in lines no wider than `width_cm` when it is set in `points`; Chinese breaks anywhere but before
    a stop.
    """
    lines, room = [""], width_cm
    for piece in _PIECES.findall(text):
        if width_of(piece.rstrip(), points) > room and lines[-1]:
            lines[-1], room = lines[-1].rstrip(), width_cm
            lines.append("")
        lines[-1] += piece
        room -= width_of(piece, points)
    return "\n".join(lines)


def width_of(text: str, points: float) -> float:
    """Return about how many centimetres a text takes that is set in `points`."""
    return points * sum(WIDE_CM if is_chinese(letter) else LETTER_CM for letter in text)


def ramp(colours: Sequence[str]) -> Colormap:
    """Return a colour map that runs evenly through colours of the palette."""
    return LinearSegmentedColormap.from_list("ramp", list(colours))


def legend(ax: Axes, **options: Any) -> None:
    """Add a legend in the house style."""
    with style():
        ax.legend(**options)


def zero_line(ax: Axes, horizontal: bool = True) -> None:
    """Draw the line of no effect."""
    draw = ax.axhline if horizontal else ax.axvline
    draw(0.0, color=MUTED, linewidth=0.8, zorder=1)


@contextmanager
def _quiet_glyphs(fig: Figure) -> Iterator[None]:
    """Where no Chinese font is installed, say so once in words instead of once a glyph."""
    if chinese_font() is None and any(is_chinese(text.get_text()) for text in fig.findobj(Text)):
        warn_without_chinese_font()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from", category=UserWarning)
        yield
