"""A way back for a member who has lost what they logged in with: a link that works once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import F

from tryggve.domain.access import Role
from tryggve.domain.language import _
from tryggve.store.database import audit
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions.accounts import Own, end_sessions, is_elsewhere
from tryggve.web.core.actions.invitations import keep_invitation
from tryggve.web.core.actions.people import tell_of_a_lead
from tryggve.web.core.actions.refusal import RefusedError
from tryggve.web.core.member import Member
from tryggve.web.core.models import Invitation, Membership
from tryggve.web.core.municipal import here

BACK = "back"
HOURS = 24


def give_way_back(
    *, membership: Membership, giver: int, givable: frozenset[Role], by: str, at: dt.datetime,
    operator: bool = False, overseen: bool = False,
) -> tuple[Invitation, str]:  # fmt: skip
    """A link for a member, and its token, which is told this once; every session of the account ends.

    `overseen`: coordinators are told, where it leads to a lead. RefusedError for oneself, for roles one may not give,
    and for an account that is in another municipality too: who runs the installation (`operator`) alone may give that.
    """
    account = Account.objects.filter(pk=membership.account_id, is_active=True).first()
    if account is None or membership.account_id == giver:
        raise RefusedError(_("Nobody gives themselves a new way in. Ask a colleague."))
    if membership.role_set - givable:
        raise RefusedError(_("You may not give or take that role. Ask the coordinator."))
    if not operator and is_elsewhere(account):
        raise RefusedError(_("The account is in another municipality too. Ask whoever runs the installation."))
    with here().writing():
        now = Membership.objects.select_related("organisation").get(pk=membership.pk, ended=None)
        Invitation.objects.filter(account_id=account.pk, withdrawn_at=None).update(withdrawn_at=at)
        made, token = keep_invitation(
            now.organisation, now.role_set, kind=BACK, email=account.email, uses=1, hours=HOURS, by=by, at=at,
            account_id=account.pk,
        )  # fmt: skip
        _note(now, Own.WAY_BACK_GIVEN, by, at)
        if overseen:
            tell_of_a_lead(organisation=now.organisation, roles=now.role_set, by=by, at=at)
    end_sessions(account=account)
    return made, token


def come_back(*, invitation: Invitation, at: dt.datetime, keys: Callable[[Account], object]) -> Account:
    """Somebody is back in their account: its old keys are gone, `keys` makes the new ones. RefusedError: not open.

    They begin anew: what they reported before is no longer shown to them, so that nobody reads by a way back who
    reported what.
    """
    with here().writing():
        account, now = _taken(invitation, at)
        now.since = at
        now.save(update_fields=["since"])
        _note(now, Own.WAY_BACK_USED, Member(account, now).by, at)
        with transaction.atomic(using="default"):
            Authenticator.objects.filter(user_id=account.pk).delete()
            account.set_unusable_password()
            account.epoch += 1
            keys(account)
            account.save(update_fields=["password", "epoch"])
    return account


def account_behind(invitation: Invitation) -> Account | None:
    """The account that an invitation leads back into; None where it leads into none."""
    return Account.objects.filter(pk=invitation.account_id or 0, is_active=True).first()


def _taken(invitation: Invitation, at: dt.datetime) -> tuple[Account, Membership]:
    taken = Invitation.objects.filter(
        pk=invitation.pk, kind=BACK, withdrawn_at=None, uses_left__gt=0, expires_at__gt=at
    ).update(uses_left=F("uses_left") - 1)
    account = account_behind(invitation)
    rows = Membership.objects.select_related("organisation").filter(ended=None, organisation__active=True)
    now = rows.filter(account_id=account.pk).first() if account is not None else None
    if not taken or account is None or now is None or not _is_as_given(account, now, invitation):
        raise RefusedError(_("The invitation is no longer open."))
    return account, now


def _is_as_given(account: Account, now: Membership, invitation: Invitation) -> bool:
    """Whether they are still what they were: who gave the link may not let anybody into more than that."""
    same = now.organisation_id == invitation.organisation_id and sorted(now.roles) == sorted(invitation.roles)
    return same and not is_elsewhere(account, since=invitation.made_at)


def _note(membership: Membership, what: Own, by: str, at: dt.datetime) -> None:
    audit.record(here(), audit.Action.MEMBER, by=by, at=at, membership=membership.pk, done=str(what))
