"""Opening boundary files: shapefile (any encoding, zipped), GeoPackage, GeoJSON, GeoParquet, QGIS sources."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError

from gisplug.boundaries.encoding import decoded_columns, detect_encoding
from gisplug.core.access.archives import bounded, numbered
from gisplug.core.access.markup import refuse_entities
from gisplug.core.database.address import is_address, parsed
from gisplug.core.database.read import read_features
from gisplug.core.dbf import check_dbf
from gisplug.core.errors import LayerError
from gisplug.core.evidence import INFO, REPAIRED, WARNING, Note, some
from gisplug.core.formats import endings, format_of
from gisplug.core.machine.extras import needed
from gisplug.core.messages import message
from gisplug.core.output.files import reading

_SHAPE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")


@dataclass(frozen=True)
class Opened:
    """A layer as it lies in the file: nothing checked yet.

    Attributes
    ----------
    frame : GeoDataFrame
        Rows and columns of the file, in its order.
    name : str
        What messages call the layer.
    is_shapefile, encoding
        Whether field names may be cut at 10 bytes; how the text was decoded.
    notes : tuple of Note
        What was found on opening.
    """

    frame: gpd.GeoDataFrame
    name: str
    is_shapefile: bool = False
    encoding: str = "UTF-8"
    notes: tuple[Note, ...] = ()


def open_layer(source: str | Path, layer: str | None = None, encoding: str | None = None) -> Opened:
    """Read a vector layer with its attributes.

    Parameters
    ----------
    source
        A path, or QGIS's "path|layername=x"; a .zip may hold a shapefile, GeoPackage or GeoJSON. Or the address of a
        table in PostGIS, "postgresql://user@host/database?schema=s&table=t".
    layer
        Layer of a file with several; needed only there.
    encoding
        Of a shapefile's text; found from the bytes where left out.

    Raises
    ------
    LayerError
        If there is no such file or layer, parts of a shapefile are missing, or it cannot be read.
    """
    address = parsed(f"{source}|layername={layer}" if layer and is_address(source) else source)
    if address is not None:
        if encoding:
            raise LayerError("A database says itself how its text is encoded; leave the encoding out.")
        return Opened(read_features(address), address.table)
    text, options = _split(str(source))
    path = Path(text)
    if not path.exists():
        raise LayerError(
            message("There is no file {text}. Check the path, or give the name of a set of the shelf.", text=text)
        )
    ending = path.suffix.lower()
    if ending in (".shx", ".dbf", ".prj", ".cpg") and path.with_suffix(".shp").exists():
        path = path.with_suffix(".shp")
    if path.is_dir() and ending != ".gdb":
        path = _only_shapefile(path)
    found = format_of("layer", path, "read")
    if found is None:
        raise LayerError(
            message(
                "{path} is no boundary file this can read. Layers end in {value}.",
                path=path.name,
                value=", ".join(endings("layer", "read")),
            )
        )
    with reading(path.name, found.title, LayerError, path):
        return _opened(path, found.key, layer or options.get("layername"), options.get("subset"), encoding)


def _opened(path: Path, key: str, wanted: str | None, subset: str | None, encoding: str | None) -> Opened:
    if key == "zip":
        return _open_zip(path, wanted, subset, encoding)
    refuse_entities(path, LayerError)
    if encoding and key != "shapefile":
        raise LayerError(message("{path} says itself how its text is encoded; leave the encoding out.", path=path.name))
    if wanted and key in ("shapefile", "parquet") and wanted != path.stem:
        raise LayerError(
            message(
                "{path} holds one layer, {stem}, and no {wanted!r}; leave the layer out.",
                path=path.name,
                stem=path.stem,
                wanted=wanted,
            )
        )
    if key == "parquet":
        return Opened(_read_parquet(path), path.stem)
    if key == "shapefile":
        return _open_shapefile(path, path.stem, subset, encoding)
    chosen = _layer_of(path, wanted)
    return Opened(_ogr(path, path.name, layer=chosen, where=subset), chosen if key == "geopackage" else path.stem)


def _split(source: str) -> tuple[str, dict[str, str]]:
    """Take "file.gpkg|layername=x|subset=..." apart."""
    path, *rest = source.split("|")
    options = {}
    for part in rest:
        key, _, value = part.partition("=")
        options[key.strip().lower()] = value
    return path, options


def _only_shapefile(folder: Path) -> Path:
    found = sorted(p for p in folder.iterdir() if p.suffix.lower() == ".shp")
    if len(found) != 1:
        raise LayerError(
            message("{folder} is a folder with {n} shapefiles; name one file.", folder=folder, n=len(found))
        )
    return found[0]


def _layer_of(path: Path, wanted: str | None) -> str:
    try:
        listed = pyogrio.list_layers(path)
    except DataSourceError as problem:
        raise LayerError(
            message("Cannot read {path}: {problem}. Is it complete?", path=path.name, problem=problem)
        ) from problem
    spatial = [str(name) for name, kind in listed if kind is not None]
    if wanted is not None:
        if wanted not in [str(name) for name, _ in listed]:
            raise LayerError(
                message(
                    "{path} has no layer {wanted!r}; it has {spatial}.",
                    path=path.name,
                    wanted=wanted,
                    spatial=some(spatial),
                )
            )
        return wanted
    if not spatial:
        raise LayerError(message("{path} has no layer with geometry.", path=path.name))
    if len(spatial) > 1:
        raise LayerError(
            message(
                "{path} has {n} layers: {spatial}. Name one: {path}|layername={spatial2}.",
                path=path.name,
                n=len(spatial),
                spatial=some(spatial),
                spatial2=spatial[0],
            )
        )
    return spatial[0]


def _ogr(path: Path, shown: str, **options: Any) -> gpd.GeoDataFrame:
    try:
        frame = pyogrio.read_dataframe(path, **options)
    except (DataSourceError, DataLayerError, shapely.errors.GEOSException, ValueError) as problem:
        raise LayerError(
            message(
                "Cannot read {shown}: {problem}. Is it complete? Open it in QGIS and export it again.",
                shown=shown,
                problem=problem,
            )
        ) from problem
    if not isinstance(frame, gpd.GeoDataFrame):
        raise LayerError(message("{shown} is a table without geometry; give the boundary layer.", shown=shown))
    return frame.rename_geometry("geometry") if frame.geometry.name != "geometry" else frame


def _read_parquet(path: Path) -> gpd.GeoDataFrame:
    told = message("Reading {path}", path=path.name)
    pa: Any = needed("parquet", "pyarrow", told)
    pq: Any = needed("parquet", "pyarrow.parquet", told)
    try:
        pq.read_table(path).validate(full=True)  # text that is no UTF-8 passes the reading
        frame = gpd.read_parquet(path)
    except (ValueError, OSError, pa.ArrowInvalid, json.JSONDecodeError) as problem:
        raise LayerError(
            message("{path} is no GeoParquet file: {problem}.", path=path.name, problem=problem)
        ) from problem
    frame = frame.reset_index(drop=isinstance(frame.index, pd.RangeIndex) or frame.index.name is None)
    return frame.rename_geometry("geometry") if frame.geometry.name != "geometry" else frame


def _open_zip(path: Path, wanted: str | None, subset: str | None, encoding: str | None) -> Opened:
    """Extract one layer under a plain name: members named in Chinese by old tools do not survive a direct read."""
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as problem:
        raise LayerError(message("{path} is no zip archive: {problem}.", path=path.name, problem=problem)) from problem
    with archive, tempfile.TemporaryDirectory(prefix="gisplug-") as folder:
        members = {
            _member_name(info): info
            for info in archive.infolist()
            if not info.is_dir() and "__MACOSX" not in info.filename
        }
        numbered(len(members), path.name, LayerError)
        layers = {n: i for n, i in members.items() if format_of("layer", n, "both")}
        layers = {n: i for n, i in layers.items() if Path(n).suffix.lower() == ".shp"} or layers
        if wanted is not None and len(layers) > 1:
            layers = {n: i for n, i in layers.items() if Path(n).stem == wanted}
        if len(layers) != 1:
            there = some(sorted(Path(n).stem for n in members if format_of("layer", n, "both")))
            raise LayerError(
                message(
                    "{path} holds {n} layers to choose from ({there}). Name one: {path}|layername=...",
                    path=path.name,
                    n=len(layers),
                    there=there or message("none"),
                )
            )
        name = next(iter(layers))
        stem = str(Path(name).with_suffix("")).lower()
        wanted_members = {o: i for o, i in members.items() if str(Path(o).with_suffix("")).lower() == stem}
        bounded(wanted_members.values(), path.name, LayerError)
        for other, info in wanted_members.items():
            with (
                archive.open(info) as packed,
                (Path(folder) / f"layer{Path(other).suffix.lower()}").open("wb") as plain,
            ):
                shutil.copyfileobj(packed, plain)
        inner = Path(folder) / f"layer{Path(name).suffix.lower()}"
        shown = Path(name).stem
        if inner.suffix == ".shp":
            return _open_shapefile(inner, shown, subset, encoding)
        opened = open_layer(inner, wanted if inner.suffix == ".gpkg" else None, encoding)
        return Opened(opened.frame, shown, notes=opened.notes)


def _member_name(info: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag were written by Chinese Windows in GBK; Python reads them as cp437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return info.filename


def _open_shapefile(path: Path, shown: str, subset: str | None, encoding: str | None) -> Opened:
    notes: list[Note] = []
    sides = {p.suffix.lower(): p for p in path.parent.iterdir() if p.stem == path.stem}
    if ".dbf" not in sides:
        raise LayerError(
            message(
                "{shown}.shp has no {shown}.dbf beside it, so its units have no ids. Copy all parts: .shp .shx .dbf "
                ".prj .cpg.",
                shown=shown,
            )
        )
    check_dbf(sides[".dbf"], LayerError)
    with _with_index(path, sides, notes, shown) as readable:
        raw = _ogr(readable, f"{shown}.shp", encoding="ISO-8859-1", where=subset)
    if encoding is not None:
        used = encoding
    else:
        declared = sides[".cpg"].read_bytes().decode("ascii", "ignore").strip() if ".cpg" in sides else None
        used, said = detect_encoding(raw, declared, _language_byte(sides[".dbf"]))
        notes += said
    frame, lossy = decoded_columns(raw, used)
    if lossy:
        notes.append(
            Note(
                WARNING,
                "text-undecodable",
                message(
                    "{lossy} texts of {shown} hold bytes that are not {used}; they show as �. Name the encoding.",
                    lossy=lossy,
                    shown=shown,
                    used=used,
                ),
                (),
            )
        )
    return Opened(frame, shown, True, used, tuple(notes))


def _language_byte(dbf: Path) -> int:
    with dbf.open("rb") as file:
        head = file.read(30)
    return head[29] if len(head) == 30 else 0


@contextmanager
def _with_index(path: Path, sides: dict[str, Path], notes: list[Note], shown: str) -> Iterator[Path]:
    """Yield a path with a .shx beside it; a missing one is rebuilt in a temporary copy."""
    if ".shx" in sides:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="gisplug-") as folder:
        for ending in _SHAPE_PARTS:
            if ending in sides:
                shutil.copyfile(sides[ending], Path(folder) / f"layer{ending}")
        before = pyogrio.get_gdal_config_option("SHAPE_RESTORE_SHX")
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": True})
        try:
            pyogrio.read_info(Path(folder) / "layer.shp")
        except DataSourceError as problem:
            raise LayerError(
                message(
                    "{shown}.shx is missing and cannot be rebuilt: {problem}. Copy all parts of the shapefile.",
                    shown=shown,
                    problem=problem,
                )
            ) from problem
        finally:
            pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": before})
        notes.append(
            Note(
                REPAIRED,
                "shx-missing",
                message("{shown}.shx is missing; the index was rebuilt from the .shp in a copy.", shown=shown),
            )
        )
        yield Path(folder) / "layer.shp"


def cut_field(opened: Opened, wanted: str) -> tuple[str, Note | None]:
    """Return the column meant by a name: itself, its cut to the 10 bytes of a shapefile, or another spelling of case.

    Raises
    ------
    LayerError
        If there is none; the message lists the fields.
    """
    columns = [str(c) for c in opened.frame.columns if c != opened.frame.geometry.name]
    if wanted in columns:
        return wanted, None
    cut = wanted.encode(opened.encoding, "ignore")[:10].decode(opened.encoding, "ignore")
    if opened.is_shapefile and cut in columns:
        return cut, Note(
            INFO,
            "field-cut",
            message("Shapefiles cut field names to 10 bytes: {wanted!r} is read from {cut!r}.", wanted=wanted, cut=cut),
        )
    same = [
        c
        for c in columns
        if c.strip().lower() == wanted.strip().lower() or (opened.is_shapefile and c.lower() == cut.lower())
    ]
    if len(same) == 1:
        return same[0], Note(
            INFO, "field-spelling", message("Field {wanted!r} is read from {same!r}.", wanted=wanted, same=same[0])
        )
    if opened.is_shapefile:
        numbered = [c for c in columns if re.fullmatch(re.escape(cut[:8]) + r".?_\d+", c)]
        if numbered:
            raise LayerError(
                message(
                    "{opened} has no field {wanted!r}; shapefiles cut names to 10 bytes, so it may be "
                    "one of {numbered}. Name it.",
                    opened=opened.name,
                    wanted=wanted,
                    numbered=", ".join(numbered),
                )
            )
    raise LayerError(
        message(
            "{opened} has no field {wanted!r}. It has: {columns}.",
            opened=opened.name,
            wanted=wanted,
            columns=", ".join(columns) or message("no fields"),
        )
    )
