"""Weights of other programs through the tools: files that only count, matrices whose ids are said, sheets."""

import numpy as np
import pandas as pd
import pytest

from gisplug.boundaries.read import read_units
from gisplug.core.errors import GisplugError
from gisplug.core.progress import Progress
from gisplug.core.tables import read_table
from gisplug.tools import get_tool
from gisplug.weights.contiguity import contiguity
from gisplug.weights.formats.files import read_weights, write_weights

PANEL = {"unit": "adcode", "period": "year", "variable": "agg"}


class Heard(Progress):
    """Keeps what is said."""

    def __init__(self):
        self.said = []

    def update(self, fraction, text=""):
        pass

    def check(self):
        pass

    def info(self, text):
        self.said.append(text)

    def warn(self, text):
        self.said.append(text)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A panel whose table names its units backwards, and W with ids and without, in the order of that table."""
    folder = tmp_path_factory.mktemp("w")
    table = read_table("demo-panel").sort_values(["adcode", "year"], ascending=[False, True])
    table.to_csv(folder / "panel.csv", index=False)
    order = [str(unit) for unit in table["adcode"].unique()]
    w = contiguity(read_units("demo-china-provinces", id="adcode", name="name_en"), links=["Hainan:Guangdong"])
    w = w.align(order)
    write_weights(w, folder / "ids.csv")
    np.savetxt(folder / "matrix.txt", w.raw.toarray(), fmt="%g")
    pd.DataFrame(w.raw.toarray(), columns=[f"V{k + 1}" for k in range(len(order))]).to_csv(folder / "V.csv")
    np.savetxt(folder / "short.txt", w.raw.toarray()[1:, 1:], fmt="%g")
    return folder


def moran(files, weights, heard):
    asked = {**PANEL, "panel": str(files / "panel.csv"), "weights": str(files / weights)}
    return get_tool("moran_by_period").run(get_tool("moran_by_period").complete(asked), heard)["i"]


@pytest.mark.parametrize("name", ["matrix.txt", "V.csv"])
def test_a_file_that_only_counts_is_taken_in_the_order_of_the_panels_table(files, name):
    heard = Heard()
    assert moran(files, name, heard) == moran(files, "ids.csv", Heard())
    (said,) = [text for text in heard.said if "names no units" in text]
    first, last = read_weights(files / "ids.csv").ids[0], read_weights(files / "ids.csv").ids[-1]
    assert f"first {first}, last {last}" in said and first > last


def test_a_file_that_counts_another_number_of_units_is_refused(files):
    size = len(read_weights(files / "ids.csv"))
    with pytest.raises(GisplugError, match=f"{size - 1} units, but {size} ids"):
        moran(files, "short.txt", Heard())


def convert(**asked):
    tool = get_tool("weights_convert")
    return tool.run(tool.complete({k: str(v) for k, v in asked.items()}), Heard())


def test_conversion_is_told_where_ids_stand_and_which_sheet(tmp_path):
    km = np.array([[0, 120, 340], [120, 0, 200], [340, 200, 0]])
    with pd.ExcelWriter(tmp_path / "w.xlsx") as book:
        for sheet, frame in (("km", km), ("links", [["a", "b", 1], ["b", "a", 1]])):
            pd.DataFrame(frame).to_excel(book, sheet_name=sheet, header=False, index=False)
    pd.DataFrame({"id": ["x", "y", "z"]}).to_csv(tmp_path / "ids.csv", index=False)
    asked = {"weights": tmp_path / "w.xlsx", "result": tmp_path / "out.csv"}
    with pytest.raises(GisplugError, match=r"w\.xlsx\|header=both or w\.xlsx\|header=none"):
        convert(**asked)
    assert convert(**asked, header="both")["units_number"] == 2
    assert convert(**asked, header="none", table=tmp_path / "ids.csv")["units_number"] == 3
    assert read_weights(tmp_path / "out.csv", "none").raw.toarray()[0, 2] == 340
    assert convert(**asked, sheet="links")["links_number"] == 2
    assert convert(**asked, sheet="links", given="edges")["links_number"] == 2
