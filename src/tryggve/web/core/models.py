"""Tables that the parts of the web share, in each municipality's own database. Only `actions` writes them."""

from __future__ import annotations

from django.db import models

from tryggve.domain.access import Role


class Organisation(models.Model):
    """An organisation that takes part. `private`: not an authority, sees areas only and writes no free text.

    `live…`: the decision that lets it see the picture as it grows; without one it sees fastställda versions.
    """

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    private = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    live = models.BooleanField(default=False)
    live_ground = models.TextField(blank=True, default="")
    live_decision = models.TextField(blank=True, default="")
    live_from = models.DateField(null=True, default=None)

    class Meta:
        db_table = "organisation"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """What an account of the installation is here: one row per person, until it ends."""

    account_id = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=120, blank=True, default="")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    roles = models.JSONField(default=list)
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True, default=None)

    class Meta:
        db_table = "membership"

    @property
    def role_set(self) -> frozenset[Role]:
        """The roles."""
        return frozenset(Role(role) for role in self.roles)


class Invitation(models.Model):
    """A way in for somebody: by link (once, to an address), by a QR code for reporters of an organisation, or back into
    the account `account_id`, for a member who has lost what they logged in with.

    The token itself is shown once and kept as a digest alone.
    """

    digest = models.BinaryField(max_length=32, unique=True)
    kind = models.CharField(max_length=8, choices=[("link", "link"), ("qr", "qr"), ("back", "back")])
    account_id = models.BigIntegerField(null=True, default=None)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    roles = models.JSONField(default=list)
    email = models.EmailField(blank=True, default="")
    uses_left = models.IntegerField(default=1)
    expires_at = models.DateTimeField()
    made_by = models.TextField()
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, default=None)

    class Meta:
        db_table = "invitation"
        constraints = (models.CheckConstraint(condition=models.Q(uses_left__gte=0), name="invitation_uses"),)


class Choice(models.Model):
    """One thing that the municipality has chosen or stated: a name and a value (JSON), by whom and when."""

    name = models.CharField(max_length=80, primary_key=True)
    value = models.JSONField()
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "choice"


class KnownPlace(models.Model):
    """A place that people call by name. `protected`: in no version, and no point within `radius` metres of it."""

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60, blank=True, default="")
    area = models.CharField(max_length=40, blank=True, default="")
    x = models.IntegerField()
    y = models.IntegerField()
    protected = models.BooleanField(default=False)
    radius = models.IntegerField(default=100)

    class Meta:
        db_table = "known_place"
        ordering = ("name",)


class Letter(models.Model):
    """An e-mail that waits: to which account, about what kind of thing. Never content of reports; gone when it went."""

    account_id = models.BigIntegerField()
    subject = models.CharField(max_length=120)
    body = models.TextField()
    made_at = models.DateTimeField()
    failed = models.IntegerField(default=0)

    class Meta:
        db_table = "letter"


class UnsavedText(models.Model):
    """What somebody wrote that was not saved where it belongs, because another was first or they were logged out.

    `kind` and `key` name the place, `texts` is field → words. Only whoever wrote it sees it.
    """

    account_id = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    texts = models.JSONField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "unsaved_text"
        ordering = ("-at", "-id")
        constraints = (models.UniqueConstraint(fields=["account_id", "kind", "key"], name="unsaved_text_once"),)
