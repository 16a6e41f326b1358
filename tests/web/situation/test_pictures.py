"""A draft lives, is written to, and is fastställd: from then on nobody changes it."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connections
from django.utils import timezone

from tests.stores import Postgres
from tests.web.conftest import Installation
from tests.web.situation.seed import TODAY, WEEK
from tryggve.domain.language import _
from tryggve.reports.week.periods import read_period
from tryggve.store.database import guards
from tryggve.store.database.connect import connect
from tryggve.store.database.models import AuditEvent, Incident
from tryggve.web.accounts.models import Account
from tryggve.web.core.actions.choices import choose
from tryggve.web.core.models import Letter
from tryggve.web.core.readiness import OPEN
from tryggve.web.situation import work
from tryggve.web.situation.models import Analysis, Draft, Snapshot, SnapshotFile
from tryggve.web.situation.told import digest_of

DRAFT = f"/exempelkommunen/lagesbild/{WEEK}/"
FIRST = f"/exempelkommunen/lagesbilder/{WEEK}/1/"
SCRIPT: Any = {"HTTP_ACCEPT": "application/json"}


def fixed(installation: Installation, **answers: Any) -> Any:
    """What Kerstin gets when she confirms."""
    kerstin = installation.client("Kerstin")
    page = kerstin.get(f"{DRAFT}faststall/").content.decode()
    hidden = dict(re.findall(r'name="(fingerprint|told)" value="(\w+)"', page))
    assert len(hidden) == 2
    return kerstin.post(f"{DRAFT}faststall/", hidden | {"sure": "on"} | answers)


def test_texts_save_themselves_and_none_overwrites_another(installation: Installation) -> None:
    kerstin, anna = installation.client("Kerstin"), installation.client("Anna")
    address = f"{DRAFT}text/where/"
    assert kerstin.post(address, {"text": "Belysningen.", "version": "0"}, **SCRIPT).json()["version"] == 1
    assert kerstin.post(address, {"text": "Belysningen är trasig.", "version": "1"}, **SCRIPT).json()["version"] == 2
    late = kerstin.post(address, {"text": "Något annat.", "version": "1"}, **SCRIPT)
    assert (late.status_code, late.json()["theirs"], late.json()["version"]) == (409, "Belysningen är trasig.", 2)
    page = kerstin.post(address, {"text": "Något annat.", "version": "1"})
    assert page.status_code == 409
    assert "Något annat." in page.content.decode()
    assert "Belysningen är trasig." in page.content.decode()
    refused = kerstin.post(address, {"text": "Det var 19121212-1212.", "version": "2"}, **SCRIPT)
    assert (refused.status_code, "error" in refused.json()) == (422, True)
    assert kerstin.post(f"{DRAFT}text/finns-inte/", {"text": "x", "version": "0"}).status_code == 404
    assert anna.post(address, {"text": "x", "version": "2"}).status_code == 403
    assert anna.get(f"{address}historik/").status_code == 200
    with installation.inside():
        assert [row.text for row in Analysis.objects.order_by("id")] == ["Belysningen.", "Belysningen är trasig."]


def test_a_lagesbild_is_fixed_for_good(installation: Installation) -> None:
    Account.objects.filter(name__in=("Pelle", "Rut")).update(wants_mail=True)
    installation.client("Kerstin").post(f"{DRAFT}text/where/", {"text": "Belysningen är trasig.", "version": "0"})
    answer = fixed(installation)
    assert answer.url == FIRST
    pages = {name: installation.client(name).get(FIRST) for name in ("Kerstin", "Pelle", "Vera", "Rolf")}
    assert all("Belysningen är trasig." in page.content.decode() for page in pages.values())
    assert "Humleåsen" in pages["Kerstin"].content.decode()
    assert not any("Humleåsen" in pages[name].content.decode() for name in ("Pelle", "Vera", "Rolf"))
    for name, status in {"Rut": 403, "Adam": 403, "Olle": 404}.items():
        assert installation.client(name).get(FIRST).status_code == status
    assert installation.client("Rolf").get(DRAFT).status_code == 403
    documents(installation)
    with installation.inside():
        letters = [(one.account_id, one.subject) for one in Letter.objects.all()]
        events = AuditEvent.objects.filter(action__in=("adopt", "publish", "download")).order_by("id")
        assert [one.action for one in events] == ["adopt", "publish", "download", "download"]
    assert [Account.objects.get(pk=pk).name for pk, _subject in letters] == ["Pelle"]
    assert fixed(installation).status_code == 422
    assert fixed(installation, why="Sena rapporter kom in.").url.endswith("/2/")
    assert reasons(installation) == ["", "Sena rapporter kom in."]
    refuses_change(installation)


def documents(installation: Installation) -> None:
    internal, shared = (installation.client(name).get(f"{FIRST}lagesbild.pdf") for name in ("Kerstin", "Rolf"))
    assert internal.content != shared.content
    assert internal.headers["Content-Type"] == "application/pdf"
    assert internal.headers["X-Content-Type-Options"] == "nosniff"
    for answer in (internal, shared):
        reader = pypdf.PdfReader(io.BytesIO(answer.content))
        root: Any = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"]
        assert root["/Lang"].startswith("sv")
        text = " ".join(page.extract_text() for page in reader.pages)
        assert "Belysningen är trasig." in text
        assert "Utkast" not in text
    assert installation.client("Kerstin").get(f"{FIRST}lagesbild.exe").status_code == 404


def reasons(installation: Installation) -> list[str]:
    with installation.inside():
        return [row.why for row in Snapshot.objects.order_by("version")]


def refuses_change(installation: Installation) -> None:
    with installation.inside() as database:
        assert guards.unknown(database.connection) == []
        for table in (Snapshot, SnapshotFile):
            with pytest.raises(DatabaseError, match="append-only"):
                table.objects.update(id=1)
            with pytest.raises(DatabaseError, match="append-only"):
                table.objects.all()._raw_delete("kommun-exempelkommunen")
        assert Snapshot.objects.count() == 2


@pytest.mark.postgres
def test_postgres_refuses_too(postgres: Postgres) -> None:
    with connect(postgres.place()) as database:
        for app in ("core", "situation"):
            call_command("migrate", app, database=database.alias, verbosity=0, interactive=False)
        Snapshot.objects.using(database.alias).create(
            period=WEEK, version=1, adopted_at=timezone.now(), adopted_by="test", fingerprint="f", code_version="0",
            analysis={}, coverage={}, tree={}, shared_tree={},
        )  # fmt: skip
        for sql in (
            "UPDATE situation_snapshot SET version = 2",
            "DELETE FROM situation_snapshot",
            "TRUNCATE situation_file",
        ):
            with pytest.raises(DatabaseError, match="append-only"), connections[database.alias].cursor() as cursor:
                cursor.execute(sql)
        assert Snapshot.objects.using(database.alias).get().version == 1
        assert guards.unknown(database.connection) == []


def test_what_has_changed_since_is_read_again_first(installation: Installation) -> None:
    kerstin = installation.client("Kerstin")
    with installation.inside():
        old = Draft.objects.get(period=WEEK).fingerprint
        period = read_period(WEEK)
        Incident.objects.filter(last_day__range=(period.first_day, period.last_day), left_out="").update(severity=5)
    answer = kerstin.post(f"{DRAFT}faststall/", {"fingerprint": old, "told": digest_of([]), "sure": "on"})
    assert answer.status_code == 422
    with installation.inside():
        assert Snapshot.objects.count() == 0
        assert Draft.objects.get(period=WEEK).fingerprint != old
    assert kerstin.post(f"{DRAFT}faststall/", {"fingerprint": old}).status_code == 422


def test_driftstart_comes_first(installation: Installation) -> None:
    with installation.inside():
        choose(name=OPEN, value=False, by="test", at=timezone.now())
    answer = fixed(installation)
    assert answer.status_code == 422
    assert _("The municipality is not open for live data.") in answer.content.decode()
    with installation.inside():
        assert Snapshot.objects.count() == 0


def test_drafts_make_themselves_once(installation: Installation) -> None:
    with installation.inside():
        work.keep_drafts_fresh(timezone.now())
        made = {row.period: row.built_at for row in Draft.objects.all()}
        assert set(made) == {"2025-W51", "2025-W52"}
        work.keep_drafts_fresh(timezone.now())
        assert {row.period: row.built_at for row in Draft.objects.all()} == made
        assert all(row.day == TODAY for row in Draft.objects.all())
    assert installation.client("Anna").get("/exempelkommunen/lagesbild/2025-W52/").status_code == 200
    assert installation.client("Pelle").get("/exempelkommunen/lagesbild/2025-W52/").status_code == 403
