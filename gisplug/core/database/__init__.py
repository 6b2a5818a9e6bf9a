"""Tables of a PostgreSQL or PostGIS database, as inputs and as outputs."""
