"""Difference and system GMM for panels with a lagged outcome (Arellano & Bond 1991; Blundell & Bond 1998)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, TypedDict, Unpack

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError
from gisplug.core.evidence import INFO, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.vocabulary import known
from gisplug.language.formula import Formula
from gisplug.numbers import distributions as stats
from gisplug.numbers.fits.repeat import repeatable
from gisplug.numbers.identification import check_design
from gisplug.numbers.inference import estimates, wald
from gisplug.numbers.standardise import standardised
from gisplug.panel.frame import Panel
from gisplug.panel.model_frame import Where, check_collinear, model_frame, omitted_notes
from gisplug.regression.instruments.gmm_moments import Plan, Stack, instruments_told, stacked
from gisplug.regression.instruments.gmm_steps import autocorrelation, both_steps, moment_of, windmeijer
from gisplug.regression.instruments.gmm_subsets import levels_told, subsets_of
from gisplug.regression.reading import keep_keys, only
from gisplug.regression.results.gmm import GmmFit as GmmFit


class DynamicOptions(TypedDict, total=False):
    """Further options of `dynamic_gmm`.

    Attributes
    ----------
    predetermined : regressors that past shocks may move and present ones not, instrumented from one lag nearer on
    transformation : "difference" (first differences) or "orthogonal" (forward orthogonal deviations, which lose less
        where rows are absent; Arellano & Bover 1995)
    nearest : nearest lag of the outcome and endogenous regressors used as instrument (2); 3 where errors move on
        average over two periods
    deepest : farthest lag used as instrument; all by default
    collapse : one column a lag (the default) instead of one a lag and period
    steps : 1 (robust errors) or 2 (Windmeijer's 2005 correction, the default)
    exogenous : what exogenous regressors are instruments of in the system: "both" equations (the default, as in pgmm
        and iv() of xtabond2), which takes them as unrelated to the effects of units, or "transformed" rows only
    dummies : "both" (period dummies are instruments of both equations of the system) or "level" (of the levels only)
    """

    predetermined: Sequence[str]
    transformation: Literal["difference", "orthogonal"]
    nearest: int
    deepest: int | None
    collapse: bool
    steps: int
    exogenous: Literal["both", "transformed"]
    dummies: Literal["both", "level"]


@repeatable
def dynamic_gmm(
    panel: Panel,
    formula: str | Formula,
    *,
    outcome_lags: int = 1,
    endogenous: Sequence[str] = (),
    system: bool = False,
    effects: str = "twoways",
    where: Where = None,
    collinear: str = "refuse",
    **options: Unpack[DynamicOptions],
) -> GmmFit:
    """Estimate y on its lags and regressors, unit effects removed by first differences or orthogonal deviations.

    Difference GMM after Arellano & Bond (1991), system GMM after Blundell & Bond (1998).

    Parameters
    ----------
    formula : "y ~ x1 + x2", without lags of y; "y ~ 1" has none but these
        Regressors are strictly exogenous and their own instruments, but for those of `endogenous` and `predetermined`.
    outcome_lags : lags of y among the regressors.
    endogenous : regressors instrumented by their levels two and more periods back, as the outcome is.
    system : adds the equation in levels, instrumented by lagged differences (needs steady starting points).
    effects : "twoways" has a dummy per period, "unit" none.
    where : rows whose equations are used; their lags, differences and instruments see the rows left out.
    collinear : "refuse" terms that are not identified, or "omit" later exogenous ones and say so.
    options : as in `DynamicOptions`

    Raises
    ------
    ModelError
        If there are too few periods or instruments, or `endogenous` or `predetermined` names no regressor.
    """
    known(options, DynamicOptions, "dynamic_gmm")
    steps = options.get("steps", 2)
    frame = only(model_frame(panel, formula, where=where, effects=effects), "Dynamic GMM", absorb=False)
    if frame.effects not in ("twoways", "unit"):
        raise ModelError(
            message(
                "Dynamic GMM has effects 'twoways' or 'unit'; {effects!r} was given instead.", effects=frame.effects
            )
        )
    if outcome_lags < 1 or steps not in (1, 2) or outcome_lags + 2 > panel.T:
        raise ModelError(
            message(
                "{outcome_lags} lags and {T} periods do not go together: difference GMM needs lags + 2 "
                "periods, and one or two steps.",
                outcome_lags=outcome_lags,
                T=panel.T,
            )
        )
    calendar_of(panel.periods, panel.name).refuse_gaps("Dynamic GMM", panel.name)
    outcome, regressors = frame.formula.outcome, frame.formula.regressors
    predetermined = tuple(options.get("predetermined", ()))
    _check_kinds(frame.formula, endogenous, predetermined)
    moved = (*endogenous, *predetermined)
    terms = (*moved, *(t for t in regressors if t not in moved))
    data = frame.panel.arrays([outcome, *terms]).transpose(1, 0, 2)
    data = np.where(np.isfinite(data), data, np.nan)
    plan = Plan(
        outcome,
        terms,
        len(endogenous),
        outcome_lags,
        system,
        frame.effects == "twoways",
        options.get("deepest"),
        options.get("collapse", True),
        steps,
        len(predetermined),
        *_ways(options, system),
    )
    asked = np.ones((panel.N, panel.T), bool) if frame.rows is None else frame.rows.reshape(panel.T, panel.N).T
    here = np.isfinite(data).all(axis=2) & asked
    if not here.any():
        raise ModelError(
            message("No row of {panel} is complete for {value}.", panel=panel.name, value=", ".join((outcome, *terms)))
        )
    shown = np.where(here[:, :, None], data, 0.0).transpose(1, 0, 2)
    omitted = check_design(
        (outcome, shown[:, :, 0]), shown[:, :, 1:], terms, plan.taken, here.T, check_collinear(collinear)
    )
    keep_keys(omitted, (*moved, *regressors[:1]))
    kept = [k for k, t in enumerate(terms) if t not in omitted]
    plan = replace(plan, terms=tuple(terms[k] for k in kept))
    columns, means, sizes = standardised(data[:, :, [0, *(k + 1 for k in kept)]])
    if not (plan.period_effects and _even(here)):  # instruments in levels are not free of an added constant there
        columns = columns + means / sizes
    stack = stacked(columns[:, :, 0], columns[:, :, 1:], asked, plan)
    fit = _estimated(stack, plan, sizes)
    if (many := fit.report.having("many-instruments")) and not plan.collapse:
        few = stacked(columns[:, :, 0], columns[:, :, 1:], asked, replace(plan, collapse=True)).Z.shape[2]
        text = message("{many} Collapsed they are {few}.", many=many[0].text, few=few)
        fit = replace(fit, report=Report(tuple(replace(n, text=text) if n is many[0] else n for n in fit.report.notes)))
    told = _rows_told(data, asked, (outcome, *terms)) + omitted_notes(omitted)
    return replace(fit, report=told + fit.report, omitted=omitted)


def _check_kinds(formula: Formula, endogenous: Sequence[str], predetermined: Sequence[str]) -> None:
    for kind, names in (("endogenous", endogenous), ("predetermined", predetermined)):
        if unknown := [t for t in names if t not in formula.regressors]:
            raise ModelError(
                message(
                    "{kind} names {unknown}, which {formula} does not have; add it there.",
                    kind=kind,
                    unknown=some(unknown),
                    formula=formula,
                )
            )
    if twice := [t for t in predetermined if t in endogenous]:
        raise ModelError(
            message("{twice} cannot be both endogenous and predetermined; name it once.", twice=some(twice))
        )


def _ways(options: DynamicOptions, system: bool) -> tuple[int, bool, bool, bool]:
    """Return the nearest lag, whether deviations are orthogonal, whether dummies are instruments of levels only, and
    exogenous regressors of transformed rows only.
    """
    nearest, deepest = options.get("nearest", 2), options.get("deepest")
    how, dummies = options.get("transformation", "difference"), options.get("dummies", "both")
    if how not in ("difference", "orthogonal"):
        raise ModelError(message("transformation is 'difference' or 'orthogonal'; {how!r} was given instead.", how=how))
    if dummies not in ("both", "level") or (dummies == "level" and not system):
        raise ModelError(
            message("dummies is 'both', or 'level' in the system; {dummies!r} was given instead.", dummies=dummies)
        )
    own = options.get("exogenous", "both")
    if own not in ("both", "transformed") or (own == "transformed" and not system):
        raise ModelError(
            message("exogenous is 'both', or 'transformed' in the system; {own!r} was given instead.", own=own)
        )
    if nearest < 2 or (deepest is not None and deepest < nearest):
        raise ModelError(
            message(
                "Instruments are lags from {nearest} to {deepest}: nearest is 2 or more, deepest no nearer.",
                nearest=nearest,
                deepest=deepest,
            )
        )
    return nearest, how == "orthogonal", dummies == "level", own == "transformed"


def _even(here: np.ndarray) -> bool:
    """Return whether all units that are seen, in here (N, T), are seen in the same periods."""
    seen = here[here.any(axis=1)]
    return bool((seen == seen[:1]).all())


def _rows_told(data: np.ndarray, asked: np.ndarray, names: Sequence[str]) -> Report:
    """Return notes on the rows of data (N, T, K) that lack a value, and on those left out as asked, (N, T)."""
    notes, holes = [], np.isnan(data) & asked[:, :, None]
    if gone := int(holes.any(axis=2).sum()):
        blame = ", ".join(n for n, lost in zip(names, holes.any(axis=(0, 1)), strict=True) if lost)
        text = message(
            "{gone} of {asked} rows lack a value and are not used (of {blame}), nor are the "
            "equations of other periods that look at them.",
            gone=gone,
            asked=int(asked.sum()),
            blame=blame,
        )
        notes.append(Note(INFO, "rows-incomplete", text))
    if out := int((~asked).sum()):
        text = message(
            "{out} of {size} rows are left out as asked; lags and instruments see them.", out=out, size=asked.size
        )
        notes.append(Note(INFO, "rows-left-out", text))
    return Report(tuple(notes))


def _estimated(s: Stack, plan: Plan, sizes: np.ndarray) -> GmmFit:
    outcome, terms, lags, system, steps = plan.outcome, plan.terms, plan.lags, plan.system, plan.steps
    _N, _, K = s.X.shape
    L = s.Z.shape[2]
    if L < K:
        raise ModelError(
            message(
                "{l} instruments for {k} coefficients are too few; allow deeper lags, or leave the period effects out.",
                l=L,
                k=K,
            )
        )
    diff_rows = int(s.here[:, : s.diff].sum())
    if diff_rows <= K:
        raise ModelError(
            message(
                "{diff_rows} transformed rows cannot carry {k} coefficients; use fewer terms, or more rows.",
                diff_rows=diff_rows,
                k=K,
            )
            if plan.orthogonal
            else message(
                "{diff_rows} differenced rows cannot carry {k} coefficients; use fewer terms, or more rows.",
                diff_rows=diff_rows,
                k=K,
            )
        )
    found = both_steps(s)
    XZ, (b, Q, e, A1) = found.XZ, found.first
    V = Q @ XZ @ A1 @ found.middle @ A1 @ XZ.T @ Q
    A, first_e, first_V = A1, e, V
    twice = 1 if plan.orthogonal else 2  # variance of a transformed error over that of an error
    sigma2 = float((e[:, : s.diff] ** 2).sum()) / (diff_rows - K) / twice
    sargan = float(moment_of(s, e) @ A1 @ moment_of(s, e)) / sigma2
    if steps == 2:
        b, Q, e, A = found.second
        V = windmeijer(s, XZ, A, Q, first_e, e, first_V)
    hansen = found.hansen
    tests = {f"AR({k})": autocorrelation(s, (b, e), A, Q, V, XZ, k) for k in (1, 2)}
    tests["Hansen"] = (hansen, L - K, float(stats.chi2.sf(hansen, L - K)) if L > K else np.nan)
    tests["Sargan"] = (sargan, L - K, float(stats.chi2.sf(sargan, L - K)) if L > K else np.nan)
    shown = [i for i, n in enumerate(s.names) if not n.startswith("period ")]
    names = [s.names[i] for i in shown]
    slopes = lags + len(terms)
    units = int(s.here.any(axis=1).sum())
    if not (np.diag(V)[:slopes] > 0).all():
        raise ModelError(
            message(
                "{units} units are too few for {k} coefficients and {l} instruments: errors have no "
                "positive variance. Use fewer terms, fewer instruments (deepest), or steps=1.",
                units=units,
                k=K,
                l=L,
            )
        )
    subsets = subsets_of(s, found)
    chi2 = wald(b[:slopes], V[:slopes, :slopes])[0]
    unit_of = sizes[0] / np.r_[np.full(lags, sizes[0]), sizes[1:], np.ones(len(s.names) - slopes)]
    b, cov = b * unit_of, (V * np.outer(unit_of, unit_of))[np.ix_(shown, shown)]
    return GmmFit(
        outcome,
        estimates(names, b[shown], cov),
        pd.DataFrame(cov, index=names, columns=names),
        pd.DataFrame.from_dict(tests, orient="index", columns=["statistic", "df", "p"]).rename_axis("test"),
        L,
        int(s.here[:, s.diff :].sum() if system else diff_rows),
        units,
        system,
        steps,
        chi2,
        instruments_told(s, units, hansen) + levels_told(subsets, terms[plan.endogenous + plan.predetermined :]),
        dependent=s.dependent,
        transformation="orthogonal" if plan.orthogonal else "difference",
        subsets=subsets,
    )
