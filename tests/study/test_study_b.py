"""Study B row for row: every row and column of the paper's tables stands in the shipped study, with sign and stars.

Facts of China Industrial Economics 2025, no. 1: signs and stars (the stars are those of the printed estimate over its
printed error; an estimate without stars has no sign to hold). The study is run as shipped, with fewer draws, lights on
a grid of 4 km, and without figures and layers.
"""

import csv
import re
from pathlib import Path

import pytest

from gisplug.study.examples import night_lights
from gisplug.study.examples.write import write_example
from gisplug.tools import get_tool
from gisplug.tools.study.run_study import run_study

CONTROLS = ("ln(area)", "ln(GDP per head)", "ln(population)", "Industry share", "Government share", "Agglomeration")
POLICY, OUTCOME = "Digital cluster", "Breakthrough innovation"
FEWER = {300: 19, 200: 19, 50: 0, 100: 20, 500: 400}  # draws; p of paths below 1 % takes as many
LEFT_OUT = ("goodman_bacon", "spatial_did", "placebo_test", "synthetic_did", "staggered_did")  # no cells of the tables

# step, column (a word of its head), row, sign, stars
FACTS = [
    ("baseline", "(1)", POLICY, "+", "***"),  # T1: 5.2924***, 4.6533***, 4.4137***, 4.4788***
    ("baseline", "(2)", POLICY, "+", "***"),
    ("robustness", "Winsorised", POLICY, "+", "***"),
    ("robustness", "Outcome", POLICY, "+", "***"),
    ("baseline", "(1)", "Constant", "+", "***"),  # 4.0484***, -110.8053***, -163.5855***, -119.0215***
    ("baseline", "(2)", "Constant", "-", "***"),
    ("robustness", "Winsorised", "Constant", "-", "***"),
    ("robustness", "Outcome", "Constant", "-", "***"),
    ("mechanisms", "Co-specialisation", POLICY, "+", "**"),  # T2: .2118**, .0277***, .0172***
    ("mechanisms", "Diffusion", POLICY, "+", "***"),
    ("mechanisms", "Efficiency", POLICY, "+", "***"),
    ("mechanisms", "| Co-specialisation", POLICY, "+", "***"),  # 3.6681***, 4.1785***, 4.5366***
    ("mechanisms", "| Diffusion", POLICY, "+", "***"),
    ("mechanisms", "| Efficiency", POLICY, "+", "***"),
    ("mechanisms", "| Co-specialisation", "Co-specialisation", "+", "***"),  # 4.6515***, 17.1611***, 6.7887***
    ("mechanisms", "| Diffusion", "Diffusion", "+", "***"),
    ("mechanisms", "| Efficiency", "Efficiency", "+", "***"),
    ("lights-split", "low", POLICY, "", ""),  # T4: -.1817, 3.9040; .9971, 4.7643; -.7763, 6.0232
    ("lights-split", "high", POLICY, "+", "***"),
    ("microblog-split", "low", POLICY, "", ""),
    ("microblog-split", "high", POLICY, "+", "***"),
    ("broadband-split", "low", POLICY, "", ""),
    ("broadband-split", "high", POLICY, "+", "***"),
    ("chains", "Supply", POLICY, "+", "**"),  # T5: 2.4699**, 6.7921***, -.1006; 4.8706***, -31.8635*, 7.9179***
    ("chains", "Supply", "Supply-chain link", "", ""),
    ("chains", "Supply", f"{POLICY} × Supply-chain link", "+", "***"),
    ("chains", "Innovation", POLICY, "+", "***"),
    ("chains", "Innovation", "Innovation-chain link", "+", "***"),
    ("chains", "Innovation", f"{POLICY} × Innovation-chain link", "-", "*"),
]


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """Return the folder of the study's results."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(night_lights, "CELL", 4000.0)
        study = write_example("b", tmp_path_factory.mktemp("study_b"))
    text = study.read_text(encoding="utf-8")
    text = re.sub(r"^draws = (\d+)$", lambda m: f"draws = {FEWER.get(int(m[1]), m[1])}", text, flags=re.M)
    head, *steps = text.split("\n[[analysis]]\n")
    kept = [s for s in steps if not any(f'tool = "{tool}"' in s for tool in LEFT_OUT)]
    head = re.sub(r"\n\[(describe|weights\.queen)\](.|\n)*?(?=\n\[|\n\n)", "", head)
    tail = steps[-1][steps[-1].index("\n[maps]") :] if "\n[maps]" in steps[-1] else ""
    text = "\n[[analysis]]\n".join([head, *kept]) + re.sub(r"\n\[maps\](.|\n)*?(?=\n\[)", "", tail)
    study.write_text(tables_only(text.replace('["csv", "xlsx", "docx", "tex"]', '["csv"]')), encoding="utf-8")
    return run_study(study, study.parent / "results")


def tables_only(text: str) -> str:
    """Return a study whose steps write tables, and no figures or layers; what prepares the panel writes one table."""

    def wanted(found: re.Match[str]) -> str:
        made = [o.name for o in get_tool(found[2]).file_outputs if o.kind in ("table", "paper")]
        return f"{found[0]}\noutputs = {made[:1] if found[1] == 'prepare' else made}"

    text = re.sub(r"^outputs = \[[^]\n]*\]\n", "", text, flags=re.M)
    return re.sub(r'^\[\[(prepare|analysis)\]\]\ntool = "(\w+)"$', wanted, text, flags=re.M)


def tables(done: Path, step: str) -> list[list[list[str]]]:
    """Return the paper tables of a step, each as rows of cells."""
    files = sorted(done.glob(f"tables/table-*-{step}*.csv"))
    assert files, f"no table of {step}"
    return [list(csv.reader(f.read_text(encoding="utf-8-sig").splitlines())) for f in files]


def cell(done: Path, step: str, column: str, row: str) -> str:
    """Return the cell of a row in the first column whose head has the word; of mediators, the exact head."""
    table = next(t for t in tables(done, step) if any(r and r[0] == row for r in t))
    heads = next(r for r in table if sum(column in c for c in r) and len(r) > 1)
    at = [k for k, head in enumerate(heads) if k and (head.endswith(column) if column[0] == "|" else column in head)]
    if step == "mechanisms" and column[0] != "|":
        at = [k for k in at if "|" not in heads[k]]
    return next(r for r in table if r and r[0] == row)[at[0]]


@pytest.mark.parametrize(("step", "column", "row", "sign", "stars"), FACTS)
def test_each_published_cell_has_its_sign_and_stars(done, step, column, row, sign, stars):
    found = cell(done, step, column, row)
    number = float(re.sub(r"[*\s]", "", found).replace("\N{MINUS SIGN}", "-"))
    assert found.count("*") == len(stars), found
    assert not sign or (number > 0) == (sign == "+"), found


def test_the_rows_below_and_the_controls_are_all_there(done):
    below = {"baseline": ("Constant", "Observations"), "mechanisms": ("Observations",), "chains": ("Observations",)}
    for step, rows in {**below, "lights-split": ("Constant", "Observations")}.items():
        names = {r[0] for t in tables(done, step) for r in t if r}
        assert set(rows) <= names and any("djusted" in n for n in names), step
    first = {r[0] for r in tables(done, "baseline")[0] if r}
    assert set(CONTROLS) <= first
    assert cell(done, "baseline", "(2)", "Observations").replace(",", "") == "9570"
    assert cell(done, "robustness", "Outcome", "Observations").replace(",", "") == "9135"


def test_paths_have_their_stars(done):
    # T3: total 1.8494***, .8051*** (43.54 %), .4840*** (26.18 %), .3071*** (16.60 %), direct .2532*** (13.68 %).
    rows = list(csv.DictReader((done / "data" / "paths.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [r["path"] for r in rows] == ["total", "cospecialise", "diffusion", "efficiency", "direct"]
    assert all(float(r["p"]) < 0.01 and float(r["estimate"]) > 0 for r in rows)
    assert sum(float(r["share"]) for r in rows[1:]) == pytest.approx(1)


def test_other_policies_samples_and_outcomes_leave_the_effect_significant(done):
    heads = ("ln(1 + patents)", "ln(1 + citations)", "Digital index", "trends", "municipalities", "reform", "capitals")
    for head in heads:
        assert cell(done, "robustness", head, POLICY).count("*") == 3, head
    for head in ("List of 2014-2016", "Waves since 2012"):
        assert cell(done, "other-policies", head, POLICY).count("*") == 3


def test_event_study_has_no_effect_before_and_one_after(done):
    events = list(csv.DictReader((done / "data" / "event-study-events.csv").read_text("utf-8-sig").splitlines()))
    shown = {int(float(r["event"])): float(r["p"]) for r in events if r["event"] != "-1" and r["p"]}
    assert set(shown) == {-4, -3, -2, 0, 1, 2, 3, 4, 5}
    assert min(p for k, p in shown.items() if k < 0) > 0.05 > max(p for k, p in shown.items() if k >= 0)


def test_counterfactual_groups_show_nothing_in_each_year_and_together(done):
    table = tables(done, "counterfactual")[0]
    body = {r[0]: r for r in table if r and r[0] in ("2013", "2014", "2017", "All")}
    at = next(r for r in table if "p" in r).index("p")
    assert set(body) == {"2013", "2014", "2017", "All"}
    assert all(float(r[at].replace("*", "")) > 0.05 for r in body.values())


def test_the_difference_of_groups_has_its_empirical_p(done):
    for step in ("lights-split", "microblog-split", "broadband-split"):
        assert any("permutation" in head for t in tables(done, step) for r in t for head in r), step


def test_mediators_are_tested_jointly(done):
    names = {r[0]: r for t in tables(done, "mechanisms") for r in t if r}
    assert "jointly" in names
