"""Paper-ready tables: three lines, stars, standard errors or t under the coefficient, English or Chinese."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

from gisplug.core.errors import ParameterError
from gisplug.core.messages import Message, Name, message
from gisplug.core.vocabulary import Cell, Under, known, one_of
from gisplug.numbers.fits.renderers import renderer

if TYPE_CHECKING:
    import pandas as pd

Language = Literal["en", "zh"]

STAR_LEVELS = ((0.01, "***"), (0.05, "**"), (0.1, "*"))
STAR_NOTE = "*** p < 0.01, ** p < 0.05, * p < 0.1."
UNDER_NOTES = {"se": "Standard errors in parentheses.", "t": "t statistics in parentheses."}
ROUNDING = 1e-14  # below this a number is the rounding error of nought
OMITTED = "omitted"
CONSTANTS = ("Constant", "Constant (first period)", "constant", "const")  # come after all other terms
OWN_TERMS = (
    "direct",
    "indirect",
    "total",
    "period",
    "theta",
    "phi",
    "sigma2_mu",
    *CONSTANTS,
)  # of results, though they could be columns
OF_DATA = ("Variable", "Indicator", "Covariate", "Set", "Unit")  # stubs below which rows are called as in the data
GREEK = {"rho": "ρ", "lam": "λ", "sigma2": "σ²"}  # spatial parameters, as papers write them


@dataclass(frozen=True)
class Row:
    """One line: `kind` is "body", "under" (errors below a coefficient), "panel" (a heading across) or "stat" (below
    the rule).
    """

    label: str
    cells: tuple[Cell, ...]
    kind: str = "body"


@dataclass(frozen=True, repr=False)
class PaperTable:
    """A table as a paper prints it.

    Attributes
    ----------
    title : str
    header : tuple of str
        Column heads, without that of the first (label) column, which is `stub`.
    rows : tuple of Row
        Numbers stay numbers; they are shown with `digits` decimals (integers as they are).
    notes : tuple of str
        Sentences below the table.
    spanners : tuple of (text, first column, last column + 1)
        Heads that stand over several columns.
    digits : int
    column_digits : mapping of header to digits, where a column wants its own
    language : {"en", "zh"} or None
        In which it shows itself; None: that of the run.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    stub: str = ""
    spanners: tuple[tuple[str, int, int], ...] = ()
    digits: int = 4
    column_digits: Mapping[str, int] = field(default_factory=dict)
    language: Language | None = None

    def texts(self, row: Row) -> tuple[str, ...]:
        """Return the cells of one row as they are shown."""
        return tuple(
            shown(cell, self.column_digits.get(head, self.digits), head)
            for cell, head in zip(row.cells, self.header, strict=True)
        )

    def relabelled(self, labels: Mapping[str, str]) -> PaperTable:
        """Return the table with variables called by their labels, also inside "W*x", heads and notes of one word."""
        if not labels:
            return self
        from gisplug.language.labels import readable

        rows = tuple(
            replace(
                r,
                label=readable(r.label, labels),
                cells=tuple(labels.get(c, c) if isinstance(c, str) else c for c in r.cells),
            )
            for r in self.rows
        )
        header = tuple(readable(h, labels) for h in self.header)
        digits = {readable(k, labels): v for k, v in self.column_digits.items()}
        return replace(self, rows=rows, header=header, column_digits=digits)

    def to_html(self, language: Language | None = None) -> str:
        """Return HTML that stands by itself in any page."""
        text: str = renderer("html table")([self], language or self.language)
        return text

    def to_latex(self, language: Language | None = None) -> str:
        """Return LaTeX with booktabs rules."""
        text: str = renderer("latex table")([self], language or self.language)
        return text

    def to_csv(self, path: str | Path | None = None, language: Language | None = None) -> str:
        """Return comma separated text, and write it to `path`, if one is given.

        Raises
        ------
        ParameterError
            If `path` ends in anything but .csv.
        """
        text: str = renderer("csv table")([self], language or self.language)
        if path is not None:
            self._write(path, ".csv", language)
        return text

    def to_docx(self, path: str | Path, language: Language | None = None) -> Path:
        """Write a Word document; returns its path.

        Raises
        ------
        ParameterError
            If `path` ends in anything but .docx.
        """
        return self._write(path, ".docx", language)

    def _write(self, path: str | Path, ending: str, language: Language | None) -> Path:
        if Path(path).suffix.lower() != ending:
            raise ParameterError(
                message(
                    "This table is written to a file that ends in {ending}; {path!r} was given.",
                    ending=ending,
                    path=str(path),
                )
            )
        made: Path = renderer("write table")(self, path, language or self.language)
        return made

    def _repr_html_(self) -> str:
        return self.to_html()

    def __str__(self) -> str:
        text: str = renderer("text table")(self)
        return text

    def __repr__(self) -> str:
        return message(
            "{title}: {n} rows by {n2} columns ({header})",
            title=self.title or message("Table"),
            n=len(self.rows),
            n2=len(self.header),
            header=", ".join(self.header),
        )


class TableOptions(TypedDict, total=False):
    """How the rows of `regression_table` are arranged.

    Attributes
    ----------
    panels : mapping of heading to terms
        Groups of terms under headings of their own; terms in no group come first.
    spanners : headings over several columns: text, first and last column
    omitted : mapping of header to {term: reason}
        Terms that a model left out because they are not identified; their cell says so.
    order : terms that come first
    controls : terms that are not shown, nor are their spatial lags; a row says which models have them
    """

    panels: Mapping[str, Sequence[str]] | None
    spanners: Sequence[tuple[str, int, int]]
    omitted: Mapping[str, Mapping[str, str]] | None
    order: Sequence[str]
    controls: Sequence[str]


def regression_table(
    title: str,
    columns: Mapping[str, pd.DataFrame],
    statistics: Mapping[str, Mapping[str, Any]] | None = None,
    notes: Sequence[str] = (),
    labels: Mapping[str, str] | None = None,
    under: Under = "se",
    digits: int = 4,
    **options: Unpack[TableOptions],
) -> PaperTable:
    """Set models side by side, one column each.

    Parameters
    ----------
    columns : mapping of header to DataFrame
        Index = term; columns estimate, se, stat, p. Terms keep the order in which they first appear, after those
        that `order` names; a constant comes last.
    statistics : mapping of row label to (mapping of header to value)
        Rows below the second rule: observations, R2, log-likelihood, tests, "Yes"/"No".
    labels : mapping of term to text
        "W*x" is shown as W × (label of x).
    under : {"se", "t"}
        What stands in parentheses under the coefficient.
    options : `panels`, `spanners`, `omitted`, `order` and `controls`, as in `TableOptions`

    Raises
    ------
    ParameterError
        If `under` is neither, or a control is a term of no model.
    """
    known(options, TableOptions, "regression_table")
    one_of("under", under, UNDER_NOTES)
    panels, omitted = options.get("panels") or {}, options.get("omitted") or {}
    heads = tuple(columns)
    left = {head: set(omitted.get(head, {})) for head in heads}
    columns, controlled = _without(columns, options.get("controls", ()))
    there = dict.fromkeys(str(term) for frame in columns.values() for term in frame.index)
    hidden = options.get("controls", ())
    there |= dict.fromkeys(term for head in omitted.values() for term in head if term not in hidden)
    terms = list(dict.fromkeys([*(term for term in options.get("order", ()) if term in there), *there]))
    terms.sort(key=lambda term: term in CONSTANTS)
    names = labels or {}
    grouped = {term for group in panels.values() for term in group}
    rows = [row for term in terms if term not in grouped for row in _pair(term, columns, names, under, digits, left)]
    for heading, group in panels.items():
        inside = [term for term in group if term in terms]
        if inside:
            rows.append(Row(heading, ("",) * len(heads), "panel"))
            rows += [row for term in inside for row in _pair(term, columns, names, under, digits, left)]
    for label, values in (controlled | dict(statistics or {})).items():
        rows.append(Row(label, tuple(_plain(values.get(head)) for head in heads), "stat"))
    own = any("parenthes" in note for note in notes)
    ending = (*(() if own else (UNDER_NOTES[under],)), STAR_NOTE)
    spanners = tuple(options.get("spanners", ()))
    return PaperTable(title, heads, tuple(rows), (*notes, *ending), digits=digits, spanners=spanners)


def _without(
    columns: Mapping[str, pd.DataFrame], controls: Sequence[str]
) -> tuple[Mapping[str, pd.DataFrame], dict[str, dict[str, str]]]:
    """Return models without the rows of their controls, and a row that says which of them have any."""
    if not controls:
        return columns, {}
    known_terms = {str(term) for frame in columns.values() for term in frame.index}
    lost = [term for term in controls if term not in known_terms]
    if lost:
        raise ParameterError(
            message(
                "No model has {lost} among its terms, so it cannot be left out as a control; there are {terms}.",
                lost=", ".join(lost),
                terms=", ".join(sorted(known_terms)),
            )
        )
    hidden = {*controls, *(f"W*{term}" for term in controls)}
    kept = {head: frame[[str(term) not in hidden for term in frame.index]] for head, frame in columns.items()}
    inside = {head: len(kept[head]) < len(frame) for head, frame in columns.items()}
    return kept, {"Controls": {head: "Yes" if found else "No" for head, found in inside.items()}}


def plain_table(
    title: str,
    frame: pd.DataFrame,
    notes: Sequence[str] = (),
    digits: int | Mapping[str, int] = 4,
    stub: str | None = None,
    panels: Mapping[int, str] | None = None,
) -> PaperTable:
    """Show a labelled frame as a paper table; the index becomes the first column.

    A frame with a plain running index (0, 1, 2 ...) uses its first column instead. `panels` puts a heading before the
    row with that position.
    """
    import pandas as pd

    if isinstance(frame.index, pd.RangeIndex) and frame.index.name is None and frame.shape[1] > 1:
        frame = frame.set_index(frame.columns[0])
    if isinstance(frame.index, pd.MultiIndex):
        extra = frame.index.names[1:]
        frame = frame.reset_index(level=list(range(1, frame.index.nlevels)))
        frame = frame.rename(columns={f"level_{i + 1}": name or "" for i, name in enumerate(extra)})
    name = frame.index.name if stub is None else stub
    of_data, labels = str(name or "") in OF_DATA, set(map(str, frame.index))
    heads = tuple(Name(str(c)) if of_data and str(c) in labels else str(c) for c in frame.columns)
    rows: list[Row] = []
    for place, (label, values) in enumerate(zip(frame.index, frame.itertuples(index=False, name=None), strict=True)):
        if panels and place in panels:
            rows.append(Row(panels[place], ("",) * len(heads), "panel"))
        label = str(label)
        rows.append(Row(Name(label) if of_data and _is_column(label) else label, tuple(_plain(v) for v in values)))
    own = {} if isinstance(digits, int) else {str(k): v for k, v in digits.items()}
    whole = digits if isinstance(digits, int) else 4
    return PaperTable(title, heads, tuple(rows), tuple(notes), str(name or ""), digits=whole, column_digits=own)


def stars(p: float | None) -> str:
    """Return *** below 0.01, ** below 0.05, * below 0.1."""
    if p is None or p != p:
        return ""
    return next((mark for level, mark in STAR_LEVELS if p < level), "")


def shown(cell: Cell, digits: int = 4, head: str = "") -> str:
    """Return a cell as text: fixed decimals; tiny p-values as "<0.0001"; other tiny or huge numbers with powers of
    ten.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, int):
        return str(cell)
    if cell != cell:
        return ""
    if abs(cell) == float("inf"):
        return "∞" if cell > 0 else "-∞"
    cell += 0.0  # no negative zero
    smallest = 0.5 * 10.0**-digits
    if 0 <= cell < smallest and _is_p(head):
        return f"<{10.0**-digits:.{digits}f}"
    if abs(cell) < ROUNDING:
        cell = 0.0
    if 0 < abs(cell) < smallest or abs(cell) >= 1e9:
        return f"{cell:.2e}"
    return f"{cell:.{digits if abs(cell) < 1e5 else min(digits, 1)}f}"


def _is_p(head: str) -> bool:
    return head.lower() in ("p", "p-value", "p value", "pr(>|z|)") or head.startswith(("p_", "p ("))


def _pair(
    term: str,
    columns: Mapping[str, Any],
    labels: Mapping[str, str],
    under: Under,
    digits: int,
    left: Mapping[str, set[str]],
) -> list[Row]:
    top: list[Cell] = []
    below: list[Cell] = []
    for head, frame in columns.items():
        if term not in frame.index:
            top.append(OMITTED if term in left[head] else "")
            below.append("")
            continue
        line = frame.loc[term]
        estimate, spread = float(line["estimate"]), float(line["se" if under == "se" else "stat"])
        top.append("" if estimate != estimate else f"{shown(estimate, digits)}{stars(float(line['p']))}")
        below.append(f"({shown(spread, digits)})" if spread == spread else "")
    label = GREEK[term] if term in GREEK and term not in labels else _named(_called(term, labels))
    rows = [Row(label, tuple(top))]
    return [*rows, Row("", tuple(below), "under")] if any(below) else rows


def _called(term: str, labels: Mapping[str, str]) -> str:
    """Return a term by its labels; without any it stays readable to those that a report puts on it later."""
    if labels:
        from gisplug.language.labels import readable

        return readable(term, labels)
    return term.replace("W*", "W × ", 1) if term.startswith("W*") else term


def _named(label: str) -> str:
    """Return a label that could be a column as its name, which no language changes."""
    return Name(label) if _is_column(label) and label not in OWN_TERMS else label


def _is_column(label: str) -> bool:
    """Tell whether a plain text could be the name of a column: results have capitals, or several words."""
    return label.isidentifier() and label == label.lower() and not isinstance(label, Message)


def _plain(value: Any) -> Cell:
    if value is None or isinstance(value, (str, bool)):
        return value
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, (bool, int, float)):
        return value
    return "" if str(value) in ("nan", "NaT", "<NA>") else str(value)
