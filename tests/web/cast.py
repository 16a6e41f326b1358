"""The cast of the web's tests and the municipality they work in. Olle is the outsider: he never gets in."""

from __future__ import annotations

import datetime as dt

from tryggve.domain.access import Role
from tryggve.web.core import municipal
from tryggve.web.core.actions.choices import choose
from tryggve.web.core.actions.installation import add_account, add_municipality, prepare
from tryggve.web.core.actions.people import add_member, add_organisation
from tryggve.web.core.readiness import OPEN

AT = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
BY = "test"
ORGANISATIONS = (
    ("Trygghetsenheten", "municipality", False),
    ("Polisen", "police", False),
    ("Socialtjänsten", "social_services", False),
    ("Bostadsbolaget", "housing_company", False),
    ("Väktarna", "guards", True),
)
CAST: dict[str, tuple[str, tuple[Role, ...]]] = {
    "Kerstin": ("Trygghetsenheten", (Role.COORDINATOR,)),
    "Pelle": ("Polisen", (Role.LEAD,)),
    "Sara": ("Socialtjänsten", (Role.LEAD,)),
    "Rut": ("Bostadsbolaget", (Role.REPORTER,)),
    "Vera": ("Väktarna", (Role.LEAD,)),
    "Anna": ("Trygghetsenheten", (Role.ANALYST,)),
    "Rolf": ("Trygghetsenheten", (Role.COUNCIL,)),
    "Adam": ("Trygghetsenheten", (Role.ADMINISTRATOR,)),
}
OUTSIDER = "Olle"
SECRET = "ett riktigt långt lösenord"


def make_installation() -> None:
    """Exempelkommunen with its organisations and people, and a neighbour that only Olle belongs to."""
    prepare()
    add_municipality(slug="exempelkommunen", name="Exempelkommunen", by=BY, at=AT, is_example=True)
    add_municipality(slug="grannkommunen", name="Grannkommunen", by=BY, at=AT, is_example=True)
    accounts = {
        name: add_account(name=name, email=f"{name.lower()}@example.org", at=AT, secret=SECRET)
        for name in (*CAST, OUTSIDER)
    }
    with municipal.entered("exempelkommunen"):
        made = {
            name: add_organisation(name=name, kind=kind, private=private, by=BY, at=AT)
            for name, kind, private in ORGANISATIONS
        }
        for name, (organisation, roles) in CAST.items():
            add_member(account=accounts[name], organisation=made[organisation], roles=roles, by=BY, at=AT)
        choose(name=OPEN, value=True, by=BY, at=AT)
    with municipal.entered("grannkommunen"):
        other = add_organisation(name="Grannens enhet", kind="municipality", private=False, by=BY, at=AT)
        add_member(account=accounts[OUTSIDER], organisation=other, roles=[Role.COORDINATOR], by=BY, at=AT)
