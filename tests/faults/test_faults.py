"""The faults that are planted to test the tests are faults of the code as it stands."""

from __future__ import annotations

import shlex
from collections import Counter

import pytest

from tests.faults.__main__ import FOLDERS, faults_of
from tests.faults.plant import ROOT

FAULTS = {f"{folder}: {fault.name}": fault for folder in FOLDERS for fault in faults_of(folder)}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_can_be_planted_and_its_tests_are_there(fault):
    text = (ROOT / fault.path).read_text(encoding="utf-8")
    assert text.count(fault.text) == 1
    assert fault.planted(text) != text
    compile(fault.planted(text), fault.path, "exec")
    for tests in fault.tests:
        for path, _, name in (word.partition("::") for word in shlex.split(tests) if word.startswith("tests/")):
            assert (ROOT / path).is_file(), path
            assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8") or not name, f"{path}::{name}"


def test_no_fault_is_listed_twice():
    assert len(FAULTS) == sum(len(faults_of(folder)) for folder in FOLDERS)
    places = Counter((fault.path, fault.text, fault.instead) for fault in FAULTS.values())
    assert [place for place, count in places.items() if count > 1] == []
