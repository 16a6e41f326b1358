"""What people change of their own accounts, which belong to the installation and may be in several municipalities.

The log of a municipality hears of what concerns it: a new name, somebody who leaves.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import F

from tryggve.domain.language import _
from tryggve.web.accounts.models import Account, Municipality
from tryggve.web.core import municipal
from tryggve.web.core.actions.people import check_can_leave, end_member, rename_member
from tryggve.web.core.actions.refusal import RefusedError
from tryggve.web.core.member import Member
from tryggve.web.core.models import Membership


def pending_account(*, name: str, email: str, code: str, at: dt.datetime) -> Account:
    """An account that cannot log in yet: a passkey must know whom it is for before there is one.

    Somebody who gave up half-way gets the same one again.
    """
    email = email.casefold()
    with transaction.atomic(using="default"):
        held = Account.objects.filter(username=email or code, is_active=False, last_login=None).first()
        account = held or Account(username=email or code, email=email, is_active=False, created_at=at)
        account.name = name
        account.set_unusable_password()
        try:
            with transaction.atomic(using="default"):
                account.save()
        except IntegrityError:
            raise RefusedError(_("There is already an account with that address. Log in with it first.")) from None
    return account


def wake(*, account: Account, secret: str | None) -> Account:
    """The account can log in from now on: by a passkey, or by this password or PIN."""
    if secret is not None:
        account.set_password(secret)
    account.is_active = True
    account.save(update_fields=["password", "is_active"])
    return account


def change_account(*, account: Account, name: str, email: str, wants_mail: bool, at: dt.datetime) -> None:
    """Another name or address, with or without mail. RefusedError where the address is somebody else's."""
    email = email.casefold()
    changes: dict[str, Any] = {"name": name, "email": email, "wants_mail": wants_mail and bool(email)}
    if account.username == account.email and email:
        changes["username"] = email
    try:
        with transaction.atomic(using="default"):
            Account.objects.filter(pk=account.pk).update(**changes)
    except IntegrityError:
        raise RefusedError(_("That address cannot be used here.")) from None
    account.refresh_from_db()
    for slug in _slugs():
        with municipal.entered(slug):
            rename_member(account=account, at=at)


def change_secret(*, account: Account, secret: str) -> None:
    """Another password or PIN; every other session of the account ends by that."""
    account.set_password(secret)
    account.save(update_fields=["password"])


def end_sessions(*, account: Account) -> None:
    """Every session of the account ends, on all devices."""
    Account.objects.filter(pk=account.pk).update(epoch=F("epoch") + 1)
    account.refresh_from_db()


def forget_account(*, account: Account, at: dt.datetime) -> None:
    """The account is emptied and can never log in again; what was sent with it stays, without it.

    RefusedError for the last coordinator of a municipality, before anything is changed.
    """
    for slug in _slugs():
        with municipal.entered(slug):
            check_can_leave(account)
    for slug in _slugs():
        with municipal.entered(slug):
            for membership in Membership.objects.filter(account_id=account.pk, ended=None):
                end_member(membership=membership, by=Member(account, membership).by, at=at)
    with transaction.atomic(using="default"):
        Authenticator.objects.filter(user_id=account.pk).delete()
        account.set_unusable_password()
        account.name = account.email = ""
        account.username = f"gone-{account.pk}"
        account.is_active, account.wants_mail = False, False
        account.epoch += 1
        account.last_login = account.last_login or at
        account.save()
    for slug in _slugs():
        with municipal.entered(slug):
            rename_member(account=account, at=at)


def _slugs() -> list[str]:
    return list(Municipality.objects.values_list("slug", flat=True))
