"""How numbers, dates and periods are written, in both languages."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryggve.domain.language import use_language
from tryggve.domain.period import parse_period
from tryggve.domain.writing import whole
from tryggve.reports import numbers

N = "\u00a0"


@pytest.mark.parametrize(
    ("value", "sv", "en"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1234567, f"1{N}234{N}567", "1,234,567"),
        (-1234, f"\u22121{N}234", "\u22121,234"),
        (2.5, "3", "3"),
        (-0.4, "0", "0"),
        (np.int64(1000), f"1{N}000", "1,000"),
        (10**20, "100" + f"{N}000" * 6, "100" + ",000" * 6),
        (None, "–", "–"),
        (math.nan, "–", "–"),
        (math.inf, "–", "–"),
    ],
)
def test_integer(value: float | None, sv: str, en: str) -> None:
    assert numbers.integer(value) == sv
    with use_language("en"):
        assert numbers.integer(value) == en


def test_decimal_keeps_its_decimals_and_rounds_half_up() -> None:
    assert numbers.decimal(1234567.5) == f"1{N}234{N}567,5"
    assert numbers.decimal(2.675, 2) == "2,68"
    assert numbers.decimal(3, 2) == "3,00"
    assert numbers.decimal(-0.04) == "0,0"
    assert numbers.decimal(1e300, 1).endswith(",0")
    with use_language("en"):
        assert numbers.decimal(1234567.5) == "1,234,567.5"


def test_percent_of_a_share() -> None:
    assert numbers.percent(0.145) == f"15{N}%"
    assert numbers.percent(0.1234, 1) == f"12,3{N}%"
    assert numbers.percent(1.0) == f"100{N}%"
    assert numbers.percent(math.nan) == "–"
    with use_language("en"):
        assert numbers.percent(0.145) == "15%"


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (1.25, f"+25{N}%"),
        (0.9, f"\u221210{N}%"),
        (1.0, f"0{N}%"),
        (1.001, f"0{N}%"),
        (0.0, f"\u2212100{N}%"),
        (math.inf, "–"),
    ],
)
def test_change_from_a_ratio(ratio: float, text: str) -> None:
    assert numbers.change(ratio) == text


def test_intervals() -> None:
    assert numbers.interval(12.2, 18.6) == "12–19"
    assert numbers.interval(-3, 4) == "\u22123 till 4"
    assert numbers.interval(12, math.inf) == "minst 12"
    assert numbers.interval(-math.inf, 12) == "högst 12"
    assert numbers.interval(math.nan, 12) == "–"
    assert numbers.interval(12, math.nan) == "–"
    assert numbers.interval(None, None) == "–"
    assert numbers.percent_interval(0.12, 0.19) == f"12–19{N}%"
    assert numbers.change_interval(0.92, 1.4) == f"\u22128 till +40{N}%"
    assert numbers.change_interval(0.92, math.inf) == f"minst \u22128{N}%"


def test_dates() -> None:
    day = dt.date(2026, 11, 22)
    assert numbers.date_long(day) == "22 november 2026"
    assert numbers.date_iso(day) == "2026-11-22"
    assert numbers.date_iso(dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)) == "2026-11-22"
    assert numbers.date_long(None) == numbers.date_iso(None) == "–"
    with use_language("en"):
        assert numbers.date_long(day) == "22 November 2026"
    with pytest.raises(ValueError, match="13"):
        numbers.month_name(13)


@pytest.mark.parametrize(
    ("period", "sv"),
    [
        ("2025-W40", "vecka 40 2025 (29 september–5 oktober 2025)"),
        ("2025-W01", "vecka 1 2025 (30 december 2024–5 januari 2025)"),
        ("2025-W42", "vecka 42 2025 (13–19 oktober 2025)"),
        ("2025-10", "oktober 2025"),
        ("2025-K1", "kvartal 1 2025 (januari–mars)"),
        ("2025-K4", "kvartal 4 2025 (oktober–december)"),
        ("2025-T3", "tertial 3 2025 (september–december)"),
        ("2025", "år 2025"),
        ("2025-01-01..2025-06-30", "1 januari–30 juni 2025"),
        ("2025-03-02..2025-03-02", "2 mars 2025"),
    ],
)
def test_period_words(period: str, sv: str) -> None:
    assert numbers.period_words(parse_period(period)) == sv


def test_every_month_has_a_name_of_its_own_in_both_languages() -> None:
    for language in ("sv", "en"):
        with use_language(language):
            assert len({numbers.month_name(month) for month in range(1, 13)}) == 12


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15), st.integers(0, 4))
def test_what_is_written_is_the_number_to_half_a_unit(value: float, digits: int) -> None:
    text = numbers.decimal(value, digits)
    read = float(text.replace(N, "").replace(",", ".").replace("\u2212", "-"))
    assert abs(read - value) <= 0.5 * 10**-digits + abs(value) * 1e-15
    assert not text.startswith("-")


def test_a_period_has_a_name_and_a_short_one_for_an_axis() -> None:
    names = {"2025-W51": ("vecka 51 2025", "v. 51 2025"), "2025-10": ("oktober 2025", "okt 2025")}
    names |= {"2025-T2": ("tertial 2 2025", "tertial 2 2025"), "2025": ("år 2025", "2025")}
    with use_language("sv"):
        for text, (name, tick) in names.items():
            period = parse_period(text)
            assert (numbers.period_name(period), numbers.period_tick(period)) == (name, tick)


def test_layers_below_write_whole_numbers_and_days_as_reports_do() -> None:
    for language in ("sv", "en"):
        with use_language(language):
            assert [whole(n) for n in (8, 8_066, 1_234_567)] == [numbers.integer(n) for n in (8, 8_066, 1_234_567)]
