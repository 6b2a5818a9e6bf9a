"""Paper tables as values, and as HTML, LaTeX, Word, Excel, CSV, JSON and terminal text.
Which numbers a table shows is decided by the tools.
"""
