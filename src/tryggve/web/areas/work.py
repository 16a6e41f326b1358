"""What this part does by itself."""

from __future__ import annotations

import datetime as dt

from tryggve.web.areas.actions import following
from tryggve.web.core.due import due


@due(every=dt.timedelta(hours=1))
def follow_retention(at: dt.datetime) -> None:
    """Evidence and motives of rounds whose texts have gone by decision."""
    following.follow_retention(at=at)
