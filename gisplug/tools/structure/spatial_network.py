"""Tool: the spatial correlation network by modified gravity, its blocks, and QAP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import Output, Results, Tool, output
from gisplug.core.errors import ParameterError
from gisplug.core.messages import message
from gisplug.core.progress import Part, Progress
from gisplug.tools.coordinates import coordinates_named
from gisplug.tools.periods import named_periods
from gisplug.tools.results import FilePath, paper_output, save_figure, save_layer, save_paper, save_table, tell
from gisplug.tools.structure.network_inputs import NetworkInputs, open_network
from gisplug.tools.structure.network_papers import block_rows, network_papers, qap_rows

if TYPE_CHECKING:
    import geopandas as gpd

    from gisplug.panel.frame import Panel
    from gisplug.structure.networks.blocks import BlockModel
    from gisplug.structure.networks.network import SpatialNetwork
    from gisplug.structure.networks.qap import Qap
    from gisplug.weights.weights import Weights

DISTANCE, CONTIGUITY = "Distance", "Contiguity"


class Asked(NetworkInputs):
    """What the tool is asked."""

    table: FilePath = output("table", "Whole network", "Density, connectedness, hierarchy and efficiency by period.")
    centralities: FilePath = output("table", "Centralities", "Degree, closeness and betweenness by unit and period.")
    blocks: FilePath = output("table", "Blocks", "Block of each unit in the periods shown, with its role.")
    qap: FilePath = output("table", "QAP", "Correlations and regressions of the links in the periods shown.")
    layer: FilePath = output("layer", "Links", "Links of the periods shown as lines.", style="links")
    paper: FilePath = paper_output("Whole network, centralities, blocks with their roles and links, and QAP.")
    figure: FilePath = output("figure", "Map", "Links of the periods shown on the map, units by block.")
    trend: FilePath = output("figure", "Network over time", "Links, density and Krackhardt's measures by period.")


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.structure.networks.network import spatial_network

    coordinates = coordinates_named(asked)
    panel, distances, contiguity = open_network(asked, progress)
    shown = named_periods(panel.periods, asked.maps) or list(dict.fromkeys((panel.periods[0], panel.periods[-1])))
    found = spatial_network(
        panel,
        asked.masses,
        share=asked.share,
        gap=asked.gap,
        power=asked.power,
        exponent=asked.exponent,
        cut=asked.cut,
        border=asked.border,
        coordinates=coordinates,
        distances=distances,
        progress=Part(progress, 0.0, 0.6),
    )
    tell(progress, found.report)
    blocks = {period: found.blocks(period, asked.splits, asked.balance) for period in shown}
    qaps = _qaps(asked, found, shown, contiguity, progress)
    save_table(found.table, asked.table)
    save_table(found.centralities, asked.centralities)
    save_table(block_rows(blocks, panel), asked.blocks)
    save_table(qap_rows(qaps), asked.qap)
    if asked.paper:
        save_paper(network_papers(found, blocks, qaps, asked), asked.paper)
    _drawn(asked, found, blocks, panel)
    last = found.table.iloc[-1]
    return {
        **asked.written(),
        **{name: float(last[name]) for name in ("density", "connectedness", "hierarchy", "efficiency")},
    }


def _qaps(
    asked: Asked, found: SpatialNetwork, shown: list[Any], contiguity: Optional[Weights], progress: Progress
) -> dict[Any, Qap]:
    """Hold the network of each period shown against the matrices asked for, and say where that goes in a circle."""
    import numpy as np

    differences = asked.differences or []
    matrices = {CONTIGUITY: (contiguity.raw.toarray() > 0).astype(float)} if contiguity is not None else {}
    if asked.near:
        matrices[DISTANCE] = found.km
    if not differences and not matrices:
        if asked.qap:
            raise ParameterError(
                "QAP holds the network against 'differences', 'contiguity' or 'near'; give one of them."
            )
        return {}
    names = [*found.circular(differences), *matrices]
    if names:
        progress.warn(
            message(
                "{names} went into the gravity formula, or go with the distance that did: that QAP finds them tells of "
                "the formula, not of the economy.",
                names=", ".join(map(str, np.unique(names))),
            )
        )
    made = {}
    for k, period in enumerate(shown):
        part = Part(progress, 0.6 + 0.35 * k / len(shown), 0.6 + 0.35 * (k + 1) / len(shown))
        made[period] = found.qap(period, differences, matrices, asked.permutations, asked.seed, part)
    return made


def _drawn(asked: Asked, found: SpatialNetwork, blocks: dict[Any, BlockModel], panel: Panel) -> None:
    title = message("Network of {masses}", masses=", ".join(asked.masses))
    if asked.layer or asked.figure:
        most = asked.strongest or None
        lines = {period: found.lines(period, most) for period in blocks}
        if asked.layer:
            save_layer(_stacked(lines), asked.layer, style="links", field="attraction", title=title, layer="links")
        if asked.figure:
            from gisplug.report.maps.networks import network_maps

            ground = None if panel.units is None else panel.units.frame
            nodes = {period: found.nodes(period, blocks[period]) for period in blocks}
            totals = {period: int(found.linked(period).nnz) for period in blocks}
            save_figure(network_maps(lines, nodes, totals, title, ground), asked.figure)
    if asked.trend:
        from gisplug.report.charts.structure.networks import network_trend

        save_figure(network_trend(found.table, title), asked.trend)


def _stacked(lines: dict[Any, gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    import pandas as pd

    made: Any = pd.concat(lines.values(), ignore_index=True)
    return made


TOOL = Tool(
    id="spatial_network",
    title="Spatial correlation network",
    group="structure",
    help="Draws who attracts whom by modified gravity in each period, and measures the network: density and "
    "Krackhardt's measures, centralities of units, blocks by CONCOR with the part that each plays, and what goes with "
    "the links by QAP.",
    inputs=Asked,
    values=(
        Output("density", "number", "Density, last period", "Share of pairs that are linked in the last period."),
        Output("connectedness", "number", "Connectedness, last period", "Share of pairs joined by links of any way."),
        Output("hierarchy", "number", "Hierarchy, last period", "Share of joined pairs reached one way only."),
        Output(
            "efficiency", "number", "Efficiency, last period", "Less the share of links that could be done without."
        ),
    ),
    run=run,
    tags=("gravity", "network", "QAP", "CONCOR", "block model", "空间关联网络", "引力模型", "块模型"),
    example="gisplug spatial-network --panel demo-panel --unit adcode --period year --masses population,lights --share "
    "lights --gap gdp_pc --units demo-china-provinces --id adcode --name name_en --differences develop,wage "
    "--contiguity w.csv --table network.csv --paper network.html --figure network.png",
)
