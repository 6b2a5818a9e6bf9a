"""What maps in pictures and in QGIS have in common. Standard library only and Python 3.9."""
