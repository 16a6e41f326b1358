"""A step is taken back: reports are again what they were before it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database import audit
from tryggve.store.database.actions.undo import undo_batch
from tryggve.web.core.municipal import here
from tryggve.web.incidents.models import Done, NotSame, Report, Step


def undo(*, step: Step, by: str, at: dt.datetime) -> Step:
    """Take back one step. FileError where it was taken back before, was for good, or something was done after it."""
    with here().writing():
        now = Step.objects.get(pk=step.pk)
        _refuse(now)
        if now.batch_id is not None:
            undo_batch(here(), batch=now.batch_id, by=by, why="", at=at)
        if now.kind == Done.NOT_SAME:
            one, other = sorted((now.incident_id, now.other or 0))
            NotSame.objects.filter(one=one, other=other).delete()
        for incident, state in now.before.items():
            Report.objects.filter(incident_id=int(incident)).update(state=state)
        Step.objects.filter(pk=now.pk).update(undone_by=by, undone_at=at)
        audit.record(here(), audit.Action.REVIEW, by=by, at=at, incident=now.incident_id, undone=now.pk)
    now.refresh_from_db()
    return now


def _refuse(step: Step) -> None:
    if step.undone_at is not None:
        raise FileError(_("It has already been taken back, by {by}.").format(by=step.undone_by), "")
    if not step.undoable:
        raise FileError(_("Words that were taken out are gone for good."), _("Nothing was changed."))
    both = [one for one in (step.incident_id, step.other) if one is not None]
    later = Step.objects.filter(Q(incident_id__in=both) | Q(other__in=both), pk__gt=step.pk, undone_at=None).first()
    if later is not None and later.kind != Done.NOT_SAME and step.kind != Done.NOT_SAME:
        raise FileError(
            _("{by} has done something with the report since: {what}.").format(by=later.by, what=later.kind_words),
            _("Take that back first."),
        )
