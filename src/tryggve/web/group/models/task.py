"""Insatser: who does what by when, what led to it, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from tryggve.domain.access import Permission
from tryggve.domain.language import N_, _
from tryggve.domain.task import CLOSED, LONGEST_WHAT, Hand, TaskState, hand_of, state_name
from tryggve.web.core.member import Member
from tryggve.web.core.models import KnownPlace, Organisation
from tryggve.web.group.models.append_only import AppendOnly
from tryggve.web.group.models.meeting import Meeting

CHANGED: Mapping[str, str] = {
    "what": N_("What"),
    "organisation": N_("Who"),
    "function": N_("Function"),
    "due": N_("By when"),
    "partners": N_("With whom"),
    "area_name": N_("Area"),
    "known_place": N_("Known place"),
    "place": N_("Place"),
}
"""What the history names when it was changed."""


def _words(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


class TaskRows(models.QuerySet["Task"]):
    """Insatser as one may see them."""

    def visible_to(self, member: Member) -> TaskRows:
        """All to whoever reads others' text; else those that one's organisation answers for or takes part in."""
        if Permission.READ_TEXT in member.permissions:
            return self
        if Permission.TASKS not in member.permissions:
            return self.none()
        return self.of(member.organisation)

    def of(self, organisation: Organisation) -> TaskRows:
        """Those that an organisation answers for or takes part in."""
        part = Task.partners.through.objects.filter(organisation_id=organisation.pk).values("task_id")
        return self.filter(Q(organisation=organisation) | Q(pk__in=part))

    def open(self) -> TaskRows:
        """Those in which something is left to do."""
        return self.exclude(state__in=CLOSED)


class Task(models.Model):
    """An insats. `function`: a role, never a person. `area_name`: as it was called then. `answer`: to reporters."""

    what = models.CharField(max_length=LONGEST_WHAT)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="tasks")
    function = models.CharField(max_length=80, blank=True, default="")
    partners = models.ManyToManyField(Organisation, related_name="+", blank=True)
    due = models.DateField(null=True, default=None)
    area = models.CharField(max_length=40, blank=True, default="")
    area_name = models.CharField(max_length=120, blank=True, default="")
    known_place = models.ForeignKey(KnownPlace, models.SET_NULL, null=True, default=None, related_name="+")
    place = models.CharField(max_length=120, blank=True, default="")
    state = models.CharField(max_length=12, choices=[(str(one), str(one)) for one in TaskState])
    result = models.TextField(blank=True, default="")
    answer = models.TextField(blank=True, default="")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, default=None, related_name="tasks")
    made_by = models.TextField()
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, default=None)
    version = models.IntegerField(default=1)

    objects: ClassVar[Any] = TaskRows.as_manager()

    class Meta:
        db_table = "task"
        ordering = (models.F("due").asc(nulls_last=True), "pk")
        indexes = (models.Index(fields=["state", "due"], name="task_state_due"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=list(TaskState)), name="task_state"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(CLOSED), closed_at__isnull=False)
                | Q(state__in=sorted(set(TaskState) - CLOSED), closed_at__isnull=True),
                name="task_closed_when_closed",
            ),
        )

    def __str__(self) -> str:
        return self.what

    @property
    def state_words(self) -> str:
        """The state in the current language."""
        return state_name(self.state)

    @property
    def who(self) -> str:
        """The organisation that answers for it, and the function there."""
        return f"{self.organisation.name} ({self.function})" if self.function else self.organisation.name

    @property
    def where(self) -> str:
        """The place in words, as far as it was said."""
        known = self.known_place.name if self.known_place else ""
        return ", ".join(part for part in (self.place, known, self.area_name) if part)

    def hand(self, member: Member) -> Hand:
        """What somebody is to it."""
        partners = [one.pk for one in self.partners.all()]
        return hand_of(member.permissions, member.organisation.pk, responsible=self.organisation_id, partners=partners)


class TaskSource(models.Model):
    """What led to an insats: `signal` and its number in the store, or `report` and the number of its incident."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=8, choices=[("signal", "signal"), ("report", "report")])
    key = models.CharField(max_length=40)

    class Meta:
        db_table = "task_source"
        constraints = (models.UniqueConstraint(fields=["task", "kind", "key"], name="task_source_once"),)
        indexes = (models.Index(fields=["kind", "key"], name="task_source_key"),)


class TaskEvent(AppendOnly):
    """What happened to an insats: `made`, `changed`, `moved`. `details` holds what changed, before and after."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="events")
    at = models.DateTimeField()
    by = models.TextField()
    kind = models.CharField(max_length=8, choices=[("made", "made"), ("changed", "changed"), ("moved", "moved")])
    before = models.CharField(max_length=12, blank=True, default="")
    after = models.CharField(max_length=12, blank=True, default="")
    details = models.JSONField(default=dict)

    class Meta:
        db_table = "task_event"
        ordering = ("at", "pk")

    @property
    def before_words(self) -> str:
        """The state before, in the current language."""
        return state_name(self.before) if self.before else ""

    @property
    def after_words(self) -> str:
        """The state after, in the current language."""
        return state_name(self.after) if self.after else ""

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """What was changed: heading, before and after."""
        shown = {name: [_words(value) for value in pair] for name, pair in self.details.items() if name in CHANGED}
        return [(_(CHANGED[name]), before, after) for name, (before, after) in shown.items()]


class TaskReminder(AppendOnly):
    """That an organisation was reminded: once for each kind and day."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    due = models.DateField()
    at = models.DateTimeField()

    class Meta:
        db_table = "task_reminder"
        constraints = (models.UniqueConstraint(fields=["task", "kind", "due"], name="task_reminder_once"),)
