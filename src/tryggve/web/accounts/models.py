"""The tables of the installation: who can log in, and which municipalities there are.

What a person is in a municipality lies in that municipality's own database.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by the name they log in with."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """The account with a user name, whatever its case."""
        return self.get(username__iexact=username)


class Account(AbstractBaseUser):
    """Somebody who can log in. A reporter has a code and no name or address; all others have an address.

    `name` is what colleagues and the log see. `asked_email` is an address that nobody has confirmed yet:
    nothing is sent to it but the link that confirms it. `epoch` is counted up to end every session of the account.
    """

    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True, default="")
    asked_email = models.EmailField(blank=True, default="")
    name = models.CharField(max_length=120, blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    wants_mail = models.BooleanField(default=False)
    epoch = models.PositiveIntegerField(default=0)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "account"
        constraints = (
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="account_email_once"),
        )

    def __str__(self) -> str:
        return self.name or self.username

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        text = f"{self.password}:{self.epoch}"
        return salted_hmac("tryggve.web.accounts.session", text, secret=secret, algorithm="sha256").hexdigest()


class Municipality(models.Model):
    """A municipality of the installation; `slug` is its address and the name of its database."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80, unique=True)
    is_example = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "municipality"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
