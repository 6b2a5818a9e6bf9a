"""Tables, charts, maps and pages from results; nothing is estimated here.
`figures` and `fonts` are the house style of all pictures.
"""
