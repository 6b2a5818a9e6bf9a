"""How the site is put together: parts of pages, translations, and what happens without Sphinx."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document
from docutils.utils.math.latex2mathml import tex2mathml

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts" / "docs"), str(ROOT / "packaging")]

from build_site import digest, put  # noqa: E402
from help_hook import HelpHook  # noqa: E402
from layout import mark_short_columns, width  # noqa: E402
from mathml import spaced  # noqa: E402
from parts import replaced  # noqa: E402
from stage import UNTRANSLATED, addresses, moved, noted  # noqa: E402


def test_a_part_of_a_page_is_renewed_and_the_rest_stays():
    page = "# Title\n\n<!-- begin a -->\n\nold\n\n<!-- end a -->\n\nProse.\n"
    assert replaced(page, "a", "new \\1\n") == "# Title\n\n<!-- begin a -->\n\nnew \\1\n\n<!-- end a -->\n\nProse.\n"
    with pytest.raises(SystemExit, match="begin b"):
        replaced(page, "b", "new")


def test_links_of_a_translation_lead_where_they_lead_from_docs_zh():
    assert moved("[x](effects.md)", "spatial/dynamic.md") == "[x](effects.md)"
    assert moved("![x](../../images/a.png)", "spatial/dynamic.md") == "![x](../images/a.png)"
    assert moved("![x](../images/a.png)", "qgis.md") == "![x](images/a.png)"
    assert moved("[x](../agreement.md#panel-methods)", "spatial/dynamic.md") == "[x](../agreement.md#panel-methods)"
    assert moved("[x](https://example.org/a) [y](#z)", "qgis.md") == "[x](https://example.org/a) [y](#z)"


def test_the_note_of_an_untranslated_page_stands_below_its_title():
    assert noted("# Title\n\nText.\n").startswith(f"# Title\n\n:::{{note}}\n{UNTRANSLATED}\n:::\n\nText.")
    assert noted("---\nhide-toc: true\n---\n\n# Title\n\nText.\n").index("note") > 20


def test_addresses_come_from_the_one_place():
    assert addresses()["tracker"].startswith(addresses()["repository"])


def test_short_columns_stay_on_one_line_and_the_last_never_does():
    table = nodes.table()
    for cells in (("name", "默认值默认值默认", "x"), ("panel", "需", "long " * 9)):
        row = nodes.row()
        row += [nodes.entry("", nodes.paragraph("", cell)) for cell in cells]
        table += row
    long = nodes.row()
    long += [nodes.entry("", nodes.paragraph("", cell)) for cell in ("a", "默认值默认值默认值", "x")]
    for rows, wanted in (([], [True, True, False]), ([long], [True, False, False])):
        table += rows
        document = new_document("page")
        document += table.deepcopy()
        mark_short_columns(document)
        first = next(document.findall(nodes.row))
        assert ["short" in cell["classes"] for cell in first.findall(nodes.entry)] == wanted
        assert next(document.findall(nodes.table))["classes"] == []
    assert width("默认 a") == 6


@pytest.mark.parametrize(("columns", "letters", "stacked"), [(3, 61, True), (3, 40, False), (2, 61, False)])
def test_tables_that_end_in_running_text_are_stacked_on_a_narrow_screen(columns, letters, stacked):
    row = nodes.row()
    row += [nodes.entry("", nodes.paragraph("", "a" * (1 if k < columns - 1 else letters))) for k in range(columns)]
    document = new_document("page")
    document += nodes.table("", row)
    mark_short_columns(document)
    assert ("stack" in next(document.findall(nodes.table))["classes"]) is stacked


def test_bars_of_a_determinant_open_and_close():
    made = spaced(tex2mathml(r"1/\left| x\right|"))
    assert made.index('form="prefix"') < made.index("<mi>x</mi>") < made.index('form="postfix"')


def test_a_page_written_anew_changes_the_digest(tmp_path):
    (tmp_path / "a.md").write_text("one", encoding="utf-8")
    before = digest(tmp_path)
    assert digest(tmp_path) == before
    (tmp_path / "a.md").write_text("two", encoding="utf-8")
    assert digest(tmp_path) != before


def test_of_two_builds_at_once_the_first_stays_whole(tmp_path, monkeypatch):
    import build_site

    monkeypatch.setattr(build_site, "BUILT", tmp_path / "built")
    for text in ("first", "second"):
        (tmp_path / text).mkdir()
        (tmp_path / text / "index.html").write_text(text, encoding="utf-8")
        put(tmp_path / text, tmp_path / "built" / "digest")
    assert [p.name for p in (tmp_path / "built").iterdir()] == ["digest"]
    assert (tmp_path / "built" / "digest" / "index.html").read_text(encoding="utf-8") == "first"


def test_an_editable_installation_builds_no_pages():
    data = {"force_include": {}}
    HelpHook(str(ROOT), {}, None, None, str(ROOT / "dist"), "wheel").initialize("editable", data)
    assert data == {"force_include": {}}


def test_without_sphinx_a_sentence_says_what_is_lacking(tmp_path):
    script = ROOT / "scripts" / "docs" / "build_site.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", script, "--out", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "needs Sphinx, myst-parser, furo, griffe" in done.stderr and "Traceback" not in done.stderr
