"""Memory of the computer, or of the container where that has less."""

from gisplug.core.machine.memory import GIB, Memory, memory, within

WHOLE = Memory(int(8 * GIB), int(5 * GIB))


def test_this_computer_has_memory():
    found = memory()
    assert found.total and found.total > GIB / 4 and (found.free is None or 0 < found.free <= found.total)


def test_a_container_has_what_it_was_given(tmp_path):
    (tmp_path / "memory.max").write_text(f"{int(2 * GIB)}\n")
    (tmp_path / "memory.current").write_text(f"{int(0.5 * GIB)}\n")
    assert within(WHOLE, tmp_path) == Memory(int(2 * GIB), int(1.5 * GIB))


def test_a_group_without_a_limit_changes_nothing(tmp_path):
    assert within(WHOLE, tmp_path) == WHOLE
    (tmp_path / "memory.max").write_text("max\n")
    assert within(WHOLE, tmp_path) == WHOLE
    (tmp_path / "memory.max").write_text(f"{int(16 * GIB)}\n")
    assert within(WHOLE, tmp_path) == WHOLE
