"""Filters of the week go into a URL and come back; what cannot be understood is told of and never fails."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tryggve.domain.area import Area, AreaRegister
from tryggve.domain.calendar_days import day_date, day_number
from tryggve.domain.category import categories
from tryggve.domain.organisation import organisation_kinds
from tryggve.domain.period import PeriodKind, containing, parse_period
from tryggve.reports.week.filters import WeekFilters
from tryggve.reports.week.periods import BACK, periods_back, read_period, whole_weeks

TODAY = dt.date(2025, 10, 8)
DAYS = st.integers(day_number(dt.date(1901, 1, 1)), day_number(dt.date(2198, 12, 31)))
PERIODS = st.one_of(
    st.builds(containing, DAYS, st.sampled_from([kind for kind in PeriodKind if kind is not PeriodKind.RANGE])),
    st.builds(lambda day, n: parse_period(f"{day_date(day)}..{day_date(day + n)}"), DAYS, st.integers(0, 300)),
)
NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12)


def chosen(codes: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(codes), unique=True, max_size=4).map(lambda found: tuple(sorted(found)))


FILTERS = st.builds(
    WeekFilters,
    PERIODS,
    chosen(list(categories())),
    st.none() | st.just("") | NAMES,
    chosen(list(organisation_kinds())),
    st.none() | st.tuples(NAMES.filter(lambda text: ":" not in text), NAMES),
    st.none() | NAMES,
    st.none() | st.integers(1, 5),
)


@settings(max_examples=100)
@given(FILTERS)
def test_filters_come_back_from_a_url(filters: WeekFilters) -> None:
    assert WeekFilters.from_query(filters.to_query(), today=TODAY) == (filters, [])


@settings(max_examples=100)
@given(
    st.dictionaries(
        st.sampled_from(["period", "span", "category", "source", "kind", "area", "level", "severity", "x"]),
        st.lists(st.text(max_size=20) | st.sampled_from(["fortnight", "1900", "1900-W01", "klotter", "a:b", "\0"])),
    )
)
@example({"period": ["1900-W01"], "span": ["fortnight"]})
def test_anything_in_a_url_gives_filters_that_come_back(query: dict[str, list[str]]) -> None:
    filters, _messages = WeekFilters.from_query(query, today=TODAY)
    assert WeekFilters.from_query(filters.to_query(), today=TODAY) == (filters, [])


def test_each_thing_that_is_not_understood_is_told_and_the_default_holds() -> None:
    register = AreaRegister("Exempelkommunen", (Area("A", "Aby", "district"),))
    query = {"period": "2025-W60", "category": ["hopp", "klotter"], "kind": "x", "area": "district:B", "severity": "9"}
    filters, messages = WeekFilters.from_query(query, today=TODAY, register=register)
    assert filters == WeekFilters(parse_period("2025-W40"), categories=("klotter",))
    assert len(messages) == 5
    assert WeekFilters.from_query({"area": "district:A"}, today=TODAY, register=register)[0].area == ("district", "A")
    assert WeekFilters.from_query({"area": "x" * 201, "level": "a\nb"}, today=TODAY)[1] != []


@pytest.mark.parametrize("text", ["2025-W39..2025-W40", "2025-09-22..2025-10-05"])
def test_a_fortnight_is_two_weeks(text: str) -> None:
    filters, messages = WeekFilters.from_query({"period": "2025-W40", "span": "fortnight"}, today=TODAY)
    assert (filters.period, messages) == (read_period(text), [])
    assert filters.period.days == 14


def test_periods_back_end_where_the_data_begin() -> None:
    week = parse_period("2025-W40")
    assert len(periods_back(week, 0)) == BACK[PeriodKind.WEEK] + 1
    found = periods_back(week, week.first_day - 20)
    assert [period.label for period in found] == ["2025-W38", "2025-W39", "2025-W40"]
    assert len(periods_back(week, week.last_day)) == 2
    assert len(periods_back(parse_period("2025-09-22..2025-10-05"), 0)) == 27


@pytest.mark.parametrize(
    ("days", "weeks"),
    [
        ("2025-10-01..2025-10-01", "2025-09-29..2025-10-05"),
        ("1900-01-01..1900-01-02", "1900-01-01..1900-01-07"),
        ("2199-12-31..2199-12-31", "2199-12-30..2199-12-31"),
    ],
)
def test_days_are_widened_to_their_weeks_as_far_as_the_calendar_goes(days: str, weeks: str) -> None:
    assert whole_weeks(parse_period(days)).label == weeks
