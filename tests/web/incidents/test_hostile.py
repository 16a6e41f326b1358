"""What a hostile or broken phone sends is refused or made harmless, and is never a failure of the server."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.web.conftest import Installation
from tests.web.incidents.ground import X, Y
from tryggve.store.database.models import Incident, IncidentText

Filled = Callable[..., dict[str, Any]]
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}"


def post(ground: Installation, body: object, rest: str = "rapport/skicka", name: str = "Rut") -> Any:
    sent = body if isinstance(body, str) else json.dumps(body)
    return ground.client(name).post(ground.url(rest), sent, content_type="application/json")


def stored(ground: Installation) -> int:
    with ground.inside():
        return int(Incident.objects.count())


@pytest.mark.parametrize(
    "body",
    [" ", "[]", "null", '"x"', "1", "{", "[" * 10_000, '{"id": {}}', '{"id": NaN}', '{"text": "' + "a" * 30_000 + '"}'],
    ids=range(10),
)
@pytest.mark.parametrize("rest", ["rapport/skicka", "rapport/inget", "rapport/granska"])
def test_what_is_no_report_is_refused(ground: Installation, body: str, rest: str) -> None:
    assert post(ground, body, rest).status_code in ({200, 400} if rest.endswith("granska") else {400, 422})
    assert stored(ground) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "x"}, {"id": ""}, {"id": None}, {"id": ["a", "b"]}, {"id": "0" * 5000},
        {"category": "trafikolycka"}, {"category": ["klotter", "x"]}, {"category": "klotter\0"},
        {"area": "Z9"}, {"area": "\ud800"}, {"area": "' OR 1=1 --"},
        {"area": "", "x": X - 5000, "y": Y}, {"area": "", "x": 10**9, "y": 10**9}, {"area": "", "x": 10**400, "y": 1},
        {"area": "", "x": "NaN", "y": Y}, {"area": "", "x": 1.5, "y": Y}, {"area": "", "x": X}, {"area": ""},
        {"area": "", "lat": "inf", "lon": 1}, {"area": "", "lat": 55.6, "lon": 12.5},
        {"area": "", "x": X + 10, "y": Y + 10, "accuracy": -5}, {"area": "", "known": 10**30},
        {"when": "tomorrow"}, {"when": ""}, {"when": "earlier", "clock": "25:00"}, {"when": "earlier", "clock": "x"},
        {"when": "between"}, {"when": "between", "first": "0001-01-01T00:00", "last": "0001-01-01T00:00"},
        {"when": "between", "first": "9999-12-31T23:59", "last": "9999-12-31T23:59"},
        {"when": "between", "first": "2999-01-01T00:00", "last": "2999-01-01T01:00"},
        {"when": "between", "first": "x", "last": "\ud800"},
        {"written": "1970-01-01T00:00:00Z"}, {"written": "0001-01-01T00:00:00+14:00"},
        {"written": "1970-01-01T00:00:00Z", "when": "between", "first": "1970-01-01T00:00", "last": "1970-01-01T01:00"},
        {"severity": 6}, {"severity": "-1"}, {"observed": 9}, {"repeated": "x"}, {"n": 0}, {"n": 100}, {"n": "1e3"},
        {"done": ["nothing", "x"]}, {"done": {"a": 1}}, {"text": "a\0b"}, {"text": "a" * 2001},
        {"text": "Ring 811218-9876"}, {"same": "maybe"},
    ],
    ids=lambda wrong: ",".join(wrong),
)  # fmt: skip
def test_forged_fields_are_faults_of_the_form(ground: Installation, filled: Filled, wrong: dict[str, Any]) -> None:
    answer = post(ground, filled(**wrong))
    assert answer.status_code == 422, answer.content
    assert set(answer.json()["errors"])
    as_form = {name: "" if value is None else value for name, value in filled(**wrong).items()}
    if "ud800" not in repr(wrong):
        assert ground.client("Rut").post(ground.url("rapport/skicka"), as_form).status_code == 422
    assert stored(ground) == 0


def test_times_that_come_twice_or_never_are_taken(ground: Installation, filled: Filled, monkeypatch: Any) -> None:
    """When the clock is put back the hour is said to be the first of the two; when it is put forward, the next."""
    for day, hours in (("2026-10-25", ("02:10", "02:40")), ("2026-03-29", ("02:10", "02:40"))):
        now = dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")
        monkeypatch.setattr("tryggve.web.core.clock.now", lambda now=now: now)
        first, last = (f"{day}T{hour}" for hour in hours)
        data = filled(id=str(uuid.uuid4()), when="between", first=first, last=last)
        assert post(ground, data).status_code == 200, post(ground, data).json()
        data = filled(id=str(uuid.uuid4()), when="earlier", clock=hours[0])
        assert post(ground, data).status_code == 200
    data = filled(id=str(uuid.uuid4()), when="between", first="2026-10-25T02:40", last="2026-10-25T02:10")
    monkeypatch.setattr("tryggve.web.core.clock.now", lambda: dt.datetime(2026, 10, 25, 12, tzinfo=dt.UTC))
    assert post(ground, data).status_code == 200
    with ground.inside():
        rows = Incident.objects.filter(time_precision=2).order_by("pk")
        assert [row.end_s - row.start_s for row in rows] == [1800, 1800, 1800]


def test_half_a_character_is_taken_for_what_it_is(ground: Installation, filled: Filled) -> None:
    assert post(ground, filled(text="half \ud800")).status_code == 200
    with ground.inside():
        assert IncidentText.objects.get().text == "half ?"


def test_markup_in_words_stays_words(ground: Installation, filled: Filled) -> None:
    """T-ESCAPE."""
    assert post(ground, filled(text=SCRIPT, anyway="1")).status_code == 200
    with ground.inside():
        assert IncidentText.objects.get().text == SCRIPT
        number = Incident.objects.get().pk
    for name, url in (("Kerstin", f"inkorg/{number}/"), ("Rut", "mina/")):
        page = ground.client(name).get(ground.url(url)).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    fault = ground.client("Rut").post(ground.url("rapport/skicka"), filled(text=SCRIPT, category="")).content.decode()
    assert "&lt;script&gt;alert(1)" in fault
    assert "<script>alert" not in fault


def test_a_report_for_one_municipality_is_none_in_another(ground: Installation, filled: Filled) -> None:
    """T-WALL: whoever is a member of one alone gets nowhere in the other, with whatever id."""
    data = filled()
    assert post(ground, data).status_code == 200
    other = ground.client("Rut").post(
        "/grannkommunen/rapport/skicka", json.dumps(data), content_type="application/json"
    )
    assert other.status_code == 404
    own = ground.client("Olle").post("/grannkommunen/rapport/skicka", json.dumps(data), content_type="application/json")
    assert own.status_code == 422  # no such area there
    assert stored(ground) == 1
    with ground.inside("grannkommunen"):
        assert Incident.objects.count() == 0


def test_a_giant_body_is_refused(ground: Installation, filled: Filled) -> None:
    client, url = ground.client("Rut"), ground.url("rapport/skicka")
    assert client.post(url, filled(text="a" * 3_000_000)).status_code in {400, 413, 422}
    assert client.post(url, {f"f{number}": "1" for number in range(1500)}).status_code == 400
    assert client.post(url, b"a" * 3_000_000, content_type="application/json").status_code in {400, 413}
    assert stored(ground) == 0


def test_what_waited_is_sent_by_its_writer_alone(ground: Installation, filled: Filled) -> None:
    """T-QUEUE: the phone marks whose a report is, and the server refuses it from anybody else."""
    mark = ground.client("Rut").get(ground.url("rapport/form")).json()["owner"]
    other = ground.client("Kerstin").get(ground.url("rapport/form")).json()["owner"]
    assert mark != other
    data = filled(queued="1", owner=mark)
    for rest in ("rapport/skicka", "rapport/inget"):
        assert post(ground, data, rest, "Kerstin").status_code == 403
    assert stored(ground) == 0
    assert post(ground, data).status_code == 200
    with ground.inside():
        assert Incident.objects.get().organisation == "Bostadsbolaget"
