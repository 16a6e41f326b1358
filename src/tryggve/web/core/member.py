"""Who a request comes from, in the municipality it has entered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import HttpRequest

from tryggve.domain.access import Permission, Role, Sight, demands_second_factor, permissions, sight

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from tryggve.web.accounts.models import Account, Municipality
    from tryggve.web.core.models import Membership, Organisation


@dataclass(frozen=True)
class Member:
    """Somebody in a municipality: their account, their organisation and what they may."""

    account: Account
    membership: Membership

    @property
    def organisation(self) -> Organisation:
        """The organisation they belong to."""
        return self.membership.organisation

    @property
    def roles(self) -> frozenset[Role]:
        """Their roles here."""
        return self.membership.role_set

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        """All they may here."""
        return permissions(self.roles)

    def may(self, permission: str) -> bool:
        """Whether they may."""
        return Permission(permission) in self.permissions

    @property
    def sight(self) -> Sight:
        """How they see others' reports before a lägesbild is fastställd."""
        return sight(self.roles, private=self.organisation.private, live=self.organisation.live)

    @property
    def is_only_reporter(self) -> bool:
        """Whether no role needs a second factor: then they stay logged in for long."""
        return not demands_second_factor(self.roles)

    @property
    def by(self) -> str:
        """How the log names them: a reporter by organisation alone."""
        if self.roles == {Role.REPORTER}:
            return f"rapportör, {self.organisation.name}"
        return self.membership.name or str(self.account)


class Request(HttpRequest):
    """A request inside a municipality, as pages get it."""

    kommun: Municipality
    member: Member
    htmx: HtmxDetails
