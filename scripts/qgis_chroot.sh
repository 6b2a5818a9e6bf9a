#!/bin/sh
# Run the tests of the toolbox in the QGIS of another Debian suite: scripts/qgis_chroot.sh trixie|sid|qt6 [pytest arguments]
# "qt6" is Debian trixie's QGIS built with Qt 6 from source, as scripts/qgis_qt6.sh says.
# Needs root. Makes a chroot once (2.5 GB, 3 minutes) in $GISPLUG_CHROOTS (default /var/tmp/gisplug-chroots) and keeps it.
# Packages come from where this machine's apt gets its own; DEBIAN_MIRROR names another mirror of Debian.
set -eu
suite=$1
shift
root=$(cd "$(dirname "$0")/.." && pwd)
base=${GISPLUG_CHROOTS:-/var/tmp/gisplug-chroots}
target=$base/$suite
[ "$(id -u)" = 0 ] || { echo "A chroot needs root." >&2; exit 1; }
mkdir -p "$base"

mounted() { mountpoint -q "$target$1"; }
bind() { mkdir -p "$target$1"; mounted "$1" || mount --bind "$1" "$target$1"; }
release() {
    for place in "$root" "${python_home:-}" /dev/pts /dev /sys /proc; do
        [ -n "$place" ] && mountpoint -q "$target$place" && umount "$target$place" || true
    done
}
trap release EXIT INT TERM

mirror_of_apt() { # where this machine's apt gets the main component of its own release (not its updates) from
    grep -qx 'ID=debian' /etc/os-release 2>/dev/null || return 0
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(COMPONENT) $(RELEASE) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk '$1 == "main" && $2 !~ /[-\/]/ { print $3; exit }'
}

if [ ! -e "$target/.gisplug-ready" ]; then
    command -v mmdebstrap >/dev/null || apt-get install -y -qq --no-install-recommends mmdebstrap >/dev/null
    mirror=${DEBIAN_MIRROR:-$(mirror_of_apt)}
    [ -n "$mirror" ] || { echo "This machine's apt has no source of Debian. Name a mirror: DEBIAN_MIRROR=ADDRESS $0 $suite" >&2; exit 1; }
    echo "Making a chroot of Debian $suite in $target from $mirror ..."
    release
    if [ ! -e "$target/.gisplug-base" ]; then
        rm -rf "$target"
        debian=$suite
        [ "$suite" != qt6 ] || debian=trixie
        mmdebstrap --quiet --variant=apt --aptopt='Acquire::Check-Valid-Until "false"' "$debian" "$target" "$mirror"
        touch "$target/.gisplug-base"
    fi
    cp /etc/resolv.conf "$target/etc/resolv.conf"
    for extra in /etc/apt/apt.conf.d/99* /etc/pip.conf; do if [ -e "$extra" ]; then cp "$extra" "$target$extra"; fi; done
    mkdir -p "$target/etc/ssl" "$target/usr/share"
    cp -RL /etc/ssl/certs "$target/etc/ssl/" 2>/dev/null || true
    printf '#!/bin/sh\nexit 101\n' >"$target/usr/sbin/policy-rc.d"
    chmod +x "$target/usr/sbin/policy-rc.d"
    for place in /proc /sys /dev /dev/pts; do bind "$place"; done
    if [ "$suite" = qt6 ]; then
        cp "$root/scripts/qgis_qt6.sh" "$target/root/qgis_qt6.sh"
        chroot "$target" env MIRROR="$mirror" JOBS="${JOBS:-2}" sh /root/qgis_qt6.sh
    else
        packages="qgis python3-qgis python3-venv xvfb xauth fonts-wqy-zenhei postgresql-postgis"
        chroot "$target" env DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 sh -c \
            "apt-get update -qq && apt-get install -y -qq --no-install-recommends $packages >/dev/null"
    fi
    touch "$target/.gisplug-ready"
fi

for place in /proc /sys /dev /dev/pts; do bind "$place"; done
bind "$root"
python_home=$("$root/.venv/bin/python" -c "import sys; print(sys.base_prefix)")
case $python_home in
/usr) python_home="" ;; # the distribution's own Python does not exist in another suite
*) bind "$python_home" ;;
esac
engine=$root/.venv/bin/python
if [ -z "$python_home" ]; then
    echo "The project's Python belongs to this Debian, so the engine is made inside the chroot."
    chroot "$target" env LANG=C.UTF-8 HOME=/root sh -c "cd '$root' && /usr/bin/python3" <<'END'
from gisplug.core.machine.private_environment import state
from gisplug.engine.setup.install import install
from gisplug.engine.setup.plan import planned

if state() != "ready":
    install(planned())
END
    engine=/root/.local/share/gisplug/engine/bin/python
fi
[ $# -gt 0 ] || set -- -q tests/toolbox
chroot "$target" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root QGIS_VENV=/root/venv-qgis GISPLUG_PYTHON="$engine" \
    sh -c 'cd "$0" && exec scripts/test_qgis.sh "$@"' "$root" "$@"
