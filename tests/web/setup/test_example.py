"""The invented municipality: whole, with a week that has reports, apart from all that is real."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.web.conftest import _at
from tryggve.domain.calendar_days import day_number, week_start
from tryggve.domain.row_error import FileError
from tryggve.store.database.models import Agreement, CountCell, Incident
from tryggve.web.accounts.models import Account, Municipality
from tryggve.web.core import clock, readiness
from tryggve.web.core.actions.installation import add_municipality, prepare
from tryggve.web.core.models import KnownPlace, Membership, Organisation
from tryggve.web.core.municipal import entered
from tryggve.web.setup import example, ready
from tryggve.web.setup.driftstart import filled
from tryggve.web.setup.example_people import PASSWORD, PEOPLE, PIN, REPORTER_CODE
from tryggve.web.setup.models import Unfinished


def test_the_example_is_made_once_and_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    # What a signal's rarity is learnt from is tested where it belongs; here it would take half a minute.
    monkeypatch.setattr(example, "learn", lambda **_said: steps.append("learnt"))
    with _at(tmp_path):
        prepare()
        example.make_example(at=timezone.now(), progress=steps.append)
        made = len(steps)
        example.make_example(at=timezone.now(), progress=steps.append)
        assert (len(steps), steps[-1]) == (made, "learnt")
        assert not Unfinished.objects.exists()
        assert Municipality.objects.get().is_example
        with entered(example.SLUG):
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


def _served_as(monkeypatch: pytest.MonkeyPatch, *, example: bool) -> None:
    monkeypatch.setattr(settings, "EXAMPLE", example)
    ready.refuse_mixing()
