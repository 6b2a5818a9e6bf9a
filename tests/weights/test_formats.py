"""Weights in files: every format brings back ids, order and weights; files of other programs are read."""

from pathlib import Path

import libpysal
import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from libpysal.graph import Graph
from scipy.sparse import csr_array

import gisplug as gp
from gisplug.core.errors import GisplugError, OutputError, WeightsError
from gisplug.weights.formats.files import from_graph, write_weights
from gisplug.weights.graph import to_graph
from gisplug.weights.weights import Weights
from tests.shared_data import shared

EXAMPLES = Path(libpysal.__file__).parent / "examples"
WEIGHTED = [".csv", ".tsv", ".txt", ".xlsx", ".dta", ".parquet", ".gwt", ".mtx"]
IDS = ("北京 市", "內蒙古 自治區", "01001", 'A "b" c', "NA")


def sample(ids=IDS, weights=(0.5, 1 / 3, 2.0, 1e-9)) -> Weights:
    """Return asymmetric weights with an isolate at the end."""
    raw = csr_array((np.array(weights), ([0, 0, 1, 2], [1, 2, 3, 0])), shape=(5, 5))
    return Weights(raw, tuple(ids), "样本")


def by_libpysal(path):
    file = libpysal.io.open(str(path))
    try:
        return file.read()
    finally:
        file.close()


@pytest.mark.parametrize("ending", WEIGHTED)
def test_ids_order_weights_and_isolates_survive(tmp_path, ending):
    w = sample()
    path = gp.write_weights(w, tmp_path / "目录 a" / f"权重 1{ending}")
    back = gp.read_weights(path, normalise="none")
    assert back.ids == w.ids and back.isolates == w.isolates
    assert np.array_equal(back.raw.toarray(), w.raw.toarray())


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_dense_tables_survive(tmp_path, ending):
    w = sample()
    back = gp.read_weights(write_weights(w, tmp_path / f"d{ending}", layout="dense"))
    assert back.ids == w.ids and np.array_equal(back.raw.toarray(), w.raw.toarray())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ids=st.lists(
        st.text(
            st.characters(exclude_categories=("C", "Z"), exclude_characters="\ufeff"), min_size=1, max_size=9
        ).filter(lambda s: "." not in s),
        min_size=5,
        max_size=5,
        unique=True,
    )
)
@pytest.mark.parametrize("ending", [".csv", ".gwt", ".mtx"])
def test_any_ids_survive(tmp_path_factory, ending, ids):
    w = sample(ids)
    back = gp.read_weights(write_weights(w, tmp_path_factory.mktemp("w") / f"w{ending}"))
    assert back.ids == w.ids and np.array_equal(back.raw.toarray(), w.raw.toarray())


def test_gal_survives_and_refuses_weights(tmp_path):
    w = sample(weights=(1.0, 1.0, 1.0, 1.0))
    back = gp.read_weights(gp.write_weights(w, tmp_path / "x.gal"))
    assert back.ids == w.ids and np.array_equal(back.raw.toarray(), w.raw.toarray())
    with pytest.raises(WeightsError, match="not all 1"):
        gp.write_weights(sample(), tmp_path / "y.gal")
    assert not (tmp_path / "y.gal").exists()


def test_swm_survives_for_whole_number_ids_and_refuses_others(tmp_path):
    w = sample(("3", "1", "2", "110000", "-5"))
    path = gp.write_weights(w, tmp_path / "x.swm")
    back = gp.read_weights(path)
    assert back.ids == w.ids and np.array_equal(back.raw.toarray(), w.raw.toarray())
    with pytest.warns(UserWarning, match="not fully connected"):
        theirs = by_libpysal(path)
    assert theirs[3] == pytest.approx({1: 0.5, 2: 1 / 3})
    with pytest.raises(WeightsError, match="01001"):
        gp.write_weights(sample(("1", "2", "3", "4", "01001")), tmp_path / "y.swm")


SWM = {
    "wmat/ohio.swm": (88, 462),
    "wmat/us48_CONTIGUITY_EDGES_ONLY.swm": (48, 210),
    "wmat/us48_INVERSE_DISTANCE.swm": (48, 210),
    "virginia/virginia_queen.swm": (136, 586),
    "sids2/sids2.swm": (100, 462),
}


@pytest.mark.parametrize("name", SWM)
@pytest.mark.filterwarnings("ignore:The weights matrix is not fully connected")
def test_files_of_arcgis_read_as_libpysal_reads_them(name):
    ours = gp.read_weights(EXAMPLES / name, normalise="none")
    assert (len(ours), ours.raw.nnz) == SWM[name]
    theirs = by_libpysal(EXAMPLES / name)
    row = {int(ours.ids[j]): v for j, v in zip(ours.raw[[0]].indices, ours.raw[[0]].data, strict=True)}
    ratio = {row[k] / v for k, v in theirs[int(ours.ids[0])].items()}
    assert max(ratio) == pytest.approx(min(ratio))  # equal up to the row sum where the file is standardised


def test_files_of_geoda_are_read():
    assert gp.read_weights(EXAMPLES / "baltim" / "baltim_k4.gwt").raw.nnz == 844
    assert gp.read_weights(EXAMPLES / "us_income" / "states48.gal").raw.nnz == 214


def test_matrices_of_the_oracles_are_read():
    munnell = gp.read_weights(shared("oracles/munnell/usaww.gal"))
    dense = gp.read_weights(shared("oracles/munnell/usaww_dense.csv"), ids=munnell.ids, normalise="none")
    np.testing.assert_allclose(dense.raw.toarray(), munnell.matrix.toarray(), atol=1e-15)
    assert gp.read_weights(shared("data/more/india520/W_matrix.csv")).raw.nnz == 3120


def test_a_matrix_without_ids_asks_for_them(tmp_path):
    pd.DataFrame([[0, 1.5], [0.5, 0]]).to_csv(tmp_path / "m.csv", header=False, index=False)
    with pytest.raises(WeightsError, match="ids"):
        gp.read_weights(tmp_path / "m.csv")
    assert gp.read_weights(tmp_path / "m.csv", ids=["a", "b"]).ids == ("a", "b")


def test_ids_in_other_spelling_are_the_same(tmp_path):
    pd.DataFrame({"focal": [110000.0, 120000.0], "neighbor": [" 120000", "110000.0"], "weight": [1, 1]}).to_csv(
        tmp_path / "w.csv", index=False
    )
    assert gp.read_weights(tmp_path / "w.csv").ids == ("110000", "120000")


@pytest.mark.parametrize("head", ["from,to", "origin,destination,w", "i,j,weight", "甲,乙,丙"])
def test_edge_lists_with_other_headers_are_read(tmp_path, head):
    rows = ["a,b", "b,a"] if head.count(",") == 1 else ["a,b,1", "b,a,1"]
    (tmp_path / "w.csv").write_bytes("\n".join([head, *rows]).encode("gb18030"))
    assert gp.read_weights(tmp_path / "w.csv").raw.nnz == 2


def test_units_that_the_file_lacks_become_isolates(tmp_path):
    path = gp.write_weights(sample(), tmp_path / "w.csv")
    w = gp.read_weights(path, ids=[*reversed(IDS), "new"])
    assert w.ids == (*reversed(IDS), "new") and set(w.isolates) == {"NA", "new", 'A "b" c'}
    with pytest.raises(WeightsError, match="not among the ids"):
        gp.read_weights(path, ids=IDS[:4])


BAD = {
    "short.gal": "0 2 x id\na 1\n",
    "count.gal": "3\n1 1\n2\n2 1\n1\n",
    "stranger.gal": "2\n1 1\n9\n2 1\n1\n",
    "head.gal": "hello\n",
    "line.gwt": "0 2 x id\n1 2\n",
    "number.gwt": "0 2 x id\n1 2 x\n",
    "twice.csv": "focal,neighbor,weight\na,b,1\na,b,2\n",
    "word.csv": "focal,neighbor,weight\na,b,heavy\n",
    "shape.csv": "a,b,c,d,e\n1,2,3,4,5\n2,3,4,5,6\n",
    "differ.csv": "x,a,b,c\na,0,1,0\nb,1,0,1\nd,1,0,0\n",
    "empty.csv": "",
    "bad.mtx": "hello",
    "bad.swm": "hello",
    "cut.swm": "ID;X\n\x05\x00\x00\x00",
    "what.doc": "hello",
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_wrong_is_refused_in_a_sentence(tmp_path, name):
    (tmp_path / name).write_text(BAD[name], encoding="utf-8")
    with pytest.raises(WeightsError, match=name.split(".")[0]):
        gp.read_weights(tmp_path / name)


def test_what_cannot_be_written_leaves_nothing(tmp_path):
    for path in (tmp_path / "x.doc", tmp_path / "x"):
        with pytest.raises(OutputError):
            gp.write_weights(sample(), path)
    with pytest.raises(GisplugError):
        write_weights(sample(), tmp_path / "x.dta", layout="dense")
    assert not list(tmp_path.iterdir())


def test_own_weights_are_left_away_and_said(tmp_path):
    (tmp_path / "w.csv").write_text("focal,neighbor,weight\na,a,1\na,b,1\nb,a,1\n")
    w = gp.read_weights(tmp_path / "w.csv")
    assert w.raw.nnz == 2 and w.report.having("diagonal-dropped")


def test_graphs_of_libpysal_come_and_go():
    w = sample()
    graph = to_graph(w.raw, w.ids)
    assert isinstance(graph, Graph) and tuple(graph.unique_ids) == w.ids
    back = from_graph(graph)
    assert back.ids == w.ids and np.array_equal(back.raw.toarray(), w.raw.toarray())


def test_a_gwt_file_that_names_fewer_units_than_it_announces_says_that_isolates_are_absent(tmp_path):
    from gisplug.weights.formats.gal import read_gwt

    path = tmp_path / "w.gwt"
    path.write_text("0 3 layer id\na b 1.5\nb a 1.5\n")
    assert [note.code for note in read_gwt(path).notes] == ["gwt-values", "gwt-isolates"]
    path.write_text("0 2 layer id\na b 1.5\nb a 1.5\n")
    assert [note.code for note in read_gwt(path).notes] == ["gwt-values"]
