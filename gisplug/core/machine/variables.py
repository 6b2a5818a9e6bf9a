"""Environment variables that say where work is done. Nothing is imported, since QGIS loads this at every start."""

PYTHON = "GISPLUG_PYTHON"  # names another Python for the engine
WORKERS = "GISPLUG_WORKERS"  # how many processes share the work
DASK = "GISPLUG_DASK"  # address of a Dask scheduler that shares it out
