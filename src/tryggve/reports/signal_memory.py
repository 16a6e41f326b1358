"""What a store remembers of signals, as it stood on a day: what later lists added is taken away again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tryggve.reports.signal_matter import PastNote, PastSignal, spans_of
from tryggve.signals.episodes import GAP
from tryggve.signals.life import State
from tryggve.signals.today import Earlier, SignalList
from tryggve.store.database.connect import Database
from tryggve.store.database.signals import KnownSignal, days_run, known_signals

YEARS_BACK = 2 * 365


@dataclass(frozen=True)
class Memory:
    """The signals that had opened by a day, and the days whose list is kept, later ones included."""

    day: int
    signals: tuple[KnownSignal, ...] = ()
    lists: tuple[int, ...] = ()

    def earlier(self) -> list[Earlier]:
        """The signals of the year before the day as the lists before it left them, for telling old from new.

        So that a day looked at again has the ids that it had the first time.
        """
        return [one for one in map(self._earlier, self.signals) if one.last_found >= self.day - 365]

    def _earlier(self, one: KnownSignal) -> Earlier:
        before = [listed for listed in one.listed if listed.day < self.day]
        stood = before[-1] if before else one.listed[0]
        last = min(stood.last_found, self.day)
        # A list closes what it has not found for long; until one has been made, a signal can go on.
        closed = any(last + GAP < run < self.day for run in self.lists)
        return Earlier(one.name, frozenset(stood.areas), one.opened, last, not closed, not before)

    def past(self, found: SignalList) -> list[PastSignal]:
        """The signals that were on a list of the day or before it; what the list of the day says of one goes first."""
        now = {one.track.id: (one.track.last_found, one.track.state.value) for one in found.signals}
        return [
            self._past(one, now.get(one.name))
            for one in self.signals
            if one.listed[0].day <= self.day
        ]  # fmt: skip

    def _past(self, one: KnownSignal, now: tuple[int, str] | None) -> PastSignal:
        stood = [listed for listed in one.listed if listed.day <= self.day][-1]
        last, state = now or (stood.last_found, _state(stood.last_found, stood.state, self.day))
        notes = tuple(PastNote(note.day, note.verdict, note.written) for note in one.notes if note.day <= self.day)
        spans = _until(spans_of(one.content.get("found")), self.day)
        return PastSignal(one.name, one.opened, last, spans, one.per_year, True, one.shown_from, state, notes)


def memory_of(database: Database, source: str, level: str, day: int) -> Memory:
    """What a store remembers on a day of a source's signals at a level."""
    known = known_signals(database, source, level, day - YEARS_BACK)
    lists = days_run(database, source, level)
    return Memory(day, tuple(one for one in known if one.opened <= day), tuple(lists))


def _until(spans: Mapping[str, list[list[int]]], day: int) -> dict[str, list[list[int]]]:
    cut = {
        code: [[first, min(last, day)] for first, last in found if first <= day] for code, found in spans.items()
    }  # fmt: skip
    return {code: found for code, found in cut.items() if found}


def _state(last_found: int, state: str, day: int) -> str:
    """The state on a day of what is not on its list: not found on it, or the list of the day itself left it so."""
    if day - last_found > GAP:
        return State.CLOSED.value
    return State.FADING.value if last_found < day else state
