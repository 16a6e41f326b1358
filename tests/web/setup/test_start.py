"""A municipality is set up in the browser, once per code, and all of it or nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.web.conftest import Installation
from tryggve.domain.access import Role
from tryggve.store.database.models import Agreement, Area
from tryggve.web.accounts.models import Account, Municipality
from tryggve.web.core.choices import chosen
from tryggve.web.core.models import Membership, Organisation
from tryggve.web.core.municipal import place_of
from tryggve.web.setup import actions, token
from tryggve.web.setup.models import Unfinished

PASSWORD = "korrekt häst batteri"
AREAS = """{"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "EPSG:3006"}}, "features": [
{"type": "Feature", "properties": {"kod": "N", "namn": "Norr", "niva": "stadsdel"}, "geometry": {"type": "Polygon",
 "coordinates": [[[700000, 7000000], [701000, 7000000], [701000, 7001000], [700000, 7001000], [700000, 7000000]]]}},
{"type": "Feature", "properties": {"kod": "S", "namn": "Syd", "niva": "stadsdel"}, "geometry": {"type": "Polygon",
 "coordinates": [[[700000, 6999000], [701000, 6999000], [701000, 7000000], [700000, 7000000], [700000, 6999000]]]}}]}"""
REPORTERS = """organisation;organisationstyp;omraden;fran;till;takt
Skolan;skola;Norr;2026-01-01;;vecka
X;okänd;;2026-01-01;;vecka
"""
STEPS: dict[str, dict[str, Any]] = {
    "kommun": {"name": "Provkommunen", "zone": "Europe/Stockholm", "crs": "EPSG:3006"},
    "omraden": {"do": "skip"},
    "organisationer": {"do": "next"},
    "samordnare": {"name": "Kim", "email": "Kim@example.org", "organisation": "Kansliet", "password": PASSWORD},
    "takt": {"cadence": "fortnightly", "tertial": "on"},
}


def opened(client: Client | None = None) -> Client:
    """A browser that has used a fresh code."""
    client = client or Client()
    code = token.new_token(settings.DATA, at=timezone.now())
    assert client.get(f"/start/?kod={code}").status_code == 200
    assert client.post("/start/", {"kod": code}).url == "/start/kommun/"
    return client


def filled(client: Client, **other: dict[str, Any]) -> Client:
    for step, answers in (STEPS | other).items():
        answer = client.post(f"/start/{step}/", answers)
        assert answer.status_code == 302, (step, answer.content.decode())
    return client


def test_a_code_opens_the_set_up_for_one_browser(installation: Installation) -> None:
    """T-SETUP."""
    code = token.new_token(installation.folder, at=timezone.now())
    first, second = Client(), Client()
    assert first.get("/start/").status_code == first.get("/start/?kod=fel").status_code == 404
    assert first.get("/start/kommun/").status_code == first.post("/start/", {"kod": "fel"}).status_code == 404
    assert first.get(f"/start/?kod={code}").status_code == 200
    assert first.post("/start/", {"kod": code}).status_code == 302
    assert first.get("/start/kommun/").status_code == 200
    assert second.get(f"/start/?kod={code}").status_code == second.post("/start/", {"kod": code}).status_code == 404
    assert code not in (installation.folder / "keys" / "setup").read_text()
    assert token.claim(installation.folder, token.new_token(installation.folder, at=timezone.now()),
                       at=timezone.now() + dt.timedelta(hours=25)) is None  # fmt: skip
    assert first.get("/start/kommun/").status_code == 404


def test_the_whole_set_up(installation: Installation) -> None:
    client = opened()
    assert client.get("/start/takt/").url == client.get("/start/granska/").url == "/start/kommun/"
    bad = client.post("/start/kommun/", STEPS["kommun"] | {"slug": "start", "zone": "Mars", "name": "Exempelkommunen"})
    assert bad.status_code == 422
    assert "Europe/Stockholm" in bad.content.decode()
    client.post("/start/kommun/", STEPS["kommun"])
    html = SimpleUploadedFile("omraden.geojson", b"<html><script>alert(1)</script>")
    refused = client.post("/start/omraden/", {"do": "file", "file": html})
    assert refused.status_code == 422
    assert b"<script>alert" not in refused.content
    client.post("/start/omraden/", {"do": "file", "file": SimpleUploadedFile("o.geojson", AREAS.encode())})
    shown = client.get("/start/omraden/").content.decode()
    assert "stadsdel" in shown
    assert shown.count("<path ") == 2
    client.post("/start/omraden/", {"do": "next"})
    answer = client.post("/start/organisationer/", {"do": "many", "text": REPORTERS})
    assert answer.status_code == 422  # one row is wrong; the other is in
    guards = {"do": "one", "name": "Vakt", "kind": "guards", "cadence": ""}
    assert b'name="authority"' in client.post("/start/organisationer/", guards).content
    client.post("/start/organisationer/", guards | {"private": "on"})
    assert client.post("/start/organisationer/", {"do": "one", "name": "Y", "kind": "other", "cadence": "weekly",
                       "areas": "Väst"}).status_code == 422  # fmt: skip
    client.post("/start/organisationer/", {"do": "next"})
    short = client.post("/start/samordnare/", STEPS["samordnare"] | {"password": "kort"})
    assert short.status_code == 422
    client.post("/start/samordnare/", STEPS["samordnare"])
    assert client.post("/start/samordnare/", STEPS["samordnare"] | {"password": ""}).status_code == 302  # back again
    client.post("/start/takt/", STEPS["takt"])
    assert "Vakt (inte en myndighet)" in client.get("/start/granska/").content.decode()
    assert not Municipality.objects.filter(slug="provkommunen").exists()
    assert client.post("/start/granska/").url == "/start/klart/"
    assert client.post("/start/granska/").url == "/start/klart/"  # pressed twice
    assert client.get("/start/klart/").status_code == 200
    assert client.get("/start/").status_code == 404
    assert not list((installation.folder / "waiting").glob("*"))
    with installation.inside("provkommunen"):
        assert {one.name: one.private for one in Organisation.objects.all()} == {
            "Skolan": False, "Vakt": True, "Kansliet": False,
        }  # fmt: skip
        assert [(a.organisation, a.areas) for a in Agreement.objects.all()] == [("Skolan", [["stadsdel", "N"]])]
        assert Area.objects.filter(division="stadsdel").count() == 2
        assert chosen("cadence") == {"cadence": "fortnightly", "tertial": True, "year": False}
        assert Membership.objects.get().role_set == {Role.COORDINATOR}
    assert Account.objects.get(email="kim@example.org").check_password(PASSWORD)


def test_of_a_list_it_is_asked_who_is_an_authority(installation: Installation) -> None:
    """T-PRIVATE: a list says only that it is a landlord; until somebody has said whose, it is none."""
    client, address = opened(), "/start/organisationer/"
    for step in ("kommun", "omraden"):
        client.post(f"/start/{step}/", STEPS[step])
    rows = ["organisation;organisationstyp;omraden;fran;till;takt", "Hyresvärden;bostadsbolag;;2026-01-01;;vecka",
            "Allmännyttan;bostadsbolag;;2026-01-01;;vecka", "Skolan;skola;;2026-01-01;;vecka"]  # fmt: skip
    assert client.post(address, {"do": "many", "text": "\n".join(rows)}).status_code == 302
    refused = client.post(address, {"do": "next"})
    assert refused.status_code == 422
    assert "Hyresvärden, Allmännyttan." in refused.content.decode()
    for odd in ("authority-", "authority-9", "authority-å"):
        client.post(address, {"do": odd})
    assert client.post(address, {"do": "private-0"}).status_code == 302
    assert client.post(address, {"do": "next"}).status_code == 422
    assert client.post(address, {"do": "authority-1"}).status_code == 302
    assert client.post(address, {"do": "many", "text": "\n".join(rows)}).status_code == 302
    assert client.post(address, {"do": "next"}).url == "/start/samordnare/"
    page = client.get(address).content.decode()
    assert (page.count('<span class="tag neutral">'), page.count('<span class="tag warning">')) == (1, 0)
    client.post("/start/samordnare/", STEPS["samordnare"])
    client.post("/start/takt/", STEPS["takt"])
    client.post("/start/granska/")
    with installation.inside("provkommunen"):
        found = dict(Organisation.objects.values_list("name", "private"))
    assert (found["Hyresvärden"], found["Allmännyttan"], found["Skolan"]) == (True, False, False)


def test_what_stops_half_way_leaves_nothing(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    client = filled(opened())
    before = Account.objects.count()

    def crash(**_said: object) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(actions, "add_member", crash)
        with pytest.raises(RuntimeError):
            client.post("/start/granska/")
    assert Account.objects.count() == before
    assert Municipality.objects.count() == 2
    assert not (installation.folder / "kommuner" / "provkommunen").exists()
    # The process itself died: what it left is taken away at the next start, and never what is in use.
    Unfinished.objects.create(slug="halvfardig", begun_at=timezone.now())
    Unfinished.objects.create(slug="exempelkommunen", begun_at=timezone.now())
    actions.make_municipality(slug="halvfardig", name="Halv", by="test", at=timezone.now())
    assert actions.clear_unfinished() == ["halvfardig"]
    assert not place_of("halvfardig").folder.exists()  # type: ignore[union-attr]
    assert place_of("exempelkommunen").folder.exists()  # type: ignore[union-attr]
    assert client.post("/start/granska/").url == "/start/klart/"


def test_somebody_with_an_account_gets_a_further_municipality(installation: Installation) -> None:
    known = Account.objects.get(name="Kerstin")
    client = filled(opened(), samordnare=STEPS["samordnare"] | {"email": known.email, "password": ""})
    client.post("/start/granska/")
    assert Account.objects.filter(email=known.email).count() == 1
    assert Account.objects.get(pk=known.pk).password == known.password
    with installation.inside(Municipality.objects.get(name="Provkommunen").slug):
        assert Membership.objects.get().account_id == known.pk
