"""Whom somebody may let in and look after: of the whole municipality, or of their own organisation."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet

from tryggve.domain.access import GIVEN_BY, TAKEN_BY, Permission, Role
from tryggve.web.core.member import Member
from tryggve.web.core.models import Invitation, Membership, Organisation


def givable(member: Member) -> frozenset[Role]:
    """The roles they may give."""
    return _roles(member, GIVEN_BY)


def takable(member: Member) -> frozenset[Role]:
    """The roles they may take away."""
    return _roles(member, TAKEN_BY)


def is_overseen(member: Member) -> bool:
    """Whether coordinators are told when they let a lead in: an administrator reads no reports, a lead reads some."""
    return Permission.PEOPLE in member.permissions and Permission.PEOPLE_WHO_READ not in member.permissions


def _roles(member: Member, table: Mapping[Permission, frozenset[Role]]) -> frozenset[Role]:
    return frozenset().union(*(roles for needs, roles in table.items() if needs in member.permissions))


def organisations(member: Member) -> QuerySet[Organisation]:
    """The organisations whose people they look after."""
    everything = Organisation.objects.all()
    return everything if Permission.PEOPLE in member.permissions else everything.filter(pk=member.organisation.pk)


def memberships(member: Member) -> QuerySet[Membership]:
    """Those who are in, of these organisations."""
    mine = Membership.objects.filter(ended=None, organisation__in=organisations(member))
    return mine.select_related("organisation").order_by("name", "pk")


def invitations(member: Member) -> QuerySet[Invitation]:
    """Invitations to these organisations."""
    return Invitation.objects.filter(organisation__in=organisations(member)).select_related("organisation")
