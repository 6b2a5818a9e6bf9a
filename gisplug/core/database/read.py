"""Rows and layers out of a database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gisplug.core.database.address import Address
from gisplug.core.database.server import GEOMETRIES, ROW_ID, Relation, connected, found, postgis_of
from gisplug.core.errors import LayerError, TableError
from gisplug.core.messages import message

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from psycopg import Connection, sql

_WHOLE = ("int2", "int4", "int8", "oid")
_REAL = ("float4", "float8", "numeric")
_TIMES = ("date", "timestamp")
_LEFT_OUT = (*GEOMETRIES, "raster", "bytea")


def read_rows(address: Address) -> pd.DataFrame:
    """Read a table or view without its geometry.

    Returns
    -------
    DataFrame
        Rows in the order of the primary key; of a view in that of its columns, so that it is the same every time.
        Numbers of any type are numbers, dates are times in UTC, what has no type here (arrays, JSON) is text.

    Raises
    ------
    TableError
        If the database does not answer, or there is no such table.
    """
    with connected(address, TableError, read_only=True) as connection:
        return _frame(connection, found(connection, address, TableError), None, "")[0]


def read_features(address: Address) -> gpd.GeoDataFrame:
    """Read a table or view with its geometry; columns as `read_rows` has them. Curves become line segments.

    Raises
    ------
    LayerError
        If the database does not answer, there is no such table, it has no geometry or several of which none is named,
        or its rows are in several coordinate systems.
    """
    import geopandas as gpd
    import shapely

    with connected(address, LayerError, read_only=True) as connection:
        relation = found(connection, address, LayerError)
        column = _geometry_of(relation, address)
        functions = postgis_of(connection, LayerError)
        crs = _crs_of(connection, relation, column, functions)
        frame, shapes = _frame(connection, relation, column, functions)
    try:
        geometry = shapely.from_wkb(shapes)
    except shapely.errors.GEOSException as problem:
        raise LayerError(
            message(
                "{address} holds a geometry that cannot be read: {problem}.", address=address.shown, problem=problem
            )
        ) from problem
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(geometry, index=frame.index), crs=crs)


def _geometry_of(relation: Relation, address: Address) -> str:
    there = relation.geometries
    if address.geometry:
        if address.geometry not in there:
            raise LayerError(
                message(
                    "{address} has no geometry {geometry!r}; it has {there}.",
                    address=address.shown,
                    geometry=address.geometry,
                    there=", ".join(there) or message("none"),
                )
            )
        return address.geometry
    if not there:
        raise LayerError(message("{shown} is a table without geometry; give the boundary layer.", shown=address.shown))
    if len(there) > 1:
        raise LayerError(
            message(
                "{address} has {n} geometries: {there}. Name one: geometry={first}.",
                address=address.shown,
                n=len(there),
                there=", ".join(there),
                first=there[0],
            )
        )
    return there[0]


def _crs_of(connection: Connection[Any], relation: Relation, column: str, functions: str) -> Any:
    """Return the coordinate reference system of all rows, None where they have none."""
    from psycopg import sql
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    query = sql.SQL("SELECT DISTINCT {srid}({column}::{geometry}) FROM {table} WHERE {column} IS NOT NULL").format(
        srid=sql.Identifier(functions, "st_srid"),
        geometry=sql.Identifier(functions, "geometry"),
        column=sql.Identifier(column),
        table=sql.Identifier(relation.schema, relation.table),
    )
    srids = sorted(int(row[0]) for row in connection.execute(query).fetchall())
    if len(srids) > 1:
        raise LayerError(
            message(
                "{table} holds geometries in {n} coordinate systems (SRID {srids}). Make a view with one of them, by "
                "ST_Transform.",
                table=f"{relation.schema}.{relation.table}",
                n=len(srids),
                srids=", ".join(map(str, srids)),
            )
        )
    if not srids or srids[0] == 0:
        return None
    known = sql.SQL("SELECT auth_name, auth_srid, srtext FROM {table} WHERE srid = %s").format(
        table=sql.Identifier(functions, "spatial_ref_sys")
    )
    row = connection.execute(known, (srids[0],)).fetchone()
    try:
        if row is None:
            return CRS.from_epsg(srids[0])
        return CRS.from_authority(row[0], row[1]) if row[0] in ("EPSG", "ESRI") else CRS.from_wkt(row[2])
    except CRSError as problem:
        raise LayerError(
            message("The coordinate system SRID {srid} is not known here: {problem}.", srid=srids[0], problem=problem)
        ) from problem


def _frame(
    connection: Connection[Any], relation: Relation, column: str | None, functions: str
) -> tuple[pd.DataFrame, list[Any]]:
    """Return the rows, and the geometries as well-known binary."""
    import pandas as pd
    from psycopg import sql

    kept = [(n, k) for n, k in relation.columns if k not in _LEFT_OUT and n != ROW_ID]
    cells = [_cell(name, kind) for name, kind in kept]
    shape: sql.Composable = sql.SQL("NULL")
    if column is not None:
        shape = sql.SQL("{binary}({line}({column}::{geometry}))").format(
            binary=sql.Identifier(functions, "st_asbinary"),
            line=sql.Identifier(functions, "st_curvetoline"),
            geometry=sql.Identifier(functions, "geometry"),
            column=sql.Identifier(column),
        )
    order: list[sql.Composable] = [sql.Identifier(name) for name in relation.key]
    if not order:
        order = [_sortable(name, kind) for name, kind in kept]
    query = sql.SQL("SELECT {cells} FROM {table} {order}").format(
        cells=sql.SQL(", ").join([*cells, shape]),
        table=sql.Identifier(relation.schema, relation.table),
        order=sql.SQL("ORDER BY ") + sql.SQL(", ").join(order) if order else sql.SQL(""),
    )
    with connection.cursor(binary=True) as cursor:
        rows = cursor.execute(query).fetchall()
    columns = list(zip(*rows, strict=True)) if rows else [()] * (len(kept) + 1)
    series = {
        name: _series(list(values), kind) for (name, kind), values in zip(kept, columns[: len(kept)], strict=True)
    }
    return pd.DataFrame(series, index=pd.RangeIndex(len(rows))), list(columns[-1])


def _cell(name: str, kind: str) -> sql.Composable:
    """Return the expression by which a column is asked for."""
    from psycopg import sql

    column = sql.Identifier(name)
    if kind == "timestamptz":
        return sql.SQL("({column} AT TIME ZONE 'UTC')").format(column=column)
    wanted = "int8" if kind in _WHOLE else "float8" if kind in _REAL else "timestamp" if kind in _TIMES else "text"
    return column if kind == "bool" else sql.SQL("{column}::{kind}").format(column=column, kind=sql.SQL(wanted))


def _sortable(name: str, kind: str) -> sql.Composable:
    from psycopg import sql

    if kind in ("bool", "timestamptz", *_WHOLE, *_REAL, *_TIMES):
        return sql.Identifier(name)
    return sql.SQL('{column}::text COLLATE "C"').format(column=sql.Identifier(name))


def _series(values: list[Any], kind: str) -> pd.Series:
    """Return a column as files give it: whole numbers with empty cells are floating, text is text or None."""
    import pandas as pd

    if kind in (*_WHOLE, "bool"):
        empty = any(value is None for value in values)
        return pd.Series(values, dtype="float64" if empty else "bool" if kind == "bool" else "int64")
    if kind in _REAL:
        return pd.Series(values, dtype="float64")
    if kind in ("timestamptz", *_TIMES):
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object")))
    return pd.Series(values, dtype="str")
