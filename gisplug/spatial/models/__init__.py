"""Estimators of spatial panel models, a room for each principle, and the fit that is handed to people.
Effects and tests belong to the rooms beside.
"""
