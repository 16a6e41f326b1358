"""Meetings of the EST group: who was there, what was written, and the minnesanteckningar."""

from __future__ import annotations

from django.db import models

from tryggve.domain.language import N_, _
from tryggve.web.core.models import Organisation
from tryggve.web.group.models.append_only import AppendOnly


class Cadence(models.TextChoices):
    """How often the group meets."""

    WEEKLY = "weekly", N_("every week")
    FORTNIGHTLY = "fortnightly", N_("every other week")
    MONTHLY = "monthly", N_("every month")

    @property
    def words(self) -> str:
        """In the current language."""
        return _(str(self.label))


DAYS = {Cadence.WEEKLY: 7, Cadence.FORTNIGHTLY: 14, Cadence.MONTHLY: 28}
"""Days to the next meeting: whole weeks, so that it falls on the same weekday."""


class Meeting(models.Model):
    """One meeting of the group. It is written in until it is closed; then the notes stand."""

    kind = models.CharField(max_length=8, choices=[("est", "est")], default="est")
    day = models.DateField()
    starts = models.TimeField(null=True, default=None)
    where = models.CharField(max_length=120, blank=True, default="")
    cadence = models.CharField(max_length=12, choices=Cadence.choices, default=Cadence.WEEKLY)
    next_day = models.DateField(null=True, default=None)
    next_starts = models.TimeField(null=True, default=None)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, default=None)
    closed_by = models.TextField(blank=True, default="")

    class Meta:
        db_table = "meeting"
        ordering = ("-day", "-pk")

    def __str__(self) -> str:
        return self.day.isoformat()


class Attendance(models.Model):
    """An organisation that is called to a meeting, and whether it was there. Organisations, never persons."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    present = models.BooleanField(default=False)

    class Meta:
        db_table = "meeting_attendance"
        ordering = ("organisation__name",)
        constraints = (models.UniqueConstraint(fields=["meeting", "organisation"], name="attendance_once"),)


class MeetingText(AppendOnly):
    """One version of what was written under a heading; the latest holds. `flags`: kinds of personal data let through.

    `organisation` where it is what an organisation said at the table.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="texts")
    section = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, default=None, related_name="+")
    version = models.IntegerField()
    text = models.TextField(blank=True)
    flags = models.TextField(blank=True, default="")
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "meeting_text"
        ordering = ("section", "version")
        constraints = (models.UniqueConstraint(fields=["meeting", "section", "version"], name="meeting_text_version"),)


class Notes(AppendOnly):
    """Minnesanteckningar as they stood when people rose: content, its fingerprint (SHA-256), and the PDF."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="notes")
    content = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    pdf = models.BinaryField()
    made_at = models.DateTimeField()
    made_by = models.TextField()

    class Meta:
        db_table = "meeting_notes"
