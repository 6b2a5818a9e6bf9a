"""After the tests of clusters nothing of Dask's goes on in the background, where it would draw random numbers."""

from __future__ import annotations

import sys
import time

import pytest

MOST_SECONDS = 20.0  # Dask gives up a scheduler that is gone after ten


@pytest.fixture(scope="module", autouse=True)
def no_client_is_left():
    yield
    if "distributed" not in sys.modules:
        return
    from distributed import Client

    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end and any(c.status not in ("closed", "newly-created") for c in Client._instances):
        time.sleep(0.2)
