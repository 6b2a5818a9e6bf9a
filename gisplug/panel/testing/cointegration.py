"""Panel cointegration tests: Pedroni, Kao and Westerlund, with simulated and bootstrapped p-values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypedDict, Unpack, get_args

import numpy as np
import pandas as pd

from gisplug.core.errors import ModelError, PanelError, ParameterError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import known, one_of
from gisplug.numbers.distributions import norm
from gisplug.numbers.orthogonal import independent
from gisplug.panel.frame import Panel
from gisplug.panel.testing.cointegration_null import drawn_statistics, random_walks, without_levels
from gisplug.panel.testing.cointegration_statistics import KAO, Ways, corrections, kao, pedroni, westerlund
from gisplug.panel.testing.cointegration_tables import (
    MOST_REGRESSORS,
    PEDRONI,
    WESTERLUND,
    pedroni_moments,
    westerlund_moments,
)
from gisplug.panel.testing.dependence import cross_section
from gisplug.panel.testing.null_draws import kept, p_simulated
from gisplug.panel.testing.unit_regressions import count, kernel_lags, terms
from gisplug.panel.testing.unit_root_tables import Deterministic

Test = Literal["pedroni", "kao", "westerlund"]
TESTS: tuple[Test, ...] = get_args(Test)
NAMES = {
    "pedroni": tuple(message("Pedroni {name}", name=name) for name in PEDRONI),
    "kao": tuple(message("Kao {name}", name=name) for name in KAO),
    "westerlund": tuple(f"Westerlund {name}" for name in WESTERLUND),
}
RIGHT = "Pedroni panel v"  # rejects to the right, all others to the left
LEAST_DF = 2
LEVEL = 0.05
ROOT_N = np.array([1.0, 1.0, 0.0, 1.0])  # Westerlund's statistics that are standardised times the root of N


@dataclass(frozen=True)
class CointegrationTests:
    """Panel cointegration tests of an outcome with regressors; the null is no cointegration.

    Attributes
    ----------
    table : DataFrame
        One row a statistic: test, statistic, z (standardised by the published moments, NaN beyond their regressors), p
        (one-sided, standard normal), p_sim (independent random walks of the same size), p_boot (units as dependent as
        they are), decision at 5 % (by p_boot, or p_sim, or p, the first that is there).
    dependence : float
        Pesaran's CD of the residuals of the models without levels.
    """

    outcome: str
    regressors: tuple[str, ...]
    table: pd.DataFrame
    deterministic: str
    lags: int
    leads: int
    kernel: int
    demeaned: bool
    simulations: int
    bootstrap: int
    seed: int | None
    n: int
    t: int
    dependence: float
    report: Report = field(default_factory=Report)


class CointegrationOptions(TypedDict, total=False):
    """Further options of `panel_cointegration`.

    Attributes
    ----------
    lags : lagged differences in every regression (1)
    leads : leads of the regressors' differences in Westerlund's (0)
    kernel : Bartlett lags of long-run variances; 4 (T / 100)^(2/9) rounded where left out
    demean : subtract period means first, against common shocks
    simulations, bootstrap : panels for p_sim and p_boot (499 each), 0 for none
    """

    lags: int
    leads: int
    kernel: int | None
    demean: bool
    simulations: int
    bootstrap: int


def panel_cointegration(
    panel: Panel,
    outcome: str,
    regressors: Sequence[str],
    tests: Sequence[Test] = TESTS,
    deterministic: Deterministic = "intercept",
    *,
    seed: int | None = 1,
    progress: Progress = SILENT,
    **options: Unpack[CointegrationOptions],
) -> CointegrationTests:
    """Test whether an outcome and regressors, each with a unit root, move together in the long run.

    Parameters
    ----------
    tests
        "pedroni" (1999; seven statistics of residuals, slopes differ by unit), "kao" (1999; five of residuals, one
        slope for all, intercepts only), "westerlund" (2007; Gt, Ga, Pt, Pa of error-correction models).
    deterministic
        "none", "intercept" or "trend" (intercept and trend) for each unit; Kao's tests have intercepts, and beside
        others are left out elsewhere, which is told.
    options
        `lags`, `leads`, `kernel`, `demean`, `simulations` and `bootstrap`, as in `CointegrationOptions`. p_boot draws
        whole periods of the residuals of a pooled autoregression without levels, after Westerlund (2007), so that
        common shocks stay; it serves all tests. With few periods and independent units it rejects too rarely.

    Raises
    ------
    PanelError
        If a column has empty cells, or the panel is too short.
    ModelError
        If a column does not vary in a unit, or regressors depend on each other in a line in one.
    ParameterError
        If an option is unknown.
    """
    known(options, CointegrationOptions, "panel_cointegration")
    demean = options.get("demean", False)
    tests, left_out = _that_can(tuple(tests), deterministic)
    _check(tests, deterministic, outcome, regressors)
    calendar_of(panel.periods, panel.name).refuse_gaps("A test of cointegration", panel.name)
    kernel = options.get("kernel")
    ways = Ways(
        deterministic,
        options.get("lags", 1),
        options.get("leads", 0),
        kernel_lags(panel.T) if kernel is None else kernel,
    )
    _check_room(panel.T, len(regressors), ways, tests)
    data = _values(panel, [outcome, *regressors])
    y, X = _centred(data[None, ..., 0], data[None, ..., 1:], demean)
    _check_design(panel, [outcome, *regressors], y[0], X[0], ways, "westerlund" in tests)

    def statistics(y: np.ndarray, X: np.ndarray) -> np.ndarray:
        return _statistics(*_centred(y, X, demean), ways, tests)

    found = _statistics(y, X, ways, tests)[0]
    simulations, draws = options.get("simulations", 499), options.get("bootstrap", 499)
    shape = (panel.N, panel.T, len(regressors))
    table = _table(found, shape, ways, tests)
    names = table["test"].tolist()
    if simulations:

        def simulated() -> dict[str, np.ndarray]:
            return {"walks": drawn_statistics(random_walks(shape), statistics, (simulations, panel.N), seed, progress)}

        key = ("cointegration", shape, ways, tests, demean, simulations, seed)
        walks = (simulated() if seed is None else kept(key, simulated))["walks"]
        table["p_sim"] = _shares(found, walks, names)
    model = without_levels(y[0], X[0], ways.lags)
    if draws:
        again = drawn_statistics(model.draw, statistics, (draws, panel.N), seed, progress)
        table["p_boot"] = _shares(found, again, names)
    used = table["p_boot" if draws else "p_sim" if simulations else "p"]
    table["decision"] = np.where(used < LEVEL, "cointegrated (5 %)", "no cointegration not rejected")
    dependence = cross_section(model.residuals[:, :, 0].T).statistic
    return CointegrationTests(
        outcome=outcome,
        regressors=tuple(regressors),
        table=table,
        deterministic=deterministic,
        lags=ways.lags,
        leads=ways.leads,
        kernel=ways.kernel,
        demeaned=demean,
        simulations=simulations,
        bootstrap=draws,
        seed=seed,
        n=panel.N,
        t=panel.T,
        dependence=dependence,
        report=Report(left_out) + _notes(dependence, demean, draws, shape),
    )


def _that_can(tests: tuple[Test, ...], deterministic: str) -> tuple[tuple[Test, ...], tuple[Note, ...]]:
    """Return the tests that have such deterministic terms, and what is told of those left out; one alone stays."""
    left = tuple(test for test in tests if test != "kao")
    if deterministic == "intercept" or len(left) in (0, len(tests)):
        return tests, ()
    text = message(
        "Kao's tests have an intercept for each unit and nothing else; with deterministic = {deterministic} they are "
        "left out.",
        deterministic=deterministic,
    )
    return left, (Note(WARNING, "kao-left-out", text),)


def _centred(y: np.ndarray, X: np.ndarray, demean: bool) -> tuple[np.ndarray, np.ndarray]:
    if not demean:
        return y, X
    return y - y.mean(axis=1, keepdims=True), X - X.mean(axis=1, keepdims=True)


def _statistics(y: np.ndarray, X: np.ndarray, ways: Ways, tests: Sequence[Test]) -> np.ndarray:
    run = {"pedroni": pedroni, "kao": kao, "westerlund": westerlund}
    return np.concatenate([run[test](y, X, ways) for test in tests], axis=1)


def _table(found: np.ndarray, shape: tuple[int, int, int], ways: Ways, tests: Sequence[Test]) -> pd.DataFrame:
    """Statistics with their standardised values and normal p."""
    names = [name for test in tests for name in NAMES[test]]
    root, z, at = np.sqrt(shape[0]), [], 0
    for test in tests:
        raw = found[at : at + len(NAMES[test])]
        at += len(raw)
        if test == "kao":
            z.append(raw)
            continue
        moments = pedroni_moments if test == "pedroni" else westerlund_moments
        mean, variance = moments(shape[2], ways.deterministic)
        scaled = raw * np.where(ROOT_N > 0, root, 1.0) if test == "westerlund" else raw
        z.append((scaled - root * mean) / np.sqrt(variance))
    table = pd.DataFrame({"test": names, "statistic": found, "z": np.concatenate(z)})
    right = table["test"] == RIGHT
    table["p"] = norm.cdf(np.where(right, -table["z"], table["z"]))
    return table


def _shares(found: np.ndarray, drawn: np.ndarray, names: Sequence[str]) -> list[float]:
    return [p_simulated(found[k], drawn[:, k], right=name == RIGHT) for k, name in enumerate(names)]


def _notes(dependence: float, demean: bool, draws: int, shape: tuple[int, int, int]) -> Report:
    notes = [Note(INFO, "cointegration", "The null of all tests: no cointegration in any unit.")]
    p = float(2 * norm.sf(abs(dependence)))
    if p < LEVEL and not draws and not demean:
        text = message(
            "The units are dependent (Pesaran's CD {dependence:.2f}, p {p:.4f}), which p and p_sim "
            "do not allow for; use the bootstrap.",
            dependence=dependence,
            p=p,
        )
        notes.append(Note(WARNING, "cointegration-dependent", text))
    if shape[2] > MOST_REGRESSORS:
        text = "Published moments end at six regressors (Westerlund) and seven (Pedroni); z and p beyond are left out."
        notes.append(Note(INFO, "cointegration-moments", text))
    return Report(tuple(notes))


def _check(tests: Sequence[str], deterministic: str, outcome: str, regressors: Sequence[str]) -> None:
    unknown = [t for t in tests if t not in TESTS]
    if unknown or not tests:
        raise ParameterError(
            message(
                "tests are {tests}; {unknown} was given instead.",
                tests=", ".join(TESTS),
                unknown=", ".join(unknown) or message("none"),
            )
        )
    one_of("deterministic", deterministic, get_args(Deterministic))
    if deterministic != "intercept" and "kao" in tests:
        raise ParameterError(
            "Kao's tests have an intercept for each unit and no trend; choose intercept, or leave kao out."
        )
    if not regressors or outcome in regressors or len(set(regressors)) < len(regressors):
        raise ParameterError(
            message(
                "Cointegration is tested between an outcome and one or more other columns, each once; "
                "{outcome!r} with {regressors} was given instead.",
                outcome=outcome,
                regressors=", ".join(regressors) or message("none"),
            )
        )


def _check_room(periods: int, regressors: int, ways: Ways, tests: Sequence[str]) -> None:
    for name, value in (("lags", ways.lags), ("leads", ways.leads), ("kernel", ways.kernel)):
        if not 0 <= value <= periods - 3:
            raise ParameterError(
                message(
                    "{name} is a number from 0 to {periods}; {value} was given instead.",
                    name=name,
                    periods=periods - 3,
                    value=value,
                )
            )
    fixed, moving = count(ways.deterministic), regressors * (ways.lags + ways.leads + 1)
    rows = periods - 1 - ways.lags
    room = {"pedroni": min(rows - 1 - ways.lags, periods - regressors - fixed), "kao": rows - 1 - ways.lags}
    room["westerlund"] = rows - ways.leads - (1 + regressors + fixed + ways.lags + moving)
    for test in tests:
        if room[test] < LEAST_DF:
            raise PanelError(
                message(
                    "{periods} periods are too few for {title}'s test with {regressors} regressors, "
                    "{lags} lags and {leads} leads: {room} degrees of freedom in a unit. Take fewer of "
                    "them, or more periods.",
                    periods=periods,
                    title=test.title(),
                    regressors=regressors,
                    lags=ways.lags,
                    leads=ways.leads,
                    room=room[test],
                )
            )


def _values(panel: Panel, columns: Sequence[str]) -> np.ndarray:
    """Return (N, T, K) values without gaps."""
    data = panel.arrays(list(columns))
    holes = [
        message("{columns} of {panel} in {periods}", columns=columns[k], panel=panel.ids[n], periods=panel.periods[t])
        for t, n, k in np.argwhere(~np.isfinite(data))
    ]
    if holes:
        raise PanelError(
            message(
                "{n} cells are empty: {holes}. Interpolate them, or filter these units or periods first.",
                n=len(holes),
                holes=some(holes),
            )
        )
    flat = [
        message("{columns} of {panel}", columns=columns[k], panel=panel.ids[n])
        for n, k in np.argwhere(np.ptp(data, axis=0) == 0)
    ]
    if flat:
        raise ModelError(
            message(
                "{flat} does not change over time and cannot have a unit root. Filter these units.", flat=some(flat)
            )
        )
    if panel.N < 2:
        raise PanelError("Panel cointegration needs two units or more.")
    return np.asarray(data.transpose(1, 0, 2))


def _rank(Z: np.ndarray) -> int:
    return len(independent(Z)) if Z.shape[1] else 0


def _check_design(
    panel: Panel, columns: Sequence[str], y: np.ndarray, X: np.ndarray, ways: Ways, westerlund: bool
) -> None:
    """Refuse units whose regressors depend on each other in a line, or make the outcome up; `columns` of y and X."""
    outcome, *regressors = columns
    fixed = ["the intercept", "the trend"][: count(ways.deterministic)]
    levels = np.concatenate([terms(ways.deterministic, *y.shape), X, y[..., None]], axis=-1)
    designs = [(levels, [*fixed, *regressors, outcome])]
    if westerlund:
        change, long, short = corrections(y, X, ways)
        inside = slice(ways.lags, change.shape[1] - ways.leads)
        names = (
            [f"L.{name}" for name in columns] + fixed + [message("changes of {outcome}", outcome=outcome)] * ways.lags
        )
        names += [
            message("changes of {name}", name=name) for _ in range(ways.lags + ways.leads + 1) for name in regressors
        ]
        designs.append((np.concatenate([long[:, inside], short], axis=-1), names))
    for Z, names in designs:
        size = np.sqrt((Z**2).sum(axis=1, keepdims=True))
        rank = np.linalg.matrix_rank(Z / np.where(size > 0, size, 1.0), tol=1e-9)
        if (at := np.flatnonzero(rank < Z.shape[2])).size:
            one = Z[at[0]]
            blamed = [name for k, name in enumerate(names) if _rank(one[:, : k + 1]) == _rank(one[:, :k])]
            raise ModelError(
                message(
                    "{blamed} depends in a line on what stands beside it in {at}, and cointegration "
                    "cannot be tested there; leave it out, or filter these units.",
                    blamed=some(blamed),
                    at=some([panel.ids[n] for n in at]),
                )
            )
