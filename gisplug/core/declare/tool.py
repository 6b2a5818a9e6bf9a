"""A tool: what it is called, what it is asked, what it gives, and the function behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from gisplug.core.database.address import holds_password
from gisplug.core.declare.applies import cases_in_words
from gisplug.core.declare.conversion import converted
from gisplug.core.declare.inputs import Inputs
from gisplug.core.declare.parts import Output, Param
from gisplug.core.errors import ParameterError
from gisplug.core.messages import joined, message
from gisplug.core.progress import Progress

Results = Mapping[str, Any]  # what `run` returns: path or value of each output that was made
GROUPS = {
    "boundaries": "Boundaries",
    "weights": "Weights",
    "lights": "Night lights",
    "panel": "Panel",
    "indices": "Indices and inequality",
    "autocorrelation": "Autocorrelation",
    "structure": "Space-time structure",
    "spatial": "Spatial models",
    "local": "Coefficients over space",
    "regression": "Panel regressions",
    "shocks": "Common shocks",
    "policy": "Policy evaluation",
    "sensitivity": "Sensitivity",
    "configuration": "Configurations and novelty",
    "study": "Study",
}


Asked = TypeVar("Asked", bound=Inputs)


@dataclass(frozen=True)
class Tool(Generic[Asked]):
    """A tool. `run(asked, progress)` takes what was asked and returns {output name: path or value}; `values` are the
    outputs that are no files; `estimates` says that it fits models that other programs have, so that their code can be
    written (`gisplug.replication`)."""

    id: str
    title: str
    group: str
    help: str
    inputs: type[Asked]
    run: Callable[[Asked, Progress], Results] = field(compare=False)
    values: tuple[Output, ...] = ()
    tags: tuple[str, ...] = ()
    example: str = ""
    estimates: bool = False

    def __post_init__(self) -> None:
        if self.group not in GROUPS:
            raise ValueError(f"{self.id}: group is one of {', '.join(GROUPS)}; {self.group!r} was given instead.")
        names = [p.name for p in self.params] + [o.name for o in self.outputs if not o.is_value]
        twice = sorted({n for n in names if names.count(n) > 1})
        if twice:
            raise ValueError(f"{self.id}: declared twice: {', '.join(twice)}.")

    def __iter__(self) -> Iterator[Param]:
        return iter(self.params)

    @property
    def params(self) -> tuple[Param, ...]:
        """What it takes."""
        return self.inputs.declared

    @property
    def by_name(self) -> dict[str, Param]:
        """What it takes, by name."""
        return {p.name: p for p in self.params}

    @property
    def file_outputs(self) -> tuple[Output, ...]:
        """Outputs that are written to a path."""
        return self.inputs.files

    @property
    def outputs(self) -> tuple[Output, ...]:
        """Files, then values."""
        return (*self.inputs.files, *self.values)

    def complete(self, given: Mapping[str, Any]) -> Asked:
        """Check what was given against the declaration, convert it, and fill in the defaults.

        Raises
        ------
        ParameterError
            Naming every parameter that is unknown, missing, of the wrong type, out of range, or without a meaning
            beside the others.
        """
        known = self.by_name
        outputs = {o.name: o for o in self.file_outputs}
        wrong = [
            message("{name!r} is not a parameter of {id}", name=name, id=self.id)
            for name in given
            if name not in known | outputs
        ]
        done: dict[str, Any] = {}
        for name, param in known.items():
            value = given.get(name)
            if value is None or value == "" or (param.kind in ("fields", "choices") and value == []):
                value = param.default
            if value is None:
                if param.required:
                    wrong.append(message("{name!r} ({param}) is needed", name=name, param=param.label))
                done[name] = None
                continue
            try:
                done[name] = converted(param, value)
            except (TypeError, ValueError) as problem:
                wrong.append(message("{name!r}: {said}", name=name, said=problem))
        for name, output in outputs.items():
            path = given.get(name)
            if path in (None, "") and output.required:
                wrong.append(message("{name!r} ({output}) needs a path to write to", name=name, output=output.label))
            done[name] = str(path) if path not in (None, "") else None
        wrong += [
            message(
                "{name!r}: the address holds a password, which logs and study files would show; keep it in PGPASSWORD, "
                "~/.pgpass or a service",
                name=name,
            )
            for name, value in done.items()
            if _secret(value)
        ]
        wrong += [
            message(
                "{p!r} ({p2}) has no meaning here; it applies only where {cases_in_words}",
                p=p.name,
                p2=p.label,
                cases_in_words=cases_in_words(p, known),
            )
            for p in self.without_meaning(done)
        ]
        if wrong:
            takes = ", ".join([*known, *outputs])
            raise ParameterError(
                message("{id}: {wrong}. It takes: {takes}.", id=self.id, wrong=joined("; ", wrong), takes=takes)
            )
        return self.inputs(done)

    def options(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return what `complete` gives by name, before it is known where files are written to.

        Raises
        ------
        ParameterError
            As `complete`.
        """
        return dict(vars(self.complete({**given, **{o.name: "x" for o in self.file_outputs}})))

    def without_meaning(self, values: Mapping[str, Any]) -> list[Param]:
        """Return the inputs that were moved from their defaults where they do not apply, beside these values."""
        moved = [p for p in self.params if values.get(p.name) not in (p.default, None)]
        known = [p for p in moved if all(name in values for case in p.applies_when for name in case)]
        return [p for p in known if not p.applies(values)]


def _secret(value: Any) -> bool:
    return any(map(holds_password, value)) if isinstance(value, list) else holds_password(value)
