"""Which incidents a selection lets in: each limit alone, at its edges, and together."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engines.conftest import Build
from tests.engines.tables import day, ids
from tryggve.domain.incident import MAPPABLE, LocationPrecision, TimePrecision
from tryggve.store.base import Selection

DAYS = """
time
------------------------------------
2025-02-28 23:59
2025-03-01 00:00
2025-03-01
2025-02-27 22:00..2025-03-01 02:00
2025-03-31 23:59
2025-03
2025-04-01
2025-03-31 23:00..2025-04-01 01:00
"""
MARCH = {"first_day": day("2025-03-01"), "last_day": day("2025-03-31")}
DAY_CASES = {
    "no limit": ({}, [1, 2, 3, 4, 5, 6, 7, 8]),
    "first day is included": ({"first_day": day("2025-04-01")}, [7, 8]),
    "last day is included": ({"last_day": day("2025-02-28")}, [1]),
    "an interval counts on its last day, a month on its last": (MARCH, [2, 3, 4, 5, 6]),
    "a single day": ({"first_day": day("2025-03-31"), "last_day": day("2025-03-31")}, [5, 6]),
    "days the wrong way round": ({"first_day": day("2025-03-31"), "last_day": day("2025-03-01")}, []),
    "before the epoch": ({"last_day": -1}, []),
    "instants alone": (MARCH | {"time_precisions": (TimePrecision.INSTANT,)}, [2, 5]),
    "months alone": ({"time_precisions": (TimePrecision.MONTH,)}, [6]),
    "anything but months": (MARCH | {"time_precisions": (1, 2, 3)}, [2, 3, 4, 5]),
    "no precision": ({"time_precisions": ()}, []),
}

WORDS = """
source   | organisation           | kind    | category       | left_out
----------------------------------------------------------------------------------
est      | Polisen                | police  | klotter        | -
est      | O'Brien; DROP TABLE x  | school  | klotter        | -
bostad   | Ö "Å" Ä                | housing | buskörning     | -
est      | ÖoÅ%_\\                | police  | utanför        | outside_est
est      | Polisen                | police  | klotter        | summary
est      | Polisen                | police  | -              | nothing_to_report
bostad   | Polisen                | police  | rykte          | rumour
est      | Polisen                | police  | klotter        | forecast
"""
WORD_CASES = {
    "what is left out is not there unless asked for": ({}, [1, 2, 3]),
    "everything": ({"left_out": None}, [1, 2, 3, 4, 5, 6, 7, 8]),
    "one reason": ({"left_out": ("summary",)}, [5]),
    "counted and rumours": ({"left_out": ("", "rumour")}, [1, 2, 3, 7]),
    "no reason at all": ({"left_out": ()}, []),
    "a category": ({"categories": ("klotter",)}, [1, 2]),
    "two categories": ({"categories": ("buskörning", "klotter")}, [1, 2, 3]),
    "a category named twice": ({"categories": ("klotter", "klotter")}, [1, 2]),
    "no category": ({"categories": ()}, []),
    "the empty category": ({"categories": ("",), "left_out": None}, [6]),
    "a category nobody has": ({"categories": ("Klotter",)}, []),
    "a source": ({"sources": ("bostad",), "left_out": None}, [3, 7]),
    "kinds of organisations": ({"organisation_kinds": ("school", "housing")}, [2, 3]),
    "a quote and a semicolon in a name": ({"organisations": ("O'Brien; DROP TABLE x",)}, [2]),
    "half a quote is not a whole one": ({"organisations": ("O",)}, []),
    "double quotes and Swedish letters": ({"organisations": ('Ö "Å" Ä',)}, [3]),
    "signs that patterns use": ({"organisations": ("ÖoÅ%_\\",), "left_out": None}, [4]),
    "a pattern is no pattern": ({"organisations": ("%",), "left_out": None}, []),
    "an escape from the quotes": ({"organisations": ("' OR '1' = '1", "x') OR 1=1 --"), "left_out": None}, []),
    "all limits at once": ({"sources": ("est",), "organisation_kinds": ("police",), "categories": ("klotter",)}, [1]),
}

PLACES = """
x    | y    | place        | severity | @district  | @school's
----------------------------------------------------------------
0    | 0    | point        | 0        | A          | -
100  | 0    | street       | 1        | A          | 1
99   | 99   | area         | 3        | B          | -
-1   | 50   | municipality | 5        | -          | -
-    | -    | unknown      | 4        | B'         | 1
50   | -    | point        | 0        | Å ä        | -
50   | 50   | point        | 3        | -          | -
"""
PLACE_CASES = {
    "points": ({"location_precisions": (LocationPrecision.POINT,)}, [1, 6, 7]),
    "what maps may show": ({"location_precisions": MAPPABLE}, [1, 2, 6, 7]),
    "no known place": ({"location_precisions": (LocationPrecision.UNKNOWN,)}, [5]),
    "no precision at all": ({"location_precisions": ()}, []),
    "the lower sides of a box are in, the upper out": ({"box": (0, 0, 100, 99)}, [1, 7]),
    "one metre further": ({"box": (0, 0, 101, 100)}, [1, 2, 3, 7]),
    "boxes left of zero": ({"box": (-10, 0, 0, 100)}, [4]),
    "an empty box": ({"box": (50, 50, 50, 50)}, []),
    "a box the wrong way round": ({"box": (100, 100, 0, 0)}, []),
    "an area": ({"area": ("district", "A")}, [1, 2]),
    "an area with a quote": ({"area": ("district", "B'")}, [5]),
    "an area with Swedish letters": ({"area": ("district", "Å ä")}, [6]),
    "a level with a quote": ({"area": ("school's", "1")}, [2, 5]),
    "no area at the level": ({"area": ("district", "")}, [4, 7]),
    "a code of another level": ({"area": ("district", "1")}, []),
    "a level that does not exist": ({"area": ("regso", "A")}, []),
    "nobody has an area at a level that does not exist": ({"area": ("regso", "")}, [1, 2, 3, 4, 5, 6, 7]),
    "at least severity 3": ({"min_severity": 3}, [3, 4, 5, 7]),
    "least severity 0 still asks for a known one": ({"min_severity": 0}, [2, 3, 4, 5, 7]),
    "severity above the scale": ({"min_severity": 6}, []),
    "known severity": ({"known_severity": True}, [2, 3, 4, 5, 7]),
    "unknown severity": ({"known_severity": False}, [1, 6]),
    "severity both unknown and high": ({"known_severity": False, "min_severity": 3}, []),
    "area and severity": ({"area": ("district", "A"), "known_severity": True}, [2]),
}
CASES = [
    pytest.param(drawn, limits, expected, id=name)
    for drawn, cases in ((DAYS, DAY_CASES), (WORDS, WORD_CASES), (PLACES, PLACE_CASES))
    for name, (limits, expected) in cases.items()
]


@pytest.mark.parametrize(("drawn", "limits", "expected"), CASES)
def test_selection(build: Build, drawn: str, limits: dict[str, object], expected: list[int]) -> None:
    store, where = build(drawn), Selection(**limits)  # type: ignore[arg-type]
    assert ids(store.rows(where)) == expected
    assert store.counts((), where) == {(): len(expected)}
    assert len(store.times(where)) == store.extent(where).incidents == len(expected)


def test_numpy_numbers_are_taken_as_limits(build: Build) -> None:
    where = Selection(first_day=np.int32(day("2025-04-01")), time_precisions=tuple(np.array([2, 3], np.int8)))  # type: ignore[arg-type]
    assert ids(build(DAYS).rows(where)) == [7, 8]


def test_nothing_in_the_store(build: Build) -> None:
    store = build()
    assert store.counts(()) == {(): 0}
    assert store.counts(("year", "area:district")) == {}
    assert len(store.points()) == len(store.times()) == 0
    assert store.points().x.dtype == store.times().n.dtype == np.int64
    extent = store.extent()
    assert (extent.first_day, extent.last_day, extent.incidents, extent.box) == (None, None, 0, None)
    assert not store.rows()
    assert not store.levels()
    assert not store.table_counts()
    assert not store.coverage(0, 30_000)
    assert store.report_days() == {}
    assert len(store.fingerprint()) == 64


def test_an_attack_by_name_leaves_the_store_whole(build: Build) -> None:
    store = build(WORDS)
    before = store.fingerprint()
    assert store.counts((), Selection(organisations=("x'; DELETE FROM incident_fact; --",))) == {(): 0}
    assert store.counts((), Selection(left_out=None)) == {(): 8}
    assert store.fingerprint() == before
