"""Gallring in the browser: the decision, what goes, the deleting, and what follows. T-RETENTION."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest

from tests.web.cast import AT
from tests.web.conftest import Installation
from tests.web.situation.signal_seed import SECRET_TEXT, TODAY
from tests.web.situation.signal_town import _signal_template, town  # noqa: F401
from tryggve.domain.calendar_days import day_date
from tryggve.store.database import meta
from tryggve.store.database.models import AuditEvent, Incident, IncidentText, RetentionDecision
from tryggve.web.core import clock
from tryggve.web.core.models import Organisation
from tryggve.web.core.municipal import here
from tryggve.web.core.pages_environment import month
from tryggve.web.incidents.actions.following import follow_retention
from tryggve.web.incidents.models import Outcome, Question, Report, Told
from tryggve.web.setup import driftstart

RIGHT = {
    "reference": "KS 2026/7", "decided_by": "Kommunstyrelsen, § 9", "decided_on": "2026-05-04", "text_months": "6",
    "facts_months": "12", "note": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    clock.forget()
    yield
    clock.forget()


def decide(installation: Installation, who: str = "Kerstin", **other: str) -> int:
    answer = installation.client(who).post(installation.url("installningar/gallring/beslut/"), RIGHT | other)
    return int(answer.status_code)


def page(installation: Installation, rest: str = "", who: str = "Kerstin") -> str:
    answer = installation.client(who).get(installation.url(f"installningar/gallring/{rest}"))
    assert answer.status_code == 200, (rest, answer.status_code)
    return str(answer.content.decode())


def test_a_decision_is_recorded_once_and_answers_driftstart(installation: Installation) -> None:
    with installation.inside():
        assert not next(one for one in driftstart.filled() if one.item.id == driftstart.RETENTION).is_done
    for wrong in ({"reference": " "}, {"decided_on": "2999-01-01"}, {"facts_months": "3"}, {"text_months": "0"}):
        assert decide(installation, **wrong) == 422, wrong
    assert decide(installation, "Pelle") == 403
    assert decide(installation, "Olle") == 404
    with installation.inside():
        assert not RetentionDecision.objects.exists()
    assert decide(installation, "Adam") == 302
    assert decide(installation, text_months="3", reference="KS 2026/8", facts_months="") == 302
    with installation.inside():
        assert [one.recorded_by for one in RetentionDecision.objects.order_by("id")] == ["Adam", "Kerstin"]
        events = AuditEvent.objects.filter(action="retention_decision").order_by("id")
        assert [one.details["reference"] for one in events] == ["KS 2026/7", "KS 2026/8"]
        done = next(one for one in driftstart.filled() if one.item.id == driftstart.RETENTION)
        assert (done.is_done, done.answers["text_months"], done.choice and done.choice.by) == (True, "3", "Kerstin")
    shown = page(installation)
    assert shown.index("KS 2026/8") < shown.index("KS 2026/7")
    assert "tryggve retention" not in shown
    item = installation.client("Kerstin").get(installation.url("driftstart/retention_decision/"))
    assert item.url == installation.url("installningar/gallring/beslut/")
    assert "KS 2026/8" in installation.client("Kerstin").get(installation.url("driftstart/")).content.decode()


def test_without_a_decision_nothing_can_go(town: Installation) -> None:  # noqa: F811
    assert "Inget beslut är antecknat" in page(town, "gallra/")
    with town.inside():
        texts = IncidentText.objects.count()
    town.client("Kerstin").post(town.url("installningar/gallring/gallra/"), {"seen": "x", "number": "1", "why": ""})
    with town.inside():
        assert IncidentText.objects.count() == texts > 0


def asked(town: Installation) -> tuple[str, str]:  # noqa: F811
    """The mark of what is shown, and the number that is asked for."""
    shown = page(town, "gallra/")
    seen, number = re.search(r'name="seen" value="(\w+)"', shown), re.search(r"Skriv (\d+) för att gallra", shown)
    assert seen is not None
    assert number is not None
    return seen[1], number[1]


def run(town: Installation, who: str = "Kerstin", **said: str) -> int:  # noqa: F811
    answer = town.client(who).post(town.url("installningar/gallring/gallra/"), {"why": ""} | said)
    return int(answer.status_code)


def test_what_goes_is_shown_asked_and_gone(town: Installation) -> None:  # noqa: F811
    assert decide(town) == 302
    with town.inside():
        before = (IncidentText.objects.count(), Incident.objects.count())
        old = Incident.objects.order_by("last_day")[0]
        assert old.last_day is not None
        first_month = month(day_date(old.last_day))
    assert first_month in page(town)
    seen, number = asked(town)
    assert SECRET_TEXT not in page(town, "gallra/")
    assert run(town, "Pelle", seen=seen, number=number) == 403
    assert run(town, seen=seen, number=str(int(number) + 1)) == 422
    assert run(town, seen=seen, number=number, why="Anna Andersson, 19800101-1234, ville det") == 422
    assert run(town, seen="0" * 32, number=number) == 302  # something has changed since it was shown
    with town.inside():
        assert (IncidentText.objects.count(), Incident.objects.count()) == before
    assert run(town, seen=seen, number=number, why="årlig gallring") == 302
    with town.inside():
        texts, reports = IncidentText.objects.count(), Incident.objects.count()
        assert texts < before[0]
        assert reports < before[1]
        event = AuditEvent.objects.filter(action="retention").order_by("-id")[0]
        assert (event.by, event.why, event.details["reference"]) == ("Kerstin", "årlig gallring", "KS 2026/7")
        total = event.details["total"]
        assert sum(total[name] for name in ("texts", "version_texts", "reports", "versions")) == int(number)
    assert "KS 2026/7: " in page(town)
    assert "finns inget att gallra" in page(town, "gallra/")
    assert run(town, seen=seen, number=number) in (200, 302, 422)
    with town.inside():
        assert (IncidentText.objects.count(), Incident.objects.count()) == (texts, reports)


def test_questions_and_answers_go_with_the_texts_and_not_before(town: Installation) -> None:  # noqa: F811
    with town.inside():
        home = Organisation.objects.all()[0]
        first, last = Incident.objects.order_by("last_day")[0], Incident.objects.order_by("-last_day")[0]
        middle = Incident.objects.filter(last_day__lt=last.last_day - 240).order_by("-last_day")[0]  # type: ignore[operator]
        for incident in (first, middle, last):
            at = dt.datetime.combine(day_date(incident.last_day), dt.time(12), dt.UTC)  # type: ignore[arg-type]
            report = Report.objects.create(incident_id=incident.pk, received_at=at, organisation=home)
            Question.objects.create(report=report, text=SECRET_TEXT, asked_by="Kerstin", asked_at=at, answer="Ja")
            Outcome.objects.create(report=report, kind=Told.ANSWER, text=SECRET_TEXT, by="Kerstin", at=at)
        assert follow_retention(at=AT) == 0
        assert Question.objects.filter(text=SECRET_TEXT).count() == 3
    assert decide(town) == 302
    seen, number = asked(town)
    assert run(town, seen=seen, number=number) == 302
    with town.inside():
        assert meta.read_int(here(), meta.Fact.FACTS_GONE) is not None
        assert follow_retention(at=AT) > 0
        assert follow_retention(at=AT) == 0
        left = {one.report.incident_id: (one.text, one.answer) for one in Question.objects.all()}
        assert left == {middle.pk: ("", ""), last.pk: (SECRET_TEXT, "Ja")}
        assert {one.report.incident_id: one.text for one in Outcome.objects.all()} == {
            middle.pk: "", last.pk: SECRET_TEXT,
        }  # fmt: skip
        assert TODAY > day_date(middle.last_day)  # type: ignore[arg-type]
        followed = AuditEvent.objects.filter(action="retention").order_by("-id")[0]
        assert followed.by == "Tryggve"
        assert followed.details["followed"]["reports"] >= 1
