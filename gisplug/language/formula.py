"""Model formulas: "y ~ x1 + x2", names with spaces or signs in backticks. Standard library only, no eval."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gisplug.core.errors import ModelError

_NAME = re.compile(r"`([^`]+)`|([^\s+~`]+)")


@dataclass(frozen=True)
class Formula:
    """Outcome and regressors, in the order given."""

    outcome: str
    regressors: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Outcome, then regressors."""
        return (self.outcome, *self.regressors)

    def __str__(self) -> str:
        return f"{_quoted(self.outcome)} ~ {' + '.join(map(_quoted, self.regressors)) or '1'}"


def parse_formula(text: str | Formula) -> Formula:
    """Read "y ~ x1 + x2"; "y ~ 1" has no regressors. Intercepts and effects are options of the models, not terms.

    Raises
    ------
    ModelError
        If there is not exactly one "~" and one outcome, or a term is repeated.
    """
    if isinstance(text, Formula):
        return text
    outside = re.sub(r"`[^`]*`", "", text)
    if outside.count("~") != 1:
        raise ModelError(f'A formula reads "y ~ x1 + x2"; {text!r} was given instead.')
    left, right = re.split(r"~(?=(?:[^`]*`[^`]*`)*[^`]*$)", text)
    outcomes, regressors = _terms(left, text), [t for t in _terms(right, text) if t != "1"]
    if len(outcomes) != 1:
        raise ModelError(f"A formula has one outcome before the ~; {text!r} has {len(outcomes)}.")
    twice = sorted({t for t in regressors if regressors.count(t) > 1 or t == outcomes[0]})
    if twice:
        raise ModelError(f"{', '.join(twice)} stands twice in {text!r}; name each variable once.")
    return Formula(outcomes[0], tuple(regressors))


def _terms(side: str, text: str) -> list[str]:
    rest = _NAME.sub("\0", side).replace(" ", "").replace("\n", "")
    if rest and rest != "+".join("\0" * rest.count("\0")):
        raise ModelError(
            f"Cannot read {side.strip()!r} of {text!r}: terms are joined by +, and a name with spaces or signs "
            "stands in `backticks`."
        )
    return [quoted or plain for quoted, plain in _NAME.findall(side)]


def _quoted(name: str) -> str:
    return name if re.fullmatch(r"[^\s+~`]+", name) else f"`{name}`"
