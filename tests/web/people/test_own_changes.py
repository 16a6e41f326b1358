"""What somebody changes of their own ways in is in the log, and they are told; addresses are confirmed."""

from __future__ import annotations

import re

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client, override_settings

from tests.web.cast import SECRET
from tests.web.conftest import Installation
from tests.web.people.test_people import confirm, reporter_in
from tryggve.domain.language import _
from tryggve.store.database.models import AuditEvent
from tryggve.web.accounts.models import Account, Municipality
from tryggve.web.core.models import Membership

LINK = re.compile(r"http://testserver(/konto/adress/[^\s]+/)")
NO_MAIL = override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")


def noted(installation: Installation) -> list[str]:
    with installation.inside():
        events = AuditEvent.objects.filter(action="member").order_by("pk")
        return [one.details["done"] for one in events if one.details.get("done", "").startswith("own_")]


def test_a_new_pin_is_in_the_log_and_on_the_page(installation: Installation) -> None:
    """T-TOLD: in the log, on the page, and by e-mail."""
    account, phone = reporter_in(installation)
    Account.objects.filter(pk=account.pk).update(email="r@example.org")
    confirm(phone, "481592")
    assert phone.post("/konto/pin/", {"pin": "739182"}).status_code == 302
    assert noted(installation) == ["own_secret"]
    assert _("The password or PIN was changed") in phone.get("/konto/").content.decode()
    assert mail.outbox[-1].to == ["r@example.org"]
    assert "739182" not in mail.outbox[-1].body
    with installation.inside():
        event = AuditEvent.objects.latest("pk")
        assert event.by == "rapportör, Polisen"
        assert str(account.pk) not in str(event.details.get("account", ""))


def test_a_new_password_and_codes_are_too(installation: Installation) -> None:
    anna, before = Client(), len(mail.outbox)
    anna.force_login(Account.objects.get(name="Anna"))
    confirm(anna, SECRET)
    anna.post("/konto/losenord/", {"oldpassword": SECRET, "password1": "nya långa ord här"})
    switch_on_codes(anna)
    assert noted(installation) == ["own_secret", "own_codes"]
    assert anna.post("/konto/sakerhet/app/bort/").status_code == 302
    assert noted(installation) == ["own_secret", "own_codes", "own_codes_gone"]
    assert [one.to for one in mail.outbox[before:]] == [["anna@example.org"]] * 3


def switch_on_codes(client: Client) -> None:
    client.get("/konto/sakerhet/app/")
    secret = client.session["mfa.totp.secret"]
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret, counter))
    assert client.post("/konto/sakerhet/app/", {"code": code}).status_code == 302


def test_a_session_that_showed_one_factor_is_no_way_past_the_second(installation: Installation) -> None:
    """T-MFA: a leaked password that was used before there was a second factor gives nothing when there is one."""
    Municipality.objects.update(is_example=False)
    anna, thief = Client(), Client()
    for client in (anna, thief):
        client.post("/konto/logga-in/", {"login": "anna@example.org", "password": SECRET})
        assert client.get("/exempelkommunen/veckan/").url.startswith("/konto/tva-steg/")
    confirm(anna, SECRET)
    switch_on_codes(anna)
    assert Authenticator.objects.filter(user__name="Anna", type="totp").exists()
    assert anna.get("/exempelkommunen/lagesbilder/").status_code == 200
    assert thief.get("/exempelkommunen/lagesbilder/").url.startswith("/konto/logga-in/")
    assert thief.get("/konto/").status_code == 302
    half = Client()
    half.post("/konto/logga-in/", {"login": "anna@example.org", "password": SECRET})
    for address in ("/exempelkommunen/lagesbilder/", "/konto/", "/konto/sakerhet/", "/"):
        assert half.get(address).url.startswith("/konto/logga-in/"), address


def test_an_address_holds_when_its_link_is_followed(installation: Installation) -> None:
    """T-SAME-ANSWER: whether somebody else has the address is not told, and no link is sent but to it."""
    account, phone = reporter_in(installation)
    confirm(phone, "481592")
    for email in ("kerstin@example.org", "ny@example.org"):
        answer = phone.post("/konto/", {"email": email, "wants_mail": "on"})
        assert (answer.status_code, answer.url) == (302, "/konto/")
        assert mail.outbox[-1].to == [email]
    account.refresh_from_db()
    assert (account.email, account.asked_email) == ("", "ny@example.org")
    assert _("{email} is not confirmed").format(email="ny@example.org") in phone.get("/konto/").content.decode()
    taken, link = (LINK.findall(letter.body)[0] for letter in mail.outbox[-2:])
    assert phone.get(taken).status_code == 404
    other = Client()
    assert other.get(link).url.startswith("/konto/logga-in/")
    assert installation.client("Olle").get(link).status_code == 404
    assert phone.get(link).status_code == 200
    account.refresh_from_db()
    assert account.email == ""
    assert phone.post(link).status_code == 302
    account.refresh_from_db()
    assert (account.email, account.asked_email) == ("ny@example.org", "")
    assert phone.post(link).status_code == 404
    assert noted(installation) == ["own_address_asked", "own_address_asked", "own_address"]


def test_an_address_that_somebody_got_first_is_refused_at_the_end(installation: Installation) -> None:
    _account, phone = reporter_in(installation)
    confirm(phone, "481592")
    phone.post("/konto/", {"email": "olle@example.org"})
    link = LINK.findall(mail.outbox[-1].body)[0]
    assert _("That address cannot be used here.") in phone.post(link, follow=True).content.decode()
    assert Account.objects.get(email="olle@example.org").name == "Olle"


def test_links_are_not_sent_without_end(installation: Installation) -> None:
    """T-RATE: nobody's mailbox is filled from here."""
    _account, phone = reporter_in(installation)
    confirm(phone, "481592")
    before = len(mail.outbox)
    for n in range(8):
        phone.post("/konto/", {"email": f"r{n}@example.org"})
    assert len(mail.outbox) - before == 5


@NO_MAIL
def test_without_a_mail_server_whoever_lets_people_in_confirms_the_address(installation: Installation) -> None:
    """T-TOLD: and a reporter, who has a code and can be sent nothing, is not asked for one."""
    account, phone = reporter_in(installation)
    confirm(phone, "481592")
    phone.post("/konto/", {"email": "ny@example.org"})
    account.refresh_from_db()
    assert (account.email, account.asked_email) == ("", "")
    Account.objects.filter(pk=account.pk).update(name="Nina")
    assert phone.post("/konto/", {"name": "Nina", "email": "ny@example.org"}).status_code == 302
    with installation.inside():
        pk = Membership.objects.get(account_id=account.pk).pk
    page = installation.url(f"personer/{pk}/")
    assert "ny@example.org" in installation.client("Pelle").get(page).content.decode()
    assert installation.client("Vera").post(page + "adress/", {"email": "ny@example.org"}).status_code == 404
    installation.client("Pelle").post(page + "adress/", {"email": "annan@example.org"})
    account.refresh_from_db()
    assert account.email == ""
    assert installation.client("Pelle").post(page + "adress/", {"email": "ny@example.org"}).status_code == 302
    account.refresh_from_db()
    assert (account.email, account.asked_email) == ("ny@example.org", "")
    with installation.inside():
        assert AuditEvent.objects.latest("pk").by == "Pelle"


@override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
def test_a_reporter_without_mail_has_no_empty_form_to_save(installation: Installation) -> None:
    assert 'id="who"' not in reporter_in(installation)[1].get("/konto/").content.decode()
    assert 'id="who"' in installation.client("Pelle").get("/konto/").content.decode()
