"""What a lägesbild is given of signals: the list of its last day, and what is known of those before it."""

from __future__ import annotations

from dataclasses import replace

from tryggve.domain.area import AreaRegister
from tryggve.domain.period import Period
from tryggve.reports.signal_matter import PastSignal, SignalMatter, past_of
from tryggve.reports.signal_memory import Memory, memory_of
from tryggve.signals.calibrate import Calibration
from tryggve.signals.chosen import methods_for
from tryggve.signals.from_store import finest_level, history_of, sources_of
from tryggve.signals.history import History
from tryggve.signals.judge import GRAVE
from tryggve.signals.today import WINDOW, SignalList, signals_of
from tryggve.store.base import Store
from tryggve.store.database.connect import Database
from tryggve.store.database.signals import days_run, latest_calibration


def calibration_of(database: Database, source: str, level: str) -> Calibration | None:
    """The calibration that holds in a store for a source at a level."""
    made = latest_calibration(database, source, level)
    return None if made is None else Calibration.read(made)


def matter_of_files(
    store: Store, register: AreaRegister | None, period: Period, calibration: Calibration
) -> SignalMatter | None:
    """Signals of files with reports, by a calibration of the same files; None where there are no events."""
    history = history_of(store, register, source=calibration.source, level=calibration.level)
    return _matter(history, period, calibration, None)


def matter_of_store(
    database: Database, store: Store, register: AreaRegister | None, period: Period
) -> SignalMatter | None:
    """Signals of a store as they stood on the last day of a period; None where there are no events to look at."""
    source, level = next(iter(sources_of(store)), ""), finest_level(store, register)
    calibration = calibration_of(database, source, level)
    matter = _matter(history_of(store, register), period, calibration, database)
    if matter is None:
        return None
    # The events are not held in memory while the rest is counted: those looked back from are enough, and none where
    # only what cannot be said is told.
    history = matter.history
    silent = calibration is None and not days_run(database, source, level)
    return replace(matter, history=history.bare() if silent else history.only(history.severity >= GRAVE))


def matter_of_list(database: Database, history: History, found: SignalList) -> SignalMatter:
    """What a store knows around a list that was just made."""
    return _known_around(history, found, memory_of(database, history.source, history.level, found.day))


def _matter(
    history: History, period: Period, calibration: Calibration | None, database: Database | None
) -> SignalMatter | None:
    if not len(history.events):
        return None
    day = max(history.events.first_day, min(period.last_day, history.events.last_day))
    memory = Memory(day) if database is None else memory_of(database, history.source, history.level, day)
    # A lägesbild shows nothing whose rarity is not known, so nothing is looked for without a calibration.
    methods = methods_for(history) if calibration is not None else ()
    found = signals_of(history, methods, day, calibration=calibration, earlier=memory.earlier())
    return _known_around(history, found, memory)


def _known_around(history: History, found: SignalList, memory: Memory) -> SignalMatter:
    listed = memory.past(found)
    would = _would(found.calibration, found.day, listed)
    return SignalMatter(history, found, (*would, *listed), _known(found.calibration, memory), memory.lists)


def _would(calibration: Calibration | None, day: int, listed: list[PastSignal]) -> list[PastSignal]:
    """The signals that a backtest says a list would have shown, but for those that are on a list."""
    if calibration is None:
        return []
    return [one for one in past_of(calibration.past) if one.opened <= day and not _is_listed(one, listed)]


def _known(calibration: Calibration | None, memory: Memory) -> frozenset[int]:
    """The days of which it is known whether there was a signal: by a list, or by a backtest."""
    known = {day for run in memory.lists for day in range(run - WINDOW, run + 1)}
    if calibration is not None and calibration.listed_from is not None:
        known.update(range(calibration.listed_from, calibration.last_day + 1))
    return frozenset(known)


def _is_listed(would: PastSignal, listed: list[PastSignal]) -> bool:
    """Whether what a backtest would have shown is a signal that is on a list."""
    return any(would.areas & one.areas and would.opened <= one.last and one.opened <= would.last for one in listed)
