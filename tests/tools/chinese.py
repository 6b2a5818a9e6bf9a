"""What stays Latin in Chinese: names, formulas and codes, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from gisplug.core.messages import Message, chinese, spoken
from gisplug.core.progress import Silent
from gisplug.core.shelves import boundary_sets, light_products
from gisplug.tools import all_tools

# Names of people and of what is called after them, programs and products; a capital makes none of the others right.
NAMES = frozenset(
    [
        "Aalen",
        "Chu",
        "Eurostat",
        "Mollweide",
        "Abadie",
        "Akaike",
        "Allan",
        "Anderson",
        "Anselin",
        "Arellano",
        "Athey",
        "Bacon",
        "Bailey",
        "Baltagi",
        "Bartlett",
        "Benjamini",
        "Blundell",
        "Bond",
        "Breitung",
        "Breusch",
        "Callaway",
        "Canay",
        "Chaisemartin",
        "Chudik",
        "Conley",
        "Cragg",
        "Dagum",
        "Davis",
        "Dickey",
        "Donald",
        "Driscoll",
        "Durbin",
        "Elhorst",
        "Engel",
        "Fan",
        "Fisher",
        "Fuller",
        "Gauss",
        "Geary",
        "Gini",
        "Goodman",
        "Greenhouse",
        "Hadri",
        "Hansen",
        "Haultfoeuille",
        "Hausman",
        "Yamagata",
        "Swamy",
        "Kapetanios",
        "Hill",
        "Hochberg",
        "Holm",
        "Jenks",
        "Jung",
        "Kao",
        "Kaiser",
        "Kleibergen",
        "Koenker",
        "Koh",
        "Kraay",
        "Lagrange",
        "Lee",
        "LeSage",
        "Levin",
        "Lin",
        "Lorenz",
        "Malmquist",
        "McCrary",
        "Moran",
        "Mundlak",
        "Newey",
        "Paap",
        "Pavitt",
        "Pearson",
        "Pedroni",
        "Pesaran",
        "Queen",
        "Rambachan",
        "Rook",
        "Roth",
        "Rubin",
        "Sanderson",
        "Sant",
        "Anna",
        "Sargan",
        "Satterthwaite",
        "Schwarz",
        "Shapley",
        "Shin",
        "Song",
        "Spearman",
        "Stock",
        "Sun",
        "Theil",
        "Tukey",
        "Wald",
        "Wang",
        "Bickenbach",
        "Maslov",
        "Pace",
        "Sneppen",
        "Stouffer",
        "Bode",
        "Prais",
        "Shorrocks",
        "Bartholomew",
        "Silverman",
        "Scott",
        "Sheather",
        "Jones",
        "Wolfson",
        "Webb",
        "Welch",
        "West",
        "Westerlund",
        "White",
        "Windmeijer",
        "Yogo",
        "Yu",
        "Zellner",
        "Excel",
        "QGIS",
        "Word",
        "CSV",
        "Stata",
        "Landsat",
        "Black",
        "Marble",
        "Dask",
        "GeoPackage",
        "ArcGIS",
        "CrimeStat",
        "GeoTIFF",
        "geodetector",
        "Dekker",
        "Mann",
        "Kendall",
        "Getis",
        "Ord",
        "Krackhardt",
        "Assuncao",
        "Reis",
        "Marshall",
        "Poisson",
        "Python",
        "Shapefile",
        "Markdown",
        "Silva",
        "Fotheringham",
        "Borusyak",
        "Jaravel",
        "Spiess",
        "Gardner",
        "Borgen",
        "Hotelling",
        "Dubin",
        "Kelejian",
        "Prucha",
        "Robinson",
        "Liu",
        "Wooldridge",
        "Nickell",
        "Bias",
        "Kiviet",
        "Tobler",
        "Albers",
        "Natural",
        "Earth",
        "Fieller",
        "Lind",
        "Mehlum",
        "Zhou",
        "Yamamoto",
        "Chow",
        "Sobel",
        "Garcia",
        "Castro",
        "Arino",
        "Jong",
        "de",
        "Pa",
        "Pt",
        "Ga",
        "Gt",
        "Gw",
        "Gnb",
    ]
)
# Signs of statistics, units of measure, what formulas are written with, and codes of options, tools and models.
SIGNS = frozenset(
    [
        "chi",
        "df",
        "rho",
        "sigma",
        "lambda",
        "tau",
        "beta",
        "theta",
        "km",
        "nodata",
        "ug",
        "sr",
        "cm",
        "log",
        "ln",
        "exp",
        "asinh",
        "min",
        "max",
        "sum",
        "mean",
        "lag",
        "lead",
        "diff",
        "inf",
        "nan",
        "vs",
        "et",
        "al",
        "se",
        "SE",
        "Mbar",
        "kNN",
        "knn",
        "Lcont",
        "http",
        "https",
        "www",
        "doi",
        "org",
        "rk",
        "delta",
        "eta",
        "logit",
        "lags",
        "sic",
        "calibrate",
        "mu",
        "lam",
        "phi",
        "const",
        "placebo",
        "deepest",
        "collapse",
        "ols",
        "slx",
        "sar",
        "sem",
        "sdm",
        "sdem",
        "sac",
    ]
)
WORD = re.compile(r"(?<![A-Za-z0-9_.$\\\-/@])[A-Za-z][a-z]+(?![A-Za-z0-9_(/\\]|\.[a-z])")
ALONE = re.compile(r"(?<![A-Za-z] )(?<![A-Za-z])[a-z_]+(?![A-Za-z]| [A-Za-z])")  # no other Latin word beside it
WORDS = re.compile(r"[A-Za-z][a-z]+")
SENTENCE = re.compile(r"[a-z]{2,},? [a-z]{2,}")  # what is plain beside messages may be a name of the user's
QUOTED = re.compile(
    r"`[^`]*`|'[^']*'|\"[^\"]*\"|“[^”]*”|\[[^\]]*\]|\$[^$]*\$|--[a-z-]+|\S+ ?~[^，。；]*|\w+=\S+|（[a-z_]+）"
    r"|gisplug [a-z-]+"
)


@lru_cache(maxsize=1)
def options() -> frozenset[str]:
    """Return the names of all options; alone in a Chinese sentence such a word is the option."""
    return frozenset(param.name for tool in all_tools().values() for param in tool.params)


@lru_cache(maxsize=1)
def codes() -> re.Pattern[str]:
    """Return what tools, light products and boundary sets are called on the command line."""
    tools = [form for tool in all_tools() for form in (tool, tool.replace("_", "-"))]
    houses = ["Earth Observation Group", "Payne Institute for Public Policy", "Natural Earth", "vcmcfg", "vcmslcfg"]
    known = houses + [word for word in tools if re.search("[-_]", word)] + [*light_products(), *boundary_sets()]
    return re.compile("|".join(sorted(map(re.escape, known), key=len, reverse=True)))


def left_in_english(texts: Iterable[str], names: Iterable[str]) -> list[str]:
    """Return the texts, as they are said, that hold a word that is no name, sign or code.

    Parameters
    ----------
    texts : in Chinese already
    names : the user's own: columns, labels, units, layers, files
    """
    own = {word for name in names for word in re.findall(r"[A-Za-z]+", str(name))}
    known = own | NAMES | SIGNS
    found = {}
    for text in texts:
        bare = codes().sub(" ", QUOTED.sub(" ", text))
        bare = ALONE.sub(lambda found: " " if found[0] in options() else found[0], bare)
        words = [word for word in WORD.findall(bare) if word not in known]
        if words:
            found[text] = words
    return [f"{text}  <- {', '.join(words)}" for text, words in sorted(found.items())]


class Told(Silent):
    """Progress that keeps what it was told, as it is said in the language of the run."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def update(self, fraction: float, message: str = "") -> None:
        del fraction
        self.texts.append(spoken(message))

    def info(self, text: str) -> None:
        self.texts.append(spoken(text))

    def warn(self, text: str) -> None:
        self.texts.append(spoken(text))


def without_chinese(text: str) -> list[str]:
    """Return the templates and sentences of a text, as the code has it, that the catalogue lacks; values are let be."""
    if isinstance(text, Message):
        lacking = [] if text.parts or chinese(text.key) or not WORDS.search(_bare(text.key)) else [text.key]
        inner = [value for value in text.values.values() if isinstance(value, Message)]
        return [*lacking, *(key for part in (*text.parts, *inner) for key in without_chinese(part))]
    return [text] if SENTENCE.search(text) and not chinese(text.strip()) else []


def _bare(key: str) -> str:
    return re.sub(r"\{[^}]*\}", " ", key)
