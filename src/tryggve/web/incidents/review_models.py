"""What a coordinator has done with reports: each step, so that colleagues see it and it can be taken back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tryggve.domain.language import N_, _


class Done(models.TextChoices):
    """What was done with a report."""

    READ = "read", N_("read it")
    HOLD_BACK = "hold_back", N_("held it back for review")
    LET_IN = "let_in", N_("let it in")
    MERGE = "merge", N_("joined it with another report")
    UNMERGE = "unmerge", N_("parted it from another report")
    CORRECT = "correct", N_("corrected it")
    ERASE = "erase", N_("took words out of the text for good")
    NOT_SAME = "not_same", N_("said that it is not the same event as another report")


class Step(models.Model):
    """One thing done with a report. `batch_id` is that of the store, where the store changed.

    `before`: the states of reports that it changed, by their number in the store. `other`: the report it was about too.
    """

    incident_id = models.IntegerField()
    other = models.IntegerField(null=True, default=None, db_index=True)
    kind = models.CharField(max_length=12, choices=Done.choices)
    batch_id = models.IntegerField(null=True, default=None)
    before = models.JSONField(default=dict)
    why = models.TextField(blank=True, default="")
    by = models.TextField()
    at = models.DateTimeField()
    undone_by = models.TextField(blank=True, default="")
    undone_at = models.DateTimeField(null=True, default=None)

    class Meta:
        db_table = "review_step"
        ordering = ("id",)
        indexes = (models.Index(fields=["incident_id", "id"], name="review_step_of"),)

    @property
    def kind_words(self) -> str:
        """What was done, in the current language."""
        return _(Done(self.kind).label)

    @property
    def undoable(self) -> bool:
        """Whether it can be taken back: not what was erased for good."""
        return self.undone_at is None and self.kind != Done.ERASE


class NotSame(models.Model):
    """Two reports that a person has said tell of different events; `one` came first."""

    one = models.IntegerField()
    other = models.IntegerField(db_index=True)
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "not_same"
        constraints = (
            models.UniqueConstraint(fields=["one", "other"], name="not_same_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="not_same_ordered"),
        )
