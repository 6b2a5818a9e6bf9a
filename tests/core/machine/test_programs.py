"""Programs are heard line by line, given to read, and ended when asked or when they fall silent."""

import os
import sys
import time

import pytest

from gisplug.core.errors import Cancelled
from gisplug.core.machine.programs import run_program
from gisplug.core.progress import SILENT


def python(code):
    return [sys.executable, "-I", "-u", "-c", code]


def test_lines_arrive_as_they_are_printed_and_the_code_at_the_end():
    heard = []
    code = "import sys; print('一'); print(sys.stdin.read(), file=sys.stderr); sys.exit(3)"
    ended = run_program(python(code), SILENT, heard.append, given="two")
    assert heard == ["一", "two"] and ended.last == ("一", "two") and ended.code == 3 and not ended.silent


def test_a_program_that_reads_nothing_is_no_trouble():
    assert run_program(python("pass"), SILENT, given="x" * 1000).code == 0


def test_a_silent_program_is_ended():
    begun = time.monotonic()
    ended = run_program(python("print('here', flush=True); import time; time.sleep(60)"), SILENT, patience=1.5)
    assert ended.silent and ended.code != 0 and ended.last == ("here",) and time.monotonic() - begun < 10


class Cancelling:
    def check(self):
        raise Cancelled


def test_cancel_ends_it():
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        run_program(python("import time; time.sleep(60)"), Cancelling())
    assert time.monotonic() - begun < 3


def test_a_program_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        run_program([str(tmp_path / "none")], SILENT)


def test_a_program_without_a_group_of_its_own_ends_with_this_process():
    heard = []
    code = "import os; print(os.getpgrp())"
    run_program(python(code), SILENT, heard.append, group=False)
    run_program(python(code), SILENT, heard.append)
    assert [int(line) == os.getpgrp() for line in heard] == [True, False]
    ended = run_program(python("import time; time.sleep(60)"), SILENT, patience=0.5, group=False)
    assert ended.silent and ended.code != 0


def test_a_program_that_has_ended_is_not_waited_for_though_another_holds_its_stream():
    begun, heard = time.monotonic(), []
    code = "import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(30)']).pid)"
    ended = run_program(python(code), SILENT, heard.append)
    os.kill(int(heard[0]), 9)
    assert ended.code == 0 and not ended.silent and time.monotonic() - begun < 20
