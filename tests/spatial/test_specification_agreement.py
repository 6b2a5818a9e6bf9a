"""The table of agreement of random effects and tests: six digits everywhere, or a reason."""

from __future__ import annotations

import pytest

from tests.oracles.specification import hypothesis_lines, random_effects_lines


@pytest.mark.slow
def test_every_line_has_six_digits_or_a_reason():
    lines = [*random_effects_lines(), *hypothesis_lines()]
    assert len(lines) == 27
    assert not [str(line) for line in lines if min(line.digits.values()) < 6 and not line.reason]
