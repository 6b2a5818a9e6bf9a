"""The page of the laws says what the registry says."""

import sys
from pathlib import Path

import pytest

from tests.laws.laws import LAWS, in_part, without
from tests.laws.registry import EVERY

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
sys.path.insert(0, str(ROOT / "scripts" / "docs"))

import write_laws  # noqa: E402
from parts import replaced  # noqa: E402

PAGE = (ROOT / "docs" / "laws.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", write_laws.parts())
def test_the_page_is_up_to_date(name):
    assert replaced(PAGE, name, write_laws.parts()[name]) == PAGE, "run: python scripts/write_laws.py"


def test_every_cell_of_the_table_is_what_the_tests_do():
    head, _, *rows = [line.strip("| ").split(" | ") for line in write_laws.table().splitlines()]
    assert head[1:] == list(LAWS) and len(rows) == len(EVERY)
    for line, estimator in zip(write_laws.table().splitlines()[2:], EVERY, strict=True):
        cells = [cell.strip() for cell in line.split("|")[2:-1]]
        for law, cell in zip(LAWS, cells, strict=True):
            assert (cell == "") == (bool(without(estimator, law)) and law not in estimator.exempt)
            assert cell.startswith("[") == (law in estimator.exempt)
            assert (cell == "(+)") == bool(in_part(estimator, law))


def test_exemptions_have_reasons_and_are_few():
    exempt = [(e.name, law, why) for e in EVERY for law, why in e.exempt.items()]
    assert all(law in LAWS and len(why.split()) > 4 for _, law, why in exempt)
    for _, _, why in exempt:
        assert why in write_laws.exemptions()
