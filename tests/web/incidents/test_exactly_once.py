"""Each report comes in once, whatever the network does with it and its answer."""

from __future__ import annotations

import datetime as dt
import json
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from tests.web.conftest import Installation
from tests.web.incidents.ground import X, Y
from tryggve.store.database.models import AuditEvent, Incident
from tryggve.web.core.models import Choice, KnownPlace
from tryggve.web.incidents.models import Report, ReportLink

Filled = Callable[..., dict[str, Any]]
TOGETHER = 4


def at_once(ground: Installation, name: str, rest: str, data: dict[str, Any]) -> list[tuple[int, Any]]:
    """The answers to the same post from several threads at the same time, each with a connection of its own."""
    ready, found = threading.Barrier(TOGETHER), list[tuple[int, Any]]()
    cookies = ground.client(name).cookies

    def send() -> None:
        client = Client()
        client.cookies = cookies
        ready.wait()
        answer = client.post(ground.url(rest), json.dumps(data), content_type="application/json")
        found.append((answer.status_code, answer.json()))
        connections.close_all()

    threads = [threading.Thread(target=send) for _one in range(TOGETHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.parametrize("rest", ["rapport/skicka", "rapport/inget"])
def test_several_at_once_are_one_and_hear_the_same(ground: Installation, filled: Filled, rest: str) -> None:
    answers = at_once(ground, "Rut", rest, filled())
    assert [status for status, _body in answers] == [200] * TOGETHER
    assert all(body == answers[0][1] for _status, body in answers)
    with ground.inside():
        assert Incident.objects.count() == Report.objects.count() == ReportLink.objects.count() == 1
        assert AuditEvent.objects.filter(action="reported").count() == 1


def test_the_same_id_from_two_people_at_once_is_the_first_ones(ground: Installation, filled: Filled) -> None:
    data, found = filled(), list[int]()
    ready = threading.Barrier(2)

    def send(name: str, client: Client) -> None:
        ready.wait()
        found.append(client.post(ground.url("rapport/skicka"), data).status_code)
        connections.close_all()

    threads = [threading.Thread(target=send, args=(name, ground.client(name))) for name in ("Rut", "Kerstin")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [302, 422]
    with ground.inside():
        assert Incident.objects.count() == Report.objects.count() == 1


def test_a_lost_answer_is_given_again_whatever_has_changed_since(ground: Installation, filled: Filled) -> None:
    rut, url = ground.client("Rut"), ground.url("rapport/skicka")
    with ground.inside():
        place = KnownPlace.objects.get(name="Björktorget")
    data = filled(area="", known=place.pk, written=timezone.now().isoformat())
    body = json.dumps(data)
    first = rut.post(url, body, content_type="application/json").json()
    # Somebody else tells of the same, the place goes, the municipality closes: none of it changes what was received.
    assert ground.client("Kerstin").post(url, filled(id=str(uuid.uuid4()), area="", x=X + 510, y=Y + 500)).status_code
    with ground.inside():
        place.delete()
        Choice.objects.filter(name="driftstart.open").delete()
    for _again in range(2):
        answer = rut.post(url, body, content_type="application/json")
        assert (answer.status_code, answer.json()) == (200, first)
    with ground.inside():
        assert Report.objects.filter(pk=data["id"]).count() == 1
        assert not Report.objects.get(pk=data["id"]).practice


def test_nothing_to_report_holds_for_the_day_it_was_said(ground: Installation) -> None:
    written = timezone.now() - dt.timedelta(days=3)
    data = {"id": str(uuid.uuid4()), "nothing": "1", "written": written.isoformat()}
    answers = [
        ground.client("Rut").post(ground.url("rapport/inget"), json.dumps(data), content_type="application/json").json()
        for _twice in range(2)
    ]
    assert answers[0] == answers[1]
    wrong = ground.client("Rut").post(ground.url("rapport/inget"), "{}", content_type="application/json")
    assert wrong.status_code == 422
    with ground.inside():
        today = (timezone.now().date() - dt.date(1970, 1, 1)).days
        assert abs(today - 3 - Incident.objects.get().last_day) <= 1
