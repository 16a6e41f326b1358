"""Lägesrapporter: what an organisation says of a period in its own words, and on what conditions it may be shared."""

from __future__ import annotations

from django.db import models

from tryggve.domain.language import N_, _
from tryggve.web.core.models import Organisation


class Heading(models.TextChoices):
    """What a lägesrapport says something about."""

    SEEN = "seen", N_("What we have seen")
    DONE = "done", N_("What we have done")
    WORRIES = "worries", N_("What worries us")
    COMING = "coming", N_("What we know is coming")


class Sharing(models.TextChoices):
    """Who may know what is said, as the organisation itself decides."""

    COORDINATOR = "coordinator", N_("only the coordinator")
    GROUP = "group", N_("the authorities of the group")
    ADOPTED = "adopted", N_("may be told in the fastställda lägesbild")


class Used(models.TextChoices):
    """What the coordinator made of it."""

    NOT_YET = "", N_("not yet")
    PICTURE = "picture", N_("used in the lägesbild")
    MEETING = "meeting", N_("taken up in the meeting")
    NOTHING = "nothing", N_("read, not used")


class SituationReport(models.Model):
    """One organisation's lägesrapport of one period; `period` as `domain.period` writes it.

    `texts` is heading → text as it stands; what it was lies in `SituationReportVersion`.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    period = models.CharField(max_length=24, db_index=True)
    texts = models.JSONField(default=dict)
    sharing = models.CharField(max_length=12, choices=Sharing.choices, default=Sharing.COORDINATOR)
    conditions = models.TextField(blank=True, default="")
    version = models.IntegerField(default=1)
    by = models.TextField()
    at = models.DateTimeField()
    sent_by = models.TextField(blank=True, default="")
    sent_at = models.DateTimeField(null=True, default=None)
    used = models.CharField(max_length=12, choices=Used.choices, blank=True, default=Used.NOT_YET)
    used_by = models.TextField(blank=True, default="")
    used_at = models.DateTimeField(null=True, default=None)

    class Meta:
        db_table = "situation_report"
        ordering = ("organisation__name",)
        constraints = (models.UniqueConstraint(fields=["organisation", "period"], name="situation_report_once"),)

    @property
    def said(self) -> list[tuple[Heading, str]]:
        """Headings and texts, those that say something."""
        return [(heading, self.texts[heading]) for heading in Heading if self.texts.get(heading)]

    @property
    def sharing_words(self) -> str:
        """Who may know it, in the current language."""
        return _(Sharing(self.sharing).label)

    @property
    def used_words(self) -> str:
        """What became of it, in the current language."""
        return _(Used(self.used).label)


class SituationReportVersion(models.Model):
    """A lägesrapport as it stood; never changed."""

    report = models.ForeignKey(SituationReport, models.CASCADE, related_name="versions")
    version = models.IntegerField()
    texts = models.JSONField()
    sharing = models.CharField(max_length=12)
    conditions = models.TextField(blank=True, default="")
    by = models.TextField()
    at = models.DateTimeField()
    sent = models.BooleanField(default=False)

    class Meta:
        db_table = "situation_report_version"
        ordering = ("-version",)
        constraints = (models.UniqueConstraint(fields=["report", "version"], name="situation_report_version_once"),)
