"""A fitted spatial model as the page needs it to spread a change: W, coefficients and their covariance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gisplug.core.errors import ModelError
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Part, Progress
from gisplug.report.explorer.packed import packed, packed_matrix
from gisplug.report.words.say import say
from gisplug.spatial.effects.by_unit import KINDS, term_covariance, unit_effects

if TYPE_CHECKING:
    from gisplug.spatial.result import SpatialResult

MOST_LINKS = 600_000  # about nine megabytes of page


def packed_model(fit: SpatialResult, variables: Sequence[str], progress: Progress = SILENT) -> dict[str, Any]:
    """Return a fit and its effects by unit for the page.

    Parameters
    ----------
    variables
        Regressors whose changes can be followed.

    Returns
    -------
    dict
        ``rho``, ``w`` (row by row), ``wx`` ("w" where it is the same, None without W x) and for each variable beta,
        theta, the covariance of beta, theta and rho (9, row by row), and own, received and sent effects with errors.

    Raises
    ------
    ModelError
        If the weights have more links than a page can carry, or the model has none.
    """
    graphs = [g for g in (fit.w, fit.w_x) if g is not None]
    if not graphs:
        raise ModelError("This model has no spatial lag of the outcome or of a regressor, so nothing spreads.")
    links = max(g.matrix.nnz for g in graphs)
    if links > MOST_LINKS:
        raise ModelError(
            message(
                "The weights have {links:,} links; a page carries at most {most_links:,}. Take sparser "
                "weights (contiguity, nearest neighbours, a shorter distance), or the table and layer of "
                "'Spread of one unit's shock'.",
                links=links,
                most_links=MOST_LINKS,
            )
        )
    same = fit.w_x is not None and fit.w is fit.w_x
    made = []
    for k, name in enumerate(variables):
        place = fit.regressors.index(name)
        table = unit_effects(fit, name, progress=Part(progress, k / len(variables), (k + 1) / len(variables)))
        made.append(
            {
                "name": name,
                "label": say(name),
                "beta": float(fit.beta.iloc[place]),
                "theta": float(fit.theta.iloc[place]),
                "cov": term_covariance(fit, name).ravel().tolist(),
                **{
                    kind: {"value": packed(table[kind], "f64"), "se": packed(table[f"{kind}_se"], "f64")}
                    for kind in KINDS
                },
            }
        )
    return {
        "name": fit.model.upper(),
        "outcome": fit.outcome,
        "outcome_label": say(fit.outcome),
        "rho": float(fit.rho),
        "w": None if fit.w is None else packed_matrix(fit.w.matrix),
        "wx": "w" if same else None if fit.w_x is None else packed_matrix(fit.w_x.matrix),
        "variables": made,
    }
