"""How rare a signal is in the invented municipality: learnt from the years before its day."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Mapping
from typing import Any

from tryggve.compute import SERIAL, Processes
from tryggve.domain.calendar_days import day_number
from tryggve.domain.language import _
from tryggve.example.plan import read_text
from tryggve.signals.backtest import backtest
from tryggve.signals.chosen import methods_for
from tryggve.signals.from_store import history_of
from tryggve.signals.history import History
from tryggve.signals.methods import identity
from tryggve.store.database.actions.signals import keep_calibration
from tryggve.store.database.areas import register_of
from tryggve.store.database.engine import DatabaseStore
from tryggve.web.core.municipal import here

SHIPPED = "calibration.json"
"""What a replay of the invented reports taught, so that nobody waits for it. `make example-calibration`: anew."""

_AWAY = 7
"""The calibration ends before the week that is looked at."""


def learn(*, until: dt.date, by: str, at: dt.datetime, progress: Callable[[str], object]) -> None:
    """Keep what a replay of a year tells of how often a find is that rare; replay it where that is not known."""
    history = history_of(DatabaseStore(here()), register_of(here()))
    learnt = shipped(history, until) or replay(history, until, progress)
    if learnt is not None:
        keep_calibration(here(), calibration=learnt, by=by, why="", at=at)


def shipped(history: History, until: dt.date) -> Mapping[str, Any] | None:
    """What ships with the example, where it was learnt from these reports by these methods for this day."""
    made: dict[str, Any] = json.loads(read_text(SHIPPED))
    told = (made["fingerprint"], made["methods"], made["days"][1])
    return made if told == (history.fingerprint(), identity(methods_for(history)), _last(until)) else None


def replay(history: History, until: dt.date, progress: Callable[[str], object]) -> Mapping[str, Any] | None:
    """What the year before teaches; it takes a minute. None where there is too little to learn from."""
    last, cores = _last(until), os.cpu_count() or 1

    def told(_what: str, done: int, of: int) -> None:
        progress(_("Learning what is rare: {done} of {all} days").format(done=done, all=of))

    outcome = backtest(
        history, methods_for(history), last - 364, last, learn=365, on=Processes(cores) if cores > 1 else SERIAL,
        progress=told,
    )  # fmt: skip
    return outcome.calibration.plain() if outcome.calibration is not None else None


def _last(until: dt.date) -> int:
    return day_number(until) - _AWAY
