"""Tables of Markov chains: long ones for files, and those of a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gisplug.core.messages import joined, message

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from gisplug.report.tables.paper_table import PaperTable
    from gisplug.structure.mobility.homogeneity import Homogeneity
    from gisplug.structure.mobility.markov import MarkovChain

NAMES = {
    2: ("L", "H"),
    3: ("L", "M", "H"),
    4: ("L", "ML", "MH", "H"),
    5: ("L", "ML", "M", "MH", "H"),
}
MOBILITY = {
    "prais": "Prais",
    "determinant": "Determinant",
    "second": "Second eigenvalue",
    "bartholomew": "Bartholomew",
    "half_life": "Half-life",
}


def class_names(k: int) -> list[str]:
    """Return what k classes are called: letters from low (L) to high (H) up to five, numbers beyond."""
    return list(NAMES[k]) if k in NAMES else [str(c + 1) for c in range(k)]


def _parts(found: MarkovChain) -> list[tuple[str, np.ndarray]]:
    """Return the counts of all transitions, and of those beside each class of neighbours, by name."""
    beside = [] if found.by_lag is None else [(str(j + 1), counts) for j, counts in enumerate(found.by_lag)]
    return [("all", found.counts), *beside]


def transition_table(found: MarkovChain) -> pd.DataFrame:
    """Return one row a chain, class from and class to: transitions, p, se."""
    import pandas as pd

    from gisplug.structure.mobility.chains import probabilities, standard_errors

    rows = []
    for name, counts in _parts(found):
        p, se = probabilities(counts), standard_errors(counts)
        rows += [
            {"neighbours": name, "from": i + 1, "to": j + 1, "transitions": counts[i, j], "p": p[i, j], "se": se[i, j]}
            for i in range(found.k)
            for j in range(found.k)
        ]
    return pd.DataFrame(rows)


def mobility_table(found: MarkovChain) -> pd.DataFrame:
    """Return one row a chain: mobility indices, shares at the start and in the long run."""
    from gisplug.structure.mobility.chains import ergodic, probabilities

    table = found.mobility.reset_index(drop=True).copy()
    table.insert(0, "neighbours", [name for name, _ in _parts(found)])
    for k in range(found.k):
        table[f"long_run_{k + 1}"] = [ergodic(probabilities(counts))[k] for _, counts in _parts(found)]
    return table


def markov_papers(found: MarkovChain, names: list[str], step: int) -> list[PaperTable]:
    """Set out the chains, their tests, the long run and mobility."""
    tables = [_chains(found, names, step)]
    tests = {"Same over neighbours": found.over_space, "Same over time": found.over_time}
    if any(tests.values()):
        tables.append(_tests({name: test for name, test in tests.items() if test is not None}, found))
    return [*tables, _long_run(found, names), _passage(found, names)]


def _chains(found: MarkovChain, names: list[str], step: int) -> PaperTable:
    """Return the probabilities with their standard errors, one block a chain."""
    import pandas as pd

    from gisplug.report.tables.paper_table import plain_table
    from gisplug.structure.mobility.chains import probabilities, standard_errors

    rows: list[dict[str, object]] = []
    heads: dict[int, str] = {}
    for name, counts in _parts(found):
        whole = name == "all"
        level = message("All transitions") if whole else names[int(name) - 1]
        heads[len(rows)] = level if whole else message("Neighbours {level}", level=level)
        p, se = probabilities(counts), standard_errors(counts)
        for i in range(found.k):
            cells = {names[j]: f"{p[i, j]:.3f} ({se[i, j]:.3f})" if p[i, j] == p[i, j] else "–" for j in range(found.k)}
            rows.append({"Transitions": int(counts[i].sum()), **cells})
    frame = pd.DataFrame(rows, index=pd.Index([*names] * len(heads), name="From"))
    notes = [message("Probabilities, standard errors in parentheses; periods of a transition: {step}.", step=step)]
    if found.k in NAMES:
        notes.append("L low, ML medium-low, M medium, MH medium-high, H high.")
    notes.append(message("Borders between classes: {borders}.", borders=_listed(found.borders)))
    if found.lag_borders is not None:
        notes.append(message("Borders between classes of neighbours: {borders}.", borders=_listed(found.lag_borders)))
    return plain_table(
        message("Transitions between classes of {variable}", variable=found.variable), frame, notes, panels=heads
    )


def _listed(borders: np.ndarray) -> str:
    return joined(", ", [f"{b:.4g}" for b in borders])


def _tests(tests: dict[str, Homogeneity], found: MarkovChain) -> PaperTable:
    """Return the tests of homogeneity."""
    import pandas as pd

    from gisplug.report.tables.paper_table import plain_table

    rows = {
        name: {
            "LR": t.LR,
            "p (LR)": t.p_LR,
            "Q": t.Q,
            "p (Q)": t.p_Q,
            "Degrees of freedom": t.df,
            "p (LR, shuffles)": t.p_LR_sim,
            "p (Q, shuffles)": t.p_Q_sim,
        }
        for name, t in tests.items()
    }
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("Test")
    frame["Degrees of freedom"] = [t.df for t in tests.values()]
    notes = ["Likelihood ratio and Q that the chain is one (Bickenbach and Bode 2003)."]
    if found.over_time is not None:
        notes.append(message("Over time: transitions that end up to {split}, and later.", split=str(found.split)))
    return plain_table(message("Tests of homogeneity, {variable}", variable=found.variable), frame, notes)


def _long_run(found: MarkovChain, names: list[str]) -> PaperTable:
    """Return the shares of the classes in the long run, and mobility, one row a chain."""
    from gisplug.report.tables.paper_table import plain_table

    table = mobility_table(found)
    frame = table[[f"long_run_{k + 1}" for k in range(found.k)]].copy()
    frame.columns = names
    for column, head in MOBILITY.items():
        frame[head] = table[column].to_numpy()
    labels = [
        message("All transitions") if name == "all" else message("Neighbours {level}", level=names[int(name) - 1])
        for name in table["neighbours"]
    ]
    frame.index = frame.index.map(dict(enumerate(labels))).rename("Chain")
    note = (
        "Shares of the classes in the long run; empty where there is no single one. Mobility: 0 where nobody moves; "
        "half-life in steps."
    )
    return plain_table(message("Long run and mobility, {variable}", variable=found.variable), frame, (note,))


def _passage(found: MarkovChain, names: list[str]) -> PaperTable:
    import pandas as pd

    from gisplug.report.tables.paper_table import plain_table

    frame = pd.DataFrame(found.passage, index=pd.Index(names, name="From"), columns=names)
    note = "Mean steps until a class is first entered; on the diagonal until the return."
    return plain_table(message("Passage times, {variable}", variable=found.variable), frame, (note,), digits=1)
