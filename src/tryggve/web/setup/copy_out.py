"""A sealed copy of the whole installation, made while others work in it; the keys are copied apart from it."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from pyrage.x25519 import Recipient

from tryggve import __version__
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database.actions.copies import note_copy, note_failure
from tryggve.store.database.connect import Database
from tryggve.store.database.snapshot import FORMAT, GZIP, Taken, line, stream_here
from tryggve.store.sealed_file import write_sealed
from tryggve.web.accounts.models import Municipality
from tryggve.web.core.municipal import entered
from tryggve.web.env import key
from tryggve.web.setup.copy_shape import OF_INSTALLATION, WORD, AppsShape, InstallationDatabase, of_municipality

KEYS = ("link",)
"""The keys without which something in the databases cannot be read. That of the sessions is made anew."""


@dataclass
class _Part:
    """A database of the copy."""

    database: Database
    shape: AppsShape
    slug: str = ""
    taken: Taken = field(default_factory=Taken)


def write_copy(
    *, file: Path, recipients: Sequence[Recipient], by: str, why: str, at: dt.datetime,
    progress: Callable[[str], object] = str,
) -> dict[str, Taken]:  # fmt: skip
    """Write the copy; what was taken of each municipality by its slug, and of the installation under "".

    Each municipality's own log tells of it before the file has its name.
    """
    slugs = _slugs()
    parts = [*_municipal(slugs), _Part(InstallationDatabase(), OF_INSTALLATION)]
    events: list[tuple[_Part, int]] = []

    def note() -> None:
        for part in parts:
            if part.slug:
                number = note_copy(
                    part.database, part.taken, file.name, len(recipients), by=by, why=why, at=at
                )  # fmt: skip
                events.append((part, number))

    def failed() -> None:
        for part, event in events:
            note_failure(part.database, file.name, event, by=by, at=at)

    pieces = _pieces(parts, slugs, progress)
    write_sealed(file=file, pieces=pieces, recipients=recipients, note=note, failed=failed)
    return {part.slug: part.taken for part in parts}


def write_keys(*, file: Path, recipients: Sequence[Recipient]) -> None:
    """Write a sealed copy of the keys alone."""
    held = {name: key(settings.DATA, name) for name in KEYS}
    text = json.dumps({"tryggve": "keys", "version": __version__, "keys": held}).encode("ascii")
    write_sealed(file=file, pieces=iter([text]), recipients=recipients, note=_nothing, failed=_nothing)


def _nothing() -> None:
    pass


def _slugs() -> list[str]:
    return list(Municipality.objects.order_by("slug").values_list("slug", flat=True))


def _municipal(slugs: Sequence[str]) -> Iterator[_Part]:
    for slug in slugs:
        with entered(slug) as database:
            yield _Part(database, of_municipality(slug), slug)


def _pieces(parts: Sequence[_Part], slugs: list[str], progress: Callable[[str], object]) -> Iterator[bytes]:
    """All databases as they were at one moment: each is held still before the first row is read.

    The installation's own comes last, so that nobody is a member in the copy without an account in it.
    """
    with ExitStack() as held:
        for part in parts:
            held.enter_context(part.database.reading())
            part.shape.steps_of(part.database)  # the moment is that of the first question
        if _slugs() != slugs:
            raise FileError(_("A municipality was added while the copy began."), _("No copy was written. Begin again."))
        yield _packed({"tryggve": WORD, "format": FORMAT, "version": __version__, "municipalities": slugs})
        for part in parts:
            progress(part.slug)
            yield from stream_here(part.database, part.taken, part.shape)


def _packed(head: object) -> bytes:
    packer = zlib.compressobj(wbits=GZIP)
    return packer.compress(line(head)) + packer.flush()
