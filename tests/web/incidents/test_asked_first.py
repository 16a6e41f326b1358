"""What is asked before a report goes in: words that may point at a person, and others who told of the same."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from tests.web.conftest import Installation
from tests.web.incidents.ground import X, Y
from tryggve.store.database.models import Incident, IncidentText
from tryggve.web.incidents.alike import corner
from tryggve.web.incidents.ground import ground_here
from tryggve.web.incidents.inbox_alike import alike_of
from tryggve.web.incidents.likeness import ASKED_M, ASKED_S, HOURS, NEAR_M, SPAN_S, SQUARE_M
from tryggve.web.incidents.models import Report
from tryggve.web.incidents.places import outside_words

Filled = Callable[..., dict[str, Any]]
SPOT = {"x": X + 500, "y": Y + 500, "area": ""}


def send(installation: Installation, name: str, data: dict[str, Any]) -> Any:
    data = {"id": str(uuid.uuid4()), **data}
    url = installation.url("rapport/skicka")
    return installation.client(name).post(url, json.dumps(data), content_type="application/json")


def test_words_are_marked_with_their_reason_and_sent_only_by_choice(ground: Installation, filled: Filled) -> None:
    """T-SCREEN."""
    text = "Kalle Svensson sprejade vid Storgatan 4"
    marked = ground.client("Rut").post(ground.url("rapport/granska"), {"text": text}).json()["marks"]
    assert [one["words"] for one in marked] == ["Kalle Svensson", "Storgatan 4"]
    assert all(one["name"] and one["advice"] and not one["hard"] for one in marked)
    data = filled(text=text)
    assert len(send(ground, "Rut", data).json()["ask"]["marks"]) == 2
    page = ground.client("Rut").post(ground.url("rapport/skicka"), data)
    assert page.status_code == 422
    assert '<mark class="personal">Kalle Svensson</mark>' in page.content.decode()
    with ground.inside():
        assert not Incident.objects.exists()
    assert "receipt" in send(ground, "Rut", {**data, "anyway": "1"}).json()
    with ground.inside():
        assert set(IncidentText.objects.get().flags.split()) == {"name", "address"}


def test_a_position_outside_is_said_before_anything_is_sent(ground: Installation) -> None:
    def said(**at: Any) -> str:
        answer = ground.client("Rut").post(
            ground.url("rapport/granska"), json.dumps(at), content_type="application/json"
        )
        assert answer.status_code == 200
        told: str = answer.json()["outside"]
        return told

    assert said(x=X - 50_000, y=Y) == outside_words()
    assert [said(**at) for at in (SPOT, {"x": X}, {"x": "1e9", "y": "å"}, {"x": 10**12, "y": 1}, {})] == [""] * 5
    with ground.inside():
        assert not Incident.objects.exists()


def test_a_personnummer_stops_a_report_whatever_is_chosen(ground: Installation, filled: Filled) -> None:
    for anyway in ("", "1"):
        answer = send(ground, "Rut", filled(text="Det var 811218-9876 igen", anyway=anyway, queued="1"))
        assert answer.status_code == 422
        assert set(answer.json()["errors"]) == {"text"}
        assert answer.json()["marks"][0]["hard"] is True
    assert "receipt" in send(ground, "Rut", filled(text="Det var stökigt igen")).json()


def test_likely_duplicates_are_counted_and_not_told(ground: Installation, filled: Filled) -> None:
    assert "receipt" in send(ground, "Pelle", filled(**SPOT, text="Hemligt ord")).json()
    asked = send(ground, "Rut", filled(**{**SPOT, "x": X + 600}))
    assert asked.json() == {"ask": {"marks": [], "alike": 1}}
    page = ground.client("Rut").post(ground.url("rapport/skicka"), filled(**SPOT))
    assert page.status_code == 422
    assert "Polisen<" not in page.content.decode().split("<main")[1]
    assert "Hemligt" not in page.content.decode()
    assert "receipt" in send(ground, "Rut", filled(**SPOT, same="yes")).json()
    assert "receipt" in send(ground, "Kerstin", filled(**SPOT, same="no")).json()
    with ground.inside():
        first, *others = Report.objects.order_by("received_at")
        assert [one.alike for one in others] == [first.incident_id, None]
        assert Incident.objects.filter(left_out="").count() == 3


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"x": X + 1100}),
        ({}, {"category": "narkotika"}),
        ({}, {"x": "", "y": "", "area": "A1"}),
        ({"category": "valdsbejakande"}, {"category": "valdsbejakande"}),
        ({"y": Y + 1400}, {"y": Y + 1400}),
        ({}, {"queued": "1"}),
    ],
)
def test_what_is_not_asked_about(
    ground: Installation, filled: Filled, first: dict[str, Any], second: dict[str, Any]
) -> None:
    assert "receipt" in send(ground, "Pelle", filled(**{**SPOT, **first})).json()
    assert "receipt" in send(ground, "Rut", filled(**{**SPOT, **second})).json()


def test_neither_ones_own_nor_those_shown_by_area_and_day_are_counted(ground: Installation, filled: Filled) -> None:
    assert "receipt" in send(ground, "Sara", filled(**SPOT)).json()
    for _twice in range(2):
        assert "receipt" in send(ground, "Rut", filled(**SPOT)).json()
    assert send(ground, "Pelle", filled(**SPOT)).json()["ask"]["alike"] == 2


def test_asking_again_and_again_finds_no_report_closer_than_a_square(ground: Installation, filled: Filled) -> None:
    """T-ASKING: as far as the squares go, wherever one stands in them and whichever minute one says."""
    there = {"x": X + 537, "y": Y + 563, "when": "between", "first": "2026-11-23T10:07", "last": "2026-11-23T10:07"}
    assert "receipt" in send(ground, "Pelle", filled(**there)).json()

    def is_near(**at: Any) -> bool:
        return "ask" in send(ground, "Rut", filled(**{**there, **at, "text": "Ring Anna Andersson"})).json() and bool(
            send(ground, "Rut", filled(**{**there, **at, "text": "Ring Anna Andersson"})).json()["ask"]["alike"]
        )

    cache.clear()
    edges = [(X + 100, True), (X + 99, False), (X + 899, True), (X + 900, False)]
    assert [is_near(x=x) for x, _near in edges] == [near for _x, near in edges]
    assert [is_near(y=y - X + Y) for y, _near in edges] == [near for _y, near in edges]
    cache.clear()
    early = {"first": "2026-11-22T12:00"}
    hours = [is_near(**early, last=f"2026-11-22T{hour}:{minute}") for hour in (19, 21, 22) for minute in ("01", "59")]
    assert hours == [False, False, False, False, True, True]


def test_what_the_inbox_marks_was_asked_about_wherever_the_squares_and_spans_meet() -> None:
    """T-ASKING: told by squares and spans, who reports is asked at least as far as who reads is shown."""
    for spot in range(2 * SQUARE_M):
        assert all(abs(spot + way - corner(spot, SQUARE_M)) <= ASKED_M for way in (-NEAR_M, NEAR_M))
    for second in range(0, 2 * SPAN_S, 7):
        assert all(abs(second + way - corner(second, SPAN_S)) <= ASKED_S for way in (-HOURS * 3600, HOURS * 3600))
    assert ASKED_M <= NEAR_M + SQUARE_M
    assert ASKED_S <= HOURS * 3600 + SPAN_S


@pytest.mark.parametrize("first", ["2026-11-22T21:00", "2026-11-23T01:00"])
def test_who_told_of_the_same_hours_before_is_asked_about_as_the_inbox_marks_it(
    ground: Installation, filled: Filled, first: str
) -> None:
    cache.clear()
    at = {"when": "between", "first": first, "last": first}
    assert "receipt" in send(ground, "Pelle", filled(**SPOT, **at)).json()
    later = {"when": "between", "first": "2026-11-23T08:50", "last": "2026-11-23T08:50", "x": X + 790, "y": Y + 210}
    assert send(ground, "Rut", filled(**{**SPOT, **later})).json()["ask"]["alike"] == 1
    assert "receipt" in send(ground, "Rut", filled(**{**SPOT, **later, "same": "no"})).json()
    with ground.inside():
        one, two = Incident.objects.order_by("pk").values_list("pk", flat=True)
        assert [other.pk for other in alike_of(two, ground_here())] == [one]


def test_a_question_of_weeks_is_no_count_of_what_others_have_told(ground: Installation, filled: Filled) -> None:
    """T-ASKING: from Friday to Monday somebody may mean one event; who says a longer time means none."""
    cache.clear()
    wide = {**SPOT, "when": "between", "last": "2026-11-22T22:00"}
    assert "receipt" in send(ground, "Pelle", filled(**wide, first="2026-11-22T21:00")).json()
    assert send(ground, "Rut", filled(**wide, first="2026-11-19T22:00")).json() == {"ask": {"marks": [], "alike": 1}}
    assert "receipt" in send(ground, "Rut", filled(**wide, first="2026-11-19T21:59")).json()
    assert "receipt" in send(ground, "Rut", filled(**wide, first="2026-11-01T08:00", same="yes")).json()
    with ground.inside():
        assert [one.alike for one in Report.objects.order_by("received_at")] == [None, None, None]


def test_who_asks_too_often_is_asked_nothing(ground: Installation, filled: Filled) -> None:
    """T-ASKING: then a report goes in without the question."""
    cache.clear()
    assert "receipt" in send(ground, "Pelle", filled(**SPOT)).json()
    answers = [send(ground, "Rut", filled(**SPOT)).json() for _again in range(22)]
    assert sum("ask" in one for one in answers) == 20
    assert "receipt" in answers[-1]


def test_to_find_nothing_is_counted_too(ground: Installation, filled: Filled) -> None:
    """T-ASKING: words that are marked hold a report back, so without a limit one could ask for ever where none is."""
    cache.clear()
    assert "receipt" in send(ground, "Pelle", filled(**SPOT)).json()
    probe = {"text": "Ring Anna Andersson", "x": X + 1500, "y": Y + 1500, "area": ""}
    far = [send(ground, "Rut", filled(**probe)).json()["ask"]["alike"] for _again in range(19)]
    there = [send(ground, "Rut", filled(**{**probe, **SPOT})).json()["ask"]["alike"] for _again in range(2)]
    assert (set(far), there) == ({0}, [1, 0])
    assert send(ground, "Kerstin", filled(**SPOT)).json()["ask"]["alike"] == 1, "others are asked as before"


def test_what_a_file_told_of_a_protected_place_is_not_counted(ground: Installation, filled: Filled) -> None:
    """T-PLACES."""
    assert "receipt" in send(ground, "Pelle", filled(**SPOT)).json()
    with ground.inside():
        Incident.objects.update(x=X + 655, y=Y + 1500)
    near = {"x": X + 660, "y": Y + 1500, "area": ""}
    assert send(ground, "Rut", filled(**near)).json()["ask"]["alike"] == 1
    with ground.inside():
        Incident.objects.update(x=X + 640)
    assert "receipt" in send(ground, "Rut", filled(**near)).json()
