"""The notebooks of examples/ run, and show what they are kept with."""

import json
import re

import pytest

from tests.notebooks.run import differences, executed, notebooks, shown

KILOBYTES = 400
MACHINE_PATHS = re.compile(r"/(?:home|root|tmp|work|Users|var|opt)/|[A-Z]:\\\\")
NAMES = [path.stem for path in notebooks()]


def kept(name):
    return next(path for path in notebooks() if path.stem == name)


def test_there_are_notebooks():
    assert len(NAMES) >= 4


@pytest.mark.filterwarnings("default")  # the machinery of kernels warns of its own matters
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_and_shows_what_it_is_kept_with(name):
    for package in ("nbclient", "nbformat", "ipykernel"):
        pytest.importorskip(package, reason=f"{package} runs the notebooks; it is in the test group of pyproject.toml")
    import nbformat

    before, after = nbformat.read(kept(name), as_version=4), executed(kept(name))
    for place, (old, new) in enumerate(zip(before.cells, after.cells, strict=True), start=1):
        assert not differences(shown(old), shown(new)), f"cell {place} of {name}; python -m tests.notebooks.run {name}"


@pytest.mark.parametrize("name", NAMES)
def test_a_kept_notebook_is_small_and_tells_nothing_of_the_machine(name):
    text = kept(name).read_text(encoding="utf-8")
    assert len(text) <= KILOBYTES * 1024
    assert not MACHINE_PATHS.search(text)
    assert "SYNTHETIC" in text.split('"cell_type": "code"')[0], "its first words say what the data are"


@pytest.mark.parametrize("name", NAMES)
def test_a_kept_notebook_holds_outputs_and_no_error(name):
    cells = [c for c in json.loads(kept(name).read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"]
    kinds = [output["output_type"] for cell in cells for output in cell["outputs"]]
    assert kinds and set(kinds) == {"execute_result"}, "errors, warnings and prints have no place in a kept notebook"
    assert all(len(line) <= 100 for cell in cells for line in "".join(cell["source"]).split("\n")), "runs off the page"


def test_the_way_to_the_spillover_map_takes_fifteen_lines():
    cells = json.loads(kept("spillover_map").read_text(encoding="utf-8"))["cells"]
    way = next(
        "".join(c["source"]) for c in cells if c["cell_type"] == "code" and "small_maps(" in "".join(c["source"])
    )
    assert len([line for line in way.split("\n") if line.strip()]) == 15


def test_a_changed_number_or_word_would_be_seen():
    table = ["agg | 0.0811*** | (0.0058) | 1.24e-05"]
    assert not differences(table, ["agg | 0.0812*** | (0.0058) | 1.25e-05"])
    assert differences(table, ["agg | 0.0831*** | (0.0058) | 1.24e-05"])
    assert differences(table, ["agg | −0.0811*** | (0.0058) | 1.24e-05"])
    assert differences(table, ["agg | 0.0811** | (0.0058) | 1.24e-05"])
    assert differences(table, ["[picture]"])
    assert differences(table, [])
