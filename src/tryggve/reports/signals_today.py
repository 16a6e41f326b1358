"""The signals of a day out of a store, ranked, and how a store remembers the list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tryggve.compute import SERIAL, Place
from tryggve.domain.language import _
from tryggve.domain.row_error import FileError
from tryggve.reports.signal_ground import calibration_of
from tryggve.reports.signal_memory import memory_of
from tryggve.signals.calibrate import Calibration
from tryggve.signals.chosen import methods_for
from tryggve.signals.episodes import GAP
from tryggve.signals.from_store import history_of
from tryggve.signals.history import History
from tryggve.signals.plain import signal_plain
from tryggve.signals.today import Signal, SignalList, signals_of
from tryggve.store.database.actions.signals import KeptSignal, keep_signals
from tryggve.store.database.areas import register_of
from tryggve.store.database.connect import Database
from tryggve.store.database.engine import DatabaseStore


@dataclass(frozen=True)
class Today:
    """The list of a day and the past that it was found in, which says what its areas are called."""

    history: History
    found: SignalList


def history_of_database(database: Database, *, source: str | None = None, level: str | None = None) -> History:
    """The past of one source of a store (default: the largest) at one level (default: the finest).

    FileError for a source or level that the store does not have.
    """
    return history_of(DatabaseStore(database), register_of(database), source=source, level=level)


def signals_today(
    database: Database, day: int | None = None, *, source: str | None = None, level: str | None = None,
    calibration: Calibration | None = None, on: Place = SERIAL,
) -> Today:  # fmt: skip
    """The signals of a day (default: the last with events) of a store. FileError where there are no events.

    Nothing is written: `keep_list` has the store remember what is shown.
    """
    history = history_of_database(database, source=source, level=level)
    return Today(history, signals_on(history, day, database=database, calibration=calibration, on=on))


def signals_on(
    history: History, day: int | None = None, *, database: Database | None = None,
    calibration: Calibration | None = None, on: Place = SERIAL,
) -> SignalList:  # fmt: skip
    """The signals of a day (default: the last with events) of a past that is read; known ones keep their ids.

    Without a calibration of one's own the latest of the store is used. FileError where there are no events.
    """
    if not len(history.events):
        raise FileError(
            _("There are no events with a known day."),
            _("No signal can be looked for. Read in reports with tryggve import, or give a file with events."),
        )
    day = history.events.last_day if day is None else day
    source, level = history.source, history.level
    if calibration is None and database is not None:
        calibration = calibration_of(database, source, level)
    earlier = [] if database is None else memory_of(database, source, level, day).earlier()
    return signals_of(history, methods_for(history), day, calibration=calibration, earlier=earlier, on=on)


def may_be_kept(found: SignalList) -> bool:
    """Whether a list is worth remembering: it was made, and how rare its signals are is known."""
    return not (found.stopped or found.why_uncalibrated)


def keep_list(database: Database, today: Today, *, by: str, why: str, at: dt.datetime) -> None:
    """The store remembers a list, which is in the log. FileError where the list of a later day is already kept;
    ValueError for a list that may not be kept.
    """
    history, found = today.history, today.found
    if not may_be_kept(found):
        raise ValueError("a list without a calibration that holds is not kept")
    kept = [kept_signal(history, one) for one in found.signals]
    keep_signals(
        database, source=history.source, level=history.level, day=found.day, signals=kept, gap=GAP, by=by, why=why,
        at=at,
    )  # fmt: skip


def kept_signal(history: History, one: Signal) -> KeptSignal:
    """A signal as a store keeps it: areas by code."""
    track = one.track
    return KeptSignal(
        track.id, track.opened, track.last_found, track.state.value,
        tuple(history.codes[area] for area in track.areas), track.first_day, track.last_day, track.peak.per_year,
        signal_plain(history, one),
        tuple((day, tuple(history.codes[area] for area in sorted(areas))) for day, areas in track.held),
    )  # fmt: skip
