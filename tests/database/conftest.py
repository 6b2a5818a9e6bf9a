"""One server for all tests of a process, with a schema in Chinese and names of mixed case."""

import pytest

from tests.postgis_server import missing, served

STATEMENTS = """
CREATE SCHEMA "经济";
CREATE TABLE "经济"."Cities 城市" ("Code" text PRIMARY KEY, "名称" varchar(20), area numeric(12,2),
    geom geometry(MultiPolygon, 4490), centre geometry(Point, 4326), flat geometry(Polygon, 32650));
INSERT INTO "经济"."Cities 城市" SELECT lpad((9 - k)::text, 3, '0'), '市' || (9 - k), k + 0.25,
    ST_Multi(ST_MakeEnvelope(115 + x, 30 + y, 116 + x, 31 + y, 4490)),
    ST_SetSRID(ST_MakePoint(115.5 + x, 30.5 + y), 4326),
    ST_MakeEnvelope(500000 + x * 1e5, 3e6 + y * 1e5, 600000 + x * 1e5, 3.1e6 + y * 1e5, 32650)
    FROM (SELECT k, (8 - k) % 3 AS x, (8 - k) / 3 AS y FROM generate_series(0, 8) k) AS cells;
CREATE TABLE panel (city text, year int, "GDP" double precision, share numeric, open boolean, firms bigint, seen date,
    at timestamptz, tags text[], PRIMARY KEY (city, year));
INSERT INTO panel SELECT lpad(k::text, 3, '0'), y, (k * 7 + y) % 11 + k, k / 8.0, k % 2 = 0, NULLIF(k, 3), '2020-02-29',
    '2020-01-01 08:00+08', ARRAY['a', '中']
    FROM generate_series(1, 9) k, generate_series(2020, 2021) y ORDER BY random();
CREATE VIEW "经济".shown AS SELECT "Code" AS code, "名称", geom FROM "经济"."Cities 城市";
CREATE VIEW "经济".mixed AS SELECT "Code" AS code,
    CASE WHEN "Code" < '005' THEN geom ELSE ST_SetSRID(geom, 4326) END AS geom
    FROM "经济"."Cities 城市";
CREATE TABLE links (focal text, neighbor text, weight double precision);
INSERT INTO links SELECT a."Code", b."Code", 1 FROM "经济"."Cities 城市" a JOIN "经济"."Cities 城市" b
    ON a."Code" <> b."Code" AND ST_Touches(a.geom, b.geom);
CREATE TABLE curved (code text, geom geometry(CurvePolygon, 3857));
INSERT INTO curved VALUES ('1', 'SRID=3857;CURVEPOLYGON(CIRCULARSTRING(0 0, 100 100, 200 0, 100 -100, 0 0))');
CREATE TABLE round (code text, place geography(Point, 4326));
INSERT INTO round VALUES ('1', 'POINT(116 40)');
CREATE TABLE empty (code text, geom geometry(Polygon, 4326));
CREATE TABLE "Twice" (a int);
CREATE TABLE "twice" (a int);
"""


@pytest.fixture(scope="session")
def server():
    """A PostGIS with what the tests read."""
    why = missing()
    if why:
        pytest.skip(why)
    with served() as made:
        made.run(STATEMENTS)
        yield made
