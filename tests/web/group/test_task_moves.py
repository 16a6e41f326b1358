"""An insats goes from state to state; those whose reports led to it are answered, in the same transaction."""

from __future__ import annotations

import pytest

from tests.web.conftest import Installation
from tests.web.group import material
from tryggve.store.database.models import AuditEvent
from tryggve.web.core import hooks_of_group as told
from tryggve.web.core.hooks import Hook
from tryggve.web.group.facts import Origin
from tryggve.web.group.models import Task, TaskEvent


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[told.Answer]:
    """What the part that owns reports would be told."""
    heard: list[told.Answer] = []
    closed: Hook[[told.Answer], int] = Hook()
    closed.connect(lambda answer: heard.append(answer) or len(answer.incidents))  # type: ignore[func-returns-value]
    behind: Hook[[str], tuple[int, ...]] = Hook()
    behind.connect(lambda signal: (7, 8) if signal == "3" else ())
    monkeypatch.setattr(told, "task_closed", closed)
    monkeypatch.setattr(told, "incidents_behind", behind)
    return heard


def test_a_closed_insats_answers_those_who_reported(installation: Installation, answers: list[told.Answer]) -> None:
    with installation.inside():
        made = material.task(origin=Origin(None, (("report", "7"), ("report", "5"), ("signal", "3"))))
    url = installation.url(f"insatser/{made.pk}/lage/")
    said = {"to": "done", "version": "1", "result": "Buskarna är klippta.", "answer": "Tack! Buskarna är klippta."}
    for name in ("Sara", "Anna", "Rut", "Olle"):
        assert installation.client(name).post(url, said).status_code in (403, 404)
    assert answers == []
    assert installation.client("Kerstin").post(url, said).status_code == 302
    assert [(one.incidents, one.text, one.done, one.by) for one in answers] == [
        ((5, 7, 8), "Tack! Buskarna är klippta.", True, "Kerstin")
    ]
    assert installation.client("Kerstin").post(url, said).status_code == 422  # the row is not in the table
    assert len(answers) == 1
    with installation.inside():
        assert TaskEvent.objects.get(kind="moved").details == {"result": "Buskarna är klippta.", "answered": 3}
        assert AuditEvent.objects.filter(details__done="moved", details__answered=3).count() == 1


@pytest.mark.parametrize(("name", "who"), [("Pelle", "Polisen"), ("Vera", "Väktarna")])
def test_a_lead_closes_their_own_and_writes_to_no_reporter(
    installation: Installation, answers: list[told.Answer], name: str, who: str
) -> None:
    """T-LAYERS, T-PRIVATE: whatever they send; nor do they learn how many reported."""
    with installation.inside():
        made = material.task(who=who, origin=Origin(None, (("report", "7"), ("report", "5"))))
    url = installation.url(f"insatser/{made.pk}/lage/")
    said = {"to": "done", "version": "1", "result": "Klart.", "answer": "Fria ord till alla som skrev."}
    page = installation.client(name).post(url, said, follow=True).content.decode()
    assert "Fria ord" not in page
    assert answers == []
    with installation.inside():
        found = Task.objects.get()
        assert (found.state, found.result, found.answer) == ("done", "Klart.", "")


def test_what_fails_in_another_part_leaves_the_insats_open(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(answer: told.Answer) -> int:
        raise RuntimeError("planted")

    closed: Hook[[told.Answer], int] = Hook()
    closed.connect(fails)
    monkeypatch.setattr(told, "task_closed", closed)
    with installation.inside():
        made = material.task(origin=Origin(None, (("report", "7"),)))
    said = {"to": "done", "version": "1", "answer": "Klart."}
    with pytest.raises(RuntimeError, match="planted"):
        installation.client("Kerstin").post(installation.url(f"insatser/{made.pk}/lage/"), said)
    with installation.inside():
        assert Task.objects.get().state == "planned"


def test_no_answer_no_letter_and_a_reason_where_it_was_not_done(
    installation: Installation, answers: list[told.Answer]
) -> None:
    with installation.inside():
        made = material.task(origin=Origin(None, (("report", "7"),)))
    url, client = installation.url(f"insatser/{made.pk}/lage/"), installation.client("Pelle")
    assert client.post(url, {"to": "not_done", "version": "1"}).status_code == 422
    assert client.post(url, {"to": "not_done", "version": "1", "result": "Ingen tid."}).status_code == 302
    assert client.post(url, {"to": "under_way", "version": "2"}).status_code == 422  # opened by the coordinator alone
    assert installation.client("Kerstin").post(url, {"to": "under_way", "version": "2"}).status_code == 302
    assert answers == []
    with installation.inside():
        found = Task.objects.get()
        assert (found.state, found.closed_at) == ("under_way", None)


def test_the_state_is_changed_without_leaving_the_page(installation: Installation) -> None:
    with installation.inside():
        made = material.task()
    said = {"to": "under_way", "version": "1"}
    url = installation.url(f"insatser/{made.pk}/lage/")
    part = installation.client("Pelle").post(url, said, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert part.content.decode().lstrip().startswith('<div id="lage"')
    assert "<html" not in part.content.decode()


def test_the_text_to_reporters_is_screened(installation: Installation, answers: list[told.Answer]) -> None:
    with installation.inside():
        made = material.task(origin=Origin(None, (("report", "7"),)))
    said = {"to": "done", "version": "1", "answer": "Ring 070-123 45 67."}
    url = installation.url(f"insatser/{made.pk}/lage/")
    assert installation.client("Kerstin").post(url, said).status_code == 422
    assert answers == []
    assert installation.client("Kerstin").post(url, said | {"anyway": "on"}).status_code == 302
    assert len(answers) == 1


def test_a_lead_links_no_reports_and_the_coordinator_those_that_exist(installation: Installation) -> None:
    page = installation.client("Kerstin").get(installation.url("insatser/ny/?fran=rapport:1&fran=signal:9&fran=x:1"))
    assert 'name="fran"' not in page.content.decode()  # none of them is in the store
    with installation.inside():
        organisation = material.organisation("Polisen").pk
    said = {"what": "Rondera", "organisation": organisation, "fran": "rapport:1", "mote": "1"}
    assert installation.client("Pelle").post(installation.url("insatser/ny/"), said).status_code == 302
    with installation.inside():
        assert Task.objects.get().sources.count() == 0
