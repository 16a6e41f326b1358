"""Signals are looked for: one at a time, outside any transaction; what was found is kept with what was looked at."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tryggve.domain.calendar_days import day_number
from tryggve.domain.language import LANGUAGES, use_language
from tryggve.domain.row_error import FileError
from tryggve.reports.known_days import YEAR
from tryggve.reports.sections.looked_back import hidden_number, look_back
from tryggve.reports.signal_ground import calibration_of, matter_of_list
from tryggve.reports.signals_today import Today, history_of_database, keep_list, may_be_kept, signals_on
from tryggve.signals.calibrate import Calibration
from tryggve.signals.history import History
from tryggve.signals.limits import limits
from tryggve.signals.today import of_calibration
from tryggve.store.database.actions.signals import note_look
from tryggve.web.core.municipal import here
from tryggve.web.situation.building import last_change
from tryggve.web.situation.models import SignalLook
from tryggve.web.situation.signal_look_back import back_plain

LONGEST = dt.timedelta(minutes=30)
"""Whoever has looked for longer has stopped half-way: somebody else may begin."""

KEPT = 60
"""So many looks are remembered."""


class BusyError(Exception):
    """Somebody else looks just now."""


def look(*, by: str, today: dt.date, at: dt.datetime) -> SignalLook:
    """Make the list of the day and keep it. BusyError while somebody else does."""
    begun = _begin(by, at)
    try:
        begun.content = _look(begun, by, today, at)
        begun.finished_at = at
    finally:
        # A look that failed is not finished: the next one begins anew.
        begun.running = None
        with here().writing():
            begun.save()
    return begun


def _begin(by: str, at: dt.datetime) -> SignalLook:
    with here().writing():
        running = SignalLook.objects.filter(running=True).first()
        if running is not None and abs(at - running.started_at) < LONGEST:
            raise BusyError
        SignalLook.objects.filter(running=True).update(running=None)
        old = SignalLook.objects.order_by("-id").values_list("id", flat=True)[KEPT : KEPT + 1].first()
        if old is not None:
            SignalLook.objects.filter(id__lte=old).delete()
        return SignalLook.objects.create(started_at=at, by=by, running=True, batch=last_change(here()))


def _look(begun: SignalLook, by: str, today: dt.date, at: dt.datetime) -> dict[str, Any]:
    history = history_of_database(here())
    begun.source, begun.level = history.source, history.level
    if not len(history.events):
        return {"why": "empty"}
    begun.day = day = max(history.events.first_day, min(day_number(today), history.events.last_day))
    looked_at = {"areas": len(history.codes), "events": int((history.events.day <= day).sum()),
                 "first_day": history.events.first_day}  # fmt: skip
    calibration = calibration_of(here(), history.source, history.level)
    if calibration is None:
        # Nothing is shown whose rarity is not known, so nothing is looked for.
        _note(history, day, by, at)
        return {"why": "none", "looked_at": looked_at, "limits": _limits(history, day)}
    found = signals_on(history, day, database=here(), calibration=calibration)
    content = {"why": found.why_uncalibrated, "looked_at": looked_at, "limits": _limits(history, day, calibration)}
    return content | _kept(Today(history, found), by, at)


def _kept(today: Today, by: str, at: dt.datetime) -> dict[str, Any]:
    history, found = today.history, today.found
    if not may_be_kept(found):
        _note(history, found.day, by, at)
        return {}
    try:
        keep_list(here(), today, by=by, why="", at=at)
    except FileError:
        # Reports have been taken back since a later list was made: that list stands.
        return {"why": "later"}
    matter = matter_of_list(here(), history, found)
    first = found.day - YEAR + 1
    return {
        "names": [one.track.id for one in found.signals],
        "looked_back": [back_plain(one, history) for one in look_back(matter, first, found.day)],
        "withheld": hidden_number(matter, first, found.day),
    }


def _note(history: History, day: int, by: str, at: dt.datetime) -> None:
    note_look(here(), source=history.source, level=history.level, day=day, by=by, why="", at=at)


def _limits(history: History, day: int, calibration: Calibration | None = None) -> dict[str, list[list[Any]]]:
    """What cannot be said, in each language: who reads it has chosen theirs."""
    told = {}
    for language in LANGUAGES:
        with use_language(language):
            known = [*limits(history, day), *(of_calibration(calibration, day) if calibration is not None else ())]
            told[language] = [[one.text, one.stops] for one in known]
    return told
