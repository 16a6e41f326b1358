"""What a lägesbild knows of signals: the list of its last day, and the signals of the year before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tryggve.domain.calendar_days import day_number
from tryggve.signals.history import History
from tryggve.signals.today import SignalList


@dataclass(frozen=True)
class PastSignal:
    """A signal of the past: days since 1970-01-01, how rare at its rarest, and what people noted on it; `spans` are per
    area, by code, the spans of days on which it was found there.

    `shown` False: it was not on any list, but a backtest says that it would have been. `notes` are (day, verdict).
    """

    id: str
    opened: int
    last: int
    spans: Mapping[str, Sequence[Sequence[int]]]
    per_year: float
    shown: bool
    state: str = ""
    notes: tuple[tuple[int, str], ...] = ()

    @property
    def areas(self) -> frozenset[str]:
        """All areas that it was ever found in."""
        return frozenset(self.spans)

    def first_found(self, area: str, first_day: int, last_day: int) -> int | None:
        """The first of some days on which it was found in an area (or lived there between two finds); None if none."""
        met = [
            max(first, first_day) for first, last in self.spans.get(area, ()) if first <= last_day and last >= first_day
        ]
        return min(met, default=None)


@dataclass(frozen=True)
class SignalMatter:
    """The history that signals are found in, the list of the last day, and what was found before it.

    `known` are the days of which it is known whether there was a signal: a list was made, or a backtest replayed them.
    """

    history: History
    found: SignalList
    past: tuple[PastSignal, ...] = ()
    known: frozenset[int] = frozenset()


def past_of(rows: Sequence[Mapping[str, object]]) -> list[PastSignal]:
    """The signals that a backtest says a list would have shown (`Calibration.past`)."""
    return [
        PastSignal(
            str(row["id"]), _day(row["opened"]), _day(row["last"]), spans_of(row["areas"]),
            float(str(row["per_year"])), shown=False,
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
