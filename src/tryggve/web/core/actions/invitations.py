"""Ways in: a link for one person, a QR code for an organisation's reporters. Of a token its digest alone is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Iterable

from django.db.models import F

from tryggve.domain.access import Role
from tryggve.domain.language import _
from tryggve.store.database import audit
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions.people import add_member, check_fits, tell_of_a_lead
from tryggve.web.core.actions.refusal import RefusedError
from tryggve.web.core.member import Member
from tryggve.web.core.models import Invitation, Membership, Organisation
from tryggve.web.core.municipal import here

LINK, QR = "link", "qr"
MOST_USES = 100


def digest_of(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode("utf-8")).digest()


def invite(
    *, organisation: Organisation, roles: Iterable[Role], givable: frozenset[Role], email: str, days: int, by: str,
    at: dt.datetime, overseen: bool = False,
) -> tuple[Invitation, str]:  # fmt: skip
    """A link for one person, and its token, which is told this once. `overseen`: coordinators are told of a lead.

    RefusedError for roles one may not give.
    """
    wanted = frozenset(roles)
    if not wanted or wanted - givable:
        raise RefusedError(_("You may not give or take that role. Ask the coordinator."))
    check_fits(organisation, wanted)
    with here().writing():
        if overseen:
            tell_of_a_lead(organisation=organisation, roles=wanted, by=by, at=at)
        return keep_invitation(
            organisation, wanted, kind=LINK, email=email.casefold(), uses=1, hours=24 * days, by=by, at=at
        )


def make_qr(
    *, organisation: Organisation, uses: int, days: int, by: str, at: dt.datetime
) -> tuple[Invitation, str]:  # fmt: skip
    """A QR code by which reporters of an organisation let themselves in, and its token, told this once."""
    if not 1 <= uses <= MOST_USES:
        raise RefusedError(_("A QR code lets in 1 to {n} people.").format(n=MOST_USES))
    only = frozenset({Role.REPORTER})
    return keep_invitation(organisation, only, kind=QR, email="", uses=uses, hours=24 * days, by=by, at=at)


def keep_invitation(
    organisation: Organisation, roles: frozenset[Role], *, kind: str, email: str, uses: int, hours: int, by: str,
    at: dt.datetime, account_id: int | None = None,
) -> tuple[Invitation, str]:  # fmt: skip
    """An invitation of any kind, and its token."""
    token = secrets.token_urlsafe(24)
    with here().writing():
        made = Invitation.objects.create(
            digest=digest_of(token), kind=kind, organisation=organisation, roles=sorted(map(str, roles)), email=email,
            uses_left=uses, expires_at=at + dt.timedelta(hours=hours), made_by=by, made_at=at, account_id=account_id,
        )  # fmt: skip
        audit.record(
            here(), audit.Action.INVITATION, by=by, at=at, invitation=made.pk, organisation=organisation.pk,
            roles=made.roles, kind=kind, uses=uses, hours=hours, done="made",
        )  # fmt: skip
    return made, token


def withdraw(*, invitation: Invitation, by: str, at: dt.datetime) -> None:
    """Nobody gets in by it any more."""
    with here().writing():
        if Invitation.objects.filter(pk=invitation.pk, withdrawn_at=None).update(withdrawn_at=at):
            audit.record(here(), audit.Action.INVITATION, by=by, at=at, invitation=invitation.pk, done="withdrawn")


def open_invitation(digest: bytes, at: dt.datetime) -> Invitation | None:
    """The invitation, if it still lets somebody in: neither used, withdrawn nor too old."""
    found = Invitation.objects.select_related("organisation").filter(
        digest=digest, withdrawn_at=None, uses_left__gt=0, expires_at__gt=at, organisation__active=True
    )
    return found.first()


def accept(*, invitation: Invitation, account_for: Callable[[], Account], at: dt.datetime) -> Membership:
    """Somebody comes in by an invitation, which is used by that. RefusedError: closed, or in already.

    `account_for` gives the account; it is asked for only when the invitation has been taken, so that nobody gets an
    account by a link that somebody else was faster to use.
    """
    with here().writing():
        taken = Invitation.objects.filter(
            pk=invitation.pk, account_id=None, withdrawn_at=None, uses_left__gt=0, expires_at__gt=at
        ).update(uses_left=F("uses_left") - 1)
        if not taken:
            raise RefusedError(_("The invitation is no longer open."))
        account = account_for()
        if Membership.objects.filter(account_id=account.pk, ended=None).exists():
            raise RefusedError(_("You are already in."))
        organisation = Organisation.objects.get(pk=invitation.organisation_id)
        roles = [Role(role) for role in invitation.roles]
        by = Member(
            account,
            Membership(account_id=account.pk, name=account.name, organisation=organisation, roles=invitation.roles),
        ).by
        made = add_member(account=account, organisation=organisation, roles=roles, by=by, at=at)
        if made.since != at:
            made.since = at
            made.save(update_fields=["since"])
        audit.record(
            here(), audit.Action.INVITATION, by=by, at=at, invitation=invitation.pk, membership=made.pk, done="used"
        )
    return made
