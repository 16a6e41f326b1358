"""Reports as the web follows them. What they say lies in the store; who sent them, sealed, in a table of its own."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from tryggve.domain.language import N_, _
from tryggve.web.core.models import Organisation
from tryggve.web.incidents.review_models import Done as Done
from tryggve.web.incidents.review_models import NotSame as NotSame  # Django looks for models here
from tryggve.web.incidents.review_models import Step as Step
from tryggve.web.incidents.situation_report_models import SituationReport as SituationReport
from tryggve.web.incidents.situation_report_models import SituationReportVersion as SituationReportVersion
from tryggve.web.incidents.upload_models import Upload as Upload


class State(models.TextChoices):
    """Where a report is on its way."""

    NEW = "new", N_("received")
    READ = "read", N_("read")
    MERGED = "merged", N_("joined with another report")
    HELD_BACK = "held_back", N_("held back for review")
    TAKEN_BACK = "taken_back", N_("taken back")


class Told(models.TextChoices):
    """What became of a report, as its reporter is told."""

    TASK = "task", N_("An insats has begun")
    DONE = "done", N_("An insats is done")
    WATCH = "watch", N_("We are watching this")
    LEAVE = "leave", N_("No measure this time")
    ANSWER = "answer", N_("The answer")


class Report(models.Model):
    """One report, by the UUID that the phone made. `incident_id` is its number in the store, None while practising.

    `batch_id` brought it; `nothing`: it says that there is nothing to report. `alike`: the incident that the reporter
    says it tells of too. `done`: what was done at once. Who sent it is not here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incident_id = models.IntegerField(null=True, default=None, unique=True)
    batch_id = models.IntegerField(null=True, default=None)
    received_at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    practice = models.BooleanField(default=False)
    nothing = models.BooleanField(default=False)
    alike = models.IntegerField(null=True, default=None)
    repeated = models.BooleanField(null=True, default=None)
    done = models.JSONField(default=list)

    class Meta:
        db_table = "report"
        ordering = ("-received_at",)
        indexes = (models.Index(fields=["state", "received_at"], name="report_state"),)

    @property
    def state_words(self) -> str:
        """The state in the current language."""
        return _(State(self.state).label)


class ReportLink(models.Model):
    """Which account a report came from, sealed (`sealed.py`). In no list and no export; emptied by `cut_links`."""

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="link")
    sealed = models.BinaryField(max_length=64)
    answered_at = models.DateTimeField(null=True, default=None)
    cut_at = models.DateTimeField(null=True, default=None)

    class Meta:
        db_table = "report_link"
        indexes: ClassVar = (models.Index(fields=["cut_at", "answered_at"], name="report_link_due"),)


class Question(models.Model):
    """What the coordinator asked whoever reported, and the answer. `flags`: kinds of personal data seen in each."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="questions")
    text = models.TextField()
    asked_by = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True, default="")
    flags = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, default=None)

    class Meta:
        db_table = "report_question"
        ordering = ("asked_at", "id")


class Outcome(models.Model):
    """What became of a report, told to whoever sent it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="outcomes")
    kind = models.CharField(max_length=12, choices=Told.choices)
    text = models.TextField(blank=True, default="")
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "report_outcome"
        ordering = ("at", "id")

    @property
    def kind_words(self) -> str:
        """The kind in the current language."""
        return _(Told(self.kind).label)
