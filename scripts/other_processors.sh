#!/bin/sh
# Run a study here and as other processors, which QEMU emulates, and compare the results byte by byte:
#   scripts/other_processors.sh [STUDY.toml]      the demo where none is named; ten minutes a processor on a quiet machine
# Only this-run.json may differ. PROCESSORS: names of `qemu-x86_64 -cpu help`; QEMU: the program, version 8 or later, since
# 7.2 (Debian 12) emulates numpy's sorting with AVX2 wrongly, which is looked for; PYTHON: the interpreter.
# One process, because QEMU does not follow children. /proc/cpuinfo shows the true processor, this-run.json the code used.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-$root/.venv/bin/python}
qemu=${QEMU:-qemu-x86_64}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT INT TERM
export GISPLUG_WORKERS=1
unset GISPLUG_DASK OPENBLAS_CORETYPE NPY_DISABLE_CPU_FEATURES NPY_ENABLE_CPU_FEATURES

run() { # run FOLDER STUDY [words before the interpreter]
    folder=$1 study=$2
    shift 2
    if [ "$study" = demo ]; then
        "$@" "$python" -m gisplug demo --out "$folder" --quiet
    else
        "$@" "$python" -m gisplug run "$study" --results "$folder" --fresh --quiet
    fi >"$folder.log" 2>&1 || { tail -n 5 "$folder.log" >&2; exit 1; }
}

sorts='import numpy as np
keys = np.random.default_rng(1).integers(0, 2**40, (200, 300)).astype(np.uint64)
assert all((np.diff(k[np.argsort(k)].astype(np.int64)) >= 0).all() for k in keys)'

run "$place/here" "${1:-demo}"
differ=0
for processor in ${PROCESSORS:-Haswell EPYC}; do
    "$qemu" -cpu "$processor" "$python" -c "$sorts" 2>/dev/null || {
        echo "$qemu sorts wrongly as $processor, or does not know it. Take QEMU 8 or later." >&2
        exit 1
    }
    run "$place/$processor" "${1:-demo}" "$qemu" -cpu "$processor"
    found=$(diff -rq "$place/here" "$place/$processor" | grep -v '/this-run.json differ$' || true)
    [ -z "$found" ] || differ=1
    echo "$processor: ${found:-all $(find "$place/here" -type f | wc -l) files but this-run.json are the same}"
done
exit $differ
