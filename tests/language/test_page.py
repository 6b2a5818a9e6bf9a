"""The page of the language: every function as its table has it, and every formula of the page is read."""

import re
from pathlib import Path

import pandas as pd
import pytest

from gisplug.core.errors import GisplugError, ModelError
from gisplug.language.formula import expand, parse_formula
from gisplug.language.functions import TABLE
from gisplug.language.parser import read_expression
from gisplug.language.place import Source
from gisplug.panel.read import read_panel

DOCS = Path(__file__).resolve().parents[2] / "docs"
ENGLISH, CHINESE = DOCS / "panel" / "formulas.md", DOCS / "zh" / "panel" / "formulas.md"


@pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_the_page_has_every_function_as_the_table_has_it(page):
    last = page.read_text(encoding="utf-8").rsplit("\n## ", 1)[1]
    told = {re.match(r"\| `(\w+)\(", line)[1]: line for line in last.splitlines() if line.startswith("| `")}
    assert list(told) == list(TABLE)
    for function in TABLE.values():
        for usage in function.usage.replace(" or ", "; ").replace("), ", "); ").split("; "):
            assert f"`{usage}`" in told[function.name]
        assert page is CHINESE or told[function.name].endswith(f"| {function.does} |")


@pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_what_the_page_writes_is_read(page):
    spans = re.findall(
        r"(?<!`)`([^`\n]+)`(?!`)", page.read_text(encoding="utf-8").split("\n## Fun")[0].split("\n## 函")[0]
    )
    read = 0
    for span in (s.replace("\\|", "|") for s in spans):
        for act in (parse_formula, lambda s: read_expression(Source(s)), lambda s: parse_formula(f"y ~ a + b + {s}")):
            try:
                act(span)
                read += 1
                break
            except GisplugError:
                continue
    assert read > 30


@pytest.mark.parametrize("page", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_the_error_of_the_page_is_the_one_that_is_raised(page):
    shown = re.search(r"```text\n(.*?)\n```", page.read_text(encoding="utf-8"), re.S)[1]
    frame = pd.DataFrame({"code": ["u", "v"], "year": [2010, 2010], "gdp": [1.0, 2.0], "wage": [3.0, 4.0]})
    with pytest.raises(ModelError) as refused:
        expand(parse_formula("gdp ~ log(gpd) + wage"), read_panel(frame, "code", "year"))
    assert str(refused.value) == shown
