"""Making the tables and carrying them forward to this version; a store is never carried back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.management import call_command
from django.db.migrations.executor import MigrationExecutor

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database import guards, objects
from tryggve.store.database.connect import Database, connect
from tryggve.store.database.place import Place
from tryggve.store.database.plain_errors import plain_errors


def steps_left(database: Database) -> tuple[list[str], list[str]]:
    """The steps that this version has and the store lacks, and those that the store has and this version lacks."""
    with plain_errors(database.place):
        executor = MigrationExecutor(database.connection)
    ours = {key for key in executor.loader.graph.nodes if key[0] == "store"}
    theirs = {key for key in executor.loader.applied_migrations if key[0] == "store"}
    return sorted(name for _app, name in ours - theirs), sorted(name for _app, name in theirs - ours)


def is_empty(database: Database) -> bool:
    """Whether no store has been made here yet."""
    with plain_errors(database.place), database.connection.cursor() as cursor:
        return "store_meta" not in database.connection.introspection.table_names(cursor)


def upgrade(database: Database) -> list[str]:
    """Carry the tables forward; the names of the steps taken. Interrupted, or failing, it leaves all as it was."""
    with upgrading(database) as done:
        return list(done.steps)


@dataclass(frozen=True)
class Upgraded:
    """The steps taken, and the views and guards that were missing or other than they should be, and were made anew."""

    steps: tuple[str, ...]
    mended: tuple[str, ...]


@contextmanager
def upgrading(database: Database) -> Iterator[Upgraded]:
    """One transaction in which the tables are carried forward, to which more can be added.

    Django alone would do each step in a transaction and note some of them down after it: interrupted between, a step
    would be taken twice. SQLite lets tables change only where references are not checked, which is said before a
    transaction begins; they are checked at the end of every step.
    """
    with plain_errors(database.place), database.connection.constraint_checks_disabled(), database.writing():
        ahead, unknown = steps_left(database)
        _refuse_newer(database.place, unknown)
        if ahead:
            objects.drop_views(database.connection)
            call_command("migrate", "store", database=database.alias, verbosity=0, interactive=False)
        missing = guards.missing(database.connection)
        if missing:
            objects.create_all(database.connection)
        yield Upgraded(tuple(ahead), () if ahead else tuple(missing))


def open_store(place: Place, *, older: bool = False, alias: str | None = None, max_age: int | None = 0) -> Database:
    """A store that is ready for use; with `older` also one that is to be upgraded. FileError where there is none, or
    one of another version. `alias` and `max_age`: see `connect`.
    """
    database = connect(place, alias=alias, max_age=max_age)
    try:
        if is_empty(database):
            raise FileError(
                _("There is no store in {folder}.").format(folder=place.shown),
                _("Make one with {command}.").format(command=f"tryggve init {place.folder or ''}".rstrip()),
            )
        ahead, unknown = steps_left(database)
        _refuse_newer(place, unknown)
        if ahead and not older:
            raise FileError(
                _("The store {place} was made by an older version of Tryggve.").format(place=place.shown),
                _("Back it up, then run tryggve store upgrade."),
            )
        return database
    except BaseException:
        database.close()
        raise


def _refuse_newer(place: Place, unknown: list[str]) -> None:
    if unknown:
        raise FileError(
            _("The store {place} was made by a newer version of Tryggve.").format(place=place.shown),
            _("Install that version or a later one; nothing was changed."),
        )
