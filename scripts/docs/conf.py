"""Settings of Sphinx for both languages; `-t zh` builds the Chinese site. See build_site.py."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from stage import addresses  # noqa: E402

if TYPE_CHECKING:
    from sphinx.util.tags import Tags

    tags: Tags

chinese = tags.has("zh")  # noqa: F821 - given by Sphinx
about = addresses()

project = "gisplug"
author = "The gisplug developers"
copyright = "The gisplug developers, GPL-2.0-or-later"
version = release = about["version"]
language = "zh_CN" if chinese else "en"
locale_dirs = [str(HERE / "locale")]

extensions = ["myst_parser", "mathml", "chinese_search", "layout"]
myst_enable_extensions = ["dollarmath", "amsmath", "colon_fence", "substitution", "deflist", "attrs_inline"]
myst_dmath_double_inline = True
myst_heading_anchors = 3
myst_substitutions = {name: f"<{about[name]}>" for name in ("repository", "tracker")} | {"version": release}
source_suffix = {".md": "markdown", ".rst": "restructuredtext"}
exclude_patterns: list[str] = []
nitpicky = True
nitpick_ignore_regex = [("py:.*", ".*")]  # the types of NumPy, pandas and others in the signatures
suppress_warnings = ["ref.python"]  # words in the types of docstrings that several classes have as names
default_role = "code"
highlight_language = "text"
python_display_short_literal_types = True
python_maximum_signature_line_length = 80
add_module_names = False
toc_object_entries_show_parents = "hide"

html_theme = "furo"
html_title = f"gisplug {version}"
html_math_renderer = "mathml"
html_static_path = [str(HERE / "static")]
html_css_files = ["gisplug.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = True
html_last_updated_fmt = None
html_use_index = False
html_domain_indices = False
html_permalinks = True
html_search_language = "zh" if chinese else "en"
templates_path = [str(HERE / "templates")]
html_theme_options = {"top_of_page_buttons": ["view"], "navigation_with_keys": True}
linkcheck_ignore = [about["repository"] + ".*", "http://127.0.0.1.*"]
