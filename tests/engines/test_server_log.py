"""What PostgreSQL can write in a log of its own: no words of a report."""

from __future__ import annotations

import psycopg
import pytest
from django.db import DatabaseError, DataError

from tests.stores import Postgres
from tryggve.store.database.bulk import insert
from tryggve.store.database.models import AuditEvent, ImportFile, IncidentText
from tryggve.store.database.upgrade import open_store

pytestmark = pytest.mark.postgres
SECRET = "Kanariefågeln Ferdinand"


def test_a_statement_holds_no_values(postgres: Postgres) -> None:
    with open_store(postgres.place()) as database, database.connection.cursor() as cursor:
        cursor.execute("SELECT current_query(), %s::text", [SECRET])
        (statement, value) = cursor.fetchone()
        assert value == SECRET
        assert SECRET not in statement
        cursor.execute("SHOW log_parameter_max_length_on_error")
        assert cursor.fetchone() == ("0",)


def test_rows_that_are_stopped_on_their_way_in_are_not_named(postgres: Postgres) -> None:
    """The server tells in which line it was, and would tell what the line says."""
    with open_store(postgres.place()) as database:
        with pytest.raises(DatabaseError) as refused:
            insert(database.connection, IncidentText, ("incident_id", "text"), [(1, SECRET)])
        cause = refused.value.__cause__
        assert isinstance(cause, psycopg.Error)
        assert "line 1" in str(cause.diag.context)
        assert SECRET not in str(cause.diag.context)


@pytest.mark.parametrize("value", [1 << 31, -(1 << 31) - 1, 1 << 40, 1 << 70])
def test_a_number_that_does_not_fit_is_refused_and_not_cut_off(postgres: Postgres, value: int) -> None:
    with open_store(postgres.place()) as database, pytest.raises(DataError):
        insert(database.connection, ImportFile, ("batch_id", "name", "rows_read"), [(1, "x", value)])


def test_documents_times_and_nothing_arrive(postgres: Postgres) -> None:
    with open_store(postgres.place()) as database:
        at = "2026-03-31T12:30:15.123456+00:00"
        with database.connection.cursor() as cursor:
            cursor.execute("SELECT %s::timestamptz", [at])
            (moment,) = cursor.fetchone()
        columns = ("at", "by", "action", "why", "batch_id", "details")
        insert(database.connection, AuditEvent, columns, [(moment, "x", "y", "å", None, '{"a": [1.5, "å"]}')])
        found = AuditEvent.objects.using(database.alias).get()
        assert (found.at.isoformat(), found.details, found.batch) == (at, {"a": [1.5, "å"]}, None)
