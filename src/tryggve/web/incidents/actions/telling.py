"""What became of reports is told to those who sent them, whoever they were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tryggve.store.database.merged import merged_into
from tryggve.web.core.municipal import here
from tryggve.web.incidents.actions.answers import tell
from tryggve.web.incidents.models import Report, State, Told


def answer_reports(*, incidents: Iterable[int], kind: Told, text: str, by: str, at: dt.datetime, link: str = "") -> int:
    """Tell those who sent reports, or others of the same event, what became of them; how many were told.

    A report that has been told the same already is not told again. `link` is where they read it.
    """
    with here().writing():
        wanted = set(incidents)
        wanted |= {other for others in merged_into(here(), sorted(wanted)).values() for other in others}
        reports = Report.objects.filter(incident_id__in=wanted, practice=False).exclude(state=State.TAKEN_BACK)
        told = reports.filter(outcomes__kind=kind, outcomes__text=text).values("pk")
        waiting = list(reports.exclude(pk__in=told))
        for report in waiting:
            tell(report=report, kind=kind, text=text, link=link, by=by, at=at)
    return len(waiting)
