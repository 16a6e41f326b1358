"""Reports of the town of `access_town`: own and others', new, old, cut, held back, merged; and the neighbour's."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from tests.web.access_town_people import FAR, Parts
from tests.web.conftest import Installation
from tests.web.incidents.desk import report
from tests.web.incidents.ground import X, Y, add_ground
from tryggve.store.database.models import Incident
from tryggve.web.accounts.models import Account
from tryggve.web.core.pages import member_of
from tryggve.web.incidents.actions import review
from tryggve.web.incidents.actions.sending import take_back
from tryggve.web.incidents.models import Question, Report, ReportLink, Step
from tryggve.web.incidents.sealed import seal

Sent = dict[str, dict[str, Any]]
OLD = dt.timedelta(days=15)


def add_reports(parts: Parts, sent: Sent, installation: Installation, now: dt.datetime) -> None:
    """All of them."""
    spot: dict[str, Any] = {"x": X + 300, "y": Y + 300}
    made = {
        "new": report(installation, "Klotter på muren.", at=now, **spot),
        "old": report(installation, at=now - OLD, **spot),
        "cut": report(installation, at=now, **spot),
        "held_back": report(installation, at=now, **spot),
        "first": report(installation, at=now, **spot),
        "merged": report(installation, at=now, **spot),
        "taken_back": report(installation, at=now, **spot),
        "police": report(installation, who="Pelle", at=now, **spot),
        "private": report(installation, who="Vera", at=now, **spot),
    }
    with installation.inside():
        for state, number in made.items():
            parts[f"report.{state}"] = {"report": Report.objects.get(incident_id=number).pk}
            parts[f"incident.{state}"] = {"pk": number, "report": number}
        _states(parts, made, now)
        parts["report.practice"] = {"report": _practice(now)}
    _neighbour(parts, installation, now)
    _forms(sent, made)


def _states(parts: Parts, made: dict[str, int], now: dt.datetime) -> None:
    by: dict[str, Any] = {"by": "Kerstin", "at": now}
    cut = parts["report.cut"]["report"]
    ReportLink.objects.filter(report_id=cut).update(sealed=b"", cut_at=now)
    review.hold_back(incident=made["held_back"], version=1, reason="Dubblett", words="", **by)
    versions = {made["first"]: 1, made["merged"]: 1}
    review.merge(incident=made["merged"], other=made["first"], versions=versions, **by)
    rut = member_of(Account.objects.get(name="Rut"))
    take_back(report=Report.objects.get(pk=parts["report.taken_back"]["report"]), by=rut, at=now)
    for state in ("new", "police", "held_back"):
        asked = Report.objects.get(pk=parts[f"report.{state}"]["report"])
        Question.objects.create(report=asked, text="Var det målat?", asked_by="Kerstin", asked_at=now)
    step = review.read(incident=made["police"], version=1, **by)
    parts["step"] = {"pk": step.pk}


def _practice(now: dt.datetime) -> uuid.UUID:
    rut = member_of(Account.objects.get(name="Rut"))
    made = Report.objects.create(received_at=now, organisation=rut.organisation, practice=True)
    ReportLink.objects.create(report=made, sealed=seal(made.pk, rut.account.pk))
    return made.pk


def _neighbour(parts: Parts, installation: Installation, now: dt.datetime) -> None:
    """A report of the neighbour's whose number nobody here has, sealed to Rut, who has nothing to do there."""
    with installation.inside("grannkommunen") as database:
        add_ground(database, now)
        unit = member_of(Account.objects.get(name="Olle")).organisation
        made = Report.objects.create(received_at=now, organisation=unit)
        ReportLink.objects.create(report=made, sealed=seal(made.pk, Account.objects.get(name="Rut").pk))
        Step.objects.create(pk=FAR, incident_id=FAR, kind="read", by="Olle", at=now)
    with installation.inside():
        assert not Incident.objects.filter(pk=FAR).exists()
    parts |= {
        "report.neighbour": {"report": made.pk}, "incident.neighbour": {"pk": FAR, "report": FAR},
        "step.neighbour": {"pk": FAR},
    }  # fmt: skip


def _forms(sent: Sent, made: dict[str, int]) -> None:
    """What the deeds of the inbox are sent with, so that nothing but the right and the state can stop them."""
    plain = {"version": 1, "other": made["first"], "other_version": 1, "text": "Var det målat?", "field": "text"}
    deeds = ("read", "hold_back", "let_in", "merge", "unmerge", "not_same", "ask", "words", "correct")
    sent |= {f"inbox_{one}": {**plain, "reason": "", "words": "Dubblett"} for one in deeds}
    sent["inbox_correct"] = {"version": 1, "severity": 3, "why": "Grövre"}
    for state in ("held_back", "merged"):
        sent |= {f"incident.{state} inbox_{one}": {**plain, "version": 2} for one in deeds}
    sent["incident.new inbox_merge"] = {**plain, "other": made["police"]}
    sent["report_reply"] = {"text": "Ja."}
