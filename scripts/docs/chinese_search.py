"""Search in the pages; in Chinese by characters and pairs of neighbours, split alike when indexing and when asking.

Sphinx's own Chinese search cuts words with jieba when it indexes, but not what the reader types, so that a query of two
words without a blank between them finds nothing. Pairs need no dictionary and find every string.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any, ClassVar

from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from sphinx.application import Sphinx

RUN = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+")
SPLITTER = r"""
var splitQuery = (query) => {
  const runs = query.match(/[\u3400-\u9fff]+|(?:(?![\u3400-\u9fff])[\p{Letter}\p{Number}_])+/gu) || [];
  return runs.flatMap((run) =>
    /^[\u3400-\u9fff]{2,}$/.test(run) ? [...run].slice(1).map((sign, i) => run[i] + sign) : [run]
  );
};
"""


class SearchOnce(SearchEnglish):
    """English words by their stems, each word's found once for all pages."""

    _stems: ClassVar[dict[str, str]] = {}

    def stem(self, word: str) -> str:
        """Return the stem of a word."""
        if word not in self._stems:
            self._stems[word] = super().stem(word)
        return self._stems[word]


class SearchChinese(SearchOnce):
    """English words by their stems, Chinese text by characters and pairs."""

    lang = "zh"
    language_name = "English"  # of the stemmer in the browser
    js_splitter_code = SPLITTER

    def split(self, input: str) -> list[str]:
        """Return the terms of a text."""
        terms = []
        for run in RUN.findall(input):
            if "\u3400" <= run[0] <= "\u9fff":
                terms += [*run, *(a + b for a, b in itertools.pairwise(run))]
            else:
                terms.append(run)
        return terms


def setup(app: Sphinx) -> dict[str, Any]:
    """Take the place of Sphinx's English and Chinese search."""
    app.add_search_language(SearchOnce)
    app.add_search_language(SearchChinese)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
