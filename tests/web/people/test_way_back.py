"""A member who has lost the phone comes back by a link that somebody gives; nobody takes an account over by one."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.web.conftest import AT, Installation
from tests.web.incidents.desk import report
from tests.web.incidents.ground import add_ground
from tests.web.people.test_people import reporter_in
from tryggve.domain.access import Role
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.store.database.models import AuditEvent
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions.people import add_member
from tryggve.web.core.models import Membership, Organisation
from tryggve.web.core.pages import member_of
from tryggve.web.incidents.mine import own_reports
from tryggve.web.people.operator import way_back_for

LINK = re.compile(r"http://testserver(/inbjudan/exempelkommunen/[\w-]{32}/)")
JOIN = "/inbjudan/exempelkommunen/"
PASSWORD = "fem gula bilar kör"


def given(installation: Installation, who: Account, by: str = "Kerstin") -> Any:
    with installation.inside():
        pk = Membership.objects.get(account_id=who.pk).pk
    return installation.client(by).post(installation.url(f"personer/{pk}/vag-tillbaka/"))


def done(installation: Installation) -> list[tuple[str, str]]:
    with installation.inside():
        events = AuditEvent.objects.filter(action="member").order_by("-pk")[:4]
        return [(one.details.get("done", ""), one.by) for one in events]


def test_who_has_lost_the_phone_comes_back_and_the_old_keys_are_dead(installation: Installation) -> None:
    """T-BACK: once, told, logged; sessions and keys of before are gone."""
    rolf = Account.objects.get(name="Rolf")
    Authenticator.objects.create(user=rolf, type=Authenticator.Type.WEBAUTHN, data={})
    there = installation.client("Rolf")
    assert there.get("/konto/").status_code == 200
    answer = given(installation, rolf)
    link = LINK.findall(answer.content.decode())[0]
    assert there.get("/konto/").status_code == 302
    assert mail.outbox[-1].to == ["rolf@example.org"]
    assert link not in mail.outbox[-1].body
    new = Client()
    assert new.get(link).url == JOIN
    assert "Rolf" in new.get(JOIN).content.decode()
    assert new.post(JOIN, {"way": "secret", "secret": "för kort"}).status_code == 422
    assert new.post(JOIN, {"way": "secret", "secret": PASSWORD}).url == "/exempelkommunen/"
    assert new.get("/exempelkommunen/", follow=True).status_code == 200
    assert not Authenticator.objects.filter(user=rolf).exists()
    assert [one for one, _by in done(installation)[:2]] == ["way_back_used", "way_back_given"]
    assert done(installation)[1][1] == "Kerstin"
    assert _("The new way in was used; the old ones are gone") in new.get("/konto/").content.decode()
    again = Client()
    assert again.get(link, follow=True).status_code == 404


def test_a_new_one_closes_the_one_before_and_an_ended_membership_closes_it(installation: Installation) -> None:
    rolf = Account.objects.get(name="Rolf")
    first, second = (LINK.findall(given(installation, rolf).content.decode())[0] for _i in range(2))
    assert Client().get(first, follow=True).status_code == 404
    late = Client()
    assert late.get(second, follow=True).status_code == 200
    with installation.inside():
        Membership.objects.filter(account_id=rolf.pk).update(ended=AT)
    assert late.post(JOIN, {"way": "secret", "secret": PASSWORD}).status_code == 422
    rolf.refresh_from_db()
    assert not rolf.check_password(PASSWORD)


def test_nobody_takes_an_account_by_it(installation: Installation) -> None:
    """T-WALL: not one's own by a borrowed session, not a coordinator's as a lead, not one of another municipality."""
    kerstin, anna, olle = (Account.objects.get(name=name) for name in ("Kerstin", "Anna", "Olle"))
    assert given(installation, kerstin).status_code == 404
    with installation.inside():
        police = Organisation.objects.get(name="Polisen")
        add_member(account=anna, organisation=police, roles=[Role.COORDINATOR], by="x", at=AT)
        add_member(account=olle, organisation=police, roles=[Role.REPORTER], by="x", at=AT)
    for account, by in ((anna, "Pelle"), (olle, "Pelle"), (olle, "Kerstin")):
        before = Account.objects.get(pk=account.pk).epoch
        assert given(installation, account, by).status_code == 422
        assert Account.objects.get(pk=account.pk).epoch == before


@pytest.mark.parametrize("what", ["roles", "organisation", "elsewhere"])
def test_a_link_leads_into_no_more_than_it_was_given_for(installation: Installation, what: str) -> None:
    """T-BACK: whoever has become more since, or moved on, is not taken by a link that a lead still holds."""
    account, _phone = reporter_in(installation)
    link = LINK.findall(given(installation, account, "Pelle").content.decode())[0]
    if what == "elsewhere":
        with installation.inside("grannkommunen"):
            one = Organisation.objects.first()
            assert one is not None
            add_member(account=account, organisation=one, roles=[Role.REPORTER], by="x", at=timezone.now())
    else:
        with installation.inside():
            place = Organisation.objects.get(name="Polisen" if what == "roles" else "Bostadsbolaget")
            roles = [Role.ANALYST] if what == "roles" else [Role.REPORTER]
            add_member(account=account, organisation=place, roles=roles, by="x", at=timezone.now())
    lead = Client()
    lead.get(link)
    assert lead.post(JOIN, {"way": "secret", "secret": "739182"}).status_code == 422
    account.refresh_from_db()
    assert not account.check_password("739182")


def test_a_lead_learns_nothing_of_who_reported_by_it(installation: Installation) -> None:
    """T-LINK: whoever opens the link, reports of before are not shown to them."""
    account, _phone = reporter_in(installation)
    Account.objects.filter(pk=account.pk).update(name="tillfälligt")
    with installation.inside() as database:
        add_ground(database, AT)
    report(installation, who="tillfälligt", x=500_300, y=6_600_300, at=timezone.now())
    Account.objects.filter(pk=account.pk).update(name="")
    with installation.inside():
        assert len(own_reports(member_of(account), at=timezone.now())) == 1
    link = LINK.findall(given(installation, account, "Pelle").content.decode())[0]
    lead = Client()
    lead.get(link)
    assert lead.post(JOIN, {"way": "secret", "secret": "739182"}).url == f"{JOIN}klart/"
    assert account.username in lead.get(f"{JOIN}klart/").content.decode()
    with installation.inside():
        assert own_reports(member_of(account), at=timezone.now()) == []


def test_whoever_runs_the_installation_lets_the_only_coordinator_in_again(installation: Installation) -> None:
    link = way_back_for("Kerstin@Example.org", at=timezone.now())
    kerstin = Client()
    assert kerstin.get(urlsplit(link).path).url == JOIN
    assert kerstin.post(JOIN, {"way": "secret", "secret": PASSWORD}).url == "/konto/sakerhet/app/"
    assert done(installation)[1] == ("way_back_given", "drift")
    for nobody in ("ingen@example.org", "R-2222-2222", ""):
        with pytest.raises(FileError):
            way_back_for(nobody, at=timezone.now())
