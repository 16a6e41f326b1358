"""What was deleted is to lie nowhere in the files of a database: each engine keeps it until it is seen to."""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper

from tryggve.store.database.connect import Database
from tryggve.store.database.plain_errors import plain_errors

_SWEPT = ("incident", "incident_text", "incident_area", "incident_version", "incident_month", "incident_merge",
          "correction", "count_cell", "count_version")  # fmt: skip
_STATISTICS_AT_ONCE = 150_000  # PostgreSQL 15

# What was deleted and could not be removed, out of line (TOAST) too. Counts of others' writes arrive with these.
_DEAD = """\
SELECT current_setting('track_counts') <> 'on' OR EXISTS (
    SELECT 1 FROM pg_class
    WHERE oid = ANY (%s::regclass[])
    AND pg_stat_get_dead_tuples(oid) + COALESCE(pg_stat_get_dead_tuples(NULLIF(reltoastrelid, 0)), 0) > 0
)"""


def sweep(database: Database) -> bool:
    """See to it that what was deleted lies nowhere in the files of the database; whether that could be done at once.

    SQLite overwrites what is deleted (`secure_delete`), but its log of writes holds pages until it is emptied, which
    no other connection may be reading. PostgreSQL keeps deleted rows until its tables are vacuumed, which leaves those
    that somebody's open transaction may still see. Where it could not be done: again, when nobody else is at work.
    """
    with plain_errors(database.place), database.connection.cursor() as cursor:
        if database.vendor == "postgresql":
            return _vacuumed(cursor, database.connection.pg_version)  # type: ignore[attr-defined]
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (busy, _pages, _moved) = cursor.fetchone()
        return not busy


def _vacuumed(cursor: CursorWrapper, version: int) -> bool:
    if version >= _STATISTICS_AT_ONCE:
        # Else the number of rows that this connection deleted would arrive after the vacuum that removed them.
        cursor.execute("SELECT pg_stat_force_next_flush()")
    cursor.execute(f"VACUUM (ANALYZE, INDEX_CLEANUP ON) {', '.join(_SWEPT)}")
    cursor.execute(_DEAD, [list(_SWEPT)])
    (some,) = cursor.fetchone()
    return not some
