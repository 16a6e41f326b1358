"""Who may do what and who sees what: the one table that the web, its tests and its documentation read.

A role grants permissions; an organisation's kind and agreements limit what its people see of others' reports.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from tryggve.domain.category import is_set_apart
from tryggve.domain.language import N_, _


class Role(StrEnum):
    """What a person is in a municipality's work; one person may be several."""

    REPORTER = "reporter"
    LEAD = "lead"
    COORDINATOR = "coordinator"
    ANALYST = "analyst"
    COUNCIL = "council"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """What can be done or seen. Each page needs one of them."""

    MEMBER = "member"  # to be somebody here at all
    REPORT = "report"
    READ_OWN = "read_own"
    READ_ORGANISATION = "read_organisation"
    TELL_SITUATION = "tell_situation"
    READ_ADOPTED = "read_adopted"
    READ_LIVE = "read_live"
    READ_TEXT = "read_text"
    REVIEW = "review"
    ADOPT = "adopt"
    JUDGE_SIGNALS = "judge_signals"
    READ_SIGNALS = "read_signals"
    TASKS = "tasks"
    READ_TASKS = "read_tasks"
    READ_NOTES = "read_notes"
    MEET = "meet"
    BRING_IN = "bring_in"
    PEOPLE_OF_ORGANISATION = "people_of_organisation"
    PEOPLE = "people"
    PEOPLE_WHO_READ = "people_who_read"  # let in those who read what others wrote: whoever does not, lets nobody do it
    SETTINGS = "settings"
    READ_LOG = "read_log"
    SIGNS = "signs"  # to come to the early signs at all: what one sees there is one's own, or what has been agreed
    RATE_SIGNS = "rate_signs"  # where one has been named as a rater; never in a private organisation
    READ_SIGNS = "read_signs"  # rounds that have been agreed
    LEAD_SIGNS = "lead_signs"


class Sight(StrEnum):
    """How others' reports are seen in the shared picture; protected places by nobody."""

    FULL = "full"  # with text; each reading of text is logged
    FACTS = "facts"  # what, where to area or street, when, kind of source: no kind that is set apart
    AREA = "area"  # by area only, without any point: private organisations
    NONE = "none"

    @property
    def sees_all(self) -> bool:
        """Whether kinds that are set apart have rows of their own."""
        return self is Sight.FULL

    def shown_categories(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Those of some categories that may have rows, hours and points."""
        return tuple(code for code in codes if self.sees_all or not is_set_apart(code))


_REPORTER = frozenset({Permission.MEMBER, Permission.REPORT, Permission.READ_OWN})
_LEAD = _REPORTER | {
    Permission.READ_ORGANISATION, Permission.TELL_SITUATION, Permission.READ_ADOPTED, Permission.READ_LIVE,
    Permission.TASKS, Permission.READ_TASKS, Permission.READ_NOTES, Permission.PEOPLE_OF_ORGANISATION,
    Permission.SIGNS, Permission.RATE_SIGNS,
}  # fmt: skip
_ANALYST = frozenset({
    Permission.MEMBER, Permission.READ_ADOPTED, Permission.READ_LIVE, Permission.READ_TEXT, Permission.READ_SIGNALS,
    Permission.READ_NOTES, Permission.READ_TASKS, Permission.SIGNS, Permission.RATE_SIGNS,
})  # fmt: skip
_COUNCIL = frozenset({
    Permission.MEMBER, Permission.READ_ADOPTED, Permission.READ_NOTES, Permission.SIGNS, Permission.READ_SIGNS,
})  # fmt: skip
_ADMINISTRATOR = frozenset({
    Permission.MEMBER, Permission.PEOPLE_OF_ORGANISATION, Permission.PEOPLE, Permission.SETTINGS, Permission.READ_LOG,
})  # fmt: skip

GRANTS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.REPORTER: _REPORTER,
        Role.LEAD: _LEAD,
        Role.COORDINATOR: frozenset(Permission),
        Role.ANALYST: _ANALYST,
        Role.COUNCIL: _COUNCIL,
        Role.ADMINISTRATOR: _ADMINISTRATOR,
    }
)
"""Role → what it may. The coordinator answers for the whole of it and may all."""

ROLE_NAMES: Mapping[Role, str] = MappingProxyType(
    {
        Role.REPORTER: N_("reporter"),
        Role.LEAD: N_("organisation lead"),
        Role.COORDINATOR: N_("coordinator"),
        Role.ANALYST: N_("analyst"),
        Role.COUNCIL: N_("council member"),
        Role.ADMINISTRATOR: N_("administrator"),
    }
)

GIVEN_BY: Mapping[Permission, frozenset[Role]] = MappingProxyType(
    {
        Permission.PEOPLE: frozenset({Role.REPORTER, Role.LEAD, Role.COUNCIL, Role.ADMINISTRATOR}),
        Permission.PEOPLE_OF_ORGANISATION: frozenset({Role.REPORTER, Role.LEAD}),
        Permission.PEOPLE_WHO_READ: frozenset({Role.COORDINATOR, Role.ANALYST}),
    }
)
"""The roles that somebody with the permission may give to others."""

TAKEN_BY: Mapping[Permission, frozenset[Role]] = MappingProxyType({**GIVEN_BY, Permission.PEOPLE: frozenset(Role)})
"""The roles that they may take away: to end what somebody may is never to come in."""

OWN_DAYS = 14
"""So long a reporter can read what they sent themselves."""

IDLE = dt.timedelta(minutes=30)
"""So long somebody who reads others' text, or lets people in, may be away before having to log in again."""

STAY = dt.timedelta(days=30)
"""So long a reporter stays logged in."""

FEWEST_OF_A_KIND = 3
"""A kind of source is named only where so many organisations of it report: else it names the organisation."""


def role_name(role: Role) -> str:
    """A role in the current language."""
    return _(ROLE_NAMES[role])


def permissions(roles: Iterable[Role]) -> frozenset[Permission]:
    """All that somebody with these roles may."""
    return frozenset(permission for role in roles for permission in GRANTS[role])


def demands_second_factor(roles: Iterable[Role]) -> bool:
    """Whether these roles read others' text or let people in, and so need two factors and a short idle time."""
    return bool(
        permissions(roles)
        & {Permission.READ_TEXT, Permission.PEOPLE, Permission.PEOPLE_OF_ORGANISATION, Permission.READ_ORGANISATION}
    )


def for_authorities_alone(roles: Iterable[Role]) -> bool:
    """Whether these roles read what others wrote, which nobody of a private organisation may."""
    return Permission.READ_TEXT in permissions(roles)


def sight(roles: Iterable[Role], *, private: bool, live: bool) -> Sight:
    """How somebody sees others' reports before a lägesbild is fastställd.

    `private`: the organisation is not an authority; `live`: a decision lets it see the picture as it grows.
    """
    mine = permissions(roles)
    if Permission.READ_TEXT in mine:
        return Sight.FULL
    if Permission.READ_LIVE not in mine or not live:
        return Sight.NONE
    return Sight.AREA if private else Sight.FACTS
