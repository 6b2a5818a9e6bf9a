"""Placebo weights: what a spatial model says under networks that are W but for who is whose neighbour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from gisplug.core.errors import GisplugError, ModelError, ParameterError
from gisplug.core.evidence import INFO, WARNING, Note, Report
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import Cell, one_of
from gisplug.language.terms import group_labels
from gisplug.numbers.draws import over_picks
from gisplug.numbers.fits.finding import Finding, drawn
from gisplug.sensitivity.placebo.networks import relabelled, rewired, shared_links
from gisplug.sensitivity.refit import Refit, numbers_of, refit_of
from gisplug.spatial.models.fit import SpatialFit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CHUNK = 5
LEAST = 19  # draws
How = Literal["rewired", "relabelled"]
HOW = {"rewired": "Links swapped", "relabelled": "Units exchanged"}
LOGLIK, LINKS = ("", "loglik"), ("", "links")


@dataclass(frozen=True, repr=False, eq=False)
class PlaceboWeights(Finding):
    """A spatial model under random networks.

    Attributes
    ----------
    draws : DataFrame, index draw, columns (variable, quantity)
        Coefficients, rho, lam and effects under each network; ("", "loglik") its log-likelihood; ("", "links") the
        share of the links of W that it has, too.
    tests : DataFrame, index (variable, quantity)
        observed (under W), mean, sd, low, high (the middle 95 % of the draws), p: the share of draws, W among them, at
        least as large in absolute value.
    fit : SpatialFit
        Under W.
    how : {"rewired", "relabelled"}
    within : column within whose groups units were exchanged, or ""
    seed : int
    """

    draws: pd.DataFrame
    tests: pd.DataFrame
    fit: SpatialFit
    how: How
    within: str
    seed: int
    report: Report = field(default_factory=Report, repr=False)

    kind = "Placebo weights"

    @property
    def title(self) -> str:
        """What was done, in a line."""
        return message(
            "{model} of {outcome} under {n} random networks like {w}",
            model=self.fit.model.upper(),
            outcome=self.fit.outcome,
            n=len(self.draws),
            w=self.fit.w_name,
        )

    @property
    def better(self) -> float:
        """Share of random networks with a higher log-likelihood than W."""
        return float((self.draws[LOGLIK] > self.fit.loglik).mean())

    @property
    def statistics(self) -> dict[str, Cell]:
        """What stands under the table: label and value."""
        return {
            "Networks": message(HOW[self.how]),
            "Draws": len(self.draws),
            "Seed": self.seed,
            "Links shared with W, mean": float(self.draws[LINKS].mean()),
            "Higher log-likelihood than W": self.better,
        }

    def table(self) -> pd.DataFrame:
        """Return the tests, index (variable, quantity); see `tests`."""
        return self.tests

    def plot(self, ax: Axes | None = None, variable: str | None = None, quantity: str = "") -> Axes:
        """Draw the draws of one number and that under W (by default the spatial coefficient, or the indirect effect of
        the first regressor where there is none); returns the axes.
        """
        own = [name for name in ("rho", "lam") if (name, "coefficient") in self.tests.index]
        if variable is None and own:
            variable, quantity = own[0], "coefficient"
        key = (variable or self.fit.regressors[0], quantity or "indirect")
        return drawn("placebo weights", ax, self, key)


def placebo_weights(
    fit: SpatialFit,
    how: How = "rewired",
    *,
    within: str | None = None,
    draws: int = 199,
    seed: int = 1,
    progress: Progress = SILENT,
) -> PlaceboWeights:
    """Fit a spatial panel model under networks that are W but for who is whose neighbour.

    Parameters
    ----------
    fit : what `spatial_panel` returned, with a spatial lag of some kind
    how : "rewired" swaps links, so that every unit keeps its number of neighbours; "relabelled" exchanges units, so
        that the network is the same but for their names.
    within : column of groups, constant in each unit, within which units are exchanged ("relabelled").
    draws : networks, 19 at least

    Raises
    ------
    ModelError
        If the model has no W, or fewer than 19 networks can be fitted.
    ParameterError
        If an option cannot be.
    WeightsError
        If links of W cannot be swapped because nearly all pairs are linked.
    """
    one_of("how", how, HOW)
    if draws < LEAST or (within and how != "relabelled"):
        raise ParameterError(
            message(
                "Placebo weights take {least} draws or more, and groups to exchange units within for relabelled ones "
                "alone.",
                least=LEAST,
            )
        )
    base = refit_of(fit)
    if "weights" not in base.weights or fit.model == "ols":
        raise ModelError("Placebo weights need a model with spatial weights.")
    groups = None if not within else _groups(base, within)
    seeds = np.random.SeedSequence(seed).spawn(draws)
    found = over_picks(
        _drawn, (base, how, groups), seeds, chunk=CHUNK, progress=progress, label=message("Random networks")
    )
    kept = [one for one in found if isinstance(one, pd.Series)]
    lost = [str(one) for one in found if isinstance(one, str)]
    if len(kept) < LEAST:
        raise ModelError(
            message(
                "{n} of {all} random networks can be fitted, too few to compare; the first is not because: {why}",
                n=len(kept),
                all=draws,
                why=lost[0],
            )
        )
    frame = pd.DataFrame(kept).reset_index(drop=True).rename_axis("draw")
    frame.columns = pd.MultiIndex.from_tuples(list(kept[0].index), names=["variable", "quantity"])
    made = PlaceboWeights(frame, _tests(frame, numbers_of(fit)["estimate"]), fit, how, within or "", seed)
    return PlaceboWeights(**{**vars(made), "report": _told(made, lost)})


def _groups(base: Refit, within: str) -> np.ndarray:
    """Return a group's number of each unit, (N,)."""
    labels = np.asarray(group_labels(base.panel, within), dtype=object).reshape(base.panel.T, base.panel.N)
    if (labels != labels[0]).any():
        raise ModelError(message("{within} differs within units; units are exchanged in fixed groups.", within=within))
    return np.asarray(pd.factorize(labels[0])[0])


def _drawn(common: tuple[Refit, How, np.ndarray | None], seed: Any) -> pd.Series | str:
    """Return the numbers under one random network, or why there are none."""
    base, how, groups = common
    rng, w = np.random.default_rng(seed), base.weights["weights"]
    made = rewired(w, rng) if how == "rewired" else relabelled(w, rng, groups)
    try:
        fit = base.under(made)
        numbers = numbers_of(fit)["estimate"]
    except (ModelError, GisplugError, np.linalg.LinAlgError) as problem:
        return problem.args[0] if problem.args and isinstance(problem.args[0], str) else type(problem).__name__
    more = pd.Series({LOGLIK: fit.loglik, LINKS: shared_links(w, made)})
    return pd.concat([numbers, more])


def _tests(draws: pd.DataFrame, observed: pd.Series) -> pd.DataFrame:
    rows = {}
    for key, value in observed.items():
        null = draws[key].to_numpy(dtype=float)
        rows[key] = {
            "observed": float(value),
            "mean": float(null.mean()),
            "sd": float(null.std(ddof=1)),
            "low": float(np.quantile(null, 0.025)),
            "high": float(np.quantile(null, 0.975)),
            "p": (1 + int((np.abs(null) >= abs(value)).sum())) / (1 + len(null)),
        }
    made = pd.DataFrame.from_dict(rows, orient="index")
    made.index = pd.MultiIndex.from_tuples(list(rows), names=["variable", "quantity"])
    return made


def _told(found: PlaceboWeights, lost: list[str]) -> Report:
    """Say what the draws are and mean."""
    shared = float(found.draws[LINKS].mean())
    text = message(
        "{how}: {n} networks (seed {seed}); on average {shared:.0%} of the links of {w} are in them, too.",
        how=HOW[found.how],
        n=len(found.draws),
        seed=found.seed,
        shared=shared,
        w=found.fit.w_name,
    )
    notes = [Note(INFO, "placebo-networks", text)]
    if lost:
        text = message("{n} random networks have no fit, the first because: {why}", n=len(lost), why=lost[0])
        notes.append(Note(WARNING, "placebo-lost", text))
    if shared > 0.5:
        text = message("The random networks share most links with {w}, and cannot differ much.", w=found.fit.w_name)
        notes.append(Note(WARNING, "placebo-alike", text))
    if found.fit.effects_form in ("none", "unit"):
        text = (
            "Without period effects a shock that all units share makes any network look like spillovers, and the "
            "placebos with it; take period effects before you read them."
        )
        notes.append(Note(WARNING, "placebo-common-shocks", text))
    return Report(tuple(notes))
