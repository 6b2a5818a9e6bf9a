"""Pages are found inside the package, else where a checkout builds them; in the language asked for, else in English."""

import pytest

from gisplug.core import help as pages


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A checkout with a package in it, and a function that puts a page somewhere."""
    package = tmp_path / "gisplug"
    monkeypatch.setattr(pages, "_PACKAGE", package)

    def put(place):
        file = tmp_path / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        return file

    return put


def test_without_pages_there_is_none(package):
    assert pages.help_page("qgis.html", "en") is None


def test_the_language_decides_and_english_is_there_for_all(package):
    english = package("gisplug/help/en/qgis.html")
    assert pages.help_page("qgis.html", "zh_CN") == english
    chinese = package("gisplug/help/zh/qgis.html")
    assert [pages.help_page("qgis.html", code) for code in ("zh", "zh_CN", "zh-Hans", "en_GB", "de", "", "C")] == [
        *[chinese] * 3,
        *[english] * 4,
    ]


def test_a_checkout_shows_what_it_built_and_the_package_comes_first(package):
    built = package("dist/docs-site/en/reference/panel/panel_join.html")
    page = pages.tool_page("panel_join", "panel")
    assert pages.help_page(page) == built
    assert pages.help_page(page) != package("gisplug/help/en/reference/panel/panel_join.html")
    assert pages.help_page(page) == package("gisplug/help/en/reference/panel/panel_join.html")


def test_a_folder_is_no_page(package):
    package("gisplug/help/en/qgis/index.html")
    assert pages.help_page("qgis") is None
