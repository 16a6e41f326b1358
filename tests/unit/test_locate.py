from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.unit.place_material import DISTRICTS, QUARTERS, REGISTER, WHOLE, X0, Y0, district, square
from tryggve.catalog import read_csv
from tryggve.domain.area import MUNICIPALITY, Area, AreaRegister
from tryggve.domain.incident import LocationPrecision
from tryggve.domain.incident_table import NO_COORDINATE, Coded
from tryggve.domain.language import use_language
from tryggve.ingest.locate import FAR_M, Located, Locator

POINT, STREET, AREA, COMMUNE, UNKNOWN = LocationPrecision
LOCATOR = Locator(REGISTER)
ELSEWHERE = read_csv("municipalities.csv")[0]["name"]


def locate(locator: Locator, *rows: dict[str, Any]) -> Located:
    """Rows as dicts: `at` in metres from the origin, area, place, title, text, stated."""
    n = len(rows)
    spots = [row.get("at") for row in rows]
    x = np.array([NO_COORDINATE if at is None else X0 + at[0] for at in spots], np.int32)
    y = np.array([NO_COORDINATE if at is None else Y0 + at[1] for at in spots], np.int32)
    texts = [Coded.of([row.get(name, "") for row in rows]) for name in ("area", "place", "title", "text")]
    stated = np.array([row.get("stated", 0) for row in rows], np.int8)
    with use_language("en"):
        located = locator.locate(x, y, np.array([at is not None for at in spots], bool), *texts, stated=stated)
    assert all(len(codes) == n for codes in located.areas.values())
    return located


def one(row: dict[str, Any], locator: Locator = LOCATOR) -> tuple[str, str, str, int]:
    """District, quarter, municipality and precision of a single row."""
    located = locate(locator, row)
    return (
        *(located.areas[level][0] for level in ("district", "quarter", MUNICIPALITY)),
        int(located.location_precision[0]),
    )


# --- coordinates


def test_a_point_lies_in_an_area_of_every_level() -> None:
    located = locate(LOCATOR, {"at": (2500, 500)}, {"at": (100, 1900)})
    assert [located.areas[level][0] for level in located.areas] == ["03", "S", "all"]
    assert [located.areas[level][1] for level in located.areas] == ["05", "N", "all"]
    assert located.location_precision.tolist() == [POINT, POINT]
    assert located.keep_xy.all()
    assert located.notes == ()


@pytest.mark.parametrize(
    ("at", "code"),
    [((1000, 500), "01"), ((0, 0), "01"), ((2000, 1000), "02"), ((5000, 2000), "10"), ((500, 1000), "01")],
)
def test_on_a_border_the_first_area_in_the_file_decides(at: tuple[int, int], code: str) -> None:
    assert one({"at": at})[0] == code
    turned = Locator(AreaRegister("Granhult", (*reversed(DISTRICTS), *QUARTERS, WHOLE)))
    assert one({"at": (1000, 500)}, turned)[0] == "02"


def test_a_street_stays_a_street() -> None:
    assert one({"at": (500, 500), "stated": STREET}) == ("01", "S", "all", STREET)


def test_outside_is_kept_and_counted_far_outside_is_a_fault() -> None:
    near, border, far = (-50, 500), (-FAR_M, 500), (-FAR_M - 1, 500)
    located = locate(LOCATOR, {"at": near}, {"at": border}, {"at": far}, {"at": (500, 500)})
    assert located.outside.tolist() == [True, True, False, False]
    assert not located.elsewhere.any(), "a point beside the areas may lie in a part of the municipality without areas"
    assert located.far_outside.tolist() == [False, False, True, False]
    assert located.keep_xy.tolist() == [True, True, False, True]
    assert located.location_precision.tolist() == [POINT, POINT, UNKNOWN, POINT]
    assert [located.areas[MUNICIPALITY][i] for i in range(4)] == ["", "", "", "all"]
    assert any(note.startswith("2 rows lie outside") for note in located.notes)
    assert any("more than 100 km" in note for note in located.notes)


def test_a_gap_inside_the_municipality_is_not_outside() -> None:
    register = AreaRegister(
        "Granhult", (district("1", "A", 0, 0), Area("all", "", MUNICIPALITY, geometry=square(0, 0, 5, 5)))
    )
    located = locate(Locator(register), {"at": (4500, 4500)})
    assert (located.areas["district"][0], located.areas[MUNICIPALITY][0], located.outside[0]) == ("", "all", False)


def test_coordinates_decide_over_the_area_column_and_it_is_told() -> None:
    located = locate(LOCATOR, {"at": (500, 500), "area": "03"}, {"at": (500, 500), "area": "01"})
    assert located.areas["district"].objects().tolist() == ["01", "01"]
    assert any(note.startswith("1 row names another area") for note in located.notes)


def test_a_register_without_outlines_knows_nothing_of_inside() -> None:
    located = locate(
        Locator(AreaRegister("", (Area("1", "Solbro", "district"),))), {"at": (0, 0)}, {"text": "på Solbro"}
    )
    assert not located.outside.any()
    assert not located.far_outside.any()
    assert located.areas["district"].objects().tolist() == ["", "1"]
    assert MUNICIPALITY not in located.areas


# --- the area column


@pytest.mark.parametrize(
    ("area", "code"),
    [
        ("05", "05"),
        ("5", "05"),
        ("5.0", "05"),
        ("Kvarnbacka", "05"),
        ("kvarnbacka ", "05"),
        ("i Kvarnbacka", "05"),
        ("Hagastan", "03"),
    ],
)
def test_an_area_by_code_then_by_name(area: str, code: str) -> None:
    assert one({"area": area}) == (code, {"05": "N", "03": "S"}[code], "all", AREA)


def test_an_area_of_the_coarser_level_tells_nothing_of_the_finer() -> None:
    assert one({"area": "N"}) == ("", "N", "all", AREA)


def test_an_unknown_area_is_told_and_the_other_columns_are_asked() -> None:
    located = locate(
        LOCATOR, {"area": "99"}, {"area": "99", "text": "på Kvarnbacka"}, {"area": ""}, {"area": "Granhult"}
    )
    assert located.unknown_area.tolist() == [True, True, False, False]
    assert located.areas["district"].objects().tolist() == ["", "05", "", ""]
    assert located.location_precision.tolist() == [UNKNOWN, AREA, UNKNOWN, COMMUNE]
    assert any(note.startswith("2 rows have something in the area column") for note in located.notes)


def test_a_code_of_two_levels_means_the_level_that_knows_most_of_the_column() -> None:
    fine = tuple(Area(str(i), f"Fin {i}", "fine", geometry=square(i, 0)) for i in range(4))
    coarse = (
        Area("1", "Grov", "coarse", geometry=square(0, 0, 4)),
        Area("x", "Annan", "coarse", geometry=square(0, 5)),
    )
    locator = Locator(AreaRegister("", (*coarse, *fine)))
    located = locate(locator, {"area": "1"}, {"area": "2"}, {"area": "3"})
    assert located.areas["fine"].objects().tolist() == ["1", "2", "3"]
    assert located.areas["coarse"].objects().tolist() == ["1", "1", "1"]  # holds them all
    located = locate(locator, {"area": "1"}, {"area": "x"})
    assert located.areas["coarse"].objects().tolist() == ["1", "x"]
    assert located.areas["fine"].objects().tolist() == ["", ""]


# --- names


def test_a_name_of_one_area_places_the_row_there_and_in_what_holds_it() -> None:
    assert one({"text": "Klotter på Kvarnbackas skola"}) == ("05", "N", "all", AREA)


def test_a_name_of_several_areas_counts_at_their_common_parent_only() -> None:
    located = locate(LOCATOR, {"text": "Bråk i Talludden"})
    assert [located.areas[level][0] for level in located.areas] == ["", "S", "all"]
    assert located.several.tolist() == [True]
    assert located.location_precision.tolist() == [AREA]


def test_several_areas_without_a_common_parent_count_in_the_municipality() -> None:
    for text in ("mellan Kvarnbacka och Haga", "på Haga, Kvarnbacka och Ön"):
        assert one({"text": text}) == ("", "", "all", COMMUNE)
    register = AreaRegister(
        "Granhult", (district("1", "Solbro", 0, 0), district("2", "Solbro", 0, 1), *QUARTERS, WHOLE)
    )
    located = locate(Locator(register), {"area": "Solbro"})
    assert (located.areas["district"][0], located.areas["quarter"][0], located.areas[MUNICIPALITY][0]) == (
        "",
        "",
        "all",
    )
    assert (located.several[0], located.location_precision[0]) == (True, COMMUNE)


def test_two_names_of_one_place_agree() -> None:
    assert one({"text": "På Hagastan, vid torget i Haga"}) == ("03", "S", "all", AREA)
    assert one({"text": "I Talludden norra, alltså på Sydsidan"}) == ("", "S", "all", AREA)


def test_the_parent_of_the_register_goes_before_outlines() -> None:
    areas = (
        Area("a", "Solbro norra", "district", parent="P"),
        Area("b", "Solbro södra", "district", parent="P"),
        Area("c", "Åkra", "district", parent="Q"),
        Area("P", "Väst", "quarter", parent="T"),
        Area("Q", "Öst", "quarter", parent="T"),
        Area("T", "Hela", "third"),
    )
    locator = Locator(AreaRegister("", areas))
    located = locate(locator, {"text": "i Solbro"}, {"text": "i Solbro och Åkra"}, {"text": "i Åkra"})
    assert located.areas["district"].objects().tolist() == ["", "", "c"]
    assert located.areas["quarter"].objects().tolist() == ["P", "", "Q"]
    assert located.areas["third"].objects().tolist() == ["T", "T", "T"]


def test_a_circle_of_parents_ends() -> None:
    areas = (
        Area("a", "Solbro", "district", parent="b"),
        Area("b", "Åkra", "quarter", parent="a"),
        Area("c", "Ö", "third"),
    )
    located = locate(Locator(AreaRegister("", areas)), {"text": "i Solbro"})
    assert located.areas["district"][0] == "a"
    assert located.areas["third"][0] == ""


def test_an_area_that_is_cut_by_another_division_is_in_none_of_its_areas() -> None:
    cut = tuple(Area(str(i), f"Ruta {i}", "other", geometry=square(0.5 + i, 0)) for i in range(4))
    located = locate(Locator(AreaRegister("", (*DISTRICTS, *cut))), {"text": "i Talludden norra"})
    assert (located.areas["district"][0], located.areas["other"][0]) == ("01", "")


def test_place_goes_before_title_and_title_before_text() -> None:
    rows = {"place": "Backen", "title": "Bråk på Haga", "text": "ungdomar från Kvarnbacka"}
    assert one(rows)[0] == "04"
    assert one({**rows, "place": "vid skolan"})[0] == "03"
    assert one({**rows, "place": "Granhult", "title": "Bråk"})[0] == "05"
    assert one({**rows, "area": "01"})[0] == "01"


def test_what_is_only_near_a_place_counts_in_the_municipality() -> None:
    assert one({"text": "norr om Kvarnbacka"}) == ("", "", "all", COMMUNE)


def test_nothing_said_is_unknown_and_the_municipality_is_the_municipality() -> None:
    assert one({"text": "Klotter"}) == ("", "", "", UNKNOWN)
    assert one({"place": "Granhult"}) == ("", "", "all", COMMUNE)
    assert one({"text": "Klotter", "stated": COMMUNE}) == ("", "", "all", COMMUNE)
    assert one({"text": "Klotter", "stated": AREA}) == ("", "", "all", COMMUNE)


def test_a_stated_unknown_place_is_not_guessed_from_text() -> None:
    assert one({"text": "på Kvarnbacka", "stated": UNKNOWN}) == ("", "", "", UNKNOWN)
    assert one({"area": "05", "stated": UNKNOWN}) == ("05", "N", "all", AREA)


def test_rows_with_coordinates_do_not_listen_to_text() -> None:
    located = locate(LOCATOR, {"at": (500, 500), "text": "på Kvarnbacka"}, {"at": (-50, 0), "text": "på Kvarnbacka"})
    assert located.areas["district"].objects().tolist() == ["01", ""]
    assert not any("placed in an area" in note for note in located.notes)


# --- coordinates that are no points


def test_the_middle_of_a_stated_area_is_not_a_point() -> None:
    located = locate(LOCATOR, {"at": (500, 500), "stated": AREA}, {"at": (500, 500), "stated": AREA, "area": "05"})
    assert located.areas["quarter"].objects().tolist() == ["S", "N"]  # the coarsest level, and what was named
    assert located.areas["district"].objects().tolist() == ["", "05"]
    assert located.location_precision.tolist() == [AREA, AREA]
    assert not located.keep_xy.any()


def test_the_middle_of_the_municipality_is_never_used_as_a_point() -> None:
    rows = [{"at": (500, 500), "stated": COMMUNE, "text": "på Haga"}, {"at": (500, 500), "stated": COMMUNE}]
    located = locate(LOCATOR, *rows)
    assert located.areas["district"].objects().tolist() == ["03", ""]
    assert located.location_precision.tolist() == [AREA, COMMUNE]
    assert not located.keep_xy.any()


def test_a_notice_of_another_municipality_does_not_land_in_ours() -> None:
    by_name = {"place": ELSEWHERE, "text": "på Haga", "stated": COMMUNE}
    by_middle = {"place": "Lillstad", "at": (-60_000, 500), "text": "på Haga", "stated": COMMUNE}
    far = {"place": "Lillstad", "at": (-900_000, 500), "text": "på Haga", "stated": COMMUNE}
    ours = {"place": "Granhult", "at": (-60_000, 500), "text": "på Haga", "stated": COMMUNE}
    located = locate(LOCATOR, by_name, by_middle, far, ours)
    assert located.outside.tolist() == [True, True, True, False]
    assert located.elsewhere.tolist() == [True, True, True, False]
    assert any(note.startswith("3 rows are of another municipality") for note in located.notes)
    assert not any("outside all areas" in note for note in located.notes)
    assert not located.far_outside.any()
    assert located.areas["district"].objects().tolist() == ["", "", "", "03"]
    assert located.areas[MUNICIPALITY].objects().tolist() == ["", "", "", "all"]
    assert located.location_precision.tolist() == [COMMUNE] * 3 + [AREA]


def test_what_happened_somewhere_in_a_county_is_not_of_this_municipality() -> None:
    rows = [{"place": place, "stated": UNKNOWN} for place in ("Granhults län", "Granhult", "")]
    assert locate(LOCATOR, *rows, {"place": "Granhults län"}).elsewhere.tolist() == [True, False, False, False]


def test_a_hamlet_called_like_a_municipality_is_not_another_municipality() -> None:
    assert not locate(LOCATOR, {"place": ELSEWHERE, "text": "på Haga"}).outside.any()


def test_centroids_are_found_without_being_stated() -> None:
    middle = [{"at": (2500, 1000), "place": "Granhult"} for _ in range(25)]
    located = locate(LOCATOR, *middle, *({"at": (100 + i, 100), "place": f"Plats {i}"} for i in range(50)))
    assert located.centroid.tolist() == [True] * 25 + [False] * 50
    assert located.location_precision.tolist() == [COMMUNE] * 25 + [POINT] * 50
    assert any("middle of a place" in note for note in located.notes)


def test_no_rows() -> None:
    located = locate(LOCATOR)
    assert len(located.location_precision) == 0
    assert located.notes == ()


def test_stated_may_be_left_out() -> None:
    nothing = Coded.constant("", 1)
    x, y = np.array([X0 + 500], np.int32), np.array([Y0 + 500], np.int32)
    located = LOCATOR.locate(x, y, np.ones(1, bool), nothing, nothing, nothing, nothing)
    assert (located.areas["district"][0], located.location_precision[0]) == ("01", POINT)
