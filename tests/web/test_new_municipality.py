"""A municipality just set up: what its people meet before anything has come in."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.web.conftest import AT, Installation
from tests.web.incidents.ground import add_ground
from tryggve.domain.calendar_days import day_number
from tryggve.domain.coverage import Cadence, Reporter
from tryggve.web.core import clock, readiness
from tryggve.web.core.actions.choices import choose, unchoose
from tryggve.web.core.models import KnownPlace, Organisation
from tryggve.web.setup.bring_in import bring_promises


@pytest.fixture
def fresh(installation: Installation) -> Installation:
    with installation.inside() as database:
        add_ground(database, AT)
        KnownPlace.objects.all().delete()
        unchoose(name=readiness.OPEN, by="test", at=AT)
        vaktarna = Organisation.objects.get(name="Väktarna")
        vaktarna.live, vaktarna.live_ground, vaktarna.live_decision = True, "grund", "beslut"
        vaktarna.live_from = AT.date()
        vaktarna.save()
    return installation


def test_until_it_is_open_the_day_begins_at_what_is_left_to_do(fresh: Installation) -> None:
    for name, page in (("Kerstin", "driftstart"), ("Adam", "driftstart"), ("Rut", "rapport"), ("Rolf", "lagesbilder")):
        assert fresh.client(name).get(fresh.url()).url.startswith(fresh.url(page)), name
    page = fresh.client("Kerstin").get(fresh.url("driftstart/")).content.decode()
    for rest in (
        "installningar/rapportorer/",
        "installningar/platser/",
        "installningar/kontakt/",
        "personer/",
        "rapport/",
    ):
        assert f'href="{fresh.url(rest)}"' in page, rest
    # One of the four is done: there are people besides the coordinator.
    assert page.count('class="aside">klar<') == 1
    assert (
        f'<a href="{fresh.url("rapport/")}">' not in fresh.client("Adam").get(fresh.url("driftstart/")).content.decode()
    )
    with fresh.inside():
        choose(name=readiness.OPEN, value=True, by="test", at=AT)
    assert fresh.client("Kerstin").get(fresh.url()).url.startswith(fresh.url("veckan"))
    assert "Prova att rapportera" not in fresh.client("Kerstin").get(fresh.url("driftstart/")).content.decode()


def test_the_areas_of_an_empty_week_are_unknown_and_not_gone(fresh: Installation) -> None:
    url = fresh.client("Kerstin").get(fresh.url("veckan/"), follow=True).redirect_chain[-1][0]
    for name in ("Kerstin", "Vera"):
        page = fresh.client(name).get(url).content.decode()
        assert page.count('<span class="tag unknown">') >= 4, name
        assert "Björkbacken" in page
        drawn = fresh.client(name).get(f"{url}karta.json").json()
        areas = next(layer for layer in drawn["layers"] if layer["id"] == "areas")
        assert [one["properties"]["class"] for one in areas["features"]["features"]] == [None] * 4
        assert fresh.client(name).get(f"{url}rapporter/").status_code == 200


def test_whoever_may_is_led_to_say_who_reports_until_somebody_has(fresh: Installation) -> None:
    url = fresh.client("Kerstin").get(fresh.url("veckan/"), follow=True).redirect_chain[-1][0]
    way = f'<a class="button" href="{fresh.url("installningar/rapportorer/")}">'
    assert way in fresh.client("Kerstin").get(url).content.decode()
    assert way not in fresh.client("Anna").get(url).content.decode()
    with fresh.inside():
        began = Reporter("Polisen", "police", (), day_number(clock.today()), None, Cadence.WEEKLY)
        bring_promises(reporters=[began], by="test", at=AT)
    assert way not in fresh.client("Kerstin").get(url).content.decode()


def test_a_wrong_host_is_refused_and_nothing_breaks(fresh: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["testserver"])
    answer = fresh.client().get("/", headers={"Host": "elsewhere.example"})
    assert answer.status_code == 400


def test_what_must_be_filled_in_is_not_called_optional(fresh: Installation) -> None:
    page = fresh.client("Kerstin").get(fresh.url("driftstart/data_protection_officer/")).content.decode()
    assert page.count("(valfri)") == 1
