"""The code that BLAS and numpy compute with: one for all processors with AVX2 and FMA, so that last digits are alike.

Both bring code for several generations of processors and take the newest that the machine can run; each adds up in its
own order, and so rounds in its own way. Standard library and Python 3.9 where nothing is computed.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, MutableMapping, Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

BLAS, NUMPY, NUMPY_ONLY = "OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES", "NPY_ENABLE_CPU_FEATURES"
COMMON = "Haswell"  # OpenBLAS's name of its code with AVX2 and FMA, the newest that Intel and AMD share
_AVX2 = 40  # of Windows's IsProcessorFeaturePresent


def take_common_kernels(environ: MutableMapping[str, str] | None = None) -> None:
    """Let BLAS and numpy compute with the code that all processors with AVX2 and FMA have, here and in child processes.

    Nothing is done where numpy is loaded already, on other processors or systems than x86-64 under Linux and Windows,
    and to a variable that is set: that is the user's wish.

    Parameters
    ----------
    environ
        Where the variables are set; of this process where left out.
    """
    env = os.environ if environ is None else environ
    if "numpy" in sys.modules or not _can():
        return
    for name, value in common_kernels().items():
        if value and name not in env and not (name == NUMPY and NUMPY_ONLY in env):
            env[name] = value


def common_kernels() -> dict[str, str]:
    """Return the environment variables that ask for the common code, by the version of numpy that is installed."""
    return {BLAS: COMMON, NUMPY: _newer_than_avx2(_version_of_numpy(), sys.platform == "win32")}


def kernels() -> list[str]:
    """Return what last digits depend on: each BLAS with its version and the processor it is made for, and the
    extensions that numpy uses.
    """
    import numpy as np

    found = {
        f"{one['internal_api']} {one.get('version')} {one.get('architecture', '')}".strip()
        for one in blas().info()
        if one["user_api"] == "blas"
    }
    used = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    return [*sorted(found), " ".join(["numpy", *used])]


def are_common(found: Iterable[str]) -> bool:
    """Whether `kernels` are those of `take_common_kernels`, which other processors have too."""
    return all(_is_common(one.split()) for one in found)


def _is_common(words: Sequence[str]) -> bool:
    if words[0] == "numpy":
        newer = any(word.startswith("AVX512") or word == "X86_V4" for word in words)
        return not newer and ("X86_V3" in words or "AVX2" in words)
    return words[0] == "openblas" and words[-1] == COMMON


@lru_cache(maxsize=1)
def blas() -> Any:
    """Return the controller of the libraries that compute in threads; they are loaded."""
    import numpy.linalg  # noqa: F401 - the BLAS must be loaded before it is looked for
    import scipy.linalg  # noqa: F401
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _can() -> bool:
    """Whether this is an x86-64 with AVX2 and FMA, which the system lets programs use."""
    if sys.platform == "win32":
        import ctypes

        x86 = os.environ.get("PROCESSOR_ARCHITECTURE", "") == "AMD64"
        return x86 and bool(ctypes.windll.kernel32.IsProcessorFeaturePresent(_AVX2))  # whoever has it has FMA
    if not sys.platform.startswith("linux") or os.uname().machine != "x86_64":
        return False
    try:
        with Path("/proc/cpuinfo").open("rb") as lines:
            flags = next((line.split() for line in lines if line.startswith(b"flags")), [])
    except OSError:
        return False
    return b"avx2" in flags and b"fma" in flags


def _version_of_numpy() -> tuple[int, int]:
    """Return its version without loading it, that of today where it cannot be told."""
    try:
        spec = find_spec("numpy")
        text = Path(spec.origin).with_name("version.py").read_text("utf-8") if spec and spec.origin else ""
    except (OSError, ValueError, ImportError):
        text = ""
    found = re.search(r'(?m)^version = "(\d+)\.(\d+)', text)
    return (int(found[1]), int(found[2])) if found else (2, 4)


def _newer_than_avx2(version: tuple[int, int], windows: bool) -> str:
    """Return what numpy's own builds have beyond AVX2, by its names; it warns of names that a build does not know."""
    if version >= (2, 4):
        return "" if windows else "X86_V4 AVX512_ICL AVX512_SPR"
    names = "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL"
    return f"{names} AVX512_SPR" if version == (2, 3) and not windows else names
