"""What is rare is learnt from the past: in one municipality at a time, and on from where it stopped."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from tryggve import __version__
from tryggve.reports.signals_today import history_of_database
from tryggve.signals.backtest import LEAST_PAST, backtest, usual_first
from tryggve.signals.calibrate import FEWEST_DAYS
from tryggve.signals.chosen import methods_for
from tryggve.signals.history import History
from tryggve.signals.methods import identity
from tryggve.signals.replay import Kept
from tryggve.store.database.actions.signals import keep_calibration
from tryggve.web.core import clock
from tryggve.web.core.alone import alone_at
from tryggve.web.core.municipal import here, slug_of
from tryggve.web.situation.actions.looking import BusyError, look
from tryggve.web.situation.models import Learning

BY = "Tryggve"
LEARNT, FEW, FAILED = "learnt", "few", "failed"
OUTCOMES = (LEARNT, FEW, FAILED)
NEEDED = LEAST_PAST + FEWEST_DAYS
"""Days from the first event to the last, at the least."""

REMEMBERED = 20
_log = logging.getLogger(__name__)
Moment = Callable[[], dt.datetime]


class _StoppedError(Exception):
    """Whoever began this is gone."""


def learn(*, at: Moment, goes_on: Callable[[], bool] = lambda: True) -> None:
    """Learn in the municipality we are in, unless somebody learns in the installation already."""
    with alone_at("learning") as alone:
        if not alone:
            return
        row = _begin(at())
        try:
            _learn(row, at, goes_on)
        except _StoppedError:
            return
        except Exception as error:
            # Never the message: it may hold what somebody has written.
            _log.error("learning in %s failed: %s", slug_of(here()), type(error).__name__)
            _end(row, FAILED, at())


def _begin(at: dt.datetime) -> Learning:
    with here().writing():
        old = Learning.objects.order_by("-id").values_list("id", flat=True)[REMEMBERED : REMEMBERED + 1].first()
        if old is not None:
            Learning.objects.filter(id__lte=old).delete()
        # We are alone: what was begun and not ended was stopped.
        Learning.objects.filter(ended_at=None).delete()
        return Learning.objects.create(started_at=at, seen_at=at)


def _learn(row: Learning, at: Moment, goes_on: Callable[[], bool]) -> None:
    history = history_of_database(here())
    events = history.events
    there = events.last_day - events.first_day + 1 if len(events) else 0
    if there < NEEDED:
        _end(row, FEW, at(), done=there, days=NEEDED)
        return
    first, last = usual_first(history, events.last_day), events.last_day
    kept = Kept(Path(settings.DATA) / "learning" / slug_of(here()), _about(history, first, last))

    def progress(_what: str, done: int, of: int) -> None:
        if not goes_on():
            raise _StoppedError
        _seen(row, at(), done=done, days=of)

    outcome = backtest(history, methods_for(history), first, last, kept=kept, progress=progress)
    if outcome.calibration is None:
        _end(row, FEW, at(), done=there, days=NEEDED)
        return
    keep_calibration(here(), calibration=outcome.calibration.plain(), by=BY, why="", at=at())
    kept.clear()
    _end(row, LEARNT, at())
    with suppress(BusyError):
        look(by=BY, today=clock.today(), at=clock.now())


def _about(history: History, first: int, last: int) -> dict[str, Any]:
    """The question that is answered: what is kept serves no other."""
    own = {"version": __version__, "history": history.fingerprint(), "methods": identity(methods_for(history))}
    return own | {"days": [first, last]}


def _seen(row: Learning, at: dt.datetime, **numbers: int) -> None:
    with here().writing():
        Learning.objects.filter(pk=row.pk).update(seen_at=at, **numbers)


def _end(row: Learning, outcome: str, at: dt.datetime, **numbers: int) -> None:
    with here().writing():
        Learning.objects.filter(pk=row.pk).update(seen_at=at, ended_at=at, outcome=outcome, **numbers)
