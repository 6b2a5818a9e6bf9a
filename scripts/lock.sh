#!/bin/sh
# Renew the locked requirements from pyproject.toml: one universal lock each, with hashes, for Linux, macOS and Windows.
# engine.txt is what every tool needs; each extra's file holds only what comes to it.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
extras="learn parquet pysal dask"
whole=$(mktemp)
trap 'rm -f "$whole"' EXIT
compile() { "$uv" pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 "$@"; }
all=
for extra in $extras; do all="$all --extra $extra"; done
compile pyproject.toml requirements/build.in $all --group dev -o requirements/dev.txt
compile pyproject.toml requirements/build.in -c requirements/dev.txt -o requirements/engine.txt
for extra in $extras; do
    compile pyproject.toml requirements/build.in --extra "$extra" -c requirements/dev.txt -o "$whole"
    awk 'NR == FNR { if ($0 !~ /^ /) base[$1] = 1; next } /^[^ ]/ { ours = !($1 in base) } ours' \
        requirements/engine.txt "$whole" >"requirements/$extra.txt"
done
