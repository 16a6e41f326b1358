"""What a lägesbild is given of signals: the list of its last day, and what is known of those before it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

_YEARS_BACK = 2 * 365


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


def earlier_of(database: Database, history: History, day: int) -> list[Any]:
    """The signals of the year before a day, for telling old from new."""
    from tryggve.signals.today import Earlier
    from tryggve.store.database.signals import known_signals

    return [
        Earlier(one.name, frozenset(one.areas), one.opened, one.last_found, one.state != "closed")
        for one in known_signals(database, history.source, history.level, day - 365)
        if one.opened <= day
    ]


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
    """Signals of a store as known on the last day of a period; None where there are no events to look at."""
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
    earlier = [] if database is None else earlier_of(database, history, day)
    # A lägesbild shows nothing whose rarity is not known, so nothing is looked for without a calibration.
    methods = methods_for(history) if calibration is not None else ()
    found = signals_of(history, methods, day, calibration=calibration, earlier=earlier)
    past, known = _past(history, day, calibration, database)
    return SignalMatter(history, found, tuple(past), known)


def _past(
    history: History, day: int, calibration: Calibration | None, database: Database | None
) -> tuple[list[PastSignal], frozenset[int]]:
    """Signals that were shown, those that a backtest says would have been, and the days of which either is known."""
    from tryggve.reports.signal_matter import PastSignal, past_of, spans_of

    shown: list[PastSignal] = []
    known: set[int] = set()
    if database is not None:
        from tryggve.signals.today import WINDOW
        from tryggve.store.database.signals import days_run, known_signals

        for run in days_run(database, history.source, history.level):
            known.update(range(run - WINDOW, run + 1))
        shown = [
            PastSignal(
                one.name, one.opened, one.last_found, spans_of(one.content.get("found")), one.per_year, True, one.state,
                tuple((note.day, note.verdict) for note in one.notes if note.day <= day),
            )
            for one in known_signals(database, history.source, history.level, day - _YEARS_BACK)
            if one.opened <= day
        ]  # fmt: skip
    would: list[PastSignal] = []
    if calibration is not None:
        would = [one for one in past_of(calibration.past) if one.opened <= day and not _is_shown(one, shown)]
        if calibration.listed_from is not None:
            known.update(range(calibration.listed_from, calibration.last_day + 1))
    return [*would, *shown], frozenset(known)


def _is_shown(would: PastSignal, shown: list[PastSignal]) -> bool:
    """Whether what a backtest would have shown is a signal that people did see."""
    return any(would.areas & one.areas and would.opened <= one.last and one.opened <= would.last for one in shown)
