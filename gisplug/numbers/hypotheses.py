"""A specification test as a value: statistic, degrees of freedom, p, the null in words, and what follows from it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gisplug.core.messages import message

if TYPE_CHECKING:
    import pandas as pd

LEVEL = 0.05


@dataclass(frozen=True)
class SpecTest:
    """One specification test.

    Attributes
    ----------
    code : str
        Short name in tables ("LM-lag").
    null : str
        The null hypothesis as a sentence.
    statistic, df, p : float or None
        None where the test cannot be run; `note` then says why. `df` is None for normal and mixed distributions.
    if_rejected, if_kept : str
        What each answer means for the model.
    form : str
        Effects form and correction of the regression the test stands on ("unit, transformed").
    distribution : str
        "chi2", "normal" or "chi-bar" (a mixture, for one-sided joint tests).
    """

    code: str
    null: str
    statistic: float | None
    df: float | None
    p: float | None
    if_rejected: str = ""
    if_kept: str = ""
    form: str = ""
    distribution: str = "chi2"
    note: str = ""
    level: float = LEVEL

    @property
    def ran(self) -> bool:
        """Whether the test could be run."""
        return self.statistic is not None and self.p is not None

    @property
    def rejected(self) -> bool:
        """Whether the null is rejected at `level`; False where the test could not be run."""
        return self.p is not None and self.p < self.level

    @property
    def decision(self) -> str:
        """What follows for the model, or why the test could not be run."""
        if not self.ran:
            return message("not run: {why}", why=self.note or message("no reason given"))
        return self.if_rejected if self.rejected else self.if_kept

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        return {
            "code": self.code,
            "form": self.form,
            "null": self.null,
            "statistic": self.statistic,
            "df": self.df,
            "p": self.p,
            "distribution": self.distribution,
            "rejected": self.rejected if self.ran else None,
            "decision": self.decision,
            "note": self.note,
        }

    @property
    def told(self) -> str:
        """Code, form, statistic, p and decision in a line, a message."""
        if not self.ran:
            return message("{code} [{form}]: {decision}", code=self.code, form=self.form, decision=self.decision)
        df = "" if self.df is None else f"({self.df:g})"
        return message(
            "{code} [{form}] {distribution}{df} = {statistic:.4f}, p = {p:.4f}: {decision}",
            code=self.code,
            form=self.form,
            distribution=message(self.distribution),
            df=df,
            statistic=self.statistic,
            p=self.p,
            decision=self.decision,
        )

    def __str__(self) -> str:
        return str.__str__(self.told)


def chi2_test(code: str, null: str, statistic: float, df: float, **more: Any) -> SpecTest:
    """Make a test whose statistic is chi-squared under the null."""
    from gisplug.numbers.distributions import chi2

    return SpecTest(code, null, float(statistic), float(df), float(chi2.sf(max(float(statistic), 0.0), df)), **more)


def normal_test(code: str, null: str, statistic: float, one_sided: bool = True, **more: Any) -> SpecTest:
    """Make a test whose statistic is standard normal under the null; one-sided means greater."""
    from gisplug.numbers.distributions import norm

    z = float(statistic)
    p = float(norm.sf(z)) if one_sided else float(2.0 * norm.sf(abs(z)))
    return SpecTest(code, null, z, None, p, distribution="normal", **more)


def not_run(code: str, null: str, why: str, **more: Any) -> SpecTest:
    """Make a test that says why it could not be run."""
    return SpecTest(code, null, None, None, None, note=why, **more)


def tests_frame(tests: Iterable[SpecTest]) -> pd.DataFrame:
    """Return tests as a labelled frame: form, null, statistic, df, p, decision; index = code."""
    import pandas as pd

    rows = [
        {
            "test": t.code,
            "form": t.form,
            "null": t.null,
            "statistic": t.statistic,
            "df": t.df,
            "p": t.p,
            "decision": t.decision,
        }
        for t in tests
    ]
    columns = ["test", "form", "null", "statistic", "df", "p", "decision"]
    frame = pd.DataFrame(rows, columns=columns).set_index("test")
    return frame.astype({"statistic": float, "df": float, "p": float}) if len(frame) else frame


def finite(value: float) -> float | None:
    """Return the number, or None where it is not finite."""
    return float(value) if math.isfinite(value) else None
