"""What the web has written around reports goes the way of the reports: it follows what a retention run has taken."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from tryggve.domain.calendar_days import day_date
from tryggve.store.database import audit, meta
from tryggve.store.database.models import Incident
from tryggve.web.core.municipal import here
from tryggve.web.incidents.models import NotSame, Outcome, Question, Report, Step

BY = "Tryggve"


def follow_retention(*, at: dt.datetime) -> int:
    """Take what belongs to texts and reports that have gone by decision; how many rows. Nothing goes before they do."""
    with here().writing():
        taken = _texts() | _rows()
        number = sum(taken.values())
        if number:
            audit.record(here(), audit.Action.RETENTION, by=BY, at=at, followed=taken)
    return number


def _texts() -> dict[str, int]:
    gone = meta.read_int(here(), meta.Fact.TEXT_GONE)
    if gone is None:
        return {}
    old = Report.objects.filter(incident_id__in=Incident.objects.filter(last_day__lt=gone).values("id"))
    questions = Question.objects.filter(report__in=old).exclude(text="", answer="")
    outcomes = Outcome.objects.filter(report__in=old).exclude(text="")
    steps = Step.objects.filter(incident_id__in=old.values("incident_id")).exclude(why="")
    return {
        "questions": questions.update(text="", answer="", flags=""), "outcomes": outcomes.update(text=""),
        "steps": steps.update(why=""),
    }  # fmt: skip


def _rows() -> dict[str, int]:
    gone = meta.read_int(here(), meta.Fact.FACTS_GONE)
    if gone is None:
        return {}
    before = dt.datetime.combine(day_date(gone), dt.time(), meta.zone(here()))
    there = Incident.objects.values("id")
    reports = Report.objects.filter(received_at__lt=before).exclude(incident_id=None).exclude(incident_id__in=there)
    steps = Step.objects.filter(at__lt=before).exclude(incident_id__in=there)
    not_same = NotSame.objects.filter(~Q(one__in=there) | ~Q(other__in=there), at__lt=before)
    return {name: rows.delete()[0] for name, rows in (("reports", reports), ("moves", steps), ("pairs", not_same))}
