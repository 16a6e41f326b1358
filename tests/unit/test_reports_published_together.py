"""Public versions of several periods: none gives away what another hides, and all that is printed is remembered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.unit.report_material import table_of
from tryggve.domain.calendar_days import day_number
from tryggve.domain.period import parse_period
from tryggve.reports.request import Material, Request
from tryggve.reports.situation import build
from tryggve.reports.tree import Audience, Situation, Table
from tryggve.stats.disclosure.released import audit_released
from tryggve.stats.disclosure.spans import Released
from tryggve.store.files import FileStore

PERIODS = ("2025-01", "2025-02", "2025-03", "2025-K1")
MONTHS = (
    {"klotter": 20, "skadegorelse": 15, "narkotika": 12, "ordningsstorning": 9},
    {"klotter": 20, "skadegorelse": 3, "narkotika": 12, "ordningsstorning": 9},
    {"klotter": 20, "skadegorelse": 15, "narkotika": 12, "ordningsstorning": 9},
)
SECRET = ((day_number(dt.date(2025, 2, 1)), day_number(dt.date(2025, 2, 28))),)


@pytest.fixture(scope="module")
def material() -> Iterator[Material]:
    days, kinds = [], []
    for month, counts in enumerate(MONTHS, 1):
        for kind, n in counts.items():
            days += [day_number(dt.date(2025, month, 1 + i % 28)) for i in range(n)]
            kinds += [kind] * n
    with FileStore.from_table(table_of(days, categories=kinds)) as store:
        yield Material(store, "Exempelkommunen", "EPSG:3006", "Europe/Stockholm")


def made(material: Material, period: str, published: tuple[Released, ...] = ()) -> Situation:
    request = Request(parse_period(period), audience=Audience.PUBLIC, today=dt.date(2026, 1, 1))
    return build(replace(material, published=published), request)


def published(material: Material, *, remember: bool) -> list[Released]:
    numbers: list[Released] = []
    for edition, period in enumerate(PERIODS, 1):
        situation = made(material, period, tuple(numbers) if remember else ())
        numbers += [replace(number, edition=edition) for number in situation.released]
    return numbers


def test_each_by_itself_the_quarter_gives_a_month_away(material: Material) -> None:
    numbers = published(material, remember=False)
    found = {(d.target.classes, d.target.spans): (d.low, d.high) for d in audit_released(numbers).derived}
    assert found[("skadegorelse",), SECRET] == (3.0, 3.0)


def test_in_view_of_the_months_the_quarter_does_not(material: Material) -> None:
    """T-DISCLOSURE: two versions are not laid side by side and subtracted."""
    numbers = published(material, remember=True)
    assert audit_released(numbers).derived == ()
    quarter = made(material, "2025-K1", tuple(n for n in numbers if n.edition < 4))
    assert "skadegorelse" not in {kind for n in quarter.released if len(n.classes) == 1 for kind in n.classes}
    assert sum(sum(month.values()) for month in MONTHS) in {n.value for n in quarter.released if not n.classes}


def test_a_quarter_first_is_held_against_by_the_months(material: Material) -> None:
    numbers = [replace(number, edition=1) for number in made(material, "2025-K1").released]
    for edition, period in enumerate(PERIODS[:3], 2):
        found = made(material, period, tuple(numbers)).released
        numbers += [replace(number, edition=edition) for number in found]
    assert audit_released(numbers).derived == ()


def test_the_same_document_again_says_the_same(material: Material) -> None:
    first = made(material, "2025-02")
    earlier = tuple(replace(number, edition=1) for number in first.released)
    assert made(material, "2025-02", earlier).released == first.released


@pytest.mark.parametrize("period", PERIODS)
def test_every_number_of_events_that_is_printed_is_remembered(material: Material, period: str) -> None:
    """Every whole number in a table of the document is among what is remembered: printed is remembered."""
    situation = made(material, period)
    tables: list[Table] = [table for table in situation.tables() if table.source or table.id.startswith("severity")]
    printed = {cell.value for table in tables for row in table.rows for cell in row if isinstance(cell.value, int)}
    assert printed
    assert printed <= {number.value for number in situation.released}
    assert {int(f.value) for f in situation.findings if f.key == "level.total" and f.value} <= {
        number.value for number in situation.released
    }


def test_the_internal_version_hides_and_remembers_nothing(material: Material) -> None:
    situation = build(material, Request(parse_period("2025-02"), today=dt.date(2026, 1, 1)))
    assert situation.released == ()
