"""The explorer in a QGIS window: plots linked with the map. Nothing of it is loaded before it is opened."""
