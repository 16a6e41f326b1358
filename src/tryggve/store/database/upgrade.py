"""Making the tables and carrying them forward to this version; a store is never carried back."""

from __future__ import annotations

from django.core.management import call_command
from django.db.migrations.executor import MigrationExecutor

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database import objects
from tryggve.store.database.connect import Database, Place, connect, plain_errors


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
    """Carry the tables forward; the names of the steps taken. A step that fails leaves the tables as they were.

    Interrupted, it can be run again: every step is a transaction, and views and triggers are made anew at the end.
    """
    ahead, unknown = steps_left(database)
    _refuse_newer(database.place, unknown)
    with plain_errors(database.place):
        if ahead:
            objects.drop_views(database.connection)
            call_command("migrate", "store", database=database.alias, verbosity=0, interactive=False)
        if ahead or objects.missing(database.connection):
            with database.writing():
                objects.create_all(database.connection)
    return ahead


def open_store(place: Place, *, older: bool = False) -> Database:
    """A store that is ready for use; with `older` also one that is to be upgraded. FileError where there is none, or
    one of another version.
    """
    database = connect(place)
    try:
        if is_empty(database):
            raise FileError(
                _("There is no store in {folder}.").format(folder=place.shown),
                _("Make one with tryggve init {folder}.").format(folder=place.folder or ""),
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
