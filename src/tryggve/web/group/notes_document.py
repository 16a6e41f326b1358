"""Minnesanteckningar in words: the same tree for the page and for the PDF."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from tryggve.domain.language import _, ngettext
from tryggve.domain.task import CLOSED, TIMING_NAMES, TaskState, Timing, state_name, timing
from tryggve.reports.numbers import date_long
from tryggve.web.group.sections import heading

Part = dict[str, Any]


@dataclass(frozen=True)
class Own:
    """The private organisation that reads: it is told of its own insatser, and of the others' how many there are."""

    number: int
    name: str

    def is_in(self, task: dict[str, Any]) -> bool:
        """Whether it answers for an insats or takes part. Notes from before the numbers were kept go by names."""
        if "organisations" in task:
            return self.number in task["organisations"]
        return self.name in (task["who"], *task["partners"])


def document(content: dict[str, Any], *, fingerprint: str, own: Own | None = None) -> dict[str, Any]:
    """What is shown of a snapshot. With `own`, for a private organisation: without what others said and wrote, without
    street or place, and without who else does what by when.
    """
    whole = own is None
    day = dt.date.fromisoformat(content["day"])
    banner = _("{name} is invented. Nothing here has happened.").format(name=content["municipality"])
    parts = [_last(content, day, own), *(_written(content) if whole else []), _decided(content, own)]
    if whole and content["texts"]["other"]:
        parts.append(_part(heading("other"), text=content["texts"]["other"]))
    return {
        "title": _("Notes of the meeting {day}").format(day=date_long(day)),
        "municipality": content["municipality"],
        "banner": banner if content["is_example"] else "",
        "facts": [pair for pair in _facts(content, fingerprint) if pair[1]],
        "parts": [part for part in parts if part["text"] or part["said"] or part["table"]],
    }


def _facts(content: dict[str, Any], fingerprint: str) -> list[list[str]]:
    when = " ".join(part for part in (date_long(dt.date.fromisoformat(content["day"])), content["starts"]) if part)
    coming = " ".join(part for part in (_day(content["next_day"]), content["next_starts"]) if part)
    return [
        [_("When"), when],
        [_("Where"), content["where"]],
        [_("Present"), ", ".join(content["present"])],
        [_("Not present"), ", ".join(content["absent"]) if content["present"] else ""],
        [_("Next meeting"), coming if content["next_day"] else ""],
        [_("Noted by"), content["closed_by"]],
        [_("Fingerprint of the content"), fingerprint[:16]],
    ]


def _last(content: dict[str, Any], day: dt.date, own: Own | None) -> Part:
    whole, (tasks, others) = own is None, _told(content["last_tasks"], own)
    rows = [
        [task["what"], task["who"], _day(task["due"]), _stands(task, day), *([task["result"]] if whole else [])]
        for task in tasks
    ]
    columns = [_("What"), _("Who"), _("By when"), _("State"), *([_("What came of it")] if whole else [])]
    table = _table(_("Insatser from earlier meetings"), columns, rows)
    return _part(_("Insatser since last time"), text=others, table=table)


def _told(tasks: list[dict[str, Any]], own: Own | None) -> tuple[list[dict[str, Any]], str]:
    """The insatser that a reader is told of, and how many more there are."""
    if own is None:
        return tasks, ""
    mine = [task for task in tasks if own.is_in(task)]
    others = len(tasks) - len(mine)
    words = ngettext("{n} insats of others is not shown.", "{n} insatser of others are not shown.", others)
    return mine, words.format(n=others) if others else ""


def _written(content: dict[str, Any]) -> list[Part]:
    return [
        _part(heading("changed"), text=content["texts"]["changed"]),
        _part(_("Said at the meeting"), said=content["said"]),
        _part(heading("signals"), text=content["texts"]["signals"]),
        _part(heading("decided"), text=content["texts"]["decided"]),
    ]


def _decided(content: dict[str, Any], own: Own | None) -> Part:
    whole, (tasks, others) = own is None, _told(content["decided"], own)
    rows = [
        [task["what"], task["who"], ", ".join(task["partners"]), _day(task["due"]), *([task["where"]] if whole else [])]
        for task in tasks
    ]
    columns = [_("What"), _("Who"), _("With whom"), _("By when"), *([_("Where")] if whole else [])]
    return _part(_("New insatser"), text=others, table=_table(_("Insatser noted at the meeting"), columns, rows))


def _stands(task: dict[str, Any], day: dt.date) -> str:
    state = TaskState(task["state"])
    due = dt.date.fromisoformat(task["due"]) if task["due"] else None
    if state in CLOSED or timing(state, due, day) is not Timing.LATE:
        return state_name(state)
    return f"{state_name(state)}, {_(TIMING_NAMES[Timing.LATE])}"


def _part(title: str, *, text: str = "", said: list[list[str]] | None = None, table: Part | None = None) -> Part:
    return {"heading": title, "text": text, "said": said or [], "table": table}


def _table(title: str, columns: list[str], rows: list[list[str]]) -> Part | None:
    return {"title": title, "columns": columns, "rows": rows} if rows else None


def _day(value: str) -> str:
    return date_long(dt.date.fromisoformat(value)) if value else ""
