from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.unit.sample_table import context, profile, read, table
from tryggve.catalog import read_csv
from tryggve.domain.area import MUNICIPALITY, Area, AreaRegister
from tryggve.domain.incident import LeftOut, LocationPrecision
from tryggve.domain.incident_table import NO_COORDINATE
from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.mapping import Mapped, apply
from tryggve.ingest.profile import load_profile

POINT, STREET, AREA, WHOLE, UNKNOWN = LocationPrecision
EST = load_profile("est")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


def square(x: int, y: int, side: int) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]]}


REGISTER = AreaRegister(
    "Påhitt",
    (
        Area("all", "Påhitt", MUNICIPALITY, geometry=square(670000, 6580000, 8000)),
        Area("A1", "Norrgärdet", "district", geometry=square(670000, 6580000, 4000)),
        Area("A2", "Sörgärdet", "district", geometry=square(674000, 6580000, 4000)),
    ),
)


def est(text: str, register: AreaRegister | None = None) -> Mapped:
    return read(text, EST, register)


def codes(mapped: Mapped, level: str) -> list[str]:
    return list(mapped.incidents.areas[level].objects())


def test_points_fall_in_areas_of_every_level() -> None:
    mapped = est(
        "fran;kategori;x;y\n2025-03-02;klotter;671000;6581000\n2025-03-02;klotter;675000,4;6581000,6", REGISTER
    )
    assert codes(mapped, "district") == ["A1", "A2"]
    assert codes(mapped, MUNICIPALITY) == ["all", "all"]
    assert mapped.incidents.x.tolist() == [671000, 675000]
    assert mapped.incidents.y.tolist() == [6581000, 6581001]
    assert mapped.incidents.location_precision.tolist() == [POINT, POINT]


def test_an_area_code_or_name_places_a_row_without_coordinates() -> None:
    mapped = est(
        "fran;kategori;omrade\n2025-03-02;klotter;A2\n2025-03-02;klotter;norrgärdet\n2025-03-02;klotter;", REGISTER
    )
    assert codes(mapped, "district") == ["A2", "A1", ""]
    assert mapped.incidents.location_precision.tolist() == [AREA, AREA, UNKNOWN]
    assert set(mapped.incidents.x.tolist()) == {NO_COORDINATE}


def test_area_texts_that_fit_nothing_are_named_and_the_rows_kept() -> None:
    mapped = est("fran;kategori;omrade\n" + "2025-03-02;klotter;Ingenstans\n" * 2 + "2025-03-02;klotter;A1", REGISTER)
    assert len(mapped.incidents) == 3
    assert "In the area column but not in the areas file: Ingenstans 2." in mapped.notes


def test_what_is_only_roughly_known_is_never_a_point() -> None:
    mapped = est(
        "fran;kategori;platsprecision;x;y\n"
        + "".join(
            f"2025-03-02;klotter;{word};671000;6581000\n" for word in ("punkt", "gata", "område", "kommun", "okänd", "")
        ),
        REGISTER,
    )
    assert mapped.incidents.location_precision.tolist() == [POINT, STREET, AREA, WHOLE, UNKNOWN, POINT]
    known = [x != NO_COORDINATE for x in mapped.incidents.x.tolist()]
    assert known == [True, True, False, False, False, True]


def test_without_an_areas_file_the_codes_of_the_rows_are_kept() -> None:
    mapped = est("fran;kategori;omrade;x;y\n2025-03-02;klotter;Z9;;\n2025-03-02;klotter;;671000;6581000")
    assert codes(mapped, "area") == ["Z9", ""]
    assert mapped.incidents.location_precision.tolist() == [AREA, POINT]


@pytest.mark.parametrize(
    ("columns", "x"),
    [
        ("x;y|671000;6581000", 671_000),
        ("x;y|671 000,2;6 581 000,2", 671_000),
        # 15° east is the middle meridian of SWEREF 99 TM: its easting is 500 000 by definition.
        ("lat;long|59.3334;15.0", 500_000),
        ("latitud;longitud|59,3334;15,0", 500_000),
        ("x;y|15.0;59.3334", 500_000),  # no place in Sweden has metres as small as degrees
    ],
)
def test_forms_of_coordinates(columns: str, x: int) -> None:
    heading, cells = columns.split("|")
    mapped = est(f"fran;kategori;{heading}\n2025-03-02;klotter;{cells}")
    assert mapped.errors == ()
    assert int(mapped.incidents.x[0]) == x
    assert 6_570_000 < int(mapped.incidents.y[0]) < 6_590_000


@pytest.mark.parametrize("text", ["59.3334,15.0", "59.3334, 15.0", "(59.3334, 15.0)", "59.3334 15.0"])
def test_both_coordinates_in_one_column(text: str) -> None:
    mapped = read(f"t;k;p\n2025-03-02;klotter;{text}", profile(time="t", category="k", latlon="p"))
    assert mapped.errors == ()
    assert int(mapped.incidents.x[0]) == 500_000


def test_a_stated_crs_is_used() -> None:
    own = replace(profile(time="t", category="k", x="x", y="y"), crs="EPSG:3021")  # RT90 2.5 gon V
    mapped = read("t;k;x;y\n2025-03-02;klotter;1628000;6580800", own)
    assert 669000 < int(mapped.incidents.x[0]) < 675000
    assert 6578000 < int(mapped.incidents.y[0]) < 6584000


def test_faulty_coordinates_stop_the_row() -> None:
    mapped = est(
        "fran;kategori;x;y\n2025-03-02;klotter;öst;6581000\n2025-03-02;klotter;671000;\n2025-03-02;klotter;;6581000\n"
        "2025-03-02;klotter;671000;6581000\n2025-03-02;klotter;;"
    )
    assert mapped.incidents.row_no.tolist() == [5, 6]
    assert [error.what for error in mapped.errors] == [
        "The coordinate is not a number.",
        "Only one of the two coordinates is given.",
        "Only one of the two coordinates is given.",
    ]


def test_zero_zero_is_missing_and_said() -> None:
    mapped = est(
        "fran;kategori;x;y\n2025-03-02;klotter;0;0\n2025-03-02;klotter;-1;-1\n2025-03-02;klotter;0.0;0,0\n"
        "2025-03-02;klotter;671000;6581000"
    )
    assert mapped.incidents.location_precision.tolist() == [UNKNOWN, UNKNOWN, UNKNOWN, POINT]
    assert any(note.startswith("3 rows have the coordinates 0, 0") for note in mapped.notes)


def test_one_point_far_outside_is_a_fault_of_its_row() -> None:
    good = "2025-03-02;klotter;671000;6581000\n" * 4
    for far in ("571000;6281000", "6581000;671000", "9999999999;1"):
        mapped = est(f"fran;kategori;x;y\n{good}2025-03-02;klotter;{far}", REGISTER)
        assert [error.row for error in mapped.errors] == [6], far
        assert "far outside" in mapped.errors[0].what


@pytest.mark.parametrize(
    ("cells", "fits"),
    [
        ("6581000;671000", "EPSG:3006 with swapped axes"),
        ("1628000;6580800", "EPSG:3021"),
    ],
)
def test_when_most_points_lie_far_outside_it_is_the_crs(cells: str, fits: str) -> None:
    rows = f"2025-03-02;klotter;{cells}\n" * 3
    with pytest.raises(FileError, match="is the coordinate system right") as refused:
        est(f"fran;kategori;x;y\n{rows}2025-03-02;klotter;671000;6581000", REGISTER)
    assert fits in refused.value.how
    assert "--crs" in refused.value.how


def test_swapped_degrees_are_refused_and_never_mended() -> None:
    rows = "2025-03-02;klotter;18.0064;59.3334\n" * 3
    with pytest.raises(FileError, match="far outside") as refused:
        est(f"fran;kategori;lat;long\n{rows}", REGISTER)
    assert "EPSG:4326 with swapped axes" in refused.value.how


def test_faulty_rows_do_not_decide_whether_the_crs_is_right() -> None:
    mapped = est(
        "fran;kategori;x;y\nigår;klotter;6581000;671000\nigår;klotter;6581000;671000\n2025-03-02;klotter;671000;6581000",
        REGISTER,
    )
    assert len(mapped.incidents) == 1


def test_points_of_geojson_are_degrees_unless_it_says_otherwise() -> None:
    rows = "geometry.x;geometry.y;fran;kategori\n15.0;59.3334;2025-03-02;klotter"
    mapped = apply(table(rows), EST, context())
    assert int(mapped.incidents.x[0]) == 500_000
    plane = apply(table(rows.replace("15.0;59.3334", "671000;6581000"), crs="EPSG:3006"), EST, context())
    assert int(plane.incidents.x[0]) == 671000


def test_a_row_uses_its_first_complete_pair() -> None:
    mapped = est(
        "fran;kategori;x;y;lat;long\n2025-03-02;klotter;671000;6581000;60.0;17.0\n2025-03-02;klotter;;;59.3334;15.0"
    )
    assert mapped.incidents.x[0] == 671000
    assert int(mapped.incidents.x[1]) == 500_000


def test_a_row_of_another_municipality_is_kept_but_not_counted() -> None:
    text = (
        "fran;kategori;plats;platsprecision\n2025-03-02;klotter;Lillstad;kommun\n2025-03-02;klotter;Påhitt;kommun\n"
        "2025-03-02;rykten;Lillstad;kommun\n2025-03-02;klotter;Påhitts län;okänd"
    )
    name = read_csv("municipalities.csv")[0]["name"]
    mapped = est(text.replace("Lillstad", name), REGISTER)
    assert mapped.incidents.left_out.objects().tolist() == [
        LeftOut.ELSEWHERE, LeftOut.NONE, LeftOut.RUMOUR, LeftOut.ELSEWHERE,
    ]  # fmt: skip
    assert mapped.incidents.areas[MUNICIPALITY].objects().tolist() == ["", "all", "", ""]
    assert set(est(text).incidents.left_out.objects().tolist()) == {"", "rumour"}, "nobody knows which one is ours"
