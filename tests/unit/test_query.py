"""The SQL text itself: readable, complete, and closed to what is not a plain number or text."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import duckdb
import numpy as np
import pytest

from tests.engines.sqlite_store import SqliteStore
from tests.engines.tables import day, incidents, table
from tests.engines.test_tables_and_reporters import CELLS
from tryggve.domain.incident import LeftOut
from tryggve.store import condition, query
from tryggve.store.base import Selection

WHERE = Selection(
    first_day=day("2025-10-01"),
    last_day=day("2025-10-31"),
    categories=("klotter", "O'Brien"),
    area=("district", "A"),
    location_precisions=(1, 2),
    min_severity=3,
    box=(-5, 0, 10, 10),
)
IN_AREA = "(SELECT incident_id FROM incident_area WHERE level = 'district' AND area_code = 'A')"


def test_the_text_an_analyst_sees() -> None:
    assert (
        query.count_sql(WHERE, ("year", "area:district"))
        == f"""\
SELECT
    year,
    COALESCE(area_2.area_code, '') AS area_code_2,
    SUM(n) AS incidents
FROM incident_fact
LEFT JOIN incident_area AS area_2
    ON area_2.incident_id = incident_fact.incident_id AND area_2.level = 'district'
WHERE last_day >= 20362 /* 2025-10-01 */
    AND last_day <= 20392 /* 2025-10-31 */
    AND category IN ('klotter', 'O''Brien')
    AND left_out = ''
    AND location_precision IN (1, 2) /* point, street */
    AND severity >= 3
    AND incident_fact.incident_id IN {IN_AREA}
    AND x >= (-5) AND x < 10 AND y >= 0 AND y < 10
GROUP BY year, COALESCE(area_2.area_code, '')
ORDER BY year, COALESCE(area_2.area_code, '')"""
    )


def test_no_limit_no_where() -> None:
    assert query.count_sql(Selection(left_out=None)) == (
        "SELECT\n    COALESCE(SUM(n), 0) AS incidents\nFROM incident_fact"
    )


def test_a_day_outside_the_calendar_has_no_date() -> None:
    assert condition.day(10**9) == "1000000000"
    assert condition.day(-719162) == "(-719162) /* 0001-01-01 */"
    assert condition.day(-719163) == "(-719163)"
    assert condition.day(2932896) == "2932896 /* 9999-12-31 */"


@pytest.mark.parametrize("value", [1.0, "1", None, np.float64(1), "1; DROP TABLE x"])
def test_only_whole_numbers_are_numbers(value: Any) -> None:
    with pytest.raises(TypeError):
        condition.number(value)


@pytest.mark.parametrize("value", [1, None, b"x", ["x"]])
def test_only_texts_are_texts(value: Any) -> None:
    with pytest.raises(TypeError):
        condition.text(value)


def test_nul_is_refused() -> None:
    with pytest.raises(ValueError, match="NUL"):
        condition.text("a\0b")


def test_numbers_are_plain() -> None:
    assert condition.number(np.int64(-3)) == "(-3)"
    assert condition.number(True) == "1"


def test_enum_members_are_plain_texts() -> None:
    assert condition.text(LeftOut.RUMOUR) == "'rumour'"
    selection = Selection(left_out=(LeftOut.RUMOUR,))
    assert selection.left_out is not None
    assert type(selection.left_out[0]) is str


BAD_LIMITS: dict[str, tuple[dict[str, Any], type[Exception]]] = {
    "a text for texts": ({"categories": "klotter"}, TypeError),
    "a text for an area": ({"area": "ab"}, TypeError),
    "a number for a text": ({"sources": (1,)}, TypeError),
    "an area of three": ({"area": ("a", "b", "c")}, ValueError),
    "NUL": ({"organisations": ("a\0",)}, ValueError),
    "half a day": ({"first_day": 1.5}, TypeError),
    "a float box": ({"box": (0.5, 0, 1, 1)}, TypeError),
    "a box of three": ({"box": (0, 0, 1)}, ValueError),
    "a text for a number": ({"min_severity": "3"}, TypeError),
    "texts for precisions": ({"location_precisions": ("point",)}, TypeError),
}


@pytest.mark.parametrize(("limits", "error"), BAD_LIMITS.values(), ids=BAD_LIMITS)
def test_limits_of_another_kind(limits: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        Selection(**limits)


def test_but_changes_one_limit() -> None:
    assert WHERE.but(box=None, min_severity=1) == Selection(
        first_day=20362,
        last_day=20392,
        categories=("klotter", "O'Brien"),
        area=("district", "A"),
        location_precisions=(1, 2),
        min_severity=1,
    )
    with pytest.raises(TypeError):
        WHERE.but(colour="red")


@pytest.fixture
def cells() -> Iterator[SqliteStore]:
    with closing(SqliteStore(table(incidents("n\n1")), CELLS)) as store:
        yield store


CELL_CASES: dict[str, tuple[dict[str, Any], list[int]]] = {
    "all": ({}, [1, 2, 3, 4, 5, 6, 7]),
    "a source": ({"source": "bra"}, [2]),
    "a heading": ({"label": "Skadegörelse"}, [1, 2]),
    "no category": ({"category": ""}, [1, 2, 4, 5, 6, 7]),
    "an area": ({"area": ("", "")}, [6]),
    "within the days": ({"first_day": day("2025-03-01"), "last_day": day("2025-03-31")}, [1, 2, 3, 4, 5, 6, 7]),
    "a day too late": ({"first_day": day("2025-03-02")}, []),
    "a day too early": ({"last_day": day("2025-03-30")}, []),
    "together": ({"source": "polisen", "label": "Rån", "area": ("district", "A")}, [4, 5]),
}


@pytest.mark.parametrize(("limits", "expected"), CELL_CASES.values(), ids=CELL_CASES)
def test_cells_of_tables(cells: SqliteStore, limits: dict[str, Any], expected: list[int]) -> None:
    assert [row[0] for row in cells.fetch(query.table_counts_sql(**limits))] == expected


def test_report_days_of_one(cells: SqliteStore) -> None:
    assert cells.fetch(query.report_days_sql("Polisen")) == [("Polisen", day("2025-03-03"))]
    assert cells.fetch(query.report_days_sql("O'Polisen")) == []


NASTY = [
    "",
    "'",
    "''",
    "\\",
    "\\'",
    '"',
    "%",
    "--",
    "/*",
    "*/",
    "; DROP TABLE x",
    "å",
    "\n",
    "\r\n",
    "😀",
    "$1",
    ":a",
    "?",
]


@pytest.mark.parametrize("value", NASTY)
def test_a_text_comes_back_as_it_is(value: str) -> None:
    sql = f"SELECT {condition.text(value)}"
    with closing(sqlite3.connect(":memory:")) as sqlite, duckdb.connect(":memory:") as connection:
        assert sqlite.execute(sql).fetchall() == [(value,)]
        assert connection.execute(sql).fetchall() == [(value,)]
