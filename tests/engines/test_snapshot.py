"""Copies of a whole store, on and between both engines: nothing is lost, and nothing half is ever left."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from tests.engines.copies import about, copy_of, empty_place, feeding, filled, furnish
from tests.stores import AT, BY, Postgres, Sqlite
from tryggve import __version__
from tryggve.domain.row_error import FileError
from tryggve.store.database import audit, guards, meta, migrations
from tryggve.store.database.actions import copies
from tryggve.store.database.actions.copies import move_store, restore_store
from tryggve.store.database.connect import FILE, WORKSHOP, Database, connect
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.layout import known_steps, layout_at
from tryggve.store.database.models import AuditEvent, ImportBatch, Incident, IncidentText
from tryggve.store.database.place import Place
from tryggve.store.database.snapshot import digest
from tryggve.store.database.upgrade import is_empty, open_store

Maker = Sqlite | Postgres
POSTGRES = pytest.param("postgres", marks=pytest.mark.postgres)
ENGINES = ["sqlite", POSTGRES]


@pytest.fixture
def source(request: pytest.FixtureRequest) -> Iterator[Database]:
    with filled(request.getfixturevalue(getattr(request, "param", "sqlite"))) as database:
        yield database


@pytest.fixture
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """An empty place of an engine."""
    return empty_place(request.getfixturevalue(getattr(request, "param", "sqlite")), tmp_path / "new" / "store")


def body(data: bytes) -> list[Any]:
    return [json.loads(line) for line in gzip.decompress(data).splitlines()]


def sealed(rows: list[Any]) -> bytes:
    """Lines as a copy whose digests are right: what somebody would make who wants to be believed."""
    made = [json.dumps(row, separators=(",", ":")).encode() + b"\n" for row in rows[:-1]]
    trailer = {
        "tables": hashlib.sha256(b"".join(made[1:])).hexdigest(),
        "sha256": hashlib.sha256(b"".join(made)).hexdigest(),
    }
    return gzip.compress(b"".join(made) + json.dumps(trailer).encode() + b"\n")


def facts(place: Place) -> tuple[str, str]:
    with open_store(place) as database:
        return digest(database), DatabaseStore(database).fingerprint()


@pytest.mark.parametrize("source", ENGINES, indirect=True)
@pytest.mark.parametrize("target", ENGINES, indirect=True)
def test_a_restored_store_is_the_same(source: Database, target: Place) -> None:
    data, before = copy_of(source), digest(source)
    assert all(head["rows"] for head in body(data) if isinstance(head, dict) and "table" in head), "a table is empty"
    made = restore_store(place=target, feed=feeding(data, 37), **about())  # type: ignore[arg-type]
    assert made.contents.digest == before
    assert made.fingerprint == DatabaseStore(source).fingerprint()
    with open_store(target) as restored:
        # The log has one entry more: the restoring itself.
        *_old, last = AuditEvent.objects.using(restored.alias).order_by("id")
        assert (last.action, last.by, last.details["digest"]) == ("restore", BY, before)
        again, ours = body(copy_of(restored)), body(data)
        at = next(i for i, line in enumerate(ours) if isinstance(line, dict) and line.get("table") == "correction")
        assert again[at][0] == "restore"
        assert again[at + 1 : -1] == ours[at:-1]
        assert guards.missing(restored.connection) == []


@pytest.mark.parametrize("target", ENGINES, indirect=True)
def test_a_restored_store_can_be_written_to(source: Database, target: Place) -> None:
    """New rows get numbers that no other row has."""
    restore_store(place=target, feed=feeding(copy_of(source)), **about())  # type: ignore[arg-type]
    with open_store(target) as restored:
        last = max(ImportBatch.objects.using(restored.alias).values_list("id", flat=True))
        with restored.writing():
            new = ImportBatch.objects.using(restored.alias).create(kind="import", by=BY, at=AT, version="test")
            audit.record(restored, audit.Action.IMPORT, by=BY, at=AT, batch=new)
        assert new.pk == last + 1


@pytest.mark.postgres
@pytest.mark.parametrize("source", ENGINES, indirect=True)
def test_the_digest_is_the_same_on_both_engines(source: Database, postgres: Postgres, sqlite: Sqlite) -> None:
    """Rows made by each engine's own writes, not by a copy."""
    with filled(postgres) as one, filled(sqlite) as other:
        assert [row for row in body(copy_of(one)) if "at" not in row] == [
            row for row in body(copy_of(other)) if "at" not in row
        ]
        assert digest(one) == digest(other) == digest(source)


def test_the_digest_sees_everything(source: Database, sqlite: Sqlite) -> None:
    before = digest(source)
    changes = [
        "UPDATE incident_text SET text = text || ' '",
        "UPDATE incident_version SET words = '' WHERE id = 1",
        "UPDATE store_meta SET value = 'x' WHERE name = 'crs'",
        "UPDATE area SET geometry = NULL",
        "UPDATE import_batch SET at = '2026-01-02 03:04:05.000001' WHERE id = 1",
        "UPDATE incident SET key = x'00112233445566778899aabbccddeeff' WHERE id = 1",
        "UPDATE area_overlap SET shared_m2 = 0.3",
        "UPDATE area_division SET in_use = NOT in_use",
        "DELETE FROM incident_month WHERE year = 2025",
        "INSERT INTO audit_event (at, by, action, why, details) VALUES ('2026-01-01', 'x', 'y', '', '{}')",
    ]
    seen = {before}
    for change in changes:
        with source.connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(change)
            cursor.execute("COMMIT")
        seen.add(digest(source))
    assert len(seen) == len(changes) + 1


@pytest.mark.parametrize("target", ENGINES, indirect=True)
def test_a_place_that_holds_a_store_is_left_as_it_is(source: Database, sqlite: Sqlite, target: Place) -> None:
    data = copy_of(source)
    restore_store(place=target, feed=feeding(data), **about())  # type: ignore[arg-type]
    before = facts(target)
    with pytest.raises(FileError):
        restore_store(place=target, feed=feeding(data), **about())  # type: ignore[arg-type]
    assert facts(target) == before


@pytest.mark.slow
@pytest.mark.parametrize("target", ENGINES, indirect=True)
def test_a_copy_that_is_cut_or_changed_leaves_nothing(source: Database, target: Place) -> None:
    data = copy_of(source)
    # The head of the gzip, some of every part of the rows, the end.
    places = itertools.chain(range(12), range(40, len(data), len(data) // 8), range(len(data) - 9, len(data), 4))
    for place in list(places)[:: 1 if target.folder else 6]:
        for bad in (data[:place], data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]):
            # The time of making in the head of a gzip is no part of what is copied.
            if 4 <= place < 10 and len(bad) == len(data):
                continue
            with pytest.raises(FileError):
                restore_store(place=target, feed=feeding(bad), **about())  # type: ignore[arg-type]
            assert untouched(target)
    with pytest.raises(FileError):
        restore_store(place=target, feed=feeding(data + b"x"), **about())  # type: ignore[arg-type]
    assert untouched(target)
    restore_store(place=target, feed=feeding(data), **about())  # type: ignore[arg-type]


def untouched(place: Place) -> bool:
    if place.folder is not None:
        return not place.folder.exists()
    with connect(place) as database, database.connection.cursor() as cursor:
        return is_empty(database) and not database.connection.introspection.table_names(cursor)


def _without(rows: list[Any], place: int) -> list[Any]:
    return rows[:place] + rows[place + 1 :]


def _changed(rows: list[Any], place: int, new: Any) -> list[Any]:
    return [*rows[:place], new, *rows[place + 1 :]]


@pytest.mark.slow
@pytest.mark.parametrize("target", ENGINES, indirect=True)
def test_a_copy_that_lies_with_the_right_digest_is_refused(source: Database, target: Place) -> None:
    """Whoever has the public key can make a copy: what comes in is judged as it comes."""
    rows = body(copy_of(source))
    heads = [i for i, row in enumerate(rows) if isinstance(row, dict) and "table" in row]
    incident = next(i for i in heads if rows[i]["table"] == "incident")
    first, names = rows[incident + 1], rows[incident]["columns"]
    bad = [
        _without(rows, 0),
        _without(rows, heads[3]),
        _without(rows, incident + 1),
        rows[:-1],
        [*rows[:-1], first, rows[-1]],
        _changed(rows, 0, rows[0] | {"format": 2}),
        _changed(rows, 0, rows[0] | {"steps": [*rows[0]["steps"], "9999_later"]}),
        _changed(rows, 0, rows[0] | {"steps": []}),
        _changed(rows, 0, rows[0] | {"tryggve": "other"}),
        _changed(rows, 0, []),
        _changed(rows, incident, rows[incident] | {"table": "sqlite_master"}),
        _changed(rows, incident, rows[incident] | {"columns": ["id); DROP TABLE incident; --"]}),
        _changed(rows, incident, rows[incident] | {"rows": 1}),
        _changed(rows, incident + 1, first[:-1]),
        _changed(rows, incident + 1, [{"a": 1} if n == "source" else v for n, v in zip(names, first, strict=True)]),
        _changed(rows, incident + 1, ["x" if n == "n" else v for n, v in zip(names, first, strict=True)]),
        _changed(rows, incident + 1, [2**70 if n == "n" else v for n, v in zip(names, first, strict=True)]),
        _changed(rows, incident + 1, [True if n == "n" else v for n, v in zip(names, first, strict=True)]),
        _changed(rows, incident + 1, [-1 if n == "n" else v for n, v in zip(names, first, strict=True)]),
        _changed(rows, incident + 1, [None if n == "n" else v for n, v in zip(names, first, strict=True)]),
        _changed(rows, incident + 1, ["zz" if n == "key" else v for n, v in zip(names, first, strict=True)]),
        _changed(rows, incident + 1, ["\ud800" if n == "source" else v for n, v in zip(names, first, strict=True)]),
        _changed(rows, incident + 1, [999 if n == "batch_id" else v for n, v in zip(names, first, strict=True)]),
        _changed(rows, incident + 2, first),
    ]
    for lines in bad if target.folder else bad[::5]:
        with pytest.raises(FileError):
            restore_store(place=target, feed=feeding(sealed(lines)), **about())  # type: ignore[arg-type]
        assert untouched(target)
    restore_store(place=target, feed=feeding(sealed(rows)), **about())  # type: ignore[arg-type]


def test_a_folder_with_other_files_keeps_them(source: Database, tmp_path: Path) -> None:
    (tmp_path / "tryggve.toml").write_text("x")
    # A restore that was killed leaves its workshop behind.
    (tmp_path / f"{WORKSHOP}abc").mkdir()
    (tmp_path / f"{WORKSHOP}abc" / FILE).write_text("half")
    with pytest.raises(FileError):
        restore_store(place=Place(tmp_path), feed=feeding(copy_of(source)[:-9]), **about())  # type: ignore[arg-type]
    assert [file.name for file in tmp_path.iterdir()] == ["tryggve.toml"]
    restore_store(place=Place(tmp_path), feed=feeding(copy_of(source)), **about())  # type: ignore[arg-type]
    assert sorted(file.name for file in tmp_path.iterdir()) == [FILE, "tryggve.toml"]
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_a_bomb_is_not_unpacked_into_memory(tmp_path: Path, source: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tryggve.store.database.layout.StoreShape.longest", 1 << 21)
    bomb = gzip.compress(gzip.decompress(copy_of(source))[:60] + b"x" * (1 << 24))
    with pytest.raises(FileError):
        restore_store(place=Place(tmp_path / "s"), feed=feeding(bomb), **about())  # type: ignore[arg-type]


@pytest.mark.parametrize("source", ENGINES, indirect=True)
def test_a_copy_shows_one_moment(source: Database, tmp_path: Path) -> None:
    """Rows written while the copy is being made are not in it, not even those of tables that it has not come to."""
    before, moving = digest(source), copies.stream(source)
    pieces = [next(moving)]
    with ExitStack() as stack:
        other = stack.enter_context(open_store(source.place))
        with other.writing():
            IncidentText.objects.using(other.alias).update(text="ny text")
            Incident.objects.using(other.alias).update(version=7)
        pieces += moving
        assert IncidentText.objects.using(other.alias).filter(text="ny text").exists()
    made = restore_store(place=Place(tmp_path / "s"), feed=feeding(b"".join(pieces)), **about())  # type: ignore[arg-type]
    assert made.contents.digest == before
    assert digest(source) != before


@pytest.mark.postgres
def test_a_store_is_moved(source: Database, postgres: Postgres) -> None:
    place, before, facts_before = postgres.place(empty=True), digest(source), DatabaseStore(source).fingerprint()
    made = move_store(source=source, place=place, **about())  # type: ignore[arg-type]
    assert (made.contents.digest, made.fingerprint) == (before, facts_before)
    assert meta.read(source, meta.Fact.MOVED_TO) == place.shown
    assert DatabaseStore(source).fingerprint() == facts_before
    with open_store(place) as moved:
        assert DatabaseStore(moved).fingerprint() == facts_before
        assert meta.read(moved, meta.Fact.MOVED_TO) == ""
        for database, way in ((moved, "moved_from"), (source, "moved_to")):
            last = AuditEvent.objects.using(database.alias).order_by("-id")[0]
            assert last.action == "move"
            assert last.details["digest"] == before
            assert way in last.details
    with pytest.raises(FileError):
        move_store(source=source, place=place, **about())  # type: ignore[arg-type]
    # Moved once more, to another server: the mark of the old store does not follow.
    again = postgres.place(empty=True)
    move_store(source=source, place=again, **about())  # type: ignore[arg-type]
    with open_store(again) as moved:
        assert meta.read(moved, meta.Fact.MOVED_TO) == ""


@pytest.mark.postgres
def test_nobody_writes_to_a_store_that_is_being_moved(
    source: Database, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tryggve.store.database.connect.LOCK_SECONDS", 0.1)
    refused = []

    def during(_table: str, _rows: int) -> None:
        if not refused:
            with open_store(source.place) as other:
                try:
                    with other.writing():
                        Incident.objects.using(other.alias).update(n=9)
                except FileError as error:
                    refused.append(error)

    move_store(source=source, place=postgres.place(empty=True), progress=during, **about())  # type: ignore[arg-type]
    assert refused


@pytest.mark.postgres
@pytest.mark.parametrize("where", ["DatabaseStore.fingerprint", "audit.record", "upgrade"])
def test_a_move_that_fails_changes_neither(
    source: Database, postgres: Postgres, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, before = postgres.place(empty=True), digest(source)
    answers = iter(["a", "b"])

    def fail(*_about: Any, **_further: Any) -> str:
        if where == "DatabaseStore.fingerprint":
            return next(answers)
        raise OSError("the power is gone")

    monkeypatch.setattr(f"tryggve.store.database.actions.copies.{where}", fail)
    with pytest.raises((FileError, OSError)):
        move_store(source=source, place=place, **about())  # type: ignore[arg-type]
    monkeypatch.undo()
    assert untouched(place)
    assert digest(source) == before


def test_a_nul_travels_between_folders(sqlite: Sqlite, tmp_path: Path) -> None:
    with open_store(sqlite.place()) as database:
        furnish(database)
        with database.writing():
            IncidentText.objects.using(database.alias).update(text="a\0b")
        data = copy_of(database)
    restore_store(place=Place(tmp_path / "s"), feed=feeding(data), **about())  # type: ignore[arg-type]
    with open_store(Place(tmp_path / "s")) as restored:
        assert IncidentText.objects.using(restored.alias).filter(text="a\0b").exists()


@pytest.mark.postgres
def test_a_nul_that_postgres_cannot_hold_stops_the_move(source: Database, postgres: Postgres) -> None:
    with source.writing():
        IncidentText.objects.using(source.alias).update(text="a\0b")
    place = postgres.place(empty=True)
    with pytest.raises(FileError):
        move_store(source=source, place=place, **about())  # type: ignore[arg-type]
    assert untouched(place)


@pytest.mark.parametrize("target", ENGINES, indirect=True)
def test_a_copy_of_an_older_version_is_carried_forward(
    source: Database, target: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next version adds a column and a table: the copy goes into the tables of its own time, then they change."""
    data, before = copy_of(source), digest(source)
    later = tmp_path / "planted_later_steps"
    later.mkdir()
    (later / "__init__.py").touch()
    ours = sorted(Path(migrations.__file__).parent.glob("0*.py"))
    for step in ours:
        (later / step.name).write_text(step.read_text(encoding="utf-8"), encoding="utf-8")
    (later / "9000_later.py").write_text(LATER_STEP.replace("LAST", ours[-1].stem))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(settings, "MIGRATION_MODULES", {"store": later.name}, raising=False)
    layout_at.cache_clear()
    try:
        made = restore_store(place=target, feed=feeding(data), **about())  # type: ignore[arg-type]
        assert (made.contents.steps, made.steps) == (tuple(step.stem for step in ours), ("9000_later",))
        assert made.contents.digest == before
        # Before it is upgraded the old store cannot be used, but it can be copied.
        with pytest.raises(FileError):
            open_store(source.place)
        with open_store(source.place, older=True) as old:
            assert copy_of(old) == data
        with open_store(target) as restored, restored.connection.cursor() as cursor:
            cursor.execute("SELECT reference, planted FROM retention_decision")
            assert cursor.fetchall() == [("KS 1", "as before")]
            newer = copy_of(restored)
    finally:
        monkeypatch.undo()
        layout_at.cache_clear()
    # And a copy of that version is too new for this one.
    with pytest.raises(FileError, match=__version__):
        restore_store(place=Place(tmp_path / "other"), feed=feeding(newer), **about())  # type: ignore[arg-type]
    assert not (tmp_path / "other").exists()


LATER_STEP = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("store", "LAST")]
    operations = [
        migrations.AddField("RetentionDecision", "planted", models.TextField(default="as before")),
        migrations.CreateModel("Later", fields=[("id", models.AutoField(primary_key=True))]),
    ]
"""


def test_the_steps_follow_one_another_in_a_single_line() -> None:
    """What `known_steps` and `build` rely on: sorted by name, each step rests on the one before it alone."""
    graph = MigrationLoader(None, ignore_no_migrations=True).graph
    steps = [("store", name) for name in known_steps()]
    assert steps
    for before, step in itertools.pairwise(steps):
        assert [parent.key for parent in graph.node_map[step].parents] == [before]
