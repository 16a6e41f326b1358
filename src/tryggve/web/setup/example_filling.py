"""Who and what there is in the invented municipality: organisations, known places, people."""

from __future__ import annotations

import csv
import datetime as dt

from tryggve.domain.organisation import MOSTLY_PRIVATE, organisation_kind_of
from tryggve.example.write import ExampleFiles
from tryggve.web.core.actions.installation import add_account
from tryggve.web.core.actions.people import add_member, add_organisation, open_live_view
from tryggve.web.core.actions.places import keep_place
from tryggve.web.core.models import Organisation
from tryggve.web.setup.example_people import LIVE, PEOPLE, UNIT

_OF_THE_MUNICIPALITY = "Kommunens ordningsvakter"


def add_organisations(files: ExampleFiles, *, by: str, at: dt.datetime) -> None:
    """Those of the list of reporters, and the unit of the coordinator."""
    add_organisation(name=UNIT, kind="municipality", private=False, by=by, at=at)
    kinds = {row["organisation"]: organisation_kind_of(row["organisationstyp"]) or "other" for row in _rows(files)}
    for name, kind in kinds.items():
        private = kind in MOSTLY_PRIVATE and name != _OF_THE_MUNICIPALITY
        made = add_organisation(name=name, kind=kind, private=private, by=by, at=at)
        if name in LIVE:
            open_live_view(organisation=made, ground="Samverkansöverenskommelse (påhittad)", decision="EX 2025-12",
                           day=dt.date(2025, 1, 1), by=by, at=at)  # fmt: skip


def _rows(files: ExampleFiles) -> list[dict[str, str]]:
    with files.reporters.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def add_places(files: ExampleFiles, *, by: str, at: dt.datetime) -> None:
    """The known places; those of the list that are protected stay so."""
    with files.places.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            keep_place(
                name=row["namn"], kind=row["typ"], area=row["omrade"], x=int(row["x"]), y=int(row["y"]),
                protected=row["skyddad"] == "ja", by=by, at=at,
            )  # fmt: skip


def add_people(*, by: str, at: dt.datetime) -> None:
    """One account for each role."""
    for one in PEOPLE:
        account = add_account(
            name=one.name, email=one.email, at=at, username="" if one.email else one.login, secret=one.secret
        )
        organisation = Organisation.objects.get(name=one.organisation)
        add_member(account=account, organisation=organisation, roles=[one.role], by=by, at=at)
