"""Files that come in: what they are is found by content, shown before anything goes in, and can be taken back."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.module_loading import autodiscover_modules

from tests.web.conftest import AT, Installation
from tests.web.incidents.desk import SNEAKY, events, page, post
from tryggve.store.database.models import Agreement, Incident
from tryggve.web.core.actions.choices import choose
from tryggve.web.core.due import JOBS
from tryggve.web.core.models import Organisation
from tryggve.web.core.readiness import OPEN
from tryggve.web.incidents import work
from tryggve.web.incidents.actions.uploads import KEPT, ask_to_bring_in, forget_old
from tryggve.web.incidents.models import Report, ReportLink, SituationReport, Upload
from tryggve.web.incidents.upload_kind import safe_name

HEAD = "rapport_id;organisation;organisationstyp;fran;kategori;omrade;beskrivning\n"
ROW = "{n};Biblioteket;bibliotek;2026-11-20 12:00;{kind};;{text}\n"


def rows(*texts: str, kind: str = "klotter") -> bytes:
    """A file of reports."""
    return (HEAD + "".join(ROW.format(n=n, kind=kind, text=text) for n, text in enumerate(texts, 1))).encode()


def send(installation: Installation, content: bytes, name: str = "rapporter.csv", who: str = "Kerstin") -> Any:
    """Send a file."""
    return post(installation, "ladda-upp/", who, file=SimpleUploadedFile(name, content))


def number_of(answer: Any) -> int:
    """The number of the file that a redirect leads to."""
    assert answer.status_code == 302, answer.content.decode()
    return int(answer.url.rstrip("/").rsplit("/", 1)[1])


def test_a_file_is_shown_then_brought_in_then_taken_back(installation: Installation) -> None:
    number = number_of(send(installation, rows("Stök", "Sprejat")))
    shown = page(installation, f"ladda-upp/{number}/")
    assert "rapporter.csv" in shown
    assert "kategori" in shown
    with installation.inside():
        assert Incident.objects.count() == 0
    assert post(installation, f"ladda-upp/{number}/for-in", "Pelle").status_code == 403
    assert post(installation, f"ladda-upp/{number}/for-in").status_code == 302
    assert post(installation, f"ladda-upp/{number}/for-in").status_code == 409
    with installation.inside():
        assert Incident.objects.count() == 2
        done = Upload.objects.get(pk=number)
        assert bytes(done.content) == b""
    batch = done.batch_id
    assert batch is not None
    page(installation, f"ladda-upp/import/{batch}/ta-tillbaka")
    named = post(installation, f"ladda-upp/import/{batch}/ta-tillbaka", why="Kalle Karlsson bad om det")
    assert named.status_code == 409
    assert post(installation, f"ladda-upp/import/{batch}/ta-tillbaka", why="fel fil").status_code == 302
    assert post(installation, f"ladda-upp/import/{batch}/ta-tillbaka").status_code == 409
    with installation.inside():
        assert Incident.objects.count() == 0
    for who, status in (("Pelle", 403), ("Anna", 403), ("Olle", 404)):
        page(installation, f"ladda-upp/{number}/", who, status)


def test_rows_to_mend_come_back_as_a_file_without_formulas(installation: Installation) -> None:
    bad = "=cmd|' /C calc'!A0"
    content = rows("Stök") + ROW.format(n=2, kind=bad, text=bad).encode()
    number = number_of(send(installation, content))
    page(installation, f"ladda-upp/{number}/rader", status=404)
    post(installation, f"ladda-upp/{number}/for-in")
    answer = installation.client("Kerstin").get(installation.url(f"ladda-upp/{number}/rader"))
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"].startswith("text/csv")
    text = answer.content.decode("utf-8-sig")
    assert "calc" in text
    assert '"=cmd' not in text
    assert f"/ladda-upp/{number}/rader" in page(installation, "ladda-upp/")


def test_a_list_of_who_reports_and_a_workbook_are_read_too(installation: Installation) -> None:
    who = b"organisation;organisationstyp;omraden;fran;till;takt\nBiblioteket;bibliotek;;2026-01-01;;vecka\n"
    post(installation, f"ladda-upp/{number_of(send(installation, who, 'reporters.csv'))}/for-in")
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        for i, line in enumerate(rows("Stök").decode().splitlines()):
            sheet.write_row(i, 0, line.split(";"))
    post(installation, f"ladda-upp/{number_of(send(installation, book.getvalue(), 'a.xlsx'))}/for-in")
    with installation.inside():
        assert Agreement.objects.get().organisation == "Biblioteket"
        assert Incident.objects.count() == 1


def _packed(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return made.getvalue()


HOSTILE = {
    "empty": b" \n",
    "web page": b"<!doctype html><script>alert(1)</script>",
    "web page after blanks": b"\xef\xbb\xbf \n<html>",
    "program": b"MZ\x90\x00\x03\x00\x00\x00",
    "nul": rows("St\0k"),
    "nul in utf-16": "a;b\n1;\0".encode("utf-16"),
    "pdf": b"%PDF-1.7\n1 0 obj\n",
    "old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100,
    "archive": _packed(**{"a.txt": b"x"}),
    "bomb": _packed(xl__workbook=b"x", **{"xl/workbook.xml": b"0" * 200_000_000}),
    "macros": _packed(**{"xl/workbook.xml": b"<a/>", "xl/vbaProject.bin": b"x"}),
    "macros by type": _packed(**{"xl/workbook.xml": b"<a/>", "[Content_Types].xml": b"macroEnabled.main+xml"}),
    "broken": b"PK\x03\x04broken",
    "nothing that is known": b"hej",
    "too large": b"a;b\n" * 6_250_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_table_is_refused_and_nothing_is_kept(installation: Installation, kind: str) -> None:
    """T-UPLOAD: the kind is found by content."""
    answer = send(installation, HOSTILE[kind], "rapporter.xlsx" if HOSTILE[kind][:2] == b"PK" else "rapporter.csv")
    assert answer.status_code == 422, kind
    assert 'role="alert"' in answer.content.decode()
    with installation.inside():
        assert not Upload.objects.exists(), kind


def test_a_refused_file_is_spoken_of_by_its_own_name(installation: Installation) -> None:
    told = send(installation, HOSTILE["program"], "bild på dörr.jpg").content.decode()
    assert "bild på dörr.jpg" in told
    assert "dörr.fil" not in told


def test_names_and_cells_are_never_a_page_or_a_path(installation: Installation) -> None:
    """T-UPLOAD: nothing of it is served as a page."""
    assert safe_name("../../etc/passwd", "csv") == "passwd.csv"
    assert safe_name("C:\\x\\<b>a</b>.html", "csv") == "b_.csv"
    assert safe_name("...", "csv") == "fil.csv"
    assert len(safe_name("å" * 500 + ".xlsx", "xlsx")) <= 110
    number = number_of(send(installation, rows(SNEAKY, kind=SNEAKY), f"{SNEAKY}.html"))
    for rest in (f"ladda-upp/{number}/", "ladda-upp/"):
        shown = page(installation, rest)
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_files_are_thrown_away_and_forgotten(installation: Installation, tmp_path: Path) -> None:
    first, second = number_of(send(installation, rows("Ett"))), number_of(send(installation, rows("Två")))
    assert post(installation, f"ladda-upp/{first}/kasta").status_code == 302
    page(installation, f"ladda-upp/{first}/", status=404)
    with installation.inside():
        Upload.objects.filter(pk=second).update(at=AT)
        forget_old(at=AT + KEPT)
        assert Upload.objects.count() == 1
        forget_old(at=AT + 2 * KEPT)
        assert Upload.objects.count() == 0
    assert [event.details["done"] for event in events(installation, "upload")] == ["sent", "sent", "thrown away"]


def test_live_data_waits_for_driftstart(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("tryggve.web.incidents.actions.uploads", "tryggve.web.incidents.upload_views"):
        monkeypatch.setattr(f"{module}.is_open", lambda: False)
    assert send(installation, rows("Stök")).status_code == 422
    assert 'type="file"' not in page(installation, "ladda-upp/")
    monkeypatch.undo()
    number_of(send(installation, rows("Stök")))


def test_what_was_sent_before_it_was_closed_does_not_go_in_after(installation: Installation) -> None:
    """T-START: neither by the button, nor by the worker, nor as a lägesrapport."""
    small, large = (number_of(send(installation, rows(text))) for text in ("Stök", "Sprejat"))
    with installation.inside():
        ask_to_bring_in(upload=Upload.objects.get(pk=large), by="Kerstin", at=AT)
        choose(name=OPEN, value=False, by="Kerstin", at=AT)
    assert post(installation, f"ladda-upp/{small}/for-in").status_code == 409
    worked(installation)
    told = {"period": "2026-W47", "seen": "Stök vid torget", "version": 0}
    for do in ("save", "send"):
        assert post(installation, "lagesrapporter/spara", "Pelle", **told, do=do).status_code == 422
    with installation.inside():
        assert not Incident.objects.exists()
        assert not SituationReport.objects.exists()
        choose(name=OPEN, value=True, by="Kerstin", at=AT)
    assert post(installation, f"ladda-upp/{small}/for-in").status_code == 302


def worked(installation: Installation) -> None:
    """The background worker has been there."""
    with installation.inside():
        assert work.uploads.is_asked()
        work.read_and_bring_in(AT)


def test_a_large_file_is_left_to_the_worker(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work.uploads, "AT_ONCE", 10)
    number = number_of(send(installation, rows("Stök", "Sprejat") + ROW.format(n=3, kind="", text="").encode()))
    waits = page(installation, f"ladda-upp/{number}/")
    assert 'hx-trigger="every 1s"' in waits
    assert post(installation, f"ladda-upp/{number}/for-in").status_code == 409  # not read yet
    worked(installation)
    assert "kategori" in page(installation, f"ladda-upp/{number}/")
    for _time in range(2):
        assert post(installation, f"ladda-upp/{number}/for-in").status_code == 302
    assert post(installation, f"ladda-upp/{number}/kasta").status_code == 302  # too late: it is on its way in
    waits = page(installation, f"ladda-upp/{number}/")
    assert 'aria-current="step"' in waits
    worked(installation)
    with installation.inside():
        done = Upload.objects.get()
        assert (done.told["new"], done.told["held_back"], bytes(done.content), done.asked) == (2, 1, b"", "")
    client = installation.client("Kerstin")
    asked = client.get(installation.url(f"ladda-upp/{number}/"), HTTP_HX_REQUEST="true")
    assert asked.headers["HX-Refresh"] == "true"
    assert client.get(installation.url(f"ladda-upp/{number}/rader")).status_code == 200
    assert post(installation, f"ladda-upp/{number}/for-in").status_code == 409


def test_a_large_file_that_fails_says_why_and_changes_nothing(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work.uploads, "AT_ONCE", 10)
    number = number_of(send(installation, b"hej\nhopp\nfallerallera\n"))
    worked(installation)
    assert 'role="alert"' in page(installation, f"ladda-upp/{number}/")
    with installation.inside():
        assert bytes(Upload.objects.get().content) == b""
    good = number_of(send(installation, rows("Stök")))
    worked(installation)
    post(installation, f"ladda-upp/{good}/for-in")
    with monkeypatch.context() as patch:
        patch.setattr(work.uploads, "import_arrival", lambda *_said, **_more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            worked(installation)
    assert 'role="alert"' in page(installation, f"ladda-upp/{good}/")
    with installation.inside():
        assert Incident.objects.count() == 0
    post(installation, f"ladda-upp/{good}/for-in")
    worked(installation)
    with installation.inside():
        assert Incident.objects.count() == 1


def test_the_worker_cuts_old_links_and_forgets_old_files(installation: Installation) -> None:
    """T-LINK-CUT: it is done by itself, and not only when somebody asks."""
    autodiscover_modules("work")
    number_of(send(installation, rows("Ett")))
    with installation.inside():
        Upload.objects.update(at=AT)
        report = Report.objects.create(received_at=AT, organisation=Organisation.objects.get(name="Bostadsbolaget"))
        ReportLink.objects.create(report=report, sealed=b"x", answered_at=AT)
        for name in ("incidents.work.cut_links", "incidents.work.forget_files"):
            JOBS[name].do(AT + dt.timedelta(days=91))
        assert bytes(ReportLink.objects.get().sealed) == b""
        assert not Upload.objects.exists()
