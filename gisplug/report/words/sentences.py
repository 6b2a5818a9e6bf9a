"""Variables within sentences: "Coefficient of L.agg" is "Coefficient of Agglomeration (lag 1)"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from gisplug.language.labels import Language, readable

_NAME = r"(?:`[^`]+`|[^\W\d]\w*)"
_CALL = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
_ATOM = rf"(?:[LFD]\d*\.)*(?:{_NAME}{_CALL}(?:\[[^\]]*\])?|{_NAME})(?:\^\d+)?"
_TERM = re.compile(rf"(?<![\w.`])(?:W\*)?{_ATOM}(?::{_ATOM})*(?!\w|\.\w)")
_INNER = re.compile(_NAME)
_SIGNS = re.compile(r"[*^:(`]|^[LFD]\d*\.")
_PLAIN = re.compile("[a-z]+")
_WORDS = "of|on|against|and|in|by|through|given|from|to|with|or|for|than"
_BEFORE = re.compile(rf"(?:^|\b(?:{_WORDS})|[~|<>≤≥=×*→+/(\[^:;,-]|first_stage_f|ln) ?$")
_ARTICLE = re.compile(r"\b(?:the|a|an|each|every|all|no|one|its|this|that|of) $")
_BEHIND = re.compile(r" ?(?:$|[~|<>≤≥=×→+/)\]]|-[ >])")


def with_labels(
    text: str, labels: Mapping[str, str], language: Language, usual: Callable[[str], bool] = lambda word: False
) -> str:
    """Return a sentence with its variables as readers call them.

    Parameters
    ----------
    labels : of columns and of whole terms
    usual : whether a word is one of the house's own; then it is a variable only where variables stand
    """

    def said(found: re.Match[str]) -> str:
        term, before, behind = found[0], text[: found.start()], text[found.end() :]
        if _SIGNS.search(term):
            return readable(term, labels, language) if _has_label(term, labels) else term
        if term not in labels:
            return term
        if _PLAIN.fullmatch(term) and usual(term) and not _stands(before, behind):
            return term
        return labels[term]

    return _TERM.sub(said, text)


def _has_label(term: str, labels: Mapping[str, str]) -> bool:
    return term in labels or any(name.strip("`") in labels for name in _INNER.findall(term))


def _stands(before: str, behind: str) -> bool:
    """Tell whether words before and behind are those that variables have."""
    if _ARTICLE.search(before) and not before.endswith("of "):
        return False
    return bool(_BEFORE.search(before) or _BEHIND.match(behind))
