"""The extras: packages that few tools need and the engine comes without until the user asks for them.

Standard library, Python 3.9: QGIS's own interpreter lists them too. Fetching them is `engine.setup.extras`.
"""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass
from types import ModuleType

from gisplug.core.advice import way_to_add
from gisplug.core.errors import EngineError, ParameterError
from gisplug.core.messages import message
from gisplug.core.vocabulary import one_of


@dataclass(frozen=True)
class Extra:
    """Packages by the names they are imported under, what they are for, and megabytes on disk (Linux)."""

    modules: tuple[str, ...]
    use: str
    megabytes: int


EXTRAS = {
    "learn": Extra(("sklearn",), message("the learners forest and boosting of mediation by paths"), 50),
    "parquet": Extra(("pyarrow",), message("Parquet and GeoParquet files"), 170),
    "pysal": Extra(
        ("libpysal", "esda", "spreg", "sklearn"),
        message("spatial instrumental variables with a spatial error, and weights as libpysal graphs"),
        70,
    ),
    "postgis": Extra(("psycopg",), message("tables and layers of PostgreSQL and PostGIS"), 17),
    "dask": Extra(("dask", "distributed"), message("parallel work on a Dask cluster"), 35),
}


def present(extra: str) -> bool:
    """Whether the packages of an extra are installed in this Python; nothing is imported."""
    return all(importlib.util.find_spec(module) is not None for module in EXTRAS[extra].modules)


def needed(extra: str, module: str, what: str) -> ModuleType:
    """Return a module of an extra.

    Parameters
    ----------
    extra, module
        A name of `EXTRAS`, and what to import.
    what
        What cannot be done without it, as the subject of a sentence.

    Raises
    ------
    EngineError
        If the extra is not installed; the message says how to add it.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as problem:
        if (problem.name or "").split(".")[0] not in EXTRAS[extra].modules:
            raise
        raise EngineError(
            message(
                "{what} needs the extra {extra!r} ({modules}), which the engine comes without. Add it once: {how}.",
                what=what,
                extra=extra,
                modules=", ".join(EXTRAS[extra].modules),
                how=way_to_add(extra),
            )
        ) from problem


def known(names: list[str]) -> list[str]:
    """Return the names of extras asked for, each once; "all" is every one.

    Raises
    ------
    ParameterError
        If there is no such extra.
    """
    for name in names:
        one_of("extra", name, (*EXTRAS, "all"), ParameterError)
    return list(EXTRAS) if "all" in names else list(dict.fromkeys(names))
