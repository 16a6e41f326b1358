"""Reminders: once for each kind and day, to those who want e-mail, without a word of what it is about."""

from __future__ import annotations

import datetime as dt

from tests.web.cast import AT
from tests.web.conftest import Installation
from tests.web.group import material
from tryggve.web.accounts.models import Account
from tryggve.web.core.models import Letter
from tryggve.web.group.work import remind


def test_an_organisation_is_reminded_once_before_and_once_after(installation: Installation) -> None:
    Account.objects.filter(name__in=["Pelle", "Rut"]).update(wants_mail=True)
    pelle = Account.objects.get(name="Pelle").pk
    with installation.inside():
        material.task("Rondera Norra torget", "Polisen", due=dt.date(2026, 11, 25))
        material.task("Prata med skolan", "Socialtjänsten", due=dt.date(2026, 11, 25))  # Sara wants no e-mail
        material.task("Städa gården", "Bostadsbolaget", due=dt.date(2026, 11, 25))  # Rut only reports
        remind(AT)
        remind(AT + dt.timedelta(hours=1))
        assert list(Letter.objects.values_list("account_id", flat=True)) == [pelle]
        remind(AT + dt.timedelta(days=3))
        remind(AT + dt.timedelta(days=4))
        letters = list(Letter.objects.order_by("pk"))
    assert [one.account_id for one in letters] == [pelle, pelle]
    assert "snart" in letters[0].subject or "soon" in letters[0].subject
    for letter in letters:
        assert "Rondera" not in letter.subject + letter.body
        assert "/exempelkommunen/insatser/" in letter.body
