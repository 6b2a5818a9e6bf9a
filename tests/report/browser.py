"""A real browser for tests of pages: Chromium without a window, driven by clicks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1250,1300")


@contextmanager
def opened(page: Path) -> Iterator:
    """Yield a driver that shows a page from the disk, the network switched off; without one the test is skipped."""
    webdriver = pytest.importorskip("selenium.webdriver")
    browser, driver = next(filter(None, map(shutil.which, BROWSERS)), None), shutil.which("chromedriver")
    if browser is None or driver is None:
        pytest.skip("Chromium and its driver (Debian: chromium, chromium-driver) are not here.")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for option in OPTIONS:
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    made = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    try:
        made.set_network_conditions(offline=True, latency=0, throughput=0)
        made.get(page.as_uri())
        yield made
    finally:
        made.quit()
