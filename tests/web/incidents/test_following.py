"""What became of one's reports, and nobody else's; the link to the sender is cut."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from tests.web.conftest import Installation
from tryggve.store.database.models import AuditEvent
from tryggve.web.accounts.models import Account
from tryggve.web.core.models import Letter, Membership, Organisation
from tryggve.web.incidents.actions.answers import PersonInTextError, ask, cut_links, tell
from tryggve.web.incidents.models import Question, Report, ReportLink, Told
from tryggve.web.incidents.sealed import account_of

Filled = Callable[..., dict[str, Any]]


@pytest.fixture
def sent(ground: Installation, filled: Filled) -> str:
    """The id of a report of Rut's."""
    data = filled(text="Ny sprej på gaveln")
    assert ground.client("Rut").post(ground.url("rapport/skicka"), data).status_code == 302
    return str(data["id"])


def read(installation: Installation, name: str, rest: str) -> tuple[int, str]:
    answer = installation.client(name).get(installation.url(rest))
    return answer.status_code, answer.content.decode()


def test_one_sees_ones_own_and_a_lead_the_organisations_without_sender(ground: Installation, sent: str) -> None:
    mark = "#klotter"
    assert mark in read(ground, "Rut", "mina/")[1]
    assert mark not in read(ground, "Kerstin", "mina/")[1]
    assert read(ground, "Rut", f"rapport/{sent}/")[0] == 200
    assert read(ground, "Kerstin", f"rapport/{sent}/")[0] == read(ground, "Olle", "mina/")[0] == 404
    assert read(ground, "Rut", "mina/organisationen/")[0] == 403
    assert mark not in read(ground, "Pelle", "mina/organisationen/")[1]
    with ground.inside():
        home = Organisation.objects.get(name="Bostadsbolaget")
        Membership.objects.filter(name="Pelle").update(organisation=home)
    status, page = read(ground, "Pelle", "mina/organisationen/")
    assert status == 200
    assert "Ny sprej på gaveln" in page
    assert ">Rut<" not in page
    with ground.inside():
        assert AuditEvent.objects.filter(action="read_text", by="Pelle").count() == 1
        Report.objects.update(received_at=timezone.now() - dt.timedelta(days=15))
    assert mark not in read(ground, "Rut", "mina/")[1]


def test_ones_own_words_are_read_for_two_weeks_and_the_log_gathers_nobodys_reports(
    ground: Installation, sent: str
) -> None:
    """T-OWN-14, T-LINK: who reads the log would learn from a list which reports have the same sender."""
    assert "Ny sprej på gaveln" in read(ground, "Rut", "mina/")[1]
    assert "Ny sprej" not in read(ground, "Kerstin", "mina/")[1]
    with ground.inside():
        assert not AuditEvent.objects.filter(action="read_text").exists()
        ask(report=Report.objects.get(), text="Var på gaveln?", link="/x", by="Kerstin", at=timezone.now())
        Membership.objects.filter(name="Rut").update(since=timezone.now() - dt.timedelta(days=400))
        Report.objects.update(received_at=timezone.now() - dt.timedelta(days=15))
    late = read(ground, "Rut", "mina/")[1]
    assert "Var på gaveln?" in late
    assert "Ny sprej" not in late


def test_the_form_tells_its_reporter_alone_of_a_question_until_it_is_answered(ground: Installation, sent: str) -> None:
    words = "har en fråga till dig"
    assert words not in read(ground, "Rut", "rapport/")[1]
    with ground.inside():
        ask(report=Report.objects.get(), text="Var på gaveln?", link="/x", by="Kerstin", at=timezone.now())
    assert words in read(ground, "Rut", "rapport/")[1]
    assert words not in read(ground, "Kerstin", "rapport/")[1]
    with ground.inside():
        Membership.objects.filter(name="Rut").update(since=timezone.now() - dt.timedelta(days=400))
        Report.objects.update(received_at=timezone.now() - dt.timedelta(days=15))
    assert words in read(ground, "Rut", "rapport/")[1]
    ground.client("Rut").post(ground.url(f"mina/{sent}/svara"), {"text": "Mot gården"})
    assert words not in read(ground, "Rut", "rapport/")[1]


def test_a_question_is_answered_by_its_reporter_alone(ground: Installation, sent: str) -> None:
    """T-SCREEN: what may point at a person is marked in an answer too, and sent only by choice."""
    url = ground.url(f"mina/{sent}/svara")
    with ground.inside():
        report = Report.objects.get()
        with pytest.raises(PersonInTextError):
            ask(report=report, text="Var det 811218-9876?", link="/x", by="Kerstin", at=timezone.now())
        ask(report=report, text="Var på gaveln?", link="/x", by="Kerstin", at=timezone.now())
    assert "Var på gaveln?" in read(ground, "Rut", "mina/")[1]
    assert ground.client("Kerstin").post(url, {"text": "Jag gissar"}).status_code == 404
    refused = ground.client("Rut").post(url, {"text": "Fråga 811218-9876"})
    assert refused.status_code == 422
    assert "Fråga 811218-9876" in refused.content.decode()
    told = {"text": "Mot gården, ring Kalle Svensson"}
    asked = ground.client("Rut").post(url, told)
    assert asked.status_code == 422
    assert '<mark class="personal">Kalle Svensson</mark>' in asked.content.decode()
    assert "Mot gården, ring Kalle Svensson</textarea>" in asked.content.decode()
    other = {"text": "Mot gården, ring Kalle Svensson och Eva Lind", "anyway": "Kalle Svensson"}
    assert ground.client("Rut").post(url, other).status_code == 422
    assert ground.client("Rut").post(url, told | {"anyway": "Kalle Svensson"}).status_code == 302
    ground.client("Rut").post(url, {"text": "En gång till"})
    with ground.inside():
        question = Question.objects.get()
        assert (question.answer, question.flags) == ("Mot gården, ring Kalle Svensson", "name")


def test_words_of_an_answer_are_taken_out_for_good(ground: Installation, sent: str) -> None:
    """T-SCREEN: whoever reads reports takes them out, of the answers to that report alone, and the log says that."""
    told = {"text": "Ring Kalle Svensson", "anyway": "Kalle Svensson"}
    with ground.inside():
        report = Report.objects.get()
        asked = ask(report=report, text="Var på gaveln?", link="/x", by="Kerstin", at=timezone.now()).pk
        kerstin, url = ground.client("Kerstin"), ground.url(f"inkorg/{report.incident_id}/ord")
    assert kerstin.post(url, {"fraga": asked, "text": "Mot gården"}).status_code == 404
    assert ground.client("Rut").post(ground.url(f"mina/{sent}/svara"), told).status_code == 302
    assert "Byt ut för gott" in read(ground, "Kerstin", f"inkorg/{report.incident_id}/")[1]
    assert ground.client("Pelle").post(url, {"fraga": asked, "text": "Mot gården"}).status_code == 403
    assert kerstin.post(url, {"fraga": asked + 1, "text": "Mot gården"}).status_code == 404
    assert kerstin.post(url, {"fraga": asked, "text": "Fråga 811218-9876"}).status_code == 409
    assert kerstin.post(url, {"fraga": asked, "text": "Ring en granne"}).status_code == 302
    assert "Ring en granne" in read(ground, "Rut", "mina/")[1]
    assert kerstin.post(url, {"fraga": asked, "text": " "}).status_code == 302
    assert "ord borttagna" in read(ground, "Rut", "mina/")[1]
    with ground.inside():
        question, event = Question.objects.get(), AuditEvent.objects.filter(action="question").latest("pk")
        assert (question.answer, question.flags, event.details["done"]) == ("", "", "erased")


def test_an_answer_is_told_and_the_letter_says_nothing_of_it(ground: Installation, sent: str) -> None:
    with ground.inside():
        tell(
            report=Report.objects.get(),
            kind=Told.TASK,
            text="Väggen tvättas",
            link="/x",
            by="Kerstin",
            at=timezone.now(),
        )
        assert not Letter.objects.exists()
    assert "Väggen tvättas" in read(ground, "Rut", "mina/")[1]
    ground.client("Rut").post(ground.url("mina/brev"), {"wants": "1"})
    with ground.inside():
        tell(
            report=Report.objects.get(),
            kind=Told.DONE,
            text="Väggen är ren",
            link="/x",
            by="Kerstin",
            at=timezone.now(),
        )
        letter = Letter.objects.get()
        assert letter.account_id == Account.objects.get(name="Rut").pk
        assert "ren" not in letter.subject + letter.body.replace("answer", "")
    ground.client("Rut").post(ground.url("mina/brev"), {})
    assert not Account.objects.get(name="Rut").wants_mail


def test_links_cannot_change_places_and_are_cut_in_time(ground: Installation, sent: str, filled: Filled) -> None:
    other = filled(id=str(uuid.uuid4()))
    ground.client("Kerstin").post(ground.url("rapport/skicka"), other)
    with ground.inside():
        mine, theirs = (ReportLink.objects.get(report_id=one) for one in (sent, other["id"]))
        assert account_of(mine.report_id, theirs.sealed) is None
        ReportLink.objects.filter(pk=theirs.pk).update(sealed=mine.sealed)
    assert read(ground, "Rut", f"rapport/{other['id']}/")[0] == 404
    now = timezone.now()
    with ground.inside():
        assert cut_links(at=now + settings.LINK_CUT_UNANSWERED - dt.timedelta(hours=1)) == 0
        tell(report=mine.report, kind=Told.LEAVE, text="", link="/x", by="Kerstin", at=now)
        assert cut_links(at=now + settings.LINK_CUT_AFTER - dt.timedelta(seconds=1)) == 0
        assert read_sealed(sent) != b""
        assert cut_links(at=now + settings.LINK_CUT_AFTER) == 1
        assert read_sealed(sent) == b""
        assert AuditEvent.objects.filter(action="links_cut").count() == 1
    assert read(ground, "Rut", f"rapport/{sent}/")[0] == 404


def read_sealed(report: str) -> bytes:
    return bytes(ReportLink.objects.get(report_id=report).sealed)


def test_the_worker_and_the_manifest_are_for_anybody(ground: Installation) -> None:
    worker, manifest = ground.client().get("/sw.js"), ground.client().get("/manifest.webmanifest")
    assert worker.headers["Content-Type"] == "text/javascript"
    assert worker.headers["Cache-Control"] == "no-cache"
    assert manifest.json()["start_url"] == manifest.json()["scope"] == "/"
