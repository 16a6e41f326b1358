"""An insats goes from state to state; when it is closed, those whose reports led to it get the answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tryggve.domain.task import CLOSED, Hand, TaskState, check_can_move
from tryggve.store.database import audit
from tryggve.web.core import hooks_of_group as told
from tryggve.web.core.municipal import here
from tryggve.web.group.actions.tasks import current
from tryggve.web.group.models import Task, TaskEvent


@dataclass(frozen=True)
class Outcome:
    """What came of it, and what those who reported are told (may be empty)."""

    result: str = ""
    answer: str = ""


NOTHING = Outcome()


def move_task(
    *, task: int, to: TaskState, version: int, hand: Hand, by: str, at: dt.datetime, outcome: Outcome = NOTHING
) -> tuple[Task, int]:
    """The insats in its new state, and how many reporters were answered. TaskError where the table has no such row."""
    with here().writing():
        found = current(task, version)
        before = TaskState(found.state)
        check_can_move(before, to, hand, outcome.result)
        found.state, found.version, found.changed_at = to, found.version + 1, at
        found.closed_at = at if to in CLOSED else None
        if to in CLOSED:
            found.result = outcome.result.strip()
            found.answer = outcome.answer.strip()
        found.save(force_update=True)
        answered = _answer(found, by=by, at=at)
        details = {"result": found.result, "answered": answered} if to in CLOSED else {}
        TaskEvent.objects.create(task=found, at=at, by=by, kind="moved", before=before, after=to, details=details)
        audit.record(
            here(), audit.Action.TASK, by=by, at=at, task=found.pk, done="moved", before=before, after=to,
            answered=answered,
        )  # fmt: skip
    return found, answered


def linked_incidents(task: Task) -> tuple[int, ...]:
    """The incidents that led to it: those named, and those that its signals are made of."""
    found: set[int] = set()
    for source in task.sources.all():
        if source.kind == "report":
            found.add(int(source.key))
        else:
            found |= {number for answer in told.incidents_behind(source.key) for number in answer}
    return tuple(sorted(found))


def _answer(task: Task, *, by: str, at: dt.datetime) -> int:
    if task.state not in CLOSED or not task.answer:
        return 0
    incidents = linked_incidents(task)
    if not incidents:
        return 0
    done = task.state == TaskState.DONE
    return sum(told.task_closed(told.Answer(incidents, task.answer, done, by, at)))
