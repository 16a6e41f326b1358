"""The areas of a lägesbild with what was reported there and what was expected to be."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from tryggve.domain.area import Area
from tryggve.domain.coverage import OrganisationCoverage
from tryggve.domain.period import Period
from tryggve.reports.context import Context
from tryggve.store.base import Selection


@dataclass(frozen=True)
class AreaRow:
    """One area: events, and the reports expected and received of those who work there (0 expected: nobody should).

    `organisations` work in the area or in the whole municipality: whoever could have reported the events. `heard`:
    whether one of those of the area itself, or of the whole municipality where it has none, reported anything on a day
    of the period. A week that only ends in the period, reported on before it, says nothing of the period. `unsure`:
    somebody has promised to report for an area out of use, and it is not known whether that is this one.
    """

    code: str
    name: str
    n: int
    expected: int
    received: int
    organisations: tuple[str, ...]
    heard: bool
    unsure: bool = False

    @property
    def state(self) -> str:
        """`known`, `silent` (all who should report were silent), `open` (nobody was expected to) or `unsure`."""
        if self.unsure:
            return "unsure"
        if self.expected == 0:
            return "open"
        return "known" if self.heard else "silent"


def area_rows(ctx: Context, source: str, where: Selection) -> list[AreaRow]:
    """The areas of the finest level with their events and the reports expected there, most events first."""
    level = finest_level(ctx)
    if level is None:
        return []
    found = {str(code): n for (code,), n in ctx.store.counts((f"area:{level}",), where).items() if code}
    register = ctx.material.register
    areas = register.at(level) if register else ()
    if ctx.request.scope is not None:
        areas = tuple(area for area in areas if ctx.request.scope[1] in (area.code, area.parent))
    named = {area.code: area.name for area in areas} or {code: code for code in found}
    if ctx.request.scope is None:
        named |= {code: code for code in found if code not in named}
    coverage = ctx.coverage(ctx.period, source).rows if ctx.coverage_known(source) else ()
    heard = heard_in(ctx, ctx.period)
    rows = [area_row(ctx, code, name, found.get(code, 0), coverage, heard) for code, name in named.items()]
    return sorted(rows, key=lambda row: (-row.n, row.name, row.code))


def finest_level(ctx: Context) -> str | None:
    """The level with the most areas among those that events are placed in."""
    register = ctx.material.register
    placed = tuple(ctx.material.levels)
    levels = tuple(level for level in (register.levels() if register else ()) if level in placed or not placed)
    if not levels:
        levels = placed
    if not levels:
        return None
    return max(levels, key=lambda level: len(register.at(level)) if register else 0)


def heard_in(ctx: Context, period: Period) -> frozenset[str]:
    """Organisations that reported anything, "nothing to report" included, on a day of the period."""
    found = set()
    for organisation, days in ctx.store.report_days().items():
        at = bisect_left(days, period.first_day)
        if at < len(days) and days[at] <= period.last_day:
            found.add(organisation)
    return frozenset(found)


def area_row(
    ctx: Context, code: str, name: str, n: int, coverage: tuple[OrganisationCoverage, ...], heard: frozenset[str]
) -> AreaRow:
    """An area with what is known of those who work there: their `coverage`, and whether they were `heard`."""
    own = {row.organisation for row in coverage if row.areas and ctx.covers(row, code)}
    wide = {row.organisation for row in coverage if not row.areas}
    theirs = [row for row in coverage if row.organisation in own | wide]
    return AreaRow(
        code,
        name,
        n,
        sum(row.expected for row in theirs),
        sum(row.received for row in theirs),
        tuple(sorted(own | wide)),
        bool((own or wide) & heard),
        any(ctx.may_cover(row, code) for row in coverage),
    )


def silent_before(ctx: Context, source: str, before: Period) -> set[str] | None:
    """The areas whose reporters were all silent in an earlier period; None where the reporters are unknown."""
    if not ctx.coverage_known(source):
        return None
    rows = ctx.coverage(before, source).rows
    level, register = finest_level(ctx), ctx.material.register
    heard = heard_in(ctx, before)
    areas = register.at(level) if register and level else ()
    found = [area_row(ctx, area.code, "", 0, rows, heard) for area in areas]
    return {row.code for row in found if row.state != "known"}


def area_of(ctx: Context, code: str) -> Area | None:
    """The area of the finest level with a code."""
    level, register = finest_level(ctx), ctx.material.register
    return register.get(level, code) if register and level else None
