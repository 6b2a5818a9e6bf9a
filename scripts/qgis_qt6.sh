#!/bin/sh
# Build PyQGIS with Qt 6 from Debian's source package, inside a chroot of Debian 13: scripts/qgis_chroot.sh qt6 calls it.
# No Debian has QGIS on Qt 6. What is built is what Processing needs: core, analysis, gui, their bindings and qgis_process;
# no desktop, server, 3D or tests, unoptimised and several files at a time. About 40 minutes on two free cores, 6 GB.
# Called again it goes on where it was stopped. JOBS=1 and nice(1) keep the machine free for other work.
set -eu
export DEBIAN_FRONTEND=noninteractive LANG=C.UTF-8 CCACHE_DIR=/src/ccache
qwt=6.3.0 # the first with Qt 6 in Debian; trixie has an older one
apart() { # rename a name that several files of one unit of compilation define, in each of them
    name=$1
    shift
    number=0
    for file; do
        number=$((number + 1))
        last=$(head -80 "src/$file" | grep -n '^#include' | tail -1 | cut -d: -f1)
        sed -i "${last}a #define $name ${name}_$number" "src/$file"
        echo "#undef $name" >>"src/$file"
    done
}

mkdir -p /src
cd /src
for kind in trixie sid; do echo "deb-src $MIRROR $kind main"; done >/etc/apt/sources.list.d/source.list
if [ ! -e packages-ready ]; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends dpkg-dev cmake ninja-build ccache g++ bison flex ca-certificates gdal-bin \
        libexiv2-dev libexpat1-dev libgdal-dev libgeos-dev libgsl-dev libpq-dev libproj-dev libprotobuf-dev protobuf-compiler \
        libspatialindex-dev libspatialite-dev libsqlite3-dev libsqlite3-mod-spatialite libzip-dev libzstd-dev nlohmann-json3-dev \
        qt6-base-dev qt6-base-private-dev qt6-svg-dev qt6-svg-plugins qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools qt6-positioning-dev \
        qt6-serialport-dev qt6-5compat-dev qt6-multimedia-dev qt6-declarative-dev libqt6sql6-sqlite qtkeychain-qt6-dev \
        libqca-qt6-dev libqca-qt6-plugins libqscintilla2-qt6-dev pyqt6-dev pyqt6-dev-tools python3-pyqt6 python3-pyqt6.sip \
        pyqt6.qsci-dev python3-pyqt6.qsci python3-pyqt6.qtsvg python3-pyqt6.qtpositioning python3-pyqt6.qtserialport \
        python3-pyqt6.qtmultimedia python3-pyqtbuild python3-sipbuild sip-tools python3-dev python3-venv python3-gdal \
        python3-numpy python3-psycopg2 python3-yaml python3-owslib python3-termcolor xvfb xauth fonts-wqy-zenhei patch \
        postgresql-postgis >/dev/null
    touch packages-ready
fi
if [ ! -e qgis-ready ]; then
    apt-get source -qq --download-only qgis/trixie >/dev/null
    apt-get source -qq --download-only qwt/sid >/dev/null || true # of it only the upstream archive is used
    for archive in qgis_*.orig.tar.xz qwt_$qwt.orig.tar.bz2; do tar xf "$archive"; done
    source=$(echo /src/qgis-3.*[0-9])
    cd "$source"
    sed -i 's/ ^ qHash( request.attributes().toFields() );/;/' src/core/pointcloud/qgspointcloudrequest.cpp
    sed -i '/(\(wms\|wcs\|wfs\|arcgisrest\|mssql\|gpx\|mdal\|virtualraster\))/d' src/providers/CMakeLists.txt
    apart vertexPositionInFace core/mesh/qgsmeshadvancedediting.cpp core/mesh/qgsmeshforcebypolylines.cpp core/mesh/qgstopologicalmesh.cpp
    for name in CachedGeocodeResult sCachedResults; do
        apart $name core/geocoding/qgsgooglemapsgeocoder.cpp core/geocoding/qgsnominatimgeocoder.cpp
    done
    apart formatter core/numericformats/qgsbasicnumericformat.cpp core/numericformats/qgscoordinatenumericformat.cpp \
        core/numericformats/qgsfractionnumericformat.cpp
    sed -i 's/^#ifndef QGSSENSORTHINGSCONNECTION_H/&\n#define QGSSENSORTHINGSCONNECTION_H/' src/core/providers/sensorthings/qgssensorthingsconnection.h
    printf '#undef str\n#undef xstr\n' >>src/core/qgis.cpp
    apart NS_SEPARATOR core/qgsgml.cpp core/qgsgmlschema.cpp
    for name in removeChildren_ setItemBold_; do
        apart $name gui/auth/qgsauthidentitieseditor.cpp gui/auth/qgsauthserverseditor.cpp gui/auth/qgsauthsslconfigwidget.cpp \
            gui/auth/qgsauthauthoritieseditor.cpp gui/auth/qgsauthcertificateinfo.cpp
    done
    apart STATS analysis/processing/qgsalgorithmzonalstatistics.cpp analysis/processing/qgsalgorithmzonalstatisticsfeaturebased.cpp \
        analysis/processing/qgsalgorithmextractzmvalues.cpp
    apart QgsAlignRasterProgress analysis/processing/qgsalgorithmalignrasters.cpp analysis/processing/qgsalgorithmalignsingleraster.cpp
    echo 'set_target_properties(qgispython PROPERTIES UNITY_BUILD OFF)' >>src/python/CMakeLists.txt # its macros hurt Python.h
    for name in FEATURES_WITH_EMPTY_OR_NO_GEOMETRY INPUT MAX_TRIES_PER_POINT MIN_DISTANCE MIN_DISTANCE_GLOBAL OUTPUT OUTPUT_POINTS \
        POINTS_MISSED POINTS_NUMBER SEED; do
        apart $name analysis/processing/qgsalgorithmrandompointsinpolygons.cpp analysis/processing/qgsalgorithmrandompointsonlines.cpp
    done
    cd ..
    touch qgis-ready
fi
source=$(echo /src/qgis-3.*[0-9])
if [ ! -e qwt-$qwt/lib/libqwt.so ]; then
    cd qwt-$qwt
    sed -i 's/^ *QWT_CONFIG *+= *Qwt\(OpenGL\|Svg\|Designer\|Examples\|Tests\|Playground\|MathML\)/#&/' qwtconfig.pri
    qmake6 qwt.pro QMAKE_CXXFLAGS+="-O0 -g0 -w -fPIC" >/dev/null 2>&1
    make -s -j"${JOBS:-2}" sub-src >/dev/null
    cp -P lib/libqwt.so* /usr/lib/
    cd ..
fi
cmake -S "$source" -B build -G Ninja -Wno-dev --log-level=ERROR -DCMAKE_BUILD_TYPE=None -DCMAKE_INSTALL_PREFIX=/usr \
    -DCMAKE_CXX_FLAGS="-O0 -g0 -w -fno-stack-protector" -DCMAKE_C_FLAGS="-O0 -g0 -w" \
    -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=12 \
    -DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache -DBUILD_WITH_QT6=ON -DBINDINGS_GLOBAL_INSTALL=ON \
    -DQWT_INCLUDE_DIR=/src/qwt-$qwt/src -DQWT_LIBRARY=/src/qwt-$qwt/lib/libqwt.so -DENABLE_TESTS=OFF -DWITH_APIDOC=OFF \
    -DWITH_DESKTOP=OFF -DWITH_QGIS_PROCESS=ON -DWITH_SERVER=OFF -DWITH_3D=OFF -DWITH_QUICK=OFF -DWITH_QTWEBKIT=OFF \
    -DWITH_QTWEBENGINE=OFF -DWITH_PDAL=OFF -DWITH_EPT=OFF -DWITH_COPC=OFF -DWITH_DRACO=OFF -DWITH_GRASS7=OFF -DWITH_GRASS8=OFF \
    -DWITH_AUTH=OFF -DWITH_QTSERIALPORT=OFF -DWITH_QSCIAPI=OFF -DWITH_STAGED_PLUGINS=OFF -DUSE_OPENCL=OFF -DPEDANTIC=OFF \
    -DENABLE_LOCAL_BUILD_SHORTCUTS=ON >/dev/null
ninja -C build -k 0 -j"${JOBS:-2}"
ninja -C build install >/dev/null
ldconfig
