"""What public versions have said, remembered in the log: no later one may give away what an earlier one hid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.stats.disclosure.spans import Released
from tryggve.store.database import audit
from tryggve.store.database.connect import Database
from tryggve.store.database.models import AuditEvent


def published_before(database: Database) -> tuple[Released, ...]:
    """Every number of events that public versions made from this store have printed; `edition` is their order."""
    events = AuditEvent.objects.using(database.alias).filter(action=str(audit.Action.PUBLISH)).order_by("id")
    return tuple(
        Released(series, division, tuple(classes), first, last, value, edition)
        for edition, event in enumerate(events, 1)
        for series, division, classes, first, last, value in event.details["numbers"]
    )


def note_published(
    database: Database, numbers: Sequence[Released], *, after: int, by: str, at: dt.datetime, why: str, period: str
) -> None:
    """Remember the numbers of a public version before it is written. The same numbers again are not written twice.

    `after` is how many editions were known when it was decided what may be shown. FileError where another public
    version came between: the two were not held against each other.
    """
    with database.writing():
        earlier = published_before(database)
        if max((number.edition for number in earlier), default=0) != after:
            raise FileError(_("Another public version was made from this store meanwhile."), _("Make this one again."))
        rows = [[n.series, n.division, list(n.classes), n.first_day, n.last_day, n.value] for n in numbers]
        last = [[n.series, n.division, list(n.classes), n.first_day, n.last_day, n.value]
                for n in earlier if n.edition == after]  # fmt: skip
        if rows and rows != last:
            audit.record(database, audit.Action.PUBLISH, by=by, at=at, why=why, period=period, numbers=rows)
