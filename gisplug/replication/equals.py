"""Which results have equals in other programs: one table of estimators, and why the others have none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from gisplug.core.errors import GisplugError
from gisplug.core.messages import message
from gisplug.numbers.fits.repeat import Call, call_of
from gisplug.replication import autocorrelation, gmm, group_time, regression, spatial
from gisplug.replication.script import NO_EQUAL, Script
from gisplug.report.words.settings import house

Writer = Callable[[str, Any], Script]
WRITERS: Mapping[str, Writer] = {  # by the name of the estimator
    "fixed_effects": regression.of_panel,
    "instrumental_variables": regression.of_instruments,
    "did_twoway": regression.of_twoway,
    "event_study": regression.of_events,
    "spatial_panel": spatial.of_spatial,
    "random_effects": spatial.of_spatial,
    "dynamic_gmm": gmm.of_gmm,
    "group_time_effects": group_time.of_group_time,
}
WHY: Mapping[str, str] = {
    "panel_threshold": message(
        "the programs for thresholds (Hansen's, xthreg) keep other columns of the demeaned data and differ in the "
        "later digits"
    ),
    "quantile_panel": message("penalised and instrumented quantile regressions have no equal whose digits agree"),
    "synthetic_did": message("synthdid draws its own placebo errors: only the estimate would agree"),
    "dynamic_panel": message("SDPDmod looks log-determinants up on a grid, and agrees to three digits only"),
    "varying_panel": message("no program has spatial models whose W differs by period"),
    "spatial_iv": message("no program has GMM of spatial panels with these moments and effects"),
}


def script_of(name: str, result: Any) -> Script:
    """Return the script of a result of an estimator, or of (call, table) of Moran's I by period.

    Raises
    ------
    GisplugError
        If it has no equal in other programs, or does not know how it was made.
    """
    if isinstance(result, tuple) and len(result) == 2 and isinstance(result[0], Call):
        return _told(autocorrelation.of_moran(name, *result), result[0])
    made = call_of(result)
    writer = WRITERS.get(made.name)
    if writer is None:
        raise GisplugError(why_not(made.name))
    return _told(writer(name, result), made)


def _told(script: Script, made: Call) -> Script:
    """Return a script that says that its data are simulated, where they are."""
    return replace(script, synthetic=house().synthetic or bool(made.panel.report.having("synthetic")))


def why_not(estimator: str) -> str:
    """Return why an estimator has no script: what is known, or that nothing equal is known."""
    return message("{estimator}: {why}", estimator=estimator, why=WHY.get(estimator, NO_EQUAL))


def stem_of(text: str) -> str:
    """Return a name for files: letters, digits and hyphens."""
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-").lower() or "step"
