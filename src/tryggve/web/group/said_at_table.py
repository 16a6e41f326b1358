"""What organisations have said at meetings: a source of the lägesbild, beside reports and lägesrapporter."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tryggve.web.group.models import MeetingText
from tryggve.web.group.sections import SAID


@dataclass(frozen=True)
class Said:
    """What an organisation said, on which day."""

    organisation: str
    day: dt.date
    text: str


def said_between(first: dt.date, last: dt.date) -> list[Said]:
    """What was said at meetings from `first` to `last`, that have ended: by day and organisation."""
    rows = MeetingText.objects.filter(
        section__startswith=SAID, meeting__day__range=(first, last), meeting__closed_at__isnull=False
    ).select_related("meeting", "organisation")
    latest = {(row.meeting_id, row.section): row for row in rows.order_by("version")}
    found = [Said(str(row.organisation), row.meeting.day, row.text) for row in latest.values() if row.text.strip()]
    return sorted(found, key=lambda said: (said.day, said.organisation))
