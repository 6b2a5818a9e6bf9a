"""A value of another type, at every key of a study file, is read or refused with its line; never a traceback."""

import re

import pytest

from gisplug.core.errors import GisplugError, StudyError
from tests.fuzz.readers import study
from tests.fuzz.seeds import studies

VALUES = (
    "1",
    "-3",
    "2.5",
    '""',
    '"x"',
    "true",
    "[]",
    "[1]",
    '["x", 2]',
    "{}",
    "{ a = 1 }",
    "[[1]]",
    "1979-05-27",
    "nan",
    "inf",
    "9223372036854775807",
    '"@panel.panel"',
    '"@x.y"',
    "[{}]",
    "[{ path = 3 }]",
    "{ a = [] }",
    '"\\u0000"',
)


def refused_or_read(path, text):
    path.write_text(text, encoding="utf-8")
    try:
        study(path)
    except GisplugError:
        return


@pytest.mark.parametrize("value", VALUES)
def test_any_value_at_any_key(tmp_path, value):
    for (file,) in studies(tmp_path / "studies"):
        lines = file.read_text(encoding="utf-8").splitlines()
        for k, line in enumerate(lines):
            if "=" in line:
                refused_or_read(
                    tmp_path / "s.toml", "\n".join([*lines[:k], f"{line.split('=')[0]}= {value}", *lines[k + 1 :]])
                )
        for name in {found[1] for found in map(re.compile(r"^\[\[?(\w+)").match, lines) if found}:
            refused_or_read(tmp_path / "s.toml", f"{name} = {value}\n")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("tables", "[1]", r'line \d+: tables is text in "quotes" or a list of such; 1 was given instead'),
        ("join", "[3]", r"line \d+: join is a table \{ \.\.\. \} or a list of such; 3 was given instead"),
        ("steps", "true", "steps is text"),
        ("outputs", "{ a = 1 }", "outputs is text"),
        ("tools", "[2012-01-01]", "tools is text"),
    ],
)
def test_the_line_and_the_kind_are_named(tmp_path, key, value, said):
    (file,) = studies(tmp_path)[0]
    text = re.sub(rf"(?m)^{key} = .*$", f"{key} = {value}", file.read_text(encoding="utf-8"), count=1)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match=said):
        study(file)
