"""What a spatial correlation network is asked, and the reading behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import ABOVE_ZERO, GIVEN, NOT_GIVEN, param
from gisplug.core.progress import Progress
from gisplug.tools.inputs import (
    OptionalUnitsInputs,
    choice_param,
    field_param,
    fields_param,
    open_optional_units,
    optional_units_param,
    seed_param,
)
from gisplug.tools.panel_inputs import PanelInputs, load_panel
from gisplug.tools.results import tell
from gisplug.tools.weights_inputs import ExtraUnitsInputs, aligned, weights_file

if TYPE_CHECKING:
    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights

QAP_ASKED = ({"differences": GIVEN}, {"contiguity": GIVEN}, {"near": (True,)})


class NetworkInputs(PanelInputs, ExtraUnitsInputs, OptionalUnitsInputs):
    """Masses, distances, links, and what they are held against."""

    masses: list[str] = fields_param(
        "Masses",
        "Columns above 0 whose product is the mass of a unit, such as population and output.",
    )
    share: Optional[str] = field_param(
        "Share",
        "Column above 0 of which the unit's share among both units of a pair multiplies the attraction, so that links "
        "have a direction: usually output, or the variable under study.",
        optional=True,
    )
    gap: Optional[str] = field_param(
        "Economic gap",
        "Column whose difference between two units divides their distance, usually output per head. Distances alone "
        "where it is left empty.",
        optional=True,
    )
    power: float = param(
        "number",
        "Power of the mass",
        "Power that is taken of the product of the masses, usually a third.",
        0.333333333333333333,
        minimum=0.01,
        maximum=10,
        advanced=True,
    )
    exponent: float = param(
        "number",
        "Exponent of the distance",
        "Power of the distance that divides the attraction.",
        2.0,
        minimum=0.01,
        maximum=10,
        advanced=True,
    )
    units: Optional[str] = optional_units_param("Their centroids say where units are; the map shows them.")
    longitude: Optional[str] = field_param(
        "Longitude field",
        "Column of the panel with the longitude of the unit in degrees, instead of boundaries.",
        optional=True,
        applies_when=({"units": NOT_GIVEN},),
    )
    latitude: Optional[str] = field_param(
        "Latitude field",
        "Column of the panel with its latitude in degrees.",
        optional=True,
        applies_when=({"longitude": GIVEN},),
    )
    distances: Optional[str] = param(
        "weights",
        "Distances",
        "File with the distance of every pair, in any format of weights, such as kilometres by rail. Great circles "
        "between centroids where it is left empty.",
        optional=True,
        advanced=True,
    )
    cut: Literal["row", "all", "value"] = choice_param(
        "Links",
        "Which pairs are linked: those whose attraction is above the mean of the row of the unit, above the mean of "
        "all pairs, or above a value.",
        {"row": "Above the mean of the row", "all": "Above the mean of all pairs", "value": "Above a value"},
        "row",
    )
    border: float = param(
        "number",
        "Least attraction",
        "Attraction above which a pair is linked.",
        0.0,
        minimum=0,
        advanced=True,
        applies_when=({"cut": ("value",)},),
    )
    splits: int = param(
        "integer",
        "Rounds of division",
        "How often CONCOR divides the units: two rounds make up to four blocks.",
        2,
        minimum=1,
        maximum=6,
    )
    balance: float = param(
        "number",
        "Balance of roles",
        "How many times the links that it sends a block receives to be a net beneficiary, and sends of those that it "
        "receives to be a net spill-out. Others are bidirectional where links stay inside, brokers where they do not.",
        2.0,
        minimum=1,
        maximum=100,
        advanced=True,
    )
    differences: Optional[list[str]] = fields_param(
        "Differences",
        "Columns whose absolute differences between units the links are held against by QAP.",
        optional=True,
    )
    contiguity: Optional[str] = param(
        "weights",
        "Contiguity",
        "Weights file whose links are a matrix of ones that the network is held against by QAP.",
        optional=True,
    )
    near: bool = param(
        "flag", "Distance in QAP", "Whether the distance is one of the matrices of QAP.", False, advanced=True
    )
    permutations: int = param(
        "integer",
        "Permutations",
        "How many times the units are shuffled for the p-values of QAP.",
        999,
        minimum=0,
        maximum=99999,
        applies_when=QAP_ASKED,
    )
    maps: Optional[str] = param(
        "text",
        "Periods shown",
        "Periods whose networks are mapped, divided into blocks and held against other matrices, joined by commas. "
        "First and last where it is left empty.",
        optional=True,
    )
    strongest: int = param(
        "integer",
        "Links drawn",
        "How many links of a period the map and the layer have, the strongest first; 0 for all.",
        500,
        minimum=0,
        advanced=True,
    )
    seed: int = seed_param(applies_when=tuple({**case, "permutations": ABOVE_ZERO} for case in QAP_ASKED))


def open_network(asked: NetworkInputs, progress: Progress) -> tuple[Panel, Optional[Weights], Optional[Weights]]:
    """Read the panel, the distances and the contiguity, for the same units, and tell what was found."""
    panel = load_panel(asked, open_optional_units(asked, progress))
    files = [path for path in (asked.distances, asked.contiguity) if path]
    given = [weights_file(path, "none", panel) for path in files]
    panel, made = aligned(panel, given, asked.match, asked.extra_units) if given else (panel, [])
    report = panel.report
    for w in made:
        report = report + w.report
    tell(progress, report)
    return panel, made[0] if asked.distances else None, made[-1] if asked.contiguity else None
