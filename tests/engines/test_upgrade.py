"""Upgrading: every released version's store is carried forward whole; a newer one is left alone."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from django.test import override_settings

from tests.engines.tables import incidents, table
from tests.engines.weeding import told
from tests.stores import AT, BY, Postgres, Sqlite, fill
from tryggve.domain.row_error import FileError
from tryggve.store.database import guards, objects, unsampled, upgrade
from tryggve.store.database.actions.life import make_store, upgrade_store
from tryggve.store.database.connect import FILE, Database, connect
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.models import AuditEvent
from tryggve.store.database.place import Place
from tryggve.store.database.upgrade import Upgraded, open_store, steps_left
from tryggve.store.database.verify import verify

RELEASED = sorted((Path(__file__).parent / "stores").glob("*.sql"))
AHEAD = override_settings(MIGRATION_MODULES={"store": "tests.engines.migrations"})


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest) -> Place:
    maker: Sqlite | Postgres = request.getfixturevalue(request.param)
    found = maker.place()
    with open_store(found) as database:
        fill(database, table(incidents("category | time\nklotter | 2025-03-03\nbuller | 2025-03-04")))
    return found


@pytest.mark.parametrize("dump", RELEASED, ids=lambda path: path.stem)
def test_a_released_store_comes_forward_whole(dump: Path, tmp_path: Path) -> None:
    text = dump.read_text(encoding="utf-8")
    stated = re.match(r"-- fingerprint: ([0-9a-f]{64})\n", text)
    assert stated is not None
    with sqlite3.connect(tmp_path / FILE) as old:
        old.executescript(text)
    upgrade_store(place=Place(tmp_path), by=BY, why="new version", at=AT)
    with open_store(Place(tmp_path)) as database:
        checks, fingerprint = verify(database)
        assert [check for check in checks if not check.holds] == []
        assert fingerprint == stated[1]


def test_there_is_a_store_of_every_release() -> None:
    assert RELEASED


def test_an_older_store_is_refused_upgraded_and_used(place: Place) -> None:
    with open_store(place) as database:
        before = DatabaseStore(database).fingerprint()
    with AHEAD:
        with pytest.raises(FileError, match="tryggve store upgrade"):
            open_store(place)
        assert upgrade_store(place=place, by=BY, why="new version", at=AT) == Upgraded(("9000_ahead",), ())
        with open_store(place) as database:
            assert DatabaseStore(database).fingerprint() == before
            assert guards.missing(database.connection) == []
            assert AuditEvent.objects.using(database.alias).get().details["steps"] == ["9000_ahead"]
        assert upgrade_store(place=place, by=BY, why="again", at=AT) == Upgraded((), ())
    with pytest.raises(FileError, match="nyare version"):
        open_store(place)
    with pytest.raises(FileError, match="nyare version"):
        upgrade_store(place=place, by=BY, why="back", at=AT)


def test_an_upgrade_that_stops_half_way_can_be_run_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(place) as database:
        before = DatabaseStore(database).fingerprint()

    def fail(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with AHEAD:
        monkeypatch.setattr(upgrade.objects, "create_all", fail)
        with pytest.raises(KeyboardInterrupt):
            upgrade_store(place=place, by=BY, why="", at=AT)
        monkeypatch.undo()
        upgrade_store(place=place, by=BY, why="", at=AT)
        with open_store(place) as database:
            assert steps_left(database) == ([], [])
            assert guards.missing(database.connection) == []
            assert DatabaseStore(database).fingerprint() == before


def test_making_a_store_that_was_interrupted_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {"municipality": "X", "crs": "EPSG:3006", "zone": "Europe/Stockholm", "by": BY, "why": "", "at": AT}

    def fail(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(upgrade.objects, "create_all", fail)
    with pytest.raises(KeyboardInterrupt):
        make_store(place=Place(tmp_path), **wanted)  # type: ignore[arg-type]
    monkeypatch.undo()
    with make_store(place=Place(tmp_path), **wanted) as database:  # type: ignore[arg-type]
        assert guards.missing(database.connection) == []
    with pytest.raises(FileError, match="finns redan"):
        make_store(place=Place(tmp_path), **wanted)  # type: ignore[arg-type]
    with connect(Place(tmp_path)) as database:
        assert AuditEvent.objects.using(database.alias).count() == 1


def test_a_guard_that_somebody_took_away_is_made_anew_and_told(place: Place) -> None:
    with open_store(place) as database, database.connection.cursor() as cursor:
        name = sorted(objects.triggers(database.vendor))[0]
        on = " ON audit_event" if database.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {name}{on}")
        assert not next(check for check in verify(database)[0] if "guards" in check.name).holds
    assert upgrade_store(place=place, by=BY, why="", at=AT) == Upgraded((), (name,))
    with open_store(place) as database:
        assert AuditEvent.objects.using(database.alias).get().details["mended"] == [name]
        assert guards.missing(database.connection) == []


PLANTED = {
    "sqlite": {
        "a trigger of somebody's": "CREATE TRIGGER spy AFTER INSERT ON incident_text BEGIN SELECT 1; END",
        "a view of somebody's": "CREATE VIEW spy AS SELECT text FROM incident_text",
        "a guard that lets through": (
            "DROP TRIGGER audit_event_no_delete",
            "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event BEGIN SELECT 1; END",
        ),
    },
    "postgresql": {
        "a trigger of somebody's": "CREATE TRIGGER spy BEFORE INSERT ON incident_text "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "a trigger of our name on another table": "CREATE TRIGGER audit_event_no_change BEFORE UPDATE ON incident "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        "a view of somebody's": "CREATE MATERIALIZED VIEW spy AS SELECT text FROM incident_text",
        "a rule": "CREATE RULE spy AS ON DELETE TO incident_text DO INSTEAD NOTHING",
        "a guard that lets through": (
            "DROP TRIGGER audit_event_no_change ON audit_event",
            "CREATE TRIGGER audit_event_no_change BEFORE UPDATE ON audit_event EXECUTE FUNCTION refuse_change()",
        ),
        "a guard that is out of use": "ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_change",
        "a function that does nothing": "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RETURN NULL; END $$",
        "a view that hides": "CREATE OR REPLACE VIEW report_day AS SELECT organisation, last_day AS day FROM incident",
    },
}


def test_what_somebody_put_beside_the_tables_is_found(place: Place) -> None:
    with open_store(place) as database:
        assert verify_guards(database) == ()
        for what, statements in PLANTED[database.vendor].items():
            with database.connection.cursor() as cursor:
                cursor.execute("BEGIN")
                for sql in (statements,) if isinstance(statements, str) else statements:
                    cursor.execute(sql)
                found = guards.missing(database.connection) + guards.unknown(database.connection)
                cursor.execute("ROLLBACK")
            assert found, what
        assert verify_guards(database) == ()


def verify_guards(database: Database) -> tuple[str, ...]:
    return next(check for check in verify(database)[0] if "guards" in check.name).faults


@pytest.mark.postgres
def test_samples_that_the_server_has_taken_are_thrown_away(postgres: Postgres) -> None:
    place = postgres.place()
    with open_store(place) as database, database.connection.cursor() as cursor:
        fill(database, told(WORDS))
        for table, columns in unsampled.COLUMNS.items():
            for name in columns:
                cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {name} SET STATISTICS -1")
        cursor.execute("ANALYZE")
        sampled = "SELECT tablename || '.' || attname FROM pg_stats WHERE schemaname = current_schema()"
        cursor.execute(sampled)
        secret = {f"{table}.{name}" for table, columns in unsampled.COLUMNS.items() for name in columns}
        assert {"incident.source_id", "incident_text.text"} <= {name for (name,) in cursor.fetchall()}
        assert set(guards.missing(database.connection)) == secret
        assert {"incident.source_id", "incident.x"} <= set(upgrade_store(place=place, by=BY, why="", at=AT).mended)
        cursor.execute("ANALYZE")
        cursor.execute(sampled)
        left = {name for (name,) in cursor.fetchall()}
        assert left & secret == set()
        assert "incident.category" in left
        assert verify_guards(database) == ()
        cursor.execute(
            "SELECT collation_name FROM information_schema.columns "
            "WHERE table_name = 'incident' AND column_name IN ('source_id', 'organisation', 'category_label')"
        )
        assert set(cursor.fetchall()) == {("C",)}


WORDS = """
source_id | time       | x   | y   | text
a1        | 2024-01-05 | 100 | 200 | CANARY ett
a2        | 2024-01-06 | 110 | 210 | CANARY två
"""
