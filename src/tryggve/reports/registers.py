"""Tables of counts arranged for reading: one series per source, area and heading; sources are never added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from tryggve.domain.count import CellStatus, Count
from tryggve.domain.period import Period, PeriodKind, containing
from tryggve.stats.change import ChangeResult, compare_counts
from tryggve.stats.rates import RateResult, rate
from tryggve.stats.trend import ExpectedLevel, expected_level

PER = 100_000
"""Inhabitants that rates of registers are given per, as Brå does."""

_PER_YEAR = {
    PeriodKind.WEEK: 365.25 / 7,
    PeriodKind.MONTH: 12.0,
    PeriodKind.QUARTER: 4.0,
    PeriodKind.TERTIAL: 3.0,
    PeriodKind.YEAR: 1.0,
}


@dataclass(frozen=True)
class Series:
    """One heading of one area in one source, cells in order of time."""

    source: str
    area: tuple[str, str]
    area_name: str
    label: str
    category: str
    cells: tuple[Count, ...]

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells the series from all others."""
        return self.source, self.area[0], self.area[1] or self.area_name, self.label

    @property
    def kind(self) -> PeriodKind:
        """The calendar unit of the cells; RANGE where they differ or fit none."""
        kinds = {_unit(cell) for cell in self.cells}
        return kinds.pop() if len(kinds) == 1 else PeriodKind.RANGE

    def until(self, last_day: int) -> Series:
        """The same series without the cells that end after a day."""
        return replace(self, cells=tuple(cell for cell in self.cells if cell.last_day <= last_day))

    def at(self, first_day: int, last_day: int) -> Count | None:
        """The cell of exactly these days."""
        return next((c for c in self.cells if (c.first_day, c.last_day) == (first_day, last_day)), None)

    def tiles(self, period: Period) -> tuple[Count, ...]:
        """Cells that hold every day of the period once, the longest first, those with a number before others.

        Empty where there is a hole. Months beside their year or their quarter are thus never added to it.
        """
        found: list[Count] = []
        day = period.first_day
        while day <= period.last_day:
            here = [c for c in self.cells if c.first_day == day and c.last_day <= period.last_day]
            if not here:
                return ()
            found.append(max(here, key=lambda c: (c.value is not None, c.last_day)))
            day = found[-1].last_day + 1
        return tuple(found)


def _unit(cell: Count) -> PeriodKind:
    """The calendar unit whose days are exactly those of the cell: thirty days from the tenth are no month."""
    for kind in _PER_YEAR:
        unit = containing(cell.first_day, kind)
        if (unit.first_day, unit.last_day) == (cell.first_day, cell.last_day):
            return kind
    return PeriodKind.RANGE


@dataclass(frozen=True)
class RegisterRow:
    """A series in a period: the sum of its cells there, and what it is held against.

    `value` is None where the period is not wholly covered by cells with numbers; `why` then says which way it is empty,
    `partly` that other cells of the period have numbers. `per_inhabitant`: the expected level and its trend are those
    of the number per inhabitant.
    """

    series: Series
    value: int | None
    why: CellStatus | None
    before: int | None
    change: ChangeResult | None
    rate: RateResult | None
    expected: ExpectedLevel | None
    preliminary: bool
    per_inhabitant: bool = False
    partly: bool = False


def arrange(counts: Iterable[Count]) -> tuple[Series, ...]:
    """Series in order of first appearance; the cells of each sorted by time, one for the same days."""
    found: dict[tuple[str, str, str, str], list[Count]] = {}
    for cell in counts:
        found.setdefault((cell.source, cell.area_level, cell.area_code or cell.area_name, cell.label), []).append(cell)
    return tuple(
        Series(
            cells[0].source,
            (cells[0].area_level, cells[0].area_code),
            cells[0].area_name,
            cells[0].label,
            cells[0].category,
            _editions(cells),
        )
        for cells in found.values()
    )


def _editions(cells: Iterable[Count]) -> tuple[Count, ...]:
    """One cell for the same days: a final number rather than a preliminary one, else the one read in last."""
    found: dict[tuple[int, int], Count] = {}
    for cell in sorted(cells, key=lambda c: (not c.preliminary, c.file_no, c.row_no)):
        found[cell.first_day, cell.last_day] = cell
    return tuple(found[days] for days in sorted(found))


def read_off(series: Series, period: Period) -> RegisterRow:
    """The series in the period: exact conditional change, Garwood rate, expected level from earlier cells."""
    value, why = total(series, period)
    before, _why = total(series, period.year_before())
    population = _population(series, period)
    per_head = None
    if value is not None and population and period.kind is PeriodKind.YEAR:
        per_head = rate(value, population, PER)
    preliminary = any(cell.preliminary for cell in series.tiles(period))
    change = None if value is None or before is None else _change(series, period, value, before)
    partly = value is None and any(cell.value is not None for cell in series.tiles(period))
    expected, per_inhabitant = _expected(series, period)
    return RegisterRow(series, value, why, before, change, per_head, expected, preliminary, per_inhabitant, partly)


def _change(series: Series, period: Period, value: int, before: int) -> ChangeResult | None:
    """Per inhabitant where both years state them, else per day."""
    if value + before == 0:
        return None
    earlier = period.year_before()
    now, then = _population(series, period), _population(series, earlier)
    exposures = (now, then) if now and then else (float(period.days), float(earlier.days))
    return compare_counts(value, before, *exposures)


def total(series: Series, period: Period) -> tuple[int | None, CellStatus | None]:
    """The sum over the period, or None and the reason: cells must hold every day once, each with a number."""
    cells = series.tiles(period)
    missing = next((cell.status for cell in cells if cell.value is None), None)
    if not cells or missing is not None:
        return None, missing
    return sum(cell.value or 0 for cell in cells), None


def _population(series: Series, period: Period) -> float | None:
    """Inhabitants as the source states them for exactly these days."""
    exact = series.at(period.first_day, period.last_day)
    return exact.population if exact is not None and exact.value is not None else None


def _expected(series: Series, period: Period) -> tuple[ExpectedLevel | None, bool]:
    """What the earlier cells of the same length let us expect; per inhabitant where every cell states how many.

    Missing periods are gaps, never zeros.
    """
    known = {cell.first_day: cell for cell in series.cells if _unit(cell) is period.kind}
    if period.kind is PeriodKind.RANGE or not known:
        return None, False
    walk: list[Count | None] = []
    at, first = period, min(known)
    while at.first_day >= first:
        walk.append(known.get(at.first_day))
        at = at.previous()
    if len(walk) < 2:
        return None, False
    walk.reverse()
    counts = [np.nan if cell is None or cell.value is None else float(cell.value) for cell in walk]
    inhabitants = [np.nan if cell is None else float(cell.population or np.nan) for cell in walk]
    stated = (
        walk[-1] is not None
        and all(population > 0.0 for population, n in zip(inhabitants, counts, strict=True) if not np.isnan(n))
        and inhabitants[-1] > 0.0
    )
    found = expected_level(
        np.array(counts), period_length=_PER_YEAR[period.kind], exposure=np.array(inhabitants) if stated else None
    )
    return (found, stated) if found.interval is not None else (None, False)
