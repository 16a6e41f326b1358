"""What a hostile hand may write: it stays words on pages, in PDF, in workbooks and in calendars, and stops nothing."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any

import pypdf
import pytest
from icalendar import Calendar

from tests.web.areas import material as signs
from tests.web.conftest import Installation
from tests.web.group import material
from tests.web.incidents.desk import SNEAKY
from tryggve.ingest.privacy_patterns import PersonalData
from tryggve.web.areas.models import RatedSign
from tryggve.web.core import screening
from tryggve.web.group.models import MeetingText, Notes

TYPST = '#read("/etc/passwd") #eval("1+1") $x^2$ *fet* @ref <etikett> = Rubrik \\ // slut'
MARKDOWN = "[länk](javascript:alert(1)) ![bild](http://example.org/x.png) **fet** `kod`"
CONTROL = "före\x00\x01\x08\x0b\x0c\x1b\x1f\x7f\u2028\u202e\ufeff\U000e0041efter"
FORMULA = '=HYPERLINK("http://example.org","x") +1 -1 @SUM(A1) \t=cmd|\' /C calc\'!A0'
LINES = "Rad\r\nATTENDEE:mailto:x@example.org\r\nEND:VEVENT\r\nBEGIN:VALARM"
HOSTILE = {
    "typst": TYPST, "markdown": MARKDOWN, "script": SNEAKY, "control": CONTROL, "formula": FORMULA, "lines": LINES,
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_written_at_a_meeting_stays_words(installation: Installation, kind: str) -> None:
    """T-ESCAPE, T-FORMULA, T-WORDS: title, place, result of an insats, notes of a meeting."""
    text, client = HOSTILE[kind], installation.client("Kerstin")
    with installation.inside():
        task = material.task("Städa", due=material.DAY)
        pk, who = material.meeting().pk, material.organisation("Bostadsbolaget").pk
    said = {"what": text[:100], "organisation": who, "due": "2026-11-30", "place": text[:100], "anyway": "on"}
    assert client.post(installation.url("insatser/ny/"), said | {"mote": pk}).status_code in (302, 422)
    moved = {"to": "done", "version": "1", "result": text, "answer": text, "anyway": "on"}
    assert client.post(installation.url(f"insatser/{task.pk}/lage/"), moved).status_code in (302, 422)
    for section in ("changed", "signals", "decided", "other", f"said-{who}"):
        saved = client.post(
            installation.url(f"moten/{pk}/text/{section}/"), {"text": text, "version": "0", "anyway": "on"}
        )
        assert saved.status_code == 302, section
    assert client.post(installation.url(f"moten/{pk}/avsluta/"), {"next_day": ""}).status_code == 302
    pages = [f"moten/{pk}/", f"moten/{pk}/skarm/", "insatser/?visa=alla", f"insatser/{task.pk}/", "insatser/"]
    for rest in pages:
        answer = client.get(installation.url(rest))
        assert answer.status_code == 200, rest
        assert "<script>alert" not in answer.content.decode(), rest
        assert "<img src=x" not in answer.content.decode(), rest
    with installation.inside():
        pdf = bytes(Notes.objects.get().pdf)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    words = " ".join(page.extract_text() for page in reader.pages)
    assert "root:" not in words
    assert not [one for page in reader.pages for one in page.get("/Annots", ()) if "/A" in one.get_object()]
    files(client, installation)


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_judged_of_an_area_stays_words(installation: Installation, kind: str) -> None:
    """T-ESCAPE, T-WORDS: evidence, motives, why a round was broken off."""
    text, kerstin, pelle = HOSTILE[kind], installation.client("Kerstin"), installation.client("Pelle")
    with installation.inside():
        one, other = signs.begun().pk, signs.locked(area=signs.OneArea("district", "A2", text[:40])).pk
    ids = [question.id for question in signs.shipped().groups[1].questions]
    said = {f"sign_{one}": "single" for one in ids} | {f"text_{one}": text for one in ids} | {"anyway": "on"}
    assert pelle.post(installation.url(f"tidiga-tecken/{one}/bedom/norms/"), said).status_code == 302
    assert kerstin.post(installation.url(f"tidiga-tecken/{other}/samsyn/norms/"), said).status_code == 302
    stopped = {"why": text[:300], "anyway": "on"}
    assert kerstin.post(installation.url(f"tidiga-tecken/{one}/avbryt/"), stopped).status_code == 302
    pages = ["", f"{one}/", f"{other}/", f"{other}/samsyn/norms/", f"{other}/faststall/"]
    for rest in pages:
        answer = kerstin.get(installation.url(f"tidiga-tecken/{rest}"))
        assert answer.status_code == 200, rest
        assert "<script>alert" not in answer.content.decode(), rest
        assert "<img src=x" not in answer.content.decode(), rest
    with installation.inside():
        kept = RatedSign.objects.filter(rater__round=one)[0].text
    assert not [sign for sign in kept if ord(sign) < 32 and sign not in "\n\t"]


def files(client: Any, installation: Installation) -> None:
    calendar = Calendar.from_ical(client.get(installation.url("insatser/insatser.ics?visa=alla")).content)
    for event in calendar.walk("VEVENT"):
        assert "ATTENDEE" not in event
        assert not event.subcomponents
    book = client.get(installation.url("insatser/insatser.xlsx?visa=alla")).content
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        assert not any(b"<f>" in package.read(name) for name in package.namelist() if "sheet" in name)
    table = client.get(installation.url("insatser/insatser.csv?visa=alla")).content.decode("utf-8-sig")
    for cell in (cell.strip('"') for line in table.split("\r\n") for cell in line.split(";")):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell


def test_numbers_that_no_database_holds_are_no_numbers(installation: Installation) -> None:
    client, huge = installation.client("Kerstin"), "9" * 5000
    with installation.inside():
        task, pk = material.task(), material.meeting().pk
    said = {"what": "Städa", "organisation": task.organisation_id, "version": huge, "to": "done", "mote": huge}
    for rest in (f"moten/{pk}/text/other/", f"insatser/{task.pk}/andra/", f"insatser/{task.pk}/lage/"):
        assert client.post(installation.url(rest), said | {"text": "x"}).status_code < 500, rest
    moved = {"to": "under_way", "version": "1", "mote": huge}
    assert client.post(installation.url(f"insatser/{task.pk}/lage/"), moved).status_code == 302
    assert client.get(installation.url(f"insatser/?organisation={huge}&sida={huge}")).status_code == 200
    assert client.get(installation.url(f"insatser/{huge}/")).status_code == 404


def test_signs_that_nobody_writes_are_not_kept(installation: Installation) -> None:
    """PostgreSQL refuses a NUL, and no reader of a PDF or a workbook is to meet an escape."""
    client = installation.client("Kerstin")
    with installation.inside():
        pk = material.meeting().pk
    client.post(installation.url(f"moten/{pk}/text/other/"), {"text": CONTROL, "version": "0", "anyway": "on"})
    with installation.inside():
        kept = MeetingText.objects.get().text
    assert kept.startswith("före")
    assert not [sign for sign in kept if ord(sign) < 32]


def test_screening_looks_at_each_find_and_its_neighbours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of many names is no way to keep the server busy: the work grows with the finds, not with their square."""
    looks = [0]

    @dataclass(frozen=True)
    class Counted:
        number: int
        kind: PersonalData = PersonalData.NAME

        @property
        def start(self) -> int:
            looks[0] += 1
            return self.number * 10

        @property
        def end(self) -> int:
            looks[0] += 1
            return self.number * 10 + 5

    many = 2000
    twice = [Counted(one) for one in range(many)] * 2
    monkeypatch.setattr(screening, "_seen", lambda _text: twice)
    monkeypatch.setattr(screening, "Mark", lambda start, end, _kind, _hard: Counted(start // 10))
    assert len(screening.marks("")) == many
    assert looks[0] < 100 * many
