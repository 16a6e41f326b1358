"""What a database says, in words that tell what it means and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError

from tryggve.domain.language import N_, _
from tryggve.domain.row_error import FileError
from tryggve.store.database.place import Place

_MEANINGS = (
    (
        ("locked", "lock timeout", "busy"),
        N_("Somebody else is writing to {place}."),
        N_("Nothing was changed. Wait until it is done and try again."),
    ),
    (
        ("full", "no space", "disk i/o error", "quota"),
        N_("There is no room for more in {place}."),
        N_("Nothing was changed. Make room on the disk and try again."),
    ),
    (
        ("readonly", "read-only", "unable to open"),
        N_("{place} may not be written to."),
        N_("Check who owns the folder and the file: whoever uses the store must be able to write both."),
    ),
    (
        ("malformed", "not a database", "corrupt"),
        N_("The database in {place} is damaged."),
        N_("Restore the latest backup with tryggve restore."),
    ),
    (
        ("authentication", "no password", "role "),
        N_("The database {place} does not let this user in."),
        N_("Check the user and the password in TRYGGVE_DATABASE_URL."),
    ),
    (
        ("does not exist",),
        N_("There is no database {place}."),
        N_("Check the name in TRYGGVE_DATABASE_URL, or let whoever runs the server make it."),
    ),
    (
        ("permission denied", "must be owner"),
        N_("This user may not do that in {place}."),
        N_("Let whoever runs the server make the user the owner of the database."),
    ),
    (
        ("connection", "could not translate", "timeout expired"),
        N_("No contact with the database {place}."),
        N_("Check the host and the port in TRYGGVE_DATABASE_URL, and that the server runs."),
    ),
)
"""Words of the database → what they mean, what to do. The first row that fits holds."""


@contextmanager
def plain_errors(place: Place) -> Iterator[None]:
    """Turn what a database says into a FileError; nothing was changed when one comes out."""
    try:
        yield
    except DatabaseError as error:
        raise in_plain_words(error, place) from error


def in_plain_words(error: DatabaseError, place: Place) -> FileError:
    """What a database said, as a FileError."""
    return FileError(*_meaning(str(error), place))


def _meaning(said: str, place: Place) -> tuple[str, str]:
    for words, what, how in _MEANINGS:
        if any(word in said.lower() for word in words):
            return _(what).format(place=place.shown), _(how)
    # The first line alone: what follows may hold the row that was refused.
    first = said.splitlines()[0] if said else "?"
    return (
        _("The store {place} could not be used: {reason}.").format(place=place.shown, reason=first),
        _("Nothing was changed."),
    )
