"""Formulas as MathML, made at build time by docutils: no script, no font, and they work without a network."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator

THIN = '<mspace width="0.167em"/>'  # what TeX sets around ln, tr and the like, and docutils leaves out
BEFORE = re.compile(r"(</m(?:i|n|sub|sup|subsup|frac)>)(\s*<mi[^>]*>\w+</mi>\s*<mo>&ApplyFunction;</mo>)")
BARS = re.compile(r"(<mrow>\s*)<mo>\|</mo>(.*?)<mo>\|</mo>(\s*</mrow>)", re.S)
AFTER = re.compile(r"<mo>&ApplyFunction;</mo>(?!\s*<mo)")
log = logging.getLogger(__name__)


def inline(writer: HTML5Translator, node: nodes.math) -> None:
    """Write a formula within a line."""
    writer.body.append(_converted(node, as_block=False))
    raise nodes.SkipNode


def block(writer: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number if it has one."""
    writer.body.append('<div class="formula">')
    writer.body.append(_converted(node, as_block=True))
    if node.get("number"):
        writer.body.append(f'<span class="eqno">({get_node_equation_number(writer, node)})</span>')
    writer.body.append("</div>\n")
    raise nodes.SkipNode


def _converted(node: nodes.Element, as_block: bool) -> str:
    text = node.astext().replace(r"\lvert", r"\left|").replace(r"\rvert", r"\right|")  # a pair of one height
    try:
        return spaced(tex2mathml(text, as_block=as_block))
    except (MathError, SyntaxError) as problem:
        log.warning("the formula %r cannot be converted: %s", text, problem, location=node)
        return f"<code>{escape(text)}</code>"


def spaced(mathml: str) -> str:
    """Return MathML with thin spaces around the names of functions, and bars that open and close."""
    mathml = BARS.sub(r'\1<mo form="prefix">|</mo>\2<mo form="postfix">|</mo>\3', mathml)
    return AFTER.sub(THIN, BEFORE.sub(rf"\1{THIN}\2", mathml))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the renderer."""
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
