"""A small panel, and random trees with their values computed a second way."""

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from gisplug.language.tree import Binary, Call, Factor, In, Name, Number, Shift, Text, Unary
from gisplug.panel.read import read_panel

NAN = float("nan")


def panel_of(periods=(2010, 2011, 2012, 2013), units=5, seed=3, **more):
    rng = np.random.default_rng(seed)
    rows = pd.MultiIndex.from_product([[f"u{n}" for n in range(units)], periods], names=["code", "year"])
    frame = pd.DataFrame(
        {name: rng.uniform(1, 5, len(rows)) for name in ("y", "a", "b", "c")} | more, index=rows
    ).reset_index()
    return read_panel(frame, "code", "year")


def columns(panel):
    return {name: panel.array(name) for name in ("y", "a", "b", "c")}


NAMES = st.sampled_from(
    ["a", "b", "gdp pc", "产值（亿元）", "人口", "W", "L.x", "in", "2x", "a`b", "x.y", "d'Ivoire", "C", "é", "٣x"]
)
NUMBERS = st.sampled_from(["0", "1", "2.5", ".5", "1.", "3e-2", "12"])
VALUES = st.sampled_from(["east", "north east", "110000", "-1", 'a"b', "and", "01001", "it's", "", " x"])
SIGNS = st.sampled_from(["+", "-", "*", "/", "%", "^", ":", "==", "!=", "<", ">=", "and", "or"])
LEAVES = st.one_of(st.builds(Name, NAMES), st.builds(Number, NUMBERS), st.builds(Text, VALUES))


def _over(inner):
    return st.one_of(
        st.builds(Binary, SIGNS, inner, inner),
        st.builds(Unary, st.sampled_from(["-", "not"]), inner),
        st.builds(In, inner, st.lists(VALUES, min_size=1, max_size=3).map(tuple), st.booleans()),
        st.builds(Shift, st.sampled_from("LFD"), st.integers(0, 12), inner),
        st.builds(lambda x: Call("log", (x,)), inner),
        st.builds(lambda x, k: Call("lag", (x,), (("steps", k),)), inner, inner),
        st.builds(lambda x, y, z: Call("where", (x, y, z)), inner, inner, inner),
        st.builds(lambda x: Call("winsorise", (x, Number("0.05"), Text("unit"))), inner),
        st.builds(lambda x: Call("产值", (x,)), inner),
        st.builds(
            Factor, st.builds(Name, NAMES), st.none() | VALUES, st.none() | st.sampled_from(["east", "a]b", "", "x y"])
        ),
    )


TREES = st.recursive(LEAVES, _over, max_leaves=14)
ARITHMETIC = st.recursive(
    st.one_of(st.builds(Name, st.sampled_from(["a", "b", "c"])), st.builds(Number, st.sampled_from(["1", "2.5", "3"]))),
    lambda inner: st.one_of(
        st.builds(Binary, st.sampled_from(["+", "-", "*", ":"]), inner, inner),
        st.builds(lambda x: Unary("-", x), inner),
        st.builds(lambda x: Binary("^", x, Number("2")), inner),
        st.builds(lambda x, k: Shift("L", k, x), inner, st.integers(0, 2)),
    ),
    max_leaves=12,
)


def by_hand(node, values):
    """Value a tree of `ARITHMETIC`, written without the package's evaluator."""
    if isinstance(node, Name):
        return values[node.name]
    if isinstance(node, Number):
        return np.full(values["a"].shape, float(node.text))
    if isinstance(node, Unary):
        return -by_hand(node.operand, values)
    if isinstance(node, Shift):
        inner = by_hand(node.operand, values)
        out = np.full(inner.shape, NAN)
        out[node.steps :] = inner[: len(inner) - node.steps]
        return out
    left, right = by_hand(node.left, values), by_hand(node.right, values)
    acts = {"+": np.add, "-": np.subtract, "*": np.multiply, ":": np.multiply, "^": np.power}
    return acts[node.sign](left, right)
