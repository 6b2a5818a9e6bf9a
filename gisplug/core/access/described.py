"""Files that describe others: what a virtual raster names, and descriptions that hide behind another ending."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree  # nosec B405 - document types, and so entities, are refused before

from gisplug.core.access.archives import ARCHIVES, heads
from gisplug.core.access.markup import refuse_entities
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.output.files import reading

HEAD = 4096  # bytes at the begin of a file by which GDAL knows what it is
_DESCRIPTIONS = re.compile(  # roots of files that GDAL opens by asking for other files or the network
    rb"<\s*(?:VRTDataset|OGRVRT\w*|OGRWFS\w*|GDAL_WMS|GDAL_WMTS|WMS_Tile|WMT_MS\w*|WMS_Cap\w*|WCS_GDAL|WCS_Cap\w*"
    rb"|WMTS\b|Capabilities\b|GDALTileIndex\w*|VRTMDim\w*|ogcapi\w*|TileMap\b|GDALInfo)"
    rb"|\"stac_version\"|\"tileserver\"|\"tilejson\"|\"gdalg?_command_line\"|\"type\"\s*:\s*\"gdal_streamed_alg\"",
    re.IGNORECASE,
)
_NAMING = ("sourcefilename", "sourcedataset")


def disguised(path: Path) -> None:
    """Refuse a file that describes other files or addresses under an ending that does not say so.

    Raises
    ------
    ParameterError
        Naming it.
    """
    if path.suffix.lower() == ".vrt" or not path.is_file():
        return
    with reading(path.name, message("an archive"), ParameterError, path):
        for name, head in heads(path, HEAD, ParameterError):
            refuse_description(head, f"{path.name}/{name}")
    if path.suffix.lower() not in ARCHIVES:
        with path.open("rb") as file:
            refuse_description(file.read(HEAD), path.name)


def refuse_description(head: bytes, name: str) -> None:
    """Refuse the begin of a file, if it describes other files or addresses.

    Raises
    ------
    ParameterError
        Naming it.
    """
    if _DESCRIPTIONS.search(head.replace(b"\0", b"")):
        raise ParameterError(
            message(
                "{name} is a description for GDAL that names other files or addresses, not the file that its ending "
                "says. A study does not open such files; give the data themselves, or a virtual raster as .vrt.",
                name=name,
            )
        )


def named_in(path: Path) -> Iterator[str]:
    """Yield the sources that a virtual raster names; of other files none.

    Raises
    ------
    ParameterError
        If it is no XML, has entities of its own, or names none: what it opens cannot be told.
    """
    if path.suffix.lower() != ".vrt":
        return
    text = path.read_text(encoding="utf-8", errors="replace")
    refuse_entities(path, ParameterError)
    with reading(path.name, message("a virtual raster"), ParameterError, path):
        root = ElementTree.fromstring(text)  # nosec B314 - no entities are left
    for element in root.iter():
        if element.tag.rpartition("}")[2].lower() in _NAMING and element.text:
            settings = {name.lower(): value for name, value in element.attrib.items()}
            named = element.text.strip()
            beside = settings.get("relativetovrt") == "1" and not named.startswith("/vsi")
            yield str(path.parent / named) if beside else named
