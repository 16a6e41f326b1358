"""What was deleted lies nowhere in the files of a store."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engines.weeding import WORLD, decide, run, told
from tests.stores import AT, BY, Postgres, Sqlite, fill
from tryggve.cli.retention_words import not_swept
from tryggve.store.database.actions import incident_rows
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.models import ImportBatch
from tryggve.store.database.retention_plan import Amounts
from tryggve.store.database.sweep import sweep
from tryggve.store.database.upgrade import open_store


@pytest.mark.parametrize("overwritten", [True, False])
def test_a_deleted_text_lies_nowhere_in_the_files(sqlite: Sqlite, overwritten: bool) -> None:
    """Many texts of all lengths, so that pages are split and filled again; without overwriting they would be found."""
    place = sqlite.place()
    assert place.folder is not None
    drawn = ["time | text"] + [f"2024-01-{1 + i % 28:02} | CANARY {i} {'x' * (i * 37 % 3000)}" for i in range(1500)]
    with open_store(place) as database:
        with database.connection.cursor() as cursor:
            cursor.execute(f"PRAGMA secure_delete = {'ON' if overwritten else 'OFF'}")
        fill(database, told("\n".join(drawn)))
        batch = ImportBatch.objects.using(database.alias).create(kind="import", by=BY, at=AT, version="test")
        with database.writing():
            incident_rows.archive(database, range(1, 900, 2), ended_by=batch.pk, removed=False)
        assert places_with(place.folder, "Ferdinand")
        decide(database, facts_months=None)
        assert run(database) == Amounts(texts=1500, version_texts=450)
        assert sweep(database)
        assert places_with(place.folder, "Ferdinand") == ([] if overwritten else ["tryggve.sqlite3"])


def test_a_reader_keeps_the_log_of_writes_and_the_sweep_says_so(
    sqlite: Sqlite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tryggve.store.database.connect.LOCK_SECONDS", 0.2)
    place = sqlite.place()
    assert place.folder is not None
    with open_store(place) as database, open_store(place) as other:
        fill(database, told(WORLD))
        decide(database)
        with other.reading():
            assert DatabaseStore(other).fetch("SELECT COUNT(*) FROM incident") == [(10,)]
            run(database)
            assert not sweep(database)
        assert sweep(database)
        assert places_with(place.folder, "Ferdinand") == []


@pytest.mark.postgres
def test_a_snapshot_keeps_deleted_rows_and_the_sweep_says_so(postgres: Postgres) -> None:
    place = postgres.place()
    with open_store(place) as database, open_store(place) as other:
        fill(database, told(WORLD))
        decide(database)
        with other.reading():
            assert DatabaseStore(other).fetch("SELECT COUNT(*) FROM incident") == [(10,)]
            run(database)
            assert not sweep(database)
            assert "retention run" in not_swept(database.vendor)
        assert sweep(database)


@pytest.mark.postgres
def test_a_snapshot_keeps_long_texts_out_of_line(postgres: Postgres) -> None:
    """A text of many kilobytes lies in a table beside its own."""
    place = postgres.place()
    with open_store(place) as database, open_store(place) as other:
        fill(database, told("time | text\n2024-01-05 | CANARY"))
        with database.connection.cursor() as cursor:
            cursor.execute(
                "UPDATE incident_text SET text = (SELECT string_agg(md5(i::text), '') FROM generate_series(1, 3000) i)"
            )
        assert sweep(database)
        with other.reading():
            DatabaseStore(other).fetch("SELECT COUNT(*) FROM incident")
            with database.connection.cursor() as cursor:
                cursor.execute("DELETE FROM incident_text")
            assert not sweep(database)
        assert sweep(database)


def places_with(folder: Path, text: str) -> list[str]:
    return [file.name for file in folder.iterdir() if text.encode() in file.read_bytes()]
