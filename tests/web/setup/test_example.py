"""The invented municipality: whole, with weeks that have been lived, apart from all that is real."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.web.conftest import Installation
from tests.web.example import Example, example, made_example  # noqa: F401
from tryggve.domain.access import Role
from tryggve.domain.calendar_days import day_number, week_start
from tryggve.domain.row_error import FileError
from tryggve.store.database.models import Agreement, CountCell, Incident
from tryggve.store.database.signal_models import SignalCalibration
from tryggve.web.accounts.models import Account, Municipality
from tryggve.web.core import clock, readiness
from tryggve.web.core.actions.installation import add_municipality
from tryggve.web.core.models import KnownPlace, Membership, Organisation
from tryggve.web.core.municipal import entered
from tryggve.web.group.models import Meeting, Notes, Task
from tryggve.web.incidents.models import Outcome, Question, Report, SituationReport
from tryggve.web.setup import ready
from tryggve.web.setup.driftstart import filled
from tryggve.web.setup.example import SLUG, make_example
from tryggve.web.setup.example_people import PASSWORD, PEOPLE, PIN, REPORTER_CODE
from tryggve.web.setup.models import Unfinished
from tryggve.web.situation.models import Snapshot
from tryggve.web.situation.signal_cards import card_of, kept_signals


def test_the_example_is_made_once_and_whole(
    made_example: Example,  # noqa: F811
    example: Installation,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = made_example.told
    assert not [step for step in told if "730" in step], "what ships is of other reports: make example-calibration"
    made = len(told)
    make_example(at=timezone.now(), progress=told.append, live=lambda *_said: told.append("lived again"))
    assert len(told) == made
    assert not Unfinished.objects.exists()
    assert Municipality.objects.get().is_example
    with entered(SLUG):
        _look_inside()
    assert Account.objects.get(username=REPORTER_CODE).check_password(PIN)
    client = Client()
    client.post("/konto/logga-in/", {"login": PEOPLE[0].email, "password": PASSWORD})
    assert client.get("/exempelkommunen/installningar/").status_code == 200
    with pytest.raises(FileError):
        _served_as(monkeypatch, example=False)
    _served_as(monkeypatch, example=True)
    add_municipality(slug="verklig", name="Verklig", by="test", at=timezone.now())
    with pytest.raises(FileError):
        _served_as(monkeypatch, example=True)


def _look_inside() -> None:
    today = day_number(clock.today())
    week = Incident.objects.filter(source="EST", last_day__gte=week_start(today), last_day__lte=today)
    assert week.count() >= 5
    assert not Incident.objects.filter(source="EST", last_day__gt=today).exists()
    assert CountCell.objects.exists()
    assert Agreement.objects.count() == Organisation.objects.count() - 1
    assert KnownPlace.objects.filter(protected=True).count() == 2
    assert Membership.objects.count() == len(PEOPLE)
    assert readiness.is_open()
    assert all(one.is_done for one in filled())
    assert SignalCalibration.objects.count() == 1


def test_everybody_finds_something_that_has_been_done(example: Installation) -> None:  # noqa: F811
    with entered(SLUG):
        assert (Snapshot.objects.count(), Notes.objects.count(), Meeting.objects.count()) == (1, 1, 2)
        assert (Task.objects.count(), Task.objects.open().count()) == (5, 2)
        assert (Report.objects.count(), SituationReport.objects.exclude(sent_at=None).count()) == (11, 2)
        assert Outcome.objects.get().report.state == "read"
        assert ["Lyktbacken" in one.where for one in map(card_of, kept_signals()) if one.waits] == [True]
        assert Question.objects.get().answered_at is None
    names = {one.role: one.name for one in PEOPLE if one.name} | {Role.LEAD: "Berit Bostad"}
    for role, rest, words in (
        (Role.COUNCIL, "lagesbilder/", "Vecka 51 2025"), (Role.COUNCIL, "moten/", "23 december 2025"),
        (Role.COORDINATOR, "inkorg/", "4 nya rapporter"), (Role.COORDINATOR, "insatser/?visa=alla", "5 insatser"),
        (Role.COUNCIL, "tidiga-tecken/", "Fastställd"),
        (Role.COUNCIL, "tidiga-tecken/2/", "Området jämfört med sig självt"),
        (Role.COORDINATOR, "signaler/facit/", "av 3 beslutade signaler"),
        (Role.COORDINATOR, "signaler/", "1 signal väntar på beslut"), (Role.LEAD, "insatser/", "Laga belysningen"),
    ):  # fmt: skip
        answer = example.client(names[role]).get(f"/{SLUG}/{rest}")
        assert answer.status_code == 200
        assert words in answer.content.decode(), (rest, words)


def _served_as(monkeypatch: pytest.MonkeyPatch, *, example: bool) -> None:  # noqa: F811
    monkeypatch.setattr(settings, "EXAMPLE", example)
    ready.refuse_mixing()
