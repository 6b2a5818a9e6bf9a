"""A sample of `python -m tests.interruptions`: calls that fail leave the old or the new result, whole."""

import subprocess
import sys

import pytest

from tests.interruptions.shim import SOURCE, WHY_NOT


@pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
@pytest.mark.parametrize("more", [(), ("--lasting",)])
def test_whatever_call_fails_the_old_or_the_new_result_stands(more):
    command = [sys.executable, "-m", "tests.interruptions", "--small", "--sample", "2", "--seed", "3", *more]
    done = subprocess.run(command, cwd=SOURCE.parents[2], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("sound  ") == 2, done.stdout
