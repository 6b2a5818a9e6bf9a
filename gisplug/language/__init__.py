"""The one small language of formulas, terms, conditions and steps; read, never evaluated as code.
It sees tables of columns (`columns.Columns`), not panels, files or models.
"""
