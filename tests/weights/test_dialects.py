"""Weights as other programs write them: one rule tells where ids stand; what can be read in two ways is refused."""

from pathlib import Path

import libpysal
import numpy as np
import pandas as pd
import pytest
from scipy.io import loadmat, savemat
from scipy.sparse import csc_array, csr_array

from gisplug.core.errors import WeightsError
from gisplug.weights.formats.files import read_weights, write_weights
from gisplug.weights.formats.layout import counted
from gisplug.weights.weights import Weights

EXAMPLES = Path(libpysal.__file__).parent / "examples"
LINE = np.array([[0, 1.0, 0], [1, 0, 1], [0, 1, 0]])  # 1 - 2 - 3
BIG = np.array([[0, 0.5, 0, 0.5], [1, 0, 0, 0], [0, 0.25, 0, 0.75], [1, 0, 0, 0]])
ABC = ["a", "b", "c", "d"]


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def read(path, ids=None, **options) -> Weights:
    return read_weights(path, normalise="none", ids=ids, **options)


def notes(weights: Weights) -> set[str]:
    return {note.code for note in weights.report.notes}


@pytest.mark.parametrize("ending", [".csv", ".txt", ".xlsx", ".dat"])
def test_three_units_without_header_are_three_units(tmp_path, ending):
    """Its first row was taken as names: two units called 0 and 1."""
    path = tmp_path / f"m{ending}"
    if ending == ".xlsx":
        pd.DataFrame(LINE).to_excel(path, header=False, index=False)
    else:
        write(path, "\n".join((" " if ending == ".dat" else ",").join(f"{v:g}" for v in row) for row in LINE))
    with pytest.raises(WeightsError, match="3 units without ids"):
        read(path)
    w = read(path, ids=["x", "y", "z"])
    assert np.array_equal(w.raw.toarray(), LINE) and w.ids == ("x", "y", "z") and notes(w) == {"by-position"}
    with pytest.raises(WeightsError, match="3 units, but 4 ids"):
        read(path, ids=ABC)


TEXTS = {
    "ids in both": ",a,b,c,d\na,0,.5,0,.5\nb,1,0,0,0\nc,0,.25,0,.75\nd,1,0,0,0\n",
    "ids in the row": "a,b,c,d\n0,.5,0,.5\n1,0,0,0\n0,.25,0,.75\n1,0,0,0\n",
    "ids in the column": "a,0,.5,0,.5\nb,1,0,0,0\nc,0,.25,0,.75\nd,1,0,0,0\n",
    "other order of rows": ",a,b,c,d\nd,1,0,0,0\nb,1,0,0,0\na,0,.5,0,.5\nc,0,.25,0,.75\n",
    "blanks for 0": ",a,b,c,d\na,,.5,,.5\nb,1,,,\nc,,.25,,.75\nd,1,,,\n",
    "tabs": "\ta\tb\tc\td\na\t0\t.5\t0\t.5\nb\t1\t0\t0\t0\nc\t0\t.25\t0\t.75\nd\t1\t0\t0\t0\n",
    "decimal commas": ";a;b;c;d\na;0;0,5;0;0,5\nb;1;0;0;0\nc;0;0,25;0;0,75\nd;1;0;0;0\n",
    "spaces": "a b c d\n0 .5 0 .5\n1 0 0 0\n0 .25 0 .75\n1 0 0 0\n",
    "write.table of R": '"a" "b" "c" "d"\n"a" 0 0.5 0 0.5\n"b" 1 0 0 0\n"c" 0 0.25 0 0.75\n"d" 1 0 0 0\n',
    "listw2mat of R, its columns count": '"","V1","V2","V3","V4"\n"a",0,.5,0,.5\n"b",1,0,0,0\n"c",0,.25,0,.75\n'
    '"d",1,0,0,0\n',
    "a matrix of R, its rows count": '"","a","b","c","d"\n"1",0,.5,0,.5\n"2",1,0,0,0\n"3",0,.25,0,.75\n"4",1,0,0,0\n',
    "rows and columns empty at the end": ",a,b,c,d,\na,0,.5,0,.5,\nb,1,0,0,0,\nc,0,.25,0,.75,\nd,1,0,0,0,\n,,,,,\n",
    "spmatrix export of Stata": "4\na 0 .5 0 .5\nb 1 0 0 0\nc 0 .25 0 .75\nd 1 0 0 0\n",
    "listw2sn of R": '"","from","to","weights"\n"1","a","b",0.5\n"2","a","d",0.5\n"3","b","a",1\n"4","c","b",0.25\n'
    '"5","c","d",0.75\n"6","d","a",1\n',
    "three columns": "a,b,.5\na,d,.5\nb,a,1\nc,b,.25\nc,d,.75\nd,a,1\n",
    "write.sn2dat of R": "a b 0.5\na d 0.5\nb a 1\nc b 0.25\nc d 0.75\nd a 1\n",
    "write.table of listw2sn": '"from" "to" "weights"\n"1" "a" "b" 0.5\n"2" "a" "d" 0.5\n"3" "b" "a" 1\n'
    '"4" "c" "b" 0.25\n"5" "c" "d" 0.75\n"6" "d" "a" 1\n',
}


@pytest.mark.parametrize("told", TEXTS)
def test_every_dialect_of_text_gives_the_same_weights(tmp_path, told):
    w = read(write(tmp_path / "w.txt", TEXTS[told]))
    assert sorted(w.ids) == ABC
    order = [w.ids.index(unit) for unit in ABC]
    assert np.array_equal(w.raw.toarray()[np.ix_(order, order)], BIG)


@pytest.mark.parametrize("told", [told for told, text in TEXTS.items() if "," in text.splitlines()[0]])
def test_excel_holds_them_too(tmp_path, told):
    rows = [line.replace('"', "") for line in TEXTS[told].splitlines()]
    cells = [[float(c) if c.replace(".", "").isdigit() else c or None for c in row.split(",")] for row in rows]
    pd.DataFrame(cells).to_excel(tmp_path / "w.xlsx", header=False, index=False)
    w = read(tmp_path / "w.xlsx")
    order = [w.ids.index(unit) for unit in ABC]
    assert np.array_equal(w.raw.toarray()[np.ix_(order, order)], BIG)


COUNTING = {
    "no ids": "0,.5,0,.5\n1,0,0,0\n0,.25,0,.75\n1,0,0,0\n",
    "from 1": "1,2,3,4\n0,.5,0,.5\n1,0,0,0\n0,.25,0,.75\n1,0,0,0\n",
    "from 0": ",0,1,2,3\n0,0,.5,0,.5\n1,1,0,0,0\n2,0,.25,0,.75\n3,1,0,0,0\n",
    "V1": '"V1","V2","V3","V4"\n0,.5,0,.5\n1,0,0,0\n0,.25,0,.75\n1,0,0,0\n',
    "listw2mat": '"","V1","V2","V3","V4"\n"1",0,.5,0,.5\n"2",1,0,0,0\n"3",0,.25,0,.75\n"4",1,0,0,0\n',
    "links from 1": "1,2,.5\n1,4,.5\n2,1,1\n3,2,.25\n3,4,.75\n4,1,1\n",
    "links from 0": "0,1,.5\n0,3,.5\n1,0,1\n2,1,.25\n2,3,.75\n3,0,1\n",
    "spmat export, noid": "4\n0 .5 0 .5\n1 0 0 0\n0 .25 0 .75\n1 0 0 0\n",
    "links in another order": "4,1,1\n3,4,.75\n3,2,.25\n2,1,1\n1,2,.5\n1,4,.5\n",
}


@pytest.mark.parametrize("told", COUNTING)
def test_numbers_are_positions_where_ids_are_given_and_as_many(tmp_path, told):
    path = write(tmp_path / "w.csv", COUNTING[told])
    w = read(path, ids=ABC)
    assert w.ids == tuple(ABC) and np.array_equal(w.raw.toarray(), BIG) and "by-position" in notes(w)
    assert "first a, last d, 4 in all" in w.report.having("by-position")[0].text
    for wrong in (ABC[:3], [*ABC, "e"]):
        with pytest.raises(WeightsError, match=f"4 units.*{len(wrong)} ids were given"):
            read(path, ids=wrong)


def test_numbers_that_are_ids_stay_ids(tmp_path):
    path = write(tmp_path / "w.csv", COUNTING["from 1"])
    w = read(path, ids=["4", "3", "2", "1"])
    assert np.array_equal(w.raw.toarray(), BIG[::-1, ::-1]) and "by-position" not in notes(w)
    with pytest.raises(WeightsError, match="not among the ids"):
        read(path, ids=["1", "x", "y", "z"])


def test_a_gwt_of_spdep_counts_and_states_how_many(tmp_path):
    """write.sn2gwt leaves isolates out; the head and the highest number tell the count."""
    path = write(tmp_path / "w.gwt", "0 5 columbus POLYID\n1 2 0.5\n2 1 0.5\n5 2 1\n")
    w = read(path, ids=["a", "b", "c", "d", "e"])
    assert w.raw.toarray()[4, 1] == 1 and set(w.isolates) == {"c", "d"}
    with pytest.raises(WeightsError, match="5 units"):
        read(path, ids=["a", "b", "c", "d"])
    unclear = write(tmp_path / "u.gwt", "0 5 columbus POLYID\n1 2 0.5\n2 1 0.5\n")
    with pytest.raises(WeightsError, match="not among the ids"):
        read(unclear, ids=["a", "b", "c", "d", "e"])


def test_numbers_as_labels_are_told_from_weights(tmp_path):
    inner = "0,0.5,0.5\n{},1,0,0\n{},0,1,0"
    codes = write(tmp_path / "codes.csv", ",110000,120000,130000\n110000," + inner.format(120000, 130000))
    assert read(codes).ids == ("110000", "120000", "130000")  # a blank corner
    inverse = np.array([[0, 0.7, 0.2], [0.7, 0, 0.4], [0.2, 0.4, 0]])
    np.savetxt(tmp_path / "inverse.csv", inverse, delimiter=",")
    assert np.array_equal(
        read(tmp_path / "inverse.csv", ids=["x", "y", "z"]).raw.toarray(), inverse
    )  # no whole numbers
    zero = write(tmp_path / "zero.csv", "0,110000,120000,130000\n110000," + inner.format(120000, 130000))
    with pytest.raises(WeightsError, match=r"4 x 4.*header=both or .*header=none"):
        read(zero)
    assert read(zero, header="both").ids == ("110000", "120000", "130000")
    km = write(tmp_path / "km.csv", "0,120,340\n120,0,200\n340,200,0\n")
    with pytest.raises(WeightsError, match=r"header=both or .*header=none"):
        read(km)
    assert read(km, ids=["x", "y", "z"], header="none").raw.toarray()[0, 2] == 340


def test_small_tables_that_can_be_links_and_matrix_are_refused(tmp_path):
    links = write(tmp_path / "links.csv", "1,2,1\n2,1,1\n2,3,1\n")
    assert read(links).ids == ("1", "2", "3") and read(links).raw.nnz == 3  # a diagonal of ones is none
    both = write(tmp_path / "both.csv", "0,1\n1,0\n")
    with pytest.raises(WeightsError, match=r"layout=edges or both\.csv.layout=dense"):
        read(both)
    assert read(both, ids=["x", "y"], layout="dense").raw.nnz == 2
    assert read(both, layout="edges").ids == ("0", "1")
    named = write(tmp_path / "named.csv", "a,b,c\n0,1,1\n1,0,1\n1,1,0\n")
    assert read(named).ids == ("a", "b", "c")  # as links, the last would have weight 0


def test_the_first_link_is_no_header(tmp_path):
    """The first row of two columns was always left away."""
    w = read(write(tmp_path / "w.csv", "a,b\nb,a\nb,c\n"))
    assert w.raw.nnz == 3
    assert read(write(tmp_path / "h.csv", "甲,乙\na,b\nb,a\n")).raw.nnz == 2
    assert read(write(tmp_path / "n.csv", "1,2\n2,1\n2,3\n3,2\n")).raw.nnz == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0,1,0,1\n1,0,1,0\n", r"2 x 4"),
        ("a,b,a,d\n0,1,0,1\n1,0,1,0\n0,1,0,1\n1,0,1,0\n", r"4 labels.*a stand twice"),
        (",a,b,c,a\na,0,1,0,1\nb,1,0,1,0\nc,0,1,0,1\na,1,0,1,0\n", r"a stand twice"),
        ("1,1,0,0\n0,1,0,1\n1,0,1,0\n0,1,0,1\n1,0,1,0\n", r"4 labels.*stand twice"),
        (",a,b,c,\na,0,1,0,1\nb,1,0,1,0\nc,0,1,0,1\nd,1,0,1,0\n", "1 of 4 ids in the first row are blank"),
        ("a,b,c,d\n0,1,0,1\n1,0,1\n0,1,0,1\n1,0,1,0\n", "row 3 has 3 cells where the first has 4"),
        ("5\na 0 1\nb 1 0\n", "announces 5 units, but holds 2"),
        ("3\na b\nb a q\nc\n", "'q' is no unit"),
        ("4 1 1\na 0 1 0\nb 1 0 1\nc 1 0 1\nd 0 1 0\n", "banded"),
        ("a,b,c,d\n0,1_0,0,1\n1,0,1,0\n0,1,0,1\n1,0,1,0\n", "no number: '1_0'"),
        ("a,b,c,d\n0,nan,0,1\n1,0,1,0\n0,1,0,1\n1,0,1,0\n", "no number: 'nan'"),
    ],
)
def test_what_is_not_square_or_not_unique_is_refused_with_its_shape(tmp_path, text, said):
    with pytest.raises(WeightsError, match=said):
        read(write(tmp_path / "w.txt", text))


def test_header_says_where_ids_stand(tmp_path):
    square = write(tmp_path / "w.csv", TEXTS["ids in the row"])
    with pytest.raises(WeightsError, match=r"5 x 4.*4 x 3 weights if ids stand in the first row and column"):
        read(square, header="both")
    with pytest.raises(WeightsError, match="header is one of"):
        read(square, header="yes")
    first = write(tmp_path / "f.csv", "x,y,1\na,b,1\nb,a,1\n")
    assert read(first, header="none").raw.nnz == 3


def test_links_twice_and_links_to_oneself_are_told(tmp_path):
    w = read(write(tmp_path / "w.csv", "from,to,weight\na,b,1\na,b,1\nb,a,1\nb,b,2\n"))
    assert {"links-twice", "diagonal-dropped"} <= notes(w)
    assert "1 link twice" in w.report.having("links-twice")[0].text
    dense = read(write(tmp_path / "d.csv", ",a,b,c\na,1,1,0\nb,1,0,1\nc,0,1,0\n"))
    assert dense.report.having("diagonal-dropped")[0].ids == ("a",)


@pytest.mark.parametrize("name", ["stata_full", "stata_sparse"])
def test_stata_files_of_libpysal_give_the_same_links(name):
    w = read(EXAMPLES / "wmat" / f"{name}.txt")
    assert (len(w), w.raw.nnz, len(w.isolates)) == (56, 224, 7)


def test_a_mata_matrix_in_a_stata_file_is_read_by_its_columns(tmp_path):
    columns = [f"w{k}" for k in range(1, 5)]
    pd.DataFrame(BIG, columns=columns).to_stata(tmp_path / "w.dta", write_index=False)
    w = read(tmp_path / "w.dta", ids=ABC)
    assert np.array_equal(w.raw.toarray(), BIG) and "by-position" in notes(w)
    pd.DataFrame(BIG, columns=columns).assign(id=ABC)[["id", *columns]].to_stata(tmp_path / "i.dta", write_index=False)
    w = read(tmp_path / "i.dta")
    assert w.ids == tuple(ABC) and np.array_equal(w.raw.toarray(), BIG) and "labels-count" in notes(w)


MATLAB = {
    "full": {"W": BIG},
    "sparse": {"W": csc_array(BIG)},
    "whole numbers": {"W": (BIG * 4).astype("int16") / 4, "note": "queen", "n": 4},
    "links": {"links": np.array([[1, 2, 0.5], [1, 4, 0.5], [2, 1, 1], [3, 2, 0.25], [3, 4, 0.75], [4, 1, 1]])},
    "with another variable": {"W": BIG, "x": np.arange(4.0), "s": {"a": 1}},
}


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("told", MATLAB)
def test_matlab_files_are_read(tmp_path, told, packed):
    savemat(tmp_path / "w.mat", MATLAB[told], do_compression=packed)
    w = read(tmp_path / "w.mat", ids=ABC)
    assert np.array_equal(w.raw.toarray(), BIG) and w.ids == tuple(ABC)


def test_ids_beside_a_matlab_matrix_are_taken(tmp_path):
    for ids in (np.array(["a", "b", "省", "d e"], dtype=object), np.array([110000, 120000, 130000, 140000])):
        savemat(tmp_path / "w.mat", {"W": BIG, "ids": ids})
        assert read(tmp_path / "w.mat").ids == tuple(map(str, ids))
    savemat(tmp_path / "w.mat", {"W": BIG, "names": np.array(["aa", "b", "c", "d"])})
    assert read(tmp_path / "w.mat").ids == ("aa", "b", "c", "d")
    savemat(tmp_path / "w.mat", {"W": BIG, "ids": np.arange(3)})
    with pytest.raises(WeightsError, match="4 units but 3 ids"):
        read(tmp_path / "w.mat")


def test_matlab_files_come_back_and_scipy_reads_ours(tmp_path):
    raw = csr_array((np.array([0.5, 1 / 3, 2.0]), ([0, 0, 1], [1, 2, 3])), shape=(5, 5))
    w = Weights(raw, ("北京 市", "01001", 'A "b"', "NA", "x"), "w")
    path = write_weights(w, tmp_path / "w.mat")
    back = read(path)
    assert back.ids == w.ids and np.array_equal(back.raw.toarray(), raw.toarray()) and back.isolates == w.isolates
    assert np.array_equal(loadmat(path)["W"].toarray(), raw.toarray())


def test_matlab_files_that_hold_no_or_several_matrices_are_refused(tmp_path):
    path = tmp_path / "w.mat"
    savemat(path, {"W": BIG, "V": LINE})
    with pytest.raises(WeightsError, match=r"2 matrices: W, V"):
        read(path)
    assert len(read(path, ids=["x", "y", "z"], sheet="V")) == 3
    with pytest.raises(WeightsError, match="no matrix 'Q'; it has W, V"):
        read(path, sheet="Q")
    savemat(path, {"x": np.arange(3.0)})
    with pytest.raises(WeightsError, match="no matrix of numbers"):
        read(path)
    savemat(path, {"W": np.ones((4, 6))})
    with pytest.raises(WeightsError, match="4 x 6"):
        read(path)
    path.write_bytes(b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(512) + b"\x89HDF\r\n\x1a\n")
    with pytest.raises(WeightsError, match="-v7"):
        read(path)
    savemat(path, {"W": BIG}, format="4")
    with pytest.raises(WeightsError, match="no MATLAB file of versions 5 to 7"):
        read(path)


def test_matlab_files_of_others_are_read_as_scipy_reads_them():
    for name, size, links in (("wmat/spat-sym-us.mat", 46, 188), ("virginia/virginia_queen.mat", 136, 586)):
        w = read(EXAMPLES / name, ids=[f"u{k}" for k in range(size)])
        theirs = next(v for k, v in loadmat(EXAMPLES / name).items() if not k.startswith("__"))
        theirs = theirs.toarray() if hasattr(theirs, "toarray") else theirs
        assert np.array_equal(w.raw.toarray(), theirs) and w.raw.nnz == links


MARKET = {
    "pattern symmetric": ("coordinate pattern symmetric\n3 3 2\n2 1\n3 2\n", LINE),
    "integer": ("coordinate integer general\n% a note\n\n3 3 4\n1 2 1\n2 1 1\n2 3 1\n3 2 1\n", LINE),
    "array": ("array real general\n3 3\n0\n1\n0\n1\n0\n1\n0\n1\n0\n", LINE),
    "array symmetric": ("array real symmetric\n3 3\n0\n1\n0\n0\n1\n0\n", LINE),
    "skew": ("coordinate real skew-symmetric\n3 3 1\n2 1 2\n", np.array([[0, -2.0, 0], [2, 0, 0], [0, 0, 0]])),
    "array skew": ("array real skew-symmetric\n3 3\n2\n0\n0\n", np.array([[0, -2.0, 0], [2, 0, 0], [0, 0, 0]])),
}


@pytest.mark.parametrize("told", MARKET)
def test_matrix_market_is_read_as_scipy_reads_it(tmp_path, told):
    from scipy.io import mmread

    text, wanted = MARKET[told]
    path = write(tmp_path / "w.mtx", f"%%MatrixMarket matrix {text}")
    theirs = mmread(path)
    assert np.array_equal(theirs.toarray() if hasattr(theirs, "toarray") else theirs, wanted)
    assert np.array_equal(read(path, ids=["x", "y", "z"]).raw.toarray(), wanted)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("coordinate real general\n3 3 99999999999999999\n1 2 1\n", "announces 99,999,999,999,999,999 entries"),
        ("coordinate real general\n99999999999 99999999999 1\n1 2 1\n", "99999999999 units|without ids"),
        ("array real general\n99999999 99999999\n1\n", "holds 1"),
        ("coordinate real general\n3 3 1\n4 1 1\n", "row 4, column 1 of a matrix of 3 x 3"),
        ("coordinate real general\n3 3 1\n0 1 1\n", "row 0"),
        ("coordinate real general\n3 3 1\n1 2\n", "of 2"),
        ("coordinate complex general\n3 3 1\n1 2 1 1\n", "complex"),
        ("coordinate real general\n3 4 1\n1 2 1\n", "3 x 4"),
        ("coordinate real general\n-3 3 1\n1 2 1\n", "whole numbers"),
        ("coordinate real general\n3 3 2\n1 2 1\n1 2 3 4\n", "entry 2 has 4 numbers"),
    ],
)
def test_a_matrix_market_file_holds_what_it_says(tmp_path, text, said):
    with pytest.raises(WeightsError, match=said):
        read(write(tmp_path / "w.mtx", f"%%MatrixMarket matrix {text}"), ids=None)


def test_labels_that_count_are_known():
    assert counted(["1", "2", "3"]) == counted(["0", "1", "2"]) == counted(["V1", "V2", "V3"]) == [0, 1, 2]
    assert counted(["3", "1", "2"]) == [2, 0, 1]
    for other in (["1", "3"], ["01", "02"], ["a1", "b2"], ["110000", "120000"], ["x"], []):
        assert counted(other) is None


def test_what_stands_behind_the_name_is_as_if_it_were_asked(tmp_path):
    """Every face knows file names; so what a message advises can be done in each."""
    write(tmp_path / "km.csv", "0,120,340\n120,0,200\n340,200,0\n")
    assert read(f"{tmp_path}/km.csv|header=none", ids=["x", "y", "z"]).raw.toarray()[0, 2] == 340
    assert read(f"{tmp_path}/km.csv|header=both").ids == ("120", "340")
    write(tmp_path / "both.csv", "0,1\n1,0\n")
    assert read(f"{tmp_path}/both.csv|layout=edges").raw.nnz == 2
    with pd.ExcelWriter(tmp_path / "w.xlsx") as book:
        for name, matrix in (("one", LINE), ("two", BIG)):
            pd.DataFrame(matrix).to_excel(book, sheet_name=name, header=False, index=False)
    assert len(read(f"{tmp_path}/w.xlsx|sheet=two", ids=ABC)) == 4 and len(read(tmp_path / "w.xlsx", ids=ABC[:3])) == 3


def test_positions_are_for_files_that_only_count(tmp_path):
    counting, named = write(tmp_path / "c.csv", COUNTING["V1"]), write(tmp_path / "n.csv", TEXTS["ids in the row"])
    assert read(counting, positions=["p", "q", "r", "s"]).ids == ("p", "q", "r", "s")
    assert read(named, positions=["p", "q", "r", "s"]).ids == tuple(ABC)
    with pytest.raises(WeightsError, match=r"4 units and numbers them \(V1, \.\.\.\), but 3 ids"):
        read(counting, positions=["p", "q", "r"])
