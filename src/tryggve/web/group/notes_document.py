"""Minnesanteckningar in words: the same tree for the page and for the PDF."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tryggve.domain.language import _
from tryggve.domain.task import CLOSED, TIMING_NAMES, TaskState, Timing, state_name, timing
from tryggve.reports.numbers import date_long
from tryggve.web.group.sections import heading

Part = dict[str, Any]


def document(content: dict[str, Any], *, fingerprint: str, whole: bool = True) -> dict[str, Any]:
    """What is shown of a snapshot. Not `whole`: without what others said and wrote and without street or
    place, for private organisations.
    """
    day = dt.date.fromisoformat(content["day"])
    banner = _("{name} is invented. Nothing here has happened.").format(name=content["municipality"])
    parts = [_last(content, day, whole), *(_written(content) if whole else []), _decided(content, whole)]
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


def _last(content: dict[str, Any], day: dt.date, whole: bool) -> Part:
    rows = [
        [task["what"], task["who"], _day(task["due"]), _stands(task, day), *([task["result"]] if whole else [])]
        for task in content["last_tasks"]
    ]
    columns = [_("What"), _("Who"), _("By when"), _("State"), *([_("What came of it")] if whole else [])]
    return _part(_("Insatser since last time"), table=_table(_("Insatser from earlier meetings"), columns, rows))


def _written(content: dict[str, Any]) -> list[Part]:
    return [
        _part(heading("changed"), text=content["texts"]["changed"]),
        _part(_("Said at the meeting"), said=content["said"]),
        _part(heading("signals"), text=content["texts"]["signals"]),
        _part(heading("decided"), text=content["texts"]["decided"]),
    ]


def _decided(content: dict[str, Any], whole: bool) -> Part:
    rows = [
        [task["what"], task["who"], ", ".join(task["partners"]), _day(task["due"]), *([task["where"]] if whole else [])]
        for task in content["decided"]
    ]
    columns = [_("What"), _("Who"), _("With whom"), _("By when"), *([_("Where")] if whole else [])]
    return _part(_("New insatser"), table=_table(_("Insatser noted at the meeting"), columns, rows))


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
