"""Statements by the driver's own cursor do and say what Django's do; a row put in alone is what the ORM makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DataError, IntegrityError, ProgrammingError, models, transaction
from django.db.transaction import TransactionManagementError
from django.db.utils import OperationalError

from tests.stores import AT
from tryggve.store.database import audit, direct
from tryggve.store.database.bulk import insert_one
from tryggve.store.database.connect import Database
from tryggve.store.database.models import AuditEvent, ImportBatch, ImportFile, StoreMeta
from tryggve.web.incidents.models import Report

_ADD = "INSERT INTO store_meta (name, value) VALUES (%s, %s)"
_READ = "SELECT value FROM store_meta WHERE name = %s"


def _there(database: Database) -> int:
    return StoreMeta.objects.using(database.alias).filter(name__startswith="own").count()


@pytest.mark.parametrize("watched", [False, True])
def test_inside_and_outside_a_transaction_it_does_the_same(database: Database, watched: bool) -> None:
    seen: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    def all_of_it(name: str) -> None:
        connection = database.connection
        assert direct.run(connection, _ADD, [name, "100 % sant"]) == 1
        assert direct.run(connection, "UPDATE store_meta SET value = %s WHERE name = %s", ["", "no such"]) == 0
        direct.run_many(connection, _ADD, ((f"{name} {number}", "x") for number in range(3)))
        assert direct.row(connection, _READ, [name]) == ("100 % sant",)
        assert direct.row(connection, _READ, ["no such"]) is None
        # Where there are values, a sign of per cent is written twice.
        found = direct.rows(connection, "SELECT name FROM store_meta WHERE value LIKE '%%sant' AND name = %s", [name])
        assert found == [(name,)]

    wrappers = database.connection.execute_wrappers
    wrappers += [note] if watched else []
    with database.writing():
        all_of_it("own inside")
    all_of_it("own outside")
    assert _there(database) == 8
    assert seen.count(_ADD) == (4 if watched else 0)
    assert seen.count(_READ) == (4 if watched else 0)


def test_what_goes_wrong_is_djangos_error(database: Database) -> None:
    def refused(kind: type[Exception] | tuple[type[Exception], ...], work: Callable[..., object], *told: Any) -> None:
        def both() -> None:
            with transaction.atomic(using=database.alias):
                direct.run(database.connection, _ADD, ["own", ""])
                work(database.connection, *told)

        with pytest.raises(kind):
            both()
        assert _there(database) == 0

    unknown = "SELECT no_such FROM store_meta WHERE name = %s"
    refused(IntegrityError, direct.run, _ADD, ["own", "again"])
    refused(IntegrityError, direct.run_many, _ADD, [["own more", ""], ["own", "again"]])
    refused((ProgrammingError, OperationalError), direct.rows, unknown, [""])


def test_a_broken_transaction_takes_nothing_more(database: Database) -> None:
    with transaction.atomic(using=database.alias):
        transaction.set_rollback(True, using=database.alias)
        with pytest.raises(TransactionManagementError):
            direct.run(database.connection, _ADD, ["own", ""])
    assert _there(database) == 0


def test_what_fails_in_a_write_that_joins_takes_the_other_with_it(database: Database) -> None:
    with database.writing():
        direct.run(database.connection, _ADD, ["own", ""])
        with pytest.raises(ZeroDivisionError), database.writing(joining=True):
            1 / 0  # noqa: B018
        with pytest.raises(TransactionManagementError):
            direct.run(database.connection, _ADD, ["own too", ""])
    assert _there(database) == 0


def _stored(database: Database, model: type[models.Model], number: int) -> tuple[Any, ...]:
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields[1:])
    with database.connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {model._meta.db_table} WHERE id = %s", [number])
        found: tuple[Any, ...] = cursor.fetchone()
        return found


def _rows(batch: int) -> list[tuple[type[models.Model], dict[str, Any]]]:
    east, init = AT.astimezone(dt.timezone(dt.timedelta(hours=9))), str(audit.Action.INIT)
    return [
        (ImportBatch, {"kind": "reported", "by": "Skolan", "at": AT, "version": "1", "rows_in": 3}),
        (ImportBatch, {"by": "Skolan", "version": "", "kind": "ö", "at": east, "undone_by_id": batch, "why": "%s"}),
        (AuditEvent, {"at": east, "by": "å", "action": init, "batch_id": None, "details": {"n": [1]}}),
        (AuditEvent, {"at": AT.replace(microsecond=1), "by": "", "action": "", "batch_id": batch}),
        (ImportFile, {"batch_id": batch, "name": "f", "sha256": "", "size": 2**40, "notes": ["ä"]}),
        (ImportFile, {"size": 0, "is_register": True, "batch_id": batch, "name": "", "sha256": ""}),
    ]


def test_a_row_put_in_alone_is_what_the_orm_makes(database: Database) -> None:
    with database.writing():
        batch = ImportBatch.objects.using(database.alias).create(kind="x", by="y", at=AT, version="1").pk
        for model, values in _rows(batch):
            number = insert_one(database.connection, model, **values)
            made = model._default_manager.using(database.alias).create(**values).pk
            assert number is not None
            assert number < made
            assert _stored(database, model, number) == _stored(database, model, made)
        transaction.set_rollback(True, using=database.alias)


def test_what_a_row_needs_and_does_not_have_is_told(database: Database) -> None:
    with pytest.raises(ValueError, match="no_such"):
        insert_one(database.connection, StoreMeta, name="own", value="", no_such=1)
    # Its id is made anew for each row: it must be given.
    with pytest.raises(ValueError, match=r"^report: .+ id$"):
        insert_one(database.connection, Report, received_at=AT, organisation_id=1)


def test_a_number_that_is_too_large_is_refused(database: Database) -> None:
    with pytest.raises((DataError, OverflowError)), transaction.atomic(using=database.alias):
        insert_one(database.connection, ImportBatch, kind="x", by="y", at=AT, version="1", rows_in=2**70)
