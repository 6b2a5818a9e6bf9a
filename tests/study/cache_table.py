"""Which steps of a study are done again after which change: `python -m tests.study.cache_table` prints it.

The study reads inputs of every kind (`tests/study/cache_study.py`). Each row changes one thing in a copy of the study
and its results, runs it again, and compares the steps that were not taken from the earlier run with those expected. A
step whose inputs come out as before is not done again, so a change stops where it changes nothing. With `--broken` each
row is run with a program that does not look where the row needs it to, and must come out wrong.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

import gisplug.study.cache as cache
import gisplug.study.inputs as inputs
import gisplug.study.run as run
from gisplug.core.identity import family, hashes, sources
from gisplug.study.settings import Settings
from gisplug.tools import all_tools, get_tool
from tests.study.cache_study import edges, matrix, raster, squares, write_study, zipped

Break = Callable[[pytest.MonkeyPatch], None]
CODES = [f"{i:02d}" for i in range(1, 10)]
PANEL = ("panel", "prepare-1", "panel-describe", "moran-by-period-y", "weights-comparison", "choropleth-map-y")
UNITS = ("units", "alignment", "lights", "weights-ring", "links-of-ids", "links-of-ring", "choropleth-map-y")
TABLE = ("alignment", *PANEL)
LISTED = ("listed", "of-listed")
FIGURES = ("moran-by-period-y", "choropleth-map-y")
ALL = (
    "units",
    "alignment",
    "lights",
    "weights-ring",
    *PANEL,
    "links-of-ids",
    "links-of-ring",
    *LISTED,
    "calibrated",
    "near",
    "of-the-shelf",
)


@dataclass(frozen=True)
class Row:
    """One change: what it does to the folder or to the program, and which steps are done again."""

    change: Callable[[Path, pytest.MonkeyPatch], None]
    again: tuple[str, ...]
    broken: Break


# ---- changes ----


def nothing(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Change nothing; the folder has moved all the same."""


def study(*pairs: tuple[str, str]) -> Callable[[Path, pytest.MonkeyPatch], None]:
    """Return a change of the study file."""

    def change(folder: Path, patch: pytest.MonkeyPatch) -> None:
        text = (folder / "study.toml").read_text(encoding="utf-8")
        for old, new in pairs:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (folder / "study.toml").write_text(text, encoding="utf-8")

    return change


def file(name: str, write: Callable[[Path], Any]) -> Callable[[Path, pytest.MonkeyPatch], None]:
    """Return a change of one file."""
    return lambda folder, patch: write(folder / name) and None


def shapes(write: Callable[[gpd.GeoDataFrame], gpd.GeoDataFrame]) -> Callable[[Path], None]:
    return lambda path: write(squares()).to_file(path, encoding="UTF-8")


def narrower(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.set_geometry(frame.geometry.scale(0.999, 0.999, origin=(110, 30)))


def renamed(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return frame.assign(place=frame["place"].str.replace("Ort", "Stadt"))


def cell(column: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        read, write = (pd.read_excel, "to_excel") if path.suffix == ".xlsx" else (pd.read_csv, "to_csv")
        frame = read(path, dtype={"code": str})
        frame.loc[3, column] += 0.25
        getattr(frame, write)(path, index=False)

    return change


def one_byte(path: Path) -> None:
    """Change a digit in the middle, of the same length; size and time of writing stay."""
    before = path.stat()
    text = path.read_text(encoding="utf-8")
    middle = next(i for i in range(len(text) // 2, len(text)) if text[i].isdigit() and text[i - 1] == ".")
    path.write_text(text[:middle] + str((int(text[middle]) + 1) % 10) + text[middle + 1 :], encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def swapped(folder: Path, patch: pytest.MonkeyPatch) -> None:
    (folder / "q" / "w.csv").rename(folder / "w.csv")
    (folder / "k" / "w.csv").rename(folder / "q" / "w.csv")
    (folder / "w.csv").rename(folder / "k" / "w.csv")


def unsaved(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Move a town as QGIS does: the change stands in the -wal beside the GeoPackage, which itself stays as it is."""
    path = folder / "borders" / "points.gpkg"
    other = path.with_name("other.gpkg")
    shutil.copy(path, other)
    opened = sqlite3.connect(other)
    opened.execute("pragma wal_autocheckpoint = 0")
    for (name,) in opened.execute("select name from sqlite_master where type = 'trigger'").fetchall():
        opened.execute(f'drop trigger "{name}"')  # of the spatial index; they need functions of GDAL
    opened.execute("update towns set place = 'moved' where code = '01'")
    opened.commit()
    shutil.copy(f"{other}-wal", f"{path}-wal")
    opened.close()
    other.unlink()


def scale(path: Path) -> None:
    path.write_text('<PAMDataset><PAMRasterBand band="1"><Scale>2</Scale></PAMRasterBand></PAMDataset>')


def damaged(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """A disk that was full, or a hand that tidied up: a finished step lacks a part of its file."""
    found = next(folder.glob(".out.steps/*/ring.csv"))
    found.write_bytes(found.read_bytes()[:-20])


def program(name: str, value: Any) -> Callable[[Path, pytest.MonkeyPatch], None]:
    return lambda folder, patch: patch.setattr(cache, name, lambda: value)


def other_font(folder: Path, patch: pytest.MonkeyPatch) -> None:
    import gisplug.report.fonts as fonts

    patch.setattr(fonts, "chinese_font", lambda: "Another Font")


def large_and_touched(folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(hashes, "LARGE", 1)
    one_byte(folder / "panel.csv")


# ---- a program that does not look ----


def blind_to(*endings: str) -> Break:
    """Do not look into files of some endings."""

    def change(patch: pytest.MonkeyPatch) -> None:
        of = hashes.Hashes.of

        def blind(self: hashes.Hashes, path: Path) -> str:
            return "" if path.as_posix().lower().endswith(endings) else of(self, path)

        patch.setattr(hashes.Hashes, "of", blind)

    return change


def beside_unseen(ending: str) -> Break:
    """Do not know that files of an ending belong to another."""

    def change(patch: pytest.MonkeyPatch) -> None:
        whole = family.family
        patch.setattr(sources, "family", lambda s: tuple(p for p in whole(s) if not p.name.lower().endswith(ending)))

    return change


def by_name(patch: pytest.MonkeyPatch) -> None:
    """Know files by name without folder, as once: the later one hides the earlier."""

    def plain(self: inputs.Inputs) -> dict[str, Any]:
        found = {n: {Path(f.file).name: f.sha256 for s in ss for f in s.files} for n, ss in self.files.items()}
        return {"files": found, "values": dict(self.values)}

    patch.setattr(inputs.Inputs, "plain", plain)


def without_order(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        inputs.Inputs,
        "plain",
        lambda self: {
            "files": {n: sorted(str(s.plain()) for s in ss) for n, ss in self.files.items()},
            "values": dict(self.values),
        },
    )


def by_content(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        inputs.Inputs,
        "plain",
        lambda self: {
            "files": {n: sorted(f.sha256 for s in ss for f in s.files) for n, ss in self.files.items()},
            "values": dict(self.values),
        },
    )


def without_parts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sources.Source, "plain", lambda self: [[f.file, f.sha256] for f in self.files])


def without_values(patch: pytest.MonkeyPatch) -> None:
    plain = inputs.Inputs.plain
    patch.setattr(inputs.Inputs, "plain", lambda self: {"files": plain(self)["files"]})


def by_size_and_time(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(hashes, "content", lambda p: str((p.stat().st_size, p.stat().st_mtime_ns)))


def by_time(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(hashes.Hashes, "of", lambda self, p: str(p.stat().st_mtime_ns) + hashes.content(p))


def by_whole_path(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sources, "known_as", lambda path, home, made=None: str(path))


def joined_unseen(patch: pytest.MonkeyPatch) -> None:
    of_own = inputs.Files.of_own

    def less(self: inputs.Files, kind: str, given: Any) -> inputs.Inputs:
        found = of_own(self, kind, given)
        return inputs.Inputs({n: s for n, s in found.files.items() if not n.startswith("join")}, found.values)

    patch.setattr(inputs.Files, "of_own", less)


def deaf_to(setting: str) -> Break:
    """Do not compare a setting."""

    def change(patch: pytest.MonkeyPatch) -> None:
        hold = Settings.hold_as
        patch.setattr(
            Settings, "hold_as", lambda self, asked: hold(self, {n: a for n, a in asked.items() if n != setting})
        )

    return change


def all_settings(patch: pytest.MonkeyPatch) -> None:
    """Let every setting reach every step, as once."""
    answers = Settings.answers

    def more(self: Settings, asking: Any) -> dict[str, Any]:
        asking.names |= {"language", "formats", "synthetic"}
        asking.ask_all_words()
        return answers(self, asking)

    patch.setattr(Settings, "answers", more)


def pattern_as_text(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(inputs, "_rasters", lambda value: iter([(str(value), Path(str(value)).name)]))
    patch.setattr(inputs.Inputs, "whole", property(lambda self: True))


def idle_counts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("gisplug.study.one_step.IDLE", ())


def titles_count(patch: pytest.MonkeyPatch) -> None:
    import gisplug.study.one_step as one_step

    carry_out = one_step.carry_out

    def titled(step: Any, *rest: Any) -> Any:
        key = cache.step_key
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(one_step, "step_key", lambda *a: key(*a)[:10] + key(step.title + step.text, *a[1:])[:20])
            return carry_out(step, *rest)

    patch.setattr(run, "carry_out", titled)


def names_of_results_unseen(patch: pytest.MonkeyPatch) -> None:
    import gisplug.study.one_step as one_step

    key = cache.step_key
    patch.setattr(one_step, "step_key", lambda tool, found, wanted: key(tool, found, dict.fromkeys(wanted, "")))


def code_unseen(patch: pytest.MonkeyPatch) -> None:
    import gisplug.study.one_step as one_step

    key = cache.step_key

    def same(*given: Any) -> str:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(cache, "code_hash", lambda: "")
            inner.setattr(cache, "computed_by", dict)
            return key(*given)

    patch.setattr(one_step, "step_key", same)


def trusting(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cache, "_whole", lambda folder, known: True)


def table_formats_count(patch: pytest.MonkeyPatch) -> None:
    import gisplug.study.run as runner

    settings = runner._settings

    def more(plan: Any, files: Any) -> Settings:
        made = settings(plan, files)
        return Settings(made.house, (*made.background, sources.Source(str(plan.outputs), ())))

    patch.setattr(runner, "_settings", more)


ROWS: dict[str, Row] = {
    # the program and the place
    "nothing, the folder moved": Row(nothing, (), by_whole_path),
    "version of gisplug's code": Row(program("code_hash", "other"), ALL, code_unseen),
    "version of a library": Row(program("computed_by", {"numpy": "0"}), ALL, code_unseen),
    "a finished step damaged": Row(damaged, ("weights-ring",), trusting),
    # boundaries
    ".shp of the boundaries": Row(
        file("borders/units.shp", shapes(narrower)), (*UNITS, *PANEL), blind_to(".shp", ".shx")
    ),
    ".dbf: names of units": Row(file("borders/units.shp", shapes(renamed)), (*UNITS, "panel"), beside_unseen(".dbf")),
    ".prj: reference system": Row(
        file("borders/units.prj", lambda p: p.write_text(p.read_text().replace("6378137", "6378138"))),
        UNITS,
        beside_unseen(".prj"),
    ),
    ".cpg: encoding": Row(
        file("borders/units.cpg", lambda p: p.write_text("ISO-8859-1")), ("units",), beside_unseen(".cpg")
    ),
    "layer in a zip archive": Row(
        file("borders/zipped.zip", lambda p: zipped(p, narrower(squares()[:9]))), LISTED, blind_to(".zip")
    ),
    "GeoPackage, another layer named": Row(
        study(("points.gpkg|layername=towns", "points.gpkg|layername=few")), ("near",), without_parts
    ),
    "GeoPackage, change not yet saved (-wal)": Row(unsaved, ("near",), beside_unseen("-wal")),
    "background of maps": Row(
        file("borders/land.gpkg", lambda p: narrower(squares()[:2]).to_file(p, layer="land")),
        ("choropleth-map-y",),
        deaf_to("background"),
    ),
    "background of maps, another layer": Row(
        study(("layername=land", "layername=other")), ("choropleth-map-y",), deaf_to("background")
    ),
    "which units are used": Row(study(("{ used = 1 }", f"{{ used = 1, code = {CODES} }}")), ("units",), without_values),
    # tables
    "a cell of the panel": Row(file("panel.csv", cell("y")), TABLE, blind_to("panel.csv")),
    "a byte of the panel, size and time as before": Row(file("panel.csv", one_byte), TABLE, by_size_and_time),
    "the same in a large file": Row(large_and_touched, TABLE, by_size_and_time),
    "the panel's time of writing": Row(file("panel.csv", os.utime), (), by_time),
    "a cell of the joined table": Row(file("more.xlsx", cell("z")), ("panel", "prepare-1", *PANEL[2:]), joined_unseen),
    # weights
    "q/w.csv": Row(
        file("q/w.csv", lambda p: edges(CODES, 3).to_csv(p, index=False)),
        ("alignment", "moran-by-period-y", "weights-comparison"),
        by_name,
    ),
    "k/w.csv": Row(
        file("k/w.csv", lambda p: edges(CODES, 3).to_csv(p, index=False)),
        ("alignment", "weights-comparison"),
        blind_to("k/w.csv"),
    ),
    "q/w.csv and k/w.csv swapped": Row(swapped, ("alignment", "moran-by-period-y", "weights-comparison"), by_content),
    "order of the list of weights": Row(study(('["q", "k"]', '["k", "q"]')), ("weights-comparison",), without_order),
    ".mtx": Row(file("w.mtx", lambda p: matrix(p, 2)), ("alignment", "links-of-ids"), blind_to(".mtx")),
    ".ids beside it": Row(
        file("w.ids", lambda p: p.write_text("\n".join(reversed(p.read_text().split())))),
        ("alignment", "links-of-ids"),
        beside_unseen(".ids"),
    ),
    "name of a W that the study makes": Row(
        study(("[weights.ring]", "[weights.queen]"), ('weights = "ring"', 'weights = "queen"')),
        ("weights-queen", "links-of-ring"),
        names_of_results_unseen,
    ),
    # rasters
    "a raster found by pattern": Row(
        file("lights/ntl_2020.tif", lambda p: raster(p, 99)), ("lights", *PANEL), pattern_as_text
    ),
    "a further raster found by pattern": Row(
        file("lights/ntl_2022.tif", lambda p: raster(p, 99)), ("lights", "panel"), pattern_as_text
    ),
    "a raster read by two steps": Row(
        file("lights/ntl_2019.tif", lambda p: raster(p, 99)), ("lights", *PANEL, "calibrated"), pattern_as_text
    ),
    "a raster of a list": Row(file("listed/a_2019.tif", lambda p: raster(p, 99)), LISTED, blind_to("a_2019.tif")),
    "the source of a .vrt": Row(file("tiles/b.tif", lambda p: raster(p, 99)), LISTED, beside_unseen("b.tif")),
    ".aux.xml beside a raster": Row(file("listed/a_2019.tif.aux.xml", scale), LISTED, beside_unseen(".aux.xml")),
    # settings
    "language": Row(study(("seed = 3", 'seed = 3\nlanguage = "zh"')), FIGURES, deaf_to("language")),
    "label of a variable that pictures show": Row(study(('y = "Output"', 'y = "Value"')), FIGURES, deaf_to("labels")),
    "label of another variable": Row(study(('y = "Output"', 'y = "Output"\nx = "Input"')), (), all_settings),
    "formats of pictures": Row(study(('figures = ["png"]', 'figures = ["png", "svg"]')), FIGURES, deaf_to("formats")),
    "formats of tables": Row(study(('tables = ["csv"]', 'tables = ["csv", "tex"]')), (), table_formats_count),
    "synthetic": Row(study(("seed = 3", "seed = 3\nsynthetic = true")), FIGURES, deaf_to("synthetic")),
    "font with Chinese characters": Row(other_font, FIGURES, deaf_to("font")),
    "seed": Row(study(("seed = 3", "seed = 4")), ("moran-by-period-y", "weights-comparison"), without_values),
    "an option of one step": Row(study(("k = 2", "k = 3")), ("near",), without_values),
    "a line of [[prepare]]": Row(study(("log(y)", "log(y + 1)")), PANEL[1:], without_values),
    "number of processes": Row(study(('name = "listed"', 'name = "listed"\nworkers = 1')), (), idle_counts),
    "title and text of a step": Row(
        study(('name = "near"', 'name = "near"\ntitle = "Near"\ntext = "Words."')), (), titles_count
    ),
}


@contextmanager
def steps_again(patch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect the names of steps that are computed inside the block."""
    seen: list[str] = []
    carry_out = run.carry_out

    def told(step: Any, *rest: Any) -> Any:
        done = carry_out(step, *rest)
        if not done.reused:
            seen.append(step.name)
        return done

    patch.setattr(run, "carry_out", told)
    yield seen


def run_in(folder: Path, fresh: bool = False) -> list[str]:
    """Run the study of a folder into `out` beside it; return the steps that were computed."""
    with pytest.MonkeyPatch.context() as patch, steps_again(patch) as seen:
        run.run_plan(folder / "study.toml", folder / "out", get_tool, list(all_tools()), way=run.Way(fresh=fresh))
    return seen


def first_run(folder: Path) -> Path:
    """Write the study into a folder and run it."""
    write_study(folder)
    done = run_in(folder)
    assert set(done) == set(ALL), set(done) ^ set(ALL)
    return folder


def after(row: Row, base: Path, folder: Path) -> list[str]:
    """Return which steps are done again after a change, made in a copy of `base`."""
    shutil.copytree(base, folder)
    with pytest.MonkeyPatch.context() as patch:
        row.change(folder, patch)
        return run_in(folder)


def main(words: list[str]) -> int:
    """Print the table; with --broken that of the broken programs; of rows whose name holds one of the words."""
    wrong, broken = 0, "--broken" in words
    wanted = [w for w in words if w != "--broken"]
    rows = {n: r for n, r in ROWS.items() if not wanted or any(w in n for w in wanted)}
    with tempfile.TemporaryDirectory() as place:
        base = first_run(Path(place) / "base")
        print("| changed | steps done again | as expected |" + (" by the broken program |" if broken else ""))
        print("| --- | --- | --- |" + (" --- |" if broken else ""))
        for number, (name, row) in enumerate(rows.items()):
            again = after(row, base, Path(place) / f"{number}")
            right = set(again) == set(row.again)
            line = f"| {name} | {', '.join(again) or '-'} | {'yes' if right else 'NO: ' + ', '.join(row.again)} |"
            if broken:
                with pytest.MonkeyPatch.context() as patch:
                    row.broken(patch)
                    other = Path(place) / f"broken-{number}"
                    write_study(other)
                    run_in(other)
                    found = after(row, other, Path(place) / f"broken-{number}-after")
                red = set(found) != set(row.again)
                right = right and red
                line += f" {'red: ' if red else 'GREEN: '}{', '.join(found) or '-'} |"
            wrong += not right
            print(line, flush=True)
            for made in Path(place).iterdir():
                if made != base:
                    shutil.rmtree(made)
    print(f"\n{len(rows)} rows, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
