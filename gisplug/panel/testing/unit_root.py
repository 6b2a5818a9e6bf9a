"""Panel unit-root tests: Levin-Lin-Chu, Im-Pesaran-Shin, Fisher, Breitung, CIPS; and Hadri's test of stationarity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypedDict, Unpack, get_args

import numpy as np
import pandas as pd

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import INFO, WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.periods.calendar import calendar_of
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import known, one_of
from gisplug.panel.frame import Panel
from gisplug.panel.testing.dickey_fuller import MOST_LAGS, Recipe, longest
from gisplug.panel.testing.null_draws import Drawn, p_simulated, simulated
from gisplug.panel.testing.root_statistics import (
    NAMES,
    RIGHT,
    STATIONARY,
    Series,
    Test,
    hadri_units,
    mackinnon,
    series,
)
from gisplug.panel.testing.unit_regressions import terms, without
from gisplug.panel.testing.unit_root_tables import IPS_T, LLC_T, Deterministic

TESTS: tuple[Test, ...] = ("llc", "ips", "fisher")
EVERY_TEST: tuple[Test, ...] = get_args(Test)
LEVEL = 0.05
LEAST_STATIONARY = 5  # periods for Hadri's test


@dataclass(frozen=True)
class UnitRootTests:
    """Panel unit-root tests of several variables.

    Attributes
    ----------
    table : DataFrame
        One row a variable and test: variable, test, null, statistic, p, p_sim, lags (mean), n, t, decision at 5 % (by
        p_sim where it is).
        p is one-sided by the limit (none for CIPS); p_sim by simulated panels of the same N and T under the null, with
        lags by the same rule: independent random walks, and white noise for Hadri's test.
    units : DataFrame
        One row a variable and unit: lags, coefficient, t, p (MacKinnon 1994) of augmented Dickey-Fuller; cadf_t with
        cross-section means; kpss, as far as the tests asked for rest on them.
    """

    table: pd.DataFrame
    units: pd.DataFrame
    deterministic: str
    lags: str
    demeaned: bool
    simulations: int
    seed: int | None
    report: Report = field(default_factory=Report)
    kernel: int = 0


class UnitRootOptions(TypedDict, total=False):
    """Further options of `panel_unit_root`.

    Attributes
    ----------
    most : longest lag that "sic" and "aic" choose from; by T where left out
    demean : subtract period means first, against common shocks; not with "cips", which has means of its own
    kernel : Bartlett lags of the long-run variance in Hadri's test (0: the variance)
    simulations : simulated panels for p_sim (499), 0 for none
    """

    most: int | None
    demean: bool
    kernel: int
    simulations: int


def panel_unit_root(
    panel: Panel,
    variables: Sequence[str],
    tests: Sequence[Test] = TESTS,
    deterministic: Deterministic = "intercept",
    lags: int | Literal["sic", "aic"] = "sic",
    *,
    seed: int | None = 1,
    progress: Progress = SILENT,
    **options: Unpack[UnitRootOptions],
) -> UnitRootTests:
    """Test variables for a unit root in every unit, or with Hadri's test for stationarity of every unit.

    Parameters
    ----------
    variables
        Columns of the panel, without gaps.
    tests
        "llc" (Levin, Lin & Chu 2002; one common root), "ips" (Im, Pesaran & Shin 2003; a root for each unit),
        "fisher" (p-values of the units combined: Choi's inverse normal Z; Maddala-Wu's chi-square is in the table too),
        "breitung" (2000; one common root, no tables), "cips" (Pesaran 2007; cross-section means hold one common factor;
        truncated and not), "hadri" (2000; the null is stationarity; one variance and a variance for each unit).
    deterministic
        "none" (not for ips and hadri), "intercept" or "trend" (intercept and trend) for each unit.
    lags
        Lagged differences: a number, or chosen for each unit by "sic" or "aic" among 0 ... `most` on the same sample.
        Hadri's test has none.
    options
        `most`, `demean`, `kernel` and `simulations`, as in `UnitRootOptions`. LLC's tables begin at T = 25, and the
        normal curve is poor for short panels, so the simulated p_sim is the safer guide there.

    Raises
    ------
    PanelError
        If a variable has empty cells, does not vary in a unit or in time is a line, or the panel is too short.
    ParameterError
        If an option is unknown, or CIPS is asked for without simulations or with `demean`.
    """
    known(options, UnitRootOptions, "panel_unit_root")
    demean, simulations, kernel = (
        options.get("demean", False),
        options.get("simulations", 499),
        options.get("kernel", 0),
    )
    tests = tuple(tests)
    _check(tests, deterministic, lags)
    if "cips" in tests:
        _check_cips(panel, demean, simulations)
    if "hadri" in tests:
        _check_hadri(panel.T, kernel)
    calendar_of(panel.periods, panel.name).refuse_gaps("A unit-root test", panel.name)
    recipes = _recipes(panel.T, deterministic, lags, options.get("most"))
    rows, units = [], []
    for done, variable in enumerate(variables):
        y = _values(panel, variable, demean, deterministic)
        found = series(y, tests, *recipes, kernel)
        drawn = (
            simulated(Drawn(y.shape, tests, recipes, kernel, demean, simulations, seed), progress)
            if simulations
            else {}
        )
        for test in tests:
            for name, (statistic, p) in found.of(test).items():
                null = "stationary" if name in STATIONARY else "unit root"
                row: dict[str, str | float] = {"variable": variable, "test": NAMES[name], "null": null}
                row |= {"statistic": statistic, "p": p}
                if simulations:
                    row["p_sim"] = p_simulated(statistic, drawn[name], right=name in RIGHT)
                rows.append(row | {"lags": _mean_lags(found, name), "n": panel.N, "t": panel.T})
        units.append(_units(panel, variable, found))
        progress.update((done + 1) / len(variables), variable)
    table = pd.DataFrame(rows)
    table["decision"] = _decisions(table["p_sim" if simulations else "p"], table["null"])
    return UnitRootTests(
        table,
        pd.concat(units, ignore_index=True),
        deterministic,
        str(lags),
        demean,
        simulations,
        seed,
        _notes(panel.T, tests),
        kernel,
    )


def _decisions(p: pd.Series, null: pd.Series) -> np.ndarray:
    rejected, still = (p < LEVEL).to_numpy(), (null == "stationary").to_numpy()
    return np.where(
        still,
        np.where(rejected, "not stationary (5 %)", "stationarity not rejected"),
        np.where(rejected, "stationary (5 %)", "unit root not rejected"),
    )


def _mean_lags(found: Series, name: str) -> float:
    if name in STATIONARY:
        return float(found.kernel)
    fits = found.augmented if name.startswith("cips") else found.plain
    return float(fits.lags.mean()) if fits is not None else np.nan


def _units(panel: Panel, variable: str, found: Series) -> pd.DataFrame:
    frame = pd.DataFrame({"variable": variable, "unit": panel.ids})
    if (fits := found.plain) is not None:
        frame = frame.assign(
            lags=fits.lags, coefficient=fits.coefficient, t=fits.t, p=mackinnon(fits.t, found.deterministic)
        )
    if found.augmented is not None:
        frame = frame.assign(cadf_lags=found.augmented.lags, cadf_t=found.augmented.t)
    if found.deterministic != "none":
        top, bottom = hadri_units(found.y, found.deterministic, found.kernel)
        frame = frame.assign(kpss=top / bottom)
    return frame


def _notes(periods: int, tests: Sequence[str]) -> Report:
    notes, observations = [], periods - 1
    if "llc" in tests and observations < LLC_T[0]:
        text = message(
            "Levin, Lin and Chu's table begins at T = {llc_t}; its first row is used for {periods} "
            "periods, where its p rejects far too often. Go by p_sim.",
            llc_t=LLC_T[0],
            periods=periods,
        )
        notes.append(Note(WARNING, "short-panel", text))
    if "ips" in tests and observations < IPS_T[0]:
        text = message(
            "The table of Im, Pesaran and Shin begins at T = {ips_t}; its first column is used. Go by p_sim.",
            ips_t=IPS_T[0],
        )
        notes.append(Note(WARNING, "short-panel", text))
    if set(tests) - {"hadri"}:
        text = message(
            "The null of {clause}: every unit has a unit root.",
            clause=message("all tests") if "hadri" not in tests else message("the other tests"),
        )
        notes.append(Note(INFO, "unit-root", text))
    if "hadri" in tests:
        text = (
            "The null of Hadri's test: every unit is stationary, without autocorrelation beyond its kernel. "
            "A small p speaks for a unit root, or for a stationary series with autocorrelation."
        )
        notes.insert(0, Note(INFO, "unit-root", text))
    return Report(tuple(notes))


def _recipes(periods: int, deterministic: Deterministic, lags: int | str, most: int | None) -> tuple[Recipe, Recipe]:
    """Return how regressions without and with cross-section means are made."""
    plain = Recipe(deterministic, lags, most or 0)
    both = (plain, replace(plain, augmented=True))
    if most is not None:
        return both
    first, second = (replace(recipe, most=longest(periods, recipe)) for recipe in both)
    return first, second


def _check(tests: Sequence[str], deterministic: str, lags: Any) -> None:
    unknown = [t for t in tests if t not in EVERY_TEST]
    if unknown or not tests:
        raise ParameterError(
            message(
                "tests are {every_test}; {unknown} was given instead.",
                every_test=", ".join(EVERY_TEST),
                unknown=", ".join(unknown) or message("none"),
            )
        )
    one_of("deterministic", deterministic, get_args(Deterministic))
    needing = {"ips": "Im, Pesaran and Shin's test", "hadri": "Hadri's test"}
    for test, name in needing.items():
        if deterministic == "none" and test in tests:
            raise ParameterError(message("{name} needs an intercept; choose intercept or trend.", name=name))
    if lags not in ("sic", "aic") and not (isinstance(lags, int) and 0 <= lags <= MOST_LAGS):
        raise ParameterError(
            message(
                "lags is sic, aic or a number from 0 to {most_lags}; {lags!r} was given instead.",
                most_lags=MOST_LAGS,
                lags=lags,
            )
        )


def _check_cips(panel: Panel, demean: bool, simulations: int) -> None:
    if demean:
        raise ParameterError(
            "CIPS has the period means among its regressors, and nothing is left of them after demean; leave demean "
            "off, or cips out."
        )
    if not simulations:
        raise ParameterError("The limit of CIPS has no p-value; give a number of simulations, or leave cips out.")
    if panel.N < 3:
        raise PanelError(
            message("{N} units are too few for CIPS, which holds their means constant; it needs 3 or more.", N=panel.N)
        )


def _check_hadri(periods: int, kernel: int) -> None:
    if periods < LEAST_STATIONARY:
        raise PanelError(
            message(
                "{periods} periods are too few for Hadri's test; it needs {least_stationary} or more.",
                periods=periods,
                least_stationary=LEAST_STATIONARY,
            )
        )
    if not 0 <= kernel <= periods - 2:
        raise ParameterError(
            message(
                "kernel is a number of lags from 0 to {periods}; {kernel} was given instead.",
                periods=periods - 2,
                kernel=kernel,
            )
        )


def _values(panel: Panel, variable: str, demean: bool, deterministic: Deterministic) -> np.ndarray:
    y = panel.array(variable)
    holes = [
        message("{panel} in {periods}", panel=panel.ids[n], periods=panel.periods[t])
        for t, n in np.argwhere(~np.isfinite(y))
    ]
    if holes:
        raise PanelError(
            message(
                "{variable!r} has {n} empty cells: {holes}. Interpolate them or filter these units or periods first.",
                variable=variable,
                n=len(holes),
                holes=some(holes),
            )
        )
    flat = [panel.ids[n] for n in np.flatnonzero(np.ptp(y, axis=0) == 0)]
    if flat:
        raise PanelError(
            message(
                "{variable!r} does not change over time in {flat}; a unit-root test has no meaning "
                "there. Filter these units.",
                variable=variable,
                flat=some(flat),
            )
        )
    used = y - y.mean(axis=1, keepdims=True) if demean else y
    left = without(used.T, terms("trend" if deterministic == "trend" else "intercept", *used.T.shape))
    lines = np.sqrt((left**2).sum(axis=1)) <= 1e-9 * np.sqrt((y**2).sum(axis=0))
    if lines.any():
        straight = [panel.ids[n] for n in np.flatnonzero(lines)]
        raise PanelError(
            message(
                "{variable!r} is a straight line in time in {straight}, or nothing is left of it after "
                "the period means; a unit-root test has no meaning there. Filter these units.",
                variable=variable,
                straight=some(straight),
            )
        )
    return np.asarray(used)
