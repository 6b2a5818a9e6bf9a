"""What a verification finds: the file, what is wrong with it, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gisplug.core.messages import message

if TYPE_CHECKING:
    import pandas as pd

CHANGED, MISSING, EXTRA = message("changed"), message("missing"), message("not in the manifest")
INPUT_CHANGED, INPUT_MISSING = message("input changed"), message("input missing")
STUDY_CHANGED = message("study file changed")
DIFFERS, NOT_MADE, NEW = message("differs"), message("not made again"), message("made in addition")


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was.

    Attributes
    ----------
    file : str
        Its name in the result, or that of an input as seen from the study.
    what : str
        One of the words above.
    place : str
        A cell ("row 3, column beta"), a line or a byte; empty where the whole file is meant.
    before, now : str
        What stood there and what stands there now.
    difference : float or None
        now - before, of numbers.
    """

    file: str
    what: str
    place: str = ""
    before: str = ""
    now: str = ""
    difference: float | None = None


@dataclass(frozen=True)
class Verification:
    """What `verify_results` found.

    Attributes
    ----------
    findings : tuple of Finding
        Empty where everything is as it was.
    files : int
        Files of the result that the manifest names.
    seal : str
        SHA-256 of the manifest: who knows it knows that the manifest is the one that was made with the result.
    remarks : tuple of str
        What could not be looked at, and with what the result was computed again.
    """

    findings: tuple[Finding, ...]
    files: int
    seal: str
    remarks: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def frame(self) -> pd.DataFrame:
        """The findings as a table.

        Returns
        -------
        DataFrame
            One row a finding; columns file, what, place, before, now and difference, NaN but for numbers.
        """
        import pandas as pd

        rows = [(f.file, f.what, f.place, f.before, f.now, f.difference) for f in self.findings]
        made = pd.DataFrame(rows, columns=["file", "what", "place", "before", "now", "difference"])
        return made.astype({"difference": "float64"})

    def lines(self) -> list[str]:
        """Return what is to be read: a line a finding, and one for the whole."""
        return [*self.remarks, *map(_line, self.findings), _sum(self.findings, self.files), self._sealed()]

    def _sealed(self) -> str:
        return message("Seal (SHA-256 of the manifest): {seal}", seal=self.seal)

    def __str__(self) -> str:
        return "\n".join(self.lines())


def _line(found: Finding) -> str:
    if not found.place:
        return message("{file}: {what}", file=found.file, what=found.what)
    if found.difference is None:
        return message(
            "{file}: {what}, {place}: {before} before, {now} now",
            file=found.file,
            what=found.what,
            place=found.place,
            before=found.before,
            now=found.now,
        )
    return message(
        "{file}: {what}, {place}: {before} before, {now} now ({difference:+.3g})",
        file=found.file,
        what=found.what,
        place=found.place,
        before=found.before,
        now=found.now,
        difference=found.difference,
    )


def _sum(findings: Sequence[Finding], files: int) -> str:
    if not findings:
        return message("All {n} files are as they were made, byte by byte.", n=files)
    others = len({(f.file, str(f.what)) for f in findings})
    return message("{n} things are not as they were ({files} files looked at).", n=others, files=files)
