"""From a study file to an ordered list of steps, checked before anything runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gisplug.core.declare import Tool
from gisplug.core.errors import ParameterError, StudyError
from gisplug.study.sections import FIXED, PANEL_KEYS, SECTIONS, STUDY_KEYS, UNITS_KEYS, WEIGHTS_KINDS, Section
from gisplug.study.source import Source, alike

Registry = Callable[[str], Tool]
COMMON_KEYS = ("tool", "title", "name", "outputs", "text", "heading", "appendix")
_REFERENCE = re.compile(r"^@([\w-]+)(?:\.(\w+))?$")


@dataclass(frozen=True)
class Step:
    """One call of a tool.

    `given` holds the parameters of the study file and those filled in from its other sections; "@name.output" refers to
    a file of an earlier step. `kind` is "tool", or "panel" for the joining and preparing of the panel itself.
    """

    name: str
    title: str
    heading: str
    tool: str
    given: Mapping[str, Any]
    section: str
    place: int
    kind: str = "tool"
    outputs: tuple[str, ...] | None = None
    text: str = ""
    appendix: bool = False


@dataclass(frozen=True)
class Plan:
    """The steps in order, and what the report says at its head."""

    source: Source
    title: str
    language: str
    seed: int | None
    steps: tuple[Step, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    synthetic: bool = False
    dask: str = ""
    background: str = ""


def make_plan(source: Source, registry: Registry, known: Sequence[str]) -> Plan:
    """Return the plan of a study.

    Parameters
    ----------
    registry : function from id to Tool
    known : ids of all tools, for near matches

    Raises
    ------
    StudyError
        With the line, the key and the mend.
    """
    return _Planner(source, registry, known).plan()


class _Planner:
    def __init__(self, source: Source, registry: Registry, known: Sequence[str]) -> None:
        self.source, self.registry, self.known = source, registry, known
        self.data = source.data
        self.steps: list[Step] = []
        self.names: set[str] = set()
        self.weights: dict[str, str] = {}
        self.panel = ""
        self.lights = ""

    def plan(self) -> Plan:
        source = self.source
        self._top()
        study = self._table("study")
        source.unknown("study", 0, study, STUDY_KEYS)
        language = study.get("language", "en")
        if language not in ("en", "zh"):
            raise source.refuse("study", 0, "language", f'language is "en" or "zh"; {language!r} was given instead.')
        units = self._table("units")
        source.unknown("units", 0, units, UNITS_KEYS)
        self.units = dict(units)
        self.study = study
        self._units()
        self._lights()
        self._panel()
        self._weights()
        for section in SECTIONS.values():
            self._section(section)
        for place, entry in enumerate(self._tables("analysis")):
            self._analysis(entry, place)
        if not self.steps:
            raise StudyError(
                f"{source.path.name} asks for nothing: add [weights.queen], [panel], [model] or [[analysis]]."
            )
        return Plan(
            source,
            str(study.get("title", source.path.stem)),
            language,
            study.get("seed"),
            tuple(self.steps),
            self._labels(),
            self._outputs(),
            str(study.get("note", "")),
            bool(study.get("synthetic", False)),
            str(study.get("dask", "")),
            str(self._path(units["background"]) if units.get("background") else ""),
        )

    def _top(self) -> None:
        allowed = [*FIXED, *SECTIONS]
        for name in self.data:
            if name not in allowed:
                raise self.source.refuse(
                    name, 0, "", f"there is no section [{name}].{alike(name, allowed)} There are: {', '.join(allowed)}."
                )

    def _table(self, name: str) -> Mapping[str, Any]:
        found = self.data.get(name, {})
        if not isinstance(found, Mapping):
            raise self.source.refuse(name, 0, "", f"[{name}] is written once, in single brackets.")
        return found

    def _tables(self, name: str) -> list[Mapping[str, Any]]:
        found = self.data.get(name, [])
        entries = [found] if isinstance(found, Mapping) else found
        if not isinstance(entries, list) or not all(isinstance(e, Mapping) for e in entries):
            raise self.source.refuse(name, 0, "", f"[[{name}]] is a table in double brackets, written once for each.")
        return entries

    def _labels(self) -> dict[str, str]:
        found = self._table("labels")
        wrong = [k for k, v in found.items() if not isinstance(v, str)]
        if wrong:
            raise self.source.refuse("labels", 0, wrong[0], f"the label of {wrong[0]!r} is text in quotes.")
        return dict(found)

    def _outputs(self) -> dict[str, Any]:
        found = dict(self._table("outputs"))
        allowed = {"tables": (".csv", ".xlsx", ".docx", ".tex", ".html", ".json"), "figures": (".png", ".svg", ".pdf")}
        self.source.unknown("outputs", 0, found, (*allowed, "under"))
        for key, endings in allowed.items():
            for name in found.get(key, ()):
                if f".{name}" not in endings:
                    takes = ", ".join(e[1:] for e in endings)
                    raise self.source.refuse(
                        "outputs",
                        0,
                        key,
                        f"{key} are written as {takes}; {name!r} was given instead.{alike(name, takes.split(', '))}",
                    )
        return found

    def _units(self) -> None:
        """Where units are chosen by a field or left out, the chosen ones become a layer of their own."""
        if self.units and "path" not in self.units:
            raise self.source.refuse("units", 0, "", "[units] needs path.")
        if not (self.units.get("where") or self.units.get("drop")):
            return
        where, drop = self.units.get("where", {}), self.units.get("drop", [])
        if not isinstance(where, Mapping) or not isinstance(drop, list):
            raise self.source.refuse(
                "units",
                0,
                "where" if not isinstance(where, Mapping) else "drop",
                'where reads { field = value } and drop lists ids or names, ["540000"].',
            )
        given: dict[str, Any] = {k: v for k, v in self.units.items() if k in ("id", "name")}
        given |= {"path": self._path(self.units["path"]), "where": dict(where), "drop": [str(d) for d in drop]}
        self.steps.append(Step(self._name("units"), "Units", "Spatial units", "", given, "units", 0, kind="units"))
        self.units["path"] = "@units.units"

    def _weights(self) -> None:
        found = self._table("weights")
        for place, (name, entry) in enumerate(found.items()):
            section = f"weights.{name}"
            if not isinstance(entry, Mapping):
                raise self.source.refuse(
                    "weights", 0, name, f'each W has a name: write [weights.{name}] with kind = "contiguity" below it.'
                )
            given = dict(entry)
            if "path" in given:
                self.source.unknown(section, 0, given, ("path", "title"))
                self.weights[name] = str(given["path"])
                continue
            kind = str(given.pop("kind", given.pop("tool", "contiguity")))
            wanted, more = WEIGHTS_KINDS.get(kind, (kind if kind.startswith("weights_") else f"weights_{kind}", {}))
            if wanted not in self.known:
                names = [*WEIGHTS_KINDS, *(k.removeprefix("weights_") for k in self.known if k.startswith("weights_"))]
                raise self.source.refuse(
                    section,
                    0,
                    "kind",
                    f"there is no kind of weights {kind!r}.{alike(kind, names)} There are: {', '.join(names)}.",
                )
            tool, given = wanted, {**given, **more}
            title = str(given.pop("title", f"{self.registry(tool).title}: {name}"))
            step = self._add(f"weights-{name}", title, "Spatial weights", tool, given, section, 0)
            output = next((o.name for o in self.registry(tool).outputs if o.kind == "weights"), "")
            if not output:
                raise self.source.refuse(section, 0, "kind", f"{tool} makes no weights.")
            self.weights[name] = f"@{step.name}.{output}"
            del place

    def _lights(self) -> None:
        given = dict(self._table("lights"))
        if not given:
            return
        tool = self._tool_id(str(given.pop("tool", "lights_aggregate")), "lights", 0, "tool")
        self.light_columns = given.pop("columns", None)
        step = self._add("lights", str(given.pop("title", "Night lights")), "Night lights", tool, given, "lights", 0)
        output = next((o.name for o in self.registry(tool).outputs if o.kind == "table"), "table")
        self.lights = f"@{step.name}.{output}"

    def _panel(self) -> None:
        given = dict(self._table("panel"))
        prepare = self._tables("prepare")
        if not given:
            if prepare:
                raise self.source.refuse("prepare", 0, "", "[[prepare]] needs a [panel] to work on.")
            return
        self.source.unknown("panel", 0, given, PANEL_KEYS)
        for key in ("path", "unit", "period"):
            if key not in given:
                raise self.source.refuse("panel", 0, "", f"[panel] needs {key}.")
        if self.lights and "lights" not in given:
            given["lights"] = self.light_columns or {"mean": "lights"}
        if self.lights:
            given["lights_table"] = self.lights
        given["path"] = self._path(given["path"])
        given["join"] = [{**other, "path": self._path(other.get("path", ""))} for other in given.get("join", ())]
        self.keys = {"unit": given["unit"], "period": given["period"]}
        self._panel_step("panel", "Panel", given, "panel", 0)
        for place, entry in enumerate(prepare):
            self._prepare(dict(entry), place)

    def _panel_step(self, name: str, title: str, given: Mapping[str, Any], section: str, place: int) -> None:
        step = Step(self._name(name), title, "Panel", "", dict(given), section, place, kind="panel")
        self.steps.append(step)
        self.panel = f"@{step.name}.panel"

    def _prepare(self, entry: dict[str, Any], place: int) -> None:
        if "tool" not in entry:
            self.source.unknown("prepare", place, entry, ("step", "steps", "title"), "[[prepare]]")
            lines = entry.get("steps", entry.get("step", []))
            lines = [lines] if isinstance(lines, str) else list(lines)
            given = {
                "path": self.panel,
                **self.keys,
                "steps": lines,
                "unbalanced": bool(self._table("panel").get("unbalanced", False)),
            }
            self._panel_step(f"prepare-{place + 1}", str(entry.get("title", "Preparation")), given, "prepare", place)
            return
        tool = self._tool_id(str(entry.pop("tool")), "prepare", place, "tool")
        join, source = entry.pop("as", entry.get("join", [])), entry.pop("from", None)
        listed = entry.pop("join", [])
        if isinstance(listed, str):
            source, join = listed, join if isinstance(join, Mapping) else []
        title = str(entry.pop("title", self.registry(tool).title))
        step = self._add(str(entry.pop("name", f"prepare-{tool}")), title, "Preparation", tool, entry, "prepare", place)
        tables = [o.name for o in self.registry(tool).outputs if o.kind == "table"]
        if not tables:
            raise self.source.refuse(
                "prepare", place, "tool", f"{tool} makes no table that could be joined; use it as [[analysis]]."
            )
        output = str(source or tables[0])
        if output not in tables:
            raise self.source.refuse(
                "prepare",
                place,
                "from",
                f"{tool} makes no table {output!r}.{alike(output, tables)} It makes: {', '.join(tables)}.",
            )
        if not isinstance(join, (list, Mapping)):
            raise self.source.refuse(
                "prepare", place, "join", 'join lists columns, ["index"], or renames them, { index = "quality" }.'
            )
        columns = dict(join) if isinstance(join, Mapping) else {str(c): str(c) for c in join}
        given = {"path": self.panel, **self.keys, "joined": f"@{step.name}.{output}", "columns": columns}
        self._panel_step(f"{step.name}-joined", f"{title}: joined", given, "prepare", place)

    def _section(self, section: Section) -> None:
        for place, entry in enumerate(self._tables(section.name)):
            given = dict(entry)
            calls = [
                (self._tool_id(tool, section.name, place, "tools"), more)
                for tool, more in section.calls(given, self.known)
            ]
            takes = {tool: self._keys(tool) for tool, _ in calls}
            everything = sorted({*section.own, *COMMON_KEYS[1:], *(k for keys in takes.values() for k in keys)})
            self.source.unknown(section.name, place, given, everything)
            for tool, more in calls:
                call = {
                    k: v for k, v in given.items() if k in takes[tool] or k in ("outputs", "text", "appendix")
                } | more
                if isinstance(call.get("outputs"), list):
                    call["outputs"] = [o for o in call["outputs"] if o in takes[tool]]
                for key in section.own:
                    call.pop(key, None)
                title = (
                    self._titled(tool, more) if len(calls) > 1 else str(given.get("title", self._titled(tool, more)))
                )
                self._add(
                    f"{tool}{_slug_of(more)}",
                    title,
                    str(given.get("heading", section.heading)),
                    tool,
                    call,
                    section.name,
                    place,
                )

    def _keys(self, tool_id: str) -> set[str]:
        tool = self.registry(tool_id)
        return {p.name for p in tool} | {o.name for o in tool.file_outputs}

    def _titled(self, tool_id: str, more: Mapping[str, Any]) -> str:
        words = ", ".join(str(v) for v in more.values())
        return f"{self.registry(tool_id).title}: {words}" if words else self.registry(tool_id).title

    def _analysis(self, entry: Mapping[str, Any], place: int) -> None:
        given = dict(entry)
        if "tool" not in given:
            raise self.source.refuse(
                "analysis", place, "", 'each [[analysis]] names its tool, such as tool = "panel_threshold".'
            )
        tool = self._tool_id(str(given.pop("tool")), "analysis", place, "tool")
        title = str(given.pop("title", self.registry(tool).title))
        heading = str(given.pop("heading", "Further analyses"))
        self._add(str(given.pop("name", tool)), title, heading, tool, given, "analysis", place)

    def _tool_id(self, name: str, section: str, place: int, key: str) -> str:
        tool = name.replace("-", "_")
        if tool not in self.known:
            raise self.source.refuse(
                section,
                place,
                key,
                f"there is no tool {name!r}.{alike(tool, self.known)} `gisplug tools` lists all of them.",
            )
        return tool

    def _name(self, wanted: str) -> str:
        base = _slug(wanted) or "step"
        name, count = base, 2
        while name in self.names:
            name, count = f"{base}-{count}", count + 1
        self.names.add(name)
        return name

    def _add(
        self, name: str, title: str, heading: str, tool_id: str, given: dict[str, Any], section: str, place: int
    ) -> Step:
        tool = self.registry(tool_id)
        outputs, text, appendix = (
            given.pop("outputs", None),
            str(given.pop("text", "")),
            bool(given.pop("appendix", False)),
        )
        params = {p.name for p in tool}
        self.source.unknown(section, place, given, sorted(params), f"{tool_id} in [{section}]")
        files = [o.name for o in tool.file_outputs]
        if outputs is not None:
            outputs = [outputs] if isinstance(outputs, str) else list(outputs)
            for output in outputs:
                if output not in files:
                    raise self.source.refuse(
                        section,
                        place,
                        "outputs",
                        f"{tool_id} has no output {output!r}.{alike(output, files)} It has: {', '.join(files)}.",
                    )
        filled = {
            **self._context(tool, given),
            **{k: self._referred(tool, k, v, section, place) for k, v in given.items()},
        }
        try:
            tool.complete({**filled, **{o.name: "x" for o in tool.file_outputs}})
        except ParameterError as problem:
            raise self.source.refuse(section, place, "", f"{problem}") from problem
        step = Step(
            self._name(name),
            title,
            heading,
            tool_id,
            filled,
            section,
            place,
            outputs=tuple(outputs) if outputs is not None else None,
            text=text,
            appendix=appendix,
        )
        self.steps.append(step)
        return step

    def _context(self, tool: Tool, given: Mapping[str, Any]) -> dict[str, Any]:
        """Fill in what the other sections already say: units, panel, weights, seed, formula, language."""
        model = self._tables("model")[0] if self.data.get("model") else {}
        made: dict[str, Any] = {}
        tables = ("panel", "table") if tool.id.startswith("weights_") else ("panel",)
        for param in tool:
            if param.name in given:
                continue
            if self.units and param.kind in ("polygons", "vector") and param.name == "units":
                made["units"] = self._path(self.units.get("path"))
            elif self.units and param.parent == "units" and param.name in ("id", "name") and "units" not in given:
                if self.units.get(param.name):
                    made[param.name] = self.units[param.name]
            elif self.units.get("background") and param.name == "background":
                made["background"] = self._path(self.units["background"])
            elif self.panel and param.kind == "table" and param.name in tables:
                made[param.name] = self.panel
            elif (
                self.panel and param.name in ("unit", "period") and param.parent in tables and param.parent not in given
            ):
                made[param.name] = self.keys[param.name]
            elif self.weights and param.kind == "weights" and param.name == "weights" and tool.group != "boundaries":
                made["weights"] = self._path(next(iter(self.weights.values())))
            elif self.weights and param.kind == "weights_list" and param.required:
                made[param.name] = [self._path(v) for v in self.weights.values()]
            elif param.name == "seed" and self.study.get("seed") is not None:
                made["seed"] = self.study["seed"]
            elif param.name in model and _of_model(tool, param.name):
                made[param.name] = self._referred(tool, param.name, model[param.name], "model", 0)
            elif param.name == "language":
                made["language"] = self.study.get("language", "en")
        return made

    def _referred(self, tool: Tool, key: str, value: Any, section: str, place: int) -> Any:
        param = next((p for p in tool if p.name == key), None)
        if param is None:
            return value
        if param.kind in ("weights", "weights_list"):
            names = value if isinstance(value, list) else [value]
            made = [self._path(self.weights.get(str(n), n)) for n in names]
            return made if param.kind == "weights_list" else made[0]
        if isinstance(value, str) and (found := _REFERENCE.match(value)):
            return self._reference(found, section, place, key)
        if param.kind in ("polygons", "points", "vector", "table", "raster", "rasters", "file", "folder"):
            return [self._path(v) for v in value] if isinstance(value, list) else self._path(value)
        return value

    def _reference(self, found: re.Match[str], section: str, place: int, key: str) -> str:
        step = next((s for s in self.steps if s.name == _slug(found[1])), None)
        if step is None:
            names = [s.name for s in self.steps]
            raise self.source.refuse(
                section,
                place,
                key,
                f"no earlier step is called {found[1]!r}.{alike(found[1], names)} So far: {', '.join(names)}.",
            )
        if step.kind != "tool":
            return f"@{step.name}.{step.kind}"
        outputs = [o.name for o in self.registry(step.tool).outputs]
        output = found[2] or outputs[0]
        if output not in outputs:
            raise self.source.refuse(
                section,
                place,
                key,
                f"step {step.name} has no output {output!r}.{alike(output, outputs)} It has: {', '.join(outputs)}.",
            )
        return f"@{step.name}.{output}"

    def _path(self, value: Any) -> Any:
        """Make a path of the study file absolute; names of the shelves and references stay."""
        if not isinstance(value, (str, Path)) or not str(value) or str(value).startswith("@"):
            return value
        text = str(value)
        plain, bar, layer = text.partition("|")
        path = self.source.folder / plain
        pattern = "{" in plain or "*" in plain
        if path.exists() or pattern or "/" in plain or "\\" in plain or Path(plain).suffix:
            return str(path) + bar + layer if not Path(plain).is_absolute() else text
        return text


def _of_model(tool: Tool, name: str) -> bool:
    """Whether a key of [model] is meant for this tool too; the tests that choose the effects are told the formula
    only.
    """
    formula = any(p.name == "formula" for p in tool)
    return tool.group == "spatial" and formula and (name in ("formula", "lagged") or tool.id != "decision_chain")


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.lower().replace("_", "-")).strip("-")


def _slug_of(more: Mapping[str, Any]) -> str:
    words = [_slug(str(v)) for v in more.values() if isinstance(v, (str, int))]
    return "".join(f"-{w}" for w in words if w)[:40]
