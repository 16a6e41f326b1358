"""Tables of counts stand as they came; silence is seen; both survive every engine."""

from __future__ import annotations

import pytest

from tests.engines.conftest import Build
from tests.engines.tables import day
from tryggve.domain.count import CellStatus, Count
from tryggve.domain.coverage import Cadence, OrganisationCoverage, Reporter

WEEK_1, WEEK_2, WEEK_3, WEEK_4 = (day(monday) for monday in ("2025-03-03", "2025-03-10", "2025-03-17", "2025-03-24"))
MARCH = (day("2025-03-03"), day("2025-03-31"))  # from a Monday: the week before ended on the second
REPORTS = """
organisation | kind    | time                               | left_out
-----------------------------------------------------------------------------
Skolan       | school  | 2025-03-05 10:00                   | -
Skolan       | school  | 2025-03-09 23:59                   | -
Skolan       | school  | 2025-03-17 00:00                   | nothing_to_report
Skolan       | school  | 2025-03-05                         | rumour
Fritids      | leisure | 2025-03-16 20:00..2025-03-17 08:00 | -
Hemtjänsten  | care    | 2025-03                            | summary
Polisen      | police  | 2025-03-26                         | forecast
-            | -       | 2025-03-26                         | -
Utan avtal   | shop    | 2025-03-20                         | outside_est
"""


def reporter(name: str, first: str = "2025-01-01", last: str | None = None, **more: object) -> Reporter:
    plain = {"organisation_kind": "school", "areas": (), "cadence": Cadence.WEEKLY}
    return Reporter(
        organisation=name,
        first_day=day(first),
        last_day=None if last is None else day(last),
        **{**plain, **more},  # type: ignore[arg-type]
    )


def count(source: str, label: str, value: int | None, status: CellStatus = CellStatus.VALUE, **more: object) -> Count:
    plain = {"area_level": "district", "area_code": "A", "area_name": "Övre O'Stad", "category": "", "row_no": 2}
    days = {"first_day": day("2025-03-01"), "last_day": day("2025-03-31")}
    return Count(file_no=1, source=source, label=label, value=value, status=status, **{**plain, **days, **more})  # type: ignore[arg-type]


CELLS = [
    count("polisen", "Skadegörelse", 12, population=1234.5),
    count("bra", "Skadegörelse", 12, preliminary=True),
    count("polisen", "Misshandel", 0, category="misshandel"),
    count("polisen", "Rån", None, CellStatus.SUPPRESSED),
    count("polisen", "Rån", None, CellStatus.BLANK, row_no=3),
    count("polisen", "Rån", None, CellStatus.DASH, area_level="", area_code="", area_name=""),
    count("polisen", "Alla brott", 3_000_000_000),
]


def test_cells_come_back_as_they_went_in(build: Build) -> None:
    assert build(counts=CELLS).table_counts() == CELLS


def test_sources_are_kept_apart(build: Build) -> None:
    store = build(counts=CELLS)
    assert store.table_counts("bra") == [CELLS[1]]
    assert store.table_counts("polisen") == [CELLS[0], *CELLS[2:]]
    assert store.table_counts("O'Brien") == []


def test_tables_of_counts_are_no_incidents(build: Build) -> None:
    store = build("category\nklotter", counts=CELLS)
    assert store.counts(("source",)) == {("est",): 1}
    assert store.extent().incidents == 1


def test_cell_types(build: Build) -> None:
    first, *_rest, last = build(counts=CELLS).table_counts()
    assert (type(first.value), type(first.population), type(first.preliminary)) == (int, float, bool)
    assert (last.population, type(first.status)) == (None, CellStatus)


def test_report_days(build: Build) -> None:
    assert build(REPORTS).report_days() == {
        "Skolan": [day("2025-03-05"), day("2025-03-09"), day("2025-03-17")],
        "Fritids": [day("2025-03-17")],
        "Hemtjänsten": [day("2025-03-31")],
        "Utan avtal": [day("2025-03-20")],
    }


def test_report_days_of_a_span(build: Build) -> None:
    store = build(REPORTS)
    assert store.report_days(day("2025-03-09"), day("2025-03-17")) == {
        "Skolan": [day("2025-03-09"), day("2025-03-17")],
        "Fritids": [day("2025-03-17")],
    }
    assert store.report_days(day("2025-03-18"), day("2025-03-17")) == {}


COVERAGE = {
    "a weekly reporter who missed two of four weeks": (
        reporter("Skolan"),
        (4, 2, ((WEEK_2, WEEK_2 + 6), (WEEK_4, WEEK_4 + 6))),
    ),
    "one that never reported": (
        reporter("Biblioteket"),
        (4, 0, tuple((monday, monday + 6) for monday in (WEEK_1, WEEK_2, WEEK_3, WEEK_4))),
    ),
    "a report dated in the future is none": (
        reporter("Polisen"),
        (4, 0, tuple((monday, monday + 6) for monday in (WEEK_1, WEEK_2, WEEK_3, WEEK_4))),
    ),
    "a fortnightly reporter": (
        reporter("Fritids", "2025-03-03", cadence=Cadence.FORTNIGHTLY),
        (2, 1, ((WEEK_1, WEEK_2 + 6),)),
    ),
    "a monthly reporter": (reporter("Hemtjänsten", cadence=Cadence.MONTHLY), (1, 1, ())),
    "one that began in the middle of a week": (
        reporter("Skolan", "2025-03-12"),
        (2, 1, ((WEEK_4, WEEK_4 + 6),)),
    ),
    "one that stopped in the middle of a week": (
        reporter("Skolan", last="2025-03-20"),
        (2, 1, ((WEEK_2, WEEK_2 + 6),)),
    ),
    "one that had stopped before": (reporter("Skolan", last="2025-02-28"), None),
    "one that begins later": (reporter("Skolan", "2025-04-01"), None),
}


@pytest.mark.parametrize(("agreement", "expected"), COVERAGE.values(), ids=COVERAGE)
def test_coverage(build: Build, agreement: Reporter, expected: tuple[int, int, object] | None) -> None:
    found = build(REPORTS, reporters=[agreement]).coverage(*MARCH)
    if expected is None:
        assert found == []
        return
    assert found == [OrganisationCoverage(agreement.organisation, "school", (), *expected)]  # type: ignore[arg-type]


def test_two_agreements_of_one_organisation_stay_apart(build: Build) -> None:
    before = reporter("Skolan", last="2025-03-09", areas=(("district", "B"), ("district", "A"), ("district", "B")))
    after = reporter("Skolan", "2025-03-10", areas=())
    first, second = build(REPORTS, reporters=[before, after]).coverage(*MARCH)
    assert (first.areas, first.expected, first.received) == ((("district", "A"), ("district", "B")), 1, 1)
    assert (second.areas, second.expected, second.received) == ((), 3, 1)


def test_reporters_keep_the_order_of_the_register(build: Build) -> None:
    names = ["Ö", "a", "B", "Å", "O'Neill"]
    found = build(reporters=[reporter(name) for name in names]).coverage(*MARCH)
    assert [row.organisation for row in found] == names
