"""Laws of locating: rows do not know of one another, and a name never picks one of several areas."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.place_material import DISTRICTS, QUARTERS, REGISTER, X0, Y0
from tryggve.domain.area import MUNICIPALITY, Area, AreaRegister
from tryggve.domain.incident import LocationPrecision
from tryggve.domain.incident_table import NO_COORDINATE, Coded
from tryggve.ingest.locate import Located, Locator

LOCATOR = Locator(REGISTER)
LEVELS = ("district", "quarter", MUNICIPALITY)
NAMES = [name for area in (*DISTRICTS, *QUARTERS) for name in (area.name, *area.aliases)]
WORDS = ["på", "i", "vid", "norr om", "och", "Granhult", "Talludden", "bråk", ",", "Rönnby", "Gransjö", "Hagalund"]

texts = st.lists(st.sampled_from(NAMES + WORDS), max_size=5).map(" ".join)
spots = st.one_of(st.none(), st.tuples(st.integers(-2000, 7000), st.integers(-2000, 4000)))
rows = st.fixed_dictionaries(
    {
        "at": spots,
        "area": st.sampled_from(["", "01", "5", "N", "99", "Haga/Lillsjö", "Talludden"]),
        "place": st.sampled_from(["", "Granhult", "Backen", "torget"]),
        "title": texts,
        "text": texts,
        "stated": st.integers(0, 5),
    }
)


def locate(items: list[dict[str, Any]], locator: Locator = LOCATOR) -> Located:
    at = [item["at"] for item in items]
    x, y = (
        np.array([NO_COORDINATE if spot is None else (X0, Y0)[i] + spot[i] for spot in at], np.int32) for i in (0, 1)
    )
    columns = [Coded.of([item[name] for item in items]) for name in ("area", "place", "title", "text")]
    has_xy = np.array([spot is not None for spot in at], bool)
    return locator.locate(x, y, has_xy, *columns, stated=np.array([item["stated"] for item in items], np.int8))


def told(located: Located) -> list[tuple[Any, ...]]:
    """What is said of each row."""
    masks = (located.keep_xy, located.outside, located.far_outside, located.unknown_area, located.several)
    areas = [located.areas[level].objects().tolist() for level in LEVELS]
    return list(zip(*areas, located.location_precision.tolist(), *(mask.tolist() for mask in masks), strict=True))


@given(st.lists(rows, max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_rows_are_located_one_by_one_whatever_their_order(items: list[dict[str, Any]], random: Any) -> None:
    # Cells such as "5" are read by what the whole column holds, so the area column is left out here.
    items = [{**item, "area": ""} for item in items]
    order = list(range(len(items)))
    random.shuffle(order)
    alone = [told(locate([item]))[0] for item in items]
    assert told(locate(items)) == alone
    assert told(locate([items[i] for i in order])) == [alone[i] for i in order]


@given(st.lists(rows, max_size=12))
@settings(max_examples=60)
def test_what_is_said_of_a_row_agrees_with_itself(items: list[dict[str, Any]]) -> None:
    located = locate(items)
    for item, (district, quarter, whole, precision, keep, outside, far, _unknown, _several) in zip(
        items, told(located), strict=True
    ):
        exact = precision in (LocationPrecision.POINT, LocationPrecision.STREET)
        assert keep == exact
        assert not keep or item["at"] is not None
        assert not far
        if district or quarter:
            assert whole == "all"
            assert precision <= LocationPrecision.AREA
        if outside or precision == LocationPrecision.UNKNOWN:
            assert (district, quarter, whole) == ("", "", "")
        if precision == LocationPrecision.AREA:
            assert district or quarter


@given(st.lists(st.tuples(st.integers(-500, 5500), st.integers(-500, 2500)), min_size=1, max_size=40))
@settings(max_examples=40)
def test_the_area_of_a_point_is_the_first_that_covers_it(points: list[tuple[int, int]]) -> None:
    items = [{"at": at, "area": "", "place": "", "title": "", "text": "", "stated": 0} for at in points]
    located = locate(items)
    for areas, level in ((DISTRICTS, "district"), (QUARTERS, "quarter")):
        for (dx, dy), code in zip(points, located.areas[level].objects(), strict=True):
            point = shapely.Point(X0 + dx, Y0 + dy)
            covering = [a.code for a in areas if shapely.covers(shapely.geometry.shape(a.geometry), point)]
            assert code == (covering[0] if covering else "")


@given(st.integers(1, 6), st.integers(0, 5), st.permutations(range(6)))
def test_a_name_of_several_areas_is_never_given_to_one_of_them(bearers: int, extra: int, order: list[int]) -> None:
    areas = [Area(str(i), "Solbro" if i < bearers else f"Åkra{i}by", "district") for i in range(6)]
    locator = Locator(AreaRegister("", tuple(areas[i] for i in order)))
    item = {"at": None, "area": "", "place": "", "title": "", "text": "Klotter i Solbro", "stated": 0}
    located = locate([item, {**item, "text": f"i Solbro och Åkra{extra}by"}], locator)
    assert located.areas["district"][0] == ("0" if bearers == 1 else "")
    assert located.several[0] == (bearers > 1)
    if extra >= bearers:  # two different places named
        assert located.areas["district"][1] == ""
