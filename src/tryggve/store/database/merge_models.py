"""The table of reports that tell of the same event as another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class IncidentMerge(models.Model):
    """A report that tells of the same event as another, `into`, which counts for both; it is left out as merged."""

    incident = models.OneToOneField("store.Incident", models.CASCADE, primary_key=True, related_name="merged")
    into = models.ForeignKey("store.Incident", models.CASCADE, related_name="others")

    class Meta:
        app_label = "store"
        db_table = "incident_merge"
        constraints = (models.CheckConstraint(condition=~Q(into=F("incident")), name="incident_merge_other"),)
