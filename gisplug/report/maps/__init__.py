"""Maps that a paper prints: projection, classes, legend, scale bar.
Styles of layers in QGIS are in `boundaries.styles`.
"""
