#!/bin/sh
# Make the private environment .venv from the locked requirements.
#   scripts/setup.sh engine    what gisplug needs to run
#   scripts/setup.sh dev       that, and what the tests and linters need
# Starts from a bare Debian machine with python3.11: where Python has no ensurepip, Debian's python3-venv is installed.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-engine}
lock=requirements/$kind.txt
stamp=.venv/.$kind-ok

newest_of() { # the first Python on PATH that is new enough
    for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3 /usr/bin/python3.11; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    echo "gisplug needs Python 3.11, 3.12 or 3.13; none was found on PATH. Install one (Debian: apt-get install python3) or set PYTHON=/path/to/python." >&2
    return 1
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

if [ -f "$stamp" ] && [ "$stamp" -nt "$lock" ] && [ "$stamp" -nt pyproject.toml ]; then
    exit 0
fi
if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(newest_of)
    rm -rf .venv
    if ! "$python" -m venv .venv >/dev/null 2>&1; then
        echo "$python cannot make environments by itself; installing Debian's python3-venv ..."
        as_root apt-get update -qq
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
        rm -rf .venv
        "$python" -m venv .venv
    fi
fi
echo "Installing the locked requirements into .venv (once; about a minute) ..."
with_pip() { .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$1"; }
with_uv() { # several times quicker; it is one of the locked requirements of dev itself
    awk '/^[^ ]/ { ours = /^uv==/ } ours' "$lock" >.venv/uv.txt
    [ -s .venv/uv.txt ] && with_pip .venv/uv.txt && .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes --only-binary :all: -r "$lock"
}
with_uv || with_pip "$lock"
if [ "$kind" = engine ]; then .venv/bin/python gisplug/engine/setup/trim.py; fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
touch "$stamp"
if [ "$kind" = dev ]; then touch .venv/.engine-ok; fi
