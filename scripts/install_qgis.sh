#!/bin/sh
# Install from Debian what the tests need beside Python: QGIS, a virtual screen, Qt's translation compiler, Chinese fonts, a browser, PostGIS.
set -eu
packages="qgis python3-qgis python3-venv xvfb xauth qttools5-dev-tools fonts-wqy-zenhei chromium chromium-driver postgresql-postgis"
missing=""
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
echo "Installing from Debian:$missing"
as_root apt-get update -qq
# shellcheck disable=SC2086
as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
