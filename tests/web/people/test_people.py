"""Organisations, members and one's own account."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.cast import AT, SECRET
from tests.web.conftest import Installation
from tryggve.domain.access import GIVEN_BY, GRANTS, TAKEN_BY, Permission, Role
from tryggve.domain.language import _
from tryggve.store.database.models import AuditEvent
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions import accounts
from tryggve.web.core.actions.accounts import confirm_address
from tryggve.web.core.actions.installation import add_account
from tryggve.web.core.actions.people import add_member
from tryggve.web.core.actions.refusal import RefusedError
from tryggve.web.core.models import Invitation, Letter, Membership, Organisation


def of(installation: Installation, name: str) -> tuple[int, int]:
    with installation.inside():
        found = Membership.objects.get(name=name)
        return found.pk, found.organisation_id


def test_a_live_view_needs_ground_decision_and_date_and_is_logged(installation: Installation) -> None:
    _pk, police = of(installation, "Pelle")
    url = installation.url(f"personer/organisation/{police}/lopande/")
    kerstin = installation.client("Kerstin")
    full = {"ground": "6 kap. 5 § OSL", "decision": "KS 2026:12", "day": "2026-11-02"}
    for missing in full:
        assert kerstin.post(url, full | {missing: " "}).status_code == 422
    assert kerstin.post(url, full | {"day": "2999-01-01"}).status_code == 422
    assert installation.client("Pelle").post(url, full).status_code == 403
    with installation.inside():
        assert not Organisation.objects.get(pk=police).live
    assert kerstin.post(url, full).status_code == 302
    with installation.inside():
        one = Organisation.objects.get(pk=police)
        assert (one.live, one.live_decision, str(one.live_from)) == (True, "KS 2026:12", "2026-11-02")
        event = AuditEvent.objects.latest("pk")
        assert (event.action, event.details["done"], event.by) == ("organisation", "live_on", "Kerstin")
        assert "KS 2026:12" in event.why
    assert kerstin.post(url, {"why": ""}).status_code == 422
    assert kerstin.post(url, {"why": "Beslutet upphävt"}).status_code == 302
    with installation.inside():
        assert not Organisation.objects.get(pk=police).live
        assert AuditEvent.objects.latest("pk").why == "Beslutet upphävt"


def test_organisations_are_added_and_changed_by_those_who_may(installation: Installation) -> None:
    kerstin = installation.client("Kerstin")
    new = {"name": "Biblioteket", "kind": "library"}
    assert installation.client("Pelle").post(installation.url("personer/organisation/ny/"), new).status_code == 403
    assert kerstin.post(installation.url("personer/organisation/ny/"), new | {"kind": "rymdfart"}).status_code == 422
    made = kerstin.post(installation.url("personer/organisation/ny/"), new).url
    assert kerstin.post(installation.url("personer/organisation/ny/"), new | {"name": "BIBLIOTEKET"}).status_code == 422
    assert "Biblioteket" in kerstin.get(made).content.decode()
    change = {"name": "Stadsbiblioteket", "kind": "library", "private": "on"}
    assert kerstin.post(made + "andra/", change).status_code == 302
    with installation.inside():
        one = Organisation.objects.get(name="Stadsbiblioteket")
        assert (one.private, one.active) == (True, False)
    unit = of(installation, "Kerstin")[1]
    refused = kerstin.post(
        installation.url(f"personer/organisation/{unit}/andra/"), {"name": "Trygghetsenheten", "kind": "municipality"}
    )
    assert refused.status_code == 422
    with installation.inside():
        assert Organisation.objects.get(pk=unit).active


def test_a_shop_or_a_landlord_is_no_authority_because_a_tick_was_forgotten(installation: Installation) -> None:
    """T-PRIVATE: where the kind seldom tells, somebody says which it is; what has been said is not asked again."""
    kerstin, address = installation.client("Kerstin"), installation.url("personer/organisation/ny/")
    for name, kind in (("Kiosken", "shop"), ("Hyresvärden", "housing_company")):
        refused = kerstin.post(address, {"name": name, "kind": kind})
        assert refused.status_code == 422
        assert 'name="authority"' in refused.content.decode()
        assert (
            kerstin.post(address, {"name": name, "kind": kind, "private": "on", "authority": "on"}).status_code == 422
        )
        assert kerstin.post(address, {"name": name, "kind": kind, "private": "on"}).status_code == 302
    own = kerstin.post(address, {"name": "Allmännyttan", "kind": "housing_company", "authority": "on"}).url
    same = {"name": "Allmännyttan AB", "kind": "housing_company", "active": "on"}
    assert kerstin.post(own + "andra/", same).status_code == 302
    assert kerstin.post(own + "andra/", same | {"kind": "shop"}).status_code == 422
    with installation.inside():
        found = dict(Organisation.objects.values_list("name", "private"))
        kiosk = Organisation.objects.get(name="Kiosken").pk
    assert (found["Kiosken"], found["Hyresvärden"], found["Allmännyttan AB"]) == (True, True, False)
    change = installation.url(f"personer/organisation/{kiosk}/andra/")
    assert kerstin.post(change, {"name": "Kiosken", "kind": "shop", "active": "on"}).status_code == 422


def test_nobody_in_a_private_organisation_reads_what_others_wrote(installation: Installation) -> None:
    """T-PRIVATE: not by new roles, by an invitation, or because the organisation is said to be private."""
    kerstin, (vera, guards) = installation.client("Kerstin"), of(installation, "Vera")
    for role in ("analyst", "coordinator"):
        assert kerstin.post(installation.url(f"personer/{vera}/"), {"roles": ["lead", role]}).status_code == 422
        asked = {"email": "ny@example.org", "roles": [role]}
        assert kerstin.post(installation.url(f"personer/organisation/{guards}/bjud-in/"), asked).status_code == 422
    assert kerstin.post(installation.url(f"personer/{vera}/"), {"roles": ["reporter"]}).status_code == 302
    unit = of(installation, "Kerstin")[1]
    change = {"name": "Trygghetsenheten", "kind": "municipality", "private": "on", "active": "on"}
    assert kerstin.post(installation.url(f"personer/organisation/{unit}/andra/"), change).status_code == 422
    with installation.inside():
        assert Membership.objects.get(pk=vera).roles == ["reporter"]
        assert not Organisation.objects.get(pk=unit).private


def test_nobody_gives_themselves_another_role(installation: Installation) -> None:
    """T-RIGHTS: an administrator lets people in, and reads no reports."""
    adam, own = installation.client("Adam"), of(installation, "Adam")[0]
    refused = adam.post(installation.url(f"personer/{own}/"), {"roles": ["administrator", "coordinator"]})
    assert refused.status_code == 422
    assert installation.client("Adam").get(installation.url("inkorg/")).status_code == 403


def test_who_reads_no_reports_lets_nobody_in_who_does(installation: Installation) -> None:
    """T-RIGHTS, T-BACK: an administrator makes no coordinator of a second address of their own, takes no account that
    reads by a new way in, and is seen letting in a lead. Taking away is no way in.
    """
    adam, (rolf, unit) = installation.client("Adam"), of(installation, "Rolf")
    (anna, _unit), (pelle, police) = of(installation, "Anna"), of(installation, "Pelle")
    for role in ("coordinator", "analyst"):
        asked = {"email": "adam2@example.org", "roles": [role]}
        assert adam.post(installation.url(f"personer/organisation/{unit}/bjud-in/"), asked).status_code == 422
        assert adam.post(installation.url(f"personer/{rolf}/"), {"roles": ["council", role]}).status_code == 422
    page = adam.get(installation.url(f"personer/{anna}/")).content.decode()
    assert "vag-tillbaka" not in page
    assert _("A coordinator gives a new way in to those who read reports.") in page
    epoch = Account.objects.get(name="Anna").epoch
    assert adam.post(installation.url(f"personer/{anna}/vag-tillbaka/")).status_code == 422
    assert Account.objects.get(name="Anna").epoch == epoch
    with installation.inside():
        assert not Invitation.objects.exists()
        assert not Letter.objects.exists()
    asked = {"email": "adam2@example.org", "roles": ["lead"]}
    assert adam.post(installation.url(f"personer/organisation/{police}/bjud-in/"), asked).status_code == 200
    assert adam.post(installation.url(f"personer/{pelle}/vag-tillbaka/")).status_code == 200
    assert adam.post(installation.url(f"personer/{rolf}/"), {"roles": ["council", "lead"]}).status_code == 302
    with installation.inside():
        told = [(one.account_id, "Adam" in one.body) for one in Letter.objects.all()]
    assert told == [(Account.objects.get(name="Kerstin").pk, True)] * 3
    kerstin = installation.client("Kerstin")
    assert kerstin.post(installation.url(f"personer/organisation/{police}/bjud-in/"), asked).status_code == 200
    assert kerstin.post(installation.url(f"personer/{rolf}/"), {"roles": ["council", "analyst"]}).status_code == 302
    assert adam.post(installation.url(f"personer/{rolf}/"), {"roles": ["council"]}).status_code == 302
    assert adam.post(installation.url(f"personer/{anna}/avsluta/")).status_code == 302
    with installation.inside():
        assert Letter.objects.count() == 3
        assert Membership.objects.get(pk=rolf).roles == ["council"]


def test_only_who_reads_may_give_a_role_that_reads() -> None:
    readers = {role for role, may in GRANTS.items() if Permission.READ_TEXT in may}
    givers = {role for role, may in GRANTS.items() for needs in may if GIVEN_BY.get(needs, frozenset()) & readers}
    assert givers == {Role.COORDINATOR}
    assert readers <= TAKEN_BY[Permission.PEOPLE]


def test_the_last_coordinator_stays(installation: Installation) -> None:
    kerstin, adam = installation.client("Kerstin"), installation.client("Adam")
    pk, _unit = of(installation, "Kerstin")
    url = installation.url(f"personer/{pk}/")
    for client in (kerstin, adam):
        assert client.post(url, {"roles": ["analyst"]}).status_code == 422
        assert client.post(url + "avsluta/").status_code == 422
    with pytest.raises(RefusedError):
        accounts.forget_account(account=Account.objects.get(name="Kerstin"), at=AT)
    assert kerstin.get(installation.url("personer/")).status_code == 200
    anna = installation.url(f"personer/{of(installation, 'Anna')[0]}/")
    assert adam.post(anna, {"roles": ["analyst", "coordinator"]}).status_code == 422
    assert kerstin.post(anna, {"roles": ["analyst", "coordinator"]}).status_code == 302
    assert adam.post(url + "avsluta/").status_code == 302
    assert kerstin.get(installation.url("personer/")).status_code == 404
    with installation.inside():
        assert "Kerstin" not in str([one.details for one in AuditEvent.objects.all()])


def test_a_lead_changes_only_what_a_lead_may_give(installation: Installation) -> None:
    with installation.inside():
        rut = Membership.objects.get(name="Rut")
        police = Organisation.objects.get(name="Polisen")
        add_member(account=Account.objects.get(name="Rolf"), organisation=police, roles=[Role.COUNCIL], by="x", at=AT)
        add_member(account=Account.objects.get(name="Anna"), organisation=police, roles=[Role.REPORTER], by="x", at=AT)
    pelle = installation.client("Pelle")
    assert pelle.get(installation.url(f"personer/{rut.pk}/")).status_code == 404
    rolf, anna = (installation.url(f"personer/{of(installation, name)[0]}/") for name in ("Rolf", "Anna"))
    assert pelle.post(rolf + "avsluta/").status_code == 422
    assert pelle.post(rolf, {"roles": ["coordinator"]}).status_code == 422
    assert pelle.post(anna, {"roles": ["lead"]}).status_code == 302
    assert pelle.post(anna + "avsluta/").status_code == 302
    with installation.inside():
        assert Membership.objects.get(name="Rolf").role_set == {Role.COUNCIL}
        assert Membership.objects.get(name="Anna").ended is not None
    page = pelle.get(installation.url("personer/"), follow=True).content.decode()
    assert "Bostadsbolaget" not in page
    assert "Rolf" in page


def confirm(client: Client, secret: str) -> None:
    assert client.post("/konto/bekrafta/", {"password": secret}).status_code == 302


def reporter_in(installation: Installation) -> tuple[Account, Client]:
    account = add_account(name="", email="", at=AT, secret="481592")
    with installation.inside():
        add_member(
            account=account, organisation=Organisation.objects.get(name="Polisen"), roles=[Role.REPORTER], by="x", at=AT
        )
    client = Client()
    client.force_login(account)
    return account, client


def test_a_reporter_changes_pin_and_address_after_saying_who_they_are(installation: Installation) -> None:
    account, phone = reporter_in(installation)
    elsewhere = Client()
    elsewhere.force_login(account)
    assert phone.post("/konto/pin/", {"pin": "739182"}).url == "/konto/pin/"
    assert phone.get("/konto/pin/").url.startswith("/konto/bekrafta/")
    assert phone.post("/konto/", {"email": "r@example.org"}).url.startswith("/konto/bekrafta/")
    assert "739182" not in str(dict(phone.session.items()))
    confirm(phone, "481592")
    assert phone.post("/konto/pin/", {"pin": "111111"}).status_code == 422
    assert phone.post("/konto/pin/", {"pin": "739182"}).status_code == 302
    assert phone.get("/konto/").status_code == 200
    assert elsewhere.get("/konto/").status_code == 302
    assert phone.post("/konto/", {"email": "R@example.org", "wants_mail": "on"}).status_code == 302
    account.refresh_from_db()
    assert (account.email, account.asked_email, account.wants_mail) == ("", "r@example.org", True)
    confirm_address(account=account, email="r@example.org")
    assert (account.email, account.wants_mail, account.name) == ("r@example.org", True, "")
    assert phone.post("/konto/", {"email": "", "wants_mail": "on"}).status_code == 302
    account.refresh_from_db()
    assert (account.email, account.wants_mail) == ("", False)
    assert Client().post("/konto/logga-in/", {"login": account.username, "password": "739182"}).status_code == 302


def test_a_forgotten_account_is_empty_and_shut(installation: Installation) -> None:
    account, phone = reporter_in(installation)
    code = account.username
    assert phone.post("/konto/ta-bort/").url.startswith("/konto/bekrafta/")
    confirm(phone, "481592")
    answer = phone.post("/konto/ta-bort/")
    assert "storage" in answer.headers["Clear-Site-Data"]
    assert phone.get("/konto/").status_code == 302
    account.refresh_from_db()
    assert (account.is_active, account.email, account.name, account.has_usable_password()) == (False, "", "", False)
    assert Client().post("/konto/logga-in/", {"login": code, "password": "481592"}).status_code == 200
    with installation.inside():
        assert Membership.objects.get(account_id=account.pk).ended is not None
        event = AuditEvent.objects.latest("pk")
        assert (event.details["done"], event.by) == ("ended", "rapportör, Polisen")


def test_a_new_name_reaches_the_municipality_and_out_everywhere_spares_this_device(installation: Installation) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.force_login(Account.objects.get(name="Rut"))
    assert here.post("/konto/", {"name": "", "email": "rut@example.org"}).status_code == 422
    assert here.post("/konto/", {"name": "Rut B", "email": "rut@example.org"}).status_code == 302
    with installation.inside():
        assert Membership.objects.filter(name="Rut B").count() == 1
        assert AuditEvent.objects.latest("pk").details["done"] == "renamed"
    assert here.post("/konto/ut-overallt/").status_code == 302
    assert here.get("/konto/").status_code == 200
    assert there.get("/konto/").status_code == 302
    assert _("My account") in here.get("/konto/").content.decode()
    assert here.post("/konto/losenord/", {"oldpassword": "fel", "password1": "nya långa ord här"}).status_code == 200
    assert here.post("/konto/losenord/", {"oldpassword": SECRET, "password1": "nya långa ord här"}).status_code == 302
