"""The explorer, in a browser: clicks, sliders, search and keys, and its numbers beside those of the library."""

import json
import re

import numpy as np
import pandas as pd
import pytest

import gisplug as gp
from gisplug.core.progress import SILENT
from gisplug.report.explorer.stored import read
from gisplug.tools import get_tool
from tests.report.browser import opened

pytestmark = pytest.mark.filterwarnings("ignore")
FORMULA = "develop ~ agg + wage"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The page of the demo's units and model, and the fit itself."""
    folder = tmp_path_factory.mktemp("explorer")
    units = gp.read_units("demo-china-provinces", id="adcode", name="name_en")
    weights = gp.contiguity(units, links=["Hainan:Guangdong"])
    gp.write_weights(weights, folder / "w.csv")
    page = folder / "看 explorer.html"
    asked = {
        "units": "demo-china-provinces",
        "id": "adcode",
        "name": "name_en",
        "panel": "demo-panel",
        "unit": "adcode",
        "period": "year",
        "formula": FORMULA,
        "weights": str(folder / "w.csv"),
        "variables": ["agg"],
        "fields": ["agg", "wage"],
        "permutations": 99,
        "page": str(page),
    }
    tool = get_tool("explorer")
    tool.run(tool.complete(asked), SILENT)
    panel = gp.read_panel("demo-panel", unit="adcode", period="year", units=units)
    return page, gp.spatial_panel(panel, FORMULA, weights.align(panel.ids))


@pytest.fixture(scope="module")
def browser(made):
    with opened(made[0]) as driver:
        yield driver


def effects_in(browser, unit, outwards=True):
    """What the page computes for a change in one unit."""
    return browser.execute_script(
        "const e = gisplug.explorers[0], m = e.models[0];"
        "const r = m.effects(m.told.variables[0], arguments[0], arguments[1]);"
        "return [Array.from(r.value), Array.from(r.se), Array.from(m.orders(arguments[0], arguments[1])),"
        " m.steps(m.told.variables[0], arguments[0], arguments[1], 3).map((s) => Array.from(s))];",
        unit,
        outwards,
    )


def test_the_page_asks_for_nothing_and_is_small(made):
    text = made[0].read_text(encoding="utf-8")
    outside = re.findall(
        r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""",
        re.sub(r"<script>/\*! d3.*?</script>", "", text, flags=re.S),
    )
    assert outside == [] and "fetch(" not in text.split("</script>")[-2]
    assert len(text) < 3_000_000 and "Permission to use, copy, modify" in text


def test_a_change_spreads_as_in_the_library(made, browser):
    fit = made[1]
    for unit in (0, 18):
        right = gp.shock_effects(fit, "agg", fit.ids[unit], orders=3)
        value, se, order, steps = effects_in(browser, unit)
        np.testing.assert_allclose(value, right["effect"], rtol=1e-9, atol=1e-14)
        np.testing.assert_allclose(se, right["effect_se"], rtol=1e-8, atol=1e-14)
        assert order == right["order"].tolist()
        np.testing.assert_allclose(np.array(steps).T, right[[f"step_{q}" for q in range(4)]], rtol=1e-9, atol=1e-15)


def test_what_comes_in_is_what_the_others_send(made, browser):
    fit = made[1]
    value, se, _, steps = effects_in(browser, 5, outwards=False)
    sent = [effects_in(browser, j) for j in range(fit.N)]
    np.testing.assert_allclose(value, [s[0][5] for s in sent], rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(se, [s[1][5] for s in sent], rtol=1e-8, atol=1e-14)
    np.testing.assert_allclose(np.array(steps), np.array([[p[5] for p in s[3]] for s in sent]).T, rtol=1e-9, atol=1e-15)


def test_clicks_sliders_search_and_keys(made, browser):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.ui import Select

    def told():
        return browser.find_element(By.CLASS_NAME, "gx-told").text

    fit = made[1]
    place = fit.names.index("Sichuan")
    browser.find_elements(By.CSS_SELECTOR, ".gx-units path")[place].click()
    assert "of Sichuan changes develop" in told()
    near = {fit.names[i] for i, q in enumerate(effects_in(browser, place)[2]) if q == 1}
    fills = [p.get_attribute("fill") for p in browser.find_elements(By.CSS_SELECTOR, ".gx-units path")]
    assert len({fills[fit.names.index(n)] for n in near} & {fills[fit.names.index("Heilongjiang")]}) == 0

    swatches = browser.execute_script(
        "const e = gisplug.explorers[0], p = e.told.palette, s = [0.9, 0.4, 0.2, 0.1, 0.05, 0.02, 0.01];"
        "return [s, s.map((v) => -v), [...s, ...s.map((v) => -v)]].map("
        "(v) => gisplug.classes(v, {...p, signed: true}, 'spread').legend.map((line) => line[0]));"
    )
    assert [len(set(s)) - len(s) for s in swatches] == [0, 0, 0] and len(swatches[0]) == 6

    slider = browser.find_element(By.NAME, "order")
    slider.send_keys(Keys.HOME)
    assert browser.find_element(By.CSS_SELECTOR, ".gx-order output").text == "0"
    assert "in all others by 0 together" in told().replace("\N{MINUS SIGN}", "-")
    slider.send_keys(Keys.END)

    search = browser.find_element(By.NAME, "search")
    search.send_keys("Hain")
    rows = browser.find_elements(By.CSS_SELECTOR, ".gx-scroll tbody tr")
    assert [row.find_element(By.TAG_NAME, "button").text for row in rows] == ["Hainan"]
    search.send_keys(Keys.ENTER)
    assert "of Hainan changes" in told() and "most in Guangdong" in told()

    browser.find_element(By.CSS_SELECTOR, ".gx-map svg").send_keys(Keys.ARROW_UP)
    assert "of Hainan" not in told()

    Select(browser.find_element(By.NAME, "view")).select_by_value("lisa 0")
    year = browser.find_element(By.NAME, "period")
    year.send_keys(Keys.HOME)
    assert told().startswith("agg, 2010. Moran's I")
    head = browser.find_elements(By.CSS_SELECTOR, ".gx-scroll th button")
    head[1].click()
    first = browser.find_element(By.CSS_SELECTOR, ".gx-scroll tbody tr").text
    panel = fit_values(made[1])
    assert first.startswith(max(panel, key=panel.get))


def fit_values(fit):
    """agg of 2010 by name."""
    table = gp.read_panel("demo-panel", unit="adcode", period="year").frame["agg"].loc[2010]
    return {name: float(table[unit]) for unit, name in zip(fit.ids, fit.names, strict=True)}


def test_what_is_marked_in_the_scatter_is_marked_on_the_map(browser):
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import Select

    Select(browser.find_element(By.NAME, "view")).select_by_value("value 0")
    box = browser.find_element(By.CSS_SELECTOR, ".gx-brush .overlay")
    width, height = box.size["width"], box.size["height"]
    ActionChains(browser).move_to_element_with_offset(
        box, int(width * 0.1), int(-height * 0.45)
    ).click_and_hold().move_by_offset(int(width * 0.35), int(height * 0.9)).release().perform()
    points = browser.find_elements(By.CSS_SELECTOR, ".gx-points circle.gx-marked")
    bright = browser.find_elements(By.CSS_SELECTOR, ".gx-units path:not(.gx-dim)")
    assert 0 < len(points) == len(bright) < 30
    assert f"{len(points)} marked" in browser.find_element(By.CLASS_NAME, "gx-tablehead").text
    browser.find_element(By.CLASS_NAME, "gx-clear").click()
    assert not browser.find_elements(By.CSS_SELECTOR, ".gx-units path.gx-dim")


def test_the_clusters_are_those_of_the_library(made):
    page = made[0]
    units = gp.read_units("demo-china-provinces", id="adcode", name="name_en")
    panel = gp.read_panel("demo-panel", unit="adcode", period="year", units=units)
    right = gp.local_moran(panel, "agg", gp.read_weights(page.parent / "w.csv"), 99, 1)
    with opened(page) as driver:
        codes = driver.execute_script("return gisplug.explorers[0].fields[0].clusters")
        slopes = driver.execute_script("return gisplug.explorers[0].fields[0].moran")
        assert driver.get_log("browser") == []
    assert codes == right["code"].to_numpy().reshape(panel.T, panel.N).tolist()
    moran = gp.moran_by_period(panel, "agg", gp.read_weights(page.parent / "w.csv"), 0)
    np.testing.assert_allclose(slopes, moran["I"], rtol=1e-9)
    assert json.dumps(read(page)["units"]["names"][0])
    assert pd.Series(right["period"]).nunique() == 14


def test_too_many_links_are_refused_by_name(made, monkeypatch):
    from gisplug.core.errors import ModelError
    from gisplug.report.explorer import model

    monkeypatch.setattr(model, "MOST_LINKS", 10)
    with pytest.raises(ModelError, match=r"a page carries at most 10\. Take sparser weights"):
        model.packed_model(made[1], ["agg"])


def test_the_engine_answers_as_the_library(made):
    from gisplug.report.explorer.answers import moran, spread

    page, fit = made
    right = gp.shock_effects(fit, "agg", fit.ids[18])
    out = spread(str(page), 0, 0, 18, True)
    np.testing.assert_allclose(out["effect"], right["effect"], rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(out["se"], right["effect_se"], rtol=1e-8, atol=1e-14)
    back = spread(str(page), 0, 0, 5, False)
    sent = [spread(str(page), 0, 0, j, True) for j in range(fit.N)]
    np.testing.assert_allclose(back["effect"], [s["effect"][5] for s in sent], rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(back["se"], [s["se"][5] for s in sent], rtol=1e-8, atol=1e-14)

    panel = gp.read_panel("demo-panel", unit="adcode", period="year")
    weights = page.parent / "w.csv"
    found = moran(panel.ids, panel.array("agg").tolist(), str(weights))
    points = gp.moran_scatter(panel, "agg", gp.read_weights(weights))
    np.testing.assert_allclose(np.ravel(found["z"]), points["z"], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(np.ravel(found["lag"]), points["lag"], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(
        found["I"], gp.moran_by_period(panel, "agg", gp.read_weights(weights), 0)["I"], rtol=1e-9
    )
