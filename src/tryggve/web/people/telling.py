"""Whoever owns an account is told when a way into it has changed: in the log, on their own page, and by e-mail."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.utils import timezone

from tryggve.domain.language import N_, _
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions.accounts import Own, note_own
from tryggve.web.people.letters import has_mail

logger = logging.getLogger(__name__)

WORDS: Mapping[Own, str] = {
    Own.SECRET: N_("The password or PIN was changed"),
    Own.PASSKEY: N_("A passkey was added"),
    Own.PASSKEY_GONE: N_("A passkey was removed"),
    Own.CODES: N_("An app for one-time codes was added"),
    Own.CODES_GONE: N_("The app for one-time codes was removed"),
    Own.RECOVERY: N_("New recovery codes were made"),
    Own.ADDRESS_ASKED: N_("Another e-mail address was asked for"),
    Own.ADDRESS: N_("The e-mail address was changed"),
    Own.ADDRESS_GONE: N_("The e-mail address was removed"),
    Own.WAY_BACK_GIVEN: N_("A new way in was given, and all devices were logged out"),
    Own.WAY_BACK_USED: N_("The new way in was used; the old ones are gone"),
}
"""What happened, in words (msgid)."""

_ADDED = {Authenticator.Type.TOTP: Own.CODES, Authenticator.Type.WEBAUTHN: Own.PASSKEY}
_GONE = {Authenticator.Type.TOTP: Own.CODES_GONE, Authenticator.Type.WEBAUTHN: Own.PASSKEY_GONE}


def listen() -> None:
    """Hear what allauth does with ways in."""
    for signal in (account.password_changed, account.password_set, account.password_reset):
        signal.connect(_secret, dispatch_uid="own_secret")
    mfa.authenticator_added.connect(_added, dispatch_uid="own_added")
    mfa.authenticator_removed.connect(_removed, dispatch_uid="own_removed")
    mfa.authenticator_reset.connect(_reset, dispatch_uid="own_reset")


def changed(account: Account, what: Own, *, to: str = "") -> None:
    """Note it in the logs and tell the owner, at the address `to` where it is another than the account's."""
    note_own(account=account, what=what, at=timezone.now())
    tell(account, what, to=to)


def tell(account: Account, what: Own, *, to: str = "") -> None:
    """An e-mail to the address that holds, where there is one and a mail server."""
    address = to or account.email
    if not address or not has_mail():
        return
    words = (
        _(WORDS[what]) + ".",
        _("Was it you? Then do nothing."),
        _("Was it not? Log in, log out everywhere else and choose a new password, and tell the coordinator."),
    )
    try:
        subject = _("Your account in Tryggve: a way in has changed")
        send_mail(subject, "\n\n".join(words), settings.DEFAULT_FROM_EMAIL, [address])
    except OSError as fault:  # smtplib's errors are OSErrors
        logger.warning("somebody could not be told of a change of their account: %s", type(fault).__name__)


def _secret(user: Account, **_more: Any) -> None:
    changed(user, Own.SECRET)


def _added(request: HttpRequest, user: Account, authenticator: Authenticator, **_more: Any) -> None:
    """Whoever adds a second factor has shown it; every other session has not."""
    if (what := _ADDED.get(authenticator.type)) is not None:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
        changed(user, what)


def _removed(user: Account, authenticator: Authenticator, **_more: Any) -> None:
    if (what := _GONE.get(authenticator.type)) is not None:
        changed(user, what)


def _reset(user: Account, **_more: Any) -> None:
    changed(user, Own.RECOVERY)
