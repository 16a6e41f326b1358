"""Lägesbilder: drafts that live, what is written to them, and the fastställda ones. Only `actions` writes them."""

from __future__ import annotations

from django.db import models


class Draft(models.Model):
    """A lägesbild as the store last had it: `tree` is its document with drawings, `batch` the last change it knows.

    `fingerprint` is that of the facts, `day` the day it was made for: what is expected depends on it. `standing_out`
    are the sentences of its first chapter, `expected` what each kind is held against there (`expectations.Kept`).
    """

    period = models.CharField(max_length=30, unique=True)
    built_at = models.DateTimeField()
    day = models.DateField()
    batch = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64)
    seconds = models.FloatField()
    standing_out = models.JSONField()
    expected = models.JSONField(null=True, default=None)
    tree = models.JSONField()

    class Meta:
        db_table = "situation_draft"


class Analysis(models.Model):
    """What is written to a chapter of a period's lägesbild, each time it was saved: added to, never changed."""

    period = models.CharField(max_length=30)
    section = models.CharField(max_length=40)
    version = models.IntegerField()
    text = models.TextField(blank=True)
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "situation_analysis"
        constraints = (
            models.UniqueConstraint(fields=["period", "section", "version"], name="situation_analysis_version"),
        )


class Snapshot(models.Model):
    """A fastställd lägesbild. The database refuses to change or delete it; what comes later is a new version.

    `tree` is the whole of it, for those who see all; `shared_tree` what authorities get, `area_tree` what the others do
    (null in versions made before there were two). `analysis` holds the texts as
    (section, text), `coverage` received and expected reports, `why` the reason for a version after the first.
    """

    period = models.CharField(max_length=30)
    version = models.IntegerField()
    why = models.TextField(blank=True, default="")
    adopted_at = models.DateTimeField()
    adopted_by = models.TextField()
    fingerprint = models.CharField(max_length=64)
    code_version = models.CharField(max_length=40)
    analysis = models.JSONField()
    coverage = models.JSONField()
    tree = models.JSONField()
    shared_tree = models.JSONField()
    area_tree = models.JSONField(null=True, default=None)

    class Meta:
        db_table = "situation_snapshot"
        constraints = (models.UniqueConstraint(fields=["period", "version"], name="situation_snapshot_version"),)


class SnapshotFile(models.Model):
    """A document of a fastställd lägesbild, byte for byte as it was made then, and its SHA-256."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="files")
    audience = models.CharField(max_length=10)
    format = models.CharField(max_length=8)
    sha256 = models.CharField(max_length=64)
    size = models.IntegerField()
    content = models.BinaryField()

    class Meta:
        db_table = "situation_file"
        constraints = (
            models.UniqueConstraint(fields=["snapshot", "audience", "format"], name="situation_file_format"),
        )


class Making(models.Model):
    """A draft, or a fastställd lägesbild, that somebody has asked for: what is asked, and how far it has come.

    `wish` is what is fastställd as it was seen by whoever confirmed it, and is emptied when it has ended. `open` is
    true until then and else null: the database lets nobody ask for the same again meanwhile. `step` is the one that
    goes on, "" while it waits for the worker; `tries` how often it was begun.
    """

    kind = models.CharField(max_length=8)
    period = models.CharField(max_length=30)
    wish = models.JSONField(default=dict)
    by = models.TextField()
    asked_at = models.DateTimeField()
    day = models.DateField()
    open = models.BooleanField(null=True, default=True)
    step = models.CharField(max_length=12, blank=True, default="")
    tries = models.IntegerField(default=0)
    ended_at = models.DateTimeField(null=True, default=None)
    outcome = models.CharField(max_length=8, blank=True, default="")
    told = models.TextField(blank=True, default="")
    version = models.IntegerField(null=True, default=None)

    class Meta:
        db_table = "situation_making"
        constraints = (models.UniqueConstraint(fields=["kind", "period", "open"], name="situation_making_once"),)


class Learning(models.Model):
    """What is rare is learnt from the past: how far it has come, and how it ended (`OUTCOMES`; "" while it goes on).

    `done` of `days` are replayed; where there are too few, how many there are and how many are needed.
    """

    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, default=None)
    outcome = models.CharField(max_length=8, blank=True, default="")
    done = models.IntegerField(default=0)
    days = models.IntegerField(default=0)

    class Meta:
        db_table = "situation_learning"


class SignalLook(models.Model):
    """Somebody, or the worker, looked for signals: what was looked at and what could not be said (`content`).

    `running` is true while they look and else null: the database lets nobody begin meanwhile. `batch` is the last
    change of the store that was known, `day` the day looked at (days since 1970-01-01; null where none could be).
    """

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, default=None)
    by = models.TextField()
    running = models.BooleanField(null=True, default=None, unique=True)
    batch = models.BigIntegerField()
    day = models.IntegerField(null=True, default=None)
    source = models.TextField(blank=True, default="")
    level = models.TextField(blank=True, default="")
    content = models.JSONField(default=dict)

    class Meta:
        db_table = "situation_signal_look"
