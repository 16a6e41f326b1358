"""How rare a signal is in the invented municipality: learnt from the years before its day."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable

from tryggve.compute import SERIAL, Processes
from tryggve.domain.calendar_days import day_number
from tryggve.domain.language import _
from tryggve.signals.backtest import backtest
from tryggve.signals.chosen import methods_for
from tryggve.signals.from_store import history_of
from tryggve.store.database.actions.signals import keep_calibration
from tryggve.store.database.areas import register_of
from tryggve.store.database.engine import DatabaseStore
from tryggve.web.core.municipal import here

_AWAY = 7
"""The calibration ends before the week that is looked at."""


def learn(*, until: dt.date, by: str, at: dt.datetime, progress: Callable[[str], object]) -> None:
    """Replay a year and keep what it tells of how often a find is that rare."""
    history = history_of(DatabaseStore(here()), register_of(here()))
    last = day_number(until) - _AWAY
    cores = os.cpu_count() or 1

    def told(_what: str, done: int, of: int) -> None:
        progress(_("Learning what is rare: {done} of {all} days").format(done=done, all=of))

    outcome = backtest(
        history, methods_for(history), last - 364, last, learn=365, on=Processes(cores) if cores > 1 else SERIAL,
        progress=told,
    )  # fmt: skip
    if outcome.calibration is not None:
        keep_calibration(here(), calibration=outcome.calibration.plain(), by=by, why="", at=at)
