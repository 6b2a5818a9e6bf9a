#!/bin/sh
# Run the tests of the toolbox in the distribution's QGIS: scripts/test_qgis.sh [pytest arguments]
# With SUITE=trixie or SUITE=sid the same tests run in a chroot with the QGIS of that Debian, with SUITE=qt6 on Qt 6.
# Its Python (/usr/bin/python3) is used through a venv with system packages; pytest is copied from .venv, nothing is downloaded.
set -eu
cd "$(dirname "$0")/.."
if [ -n "${SUITE:-}" ]; then
    suite=$SUITE
    unset SUITE
    exec scripts/qgis_chroot.sh "$suite" "$@"
fi
export GISPLUG_PYTHON="${GISPLUG_PYTHON:-$PWD/.venv/bin/python}"
host=${QGIS_HOST_PYTHON:-/usr/bin/python3}
"$host" -c "import qgis.core" 2>/dev/null || { echo "QGIS's Python is not here (import qgis fails in $host); scripts/install_qgis.sh installs it." >&2; exit 1; }
venv=${QGIS_VENV:-.venv-qgis}
if [ ! -x $venv/bin/python ] || ! $venv/bin/python -c "import pytest, xdist" 2>/dev/null; then
    rm -rf $venv
    "$host" -m venv --system-site-packages --without-pip $venv
    target=$($venv/bin/python -c "import sysconfig; print(sysconfig.get_paths()['purelib'])")
    source=$(.venv/bin/python -c "import sysconfig; print(sysconfig.get_paths()['purelib'])")
    for name in pytest _pytest pluggy iniconfig packaging pygments xdist execnet; do cp -R "$source/$name" "$target/"; done
    cp "$source/py.py" "$target/"
    for name in pytest pluggy iniconfig packaging pygments pytest_xdist execnet; do cp -R "$source/$name"-*.dist-info "$target/"; done
    find $venv -name __pycache__ -prune -exec rm -rf {} +
fi
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
if [ $# -eq 0 ]; then set -- -q -n 2 --dist worksteal tests/toolbox; fi
env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME="$home" LANG=C.UTF-8 XDG_RUNTIME_DIR="$home" QT_QPA_PLATFORM=offscreen \
    GISPLUG_PYTHON="$GISPLUG_PYTHON" GISPLUG_VENV="$PWD/.venv" GISPLUG_PICTURES="${GISPLUG_PICTURES:-}" OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 \
    QGIS_CUSTOM_CONFIG_PATH="$home/qgis" $venv/bin/python -m pytest -p no:cacheprovider "$@"
