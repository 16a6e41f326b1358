"""How much reporting a period holds: what counts of events are held per when reporters come, go and fall silent."""

from __future__ import annotations

from dataclasses import replace

from tryggve.domain.calendar_days import month_start
from tryggve.domain.period import Period
from tryggve.reports.context import Context

_LONGEST_UNIT = 31
"""No organisation reports more seldom than once a month."""


def reporting(ctx: Context, source: str, period: Period) -> float:
    """Organisation-weeks of reporting: for each organisation the share of its due reports that came, times the weeks.

    Not the number of reports: a month with five Sundays has a quarter more weekly reports than one with four and no
    more days, and a monthly report falls in one week of four though its events do not.
    """
    return sum(_organisations(ctx, source, piece) * piece.days for piece in _pieces(period)) / 7.0


def response(ctx: Context, source: str, period: Period) -> float | None:
    """The share of the expected reports that came; of the month that follows where none was due. None: unknown."""
    share = ctx.coverage(period, source).share
    later = replace(period, last_day=period.last_day + _LONGEST_UNIT)
    return share if share is not None else ctx.coverage(later, source).share


def _pieces(period: Period) -> list[Period]:
    """The period by calendar month, so that an organisation counts only for the months in which it took part."""
    starts = [period.first_day]
    while (following := month_start(month_start(starts[-1]) + _LONGEST_UNIT)) <= period.last_day:
        starts.append(following)
    if period.days <= _LONGEST_UNIT:
        return [period]
    ends = [start - 1 for start in starts[1:]] + [period.last_day]
    return [replace(period, first_day=first, last_day=last) for first, last in zip(starts, ends, strict=True)]


def _organisations(ctx: Context, source: str, piece: Period) -> float:
    """How many organisations reported, each by the share of its reports that came.

    One whose report is not due in the piece counts as reporting when the report that is being gathered comes later.
    """
    due = ctx.coverage(piece, source).rows
    found = sum(row.received / row.expected for row in due)
    if piece.days >= _LONGEST_UNIT - 3:
        return found
    earlier = replace(piece, first_day=piece.first_day - _LONGEST_UNIT, last_day=piece.first_day - 1)
    later = replace(piece, last_day=piece.last_day + _LONGEST_UNIT)
    known = {row.organisation for row in due}
    began = {row.organisation for row in ctx.coverage(earlier, source).rows}
    for row in ctx.coverage(later, source).rows:
        if row.organisation in began and row.organisation not in known:
            found += not any(first <= piece.last_day for first, _last in row.silent)
    return float(found)
