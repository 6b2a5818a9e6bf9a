"""What a tool is asked: a class whose attributes are its inputs and the files wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from gisplug.core.declare.parts import TYPES, Output, Param


def param(kind: str, label: str, help: str, default: Any = None, **more: Any) -> Any:
    """Declare an input in the body of an `Inputs`; the attribute that it is given to names it."""
    return Param("", kind, label, help, default, **more)


def output(kind: str, label: str, help: str, **more: Any) -> Any:
    """Declare a file that is written if the user names it, in the body of an `Inputs`."""
    return Output("", kind, label, help, **more)


class Inputs:
    """What a tool is asked: the value of every input, and the path of every file that is wanted or None.

    A subclass declares them as attributes: ``k: int = param("integer", "k", "How many units are nearest.", 4)``.
    Menus show the inputs of its bases from left to right, its own, then those of bases that are made with
    ``after=True``. What a base declares may be declared anew; it stays in its place.
    """

    declared: ClassVar[tuple[Param, ...]] = ()
    files: ClassVar[tuple[Output, ...]] = ()
    _after: ClassVar[bool] = False

    def __init_subclass__(cls, after: bool = False, **more: Any) -> None:
        super().__init_subclass__(**more)
        cls._after = after
        params: dict[str, Param] = {}
        files: dict[str, Output] = {}
        own = {name: value for name, value in vars(cls).items() if isinstance(value, (Param, Output))}
        bases = [base for base in cls.__bases__ if issubclass(base, Inputs)]
        for base in (b for b in bases if not b._after):
            params.update({p.name: p for p in base.declared})
        for name in own:
            delattr(cls, name)
        made = {name: _named(cls, name, value) for name, value in own.items() if isinstance(value, Param)}
        later = {p.name: p for base in bases if base._after for p in base.declared}
        params.update({name: value for name, value in made.items() if name not in later})
        params.update({**later, **{name: value for name, value in made.items() if name in later}})
        for base in bases:
            files.update({o.name: o for o in base.files})
        files.update({name: replace(value, name=name) for name, value in own.items() if isinstance(value, Output)})
        cls.declared, cls.files = tuple(params.values()), tuple(files.values())

    def __init__(self, values: Mapping[str, Any]) -> None:
        for name in [*(p.name for p in self.declared), *(file.name for file in self.files)]:
            object.__setattr__(self, name, values[name])

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{name}: what a tool is asked is not changed.")

    def written(self) -> dict[str, Any]:
        """Return the paths of the files that are wanted, by output."""
        return {file.name: getattr(self, file.name) for file in self.files if getattr(self, file.name)}


def _named(cls: type, name: str, made: Param) -> Param:
    """Return a declared input with the name of its attribute.

    Raises
    ------
    TypeError
        If the attribute is declared with a type that its values do not have.
    """
    named, said = replace(made, name=name), cls.__annotations__.get(name, "nothing")
    if said.endswith(" | None"):
        said = f"Optional[{said.removesuffix(' | None')}]"
    if said != named.annotation and (made.kind != "choice" or said.startswith("Optional") or said in TYPES.values()):
        raise TypeError(f"{cls.__module__}.{cls.__qualname__}.{name} is {named.annotation}; {said} is declared.")
    return named
