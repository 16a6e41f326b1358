"""Months counted back: exact for every day, also those that the earlier month has not got."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryggve.domain.retention import facts_kept_from, is_kept_source, kept_source, months_before, texts_kept_from


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2025-12-31"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-03-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2024-02-29", 48, "2020-02-29"),
        ("2026-05-31", 1, "2026-04-30"),
        ("2026-01-15", 24, "2024-01-15"),
        ("2026-01-01", 1, "2025-12-01"),
        ("2026-12-31", 12, "2025-12-31"),
        ("2026-12-31", 11, "2026-01-31"),
        ("2026-06-15", 0, "2026-06-15"),
        ("2026-06-15", 100_000, "0001-01-01"),
    ],
)
def test_months_before(day: str, months: int, expected: str) -> None:
    assert months_before(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(expected)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)), st.integers(0, 600))
def test_the_month_is_exact_and_the_day_never_later(day: dt.date, months: int) -> None:
    found = months_before(day, months)
    assert found.year * 12 + found.month == day.year * 12 + day.month - months
    assert found.day <= day.day
    # A day was lost only where the month was too short for it.
    assert found.day == day.day or (found + dt.timedelta(days=1)).day == 1


def test_texts_go_by_the_day_and_facts_by_the_month() -> None:
    assert texts_kept_from(dt.date(2026, 3, 31), 1) == dt.date(2026, 2, 28)
    assert facts_kept_from(dt.date(2026, 3, 31), 1) == dt.date(2026, 2, 1)
    assert facts_kept_from(dt.date(2026, 3, 1), 12) == dt.date(2025, 3, 1)


@pytest.mark.parametrize("source", ["EST", "", "a (gallrade)"])
def test_a_kept_source_is_told_apart(source: str) -> None:
    assert is_kept_source(kept_source(source))
    assert not is_kept_source("EST")
