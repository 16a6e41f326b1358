"""People of the town of `access_town`: memberships, organisations and ways in, in each state."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.web.cast import SECRET
from tests.web.conftest import Installation
from tryggve.domain.access import Role
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions import invitations
from tryggve.web.core.actions.installation import add_account
from tryggve.web.core.actions.people import add_member, end_member
from tryggve.web.core.models import Invitation, KnownPlace, Membership, Organisation

Parts = dict[str, dict[str, Any]]
BY = "test"
FAR = 8_000
"""Numbers of the neighbour's objects begin here, so that none is a number of ours too."""


def add_people(parts: Parts, installation: Installation, at: dt.datetime) -> None:
    """Members who are out, and what one meets on the way in."""
    accounts = {
        name: add_account(name=name, email=f"{name.lower()}@example.org", at=at, secret=SECRET)
        for name in ("Evert", "Inga")
    }
    with installation.inside():
        ended = add_member(
            account=accounts["Evert"], organisation=of("Polisen"), roles=[Role.COORDINATOR], by=BY, at=at
        )
        end_member(membership=ended, by=BY, at=at)
        add_member(account=accounts["Inga"], organisation=of("Avslutade"), roles=[Role.LEAD], by=BY, at=at)
        for state, name in (("police", "Polisen"), ("private", "Väktarna"), ("ended", "Avslutade")):
            pk = of(name).pk
            parts[f"organisation.{state}"] = {"pk": pk, "organisation": pk}
        for state, name in (("police", "Pelle"), ("private", "Vera"), ("coordinator", "Kerstin"), ("ended", "Evert")):
            parts[f"member.{state}"] = {"pk": Membership.objects.get(name=name).pk}
        parts["place"] = {"place": KnownPlace.objects.order_by("pk")[0].pk}
        _invitations(parts, at)
    parts["item"] = {"item": "responsibility"}
    _neighbour(parts, installation, at)


def of(name: str) -> Organisation:
    """An organisation by name."""
    return Organisation.objects.get(name=name)


def way_in(organisation: Organisation, at: dt.datetime, **changes: Any) -> tuple[int, str]:
    """An invitation's number and token."""
    made, token = invitations.make_qr(organisation=organisation, by=BY, **{"uses": 1, "days": 3, "at": at, **changes})
    return made.pk, token


def _invitations(parts: Parts, at: dt.datetime) -> None:
    for state, name in (("police", "Polisen"), ("private", "Väktarna")):
        parts[f"invitation.{state}"] = {"pk": way_in(of(name), at)[0]}
    long_ago = at - dt.timedelta(days=4)
    made = {
        "open": way_in(of("Polisen"), at), "used": way_in(of("Polisen"), at), "withdrawn": way_in(of("Polisen"), at),
        "expired": way_in(of("Polisen"), long_ago), "ended": way_in(of("Avslutade"), at),
    }  # fmt: skip
    rows = Invitation.objects
    rows.filter(pk=made["used"][0]).update(uses_left=0)
    invitations.withdraw(invitation=rows.get(pk=made["withdrawn"][0]), by=BY, at=at)
    for state, (_pk, token) in made.items():
        parts[f"link.{state}"] = {"token": token}


def _neighbour(parts: Parts, installation: Installation, at: dt.datetime) -> None:
    with installation.inside("grannkommunen"):
        unit = Organisation.objects.create(pk=FAR, name="Grannpolisen", kind="police")
        account = Account.objects.get(name="Evert")
        Membership.objects.create(pk=FAR, account_id=account.pk, name="Evert", organisation=unit, roles=[], since=at)
        place = KnownPlace.objects.create(pk=FAR, name="Grannens torg", x=500_500, y=6_600_500)
        number, token = way_in(unit, at)
        Invitation.objects.filter(pk=number).update(id=FAR)
    parts |= {
        "organisation.neighbour": {"pk": FAR, "organisation": FAR}, "member.neighbour": {"pk": FAR},
        "place.neighbour": {"place": place.pk}, "invitation.neighbour": {"pk": FAR}, "link.neighbour": {"token": token},
    }  # fmt: skip
