"""Which units of two inputs belong together: parameters of tools that take no panel, and the rule behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import param
from gisplug.core.vocabulary import MATCHES, Match
from gisplug.tools.inputs import choice_param

if TYPE_CHECKING:
    from gisplug.spatial.tables import Rule


def match_param(what: str, **more: Any) -> Any:
    """Whether units must be the same; `what` names the inputs that have them, as "Table, boundaries and weights"."""
    return choice_param(
        "Units that do not match",
        f"{what} must have the same units, matched by id or by a name that is certain, which is said; "
        "or by id only; or go on with the units that all have, and list the others.",
        MATCHES,
        "names",
        advanced=True,
        **more,
    )


def aliases_param(what: str, **more: Any) -> Any:
    """A table of names that the user confirmed; `what` says whose."""
    return param(
        "table",
        "Aliases",
        f"Table with the columns from (a name in {what}) and to (the id or name of its unit, or - to "
        "leave its rows out).",
        optional=True,
        advanced=True,
        **more,
    )


def rule_of(match: Match, aliases: Optional[str]) -> Rule:
    """Return how units are told, the aliases read."""
    from gisplug.boundaries.names.aliases import read_aliases
    from gisplug.spatial.tables import Rule

    return Rule(match, read_aliases(aliases) if aliases else None)
