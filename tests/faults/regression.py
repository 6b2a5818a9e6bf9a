"""Faults of panel regressions."""

from __future__ import annotations

from tests.faults.plant import Fault

NONLINEAR = "gisplug/regression/nonlinear.py"
FIXED = "gisplug/regression/fixed_effects.py"
COVARIANCE = "gisplug/numbers/covariance.py"
SAMPLE = "gisplug/panel/sample.py"

TURN = ("tests/regression/test_turning_point.py",)
FIT = ("tests/regression/test_inference_of_fits.py", "tests/regression/test_fixed_effects.py")

FAULTS = (
    Fault(
        "turning point: its error doubled in one term",
        NONLINEAR,
        "b[0] / (2 * b[1] ** 2)])",
        "b[0] / b[1] ** 2])",
        TURN,
    ),
    Fault(
        "turning point: the sign", NONLINEAR, "    turn = -b[0] / (2 * b[1])\n", "    turn = b[0] / (2 * b[1])\n", TURN
    ),
    Fault(
        "turning point: Fieller without covariance",
        NONLINEAR,
        "a1 = 4 * (b[0] * b[1] - t**2 * V[0, 1])",
        "a1 = 4 * b[0] * b[1]",
        TURN,
    ),
    Fault(
        "turning point: the better end of the U test",
        NONLINEAR,
        'float(frame["p"].max()), shape',
        'float(frame["p"].min()), shape',
        TURN,
    ),
    Fault("turning point: U outside the data", NONLINEAR, ' if inside else "monotone"', "", TURN),
    Fault(
        "moderation: the error at the mean",
        NONLINEAR,
        "rows = np.column_stack([np.ones(len(grid)), grid - middle])",
        "rows = np.column_stack([np.ones(len(grid)), grid])",
        TURN,
    ),
    Fault(
        "Driscoll-Kraay: degrees of freedom of rows",
        COVARIANCE,
        "clusters.clock) @ bread * scale, float(few - 1)",
        "clusters.clock) @ bread * scale, float(free)",
        FIT,
    ),
    Fault(
        "Driscoll-Kraay: lags ignored",
        COVARIANCE,
        "bartlett(sums, clusters.lags, clusters.clock)",
        "bartlett(sums, None, clusters.clock)",
        FIT,
    ),
    Fault(
        "clusters: the column is not the one named",
        SAMPLE,
        "tuple(codes_of(sample.labels(name.strip())) for name in names)",
        "tuple(sample.unit for name in names)",
        FIT,
    ),
    Fault(
        "clusters: the second grouping ignored",
        SAMPLE,
        'names = errors.removeprefix("cluster:").split("+")',
        'names = errors.removeprefix("cluster:").split("+")[:1]',
        FIT,
    ),
    Fault("warnings of a fit dropped", FIXED, "report=sample.report + warn_few(clusters)", "report=sample.report", FIT),
    Fault(
        "notes of the sample dropped",
        FIXED,
        "report=sample.report + warn_few(clusters)",
        "report=warn_few(clusters)",
        FIT,
    ),
    Fault(
        "warnings of fits not under the table",
        "gisplug/tools/regression_results.py",
        "for note in fit.report.warnings))",
        "for note in fit.report.warnings[:0]))",
        FIT,
    ),
    Fault("R2 within is that of all", FIXED, "r2_within=1 - sse / within_sst", "r2_within=1 - sse / sst", FIT),
    Fault(
        "R2 adjusted without effects", FIXED, "(sample.n - 1) / free,", "(sample.n - 1) / (sample.n - X.shape[1]),", FIT
    ),
    Fault(
        "trends ignored",
        SAMPLE,
        "found += [Absorbed(codes_of(sample.labels(name)), clock) for name in trends]",
        "found += []",
        FIT,
    ),
)
