"""Insatser are noted and changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tryggve.domain.language import _
from tryggve.domain.task import Hand, TaskError, TaskState
from tryggve.store.database import audit
from tryggve.web.core.municipal import here
from tryggve.web.group.facts import Origin, TaskFacts
from tryggve.web.group.models import Meeting, Task, TaskEvent, TaskSource

FIELDS = ("what", "organisation", "function", "due", "area", "area_name", "known_place", "place")
_NOTHING = Origin()


def add_task(*, facts: TaskFacts, origin: Origin = _NOTHING, by: str, at: dt.datetime) -> Task:
    """An insats is noted; it is planned. TaskError where its meeting has ended: the notes of that already stand."""
    with here().writing():
        meeting = Meeting.objects.get(pk=origin.meeting) if origin.meeting is not None else None
        if meeting is not None and meeting.closed_at is not None:
            raise TaskError(_("The meeting has ended. Note the insats without it, or in the next one."))
        task = Task(state=TaskState.PLANNED, meeting=meeting, made_by=by, made_at=at, changed_at=at)
        for name in FIELDS:
            setattr(task, name, getattr(facts, name))
        task.save(force_insert=True)
        task.partners.set(_partners(facts))
        for kind, key in dict.fromkeys(origin.sources):
            TaskSource.objects.create(task=task, kind=kind, key=key)
        TaskEvent.objects.create(task=task, at=at, by=by, kind="made", after=task.state)
        audit.record(here(), audit.Action.TASK, by=by, at=at, task=task.pk, done="made",
                     sources=[f"{kind}:{key}" for kind, key in origin.sources])  # fmt: skip
    return task


def change_task(*, task: int, facts: TaskFacts, version: int, hand: Hand, by: str, at: dt.datetime) -> Task:
    """What an insats says is changed. TaskError for others than the coordinator, or where somebody was first."""
    if hand < Hand.COORDINATOR:
        raise TaskError(_("Only the coordinator changes an insats. You can say how it goes."))
    with here().writing():
        old = current(task, version)
        before = _shown(old)
        for name in FIELDS:
            setattr(old, name, getattr(facts, name))
        old.partners.set(_partners(facts))
        after = _shown(Task.objects.get(pk=old.pk), old)
        changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
        if changed:
            old.version += 1
            old.changed_at = at
            old.save(force_update=True)
            TaskEvent.objects.create(task=old, at=at, by=by, kind="changed", details=changed)
            audit.record(here(), audit.Action.TASK, by=by, at=at, task=old.pk, done="changed", fields=sorted(changed))
    return old


def current(task: int, version: int) -> Task:
    """The insats, if nobody has changed it since the version was read. Inside a transaction."""
    found: Task = Task.objects.select_related("organisation", "known_place").get(pk=task)
    if found.version != version:
        raise TaskError(_("Somebody changed the insats while you wrote. Look at what it says now, and save again."))
    return found


def _partners(facts: TaskFacts) -> list[Any]:
    return [one for one in facts.partners if one.pk != facts.organisation.pk]


def _shown(task: Task, said: Task | None = None) -> dict[str, Any]:
    """What the history tells: words and ids that can be kept as JSON."""
    said = said or task
    shown = {name: str(value) if (value := getattr(said, name)) is not None else "" for name in FIELDS}
    return shown | {"partners": sorted(one.name for one in task.partners.all())}
