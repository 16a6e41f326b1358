"""Retention on both engines: what goes, what is kept as counts, what the log says, and that nothing lies behind."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.engines.tables import incidents, table
from tests.engines.weeding import CANARY, NOW, TODAY, WORLD, decide, run, told
from tests.stores import AT, BY, Sqlite, fill, opened
from tryggve.domain.calendar_days import day_date, day_number
from tryggve.domain.count import CellStatus
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.domain.row_error import FileError
from tryggve.store.base import Selection
from tryggve.store.database import meta, months
from tryggve.store.database.actions import incident_rows
from tryggve.store.database.actions.agreements import put_in, values_of
from tryggve.store.database.actions.retention import needed_decision, record_decision, run_retention
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.models import (
    AuditEvent,
    CountCell,
    ImportBatch,
    Incident,
    IncidentArea,
    IncidentText,
    IncidentVersion,
)
from tryggve.store.database.retention_plan import Amounts, overdue, plan
from tryggve.store.database.sweep import sweep


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    maker: Sqlite = request.getfixturevalue(request.param)
    with opened(maker) as made:
        fill(made, told(WORLD))
        yield made


def sums(database: Database) -> Counter[tuple[str, str, int]]:
    """Month × category × source (of reports or of what is kept of them): what counts, whatever holds it."""
    store = DatabaseStore(database)
    found: Counter[tuple[str, str, int]] = Counter()
    for (category, source, year, month), n in store.counts(("category", "source", "year", "month")).items():
        found[str(category), str(source), int(year) * 12 + int(month)] += n
    for cell in store.table_counts():
        if not cell.area_level:
            date = dt.date(1970, 1, 1) + dt.timedelta(days=cell.first_day)
            key = cell.category, cell.source.removesuffix(" (gallrade)"), date.year * 12 + date.month
            found[key] += cell.value or 0
    return found


def test_nothing_goes_without_a_decision(database: Database) -> None:
    """T-RETENTION."""
    with pytest.raises(FileError, match="--decided-by"):
        run(database)
    assert overdue(database, TODAY).decision is None
    assert overdue(database, TODAY).texts == 0
    assert overdue(database, TODAY).oldest_text == dt.date(2024, 1, 5)
    assert Incident.objects.using(database.alias).count() == 10


def test_the_plan_writes_nothing_and_is_what_the_run_takes(database: Database) -> None:
    decide(database)
    before = DatabaseStore(database).fingerprint()
    shown = plan(database, needed_decision(database), TODAY)
    assert DatabaseStore(database).fingerprint() == before
    # 31 March 2026 − 12 months: days before 31 March 2025; − 25 months: whole months before February 2024.
    assert (shown.texts_from, shown.facts_from) == (dt.date(2025, 3, 31), dt.date(2024, 2, 1))
    assert {f"{month:%Y-%m}": amounts for month, amounts in shown.months} == {
        "2024-01": Amounts(texts=4, reports=6, events=7),
        "2024-02": Amounts(texts=1),
        "2025-03": Amounts(texts=1),
    }
    assert run_retention(database, today=TODAY, by=BY, why="", at=NOW, seen=shown) == shown


def test_texts_go_by_day_and_facts_by_month(database: Database) -> None:
    decide(database)
    run(database)
    using = database.alias
    assert sorted(IncidentText.objects.using(using).values_list("text", flat=True)) == ["behålls", "behålls också"]
    assert list(Incident.objects.using(using).order_by("id").values_list("id", flat=True)) == [7, 8, 9, 10]
    assert set(IncidentArea.objects.using(using).values_list("incident_id", flat=True)) == {7, 8, 9, 10}
    assert meta.read_int(database, meta.Fact.TEXT_GONE) == day_number(dt.date(2025, 3, 31))
    assert meta.read_int(database, meta.Fact.FACTS_GONE) == day_number(dt.date(2024, 2, 1))


def test_sums_per_month_are_the_same_before_and_after(database: Database) -> None:
    decide(database)
    before = sums(database)
    assert sum(before.values()) == 14
    run(database)
    assert sums(database) == before
    assert DatabaseStore(database).counts((), Selection(last_day=day_number(dt.date(2024, 1, 31)))) == {(): 0}


def test_the_kept_counts(database: Database) -> None:
    decide(database)
    run(database)
    kept = {
        (cell.source, cell.label, cell.area_level, cell.area_code): cell.value
        for cell in DatabaseStore(database).table_counts()
    }
    assert kept == {
        ("est (gallrade)", "klotter", "", ""): 3,
        ("est (gallrade)", "klotter", "district", "A"): 1,
        ("est (gallrade)", "klotter", "district", "B"): 2,
        ("est (gallrade)", "skadegörelse", "", ""): 1,
        ("fel (gallrade)", "klotter", "", ""): 3,
        ("fel (gallrade)", "klotter", "district", "A"): 3,
    }
    for cell in DatabaseStore(database).table_counts():
        assert (cell.first_day, cell.last_day) == (day_number(dt.date(2024, 1, 1)), day_number(dt.date(2024, 1, 31)))
        assert cell.status is CellStatus.VALUE
        assert cell.population is None


def kept_months(database: Database, source: str = "est (gallrade)") -> dict[tuple[str, str], dict[str, int | None]]:
    """Category and area → month → number."""
    found: dict[tuple[str, str], dict[str, int | None]] = {}
    for cell in DatabaseStore(database).table_counts():
        if cell.source == source:
            found.setdefault((cell.category, cell.area_code), {})[f"{day_date(cell.first_day):%Y-%m}"] = cell.value
    return found


def test_months_in_which_nothing_happened_have_a_cell(database: Database) -> None:
    """So that a year can be added up from its months; a source that has ended is not said to have been calm."""
    decide(database, text_months=1, facts_months=1)
    run(database, dt.date(2025, 3, 20))
    # January 2024 to January 2025: the source goes on.
    calm = {f"{2024 + m // 12}-{m % 12 + 1:02}": 0 for m in range(13)}
    assert kept_months(database) == {
        ("klotter", ""): calm | {"2024-01": 3, "2024-02": 1},
        ("klotter", "A"): calm | {"2024-01": 1, "2024-02": 1},
        ("klotter", "B"): calm | {"2024-01": 2},
        ("skadegorelse", ""): calm | {"2024-01": 1},
    }
    assert kept_months(database, "fel (gallrade)") == {
        ("klotter", ""): {"2024-01": 3},
        ("klotter", "A"): {"2024-01": 3},
    }
    before = dict(CountCell.objects.using(database.alias).values_list("id", "batch_id"))
    run(database)
    calm = {f"{2024 + m // 12}-{m % 12 + 1:02}": 0 for m in range(25)}
    assert kept_months(database)["klotter", ""] == calm | {"2024-01": 3, "2024-02": 1, "2025-03": 2}
    # A later run only adds months.
    after = dict(CountCell.objects.using(database.alias).values_list("id", "batch_id"))
    assert after.items() > before.items()


def test_an_area_with_a_new_name_and_a_new_category_of_the_same_name_stay_apart(database: Database) -> None:
    decide(database)
    run(database)
    cells = CountCell.objects.using(database.alias)
    cells.filter(area_code="A").update(area_name="Gamla namnet")
    cells.filter(category="skadegorelse").update(category="annat", label="klotter [annat]")
    before = sums(database)
    decide(database, facts_months=12)
    run(database)
    assert sums(database) == before
    assert len({(c.source, c.label, c.area_level, c.area_code, c.area_name) for c in cells.all()}) == 6


def test_who_reported_is_known_after_the_reports_have_gone(database: Database) -> None:
    reporters = [Reporter(name, "school", (), 19_700, None, Cadence.WEEKLY) for name in ("Skolan", "Tysta")]
    drawn = "time | organisation | left_out\n2024-01-02 | Skolan | -\n2024-01-09 | Skolan | nothing_to_report"
    late = table(incidents(drawn + "\n2024-01-30 | Skolan | forecast\n2026-03-29 | Skolan | -"))
    with database.writing():
        put_in(database, [values_of(reporter) for reporter in reporters], 1)
        ids = [101, 102, 103, 104]
        heads = [(bytes([1, i]) * 8, b"\0" * 16, 1, 1, 1) for i in ids]
        incident_rows.put_in(database, incident_rows.Rows(ids, heads, late, {}))
        months.refresh(database, None)
    store = DatabaseStore(database)
    periods = [(day_number(dt.date(2024, 1, 1)) + d, day_number(dt.date(2024, 2, 29)) + d) for d in (0, 9, 700)]
    days, before = store.report_days(), [store.coverage(*period) for period in periods]
    assert any(row.received for row in before[0])
    decide(database)
    run(database)
    assert store.report_days() == days
    assert [store.coverage(*period) for period in periods] == before
    with store.copied() as files:
        assert [files.coverage(*period) for period in periods] == before


def test_a_second_run_finds_nothing_and_a_later_one_goes_on(database: Database) -> None:
    decide(database)
    before = sums(database)
    run(database)
    events = AuditEvent.objects.using(database.alias).count()
    assert run(database) == Amounts()
    assert AuditEvent.objects.using(database.alias).count() == events
    record_decision(
        database, reference="KS 2026/2", decided_by="KS", decided_on=dt.date(2026, 2, 1), text_months=1,
        facts_months=1, note="", by=BY, at=NOW,
    )  # fmt: skip
    assert run(database).reports == 3
    assert sums(database) == before


def test_a_report_that_comes_in_late_is_added_to_what_is_kept(database: Database) -> None:
    decide(database)
    run(database)
    before = sums(database)
    late = table(incidents("time | category | @district\n2024-01-20 | klotter | A"))
    with database.writing():
        head = [(b"\1" * 16, b"\0" * 16, 1, 1, 1)]
        incident_rows.put_in(database, incident_rows.Rows([99], head, late, {}))
    run(database)
    before["klotter", "est", 2024 * 12 + 1] += 1
    assert sums(database) == before


def test_versions_lose_their_words_and_then_go(database: Database) -> None:
    """An earlier version goes by its own day and by that of the report as it now stands."""
    using = database.alias
    batch = ImportBatch.objects.using(using).create(kind="import", by=BY, at=AT, version="test")
    with database.writing():
        # 1 counted in January 2024, 8 on 30 March 2025, 10 is new: its earlier version said January 2024.
        incident_rows.archive(database, [1, 8, 10], ended_by=batch.pk, removed=False)
        versions = IncidentVersion.objects.using(using)
        versions.filter(incident_id=10).update(last_day=day_number(dt.date(2024, 1, 2)))
        versions.filter(incident_id=8).update(last_day=day_number(dt.date(2026, 3, 1)))
    for row in IncidentVersion.objects.using(using):
        assert row.words
        assert not set(incident_rows.WORDS) & set(json.loads(row.facts))
        assert CANARY not in row.facts
    decide(database, facts_months=None)
    assert run(database) == Amounts(texts=6, version_texts=3)
    assert not IncidentVersion.objects.using(using).exclude(words="").exists()
    decide(database)
    assert run(database).versions == 2
    assert list(IncidentVersion.objects.using(using).values_list("incident_id", flat=True)) == [8]


def test_the_log_holds_numbers_and_no_content(database: Database) -> None:
    decide(database)
    run(database)
    decided, ran = AuditEvent.objects.using(database.alias).order_by("id")
    assert (decided.action, ran.action) == ("retention_decision", "retention")
    assert ran.by == BY
    assert ran.details["reference"] == "KS 2026/1"
    assert ran.details["months"]["2024-01"]["texts"] == 4
    assert ran.details["total"]["reports"] == 6
    # What was never counted is told of by number alone, apart from what is kept as counts.
    assert ran.details["left_out"] == [
        ["2024-01", "nothing_to_report", "est", "", 1, 0],
        ["2024-01", "rumour", "est", "klotter", 1, 1],
    ]
    assert "Ferdinand" not in json.dumps([decided.details, ran.details], ensure_ascii=False)


def test_overdue(database: Database) -> None:
    decide(database)
    found = overdue(database, TODAY)
    assert found.decision is not None
    assert (found.texts, found.facts) == (6, 6)
    # The oldest text is of 5 January 2024 and should have gone after 5 January 2025; 451 days to 31 March 2026 − 1.
    assert found.days == (dt.date(2025, 3, 31) - dt.date(2024, 1, 5)).days
    run(database)
    assert overdue(database, TODAY).days == 0
    later = overdue(database, dt.date(2026, 4, 3))
    assert (later.texts, later.facts, later.days) == (1, 1, 3)


def test_nothing_goes_where_the_store_has_changed_since_it_was_shown(database: Database) -> None:
    decide(database)
    shown = plan(database, needed_decision(database), dt.date(2026, 3, 30))
    with pytest.raises(FileError):
        run_retention(database, today=TODAY, by=BY, why="", at=NOW, seen=shown)
    assert Incident.objects.using(database.alias).count() == 10


def test_a_day_to_come_deletes_nothing(database: Database) -> None:
    decide(database)
    with pytest.raises(FileError):
        run(database, dt.date(2026, 4, 2))


@pytest.mark.parametrize(
    "wrong",
    [
        {"reference": " "},
        {"decided_by": ""},
        {"decided_on": dt.date(2026, 4, 3)},
        {"text_months": 0},
        {"facts_months": 11},
    ],
)
def test_a_decision_that_cannot_be_right_is_refused(sqlite: Sqlite, wrong: dict[str, object]) -> None:
    right: dict[str, object] = {
        "reference": "1", "decided_by": "KS", "decided_on": dt.date(2026, 1, 1), "text_months": 12, "facts_months": 24,
    }  # fmt: skip
    with opened(sqlite) as database:
        with pytest.raises(FileError):
            record_decision(database, **(right | wrong), note="", by=BY, at=NOW)  # type: ignore[arg-type]
        assert overdue(database, TODAY).decision is None


def test_a_run_that_fails_leaves_everything(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(database)
    before = DatabaseStore(database).fingerprint()
    monkeypatch.setattr("tryggve.store.database.actions.retention.months.refresh", _fail)
    with pytest.raises(ZeroDivisionError):
        run(database)
    assert DatabaseStore(database).fingerprint() == before
    assert IncidentText.objects.using(database.alias).count() == 8
    assert meta.read_int(database, meta.Fact.TEXT_GONE) is None


def _fail(*_about: object) -> None:
    raise ZeroDivisionError


@pytest.mark.postgres
def test_postgres_keeps_no_sample_of_texts(database: Database) -> None:
    if database.vendor != "postgresql":
        return
    with database.connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT COUNT(*) FROM pg_stats WHERE schemaname = 'public' AND tablename = 'incident'")
        assert cursor.fetchone()[0] > 0
        cursor.execute("SELECT * FROM pg_stats WHERE most_common_vals::text || histogram_bounds::text ~ 'Ferdinand'")
        assert cursor.fetchall() == []
        cursor.execute("SELECT attname FROM pg_stats WHERE tablename = 'incident_text'")
        assert {name for (name,) in cursor.fetchall()} & set(incident_rows.WORDS) <= {"flags"}
    decide(database)
    run(database)
    assert sweep(database)
