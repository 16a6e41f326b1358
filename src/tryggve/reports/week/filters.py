"""What a view is limited to, read from and written to the query string of a URL, so that a view can be shared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tryggve.domain.area import AreaRegister
from tryggve.domain.calendar_days import day_number
from tryggve.domain.period import Period, PeriodKind, containing
from tryggve.reports.week.periods import fortnight, period_text
from tryggve.reports.week.query_values import Read

UNSTATED = "-"
"""How the query string writes the source that is not stated; before another text it stands for itself."""


@dataclass(frozen=True)
class WeekFilters:
    """The limits of a view; empty tuples and None are no limit.

    `source` None is the one with most reports. `area` is (level, code); `level` the division that areas are counted at,
    None for the finest. `min_severity` leaves out unknown severity.
    """

    period: Period
    categories: tuple[str, ...] = ()
    source: str | None = None
    organisation_kinds: tuple[str, ...] = ()
    area: tuple[str, str] | None = None
    level: str | None = None
    min_severity: int | None = None

    @classmethod
    def of_week(cls, today: dt.date) -> WeekFilters:
        """The default: the last week that is over."""
        return cls(containing(day_number(today), PeriodKind.WEEK).previous())

    @classmethod
    def from_query(
        cls, query: Mapping[str, str | Sequence[str]], *, today: dt.date, register: AreaRegister | None = None
    ) -> tuple[WeekFilters, list[str]]:
        """The filters of a query string, and what in it could not be understood, in plain words: the default holds
        there. Never an exception. With a register an area that it does not hold is such a thing.
        """
        read = Read(query)
        period = read.period("period") or cls.of_week(today).period
        if read.one("span") == "fortnight" and period.kind is PeriodKind.WEEK:
            period = fortnight(period)
        filters = cls(
            period,
            read.categories("category"),
            _source(read.one("source")),
            read.kinds("kind"),
            read.area("area", register),
            read.one("level") or None,
            read.severity("severity"),
        )
        return filters, read.messages

    def to_query(self) -> dict[str, list[str]]:
        """What `from_query` makes the same filters of; what is not limited is left out."""
        found = {
            "period": [period_text(self.period)],
            "category": list(self.categories),
            "source": [] if self.source is None else [_written(self.source)],
            "kind": list(self.organisation_kinds),
            "area": [] if self.area is None else [":".join(self.area)],
            "level": [] if self.level is None else [self.level],
            "severity": [] if self.min_severity is None else [str(self.min_severity)],
        }
        return {name: values for name, values in found.items() if values}

    @property
    def is_narrow(self) -> bool:
        """Whether less than everything of at least a week is asked for: then a sum may point at a single event."""
        limited = self.categories or self.organisation_kinds or self.area or self.min_severity is not None
        return bool(limited) or self.period.days < 7


def _source(text: str) -> str | None:
    if not text:
        return None
    return text.removeprefix(UNSTATED)


def _written(source: str) -> str:
    return f"{UNSTATED}{source}" if not source or source.startswith(UNSTATED) else source
