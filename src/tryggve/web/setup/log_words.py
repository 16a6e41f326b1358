"""What an event of the log tells, in words: what was done to what, without the codes that it is kept in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from tryggve.domain.access import Role, role_name
from tryggve.domain.area import level_words
from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import _
from tryggve.domain.organisation import organisation_kinds
from tryggve.reports.numbers import date_long, decimal, integer, period_words
from tryggve.reports.week.periods import read_period
from tryggve.store.database.models import AuditEvent
from tryggve.web.setup.driftstart import items
from tryggve.web.setup.ground_words import crs_words, zone_words
from tryggve.web.setup.log_names import Names
from tryggve.web.setup.log_vocabulary import CHOICES, CODES, DONE, LABELS, NOT_SHOWN

_LONGEST = 120
_SHORT_MARK = 12
"""Characters of a fingerprint: enough to tell two apart. The file that is taken out has all of it."""


def told(event: AuditEvent, names: Names) -> str:
    """The details of an event as people read them, parts with a point between."""
    found = event.details if isinstance(event.details, dict) else {}
    parts = [_(DONE[found["done"]])] if found.get("done") in DONE else []
    for key, value in found.items():
        if key in NOT_SHOWN or (key == "done" and parts) or value in (None, "", [], {}):
            continue
        parts.append(_part(key, value, names))
    return "\N{NO-BREAK SPACE}· ".join(part for part in parts if part)


def _part(key: str, value: Any, names: Names) -> str:
    label = _(LABELS[key]) if key in LABELS else key.replace("_", " ")
    words = _VALUES.get(key, _plain)(value, names)
    return f"{label}: {words}" if words else ""


def _plain(value: Any, names: Names) -> str:
    """A value without a rule of its own."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return integer(value)
    if isinstance(value, float):
        return decimal(value)
    if isinstance(value, list):
        return _short(", ".join(_plain(one, names) for one in value))
    if isinstance(value, Mapping):
        return _short(", ".join(_part(name, one, names) for name, one in value.items() if one))
    return _(CODES[value]) if value in CODES else _short(str(value))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _numbered(value: Any, _names: Names) -> str:
    numbers = value if isinstance(value, list) else [value]
    return _short(", ".join(str(one) for one in numbers))


def _day(value: Any, names: Names) -> str:
    """A day, kept as a number or as `2026-11-22`."""
    if isinstance(value, int):
        return date_long(day_date(value))
    try:
        return date_long(dt.date.fromisoformat(value))
    except (TypeError, ValueError):
        return _plain(value, names)


def _period(value: Any, names: Names) -> str:
    try:
        return period_words(read_period(value))
    except (TypeError, ValueError):
        return _plain(value, names)


def _levels(value: Any, names: Names) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{level_words(level)}: {_plain(found, names)}" for level, found in value.items())
    return ", ".join(level_words(level) for level in ([value] if isinstance(value, str) else value))


def _roles(value: Iterable[str], _names: Names) -> str:
    known = set(map(str, Role))
    return ", ".join(role_name(Role(role)) if role in known else role for role in value)


def _kind(value: Any, names: Names) -> str:
    kinds = organisation_kinds()
    return kinds[value].name if value in kinds else _plain(value, names)


def _choice(value: Any, names: Names) -> str:
    found = next((one.title for one in items() if value == f"driftstart.item.{one.id}"), "")
    if found:
        return f"Driftstart, {found}"
    return _(CHOICES[value]) if value in CHOICES else _plain(value, names)


def _sources(value: Iterable[str], names: Names) -> str:
    parts = (one.partition(":") for one in value)
    return ", ".join(f"{_plain(kind, names)} {key}" for kind, _colon, key in parts)


_Rule = Callable[[Any, Names], str]
_VALUES: Mapping[str, _Rule] = MappingProxyType(
    {
        "organisation": lambda value, names: names.organisation(value),
        "membership": lambda value, names: names.member(value),
        "place": lambda value, names: names.place(value),
        "roles": _roles, "period": _period, "name": _choice, "kind": _kind, "sources": _sources,
        "level": _levels, "in_use": _levels, "used": _levels, "divisions": _levels, "superseded": _levels,
        **dict.fromkeys(
            ("day", "first_day", "last_day", "since", "decided_on", "texts_before", "facts_before"), _day
        ),
        **dict.fromkeys(
            ("incident", "incidents", "other", "question", "report", "reports", "task", "meeting", "upload",
             "round", "invitation", "brought_in", "undone", "decision", "unsaved", "event"), _numbered,
        ),
        **dict.fromkeys(
            ("sha256", "digest", "fingerprint"), lambda value, _names: f"{str(value)[:_SHORT_MARK]}…"
        ),
        **dict.fromkeys(("handed", "held"), lambda value, _names: integer(len(value))),
        "hours": lambda value, _names: _("{n} hours").format(n=value),
        "radius": lambda value, _names: _("{n} m").format(n=value),
        "crs": lambda value, _names: crs_words(value),
        "zone": lambda value, _names: zone_words(value),
    }
)  # fmt: skip
"""Detail → how its value is told."""
