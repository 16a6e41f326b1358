"""What somebody who means ill would try first, over all addresses: forged forms, foreign hosts, ways past the login."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core import mail
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

import tryggve
from tests.web.access_table import expected
from tests.web.cast import CAST, SECRET
from tests.web.conftest import KOMMUN, Installation
from tests.web.incidents.ground import add_ground
from tests.web.test_access import address, patterns
from tryggve.domain.access import demands_second_factor
from tryggve.store.database.models import Incident, IncidentText
from tryggve.web.accounts.models import Account
from tryggve.web.core import municipal
from tryggve.web.core.actions import invitations
from tryggve.web.core.models import Organisation

ELSEWHERE = ("https://evil.example/", "//evil.example/", "/\\evil.example/", "\t//evil.example", "javascript:alert(1)")

PUBLIC_FILES = ("service_worker", "manifest", "tile")
"""Files like the static ones; tiles are kept by the browser of a member."""


def test_no_form_is_taken_from_another_site(installation: Installation) -> None:
    """T-CSRF: whatever is asked for by POST, by whoever is logged in, without the token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(name="Kerstin"))
    taken = [str(one.name) for one in patterns() if client.post(address(one)).status_code != 403]
    assert taken == []
    assert not any(getattr(one.callback, "csrf_exempt", False) for one in patterns())


def test_cookies_are_for_this_site_alone(installation: Installation) -> None:
    """T-CSRF: out of reach of scripts and of other sites."""
    client = Client()
    client.get("/konto/logga-in/")
    client.post("/konto/logga-in/", {"login": "rut@example.org", "password": SECRET})
    kept = {name: one for name, one in client.cookies.items() if one.value}
    assert {"tryggve", "csrftoken"} <= set(kept)
    assert all(one["httponly"] and one["samesite"] == "Lax" for one in kept.values())


@override_settings(ALLOWED_HOSTS=["trygg.example.org"])
def test_a_foreign_host_gets_no_link_sent(installation: Installation) -> None:
    """T-HOST: the host that somebody invents is in no letter; what a proxy says of the host is not asked."""
    before = len(mail.outbox)
    for headers in ({"host": "evil.example"}, {"host": "trygg.example.org.evil.example"}):
        assert Client(headers=headers).post("/konto/glomt/", {"email": "rut@example.org"}).status_code == 400
    assert len(mail.outbox) == before
    good = Client(headers={"host": "trygg.example.org", "x-forwarded-host": "evil.example"})
    assert good.post("/konto/glomt/", {"email": "rut@example.org"}).status_code == 302
    assert "http://trygg.example.org/" in mail.outbox[-1].body
    assert "evil" not in mail.outbox[-1].body


@pytest.mark.parametrize(("proxies", "found"), [(0, "10.0.0.9"), (1, "203.0.113.7")])
def test_an_invented_address_is_not_counted_as_another(proxies: int, found: str) -> None:
    """T-RATE, T-HOST: the limit per address cannot be walked around by a header."""
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.7")
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        assert get_client_ip(request) == found


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_sent_elsewhere(installation: Installation, target: str) -> None:
    """Whatever `next` says, in the address or in the form: the answer stays on this site."""
    rut = installation.client("Rut")
    asked: list[tuple[Client, str, dict[str, Any]]] = [
        (Client(), "/konto/logga-in/", {"login": "rut@example.org", "password": SECRET}),
        (rut, "/konto/bekrafta/", {"password": SECRET}),
        (rut, "/sprak/", {"language": "en"}),
        (rut, "/konto/logga-ut/", {}),
    ]
    for client, page, data in asked:
        answer = client.post(page, {**data, "next": target}, query_params={"next": target})
        assert answer.status_code == 302, page
        assert re.match(r"/[^/\\]|/$", answer.url), (page, answer.url)
    page = installation.client("Kerstin").get("/konto/tva-steg/", {"next": target}).content.decode()
    assert "evil.example" not in re.findall(r"<main.*</main>", page, re.S)[0]


@pytest.mark.parametrize("name", CAST)
def test_every_role_that_reads_or_lets_in_is_out_after_half_an_hour(
    installation: Installation, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """T-IDLE: on every address, whatever was opened before."""
    client = installation.client(name)
    client.get(f"/{KOMMUN}/")
    moment = timezone.now() + dt.timedelta(minutes=31)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    answer = client.get("/konto/")
    if demands_second_factor(CAST[name][1]):
        assert answer.url.endswith("&borta=1")
        assert client.get(f"/{KOMMUN}/").url.startswith("/konto/logga-in/")
    else:
        assert answer.status_code == 200


def test_half_a_login_opens_nothing(installation: Installation) -> None:
    """T-MFA: the right password without the second step, straight to every address."""
    account = Account.objects.get(name="Anna")
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "x"})
    half = Client()
    assert (
        half.post("/konto/logga-in/", {"login": "anna@example.org", "password": SECRET}).url == "/konto/sakerhet/kod/"
    )
    for pattern in patterns():
        if expected()[str(pattern.name)] != "*":
            answer = half.get(address(pattern))
            assert answer.status_code == 302, pattern.name
            assert answer.url.startswith("/konto/logga-in/"), pattern.name


def test_an_account_that_is_shut_is_out_at_once(installation: Installation) -> None:
    rolf = installation.client("Rolf")
    assert rolf.get("/konto/").status_code == 200
    Account.objects.filter(name="Rolf").update(is_active=False)
    assert rolf.get("/konto/").status_code == 302


def test_keys_of_others_are_as_if_they_did_not_exist(installation: Installation) -> None:
    """T-404: a number in the address of one's own account that is somebody else's."""
    kerstin, rut = (Account.objects.get(name=name) for name in ("Kerstin", "Rut"))
    key = Authenticator.objects.create(user=kerstin, type=Authenticator.Type.WEBAUTHN, data={"name": "Kerstins"})
    client = Client()
    client.force_login(rut)
    client.post("/konto/bekrafta/", {"password": SECRET})
    for rest in ("bort/", "namn/"):
        for method in (client.get, client.post):
            assert method(f"/konto/sakerhet/nycklar/{key.pk}/{rest}").status_code in (302, 404)
    key.refresh_from_db()
    assert key.data == {"name": "Kerstins"}


def test_one_pin_over_many_codes_meets_the_limit_of_the_address(installation: Installation) -> None:
    """T-RATE, T-PIN: whoever tries one PIN on many accounts is stopped too, and told no more than anybody."""
    thief = Client()
    for n in range(25):
        thief.post("/konto/logga-in/", {"login": f"R-2222-22{chr(65 + n // 5)}{chr(65 + n % 5)}", "password": "481592"})
    late = thief.post("/konto/logga-in/", {"login": "rut@example.org", "password": SECRET})
    assert late.status_code != 302


@pytest.mark.parametrize("who", ["Kerstin", "Rut", None])
def test_no_page_is_kept_by_browsers_or_proxies(installation: Installation, who: str | None) -> None:
    """T-NO-STORE: refusals and redirects neither."""
    client = installation.client(who)
    kept = [
        str(one.name)
        for one in patterns()
        if one.name not in PUBLIC_FILES and "no-store" not in client.get(address(one)).headers["Cache-Control"]
    ]
    assert kept == []


def test_logs_hold_neither_what_was_written_nor_query_strings(
    installation: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    """T-QUIET: whatever goes wrong, and whoever sent it."""
    secret, rut = "Ravinens hemliga ord", installation.client("Rut")
    with caplog.at_level(0):
        rut.post(f"/{KOMMUN}/rapport/skicka", {"text": secret, "category": secret, "id": secret})
        rut.get(f"/{KOMMUN}/inkorg/?q={secret}")
        rut.get(f"/finns-inte/?q={secret}")
        Client().post("/konto/logga-in/", {"login": secret, "password": secret})
        Client().get(f"/inbjudan/{KOMMUN}/", {"q": secret})
    told = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert told
    assert not [one for one in told if "Ravinen" in one or "?" in one]


def test_no_table_but_those_of_people_names_an_account(installation: Installation) -> None:
    """T-RESPONSE, T-LINK: who answers how often cannot be counted, for no report lies beside an account."""
    models = [one for app in municipal.MUNICIPAL for one in apps.get_app_config(app).get_models()]
    naming = {one.__name__ for one in models for field in one._meta.get_fields() if "account" in field.name}
    assert naming <= {"Membership", "Invitation", "Letter", "UnsavedText"}
    for one in models:
        linked = {field.related_model.__name__ for field in one._meta.get_fields() if field.is_relation}
        if one.__name__ in naming:
            assert not linked & {"Report", "ReportLink", "Incident"}, one


def test_a_position_is_asked_for_as_the_place_of_a_report_alone() -> None:
    """T-NO-TRACKING: in one script, once and never followed; nothing is sent behind one's back."""
    scripts = {
        one.name: one.read_text("utf-8") for one in Path(tryggve.__file__).parent.rglob("static/tryggve/js/*.js")
    }
    assert len(scripts) > 5
    assert {name for name, text in scripts.items() if "geolocation" in text} == {"place.js"}
    for text in scripts.values():
        assert not re.search(r"watchPosition|sendBeacon|DeviceMotion|analytics", text)


def test_what_is_hidden_and_what_is_not_there_are_one_and_the_same_page(installation: Installation) -> None:
    """T-404: to the letter, for pages, parts and scripts."""
    olle = installation.client("Olle")
    for headers in ({}, {"hx-request": "true"}, {"accept": "application/json"}):
        pages = set()
        for kommun in (KOMMUN, "finns-inte"):
            for rest in ("", "inkorg/1/", "veckan/2026-W40/karta.json", "personer/1/vag-tillbaka/"):
                answer = olle.get(f"/{kommun}/{rest}", headers=headers)
                body = re.sub(r'value="[^"]*"|Token": "\w+"', "", answer.content.decode())
                pages.add((answer.status_code, body.replace("finns-inte", KOMMUN), str(sorted(answer.headers))))
        assert len(pages) == 1
        assert next(iter(pages))[0] == 404


def test_a_planted_session_is_not_the_one_that_is_logged_in(installation: Installation) -> None:
    """T-INVITE, T-ENROL: whoever plants a cookie before an invitation is used holds nothing afterwards."""
    with installation.inside():
        _made, token = invitations.make_qr(
            organisation=Organisation.objects.get(name="Polisen"), uses=1, days=1, by="x", at=timezone.now()
        )
    phone = Client()
    phone.get(f"/inbjudan/{KOMMUN}/{token}/")
    planted = phone.session.session_key
    phone.post(f"/inbjudan/{KOMMUN}/", {"way": "secret", "secret": "481592"})
    assert phone.get("/konto/").status_code == 200
    assert phone.session.session_key != planted
    thief = Client()
    thief.cookies["tryggve"] = planted
    assert thief.get("/konto/").status_code == 302


def test_a_private_organisation_writes_no_words_whatever_it_sends(installation: Installation) -> None:
    """T-PRIVATE: the field is not merely hidden."""
    with installation.inside() as database:
        add_ground(database, timezone.now())
    sent = {"id": str(uuid.uuid4()), "category": "klotter", "area": "A1", "when": "now", "text": "Någon stod där."}
    assert installation.client("Vera").post(f"/{KOMMUN}/rapport/skicka", sent).status_code == 302
    with installation.inside():
        assert Incident.objects.count() == 1
        assert not any(IncidentText.objects.values_list("text", flat=True))
