"""What a model sees of a panel: the terms of its formula as columns, its effects, and the rows asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gisplug.core.errors import ModelError, ParameterError
from gisplug.core.evidence import INFO, Note, Report
from gisplug.core.messages import joined, message
from gisplug.core.vocabulary import COLLINEAR, Collinear, Effects, one_of
from gisplug.language.conditions import chosen_rows
from gisplug.language.formula import Formula, expand, parse_formula, split_groups
from gisplug.language.terms import needs_shift, term_array
from gisplug.panel.filter import filtered
from gisplug.panel.frame import Panel

Where = str | np.ndarray | None  # "year >= 2012 and region in (east, west)", or (T * N,) bool in the order of the frame


@dataclass(frozen=True)
class ModelFrame:
    """A formula read against a panel.

    Attributes
    ----------
    panel : Panel
        With every derived term as a column of its own, named as the formula writes it.
    formula : Formula
        Every term is a column of `panel`.
    rows : (T * N,) bool, or None for all
        Rows asked for by `where`.
    effects : Effects, or "random"
    absorb : groupings whose effects are taken out too
    asked : str
        The words of `where`, for notes.
    """

    panel: Panel
    formula: Formula
    rows: np.ndarray | None
    effects: str
    absorb: tuple[str, ...]
    asked: str = ""

    def balanced(self, unbalanced: bool = False) -> Panel:
        """Return the panel of the rows asked for, without the periods that lags of the formula empty.

        Raises
        ------
        PanelError
            If `where` leaves out rows of units that stay in other periods, unless `unbalanced`.
        """
        panel = self._less_ends()
        if self.rows is None:
            return panel
        kept = self.rows.reshape(self.panel.T, self.panel.N)[[self.panel.periods.index(p) for p in panel.periods]]
        return panel if kept.all() else filtered(panel, kept, self.asked, unbalanced)

    def _less_ends(self) -> Panel:
        panel, reach = self.panel, [needs_shift(t) for t in self.formula.columns]
        first, last = max((r[0] for r in reach), default=0), max((r[1] for r in reach), default=0)
        if not first and not last:
            return panel
        looking = [t for t, r in zip(self.formula.columns, reach, strict=True) if any(r)]
        known = np.logical_and.reduce([np.isfinite(panel.array(t)).any(axis=1) for t in looking])
        empty = ~known
        empty[first : panel.T - last] = False
        if not empty.any():
            return panel
        gone = [str(p) for p, e in zip(panel.periods, empty, strict=True) if e]
        text = message(
            "{n} of {T} periods ({gone}) are not used: {looking} looks at periods that the panel does not have.",
            n=len(gone),
            T=panel.T,
            gone=", ".join(gone),
            looking=", ".join(looking),
        )
        return panel.select(
            None, [p for p, e in zip(panel.periods, empty, strict=True) if not e], Note(INFO, "periods-lagged", text)
        )


def model_frame(
    panel: Panel,
    formula: str | Formula,
    *,
    where: Where = None,
    effects: str = "twoways",
    default: str = "twoways",
    absorb: Sequence[str] = (),
    also: Sequence[str] = (),
) -> ModelFrame:
    """Read a formula against a panel: terms made, rows chosen, effects told apart. The panel itself is left as it is.

    Parameters
    ----------
    where : condition in words, or (T * N,) bool
    effects, default : of the call, and what the call takes where nothing is said; groups after the bar of the formula
        are the second spelling of `effects`.
    absorb : groupings of the call, to which those of the formula are added.
    also : further terms that the method needs, such as mediators and instruments.

    Raises
    ------
    ModelError
        If the formula cannot be read, names an unknown column, or contradicts `effects`.
    """
    parsed = expand(parse_formula(formula), panel)
    chosen, more = _effects(parsed, effects, default, panel)
    terms = dict.fromkeys([*parsed.columns, *parsed.endogenous, *parsed.instruments, *also])
    made = {t: term_array(panel, t) for t in terms if t not in panel.frame.columns}
    rows, asked = _rows(panel, where)
    wide = replace(panel.with_columns(made), report=panel.report) if made else panel
    return ModelFrame(wide, parsed, rows, chosen, tuple(dict.fromkeys([*absorb, *more])), asked)


def check_collinear(collinear: str) -> Collinear:
    """Return `collinear` where it is one of `COLLINEAR`.

    Raises
    ------
    ParameterError
        Otherwise.
    """
    return one_of("collinear", collinear, COLLINEAR)


def omitted_notes(omitted: Mapping[str, str]) -> Report:
    """What is told of terms that were left out because they are not identified."""
    text = joined("; ", (message("{term} {why}", term=term, why=why) for term, why in omitted.items()))
    return Report((Note(INFO, "omitted", message("Omitted: {text}.", text=text), tuple(omitted)),) if omitted else ())


def _effects(parsed: Formula, effects: str, default: str, panel: Panel) -> tuple[str, tuple[str, ...]]:
    if parsed.groups is None:
        return effects, ()
    written, more = split_groups(parsed.groups, panel.unit_name, panel.period_name)
    if effects not in (default, written):
        raise ModelError(
            message(
                "The formula asks for {named} after the bar, and effects={effects!r} for others; say it once.",
                named=_named(written),
                effects=effects,
            )
        )
    return written, more


def _named(effects: Effects) -> str:
    return {
        "none": "no effects",
        "unit": "unit effects",
        "time": "period effects",
        "twoways": "unit and period effects",
    }[effects]


def _rows(panel: Panel, where: Where) -> tuple[np.ndarray | None, str]:
    if where is None or isinstance(where, str):
        return chosen_rows(panel, where), message("where {where}", where=where)
    rows = np.asarray(where)
    if rows.dtype != bool or rows.size != panel.T * panel.N:
        raise ParameterError(
            message(
                "where is a condition in words or one truth value for each of the {T} rows of {panel}; "
                "{size} values of type {dtype} were given.",
                T=panel.T * panel.N,
                panel=panel.name,
                size=rows.size,
                dtype=rows.dtype,
            )
        )
    return rows.reshape(-1), "where"
