"""The QGIS side; the only folder that may import qgis."""
