"""The SQL beside a figure gives the number that the statistics give, on DuckDB and on SQLite."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pytest

from tests.engines.sqlite_store import SqliteStore
from tests.engines.tables import day, incidents, table
from tryggve.domain.incident import Incident, LocationPrecision, TimePrecision
from tryggve.stats.concentration import share_of_places
from tryggve.stats.density import density_at, kernel_density
from tryggve.stats.time_profile import aoristic_profile
from tryggve.store import query, query_figures
from tryggve.store.base import Selection
from tryggve.store.files import FileStore
from tryggve.store.memory import MemoryStore
from tryggve.store.sql import SqlStore

ZONE = "Europe/Stockholm"
EVERYTHING = Selection(left_out=None)


def random_incidents(count: int = 60, seed: int = 20) -> list[Incident]:
    """Incidents over the nights of both clock changes of 2025, on both sides of the origin, n from 0 to 3."""
    rng = np.random.default_rng(seed)
    (plain,) = incidents("n\n1")
    rows = []
    for i in range(1, count + 1):
        start = int(rng.choice([1743210000, 1761350000])) + int(rng.integers(0, 3 * 86_400))
        end = start + int(rng.choice([0, 0, 1, 3_599, 30_000, 86_400, 400_000, 604_800, 604_801]))
        x, y = (int(value) for value in 100 * rng.integers(-3, 4, 2) + rng.choice([0, 0, 13], 2))
        where = LocationPrecision(int(rng.choice([1, 1, 1, 2, 3, 5])))
        change: dict[str, Any] = {
            "incident_id": i,
            "start_s": start,
            "end_s": end,
            "n": int(rng.integers(0, 4)),
            "x": x,
            "y": y,
        }
        rows.append(replace(plain, location_precision=where, time_precision=TimePrecision.INTERVAL, **change))
    return rows


ROWS = random_incidents()


@pytest.fixture(params=["duckdb", "sqlite"])
def store(request: pytest.FixtureRequest) -> Iterator[SqlStore]:
    made = (FileStore.from_table if request.param == "duckdb" else SqliteStore)(table(ROWS))
    with closing(made):
        yield made


def one(store: SqlStore, sql: str) -> float:
    ((value,),) = store.fetch(sql)
    return float(value)


def mappable(rows: Sequence[Incident]) -> list[Incident]:
    return [row for row in rows if row.location_precision in (1, 2)]


@pytest.mark.parametrize(
    ("bandwidth", "cell", "truncate"), [(100, 50, 4.0), (100.0, 100, 4.0), (77.7, 25, 3.0), (60, 50, 0.5)]
)
def test_density_of_each_cell(store: SqlStore, bandwidth: float, cell: int, truncate: float) -> None:
    points = mappable(ROWS)
    x, y, n = (np.array([getattr(row, name) for row in points]) for name in ("x", "y", "n"))
    extent = (-150, -225, 250, 175)
    grid = kernel_density(x, y, bandwidth=bandwidth, cell=cell, extent=extent, weights=n, truncate=truncate)
    for row, column in ((0, 0), (1, 2), (3, 3), (grid.values.shape[0] - 1, grid.values.shape[1] - 1)):
        sql = query_figures.density_cell_sql(
            EVERYTHING, grid.x0, grid.y0, grid.cell, column, row, grid.bandwidth, truncate
        )
        by_formula = density_at(
            *(x, y),
            row=row,
            column=column,
            x0=-150,
            y0=-225,
            bandwidth=bandwidth,
            cell=cell,
            weights=n,
            truncate=truncate,
        )
        assert one(store, sql) == pytest.approx(by_formula, rel=1e-12)
        assert one(store, sql) == pytest.approx(grid.values[row, column], rel=1e-9)


def test_density_of_one_event_in_its_own_cell() -> None:
    """With a kernel of a single cell all of one event lies there: 1 / (0.05 km)^2 = 400 per km2."""
    with closing(SqliteStore(table(incidents("x | y | place\n10 | 20 | point")))) as store:
        assert one(store, query_figures.density_cell_sql(EVERYTHING, 0, 0, 50, 0, 0, 50, 0.9)) == pytest.approx(400)
        assert one(store, query_figures.density_cell_sql(EVERYTHING, 0, 0, 50, 1, 0, 50, 0.9)) == 0


@pytest.mark.parametrize(
    ("x0", "cell", "bandwidth"), [(0.5, 50, 100), (0, 50.5, 100), (0, 100, 50), (0, 0, 50), (0, 50, float("inf"))]
)
def test_a_grid_that_cannot_be(x0: float, cell: float, bandwidth: float) -> None:
    with pytest.raises(ValueError, match=r"whole metres|need 0 < cell"):
        query_figures.density_cell_sql(EVERYTHING, x0, 0, cell, 0, 0, bandwidth)


def test_time_profile_of_all_hours(store: SqlStore) -> None:
    start, end, n = (np.array([getattr(row, name) for row in ROWS]) for name in ("start_s", "end_s", "n"))
    weights = aoristic_profile(np.repeat(start, n), np.repeat(end, n), zone=ZONE).weights
    offsets = query_figures.offset_changes(ZONE, int(start.min()), int(end.max()))
    assert [ahead for _moment, ahead in offsets] == [3600, 7200, 3600]
    for cell in range(168):
        weekday, hour = cell // 24 + 1, cell % 24
        found = one(store, query_figures.profile_cell_sql(EVERYTHING, weekday, hour, offsets))
        assert found == pytest.approx(weights[weekday - 1, hour], abs=1e-9)


@pytest.mark.parametrize("max_hours", [0, 1, 24])
def test_time_profile_leaves_out_long_intervals(store: SqlStore, max_hours: int) -> None:
    known = [row for row in ROWS if row.end_s - row.start_s <= max_hours * 3600]
    offsets = query_figures.offset_changes(ZONE, 1743200000, 1762000000)
    total = sum(
        one(store, query_figures.profile_cell_sql(EVERYTHING, cell // 24 + 1, cell % 24, offsets, max_hours=max_hours))
        for cell in range(168)
    )
    assert total == pytest.approx(sum(row.n for row in known))


def test_the_hour_that_autumn_repeats_counts_twice() -> None:
    """02:00-04:00 local on 2025-10-26 lasts three hours, two of them between 2 and 3 o'clock."""
    night = incidents("time\n2025-10-26 01:00..2025-10-26 04:00")
    offsets = query_figures.offset_changes(ZONE, night[0].start_s, night[0].end_s)
    with closing(SqliteStore(table(night))) as store:
        found = [one(store, query_figures.profile_cell_sql(EVERYTHING, 7, hour, offsets)) for hour in range(5)]
    assert found == pytest.approx([0, 1 / 4, 2 / 4, 1 / 4, 0])


def test_an_instant_on_the_second_of_the_change_counts_once() -> None:
    """Clocks went back at 01:00 UTC: that second is 02:00, and the second before it was the last of the first 02."""
    (plain,) = incidents("n\n1")
    change = int(dt.datetime(2025, 10, 26, 1, tzinfo=dt.UTC).timestamp())
    rows = [replace(plain, incident_id=i, start_s=s, end_s=s) for i, s in enumerate((change - 1, change), start=1)]
    rows.append(replace(plain, incident_id=3, start_s=change - 3600, end_s=change, n=4))
    offsets = query_figures.offset_changes(ZONE, change - 86_400, change + 86_400)
    assert offsets == [(change - 86_400, 7200), (change, 3600)]
    with closing(SqliteStore(table(rows))) as store:
        found = [one(store, query_figures.profile_cell_sql(EVERYTHING, 7, hour, offsets)) for hour in range(5)]
    assert found == pytest.approx([0, 0, 6, 0, 0])


@pytest.mark.parametrize(
    ("weekday", "hour", "offsets"),
    [
        (0, 0, [(0, 0)]),
        (8, 0, [(0, 0)]),
        (1, 24, [(0, 0)]),
        (1, -1, [(0, 0)]),
        (1, 1, []),
        (1, 1, [(0, 0), (9, 1), (9, 2)]),
    ],
)
def test_an_hour_or_clock_that_cannot_be(weekday: int, hour: int, offsets: list[tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match=r"hour of the week|offsets"):
        query_figures.profile_cell_sql(EVERYTHING, weekday, hour, offsets)


def test_offsets_are_those_of_the_zone_at_every_change() -> None:
    first, last = (int(dt.datetime(year, 1, 1, tzinfo=dt.UTC).timestamp()) for year in (1938, 2026))
    offsets = query_figures.offset_changes(ZONE, first, last)
    assert offsets[0] == (first, 3600)
    for (moment, ahead), (_before, ahead_before) in zip(offsets[1:], offsets, strict=False):
        just_before, at = (
            dt.datetime.fromtimestamp(second, dt.UTC).astimezone(ZoneInfo(ZONE)) for second in (moment - 1, moment)
        )
        assert at.utcoffset() == dt.timedelta(seconds=ahead)
        assert just_before.utcoffset() == dt.timedelta(seconds=ahead_before)
    # Summer time in Sweden: every year since 1980, twice a year, and not between the war and then.
    assert sum(moment > 315_532_800 for moment, _ahead in offsets) == 2 * 46


def test_offsets_of_no_time_and_of_no_zone() -> None:
    assert query_figures.offset_changes("UTC", 5, 5) == [(5, 0)]
    with pytest.raises(ZoneInfoNotFoundError):
        query_figures.offset_changes("Europe/Nowhere", 0, 1)
    with pytest.raises(ValueError, match="no calendar"):
        query_figures.offset_changes("UTC", 0, 10**13)
    with pytest.raises(ValueError, match="no calendar"):
        query_figures.offset_changes("UTC", 1, 0)


def test_concentration(store: SqlStore) -> None:
    per_place = Counter[tuple[int | None, int | None]]()
    for row in mappable(ROWS):
        per_place[row.x, row.y] += row.n
    assert len(per_place) < len(mappable(ROWS)), "some places must have several incidents"
    ((places, events, half),) = store.fetch(query_figures.concentration_sql(EVERYTHING))
    assert (places, events) == (len(per_place), per_place.total())
    assert half == share_of_places(list(per_place.values()), 0.5).places


CONCENTRATIONS = {
    "one place holds half of ten": ([5, 3, 2], (3, 10, 1)),
    "just under half needs another": ([4, 3, 2], (3, 9, 2)),
    "all alike": ([1, 1, 1, 1], (4, 4, 2)),
    "odd and alike": ([1, 1, 1], (3, 3, 2)),
    "no events at any": ([0, 0], (2, 0, 0)),
    "nothing": ([], (0, 0, 0)),
    "all at one": ([7], (1, 7, 1)),
}


@pytest.mark.parametrize(("counts", "expected"), CONCENTRATIONS.values(), ids=CONCENTRATIONS)
def test_half_of_the_events(counts: list[int], expected: tuple[int, int, int]) -> None:
    drawn = "n | x | y | place\n" + "\n".join(f"{n} | {i} | {-i} | point" for i, n in enumerate(counts))
    drawn += "\n9 | 1 | 1 | municipality\n9 | - | - | point"
    with closing(SqliteStore(table(incidents(drawn)))) as store:
        assert store.fetch(query_figures.concentration_sql(EVERYTHING)) == [expected]
    with FileStore.from_table(table(incidents(drawn))) as duck:
        assert duck.fetch(query_figures.concentration_sql(EVERYTHING)) == [expected]


def test_weekly_series() -> None:
    rows = incidents("time | n\n2020-12-31 | 2\n2021-01-03 | 1\n2021-01-04 | 4\n2021-01 | 9")
    with FileStore.from_table(table(rows)) as store:
        series = store.fetch(query.weekly_series_sql())
    assert series == [(2020, 53, 3), (2021, 1, 4)]
    assert {key: n for key, n in MemoryStore(rows).counts(("iso_year", "iso_week")).items() if key[1]} == {
        (2020, 53): 3,
        (2021, 1): 4,
    }
    assert rows[0].last_day == day("2020-12-31")
