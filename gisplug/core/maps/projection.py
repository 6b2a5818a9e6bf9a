"""In which equal-area projection a map is drawn, by its extent. Standard library only: QGIS asks it too."""

from __future__ import annotations

CHINA_BOX = (73.0, 15.0, 136.0, 55.0)
CHINA_ALBERS = "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs"


def equal_area(west: float, south: float, east: float, north: float) -> str:
    """Return a projection for an extent in degrees, as PROJ writes it.

    Albers (25, 47, 105 E) for China, Albers fitted to the extent in mid latitudes, Lambert azimuthal elsewhere, Equal
    Earth for the globe.
    """
    inside = west >= CHINA_BOX[0] and south >= CHINA_BOX[1] and east <= CHINA_BOX[2] and north <= CHINA_BOX[3]
    if inside and east - west > 15:
        return CHINA_ALBERS
    middle, centre = (south + north) / 2, (west + east) / 2
    if east - west > 150 or north - south > 100:
        return f"+proj=eqearth +lon_0={centre:.4f} +datum=WGS84 +units=m"
    if abs(middle) > 15 and south * north > 0:
        step = (north - south) / 6
        return (
            f"+proj=aea +lat_1={south + step:.4f} +lat_2={north - step:.4f} +lat_0={middle:.4f} +lon_0={centre:.4f} "
            "+datum=WGS84 +units=m"
        )
    return f"+proj=laea +lat_0={middle:.4f} +lon_0={centre:.4f} +datum=WGS84 +units=m"
