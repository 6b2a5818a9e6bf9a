"""Which raster belongs to which period: a folder, a pattern, a list, one file, or a name of the shelf."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gisplug.core.errors import RasterError
from gisplug.core.evidence import some
from gisplug.core.formats import endings, format_of
from gisplug.core.shelves import LightProduct, light_products
from gisplug.core.vocabulary import Period

ALONE = re.compile(r"(?<!\d)((?:19[5-9]|20[0-4])\d)(?!\d)")
DMSP = re.compile(r"F(\d\d)((?:19[5-9]|20[0-4])\d)(?!\d)")
WITHIN = re.compile(r"(?=((?:19[5-9]|20[0-4])\d))")
GROUP = r"(?P<period>[0-9]{4}(?:[-_.]?[0-9]{2}){0,2}|[0-9]+)"

Source = str | Path | Sequence[str | Path] | Mapping[Period, str | Path]


@dataclass(frozen=True)
class Picture:
    """One period's light: one raster, or several side by side (tiles)."""

    period: Period
    paths: tuple[Path, ...]
    satellite: str = ""


def pictures(source: Source, periods: Iterable[Period] | None = None) -> list[Picture]:
    """Find the rasters of each period, sorted by period.

    Parameters
    ----------
    source
        A folder, a pattern with {period} and optionally {tile} ("ntl_{period}.tif"), one file, a list of files, a
        mapping {period: file}, or a product that stands on the shelf ("demo-lights").
    periods
        Which ones; all by default.

    Raises
    ------
    RasterError
        If nothing is found, a wanted period is missing, or a name does not tell its period.
    """
    if isinstance(source, Mapping):
        found = [(_canon(str(period)), Path(path), "") for period, path in source.items()]
    elif isinstance(source, (str, Path)):
        found = _from_text(str(source))
    else:
        found = [_dated(Path(path)) for path in source]
    lost = [str(path) for _, path, _ in found if not path.exists()]
    if lost:
        raise RasterError(f"{len(lost)} rasters are not there: {some(lost)}.")
    by_period: dict[Period, list[tuple[Path, str]]] = {}
    for period, path, satellite in found:
        by_period.setdefault(period, []).append((path, satellite))
    made = [
        Picture(
            period,
            tuple(sorted(p for p, _ in by_period[period])),
            "+".join(sorted({s for _, s in by_period[period] if s})),
        )
        for period in sorted(by_period, key=lambda p: (str(type(p)), p))
    ]
    return made if periods is None else _wanted(made, periods, source)


def _wanted(made: list[Picture], periods: Iterable[Period], source: object) -> list[Picture]:
    wanted = [_canon(str(p)) for p in periods]
    known = {picture.period: picture for picture in made}
    lost = [str(p) for p in wanted if p not in known]
    if lost:
        raise RasterError(f"No raster of {source} belongs to {some(lost)}. There are: {', '.join(map(str, known))}.")
    return [known[p] for p in sorted(set(wanted), key=str)]


def _from_text(source: str) -> list[tuple[Period, Path, str]]:
    products = light_products()
    if source in products:
        source = str(_shelved(products[source]))
    if ";" in source and not Path(source).exists():
        return [_dated(Path(part.strip())) for part in source.split(";") if part.strip()]
    if "{" in source:
        return _matching(source)
    path = Path(source)
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if format_of("raster", p, "read") and not p.name.startswith("."))
        if not files:
            raise RasterError(f"{path} holds no raster ({', '.join(endings('raster', 'read'))}).")
        return [_dated(p) for p in files]
    if not path.exists():
        raise RasterError(
            f"{source} is no file, no folder, no pattern with {{period}} and no product of the shelf with rasters "
            f"({', '.join(k for k, p in products.items() if p.path)})."
        )
    return [_dated(path, alone=True)]


def _shelved(product: LightProduct) -> Path:
    if product.path is None:
        raise RasterError(
            f"The rasters of {product.key} are not on the shelf; get them from {product.url or product.doi} and "
            "name their folder."
        )
    return product.path


def _matching(pattern: str) -> list[tuple[Period, Path, str]]:
    """Files that fit a pattern with {period}; other words in braces stand for anything."""
    folder, name = Path(pattern).parent, Path(pattern).name
    if "{period}" not in name or "{" in str(folder):
        raise RasterError(f"{pattern}: {{period}} stands once, in the name of the file and not in that of a folder.")
    known = re.split(r"(\{[a-z]+\}|\*)", name)
    seen, text = False, ""
    for part in known:
        if part == "{period}":
            text += "(?P=period)" if seen else GROUP
            seen = True
        else:
            text += ".*?" if part == "*" or (part.startswith("{") and part.endswith("}")) else re.escape(part)
    if not folder.is_dir():
        raise RasterError(f"The folder of {pattern} does not exist.")
    found = []
    for path in sorted(folder.iterdir()):
        hit = re.fullmatch(text, path.name)
        if hit:
            satellite = DMSP.search(path.name)
            found.append((_canon(hit["period"]), path, f"F{satellite[1]}" if satellite else ""))
    if not found:
        raise RasterError(f"No file of {folder} fits {name}.")
    return found


def _dated(path: Path, alone: bool = False) -> tuple[Period, Path, str]:
    """Read the year from the name of a file; a single file without one is period 0."""
    satellite = DMSP.search(path.name)
    if satellite:
        return int(satellite[2]), path, f"F{satellite[1]}"
    years = {int(y) for y in ALONE.findall(path.stem)} or {int(y) for y in WITHIN.findall(path.stem)}
    if len(years) == 1:
        return years.pop(), path, ""
    if alone and not years:
        return 0, path, ""
    what = f"several years ({', '.join(map(str, sorted(years)))})" if years else "no year"
    raise RasterError(
        f"The name of {path.name} holds {what}; say where it stands with a pattern such as ntl_{{period}}.tif."
    )


def _canon(period: str) -> Period:
    text = period.strip()
    if text.isdigit() and len(text) <= 4:
        return int(text)
    return re.sub(r"[_.]", "-", text) if re.fullmatch(r"\d{4}[-_.]\d\d", text) else text
