"""Parameters for one run of every tool on the demo data: its `example` line, made small, and what the example cannot
say.
"""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

from gisplug.core.declare import Tool
from gisplug.toolbox.bridge.parameters import FOLDER_SUFFIX, key
from tests.built_site import one_at_a_time

ROOT = Path(__file__).resolve().parents[2]
PANEL = str(ROOT / "layers" / "demo" / "panel.csv")
UNITS = f"{ROOT / 'layers' / 'demo' / 'china_provinces.gpkg'}|layername=provinces"
LIGHTS = str(ROOT / "rasters" / "demo" / "ntl_{period}.tif")

# Numbers of draws that make a run long; the smallest that the tool takes is used.
SMALL = {
    "permutations": 19,
    "draws": 20,
    "bootstraps": 20,
    "bootstrap": 20,
    "replications": 20,
    "simulations": 20,
    "iterations": 100,
    "grid": 50,
    "burn": 20,
    "burnin": 50,
    "trees": 20,
    "placebos": 20,
}

# Instead of the example, or over it.
OVERRIDES: dict[str, dict[str, object]] = {
    "spatial_varying": {"weights": "w.csv"},
    "replication_package": {"study": "code.toml"},
    "mediation_paths": {
        "panel": "demo-panel",
        "unit": "adcode",
        "outcome": "develop",
        "treatment": "policy",
        "mediators": "wage,edu",
    },
}

# Tables and layers that hold nothing where the data are in order.
MAY_BE_EMPTY = {("boundaries_check", "faults"), ("boundaries_check", "report"), ("boundaries_crosswalk", "slivers")}

QUEEN = (
    "import gisplug as gp; u = gp.read_units('demo-china-provinces'); "
    "gp.write_weights(gp.contiguity(u, links=['Hainan:Guangdong']), r'{path}')"
)
KNN = "import gisplug as gp; u = gp.read_units('demo-china-provinces'); gp.write_weights(gp.knn(u, k=4), r'{path}')"

STUDY = """[outputs]
tables = ["csv"]
[panel]
path = "demo-panel"
unit = "adcode"
period = "year"
[[analysis]]
tool = "fixed_effects"
outcome = "develop"
regressors = ["agg"]
outputs = ["table"]
"""

# Tools whose example needs data that the demo lacks: what makes the file, by its name in the example.
MADE = {
    "w.csv": QUEEN,
    "queen.csv": QUEEN,
    "knn4.csv": KNN,
    "study.toml": "import shutil, gisplug.study as s, pathlib; "
    "shutil.copy(pathlib.Path(s.__file__).parent / 'templates' / 'short.toml', r'{path}')",
    "code.toml": f"import pathlib; pathlib.Path(r'{{path}}').write_text({STUDY!r})",
    "results": "import pathlib; from gisplug.study.record.manifest import write_manifest; "
    "r = pathlib.Path(r'{path}'); r.mkdir(); (r / 'table.csv').write_text('x'); "
    "write_manifest(r, r.parent / 'study.toml', [dict(file='gone.csv', sha256='0' * 64)])",
    "dmsp.csv": "import pandas as pd; pd.DataFrame([(u, t, u * 3 + t - 1990) for u in range(1, 9) for t in "
    "range(2000, 2014)], "
    "columns=['unit', 'period', 'mean']).to_csv(r'{path}', index=False)",
    "viirs.csv": "import pandas as pd; pd.DataFrame([(u, t, u * 2 + (t - 1990) * 0.5) for u in range(1, 9) for t in "
    "range(2012, 2020)], "
    "columns=['unit', 'period', 'mean']).to_csv(r'{path}', index=False)",
    "crosswalk.csv": "import gisplug as gp; u = gp.read_units('demo-china-provinces'); "
    "gp.crosswalk(u, u).write(r'{path}')",
    "table.json": "import pandas as pd; from gisplug.report.tables.files import write_paper; "
    "from gisplug.report.tables.paper_table import plain_table; "
    "write_paper(plain_table('T', pd.DataFrame(dict(a=[1.0, 2.0]), index=['x', 'y'])), r'{path}')",
    "long.csv": "import numpy as np, pandas as pd, gisplug as gp; r = np.random.default_rng(6); "
    "u = list(gp.read_units('demo-china-provinces').ids); n = len(u); x = r.normal(size=(26, n)); "
    "y = x + 0.4 * r.normal(size=(26, 1)) + 0.5 * r.normal(size=(26, n)); "
    "pd.DataFrame(dict(adcode=np.tile(u, 26), year=np.repeat(np.arange(1998, 2024), n), y=y.ravel(), "
    "x=x.ravel())).to_csv(r'{path}', index=False)",
    "citations.csv": "import numpy as np, pandas as pd; r = np.random.default_rng(2); "
    "a, b = r.integers(0, 400, (2, 600)); pd.DataFrame(dict(citing=a, cited=b)).to_csv(r'{path}', index=False)",
    "firms.csv": "import numpy as np, pandas as pd; r = np.random.default_rng(3); n = 90; "
    "pd.DataFrame(dict(county_id=np.arange(n) % 9, year=2010 + np.arange(n) // 9 % 3, top5_suppliers=r.random(n), "
    "top5_customers=r.random(n))).to_csv(r'{path}', index=False)",
    "patents.csv": "import numpy as np, pandas as pd; r = np.random.default_rng(1); n = 400; c = ['G06', 'H04', "
    "'A61', 'B60', 'C07']; "
    "pd.DataFrame(dict(patent_id=range(n), county_id=r.integers(1, 9, n), year=r.integers(2005, 2021, n), "
    "applicant=r.integers(0, 40, n), "
    "classes=[';'.join(r.choice(c, 2, replace=False)) for _ in range(n)])).to_csv(r'{path}', index=False)",
}


def example_of(tool: Tool) -> dict[str, object]:
    """Return the options of the example line by their declared names."""
    words = shlex.split(tool.example)[2:]
    given: dict[str, object] = {}
    declared = [p.name for p in tool.params]
    place = 0
    while place < len(words):
        word = words[place]
        if not word.startswith("--"):
            given[declared[0]] = word
            place += 1
            continue
        name = word[2:].replace("-", "_")
        kind = next((p.kind for p in tool.params if p.name == name), "")
        following = words[place + 1] if place + 1 < len(words) else "--"
        if kind == "flag" and (following.startswith("--") or following not in ("yes", "no", "true", "false")):
            given[name] = not name.startswith("no_")
            place += 1
            continue
        values = []
        place += 1
        while place < len(words) and not words[place].startswith("--"):
            values.append(words[place])
            place += 1
        given[name] = values[0] if len(values) == 1 else values
    return given


def parameters(tool: Tool, folder: Path, python: str) -> dict[str, object]:
    """Return the Processing parameters of a small run that makes every output."""
    given = {**example_of(tool), **OVERRIDES.get(tool.id, {})}
    names = {p.name for p in tool.params}
    always = {p.name for p in tool.params if not p.applies_when}
    if {"units", "id"} <= names and "units" in always and "units" not in given:
        given |= {"units": "demo-china-provinces", "id": "adcode"}
    made: dict[str, object] = {}
    for param in tool.params:
        value = given.get(param.name)
        defaults = {p.name: p.default for p in tool.params}
        if param.name in SMALL and param.kind == "integer" and param.applies({**defaults, **given}):
            value = max(SMALL[param.name], int(param.minimum or 0))
        if value is None:
            continue
        if param.kind in ("polygons", "points", "vector", "table", "weights", "file", "folder", "raster"):
            value = file(str(value), folder, python)
        elif param.kind == "weights_list":
            value = [file(v, folder, python) for v in (value if isinstance(value, list) else str(value).split(","))]
        elif param.kind in ("fields", "choices") and isinstance(value, str):
            value = value.split(",")
        elif param.kind == "rasters":
            made[key(param.name) + FOLDER_SUFFIX] = LIGHTS if "demo" in str(value) else str(value)
            continue
        elif param.kind == "choice":
            value = str(value)
        made[key(param.name)] = value
    for output in tool.file_outputs:
        made[key(output.name)] = str(
            folder / "结果 out" / f"{output.name}{'.gpkg' if output.kind == 'table' else output.suffix}"
        )
    return made


def file(name: str, folder: Path, python: str) -> str:
    """Return the path of what an example names; one of MADE is there with all others, made by one process."""
    if name == "demo-panel":
        return PANEL
    if name in MADE:
        with one_at_a_time(folder / ".lock"):
            if not (folder / name).exists():
                code = "\n".join(text.format(path=folder / other) for other, text in MADE.items())
                subprocess.run([python, "-W", "ignore", "-c", code], check=True, cwd=ROOT, env=_clean())
        return str(folder / name)
    return name


def _clean() -> dict[str, str]:
    from gisplug.engine.interpreters import clean_environment

    return clean_environment()
