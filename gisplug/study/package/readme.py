"""README.md of a replication package after the template of the Social Science Data Editors (AEA), filled in from the
record of the run; what only the authors know is marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from gisplug.core.messages import message, speaking, spoken

if TYPE_CHECKING:
    from gisplug.study.package.dataset import Dataset

TODO = message("[to be filled in by the authors]")
TEMPLATE = "https://social-science-data-editors.github.io/template_README/"
PRINTED = ("tables/", "figures/")
SHOWN = {"tables/": (".docx", ".xlsx", ".tex", ".csv", ".html", ".md"), "figures/": (".png", ".svg", ".pdf")}


def readme(record: Mapping[str, Any], datasets: Sequence[Dataset], study: str, results: str) -> str:
    """Return the page, Markdown, in the language of the study.

    Parameters
    ----------
    record : run.json of the result
    datasets : files that the study read
    study, results : their places in the zip
    """
    with speaking(str(record["language"])):
        parts = (
            _overview(record, study, results),
            _data(record, datasets),
            _requirements(record),
            _programs(record, results),
            _instructions(study, results),
            _outputs(record, results),
            _end(),
        )
        return "\n".join(line for part in parts for line in (*part, "")).rstrip() + "\n"


def _head(level: int, text: str) -> str:
    return f"{'#' * level} {spoken(text)}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(map(spoken, heads))} |", "|" + " --- |" * len(heads)]
    return [*lines, *(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)]


def _overview(record: Mapping[str, Any], study: str, results: str) -> list[str]:
    text = message(
        "The study file {study} names the data, the steps and the models; gisplug {version} carries it out and writes "
        "every table and figure into {results}. The folder {code} holds the same models as scripts for R and Stata.",
        study=f"`{study}`",
        version=record["gisplug"],
        results=f"`{results}/`",
        code=f"`{results}/code/`",
    )
    head = message('README: replication package of "{title}"', title=record["title"])
    return [_head(1, head), "", _head(2, message("Overview")), "", spoken(text)]


def _data(record: Mapping[str, Any], datasets: Sequence[Dataset]) -> list[str]:
    synthetic = [spoken(message("The data are SYNTHETIC: simulated for demonstration, not observations.")), ""]
    absent = [one for one in datasets if not one.member and not one.shelf]
    summary = (
        message("All data are in this package, or come with gisplug.")
        if not absent
        else message(
            "{n} of {all} files are not in this package; their SHA-256 stand below.", n=len(absent), all=len(datasets)
        )
    )
    places = {True: message("comes with gisplug"), False: message("not in this package")}
    rows = [
        (
            f"`{one.name}`",
            f"`{one.member}`" if one.member else spoken(places[one.shelf]),
            f"`{one.sha256}`",
            "-" if one.shelf else spoken(TODO),
        )
        for one in datasets
    ]
    note = record["study"]["options"].get("study", {}).get("note", "")
    return [
        _head(2, message("Data availability and provenance statements")),
        "",
        *(synthetic if record["synthetic"] else []),
        *([note, ""] if note else []),
        _head(3, message("Statement about rights")),
        "",
        "- [ ] "
        + spoken(message("I certify that the authors have legitimate access to and permission to use the data.")),
        "- [ ] " + spoken(message("I certify that the authors have documented permission to redistribute the data.")),
        "",
        _head(3, message("Summary of availability")),
        "",
        spoken(summary),
        "",
        _head(3, message("Dataset list")),
        "",
        *_table([message("File"), message("Place"), "SHA-256", message("Source and licence")], rows),
    ]


def _requirements(record: Mapping[str, Any]) -> list[str]:
    seed = record["seed"]
    randomness = (
        message("Random numbers begin at seed {seed}, set in the study file.", seed=seed)
        if seed is not None
        else message("The study sets no seed; each step's own default seed holds, as run.json shows.")
    )
    versions = ", ".join(f"{name} {number}" for name, number in sorted(record["versions"].items()))
    return [
        _head(2, message("Computational requirements")),
        "",
        _head(3, message("Software requirements")),
        "",
        f"- gisplug {record['gisplug']}, Python {record['python']}: {versions}",
        "- " + spoken(message("`requirements-lock.txt` holds these versions: pip install -r requirements-lock.txt")),
        "- " + spoken(message("R 4.2 or later with plm, and Stata 16 or later, for the scripts in code/ only")),
        "",
        _head(3, message("Controlled randomness")),
        "",
        spoken(randomness),
        "",
        _head(3, message("Memory, runtime, storage")),
        "",
        spoken(
            message(
                "The study has {n} steps. Time and memory on the authors' machine: {todo}",
                n=len(record["steps"]),
                todo=TODO,
            )
        ),
    ]


def _programs(record: Mapping[str, Any], results: str) -> list[str]:
    rows = [(f"`{step['name']}`", spoken(str(step["title"])), f"`{step['tool']}`") for step in record["steps"]]
    return [
        _head(2, message("Description of programs")),
        "",
        spoken(
            message(
                "Each step of the study calls one tool of gisplug; {record} holds every option. {code} says which "
                "step has scripts for R and Stata, and why not where it has none.",
                record=f"`{results}/run.json`",
                code=f"`{results}/code/README.md`",
            )
        ),
        "",
        *_table([message("Step"), message("Title"), message("Tool")], rows),
        "",
        _head(3, message("License for code")),
        "",
        spoken(TODO),
    ]


def _instructions(study: str, results: str) -> list[str]:
    return [
        _head(2, message("Instructions to replicators")),
        "",
        "```",
        "pip install -r requirements-lock.txt",
        f"gisplug verify {results} --study {study} --recompute",
        f"cd {results}/code && Rscript run_all.R",
        "```",
        "",
        spoken(
            message(
                "The second line computes the study anew and compares every file byte by byte with {results}; the "
                "third prints the numbers of R beside those of gisplug.",
                results=f"`{results}/`",
            )
        ),
    ]


def _outputs(record: Mapping[str, Any], results: str) -> list[str]:
    rows = []
    for step in record["steps"]:
        stems: dict[str, list[str]] = {}
        for name in step["files"]:
            path = PurePosixPath(name)
            if name.startswith(PRINTED):
                stems.setdefault(str(path.with_suffix("")), []).append(path.suffix)
        for stem, endings in stems.items():
            kind = message("Table") if stem.startswith("tables/") else message("Figure")
            number = PurePosixPath(stem).name.split("-")[1].lstrip("0")
            files = f"`{results}/{stem}` ({', '.join(endings)})"
            rows.append(
                (f"{spoken(kind)} {number}", spoken(str(step["title"])), f"`{step['name']}`", files, spoken(TODO))
            )
    heads = [
        message("Table or figure"),
        message("Title"),
        message("Step"),
        message("Files"),
        message("Number in the paper"),
    ]
    return [_head(2, message("List of tables and figures")), "", *_table(heads, rows)]


def _end() -> list[str]:
    return [
        _head(2, message("References")),
        "",
        spoken(TODO),
        "",
        spoken(
            message("This page follows the template of the Social Science Data Editors: {address}", address=TEMPLATE)
        ),
    ]
