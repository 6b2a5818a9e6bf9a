#!/bin/sh
# Renew the locked requirements from pyproject.toml: one universal lock each, with hashes, for Linux, macOS and Windows.
# engine.txt is what nearly every tool needs; the files of the extras hold only what comes to it.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
extras="learn parquet pysal postgis dask"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
whole=$work/whole.txt
grep -v -E '^  "(libpysal|esda|spreg)' pyproject.toml >"$work/pyproject.toml" # the engine adds them with an extra
compile() { "$uv" pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 "$@"; }
all=
for extra in $extras; do all="$all --extra $extra"; done
compile pyproject.toml requirements/build.in $all --group dev -o requirements/dev.txt
compile "$work/pyproject.toml" requirements/build.in -c requirements/dev.txt -o requirements/engine.txt
beyond() { # what one lock holds beyond that of the engine
    awk 'NR == FNR { if ($0 !~ /^ /) base[$1] = 1; next } /^[^ ]/ { ours = !($1 in base) } ours' requirements/engine.txt "$whole" >"$1"
}
for extra in $extras; do
    compile "$work/pyproject.toml" requirements/build.in --extra "$extra" -c requirements/dev.txt -o "$whole"
    beyond "requirements/$extra.txt"
done
