"""Insatser and meetings for the tests, made as the pages make them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.web.cast import AT
from tryggve.web.core.models import Organisation
from tryggve.web.group.actions.meetings import MeetingFacts, add_meeting
from tryggve.web.group.actions.tasks import add_task
from tryggve.web.group.facts import Origin, TaskFacts
from tryggve.web.group.models import Meeting, Task

DAY, WEEK = dt.date(2026, 11, 23), dt.timedelta(days=7)


def organisation(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


def task(
    what: str = "Klipp buskarna vid gångvägen", who: str = "Polisen", *, partners: tuple[str, ...] = (),
    due: dt.date | None = DAY, origin: Origin | None = None, at: dt.datetime = AT, **more: Any,
) -> Task:  # fmt: skip
    facts = TaskFacts(what, organisation(who), due, partners=tuple(organisation(one) for one in partners), **more)
    return add_task(facts=facts, origin=origin or Origin(), by="Kerstin", at=at)


def meeting(day: dt.date = DAY, *, at: dt.datetime = AT) -> Meeting:
    facts = MeetingFacts(day, tuple(Organisation.objects.all()), dt.time(9, 0), "Stadshuset")
    return add_meeting(facts=facts, by="Kerstin", at=at)
