"""Processing algorithms: one class for every declared tool, and the few that only QGIS has.
How values travel is in `toolbox.bridge`.
"""
