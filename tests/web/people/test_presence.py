"""Two factors and 30 minutes for those who read others' text or let people in; 30 days for reporters."""

from __future__ import annotations

import datetime as dt
import html

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client, override_settings
from django.utils import timezone

from tests.web.cast import SECRET
from tests.web.conftest import AT, Installation
from tryggve.domain.access import Role
from tryggve.domain.language import _
from tryggve.web.accounts.models import Account, Municipality
from tryggve.web.core.actions.people import change_roles, end_member
from tryggve.web.core.models import Membership

WHY = (
    "Your role reads others' text or lets people in. A password that leaks would be enough to read it all. "
    "That is why you need a second step before you go on."
)
HOME = "/exempelkommunen/"


def later(monkeypatch: pytest.MonkeyPatch, **passed: float) -> None:
    moment = timezone.now() + dt.timedelta(**passed)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def test_a_second_step_is_demanded_and_the_page_says_why(installation: Installation) -> None:
    Municipality.objects.update(is_example=False)
    kerstin = installation.client("Kerstin")
    answer = kerstin.get(HOME + "personer/")
    assert answer.url == "/konto/tva-steg/?next=%2Fexempelkommunen%2Fpersoner%2F"
    page = kerstin.get(answer.url).content.decode()
    assert _(WHY) in html.unescape(page)
    assert 'href="/exempelkommunen/personer/"' in page
    assert 'href="//evil' not in kerstin.get("/konto/tva-steg/?next=//evil.example").content.decode()
    assert kerstin.get(HOME, headers={"accept": "application/json"}).status_code == 403
    assert kerstin.get(HOME, headers={"hx-request": "true"}).headers["HX-Redirect"].startswith("/konto/tva-steg/")
    assert "tva-steg" not in installation.client("Rolf").get(HOME).get("Location", "")
    assert "tva-steg" not in installation.client("Rut").get(HOME).get("Location", "")
    account = Account.objects.get(name="Kerstin")
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert kerstin.get(HOME + "personer/").url.startswith("/konto/logga-in/")


def test_a_session_of_before_the_second_step_makes_none_of_its_own(installation: Installation) -> None:
    """T-MFA: by the password alone neither recovery codes are read nor another step is added, on one's own pages."""
    account = Account.objects.get(name="Kerstin")
    open_before = {page: Client() for page in ("reserv/", "reserv/fil/", "reserv/nya/", "nycklar/ny/", "app/bort/", "")}
    for client in open_before.values():
        client.post("/konto/logga-in/", {"login": account.email, "password": SECRET})
        assert client.post("/konto/bekrafta/", {"password": SECRET}).status_code == 302
    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(account)
    for page, client in open_before.items():
        assert client.get(f"/konto/sakerhet/{page}").get("Location", "").startswith("/konto/logga-in/"), page
    rut = installation.client("Rut")
    TOTP.activate(Account.objects.get(name="Rut"), "JBSWY3DPEHPK3PXP")
    assert rut.get("/konto/sakerhet/").status_code == 200


def test_the_invented_municipality_asks_for_none_in_the_example_alone(installation: Installation) -> None:
    assert installation.client("Kerstin").get(HOME + "personer/").status_code == 200
    with override_settings(EXAMPLE=False):
        assert installation.client("Kerstin").get(HOME + "personer/").status_code == 302


def test_half_an_hour_away_ends_the_session_but_not_a_reporters(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    kerstin, rut = installation.client("Kerstin"), installation.client("Rut")
    assert kerstin.get(HOME + "personer/").status_code == 200
    later(monkeypatch, minutes=29)
    assert kerstin.get(HOME + "personer/").status_code == 200
    later(monkeypatch, minutes=29)
    assert kerstin.get("/konto/").status_code == 200
    later(monkeypatch, minutes=31)
    answer = kerstin.get("/konto/")
    assert answer.url == "/konto/logga-in/?next=%2Fkonto%2F&borta=1"
    assert _("You were away for more than 30 minutes") in kerstin.get(answer.url).content.decode()
    assert kerstin.get(HOME).url.startswith("/konto/logga-in/")
    later(monkeypatch, days=20)
    assert rut.get("/konto/").status_code == 200


def test_an_ended_membership_shuts_an_open_session_by_the_next_click(installation: Installation) -> None:
    """T-404: whatever is open, and however it asks: a page, a part of one, a script, a form."""
    kerstin = installation.client("Kerstin")
    with installation.inside():
        numbers = {one.name: one.pk for one in Membership.objects.all()}
    for name in ("Anna", "Pelle", "Rut"):
        client, page = installation.client(name), {"Anna": "lagesbilder/", "Pelle": "insatser/"}.get(name, "rapport/")
        assert client.get(HOME + page).status_code == 200
        assert kerstin.post(f"{HOME}personer/{numbers[name]}/avsluta/").status_code == 302
        for headers in ({}, {"hx-request": "true"}, {"accept": "application/json"}):
            assert client.get(HOME + page, headers=headers).status_code == 404
        assert client.post(f"{HOME}rapport/skicka", {"category": "klotter"}).status_code == 404
        assert client.get("/").status_code == 200
        assert "exempelkommunen" not in client.get("/").content.decode()


def test_a_coordinator_is_short_outside_the_municipality_too(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T-IDLE: also for who has opened nothing but the own account since logging in."""
    kerstin, rut = Client(), Client()
    for client, name in ((kerstin, "Kerstin"), (rut, "Rut")):
        client.force_login(Account.objects.get(name=name))
        assert client.get("/konto/").status_code == 200
    later(monkeypatch, minutes=31)
    assert kerstin.get("/konto/").url.endswith("&borta=1")
    assert rut.get("/konto/").status_code == 200


def test_more_rights_ask_for_a_new_login_and_an_ended_membership_shuts_at_once(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    rut: Client = installation.client("Rut")
    later(monkeypatch, hours=2)
    assert rut.get("/konto/").status_code == 200
    with installation.inside():
        mine = Membership.objects.get(name="Rut")
        change_roles(membership=mine, roles=[Role.LEAD], givable=frozenset(Role), by="Kerstin", at=AT)
    assert rut.get(HOME + "personer/").url.endswith("&borta=1")
    rolf = installation.client("Rolf")
    with installation.inside():
        end_member(membership=Membership.objects.get(name="Rolf"), by="Kerstin", at=AT)
    assert rolf.get(HOME).status_code == 404
