"""The lägesbild as a whole: what it says, what it refuses to say, and that every number leads back to its rows."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.report_material import CATEGORIES, LAST, material, reporters, steady_days, table_of, year_counts
from tryggve.domain.calendar_days import day_number
from tryggve.domain.incident import LeftOut, LocationPrecision, TimePrecision
from tryggve.domain.incident_table import Coded, IncidentTable
from tryggve.domain.language import use_language
from tryggve.domain.period import parse_period
from tryggve.reports.evidence import views_sql, write_evidence
from tryggve.reports.json_out import render as render_json
from tryggve.reports.request import Material, Request
from tryggve.reports.sections.left_out import left_out_words
from tryggve.reports.situation import MOST_FINDINGS, ScopeError, build
from tryggve.reports.tree import Audience, Certainty, Figure, FindingKind, Findings, Situation, Table

YEAR, MONTH, WEEK = Request(parse_period("2025")), Request(parse_period("2025-10")), Request(parse_period("2025-W40"))


@pytest.fixture(scope="module")
def steady() -> Material:
    return material(table_of(steady_days()), year_counts([40, 44, 39, 42, 41, 38, 43, 90]), reporters())


def public(request: Request) -> Request:
    return replace(request, audience=Audience.PUBLIC)


def section(situation: Situation, key: str):  # type: ignore[no-untyped-def]
    return next(s for s in situation.sections if s.key == key)


def table(situation: Situation, table_id: str) -> Table:
    return next(t for t in situation.tables() if t.id == table_id)


@pytest.mark.parametrize("request_", [YEAR, MONTH, WEEK], ids=["year", "month", "week"])
@pytest.mark.parametrize("audience", Audience)
def test_every_number_is_what_its_sql_gives(steady: Material, request_: Request, audience: Audience, tmp_path) -> None:  # type: ignore[no-untyped-def]
    import duckdb

    request = replace(request_, audience=audience)
    situation = build(steady, request)
    write_evidence(steady.store, steady, request, tmp_path)  # type: ignore[arg-type]
    with duckdb.connect() as connection:
        connection.execute(views_sql(str(tmp_path / "underlag")))
        checked = 0
        for number_id, item in situation.traced():
            assert item.trace is not None, number_id
            rows = connection.execute(item.trace.sql).fetchall()
            if isinstance(item.value, int | float):
                assert len(rows) == 1, number_id
                assert float(rows[0][0]) == pytest.approx(float(item.value), abs=1e-6), number_id
                checked += 1
    assert checked > 20


def test_ids_are_unique_and_the_same_in_every_run(steady: Material) -> None:
    first, second = build(steady, YEAR), build(steady, YEAR)
    ids = [number_id for number_id, _item in first.traced()]
    assert len(ids) == len(set(ids))
    assert render_json(first) == render_json(second)


def test_at_most_seven_findings_stand_out_most_telling_first(steady: Material) -> None:
    situation = build(steady, YEAR)
    chosen = next(b for b in section(situation, "standing-out").blocks if isinstance(b, Findings))
    assert len(chosen.ids) <= MOST_FINDINGS
    weights = [situation.finding(one).weight for one in chosen.ids]
    assert weights == sorted(weights, reverse=True)


def burst(category: str, n: int, period: str) -> IncidentTable:
    """Steady years with `n` further events of one kind in the period."""
    chosen = parse_period(period)
    extra = [chosen.first_day + i % chosen.days for i in range(n)]
    return IncidentTable.concat([table_of(steady_days()), table_of(extra, categories=[category] * n, seed=9)])


def test_a_burst_is_found_with_its_interval() -> None:
    situation = build(material(burst("klotter", 40, "2025-W40"), known=reporters()), WEEK)
    found = situation.finding("level.est.klotter")
    assert found.kind is FindingKind.LEVEL
    assert found.interval is not None
    assert found.value is not None
    assert found.value > found.interval[1]
    assert found.certainty is not Certainty.UNKNOWN


def test_four_burglaries_are_not_a_trend() -> None:
    situation = build(material(burst("inbrott_stold", 4, "2025-W40"), known=reporters()), WEEK)
    assert not [f for f in situation.findings if "inbrott" in f.id]


def test_even_years_give_no_unusual_kind() -> None:
    """Twelve weeks of nothing but chance: at 5 % a week at most a few may be called unusual."""
    ground = material(table_of(steady_days(seed=11)), known=reporters())
    periods = [parse_period(f"2025-W{week}") for week in range(20, 44, 2)]
    flagged = sum(
        any(f.key in ("level.unusual", "change.year_before") for f in build(ground, Request(period)).findings)
        for period in periods
    )
    assert flagged <= 3


def test_without_reporters_certainty_is_low_and_zero_is_not_calm() -> None:
    ground = material(table_of(steady_days()))
    situation = build(ground, replace(WEEK, period=parse_period("2025-W40")))
    assert situation.finding("coverage.unknown").certainty is Certainty.UNKNOWN
    assert {f.certainty for f in situation.findings} <= {Certainty.LOW, Certainty.UNKNOWN}
    empty = build(material(burst("klotter", 6, "2024-W40")), WEEK)
    texts = {cell.text for t in empty.tables() if t.id == "areas.est" for row in t.rows for cell in row}
    assert not texts & {"0"} or "0 (täckning okänd)" in texts


def test_silent_areas_are_unknown_and_zero_is_said_only_where_someone_reported() -> None:
    chosen = [i for i in range(12) if i != 0]
    rows = table_of(steady_days())
    here = rows.take(np.isin(rows.areas["stadsdel"].codes, chosen))
    silent = here.take(np.array([here.organisation[i] != "Organisation 0" for i in range(len(here))]))
    situation = build(material(silent, known=reporters()), WEEK)
    row = next(r for r in table(situation, "areas.est").rows if r[0].text == "Kvarnby 0")
    assert row[1].text == "okänt"
    assert row[1].value is None


def test_silence_of_all_is_not_calm() -> None:
    """A source that ends before the period is not said to have had a quiet one."""
    days = [day for day in steady_days() if day < parse_period("2025-06").first_day]
    situation = build(material(table_of(days), known=reporters()), MONTH)
    total = situation.finding("level.est.total")
    assert total.certainty is Certainty.UNKNOWN
    assert "okänt" in json.dumps(
        [b.text for b in section(situation, "extent").blocks if hasattr(b, "text")], ensure_ascii=False
    )


def test_centroids_give_no_map_and_no_density() -> None:
    ground = material(table_of(steady_days(), placed=LocationPrecision.MUNICIPALITY), areas=False)
    situation = build(replace(ground, levels=()), YEAR)
    assert not [f for f in situation.findings if f.kind is FindingKind.DENSITY]
    assert not [b for s in situation.sections for b in s.blocks if isinstance(b, Figure) and b.id.startswith("map")]


def test_a_single_address_is_not_drawn_or_named() -> None:
    rows = table_of(steady_days())
    one = replace(rows, x=np.full(len(rows), 703_333, np.int32), y=np.full(len(rows), 6_502_222, np.int32))
    situation = build(material(one, known=reporters()), YEAR)
    assert not [f for f in situation.findings if f.kind is FindingKind.DENSITY]
    assert "703000" not in render_json(situation)


def test_month_precision_is_left_out_of_weeks_and_said() -> None:
    rows = table_of(steady_days(), timed=TimePrecision.MONTH)
    months = replace(rows, first_day=rows.first_day - (rows.first_day % 30), last_day=rows.last_day)
    situation = build(material(months), WEEK)
    assert situation.finding("level.est.total").value == 0
    words = [item for b in section(situation, "unknown").blocks if hasattr(b, "items") for item in b.items]
    assert any("kända bara till månad" in text for text in words)


class TestPublic:
    """The public version names no district, no organisation, and no small number."""

    def test_names_no_district_and_no_organisation(self, steady: Material) -> None:
        for request in (YEAR, MONTH, WEEK):
            text = render_json(build(steady, public(request)))
            assert "Kvarnby" not in text
            assert "Organisation " not in text

    def test_refuses_a_district(self, steady: Material) -> None:
        with pytest.raises(ScopeError, match="hela kommunen"):
            build(steady, replace(public(YEAR), scope=("stadsdel", "A1")))

    def test_leaves_out_restricted_kinds(self) -> None:
        ground = material(burst("valdsbejakande", 30, "2025-10"), known=reporters())
        assert "våldsbejakande" in render_json(build(ground, MONTH))
        open_to_all = render_json(build(ground, public(MONTH)))
        assert open_to_all.count("våldsbejakande") == 1, "only that the kind is left out"
        kinds = table(build(ground, public(MONTH)), "kinds.est")
        assert kinds.rows[-1][1].value == sum(int(row[1].value or 0) for row in kinds.rows[:-1])

    def test_no_small_number_is_written(self) -> None:
        small = IncidentTable.concat([burst("klotter", 30, "2025-10"), table_of([LAST - 70], categories=["alkohol"])])
        situation = build(material(small, known=reporters()), public(MONTH))
        numbers = [
            cell.value for t in situation.tables() if t.id.startswith("kinds") for row in t.rows for cell in row[1:4:2]
        ]
        assert not [n for n in numbers if isinstance(n, int) and 0 < n < 5]

    def test_a_small_total_is_not_written(self) -> None:
        few = table_of([day_number(dt.date(2025, 10, 3))] * 3, source="Liten källa")
        ground = material(IncidentTable.concat([table_of(steady_days()), few]), known=reporters())
        situation = build(ground, public(MONTH))
        assert not [number_id for number_id, _item in situation.traced() if "liten" in number_id]
        assert "färre än 5" in render_json(situation)
        assert "level.liten-kalla.total" in {f.id for f in build(ground, MONTH).findings}

    def test_lists_no_rows(self, steady: Material) -> None:
        assert all(not item.trace.rows_sql for _id, item in build(steady, public(YEAR)).traced() if item.trace)


def test_few_reports_become_a_list_without_free_text() -> None:
    days = [day_number(dt.date(2025, 10, d)) for d in (1, 2, 3, 9, 9)]
    situation = build(material(table_of(days), known=reporters()), MONTH)
    listed = section(situation, "list").blocks[0]
    assert isinstance(listed, Table)
    assert len(listed.rows) == 5
    assert "fri text" not in render_json(situation)
    assert "1212" not in render_json(situation)


def test_the_hour_of_a_school_is_not_shown() -> None:
    """With a school among them no row has an hour: one blank among hours would point the school out."""
    days = [day_number(dt.date(2025, 10, d)) for d in range(1, 10)]
    listed = section(build(material(table_of(days), known=reporters()), MONTH), "list").blocks[0]
    assert isinstance(listed, Table)
    assert "hour" not in [column.key for column in listed.columns]
    assert {"skola", "polis"} <= {row[-1].text for row in listed.rows}
    police = material(table_of(days, organisations=["Organisation 1"] * len(days)), known=reporters())
    other = section(build(police, MONTH), "list").blocks[0]
    assert isinstance(other, Table)
    assert [column.key for column in other.columns][1] == "hour"
    assert all(row[1].text.isdigit() for row in other.rows)


def test_rumours_are_never_counted() -> None:
    """T-RUMOURS."""
    rows = table_of([day_number(dt.date(2025, 10, 1))] * 20, categories=["rykten"] * 20)
    rumours = replace(rows, left_out=Coded.constant(LeftOut.RUMOUR.value, 20))
    situation = build(material(IncidentTable.concat([table_of(steady_days()), rumours])), MONTH)
    assert not [row for row in table(situation, "kinds.est").rows if "rykten" in row[0].text]
    assert dict(situation.meta.left_out) == {left_out_words(LeftOut.RUMOUR): 20}


def test_registers_stand_beside_reports_and_are_never_added(steady: Material) -> None:
    situation = build(steady, YEAR)
    row = table(situation, "register.register").rows[0]
    assert row[1].value == 90
    finding = situation.finding("register.register.bedrageri.9999")
    assert finding.value == pytest.approx(90 / 43)
    assert situation.finding("level.est.total").value == len(
        [d for d in steady_days() if parse_period("2025").first_day <= d]
    )


def test_a_suppressed_cell_is_no_number() -> None:
    ground = material(IncidentTable.empty(), year_counts([40, 44, 39, None]))
    row = table(build(ground, YEAR), "register.register").rows[0]
    assert row[1].value is None
    assert ".." in row[1].text


def test_nothing_at_all_says_what_to_do() -> None:
    situation = build(material(IncidentTable.empty()), MONTH)
    assert "EST-lista" in section(situation, "extent").blocks[0].text
    assert situation.findings


def test_a_scope_counts_only_its_area(steady: Material) -> None:
    whole, part = build(steady, YEAR), build(steady, replace(YEAR, scope=("stadsdel", "A3")))
    area = next(r for r in table(whole, "areas.est").rows if r[0].text == "Kvarnby 3")
    assert part.finding("level.est.total").value == area[1].value
    assert "Kvarnby 3" in part.title
    with pytest.raises(ScopeError):
        build(steady, replace(YEAR, scope=("stadsdel", "Z9")))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_words_never_used(steady: Material, language: str) -> None:
    from tryggve.domain.language import use_language

    with use_language(language):
        text = render_json(build(steady, YEAR)).casefold()
    for word in ("larm", "utbrott", "tyst område", "hotspot", "outbreak", "alarm"):
        assert word not in text
    assert CATEGORIES[0]


@pytest.mark.parametrize(("heaviest", "said"), [(1000, True), (9, False)])
def test_one_report_that_stands_for_most_of_all_is_said(heaviest: int, said: bool) -> None:
    with use_language("en"):
        rows = table_of([parse_period("2025-W40").first_day] * 40)
        counted = rows.n.copy()
        counted[0] = heaviest
        situation = build(material(replace(rows, n=counted)), WEEK)
        assert ("a single report stands for" in render_json(situation)) is said
