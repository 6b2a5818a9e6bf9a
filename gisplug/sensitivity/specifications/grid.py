"""All combinations of choices, each once; a known part of them, drawn by a seed, where they are too many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gisplug.core.errors import ParameterError
from gisplug.core.evidence import some
from gisplug.core.messages import message
from gisplug.core.vocabulary import EFFECT_NAMES, ERROR_STRUCTURES, SPATIAL_MODELS

LEAST_SQUARES = "fe"  # a regression by least squares, without W
WITHOUT_WEIGHTS = (LEAST_SQUARES, "ols")
MODELS: dict[str, str] = {
    LEAST_SQUARES: "Least squares (FE)",
    **{str(name): words for name, words in SPATIAL_MODELS.items()},
}
OF_SPATIAL = {  # errors that spatial models have, and what they are called there
    "auto": "auto",
    "expected": "expected",
    "observed": "observed",
    "sandwich": "sandwich",
    "unit": "cluster",
    "driscoll-kraay": "driscoll-kraay",
}
OF_LEAST_SQUARES = tuple(ERROR_STRUCTURES)
ERRORS: dict[str, str] = {
    "unit": "Clustered by unit",
    "driscoll-kraay": "Driscoll-Kraay",
    "auto": "Automatic",
    "expected": "Expected information",
    "observed": "Observed information",
    "sandwich": "Sandwich (not normal)",
    **{name: words for name, words in ERROR_STRUCTURES.items() if name not in ("unit", "driscoll-kraay")},
}
ALL_ROWS = message("All rows")
ALWAYS = message("As in the formula")


@dataclass(frozen=True)
class Specification:
    """One combination of choices; `weights` is empty for a model without W, `added` are terms beside the set."""

    sample: str
    controls: str
    added: tuple[str, ...]
    effects: str
    model: str
    weights: str
    errors: str


@dataclass(frozen=True)
class Grid:
    """What may be chosen; the first of each is the baseline.

    Attributes
    ----------
    samples : name to condition, None for all rows
    sets : name to the control terms of the set
    add : terms that are each in or out; in, in the baseline
    effects, models, weights, errors : names

    Raises
    ------
    ParameterError
        If a choice is unknown, models need weights, or have none of the errors.
    """

    samples: Mapping[str, str | None]
    sets: Mapping[str, tuple[str, ...]]
    add: tuple[str, ...]
    effects: tuple[str, ...]
    models: tuple[str, ...]
    weights: tuple[str, ...]
    errors: tuple[str, ...]

    def __post_init__(self) -> None:
        choices = {"effects": EFFECT_NAMES, "models": MODELS, "errors": ERRORS}
        for name, known in choices.items():
            given: tuple[str, ...] = getattr(self, name)
            wrong = [one for one in given if one not in known]
            if wrong or not given:
                raise ParameterError(
                    message(
                        "{name} are some of {choices}; {given} was given instead.",
                        name=name,
                        choices=", ".join(known),
                        given=some(wrong) if wrong else message("nothing"),
                    )
                )
        if not self.weights and any(m not in WITHOUT_WEIGHTS for m in self.models):
            raise ParameterError("Spatial models need weights; give some, or ask for models fe and ols alone.")
        for model in self.models:
            if not errors_of(model, self.errors):
                raise ParameterError(
                    message(
                        "{model} has none of the errors asked for ({errors}); add one of {known}.",
                        model=model.upper(),
                        errors=", ".join(self.errors),
                        known=", ".join(OF_LEAST_SQUARES if model == LEAST_SQUARES else OF_SPATIAL),
                    )
                )

    @property
    def fits(self) -> list[tuple[str, str, str]]:
        """Model, weights and errors that go together, each once."""
        return [
            (model, w, errors)
            for model in self.models
            for w in (("",) if model in WITHOUT_WEIGHTS else self.weights)
            for errors in errors_of(model, self.errors)
        ]

    def __len__(self) -> int:
        count = len(self.samples) * len(self.sets) * 2 ** len(self.add) * len(self.effects) * len(self.fits)
        return int(min(count, 2**62))

    def at(self, place: int) -> Specification:
        """Return the combination at a place, 0 the baseline; the last choices change fastest."""
        fits = self.fits
        place, fit = divmod(place, len(fits))
        place, effects = divmod(place, len(self.effects))
        place, out = divmod(place, 2 ** len(self.add))
        sample, controls = divmod(place, len(self.sets))
        added = tuple(term for k, term in enumerate(self.add) if not out >> k & 1)
        return Specification(
            list(self.samples)[sample], list(self.sets)[controls], added, self.effects[effects], *fits[fit]
        )

    def chosen(self, most: int, seed: int) -> list[Specification]:
        """Return all combinations, or `most` of them drawn by a seed, the baseline among them, in their order."""
        count = len(self)
        if count <= most:
            return [self.at(k) for k in range(count)]
        drawn = np.random.default_rng(seed).choice(count - 1, size=most - 1, replace=False, shuffle=False)
        return [self.at(0), *(self.at(int(k) + 1) for k in np.sort(drawn))]


def errors_of(model: str, errors: Sequence[str]) -> list[str]:
    """Return those of the errors that a model has."""
    return [e for e in errors if e in (OF_LEAST_SQUARES if model == LEAST_SQUARES else OF_SPATIAL)]
