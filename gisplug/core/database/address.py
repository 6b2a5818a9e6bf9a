"""The address of a table in a database, as a user writes it where a path could stand.

Standard library only and Python 3.9: QGIS's own interpreter imports this.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from gisplug.core.errors import ParameterError
from gisplug.core.messages import message

FORM = "postgresql://USER@HOST:PORT/DATABASE?schema=SCHEMA&table=TABLE"
_URL = re.compile(r"postgres(ql)?://", re.IGNORECASE)
_KEYWORDS = re.compile(r"pg:", re.IGNORECASE)
_PAIR = re.compile(r"\s*(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|(\S*))")
_OURS = ("schema", "table", "geometry")
_SECRET = ("password", "sslpassword")


@dataclass(frozen=True)
class Address:
    """One table of one database.

    Attributes
    ----------
    server
        What libpq is told: host, port, dbname, user, service, sslmode, ...; never a password.
    table, schema, geometry
        Names as they are in the database, upper and lower case kept; "" where left out. Without a schema those of the
        search path are looked through.
    """

    server: tuple[tuple[str, str], ...]
    table: str
    schema: str = ""
    geometry: str = ""

    @property
    def shown(self) -> str:
        """What messages call the table: "economy.cities"."""
        return f"{self.schema}.{self.table}" if self.schema else self.table


def is_address(source: object) -> bool:
    """Whether a source names a database rather than a file."""
    return isinstance(source, str) and bool(_URL.match(source) or _KEYWORDS.match(source))


def holds_password(source: object) -> bool:
    """Whether an address holds a password, so that what it is written to would show it."""
    if not is_address(source):
        return False
    text = str(source)
    if _KEYWORDS.match(text):
        return any(key.lower() in _SECRET for key, _, _ in _PAIR.findall(text[3:]))
    authority = _URL.sub("", text, count=1).partition("/")[0].partition("?")[0]
    asked = text.partition("|")[0].partition("?")[2]
    in_query = any(key.lower() in _SECRET for key, _ in parse_qsl(asked, keep_blank_values=True))
    return in_query or ":" in authority.rpartition("@")[0] or bool(re.search(r"\bpassword\s*=", text, re.IGNORECASE))


def parsed(source: str | Path) -> Address | None:
    """Return the address that a source is, or None if it names a file.

    Parameters
    ----------
    source
        "postgresql://user@host:5432/economy?schema=public&table=cities&geometry=geom" or GDAL's
        "PG:dbname=economy host=db user=me"; the table also behind a bar, as QGIS has it: "|layername=public.cities".

    Raises
    ------
    ParameterError
        If it holds a password, names no table, or cannot be taken apart. The message never repeats the address.
    """
    if not is_address(source):
        return None
    text = str(source)
    if holds_password(text):
        raise ParameterError(
            "The address of the database holds a password, which reports, logs and study files would show. Leave it "
            "out, and keep it where PostgreSQL looks for it: the variable PGPASSWORD, the file ~/.pgpass, or a service "
            "(postgresql:///?service=NAME&table=TABLE)."
        )
    plain, *parts = text.split("|")
    found = _of_keywords(plain[3:]) if _KEYWORDS.match(plain) else _of_url(plain)
    for part in parts:
        key, _, value = part.partition("=")
        if key.strip().lower() == "layername":
            schema, dot, table = value.partition(".")
            found.update({"schema": schema, "table": table} if dot else {"table": value})
    ours = {name: found.pop(name, "") for name in _OURS}
    if not ours["table"]:
        raise ParameterError(
            message("The address of the database names no table. An address is {form}; add table=TABLE.", form=FORM)
        )
    return Address(tuple(sorted(found.items())), ours["table"], ours["schema"], ours["geometry"])


def _of_url(text: str) -> dict[str, str]:
    """Take a URI of libpq apart; what its query holds beside our names is libpq's."""
    try:
        split = urlsplit(text)
        port = split.port
    except ValueError as problem:
        raise ParameterError(
            message("The address of the database cannot be read: {problem}. It is {form}.", problem=problem, form=FORM)
        ) from problem
    found = {"dbname": unquote(split.path.lstrip("/")), "host": unquote(split.hostname or "")}
    found.update({"port": str(port) if port else "", "user": unquote(split.username or "")})
    found.update(parse_qsl(split.query, keep_blank_values=True))
    return {key: value for key, value in found.items() if value}


def _of_keywords(text: str) -> dict[str, str]:
    """Take "dbname=economy host='my host'" apart."""
    left = _PAIR.sub("", text).strip()
    if left:
        raise ParameterError(
            message("The address of the database cannot be read near {left!r}. It is {form}.", left=left, form=FORM)
        )
    found = {}
    for key, quoted, bare in _PAIR.findall(text):
        found[key.lower()] = re.sub(r"\\(.)", r"\1", quoted) if quoted else bare
    return found
