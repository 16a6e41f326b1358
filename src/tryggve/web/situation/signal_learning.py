"""Whether it must be learnt what is rare, and how far that has come, for the list of signals."""

from __future__ import annotations

import datetime as dt

from tryggve.domain.language import _
from tryggve.reports import numbers
from tryggve.store.database.signal_models import SignalCalibration
from tryggve.web.situation.actions.learning import FAILED, FEW, LEARNT
from tryggve.web.situation.models import Learning, SignalLook
from tryggve.web.situation.signal_looked import last_look

OLD = 365
"""Days after which it is learnt anew: who reports and what happens has changed since."""

_AGAIN = dt.timedelta(days=1)
_GONE = dt.timedelta(hours=6)
"""Whoever has learnt and not been seen for so long has stopped half-way. One step may take an hour."""


def must_learn(at: dt.datetime) -> bool:
    """Whether it must be learnt and nothing stands in the way."""
    last = Learning.objects.order_by("-id").first()
    if last is not None and last.outcome in (FEW, FAILED, LEARNT) and at - last.seen_at < _AGAIN:
        return False
    found = last_look()
    return found is not None and is_wanted(found)


def is_wanted(found: SignalLook) -> bool:
    """Whether the last look lacked what is to be learnt, or went by something old."""
    if found.content.get("why") in ("none", "methods"):
        return True
    if found.day is None:
        return False
    known = SignalCalibration.objects.filter(source=found.source, level=found.level).order_by("-id")
    last_day = known.values_list("last_day", flat=True).first()
    return last_day is not None and found.day - last_day > OLD


def learning_words(at: dt.datetime) -> str:
    """How far it has come, for those who see that there is no list."""
    last = Learning.objects.order_by("-id").first()
    if last is None or last.outcome == LEARNT:
        return _(
            "The worker learns how rare a signal is from the reports of earlier years. It begins within half an hour."
        )
    if last.outcome == FEW:
        return _(
            "{needed} days from the first report to the latest are needed to learn how rare a signal is; there are "
            "{n}. It is tried again each day."
        ).format(needed=numbers.integer(last.days), n=numbers.integer(last.done))
    if last.outcome == FAILED:
        return _("It could not be learnt how rare a signal is. It is tried again tomorrow; tell whoever runs Tryggve.")
    if at - last.seen_at > _GONE:
        return _("To learn how rare a signal is was interrupted. The worker goes on where it was.")
    if not last.days:
        return _("The worker has begun to learn how rare a signal is.")
    return _(
        "The worker learns how rare a signal is: {done} of {all} days are gone through. The list comes by itself."
    ).format(done=numbers.integer(last.done), all=numbers.integer(last.days))
