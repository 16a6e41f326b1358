"""Who was expected to report, who did, and what silence means."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tryggve.domain.calendar_days import month_start, week_start


class Cadence(StrEnum):
    """How often an organisation has agreed to report."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Reporter:
    """A reporting organisation (never a person). `areas` are (level, code); empty means the whole municipality.

    Days are days since 1970-01-01, both included; `last_day` None means until further notice.
    """

    organisation: str
    organisation_kind: str
    areas: tuple[tuple[str, str], ...]
    first_day: int
    last_day: int | None
    cadence: Cadence


@dataclass(frozen=True, slots=True)
class ReportingUnit:
    """One expected report: an organisation and the days within which it should have reported."""

    organisation: str
    first_day: int
    last_day: int


@dataclass(frozen=True, slots=True)
class OrganisationCoverage:
    """Expected and received reports of one organisation in a period. Unknown until a report (or "nothing") came."""

    organisation: str
    organisation_kind: str
    areas: tuple[tuple[str, str], ...]
    expected: int
    received: int
    silent: tuple[tuple[int, int], ...]


def reporting_units(reporter: Reporter, first_day: int, last_day: int) -> list[ReportingUnit]:
    """The whole reporting periods (ISO weeks, pairs of ISO weeks, months) of a reporter that touch the days.

    A unit counts where it ends within the days and lies wholly within the reporter's own time, so that nobody is
    asked for a report before its period is over. Pairs of weeks are counted from the reporter's first whole week.
    """
    begin = max(reporter.first_day, first_day - 60)
    end = last_day if reporter.last_day is None else min(last_day, reporter.last_day)
    units = []
    for start, stop in _unit_bounds(reporter, begin, end):
        if start >= reporter.first_day and first_day <= stop <= end:
            units.append(ReportingUnit(reporter.organisation, start, stop))
    return units


def _unit_bounds(reporter: Reporter, begin: int, end: int) -> Iterable[tuple[int, int]]:
    if reporter.cadence is Cadence.MONTHLY:
        start = month_start(begin)
        while start <= end:
            following = month_start(start + 31)
            yield start, following - 1
            start = following
        return
    step = 7 if reporter.cadence is Cadence.WEEKLY else 14
    first_whole = week_start(reporter.first_day + 6)
    start = first_whole + max(0, (begin - first_whole) // step) * step
    while start <= end:
        yield start, start + step - 1
        start += step


def reported(days: list[int], unit: ReportingUnit) -> bool:
    """Whether any of some sorted days lies within the unit."""
    at = bisect_left(days, unit.first_day)
    return at < len(days) and days[at] <= unit.last_day


def coverage(
    reporters: Iterable[Reporter], report_days: dict[str, list[int]], first_day: int, last_day: int
) -> list[OrganisationCoverage]:
    """Expected and received reports per organisation within the days.

    `report_days` holds, per organisation, the sorted days on which it reported anything, "nothing to report"
    included. An organisation with no expected unit in the days is left out.
    """
    rows = []
    for reporter in reporters:
        units = reporting_units(reporter, first_day, last_day)
        if not units:
            continue
        days = report_days.get(reporter.organisation, [])
        silent = tuple((u.first_day, u.last_day) for u in units if not reported(days, u))
        rows.append(
            OrganisationCoverage(
                reporter.organisation,
                reporter.organisation_kind,
                reporter.areas,
                len(units),
                len(units) - len(silent),
                silent,
            )
        )
    return rows
