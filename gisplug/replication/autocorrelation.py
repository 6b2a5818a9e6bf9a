"""Moran's I by period as a script."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gisplug.core.messages import message
from gisplug.numbers.fits.repeat import Call
from gisplug.replication.script import Columns, Line, Remark, Script, expected_of, quoted, weights_stem

ONE_SIDED = {"greater": "greater", "less": "less", "two-sided": "two.sided"}


def of_moran(name: str, call: Call, table: pd.DataFrame) -> Script:
    """Return the script of `moran_by_period`, called with `call`, which gave `table`, one row a period.

    Its numbers are I with the root of its variance under randomisation; permutations are random and are left out.
    """
    from gisplug.autocorrelation.global_statistics import of_units

    panel, variable = call.panel, str(call.options["variable"])
    w = of_units(call.options["w"], panel)
    values = panel.array(variable)
    T, N = values.shape
    columns = Columns(
        np.tile(np.array(panel.ids, dtype=object), T), np.repeat(np.array(panel.periods, dtype=object), N)
    )
    x = columns.add(variable, values.ravel())
    whole = bool(np.isfinite(values).all()) and call.options.get("isolates", "keep") == "keep"
    stem = weights_stem(w)
    no = (
        "" if whole else message("units without a value or without neighbours leave their periods: W changes by period")
    )
    terms = [message("I in {period}", period=str(period)) for period in table["period"]]
    return Script(
        name,
        message("Moran's I of {variable} by period", variable=variable),
        "moran_by_period",
        columns.frame,
        columns.labels,
        expected_of(map(str, terms), table["I"].to_numpy(), np.sqrt(table["VI_rand"].to_numpy())),
        {stem: w},
        r=_r(name, x, stem, N, ONE_SIDED[call.options.get("alternative", "greater")]) if whole else (),
        stata=_stata(name, x, stem) if whole else (),
        no_r=no,
        no_stata=no,
    )


def _r(name: str, x: str, stem: str, N: int, tail: str) -> list[Line]:
    return [
        f"d <- read_data({quoted(name)})",
        f"N <- {N}",
        f"W <- read_weights({quoted(stem)}, N)",
        Remark(message("The variance is that under randomisation; permutations are random and are not repeated here.")),
        f"found <- sapply(split(d${x}, d$period_code), function(v) moran(v, W))",
        f'report({quoted(name)}, found["I", ], found["sd_random", ])',
        "",
        'beside("spdep", function() {',
        "  lw <- as_listw(W, 1)",
        f"  sapply(split(d${x}, d$period_code), function(v) {{",
        f'    f <- spdep::moran.test(v, lw, alternative = "{tail}", zero.policy = TRUE, adjust.n = FALSE)',
        "    c(f$estimate, p = f$p.value)",
        "  })",
        "})",
    ]


def _stata(name: str, x: str, stem: str) -> list[Line]:
    return [
        Remark(message("spatgsa is of sg162 by Pisati: net install sg162, from(http://www.stata.com/stb/stb60)")),
        f'spatwmat using "data/{stem}.dta", name(W)',
        f'use "data/{name}.dta", clear',
        "levelsof period_code, local(periods)",
        "foreach t of local periods {",
        "  preserve",
        "  keep if period_code == `t'",
        f"  spatgsa {x}, weights(W) moran",
        "  restore",
        "}",
    ]
