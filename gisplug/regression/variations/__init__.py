"""The same regression many times over: with a unit, a period or a group left out."""
