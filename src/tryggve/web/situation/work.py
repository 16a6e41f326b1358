"""What this part does by itself: drafts are kept as fresh as the store."""

from __future__ import annotations

import datetime as dt

from tryggve.domain.period import Period
from tryggve.web.core import clock
from tryggve.web.core.due import due
from tryggve.web.situation import periods, signal_work
from tryggve.web.situation.actions import making
from tryggve.web.situation.actions.drafts import BY, is_fresh, rebuild
from tryggve.web.situation.models import Draft

__all__ = ["keep_drafts_fresh", "make_what_is_asked", "signal_work"]

LONG = 62
"""Periods of more days than this are made anew at most once an hour: they change little and take longer."""

_SELDOM = dt.timedelta(hours=1)


@due(every=dt.timedelta(0), when=making.is_asked)
def make_what_is_asked(at: dt.datetime) -> None:
    """Drafts and fastställda lägesbilder that somebody waits for."""
    making.make_what_is_asked(at=at)


@due(every=dt.timedelta(minutes=5))
def keep_drafts_fresh(at: dt.datetime) -> None:
    """The lägesbild of each period that lives is made anew when the store has changed, or the day."""
    today = clock.today()
    for period in periods.living(today):
        if not is_fresh(period, today) and not _just_made(period, at):
            rebuild(period=period, by=BY, today=today, at=at)


def _just_made(period: Period, at: dt.datetime) -> bool:
    if period.days <= LONG:
        return False
    return Draft.objects.filter(period=period.label, built_at__gt=at - _SELDOM).exists()
