"""What the last look for signals looked at, and what could not be said: for a list that is empty too."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import N_, _, current_language
from tryggve.reports import numbers
from tryggve.web.situation.models import SignalLook

_WHY = {
    "none": N_("How rare anything is is not known yet, so nothing is shown."),
    "methods": N_("What is rare was learnt for other areas, another source or other methods, and does not hold here."),
    "empty": N_("There are no events with a known day to look at."),
    "later": N_("Reports have been taken back since a later list was made. That list stands."),
}


@dataclass(frozen=True)
class Looked:
    """The last look: when, by whom, at what. `why` says why there is no list; `limits` what else is not known."""

    at: dt.datetime
    by: str
    day: str
    at_what: str
    why: str
    must_learn: bool
    limits: tuple[str, ...]
    stopped: bool
    ranked: tuple[str, ...]


def last_look() -> SignalLook | None:
    """The last look that was finished."""
    return SignalLook.objects.exclude(finished_at=None).order_by("-id").first()


def looked(found: SignalLook | None) -> Looked | None:
    """In words."""
    if found is None or found.finished_at is None:
        return None
    content = found.content
    why = str(content.get("why", ""))
    limits = content.get("limits", {}).get(current_language(), [])
    return Looked(
        found.finished_at, found.by, "" if found.day is None else numbers.date_long(day_date(found.day)),
        _at_what(found), _(_WHY[why]) if why in _WHY else "", why in ("none", "methods"),
        tuple(str(text) for text, _stops in limits), any(stops for _text, stops in limits),
        tuple(content.get("names", ())),
    )  # fmt: skip


def _at_what(found: SignalLook) -> str:
    at = found.content.get("looked_at")
    if not at:
        return ""
    return _("{events} events in {areas} areas since {day} were looked at, with five methods.").format(
        events=numbers.integer(at["events"]), areas=numbers.integer(at["areas"]),
        day=numbers.date_long(day_date(at["first_day"])),
    )  # fmt: skip
