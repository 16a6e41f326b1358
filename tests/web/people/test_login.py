"""Login, logout, tries, sessions; known and unknown accounts look the same."""

from __future__ import annotations

import html
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client

from tests.web.cast import AT, SECRET
from tests.web.conftest import Installation
from tryggve.domain.language import _
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions.installation import add_account
from tryggve.web.people.just_in import METHODS

LOGIN = "/konto/logga-in/"
WRONG = "The code or address, or the password or PIN, is not right."
TOO_MANY = "Too many failed tries. Wait five minutes, then try again."
NOT_RIGHT = "The password or PIN is not right."
NO_CODE = "The code is not right, or too old. Try again."


def says(answer: Any, text: str) -> bool:
    return _(text) in html.unescape(answer.content.decode())


def log_in(client: Client, login: str, password: str, **more: str) -> Any:
    return client.post(LOGIN, {"login": login, "password": password, **more})


def test_address_and_code_get_in_by_the_same_form_and_next_is_kept(installation: Installation) -> None:
    reporter = add_account(name="", email="", at=AT, secret="481592")
    client = Client()
    before = client.get(LOGIN + "?next=/konto/").cookies
    assert log_in(client, "KERSTIN@example.org ", SECRET, next="/konto/").url == "/konto/"
    assert client.get("/konto/").status_code == 200
    loose = reporter.username.replace("-", " ").lower()
    assert log_in(Client(), loose, "481592").url == "/"
    assert log_in(Client(), "kerstin@example.org", SECRET, next="//evil.example/").url == "/"
    assert says(log_in(Client(), loose, "481593"), WRONG)
    assert "csrftoken" in before


def test_the_session_gets_a_new_key_at_login(installation: Installation) -> None:
    client = Client()
    session = client.session
    session["planted"] = 1
    session.save()
    planted = session.session_key
    log_in(client, "kerstin@example.org", SECRET)
    assert client.session.session_key != planted
    assert Client(headers={"cookie": f"tryggve={planted}"}).get("/konto/").status_code == 302


def test_known_and_unknown_cost_one_hash_and_say_the_same(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T-SAME-ANSWER: in words and in work."""
    hashed: list[str] = []
    real = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher,
        "encode",
        lambda self, password, salt: hashed.append("x") or real(self, password, salt),
    )
    pages = {}
    for login in ("kerstin@example.org", "ingen@example.org", "R-2222-2222"):
        hashed.clear()
        answer = log_in(Client(), login, "fel lösenord här")
        pages[login] = (answer.status_code, says(answer, WRONG), len(hashed))
    assert set(pages.values()) == {(200, True, 1)}


def test_reset_says_the_same_and_mails_either_way_without_content(installation: Installation) -> None:
    answers = [
        Client().post("/konto/glomt/", {"email": email}, REMOTE_ADDR=ip)
        for email, ip in (("kerstin@example.org", "192.0.2.1"), ("ingen@example.org", "192.0.2.2"))
    ]
    assert {(one.status_code, one.url) for one in answers} == {(302, "/konto/glomt/skickat/")}
    known, unknown = mail.outbox[-2:]
    assert known.to == ["kerstin@example.org"]
    assert unknown.to == ["ingen@example.org"]
    assert (
        _("Somebody, hopefully you, has asked for a new password for this address, but no account has it.")
        in unknown.body
    )
    assert "Kerstin" not in known.body
    client = Client()
    address = next(line for line in known.body.splitlines() if line.startswith("http"))
    form = client.get(address.removeprefix("http://testserver"), follow=True)
    assert known.body.count("http") == 1
    assert "set-password" in form.redirect_chain[-1][0]
    client.post(form.redirect_chain[-1][0], {"password1": "helt nya ord i rad"})
    assert log_in(Client(), "kerstin@example.org", "helt nya ord i rad").status_code == 302
    assert says(Client().get(address.removeprefix("http://testserver")), "The link is used or too old")
    assert EmailAddress.objects.count() == 0


def test_five_tries_whatever_the_name_of_the_account(installation: Installation) -> None:
    """T-RATE: per account, under whichever of its names."""
    Account.objects.filter(name="Rut").update(username="R-7F3K-92QX")
    for number in range(5):
        login = "rut@example.org" if number % 2 else "R-7F3K-92QX"
        assert says(log_in(Client(), login, "fel"), WRONG)
    for login in ("rut@example.org", "r7f3k92qx"):
        answer = log_in(Client(), login, SECRET)
        assert says(answer, TOO_MANY)
        assert answer.status_code == 200
    assert log_in(Client(), "kerstin@example.org", SECRET).status_code == 302
    for _try in range(5):
        log_in(Client(), "ingen@example.org", "fel")
    assert says(log_in(Client(), "ingen@example.org", "fel"), TOO_MANY)


def test_tries_of_the_second_step_and_of_confirming_are_counted(installation: Installation) -> None:
    kerstin = Account.objects.get(name="Kerstin")
    client = Client()
    client.force_login(kerstin)
    for _try in range(5):
        assert says(client.post("/konto/bekrafta/", {"password": "fel"}), NOT_RIGHT)
    assert says(client.post("/konto/bekrafta/", {"password": SECRET}), TOO_MANY)
    anna = Account.objects.get(name="Anna")
    secret = totp.generate_totp_secret()
    Authenticator.objects.create(user=anna, type=Authenticator.Type.TOTP, data={"secret": secret})
    client = Client()
    assert log_in(client, "anna@example.org", SECRET).url == "/konto/sakerhet/kod/"
    for _try in range(5):
        assert says(client.post("/konto/sakerhet/kod/", {"code": "000000"}), NO_CODE)
    right = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    assert says(client.post("/konto/sakerhet/kod/", {"code": right}), TOO_MANY)
    assert client.get("/konto/").status_code == 302


def test_tries_are_counted_in_the_database_that_all_workers_share(installation: Installation) -> None:
    backend = ratelimit.cache
    assert "DatabaseCache" in type(backend._connections[backend._alias]).__name__


def test_logout_is_a_page_and_clears_what_the_browser_keeps(installation: Installation) -> None:
    """T-CLEAR."""
    client = installation.client("Rut")
    page = client.get("/konto/logga-ut/")
    assert "data-logout" in page.content.decode()
    assert "Clear-Site-Data" not in page.headers
    answer = client.post("/konto/logga-ut/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert says(client.get(answer.url), "You are logged out")
    assert client.get("/konto/").status_code == 302


def test_who_has_just_logged_in_by_a_password_adds_the_second_step_without_being_asked_again(
    installation: Installation,
) -> None:
    add, client = "/konto/sakerhet/nycklar/ny/", Client()
    log_in(client, "anna@example.org", SECRET)
    assert client.get(add).status_code == 200
    session = client.session
    session[METHODS][-1]["at"] -= 601
    session.save()
    assert client.get(add).url.startswith("/konto/bekrafta/")


def test_who_has_a_second_step_is_asked_before_ways_in_are_changed(installation: Installation) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(Account.objects.get(name="Anna"), secret)
    client = Client()
    log_in(client, "anna@example.org", SECRET)
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    assert client.post("/konto/sakerhet/kod/", {"code": code}).status_code == 302
    assert client.get("/konto/").status_code == 200
    assert "/bekrafta/" in client.get("/konto/sakerhet/nycklar/ny/").url
