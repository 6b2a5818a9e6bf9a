"""Print layouts of QGIS, made from a layer."""
