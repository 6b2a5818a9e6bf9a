"""The dialogs of tools in a QGIS window: what they fill by themselves, and what they offer to pick. Nothing of it loads
before a dialog is opened; only the explorer shares the guesses."""
