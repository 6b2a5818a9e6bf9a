"""Charts, one module a subject; each takes axes and returns them.
Maps are in `report.maps`.
"""
