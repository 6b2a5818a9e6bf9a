"""The engine: jobs run in a private Python environment, away from QGIS."""
