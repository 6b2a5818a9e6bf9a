"""A connection to the server of an address, and the table that it names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gisplug.core.database.address import Address
from gisplug.core.errors import GisplugError
from gisplug.core.evidence import some
from gisplug.core.machine.extras import needed
from gisplug.core.messages import message

if TYPE_CHECKING:
    from psycopg import Connection

SECONDS = 10  # that a server may take to answer
ROW_ID = "gisplug_fid"  # the key of the tables that gisplug writes
_KINDS = ("r", "v", "m", "f", "p")  # tables, views, materialised views, foreign and partitioned tables
_TABLES = """SELECT c.oid, n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind::text = ANY(%s) AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"""
_COLUMNS = """SELECT a.attname, CASE WHEN t.typtype = 'd' THEN b.typname ELSE t.typname END FROM pg_attribute a
JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = t.typbasetype
WHERE a.attrelid = %s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum"""
_KEY = """SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
WHERE i.indrelid = %s AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)"""
_EXTENSION = """SELECT n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname = 'postgis'"""
GEOMETRIES = ("geometry", "geography")
OF_POSTGIS = ("spatial_ref_sys", "geometry_columns", "geography_columns", "raster_columns", "raster_overviews")


@dataclass(frozen=True)
class Relation:
    """A table or view. `columns` are (name, type) in their order, `key` its primary key, () of views."""

    oid: int
    schema: str
    table: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]

    @property
    def geometries(self) -> tuple[str, ...]:
        """The columns that hold geometries."""
        return tuple(name for name, kind in self.columns if kind in GEOMETRIES)


@contextmanager
def connected(address: Address, error: type[GisplugError], read_only: bool) -> Iterator[Connection[Any]]:
    """Yield a connection in one transaction, which is committed at the end, or undone if the block raises.

    Raises
    ------
    GisplugError
        An `error`, if the server does not answer or refuses what is asked. It says what the server said, which holds
        no password.
    """
    psycopg: Any = needed("postgis", "psycopg", message("The database of {address}", address=address.shown))
    try:
        conninfo = psycopg.conninfo.make_conninfo("", **dict(address.server))
        with psycopg.connect(
            conninfo, connect_timeout=SECONDS, client_encoding="utf8", application_name="gisplug"
        ) as connection:
            connection.read_only = read_only
            yield connection
    except psycopg.OperationalError as problem:
        raise error(
            message(
                "The database of {address} does not answer: {said}. Is the server running, and does "
                "'psql' reach it with the same address?",
                address=address.shown,
                said=_said(problem),
            )
        ) from problem
    except (psycopg.Error, UnicodeDecodeError) as problem:
        raise error(
            message("The database refuses {address}: {said}.", address=address.shown, said=_said(problem))
        ) from problem


def found(connection: Connection[Any], address: Address, error: type[GisplugError]) -> Relation:
    """Return the table that an address names.

    Raises
    ------
    GisplugError
        An `error`, if it is not there, or in several schemas; the message names what is there.
    """
    all_there = connection.execute(_TABLES, (list(_KINDS),)).fetchall()
    path = [str(s) for row in connection.execute("SELECT current_schemas(false)").fetchall() for s in row[0]]
    same = [row for row in all_there if row[2] == address.table and address.schema in ("", row[1])]
    if len(same) > 1:
        same = sorted((row for row in same if row[1] in path), key=lambda row: path.index(row[1]))[:1] or same
    if len(same) == 1:
        oid, schema, table = same[0]
        columns = tuple((str(name), str(kind)) for name, kind in connection.execute(_COLUMNS, (oid,)).fetchall())
        key = tuple(str(row[0]) for row in connection.execute(_KEY, (oid,)).fetchall())
        return Relation(int(oid), str(schema), str(table), columns, key)
    close = [f"{s}.{t}" for _, s, t in all_there if t.lower() == address.table.lower()]
    there = sorted(f"{s}.{t}" for _, s, t in all_there if address.schema in ("", s) and t not in OF_POSTGIS)
    raise error(
        message(
            "The database has {n} tables {address!r}. Upper and lower case count; there is: {there}. Name schema and "
            "table.",
            n=len(same) or message("no"),
            address=address.shown,
            there=some(close or there) or message("none"),
        )
    )


def postgis_of(connection: Connection[Any], error: type[GisplugError]) -> str:
    """Return the schema in which the functions of PostGIS are.

    Raises
    ------
    GisplugError
        An `error`, if the database has no PostGIS.
    """
    row = connection.execute(_EXTENSION).fetchone()
    if row is None:
        raise error(message("The database has no PostGIS, so it holds no layers. In it, run: CREATE EXTENSION postgis"))
    return str(row[0])


def _said(problem: BaseException) -> str:
    return " ".join(str(problem).split()).rstrip(".")[:300]
