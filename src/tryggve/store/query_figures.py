"""Figures of a lägesbild as stand-alone SQL, so that an analyst can check one number without our code.

The statistics themselves are made in `tryggve.stats`; these texts reach the same number by another road.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from tryggve.store.base import Selection
from tryggve.store.condition import mappable, number, where_sql
from tryggve.store.query import COUNTED

HOUR, DAY, WEEK = 3_600, 86_400, 604_800
_MONDAY = 345_600  # 1970-01-05 00:00, the first Monday of the epoch
_WEEKS_BACK = 110_000  # counting from a Monday before the year 1 keeps every remainder positive
_BEGIN, _END = -62_135_596_800, 253_402_300_800  # 0001-01-01 and 10000-01-01: all that a calendar holds


def concentration_sql(where: Selection = COUNTED) -> str:
    """One row: places (distinct points), events on them, and the least number of places that hold half of the events.

    Only points count (see `query.points_sql`). A place belongs to the busiest half as long as those busier than it do
    not yet hold half; among equally busy places the number is the same whichever comes first.
    """
    return f"""\
WITH place AS (
    SELECT
        x,
        y,
        SUM(n) AS events
    FROM incident_fact{_indented(where_sql(where, *mappable()))}
    GROUP BY x, y
),
running AS (
    SELECT
        events,
        SUM(events) OVER () AS all_events,
        SUM(events) OVER (ORDER BY events DESC, x, y ROWS UNBOUNDED PRECEDING) - events AS events_in_busier
    FROM place
)
SELECT
    COUNT(*) AS places,
    COALESCE(SUM(events), 0) AS events,
    COUNT(CASE WHEN 2 * events_in_busier < all_events THEN 1 END) AS places_with_half
FROM running"""


def density_cell_sql(
    where: Selection, x0: float, y0: float, cell: float, ix: int, iy: int, bandwidth: float, truncate: float = 4.0
) -> str:
    """The binned Gaussian density of one grid cell in events per km2, as `stats.density.kernel_density` defines it.

    x0, y0: south-west corner of the grid, and `cell`: its mesh, in whole metres; ix, iy: column from the west and row
    from the south, from 0; bandwidth: standard deviation of the kernel in metres, cut at `truncate` of them. Only
    points count, each n times. ValueError for a grid that does not lie on whole metres, or a bandwidth below the cell.
    """
    mesh = _whole(cell, "cell")
    if not (0 < mesh <= bandwidth < math.inf and 0 < truncate < math.inf):
        raise ValueError(f"need 0 < cell <= bandwidth, got cell {cell}, bandwidth {bandwidth}, truncate {truncate}")
    reach = math.floor(truncate * bandwidth / mesh)
    west, south = _whole(x0, "x0") + (int(ix) - reach) * mesh, _whole(y0, "y0") + (int(iy) - reach) * mesh
    side = (2 * reach + 1) * mesh
    near = where_sql(
        where,
        *mappable(),
        f"x >= {number(west)} AND x < {number(west + side)}",
        f"y >= {number(south)} AND y < {number(south + side)}",
    )
    return _DENSITY.format(
        steps=", ".join(f"({number(step)})" for step in range(-reach, reach + 1)),
        sd=f"CAST({float(bandwidth)!r} AS DOUBLE PRECISION)",
        mesh=mesh,
        reach=reach,
        west=number(west),
        south=number(south),
        where=_indented(near),
    )


_DENSITY = """\
WITH step (d) AS (
    VALUES {steps}
),
bell AS (
    SELECT
        d,
        EXP(-0.5 * (d * {mesh} / {sd}) * (d * {mesh} / {sd})) AS height
    FROM step
),
kernel AS (
    SELECT
        d,
        height / SUM(height) OVER () AS k
    FROM bell
),
near AS (
    SELECT
        x - {west} AS east_m,
        y - {south} AS north_m,
        n
    FROM incident_fact{where}
),
cell_count AS (
    /* Cells from the middle one: whole divisions written so that every engine gives whole numbers. */
    SELECT
        (east_m - east_m % {mesh}) / {mesh} - {reach} AS a,
        (north_m - north_m % {mesh}) / {mesh} - {reach} AS b,
        n
    FROM near
)
SELECT
    COALESCE(SUM(n * across.k * along.k), 0) * 1000000.0 / ({mesh} * {mesh}) AS events_per_km2
FROM cell_count
JOIN kernel AS across ON across.d = a
JOIN kernel AS along ON along.d = b"""


def _whole(value: float, name: str) -> int:
    if not float(value).is_integer():
        raise ValueError(f"{name}: places are whole metres, got {value!r}")
    return int(value)


def profile_cell_sql(
    where: Selection, weekday: int, hour: int, offsets: Sequence[tuple[int, int]], *, max_hours: int = 168
) -> str:
    """The aoristic weight of one hour of the local week (weekday 1 = Monday, hour 0-23): one row, one number.

    `offsets` are (from this UTC second on, seconds ahead of UTC) in rising order, as `offset_changes` gives them; the
    first holds for all time before it too. An event of length d gives the hour the share t / d, t being the time that
    its interval spends in that hour of the week, times n; an instant gives n or nothing; intervals longer than
    `max_hours` are left out. ValueError for another weekday or hour, or offsets that are missing or out of order.

    The time an interval [s, e) spends in the hour is C(e) - C(s), where C(t) is the time spent in it before t: with d
    the seconds since the hour once began, 3600 for each whole week in d and at most 3600 of what is left.
    """
    if not (1 <= weekday <= 7 and 0 <= hour <= 23):
        raise ValueError(f"no such hour of the week: weekday {weekday}, hour {hour}")
    shift = _WEEKS_BACK * WEEK - _MONDAY - (weekday - 1) * DAY - hour * HOUR
    periods = ",\n        ".join(f"({', '.join(map(number, period))})" for period in _periods(offsets))
    not_too_long = f"end_s - start_s <= {number(max_hours * HOUR)}"
    return f"""\
WITH clock (from_s, until_s, ahead_s) AS (
    VALUES
        {periods}
),
piece AS (
    /* The part of each event under one clock, in local seconds since this hour of the week began, long ago. */
    SELECT
        n,
        end_s - start_s AS length,
        CASE WHEN start_s > from_s THEN start_s ELSE from_s END + ahead_s + {shift} AS begins,
        CASE WHEN end_s < until_s THEN end_s ELSE until_s END + ahead_s + {shift} AS ends
    FROM incident_fact
    JOIN clock
        ON start_s < until_s AND end_s >= from_s\
{_indented(where_sql(where, not_too_long))}
)
SELECT
    COALESCE(SUM(CASE
        WHEN length = 0 THEN CASE WHEN begins % {WEEK} < {HOUR} THEN 1.0 * n ELSE 0.0 END
        ELSE 1.0 * n * ({_spent_before("ends")} - {_spent_before("begins")}) / length
    END), 0) AS weight
FROM piece"""


def _spent_before(moment: str) -> str:
    rest = f"{moment} % {WEEK}"
    return f"(({moment} - {rest}) / {WEEK // HOUR} + CASE WHEN {rest} < {HOUR} THEN {rest} ELSE {HOUR} END)"


def _periods(offsets: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    changes = [moment for moment, _ahead in offsets[1:]]
    if not offsets or changes != sorted(set(changes)):
        raise ValueError("offsets: need at least one, each later than the one before")
    for begin, end, (_moment, ahead) in zip([_BEGIN, *changes], [*changes, _END], offsets, strict=True):
        yield begin, end, ahead


def offset_changes(zone: str, first_s: int, last_s: int) -> list[tuple[int, int]]:
    """The clocks of a time zone from `first_s` to `last_s` (UTC seconds): (from, seconds ahead of UTC), rising.

    The first begins at `first_s`. ValueError for times outside the years 2 to 9998; ZoneInfoNotFoundError (a KeyError)
    for an unknown zone.
    """
    if not (_BEGIN + 366 * DAY <= first_s <= last_s <= _END - 366 * DAY):
        raise ValueError(f"no calendar from {first_s} to {last_s}")
    at = ZoneInfo(zone)
    changes = [(first_s, _ahead(at, first_s))]
    for day_end in [*range(first_s + DAY, last_s, DAY), last_s]:
        if _ahead(at, day_end) == changes[-1][1]:
            continue
        before, after = day_end - DAY, day_end
        while after - before > 1:
            middle = (before + after) // 2
            before, after = (middle, after) if _ahead(at, middle) == changes[-1][1] else (before, middle)
        changes.append((after, _ahead(at, after)))
    return changes


def _ahead(zone: ZoneInfo, second: int) -> int:
    moment = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=second)
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None  # a ZoneInfo always knows its offset
    return round(offset.total_seconds())


def _indented(clause: str) -> str:
    return clause.replace("\n", "\n    ")
