"""A meeting as it stood when people rose: what the minnesanteckningar are made of, and their fingerprint."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from tryggve import __version__
from tryggve.web.accounts.models import Municipality
from tryggve.web.group import agenda
from tryggve.web.group.models import Meeting, Task
from tryggve.web.group.sections import SAID, SECTIONS, organisation_of

FORMAT = 1


def snapshot(meeting: Meeting, kommun: Municipality, *, by: str, at: dt.datetime) -> dict[str, Any]:
    """All that the notes tell, as JSON: what people wrote and decided, nothing out of a draft of the lägesbild."""
    texts = {name: row.text.strip() for name, row in agenda.latest_texts(meeting).items()}
    called = list(meeting.attendance.select_related("organisation"))
    names = {one.organisation_id: one.organisation.name for one in called}
    said = [(organisation_of(name), text) for name, text in texts.items() if name.startswith(SAID) and text]
    return {
        "format": FORMAT,
        "version": __version__,
        "municipality": kommun.name,
        "is_example": kommun.is_example,
        "day": meeting.day.isoformat(),
        "starts": _time(meeting.starts),
        "where": meeting.where,
        "present": [one.organisation.name for one in called if one.present],
        "absent": [one.organisation.name for one in called if not one.present],
        "last_tasks": [_task(task) for task in agenda.last_tasks(meeting)],
        "texts": {name: texts.get(name, "") for name in SECTIONS},
        "said": sorted([names.get(number or 0, ""), text] for number, text in said),
        "decided": [_task(task) for task in agenda.decided(meeting)],
        "next_day": meeting.next_day.isoformat() if meeting.next_day else "",
        "next_starts": _time(meeting.next_starts),
        "closed_by": by,
        "closed_at": at.astimezone(dt.UTC).isoformat(timespec="seconds"),
    }


def fingerprint(content: dict[str, Any]) -> str:
    """SHA-256 of the content, however its keys are ordered."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _task(task: Task) -> dict[str, Any]:
    return {
        "number": task.pk,
        "what": task.what,
        "who": task.who,
        "partners": [one.name for one in task.partners.all()],
        "organisations": [task.organisation_id, *sorted(one.pk for one in task.partners.all())],
        "due": task.due.isoformat() if task.due else "",
        "where": task.where,
        "state": str(task.state),
        "result": task.result,
    }


def _time(value: dt.time | None) -> str:
    return value.strftime("%H.%M") if value else ""
