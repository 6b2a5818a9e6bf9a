"""Parameters, reading and writing that the tools of autocorrelation share. Heavy imports stay inside the functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Optional

from gisplug.core.declare import Output, Param
from gisplug.tools.inputs import load_panel, load_units, load_weights

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.boundaries.units import Units
    from gisplug.panel.frame import Panel
    from gisplug.weights.weights import Weights

_NAMES = {"I": "Moran's I", "C": "Geary's C", "G": "Getis-Ord G"}


def variable_param(name: str = "variable", label: str = "Variable", help: str = "Column that is measured.") -> Param:
    """A column of the panel."""
    return Param(name, "field", label, help, parent="panel")


def permutation_params(permutations: int = 999) -> tuple[Param, ...]:
    """Number of permutations and the seed."""
    return (
        Param(
            "permutations",
            "integer",
            "Permutations",
            "How many times the values are shuffled over the units.",
            default=permutations,
            minimum=0,
            maximum=999999,
        ),
        Param(
            "seed",
            "integer",
            "Seed",
            "Start of the random numbers; the same seed gives the same p-values.",
            default=1,
            minimum=0,
            advanced=True,
        ),
    )


def sample_params(tail: bool = True, isolates: bool = True) -> tuple[Param, ...]:
    """Tail of the test, empty cells, isolates."""
    found = []
    if tail:
        found.append(
            Param(
                "alternative",
                "choice",
                "Alternative",
                "Positive autocorrelation (the one-sided test that papers print), negative autocorrelation, or either.",
                default="greater",
                choices=("greater", "less", "two-sided"),
                choice_labels=("Positive autocorrelation", "Negative autocorrelation", "Either (two-sided)"),
                advanced=True,
            )
        )
    found.append(
        Param(
            "missing",
            "choice",
            "Empty cells",
            "Refuse a variable with empty cells, or leave units without a value out of their period.",
            default="refuse",
            choices=("refuse", "drop"),
            choice_labels=("Refuse", "Leave out"),
            advanced=True,
        )
    )
    if isolates:
        found.append(
            Param(
                "isolates",
                "choice",
                "Isolates",
                "Whether units without neighbours count in the number of units and in the mean, or are left out.",
                default="keep",
                choices=("keep", "drop"),
                choice_labels=("Count", "Leave out"),
                advanced=True,
            )
        )
    return tuple(found)


def optional_units_params() -> tuple[Param, ...]:
    """Boundaries that a layer or labels need."""
    return (
        Param(
            "units",
            "polygons",
            "Boundaries",
            "Polygon layer with one feature per unit, or the name of a set of the shelf such as "
            "demo-china-provinces. It is needed for the layer and the map.",
            optional=True,
        ),
        Param(
            "id",
            "field",
            "Id field",
            "Field of the boundaries with the id of each unit, as in the panel.",
            parent="units",
            optional=True,
        ),
        Param(
            "name",
            "field",
            "Name field",
            "Field with the name that maps and labels show. The ids are shown where it is left empty.",
            parent="units",
            optional=True,
        ),
    )


def global_outputs(name: str) -> tuple[Output, ...]:
    """Table, paper table and figure of a global statistic."""
    return (
        Output(
            "table",
            "table",
            f"{name} by period",
            "Plain table with the statistic, its expectation, variances, z and p, one row a period.",
        ),
        Output(
            "paper",
            "paper",
            "Table of the paper",
            "Table with statistic, z and p of each period, stars and notes on the test.",
        ),
        Output(
            "figure",
            "figure",
            "Picture over time",
            "The statistic over time with the band in which the test does not reject.",
        ),
    )


def load(params: Mapping[str, Any], progress: Any, with_units: bool = False) -> tuple[Panel, Weights]:
    """Read panel and weights and tell what was found."""
    units: Optional[Units] = None
    if with_units and params.get("units"):
        from gisplug.core.errors import ParameterError

        if not params.get("id"):
            raise ParameterError("'id' (Id field) is needed with boundaries: the field that identifies each unit.")
        units = load_units(params)
        tell(progress, units.report)
    panel = load_panel(params, units, unbalanced=params.get("missing") == "drop")
    w = load_weights(params)
    tell(progress, panel.report)
    tell(progress, w.report)
    return panel, w


def tell(progress: Any, report: Any) -> None:
    """Say what a report says."""
    for note in report.notes:
        (progress.warn if note.level == "warning" else progress.info)(note.text)


def write_global(
    params: Mapping[str, Any], table: pd.DataFrame, letter: str, title: str, weights: str
) -> dict[str, Any]:
    """Write the wanted outputs of a global statistic."""
    made: dict[str, Any] = {}
    if params["table"]:
        from gisplug.core.tables import write_table

        made["table"] = str(write_table(table, params["table"]))
    if params["paper"]:
        from gisplug.report.tables.files import write_paper

        made["paper"] = str(
            write_paper(global_paper(table, letter, title, weights, params["permutations"]), params["paper"])
        )
    if params["figure"]:
        from gisplug.report.charts.autocorrelation import moran_series
        from gisplug.report.figures import figure, save_figure

        fig, ax = figure(15, 8.5)
        moran_series(ax, table, title)
        made["figure"] = str(save_figure(fig, params["figure"]))
    return made


def global_paper(table: pd.DataFrame, letter: str, title: str, weights: str, permutations: int) -> Any:
    """Return the table of a global statistic as a paper prints it."""
    from gisplug.report.tables.paper_table import plain_table, stars

    shown = table.set_index("period")
    p = shown["p_rand"]
    frame = shown[[letter, f"E{letter}"]].copy()
    frame[letter] = [f"{v:.4f}{stars(q)}" for v, q in shown[[letter, "p_rand"]].to_numpy()]
    frame["Variance"] = shown[f"V{letter}_rand"]
    frame["z"], frame["p"] = shown["z_rand"], p
    if permutations:
        frame["p (permutation)"] = shown["p_sim"]
    frame.index.name = "Period"
    frame = frame.rename(columns={letter: _NAMES[letter], f"E{letter}": f"E({letter})"})
    notes = [
        f"Variance, z and p under randomisation; tail: {table['tail'].iloc[0]}; weights: {weights}; units: "
        f"{int(table['n'].iloc[-1])}."
    ]
    if permutations:
        notes.append(f"{permutations} permutations.")
    notes.append("*** p < 0.01, ** p < 0.05, * p < 0.1.")
    return plain_table(title, frame, notes)


def at_param() -> Param:
    """Which period a picture shows."""
    return Param(
        "at", "text", "Period shown", "Period of the picture; the last one where it is left empty.", optional=True
    )


def maps_param() -> Param:
    """Which periods maps show."""
    return Param(
        "maps",
        "text",
        "Periods on the maps",
        "Periods that are mapped, joined by commas. First, middle ones and last, at most four, where it is left empty.",
        optional=True,
    )


def one_period(periods: Any, wanted: Optional[str]) -> Any:
    """Return the period of this name, or the last one."""
    if not wanted:
        return list(periods)[-1]
    found = [p for p in periods if str(p) == str(wanted).strip()]
    if not found:
        from gisplug.core.errors import PanelError
        from gisplug.core.evidence import some

        raise PanelError(
            f"The panel has no period {str(wanted).strip()!r}; it has {some([str(p) for p in periods], 30)}."
        )
    return found[0]


def chosen_periods(periods: Any, wanted: Optional[str]) -> list[Any]:
    """Return the periods of a list such as "2010, 2023"; else at most four spread over all of them."""
    known = list(periods)
    if wanted:
        return [one_period(known, w) for w in str(wanted).replace(";", ",").split(",") if w.strip()]
    count = min(4, len(known))
    return [known[round(k * (len(known) - 1) / max(count - 1, 1))] for k in range(count)]


def write_layer_or_table(frame: Any, path: str, layer: str, style: Optional[str], field: str, title: str) -> str:
    """Write a styled layer; without boundaries there is none, which is said."""
    if not hasattr(frame, "geometry"):
        from gisplug.core.errors import ParameterError

        raise ParameterError("A layer needs 'units' (Boundaries) and 'id' (Id field); give them, or ask for the table.")
    from gisplug.boundaries.write import write_layer

    return str(write_layer(frame, path, layer, style=style, field=field, title=title) or path)


def cluster_maps(layer: Any, wanted: Optional[str], path: str, title: str) -> str:
    """Draw the clusters of several periods side by side."""
    if not hasattr(layer, "geometry"):
        from gisplug.core.errors import ParameterError

        raise ParameterError("A map needs 'units' (Boundaries) and 'id' (Id field); give them, or ask for the table.")
    from gisplug.report.figures import save_figure
    from gisplug.report.maps.choropleth import small_maps, value_map
    from gisplug.report.maps.look import Look

    periods = chosen_periods(layer["period"].unique(), wanted)
    first = layer[layer["period"] == periods[0]].reset_index(drop=True)
    wide = first[["unit", "name", "geometry"]].copy()
    for period in periods:
        wide[str(period)] = layer.loc[layer["period"] == period, "cluster"].to_numpy()
    if len(periods) == 1:
        fig = value_map(
            wide, str(periods[0]), "classes", Look(title=f"{title}, {periods[0]}"), style_name="lisa_clusters"
        )
    else:
        fig = small_maps(
            wide, {str(p): str(p) for p in periods}, "classes", Look(title=title), style_name="lisa_clusters"
        )
    return str(save_figure(fig, path))


def write_scatter(
    params: Mapping[str, Any], points: pd.DataFrame, slopes: Any, variable: str, other: Optional[str]
) -> dict[str, Any]:
    """Write points and picture of a Moran scatter."""
    made: dict[str, Any] = {}
    period = one_period(slopes.index, params["at"])
    here = points[points["period"] == period].dropna(subset=["z", "lag"])
    if params["table"]:
        from gisplug.core.tables import write_table

        made["table"] = str(write_table(points, params["table"]))
    if params["paper"]:
        from gisplug.report.tables.files import write_paper
        from gisplug.report.tables.paper_table import plain_table

        units = here.groupby("quadrant")["name"].agg(lambda names: ", ".join(map(str, names)))
        frame = (
            units.to_frame("Units")
            .assign(Number=here.groupby("quadrant").size())[["Number", "Units"]]
            .rename_axis("Quadrant")
        )
        note = (
            f"Standardised {variable} against the spatial lag of {other or variable}; I = "
            f"{float(slopes.loc[period]):.4f}."
        )
        made["paper"] = str(
            write_paper(plain_table(f"Quadrants of the Moran scatter plot, {period}", frame, (note,)), params["paper"])
        )
    if params["figure"]:
        from gisplug.report.charts.autocorrelation import moran_scatter_plot
        from gisplug.report.figures import figure, save_figure

        fig, ax = figure(14, 11)
        moran_scatter_plot(ax, here, float(slopes.loc[period]), variable, other, str(period), params["labels"])
        made["figure"] = str(save_figure(fig, params["figure"]))
    return made
