"""Critical values of the Cragg-Donald F of Stock & Yogo (2005): tables 5.1 (bias), 5.2 (size of 2SLS), 5.4 (of LIML).

Values are by number of endogenous variables, then of excluded instruments from the first that is tabulated, as ivreg2
prints them.
"""

from __future__ import annotations

import pandas as pd

Table = dict[int, tuple[float, ...]]  # endogenous variables to values by instruments

# Largest size of a nominal 5 % Wald test of 2SLS, from as many instruments as endogenous variables on.
SIZE_2SLS: dict[int, Table] = {
    10: {
        1: (16.38, 19.93, 22.30, 24.58, 26.87, 29.18, 31.50, 33.84, 36.19, 38.54, 40.90, 43.27, 45.64, 48.01, 50.39),
        2: (7.03, 13.43, 16.87, 19.45, 21.68, 23.72, 25.64, 27.51, 29.32, 31.11, 32.88, 34.62, 36.36, 38.08),
    },
    15: {
        1: (8.96, 11.59, 12.83, 13.96, 15.09, 16.23, 17.38, 18.54, 19.71, 20.88, 22.06, 23.24, 24.42, 25.61, 26.80),
        2: (4.58, 8.18, 9.93, 11.22, 12.33, 13.34, 14.31, 15.24, 16.16, 17.06, 17.95, 18.84, 19.72, 20.60),
    },
    20: {
        1: (6.66, 8.75, 9.54, 10.26, 10.98, 11.72, 12.48, 13.24, 14.01, 14.78, 15.56, 16.35, 17.14, 17.93, 18.72),
        2: (3.95, 6.40, 7.54, 8.38, 9.10, 9.77, 10.41, 11.03, 11.65, 12.25, 12.86, 13.45, 14.05, 14.65),
    },
    25: {
        1: (5.53, 7.25, 7.80, 8.31, 8.84, 9.38, 9.93, 10.50, 11.07, 11.65, 12.23, 12.82, 13.41, 14.00, 14.60),
        2: (3.63, 5.45, 6.28, 6.89, 7.42, 7.91, 8.39, 8.85, 9.31, 9.77, 10.22, 10.68, 11.13, 11.58),
    },
}
# The same of LIML.
SIZE_LIML: dict[int, Table] = {
    10: {
        1: (16.38, 8.68, 6.46, 5.44, 4.84, 4.45, 4.18, 3.97, 3.81, 3.68, 3.58, 3.50, 3.42, 3.36, 3.31),
        2: (7.03, 5.44, 4.72, 4.32, 4.06, 3.90, 3.78, 3.70, 3.64, 3.60, 3.58, 3.56, 3.55, 3.54),
    },
    15: {
        1: (8.96, 5.33, 4.36, 3.87, 3.56, 3.34, 3.18, 3.04, 2.93, 2.84, 2.76, 2.69, 2.63, 2.57, 2.52),
        2: (4.58, 3.81, 3.39, 3.13, 2.95, 2.83, 2.73, 2.66, 2.60, 2.55, 2.52, 2.48, 2.46, 2.44),
    },
    20: {
        1: (6.66, 4.42, 3.69, 3.30, 3.05, 2.87, 2.73, 2.63, 2.54, 2.46, 2.40, 2.34, 2.29, 2.25, 2.21),
        2: (3.95, 3.32, 2.99, 2.78, 2.63, 2.52, 2.43, 2.36, 2.30, 2.25, 2.21, 2.17, 2.14, 2.11),
    },
    25: {
        1: (5.53, 3.92, 3.32, 2.98, 2.77, 2.61, 2.49, 2.39, 2.32, 2.25, 2.19, 2.14, 2.10, 2.06, 2.03),
        2: (3.63, 3.09, 2.79, 2.60, 2.46, 2.35, 2.27, 2.20, 2.14, 2.09, 2.05, 2.02, 1.99, 1.96),
    },
}
# Largest bias of 2SLS relative to OLS, from two instruments more than endogenous variables on.
BIAS_2SLS: dict[int, Table] = {
    5: {
        1: (13.91, 16.85, 18.37, 19.28, 19.86, 20.25, 20.53, 20.74, 20.90, 21.01, 21.10, 21.18, 21.23),
        2: (11.04, 13.97, 15.72, 16.88, 17.70, 18.30, 18.76, 19.12, 19.40, 19.64, 19.83, 19.98),
        3: (9.53, 12.20, 13.95, 15.18, 16.10, 16.80, 17.35, 17.80, 18.17, 18.47, 18.73),
    },
    10: {
        1: (9.08, 10.27, 10.83, 11.12, 11.29, 11.39, 11.46, 11.49, 11.51, 11.52, 11.52, 11.52, 11.51),
        2: (7.56, 8.78, 9.48, 9.92, 10.22, 10.43, 10.58, 10.69, 10.78, 10.84, 10.89, 10.93),
        3: (6.61, 7.77, 8.50, 9.01, 9.37, 9.64, 9.85, 10.01, 10.14, 10.25, 10.33),
    },
    20: {
        1: (6.46, 6.71, 6.77, 6.76, 6.73, 6.69, 6.65, 6.61, 6.56, 6.53, 6.49, 6.45, 6.42),
        2: (5.57, 5.91, 6.08, 6.16, 6.20, 6.22, 6.23, 6.23, 6.22, 6.21, 6.20, 6.19),
        3: (4.99, 5.35, 5.56, 5.69, 5.78, 5.83, 5.87, 5.90, 5.92, 5.93, 5.94),
    },
    30: {
        1: (5.39, 5.34, 5.25, 5.15, 5.07, 4.99, 4.92, 4.86, 4.80, 4.75, 4.71, 4.67, 4.63),
        2: (4.73, 4.79, 4.78, 4.76, 4.73, 4.69, 4.66, 4.62, 4.59, 4.56, 4.53, 4.50),
        3: (4.30, 4.40, 4.44, 4.46, 4.46, 4.45, 4.44, 4.42, 4.41, 4.39, 4.37),
    },
}


def stock_yogo(estimator: str, endogenous: int, instruments: int) -> pd.DataFrame:
    """Return the critical values of an estimator, index criterion ("size 10 %", "bias 5 %"): critical value.

    LIML has its own sizes, and no table of bias; 2SLS and two-step GMM share theirs. Empty where nothing is tabulated.
    """
    liml = estimator == "liml"
    rows = _at("size", SIZE_LIML if liml else SIZE_2SLS, endogenous, instruments - endogenous)
    if not liml:
        rows |= _at("bias", BIAS_2SLS, endogenous, instruments - endogenous - 2)
    return pd.DataFrame({"critical value": rows}, dtype=float).rename_axis("criterion")


def _at(kind: str, levels: dict[int, Table], endogenous: int, place: int) -> dict[str, float]:
    found = {level: table.get(endogenous, ()) for level, table in levels.items()}
    return {f"{kind} {level} %": values[place] for level, values in found.items() if 0 <= place < len(values)}
