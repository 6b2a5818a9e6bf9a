"""The QGIS side; the only room that may import qgis. `plugin` and `provider` are what QGIS loads first.
No numbers are computed here: every call goes to the engine.
"""
