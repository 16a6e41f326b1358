"""PostgreSQL keeps samples of what columns hold, for its planner; they would outlive what is deleted.

Columns with words, whereabouts or digests of them are not sampled, and samples already taken are thrown away.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

COLUMNS = {
    "incident": ("key", "content", "source_id", "organisation", "category_label", "x", "y", "said_x", "said_y"),
    "incident_text": ("text", "said_area", "said_place", "said_title"),
    "incident_version": ("key", "content", "facts", "words"),
    "correction": ("key", "was"),
    "import_file": ("profile", "notes", "privacy"),
}
"""Table → its columns of which no samples are kept."""

# Samples first: a column whose target is 0 keeps those that were taken before.
_SAMPLED = """\
SELECT pg_class.relname, attname, format_type(atttypid, atttypmod), collname, EXISTS (
    SELECT 1 FROM pg_stats
    WHERE pg_stats.schemaname = nspname AND tablename = relname AND pg_stats.attname = pg_attribute.attname
)
FROM pg_attribute
JOIN pg_class ON pg_class.oid = attrelid
JOIN pg_namespace ON pg_namespace.oid = relnamespace
LEFT JOIN pg_collation ON pg_collation.oid = attcollation AND collname <> 'default'
WHERE nspname = current_schema() AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
ORDER BY relname, attname"""
_TARGETS = """\
SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND attstattarget = 0"""


def sampled(connection: BaseDatabaseWrapper) -> list[str]:
    """Columns that are or will be sampled and should not be, as `table.column`."""
    return [f"{table}.{column}" for table, column, _type, _collation, _taken in _found(connection)]


def stop(connection: BaseDatabaseWrapper) -> None:
    """Sample them no more, and throw away what was taken. No view may stand on the columns.

    Only a superuser may delete statistics; but whoever owns a table may give a column the type that it has, which
    rewrites nothing and throws its statistics away.
    """
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, column, kind, collation, taken in _found(connection):
            alter = f"ALTER TABLE {quote(table)} ALTER COLUMN {quote(column)}"
            cursor.execute(f"{alter} SET STATISTICS 0")
            if taken:
                collate = f" COLLATE {quote(collation)}" if collation else ""
                cursor.execute(f"{alter} TYPE {kind}{collate}")


def _found(connection: BaseDatabaseWrapper) -> list[tuple[str, str, str, str | None, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(_TARGETS)
        stopped = set(cursor.fetchall())
        cursor.execute(_SAMPLED)
        return [
            row for row in cursor.fetchall()
            if row[1] in COLUMNS.get(row[0], ()) and (row[4] or (row[0], row[1]) not in stopped)
        ]  # fmt: skip
