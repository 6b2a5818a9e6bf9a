"""The faults that are planted to test the tests are faults of the code as it stands."""

from __future__ import annotations

import pytest

from tests.numbers.faults import FAULTS, ROOT


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_can_be_planted(fault):
    text = (ROOT / fault.path).read_text(encoding="utf-8")
    assert text.count(fault.text) == 1
    planted = text.replace(fault.text, fault.instead)
    assert planted != text
    compile(planted, fault.path, "exec")
