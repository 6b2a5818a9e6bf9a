"""Mistakes in study files: each is found before anything runs, with its line and the mend."""

import pytest

from gisplug.core.errors import StudyError
from gisplug.study.plan.make import make_plan
from gisplug.study.plan.source import read_source
from gisplug.tools import all_tools, get_tool
from tests.study.tools import STUDY, TOOLS, registry, write_inputs


def plan(folder, text):
    write_inputs(folder)
    (folder / "study.toml").write_text(text, encoding="utf-8")
    return make_plan(read_source(folder / "study.toml"), registry, list(TOOLS))


def test_sections_become_steps_in_order(tmp_path):
    names = [s.name for s in plan(tmp_path, STUDY).steps]
    assert names == [
        "panel",
        "prepare-1",
        "prepare-doubled",
        "prepare-doubled-joined",
        "weights-ring",
        "moran-by-period-x",
        "moran-by-period-double",
        "count-rows",
    ]


def test_what_other_sections_say_is_filled_in(tmp_path):
    step = next(s for s in plan(tmp_path, STUDY).steps if s.name == "moran-by-period-x")
    assert step.given["panel"] == "@prepare-doubled-joined.panel" and step.given["weights"] == "@weights-ring.weights"
    assert step.given["unit"] == "id" and step.given["seed"] == 7


def test_weights_are_called_by_name(tmp_path):
    more = STUDY.replace("[panel]", '[weights.own]\npath = "w.csv"\n\n[panel]').replace(
        "tools =", 'weights = "own"\ntools ='
    )
    step = next(s for s in plan(tmp_path, more).steps if s.name == "moran-by-period-x")
    assert step.given["weights"] == "@alignment.weights_own"  # brought to the units of the panel first


def test_every_path_of_a_list_is_seen_from_the_study(tmp_path):
    text = STUDY.replace('input = "@prepare-doubled.table"', 'input = "a.csv; sub/b.csv;/c.csv"')
    step = plan(tmp_path, text).steps[-1]
    assert step.given["input"] == f"{tmp_path / 'a.csv'};{tmp_path / 'sub' / 'b.csv'};/c.csv"
    text = STUDY.replace('input = "@prepare-doubled.table"', 'input = "/vsizip/a.zip/b.csv"')
    assert plan(tmp_path, text).steps[-1].given["input"] == f"/vsizip/{tmp_path / 'a.zip/b.csv'}"
    text = STUDY.replace('input = "@prepare-doubled.table"', 'input = "zip://a.zip!b.csv"')
    assert plan(tmp_path, text).steps[-1].given["input"] == f"zip://{tmp_path / 'a.zip!b.csv'}"


@pytest.mark.parametrize("several", ['["ring", "w.csv"]', '"ring, w.csv"', '"ring;w.csv"'])
def test_weights_are_listed_as_a_list_or_as_text(tmp_path, several):
    text = STUDY.replace('tool = "count_rows"\ninput = "@prepare-doubled.table"', f'tool = "several"\nlist = {several}')
    step = plan(tmp_path, text).steps[-1]
    assert step.given["list"] == ["@weights-ring.weights", str(tmp_path / "w.csv")]


def test_a_study_that_names_a_cluster_is_refused_with_the_mend(tmp_path):
    says = r"line 4: a study does not name the cluster .*--dask tcp://HOST:8786.*GISPLUG_DASK"
    with pytest.raises(StudyError, match=says):
        plan(tmp_path, STUDY.replace("seed = 7", 'dask = "tcp://203.0.113.5:8786"'))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "[autocorrelation]",
            "[autocorelation]",
            r"line 21: there is no section \[autocorelation\]. Did you mean autocorrelation",
        ),
        ('title = "A study"', 'titel = "A study"', r"line 3: \[study\] has no key 'titel'. Did you mean title"),
        ('kind = "ring"', 'kind = "rings"', r"line 7: there is no kind of weights 'rings'. Did you mean ring"),
        ('of = "units.csv"', 'off = "units.csv"', r"line 8: weights_ring .* has no key 'off'. Did you mean of"),
        ('period = "year"\n', "", r"line 10: \[panel\] needs period"),
        (
            'tool = "count_rows"',
            'tool = "count_row"',
            r"line 26: there is no tool 'count_row'. Did you mean count_rows",
        ),
        (
            'input = "@prepare-doubled.table"',
            'inptu = "x"',
            r"line 27: count_rows .* has no key 'inptu'. Did you mean input",
        ),
        ("@prepare-doubled.table", "@doubel.table", r"line 27: no earlier step is called 'doubel'"),
        ("@prepare-doubled.table", "@prepare-doubled.tabel", r"has no output 'tabel'. Did you mean table"),
        ('input = "@prepare-doubled.table"\n', "", r"line 25: count_rows: 'input' .* is needed"),
        ('title = "A study"', "title = A study", r"line 3: .*Text stands in \"quotes\""),
        ('title = "A study"', 'title = "A study"\nlanguage = "fr"', r'line 4: language is "en" or "zh"'),
        ('x = "Income"', "x = 3", r"line 31: the label of 'x' is text"),
        (
            'tools = "moran_by_period"',
            'tools = "moran_by_period"\nvariabels = 1',
            r"no key 'variabels'. Did you mean variables",
        ),
    ],
)
def test_mistakes_are_told_with_line_key_and_mend(tmp_path, old, new, says):
    assert old in STUDY
    with pytest.raises(StudyError, match=says):
        plan(tmp_path, STUDY.replace(old, new))


def test_formats_are_checked(tmp_path):
    with pytest.raises(StudyError, match=r"figures are written as png, svg, pdf; 'jpg'"):
        plan(tmp_path, STUDY + '\n[outputs]\nfigures = ["jpg"]\n')


def test_a_missing_or_foreign_file_is_told(tmp_path):
    with pytest.raises(StudyError, match="new-study"):
        read_source(tmp_path / "none.toml")
    (tmp_path / "gbk.toml").write_bytes("title = '中'".encode("gb18030"))
    with pytest.raises(StudyError, match="UTF-8"):
        read_source(tmp_path / "gbk.toml")


def test_windows_paths_in_double_quotes_get_a_hint(tmp_path):
    with pytest.raises(StudyError, match="single quotes"):
        plan(tmp_path, STUDY.replace('"panel.csv"', r'"C:\users\panel.csv"'))


def test_an_empty_study_says_what_to_add(tmp_path):
    with pytest.raises(StudyError, match="asks for nothing"):
        plan(tmp_path, '[study]\ntitle = "x"\n')


def test_what_hangs_on_an_option_that_does_not_apply_is_not_filled_in(tmp_path):
    write_inputs(tmp_path)
    file = tmp_path / "study.toml"
    file.write_text(
        '[units]\npath = "demo-china-provinces"\nid = "adcode"\n[panel]\npath = "demo-panel"\nunit = "adcode"\n'
        'period = "year"\n[[analysis]]\ntool = "fixed_effects"\noutcome = "develop"\nregressors = ["agg"]\n',
        encoding="utf-8",
    )
    # boundaries are for errors that reach over space
    step = make_plan(read_source(file), get_tool, list(all_tools())).steps[-1]
    assert step.tool == "fixed_effects" and "units" not in step.given and "id" not in step.given


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('map_insets = ["atlantis"]', "an inset is one of south-china-sea"),
        ("map_insets = [[120, 20, 110, 10]]", "an inset is one of south-china-sea"),
        ("map_note = 4619", "map_note is text"),
        ('north_arrow = "yes"', "north_arrow is true or false"),
    ],
)
def test_what_all_maps_have_is_checked(tmp_path, line, told):
    with pytest.raises(StudyError, match=told):
        plan(tmp_path, STUDY + f"\n[outputs]\n{line}\n")


def test_insets_of_a_study_are_those_of_all_its_maps(tmp_path):
    made = plan(tmp_path, STUDY + '\n[outputs]\nmap_insets = ["hawaii", [1, 2, 3, 4]]\nmap_note = "Source: x"\n')
    assert made.outputs["map_insets"] == ["hawaii", [1, 2, 3, 4]] and made.outputs["map_note"] == "Source: x"


@pytest.mark.parametrize(
    ("units", "rest"),
    [
        ('drop = ["a"]', True),
        ("where = { kind = 1 }", True),
        ("", False),
        ('drop = ["a"]\nbackground = "land.gpkg"', False),
    ],
)
def test_units_left_out_stay_on_the_maps_as_land(tmp_path, units, rest):
    head = f'[units]\npath = "b.gpkg"\nid = "id"\n{units}\n'
    made = plan(tmp_path, STUDY.replace("[weights.ring]", f"{head}[weights.ring]", 1))
    assert made.rest == rest and bool(made.background) == (rest or "background" in units)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('map_scheme = "jenks"', "map_scheme is one of auto, quantile, natural"),
        ("map_classes = 12", "a map has 2 to 9 classes"),
        ('map_classes = "5"', "map_classes is a whole number"),
        ("map_grey = 1", "map_grey is true or false"),
    ],
)
def test_classes_of_maps_are_checked_before_anything_runs(tmp_path, line, told):
    with pytest.raises(StudyError, match=told):
        plan(tmp_path, f"{STUDY}\n[outputs]\n{line}\n")


def test_the_order_of_groups_is_read_and_a_wrong_one_refused(tmp_path):
    made = plan(tmp_path, STUDY + '\n[order]\nregion = ["east", "west"]\nyear = [2, 1]\n')
    assert made.order == {"region": ("east", "west"), "year": ("2", "1")}
    for wrong in ('"east"', "[]", '["east", "east"]'):
        with pytest.raises(StudyError, match="list of its groups, each once"):
            plan(tmp_path, STUDY + f"\n[order]\nregion = {wrong}\n")
