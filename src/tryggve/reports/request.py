"""What a lägesbild is asked for, and what it is made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from tryggve.domain.area import AreaRegister
from tryggve.domain.calendar_days import day_number
from tryggve.domain.period import Period
from tryggve.reports.signal_matter import SignalMatter
from tryggve.reports.tree import Audience, Section
from tryggve.stats.disclosure.spans import Released
from tryggve.store.base import Store


@dataclass(frozen=True)
class Request:
    """The question: period, part of the municipality (`scope`, level and code), for whom, and the random seed.

    `today` is the day the question is asked, None where it is not known: then every period is taken to be over.
    """

    period: Period
    scope: tuple[str, str] | None = None
    audience: Audience = Audience.INTERNAL
    seed: int = 0
    small_number: int = 5
    today: dt.date | None = None

    @property
    def public(self) -> bool:
        """Whether the document may show figures for the whole municipality only."""
        return self.audience is Audience.PUBLIC

    @property
    def shared(self) -> bool:
        """Whether the document goes to other organisations, and no further."""
        return self.audience.is_shared

    @property
    def for_others(self) -> bool:
        """Whether it leaves those who read reports: no rows behind a number, no reporter, nothing of single files."""
        return self.audience is not Audience.INTERNAL

    @property
    def not_begun(self) -> bool:
        """Whether the whole period lies ahead."""
        return self.today is not None and self.today < self.period.first_date

    @property
    def under_way(self) -> bool:
        """Whether the period has begun and is not over: its last day counts until it has passed."""
        return self.today is not None and self.period.first_date <= self.today <= self.period.last_date

    def over(self, last_day: int) -> int:
        """The last of the days up to and with `last_day` that is over: no report is due before its time has passed."""
        return last_day if self.today is None else min(last_day, day_number(self.today) - 1)


@dataclass(frozen=True)
class FileNote:
    """What one file gave: rows read, rows that went in, rows returned to be corrected, and what was found on the
    way.
    """

    name: str
    read: int
    accepted: int
    returned: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Material:
    """The ground: a store and what must be said about how it came about.

    `levels` are the area levels of the incidents. `table_sources` says, per source of counts, where it comes from and
    how it may be read. `further` are chapters made elsewhere, set before the limits of the material. Reports of days
    before `deleted_before` are deleted by decision: nothing may be concluded from there being none. `promised` holds,
    per area of a division out of use that somebody has promised to report for, the codes of the areas of today that
    this may be for. `signals` is None where nobody has looked for any. `published` are the numbers of earlier public
    versions. `protected` are places (middle and radius in metres) that no version draws.
    """

    store: Store
    municipality: str
    crs: str
    time_zone: str
    register: AreaRegister | None = None
    levels: tuple[str, ...] = ()
    files: tuple[FileNote, ...] = ()
    notes: tuple[str, ...] = ()
    privacy: dict[str, int] = field(default_factory=dict)
    banner: str = ""
    table_sources: dict[str, str] = field(default_factory=dict)
    further: tuple[Section, ...] = ()
    deleted_before: int | None = None
    promised: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    signals: SignalMatter | None = None
    protected: tuple[tuple[float, float, float], ...] = ()
    published: tuple[Released, ...] = ()
