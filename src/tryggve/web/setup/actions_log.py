"""Taking the log out is noted in it."""

from __future__ import annotations

import datetime as dt

from tryggve.store.database import audit
from tryggve.web.core.municipal import here


def note_export(*, rows: int, by: str, at: dt.datetime) -> None:
    """Somebody has taken so many events of the log out of the house."""
    with here().writing():
        audit.record(here(), audit.Action.EXPORT, by=by, at=at, kind="log", rows=rows)
