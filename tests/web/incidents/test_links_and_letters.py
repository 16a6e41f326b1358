"""A question reaches its reporter, late answers too; letters and links leave no trail (T-MAIL, T-LINK, T-LINK-CUT)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from tests.web.conftest import Installation
from tryggve.web.accounts.models import Account
from tryggve.web.core.due import JOBS
from tryggve.web.core.models import Letter, Membership, Organisation
from tryggve.web.incidents import work as own_work
from tryggve.web.incidents.actions.answers import tell
from tryggve.web.incidents.models import Question, Report, ReportLink, Told
from tryggve.web.setup import work

Filled = Callable[..., dict[str, Any]]
DAY = dt.timedelta(days=1)


@pytest.fixture
def sent(ground: Installation, filled: Filled) -> str:
    """The id of a report of Rut's, who wants e-mail."""
    ground.client("Rut").post(ground.url("mina/brev"), {"wants": "1"})
    data = filled(text="Ny sprej på gaveln")
    assert ground.client("Rut").post(ground.url("rapport/skicka"), data).status_code == 302
    with ground.inside():
        Membership.objects.update(since=timezone.now() - 400 * DAY)
    return str(data["id"])


def ask(ground: Installation, text: str = "Var på gaveln?") -> None:
    with ground.inside():
        incident = Report.objects.get().incident_id
    answer = ground.client("Kerstin").post(ground.url(f"inkorg/{incident}/fraga"), {"text": text})
    assert answer.status_code == 302, answer.content.decode()[:400]


def test_a_question_goes_by_letter_to_who_wants_it_and_the_letter_leaves_no_trail(
    ground: Installation, sent: str
) -> None:
    """T-MAIL."""
    ask(ground)
    with ground.inside():
        letter = Letter.objects.get()
        assert letter.account_id == Account.objects.get(name="Rut").pk
        assert "gaveln" not in letter.subject + letter.body
        assert letter.body.rstrip().endswith("/exempelkommunen/mina/")
        work.send_letters(timezone.now())
        assert [one.to for one in mail.outbox] == [["rut@example.org"]]
        assert not Letter.objects.exists()
    ground.client("Rut").post(ground.url("mina/brev"), {})
    ask(ground, "Vilken sida?")
    with ground.inside():
        assert not Letter.objects.exists()


@pytest.mark.parametrize("what", ["a new way in", "another organisation", "ended"])
def test_no_letter_tells_whose_a_report_was_to_who_may_not_read_it(ground: Installation, sent: str, what: str) -> None:
    """T-MAIL, T-BACK: who holds the account now is told nothing of what was sent before."""
    with ground.inside():
        mine, now = Membership.objects.get(name="Rut"), timezone.now()
        if what == "another organisation":
            mine.organisation = Organisation.objects.get(name="Polisen")
        elif what == "ended":
            mine.ended = now
        else:
            mine.since = now
        mine.save()
    ask(ground)
    with ground.inside():
        tell(report=Report.objects.get(), kind=Told.DONE, text="Väggen är ren", link="/x", by="Kerstin", at=now)
        assert not Letter.objects.exists()


def test_links_that_nobody_answered_are_cut_by_the_worker_too(ground: Installation, sent: str) -> None:
    """T-LINK-CUT."""
    cut = JOBS["incidents.work.cut_links"]
    assert cut.do is own_work.cut_links
    with ground.inside():
        came = Report.objects.get().received_at
        cut.do(came + settings.LINK_CUT_UNANSWERED - DAY)
        assert bytes(ReportLink.objects.get().sealed) != b""
        tell(report=Report.objects.get(), kind=Told.TASK, text="", link="/x", by="Kerstin", at=came + 170 * DAY)
        cut.do(came + settings.LINK_CUT_UNANSWERED + DAY)
        assert bytes(ReportLink.objects.get().sealed) != b""  # answered: 90 days from that
        ReportLink.objects.update(answered_at=None)
        cut.do(came + settings.LINK_CUT_UNANSWERED + DAY)
        assert bytes(ReportLink.objects.get().sealed) == b""
        assert ReportLink.objects.get().cut_at is not None


def test_an_answer_to_something_older_is_seen_without_what_was_written(ground: Installation, sent: str) -> None:
    """T-OWN-14."""
    rut, now = ground.client("Rut"), timezone.now()
    with ground.inside():
        Report.objects.update(received_at=now - 40 * DAY)
    assert "#klotter" not in rut.get(ground.url("mina/")).content.decode()
    ask(ground)
    with ground.inside():
        tell(report=Report.objects.get(), kind=Told.DONE, text="Väggen är ren", link="/x", by="Kerstin", at=now)
    page = rut.get(ground.url("mina/")).content.decode()
    assert "Väggen är ren" in page
    assert "Var på gaveln?" in page
    assert "#klotter" not in page
    assert "Björkbacken" not in page
    assert "Väggen är ren" not in ground.client("Kerstin").get(ground.url("mina/")).content.decode()
    url = ground.url(f"mina/{sent}/svara")
    assert ground.client("Kerstin").post(url, {"text": "Jag gissar"}).status_code == 404
    assert rut.post(url, {"text": "Mot gården"}).status_code == 302
    with ground.inside():
        assert Question.objects.get().answer == "Mot gården"
        Membership.objects.filter(name="Rut").update(since=now - DAY)
    assert "Väggen är ren" not in rut.get(ground.url("mina/")).content.decode()  # a new way in begins anew
    assert rut.post(url, {"text": "Igen"}).status_code == 404
    with ground.inside():
        Membership.objects.filter(name="Rut").update(since=now - 400 * DAY)
        Question.objects.update(asked_at=now - 15 * DAY)
    assert rut.post(url, {"text": "För sent"}).status_code == 404
