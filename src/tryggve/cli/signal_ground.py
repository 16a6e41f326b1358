"""What a lägesbild is given of signals: the list of its last day, and what is known of those before it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tryggve.cli.signal_memory import Memory, memory_of
from tryggve.domain.language import _
from tryggve.domain.period import Period
from tryggve.domain.row_error import FileError

if TYPE_CHECKING:
    from tryggve.domain.area import AreaRegister
    from tryggve.reports.signal_matter import PastSignal, SignalMatter
    from tryggve.signals.calibrate import Calibration
    from tryggve.signals.history import History
    from tryggve.store.base import Store
    from tryggve.store.database.connect import Database


def calibration_of_file(path: Path) -> Calibration:
    """The calibration in a file. FileError for a file that holds none."""
    from tryggve.signals.calibrate import Calibration
    from tryggve.signals.sound import sound

    try:
        return sound(Calibration.read(json.loads(path.read_text(encoding="utf-8"))))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise FileError(
            _("{file} is no calibration of this version.").format(file=path),
            _("Make one with tryggve backtest --calibration FILE."),
        ) from None


def calibration_of(database: Database, history: History) -> Calibration | None:
    """The calibration that holds in a store."""
    from tryggve.signals.calibrate import Calibration
    from tryggve.store.database.signals import latest_calibration

    made = latest_calibration(database, history.source, history.level)
    return None if made is None else Calibration.read(made)


def matter_of_files(
    store: Store, register: AreaRegister | None, period: Period, calibration: Calibration
) -> SignalMatter | None:
    """Signals of files with reports, by a calibration of the same files; None where there are no events."""
    from tryggve.signals.from_store import history_of

    history = history_of(store, register, source=calibration.source, level=calibration.level)
    return _matter(history, period, calibration, None)


def matter_of_store(
    database: Database, store: Store, register: AreaRegister | None, period: Period
) -> SignalMatter | None:
    """Signals of a store as they stood on the last day of a period; None where there are no events to look at."""
    from tryggve.signals.from_store import history_of

    history = history_of(store, register)
    return _matter(history, period, calibration_of(database, history), database)


def _matter(
    history: History, period: Period, calibration: Calibration | None, database: Database | None
) -> SignalMatter | None:
    from tryggve.reports.signal_matter import SignalMatter
    from tryggve.signals.chosen import methods_for
    from tryggve.signals.today import signals_of

    if not len(history.events):
        return None
    day = max(history.events.first_day, min(period.last_day, history.events.last_day))
    memory = Memory(day) if database is None else memory_of(database, history, day)
    # A lägesbild shows nothing whose rarity is not known, so nothing is looked for without a calibration.
    methods = methods_for(history) if calibration is not None else ()
    found = signals_of(history, methods, day, calibration=calibration, earlier=memory.earlier())
    listed = memory.past(found)
    would = _would(calibration, day, listed)
    return SignalMatter(history, found, (*would, *listed), _known(calibration, memory), memory.lists)


def _would(calibration: Calibration | None, day: int, listed: list[PastSignal]) -> list[PastSignal]:
    """The signals that a backtest says a list would have shown, but for those that are on a list."""
    from tryggve.reports.signal_matter import past_of

    if calibration is None:
        return []
    return [one for one in past_of(calibration.past) if one.opened <= day and not _is_listed(one, listed)]


def _known(calibration: Calibration | None, memory: Memory) -> frozenset[int]:
    """The days of which it is known whether there was a signal: by a list, or by a backtest."""
    from tryggve.signals.today import WINDOW

    known = {day for run in memory.lists for day in range(run - WINDOW, run + 1)}
    if calibration is not None and calibration.listed_from is not None:
        known.update(range(calibration.listed_from, calibration.last_day + 1))
    return frozenset(known)


def _is_listed(would: PastSignal, listed: list[PastSignal]) -> bool:
    """Whether what a backtest would have shown is a signal that is on a list."""
    return any(would.areas & one.areas and would.opened <= one.last and one.opened <= would.last for one in listed)
