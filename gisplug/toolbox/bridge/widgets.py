"""A combo box that shows translated labels and gives the stable names of choices. Only a QGIS window imports this."""

from __future__ import annotations

from typing import Any

from processing.gui.wrappers import WidgetWrapper
from qgis.gui import QgsCheckableComboBox
from qgis.PyQt.QtWidgets import QComboBox


class ChoiceWrapper(WidgetWrapper):
    """One of several names, or several of them, each shown by its label."""

    def createWidget(self, labels: Any = ()) -> Any:
        definition = self.parameterDefinition()
        self._many = definition.allowMultiple()
        box = QgsCheckableComboBox() if self._many else QComboBox()
        names = list(definition.options())
        shown = list(labels) if len(labels) == len(names) else names
        blank = not definition.defaultValue() and not self._many
        if blank:
            box.addItem("", None)
        for name, label in zip(names, shown):
            if self._many:
                box.addItemWithCheckState(label, _unchecked(), name)
            else:
                box.addItem(label, name)
        if not self._many:
            box.currentIndexChanged.connect(lambda: self.widgetValueHasChanged.emit(self))
        return box

    def setValue(self, value: Any) -> None:
        if self._many:
            wanted = value if isinstance(value, (list, tuple)) else str(value or "").split(",")
            labels = [self.widget.itemText(i) for i in range(self.widget.count()) if self.widget.itemData(i) in wanted]
            self.widget.setCheckedItems(labels)
            return
        index = self.widget.findData(value)
        if index >= 0:
            self.widget.setCurrentIndex(index)

    def value(self) -> Any:
        """Return the choice, or the list of choices where several may be taken, as declared and not as shown."""
        if self._many:
            checked = set(self.widget.checkedItems())
            return [self.widget.itemData(i) for i in range(self.widget.count()) if self.widget.itemText(i) in checked]
        return self.widget.currentData()


def _unchecked() -> Any:
    from qgis.PyQt.QtCore import Qt

    return Qt.CheckState.Unchecked
