"""What describes the project elsewhere agrees with it: versions, addresses, the conda recipe, the workflow."""

import re
import subprocess
import sys
import tomllib
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA = {"geopandas": "geopandas-base", "matplotlib": "matplotlib-base", "qdldl": "qdldl-python"}
TEXT = {
    ".md",
    ".py",
    ".pyi",
    ".toml",
    ".txt",
    ".yml",
    ".yaml",
    ".cff",
    ".sh",
    ".html",
    ".ipynb",
    ".json",
    ".xml",
}
PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


pytestmark = pytest.mark.skipif(not (ROOT / ".github").is_dir(), reason="a source archive has no workflow")


def plugin():
    parser = ConfigParser(interpolation=None)
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    return parser["general"]


def texts():
    """The files of the project that people or programs read, with their content."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("this is not a checkout")
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix in TEXT and path.is_file():
            yield name, path.read_text(encoding="utf-8", errors="replace")


def test_where_the_repository_is_stands_in_one_place():
    address = re.escape(plugin()["repository"].split("://")[1])
    assert [name for name, text in texts() if re.search(address, text)] == ["metadata.txt"]


def test_nobody_is_sent_to_an_index_for_gisplug():
    sent = re.compile(r"(?:pip3?|conda|mamba|uv)\s+(?:\w+\s+)?(?:install|add)\s+(?:-\S+\s+)*[\"'`]?gisplug\b(?![./-])")
    assert sent.search("pip install 'gisplug[dask]'") and sent.search("pip install -U gisplug")
    assert [
        name for name, text in texts() if sent.search(text) and name != "tests/packaging/test_descriptions.py"
    ] == []


def test_the_version_is_the_same_everywhere():
    said = plugin()["version"]
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"] == said
    assert recipe()["context"]["version"] == said


def recipe():
    return yaml.safe_load((ROOT / "packaging" / "conda" / "recipe.yaml").read_text(encoding="utf-8"))


def test_the_conda_recipe_needs_what_the_project_needs():
    wanted = {CONDA.get(name, name) + limits for name, limits in (split(d) for d in PROJECT["dependencies"])}
    run = {"".join(r.split()) for r in recipe()["requirements"]["run"] if not r.startswith("python ")}
    assert run == wanted
    least = recipe()["context"]["python_min"]
    assert PROJECT["requires-python"] == f">={least}"
    extra = {"".join(r.split()) for r in recipe()["requirements"]["run_constraints"]}
    optional = {name: lines for name, lines in PROJECT["optional-dependencies"].items() if name != "all"}
    assert extra == {"".join(split(line)) for lines in optional.values() for line in lines} - wanted


def split(dependency: str) -> tuple[str, str]:
    name = re.match(r"[\w-]+", dependency)[0]
    return name, re.sub(r"^\[\w+\]", "", dependency.removeprefix(name))


def workflow():
    return yaml.safe_load((ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8"))


def test_the_workflow_covers_three_systems_and_every_python_that_is_named():
    matrix = workflow()["jobs"]["tests"]["strategy"]["matrix"]
    assert {name.split("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}
    named = [c.rsplit(" ", 1)[1] for c in PROJECT["classifiers"] if re.search(r"Python :: 3\.\d+", c)]
    assert matrix["python"] == named


def test_the_workflow_runs_the_parts_of_ci():
    parts = re.findall(r"(?m)^make (\S+)$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"))
    jobs = workflow()["jobs"]
    run = {step.get("run") for step in jobs["lint"]["steps"]}
    run |= {f"make {one['target']}" for one in jobs["qgis"]["strategy"]["matrix"]["include"]}
    assert {f"make {part}" for part in parts} <= run and "make test-qgis" in run


def test_the_workflow_may_only_read_and_uses_actions_by_commit():
    assert workflow()["permissions"] == {}
    assert all(job["permissions"] == {"contents": "read"} for job in workflow()["jobs"].values())
    text = (ROOT / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    used = re.findall(r"uses: (.+)", text)
    assert used and all(PINNED.fullmatch(one) for one in used)


def test_the_workflow_passes_the_auditor():
    program = Path(sys.executable).parent / "zizmor"
    if not program.exists() and not program.with_suffix(".exe").exists():
        pytest.skip("zizmor is not installed")
    done = subprocess.run(
        [program, "--offline", "--quiet", ROOT / ".github"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml")), ids=lambda p: p.stem)
def test_issue_templates_are_forms(path):
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert {"name", "description", "body"} <= set(form)
    asked = [field for field in form["body"] if field["type"] != "markdown"]
    assert all(field["attributes"]["label"] and field["id"] for field in asked)
    assert len({field["id"] for field in asked}) == len(asked)


def test_the_template_for_faults_asks_for_the_doctor_first():
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / "bug.yml").read_text(encoding="utf-8"))
    first = next(field for field in form["body"] if field["type"] != "markdown")
    assert "gisplug doctor" in first["attributes"]["label"] and first["validations"]["required"]
