"""The engine: gisplug's numbers are computed in a private Python process, never in QGIS's own interpreter.

`client` (standard library, Python 3.9, runs in QGIS) talks to `worker` (runs in the engine's Python) over JSON lines;
`setup` makes, verifies, repairs and removes the private environment.
"""
