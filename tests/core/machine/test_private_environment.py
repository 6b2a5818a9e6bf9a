"""Where the engine lies, on each system."""

from pathlib import PurePosixPath, PureWindowsPath

from gisplug.core.machine.private_environment import folder, python_of


def test_the_private_environment_has_its_place_on_each_system():
    assert folder("linux", {"HOME": "/home/李"}) == PurePosixPath("/home/李/.local/share/gisplug/engine")
    assert folder("linux", {"HOME": "/h", "XDG_DATA_HOME": "/d"}) == PurePosixPath("/d/gisplug/engine")
    assert folder("darwin", {"HOME": "/Users/a"}) == PurePosixPath(
        "/Users/a/Library/Application Support/gisplug/engine"
    )
    local = {"LOCALAPPDATA": r"C:\Users\李 明\AppData\Local"}
    assert folder("win32", local) == PureWindowsPath(r"C:\Users\李 明\AppData\Local\gisplug\engine")
    assert folder("win32", {"USERPROFILE": r"C:\Users\a"}) == PureWindowsPath(
        r"C:\Users\a\AppData\Local\gisplug\engine"
    )


def test_the_interpreter_of_an_environment_is_found_on_each_system():
    assert python_of(PureWindowsPath("C:\\e"), "win32") == PureWindowsPath(r"C:\e\Scripts\python.exe")
    assert python_of(PurePosixPath("/e"), "linux") == PurePosixPath("/e/bin/python")
