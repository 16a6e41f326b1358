"""Lägesbilder, insatser, meetings, lägesrapporter and files of the town of `access_town`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.web.access_town_people import FAR, Parts
from tests.web.access_town_reports import Sent
from tests.web.conftest import Installation
from tests.web.group.material import meeting, task
from tryggve.domain.period import Period, parse_period
from tryggve.store.database.models import ImportBatch
from tryggve.web.accounts.models import Account, Municipality
from tryggve.web.core import clock
from tryggve.web.core.models import Organisation
from tryggve.web.core.municipal import here
from tryggve.web.core.pages import member_of
from tryggve.web.group.actions.notes import close_meeting
from tryggve.web.group.models import Meeting, Task
from tryggve.web.incidents.actions import situation_reports as told
from tryggve.web.incidents.models import SituationReport, Upload
from tryggve.web.incidents.situation_report_models import Sharing
from tryggve.web.situation.actions import making
from tryggve.web.situation.building import last_change
from tryggve.web.situation.models import Analysis, Draft, Snapshot, SnapshotFile

TREE: dict[str, Any] = {
    "meta": {"language": "sv", "audience": "shared"}, "findings": [], "methods": [],
    "sections": [{"key": "where", "title": "Var", "lead": "", "blocks": []}],
}  # fmt: skip
"""A lägesbild that says nothing: what is tried is who opens it."""


def add_group(parts: Parts, sent: Sent, installation: Installation, now: dt.datetime, period: Period) -> None:
    """All of it."""
    with installation.inside():
        _pictures(parts, now, period)
        _told(parts, now, period)
        _tasks(parts, now)
        _meetings(parts, now)
        _uploads(parts, now)
    _neighbour(parts, installation, now)
    sent["task_move"] = {"to": "under_way", "version": 1}
    sent["task.closed task_move"] = {"to": "under_way", "version": 2}
    sent["meeting_text"] = {"text": "Vi talade om muren.", "version": 0}
    sent["meeting_attendance"] = sent["meeting_close"] = {"present": [], "next_day": "", "next_starts": ""}
    sent["picture_analysis"] = {"text": "Mycket klotter vid muren.", "version": 1}
    sent["situation_report_use"] = {"used": "picture"}


def _pictures(parts: Parts, now: dt.datetime, period: Period) -> None:
    Draft.objects.create(
        period=period.label, built_at=now, day=clock.today(), batch=last_change(here()), fingerprint="0" * 64,
        seconds=0, standing_out=[], tree=TREE,
    )  # fmt: skip
    Analysis.objects.create(period=period.label, section="where", version=1, text="Vid muren.", by="Kerstin", at=now)
    fixed = Snapshot.objects.create(
        period="2020-W10", version=1, adopted_at=now, adopted_by="Kerstin", fingerprint="0" * 64, code_version="1",
        analysis=[], coverage={"expected": 0, "received": 0, "unknown": []}, tree=TREE, shared_tree=TREE,
        area_tree=TREE,
    )  # fmt: skip
    for audience, form in (("internal", "json"), ("shared", "json"), ("area", "json"), ("internal", "xlsx")):
        SnapshotFile.objects.create(
            snapshot=fixed, audience=audience, format=form, sha256="0" * 64, size=2, content=b"{}"
        )
    asked = making.ask_for_draft(period=period, by="Kerstin", today=clock.today(), at=now, wish={})
    draft = {"pk": asked.pk, "period": period, "section": "where", "version": 1, "form": "json"}
    old = {"period": parse_period("2020-W10"), "section": "where", "version": 1, "form": "json"}
    parts |= {
        "picture.draft": draft, "picture.fixed": old, "picture.internal": {**old, "form": "xlsx"},
        "picture.next": {**old, "version": 2}, "picture.neighbour": {**draft, "pk": FAR},
    }  # fmt: skip


def _told(parts: Parts, now: dt.datetime, period: Period) -> None:
    said = told.Written({"seen": "Lugnt vid muren."}, Sharing.COORDINATOR, "", 0)
    for name, state, act in (("Pelle", "sent", told.send), ("Sara", "begun", told.save)):
        made = act(period=period, written=said, by=member_of(Account.objects.get(name=name)), at=now)
        parts[f"told.{state}"] = {"pk": made.pk}


def _tasks(parts: Parts, now: dt.datetime) -> None:
    parts["task.police"] = {"pk": task(at=now).pk}
    parts["task.partners"] = {"pk": task(partners=("Väktarna",), at=now).pk}
    closed = task(who="Socialtjänsten", at=now)
    Task.objects.filter(pk=closed.pk).update(state="done", closed_at=now, version=2)
    parts["task.closed"] = {"pk": closed.pk}


def _meetings(parts: Parts, now: dt.datetime) -> None:
    parts["meeting.open"] = {"pk": meeting(now.date(), at=now).pk, "section": "other"}
    closed = meeting(now.date() - dt.timedelta(days=7), at=now)
    close_meeting(meeting=closed.pk, kommun=Municipality.objects.get(slug="exempelkommunen"), by="Kerstin", at=now)
    parts["meeting.closed"] = {"pk": closed.pk, "section": "other"}


def _uploads(parts: Parts, now: dt.datetime) -> None:
    rest = {"name": "fil.csv", "kind": "csv", "size": 1, "content": b"x", "by": "Kerstin", "at": now}
    told_of = {"read": 1, "new": 0, "updated": 0, "unchanged": 0, "held_back": 1, "agreements": 0}
    done = Upload.objects.create(**rest, done_at=now, rejected=b"rad;fel", told=told_of)
    waiting = Upload.objects.create(**rest)
    parts |= {"upload.done": {"pk": done.pk}, "upload.waiting": {"pk": waiting.pk}}


def _neighbour(parts: Parts, installation: Installation, now: dt.datetime) -> None:
    """Objects with numbers that nobody here has."""
    with installation.inside("grannkommunen"):
        unit = Organisation.objects.get(pk=FAR)
        Task.objects.create(
            pk=FAR, what="Grannens", organisation=unit, state="planned", made_by="Olle", made_at=now, changed_at=now
        )
        Meeting.objects.create(pk=FAR, day=now.date(), made_at=now)
        SituationReport.objects.create(pk=FAR, organisation=unit, period="2020-W10", by="Olle", at=now, sent_at=now)
        Upload.objects.create(pk=FAR, name="fil.csv", kind="csv", size=1, content=b"x", by="Olle", at=now)
        assert not ImportBatch.objects.filter(pk=FAR).exists()
    far = {"pk": FAR, "section": "other"}
    parts |= {f"{kind}.neighbour": far for kind in ("task", "meeting", "told", "upload", "batch")}
