"""Every estimator. One that is not here fails the suite.

`ESTIMATORS` are called with a panel and a formula and return a fit, a family of fits or a finding. `FURTHER` are read
from fits, or describe a variable.
"""

from __future__ import annotations

from tests.laws import local_cases, policy_cases, regression_cases, shocks_cases, spatial_cases
from tests.laws.estimator import Estimator

ESTIMATORS: list[Estimator] = [
    *spatial_cases.MODELS,
    *regression_cases.CASES,
    *policy_cases.CASES,
    *shocks_cases.CASES,
    *local_cases.CASES,
    *spatial_cases.CONVERGENCE,
]
FURTHER: list[Estimator] = [*shocks_cases.FURTHER, *spatial_cases.FURTHER]
EVERY: list[Estimator] = [*ESTIMATORS, *FURTHER]
