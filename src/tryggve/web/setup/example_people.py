"""The people of the invented municipality, one for each role. Their logins are known to all who can read."""

from __future__ import annotations

from dataclasses import dataclass

from tryggve.domain.access import Role, role_name
from tryggve.domain.language import _

PASSWORD = "exempel-exempel"
"""For all but the reporter. Good in the example alone, which answers to this machine alone."""

REPORTER_CODE, PIN = "R-EXMP-2345", "246824"
UNIT = "Trygghetsenheten"


@dataclass(frozen=True)
class Person:
    """Somebody invented."""

    name: str
    role: Role
    organisation: str
    email: str = ""

    @property
    def login(self) -> str:
        """What they log in with."""
        return self.email or REPORTER_CODE

    @property
    def secret(self) -> str:
        """Password or PIN."""
        return PASSWORD if self.email else PIN


PEOPLE = (
    Person("Kerstin Samordnare", Role.COORDINATOR, UNIT, "kerstin@example.org"),
    Person("Anna Analytiker", Role.ANALYST, UNIT, "anna@example.org"),
    Person("Pelle Polis", Role.LEAD, "Polisen i Exempelkommunen", "pelle@example.org"),
    Person("Berit Bostad", Role.LEAD, "Exempelbostäder", "berit@example.org"),
    Person("Sara Skola", Role.LEAD, "Humleskolan", "sara@example.org"),
    Person("Vera Väktare", Role.LEAD, "Bevakarna i Västanhed", "vera@example.org"),
    Person("", Role.REPORTER, "Exempelbostäder"),
    Person("Rolf Råd", Role.COUNCIL, UNIT, "rolf@example.org"),
    Person("Adam Administratör", Role.ADMINISTRATOR, UNIT, "adam@example.org"),
)
"""In the order in which they are told."""

LIVE = ("Polisen i Exempelkommunen", "Exempelbostäder")
"""Organisations that a decision of the example lets see the picture as it grows."""


def told_logins() -> str:
    """The logins as a table for the terminal."""
    lines = [_("Log in as (password {password}, the reporter's PIN {pin}):").format(password=PASSWORD, pin=PIN)]
    for one in PEOPLE:
        lines.append(f"  {one.login:22} {role_name(one.role)}, {one.organisation}")
    return "\n".join(lines)
