"""This computer as far as gisplug depends on it: the engine's private environment, other programs, memory, paths that
may be shown. Standard library and Python 3.9; no module of `gisplug.core` itself imports it.
"""
