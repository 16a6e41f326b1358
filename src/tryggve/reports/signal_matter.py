"""What a lägesbild knows of signals: the list of its last day, and the signals of the year before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tryggve.domain.calendar_days import day_number
from tryggve.signals.history import History
from tryggve.signals.today import SignalList

NEVER = 10**9


@dataclass(frozen=True)
class PastNote:
    """What people made of a signal on a day, and the day on which that was written down."""

    day: int
    verdict: str
    written: int


@dataclass(frozen=True)
class PastSignal:
    """A signal of the past: days since 1970-01-01, how rare at its rarest, and what people noted on it; `spans` are per
    area, by code, the spans of days on which it was found there.

    `listed` False: it was not on any list, but a backtest says that it would have been. `shown_from` is the day on
    which a list with it was made; None where none was made until long after its day, so that nobody was told then.
    """

    id: str
    opened: int
    last: int
    spans: Mapping[str, Sequence[Sequence[int]]]
    per_year: float
    listed: bool
    shown_from: int | None = None
    state: str = ""
    notes: tuple[PastNote, ...] = ()

    @property
    def areas(self) -> frozenset[str]:
        """All areas that it was ever found in."""
        return frozenset(self.spans)

    def first_found(self, area: str, first_day: int, last_day: int) -> int | None:
        """Since when it had been found in an area on the first of some days that it was found (or lived between two
        finds) there, which may be earlier than those days; None if on none of them.
        """
        spans = self.spans.get(area, ())
        return min((first for first, last in spans if first <= last_day and last >= first_day), default=None)

    @property
    def seen_from(self) -> int:
        """The day on which people could see it; never is far away."""
        return NEVER if self.shown_from is None else self.shown_from

    def seen_before(self, day: int) -> bool:
        """Whether people could see it before a day."""
        return self.seen_from < day


@dataclass(frozen=True)
class SignalMatter:
    """The history that signals are found in, the list of the last day, and what was found before it.

    `known` are the days of which it is known whether there was a signal: a list was made, or a backtest replayed them.
    `lists` are the days whose list a store keeps.
    """

    history: History
    found: SignalList
    past: tuple[PastSignal, ...] = ()
    known: frozenset[int] = frozenset()
    lists: tuple[int, ...] = ()


def past_of(rows: Sequence[Mapping[str, object]]) -> list[PastSignal]:
    """The signals that a backtest says a list would have shown (`Calibration.past`)."""
    return [
        PastSignal(
            str(row["id"]), _day(row["opened"]), _day(row["last"]), spans_of(row["areas"]),
            float(str(row["per_year"])), listed=False,
        )
        for row in rows
    ]  # fmt: skip


def _day(text: object) -> int:
    return day_number(dt.date.fromisoformat(str(text)))


def spans_of(value: object) -> dict[str, list[list[int]]]:
    """Spans of days per area as JSON holds them (`day_spans.add_days`)."""
    if not isinstance(value, Mapping):
        return {}
    return {str(code): [[int(first), int(last)] for first, last in spans] for code, spans in value.items()}
