"""What places are called: names in one form, the shelf's lists of places, and which name means which unit.

Works on names and ids alone. Shapes are read in the room above, tables in `panel/`.
"""
