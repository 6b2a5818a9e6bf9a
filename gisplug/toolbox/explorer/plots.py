"""Plots that are painted with Qt alone and brushed with the mouse: scatter, lines over time, histogram, boxes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Optional

from qgis.PyQt.QtCore import QPointF, QRectF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFont, QPainter, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QWidget

from gisplug.core.palette import ACCENT, FAINT, INK, MUTED, PAPER, SECOND

LEFT, RIGHT, TOP, BOTTOM = 52, 12, 24, 38
NEAR = 8.0  # pixels from a point that a click still hits
BINS = 14


def known(values: Sequence[float]) -> list[float]:
    """Return the numbers that are not empty."""
    return [v for v in values if math.isfinite(v)]


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Return round numbers between two ends."""
    width = (high - low) or 1.0
    step = 10.0 ** math.floor(math.log10(width / most))
    step *= next(m for m in (1, 2, 5, 10) if width / (step * m) <= most)
    first = math.ceil(low / step) * step
    count = int((high - first) / step + 1e-9) + 1
    return [first + k * step for k in range(count)]


def written(value: float) -> str:
    """Return a number as an axis shows it."""
    text = f"{value:.4g}"
    return ("0" if float(text) == 0 else text).replace("-", "\N{MINUS SIGN}")


class Plot(QWidget):
    """Axes, and a rectangle that the mouse draws; a subclass says what lies inside it."""

    brushed = pyqtSignal(object, bool)  # units, and whether they are added to those already marked

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(260, 220)
        self.setMouseTracking(True)
        self.title = self.x_label = self.y_label = ""
        self.names: Sequence[str] = ()
        self.marked: set[int] = set()
        self._x, self._y = (0.0, 1.0), (0.0, 1.0)
        self._start: Optional[QPointF] = None
        self._end: Optional[QPointF] = None

    def mark(self, units: set[int]) -> None:
        """Show these units as marked."""
        if units != self.marked:
            self.marked = set(units)
            self.update()

    def at(self, x: float, y: float) -> QPointF:
        """Return the place of a point on the widget."""
        wide, high = self.width() - LEFT - RIGHT, self.height() - TOP - BOTTOM
        across = (x - self._x[0]) / ((self._x[1] - self._x[0]) or 1.0)
        up = (y - self._y[0]) / ((self._y[1] - self._y[0]) or 1.0)
        return QPointF(LEFT + across * wide, TOP + (1.0 - up) * high)

    def inside(self, box: QRectF) -> set[int]:
        """Return the units inside a rectangle of the widget."""
        raise NotImplementedError

    def nearest(self, point: QPointF) -> Optional[int]:
        """Return the unit under the mouse, None where there is none."""
        del point
        return None

    def paint(self, painter: QPainter) -> None:
        """Paint what stands between the axes."""
        raise NotImplementedError

    def x_ticks(self) -> list[tuple[float, str]]:
        """Return the marks of the lower axis."""
        return [(v, written(v)) for v in ticks(*self._x)]

    def paintEvent(self, event: object) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(PAPER))
        self._paint_axes(painter)
        painter.setClipRect(QRectF(LEFT, TOP, self.width() - LEFT - RIGHT, self.height() - TOP - BOTTOM))
        self.paint(painter)
        if self._start is not None and self._end is not None:
            shade = QColor(ACCENT)
            shade.setAlpha(40)
            painter.fillRect(QRectF(self._start, self._end).normalized(), shade)
        painter.end()

    def _paint_axes(self, painter: QPainter) -> None:
        frame = QRectF(LEFT, TOP, self.width() - LEFT - RIGHT, self.height() - TOP - BOTTOM)
        painter.setPen(QPen(QColor(FAINT), 1))
        painter.drawRect(frame)
        middle, right = Qt.AlignmentFlag.AlignCenter, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QPen(QColor(INK), 1))
        font = QFont(self.font())
        font.setPointSizeF(max(7.0, font.pointSizeF() - 1.5))
        painter.setFont(font)
        for value, text in self.x_ticks():
            place = self.at(value, self._y[0])
            painter.drawText(QRectF(place.x() - 90, frame.bottom() + 2, 180, 14), middle, text)
        for value in ticks(*self._y):
            place = self.at(self._x[0], value)
            painter.drawText(QRectF(0, place.y() - 7, LEFT - 4, 14), right, written(value))
        painter.drawText(QRectF(LEFT, self.height() - 18, frame.width(), 16), middle, self.x_label)
        painter.drawText(QRectF(0, 2, self.width(), TOP - 4), middle, self.title)
        painter.save()
        painter.translate(9, TOP + frame.height() / 2)
        painter.rotate(-90)
        painter.drawText(QRectF(-frame.height() / 2, -7, frame.height(), 14), middle, self.y_label)
        painter.restore()

    def mousePressEvent(self, event: object) -> None:
        self._start = self._end = _place(event)

    def mouseMoveEvent(self, event: object) -> None:
        if self._start is not None:
            self._end = _place(event)
            self.update()
            return
        unit = self.nearest(_place(event))
        self.setToolTip("" if unit is None or unit >= len(self.names) else self.names[unit])

    def mouseReleaseEvent(self, event: object) -> None:
        if self._start is None:
            return
        box = QRectF(self._start, _place(event)).normalized()
        self._start = self._end = None
        further = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)  # type: ignore[attr-defined]
        if box.width() < 3 and box.height() < 3:
            unit = self.nearest(box.center())
            self.brushed.emit(set() if unit is None else {unit}, further)
        else:
            self.brushed.emit(self.inside(box), further)
        self.update()


class Scatter(Plot):
    """Points with a line through the middle of them."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._points: dict[int, tuple[float, float]] = {}
        self._slope: Optional[float] = None

    def show_points(self, x: Sequence[float], y: Sequence[float], slope: Optional[float]) -> None:
        """Show the points (N,), those without a number left out, and a line of this slope through nought."""
        both = zip(x, y)
        self._points = {k: (a, b) for k, (a, b) in enumerate(both) if math.isfinite(a) and math.isfinite(b)}
        self._slope = slope
        self._x = _padded([a for a, _ in self._points.values()] + [0.0])
        self._y = _padded([b for _, b in self._points.values()] + [0.0])
        self.update()

    def inside(self, box: QRectF) -> set[int]:
        """Return the units of the points inside a rectangle of the widget."""
        return {k for k, (a, b) in self._points.items() if box.contains(self.at(a, b))}

    def nearest(self, point: QPointF) -> Optional[int]:
        """Return the unit of the point under the mouse, None where there is none."""
        far = {k: _distance(self.at(a, b), point) for k, (a, b) in self._points.items()}
        best = min(far, key=far.__getitem__, default=None)
        return best if best is not None and far[best] <= NEAR else None

    def paint(self, painter: QPainter) -> None:
        """Paint the points, the marked ones last, the axes through nought and the line."""
        painter.setPen(QPen(QColor(MUTED), 1, Qt.PenStyle.DashLine))
        painter.drawLine(self.at(self._x[0], 0), self.at(self._x[1], 0))
        painter.drawLine(self.at(0, self._y[0]), self.at(0, self._y[1]))
        if self._slope is not None and math.isfinite(self._slope):
            painter.setPen(QPen(QColor(SECOND), 1.6))
            painter.drawLine(*(self.at(x, self._slope * x) for x in self._x))
        painter.setPen(Qt.PenStyle.NoPen)
        for later in (False, True):
            painter.setBrush(_shade(SECOND if later else ACCENT, 255 if later or not self.marked else 60))
            for unit, (a, b) in self._points.items():
                if (unit in self.marked) == later:
                    painter.drawEllipse(self.at(a, b), 3.6 if later else 2.8, 3.6 if later else 2.8)


class Lines(Plot):
    """A line for the mean of all units, and one for that of the marked ones."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._periods: Sequence[str] = ()
        self._values: Sequence[Sequence[float]] = ()
        self.now = 0

    def show_values(self, periods: Sequence[str], values: Sequence[Sequence[float]], now: int) -> None:
        """Show values (T rows of N); `now` is the period that the map shows."""
        self._periods, self._values, self.now = periods, values, now
        self._x = (-0.3, max(len(periods) - 0.7, 0.3))
        self._ends()
        self.update()

    def mark(self, units: set[int]) -> None:
        """Show these units as marked, and make room for their mean."""
        super().mark(units)
        self._ends()

    def means(self, units: Optional[set[int]] = None) -> list[float]:
        """Return the mean by period of all units, or of some."""
        made = []
        for row in self._values:
            some = known(row if units is None else [row[u] for u in units if u < len(row)])
            made.append(sum(some) / len(some) if some else math.nan)
        return made

    def _ends(self) -> None:
        shown = [*known(self.means()), *known(self.means(self.marked) if self.marked else [])]
        self._y = _padded(shown or [0.0, 1.0])

    def x_ticks(self) -> list[tuple[float, str]]:
        """Return some of the periods as marks of the lower axis."""
        step = max(1, len(self._periods) // 6)
        return [(float(k), str(p)) for k, p in enumerate(self._periods) if k % step == 0]

    def inside(self, box: QRectF) -> set[int]:
        """Return the units whose own value lies in the rectangle in one of its periods."""
        found: set[int] = set()
        for t, row in enumerate(self._values):
            place = self.at(float(t), 0.0).x()
            if box.left() <= place <= box.right():
                found |= {u for u, v in enumerate(row) if math.isfinite(v) and box.contains(self.at(float(t), v))}
        return found

    def paint(self, painter: QPainter) -> None:
        """Paint the means, and where the map is in time."""
        painter.setPen(QPen(QColor(FAINT), 1))
        painter.drawLine(self.at(self.now, self._y[0]), self.at(self.now, self._y[1]))
        lines = [(self.means(), ACCENT)] + ([(self.means(self.marked), SECOND)] if self.marked else [])
        for values, colour in lines:
            painter.setPen(QPen(QColor(colour), 2))
            points = [self.at(float(t), v) for t, v in enumerate(values) if math.isfinite(v)]
            painter.drawPolyline(QPolygonF(points))
            painter.setBrush(QColor(colour))
            for point in points:
                painter.drawEllipse(point, 2.4, 2.4)


class Histogram(Plot):
    """Bars of how many units lie in each class, the marked ones in a second colour."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._bins: list[set[int]] = []
        self._edges: list[float] = [0.0, 1.0]

    def show_values(self, values: Sequence[float]) -> None:
        """Show the distribution of values (N,)."""
        some = known(values)
        low, high = (min(some), max(some)) if some else (0.0, 1.0)
        width = (high - low) / BINS or 1.0
        self._edges = [low + k * width for k in range(BINS + 1)]
        self._bins = [set() for _ in range(BINS)]
        for unit, value in enumerate(values):
            if math.isfinite(value):
                self._bins[min(int((value - low) / width), BINS - 1)].add(unit)
        self._x = (self._edges[0], self._edges[-1])
        self._y = (0.0, max((len(b) for b in self._bins), default=1) * 1.05 or 1.0)
        self.update()

    def inside(self, box: QRectF) -> set[int]:
        """Return the units of all bars that a rectangle touches."""
        return {u for k, units in enumerate(self._bins) if box.intersects(self._bar(k, len(units))) for u in units}

    def paint(self, painter: QPainter) -> None:
        """Paint the bars, the marked units in a second colour."""
        for k, units in enumerate(self._bins):
            painter.setPen(QPen(QColor(PAPER), 1))
            painter.setBrush(_shade(ACCENT, 255 if not self.marked else 110))
            painter.drawRect(self._bar(k, len(units)))
            painter.setBrush(QColor(SECOND))
            painter.drawRect(self._bar(k, len(units & self.marked)))

    def _bar(self, k: int, count: int) -> QRectF:
        return QRectF(self.at(self._edges[k], float(count)), self.at(self._edges[k + 1], 0.0))


class Boxes(Plot):
    """A box for each class: quartiles, whiskers to the last value within one and a half widths, the median."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._groups: list[tuple[str, str, dict[int, float]]] = []

    def show_groups(self, groups: Sequence[tuple[str, str, dict[int, float]]]) -> None:
        """Show groups: label, colour, and the value of each unit in it."""
        self._groups = [group for group in groups if group[2]]
        every = [v for _, _, values in self._groups for v in values.values()]
        self._x, self._y = (-0.5, max(len(self._groups) - 0.5, 0.5)), _padded(every or [0.0, 1.0])
        self.update()

    def x_ticks(self) -> list[tuple[float, str]]:
        """Return the classes with their numbers of units as marks of the lower axis."""
        return [(float(k), f"{label} ({len(values)})") for k, (label, _, values) in enumerate(self._groups)]

    def inside(self, box: QRectF) -> set[int]:
        """Return the units of the boxes that a rectangle covers, at heights that it covers."""
        found: set[int] = set()
        for k, (_, _, values) in enumerate(self._groups):
            left, right = self.at(k - 0.35, 0.0).x(), self.at(k + 0.35, 0.0).x()
            if box.left() <= right and box.right() >= left:
                found |= {u for u, v in values.items() if box.top() <= self.at(k, v).y() <= box.bottom()}
        return found

    def paint(self, painter: QPainter) -> None:
        """Paint the boxes, and the points outside the whiskers or marked."""
        for k, (_, colour, values) in enumerate(self._groups):
            low, first, middle, third, high = five_numbers(list(values.values()))
            painter.setPen(QPen(QColor(INK), 1))
            painter.setBrush(QColor(colour))
            painter.drawLine(self.at(k, low), self.at(k, high))
            painter.drawRect(QRectF(self.at(k - 0.3, third), self.at(k + 0.3, first)))
            painter.setPen(QPen(QColor(INK), 2))
            painter.drawLine(self.at(k - 0.3, middle), self.at(k + 0.3, middle))
            painter.setPen(Qt.PenStyle.NoPen)
            for unit, value in values.items():
                if unit in self.marked or not low <= value <= high:
                    painter.setBrush(QColor(SECOND if unit in self.marked else MUTED))
                    painter.drawEllipse(self.at(k, value), 2.8, 2.8)


def five_numbers(values: Sequence[float]) -> tuple[float, float, float, float, float]:
    """Return lower whisker, first quartile, median, third quartile and upper whisker (Tukey)."""
    ordered = sorted(values)

    def quantile(share: float) -> float:
        place = share * (len(ordered) - 1)
        below = int(place)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (place - below) * (ordered[above] - ordered[below])

    first, middle, third = quantile(0.25), quantile(0.5), quantile(0.75)
    far = 1.5 * (third - first)
    low = min(v for v in ordered if v >= first - far)
    high = max(v for v in ordered if v <= third + far)
    return low, first, middle, third, high


def _padded(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = (high - low) * 0.06 or 1.0
    return low - room, high + room


def _distance(a: QPointF, b: QPointF) -> float:
    return math.hypot(a.x() - b.x(), a.y() - b.y())


def _shade(colour: str, alpha: int) -> QColor:
    made = QColor(colour)
    made.setAlpha(alpha)
    return made


def _place(event: object) -> QPointF:
    """Return where the mouse is, in Qt 5 and Qt 6."""
    if hasattr(event, "position"):
        return QPointF(event.position())
    return QPointF(event.pos())  # type: ignore[attr-defined]
