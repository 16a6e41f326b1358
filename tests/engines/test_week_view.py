"""The week on every engine: what is counted, what is unknown, and what each reader is not given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pytest
from django.db import connections

from tests.engines.conftest import Build
from tests.engines.tables import day, incidents, table
from tests.stores import Sqlite, fill, opened
from tryggve.domain.access import Sight
from tryggve.domain.area import Area, AreaRegister
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.domain.incident import Incident
from tryggve.domain.period import parse_period
from tryggve.reports.week.areas import AreaState
from tryggve.reports.week.asked import QUERIES
from tryggve.reports.week.expected import Verdict
from tryggve.reports.week.filters import WeekFilters
from tryggve.reports.week.kinds import KindOfSource
from tryggve.reports.week.periods import read_period
from tryggve.reports.week.view import WeekView, week_view
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.memory import MemoryStore

TODAY = dt.date(2025, 10, 8)
WEEK = WeekFilters(parse_period("2025-W40"))
AREAS = tuple(Area(code, f"{code}by", "district", parent="T") for code in "ABCDE")
REGISTER = AreaRegister("Exempelkommunen", (*AREAS, Area("T", "Trakten", "part")))
DRAWN = """
organisation | kind    | category         | time             | x    | y    | place  | @district | left_out
Skolan       | school  | klotter          | 2025-09-30 09:00 | 1000 | 1000 | point  | A         | -
Biblioteket  | library | klotter          | 2025-09-30 21:30 | 1033 | 1018 | point  | A         | -
Biblioteket  | library | valdsbejakande   | 2025-10-01 22:00 | 2000 | 2000 | street | B         | -
Vakterna     | guards  | ordningsstorning | 2025-10-02       | 3000 | 3000 | area   | B         | -
Vakterna     | guards  | ordningsstorning | 2025-10-03 23:10 | 3000 | 3000 | point  | -         | -
Fritids      | leisure | -                | 2025-10-03       | -    | -    | area   | C         | nothing_to_report
Vakterna     | guards  | klotter          | 2025-09-23 12:00 | 3000 | 3000 | point  | D         | -
Polisen      | police  | klotter          | 2025-10-10 12:00 | -    | -    | area   | A         | forecast
"""


def reporter(name: str, kind: str, *codes: str) -> Reporter:
    areas = tuple(("district", code) for code in codes)
    return Reporter(name, kind, areas, day("2025-01-06"), None, Cadence.WEEKLY)


REPORTERS = [
    reporter("Skolan", "school", "A"), reporter("Biblioteket", "library", "A", "B"),
    reporter("Fritids", "leisure", "C"), reporter("Hemtjänsten", "home_care", "D", "B"),
]  # fmt: skip


SEEING = [one for one in Sight if one is not Sight.NONE]


def view(build: Build, reader: Sight = Sight.FULL, filters: WeekFilters = WEEK, **more: Any) -> WeekView:
    return week_view(build(DRAWN, (), REPORTERS), REGISTER, filters=filters, today=TODAY, reader=reader, **more)


def rows(found: WeekView) -> dict[str, int]:
    return {one.category: one.n for one in found.categories}


def test_what_was_reported_and_what_silence_is(build: Build) -> None:
    found = view(build)
    assert (found.total.n, found.total.before, found.is_over, found.source, found.level) == (
        5,
        1,
        True,
        "est",
        "district",
    )
    assert rows(found) == {"klotter": 2, "ordningsstorning": 2, "valdsbejakande": 1}
    areas = {one.code: (one.n, one.expected, one.received, one.state) for one in found.areas}
    assert areas == {
        "A": (2, 2, 2, AreaState.REPORTED),
        "B": (2, 2, 1, AreaState.REPORTED),
        "C": (0, 1, 1, AreaState.NOTHING),
        "D": (0, 1, 0, AreaState.UNKNOWN),
        "E": (0, 0, 0, AreaState.NOBODY),
    }
    assert (found.unplaced, found.received, found.expected, found.reporters_known) == (1, 3, 4, True)
    assert {row.organisation: len(row.silent) for row in found.coverage} == {
        "Skolan": 0, "Biblioteket": 0, "Fritids": 0, "Hemtjänsten": 1,
    }  # fmt: skip


def test_hours_and_points_are_of_what_is_known_so_well(build: Build) -> None:
    found = view(build)
    assert (found.hours.n, found.hours.left_out) == (4, 1)
    assert found.hours.counts[1, 9] == found.hours.counts[1, 21] == found.hours.counts[2, 22] == 1
    spots = found.points.spots
    assert spots.incident_id.tolist() == [5, 3, 1, 2]
    assert (spots.x.tolist()[3], spots.categories[1], found.points.not_shown, found.points.capped) == (
        1033, "valdsbejakande", 1, False,
    )  # fmt: skip


def test_facts_are_without_restricted_rows_and_fine_places_of_sensitive_kinds(build: Build) -> None:
    found = view(build, Sight.FACTS)
    assert (rows(found), found.total.n) == ({"klotter": 2, "ordningsstorning": 2}, 4)
    assert {one.code: one.n for one in found.areas if one.n} == {"A": 2, "B": 1}
    assert (found.hours.n, found.hours_told, view(build).hours_told) == (0, False, True)
    assert len(found.points.spots) == 0


def test_a_place_is_drawn_for_others_where_two_more_have_had_events_near(build: Build) -> None:
    near = "".join(
        f"Biblioteket | library | klotter | 2025-03-0{i} 12:00 | {1000 + 60 * i} | 1000 | point | A | -\n"
        for i in (1, 2)
    )
    found = week_view(build(DRAWN + near, (), REPORTERS), REGISTER, filters=WEEK, today=TODAY, reader=Sight.FACTS)
    spots = found.points.spots
    assert (spots.incident_id.tolist(), spots.x.tolist(), spots.y.tolist()) == ([2], [1050], [1000])


def test_hours_are_told_of_many_reports_at_once(build: Build) -> None:
    many = "".join(
        f"Biblioteket | library | klotter | 2025-10-01 21:{i:02d} | - | - | area | A | -\n" for i in range(30)
    )
    store = build(DRAWN + many, (), REPORTERS)
    found = week_view(store, REGISTER, filters=WEEK, today=TODAY, reader=Sight.FACTS).hours
    assert (found.n, found.counts[1, 9], found.counts[2, 21], found.counts[2, 22]) == (32, 0, 30, 0)
    for narrow in (replace(WEEK, area=("district", "A")), replace(WEEK, categories=("klotter",))):
        assert week_view(store, REGISTER, filters=narrow, today=TODAY, reader=Sight.FACTS).hours.n == 0
    without = [replace(one, organisation_kind="library") for one in incidents(DRAWN)]
    facts = week_view(build(without, (), REPORTERS), REGISTER, filters=WEEK, today=TODAY, reader=Sight.FACTS)
    assert (facts.hours_told, facts.hours.n) == (True, 3)


def test_of_less_than_everything_the_restricted_are_not_even_in_the_sum(build: Build) -> None:
    narrow = replace(WEEK, area=("district", "B"))
    assert (view(build, Sight.FACTS, narrow).total.n, view(build, filters=narrow).total.n) == (1, 2)
    asked = replace(WEEK, categories=("valdsbejakande",))
    assert (view(build, Sight.FACTS, asked).total.n, view(build, filters=asked).total.n) == (0, 1)


def test_by_area_alone_there_is_no_point(build: Build) -> None:
    found = view(build, Sight.AREA)
    assert (len(found.points.spots), found.points.not_shown, found.total.n, found.hours.n) == (0, 4, 4, 0)
    assert {one.code: one.n for one in found.areas if one.n} == {"A": 2, "B": 1}


def test_who_sees_nothing_has_no_view(build: Build) -> None:
    """T-FIXED: not even by a page that forgot to ask."""
    with pytest.raises(ValueError, match="sees nothing"):
        view(build, Sight.NONE)


@pytest.mark.parametrize("reader", SEEING)
def test_points_of_protected_places_are_given_to_nobody(build: Build, reader: Sight) -> None:
    protected = [(3000.0, 3250.0, 250.0), (1033.0, 1018.0, 0.0)]
    shown = set(view(build, reader, protected=protected).points.spots.incident_id.tolist())
    assert shown == ({3, 1} if reader is Sight.FULL else set())


def test_kinds_of_sources_are_named_from_three_organisations_on(build: Build) -> None:
    """T-THREE."""
    assert view(build).kinds == (KindOfSource("", 4),)
    more = incidents(DRAWN) + [_renumbered(one, 8, name) for one, name in zip(incidents(DRAWN)[1:3], "XY", strict=True)]
    more = [replace(one, incident_id=i) for i, one in enumerate(more, 1)]
    found = week_view(build(more), REGISTER, filters=WEEK, today=TODAY)
    assert found.kinds == (KindOfSource("library", 3), KindOfSource("", 3))
    fewer = [one for one in more if one.organisation not in ("Skolan", "Fritids")]
    fewer = [replace(one, incident_id=i) for i, one in enumerate(fewer, 1)]
    assert week_view(build(fewer), REGISTER, filters=WEEK, today=TODAY).kinds == (KindOfSource("", 4),)
    few = replace(WEEK, organisation_kinds=("library", "guards"))
    by_reader = [week_view(build(more), REGISTER, filters=few, today=TODAY, reader=r).total.n for r in SEEING]
    everything = [week_view(build(more), REGISTER, filters=WEEK, today=TODAY, reader=r).total.n for r in SEEING]
    assert (by_reader[0], everything[0]) == (6, 7)
    assert by_reader[1:] == everything[1:]


def _renumbered(one: Incident, number: int, name: str) -> Incident:
    return replace(one, incident_id=one.incident_id + number, organisation=name)


def test_nothing_is_compared_before_the_period_is_over(build: Build) -> None:
    found = week_view(build(DRAWN, (), REPORTERS), REGISTER, filters=WEEK, today=dt.date(2025, 10, 5))
    assert (found.is_over, found.expected, found.total.verdict) == (False, 0, Verdict.UNKNOWN)
    assert {one.code: one.state for one in found.areas}["D"] is AreaState.NOBODY


HEAD = "organisation | category | time | n | @district\n"


def year(now: int) -> str:
    weeks = [dt.date.fromisocalendar(2025, week, 2) for week in range(1, 41)]
    counts = [20 + 4 * (i % 3) for i in range(39)] + [now]
    pairs = zip(weeks, counts, strict=True)
    return HEAD + "".join(f"A | klotter | {date} | {n} | A\nA | buller | {date} | 1 | A\n" for date, n in pairs)


@pytest.mark.parametrize(("now", "verdict"), [(22, Verdict.USUAL), (60, Verdict.MORE), (3, Verdict.FEWER)])
def test_a_count_is_held_against_the_weeks_before_it(build: Build, now: int, verdict: Verdict) -> None:
    found = week_view(build(year(now)), REGISTER, filters=WEEK, today=TODAY)
    by_kind = {one.category: one for one in found.categories}
    graffiti, noise = by_kind["klotter"], by_kind["buller"]
    assert (graffiti.verdict, graffiti.before, noise.verdict) == (verdict, 28 if now else None, Verdict.FEW)
    assert graffiti.low is not None
    assert graffiti.high is not None
    assert graffiti.low < 24 < graffiti.high
    assert noise.verdict_words


def test_weeks_without_reports_are_gaps_and_the_expected_follows_who_reported(build: Build) -> None:
    two = [reporter("A", "library"), replace(reporter("B", "library"), last_day=day("2025-08-31"))]
    rows = [line for line in year(12).splitlines()[1:] if "| 20 |" not in line]
    both = HEAD + "\n".join([*rows, *(line.replace("A |", "B |", 1) for line in rows if line.count("2025-0"))])
    with_both = week_view(build(both, (), two), REGISTER, filters=WEEK, today=TODAY).total
    without = week_view(build(both), REGISTER, filters=WEEK, today=TODAY).total
    assert with_both.high is not None
    assert without.high is not None
    assert with_both.high < without.high


@pytest.mark.parametrize(
    "filters",
    [
        WEEK,
        replace(WEEK, period=parse_period("2025-T3"), level="district"),
        replace(WEEK, period=parse_period("2025"), categories=("klotter", "buller"), min_severity=1),
        replace(WEEK, period=read_period("2025-W39..2025-W40"), area=("part", "T"), organisation_kinds=("school",)),
        replace(WEEK, source="polisen", area=("district", "A")),
    ],
)
@pytest.mark.parametrize("reader", SEEING)
def test_a_view_takes_so_many_questions_and_is_as_the_oracle_says(
    sqlite: Sqlite, filters: WeekFilters, reader: Sight
) -> None:
    drawn = [*incidents(DRAWN), *incidents(year(25))]
    drawn = [replace(one, incident_id=i, row_no=i) for i, one in enumerate(drawn, 1)]
    oracle = week_view(MemoryStore(drawn, (), REPORTERS), REGISTER, filters=filters, today=TODAY, reader=reader)
    with opened(sqlite) as database:
        fill(database, table(drawn), (), REPORTERS)
        with counted(database.alias) as asked:
            found = week_view(DatabaseStore(database), REGISTER, filters=filters, today=TODAY, reader=reader)
    assert len(asked) == QUERIES[reader]
    assert plain(found) == plain(oracle)


@contextmanager
def counted(alias: str) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connections[alias].execute_wrapper(note):
        yield asked


def plain(value: Any) -> Any:
    """A view as texts and lists that can be compared."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return [plain(one) for one in value] if isinstance(value, tuple | list) else value
