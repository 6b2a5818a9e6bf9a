"""The home folder is shown as ~, under whatever name it appears."""

from gisplug.core.machine.paths import shown

LINUX = {"HOME": "/home/li"}
WINDOWS = {"USERPROFILE": r"C:\Users\李 明"}


def test_home_becomes_a_tilde_wherever_it_stands():
    told = shown("No module at /home/li/a.py, nor in /home/li", LINUX)
    assert told == "No module at ~/a.py, nor in ~"


def test_a_longer_name_is_another_home():
    assert shown("/home/lina/x and /home/li-old", LINUX) == "/home/lina/x and /home/li-old"


def test_windows_paths_with_any_slash_and_any_case():
    told = shown(r"C:\Users\李 明\AppData|c:/users/李 明/x|'C:\\Users\\李 明\\y'", WINDOWS)
    assert told == r"~\AppData|~/x|'~\\y'"


def test_a_home_behind_a_link_is_found_too(tmp_path):
    real = tmp_path / "disk" / "li"
    real.mkdir(parents=True)
    link = tmp_path / "home"
    link.symlink_to(real)
    assert shown(f"{link}/a {real}/b", {"HOME": str(link)}) == "~/a ~/b"


def test_a_root_without_a_name_hides_nothing():
    assert shown("/usr/bin", {"HOME": "/"}) == "/usr/bin"
