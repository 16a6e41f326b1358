"""The tables of signals: what was learnt of their rarity, what was found, and how people judged it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tryggve.store.database.fields import FactText

STATES = ("opened", "growing", "fading", "closed")
VERDICTS = ("judged", "acted", "dismissed")


class SignalCalibration(models.Model):
    """A backtest: on which facts, with which methods, for which wanted rate. The latest of a source and level holds."""

    at = models.DateTimeField()
    by = models.TextField()
    why = models.TextField(default="")
    source = FactText()
    level = FactText()
    first_day = models.IntegerField()
    last_day = models.IntegerField()
    fingerprint = models.TextField()
    methods = models.TextField()
    content = models.JSONField()

    class Meta:
        db_table = "signal_calibration"


class Signal(models.Model):
    """A signal that was shown: where by code, since when, in which state. `content` is what was told of it last."""

    name = models.TextField()
    source = FactText()
    level = FactText()
    opened = models.IntegerField()
    last_found = models.IntegerField()
    seen = models.IntegerField()
    state = FactText()
    areas = models.JSONField(default=list)
    first_day = models.IntegerField()
    last_day = models.IntegerField()
    per_year = models.FloatField()
    content = models.JSONField(default=dict)

    class Meta:
        db_table = "signal"
        constraints = (
            models.UniqueConstraint(fields=["source", "level", "name"], name="signal_name"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="signal_state"),
            models.CheckConstraint(condition=Q(opened__lte=F("last_found")), name="signal_days"),
        )


class SignalNote(models.Model):
    """What a person made of a signal: judged, acted on or dismissed, and why."""

    signal = models.ForeignKey(Signal, models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    day = models.IntegerField()
    by = models.TextField()
    verdict = FactText()
    why = models.TextField()

    class Meta:
        db_table = "signal_note"
        constraints = (models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="signal_note_verdict"),)


class SignalRun(models.Model):
    """A day whose list of signals was made, and when: signals on a day that nobody asked about are not known."""

    source = FactText()
    level = FactText()
    day = models.IntegerField()
    at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        db_table = "signal_run"
        constraints = (models.UniqueConstraint(fields=["source", "level", "day"], name="signal_run_day"),)
