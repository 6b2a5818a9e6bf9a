"""The spatial correlation network of units by modified gravity, period by period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict, Unpack, get_args

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from gisplug.core.errors import PanelError, ParameterError
from gisplug.core.evidence import WARNING, Note, Report, some
from gisplug.core.messages import message
from gisplug.core.progress import SILENT, Progress
from gisplug.core.vocabulary import Period, known, one_of
from gisplug.indices.scaling import known_values
from gisplug.panel.frame import Panel
from gisplug.panel.places import places_of
from gisplug.structure.networks.blocks import BlockModel, block_model
from gisplug.structure.networks.gravity import Cut, attraction, great_circles, linked
from gisplug.structure.networks.measures import CENTRALITIES, measure
from gisplug.structure.networks.qap import Qap, matrix_qap
from gisplug.weights.weights import Weights

if TYPE_CHECKING:
    import geopandas as gpd

LEAST = 4  # units of a network
MOST_BLOCKED = 6  # rounds of division: 64 blocks


class NetworkOptions(TypedDict, total=False):
    """Further options of `spatial_network`.

    Attributes
    ----------
    share
        Column of which i's share among i and j is k_ij, so that links have a direction; None: k is one.
    gap
        Column whose difference divides the distance (output per head: the economic distance); None: distances alone.
    power, exponent
        Of the product of the masses (1/3), and of the distance (2).
    cut, border
        Pairs are linked whose attraction is above the mean of their row ("row"), of all pairs ("all"), or above
        `border` ("value").
    coordinates
        Columns of longitude and latitude in degrees; the centroids of the panel's boundaries where none are named.
    distances
        Distances between all pairs as weights, taken before normalisation, instead of great circles.
    """

    share: str | None
    gap: str | None
    power: float
    exponent: float
    cut: Cut
    border: float
    coordinates: Sequence[str]
    distances: Weights | None


@dataclass(frozen=True, eq=False)
class SpatialNetwork:
    """Networks of all periods.

    Attributes
    ----------
    table : DataFrame, one row a period
        period, and the measures of the whole network that `measures.measure` names.
    centralities : DataFrame, one row a period and unit
        period, unit, name, and the centralities that `measures.measure` names.
    links : tuple of csr_array (N, N)
        Links from rows to columns, one matrix a period.
    km : (N, N)
        Distances as they entered.
    """

    panel: Panel
    masses: tuple[str, ...]
    options: NetworkOptions
    table: pd.DataFrame
    centralities: pd.DataFrame
    links: tuple[csr_array, ...]
    km: np.ndarray
    report: Report

    def attraction(self, period: Period) -> np.ndarray:
        """Return how strongly units attract each other in a period, (N, N)."""
        return _attraction(self.panel, self.masses, self.km, self.options, self._place(period))

    def linked(self, period: Period) -> csr_array:
        """Return the links of a period, (N, N) of ones.

        Raises
        ------
        ParameterError
            If there is no such period.
        """
        return self.links[self._place(period)]

    def blocks(self, period: Period, splits: int = 2, balance: float = 2.0) -> BlockModel:
        """Divide the units of a period into up to 2^splits blocks by CONCOR, with the part that each plays.

        Parameters
        ----------
        balance
            How many times the links sent a net beneficiary receives, and the other way round of a net spill-out.

        Raises
        ------
        ParameterError
            If `splits` is not from 1 to 6, `balance` is below 1, or there is no such period.
        """
        if not 1 <= splits <= MOST_BLOCKED or not 1 <= balance < np.inf:
            raise ParameterError(
                message(
                    "'splits' is from 1 to {most} and 'balance' 1 or more; {n} and {balance:g} were given.",
                    most=MOST_BLOCKED,
                    n=splits,
                    balance=balance,
                )
            )
        return block_model(self.linked(period).toarray(), splits, balance)

    def lines(self, period: Period, most: int | None = None) -> gpd.GeoDataFrame:
        """Return the links of a period as lines in longitude and latitude, the strongest first, at most `most`.

        Columns period, from, to, from_name, to_name, attraction, km, both (1 where the other links back).
        """
        import geopandas as gpd
        import shapely

        a, strength = self.linked(period), self.attraction(period)
        i, j = (place.astype(int) for place in a.nonzero())
        order = np.argsort(-strength[i, j], kind="stable")[:most]
        i, j = i[order], j[order]
        points = places_of(self.panel, tuple(self.options.get("coordinates", ())))
        ids, names = (np.array(v, dtype=object) for v in (self.panel.ids, self.panel.names))
        table = {
            "period": period,
            "from": ids[i],
            "to": ids[j],
            "from_name": names[i],
            "to_name": names[j],
            "attraction": strength[i, j],
            "km": self.km[i, j],
            "both": a.toarray()[j, i].astype(int),
        }
        lines = shapely.linestrings(np.stack([points[i], points[j]], axis=1))
        return gpd.GeoDataFrame(table, geometry=lines, crs="EPSG:4326")

    def nodes(self, period: Period, blocks: BlockModel) -> gpd.GeoDataFrame:
        """Return the units of a period as points in longitude and latitude, one row a unit: unit, name, degree, block,
        role.
        """
        import geopandas as gpd

        own = self.centralities[self.centralities["period"] == period].reset_index(drop=True)
        roles = blocks.table.set_index("block")["role"]
        table = own[["unit", "name", "degree"]].assign(block=blocks.block, role=list(roles[blocks.block]))
        points = places_of(self.panel, tuple(self.options.get("coordinates", ())))
        return gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(*points.T), crs="EPSG:4326")

    def qap(
        self,
        period: Period,
        differences: Sequence[str] = (),
        matrices: Mapping[str, np.ndarray] | None = None,
        permutations: int = 999,
        seed: int | None = 1,
        progress: Progress = SILENT,
    ) -> Qap:
        """Correlate and regress the links of a period on differences of columns and on given matrices, by QAP.

        Parameters
        ----------
        differences
            Columns; |x_i - x_j| of the period is the matrix.
        matrices
            Name and (N, N) values, such as contiguity, in the panel's order of units.

        Raises
        ------
        PanelError
            If cells are empty.
        ParameterError
            If no matrix is asked for, one stands twice or is of another size, or there is no such period.
        ModelError
            If a matrix does not vary, or is a combination of others.
        """
        given = dict(matrices or {})
        names = [*differences, *given]
        n = self.panel.N
        odd = [name for name, m in given.items() if np.shape(m) != (n, n)]
        if not names or len(set(names)) < len(names) or odd:
            raise ParameterError(
                message(
                    "QAP takes one or more matrices of {n} units, each once; {names} was given.",
                    n=n,
                    names=", ".join(names) or message("none"),
                )
            )
        t = self._place(period)
        columns = known_values(self.panel, list(differences))[t] if differences else np.empty((n, 0))
        made = {name: np.abs(columns[:, k, None] - columns[None, :, k]) for k, name in enumerate(differences)}
        return matrix_qap(self.links[t].toarray(), {**made, **given}, permutations, seed, progress)

    def circular(self, names: Sequence[str]) -> list[str]:
        """Return which of these columns the network is made of, so that QAP on them tells of the formula."""
        inside = {*self.masses, self.options.get("share"), self.options.get("gap")}
        return [name for name in names if name in inside]

    def _place(self, period: Period) -> int:
        if period not in self.panel.periods:
            raise ParameterError(
                message(
                    "The panel has no period {name!r}; it has {known}.",
                    name=str(period),
                    known=some([str(p) for p in self.panel.periods], 30),
                )
            )
        return self.panel.periods.index(period)


def spatial_network(
    panel: Panel, masses: Sequence[str], *, progress: Progress = SILENT, **options: Unpack[NetworkOptions]
) -> SpatialNetwork:
    """Draw who attracts whom by modified gravity in each period, and measure the networks.

    R_ij = k_ij (m_i m_j)^power / (D_ij / |g_i - g_j|)^exponent, where m is the product of the masses and
    k_ij = s_i / (s_i + s_j). Pairs far above what is usual for their unit are links from i to j.

    Parameters
    ----------
    masses
        Columns above 0, such as population and output; their product is taken.
    options
        As in `NetworkOptions`.

    Raises
    ------
    PanelError
        If there are fewer than four units, cells are empty, a mass or share is not above 0, two units lie in one
        place, or nobody knows where units are.
    ParameterError
        If an option cannot be, or distances are not given for all pairs.
    JoinError
        If `distances` lack a unit.
    """
    known(options, NetworkOptions, "spatial_network")
    one_of("cut", options.get("cut", "row"), get_args(Cut))
    power, exponent = options.get("power", 1 / 3), options.get("exponent", 2.0)
    if not masses or len(set(masses)) < len(masses) or not (0 < power < np.inf and 0 < exponent < np.inf):
        raise ParameterError("Gravity takes one or more masses, each once, and a power and an exponent above 0.")
    if panel.N < LEAST:
        raise PanelError(message("A network needs {least} units or more; there are {n}.", least=LEAST, n=panel.N))
    _check(panel, masses, options)
    km = _distances(panel, options)
    links, whole, single = [], [], []
    for t, period in enumerate(panel.periods):
        progress.check()
        strength = _attraction(panel, masses, km, options, t)
        a = linked(strength, options.get("cut", "row"), options.get("border", 0.0))
        overall, own = measure(a, progress.check)
        links.append(a)
        whole.append({"period": period, **overall})
        frame = pd.DataFrame({"period": period, "unit": list(panel.ids), "name": list(panel.names), **own})
        single.append(frame[["period", "unit", "name", *CENTRALITIES]])
        progress.update((t + 1) / panel.T, message("period {period}", period=period))
    centralities = pd.concat(single, ignore_index=True)
    return SpatialNetwork(
        panel,
        tuple(masses),
        options,
        pd.DataFrame(whole),
        centralities,
        tuple(links),
        km,
        Report(_notes(panel, options, links)),
    )


def _attraction(panel: Panel, masses: Sequence[str], km: np.ndarray, options: NetworkOptions, t: int) -> np.ndarray:
    mass = np.prod(panel.arrays(list(masses))[t], axis=-1) ** options.get("power", 1 / 3)
    share = panel.array(name)[t] if (name := options.get("share")) else None
    gap = panel.array(name)[t] if (name := options.get("gap")) else None
    return attraction(km, mass, share, gap, options.get("exponent", 2.0))


def _check(panel: Panel, masses: Sequence[str], options: NetworkOptions) -> None:
    """Refuse masses and shares that are not above 0, and empty cells."""
    share, gap = options.get("share"), options.get("gap")
    above = [*masses, *([share] if share else [])]
    values = known_values(panel, above)
    for k, name in enumerate(above):
        low = [f"{panel.ids[n]} ({panel.periods[t]})" for t, n in np.argwhere(values[..., k] <= 0)]
        if low:
            raise PanelError(
                message("{name} is not above 0 in {places}; masses and shares are.", name=name, places=some(low))
            )
    if gap:
        flat = [
            str(p) for p, row in zip(panel.periods, known_values(panel, [gap])[..., 0], strict=True) if np.ptp(row) == 0
        ]
        if flat:
            raise PanelError(
                message(
                    "{gap} is the same everywhere in {periods}, so no unit attracts another; leave the gap out.",
                    gap=gap,
                    periods=some(flat),
                )
            )


def _distances(panel: Panel, options: NetworkOptions) -> np.ndarray:
    """Return the distances (N, N) that enter."""
    given = options.get("distances")
    if given is None:
        km = great_circles(places_of(panel, tuple(options.get("coordinates", ()))))
    else:
        km = given.align(panel.ids, drop="any").raw.toarray()
    here = ~np.eye(panel.N, dtype=bool)
    bad = np.argwhere(here & ~((km > 0) & np.isfinite(km)))
    if len(bad):
        pairs = [f"{panel.names[i]} - {panel.names[j]}" for i, j in bad]
        if given is None:
            raise PanelError(
                message("{pairs} lie in one place; a distance of 0 attracts without end.", pairs=some(pairs))
            )
        raise ParameterError(
            message(
                "The distances {name} are empty or not above 0 for {n} pairs: {pairs}. Give those of every pair.",
                name=given.name,
                n=len(bad),
                pairs=some(pairs),
            )
        )
    return km


def _notes(panel: Panel, options: NetworkOptions, links: Sequence[csr_array]) -> tuple[Note, ...]:
    notes = []
    empty = [str(p) for p, a in zip(panel.periods, links, strict=True) if a.nnz == 0]
    if empty:
        text = message("No pair is linked in {periods}; lower the least attraction (border).", periods=some(empty))
        notes.append(Note(WARNING, "no-links", text, tuple(empty)))
    gap = options.get("gap")
    if gap:
        ties = 0
        for row in panel.array(gap):
            counts = np.unique(row, return_counts=True)[1]
            ties += int((counts * (counts - 1) // 2).sum())
        if ties:
            text = message(
                "{n} pairs have the same {gap}, so the formula makes them strangers however near they are.",
                n=ties,
                gap=gap,
            )
            notes.append(Note(WARNING, "no-gap", text))
    return tuple(notes)
