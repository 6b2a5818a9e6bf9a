"""Where cells lie and which of them units cover: grids, polygons on them, fractions.
What cells hold is in `lights.files` and `lights.reduce`.
"""
