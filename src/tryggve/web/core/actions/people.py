"""Organisations and the people in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from tryggve.domain.access import Role, for_authorities_alone
from tryggve.domain.language import _
from tryggve.store.database import audit
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions.letters import write_letter
from tryggve.web.core.actions.refusal import RefusedError
from tryggve.web.core.member import Member
from tryggve.web.core.models import Membership, Organisation
from tryggve.web.core.municipal import here


def add_organisation(*, name: str, kind: str, private: bool, by: str, at: dt.datetime) -> Organisation:
    """An organisation takes part from now on."""
    with here().writing():
        made = Organisation.objects.create(name=name, kind=kind, private=private)
        audit.record(here(), audit.Action.ORGANISATION, by=by, at=at, organisation=made.pk, done="added")
    return made


def change_organisation(
    *, organisation: Organisation, name: str, kind: str, private: bool, active: bool, by: str, at: dt.datetime
) -> None:
    """Another name or kind; one that is not active lets nobody in.

    RefusedError where no coordinator would be left, and for a private one with members who read others' text.
    """
    with here().writing():
        now = Organisation.objects.get(pk=organisation.pk)
        now.name, now.kind, now.private, now.active = name, kind, private, active
        now.save(update_fields=["name", "kind", "private", "active"])
        for member in Membership.objects.filter(organisation=now, ended=None):
            check_fits(now, member.role_set)
        _keep_a_coordinator()
        audit.record(
            here(), audit.Action.ORGANISATION, by=by, at=at, organisation=now.pk, done="changed", kind=kind,
            private=private, active=active,
        )  # fmt: skip


def open_live_view(
    *, organisation: Organisation, ground: str, decision: str, day: dt.date, by: str, at: dt.datetime
) -> None:
    """By a decision, the organisation sees the picture as it grows. RefusedError without ground and decision."""
    if not ground.strip() or not decision.strip():
        raise RefusedError(_("A live view needs a ground, a decision and a date."))
    with here().writing():
        Organisation.objects.filter(pk=organisation.pk).update(
            live=True, live_ground=ground.strip(), live_decision=decision.strip(), live_from=day
        )
        audit.record(
            here(), audit.Action.ORGANISATION, by=by, at=at, why=f"{decision.strip()}: {ground.strip()}",
            organisation=organisation.pk, done="live_on", since=day.isoformat(),
        )  # fmt: skip


def close_live_view(*, organisation: Organisation, why: str, by: str, at: dt.datetime) -> None:
    """The organisation sees fastställda versions alone; the log keeps the decision that was."""
    with here().writing():
        Organisation.objects.filter(pk=organisation.pk).update(
            live=False, live_ground="", live_decision="", live_from=None
        )
        audit.record(
            here(), audit.Action.ORGANISATION, by=by, at=at, why=why, organisation=organisation.pk, done="live_off"
        )


def add_member(
    *, account: Account, organisation: Organisation, roles: Iterable[Role], by: str, at: dt.datetime
) -> Membership:
    """Somebody is let in, or gets other roles or another organisation: one row per person. RefusedError: see
    `check_fits`.
    """
    roles = frozenset(roles)
    check_fits(organisation, roles)
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


def change_roles(
    *, membership: Membership, roles: Iterable[Role], givable: frozenset[Role], by: str, at: dt.datetime,
    takable: frozenset[Role] | None = None, giver: int | None = None, overseen: bool = False,
) -> None:  # fmt: skip
    """Other roles for a member, by somebody (the account `giver`) who may give `givable` and take `takable` (None: the
    same). `overseen`: coordinators are told of a lead.

    RefusedError outside those, for more than one has oneself, and for what `check_fits` refuses.
    """
    wanted = frozenset(roles)
    if not wanted:
        raise RefusedError(_("Choose at least one role, or end the membership."))
    with here().writing():
        now = Membership.objects.get(pk=membership.pk, ended=None)
        _within(wanted - now.role_set, givable)
        _within(now.role_set - wanted, givable if takable is None else takable)
        if now.account_id == giver and wanted - now.role_set:
            raise RefusedError(_("Nobody gives themselves another role. Ask a colleague."))
        check_fits(now.organisation, wanted)
        now.roles = sorted(map(str, wanted))
        now.save(update_fields=["roles"])
        _keep_a_coordinator()
        audit.record(
            here(), audit.Action.MEMBER, by=by, at=at, membership=now.pk, organisation=now.organisation_id,
            roles=now.roles, done="changed",
        )  # fmt: skip
        if overseen:
            tell_of_a_lead(organisation=now.organisation, roles=wanted, by=by, at=at)


def end_member(*, membership: Membership, by: str, at: dt.datetime, givable: frozenset[Role] = frozenset(Role)) -> None:
    """Somebody is no longer let in; what they reported stays. RefusedError for the last coordinator."""
    with here().writing():
        now = Membership.objects.get(pk=membership.pk)
        _within(now.role_set, givable)
        now.ended = at
        now.save(update_fields=["ended"])
        _keep_a_coordinator()
        audit.record(here(), audit.Action.MEMBER, by=by, at=at, membership=now.pk, done="ended")


def rename_member(*, account: Account, at: dt.datetime) -> None:
    """The name of an account, as the municipality knows it, follows the account."""
    with here().writing():
        for one in Membership.objects.filter(account_id=account.pk).exclude(name=account.name):
            one.name = account.name
            by = Member(account, one).by
            one.save(update_fields=["name"])
            audit.record(here(), audit.Action.MEMBER, by=by, at=at, membership=one.pk, done="renamed")


def note_confirmed(*, membership: Membership, by: str, at: dt.datetime) -> None:
    """Somebody has said that an address is a member's own."""
    with here().writing():
        audit.record(here(), audit.Action.MEMBER, by=by, at=at, membership=membership.pk, done="own_address")


def check_can_leave(account: Account) -> None:
    """RefusedError where nobody else is coordinator."""
    active = Membership.objects.filter(ended=None, organisation__active=True)
    if any(Role.COORDINATOR in one.role_set for one in active.filter(account_id=account.pk)):
        _keep_a_coordinator(active.exclude(account_id=account.pk))


def check_fits(organisation: Organisation, roles: Iterable[Role]) -> None:
    """RefusedError for roles that read what others wrote in an organisation that is no authority."""
    if organisation.private and for_authorities_alone(roles):
        raise RefusedError(_("Nobody in a private organisation reads what others wrote: choose another role."))


def tell_of_a_lead(*, organisation: Organisation, roles: Iterable[Role], by: str, at: dt.datetime) -> None:
    """Coordinators get a letter when somebody who reads no reports lets in, or gives a new way in to, one who does."""
    if Role.LEAD not in roles:
        return
    subject = _("Somebody may read the reports of {organisation}").format(organisation=organisation.name)
    body = _("{by} has let in somebody who reads what {organisation} reports, or given them a new way in. Was it not "
             "agreed? Log in: it stands in the log, and you can withdraw it under People.")  # fmt: skip
    for one in Membership.objects.filter(ended=None, organisation__active=True):
        if Role.COORDINATOR in one.role_set:
            words = body.format(by=by, organisation=organisation.name)
            write_letter(account_id=one.account_id, subject=subject, body=words, at=at)


def _within(roles: frozenset[Role], givable: frozenset[Role]) -> None:
    if roles - givable:
        raise RefusedError(_("You may not give or take that role. Ask the coordinator."))


def _keep_a_coordinator(left: QuerySet[Membership] | None = None) -> None:
    """RefusedError, which undoes the transaction, where there is no coordinator left."""
    found = Membership.objects.filter(ended=None, organisation__active=True) if left is None else left
    if not any(Role.COORDINATOR in one.role_set for one in found):
        raise RefusedError(_("There must be a coordinator. Make somebody else coordinator first."))
