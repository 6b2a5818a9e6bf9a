"""What the system refuses, by its number and by what was being done: the mend that fits, in English and Chinese."""

import errno
import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from gisplug.core.errors import GisplugError, OutputError, TableError
from gisplug.core.messages import spoken, spoken_error
from gisplug.core.output.files import folder_beside, reading, writing
from gisplug.core.output.folders import replacing
from gisplug.core.output.refusals import refusing
from gisplug.core.output.system_errors import ERRNO, WINDOWS, Doing, Kind, advice_for, kind_of, said_of

FULL, FAILING, GONE = "Free some space", "answers with errors: have it looked at", "is not connected any more: connect"
CLOSE, CHECK = "in the program that has it open", "missing or was removed meanwhile"
HANDLES, MEMORY = "Raise the limit (ulimit -n 4096)", "Memory is not enough"
READ_ONLY, NAME, WAY = "may only be read", "does not take: give it another name", "is in the way: remove it"
MAY_NOT = "You may not"
NUMBERS = {  # what each number of Linux and macOS is answered with, whatever is being done
    "ENOSPC": FULL,
    "EDQUOT": "ask for a larger share",
    "EFBIG": "FAT32: 4 GB",
    "EMFILE": HANDLES,
    "ENFILE": "The whole computer has too many files open",
    "ENOMEM": MEMORY,
    "EBUSY": "Close",
    "ETXTBSY": "Close",
    "EACCES": "",  # below
    "EPERM": "",
    "EROFS": READ_ONLY,
    "ENAMETOOLONG": "characters; name a folder with a shorter path",
    "EILSEQ": NAME,
    "ESTALE": GONE,
    "ENOTCONN": GONE,
    "EHOSTDOWN": GONE,
    "EHOSTUNREACH": GONE,
    "ENETDOWN": GONE,
    "ENETUNREACH": GONE,
    "ENETRESET": GONE,
    "ENOLINK": GONE,
    "ETIMEDOUT": GONE,
    "ENODEV": GONE,
    "ENXIO": GONE,
    "ENOMEDIUM": GONE,
    "EIO": FAILING,
    "EREMOTEIO": FAILING,
    "EBADMSG": FAILING,
    "EUCLEAN": FAILING,
    "EINTR": "interrupted it: start again",
    "ENOENT": "path",
    "EEXIST": WAY,
    "ENOTEMPTY": WAY,
    "EISDIR": WAY,
    "ENOTDIR": WAY,
    "EINVAL": "Look at the folder, the disk or the network drive",
}
CODES = {  # of Windows: the errno that Python makes of it says less
    2: (errno.ENOENT, "path"),
    4: (errno.EMFILE, HANDLES),
    5: (errno.EACCES, ""),
    8: (errno.ENOMEM, MEMORY),
    19: (errno.EACCES, READ_ONLY),
    21: (errno.EACCES, GONE),
    23: (errno.EACCES, FAILING),
    32: (errno.EACCES, "Close"),
    33: (errno.EACCES, "Close"),
    39: (errno.EINVAL, FULL),
    53: (errno.ENOENT, GONE),
    59: (errno.EINVAL, GONE),
    64: (errno.EINVAL, GONE),
    67: (errno.ENOENT, GONE),
    112: (errno.ENOSPC, FULL),
    121: (errno.EINVAL, GONE),
    123: (errno.EINVAL, NAME),
    145: (errno.ENOTEMPTY, WAY),
    206: (errno.ENOENT, "shorter path"),
    1117: (errno.EINVAL, FAILING),
    1167: (errno.EINVAL, GONE),
    1224: (errno.EINVAL, "Close"),
    1295: (errno.EINVAL, "ask for a larger share"),
    1392: (errno.EINVAL, FAILING),
    1455: (errno.EINVAL, MEMORY),
}
DENIED = {  # what may be meant depends on what was being done
    "work": "or another program has it open",
    "read": "You may not read it",
    "replace": "You may not write there, or another program has it open",
    "replace folder": "You may not write there, or another program has its files open",
    "into": "You may not write there: choose another folder",
}


class OfWindows(OSError):
    """As Windows raises it: the errno says less than its own code."""

    winerror = 0


def of_windows(code: int) -> OSError:
    problem = OfWindows(CODES[code][0], "what Windows says.")
    problem.winerror = code
    return problem


def work(folder: Path, problem: OSError, monkeypatch: pytest.MonkeyPatch) -> None:
    with refusing(folder / "table.csv"):
        raise problem


def read(folder: Path, problem: OSError, monkeypatch: pytest.MonkeyPatch) -> None:
    with reading("table.csv", "CSV", TableError):
        raise problem


def replace(folder: Path, problem: OSError, monkeypatch: pytest.MonkeyPatch) -> None:
    with writing(folder / "table.csv") as made:
        made.touch()
        moving_fails(monkeypatch, problem)


def replace_folder(folder: Path, problem: OSError, monkeypatch: pytest.MonkeyPatch) -> None:
    with replacing(folder / "out", "run.json") as made:
        (made / "run.json").touch()
        moving_fails(monkeypatch, problem)


def into(folder: Path, problem: OSError, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*given: object, **more: object) -> None:
        raise problem

    monkeypatch.setattr("tempfile.mkdtemp", fails)
    folder_beside(folder / "out" / "table.csv", ".x-")


def moving_fails(monkeypatch: pytest.MonkeyPatch, problem: OSError) -> None:
    def fails(self: Path, target: Path) -> None:
        raise problem

    monkeypatch.setattr(Path, "replace", fails)


WORKS = {"work": work, "read": read, "replace": replace, "replace folder": replace_folder, "into": into}
NOT_OF_THE_FILE = ("EEXIST", "ENOTEMPTY", "EISDIR", "ENOTDIR", "EINVAL", "EFBIG")  # may come from damaged bytes too


def refused(name: str, folder: Path, problem: OSError, monkeypatch: pytest.MonkeyPatch) -> GisplugError:
    with monkeypatch.context() as patch, pytest.raises(GisplugError) as raised:
        WORKS[name](folder, problem, patch)
    assert raised.value.__cause__ is problem
    return raised.value


def in_chinese(refusal: GisplugError, folder: Path, problem: OSError) -> None:
    told = spoken_error(refusal, "zh")
    for known in (
        str(folder),
        "/out",
        "table.csv",
        "GISPLUG_WORKERS",
        "ulimit",
        "FAT32",
        "MB",
        "GB",
        "what Windows says",
    ):
        told = told.replace(known, "")
    assert not re.search(r"[A-Za-z]{3,}", told), told
    assert len(re.findall(r"[\u4e00-\u9fff]", told)) > 8, told


@pytest.mark.parametrize("doing", WORKS)
@pytest.mark.parametrize("number", [name for name in NUMBERS if hasattr(errno, name)])
def test_each_number_has_the_mend_that_fits(tmp_path, monkeypatch, number, doing):
    problem = OSError(getattr(errno, number), os.strerror(getattr(errno, number)))
    refusal = refused(doing, tmp_path, problem, monkeypatch)
    if doing == "read" and number in NOT_OF_THE_FILE:
        assert "It is damaged, or not what its ending says" in str(refusal)
        return
    expected = NUMBERS[number] or DENIED[doing]
    assert expected in str(refusal)
    assert ("Close" in str(refusal)) == (expected in ("Close", MEMORY)), str(refusal)
    if doing != "read":
        assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    in_chinese(refusal, tmp_path, problem)


@pytest.mark.parametrize("doing", WORKS)
@pytest.mark.parametrize("code", CODES)
def test_codes_of_windows_say_more_than_the_errno_they_come_with(tmp_path, monkeypatch, code, doing):
    problem = of_windows(code)
    refusal = refused(doing, tmp_path, problem, monkeypatch)
    if doing == "read" and code == 145:
        return
    assert (CODES[code][1] or DENIED[doing]) in str(refusal)
    in_chinese(refusal, tmp_path, problem)


def test_the_tables_are_whole():
    assert set(NUMBERS) - {"EINVAL"} == {name for names in ERRNO.values() for name in names}
    codes = [code for known in WINDOWS.values() for code in known]
    assert len(codes) == len(set(codes)) and set(CODES) <= set(codes)
    for kind in Kind:
        for doing in Doing:
            assert advice_for(kind, Path("x"), doing).endswith(".")
    for name in NUMBERS:
        if hasattr(errno, name):
            said = os.strerror(getattr(errno, name))
            assert spoken(said, "zh") != said or os.name == "nt", said


@pytest.mark.parametrize("number", ["EIO", "ENOSPC", "ENOTCONN"])
def test_a_file_that_nobody_knows_is_not_named(number):
    with pytest.raises(OutputError) as raised, refusing(None):  # type: ignore[arg-type]
        raise OSError(getattr(errno, number), "x")
    assert (NUMBERS[number]) in str(raised.value) and "None" not in str(raised.value)
    assert ": :" not in str(raised.value) and not str(raised.value).startswith(":")


def test_of_two_files_the_one_that_is_written_is_named(tmp_path):
    work = tmp_path / ".out-work"
    for problem in (
        OSError(errno.ENOSPC, "full", str(tmp_path / "study.toml"), None, str(work / "study.toml")),
        OSError(errno.EIO, "x", str(tmp_path / "study.toml"), None, str(tmp_path / "out")),
    ):
        with pytest.raises(OutputError, match=r"out\b") as raised, refusing(tmp_path / "out", work):
            raise problem
        assert "study.toml" not in str(raised.value)


def test_a_workbook_that_cannot_be_read_again_is_no_bug(tmp_path, monkeypatch):
    def unread(*given: object, **more: object) -> None:
        raise zipfile.BadZipFile("File is not a zip file")  # what zipfile makes of an OSError at the end of a file

    monkeypatch.setattr("gisplug.core.output.files.without_clock", unread)
    with pytest.raises(OutputError, match=r"Cannot write .*Look at the disk"), writing(tmp_path / "table.xlsx") as made:
        made.touch()
    assert not list(tmp_path.iterdir())


def test_a_folder_in_the_place_of_a_file_is_told(tmp_path, monkeypatch):
    (tmp_path / "table.csv").mkdir()
    for code in (5, 32):
        assert WAY in str(refused("replace", tmp_path, of_windows(code), monkeypatch))
    with pytest.raises(OutputError, match=WAY), writing(tmp_path / "table.csv") as made:
        made.touch()


def test_a_mount_point_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("os.path.ismount", lambda path: Path(path) == tmp_path)
    busy = OSError(errno.EBUSY, "busy")
    assert "(a mount point)" in said_of(busy, tmp_path, Doing.REPLACING_FOLDER)
    assert "Close" in said_of(busy, tmp_path / "x", Doing.REPLACING_FOLDER)


def test_a_code_of_windows_goes_before_the_errno():
    assert kind_of(of_windows(32)) is Kind.IN_USE and kind_of(OSError(errno.EACCES, "x")) is Kind.DENIED
    unknown = OfWindows(errno.EIO, "x")
    unknown.winerror = 99999
    assert kind_of(unknown) is Kind.FAILING and kind_of(OSError("x")) is Kind.OTHER


def hidden(path: Path, problem: OSError) -> None:
    """Raise what readers make of a failure: an error of their own, with or without the reason."""
    raise TableError(f"{path.name} is no such file") from problem


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE, errno.EMFILE, errno.EACCES])
def test_a_disk_that_fails_is_not_blamed_on_the_file(tmp_path, monkeypatch, number):
    path = tmp_path / "table.csv"
    path.write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"Cannot read table\.csv|open at once"), reading(path.name, "CSV", TableError):
        hidden(path, OSError(number, "x"))

    def fails(self: Path, *given: object, **more: object) -> None:
        raise OSError(number, "x")

    monkeypatch.setattr(Path, "open", fails)  # the reader did not say why, so it is tried
    with (
        pytest.raises(TableError, match=r"Cannot read table\.csv|open at once"),
        reading(path.name, "CSV", TableError, path),
    ):
        raise RuntimeError("unable to open")


def test_a_damaged_file_on_a_sound_disk_is_blamed(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(b"\0")
    with pytest.raises(TableError, match="It is damaged"), reading(path.name, "CSV", TableError, path):
        raise RuntimeError("unable to open")
    with pytest.raises(TableError, match="no such file"), reading(path.name, "CSV", TableError, path):
        hidden(path, OSError(errno.EINVAL, "x"))


@pytest.mark.parametrize("fails", [False, True])
def test_an_empty_folder_is_replaced_and_nothing_stays_beside_it(tmp_path, fails):
    target = tmp_path / "out"
    target.mkdir()
    try:
        with replacing(target, "run.json") as made:
            (made / "run.json").touch()
            if fails:
                raise TableError("x")
    except TableError:
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (target / "run.json").exists() != fails


def test_an_empty_folder_comes_back_where_the_result_cannot_be_moved(tmp_path, monkeypatch):
    target, real = tmp_path / "out", Path.replace
    target.mkdir()

    def replaced(self: Path, to: Path) -> Path:
        if Path(to) == target and not self.name.endswith("-old"):
            raise OSError(errno.EIO, "x")
        return real(self, to)

    monkeypatch.setattr(Path, "replace", replaced)
    with pytest.raises(OutputError, match=FAILING), replacing(target, "run.json") as made:
        (made / "run.json").touch()
    assert [path.name for path in tmp_path.iterdir()] in ([], ["out"])
    shutil.rmtree(tmp_path)


@pytest.mark.parametrize("page", ["docs/study/interruptions.md", "docs/zh/study/interruptions.md"])
def test_the_page_has_the_table(page):
    text = (Path(__file__).resolve().parents[3] / page).read_text(encoding="utf-8")
    rows = [row.split("|") for row in text.splitlines() if re.search(r"\| .*\bE[A-Z]{2,}\b", row)]
    told = {
        (name, int(code)) for row in rows for name in re.findall(r"\bE[A-Z]{2,}\b", row[2])[:1] for code in numbers(row)
    }
    known = {(ERRNO[kind][0], code) for kind, codes in WINDOWS.items() for code in codes}
    assert told == known
    assert {name for row in rows for name in re.findall(r"\bE[A-Z]{2,}\b", row[2])} == set(NUMBERS) - {"EINVAL"}


def numbers(row: list[str]) -> list[str]:
    return re.findall(r"\d+", row[3])
