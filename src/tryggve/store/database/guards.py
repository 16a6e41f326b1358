"""Whether what stands beside the tables is what `objects` makes, and nothing more.

A trigger or a view that somebody has put there can change, hide or copy what is written.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from tryggve.store.database import unsampled
from tryggve.store.database.objects import FUNCTION, FUNCTION_BODY, GUARDED, GUARDED_ELSEWHERE, VIEWS, triggers

# A disabled trigger guards nothing. The definition tells the table, the moments and the function.
_POSTGRES_TRIGGERS = """\
SELECT tgname, relname, tgenabled IN ('O', 'A'), pg_get_triggerdef(pg_trigger.oid, true)
FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"""
_POSTGRES_FUNCTION = """\
SELECT prosrc, lanname, proconfig IS NULL AND NOT prosecdef FROM pg_proc JOIN pg_language ON pg_language.oid = prolang
WHERE proname = %s AND pronamespace = current_schema()::regnamespace"""
# What belongs to an extension was put there by whoever runs the server.
_POSTGRES_VIEWS = """\
SELECT relname FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('v', 'm') AND NOT EXISTS (
    SELECT 1 FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e'
)"""
_MAY_BE = (*GUARDED, *GUARDED_ELSEWHERE)
_POSTGRES_RULES = "SELECT rulename FROM pg_rules WHERE schemaname = current_schema()"


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Views and triggers that should be there and are not, or are not what they should be; columns that are sampled."""
    wanted = {*VIEWS, *triggers(connection.vendor)}
    if connection.vendor == "postgresql":
        function = [] if _function_is_right(connection) else [FUNCTION]
        return sorted({*function, *(wanted - _right_on_postgres(connection)), *unsampled.sampled(connection)})
    right = {name: f"CREATE VIEW {name} AS\n{sql}" for name, sql in VIEWS.items()} | triggers("sqlite")
    return sorted(wanted - {name for name, sql in _in_sqlite(connection) if right.get(name) == sql})


def unknown(connection: BaseDatabaseWrapper) -> list[str]:
    """Views, triggers and rules that are not ours."""
    if connection.vendor == "postgresql":
        found = {(str(name), str(table)) for name, table, *_more in _rows(connection, _POSTGRES_TRIGGERS)}
        ours = {(name, table) for table in _MAY_BE for name in triggers("postgresql", (table,))}
        views = {str(name) for (name,) in _rows(connection, _POSTGRES_VIEWS)} - set(VIEWS)
        rules = {str(name) for (name,) in _rows(connection, _POSTGRES_RULES)}
        return sorted({name for name, _table in found - ours} | views | rules)
    return sorted({name for name, _sql in _in_sqlite(connection)} - {*VIEWS, *triggers("sqlite", _MAY_BE)})


def _in_sqlite(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    rows = _rows(connection, "SELECT name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')")
    return [(str(name), str(sql)) for name, sql in rows]


def _right_on_postgres(connection: BaseDatabaseWrapper) -> set[str]:
    """The views that plan as what they should show does, and the triggers that are as they were made."""
    found = {str(name) for name, _table, enabled, sql in _rows(connection, _POSTGRES_TRIGGERS)
             if enabled and sql in _definitions()}  # fmt: skip
    there = {str(name) for (name,) in _rows(connection, _POSTGRES_VIEWS)}
    return found | {name for name, sql in VIEWS.items() if name in there and _shows(connection, name, sql)}


def _definitions() -> set[str]:
    """The triggers as the server writes them out."""
    return {
        f"CREATE TRIGGER {table}_no_change BEFORE DELETE OR UPDATE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()"
        for table in GUARDED
    }


def _shows(connection: BaseDatabaseWrapper, name: str, sql: str) -> bool:
    """The server writes views anew in its own words; what it would do for them is the same where they are the same."""
    plans = [
        _rows(connection, f"EXPLAIN (VERBOSE, COSTS OFF) SELECT * FROM {what}") for what in (name, f"({sql}) AS {name}")
    ]
    return plans[0] == plans[1]


def _function_is_right(connection: BaseDatabaseWrapper) -> bool:
    return _rows(connection, _POSTGRES_FUNCTION, [FUNCTION]) == [(FUNCTION_BODY, "plpgsql", True)]


def _rows(connection: BaseDatabaseWrapper, sql: str, values: list[str] | None = None) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
