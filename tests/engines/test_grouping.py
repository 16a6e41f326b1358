"""Sums of n by columns and areas."""

from __future__ import annotations

import pytest

from tests.engines.conftest import Build
from tests.engines.tables import sums
from tryggve.store.base import Selection

DRAWN = """
time                               | category | n | kind   | mixed | severity | seen | @district | @regso | left_out
-----------------------------------------------------------------------------------------------------------------------
2024-12-29 10:00                   | klotter  | 1 | police | -     | 0        | 0    | A         | 1      | -
2024-12-30 10:00                   | klotter  | 3 | police | -     | 0        | 1    | A         | 2      | -
2024-12-30 22:00..2024-12-31 06:00 | brand    | 1 | school | yes   | 5        | 1    | B         | -      | -
2025-01-01                         | brand    | 2 | school | -     | 5        | 2    | -         | -      | -
2025-01                            | klotter  | 4 | school | -     | 1        | 0    | B         | 3      | -
2025-01-01 23:30                   | klotter  | 9 | police | -     | 1        | 0    | B         | 3      | rumour
2025-01-05 00:00                   | brand    | 0 | police | -     | 2        | 0    | C         | 3      | -
"""
CASES = {
    "the sum of n, not the number of rows": ((), {(): 11}),
    "year and month": (
        ("year", "month"),
        """
        year | month | n
        2024 | 12    | 5
        2025 | 1     | 6
        """,
    ),
    "a month never enters a week; the year of the week is that of its Thursday": (
        ("iso_year", "iso_week"),
        """
        iso_year | iso_week | n
        2024     | 52       | 1
        2025     | 1        | 6
        0        | 0        | 4
        """,
    ),
    "weekday is unknown for months and for nights over midnight": (
        ("weekday",),
        """
        weekday | n
        1       | 3
        3       | 2
        7       | 1
        0       | 5
        """,
    ),
    "hour is known for instants alone": (
        ("hour",),
        """
        hour | n
        10   | 4
        -1   | 7
        0    | 0
        """,
    ),
    "the group of a row with n 0 is there": (
        ("category", "severity"),
        """
        category | severity | n
        klotter  | 0        | 4
        klotter  | 1        | 4
        brand    | 5        | 3
        brand    | 2        | 0
        """,
    ),
    "an area, with those that have none": (
        ("area:district",),
        """
        district | n
        A        | 4
        B        | 5
        -        | 2
        C        | 0
        """,
    ),
    "two levels at once": (
        ("area:district", "area:regso"),
        """
        district | regso | n
        A        | 1     | 1
        A        | 2     | 3
        B        | -     | 1
        -        | -     | 2
        B        | 3     | 4
        C        | 3     | 0
        """,
    ),
    "groups in the order asked for": (
        ("area:district", "year", "category"),
        """
        district | year | category | n
        A        | 2024 | klotter  | 4
        B        | 2024 | brand    | 1
        -        | 2025 | brand    | 2
        B        | 2025 | klotter  | 4
        C        | 2025 | brand    | 0
        """,
    ),
    "a level nobody has": (
        ("area:O'Hara",),
        """
        area | n
        -    | 11
        """,
    ),
    "whether a category is mixed, and who saw it": (
        ("mixed", "observation"),
        """
        mixed | observation | n
        0     | 0           | 5
        0     | 1           | 3
        1     | 1           | 1
        0     | 2           | 2
        """,
    ),
    "precision and kind of organisation": (
        ("time_precision", "organisation_kind"),
        """
        time_precision | kind   | n
        1              | police | 4
        2              | school | 1
        3              | school | 2
        4              | school | 4
        """,
    ),
    "the same group twice": (
        ("year", "year", "area:regso", "area:regso"),
        """
        year | same | regso | same_ | n
        2024 | 2024 | 1     | 1     | 1
        2024 | 2024 | 2     | 2     | 3
        2024 | 2024 | -     | -     | 1
        2025 | 2025 | -     | -     | 2
        2025 | 2025 | 3     | 3     | 4
        """,
    ),
}


@pytest.mark.parametrize(("by", "expected"), CASES.values(), ids=CASES)
def test_counts(build: Build, by: tuple[str, ...], expected: str | dict[tuple[()], int]) -> None:
    # File and row numbers may not be grouped by, so "regso" 1 in a drawn answer is a code: compare as texts.
    answer = build(DRAWN).counts(by)
    wanted = sums(expected) if isinstance(expected, str) else expected
    assert {tuple(map(str, key)): n for key, n in answer.items()} == {tuple(map(str, k)): n for k, n in wanted.items()}
    assert all(type(part) in (int, str) for key in answer for part in key)
    assert all(type(n) is int for n in answer.values())


def test_grouping_and_filtering_by_the_same_level(build: Build) -> None:
    where = Selection(area=("district", "B"))
    assert build(DRAWN).counts(("area:district", "area:regso"), where) == {("B", ""): 1, ("B", "3"): 4}
    assert build(DRAWN).counts(("area:district",), Selection(area=("district", ""))) == {("",): 2}


def test_left_out_is_a_group_when_let_in(build: Build) -> None:
    assert build(DRAWN).counts(("left_out",), Selection(left_out=None)) == {("",): 11, ("rumour",): 9}


@pytest.mark.parametrize(
    "name", ["x", "incident_id", "text", "YEAR", "n", "", "area:", "year; DROP TABLE incident_fact", "1"]
)
def test_an_unknown_group_is_refused(build: Build, name: str) -> None:
    with pytest.raises(ValueError, match="cannot group by"):
        build(DRAWN).counts((name,))


def test_a_text_is_no_list_of_groups(build: Build) -> None:
    with pytest.raises(TypeError):
        build(DRAWN).counts("year")


def test_levels(build: Build) -> None:
    assert build(DRAWN).levels() == ["district", "regso"]


def test_rows_are_facts_in_order_of_id(build: Build) -> None:
    store = build(DRAWN)
    (row,) = store.rows(Selection(categories=("brand",)), limit=1)
    assert row == {
        "incident_id": 3,
        "file_no": 1,
        "row_no": 4,
        "source": "est",
        "source_id": "",
        "organisation": "Polisen",
        "organisation_kind": "school",
        "category": "brand",
        "category_label": "",
        "mixed": 1,
        "n": 1,
        "start_s": 1735592400,
        "end_s": 1735621200,
        "time_precision": 2,
        "first_day": 20087,
        "last_day": 20088,
        "year": 2024,
        "month": 12,
        "iso_year": 2025,
        "iso_week": 1,
        "weekday": 0,
        "hour": -1,
        "x": None,
        "y": None,
        "location_precision": 5,
        "severity": 5,
        "observation": 1,
        "left_out": "",
    }
    assert [type(value) for value in row.values() if value is not None] == [
        str if isinstance(value, str) else int for value in row.values() if value is not None
    ]
    assert store.rows(limit=0) == []
    assert [row["incident_id"] for row in store.rows(limit=99)] == [1, 2, 3, 4, 5, 7]
    with pytest.raises(ValueError, match="limit"):
        store.rows(limit=-1)
