"""In which cases an input has a meaning, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gisplug.core.declare.parts import ABOVE, GIVEN, NOT_GIVEN, Param
from gisplug.core.messages import joined, message

Words = Callable[[str], str]  # gives a text in the user's language
ONLY = "Only where {cases}."
IS, HAS, IS_ABOVE = "{input} is {values}", "{input} has {values}", "{input} is above {values}"
STATES = {GIVEN: "{input} is given", NOT_GIVEN: "{input} is not given"}
AND, OR, LAST_OR, COMMA, YES, NO = " and ", ", or where ", " or ", ", ", "yes", "no"
TEXTS = (ONLY, IS, HAS, IS_ABOVE, *STATES.values(), AND, OR, LAST_OR, COMMA, YES, NO)


def cases_in_words(
    param: Param, known: Mapping[str, Param], tr: Words = str, *, labels: bool = False, mark: str = ""
) -> str:
    """Say when an input has a meaning: "kind is band or inverse, or where k is given".

    Values that a tool does not offer are not told: inputs that tools share name those of all of them.

    Parameters
    ----------
    known : the inputs of the tool by name
    tr : gives a message in the language of the reader; by default it stays a message, which is said late
    labels : call inputs and choices as menus do, not as the command line does
    mark : what stands around names of the command line, such as a backtick
    """

    def one(name: str, wanted: tuple[Any, ...]) -> str:
        other = known[name]
        said = message(other.label) if labels else f"{mark}{name}{mark}"
        if wanted in STATES:
            return message(STATES[wanted], input=said)
        if wanted[0] == ABOVE:
            return message(IS_ABOVE, input=said, values=wanted[1])
        form = HAS if other.kind == "choices" else IS
        values = [_value(other, v, labels, mark) for v in wanted if _offered(other, v)]
        return message(form, input=said, values=_any_of(values))

    cases = [case for case in param.applies_when if all(_possible(known[n], wanted) for n, wanted in case.items())]
    between, within = message(OR), message(AND)
    return tr(joined(between, (joined(within, (one(name, wanted) for name, wanted in c.items())) for c in cases)))


def told(param: Param, known: Mapping[str, Param], tr: Words = str, *, labels: bool = False, mark: str = "") -> str:
    """Return the help of an input, with the cases in which it has a meaning."""
    if not param.applies_when:
        return tr(param.help)
    cases = cases_in_words(param, known, labels=labels, mark=mark)
    return tr(message("{help} {only}", help=message(param.help), only=message(ONLY, cases=cases)))


def _possible(other: Param, wanted: tuple[Any, ...]) -> bool:
    """Whether an input can be as a case wants it."""
    return wanted in STATES or wanted[0] == ABOVE or any(_offered(other, v) for v in wanted)


def _offered(other: Param, value: Any) -> bool:
    return isinstance(value, bool) or not other.choices or value in other.choices


def _value(other: Param, value: Any, labels: bool, mark: str) -> str:
    if isinstance(value, bool):
        return message(YES if value else NO)
    if labels and other.choice_labels:
        return message(other.choice_labels[other.choices.index(value)])
    return f"{mark}{value}{mark}" if not labels else str(value)


def _any_of(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else joined(message(COMMA), words[:-1]) + message(LAST_OR) + words[-1]
