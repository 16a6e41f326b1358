"""Signals are looked for by themselves: each night, and when the store has changed. What is rare is learnt too."""

from __future__ import annotations

import contextlib
import datetime as dt

from tryggve.store.database import meta
from tryggve.web.core import beside, clock
from tryggve.web.core.due import due
from tryggve.web.core.municipal import here, slug_of
from tryggve.web.situation.actions.looking import BusyError, look
from tryggve.web.situation.building import last_change
from tryggve.web.situation.models import SignalLook
from tryggve.web.situation.signal_learning import must_learn

BY = "Tryggve"


@due(every=dt.timedelta(minutes=30))
def look_for_signals(at: dt.datetime) -> None:
    """Look, unless somebody has looked today at the store as it is."""
    if not is_fresh(at):
        with contextlib.suppress(BusyError):
            look(by=BY, today=clock.today(), at=at)


@due(every=dt.timedelta(minutes=15))
def learn_what_is_rare(at: dt.datetime) -> None:
    """Where that is not known, or known of old: in a process of its own, since it takes long."""
    if must_learn(at):
        beside.begin("learning", ["--learn", slug_of(here())])


def is_fresh(at: dt.datetime) -> bool:
    """Whether the last look was today and knew the last change."""
    last = SignalLook.objects.exclude(finished_at=None).order_by("-id").only("started_at", "batch").first()
    zone = meta.zone(here())
    same_day = last is not None and last.started_at.astimezone(zone).date() == at.astimezone(zone).date()
    return last is not None and same_day and last.batch == last_change(here())
