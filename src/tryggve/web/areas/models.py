"""Rounds of early signs: an area on a day, two raters, their answers, what was agreed. Only `actions` writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from tryggve.domain.access import Permission, Role, role_name
from tryggve.domain.early_signs import EarlySigns, Sign, read_set, sign_name
from tryggve.web.core.member import Member
from tryggve.web.core.models import Membership, Organisation

_SIGNS = [(str(one), str(one)) for one in Sign]


class RoundRows(models.QuerySet["Round"]):
    """Rounds as one may see them."""

    def visible_to(self, member: Member) -> RoundRows:
        """All to whoever leads them; else those one rates, and those agreed to whoever reads such. Closed by default.

        A private organisation writes no free text and rates nothing.
        """
        if Permission.LEAD_SIGNS in member.permissions:
            return self
        seen = Q(pk__in=[])
        if Permission.READ_SIGNS in member.permissions:
            seen |= Q(agreed_at__isnull=False)
        if Permission.RATE_SIGNS in member.permissions and not member.organisation.private:
            seen |= Q(pk__in=Rater.objects.of(member).values("round_id"))
        return self.filter(seen)

    def going_on(self) -> RoundRows:
        """Those neither agreed nor broken off."""
        return self.filter(agreed_at=None, stopped_at=None)


class Round(models.Model):
    """An area judged on a day. `asked`: the questions as they stood; `limit`: the kappa that held when it was begun.

    `division` and `area` name the area by its vintage: the same code of another division is another area.
    """

    division = models.CharField(max_length=80)
    area = models.CharField(max_length=40)
    area_name = models.CharField(max_length=120)
    day = models.DateField()
    asked = models.JSONField()
    limit = models.FloatField()
    made_at = models.DateTimeField()
    made_by = models.TextField()
    agreed_at = models.DateTimeField(null=True, default=None)
    agreed_by = models.TextField(blank=True, default="")
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    stopped_at = models.DateTimeField(null=True, default=None)
    stopped_by = models.TextField(blank=True, default="")
    stopped_why = models.CharField(max_length=300, blank=True, default="")
    texts_gone_at = models.DateTimeField(null=True, default=None)

    objects: ClassVar[Any] = RoundRows.as_manager()

    class Meta:
        db_table = "signs_round"
        ordering = ("area_name", "division", "area", "-day", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True) | Q(stopped_at__isnull=True), name="signs_round_one_end"
            ),
            models.UniqueConstraint(
                fields=["division", "area"], condition=Q(agreed_at=None, stopped_at=None), name="signs_round_one_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.area_name} {self.day.isoformat()}"

    @property
    def questions(self) -> EarlySigns:
        """What was asked."""
        return read_set(self.asked)

    @property
    def going_on(self) -> bool:
        """Whether something is left to do in it."""
        return self.agreed_at is None and self.stopped_at is None


class RaterRows(models.QuerySet["Rater"]):
    """Raters of rounds."""

    def of(self, member: Member) -> RaterRows:
        """A member as a rater, and not whoever has come into the account by a new way since the round began: they would
        read, and could go on with, the answers of somebody else.
        """
        return self.filter(membership=member.membership, round__made_at__gte=member.membership.since)


class Rater(models.Model):
    """Somebody who judges, for an organisation and in roles (`function`, codes) as they were then.

    `locked_at` is when nothing could be changed any more; `fingerprint` that of the answers then, as in the log.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="raters")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    function = models.CharField(max_length=120)
    locked_at = models.DateTimeField(null=True, default=None)
    fingerprint = models.CharField(max_length=64, blank=True, default="")

    objects: ClassVar[Any] = RaterRows.as_manager()

    class Meta:
        db_table = "signs_rater"
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["round", "membership"], name="signs_rater_once"),)

    @property
    def is_anew(self) -> bool:
        """Whether the account has had a new way in since the round began."""
        return self.membership.since > self.round.made_at

    def is_of(self, member: Member) -> bool:
        """Whether it is the member, as `RaterRows.of` has it."""
        return self.membership_id == member.membership.pk and member.membership.since <= self.round.made_at

    @property
    def who(self) -> str:
        """Organisation and role, never a name: it is the role that judges."""
        roles = ", ".join(role_name(Role(one)) for one in self.function.split())
        return f"{self.organisation.name} ({roles})"


class Said(models.Model):
    """An answer to a question with what it rests on: a rater's own, or what they agreed on."""

    question = models.CharField(max_length=60)
    sign = models.CharField(max_length=12, choices=_SIGNS, blank=True, default="")
    text = models.TextField(blank=True, default="")
    flags = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def sign_words(self) -> str:
        """The answer in the current language."""
        return sign_name(self.sign) if self.sign else ""

    @property
    def is_whole(self) -> bool:
        """Whether it says both how much and what it rests on."""
        return bool(self.sign and self.text.strip())


class RatedSign(Said):
    """What one rater says of one sign; `text` is the evidence."""

    rater = models.ForeignKey(Rater, models.CASCADE, related_name="answers")

    class Meta:
        db_table = "signs_answer"
        constraints = (
            models.UniqueConstraint(fields=["rater", "question"], name="signs_answer_once"),
            models.CheckConstraint(condition=Q(sign__in=["", *map(str, Sign)]), name="signs_answer_scale"),
        )


class AgreedSign(Said):
    """What the raters agreed on, of one sign; `text` is the motive."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="consensus")
    by = models.TextField()

    class Meta:
        db_table = "signs_consensus"
        constraints = (
            models.UniqueConstraint(fields=["round", "question"], name="signs_consensus_once"),
            models.CheckConstraint(condition=Q(sign__in=["", *map(str, Sign)]), name="signs_consensus_scale"),
        )


def answers_of(rows: Any) -> Mapping[str, Sign]:
    """Question → answer, of those that have one."""
    return {one.question: Sign(one.sign) for one in rows if one.sign}
