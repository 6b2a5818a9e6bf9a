"""What an address of a database says; nothing is asked of a server."""

import pytest

from gisplug.core.database.address import Address, holds_password, is_address, parsed
from gisplug.core.errors import ParameterError
from gisplug.study.plan.references import absolute
from gisplug.tools import get_tool

SECRET = "hunter2"  # pragma: allowlist secret
WITH_PASSWORD = [
    f"postgresql://me:{SECRET}@db/economy?table=cities",
    f"postgres://me:{SECRET}@db:5433/economy?table=cities",
    f"postgresql://me@db/economy?table=cities&password={SECRET}",
    f"postgresql:///economy?PASSWORD={SECRET}&table=cities",
    f"PG:dbname=economy password={SECRET} table=cities",
    f"pg:dbname='economy' password = '{SECRET}'|layername=cities",
    f"postgres://dbname='economy' host=db user='me' password='{SECRET}' table=\"public\".\"cities\"",
]


def test_an_address_is_told_from_a_file():
    for text in ("postgresql://db/economy?table=t", "POSTGRES://db/x?table=t", "PG:dbname=x table=t"):
        assert is_address(text)
    for text in ("units.gpkg", "pg.csv", "C:\\pg\\units.shp", "demo-panel", "/data/postgresql/units.gpkg", None, 3):
        assert not is_address(text) and not holds_password(text)
    assert parsed("units.gpkg|layername=x") is None


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://me@db:5433/economy?schema=经济&table=Cities 城市&geometry=geom",
        "postgresql://me@db:5433/economy?geometry=geom|layername=经济.Cities 城市",
        "postgres://me@db:5433/economy?schema=%E7%BB%8F%E6%B5%8E&table=Cities%20%E5%9F%8E%E5%B8%82&geometry=geom",
        "PG:dbname=economy host='db' port=5433 user=me schema=经济 table='Cities 城市' geometry=geom",
        "PG:dbname=economy host='db' port=5433 user=me geometry=geom|layername=经济.Cities 城市",
    ],
)
def test_all_spellings_name_the_same_table(text):
    server = (("dbname", "economy"), ("host", "db"), ("port", "5433"), ("user", "me"))
    assert parsed(text) == Address(server, "Cities 城市", "经济", "geom")


def test_a_service_and_a_socket_are_passed_on():
    assert parsed("postgresql:///?service=work&table=t").server == (("service", "work"),)
    found = dict(parsed("postgresql:///economy?host=/run/postgresql&sslmode=require&table=t").server)
    assert found == {"dbname": "economy", "host": "/run/postgresql", "sslmode": "require"}


@pytest.mark.parametrize("text", WITH_PASSWORD)
def test_an_address_with_a_password_is_refused_and_not_repeated(text):
    assert holds_password(text)
    with pytest.raises(ParameterError, match="PGPASSWORD") as refused:
        parsed(text)
    assert SECRET not in str(refused.value)
    with pytest.raises(ParameterError, match="PGPASSWORD") as refused:
        get_tool("moran_by_period").complete({"panel": text, "table": text, "unit": "u", "period": "p"})
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("postgresql://db/economy", "names no table"),
        ("postgresql://db:none/economy?table=t", "cannot be read"),
        ("PG:dbname=economy some words table=t", "cannot be read near"),
    ],
)
def test_an_address_that_cannot_be_read_is_refused(text, said):
    with pytest.raises(ParameterError, match=said):
        parsed(text)


def test_a_study_does_not_take_an_address_for_a_path(tmp_path):
    class Source:
        folder = tmp_path

    text = "postgresql://db/economy?schema=a&table=b|layername=a.b"
    assert absolute(Source(), text) == text
