"""Tables of spatial correlation networks: long ones for files, and those of a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gisplug.core.messages import joined, message

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from gisplug.panel.frame import Panel
    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.structure.networks.blocks import BlockModel
    from gisplug.structure.networks.network import SpatialNetwork
    from gisplug.structure.networks.qap import Qap
    from gisplug.tools.structure.network_inputs import NetworkInputs

WHOLE = {
    "links": "Links",
    "density": "Density",
    "connectedness": "Connectedness",
    "hierarchy": "Hierarchy",
    "efficiency": "Efficiency",
    "reciprocity": "Reciprocity",
    "mean_distance": "Mean distance",
}
CENTRALITIES = {
    "out_degree": "Links sent",
    "in_degree": "Links received",
    "degree": "Degree",
    "closeness": "Closeness",
    "betweenness": "Betweenness",
}
MANY = 60  # units above which the table of centralities shows the first of them by degree


def block_rows(blocks: dict[Any, BlockModel], panel: Panel) -> pd.DataFrame:
    """Return one row a period and unit: its block and what that one sends, receives, and is called."""
    import pandas as pd

    parts = []
    for period, made in blocks.items():
        frame = pd.DataFrame({"period": period, "unit": list(panel.ids), "name": list(panel.names)})
        own = made.table.set_index("block").loc[made.block].reset_index()
        parts.append(pd.concat([frame, own.rename(columns={"units": "block_units"})], axis=1))
    return pd.concat(parts, ignore_index=True)


def qap_rows(qaps: dict[Any, Qap]) -> pd.DataFrame:
    """Return one row a period and matrix: correlation and regression side by side."""
    import pandas as pd

    parts = []
    for period, qap in qaps.items():
        one = qap.correlations.add_prefix("correlation_")
        both = qap.regression.join(one).reset_index()
        both.insert(0, "period", period)
        parts.append(both.assign(r2=qap.r2, r2_adjusted=qap.r2_adjusted, pairs=qap.pairs))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"period": [], "matrix": []})


def network_papers(
    found: SpatialNetwork, blocks: dict[Any, BlockModel], qaps: dict[Any, Qap], asked: NetworkInputs
) -> list[PaperTable]:
    """Set out the whole network, centralities, blocks and QAP."""
    tables = [_whole(found)]
    for period, made in blocks.items():
        tables += [
            _centralities(found, period),
            _blocks(found, made, period, asked.balance),
            _density(found, made, period),
        ]
    if qaps:
        tables += [_correlations(found, qaps, asked.permutations), _regressions(found, qaps, asked.permutations)]
    return tables


def _what(found: SpatialNetwork) -> str:
    return ", ".join(found.masses)


def _whole(found: SpatialNetwork) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    frame = found.table.set_index("period").rename(columns=WHOLE).rename_axis("Period")
    frame["Links"] = frame["Links"].astype(int)
    notes = [
        "Links go from the unit of a row to those that it attracts more than is usual. Connectedness: pairs joined by "
        "links of any direction; hierarchy: of the joined pairs those of which only one reaches the other; efficiency: "
        "one less the share of links that could be spared (Krackhardt 1994)."
    ]
    return plain_table(message("Network of {masses} by period", masses=_what(found)), frame, notes)


def _centralities(found: SpatialNetwork, period: Any) -> PaperTable:
    from gisplug.report.tables.paper_table import plain_table

    own = found.centralities[found.centralities["period"] == period].set_index("name")
    frame = own[list(CENTRALITIES)].rename(columns=CENTRALITIES).rename_axis("Unit")
    for name in ("Links sent", "Links received"):
        frame[name] = frame[name].astype(int)
    notes = [
        "Degree: share of the other units linked in either direction. Closeness: of the network without directions. "
        "Betweenness: share of the shortest paths between others that lead through the unit."
    ]
    if len(frame) > MANY:
        notes.append(message("The {most} units with the highest degree of {n}.", most=MANY, n=len(frame)))
        frame = frame.nlargest(MANY, "Degree")
    return plain_table(message("Centralities, {masses}, {period}", masses=_what(found), period=period), frame, notes)


def _blocks(found: SpatialNetwork, made: BlockModel, period: Any, balance: float) -> PaperTable:
    import numpy as np

    from gisplug.report.tables.paper_table import plain_table
    from gisplug.structure.networks.blocks import ROLES

    heads = {
        "units": "Units",
        "inside": "Links inside",
        "sent": "Links sent",
        "received": "Links received",
        "expected": "Expected inside",
        "actual": "Actual inside",
    }
    frame = made.table.set_index("block").rename(columns=heads)[list(heads.values())].rename_axis("Block")
    frame["Role"] = [message(ROLES[role]) for role in made.table["role"]]
    names = np.array(found.panel.names, dtype=object)
    frame["Members"] = [_members(names[made.block == b]) for b in made.table["block"]]
    note = message(
        "Blocks by CONCOR. Expected inside: (g - 1) / (N - 1) of a block of g units. Net beneficiary: receives at "
        "least {balance:g} times what it sends; net spill-out: the other way round; of the others, bidirectional where "
        "at least the expected share stays inside, broker where less does.",
        balance=balance,
    )
    title = message("Blocks and their roles, {masses}, {period}", masses=_what(found), period=period)
    return plain_table(title, frame, (note,), digits=3)


def _members(names: np.ndarray) -> str:
    shown = joined(", ", names[:MANY])
    return shown if len(names) <= MANY else message("{shown} and {n} more", shown=shown, n=len(names) - MANY)


def _density(found: SpatialNetwork, made: BlockModel, period: Any) -> PaperTable:
    import pandas as pd

    from gisplug.report.tables.paper_table import plain_table

    names = [message("Block {number}", number=b) for b in made.table["block"]]
    index = pd.Index(names, name="From")
    frame = pd.DataFrame(made.density, index=index, columns=[str(b) for b in made.table["block"]])
    for b, column in zip(made.table["block"], made.image.T):
        frame[message("Image {number}", number=b)] = column
    whole = float(found.linked(period).nnz) / (found.panel.N * (found.panel.N - 1))
    note = message(
        "Density of the links between blocks; image: 1 where it is above that of the whole network ({whole:.4f}).",
        whole=whole,
    )
    title = message("Density and image of the blocks, {masses}, {period}", masses=_what(found), period=period)
    return plain_table(title, frame, (note,))


def _correlations(found: SpatialNetwork, qaps: dict[Any, Qap], permutations: int) -> PaperTable:
    import pandas as pd

    from gisplug.report.tables.paper_table import STAR_NOTE, plain_table, stars

    heads = {
        "mean": "Mean",
        "sd": "Standard deviation",
        "least": "Least",
        "most": "Most",
        "p_large": "p (at least)",
        "p_small": "p (at most)",
    }
    parts, panels, at = [], {}, 0
    for period, qap in qaps.items():
        frame = qap.correlations
        said = [f"{r:.4f}{stars(p)}" for r, p in zip(frame["r"], frame["p"])]
        shown = frame[list(heads)].rename(columns=heads)
        shown.insert(0, "Correlation", said)
        parts.append(shown)
        panels[at] = str(period)
        at += len(shown)
    note = message("Mean to most: of {n} shuffles of the units. Stars by p of absolute values. ", n=permutations)
    return plain_table(
        message("QAP correlations, {masses}", masses=_what(found)),
        pd.concat(parts).rename_axis("Variable"),
        (note + STAR_NOTE,),
        panels=panels,
    )


def _regressions(found: SpatialNetwork, qaps: dict[Any, Qap], permutations: int) -> PaperTable:
    import pandas as pd

    from gisplug.report.tables.paper_table import STAR_NOTE, plain_table, stars

    parts, panels, at = [], {}, 0
    for period, qap in qaps.items():
        frame = qap.regression
        shown = frame[["standardised", "t", "p_large", "p_small"]].copy()
        shown.columns = ["Standardised", "t", "p (at least)", "p (at most)"]
        shown.insert(0, "Coefficient", [f"{b:.4f}{stars(p)}" for b, p in zip(frame["estimate"], frame["p"])])
        parts.append(shown)
        panels[at] = message(
            "{period}: R² {r2:.4f}, adjusted {adjusted:.4f}, {pairs} pairs",
            period=period,
            r2=qap.r2,
            adjusted=qap.r2_adjusted,
            pairs=qap.pairs,
        )
        at += len(shown)
    note = message(
        "Linear probability of a link. p by {n} shuffles of what is left of each matrix net of the others (double "
        "semi-partialling, Dekker et al. 2007). Stars by p of absolute t. ",
        n=permutations,
    )
    return plain_table(
        message("QAP regression, {masses}", masses=_what(found)),
        pd.concat(parts).rename_axis("Variable"),
        (note + STAR_NOTE,),
        panels=panels,
    )
