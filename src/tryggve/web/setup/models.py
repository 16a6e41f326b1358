"""Tables of the installation that keep what the server itself is doing. Nothing here is about people or reports."""

from __future__ import annotations

from django.db import models


class Unfinished(models.Model):
    """A municipality that is being made. What is left of one whose making was interrupted is taken away."""

    slug = models.SlugField(max_length=40, unique=True)
    begun_at = models.DateTimeField()

    class Meta:
        db_table = "unfinished_municipality"


class Heartbeat(models.Model):
    """When a background worker last said that it is there."""

    name = models.CharField(max_length=80, primary_key=True)
    started_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        db_table = "heartbeat"


class JobRun(models.Model):
    """When a job of a municipality last went well, and how often it has failed since."""

    slug = models.SlugField(max_length=40)
    job = models.CharField(max_length=120)
    next_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, default=None)
    failures = models.IntegerField(default=0)

    class Meta:
        db_table = "job_run"
        constraints = (models.UniqueConstraint(fields=("slug", "job"), name="job_run_once"),)
