"""Organisations and the people in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tryggve.domain.access import Role
from tryggve.store.database import audit
from tryggve.web.accounts.models import Account
from tryggve.web.core.models import Membership, Organisation
from tryggve.web.core.municipal import here


def add_organisation(*, name: str, kind: str, private: bool, by: str, at: dt.datetime) -> Organisation:
    """An organisation takes part from now on."""
    with here().writing():
        made = Organisation.objects.create(name=name, kind=kind, private=private)
        audit.record(here(), audit.Action.ORGANISATION, by=by, at=at, organisation=made.pk, done="added")
    return made


def add_member(
    *, account: Account, organisation: Organisation, roles: Iterable[Role], by: str, at: dt.datetime
) -> Membership:
    """Somebody is let in, or gets other roles or another organisation: one row per person."""
    wanted = sorted({str(role) for role in roles})
    with here().writing():
        made, _is_new = Membership.objects.update_or_create(
            account_id=account.pk,
            defaults={"name": account.name, "organisation": organisation, "roles": wanted, "ended": None},
            create_defaults={"name": account.name, "organisation": organisation, "roles": wanted, "since": at},
        )
        audit.record(
            here(), audit.Action.MEMBER, by=by, at=at, membership=made.pk, organisation=organisation.pk, roles=wanted
        )
    return made


def end_member(*, membership: Membership, by: str, at: dt.datetime) -> None:
    """Somebody is no longer let in; what they reported stays."""
    with here().writing():
        Membership.objects.filter(pk=membership.pk).update(ended=at)
        audit.record(here(), audit.Action.MEMBER, by=by, at=at, membership=membership.pk, done="ended")
