"""Sums per month answer as the incidents do, and are asked only what they can answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.engines.tables import day, incidents, table
from tests.stores import Postgres, Sqlite, fill, opened
from tryggve.store import query
from tryggve.store.base import Selection
from tryggve.store.database import months
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.verify import verify
from tryggve.store.query_months import month_sql

DRAWN = """
source | category | n | time                | left_out | @district | @ward
est    | klotter  | 2 | 2025-01-31 23:30    | -        | A         | A1
est    | klotter  | 3 | 2025-02-01 00:30    | -        | A         | -
est    | buller   | 0 | 2025-02            | -        | -         | -
police | klotter  | 5 | 2025-02-28          | -        | B         | -
police | klotter  | 4 | 2025-02-10          | -        | A         | A1
police | eld      | 7 | 2024-12-31          | rumour   | B         | -
"""
WHOLE = Selection(first_day=day("2025-02-01"), last_day=day("2025-02-28"))


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    maker: Sqlite | Postgres = request.getfixturevalue(request.param)
    with opened(maker) as found:
        fill(found, table(incidents(DRAWN)))
        yield found


@pytest.mark.parametrize(
    "by",
    [
        (), ("year", "month"), ("area:district",), ("category", "area:ward"), ("left_out",),
        ("year", "month", "area:district", "category"), ("category", "area:ward", "month", "source", "year"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "where",
    [
        Selection(),
        Selection(left_out=None),
        WHOLE,
        WHOLE.but(first_day=None),
        Selection(area=("district", "B")),
        Selection(area=("district", "")),
        Selection(categories=("klotter",), sources=("est",)),
        Selection(categories=()),
    ],
)
def test_answers_are_the_same(database: Database, by: tuple[str, ...], where: Selection) -> None:
    store = DatabaseStore(database)
    sql = month_sql(where, by, store.levels())
    plain = {tuple(row[:-1]): int(row[-1]) for row in store.fetch(query.count_sql(where, by))}
    if sql is None:
        assert where.area is not None
        assert "area:ward" in by
    else:
        summed = Counter[tuple[object, ...]]()
        for *group, n in store.fetch(sql):
            summed[tuple(group)] += int(n)
        assert summed == plain
    assert store.counts(by, where) == plain


@pytest.mark.parametrize(
    ("where", "by"),
    [
        (WHOLE.but(first_day=day("2025-02-02")), ()),
        (WHOLE.but(last_day=day("2025-02-27")), ()),
        (WHOLE.but(last_day=10**9), ()),
        (Selection(min_severity=1), ()),
        (Selection(known_severity=False), ()),
        (Selection(organisations=("A",)), ()),
        (Selection(box=(0, 0, 1, 1)), ()),
        (Selection(), ("iso_week",)),
        (Selection(), ("area:district", "area:ward")),
        (Selection(area=("district", "A")), ("area:ward",)),
        (Selection(), ("area:absent",)),
    ],
)
def test_what_they_cannot_answer_is_left_to_the_incidents(where: Selection, by: tuple[str, ...]) -> None:
    assert month_sql(where, by, ["district", "ward"]) is None


def test_a_wrong_sum_is_found_and_made_right(database: Database) -> None:
    with database.writing(), database.connection.cursor() as cursor:
        cursor.execute("UPDATE incident_month SET n = n + 1 WHERE level = '' AND month = 1")
    assert not _sums_hold(database)
    with database.writing():
        months.refresh(database, [day("2025-01-15")])
    assert _sums_hold(database)


def _sums_hold(database: Database) -> bool:
    return next(check for check in verify(database)[0] if "sums" in check.name).holds


def test_a_level_that_is_new_or_gone_has_sums_in_every_month_or_none(request: pytest.FixtureRequest) -> None:
    maker: Sqlite = request.getfixturevalue("sqlite")
    with opened(maker) as found:
        fill(found, table(incidents("time\n2025-01-31\n2025-02-28")))
        for sql, levels in (
            ("INSERT INTO incident_area (incident_id, level, area_code) VALUES (1, 'district', 'A')", ["district"]),
            ("DELETE FROM incident_area", []),
        ):
            with found.writing(), found.connection.cursor() as cursor:
                cursor.execute(sql)
                months.refresh(found, [day("2025-01-31")])
            assert DatabaseStore(found).levels() == levels
            assert _sums_hold(found)
