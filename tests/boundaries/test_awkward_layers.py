"""Every case of the awkward boundary files beside the checkout: what gisplug says and does.
docs/boundaries/boundaries.md shows the table.
"""

import pytest

import gisplug as gp
from gisplug.core.errors import LayerError
from tests.shared_data import shared

BAD, FIXTURES = "data/bad_inputs", "data/fixtures"
COUNTY = {"id": "adcode", "name": "县区"}
PROVINCE = {"id": "adcode", "name": "name_zh"}

# case: (options, units, codes of the report)
READS = {
    f"{BAD}/d01_gbk_cpg_prj_ok": (COUNTY, 116, set()),
    f"{BAD}/d02_gbk_nocpg_ldid0": (COUNTY, 116, {"encoding-found"}),
    f"{BAD}/d03_gbk_wrongcpg_utf8": (COUNTY, 116, {"encoding-contradicted"}),
    f"{BAD}/d04_noprj": (COUNTY, 116, {"crs-missing"}),
    f"{BAD}/d07_bowtie_self_intersection": (COUNTY, 116, {"rings-repaired", "edges-unmatched"}),
    f"{FIXTURES}/f00_clean34.gpkg": (PROVINCE, 34, set()),
    f"{FIXTURES}/f01_gbk_nocpg_ldid0_noprj": (PROVINCE, 34, {"encoding-found", "crs-missing"}),
    f"{FIXTURES}/f03_bowtie.gpkg": (PROVINCE, 34, {"rings-repaired"}),
    f"{FIXTURES}/f05_slivers_400m.gpkg": (PROVINCE, 34, {"edges-unmatched"}),
    f"{FIXTURES}/f06_per_feature_simplified.gpkg": (PROVINCE, 34, {"edges-unmatched"}),
    f"{FIXTURES}/f08_code_as_float_string.gpkg": (PROVINCE, 34, {"ids-recoded"}),
}
# case: (options, words of the refusal, option that mends it, units then, codes then)
REFUSES = {
    f"{BAD}/d05_duplicate_codes": (
        COUNTY,
        r"330111 \(2 times\), 330281 \(2 times\)",
        {"dissolve": True},
        114,
        "dissolved",
    ),
    f"{BAD}/d06_null_space_float_codes": (COUNTY, "1 feature without adcode", {"empty": "drop"}, 115, "ids-missing"),
    f"{BAD}/d08_null_empty_geometry.gpkg": (
        COUNTY,
        "without geometry: 330182",
        {"empty": "drop"},
        None,
        "empty-dropped",
    ),
    f"{BAD}/d09_exploded_multipart_dup_records": (
        COUNTY,
        "21 ids more than once",
        {"dissolve": True},
        116,
        "dissolved",
    ),
    f"{FIXTURES}/f02_duplicate_code.gpkg": (PROVINCE, r"130000 \(2 times\)", {"dissolve": True}, 33, "dissolved"),
    f"{FIXTURES}/f04_exploded_parts.gpkg": (PROVINCE, "15 ids more than once", {"dissolve": True}, 34, "dissolved"),
    f"{FIXTURES}/f07_null_geometry.gpkg": (
        PROVINCE,
        "without geometry: 210000",
        {"empty": "drop"},
        33,
        "empty-dropped",
    ),
}


@pytest.mark.parametrize("case", READS)
def test_it_is_read_and_the_report_says_what_was_done(case):
    options, count, codes = READS[case]
    units = gp.read_units(shared(case), **options)
    assert len(units) == count
    assert {note.code for note in units.report.notes} == codes
    assert units.frame.is_valid.all() and set(units.frame.geom_type) <= {"Polygon", "MultiPolygon"}
    assert any("\u4e00" <= c <= "\u9fff" for c in units.names[0])


@pytest.mark.parametrize("case", REFUSES)
def test_it_is_refused_with_the_list_and_read_with_the_mend_that_is_named(case):
    options, words, mend, count, code = REFUSES[case]
    with pytest.raises(LayerError, match=words) as refusal:
        gp.read_units(shared(case), **options)
    assert next(iter(mend)) in str(refusal.value)
    try:
        units = gp.read_units(shared(case), **options, **mend)
    except LayerError as more:  # d06 holds a duplicate too once its blanks are out
        units = gp.read_units(shared(case), **options, **mend, dissolve=True)
        assert "dissolve" in str(more)
    assert count is None or len(units) == count
    assert code in {note.code for note in units.report.notes}


def test_the_spoilt_provinces_have_the_neighbours_of_the_clean_ones():
    def pairs(case, **options):
        units = gp.read_units(shared(f"{FIXTURES}/{case}"), **PROVINCE, **options)
        w = gp.contiguity(units)
        loose = w.raw.tocoo()
        return {frozenset((w.ids[i], w.ids[j])) for i, j in zip(loose.row, loose.col, strict=True)}

    clean = pairs("f00_clean34.gpkg")
    assert len(clean) == 70
    for case in (
        "f01_gbk_nocpg_ldid0_noprj",
        "f05_slivers_400m.gpkg",
        "f06_per_feature_simplified.gpkg",
        "f08_code_as_float_string.gpkg",
    ):
        assert pairs(case) == clean
    assert pairs("f04_exploded_parts.gpkg", dissolve=True) == clean
    assert pairs("f07_null_geometry.gpkg", empty="drop") == {pair for pair in clean if "210000" not in pair}


def test_overlapping_belarus_has_the_neighbours_of_the_clean_layer():
    clean = gp.contiguity(gp.read_units(shared("data/belarus/by_adm2_118_geoboundaries.gpkg"), id="id"))
    rough = gp.contiguity(gp.read_units(shared("data/belarus/by_adm2_119_simplified_overlaps.gpkg"), id="id"))
    both = [i for i in clean.ids if i in rough.ids]
    truth = clean.align(both).raw.toarray()
    assert (truth.sum() / 2, len(both)) == (305, 118)
    assert (rough.align(both).raw.toarray() == truth).all()
    strict = gp.contiguity(
        gp.read_units(shared("data/belarus/by_adm2_119_simplified_overlaps.gpkg"), id="id"), tolerance=0
    )
    assert (truth - strict.align(both).raw.toarray()).sum() / 2 == 3  # what the strict rule loses
