"""The limits of a lägesbild: rows and events are told apart, and what cannot be known is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.unit.report_material import FIRST, material, reporters, steady_days, table_of, year_counts
from tests.unit.test_reports_words import texts
from tryggve.domain.calendar_days import day_number
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.domain.incident import LeftOut
from tryggve.domain.incident_table import Coded, IncidentTable
from tryggve.domain.language import use_language
from tryggve.domain.period import parse_period
from tryggve.domain.retention import kept_source
from tryggve.reports.context import Context
from tryggve.reports.evidence import views_sql, write_evidence
from tryggve.reports.request import Material, Request
from tryggve.reports.sections.left_out import left_out_counts
from tryggve.reports.situation import build
from tryggve.reports.tree import Audience, Bullets, Paragraph, Section, Situation, Table

MONTH = Request(parse_period("2025-10"))
PUBLIC = replace(MONTH, audience=Audience.PUBLIC)
OCTOBER = day_number(dt.date(2025, 10, 1))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with use_language("en"):
        yield


def section(situation: Situation, key: str) -> Section:
    return next(s for s in situation.sections if s.key == key)


def table(situation: Situation, table_id: str) -> Table:
    return next(t for t in situation.tables() if t.id == table_id)


def column(found: Table, key: str) -> list[object]:
    at = [column.key for column in found.columns].index(key)
    return [row[at].value for row in found.rows]


def standing_for(rows: IncidentTable, numbers: Sequence[int]) -> IncidentTable:
    return replace(rows, n=np.array(numbers, np.int32))


def rumours(numbers: Sequence[int], category: str = "rykten") -> IncidentTable:
    rows = standing_for(table_of([OCTOBER] * len(numbers), categories=[category] * len(numbers)), numbers)
    return replace(rows, left_out=Coded.constant(LeftOut.RUMOUR.value, len(numbers)))


def answers(ground: Material, situation: Situation, folder: Path) -> None:
    """Every number is what its SQL gives."""
    import duckdb

    write_evidence(ground.store, ground, MONTH, folder)  # type: ignore[arg-type]
    with duckdb.connect() as connection:
        connection.execute(views_sql(str(folder / "underlag")))
        for number_id, item in situation.traced():
            if item.trace is not None and isinstance(item.value, int):
                assert connection.execute(item.trace.sql).fetchall() == [(item.value,)], number_id


class TestRowsAndEvents:
    """A report may stand for several events: a number is of what its heading says."""

    def test_the_list_adds_up_to_the_total(self, tmp_path: Path) -> None:
        numbers = [1, 1, 2, 1, 1, 1, 1, 1, 1]
        ground = material(standing_for(table_of([OCTOBER + i for i in range(9)]), numbers), known=reporters())
        situation = build(ground, MONTH)
        listed = table(situation, "list.est")
        assert sum(int(str(n)) for n in column(listed, "n")) == 10 == situation.finding("level.est.total").value
        assert "Rows: 9." in listed.note
        assert "Number: 10." in listed.note
        answers(ground, situation, tmp_path)

    def test_rows_not_counted_are_rows(self, tmp_path: Path) -> None:
        ground = material(IncidentTable.concat([table_of(steady_days()), rumours([1, 1, 3])]))
        situation = build(ground, MONTH)
        left_out = table(situation, "left-out.est")
        assert (column(left_out, "rows"), column(left_out, "n")) == ([3], [5])
        assert [n for _reason, n in situation.meta.left_out] == [3]
        answers(ground, situation, tmp_path)

    def test_where_each_row_is_one_event_there_is_one_column(self) -> None:
        ground = material(IncidentTable.concat([table_of(steady_days()), rumours([1, 1, 1])]))
        assert [c.key for c in table(build(ground, MONTH), "left-out.est").columns] == ["reason", "rows"]

    def test_few_rows_of_many_events_are_not_in_the_public_version(self) -> None:
        ground = material(IncidentTable.concat([table_of(steady_days()), rumours([4, 4, 4], "klotter")]))
        assert left_out_counts(Context(ground, PUBLIC), "EST", MONTH.period) == {LeftOut.RUMOUR.value: 3}
        assert "left-out.est" not in [t.id for t in build(ground, PUBLIC).tables()]


class TestUnlisted:
    """Who reports without standing in the list is named, internally, and asked about."""

    LISTED = ("Humleskolan", "Fritidsgård 1", "Bibliotek 2")

    def said(self, organisations: Sequence[str], listed: Sequence[str] = LISTED, **changes: object) -> list[str]:
        known = [Reporter(name, "school", (), FIRST, None, Cadence.WEEKLY) for name in listed]
        names = [f"{name}" for name in organisations]
        days = [OCTOBER + i for i in range(len(names))]
        rows = table_of(days, organisations=[f"{i % 3}" for i in range(len(days))])
        rows = replace(rows, organisation=Coded.of(names))
        ground = material(rows, known=known)
        found = section(build(ground, replace(MONTH, **changes)), "coverage")  # type: ignore[arg-type]
        at = [i for i, b in enumerate(found.blocks) if isinstance(b, Paragraph) and "without standing" in b.text]
        if not at:
            return []
        bullets = found.blocks[at[0] + 1]
        assert isinstance(bullets, Bullets)
        return list(bullets.items)

    def test_a_name_spelt_in_two_ways(self) -> None:
        assert self.said(["Humelskolan", "Fritidsgård 1"]) == ["Humelskolan. Is Humleskolan meant?"]

    def test_a_name_like_no_other_is_named_alone(self) -> None:
        assert self.said(["Simhallen", "Fritidsgård 1"]) == ["Simhallen."]

    def test_all_in_the_list_or_no_list_at_all(self) -> None:
        assert self.said(["Humleskolan", "Fritidsgård 1"]) == []
        assert self.said(["Humelskolan"], listed=()) == []

    def test_never_in_the_public_version(self) -> None:
        assert self.said(["Humelskolan", "Fritidsgård 1"] * 9, audience=Audience.PUBLIC) == []

    def test_a_source_of_its_own_is_not_in_the_list_and_owes_nothing(self) -> None:
        known = [Reporter("Organisation 1", "school", (), FIRST, None, Cadence.WEEKLY)]
        own = replace(table_of([OCTOBER] * 6, source="Felanmälan"), organisation=Coded.constant("Kundtjänst", 6))
        rows = IncidentTable.concat([table_of([OCTOBER] * 6, organisations=["Organisation 1"] * 6), own])
        found = build(material(rows, known=known), MONTH)
        assert "Kundtjänst" not in " ".join(texts(found))

    def test_days_outside_the_period_do_not_count(self) -> None:
        assert self.said(["Humelskolan", "Fritidsgård 1"], period=parse_period("2025-09")) == []


class TestNotOver:
    """A period that is not over says so, by the day that it is told and by nothing else."""

    ground = material(table_of(steady_days()), year_counts([4, 5, 6]), reporters())

    def asked(self, period: str, today: str) -> Situation:
        return build(self.ground, Request(parse_period(period), today=dt.date.fromisoformat(today)))

    @pytest.mark.parametrize("today", ["2025-10-01", "2025-10-15", "2025-10-31"])
    def test_under_way(self, today: str) -> None:
        situation = self.asked("2025-10", today)
        assert situation.banner == "Utkast. The period is under way: the numbers are not final"
        first = section(situation, "unknown").blocks[0]
        assert isinstance(first, Paragraph)
        assert first.strong
        assert today in first.text
        assert not [f for f in situation.findings if f.key in ("level.unusual", "change.year_before")]
        assert "expected" not in [c.key for c in table(situation, "kinds.est").columns]

    def test_not_begun(self) -> None:
        situation = self.asked("2030-01", "2026-01-15")
        assert situation.banner == "Utkast. The period has not begun"
        assert situation.findings == ()
        assert [s.key for s in situation.sections if s.key in ("extent", "when", "where", "coverage", "list")] == []
        assert "2026-01-15" in " ".join(b.text for b in section(situation, "standing-out").blocks)  # type: ignore[union-attr]

    def test_over_or_no_day_told(self) -> None:
        told, silent = self.asked("2025-10", "2025-11-01"), build(self.ground, MONTH)
        assert told == silent
        assert told.banner == "Utkast"

    def test_no_report_is_due_before_its_time(self, tmp_path: Path) -> None:
        """Nine organisations; on Wednesday the 15th two weeks have ended in the month."""
        request = replace(MONTH, today=dt.date(2025, 10, 15))
        situation = build(self.ground, request)
        assert sum(int(str(n)) for n in column(table(situation, "coverage.kinds"), "expected")) == 9 * 2
        write_evidence(self.ground.store, self.ground, request, tmp_path)  # type: ignore[arg-type]
        assert len((tmp_path / "underlag" / "expected_report.csv").read_text("utf-8").splitlines()) == 1 + 9 * 2


def test_merged_kinds_are_merged_and_not_too_young() -> None:
    few = table_of([OCTOBER, OCTOBER, OCTOBER + 1], categories=["inbrott_stold", "alkohol", "hot_vald"])
    situation = build(material(IncidentTable.concat([table_of(steady_days()), few])), PUBLIC)
    merged = next(row for row in table(situation, "kinds.est").rows if row[0].text.startswith("Other kinds"))
    assert "history" not in " ".join(cell.text for cell in merged)
    assert "taken together" in merged[2].text


def test_a_small_source_does_not_come_before_a_large_one() -> None:
    rows = IncidentTable.concat([table_of(steady_days()), table_of([FIRST, FIRST], source="A-prov")])
    found = [f.id for f in build(material(rows), MONTH).findings if f.key == "level.total"]
    assert found == ["level.est.total", "level.a-prov.total"]


@pytest.mark.parametrize("categories", [["klotter"] * 40, ["valdsbejakande"] * 40])
def test_the_public_version_says_once_which_kinds_it_leaves_out(categories: list[str]) -> None:
    """Whether there were any or not: the sentence tells nothing of them."""
    ground = material(IncidentTable.concat([table_of(steady_days()), table_of([OCTOBER] * 40, categories=categories)]))
    said = [text for text in texts(build(ground, PUBLIC)) if "violent extremist" in text]
    assert len(said) == 1
    assert "left out of this public version" in said[0]
    assert not [text for text in texts(build(ground, MONTH)) if "public version" in text]


@pytest.mark.parametrize(("source", "of_reports"), [(kept_source("EST"), True), ("Register", False)])
def test_what_is_kept_of_reports_is_no_register_of_crime(source: str, of_reports: bool) -> None:
    cells = [
        replace(cell, area_level="", area_code="", area_name="", category="narkotika", label="narkotika")
        for cell in year_counts([40] * 9, source=source)
    ]
    found = " ".join(texts(build(material(IncidentTable.empty(), cells), Request(parse_period("2025")))))
    assert ("deleted by decision" in found) is of_reports
    assert ("drug offences" in found) is not of_reports
    assert ("Headings may overlap" in found) is not of_reports
