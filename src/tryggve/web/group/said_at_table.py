"""What organisations have said at meetings: a source of the lägesbild, beside reports and lägesrapporter."""

from __future__ import annotations

import datetime as dt

from tryggve.domain.language import _
from tryggve.domain.period import Period
from tryggve.reports.numbers import date_long
from tryggve.web.core.hooks_of_picture import Reach, Told
from tryggve.web.group.models import MeetingText
from tryggve.web.group.sections import SAID


def said_in(period: Period) -> list[Told]:
    """What was said at meetings held in a period, that have ended: by day and organisation.

    Nobody has said on which conditions it may go on, so it stays with those who read reports.
    """
    return [
        Told(
            str(row.organisation), row.organisation.kind if row.organisation else "",
            _("at the table, {day}").format(day=date_long(row.meeting.day)), _("those who read reports"), "",
            Reach.FULL, ((_("Said"), row.text.strip()),),
        )
        for row in _said_between(period.first_date, period.last_date)
    ]  # fmt: skip


def _said_between(first: dt.date, last: dt.date) -> list[MeetingText]:
    """The texts as they stood when people rose."""
    rows = MeetingText.objects.filter(
        section__startswith=SAID, meeting__day__range=(first, last), meeting__closed_at__isnull=False
    ).select_related("meeting", "organisation")
    latest = {(row.meeting_id, row.section): row for row in rows.order_by("version")}
    found = [row for row in latest.values() if row.text.strip()]
    return sorted(found, key=lambda row: (row.meeting.day, str(row.organisation)))
