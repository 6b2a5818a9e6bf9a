#!/bin/sh
# Renew the locked requirements from pyproject.toml: one universal lock each, with hashes, for Linux, macOS and Windows.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
compile() { "$uv" pip compile -q --universal --generate-hashes --no-header --no-annotate --python-version 3.11 "$@"; }
compile pyproject.toml requirements/build.in --extra dask -o requirements/engine.txt
compile pyproject.toml requirements/build.in --extra dask --group dev -c requirements/engine.txt -o requirements/dev.txt
