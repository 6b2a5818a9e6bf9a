"""What QGIS imports stays good for Qt 6: enums named in full, nothing that Qt 6 took away, Qt through QGIS only.

Where PyQt6 is installed every name of Qt is looked up in it too.
"""

import ast
import configparser
import importlib
from pathlib import Path

import pytest

import gisplug

PACKAGE = Path(gisplug.__file__).parent
FILES = sorted([PACKAGE / "__init__.py", *(PACKAGE / "toolbox").rglob("*.py")])
PLAIN_TYPES = {  # classes inside classes, which look like enums that are named in short
    "QgsProcessingContext.LayerDetails",
    "QgsVectorFileWriter.SaveVectorOptions",
    "QgsLayoutExporter.PdfExportSettings",
    "QgsLayoutExporter.ImageExportSettings",
    "QgsLayoutExporter.SvgExportSettings",
    "Qgis.QGIS_VERSION_INT",
    "Qgis.QGIS_VERSION",
}
OLD_ONLY = {"QgsProcessingGui.Standard"}  # enums of QGIS without a name in full before 3.40, that Qt 6 keeps too
GONE_NAMES = {
    "QDesktopWidget",
    "QRegExp",
    "QRegExpValidator",
    "QTextCodec",
    "QStringRef",
    "QMatrix",
    "QVariant",
    "QLinkedList",
    "QWebView",
    "QWebPage",
    "qApp",
}
GONE_METHODS = {
    "exec_": "exec",
    "print_": "print",
    "globalX": "globalPosition().x",
    "globalY": "globalPosition().y",
    "setTabStopWidth": "setTabStopDistance",
}
GONE_OF = {
    ("QgsLayoutItemLabel", "setFont"): "compat.set_label_font"
}  # deprecated in QGIS, and not in its builds with Qt 6
MOVED = {"QAction", "QActionGroup", "QShortcut", "QUndoCommand", "QUndoStack", "QFileSystemModel"}  # Widgets to Gui


def wrong_in(text: str) -> list[str]:
    """Return what Qt 6 would refuse in the source of a module."""
    tree = ast.parse(text)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    gone = {method: better for (owner, method), better in GONE_OF.items() if owner in used}
    return [
        f"{getattr(node, 'lineno', 0)}: {said}" for node in ast.walk(tree) if (said := _wrong(node, parents.get(node)))
    ] + [
        f"{node.lineno}: {node.attr} is gone, {gone[node.attr]} serves"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in gone
    ]


def _wrong(node: ast.AST, parent: ast.AST | None) -> str:
    if isinstance(node, ast.Import):
        names = [a.name for a in node.names if a.name.split(".")[0] in ("PyQt5", "PyQt6", "PySide2", "PySide6", "sip")]
        return f"{', '.join(names)}: import Qt from qgis.PyQt" if names else ""
    if isinstance(node, ast.ImportFrom):
        if (node.module or "").split(".")[0] in ("PyQt5", "PyQt6", "PySide2", "PySide6", "sip"):
            return f"{node.module}: import Qt from qgis.PyQt"
        gone = sorted({a.name for a in node.names} & GONE_NAMES)
        moved = sorted({a.name for a in node.names} & MOVED) if node.module == "qgis.PyQt.QtWidgets" else []
        return f"{', '.join([*gone, *moved])}: not there in Qt 6" if gone or moved else ""
    if isinstance(node, ast.Attribute):
        return _wrong_attribute(node, parent)
    return ""


def _wrong_attribute(node: ast.Attribute, parent: ast.AST | None) -> str:
    if node.attr in GONE_METHODS:
        return f"{node.attr}(): {GONE_METHODS[node.attr]}() in Qt 6"
    if node.attr in GONE_NAMES:
        return f"{node.attr}: not there in Qt 6"
    owner = node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", "")
    if not (owner[:2] == "Qt" or (owner[:1] == "Q" and owner[1:2].isupper()) or owner.startswith("Qgs")):
        return "" if owner != "Qgis" else _short(owner, node, parent)
    return "" if owner.startswith("Qt") and owner != "Qt" else _short(owner, node, parent)


def _short(owner: str, node: ast.Attribute, parent: ast.AST | None) -> str:
    """Say that an enum is named in short: a capitalised name of a class, of which nothing more is asked."""
    whole = f"{owner}.{node.attr}"
    more = isinstance(parent, ast.Attribute)
    if not node.attr[:1].isupper() or more or whole in PLAIN_TYPES | OLD_ONLY:
        return ""
    return f"{whole}: name the enum in full"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_a_module_that_qgis_imports_is_good_for_qt_6(path):
    assert wrong_in(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "from PyQt5.QtCore import Qt",
        "import PyQt6",
        "from qgis.PyQt.QtCore import QRegExp",
        "from qgis.PyQt.QtWidgets import QAction",
        "from qgis.PyQt.QtCore import QVariant",
        "kind = QtCore.QVariant.Double",
        "dialog.exec_()",
        "x = Qt.Horizontal",
        "f(Qt.UserRole)",
        "x = QgsWkbTypes.Polygon",
        "x = QDialogButtonBox.Ok",
        "box.button(QtWidgets.QDialogButtonBox.Ok)",
        "x = Qgis.Warning",
        "QgsLayoutItemLabel(layout).setFont(font)",
    ],
)
def test_the_check_sees_what_qt_6_refuses(line):
    assert wrong_in(line)


@pytest.mark.parametrize(
    "line",
    [
        "from qgis.PyQt.QtCore import Qt, QMetaType",
        "x = Qt.Orientation.Horizontal",
        "x = QDialogButtonBox.StandardButton.Ok",
        "x = QtWidgets.QDialogButtonBox.StandardButton.Ok",
        "x = QtCore.QMetaType.Type.Double",
        "x = Qgis.MessageLevel.Warning",
        "dialog.exec()",
        "QgsProject.instance()",
        "QgsVectorFileWriter.SaveVectorOptions()",
    ],
)
def test_the_check_lets_pass_what_both_take(line):
    assert wrong_in(line) == []


def test_the_plugin_says_that_it_runs_on_qt_6():
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(PACKAGE.parent / "metadata.txt", encoding="utf-8")
    assert metadata["general"]["supportsQt6"] == "yes"  # asked by builds of 3.x with Qt 6
    assert metadata["general"]["qgisMaximumVersion"] == "4.99"  # asked by QGIS 4 and the plugin site


def test_every_name_of_qt_is_in_pyqt6():
    pytest.importorskip("PyQt6.QtWidgets", reason="PyQt6 is not installed")
    lost = []
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        known = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qgis.PyQt"):
                module = importlib.import_module((node.module or "").replace("qgis.PyQt", "PyQt6"))
                for alias in node.names:
                    found = getattr(module, alias.name, None)
                    if found is None and node.module == "qgis.PyQt":
                        found = importlib.import_module(f"PyQt6.{alias.name}")
                    known[alias.asname or alias.name] = found
                    lost += [f"{path.name}: {node.module}.{alias.name}"] if found is None else []
        lost += [
            f"{path.name}:{node.lineno}: {ast.unparse(node)}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and not _there(node, known)
        ]
    assert lost == []


def _there(node: ast.Attribute, known: dict) -> bool:
    """Whether a chain of names that begins with one of Qt leads somewhere; others are not looked at."""
    names = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    found = known.get(node.id) if isinstance(node, ast.Name) else None
    for name in reversed(names) if found is not None else ():
        if not hasattr(found, name):
            return False
        found = getattr(found, name)
    return True
