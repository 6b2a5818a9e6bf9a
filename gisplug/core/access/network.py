"""A block in which GDAL asks no network: whatever a file names, nothing is sent."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

NOWHERE = {  # options of GDAL, which it reads from the environment at each use
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".not-in-a-study",
    "GDAL_HTTP_PROXY": "127.0.0.1:9",
    "GDAL_HTTPS_PROXY": "127.0.0.1:9",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "GDAL_VRT_RAWRASTERBAND_ALLOWED_SOURCE": "SIBLING_OR_CHILD_OF_VRT_PATH",
}


@contextmanager
def without_network(wanted: bool = True) -> Iterator[None]:
    """Keep GDAL from the network in the block, and in workers that it starts; not where `wanted` is false."""
    before = {name: os.environ.get(name) for name in NOWHERE}
    if wanted:
        os.environ.update(NOWHERE)
    try:
        yield
    finally:
        for name, value in before.items() if wanted else ():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
