#!/bin/sh
# Install from Debian what the tests need beside Python: QGIS, a virtual screen, Qt's translation compiler, Chinese fonts, a browser, PostGIS,
# and R with plm, in which exported code is run (without R those tests say so and are skipped).
set -eu
packages="qgis python3-qgis python3-venv xvfb xauth qttools5-dev-tools fonts-wqy-zenhei chromium chromium-driver postgresql-postgis"
optional="r-base-core r-cran-plm"
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
absent() {
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || printf ' %s' "$package"
    done
}
install() { as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
# shellcheck disable=SC2086
missing=$(absent $packages) more=$(absent $optional)
[ -n "$missing$more" ] || exit 0
echo "Installing from Debian:$missing$more"
as_root apt-get update -qq
# shellcheck disable=SC2086
[ -z "$missing" ] || install $missing
# shellcheck disable=SC2086
[ -z "$more" ] || install $more || echo "R was not installed:$more"
