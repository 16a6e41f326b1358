"""Settings, Driftstart and the log: what each role may, what is refused, what is kept."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import Installation
from tests.web.setup.test_start import AREAS
from tryggve.store.database.models import Agreement, AreaDivision, AuditEvent
from tryggve.web.core import clock, pages_environment, readiness
from tryggve.web.core.actions.choices import choose, unchoose
from tryggve.web.core.choices import chosen
from tryggve.web.core.models import KnownPlace, Organisation
from tryggve.web.setup import driftstart
from tryggve.web.setup.urls import urlpatterns

AT = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
PAGES = sorted(
    page.name or "" for page in urlpatterns
    if (page.name or "").startswith(("settings", "log", "driftstart")) and "<int" not in str(page.pattern)
    and "<slug" not in str(page.pattern)
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_settings_open_for_whoever_keeps_them(installation: Installation, name: str, language: str) -> None:
    url = reverse(name, kwargs={"kommun": "exempelkommunen"})
    for who in ("Kerstin", "Adam"):
        client = installation.client(who)
        client.cookies["sprak"] = language
        status = client.get(url).status_code
        assert status == 403 if name in ("driftstart_open", "driftstart_close") and who == "Adam" else status == 200
    assert installation.client("Pelle").get(url).status_code == 403
    assert installation.client("Olle").get(url).status_code == 404
    assert installation.client().get(url).status_code == 302


def test_live_data_open_when_all_is_filled_in(installation: Installation) -> None:
    """T-START."""
    kerstin, adam = installation.client("Kerstin"), installation.client("Adam")
    with installation.inside():
        unchoose(name=readiness.OPEN, by="test", at=AT)
    kerstin.post(installation.url("driftstart/oppna/"))
    with installation.inside():
        assert not readiness.is_open()
        needed = {one.item.id: one.item for one in driftstart.filled()}
    for name, item in needed.items():
        answers = {f.key: f.choices[0][0] if f.kind == "choice" else "2026-01-02" for f in item.fields}
        page = "installningar/gallring/beslut/" if name == driftstart.RETENTION else f"driftstart/{name}/"
        answers |= {"text_months": "6"} if name == driftstart.RETENTION else {}
        answers.pop("facts_months", None)
        assert adam.post(installation.url(page), answers).status_code == 302
    assert adam.post(installation.url("driftstart/oppna/")).status_code == 403
    with installation.inside():
        assert not readiness.is_open()
        assert all(one.is_done and one.choice and one.choice.by == "Adam" for one in driftstart.filled())
    kerstin.post(installation.url("driftstart/oppna/"))
    with installation.inside():
        assert readiness.is_open()
    assert kerstin.post(installation.url("driftstart/stang/"), {"why": ""}).status_code == 422
    kerstin.post(installation.url("driftstart/stang/"), {"why": "övning"})
    with installation.inside():
        assert not readiness.is_open()
        assert AuditEvent.objects.filter(action="choice", why="övning", by="Kerstin").exists()


def test_templates_are_files(installation: Installation) -> None:
    kerstin = installation.client("Kerstin")
    answer = kerstin.get(installation.url("driftstart/dpia/mall/"))
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="dpia.docx"'
    page = kerstin.get(installation.url("driftstart/responsibility/")).content.decode()
    found = re.findall(r'href="([^"]+/mall/[^"]*)"', page)
    assert [one.partition("=")[2] for one in found] == ["ansvarstabell", "artikel26", "bitradesavtal"]
    assert [kerstin.get(one).content[:2] for one in found] == [b"PK"] * 3
    assert kerstin.get(installation.url("driftstart/responsibility/mall/?mall=dpia")).status_code == 404
    assert kerstin.get(installation.url("driftstart/start/mall/")).status_code == 404
    assert kerstin.get(installation.url("driftstart/annat/")).status_code == 404


def test_areas_are_looked_at_before_they_are_used(installation: Installation) -> None:
    kerstin, url = installation.client("Kerstin"), installation.url("installningar/omraden/")
    assert kerstin.post(url, {"file": SimpleUploadedFile("o.geojson", b"<svg/>")}).status_code == 422
    assert kerstin.post(url, {"do": "use"}).status_code == 422
    assert kerstin.post(url, {"file": SimpleUploadedFile("o.geojson", AREAS.encode())}).status_code == 200
    with installation.inside():
        assert not AreaDivision.objects.exists()
    assert kerstin.post(url, {"do": "use"}).status_code == 302
    with installation.inside():
        assert AreaDivision.objects.filter(key="stadsdel", in_use=True).exists()
    assert kerstin.get(url).status_code == 200
    ground = kerstin.get(installation.url("installningar/platser/karta.json")).json()
    assert ground["bounds"] == [700000, 6999000, 701000, 7001000]


def test_known_places_are_kept_and_removed(installation: Installation) -> None:
    kerstin, url = installation.client("Kerstin"), installation.url("installningar/platser/")
    kerstin.post(installation.url("installningar/omraden/"), {"file": SimpleUploadedFile("o.geojson", AREAS.encode())})
    kerstin.post(installation.url("installningar/omraden/"), {"do": "use"})
    place = {"name": "Torget", "kind": "torg", "x": 700500, "y": 7000500, "protected": "on", "radius": 200}
    assert kerstin.post(url, place).status_code == 302
    assert kerstin.post(url, place).status_code == 422  # the name is taken
    assert kerstin.post(url, place | {"name": "Nära", "radius": 1}).status_code == 422
    with installation.inside():
        made = KnownPlace.objects.get()
    assert (made.area, made.protected, made.radius) == ("N", True, 200)
    kerstin.post(f"{url}{made.pk}/", place | {"y": 6999500, "protected": ""})
    with installation.inside():
        made = KnownPlace.objects.get()
        assert (made.area, made.protected) == ("S", False)
    assert kerstin.post(f"{url}{made.pk}/bort/").status_code == 302
    with installation.inside():
        assert not KnownPlace.objects.exists()
    assert kerstin.post(f"{url}{made.pk}/bort/").status_code == 404


def test_promises_are_replaced_as_a_whole(installation: Installation) -> None:
    kerstin = installation.client("Kerstin")
    with installation.inside():
        one = Organisation.objects.get(name="Polisen")
    url = installation.url(f"installningar/rapportorer/{one.pk}/")
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-cadence": "monthly"}
    assert kerstin.post(url, rows).status_code == 302
    with installation.inside():
        assert [(a.organisation, a.cadence) for a in Agreement.objects.all()] == [("Polisen", "monthly")]
    wrong = rows | {"form-0-first": "2026-02-01", "form-0-last": "2026-01-01"}
    assert kerstin.post(url, wrong).status_code == 422
    assert kerstin.get(url).status_code == kerstin.get(installation.url("installningar/rapportorer/")).status_code
    assert kerstin.post(url, rows | {"form-0-cadence": ""}).status_code == 302
    with installation.inside():
        assert not Agreement.objects.exists()


def test_the_log_is_filtered_paged_and_safe_to_open(installation: Installation) -> None:
    with installation.inside():
        for n in range(60):
            choose(name=f"prov.{n}", value=n, by="=cmd()", at=AT)
    kerstin, url = installation.client("Kerstin"), installation.url("installningar/logg/")
    assert kerstin.get(url + "?by=cmd").content.decode().count("<time ") == 50
    assert kerstin.get(url + "?by=cmd&sida=2").content.decode().count("<time ") == 10
    assert "<time " not in kerstin.get(url + "?by=cmd&first=2026-11-24").content.decode()
    assert kerstin.get(url + "?first=imorgon").status_code == 422
    text = kerstin.get(installation.url("installningar/logg.csv?by=cmd")).content.decode()
    assert text.count("'=cmd()") == 60
    assert ";=" not in text
    with installation.inside():
        noted = AuditEvent.objects.filter(action="export").get()
    assert (noted.by, noted.details["rows"]) == ("Kerstin", 60)


def test_the_example_stays_on_its_own_day(installation: Installation) -> None:
    with installation.inside():
        assert abs((clock.now() - dt.datetime.now(dt.UTC)).total_seconds()) < 60  # noqa: TID251
        choose(name=clock.TODAY, value="2025-10-26", by="test", at=AT)
        clock.forget()
        assert clock.today() == dt.date(2025, 10, 26)
        assert clock.now().astimezone(dt.timezone(dt.timedelta(hours=1))).date().isoformat()[:7] == "2025-10"
    with installation.inside("grannkommunen"):
        assert clock.today().year >= 2026


def test_answers_of_one_form_are_kept(installation: Installation) -> None:
    kerstin = installation.client("Kerstin")
    assert kerstin.post(installation.url("installningar/takt/"), {"cadence": "daily"}).status_code == 422
    kerstin.post(installation.url("installningar/takt/"), {"cadence": "monthly", "year": "on"})
    kerstin.post(installation.url("installningar/kontakt/"), {"function": "Samordnaren", "email": "a@example.org"})
    with installation.inside():
        assert chosen("cadence") == {"cadence": "monthly", "tertial": False, "year": True}
        assert chosen("contact")["function"] == "Samordnaren"


def test_what_the_real_clock_notes_is_shown_by_the_calendar_of_the_example(installation: Installation) -> None:
    now = timezone.now()
    assert pages_environment.own_date(now + dt.timedelta(days=7)) != ""
    with installation.inside():
        choose(name=clock.TODAY, value="2025-10-26", by="test", at=AT)
        clock.forget()
        assert clock.shown(now).date() == dt.date(2025, 10, 26)
        assert clock.shown(now + dt.timedelta(days=7)).date() == dt.date(2025, 11, 2)
        early = dt.datetime(2025, 11, 30, 12, tzinfo=dt.UTC)
        assert clock.shown(early) == early
        assert pages_environment.own_date(now) in ("25 oktober 2025", "26 oktober 2025", "27 oktober 2025")
    clock.forget()
    assert clock.shown(now) == now
