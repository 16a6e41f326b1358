"""A meeting: called, written in by several, ended; its notes stand and are read by those who may."""

from __future__ import annotations

import datetime as dt
import json
import re
from io import BytesIO

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from tests.web.cast import AT
from tests.web.conftest import Installation
from tests.web.group import material
from tryggve.domain.language import _, ngettext
from tryggve.domain.period import parse_period
from tryggve.store.database.models import AuditEvent
from tryggve.web.core.actions.choices import choose
from tryggve.web.core.municipal import here
from tryggve.web.core.readiness import OPEN
from tryggve.web.group.forms.meeting import initial_of
from tryggve.web.group.models import Meeting, MeetingText, Notes, Task
from tryggve.web.group.models.append_only import AppendOnlyError
from tryggve.web.group.notes_document import Own
from tryggve.web.group.said_at_table import said_in
from tryggve.web.group.snapshot import fingerprint

JSON = {"Accept": "application/json"}


def test_a_meeting_is_called_and_the_next_is_proposed_a_habit_later(installation: Installation) -> None:
    client = installation.client("Kerstin")
    with installation.inside():
        assert initial_of(None, material.DAY)["day"] == material.DAY
        called = initial_of(None, material.DAY)["organisations"]
    assert len(called) == 5
    said = {"day": "2026-11-23", "starts": "09:00", "cadence": "fortnightly", "organisations": called}
    answer = client.post(installation.url("moten/nytt/"), said)
    assert answer.status_code == 302
    assert client.post(installation.url("moten/nytt/"), said | {"day": "i morgon"}).status_code == 422
    assert installation.client("Pelle").post(installation.url("moten/nytt/"), said).status_code == 403
    with installation.inside():
        assert initial_of(Meeting.objects.get(), material.DAY)["day"] == dt.date(2026, 12, 7)
    page = client.get(installation.url("moten/nytt/")).content.decode()
    assert re.search(r'value="2\d{3}-\d\d-\d\d"[^>]*name="day"|name="day"[^>]*value="2\d{3}-\d\d-\d\d"', page)
    events = Calendar.from_ical(installation.client("Rolf").get(answer["Location"] + "mote.ics").content).walk("VEVENT")
    assert events[0].decoded("DTSTART") == dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)


def test_before_driftstart_nothing_that_is_said_is_written_and_no_notes_are_made(installation: Installation) -> None:
    """What is said at the table is a source of the lägesbild: live data, as a report is (T-START)."""
    with installation.inside():
        pk = material.meeting().pk
        choose(name=OPEN, value=False, by="Kerstin", at=AT)
    client, at = installation.client("Kerstin"), installation.url(f"moten/{pk}/")
    said = {"text": "Stök vid torget.", "version": "0"}
    for section in ("changed", "other"):
        assert client.post(f"{at}text/{section}/", said, headers=JSON).status_code == 422
    assert client.post(f"{at}avsluta/", {}).status_code == 422
    page = client.get(f"{at}skriv/").content.decode()
    assert "Kommunen är inte öppnad för skarp drift" in page
    assert "<textarea" not in page
    with installation.inside():
        assert not MeetingText.objects.exists()
        assert not Notes.objects.exists()
        choose(name=OPEN, value=True, by="Kerstin", at=AT)
    assert client.post(f"{at}text/changed/", said, headers=JSON).status_code == 200
    assert client.post(f"{at}avsluta/", {}).status_code == 302


def test_two_who_write_at_once_lose_nothing(installation: Installation) -> None:
    with installation.inside():
        pk = material.meeting().pk
    client, url = installation.client("Kerstin"), installation.url(f"moten/{pk}/text/changed/")
    first = client.post(url, {"text": "Lugnare i norr.", "version": "0"}, headers=JSON)
    assert first.json()["version"] == 1
    again = client.post(url, {"text": "Lugnare i norr.", "version": "0"}, headers=JSON)
    assert (again.status_code, again.json()["version"]) == (200, 1)
    late = client.post(url, {"text": "Oroligare i söder.", "version": "0"}, headers=JSON)
    assert late.status_code == 409
    assert late.json() == {"theirs": "Lugnare i norr.", "by": "Kerstin", "version": 1}
    page = client.post(url, {"text": "Oroligare i söder.", "version": "0"})
    assert page.status_code == 409
    assert all(text in page.content.decode() for text in ("Lugnare i norr.", "Oroligare i söder."))
    both = client.post(url, {"text": "Lugnare i norr, oroligare i söder.", "version": "1"})
    assert both.status_code == 302
    history = client.get(url).content.decode()
    assert history.index("oroligare i söder.") < history.index("Lugnare i norr.")
    with installation.inside():
        assert list(MeetingText.objects.values_list("version", flat=True)) == [1, 2]
        with pytest.raises(AppendOnlyError):
            MeetingText.objects.all().delete()


def test_texts_of_a_meeting_are_screened(installation: Installation) -> None:
    with installation.inside():
        pk = material.meeting().pk
    client, url = installation.client("Kerstin"), installation.url(f"moten/{pk}/text/other/")
    soft = client.post(url, {"text": "Ring 070-123 45 67.", "version": "0"}, headers=JSON)
    assert soft.status_code == 422
    assert "070-123 45 67" in soft.json()["error"]
    assert 'name="anyway"' in client.post(url, {"text": "Ring 070-123 45 67.", "version": "0"}).content.decode()
    assert "data-refused hidden" in client.get(installation.url(f"moten/{pk}/skriv/")).content.decode()
    hard = {"text": "19811218-9876", "version": "0", "anyway": "on"}
    assert client.post(url, hard, headers=JSON).status_code == 422
    assert client.post(url, {"text": "Ring 070-123 45 67.", "version": "0", "anyway": "on"}).status_code == 302
    assert client.post(installation.url(f"moten/{pk}/text/said-999/"), {"text": "x"}, headers=JSON).status_code == 422
    with installation.inside():
        assert MeetingText.objects.get().flags == "phone"


def held(installation: Installation) -> int:
    """A meeting with an insats from before, one noted at it, and texts; its number."""
    with installation.inside():
        before = material.meeting(dt.date(2026, 11, 16), at=dt.datetime(2026, 11, 16, 8, 0, tzinfo=dt.UTC)).pk
        material.task("Laga belysningen", "Bostadsbolaget", due=dt.date(2026, 11, 20))
        pk, social = int(material.meeting().pk), material.organisation("Socialtjänsten").pk
        assert before < pk
    client = installation.client("Kerstin")
    texts = {"changed": "Lugnare i norr.", f"said-{social}": "Fler unga ute sent.", "decided": "Vi fortsätter."}
    for section, text in texts.items():
        client.post(installation.url(f"moten/{pk}/text/{section}/"), {"text": text, "version": "0"}, headers=JSON)
    said = {"snabb": "1", "what": "Fältarna går ut på fredag", "organisation": social, "due": "2026-11-27", "mote": pk}
    part = client.post(installation.url("insatser/ny/"), said, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "Fältarna går ut på fredag" in part.content.decode()
    return pk


def test_the_notes_are_made_when_people_rise_and_stand(installation: Installation) -> None:
    pk = held(installation)
    with installation.inside():
        social = material.organisation("Socialtjänsten").pk
    client, url = installation.client("Kerstin"), installation.url(f"moten/{pk}/")
    assert client.get(url + "anteckningar.pdf").status_code == 404
    assert "Fler unga" not in installation.client("Sara").get(url).content.decode()
    closing = {"present": [social], "next_day": "2026-11-30", "next_starts": "09:00"}
    assert client.post(url + "avsluta/", closing | {"next_day": "2026-11-01"}).status_code == 422
    assert client.post(url + "avsluta/", closing).status_code == 302
    assert client.post(url + "avsluta/", closing).status_code == 422
    with installation.inside():
        notes = Notes.objects.get()
        assert notes.fingerprint == fingerprint(json.loads(json.dumps(notes.content)))
        assert notes.content["present"] == ["Socialtjänsten"]
        assert [one["what"] for one in notes.content["last_tasks"]] == ["Laga belysningen"]
        assert Meeting.objects.get(day=dt.date(2026, 11, 30)).attendance.count() == 5
        assert [one.texts for one in said_in(parse_period("2026-W48"))] == [((_("Said"), "Fler unga ute sent."),)]
        assert said_in(parse_period("2026-W47")) == []
        assert AuditEvent.objects.get(action="meeting", details__done="closed").details["fingerprint"]
        with pytest.raises(AppendOnlyError):
            notes.save()
    late = client.post(url + "text/other/", {"text": "Efteråt", "version": "0"}, headers=JSON)
    assert late.status_code == 422
    said = {"what": "För sent", "organisation": social, "mote": pk}
    client.post(installation.url("insatser/ny/"), said)
    with installation.inside():
        assert Task.objects.get(what="För sent").meeting is None


def test_the_council_reads_the_notes_and_a_private_organisation_its_part(installation: Installation) -> None:
    pk = held(installation)
    url = installation.url(f"moten/{pk}/")
    with installation.inside():
        Task.objects.filter(what__startswith="Laga belysningen").update(result="Armaturen var sönderslagen.")
        Task.objects.filter(what__startswith="Fältarna").update(place="Gränden bakom biblioteket")
        guards_too = Task.objects.get(what__startswith="Fältarna")
        guards_too.partners.add(material.organisation("Väktarna"))
    installation.client("Kerstin").post(url + "avsluta/", {"next_day": "2026-11-30"})
    page = installation.client("Rolf").get(url).content.decode()
    assert all(words in page for words in ("Fler unga ute sent.", "Fältarna går ut på fredag", "Lugnare i norr."))
    assert "Armaturen var" in page
    assert "Gränden bakom" in page
    guards = installation.client("Vera").get(url).content.decode()
    assert "Fältarna går ut på fredag" in guards
    assert "Fler unga" not in guards
    assert "Lugnare" not in guards
    assert "Laga belysningen" not in guards, "who else does what by when"
    assert ngettext("{n} insats of others is not shown.", "", 1).format(n=1) in guards
    assert "Armaturen" not in guards
    assert "Gränden" not in guards
    assert installation.client("Vera").get(url + "anteckningar.pdf").status_code == 404
    for name in ("Rut", "Adam"):
        assert installation.client(name).get(url).status_code == 403
    assert installation.client("Olle").get(url).status_code == 404


def test_notes_from_before_numbers_were_kept_go_by_the_whole_name() -> None:
    task = {"who": "Bostad (norr)", "partners": ["Butiken"]}
    assert [Own(1, name).is_in(task) for name in ("Bostad", "Butiken", "Bostad (norr)")] == [False, True, True]


def test_the_pdf_holds_what_was_written_and_is_the_same_twice(installation: Installation) -> None:
    pk = held(installation)
    client, url = installation.client("Kerstin"), installation.url(f"moten/{pk}/")
    with installation.inside():
        other = '#strong[fet] $x$ \\ "citat" <b>'
    client.post(url + "text/other/", {"text": other, "version": "0"}, headers=JSON)
    client.post(url + "avsluta/", {"next_day": "2026-11-30"})
    answer = installation.client("Rolf").get(url + "anteckningar.pdf")
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    for words in ("Laga belysningen", "Fler unga ute sent.", "Fältarna går ut på fredag", other, "Exempelkommunen"):
        assert words in text
    metadata = reader.xmp_metadata
    assert metadata is not None
    raw = metadata.stream.get_data()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in raw
    assert b"<pdfaid:part>2</pdfaid:part>" in raw


def test_writing_and_screen_are_the_coordinators(installation: Installation) -> None:
    pk = held(installation)
    for path in ("skriv/", "skarm/", "avsluta/", "text/changed/"):
        assert installation.client("Pelle").get(installation.url(f"moten/{pk}/{path}")).status_code == 403
        assert installation.client("Kerstin").get(installation.url(f"moten/{pk}/{path}")).status_code == 200
    screen = installation.client("Kerstin").get(installation.url(f"moten/{pk}/skarm/")).content.decode()
    assert 'class="big"' in screen
    assert "Fler unga ute sent." in screen
    asked = re.search(r'hx-get="([^"]+)"', screen)
    assert asked is not None
    htmx = {"HX-Request": "true"}
    assert installation.client("Kerstin").get(asked[1], headers=htmx).status_code == 200
    with installation.inside():  # nobody has written for long, and the window has stood there since
        here().connection.cursor().execute("UPDATE meeting_text SET at = '2026-01-01 00:00:00'")
    long_ago = installation.url(f"moten/{pk}/skarm/?oppnad=1767225600")
    assert installation.client("Kerstin").get(long_ago, headers=htmx).status_code == 286
    with installation.inside():
        first = Task.objects.get(what="Laga belysningen")
    said = {"to": "done", "version": str(first.version), "mote": str(pk)}
    part = installation.client("Kerstin").post(
        installation.url(f"insatser/{first.pk}/lage/"), said, headers={"HX-Request": "true"}
    )
    assert 'id="sedan-sist"' in part.content.decode()
