"""What is held, table by table, and the statement of accessibility, as a municipality adopts them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps

from tests.web.cast import AT
from tests.web.conftest import Installation
from tryggve.store.database.actions.retention import record_decision
from tryggve.web.accounts.models import Municipality
from tryggve.web.core import clock
from tryggve.web.core.actions.choices import choose
from tryggve.web.core.held import ABOUT, held


def tables() -> set[str]:
    """Every table that a model of the installation or of a municipality has."""
    models = apps.get_models(include_auto_created=True)
    return {one._meta.db_table for one in models if one._meta.managed and not one._meta.proxy and not one._meta.swapped}


def test_every_table_is_described_once() -> None:
    """Whoever adds a table says what is in it, why, how long and who sees it, in both languages."""
    told = [table for row in held() for table in row.tables]
    assert sorted(told) == sorted(set(told))
    assert set(told) == tables()
    for row in held():
        assert row.about in ABOUT
        for language in ("sv", "en"):
            assert len(row.said[language]) == 4
            assert all(len(words) > 3 for words in row.said[language])


def read(installation: Installation, page: str, who: str | None = None, language: str = "sv") -> str:
    client = installation.client(who)
    client.cookies["sprak"] = language
    answer = client.get(f"/om/{page}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def adopted(installation: Installation) -> Installation:
    """A municipality that has said what it has to say."""
    with installation.inside() as database:
        choose(name="contact", value={"function": "Trygghetssamordnaren", "email": "trygg@example.org"}, by="x", at=AT)
        choose(name="driftstart.item.responsibility", value={"controller": "Kommunstyrelsen"}, by="x", at=AT)
        record_decision(
            database, reference="KS 2026/9", decided_by="KS", decided_on=dt.date(2026, 1, 2), text_months=7,
            facts_months=30, note="", by="x", at=AT,
        )  # fmt: skip
    return installation


@pytest.mark.parametrize("language", ["sv", "en"])
def test_members_read_what_their_municipality_says_and_others_do_not(adopted: Installation, language: str) -> None:
    for page in ("personuppgifter", "tillganglighet"):
        assert "Trygghetssamordnaren" in read(adopted, page, "Rut", language)
        # Two municipalities share the installation: whoever is not logged in learns of neither.
        assert "Trygghetssamordnaren" not in read(adopted, page, None, language)
        assert "Trygghetssamordnaren" not in read(adopted, page, "Olle", language)
        assert "Exempelkommunen" not in read(adopted, page, "Olle", language)
    shown = read(adopted, "personuppgifter", "Rut", language)
    for words in ("Kommunstyrelsen", "KS 2026/9", "7", "30", "report_link", "mfa_authenticator"):
        assert words in shown


def test_where_there_is_one_municipality_all_read_what_it_says(adopted: Installation) -> None:
    Municipality.objects.filter(slug="grannkommunen").delete()
    assert "trygg@example.org" in read(adopted, "tillganglighet")
    assert "Kommunstyrelsen" in read(adopted, "personuppgifter")


def test_the_statement_of_accessibility_is_filled_in_and_shown(adopted: Installation) -> None:
    told = {
        "status": "partly", "assessed_on": "2026-10-01", "assessed_how": "Skärmläsare på telefon och dator.",
        "shortcomings": "Kartan över skolor saknar tabell. <b>Klart i maj.</b>", "other_way": "Ring växeln.",
    }  # fmt: skip
    url = adopted.url("installningar/tillganglighet/")
    assert adopted.client("Pelle").post(url, told).status_code == 403
    assert adopted.client("Kerstin").post(url, told | {"status": "perfect"}).status_code == 422
    assert adopted.client("Kerstin").post(url, told).status_code == 302
    assert "2026-10-01" in adopted.client("Kerstin").get(url).content.decode()
    shown = read(adopted, "tillganglighet", "Rut")
    for words in (
        "delvis",
        "1 oktober 2026",
        "Skärmläsare på telefon",
        "Ring växeln",
        "&lt;b&gt;Klart i maj",
        "digg.se",
    ):
        assert words in shown, words
    assert "ännu inte" not in shown


def test_the_example_says_that_its_calendar_stands_still(installation: Installation) -> None:
    def shown() -> str:
        clock.forget()
        return str(installation.client("Kerstin").get(installation.url("driftstart/")).content.decode())

    assert "Här är det alltid" not in shown()
    with installation.inside():
        choose(name=clock.TODAY, value="2025-12-28", by="x", at=AT)
    assert "Här är det alltid 28 december 2025" in shown()
    clock.forget()
