"""A list that offers what was picked in another list, such as spatially lagged regressors among the regressors. Only a
QGIS window imports this."""

from __future__ import annotations

import re
from typing import Any, Optional

from processing.gui.wrappers import WidgetWrapper
from qgis.gui import QgsCheckableComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QComboBox

FORMULA = "FORMULA"
NAME = re.compile(r"`([^`]+)`|([^\W\d]\w*)(?!\w*\s*\()")
WORDS = ("W", "C", "and", "or", "not", "in")


class AmongWrapper(WidgetWrapper):
    """One or several of the columns that another parameter holds, or that the formula names where there is one."""

    def createWidget(self, source: str = "") -> Any:
        definition = self.parameterDefinition()
        self._source = source
        self._others: dict[str, Any] = {}
        self._wanted: Optional[list[str]] = None
        self._many = definition.allowMultiple()
        box = QgsCheckableComboBox() if self._many else QComboBox()
        if not self._many:
            box.setEditable(True)
            box.currentTextChanged.connect(lambda: self.widgetValueHasChanged.emit(self))
        return box

    def postInitialize(self, wrappers: list[Any]) -> None:
        """Follow the parameter whose columns are offered, and the formula."""
        for wrapper in wrappers:
            if wrapper.parameterDefinition().name() in (self._source, FORMULA):
                self._others[wrapper.parameterDefinition().name()] = wrapper
                wrapper.widgetValueHasChanged.connect(lambda *_: self.offer())
        self.offer()

    def offer(self) -> None:
        """Show the columns that there are now; what was picked of them stays."""
        kept, names = self.value(), self.offered()
        self.widget.blockSignals(True)
        self.widget.clear()
        if self._many:
            for name in names:
                self.widget.addItemWithCheckState(name, Qt.CheckState.Unchecked, name)
        else:
            self.widget.addItems(names)
        self.widget.blockSignals(False)
        self.setValue(self._wanted if self._wanted is not None else kept)

    def offered(self) -> list[str]:
        """Return the columns of the other parameter, or the names of the formula behind its tilde."""
        formula = self._others[FORMULA].parameterValue() if FORMULA in self._others else None
        if formula:
            return names_of(str(formula).split("~", 1)[-1].split("|")[0])
        given = self._others[self._source].parameterValue() if self._source in self._others else None
        return [str(v) for v in given] if isinstance(given, (list, tuple)) else _split(given)

    def setValue(self, value: Any) -> None:
        """Pick columns; those that are not offered yet are picked when they are."""
        wanted = [str(v) for v in value] if isinstance(value, (list, tuple)) else _split(value)
        there = [self.widget.itemText(i) for i in range(self.widget.count())]
        self._wanted = None if set(wanted) <= set(there) else wanted
        if self._many:
            self.widget.setCheckedItems([name for name in there if name in wanted])
        elif wanted:
            self.widget.setEditText(wanted[0])
        elif there:
            self.widget.setCurrentIndex(0)

    def value(self) -> Any:
        """Return what is picked: a list where several may be."""
        if self._many:
            return list(self.widget.checkedItems())
        return self.widget.currentText().strip()


def names_of(side: str) -> list[str]:
    """Return the names of a side of a formula, functions and words left out: "a + W*b + log(`c d`)" names a, b, c d."""
    found = [quoted or plain for quoted, plain in NAME.findall(side)]
    return list(dict.fromkeys(name for name in found if name not in WORDS))


def _split(value: Any) -> list[str]:
    return [part.strip() for part in str(value or "").replace(";", ",").split(",") if part.strip()]
