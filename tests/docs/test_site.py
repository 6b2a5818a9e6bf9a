"""The site: built without a warning, whole, without dead links, and readable without a network."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import pytest

import gisplug
from gisplug.core.declare import GROUPS
from gisplug.tools import all_tools
from tests.built_site import built_site

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts" / "docs"))

pytestmark = pytest.mark.slow
MOST_MB = 30


class Page(HTMLParser):
    """What a page links to, loads, and can be linked to."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.anchors |= {given[key] for key in ("id", "name") if given.get(key)}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag in ("script", "img", "iframe") and given.get("src"):
            self.loads.append(given["src"])
        if tag == "link" and given.get("rel") in ("stylesheet", "icon", "preload") and given.get("href"):
            self.loads.append(given["href"])


@pytest.fixture(scope="module")
def site():
    """Both languages, built now or taken from a build of the same sources."""
    return built_site()


@pytest.fixture(scope="module")
def pages(site):
    return {file: Page(file) for file in site.rglob("*.html")}


def test_every_tool_group_function_and_message_has_a_page_in_both_languages(site):
    wanted = {f"reference/{tool.group}/{tool.id}" for tool in all_tools().values()}
    wanted |= {f"{group}/index" for group in GROUPS} | {f"api/{group}" for group in GROUPS} | {"api/errors", "search"}
    wanted |= {f"messages/{page.stem}" for page in (ROOT / "docs" / "messages").glob("*.md")}
    lacking = [
        f"{code}/{name}" for code in ("en", "zh") for name in wanted if not (site / code / f"{name}.html").exists()
    ]
    assert lacking == []
    text = "".join(file.read_text(encoding="utf-8") for file in (site / "en" / "api").glob("*.html"))
    assert [name for name in gisplug._PUBLIC if f'id="gisplug.{name}"' not in text] == []


def test_no_link_within_the_site_is_dead(pages, site):
    dead, files = [], {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    anchors = {file.relative_to(site).as_posix(): page.anchors for file, page in pages.items()}
    for file, page in pages.items():
        name = file.relative_to(site).as_posix()
        for link in dict.fromkeys(page.links + page.loads):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = normpath(join(dirname(name), unquote(parts.path))) if parts.path else name
            if target not in files:
                dead.append(f"{name}: {link}")
            elif parts.fragment and target in anchors and unquote(parts.fragment) not in anchors[target]:
                dead.append(f"{name}: {link} (no such place in the page)")
    assert dead == []


def test_a_page_loads_nothing_from_the_network(pages):
    assert [(file.name, load) for file, page in pages.items() for load in page.loads if urlsplit(load).netloc] == []


def test_formulas_are_mathml(site):
    text = (site / "en" / "spatial" / "spatial-models.html").read_text(encoding="utf-8")
    assert text.count("<math") > 10
    assert "MathJax" not in text and "katex" not in text


def test_every_page_leads_to_the_other_language(site):
    for code, other in (("en", "zh"), ("zh", "en")):
        for file in (site / code).rglob("*.html"):
            name = file.relative_to(site / code).as_posix()
            up = "../" * (name.count("/") + 1)
            assert f'href="{up}{other}/{name}" hreflang' in file.read_text(encoding="utf-8"), name


def test_a_page_without_translation_says_so(site):
    untranslated = [
        page.relative_to(ROOT / "docs").with_suffix(".html")
        for page in (ROOT / "docs").rglob("*.md")
        if "zh" not in page.parts and not (ROOT / "docs" / "zh" / page.relative_to(ROOT / "docs")).is_file()
    ]
    from stage import UNTRANSLATED

    assert [str(n) for n in untranslated if UNTRANSLATED not in (site / "zh" / n).read_text(encoding="utf-8")] == []
    assert UNTRANSLATED not in (site / "zh" / "reference" / "spatial" / "spatial_panel.html").read_text(
        encoding="utf-8"
    )


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js to run the search")
@pytest.mark.parametrize(
    ("code", "query", "page"),
    [
        ("en", "spatial panel model", "reference/spatial/spatial_panel"),
        ("en", "contiguity", "reference/weights/weights_contiguity"),
        ("zh", "极大似然法估计空间面板模型", "reference/spatial/spatial_panel"),
        ("zh", "邻接权重", "reference/weights/weights_contiguity"),
    ],
)
def test_search_finds_the_page(site, code, query, page):
    static = json.dumps(str(site / code / "_static"))
    script = f"""
    const fs = require("fs"), vm = require("vm");
    const nothing = () => null;
    const box = {{console, document: {{getElementById: nothing}}, SPHINX_HIGHLIGHT_ENABLED: false, _ready: nothing}};
    box.window = box;
    box._ = (text) => text;
    vm.createContext(box);
    for (const file of ["searchtools.js", "language_data.js", "../searchindex.js"]) {{
      const text = fs.readFileSync({static} + "/" + file, "utf8");
      vm.runInContext(text.replace(/^const /gm, "var "), box);
    }}
    const asked = box.Search._parseQuery({json.dumps(query)});
    console.log(JSON.stringify(box.Search._performSearch(...asked).map((hit) => hit[0])));
    """
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert page in json.loads(done.stdout)[-5:]  # the best stand last


def test_the_site_is_small(site):
    size = sum(file.stat().st_size for file in site.rglob("*") if file.is_file()) / 2**20
    assert size < MOST_MB, f"{size:.1f} MB"
    assert not list(site.rglob("_sources")) and not list(site.rglob("*.doctree"))
