"""Parameters that the tools of spatial models share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from gisplug.core.declare import Output, Param
from gisplug.core.vocabulary import PANEL_EFFECTS
from gisplug.tools.inputs import load_panel, load_weights

EFFECT_LABELS = ("None", "Unit", "Period", "Unit and period")


def formula_param() -> Param:
    """Outcome and regressors."""
    return Param(
        "formula",
        "text",
        "Formula",
        "Outcome and regressors, as in develop ~ agg + wage. Names with spaces or signs stand in backticks; the "
        "constant and the effects are options, not terms.",
    )


def effects_param(default: str = "twoways", auto: bool = False) -> Param:
    """Fixed effects."""
    choices, labels = (
        (("auto", *PANEL_EFFECTS), ("Chosen by tests", *EFFECT_LABELS)) if auto else (PANEL_EFFECTS, EFFECT_LABELS)
    )
    more = " With auto the likelihood-ratio tests choose." if auto else ""
    return Param(
        "effects",
        "choice",
        "Fixed effects",
        "Which fixed effects the model has: none, unit, period, or both." + more,
        default=default,
        choices=choices,
        choice_labels=labels,
    )


def lagged_param() -> Param:
    """The regressors that enter as W x."""
    return Param(
        "lagged",
        "fields",
        "Spatially lagged regressors",
        "Regressors whose spatial lag W x is in Durbin models. All of them are lagged where it is left empty.",
        parent="panel",
        optional=True,
        advanced=True,
    )


def draws_params() -> tuple[Param, ...]:
    """Simulation of effects."""
    return (
        Param(
            "draws",
            "integer",
            "Draws",
            "Number of random draws for the standard errors of the effects.",
            default=1000,
            minimum=100,
            advanced=True,
        ),
        Param(
            "seed",
            "integer",
            "Seed",
            "Seed of the random draws; the same seed gives the same numbers.",
            default=1,
            minimum=0,
            advanced=True,
        ),
    )


def numbers_output() -> Output:
    """Everything as JSON."""
    return Output(
        "numbers", "file", "All numbers", "Every number of the result with its options, as JSON.", extension=".json"
    )


def load(params: Mapping[str, Any], progress: Any, unbalanced: bool = False) -> tuple[Any, Any]:
    """Read panel and weights, and pass on what was noted about them."""
    panel, w = load_panel(params, unbalanced=unbalanced), load_weights(params)
    for note in (*panel.report.warnings, *w.report.warnings):
        progress.warn(note.text)
    return panel, w


def write_json(path: str, data: Mapping[str, Any]) -> None:
    """Write plain data; numbers that are not finite become null."""
    from gisplug.core.files import writing

    with writing(path) as made:
        made.write_text(json.dumps(_plain(data), ensure_ascii=False, indent=1, allow_nan=False), encoding="utf-8")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, (str, int, bool)) or value is None:
        return value
    number = float(value)
    return number if number - number == 0.0 else None
