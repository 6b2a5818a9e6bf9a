"""gisplug's numbers are computed in a private Python process, never in QGIS's own interpreter: client, worker, setup.
Standard library only; what QGIS shows of it is in `toolbox`.
"""
