"""Options that a function takes by name beside its parameters: a TypedDict names them, and no other is accepted."""

from __future__ import annotations

from collections.abc import Mapping

from gisplug.core.errors import ParameterError
from gisplug.core.evidence import some


def known(options: Mapping[str, object], kind: type, method: str) -> None:
    """Refuse options that `kind`, the TypedDict of a method, does not have.

    Raises
    ------
    ParameterError
        Naming them, and those that there are.
    """
    if unknown := [name for name in options if name not in kind.__annotations__]:
        raise ParameterError(
            f"{method} has no option {some(unknown)}. Beside its parameters it has: {', '.join(kind.__annotations__)}."
        )
