"""A report comes in once, with a place no closer than it may be known, and without the one who sent it."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.conftest import AT, Installation
from tests.web.incidents.ground import X, Y
from tryggve.domain.calendar_days import day_date
from tryggve.store.database.models import AuditEvent, Incident, IncidentArea, IncidentText
from tryggve.web.core import clock
from tryggve.web.core.actions.choices import choose
from tryggve.web.core.models import Choice, KnownPlace
from tryggve.web.incidents.actions.sending import REGRET
from tryggve.web.incidents.models import Report, ReportLink
from tryggve.web.incidents.sealed import account_of

Filled = Callable[..., dict[str, Any]]


def post(installation: Installation, name: str, data: dict[str, Any]) -> Any:
    return installation.client(name).post(installation.url("rapport/skicka"), data)


def post_json(installation: Installation, name: str, data: dict[str, Any]) -> Any:
    url = installation.url("rapport/skicka")
    return installation.client(name).post(url, json.dumps(data), content_type="application/json")


def stored() -> list[Incident]:
    return list(Incident.objects.using("kommun-exempelkommunen").order_by("pk"))


def test_everybody_who_reports_gets_in_and_nobody_else(ground: Installation, filled: Filled) -> None:
    for name, status in (("Rut", 200), ("Vera", 200), ("Kerstin", 200), ("Anna", 403), ("Rolf", 403), ("Olle", 404)):
        assert ground.client(name).get(ground.url("rapport/")).status_code == status, name
        sent = post(ground, name, filled(id=str(uuid.uuid4())))
        assert sent.status_code == (302 if status == 200 else status), name
    assert ground.client().get(ground.url("rapport/")).status_code == 302
    assert ground.client().post(ground.url("rapport/skicka"), headers={"Accept": "application/json"}).status_code == 401
    with ground.inside():
        assert len(stored()) == 3


def test_a_report_is_a_fact_of_its_organisation_and_its_sender_is_sealed(ground: Installation, filled: Filled) -> None:
    data = filled(x=X + 500, y=Y + 500, area="", accuracy=12, severity=3, observed=1, repeated="again", n=2,
                  done=["spoke", "police"], text="Sprayad vägg vid lekplatsen")  # fmt: skip
    answer = post(ground, "Rut", data)
    assert answer.url == ground.url(f"rapport/{data['id']}/")
    with ground.inside():
        (row,) = stored()
        report = Report.objects.get()
        assert (row.source, row.organisation, row.organisation_kind) == ("EST", "Bostadsbolaget", "housing_company")
        assert (row.x, row.y, row.location_precision, row.severity, row.observation, row.n) == (
            X + 500,
            Y + 500,
            1,
            3,
            1,
            2,
        )
        assert IncidentText.objects.get().text == "Sprayad vägg vid lekplatsen"
        assert (report.incident_id, report.repeated, report.done) == (row.pk, True, ["spoke", "police"])
        link = ReportLink.objects.get()
        rut = ground.client("Rut").session["_auth_user_id"]
        assert account_of(report.pk, link.sealed) == int(rut)
        assert account_of(uuid.uuid4(), link.sealed) is None
        said = " ".join(str(row) for row in AuditEvent.objects.values_list("by", "details") if "incident" in row[1])
        assert "Rut" not in said
        assert "rapportör, Bostadsbolaget" in said


def test_in_the_example_now_is_its_own_day(ground: Installation, filled: Filled) -> None:
    with ground.inside():
        choose(name=clock.TODAY, value="2025-12-28", by="test", at=AT)
        clock.forget()
    assert post(ground, "Rut", filled(written=timezone.now().isoformat())).status_code == 302
    nothing = ground.client("Vera").post(ground.url("rapport/inget"), {"id": str(uuid.uuid4())})
    assert nothing.status_code == 302
    with ground.inside():
        assert {day_date(row.last_day) for row in stored()} == {dt.date(2025, 12, 28)}
        assert {clock.now().date()} == {one.received_at.date() for one in Report.objects.all()}
    page = ground.client("Pelle").get(ground.url("lagesrapporter/")).content.decode()
    assert "2025-W52" in page
    assert str(timezone.now().year) not in page
    clock.forget()


def test_the_same_report_twice_is_one(ground: Installation, filled: Filled) -> None:
    data = filled()
    first, second = post_json(ground, "Rut", data), post_json(ground, "Rut", data)
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    assert post(ground, "Rut", data).url == first.json()["receipt"]
    stolen = post_json(ground, "Kerstin", data)
    assert stolen.status_code == 422
    assert "receipt" not in stolen.json()
    with ground.inside():
        assert len(stored()) == Report.objects.count() == ReportLink.objects.count() == 1


def test_each_fault_stands_at_its_field_and_nothing_is_lost(ground: Installation, filled: Filled) -> None:
    wrong = filled(category="", area="", when="between", first="2026-11-20T10:00", last="2026-11-20T09:00", text="Kvar")
    answer = post_json(ground, "Rut", wrong)
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"category", "area", "last"}
    page = post(ground, "Rut", wrong)
    assert page.status_code == 422
    assert "Kvar</textarea>" in page.content.decode()
    outside = post_json(ground, "Rut", filled(area="", x=X - 5000, y=Y))
    assert set(outside.json()["errors"]) == {"area"}
    for bad in ("[]", "{", '"x"'):
        url = ground.url("rapport/skicka")
        assert ground.client("Rut").post(url, bad, content_type="application/json").status_code == 400
    with ground.inside():
        assert stored() == []


@pytest.mark.parametrize(
    ("place", "precision", "area"),
    [
        ({"x": X + 500, "y": Y + 500}, 1, "A1"),
        ({"x": X + 500, "y": Y + 500, "accuracy": 120}, 2, "A1"),
        ({"x": X + 500, "y": Y + 500, "accuracy": 900}, 3, "A1"),
        ({"x": X + 500, "y": Y + 500, "accuracy": 9000}, 4, None),
        ({"x": X + 500, "y": Y + 1400}, 3, "A3"),
        ({"area": "A2"}, 3, "A2"),
        ({"area": "*"}, 4, None),
        ({"lat": 59.5433, "lon": 15.0088, "accuracy": 10}, 1, "A1"),
    ],
)
def test_a_place_is_no_closer_than_it_may_be(
    ground: Installation, filled: Filled, place: dict[str, Any], precision: int, area: str | None
) -> None:
    assert post(ground, "Rut", filled(**{"area": "", **place})).status_code == 302
    with ground.inside():
        (row,) = stored()
        assert row.location_precision == precision
        assert (row.x is not None) == (row.said_x is not None) == (precision < 3)
        codes = list(IncidentArea.objects.filter(level="district").values_list("area_code", flat=True))
        assert codes == ([area] if area else [])


def test_a_known_place_is_a_point_and_a_protected_one_an_area(ground: Installation, filled: Filled) -> None:
    with ground.inside():
        ids = dict(KnownPlace.objects.values_list("name", "pk"))
    page = ground.client("Rut").get(ground.url("rapport/")).content.decode()
    assert "Björktorget" in page
    assert "Ekgården" not in page
    assert "Ekgården" not in ground.client("Kerstin").get(ground.url("rapport/karta")).content.decode()
    post(ground, "Rut", filled(area="", known=ids["Björktorget"], id=str(uuid.uuid4())))
    post(ground, "Rut", filled(area="", known=ids["Ekgården"], id=str(uuid.uuid4())))
    with ground.inside():
        assert [(row.location_precision, row.x) for row in stored()] == [(1, X + 500), (3, None)]
        assert "Ekgården" not in str(list(IncidentText.objects.values()))
    for page in ("mina/", "inkorg/"):
        who = "Rut" if page == "mina/" else "Kerstin"
        shown = ground.client(who).get(ground.url(page)).content.decode()
        assert "Björktorget, " in shown
        assert "Ekgården" not in shown


def test_the_places_that_one_reports_from_come_first(ground: Installation, filled: Filled) -> None:
    rut, library = ground.client("Rut"), ">Biblioteket<"
    before = rut.get(ground.url("rapport/")).content.decode()
    assert before.index(library) < before.index(">Björktorget<")
    with ground.inside():
        square = KnownPlace.objects.get(name="Björktorget").pk
    post(ground, "Rut", filled(area="", known=square))
    after = rut.get(ground.url("rapport/")).content.decode()
    assert after.index(">Björktorget<") < after.index(library)
    others = ground.client("Kerstin").get(ground.url("rapport/")).content.decode()
    assert others.index(library) < others.index(">Björktorget<")


def test_a_private_organisation_writes_no_words_and_gives_no_point(ground: Installation, filled: Filled) -> None:
    page = ground.client("Vera").get(ground.url("rapport/")).content.decode()
    assert "<textarea" not in page
    assert "data-map-locate" not in page
    assert post_json(ground, "Vera", filled(area="", x=X + 500, y=Y + 500)).status_code == 422
    assert post(ground, "Vera", filled(x=X + 500, y=Y + 500, text="Något hände")).status_code == 302
    with ground.inside():
        (row,) = stored()
        assert (row.x, row.said_x, row.location_precision) == (None, None, 3)
        assert not IncidentText.objects.exclude(text="").exists()


def test_times_are_what_is_said_of_them(ground: Installation, filled: Filled) -> None:
    written = timezone.now() - dt.timedelta(hours=30)
    post(ground, "Rut", filled(written=written.isoformat(), queued="1"))
    post(ground, "Rut", filled(id=str(uuid.uuid4()), written="2999-01-01T00:00:00Z"))
    day = f"{written:%Y-%m-%d}"
    post(ground, "Rut", filled(id=str(uuid.uuid4()), when="between", first=f"{day}T01:00", last=f"{day}T02:30"))
    with ground.inside():
        late, now, span = stored()
        assert late.start_s == late.end_s == int(written.timestamp())
        assert abs(now.end_s - timezone.now().timestamp()) < 60
        assert span.end_s - span.start_s == 90 * 60
        assert [row.time_precision for row in (late, now, span)] == [1, 1, 2]
    old = post_json(ground, "Rut", filled(when="between", first="2020-01-01T01:00", last="2020-01-01T02:00"))
    assert set(old.json()["errors"]) == {"first"}


def test_regret_within_ten_minutes_and_not_after(ground: Installation, filled: Filled) -> None:
    keep, gone = filled(id=str(uuid.uuid4())), filled(id=str(uuid.uuid4()), text="Ångrat")
    for data in (keep, gone):
        post(ground, "Rut", data)
    assert ground.client("Kerstin").post(ground.url(f"rapport/{gone['id']}/angra")).status_code == 404
    with ground.inside():
        Report.objects.filter(pk=keep["id"]).update(received_at=timezone.now() - REGRET - dt.timedelta(seconds=1))
    for data in (keep, gone):
        ground.client("Rut").post(ground.url(f"rapport/{data['id']}/angra"))
    post(ground, "Rut", gone)
    with ground.inside():
        assert [row.source_id for row in stored()] == [keep["id"]]
        assert not IncidentText.objects.filter(text="Ångrat").exists()
        assert Report.objects.get(pk=gone["id"]).state == "taken_back"


def test_nothing_to_report_is_one_tap(ground: Installation) -> None:
    data = {"id": str(uuid.uuid4())}
    for _twice in range(2):
        answer = ground.client("Rut").post(ground.url("rapport/inget"), data)
        assert answer.headers["Location"].endswith(f"{data['id']}/")
    assert ground.client("Rolf").post(ground.url("rapport/inget"), data).status_code == 403
    with ground.inside():
        assert [(row.left_out, row.organisation) for row in stored()] == [("nothing_to_report", "Bostadsbolaget")]


def test_until_driftstart_reports_are_for_practice(ground: Installation, filled: Filled) -> None:
    """T-START: nothing of what they say is kept."""
    with ground.inside():
        Choice.objects.filter(name="driftstart.open").delete()
    data = filled(text="Övning")
    assert ground.client("Rut").get(ground.url("rapport/form")).json()["practice"] is True
    assert post_json(ground, "Rut", data).json()["practice"] is True
    with ground.inside():
        assert stored() == []
        assert Report.objects.get().practice
        Choice.objects.create(name="driftstart.open", value=True, by="test", at=timezone.now())
    assert post_json(ground, "Rut", filled(id=str(uuid.uuid4()))).json()["practice"] is False
    with ground.inside():
        assert len(stored()) == 1


def test_a_form_from_elsewhere_is_refused(ground: Installation, filled: Filled) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = ground.client("Rut").cookies
    url, data = ground.url("rapport/skicka"), json.dumps(filled())
    accept = {"Accept": "application/json"}
    assert strict.post(url, data, content_type="application/json", headers=accept).status_code == 403
    token = strict.get(ground.url("rapport/form")).json()["csrf"]
    sent = strict.post(url, data, content_type="application/json", headers={**accept, "X-CSRFToken": token})
    assert sent.status_code == 200
