"""Fuzzy-set qualitative comparative analysis: truth table, three solutions, core and peripheral conditions, panels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gisplug.configuration.minimise import DASH, Term, covers, minimised, rows_of
from gisplug.configuration.sets import necessity_table, sufficiency
from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message

MOST_CONDITIONS = 10
KINDS = ("complex", "parsimonious", "intermediate")


@dataclass(frozen=True)
class Solution:
    """A solution.

    Attributes
    ----------
    terms : DataFrame, index term ("A*~B"); consistency, PRI, coverage, unique, cases
    consistency, PRI, coverage : of the union of its terms
    models : how many solutions are equally short; `alternatives` their terms, the first is shown
    """

    kind: str
    patterns: tuple[Term, ...]
    terms: pd.DataFrame
    consistency: float
    PRI: float
    coverage: float
    alternatives: tuple[tuple[str, ...], ...]

    @property
    def models(self) -> int:
        """How many solutions are equally short."""
        return len(self.alternatives)


@dataclass(frozen=True)
class Configurations:
    """What fsQCA finds for one outcome.

    Attributes
    ----------
    truth : DataFrame, index row (1 .. 2^k): conditions, out ("1", "0", "?"), n, consistency, PRI, cases
    necessity : DataFrame, index condition: consistency, coverage, RoN
    solutions : mapping of kind to Solution; empty patterns where no row passes
    counterfactuals : rows used as easy counterfactuals by the intermediate solution
    core : mapping of intermediate term to {condition: "core" or "peripheral"}
    members : DataFrame, index case, as given
    y : (n,) memberships in the outcome, negated where asked
    """

    outcome: str
    conditions: tuple[str, ...]
    truth: pd.DataFrame
    necessity: pd.DataFrame
    solutions: Mapping[str, Solution]
    counterfactuals: tuple[int, ...]
    core: Mapping[str, Mapping[str, str]]
    members: pd.DataFrame = field(repr=False)
    y: np.ndarray = field(repr=False)
    cutoffs: Mapping[str, float] = field(default_factory=dict)
    report: Report = field(default_factory=Report, repr=False)


def fsqca(
    members: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str],
    *,
    frequency: int = 1,
    consistency: float = 0.8,
    pri: float = 0.7,
    expectations: Mapping[str, int | None] | None = None,
    absence: bool = False,
) -> Configurations:
    """Analyse memberships (n cases) of the outcome and the conditions.

    Parameters
    ----------
    members : DataFrame of memberships in [0, 1], index case
    frequency, consistency, pri : cut-offs of truth-table rows with outcome 1
    expectations : 1 (presence helps), 0 (absence helps) or None by condition, for the intermediate solution; presence
        for the outcome and absence for its negation where not told.
    absence : explain the absence of the outcome, 1 - outcome.

    Raises
    ------
    ModelError
        If memberships lie outside [0, 1] or are missing, or there are more than ten conditions.
    """
    X, y = _checked(members, outcome, conditions)
    if absence:
        y = 1 - y
    names = tuple(conditions)
    hopes = {c: (expectations or {}).get(c, 0 if absence else 1) for c in names}
    truth, unclear = _truth_table(X, y, members.index, names, frequency, consistency, pri)
    corners = rows_of(len(names))
    on = [corners[r - 1] for r in truth.index[truth["out"] == "1"]]
    free = [corners[r - 1] for r in truth.index[truth["out"] == "?"]]
    complex_models, short_models = minimised(on), minimised(on, free)
    easy = _easy(complex_models[0] if on else (), short_models[0] if on else (), free, [hopes[c] for c in names])
    middle_models = minimised(on, easy)
    found = {
        kind: _solution(kind, models, X, y, names, members.index)
        for kind, models in zip(KINDS, (complex_models, short_models, middle_models), strict=True)
    }
    core = {_text(t, names): _roles(t, found["parsimonious"].patterns, names) for t in found["intermediate"].patterns}
    label = f"~{outcome}" if absence else outcome
    return Configurations(
        outcome=label,
        conditions=names,
        truth=truth,
        necessity=necessity_table(members[list(names)], y),
        solutions=found,
        counterfactuals=tuple(corners.index(t) + 1 for t in easy),
        core=core,
        members=members,
        y=y,
        cutoffs={"frequency": frequency, "consistency": consistency, "PRI": pri},
        report=_notes(unclear, on, found, label),
    )


def _checked(members: pd.DataFrame, outcome: str, conditions: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    if not 1 <= len(conditions) <= MOST_CONDITIONS:
        raise ModelError(
            message(
                "1 to {most_conditions} conditions can be analysed; {n} were given instead.",
                most_conditions=MOST_CONDITIONS,
                n=len(conditions),
            )
        )
    if lost := [c for c in (outcome, *conditions) if c not in members.columns]:
        raise ModelError(
            message(
                "There are no memberships of {lost}; columns are {columns}.",
                lost=", ".join(lost),
                columns=", ".join(map(str, members.columns)),
            )
        )
    values = members[[*conditions, outcome]].to_numpy(dtype=float)
    if np.isnan(values).any():
        bad = [str(i) for i in members.index[np.isnan(values).any(axis=1)]]
        raise ModelError(
            message("{n} cases lack a membership: {bad}. Fill them or leave the cases out.", n=len(bad), bad=some(bad))
        )
    if values.min() < 0 or values.max() > 1:
        raise ModelError("Memberships lie between 0 and 1; calibrate the variables first.")
    return values[:, :-1], values[:, -1]


def membership(term: Term, X: np.ndarray) -> np.ndarray:
    """Return the membership (n,) of cases X (n, k) in a term: the least of its conditions; 1 in the empty term."""
    parts = [X[:, j] if v == 1 else 1 - X[:, j] for j, v in enumerate(term) if v != DASH]
    return np.asarray(np.minimum.reduce(parts)) if parts else np.ones(len(X))


def _truth_table(
    X: np.ndarray,
    y: np.ndarray,
    cases: pd.Index,
    names: tuple[str, ...],
    frequency: int,
    consistency: float,
    pri: float,
) -> tuple[pd.DataFrame, list[str]]:
    corner = (X > 0.5).astype(int)
    number = corner @ (2 ** np.arange(X.shape[1])[::-1]) + 1
    clear = ~(X == 0.5).any(axis=1)
    rows = []
    for r, term in enumerate(rows_of(X.shape[1]), 1):
        inside = clear & (number == r)
        n = int(inside.sum())
        fit = sufficiency(membership(term, X), y)
        out = (
            "?"
            if n < frequency or n == 0
            else "1"
            if fit["consistency"] >= consistency and not fit["PRI"] < pri
            else "0"
        )
        rows.append([*term, out, n, fit["consistency"], fit["PRI"], ",".join(map(_case, cases[inside]))])
    frame = pd.DataFrame(rows, columns=[*names, "out", "n", "consistency", "PRI", "cases"])
    frame.index = pd.RangeIndex(1, len(frame) + 1, name="row")
    return frame, [_case(c) for c in cases[~clear]]


def _case(case: object) -> str:
    return " ".join(map(str, case)) if isinstance(case, tuple) else str(case)


def _easy(
    complex_terms: Sequence[Term], short_terms: Sequence[Term], free: Sequence[Term], hopes: Sequence[int | None]
) -> list[Term]:
    """Return remainders that simplify complex terms towards parsimonious ones in the expected direction."""
    reduced = []
    for c in complex_terms:
        for p in short_terms:
            if covers(p, c):
                reduced.append(
                    tuple(
                        DASH if p[j] == DASH and v != DASH and hopes[j] is not None and v != hopes[j] else v
                        for j, v in enumerate(c)
                    )
                )
    return [row for row in free if any(covers(t, row) for t in reduced)]


def _text(term: Term, names: Sequence[str]) -> str:
    return "*".join(n if v == 1 else f"~{n}" for n, v in zip(names, term, strict=True) if v != DASH) or "1"


def _solution(
    kind: str, models: list[tuple[Term, ...]], X: np.ndarray, y: np.ndarray, names: tuple[str, ...], cases: pd.Index
) -> Solution:
    texts = tuple(tuple(_text(t, names) for t in m) for m in models)
    patterns = models[0] if models else ()
    parts = [membership(t, X) for t in patterns]
    rows = {}
    for i, (term, x) in enumerate(zip(patterns, parts, strict=True)):
        others = parts[:i] + parts[i + 1 :]
        whole = np.minimum(np.maximum.reduce(parts), y).sum()
        rest = np.minimum(np.maximum.reduce(others), y).sum() if others else 0.0
        fit = sufficiency(x, y)
        rows[_text(term, names)] = {
            **fit,
            "unique": float((whole - rest) / y.sum()),
            "cases": ",".join(_case(c) for c in cases[x > 0.5]),
        }
    frame = pd.DataFrame.from_dict(
        rows, orient="index", columns=["consistency", "PRI", "coverage", "unique", "cases"]
    ).rename_axis("term")
    all_ = (
        sufficiency(np.maximum.reduce(parts), y) if parts else dict.fromkeys(("consistency", "PRI", "coverage"), np.nan)
    )
    return Solution(kind, patterns, frame, all_["consistency"], all_["PRI"], all_["coverage"], texts)


def _roles(term: Term, short: Sequence[Term], names: Sequence[str]) -> dict[str, str]:
    inside = [p for p in short if covers(p, term)]
    return {
        n: "core" if any(p[j] != DASH for p in inside) else "peripheral" for j, n in enumerate(names) if term[j] != DASH
    }


def _notes(unclear: list[str], on: Sequence[Term], found: Mapping[str, Solution], outcome: str) -> Report:
    notes = []
    if unclear:
        notes.append(
            Note(
                WARNING,
                "half",
                message(
                    "{n} cases have a membership of exactly 0.5 and stand in no row: {unclear}.",
                    n=len(unclear),
                    unclear=some(unclear),
                ),
                tuple(unclear),
            )
        )
    if not on:
        notes.append(
            Note(
                WARNING,
                "no-rows",
                message("No truth-table row passes the cut-offs for {outcome}; lower them.", outcome=outcome),
            )
        )
    words = {
        "complex": message("complex"),
        "parsimonious": message("parsimonious"),
        "intermediate": message("intermediate"),
    }
    for kind, solution in found.items():
        if solution.models > 1:
            notes.append(
                Note(
                    INFO,
                    "ambiguous",
                    message(
                        "{models} {kind} solutions of {outcome} are equally short; the first is shown.",
                        models=solution.models,
                        kind=words.get(kind, kind),
                        outcome=outcome,
                    ),
                )
            )
    return Report(tuple(notes))


def over_panel(
    found: Configurations, unit: Sequence[object], period: Sequence[object], kind: str = "intermediate"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return consistency of each term and of the solution by period, and their spread (Garcia-Castro & Arino 2016).

    Parameters
    ----------
    unit, period : length n
        Of each case.
    kind
        Which solution.

    Returns
    -------
    by period : DataFrame, index period, one column a term
    spread : DataFrame, index term
        pooled, between distance (over periods), within distance (over units), each also adjusted.
    """
    X = found.members[list(found.conditions)].to_numpy()
    patterns = found.solutions[kind].patterns
    sets = {_text(t, found.conditions): membership(t, X) for t in patterns}
    if len(patterns) > 1:
        sets["solution"] = np.maximum.reduce(list(sets.values()))
    by, spread = {}, {}
    for name, x in sets.items():
        frame = pd.DataFrame({"both": np.minimum(x, found.y), "x": x})
        between = frame.groupby(np.asarray(period)).sum()
        within = frame.groupby(np.asarray(unit)).sum()
        by[name] = between["both"] / between["x"]
        row = {"pooled": float(frame["both"].sum() / frame["x"].sum())}
        for label, part in (("between", between), ("within", within)):
            row[message("{label} distance", label=label)], row[message("{label} adjusted", label=label)] = _distance(
                (part["both"] / part["x"]).to_numpy()
            )
        spread[name] = row
    return pd.DataFrame(by).rename_axis("period"), pd.DataFrame.from_dict(spread, orient="index").rename_axis("term")


def _distance(values: np.ndarray) -> tuple[float, float]:
    shares = values[np.isfinite(values)]
    n = len(shares)
    if n < 2:
        return np.nan, np.nan
    distance = float(np.sqrt(((shares / shares.sum() - 1 / n) ** 2).sum()))
    return distance, distance / float(np.sqrt(n / (n**2 + 3 * n + 2)))


SYMBOLS = {("core", 1): "●", ("peripheral", 1): "•", ("core", 0): "⨂", ("peripheral", 0): "⊗"}
LEGEND = (
    "● core condition present, • peripheral condition present, ⨂ core condition absent, ⊗ peripheral condition absent; "
    "blank: present or absent."
)


def symbol_table(results: Mapping[str, Configurations]) -> pd.DataFrame:
    """Return the usual table: conditions (rows) by configurations of the intermediate solutions (columns), fit below.

    Columns are numbered by outcome (H1, H2, ... for the first, L1 ... for the second).
    """
    conditions = next(iter(results.values())).conditions
    columns: dict[str, dict[str, object]] = {}
    for letter, found in zip("HLABCDEFG", results.values(), strict=False):
        solution = found.solutions["intermediate"]
        for i, (pattern, (name, fit)) in enumerate(zip(solution.patterns, solution.terms.iterrows(), strict=True), 1):
            roles = found.core[str(name)]
            cells: dict[str, object] = {
                c: SYMBOLS[roles[c], pattern[j]] if pattern[j] != DASH else "" for j, c in enumerate(conditions)
            }
            cells |= {
                "Consistency": fit["consistency"],
                "PRI": fit["PRI"],
                "Raw coverage": fit["coverage"],
                "Unique coverage": fit["unique"],
            }
            cells |= {
                "Solution consistency": solution.consistency if i == 1 else "",
                "Solution coverage": solution.coverage if i == 1 else "",
            }
            columns[f"{letter}{i}"] = cells
    return pd.DataFrame(columns).rename_axis("Condition")
