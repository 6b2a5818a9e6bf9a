"""A real QGIS window under Xvfb: the toolbox, a dialog, styled layers; pictures go to
$GISPLUG_PICTURES for the docs.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.built_site import one_at_a_time
from tests.toolbox import cases
from tests.toolbox.conftest import environment

pytestmark = pytest.mark.skipif(
    not (shutil.which("xvfb-run") and shutil.which("qgis")), reason="needs xvfb-run and the QGIS application"
)
SHOWN = (
    "toolbox",
    "dialog",
    "checked",
    "engine",
    "lisa",
    "spillover",
    "explorer",
)  # pictures that the pages show
PANEL = {"PANEL": cases.PANEL, "UNIT": "adcode", "PERIOD": "year"}


@pytest.fixture(scope="module", params=["en", "zh_CN"] if os.environ.get("GISPLUG_PICTURES") else ["en"])
def seen(request, profile, common, shared_folder, tmp_path_factory):
    """What gui_script.py saw in a window that one of the processes opened."""
    folder, kept = tmp_path_factory.mktemp("窗口 window"), common / f"seen-{request.param}.json"
    if os.environ.get("GISPLUG_PICTURES"):  # a path that looks like one of a user
        folder = Path("/tmp") / f"study-{request.param}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    with one_at_a_time(common / "window.lock"):
        if not kept.is_file():
            look(request.param, folder, profile, shared_folder)
            shutil.copy(folder / "seen.json", kept)
    return json.loads(kept.read_text(encoding="utf-8")) | {"language": request.param}


def look(language, folder, profile, shared_folder):
    """Open a window of QGIS that writes what it sees into a folder."""
    units = {"UNITS": cases.UNITS + "|subset=in30 = 1", "ID": "adcode", "NAME": "name_en"}
    weights = shutil.copy(cases.file("w.csv", shared_folder, os.environ["GISPLUG_PYTHON"]), folder)
    given = {
        "weights": {
            **units,
            "WEIGHTS": str(folder / "out.csv"),
            "LINES": "TEMPORARY_OUTPUT",
            "LINKS": ["Hainan", "Guangdong"],
        },
        "lisa": {
            **units,
            **PANEL,
            "VARIABLE": "develop",
            "WEIGHTS": weights,
            "PERMUTATIONS": 99,
            "LAYER": "TEMPORARY_OUTPUT",
        },
        "lisa_name": "Cluster layer" if language == "en" else "聚类图层",
        "spillover": {
            **units,
            **PANEL,
            "FORMULA": "develop ~ agg + wage",
            "WEIGHTS": weights,
            "VARIABLE": "agg",
            "LAYER": "TEMPORARY_OUTPUT",
        },
        "dialog": {
            **PANEL,
            "OUTCOME": "develop",
            "REGRESSORS": ["agg", "wage", "second"],
            "LAGGED": ["agg", "wage"],
            "WEIGHTS": weights,
        },
        "dialogs": {
            "panel": cases.PANEL,
            "units": units["UNITS"],
            "weights": {**units, "LINES": None, "LINKS": ["Hainan", "Guangdong"]},
            "raster": str(cases.ROOT / "rasters" / "demo" / "ntl_2020.tif"),
            "folder": str(folder),
        },
        "explorer": {
            "tool": {
                **units,
                **PANEL,
                "FORMULA": "develop ~ agg + wage",
                "WEIGHTS": weights,
                "VARIABLES": ["agg"],
                "FIELDS": ["agg", "develop"],
                "PERMUTATIONS": 99,
                "PAGE": str(folder / "explorer.html"),
            },
            "layer": units["UNITS"],
            "id": "adcode",
            "select": "\"name_en\" in ('Beijing', 'Tianjin')",
            "units": ["Sichuan", "Guangdong", "Sichuan"],
        },
        "describe": {**PANEL, "COLUMNS": ["develop", "agg"], "TABLE": "TEMPORARY_OUTPUT"},
    }
    (folder / "given.json").write_text(json.dumps(given), encoding="utf-8")
    home = folder / "home"
    shutil.copytree(profile / "qgis" / "profiles", home / "profiles")
    ini = home / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    text = ini.read_text(encoding="utf-8") if ini.is_file() else ""
    more = f"\n[locale]\nuserLocale={language}\noverrideFlag=true\n[qgis]\ncheckVersion=false\nshowTips=false\n"
    ini.write_text(text + more, encoding="utf-8")
    script = Path(__file__).with_name("gui_script.py")
    command = [
        "xvfb-run",
        "-a",
        "-s",
        "-screen 0 1600x1000x24",
        "qgis",
        "--nologo",
        "--noversioncheck",
        "--profiles-path",
        str(home),
        "--code",
        str(script),
    ]
    env = environment(home, GISPLUG_GUI_OUT=str(folder), GISPLUG_GUI_SCRIPTS=str(script.parent), QT_QPA_PLATFORM="xcb")
    env.pop("QGIS_CUSTOM_CONFIG_PATH")
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=240, check=False)
    assert (folder / "seen.json").is_file(), done.stdout[-2000:] + done.stderr[-2000:]
    if os.environ.get("GISPLUG_PICTURES"):
        end = "" if language == "en" else "-zh"
        for name in SHOWN:
            shutil.copy(folder / f"{name}.png", Path(os.environ["GISPLUG_PICTURES"]) / f"qgis-{name}{end}.png")


def test_a_window_opens_runs_tools_and_shows_no_error(seen):
    assert seen["errors"] == []


def test_the_toolbox_shows_the_groups(seen):
    assert len(seen["groups"]) >= 9
    assert ("Spatial models" if seen["language"] == "en" else "空间计量模型") in seen["groups"]


def test_clusters_open_in_geoda_colours_in_the_group_of_the_tool(seen):
    kind, attribute, subset = seen["lisa"]
    assert kind == "categorizedSymbol" and "cluster" in attribute and subset == ""
    assert isinstance(seen["lisa_tree"][0], list)


def test_the_temporal_controller_shows_the_last_period_and_plays_all(seen):
    assert seen["played"] == [[2023, 14], 2023, 2010, True]


def test_dialogs_find_layers_fields_products_and_recent_weights(seen):
    told = seen["dialogs"]
    assert told["kind"] == "ToolDialog"
    assert told["lisa"] == ["panel", "adcode", "year"]
    assert told["contiguity"] == ["units", "adcode", "TEMPORARY_OUTPUT"]
    label, same = told["recent"]
    assert same and label.startswith("Contiguity weights" if seen["language"] == "en" else "邻接")
    assert told["product"] == ["as-is", "viirs-vnl"]
    assert told["several"][0] == label and told["several"][1]


def test_lagged_regressors_are_ticked_among_the_regressors_or_the_names_of_the_formula(seen):
    first, more, kept, of_formula = seen["dialogs"]["lagged"]
    assert first == ["agg", "wage"] and more == ["agg", "wage", "second"] and kept == ["wage"]
    assert of_formula == ["agg", "third"]


def test_a_button_checks_the_inputs(seen):
    told = seen["dialogs"]["checked"]
    assert "30" in told and "130" in told and "develop" in told
    assert ("Nothing keeps the work from starting" if seen["language"] == "en" else "没有妨碍工作开始的问题") in told


def test_qgis_itself_loads_none_of_the_engines_libraries(seen):
    assert seen["heavy"] == [] and seen["engine_libraries"] == []


def test_a_warm_call_takes_a_fraction_of_the_first(seen):
    times = [seconds for tool, seconds in seen["seconds"] if tool == "panel_describe"]
    assert min(times) < 3


def test_a_tool_opens_as_a_step_of_a_model_and_as_a_batch(seen):
    assert seen["model_step"] == ["sdm"]
    assert seen["batch_columns"] > 5


def test_the_help_button_opens_the_page_of_the_tool_on_this_computer_or_qgis_own(seen, profile):
    """The zip carries the pages where the documentation was built; without them QGIS says that it has no help."""
    folder = profile / "qgis" / "profiles" / "default" / "python" / "plugins" / "gisplug" / "help"
    language = "en" if seen["language"] == "en" else "zh"
    page = f"/help/{language}/reference/spatial/spatial_panel.html"
    assert len(seen["help"]) <= 1
    if folder.is_dir():
        assert seen["help"][0].startswith("file:") and seen["help"][0].endswith(page)
    else:
        assert not [url for url in seen["help"] if "gisplug.github" in url or "github.com" in url]


def test_the_doctor_runs_from_its_dialog(seen):
    assert "numpy" in seen["doctor"] and ("Machine" if seen["language"] == "en" else "计算机") in seen["doctor"]


def test_the_explorer_links_plots_and_map(seen):
    told = seen["explorer"]
    assert not told["early"], "the explorer was loaded before it was opened"
    assert told["said"] == "" and told["units"] == 30 and len(told["series"]) == 2
    assert 0 < told["brushed"][0] < 30 and len(set(told["brushed"])) == 1
    assert told["selected"] == [["Beijing", "Tianjin"], 2]
    assert told["period"] == "2010" and len(told["boxes"]) >= 2


def test_a_click_shows_where_a_change_goes(seen):
    clicks = seen["explorer"]["clicks"]
    assert [unit in text for unit, _, text in clicks] == [True, True, True], clicks
    assert clicks[0][2] == clicks[2][2] != clicks[1][2]
    assert seen["explorer"]["classes"] >= 5
