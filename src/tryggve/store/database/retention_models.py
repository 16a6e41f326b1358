"""The table of decisions on retention."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class RetentionDecision(models.Model):
    """A recorded gallringsbeslut: without one nothing is deleted. Months are counted from the day a report counts on.

    `facts_months` None: facts are kept until another decision.
    """

    reference = models.TextField()
    decided_by = models.TextField()
    decided_on = models.DateField()
    text_months = models.IntegerField()
    facts_months = models.IntegerField(null=True)
    recorded_by = models.TextField()
    recorded_at = models.DateTimeField()
    note = models.TextField(default="")

    class Meta:
        db_table = "retention_decision"
        constraints = (
            models.CheckConstraint(
                condition=Q(facts_months__isnull=True) | Q(facts_months__gte=F("text_months")),
                name="retention_text_first",
            ),
            models.CheckConstraint(condition=Q(text_months__gte=1), name="retention_text_months"),
        )
