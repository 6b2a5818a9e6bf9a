"""The page report.html: everything of a study in one file.
What goes onto it is collected by `study`.
"""
