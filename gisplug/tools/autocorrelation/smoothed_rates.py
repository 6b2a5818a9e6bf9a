"""Tool: rates smoothed by empirical Bayes and over neighbours, and their autocorrelation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Optional

from gisplug.core.declare import Output, Results, Tool, output, param
from gisplug.core.messages import message
from gisplug.core.progress import Progress
from gisplug.tools.autocorrelation.options import BoundariesInputs, alternative_param, at_param
from gisplug.tools.inputs import choice_param, field_param, open_optional_units, seed_param
from gisplug.tools.periods import one_period
from gisplug.tools.results import (
    FilePath,
    need_boundaries,
    paper_output,
    save_figure,
    save_layer,
    save_paper,
    save_table,
    that_can_be_made,
)
from gisplug.tools.weights_inputs import AlignedInputs, open_aligned

if TYPE_CHECKING:
    import pandas as pd

    from gisplug.report.tables.paper_table import PaperTable

SHOWN = {
    "raw": "Raw rate",
    "eb": "Empirical Bayes",
    "spatial": "With neighbours",
    "spatial_eb": "Spatial empirical Bayes",
}


class Asked(AlignedInputs, BoundariesInputs):
    """What the tool is asked."""

    events: str = field_param("Events", "Column with the number of events, none negative, such as cases or patents.")
    population: str = field_param("Population", "Column with the number of people at risk, all above 0.")
    per: float = param("number", "Rate per", "Rates are events among so many people.", 1.0, minimum=1e-9, maximum=1e12)
    family: Literal["poisson", "binomial"] = choice_param(
        "Events vary as",
        "How events vary about a rate in the empirical Bayes rate: Poisson, or binomial where they are no small part "
        "of the people.",
        {"poisson": "Poisson", "binomial": "Binomial"},
        "poisson",
        advanced=True,
    )
    permutations: int = param(
        "integer",
        "Permutations",
        "How many times rates are shuffled over the units for Moran's I.",
        999,
        minimum=1,
        maximum=999999,
    )
    alternative: Literal["greater", "less", "two-sided"] = alternative_param()
    at: Optional[str] = at_param()
    seed: int = seed_param()
    table: FilePath = output("table", "Rates", "Raw and smoothed rates of every unit and period.", main=True)
    moran: FilePath = output("table", "Moran's I of rates", "Of raw and of standardised rates, one row a period.")
    layer: FilePath = output(
        "layer",
        "Rates on the map",
        "All units in all periods with their rates. It needs boundaries.",
        style="sequential",
        needs="units",
    )
    paper: FilePath = paper_output("Raw and smoothed rates by period, and Moran's I of them.")
    figure: FilePath = output(
        "figure", "Maps", "Raw and smoothed rates side by side in one period. It needs boundaries.", needs="units"
    )


def run(asked: Asked, progress: Progress) -> Results:
    from gisplug.autocorrelation.rates import rates_moran, smoothed_rates

    asked = that_can_be_made(asked, progress)
    panel, w = open_aligned(asked, progress, open_optional_units(asked, progress))
    rates = smoothed_rates(panel, asked.events, asked.population, w, per=asked.per, family=asked.family)
    moran = rates_moran(
        panel, asked.events, asked.population, w, asked.permutations, asked.seed, asked.alternative, progress
    )
    save_table(rates, asked.table)
    save_table(moran, asked.moran)
    what = message(
        "{events} per {per:,g} {population}", events=asked.events, per=asked.per, population=asked.population
    )
    save_layer(rates, asked.layer, layer="rates", style="sequential", field="eb", title=what)
    if asked.paper:
        save_paper(_papers(rates, moran, asked, what, w.name), asked.paper)
    period = one_period(panel.periods, asked.at)
    if asked.figure:
        from gisplug.report.maps.choropleth import small_maps
        from gisplug.report.maps.look import Look

        need_boundaries(hasattr(rates, "geometry"), "A map")
        own = rates[rates["period"] == period].reset_index(drop=True)
        look = Look(title=message("{what}, {period}", what=what, period=period))
        fields = {label: name for name, label in SHOWN.items()}
        save_figure(small_maps(own, fields, "sequential", look), asked.figure)
    last = moran.iloc[-1]
    return {
        **asked.written(),
        "i": float(last["I"]),
        "p": float(last["p_sim"]),
        "i_raw": float(last["I_raw"]),
        "weight": float(rates[rates["period"] == panel.periods[-1]]["weight"].mean()),
    }


def _papers(rates: pd.DataFrame, moran: pd.DataFrame, asked: Asked, what: str, weights: str) -> list[PaperTable]:
    import pandas as pd

    from gisplug.report.tables.paper_table import STAR_NOTE, plain_table, stars

    groups = rates.groupby("period")
    frame = pd.DataFrame({"Rate of all": groups["value"].sum() / groups["population"].sum() * asked.per})
    for name, label in SHOWN.items():
        spread = groups[name].agg(["min", "max"])
        frame[label] = [f"{low:.4g} – {high:.4g}" for low, high in spread.to_numpy()]
    frame["Mean weight"] = groups["weight"].mean()
    frame = frame.rename_axis("Period")
    notes = (
        "Least and largest rate of the units. Empirical Bayes draws the rates of units with few people towards the "
        "rate of all (Marshall 1991), the spatial one towards that of the unit and its neighbours. Mean weight: share "
        "of the raw rate in the empirical Bayes rate.",
    )
    shown = pd.DataFrame(index=pd.Index(moran["period"], name="Period"))
    shown["I (raw)"], shown["p (raw)"] = moran["I_raw"].to_numpy(), moran["p_raw"].to_numpy()
    shown["I"] = [f"{i:.4f}{stars(p)}" for i, p in zip(moran["I"], moran["p_sim"])]
    shown["z"], shown["p"] = moran["z_sim"].to_numpy(), moran["p_sim"].to_numpy()
    note = message(
        "I: of rates that empirical Bayes standardises, so that the unequal variance of rates makes no clusters "
        "(Assuncao and Reis 1999). {permutations} permutations; weights: {weights}. ",
        permutations=asked.permutations,
        weights=weights,
    )
    return [
        plain_table(message("Rates: {what}", what=what), frame, notes),
        plain_table(message("Moran's I of rates: {what}", what=what), shown, (note + STAR_NOTE,)),
    ]


TOOL = Tool(
    id="smoothed_rates",
    title="Smoothed rates",
    group="autocorrelation",
    help="Smooths rates of few events among few people in each period: empirical Bayes, over neighbours, and both; and "
    "measures their autocorrelation by Moran's I of standardised rates.",
    inputs=Asked,
    values=(
        Output("i", "number", "Moran's I, last period", "Of standardised rates in the last period."),
        Output("p", "number", "p-value, last period", "Its p-value by permutation."),
        Output("i_raw", "number", "Moran's I of raw rates, last period", "Of raw rates in the last period."),
        Output(
            "weight", "number", "Mean weight, last period", "Mean share of the raw rate in the empirical Bayes rate."
        ),
    ),
    run=run,
    tags=("empirical Bayes", "rate", "smoothing", "经验贝叶斯", "平滑率"),
    example="gisplug smoothed-rates --panel demo-panel --unit adcode --period year --events emp_digital --population "
    "emp_all --per 1000 --weights w.csv --units demo-china-provinces --id adcode --name name_en --table rates.csv "
    "--paper rates.html --figure rates.png",
)
