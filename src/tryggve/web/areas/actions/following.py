"""Evidence and motives go the way of the texts of reports: they follow what a retention run has taken."""

from __future__ import annotations

import datetime as dt

from tryggve.domain.calendar_days import day_date
from tryggve.store.database import audit, meta
from tryggve.web.areas.models import AgreedSign, RatedSign, Round
from tryggve.web.core.municipal import here

BY = "Tryggve"


def follow_retention(*, at: dt.datetime) -> int:
    """Take the texts of rounds that are older than the texts that have gone by decision; how many. Answers stay."""
    gone = meta.read_int(here(), meta.Fact.TEXT_GONE)
    if gone is None:
        return 0
    with here().writing():
        old = Round.objects.filter(day__lt=day_date(gone), texts_gone_at=None)
        numbers = list(old.values_list("pk", flat=True))
        if not numbers:
            return 0
        taken = RatedSign.objects.filter(rater__round__in=numbers).exclude(text="").update(text="", flags="")
        taken += AgreedSign.objects.filter(round__in=numbers).exclude(text="").update(text="", flags="")
        Round.objects.filter(pk__in=numbers).update(texts_gone_at=at, stopped_why="")
        audit.record(here(), audit.Action.RETENTION, by=BY, at=at, followed={"early_signs": taken})
    return taken
