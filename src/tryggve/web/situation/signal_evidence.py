"""The page of a signal: what it rests on, drawn and in tables, and what was decided on signals like it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tryggve.domain.access import Sight
from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import _
from tryggve.reports import numbers, signal_evidence
from tryggve.reports.week.behind import ReportRow
from tryggve.reports.week.points import MapPoints, Protected
from tryggve.store.base import Selection
from tryggve.store.database.actions.signals import SPANS
from tryggve.store.database.engine import DatabaseStore
from tryggve.store.database.signal_models import Signal
from tryggve.web.core.models import KnownPlace
from tryggve.web.core.municipal import here
from tryggve.web.situation.signal_cards import Card, card_of, kept_signals

LIKE_DAYS = 730
"""So far back decisions on signals in the same areas are shown."""

_MOST_LIKE = 8


@dataclass
class Evidence:
    """What lies behind a signal for a reader who sees others' reports in some way."""

    card: Card
    reader: Sight

    @cached_property
    def store(self) -> DatabaseStore:
        """The facts of the municipality."""
        return DatabaseStore(here())

    @cached_property
    def where(self) -> Selection:
        """The events that it is about."""
        return signal_evidence.selection_of(self.store, self.card.history, self.card.signal)

    @cached_property
    def places(self) -> list[KnownPlace]:
        """All known places, protected ones too."""
        return list(KnownPlace.objects.all())

    @property
    def protected(self) -> list[Protected]:
        """Places that are in no version."""
        return [(place.x, place.y, place.radius) for place in self.places if place.protected]

    @cached_property
    def reports(self) -> tuple[ReportRow, ...]:
        """Its reports."""
        return signal_evidence.reports_behind(self.store, self.card.history, self.where, self.protected)

    @property
    def life(self) -> dict[str, tuple[int, int]]:
        """Area → the days of its events there from when it was first found to when it was last: it may have moved."""
        found = self.card.signal.candidate.found
        days = found.last_day - found.first_day
        life = dict.fromkeys(self.card.row.areas, (found.first_day, found.last_day))
        for code, spans in self.card.row.content.get(SPANS, {}).items():
            told = spans[0][0] - days, spans[-1][1]
            first, last = life.get(code, told)
            life[code] = min(first, told[0]), max(last, told[1])
        return life

    @property
    def incidents(self) -> list[int]:
        """All that it has rested on."""
        return signal_evidence.incidents_of_life(self.store, self.card.history, self.card.signal, self.life)

    @cached_property
    def points(self) -> MapPoints:
        """Its places."""
        return signal_evidence.points_behind(self.store, self.card.history, self.where, self.reader, self.protected)

    @cached_property
    def course(self) -> signal_evidence.Course:
        """How many such events there were before."""
        return signal_evidence.course(self.store, self.card.history, self.card.signal, self.where)

    @property
    def areas(self) -> list[tuple[str, str, int]]:
        """Code, name and events of each area, the most events first."""
        rows = zip(self.card.history.codes, self.card.history.names, self.card.signal.judged.per_area, strict=True)
        return sorted(rows, key=lambda row: (-row[2], row[1]))

    @property
    def names(self) -> dict[str, str]:
        """The areas by code."""
        return dict(zip(self.card.history.codes, self.card.history.names, strict=True))

    @property
    def days(self) -> str:
        """The days of its latest find."""
        found = self.card.signal.candidate.found
        return numbers.date_span(day_date(found.first_day), day_date(found.last_day))

    @cached_property
    def like(self) -> list[Card]:
        """Decided signals of the last two years in any of the same areas, the latest first."""
        row, mine = self.card.row, set(self.card.row.areas)
        near = kept_signals().filter(
            source=row.source, level=row.level, opened__gte=row.opened - LIKE_DAYS, notes__isnull=False
        )
        rows = near.exclude(pk=row.pk).order_by("-opened", "name").distinct()
        return [card_of(one) for one in rows if mine & set(one.areas)][:_MOST_LIKE]


def signal_named(name: str) -> Signal | None:
    """The signal of a name, the latest where several sources have one of that name."""
    return kept_signals().filter(name=name).order_by("-opened").first()


def span_words(window: signal_evidence.Window) -> str:
    """The days of a span."""
    return numbers.date_span(day_date(window.first_day), day_date(window.last_day))


def expected_range(course: signal_evidence.Course) -> str:
    """What was expected of the signal's own span."""
    return _("{low} to {high}").format(
        low=numbers.integer(int(course.expected.low)), high=numbers.integer(int(course.expected.high))
    )
