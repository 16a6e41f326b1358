"""A draft lives, is written to, and is fastställd: from then on nobody changes it."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.utils import timezone

from tests.stores import Postgres
from tests.web.conftest import Installation
from tests.web.situation.adopting import DRAFT, HIDDEN, confirmed, fixed, hidden, worked
from tests.web.situation.seed import TODAY, WEEK
from tryggve.domain.language import _
from tryggve.reports.labels import audience_name
from tryggve.reports.tree import Audience
from tryggve.reports.week.periods import read_period
from tryggve.store.database import guards
from tryggve.store.database.connect import connect
from tryggve.store.database.models import AuditEvent, Incident
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions.choices import choose
from tryggve.web.core.models import Letter, Organisation
from tryggve.web.core.readiness import OPEN
from tryggve.web.incidents.models import Question, Report, SituationReport
from tryggve.web.situation import work
from tryggve.web.situation.actions import adopting, making
from tryggve.web.situation.models import Analysis, Draft, Making, Snapshot, SnapshotFile

HELD = "Our assessment of this is written, and is not handed on in this version."
FIRST = f"/exempelkommunen/lagesbilder/{WEEK}/1/"
SCRIPT: Any = {"HTTP_ACCEPT": "application/json"}


def test_texts_save_themselves_and_none_overwrites_another(installation: Installation) -> None:
    kerstin, anna = installation.client("Kerstin"), installation.client("Anna")
    address = f"{DRAFT}text/where/"
    assert kerstin.post(address, {"text": "Belysningen.", "version": "0"}, **SCRIPT).json()["version"] == 1
    assert kerstin.post(address, {"text": "Belysningen är trasig.", "version": "1"}, **SCRIPT).json()["version"] == 2
    late = kerstin.post(address, {"text": "Något annat.", "version": "1"}, **SCRIPT)
    assert (late.status_code, late.json()["theirs"], late.json()["version"]) == (409, "Belysningen är trasig.", 2)
    page = kerstin.post(address, {"text": "Något annat.", "version": "1"})
    assert page.status_code == 409
    assert "Något annat." in page.content.decode()
    assert "Belysningen är trasig." in page.content.decode()
    refused = kerstin.post(address, {"text": "Det var 19121212-1212.", "version": "2"}, **SCRIPT)
    assert (refused.status_code, "error" in refused.json()) == (422, True)
    assert kerstin.post(f"{DRAFT}text/finns-inte/", {"text": "x", "version": "0"}).status_code == 404
    assert anna.post(address, {"text": "x", "version": "2"}).status_code == 403
    assert anna.get(f"{address}historik/").status_code == 200
    with installation.inside():
        assert [row.text for row in Analysis.objects.order_by("id")] == ["Belysningen.", "Belysningen är trasig."]


def test_a_text_that_saves_itself_says_at_once_what_may_point_at_a_person(installation: Installation) -> None:
    kerstin, address = installation.client("Kerstin"), f"{DRAFT}text/where/"
    pointing = kerstin.post(address, {"text": "Ring 070-174 06 05.", "version": "0"}, **SCRIPT).json()
    assert "070-174 06 05 (" in pointing["marked"]
    assert kerstin.post(address, {"text": "Ring växeln.", "version": "1"}, **SCRIPT).json()["marked"] == ""


def test_a_lagesbild_is_fixed_for_good(installation: Installation) -> None:
    Account.objects.filter(name__in=("Pelle", "Rut")).update(wants_mail=True)
    installation.client("Kerstin").post(f"{DRAFT}text/where/", {"text": "Belysningen är trasig.", "version": "0"})
    page = fixed(installation)
    assert all(f"{FIRST}lagesbild.{form}" in page for form in ("pdf", "xlsx", "json"))
    pages = {name: installation.client(name).get(FIRST) for name in ("Kerstin", "Pelle", "Vera", "Rolf")}
    told = {name for name, page in pages.items() if "Belysningen är trasig." in page.content.decode()}
    assert told == {"Kerstin", "Pelle"}, "nobody has chosen that private organisations and councils get it"
    assert {name for name, page in pages.items() if _(HELD) in page.content.decode()} == {"Vera", "Rolf"}
    assert all("Humleåsen" in page.content.decode() for page in pages.values())
    assert {name for name, page in pages.items() if 'id="list"' in page.content.decode()} == set(pages)
    assert {name for name, page in pages.items() if 'fill-opacity="0.7"' in page.content.decode()} == {"Pelle"}
    gets = {"Kerstin": Audience.INTERNAL, "Pelle": Audience.SHARED, "Vera": Audience.AREA, "Rolf": Audience.AREA}
    assert all(
        f'<p class="muted">{audience_name(gets[name])}</p>' in page.content.decode() for name, page in pages.items()
    )
    for name, status in {"Rut": 403, "Adam": 403, "Olle": 404}.items():
        assert installation.client(name).get(FIRST).status_code == status
    assert installation.client("Rolf").get(DRAFT).status_code == 403
    documents(installation)
    with installation.inside():
        letters = [(one.account_id, one.subject) for one in Letter.objects.all()]
        events = AuditEvent.objects.filter(action__in=("adopt", "publish", "download")).order_by("id")
        assert [one.action for one in events] == ["adopt", "download", "download", "download"]
    assert [Account.objects.get(pk=pk).name for pk, _subject in letters] == ["Pelle"]
    listed = installation.client("Kerstin").get("/exempelkommunen/lagesbilder/").content.decode()
    assert re.search(r"Fastställd, version 1(?!.*Fastställd, version 1)", listed), "the draft says what it has become"
    assert confirmed(installation).status_code == 422
    assert f"/lagesbilder/{WEEK}/2/" in fixed(installation, why="Sena rapporter kom in.", to_where="area")
    second = installation.client("Rolf").get(FIRST.replace("/1/", "/2/")).content.decode()
    assert ("Belysningen är trasig." in second, _(HELD) in second) == (True, False)
    with installation.inside():
        kept = [event.details for event in AuditEvent.objects.filter(action="adopt").order_by("id")]
    assert [(one["handed"], one["held"]) for one in kept] == [([], []), (["where"], [])]
    assert reasons(installation) == ["", "Sena rapporter kom in."]
    refuses_change(installation)


def documents(installation: Installation) -> None:
    answers = [installation.client(name).get(f"{FIRST}lagesbild.pdf") for name in ("Kerstin", "Pelle", "Rolf")]
    internal = answers[0]
    assert len({answer.content for answer in answers}) == 3
    assert internal.headers["Content-Type"] == "application/pdf"
    assert internal.headers["X-Content-Type-Options"] == "nosniff"
    for answer, has_words in zip(answers, (True, True, False), strict=True):
        reader = pypdf.PdfReader(io.BytesIO(answer.content))
        root: Any = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"].startswith("sv")
        text = " ".join(page.extract_text() for page in reader.pages)
        assert ("Belysningen är trasig." in text) is has_words
        assert "Utkast" not in text
        assert "Ingen analys är skriven i den här versionen." in text
        assert "tryggve explain" not in text, "what is fastställt in the web is opened there"
        assert "Varför just detta problem?" not in text, "the questions belong to the draft"
    assert installation.client("Kerstin").get(f"{FIRST}lagesbild.exe").status_code == 404


def reasons(installation: Installation) -> list[str]:
    with installation.inside():
        return [row.why for row in Snapshot.objects.order_by("version")]


def refuses_change(installation: Installation) -> None:
    with installation.inside() as database:
        assert guards.unknown(database.connection) == []
        for table in (Snapshot, SnapshotFile):
            with pytest.raises(DatabaseError, match="append-only"):
                table.objects.update(id=1)
            with pytest.raises(DatabaseError, match="append-only"):
                table.objects.all()._raw_delete("kommun-exempelkommunen")
        assert Snapshot.objects.count() == 2


@pytest.mark.postgres
def test_postgres_refuses_too(postgres: Postgres) -> None:
    with connect(postgres.place()) as database:
        for app in ("core", "situation"):
            call_command("migrate", app, database=database.alias, verbosity=0, interactive=False)
        Snapshot.objects.using(database.alias).create(
            period=WEEK, version=1, adopted_at=timezone.now(), adopted_by="test", fingerprint="f", code_version="0",
            analysis={}, coverage={}, tree={}, shared_tree={},
        )  # fmt: skip
        for sql in (
            "UPDATE situation_snapshot SET version = 2",
            "DELETE FROM situation_snapshot",
            "TRUNCATE situation_file",
        ):
            with pytest.raises(DatabaseError, match="append-only"), connections[database.alias].cursor() as cursor:
                cursor.execute(sql)
        assert Snapshot.objects.using(database.alias).get().version == 1
        assert guards.unknown(database.connection) == []


def changed(installation: Installation) -> None:
    """Something has come in, unseen by the draft."""
    with installation.inside():
        period = read_period(WEEK)
        Incident.objects.filter(last_day__range=(period.first_day, period.last_day), left_out="").update(severity=5)


def test_what_has_changed_since_is_read_again_first(installation: Installation) -> None:
    with installation.inside():
        old = Draft.objects.get(period=WEEK).fingerprint
    answer = confirmed(installation)
    changed(installation)
    worked(installation)
    page = installation.client("Kerstin").get(answer.url).content.decode()
    assert _("Reports have come since the draft you read") in page
    with installation.inside():
        assert Snapshot.objects.count() == 0
        assert Draft.objects.get(period=WEEK).fingerprint != old
        assert Making.objects.get().wish == {}
    assert installation.client("Kerstin").post(f"{DRAFT}faststall/", {"fingerprint": old}).status_code == 422


def test_a_draft_or_a_text_that_is_not_the_one_read_is_asked_for_again(installation: Installation) -> None:
    kerstin = installation.client("Kerstin")
    read = hidden(kerstin.get(f"{DRAFT}faststall/").content.decode()) | {"sure": "on"}
    kerstin.post(f"{DRAFT}text/where/", {"text": "Belysningen.", "version": "0"})
    again = kerstin.post(f"{DRAFT}faststall/", read, follow=True)
    assert again.redirect_chain == [(f"{DRAFT}faststall/", 302)]
    assert "Kerstin" in again.content.decode().split('role="status"')[1][:400]
    with installation.inside():
        Draft.objects.filter(period=WEEK).update(fingerprint="0" * 64)
    again = kerstin.post(f"{DRAFT}faststall/", read, follow=True)
    assert again.redirect_chain == [(f"{DRAFT}faststall/", 302)]
    assert 'name="fingerprint" value="' + "0" * 64 in again.content.decode()
    with installation.inside():
        Draft.objects.filter(period=WEEK).update(batch=-1)
        assert not Making.objects.exists()
    old = kerstin.get(f"{DRAFT}faststall/").content.decode()
    assert "fingerprint" not in old
    assert kerstin.post(f"{DRAFT}bygg/", {"next": "adopt"}).status_code == 302
    worked(installation)
    with installation.inside():
        pk = Making.objects.get().pk
    assert kerstin.get(f"{DRAFT}arbete/{pk}/").url == f"{DRAFT}faststall/"
    assert kerstin.get(f"{DRAFT}arbete/{pk}/", HTTP_HX_REQUEST="true").headers["HX-Redirect"] == f"{DRAFT}faststall/"
    assert hidden(kerstin.get(f"{DRAFT}faststall/").content.decode()).keys() == set(HIDDEN)


def test_who_confirms_meanwhile_or_just_after_gets_the_same(installation: Installation) -> None:
    kerstin = installation.client("Kerstin")
    read = hidden(kerstin.get(f"{DRAFT}faststall/").content.decode()) | {"sure": "on"}
    first, second = (kerstin.post(f"{DRAFT}faststall/", read) for _time in range(2))
    assert first.url == second.url == kerstin.get(f"{DRAFT}faststall/").url
    waiting = kerstin.get(first.url).content.decode()
    assert 'hx-trigger="every 1s"' in waiting
    assert 'aria-current="step"' in waiting
    worked(installation)
    worked(installation)
    assert kerstin.post(f"{DRAFT}faststall/", read).url == FIRST
    with installation.inside():
        assert Snapshot.objects.count() == Making.objects.count() == 1
    assert "hx-trigger" not in kerstin.get(first.url, HTTP_HX_REQUEST="true").content.decode()
    assert installation.client("Anna").get(first.url).status_code == 200
    assert installation.client("Pelle").get(first.url).status_code == 403


def test_what_fails_leaves_nothing_and_is_told(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = confirmed(installation)
    monkeypatch.setattr(adopting, "documents_of", lambda _one: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        worked(installation)
    page = installation.client("Kerstin").get(answer.url).content.decode()
    assert _("It was not made") in page
    with installation.inside():
        assert (Snapshot.objects.count(), Making.objects.get().outcome) == (0, "failed")


def test_what_was_stopped_half_way_is_begun_anew_but_not_for_ever(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirmed(installation)

    def dies(_one: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(adopting, "documents_of", dies)
        with pytest.raises(KeyboardInterrupt):
            worked(installation)
    with installation.inside():
        assert (Making.objects.get().step, Making.objects.get().open) == ("files", True)
        Making.objects.update(tries=making.TRIES)
    worked(installation)
    with installation.inside():
        assert (Snapshot.objects.count(), Making.objects.get().outcome) == (0, "failed")


def test_what_is_not_done_is_said_first(installation: Installation) -> None:
    def told() -> str:
        page: str = installation.client("Kerstin").get(f"{DRAFT}faststall/").content.decode()
        return page

    assert told().count("/inkorg/") == before_in_menu(told())
    with installation.inside():
        period = read_period(WEEK)
        incident = Incident.objects.filter(last_day__range=(period.first_day, period.last_day), left_out="").first()
        assert incident is not None
        mine = Organisation.objects.get(name="Polisen")
        report = Report.objects.create(incident_id=incident.pk, received_at=timezone.now(), organisation=mine)
        Question.objects.create(report=report, text="Var?", asked_by="Kerstin", asked_at=timezone.now())
        SituationReport.objects.create(organisation=mine, period=period.label, by="Pelle", at=timezone.now())
    page = told()
    assert page.count("/inkorg/") == before_in_menu(page) + 2
    assert re.search(r"Lägesrapporter[^<]*: Polisen\.", page)
    assert "Var?" not in page


def before_in_menu(page: str) -> int:
    return page.split("<main")[0].count("/inkorg/")


def test_driftstart_comes_first(installation: Installation) -> None:
    with installation.inside():
        choose(name=OPEN, value=False, by="test", at=timezone.now())
    answer = confirmed(installation)
    assert answer.status_code == 422
    assert _("The municipality is not open for live data.") in answer.content.decode()
    with installation.inside():
        assert not Making.objects.exists()


def test_drafts_make_themselves_once(installation: Installation) -> None:
    with installation.inside():
        work.keep_drafts_fresh(timezone.now())
        made = {row.period: row.built_at for row in Draft.objects.all()}
        assert set(made) == {"2025-W51", "2025-W52"}
        work.keep_drafts_fresh(timezone.now())
        assert {row.period: row.built_at for row in Draft.objects.all()} == made
        assert all(row.day == TODAY for row in Draft.objects.all())
    assert installation.client("Anna").get("/exempelkommunen/lagesbild/2025-W52/").status_code == 200
    assert installation.client("Pelle").get("/exempelkommunen/lagesbild/2025-W52/").status_code == 403
