"""Results as a paper prints them: one fit, a family, a test; and any fits side by side."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gisplug.core.errors import ParameterError
from gisplug.core.messages import joined, message
from gisplug.core.vocabulary import Cell, Under, one_of
from gisplug.numbers.fits.family import Fits
from gisplug.numbers.fits.finding import Finding
from gisplug.numbers.fits.fit import Fit
from gisplug.report.tables.latex import tex_text
from gisplug.report.tables.markup import html_fragment
from gisplug.report.tables.paper_table import Language, PaperTable, plain_table, regression_table
from gisplug.report.words.settings import house

if TYPE_CHECKING:
    import pandas as pd

LANGUAGES: tuple[Language, ...] = ("en", "zh")
SAME = {"N": "Units", "T": "Periods", "Standard errors": "Errors"}  # one fact, two names
FIRST = (
    "Outcome",
    "Model",
    "Estimator",
    "Method",
    "Dynamics",
    "Comparison",
    "Controls",
    "Unit effects",
    "Period effects",
    "Correction",
    "Weights",
    "Errors",
)
LAST = (
    "Observations",
    "Rows",
    "Units",
    "Periods",
    "Treated units",
    "R2",
    "R2 within",
    "R2 overall",
    "F",
    "Wald chi2",
    "Log-likelihood",
    "AIC",
    "BIC",
)
LAST_TERMS = ("rho", "lam", "const", "Constant", "constant", "sigma2")
Entry = Fit | Fits[Hashable, Fit]


@dataclass(frozen=True, repr=False)
class FitComparison(PaperTable):
    """Fits side by side, one column each: a `PaperTable` that knows what it was made from.

    Attributes
    ----------
    fits : mapping of column head to Fit
    """

    fits: Mapping[str, Fit] | None = None


def compare(
    fits: Mapping[str, Entry] | Sequence[Entry] | Fits[Hashable, Fit] | Entry,
    *,
    labels: Mapping[str, str] | None = None,
    language: Language | None = None,
    under: Under = "se",
    digits: int = 4,
    title: str = "",
    notes: Sequence[str] = (),
    controls: Sequence[str] = (),
) -> FitComparison:
    """Set fits of any kind side by side, one column each, as a paper does.

    Parameters
    ----------
    fits : mapping of column head to Fit, or a sequence, which becomes (1), (2), ...
        A family of fits takes a column for each of its members.
    labels : mapping of term to text
        "W*x" is shown as W × (label of x).
    language : {"en", "zh"}, that of the run by default
    under : {"se", "t"}
        What stands in parentheses under the coefficient.
    digits : decimals
    title, notes : text above and sentences below the table
    controls : terms whose coefficients are not shown, nor those of their spatial lags; a row says who has them

    Returns
    -------
    FitComparison
        Shows itself in notebooks; `to_html`, `to_latex`, `to_csv`, `to_docx` and `str` give its other forms.

    Raises
    ------
    ParameterError
        If there is no fit, something is no fit, a control is in none of them, or an option is unknown.
    """
    if language is not None:
        one_of("language", language, LANGUAGES)
    columns, spanners = _columns(fits)
    made = regression_table(
        title or _title(columns),
        {head: _coefficients(fit) for head, fit in columns.items()},
        _statistics(columns),
        notes=[*notes, *_omitted(columns)],
        labels=labels,
        under=under,
        digits=digits,
        omitted={head: fit.omitted for head, fit in columns.items()},
        spanners=spanners,
        order=_terms(columns),
        controls=controls,
    )
    given = {name: getattr(made, name) for name in ("title", "header", "rows", "notes", "stub", "spanners", "digits")}
    return FitComparison(**given, language=language, fits=columns)


def papers_of(finding: Finding) -> list[PaperTable]:
    """Return the tables of a result: first its own, then its further parts."""
    if isinstance(finding, Fit):
        first: PaperTable = regression_table(
            finding.title,
            {finding.outcome: _coefficients(finding)},
            {label: {finding.outcome: value} for label, value in finding.statistics.items() if value is not None},
            notes=[*_omitted({"": finding}), *_told(finding)],
            omitted={finding.outcome: finding.omitted},
        )
        more = {"Tests": finding.tests, **finding.parts()}
    elif isinstance(finding, Fits):
        first = replace(compare(finding, title=finding.title, notes=_told(finding)), fits=None)
        more = {"Tests": finding.tests, **finding.parts()}
    else:
        first = plain_table(finding.title, finding.table(), notes=_told(finding))
        more = finding.parts()
    return [first, *(plain_table(heading, frame) for heading, frame in more.items() if len(frame))]


def html_of(finding: Finding, language: str | None = None) -> str:
    """Return a result as HTML that stands by itself in any page."""
    return html_fragment(papers_of(finding), language)


def latex_of(finding: Finding, language: str | None = None) -> str:
    """Return a result as LaTeX, one float a table."""
    return tex_text(papers_of(finding), language or house().language)


def _columns(
    fits: Mapping[str, Entry] | Sequence[Entry] | Entry,
) -> tuple[dict[str, Fit], list[tuple[str, int, int]]]:
    """Return fits by unique head, and the names of families as heads over their members."""
    if isinstance(fits, Fits):
        return {str(name): fit for name, fit in fits.items()}, []
    if isinstance(fits, Fit):
        return {fits.outcome: fits}, []
    entries = fits if isinstance(fits, Mapping) else {f"({i})": fit for i, fit in enumerate(fits, 1)}
    if not entries:
        raise ParameterError("There is nothing to compare; give one or more fits.")
    columns: dict[str, Fit] = {}
    spanners = []
    for head, entry in entries.items():
        if isinstance(entry, Fit):
            columns[str(head)] = entry
        elif isinstance(entry, Fits):
            start = len(columns)
            columns |= {_unused(str(name), str(head), columns): fit for name, fit in entry.items()}
            spanners.append((str(head), start, len(columns)))
        else:
            raise ParameterError(
                message(
                    "{head!r} is a {name}, not a fit; compare what estimators return, or its `fits`.",
                    head=head,
                    name=type(entry).__name__,
                )
            )
    return columns, spanners


def _unused(name: str, family: str, taken: Mapping[str, Fit]) -> str:
    return name if name not in taken else f"{family}, {name}"


def _coefficients(fit: Fit) -> pd.DataFrame:
    """Return the table without the error variance, which stands among the statistics where they have it."""
    frame = fit.table()
    return frame.drop(index="sigma2") if "sigma2" in fit.statistics and "sigma2" in frame.index else frame


def _title(columns: Mapping[str, Fit]) -> str:
    outcomes = dict.fromkeys(fit.outcome for fit in columns.values())
    return message("Estimates of {outcomes}", outcomes=next(iter(outcomes))) if len(outcomes) == 1 else "Estimates"


def _terms(columns: Mapping[str, Fit]) -> list[str]:
    """Return the terms of all fits, each where its fit has it; spatial parameters and the constant come last."""
    woven = _woven([[*map(str, fit.params.index), *fit.omitted] for fit in columns.values()])
    return sorted(woven, key=lambda term: LAST_TERMS.index(term) if term in LAST_TERMS else -1)


def _woven(lists: Sequence[Sequence[str]]) -> list[str]:
    """Return the words of all lists, each once, after the word that it follows in its own list."""
    order: list[str] = []
    for words in lists:
        place = 0
        for word in words:
            if word in order:
                place = order.index(word) + 1
            else:
                order.insert(place, word)
                place += 1
    return order


def _omitted(columns: Mapping[str, Fit]) -> list[str]:
    reasons = dict.fromkeys(
        message("{term} {why}", term=term, why=why) for fit in columns.values() for term, why in fit.omitted.items()
    )
    return [message("Omitted: {reasons}.", reasons=joined("; ", reasons))] if reasons else []


def _told(finding: Finding) -> list[str]:
    return [note.text for note in finding.notes if note.code != "omitted"]


def _statistics(columns: Mapping[str, Fit]) -> dict[str, dict[str, Cell]]:
    """Return the rows below the coefficients: label to (head to value), words first, counts and fit last."""
    facts = {head: _facts(fit) for head, fit in columns.items()}
    if len({fit.outcome for fit in columns.values()}) > 1:
        outcomes: dict[str, dict[str, Cell]] = {head: {"Outcome": columns[head].outcome} for head in facts}
        facts = {head: outcomes[head] | found for head, found in facts.items()}
    order = _woven([list(found) for found in facts.values()])
    rank = {label: i - len(FIRST) for i, label in enumerate(FIRST)} | {label: 1 + i for i, label in enumerate(LAST)}
    order.sort(key=lambda label: rank.get(label, 0))
    rows = {label: {head: found[label] for head, found in facts.items() if label in found} for label in order}
    return {label: row for label, row in rows.items() if any(v is not None and v != "-" for v in row.values())}


def _headed(text: str) -> str:
    """Return a text with a capital first; a message stays one where it has it."""
    made = text[:1].upper() + text[1:]
    return text if made == text else made


def _facts(fit: Fit) -> dict[str, Cell]:
    """Return the statistics of a fit under the names that all fits share."""
    made: dict[str, Cell] = {}
    for label, value in fit.statistics.items():
        if label in ("Outcome", "Weights"):
            made[label] = value
        elif label == "Effects":
            words = str(value)
            unit = "Random" if "random" in words else "Yes" if "unit" in words else "No"
            made["Unit effects"], made["Period effects"] = unit, "Yes" if "period" in words else "No"
        else:
            made[SAME.get(label, label)] = _headed(value) if isinstance(value, str) else value
    return made
