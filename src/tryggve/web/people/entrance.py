"""From an invitation in hand to being logged in: what the session holds on the way, and the login itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import auto_generate_recovery_codes
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.http import HttpRequest

from tryggve.domain.access import Role, demands_second_factor
from tryggve.domain.language import _
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions import accounts, invitations
from tryggve.web.core.actions.installation import new_code
from tryggve.web.core.actions.refusal import RefusedError
from tryggve.web.core.actions.way_back import BACK, account_behind, come_back
from tryggve.web.core.models import Invitation

HELD = "invitation"
PENDING = "pending"


def hold(request: HttpRequest, kommun: str, token: str) -> None:
    """The session remembers the invitation by its digest, so that the token leaves the address bar."""
    request.session[HELD] = [kommun, invitations.digest_of(token).hex()]


def held(request: HttpRequest, kommun: str) -> bytes | None:
    """The digest of the invitation to this municipality that the session remembers."""
    slug, digest = request.session.get(HELD) or ("", "")
    return bytes.fromhex(digest) if slug == kommun else None


def reserve(request: HttpRequest, invitation: Invitation, name: str, at: dt.datetime) -> Account:
    """The account that will be theirs; the same one for each try of the same visitor. RefusedError: too many.

    Whoever has a QR code could else fill the table with accounts that nobody begins to use.
    """
    if PENDING not in request.session and not ratelimit.consume(request, action="signup"):
        raise RefusedError(_("Wait five minutes, then try again."))
    code = request.session.setdefault("code", new_code()) if not invitation.email else ""
    account = accounts.pending_account(name=name, email=invitation.email, code=code, at=at)
    request.session[PENDING] = account.pk
    return account


def reserved(request: HttpRequest, invitation: Invitation) -> Account | None:
    """The account that waits for its passkey: a new one, or the one that an invitation leads back into."""
    if invitation.kind == BACK:
        return account_behind(invitation)
    return Account.objects.filter(pk=request.session.get(PENDING, 0), is_active=False, last_login=None).first()


def by_secret(request: HttpRequest, invitation: Invitation, account: Account, secret: str, at: dt.datetime) -> None:
    """In by a password or PIN that was chosen now."""
    if invitation.kind == BACK:
        made = come_back(invitation=invitation, at=at, keys=lambda own: own.set_password(secret))
        let_go(request)
    else:
        made = _accept(request, invitation, lambda: accounts.wake(account=account, secret=secret), at)
    record_authentication(request, made, "password", reauthenticated=True)
    perform_login(request, Login(user=made))


def by_passkey(
    request: HttpRequest, invitation: Invitation, account: Account, *, name: str, credential: dict[str, Any],
    at: dt.datetime,
) -> None:  # fmt: skip
    """In by a passkey that was made now; whoever needs two factors gets recovery codes too."""
    keys: list[Authenticator] = []

    def key_of(own: Account) -> None:
        keys.append(WebAuthn.add(own, name, credential).instance)

    def awake() -> Account:
        key_of(account)
        return accounts.wake(account=account, secret=None)

    if invitation.kind == BACK:
        made = come_back(invitation=invitation, at=at, keys=key_of)
        let_go(request)
    else:
        made = _accept(request, invitation, awake, at)
    post_authentication(request, keys[0], reauthenticated=True, passwordless=True)
    perform_login(request, Login(user=made))
    if needs_two(invitation):
        auto_generate_recovery_codes(request)


def needs_two(invitation: Invitation) -> bool:
    """Whether the roles of the invitation need two factors."""
    return demands_second_factor(Role(role) for role in invitation.roles)


def _accept(
    request: HttpRequest, invitation: Invitation, account_for: Callable[[], Account], at: dt.datetime
) -> Account:
    made: list[Account] = []

    def remembered() -> Account:
        made.append(account_for())
        return made[0]

    invitations.accept(invitation=invitation, account_for=remembered, at=at)
    let_go(request)
    return made[0]


def let_go(request: HttpRequest) -> None:
    """The invitation is used: the session remembers nothing of it."""
    for key in (HELD, PENDING, "code"):
        request.session.pop(key, None)
