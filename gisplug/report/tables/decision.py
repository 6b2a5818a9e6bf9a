"""Choice of a spatial model as paper tables: every test, the few that a journal prints, the models side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from gisplug.core.messages import joined, message
from gisplug.report.tables.fits import compare
from gisplug.report.tables.paper_table import PaperTable, Row

if TYPE_CHECKING:
    from gisplug.numbers.hypotheses import SpecTest
    from gisplug.spatial.models.fit import SpatialFit
    from gisplug.spatial.specification.decision import DecisionChain

FORM_TITLES = {
    "none": message("no effects"),
    "unit": message("unit effects"),
    "time": message("period effects"),
    "twoways": message("unit and period effects"),
}
SIDE_BY_SIDE = ("ols", "slx", "sar", "sem", "sdm", "sdem")
IN_NOTE = ("Model", "Correction", "Weights", "Errors", "Units", "Periods")  # the same for all, or in the head
SHORT_LM = ("LM-lag", "robust LM-lag", "LM-error", "robust LM-error")
SHORT_LR = ("LR SDM-SAR", "LR SDM-SEM")
SHORT_EFFECTS = ("LR unit effects | period", "LR period effects | unit")


def decision_table(chain: DecisionChain) -> PaperTable:
    """Return every test of the chain as a paper table: null, statistic, df, p, decision."""
    rows: list[Row] = []
    for section, tests in chain.tests.items():
        rows.append(Row(_title(section), ("",) * 6, "panel"))
        for t in tests:
            df = None if t.df is None else int(t.df)
            rows.append(Row(t.code, (form_words(t.form), t.null, t.statistic, df, t.p, t.decision)))
    if chain.probabilities is not None:
        rows.append(Row("Posterior model probabilities", ("",) * 6, "panel"))
        for model, line in chain.probabilities.frame.iterrows():
            words = message("posterior probability {line:.4f}", line=line["probability"])
            rows.append(
                Row(
                    str(model).upper(),
                    (
                        form_words(chain.effects),
                        "Log-marginal likelihood",
                        float(line["log_marginal"]),
                        None,
                        None,
                        words,
                    ),
                )
            )
    path = [
        message(
            "({i}) {question} {evidence}: {answer}.",
            i=i,
            question=step.question,
            evidence=step.evidence,
            answer=step.answer,
        )
        for i, step in enumerate(chain.path, 1)
    ]
    notes = [
        _chosen(chain),
        *_doubts(chain),
        *path,
        *dict.fromkeys(
            message("{code} [{form}]: {note}.", code=t.code, form=form_words(t.form), note=t.note)
            for tests in chain.tests.values()
            for t in tests
            if t.ran and t.note and t.code == "Hausman"
        ),
    ]
    if chain.probabilities is not None:
        notes.append(chain.probabilities.note)
    header = ("Effects", "Null hypothesis", "Statistic", "df", "p", "Decision")
    return PaperTable(
        message("Specification tests: {formula}", formula=chain.formula),
        header,
        tuple(rows),
        tuple(notes),
        stub="Test",
        digits=3,
    )


def short_table(chain: DecisionChain) -> PaperTable:
    """Return the tests that a journal prints, with the chosen effects: ten rows at most."""
    rows = []
    for t in _short(chain):
        df = None if t.df is None else int(t.df)
        rows.append(Row(t.code, (t.statistic, df, t.p, t.decision)))
    notes = (_chosen(chain), *_doubts(chain))
    title = message("Specification tests of {outcome}", outcome=_outcome(chain))
    return PaperTable(title, ("Statistic", "df", "p", "Decision"), tuple(rows), notes, stub="Test", digits=3)


def models_table(chain: DecisionChain, controls: Sequence[str] = ()) -> PaperTable:
    """Return the models of the chain side by side, with the chosen effects; `controls` are not shown, a row says that
    they are in.

    Raises
    ------
    ParameterError
        If a control is no regressor of the models.
    """
    fits = {model.upper(): chain.fits[model] for model in SIDE_BY_SIDE if model in chain.fits}
    title = message("Spatial models of {outcome}", outcome=_outcome(chain))
    sdm = chain.fits["sdm"]
    correction = str(sdm.statistics["Correction"])
    note = message(
        "W = {weights_name}; N = {N}, T = {T}. {correction}; standard errors: {covariance}.",
        weights_name=chain.weights_name,
        N=chain.N,
        T=chain.T,
        correction=correction[:1].upper() + correction[1:],
        covariance=sdm.covariance,
    )
    made = compare(fits, title=title, notes=(note, *left_of_sample(sdm)), controls=controls)
    return replace(made, rows=tuple(row for row in made.rows if row.kind != "stat" or row.label not in IN_NOTE))


def left_of_sample(fit: SpatialFit) -> list[str]:
    """Say it where the likelihood counts fewer observations than there are: the transformation of Lee and Yu (2010)."""
    if fit.nobs == fit.N * fit.T:
        return []
    return [
        message(
            "Observations counts what the transformation of Lee and Yu (2010) leaves of {all} = {N} × {T}: effects of "
            "units take a period away, effects of periods a unit.",
            all=fit.N * fit.T,
            N=fit.N,
            T=fit.T,
        )
    ]


def _short(chain: DecisionChain) -> list[SpecTest]:
    sdm = chain.fits["sdm"]
    form = (
        chain.effects if sdm.correction != "transform" or chain.effects == "none" else f"{chain.effects}, transformed"
    )
    found = [t for t in chain.tests.get("effects", ()) if t.code in SHORT_EFFECTS]
    lm = {t.code: t for t in chain.tests["lm"] if t.form == form}
    found += [lm[code] for code in SHORT_LM if code in lm]
    found += [t for code in SHORT_LR for t in chain.tests["durbin"] if t.code == code]
    wanted = "SAR" if chain.model == "sar" else "SDM"
    found += [t for t in chain.tests["hausman"] if t.code in ("Hausman", "Mundlak") and t.form.startswith(wanted)]
    return found


def _chosen(chain: DecisionChain) -> str:
    return message(
        "Model chosen: {model} with {form_titles}. Level {level:g}. W = {weights_name}; N = {N}, T = {T}.",
        model=chain.model.upper(),
        form_titles=FORM_TITLES[chain.effects],
        level=chain.level,
        weights_name=chain.weights_name,
        N=chain.N,
        T=chain.T,
    )


def _doubts(chain: DecisionChain) -> list[str]:
    return [message("But {doubt}.", doubt=doubt) for doubt in chain.doubts]


def _outcome(chain: DecisionChain) -> str:
    return chain.formula.partition("~")[0].strip()


def form_words(form: str) -> str:
    """Name the effects of a test: "SAR, unit, transform" is "SAR, unit effects, transformed"."""
    return joined(", ", (_form_word(part) for part in form.split(", ")))


def _form_word(part: str) -> str:
    """Name one part of a form; "unit against none" says which effects are tested beside which."""
    if part in ("transform", "transformed"):
        return message("transformed")
    if part == "fixed period effects":
        return message("fixed period effects")
    large, against, small = part.partition(" against ")
    if not against:
        return FORM_TITLES.get(part, part)
    return message("{large} against {small}", large=FORM_TITLES.get(large, large), small=FORM_TITLES.get(small, small))


def _title(section: str) -> str:
    from gisplug.spatial.specification.decision import SECTIONS

    return SECTIONS[section]
