"""What people change of their own accounts, which belong to the installation and may be in several municipalities.

The log of a municipality hears of what concerns it: a new name, another key or address, somebody who leaves.
"""

from __future__ import annotations

import datetime as dt
from contextvars import Context
from enum import StrEnum

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import F

from tryggve.domain.language import _
from tryggve.store.database import audit
from tryggve.store.database.models import AuditEvent
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


def drop_unfinished(*, before: dt.datetime, by: str, at: dt.datetime) -> int:
    """Accounts that were begun before a moment and never used go, in the whole installation; how many.

    Nobody has been let in by them. The log of the municipality we are in says how many.
    """
    with municipal.here().writing(), transaction.atomic(using="default"):
        found = Account.objects.filter(is_active=False, last_login=None, created_at__lt=before)
        number = found.count()
        if number:
            found.delete()
            audit.record(municipal.here(), audit.Action.MEMBER, by=by, at=at, done="unfinished", accounts=number)
    return number


def wake(*, account: Account, secret: str | None) -> Account:
    """The account can log in from now on: by a passkey, or by this password or PIN."""
    if secret is not None:
        account.set_password(secret)
    account.is_active = True
    account.save(update_fields=["password", "is_active"])
    return account


def change_account(*, account: Account, name: str, email: str, wants_mail: bool, at: dt.datetime) -> None:
    """Another name, with or without mail; no address any more. A new one is only asked for: see `confirm_address`."""
    email = email.casefold()
    asks, leaves = email not in ("", account.email), not email and bool(account.email)
    account.name, account.wants_mail = name, wants_mail and bool(email)
    if asks or leaves:
        account.asked_email = email
    if leaves:
        account.email = ""
    with transaction.atomic(using="default"):
        account.save(update_fields=["name", "wants_mail", "asked_email", "email"])
    for slug in _slugs():
        with municipal.entered(slug):
            rename_member(account=account, at=at)
    if asks or leaves:
        note_own(account=account, what=Own.ADDRESS_ASKED if asks else Own.ADDRESS_GONE, at=at)


def confirm_address(*, account: Account, email: str) -> None:
    """The address that was asked for holds from now on. RefusedError where another was asked for since, or has it."""
    changes = {"email": email, "asked_email": ""} | ({"username": email} if account.username == account.email else {})
    try:
        with transaction.atomic(using="default"):
            done = Account.objects.filter(pk=account.pk, asked_email=email).exclude(asked_email="").update(**changes)
    except IntegrityError:
        done = 0
    if not done:
        raise RefusedError(_("That address cannot be used here."))
    account.refresh_from_db()


def change_secret(*, account: Account, secret: str) -> None:
    """Another password or PIN; every other session of the account ends by that."""
    account.set_password(secret)
    account.save(update_fields=["password"])


class Own(StrEnum):
    """What can happen to the ways into an account, as the log names it."""

    SECRET = "own_secret"
    PASSKEY = "own_passkey"
    PASSKEY_GONE = "own_passkey_gone"
    CODES = "own_codes"
    CODES_GONE = "own_codes_gone"
    RECOVERY = "own_recovery"
    ADDRESS_ASKED = "own_address_asked"
    ADDRESS = "own_address"
    ADDRESS_GONE = "own_address_gone"
    WAY_BACK_GIVEN = "way_back_given"
    WAY_BACK_USED = "way_back_used"


def note_own(*, account: Account, what: Own, at: dt.datetime) -> None:
    """A way into the account has changed: in the log of each municipality that it is in."""
    for slug in _slugs():
        with municipal.entered(slug), municipal.here().writing():
            for one in Membership.objects.filter(account_id=account.pk, ended=None):
                by = Member(account, one).by
                audit.record(municipal.here(), audit.Action.MEMBER, by=by, at=at, membership=one.pk, done=str(what))


def changes_of(account: Account, *, most: int = 10) -> list[tuple[dt.datetime, Own, str]]:
    """What has happened to the ways into an account, out of the logs: when, what and by whom, the latest first."""
    found: set[tuple[dt.datetime, Own, str]] = set()
    for slug in _slugs():
        with municipal.entered(slug):
            rows = Membership.objects.filter(account_id=account.pk).values_list("pk", flat=True)
            events = AuditEvent.objects.filter(
                action=str(audit.Action.MEMBER), details__membership__in=list(rows),
                details__done__in=[str(one) for one in Own],
            )  # fmt: skip
            found |= {(one.at, Own(one.details["done"]), one.by) for one in events.order_by("-id")[:most]}
    return sorted(found, reverse=True)[:most]


def is_elsewhere(account: Account, *, since: dt.datetime | None = None) -> bool:
    """Whether somebody is a member of another municipality than the one we are in, or has become it `since`: that, and
    nothing more, is told.

    Asked in a context of its own, which has entered none.
    """
    own = municipal.slug_of(municipal.here())

    def asked() -> bool:
        for slug in _slugs():
            if slug != own:
                with municipal.entered(slug):
                    rows = Membership.objects.filter(account_id=account.pk, ended=None)
                    if (rows if since is None else rows.filter(since__gt=since)).exists():
                        return True
        return False

    return Context().run(asked)


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
        account.name = account.email = account.asked_email = ""
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
