"""What stands below everything and runs on QGIS's own Python: declarations, errors, notes, files, progress, the
executor.
Nothing here knows a panel, a map or a model; only `tables` and the inside of functions load pandas.
"""
