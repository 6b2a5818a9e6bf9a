"""The table of proposals from a tool, confirmed and read back: by every panel tool, and by the tool itself."""

import pandas as pd
import pytest

from gisplug.core.errors import PanelError
from gisplug.core.progress import Silent
from gisplug.tools import get_tool
from tests.panel.test_names import SHORT, yearbook
from tests.tools.cases import UNITS

NAMES = [*SHORT[:-2], "寧夏", "新彊", "全国"]


def call(tool_id, **params):
    tool = get_tool(tool_id)
    return tool.run(tool.complete(params), Silent())


def test_proposals_are_written_confirmed_and_read_back(tmp_path):
    yearbook(NAMES).to_csv(tmp_path / "yearbook.csv", index=False)
    table = {"panel": str(tmp_path / "yearbook.csv"), "unit": "地区", **UNITS}
    first = call("match_units", **table, table=str(tmp_path / "proposals.xlsx"))
    assert (first["accepted"], first["open"]) == (29, 2)
    joined = {**table, "period": "年份", "table": str(tmp_path / "panel.csv")}
    with pytest.raises(PanelError, match="新彊"):
        call("panel_join", **joined)
    proposals = pd.read_excel(tmp_path / "proposals.xlsx", dtype=str).set_index("from")
    assert proposals.loc["新彊", "proposal"] == "650000"
    assert pd.isna(proposals.loc["新彊", "to"])
    proposals.loc["新彊", "to"], proposals.loc["全国", "to"] = "新疆", "-"
    proposals.reset_index().to_excel(tmp_path / "confirmed.xlsx", index=False)
    again = call("match_units", **table, aliases=str(tmp_path / "confirmed.xlsx"), table=str(tmp_path / "again.csv"))
    assert (again["accepted"], again["open"]) == (30, 0)
    assert call("panel_join", **joined, aliases=str(tmp_path / "confirmed.xlsx"))["n"] == 30
    plain = {k: joined[k] for k in ("panel", "unit", "period")}
    call(
        "panel_describe",
        **plain,
        columns="gdp",
        aliases=str(tmp_path / "confirmed.xlsx"),
        table=str(tmp_path / "d.csv"),
    )
    assert "全国" not in (tmp_path / "d.csv").read_text(encoding="utf-8-sig")


def test_the_column_of_the_province_decides_in_tools_too(tmp_path):
    from tests.panel.test_read import units_of

    counties = units_of("320106", "350102", names=("鼓楼区", "鼓楼区")).frame
    counties.assign(code=counties.index, name="鼓楼区").reset_index(drop=True).to_file(tmp_path / "counties.gpkg")
    table = pd.DataFrame({"u": ["鼓楼区"] * 2, "p": ["福建", "江苏"], "t": [2020] * 2, "x": [1, 2]})
    table.to_csv(tmp_path / "table.csv", index=False)
    asked = {"panel": str(tmp_path / "table.csv"), "unit": "u", "period": "t", "units": str(tmp_path / "counties.gpkg")}
    asked |= {"id": "code", "name": "name", "table": str(tmp_path / "joined.csv")}
    with pytest.raises(PanelError, match="may be 鼓楼区 320106 or 鼓楼区 350102"):
        call("panel_join", **asked)
    call("panel_join", **asked, within="p")
    joined = pd.read_csv(tmp_path / "joined.csv", dtype={"u": str}).set_index("u")
    assert joined["x"].to_dict() == {"320106": 2, "350102": 1}
