"""The command line: one verb a tool, made from its declaration. The only module that prints."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from gisplug.core.advice import speaking_to
from gisplug.core.console import Console, Help, Parser
from gisplug.core.declare import GROUPS, Output, Param, Tool, told
from gisplug.core.declare.everywhere import wording_of
from gisplug.core.errors import Cancelled, GisplugError, ParameterError
from gisplug.core.executor import dask_cluster, told_of
from gisplug.core.machine.kernels import take_common_kernels
from gisplug.core.machine.limits import refuse_too_little
from gisplug.core.machine.signals import ended_as_by_ctrl_c
from gisplug.core.messages import LANGUAGES, message, speaking, spoken, spoken_error
from gisplug.core.output.refusals import refusal_of
from gisplug.core.version import version
from gisplug.tools import all_tools, get_tool

OK, FAILED, MISUSED = 0, 1, 2
ALIASES = {"run": "run_study", "verify": "verify_results"}  # verbs that take their first input without its name
REPEATED = ("allow",)  # options that may be given several times
PROBLEMS = "problems"  # a result that counts what stops work: the verb fails where there is any
RESERVED = ("help", "quiet", "json", "out", "dask", "variable_labels", "group_order")
_SHOWN_KINDS = {
    "fields": "field",
    "choices": "choice,choice,...",
    "weights_list": "path",
    "rasters": "path",
    "integer": "n",
    "number": "x",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; return 0 on success, 1 when the work failed or the doctor found a problem, 2 when the command line
    was wrong.
    """
    take_common_kernels()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        with speaking(_language_of(words)):
            return _unless_refused(words)
    except BrokenPipeError:  # the reader, such as head, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _unless_refused(words: list[str]) -> int:
    """Answer; what the system refuses (disk, memory, open files) is said in a sentence."""
    try:
        return _answer(words)
    except (OSError, MemoryError, ImportError) as problem:
        if (refusal := refusal_of(problem)) is None:
            raise
        print(f"gisplug: {spoken_error(refusal)}", file=sys.stderr)
        return FAILED


def _language_of(words: list[str]) -> str:
    """Return the language that --language names, "" where none is; it goes from the words in front of a verb."""
    alone = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    alone.add_argument("--language", default="")
    found = alone.parse_known_args(words)[0].language
    while words[:1] and words[0].startswith("--language"):
        del words[: 1 if "=" in words[0] else 2]
    return found if found in LANGUAGES else ""


def _answer(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        return _help(words[1:])
    if words[0] in ("-V", "--version"):
        print(f"gisplug {version()}")
        return OK
    if words[0] == "tools":
        return _list_tools(as_json="--json" in words[1:])
    try:
        if words[0] == "engine":
            from gisplug.engine.setup.command import answer

            with ended_as_by_ctrl_c():
                print(answer(words[1:], Console()))
            return OK
        tool = get_tool(ALIASES.get(words[0], words[0]))
    except GisplugError as problem:
        print(f"gisplug: {spoken_error(problem)}", file=sys.stderr)
        return MISUSED if isinstance(problem, ParameterError) else FAILED
    except KeyboardInterrupt:
        Console().error(message("cancelled; give the same command again to have all packages."))
        return FAILED
    return _run(tool, words[1:])


def _run(tool: Tool, words: Sequence[str]) -> int:
    options = vars(parser_of(tool).parse_args(words))
    console = Console(quiet=options.pop("quiet"), as_json=options.pop("json"))
    dask = options.pop("dask") or ""
    folder = options.pop("out")
    if "language" not in tool.by_name:
        options.pop("language")
    given = given_of(argparse.Namespace(**options))
    if folder:
        for output in tool.file_outputs:
            alone = output.kind == "folder" and len(tool.file_outputs) == 1
            given.setdefault(output.name, folder if alone else str(Path(folder) / (output.name + output.suffix)))
    with _Previews(tool, given, console) as preview:
        try:
            refuse_too_little()
            words_held = _taken_words(tool, given)
            asked = tool.complete({**given, **preview})
        except ParameterError as problem:
            console.error(spoken_error(problem))
            return MISUSED
        except GisplugError as problem:
            console.error(spoken_error(problem))
            return FAILED
        if cluster := told_of(dask):
            console.info(cluster)
        try:
            with ended_as_by_ctrl_c(), dask_cluster(dask), speaking_to("command"), words_held, console:
                results = tool.run(asked, console)
                console.done()
                _show(tool, results, preview, console)
        except GisplugError as problem:
            console.error(spoken_error(problem))
            return FAILED
        except (Cancelled, KeyboardInterrupt):
            console.error("cancelled; nothing was left half-written.")
            return FAILED
    return FAILED if results.get(PROBLEMS) else OK


def _taken_words(tool: Tool, given: dict[str, Any]) -> AbstractContextManager[None]:
    """Take labels and orders out of what was given, and return a block in which they hold."""
    from gisplug.report.words.wording import holding, taken_words

    return holding(taken_words(tool, given))


class _Previews:
    """Where no file was asked for, tables are made in a temporary folder and printed instead."""

    def __init__(self, tool: Tool, given: Mapping[str, Any], console: Console) -> None:
        self.made: dict[str, str] = {}
        self._folder: Any = None
        if any(given.get(o.name) for o in tool.file_outputs) or console.as_json:
            return
        import tempfile

        self._folder = tempfile.TemporaryDirectory(prefix="gisplug-")
        for output in _printed(tool):
            ending = ".json" if output.kind == "paper" else output.suffix
            self.made[output.name] = str(Path(self._folder.name) / (output.name + ending))

    def __enter__(self) -> dict[str, str]:
        return self.made

    def __exit__(self, *exc: object) -> None:
        if self._folder is not None:
            self._folder.cleanup()


def _printed(tool: Tool) -> list[Output]:
    """Return what is printed where no file was asked for: the tool's own text if it writes one, else its tables."""
    texts = [output for output in tool.file_outputs if output.suffix == ".txt"]
    return texts or [output for output in tool.file_outputs if output.kind in ("paper", "table")]


def _show(tool: Tool, results: Mapping[str, Any], preview: Mapping[str, str], console: Console) -> None:
    made = {name: value for name, value in results.items() if value is not None and name not in preview}
    if console.as_json:
        print(
            json.dumps(
                {"tool": tool.id, "outputs": made, "warnings": console.warnings}, ensure_ascii=False, default=str
            )
        )
        return
    for output in tool.outputs:
        if output.name in preview and output.name in results:
            print(_preview_text(output, preview[output.name]))
        elif output.name in made:
            value = made[output.name]
            shown = (
                f"{value:.6g}" if output.kind == "number" and isinstance(value, (int, float)) else spoken(str(value))
            )
            print(f"{spoken(output.label)}{spoken(': ')}{shown}")


def _whole(column: Any) -> bool:
    """Whether a column holds ids or counts that empty cells made floating: 650000 is not 6.5e+05."""
    return bool(column.dtype.kind == "f" and column.notna().any() and (column.dropna() % 1 == 0).all())


def _preview_text(output: Output, path: str) -> str:
    if output.kind == "paper":
        from gisplug.report.tables.files import read_paper
        from gisplug.report.tables.terminal import paper_text
        from gisplug.report.words.settings import house

        return paper_text(read_paper(path).relabelled(house().labels))
    if output.suffix == ".txt":
        return Path(path).read_text(encoding="utf-8")
    import pandas as pd

    frame = pd.read_csv(path).apply(lambda c: c.astype("Int64") if _whole(c) else c)
    width = shutil.get_terminal_size((120, 24)).columns
    head = frame.head(60).to_string(index=False, line_width=width, float_format=lambda x: f"{x:.4g}")
    more = (
        message(
            "\n... {n} more rows; name a file with --{replace} to get all.",
            n=len(frame) - 60,
            replace=output.name.replace("_", "-"),
        )
        if len(frame) > 60
        else ""
    )
    return f"{spoken(output.label)}\n{head}{spoken(more)}\n"


def given_of(parsed: argparse.Namespace) -> dict[str, Any]:
    """Return what was typed behind a verb, by the names of the declaration; other options of the verb stay in it."""
    given = {name: value for name, value in vars(parsed).items() if value is not None}
    return {name: ";".join(v) if name in REPEATED else _single(v) for name, v in given.items()}


def _single(value: Any) -> Any:
    """Return one value as itself, and "a,b c" as [a, b, c]."""
    if not isinstance(value, list):
        return value
    if len(value) == 1:
        return value[0]
    return [part for word in value for part in word.split(",") if part]


def parser_of(tool: Tool) -> argparse.ArgumentParser:
    """Return the parser of one verb, made from its declaration."""
    verb = next((alias for alias, name in ALIASES.items() if name == tool.id), tool.id.replace("_", "-"))
    parser = Parser(
        prog=f"gisplug {verb}",
        description=_filled(f"{spoken(tool.title)}{spoken('. ')}{spoken(tool.help)}"),
        epilog=f"{spoken('example:')}\n  {tool.example}" if tool.example else None,
        formatter_class=Help,
        allow_abbrev=False,
        add_help=False,
    )
    known = tool.by_name
    leading = [p for p in tool.params if p.required and not p.advanced]
    if leading and verb in ALIASES:
        first = leading.pop(0)
        parser.add_argument(first.name, help=_escaped(spoken(first.help)))
    groups = {
        "inputs": leading,
        "options": [p for p in tool.params if not p.required and not p.advanced],
        "advanced options": [p for p in tool.params if p.advanced],
    }
    for title, params in groups.items():
        if params:
            section = parser.add_argument_group(spoken(title))
            for param in params:
                _add_param(section, param, told(param, known, spoken))
    section = parser.add_argument_group(
        spoken("results"),
        spoken("Name the files you want, or --out to get all of them; without either the tables are printed."),
    )
    for output in tool.file_outputs:
        section.add_argument(
            _option(output.name),
            dest=output.name,
            metavar=f"FILE{output.suffix}" if output.suffix else "DIR",
            help=_escaped(spoken(output.help)),
        )
    section.add_argument("--out", metavar="DIR", help=spoken("folder for all results that no file was named for"))
    common = parser.add_argument_group(spoken("everywhere"))
    common.add_argument("-h", "--help", action="help", help=spoken("show this help and end"))
    common.add_argument(
        "--quiet", action="store_true", help=spoken("no progress and no remarks, only results, warnings and errors")
    )
    common.add_argument("--json", action="store_true", help=spoken("print one JSON object instead of text"))
    common.add_argument(
        "--dask",
        metavar="tcp://HOST:PORT",
        help=spoken("do parallel work on this Dask cluster instead of local processes"),
    )
    for param in wording_of(tool):
        _add_param(common, param, spoken(param.help))
    if "language" not in tool.by_name:
        common.add_argument(
            "--language",
            choices=LANGUAGES,
            help=spoken("language of what is said and written; by default that of LANG"),
        )
    return parser


def _add_param(section: Any, param: Param, help: str) -> None:
    text = _escaped(help)
    if param.kind == "flag":
        chosen = "yes" if param.default else "no"
        section.add_argument(
            _option(param.name),
            dest=param.name,
            action=argparse.BooleanOptionalAction,
            default=None,
            help=spoken(message("{text} (default: {default})", text=text, default=message(chosen))),
        )
        return
    default = ",".join(map(str, param.default)) if isinstance(param.default, (list, tuple)) else param.default
    if default not in (None, ""):
        text = spoken(message("{text} (default: {default})", text=text, default=_escaped(str(default))))
    options: dict[str, Any] = {"dest": param.name, "help": text}
    if param.choices and param.kind == "choice":
        options["metavar"] = "{" + ",".join(param.choices) + "}"
    else:
        options["metavar"] = _SHOWN_KINDS.get(param.kind, param.kind)
    if param.kind in ("rasters", "weights_list", "fields"):
        options["nargs"] = "+"
    if param.name in REPEATED:
        options["action"] = "append"
    section.add_argument(_option(param.name), required=False, **options)


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def _filled(text: str) -> str:
    width = min(shutil.get_terminal_size((100, 24)).columns, 100)
    return "\n\n".join(textwrap.fill(part, width) for part in text.split("\n\n"))


def _help(words: Sequence[str]) -> int:
    if words:
        return main([words[0], "--help"])
    what = "gisplug: from messy boundaries, night lights and a panel table to defensible spatial spillover results."
    print(_filled(spoken(what)))
    print(spoken("\nusage: gisplug VERB [options]      gisplug VERB --help\n"))
    print(
        "\n".join(
            f"  {verb:<14} {spoken(what)}"
            for verb, what in {
                "demo": "run the whole chain on the embedded demo data",
                "new-study": "write a commented study file",
                "run": "run a study file",
                "verify": "say whether a result is as it was made",
                "doctor": "check the installation, for bug reports",
                "engine": "list or add extras, packages that few tools need",
                "tools": "list the tools (--json for programs)",
            }.items()
        )
    )
    grouped: dict[str, list[Tool]] = {group: [] for group in GROUPS}
    for tool in all_tools().values():
        grouped[tool.group].append(tool)
    for group, tools in grouped.items():
        if tools:
            print(f"\n{spoken(GROUPS[group])}")
            for tool in tools:
                print(f"  {tool.id.replace('_', '-'):<26} {spoken(tool.title)}")
    return OK


def _list_tools(as_json: bool) -> int:
    if as_json:
        rows = [
            {
                "id": t.id,
                "title": t.title,
                "group": GROUPS[t.group],
                "params": [p.name for p in t],
                "outputs": [o.name for o in t.outputs],
            }
            for t in all_tools().values()
        ]
        print(json.dumps(rows, ensure_ascii=False))
    else:
        for tool in all_tools().values():
            print(f"{tool.id.replace('_', '-'):<26} {spoken(GROUPS[tool.group]):<24} {spoken(tool.title)}")
    return OK


if __name__ == "__main__":
    sys.exit(main())
