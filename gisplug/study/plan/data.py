"""Steps that make the data: [units], [reborder], [lights], [panel], [[prepare]] and [weights.NAME]."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gisplug.core.messages import message
from gisplug.core.vocabulary import MATCHES
from gisplug.study.plan.calls import add_call, first_output
from gisplug.study.plan.draft import Draft, slug
from gisplug.study.plan.references import absolute
from gisplug.study.plan.sections import PANEL_KEYS, WEIGHTS_KINDS, table, tables
from gisplug.study.plan.source import alike
from gisplug.study.plan.step import At

AS_FILE = ("sheet", "wide", "encoding")  # keys of [panel] that say how its file is written
AS_NAMED = ("aliases", "within")  # keys of [panel] that say which unit a name means
AS_READ = ("unit", "period", "periods", "within", *AS_FILE)  # keys of [panel] that reading takes


def add_units(draft: Draft) -> None:
    """Where units are chosen by a field or left out, the chosen ones become a layer of their own."""
    units, at = draft.units, At("units")
    if units and "path" not in units:
        raise draft.source.refuse(*at, "", "[units] needs path.")
    if not (units.get("where") or units.get("drop")):
        return
    where, drop = units.get("where", {}), units.get("drop", [])
    if not isinstance(where, Mapping) or not isinstance(drop, list):
        key = "where" if not isinstance(where, Mapping) else "drop"
        raise draft.source.refuse(*at, key, 'where reads { field = value } and drop lists ids or names, ["540000"].')
    given: dict[str, Any] = {k: v for k, v in units.items() if k in ("id", "name")}
    given |= {"path": absolute(draft.source, units["path"]), "where": dict(where), "drop": [str(d) for d in drop]}
    draft.add_own("units", "units", "Choice of units", "Spatial units", given, at)
    draft.units["path"] = "@units.units"


def add_reborder(draft: Draft) -> None:
    """Bring the panel to the units of one year before anything else reads it."""
    given, at, panel = dict(table(draft.source, "reborder")), At("reborder"), table(draft.source, "panel")
    if not given:
        return
    if not {"path", "unit", "period"} <= set(panel):
        raise draft.source.refuse(*at, "", "[reborder] needs a [panel] with path, unit and period.")
    title, layers = str(given.pop("title", "Panel on the borders of one year")), given.pop("layers", ())
    if layers:
        given["crosswalk"] = _crosswalks(draft, layers, at)
    matched = ("match",) if given.get("crosswalk") else ()  # by codes alone there is nothing to be matched to
    read = {key: panel[key] for key in ("unit", "period", *matched, *AS_NAMED, *AS_FILE) if key in panel}
    step = add_call(draft, "panel_reborder", "reborder", title, "Panel", {"panel": panel["path"], **read, **given}, at)
    draft.rebordered = f"@{step.name}.table"


def _crosswalks(draft: Draft, layers: Any, at: At) -> str:
    """Add a crosswalk of each layer to [units], one table for all; return where it is."""
    if not isinstance(layers, list) or not all(
        isinstance(e, Mapping) and {"path", "id", "since"} <= set(e) for e in layers
    ):
        example = 'layers = [{ path = "c2000.gpkg", id = "code", since = 2000 }]'
        raise draft.source.refuse(
            *at, "layers", message("layers lists files, each with path, id and since: {example}.", example=example)
        )
    if not draft.units.get("id"):
        raise draft.source.refuse(*at, "layers", "layers are brought to those of [units], which needs path and id.")
    target = {
        f"target{'' if k == 'path' else '_' + k}": draft.units[k] for k in ("path", "id", "name") if k in draft.units
    }
    made = ""
    for entry in layers:
        more = {k: v for k, v in entry.items() if k not in ("path", "since")}
        call = {
            "units": entry["path"],
            **more,
            **target,
            "since": str(entry["since"]),
            **({"earlier": made} if made else {}),
        }
        title = message("Boundaries from {entry} on", entry=entry["since"])
        step = add_call(draft, "boundaries_crosswalk", f"crosswalk-{entry['since']}", title, "Spatial units", call, at)
        made = f"@{step.name}.crosswalk"
    return made


def _panel_section(draft: Draft) -> dict[str, Any]:
    """Return [panel]; where it was brought to other borders, it begins with the table that came of it."""
    given = dict(table(draft.source, "panel"))
    if draft.rebordered:
        given = {key: value for key, value in given.items() if key not in (*AS_FILE, *AS_NAMED)}
        given |= {"path": draft.rebordered}
    return given


def add_alignment(draft: Draft) -> None:
    """Settle the sample where there is something to align: a panel with boundaries, or with weights from files."""
    source, at, given = draft.source, At("panel"), _panel_section(draft)
    if not {"path", "unit", "period"} <= set(given):
        return
    source.unknown(*at, given, PANEL_KEYS)
    match = given.get("match", "names")
    if match not in MATCHES:
        raise source.refuse(
            *at,
            "match",
            message(
                "match is one of {matches}.{alike} {match!r} was given.",
                matches=", ".join(MATCHES),
                alike=alike(str(match), list(MATCHES)),
                match=match,
            ),
        )
    listed = table(source, "weights").items()
    files = {slug(n): absolute(source, e["path"]) for n, e in listed if isinstance(e, Mapping) and "path" in e}
    layer = absolute(source, draft.units.get("path")) if draft.units.get("id") else None
    if not layer and not files:
        return
    kept = {k: v for k, v in draft.units.items() if k in ("id", "name") and layer}
    said: dict[str, Any] = {k: given[k] for k in AS_READ if k in given}
    step = draft.add_own(
        "alignment",
        "alignment",
        "Units of the study",
        "Spatial units",
        {
            **kept,
            **said,
            "units": layer,
            "path": absolute(source, given["path"]),
            "aliases": absolute(source, given.get("aliases")),
            "match": match,
            "list": [str(u) for u in given.get("units", ())],
            "weights": {n.replace("-", "_"): path for n, path in files.items()},
        },
        at,
    )
    draft.alignment = f"@{step.name}"
    if layer:
        draft.units["path"] = f"{draft.alignment}.units"


def add_lights(draft: Draft) -> None:
    """Add the zonal statistics of night lights that the panel takes in."""
    given, at = dict(table(draft.source, "lights")), At("lights")
    if not given:
        return
    tool = draft.tool_id(str(given.pop("tool", "lights_aggregate")), at, "tool")
    draft.light_columns = given.pop("columns", None)
    step = add_call(draft, tool, "lights", str(given.pop("title", "Night lights")), "Night lights", given, at)
    draft.lights = f"@{step.name}.{first_output(draft, step, 'table') or 'table'}"


def add_panel(draft: Draft) -> None:
    """Add the panel, joined with lights and other tables, and its preparation step by step."""
    source, at = draft.source, At("panel")
    given, prepare = _panel_section(draft), tables(source, "prepare")
    if not given:
        if prepare:
            raise source.refuse("prepare", 0, "", "[[prepare]] needs a [panel] to work on.")
        return
    source.unknown(*at, given, PANEL_KEYS)
    for key in ("path", "unit", "period"):
        if key not in given:
            raise source.refuse(*at, "", message("[panel] needs {key}.", key=key))
    if draft.lights and "lights" not in given:
        given["lights"] = draft.light_columns or {"mean": "lights"}
    if draft.lights:
        given["lights_table"] = draft.lights
    given["path"] = absolute(source, given["path"])
    given["aliases"] = absolute(source, given.get("aliases"))
    listed = given.pop("units", [])
    if draft.alignment:
        given |= {"sample": f"{draft.alignment}.alignment", "aliases": f"{draft.alignment}.names"}
    elif listed:
        raise source.refuse(*at, "units", "a list of units needs boundaries with an id, [units] path and id.")
    joined = source.listed(*at, "join", given.get("join", []), Mapping)
    given["join"] = [{**other, "path": absolute(source, other.get("path", ""))} for other in joined]
    draft.keys = {"unit": given["unit"], "period": given["period"]}
    _panel_step(draft, "panel", "Panel", given, at)
    for place, entry in enumerate(prepare):
        _prepare(draft, dict(entry), At("prepare", place))


def _panel_step(draft: Draft, name: str, title: str, given: Mapping[str, Any], at: At) -> None:
    step = draft.add_own("panel", name, title, "Panel", given, at)
    draft.panel = f"@{step.name}.panel"


def _prepare(draft: Draft, entry: dict[str, Any], at: At) -> None:
    if "tool" in entry:
        _prepare_by_tool(draft, entry, at)
        return
    draft.source.unknown(*at, entry, ("step", "steps", "title"), "[[prepare]]")
    lines = entry.get("steps", entry.get("step", []))
    lines = draft.source.listed(*at, "steps" if "steps" in entry else "step", lines)
    unbalanced = table(draft.source, "panel").get("unbalanced") in (True, "yes")
    given = {"path": draft.panel, **draft.keys, "steps": lines, "unbalanced": unbalanced}
    _panel_step(draft, f"prepare-{at.place + 1}", str(entry.get("title", "Preparation")), given, at)


def _prepare_by_tool(draft: Draft, entry: dict[str, Any], at: At) -> None:
    """Add a tool whose table is joined to the panel: an index, an efficiency, fitted values."""
    tool = draft.tool_id(str(entry.pop("tool")), at, "tool")
    join, origin = entry.pop("as", entry.get("join", [])), entry.pop("from", None)
    listed = entry.pop("join", [])
    if isinstance(listed, str):
        origin, join = listed, join if isinstance(join, Mapping) else []
    title = str(entry.pop("title", draft.registry(tool).title))
    step = add_call(draft, tool, str(entry.pop("name", f"prepare-{tool}")), title, "Preparation", entry, at)
    output = _joined_table(draft, tool, origin, at)
    if not isinstance(join, (list, Mapping)):
        raise draft.source.refuse(*at, "join", 'join lists columns, ["index"], or renames them, { index = "quality" }.')
    columns = dict(join) if isinstance(join, Mapping) else {str(c): str(c) for c in join}
    given = {"path": draft.panel, **draft.keys, "joined": f"@{step.name}.{output}", "columns": columns}
    _panel_step(draft, f"{step.name}-joined", message("{title}: joined", title=title), given, at)


def _joined_table(draft: Draft, tool: str, origin: Any, at: At) -> str:
    made = [o.name for o in draft.registry(tool).outputs if o.kind == "table"]
    if not made:
        raise draft.source.refuse(
            *at, "tool", message("{tool} makes no table that could be joined; use it as [[analysis]].", tool=tool)
        )
    output = str(origin or made[0])
    if output not in made:
        raise draft.source.refuse(
            *at,
            "from",
            message(
                "{tool} makes no table {output!r}.{alike} It makes: {made}.",
                tool=tool,
                output=output,
                alike=alike(output, made),
                made=", ".join(made),
            ),
        )
    return output


def add_weights(draft: Draft) -> None:
    """Add each W of [weights.NAME], made by a tool or read from a file; later sections call it by its name."""
    for name, entry in table(draft.source, "weights").items():
        at = At(f"weights.{name}")
        if re.search(r'[\x00-\x1f<>:"/\\|?*]|^\.', name):
            named = message(
                "{name!r} is no name for W, because files are called after it; use letters and digits", name=name
            )
            raise draft.source.refuse("weights", 0, name, named)
        if not isinstance(entry, Mapping):
            example = message('write [weights.{name}] with kind = "contiguity" below it.', name=name)
            raise draft.source.refuse("weights", 0, name, message("each W has a name: {example}", example=example))
        if "path" in entry:
            draft.source.unknown(*at, entry, ("path", "title"))
            aligned = f"{draft.alignment}.weights_{slug(name).replace('-', '_')}"
            draft.weights[name] = aligned if draft.alignment else str(entry["path"])
        else:
            draft.weights[name] = _made_weights(draft, name, dict(entry), at)


def _made_weights(draft: Draft, name: str, given: dict[str, Any], at: At) -> str:
    kind = str(given.pop("kind", given.pop("tool", "contiguity")))
    tool, more = WEIGHTS_KINDS.get(kind, (kind if kind.startswith("weights_") else f"weights_{kind}", {}))
    if tool not in draft.known:
        names = [*WEIGHTS_KINDS, *(k.removeprefix("weights_") for k in draft.known if k.startswith("weights_"))]
        raise draft.source.refuse(
            *at,
            "kind",
            message(
                "there is no kind of weights {kind!r}.{alike} There are: {names}.",
                kind=kind,
                alike=alike(kind, names),
                names=", ".join(names),
            ),
        )
    given |= more
    title = str(given.pop("title", f"{draft.registry(tool).title}: {name}"))
    step = add_call(draft, tool, f"weights-{name}", title, "Spatial weights", given, at)
    output = first_output(draft, step, "weights")
    if not output:
        raise draft.source.refuse(*at, "kind", message("{tool} makes no weights.", tool=tool))
    return f"@{step.name}.{output}"
