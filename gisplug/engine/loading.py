"""Loading the libraries of a tool in as little time as they take. Imported by the worker, so Python 3.11."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

LIBRARIES = ("pandas", "pyogrio")  # what a tool loads that reads a table or layer and writes one
COMMON = ("gisplug.panel.read", "gisplug.report.words.wording", "gisplug.boundaries.read", "gisplug.tools.results")
# Libraries that find it load it too, which takes a fifth of their time, for Parquet files and for strings of its own
# kind; a tool that is given a Parquet file still finds it afterwards.
LEFT_OUT = "pyarrow"


def load(modules: Iterable[str], check: Callable[[], None]) -> None:
    """Import modules that are not loaded yet; one that cannot be is left to the tool that needs it, which says so.

    Parameters
    ----------
    modules
        Dotted names.
    check
        Called before each; what it raises ends the loading.
    """
    missing = [module for module in modules if module not in sys.modules]
    if not missing:
        return
    with _undisturbed(), _without(LEFT_OUT):
        for module in missing:
            check()
            with suppress(ImportError):
                importlib.import_module(module)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep the garbage collector away: libraries make some 100,000 objects that stay, and each time it goes over them
    it finds nothing. Afterwards it does not look at them any more.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was:
            gc.enable()


@contextmanager
def _without(module: str) -> Iterator[None]:
    """Let a library be looked for in vain inside, unless it is loaded already."""
    if module in sys.modules:
        yield
        return
    loaded: dict[str, Any] = sys.modules
    loaded[module] = None  # how Python marks a module that must not be imported
    try:
        yield
    finally:
        del loaded[module]
