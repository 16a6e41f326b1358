"""What the web does by itself that belongs to no part of the work."""

from __future__ import annotations

import datetime as dt

from tryggve.web.core.actions import unsaved
from tryggve.web.core.due import due


@due(every=dt.timedelta(hours=6))
def forget_unsaved(at: dt.datetime) -> None:
    """Texts that were never saved, and that nobody came back for."""
    unsaved.forget_old(at=at)
