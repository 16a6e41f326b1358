"""Ways in: a link for one person, a QR code for reporters. The token is seen once and kept by nobody."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from tests.web.cast import SECRET
from tests.web.conftest import Installation
from tryggve.domain.access import Role
from tryggve.domain.language import _
from tryggve.store.database.models import AuditEvent
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions import invitations
from tryggve.web.core.models import Invitation, Membership, Organisation

LINK = re.compile(r"http://testserver(/inbjudan/exempelkommunen/[\w-]{32}/)")
GONE = "The invitation is not open"
PASSWORD = "fem gula bilar kör"


def invited(installation: Installation, *roles: str, organisation: str = "Polisen", by: str = "Kerstin") -> str:
    pk = organisation_pk(installation, organisation)
    answer = installation.client(by).post(
        installation.url(f"personer/organisation/{pk}/bjud-in/"), {"email": "ny@example.org", "roles": roles}
    )
    assert not LINK.findall(answer.content.decode())
    return LINK.findall(mail.outbox[-1].body)[0]


@override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
def test_without_a_mail_server_the_link_is_shown_to_be_passed_on(installation: Installation) -> None:
    """T-INVITE"""
    pk = organisation_pk(installation, "Polisen")
    answer = installation.client("Kerstin").post(
        installation.url(f"personer/organisation/{pk}/bjud-in/"), {"email": "ny@example.org", "roles": ["council"]}
    )
    assert LINK.search(answer.content.decode())


def organisation_pk(installation: Installation, name: str) -> int:
    with installation.inside():
        return Organisation.objects.get(name=name).pk


def qr_token(installation: Installation, **changes: Any) -> str:
    with installation.inside():
        _made, token = invitations.make_qr(
            organisation=Organisation.objects.get(name="Bostadsbolaget"), by="Kerstin",
            **{"uses": 2, "days": 3, "at": timezone.now(), **changes},
        )  # fmt: skip
    return f"/inbjudan/exempelkommunen/{token}/"


def log_of(installation: Installation) -> list[AuditEvent]:
    with installation.inside():
        return list(AuditEvent.objects.order_by("-pk")[:5])


def test_an_analyst_comes_in_by_password_and_is_led_to_the_second_step(installation: Installation) -> None:
    link = invited(installation, "analyst")
    assert mail.outbox[-1].to == ["ny@example.org"]
    assert link in mail.outbox[-1].body
    token = link.split("/")[-2]
    with installation.inside():
        kept = Invitation.objects.get()
        assert bytes(kept.digest) == invitations.digest_of(token)
    client = Client()
    assert client.get(link).url == "/inbjudan/exempelkommunen/"
    page = client.get("/inbjudan/exempelkommunen/")
    assert token not in page.content.decode() + str(client.session.items())
    assert page.headers["Referrer-Policy"] == "same-origin"
    weak = client.post(page.request["PATH_INFO"], {"name": "Nils", "way": "secret", "secret": "för kort"})
    assert weak.status_code == 422
    answer = client.post(page.request["PATH_INFO"], {"name": "Nils", "way": "secret", "secret": PASSWORD})
    assert answer.url == "/konto/sakerhet/app/"
    assert client.get(answer.url).status_code == 200
    with installation.inside():
        assert Membership.objects.get(name="Nils").role_set == {Role.ANALYST}
    again = Client()
    again.get(link)
    assert again.get("/inbjudan/exempelkommunen/").status_code == 404
    told = " ".join(f"{one.details}" for one in log_of(installation))
    assert "done" in told
    assert "example.org" not in told
    assert token not in told
    assert "Nils" not in told


def test_used_withdrawn_expired_and_invented_links_look_the_same(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdrawn, old = qr_token(installation), qr_token(installation, at=timezone.now() - dt.timedelta(days=4))
    used = qr_token(installation, uses=1)
    with installation.inside():
        invitations.withdraw(invitation=Invitation.objects.order_by("pk")[0], by="Kerstin", at=timezone.now())
        Invitation.objects.filter(uses_left=1).update(uses_left=0)
    pages = set()
    for link in (withdrawn, old, used, "/inbjudan/exempelkommunen/gissad/", "/inbjudan/finns-inte/gissad/"):
        client = Client()
        answer = client.get(link, follow=True)
        pages.add(
            (
                answer.status_code,
                re.sub(r'value="[^"]*"|Token": "\w+"', "", answer.content.decode()).replace(
                    "finns-inte", "exempelkommunen"
                ),
            )
        )
        assert _(GONE) in answer.content.decode()
    assert len(pages) == 1
    assert next(iter(pages))[0] == 404


def test_a_reporter_starts_by_qr_without_a_name_and_gets_a_code(installation: Installation) -> None:
    """T-ENROL, T-PIN: a drawn code, never a name."""
    link = qr_token(installation)
    phone = Client()
    page = phone.get(link, follow=True)
    assert "Bostadsbolaget" in page.content.decode()
    easy = phone.post("/inbjudan/exempelkommunen/", {"way": "secret", "secret": "123456"})
    assert easy.status_code == 422
    assert _("Too easy to guess: the digits come in a row or repeat themselves.") in html.unescape(
        easy.content.decode()
    )
    answer = phone.post("/inbjudan/exempelkommunen/", {"way": "secret", "secret": "481592"})
    assert answer.url == "/inbjudan/exempelkommunen/klart/"
    code = re.findall(r"R-\w{4}-\w{4}", phone.get(answer.url).content.decode())[0]
    assert phone.session.get_expiry_age() > 29 * 24 * 3600
    assert Client().post("/konto/logga-in/", {"login": code, "password": "481592"}).url == "/"
    with installation.inside():
        assert Membership.objects.get(account_id=Account.objects.get(username=code).pk).roles == ["reporter"]
        assert Invitation.objects.get().uses_left == 1
    assert {one.by for one in log_of(installation)[:2]} == {"rapportör, Bostadsbolaget"}
    other = Client()
    other.get(link)
    other.post("/inbjudan/exempelkommunen/", {"way": "secret", "secret": "739182"})
    assert Client().get(link, follow=True).status_code == 404


def test_an_account_that_exists_accepts_while_logged_in(installation: Installation) -> None:
    link = invited(installation, "council")
    olle = installation.client("Olle")
    olle.get(link)
    assert "Olle" in olle.get("/inbjudan/exempelkommunen/").content.decode()
    assert olle.post("/inbjudan/exempelkommunen/").url == "/exempelkommunen/"
    with installation.inside():
        assert Membership.objects.get(name="Olle").role_set == {Role.COUNCIL}
    rolf = installation.client("Rolf")
    rolf.get(invited(installation, "coordinator"))
    answer = rolf.post("/inbjudan/exempelkommunen/")
    assert answer.status_code == 422
    assert _("You are already in.") in answer.content.decode()
    with installation.inside():
        assert Membership.objects.get(name="Rolf").role_set == {Role.COUNCIL}
        assert Invitation.objects.latest("pk").uses_left == 1
    Account.objects.filter(name="Olle").update(email="ny@example.org")
    taken = Client()
    taken.get(invited(installation, "council"))
    taken = taken.post("/inbjudan/exempelkommunen/", {"name": "Falsk", "way": "secret", "secret": PASSWORD})
    assert taken.status_code == 422
    assert not Account.objects.filter(name="Falsk").exists()


def test_whoever_gave_up_half_way_can_begin_again(installation: Installation) -> None:
    link = invited(installation, "council")
    first = Client()
    first.get(link)
    assert first.post("/inbjudan/exempelkommunen/", {"name": "Nils", "way": "passkey"}).url.endswith("/passkey/")
    pending = Account.objects.get(email="ny@example.org")
    assert not pending.is_active
    second = Client()
    second.get(link)
    second.post("/inbjudan/exempelkommunen/", {"name": "Nils", "way": "secret", "secret": PASSWORD})
    assert Account.objects.get(email="ny@example.org").pk == pending.pk
    with installation.inside():
        assert Membership.objects.get(account_id=pending.pk).role_set == {Role.COUNCIL}
    assert first.get("/inbjudan/exempelkommunen/passkey/").status_code == 404


def test_a_lead_lets_in_reporters_and_leads_of_their_own_organisation_alone(installation: Installation) -> None:
    assert LINK.pattern
    assert invited(installation, "lead", organisation="Polisen", by="Pelle")
    own, other = organisation_pk(installation, "Polisen"), organisation_pk(installation, "Väktarna")
    pelle = installation.client("Pelle")
    form = {"email": "x@example.org", "roles": ["coordinator"]}
    assert pelle.post(installation.url(f"personer/organisation/{own}/bjud-in/"), form).status_code == 422
    form["roles"] = ["reporter"]
    assert pelle.post(installation.url(f"personer/organisation/{other}/bjud-in/"), form).status_code == 404
    assert pelle.post(installation.url(f"personer/organisation/{own}/qr/"), {"uses": 5, "days": 7}).status_code == 200
    assert pelle.post(installation.url(f"personer/organisation/{other}/qr/"), {"uses": 5, "days": 7}).status_code == 404
    assert pelle.post(installation.url(f"personer/organisation/{own}/qr/"), {"uses": 500, "days": 7}).status_code == 422
    with installation.inside():
        assert Invitation.objects.count() == 2
        mine, theirs = Invitation.objects.first(), invitations.make_qr(
            organisation=Organisation.objects.get(name="Väktarna"), uses=1, days=1, by="Kerstin", at=timezone.now()
        )[0]  # fmt: skip
        assert mine is not None
    assert pelle.post(installation.url(f"personer/inbjudan/{theirs.pk}/dra-tillbaka/")).status_code == 404
    assert pelle.post(installation.url(f"personer/inbjudan/{mine.pk}/dra-tillbaka/")).status_code == 302
    with installation.inside():
        assert Invitation.objects.exclude(withdrawn_at=None).get().pk == mine.pk


def test_the_qr_page_shows_the_code_as_a_picture_that_leads_home(installation: Installation) -> None:
    pk = organisation_pk(installation, "Bostadsbolaget")
    page = (
        installation.client("Kerstin")
        .post(installation.url(f"personer/organisation/{pk}/qr/"), {"uses": 5, "days": 7})
        .content.decode()
    )
    assert '<svg role="img"' in page
    assert "data:" not in page
    assert "style=" not in page
    assert SECRET not in page


def test_a_code_lets_in_as_many_as_it_was_made_for_and_none_after_it_is_ended(installation: Installation) -> None:
    """T-ENROL: each gets an account of their own, as a reporter; who is in stays in."""
    three, ended = qr_token(installation, uses=3), qr_token(installation, uses=3)
    with installation.inside():
        code, before = Invitation.objects.latest("pk"), Membership.objects.count()

    def enrol(link: str) -> int:
        phone = Client()
        told: int = phone.get(link, follow=True).status_code
        if told == 200:
            answer = phone.post("/inbjudan/exempelkommunen/", {"way": "secret", "secret": "481592"})
            assert answer.url == "/inbjudan/exempelkommunen/klart/"
            assert phone.get(installation.url("mina/")).status_code == 200
        return told

    assert [enrol(three) for _again in range(4)] == [200, 200, 200, 404]
    assert enrol(ended) == 200
    assert installation.client("Kerstin").post(installation.url(f"personer/inbjudan/{code.pk}/dra-tillbaka/")).url
    assert enrol(ended) == 404
    with installation.inside():
        members = Membership.objects.order_by("pk")[before:]
        assert [one.roles for one in members] == [["reporter"]] * 4
        assert len({one.account_id for one in members}) == 4
        assert not any(one.ended for one in members)


def test_a_code_on_a_wall_does_not_fill_the_table_of_accounts(installation: Installation) -> None:
    """T-ENROL, T-RATE: one visitor's further tries are their own; many visitors of one address are stopped."""
    link, before = qr_token(installation), Account.objects.count()
    told = []
    for n in range(43):
        client = Client()
        client.get(link)
        for _again in range(2 if n == 0 else 1):
            told.append(client.post("/inbjudan/exempelkommunen/", {"way": "passkey"}).status_code)
    assert told == [302] * 41 + [422] * 3
    assert Account.objects.count() - before == 40
