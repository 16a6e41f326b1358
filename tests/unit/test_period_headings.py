from __future__ import annotations

import datetime as dt

import pytest

from tests.unit.sample_table import table
from tryggve.domain.language import use_language
from tryggve.domain.row_error import FileError
from tryggve.ingest.period_headings import heading_periods, months_without_year
from tryggve.ingest.profile import guess_profile


def spans(*headings: str) -> dict[str, str]:
    return {heading: period.label for heading, period in heading_periods(headings).items()}


@pytest.mark.parametrize(
    "headings",
    [
        ("2025-01-01", "2025-02-01", "2025-03-01"),
        ("2025-01-01T00:00:00", "2025-02-01 00:00:00", "2025-03-01*"),
        ("jan-25", "feb-25", "mar-25"),
        ("Jan -25", "februari -25", "mars '25"),
        ("jan. 2025", "feb 2025", "mars 2025"),
    ],
)
def test_months_as_spreadsheets_show_and_store_them(headings: tuple[str, ...]) -> None:
    assert [*spans("Område", *headings, "Totalt").values()] == ["2025-01", "2025-02", "2025-03"]


def test_months_across_a_year_follow_each_other() -> None:
    assert [*spans("2024-12-01", "2025-01-01").values()] == ["2024-12", "2025-01"]


@pytest.mark.parametrize(
    "headings",
    [
        ("2024-01-01", "2025-01-01"),  # years, or months?
        ("2025-01-01", "2025-04-01"),  # quarters?
        ("2025-01-01", "2025-01-02", "2025-02-01"),  # days
        ("2025-02-01", "2025-03-15"),
        ("2025-13-01", "2025-14-01"),
        ("maj 25", "juni 25"),  # the twenty-fifth?
    ],
)
def test_dates_that_may_be_something_else_are_no_periods(headings: tuple[str, ...]) -> None:
    assert not spans(*headings)


def test_a_real_period_beside_dates_of_other_kinds_stays() -> None:
    assert spans("2024", "2025-01-02") == {"2024": "2024"}


@pytest.mark.parametrize("headings", ["Januari;Februari", "v.1;v.2", "Vecka 1;Vecka 2", "jan;feb*"])
def test_months_without_a_year_are_asked_about(headings: str) -> None:
    assert len(months_without_year(headings.split(";"))) == 2
    with use_language("en"), pytest.raises(FileError, match="months or weeks but no year"):
        guess_profile(table(f"Område;{headings}\nBacken;1;2\nÖn;3;4"))


def test_the_days_are_those_of_the_month() -> None:
    period = heading_periods(["feb-24", "mar-24"])["feb-24"]
    assert (period.first_day, period.days) == (dt.date(2024, 2, 1).toordinal() - dt.date(1970, 1, 1).toordinal(), 29)
