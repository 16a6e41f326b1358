"""Exempelkommunen with an object in each state that `access_states` names, and a neighbour with objects of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.web.access_town_group import add_group
from tests.web.access_town_people import add_people
from tests.web.access_town_reports import add_reports
from tests.web.access_town_signs import add_rounds
from tests.web.conftest import Installation
from tests.web.incidents.ground import add_ground
from tryggve.domain.calendar_days import day_number
from tryggve.domain.language import _
from tryggve.domain.period import PeriodKind, containing
from tryggve.web.core.actions.choices import choose
from tryggve.web.core.models import Organisation
from tryggve.web.core.readiness import OPEN

NOT_LIVE = "The picture is shown when it is fastställd"
"""What a page of the week says instead of the week."""


def live(on: bool) -> Callable[[], object]:
    """Polisen and Väktarna see the picture as it grows, or nobody does."""
    return lambda: Organisation.objects.filter(name__in=("Polisen", "Väktarna")).update(live=on)


def practice() -> None:
    """Live data are not let in."""
    choose(name=OPEN, value=False, by="test", at=timezone.now())


MADE_SO: Mapping[str, Callable[[], object]] = {
    "live.off": live(False), "live.on": live(True), "picture.practice": practice,
}  # fmt: skip
"""State of the whole municipality → what brings it about, for one request."""


@dataclass
class Town:
    """Where each state's object is (`parts` of its address), what a deed there is sent with, and who comes."""

    installation: Installation
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    sent: dict[str, dict[str, Any]] = field(default_factory=dict)

    def ask(self, who: str, method: str, address: str, state: str, page: str) -> HttpResponse:
        """What somebody is answered; afterwards nothing has changed."""
        client: Client = self.installation.client(who)  # logged in before what is undone
        with self.undone(state):
            data = self.sent.get(f"{state} {page}", self.sent.get(page, {})) if method == "post" else None
            answer: HttpResponse = getattr(client, method)(address, data)
        return answer

    @contextmanager
    def undone(self, state: str) -> Iterator[None]:
        """A state of the municipality within the block, and none of what is done there after it."""
        with self.installation.inside() as database:
            alias = database.alias
        with transaction.atomic(using="default"), transaction.atomic(using=alias):
            if state in MADE_SO:
                with self.installation.inside():
                    MADE_SO[state]()
            yield
            for one in (alias, "default"):
                transaction.set_rollback(True, using=one)


def opens(answer: HttpResponse) -> bool:
    """Whether an answer lets somebody further: neither a refusal, nor to the login, nor a page that says not yet."""
    if answer.status_code >= 400 or answer.headers.get("Location", "").startswith("/konto/logga-in/"):
        return False
    return not (
        answer.status_code == 200 and not answer.streaming and _(NOT_LIVE) in answer.content.decode("utf-8", "ignore")
    )


def make_town(installation: Installation) -> Town:
    """Fill the town; all moments are told from now."""
    town, now = Town(installation), timezone.now()
    today = timezone.localdate(now)
    period = containing(day_number(today), PeriodKind.WEEK)
    with installation.inside() as database:
        add_ground(database, now)
        Organisation.objects.create(name="Avslutade", kind="association", active=False)
    add_people(town.parts, installation, now)
    add_reports(town.parts, town.sent, installation, now)
    for one in ("incident.new", "incident.held_back", "incident.merged", "incident.neighbour"):
        town.parts[one]["period"] = period
    add_group(town.parts, town.sent, installation, now, period)
    add_rounds(town.parts, installation, now)
    draft = {"section": "where", "version": 1, "form": "json"}
    for state in MADE_SO:
        town.parts[state] = {"period": period, "report": town.parts["incident.new"]["report"], **draft}
    return town
