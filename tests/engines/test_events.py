"""Events as arrays for analysis: what each row says, which places are given, and the order of rows and names."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from tests.engines.conftest import Build
from tests.engines.tables import day
from tryggve.domain.incident_table import NO_COORDINATE
from tryggve.store.base import EventColumns, Selection
from tryggve.store.query_events import names_sql

DRAWN = """
category | organisation | kind | source | time | x | y | place | severity | n | @district | left_out
klotter | Ö | school | est | 2025-03-04 12:00 | 10 | 20 | point | 4 | 1 | B | -
buller | A | police | est | 2025-03-03 | 11 | 21 | area | 0 | 2 | A | -
klotter | a | police | est | 2025-03-03 22:00..2025-03-04 06:00 | -5 | 22 | street | 0 | 1 | - | -
klotter | A | police | polis | 2025-03 | - | - | municipality | 0 | 1 | A | -
eld | A | police | est | 2025-03-05 | 12 | 23 | point | 0 | 1 | A | rumour
"""


def seen(found: EventColumns) -> list[tuple[Any, ...]]:
    return [
        (
            int(found.incident_id[i]),
            found.areas[found.area[i]],
            found.categories[found.category[i]],
            found.organisations[found.organisation[i]],
            found.organisation_kinds[found.organisation_kind[i]],
            found.sources[found.source[i]],
            int(found.n[i]),
            int(found.severity[i]),
            int(found.x[i]),
            int(found.y[i]),
        )
        for i in range(len(found))
    ]


def test_what_each_event_says(build: Build) -> None:
    found = build(DRAWN).events("district")
    assert seen(found) == [
        (2, "A", "buller", "A", "police", "est", 2, 0, NO_COORDINATE, NO_COORDINATE),
        (1, "B", "klotter", "Ö", "school", "est", 1, 4, 10, 20),
        (3, "", "klotter", "a", "police", "est", 1, 0, -5, 22),
        (4, "A", "klotter", "A", "police", "polis", 1, 0, NO_COORDINATE, NO_COORDINATE),
    ]
    assert found.organisations == ("A", "a", "Ö")
    assert found.day.tolist() == [day("2025-03-03"), day("2025-03-04"), day("2025-03-04"), day("2025-03-31")]
    assert found.first_day.tolist()[2:] == [day("2025-03-03"), day("2025-03-01")]


def test_the_selection_holds(build: Build) -> None:
    found = build(DRAWN).events("district", Selection(categories=("buller", "eld"), left_out=None))
    assert [row[0] for row in seen(found)] == [2, 5]
    assert found.categories == ("buller", "eld")


@pytest.mark.parametrize("level", ["district", "no such level"])
def test_an_empty_store_has_no_events(build: Build, level: str) -> None:
    found = build(()).events(level)
    assert len(found) == 0
    assert all(len(getattr(found, field.name)) == 0 for field in fields(found))


def test_only_what_is_numbered_has_names() -> None:
    with pytest.raises(ValueError, match="category"):
        names_sql("text", "district")


def test_events_of_years_are_numbered_as_one(build: Build) -> None:
    found = build(
        """
        category | organisation | time       | @district
        klotter  | B            | 2025-12-31 | X
        buller   | A            | 2023-01-01 | Y
        eld      | C            | 2024-02-29 | -
        klotter  | A            | 2023-07-03 | X
        """
    ).events("district")
    assert [row[:4] for row in seen(found)] == [
        (2, "Y", "buller", "A"), (4, "X", "klotter", "A"), (3, "", "eld", "C"), (1, "X", "klotter", "B"),
    ]  # fmt: skip
    assert found.categories == ("buller", "eld", "klotter")
