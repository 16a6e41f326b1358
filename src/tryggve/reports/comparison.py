"""Each kind of event in the period, held against its own past: the numbers that tables and findings share."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import betainc, betaincc

from tryggve.domain.period import Period
from tryggve.domain.source_caveat import bears_findings
from tryggve.reports.context import Context
from tryggve.reports.exposure import reporting, response
from tryggve.reports.history import PER_YEAR, History, history
from tryggve.stats.change import ChangeResult, compare_counts
from tryggve.stats.multiple import benjamini_hochberg
from tryggve.stats.trend import ExpectedLevel, expected_level

TOTAL = ""
"""The key of all kinds together."""

FEWEST = 5
"""Below this many events a kind is shown but nothing is said of it: four burglaries are not a trend."""

CHANCE = 0.05
"""Share of periods in which anything at all is called unusual though nothing is, when many kinds are compared."""

ASSUMED_DISPERSION = 2.0
"""Variance over mean of reports that follow one another, where the history is too short to tell it."""

LEAST_RESPONSE = 0.5
"""A period in which less than half of the expected reports came is not held against another."""

TREND_P = 0.001
"""A trend is mentioned below this p-value: far under chance for some twenty kinds."""


@dataclass(frozen=True)
class Comparison:
    """One kind in the period. `expected` is made from earlier periods; None where there is too little of them.

    `change` is against the same period a year before, per organisation-week of reporting where the reporters are known;
    None where the data do not reach back or nobody reported then. `unusual` means outside the wide interval that
    allows for the number of kinds compared; `changed` that the change remains after Benjamini-Hochberg's correction
    with the dispersion of the series allowed for.
    """

    category: str
    n: int
    before: int | None
    change: ChangeResult | None
    expected: ExpectedLevel | None
    wide: ExpectedLevel | None
    unusual: bool
    changed: bool
    q_value: float | None
    merged: tuple[str, ...] = ()

    @property
    def rising(self) -> bool:
        """Whether the history before the period rises or falls clearly: many events, and no doubt about the sign."""
        trend = None if self.expected is None else self.expected.trend
        return trend is not None and trend.p_value < TREND_P and self.n >= FEWEST


@dataclass(frozen=True)
class Comparisons:
    """All kinds of one source, most events first; `total` is all of them together."""

    source: str
    rows: tuple[Comparison, ...]
    total: Comparison
    history: History | None
    before: Period
    response: float | None
    response_before: float | None
    compared: int


def compare(ctx: Context, source: str) -> Comparisons:
    """Hold every kind of a source against the same period a year before and against the level its past gives."""
    now, before_period = ctx.by_category(source, ctx.period), ctx.period.year_before()
    before = ctx.by_category(source, before_period) if ctx.reaches_back(source, before_period) else None
    known = ctx.coverage_known(source)
    if known and not reporting(ctx, source, before_period):
        before = None
    held = _held(ctx, source, now, before)
    codes = sorted({*now, *(before or {}), *(held.past.counts if held.past else ())}, key=lambda c: (-now.get(c, 0), c))
    rows = [_one(code, now.get(code, 0), before, held, max(len(codes), 1)) for code in codes]
    everything = None if before is None else {TOTAL: sum(before.values())}
    return Comparisons(
        source,
        tuple(_corrected(rows)),
        _one(TOTAL, sum(now.values()), everything, held, 1),
        held.past,
        before_period,
        response(ctx, source, ctx.period) if known else None,
        response(ctx, source, before_period) if known else None,
        len(codes),
    )


@dataclass(frozen=True)
class _Held:
    """What the counts of a source are held against: its past, and the exposures now and a year before, where known."""

    past: History | None
    exposures: tuple[float, float] | None


def _held(ctx: Context, source: str, now: dict[str, int], before: dict[str, int] | None) -> _Held:
    """Nothing where the source is a selection somebody made, nor where silence cannot be told from calm: the data end
    too early, or nobody is known to have reported.
    """
    if not bears_findings(source) or not ctx.complete(source):
        return _Held(None, None)
    if ctx.coverage_known(source):
        periods = ctx.period, ctx.period.year_before()
        received = reporting(ctx, source, periods[0]), reporting(ctx, source, periods[1])
        shares = [response(ctx, source, period) or 0.0 for period in periods]
        enough = min(received) > 0.0 and min(shares) >= LEAST_RESPONSE
        return _Held(history(ctx, source) if received[0] else None, received if enough else None)
    if not sum(now.values()):
        return _Held(None, None)
    some_before = before is not None and sum(before.values()) > 0
    days = float(ctx.period.days), float(ctx.period.year_before().days)
    return _Held(history(ctx, source), days if some_before else None)


def _one(code: str, n: int, before: dict[str, int] | None, held: _Held, compared: int) -> Comparison:
    earlier = None if before is None else before.get(code, 0)
    change = None
    if earlier is not None and held.exposures is not None and n + earlier > 0:
        change = compare_counts(n, earlier, *held.exposures)
    expected = _expected(code, held.past, 0.95)
    wide = _expected(code, held.past, 1.0 - CHANCE / compared)
    outside = wide is not None and wide.interval is not None and not wide.interval.contains(n)
    large = wide is not None and max(n, wide.expected or 0.0) >= FEWEST
    return Comparison(code, n, earlier, change, expected, wide, outside and large, False, None)


def _expected(code: str, past: History | None, level: float) -> ExpectedLevel | None:
    if past is None:
        return None
    counts = past.total if code == TOTAL else past.counts.get(code, np.where(np.isnan(past.total), np.nan, 0.0))
    found = expected_level(
        counts, period_length=PER_YEAR[past.periods[-1].kind], target=-1, exposure=past.exposure, level=level
    )
    return found if found.interval is not None else None


def _corrected(rows: list[Comparison]) -> list[Comparison]:
    """Mark the changes that remain when the share of false ones is held at 5 % (Benjamini & Hochberg 1995)."""
    tested = {i: p for i, row in enumerate(rows) if (p := change_p(row.change, row.expected)) is not None}
    q_values = dict(zip(tested, benjamini_hochberg(list(tested.values())).tolist(), strict=True))
    return [
        replace(row, changed=q_values[i] < CHANCE, q_value=q_values[i]) if i in q_values else row
        for i, row in enumerate(rows)
    ]


def change_p(change: ChangeResult | None, expected: ExpectedLevel | None) -> float | None:
    """The larger of two p-values of no change: the exact one, and the same with the counts divided by the dispersion.

    Events that follow one another vary more than Poisson; the exact test alone would call too many changes real. Counts
    of variance phi * mean carry as much as Poisson counts of 1 / phi their size. phi is the dispersion of the history
    times df / (df - 2) for its own uncertainty, `ASSUMED_DISPERSION` where there is none. None where there are too few
    events to test.
    """
    if change is None or change.after + change.before < 2 * FEWEST:
        return None
    dispersion = _dispersion(expected)
    a, b = change.after / dispersion, change.before / dispersion
    p = change.exposure_after / (change.exposure_after + change.exposure_before)
    at_least = float(betainc(a, b + 1.0, p)) if a > 0.0 else 1.0
    at_most = float(betaincc(a + 1.0, b, p)) if b > 0.0 else 1.0
    return max(change.p_conditional, min(1.0, 2.0 * min(at_least, at_most)))


def _dispersion(expected: ExpectedLevel | None) -> float:
    if expected is None or expected.dispersion is None:
        return ASSUMED_DISPERSION
    df = expected.n_used - max(len(expected.coefficients), 1)
    return expected.dispersion * df / (df - 2.0) if df > 2 else ASSUMED_DISPERSION


def strength(row: Comparison) -> float:
    """How far a count lies from what it is compared with, in standard errors: for ranking, not for judging."""
    if row.wide is not None and row.wide.expected:
        return abs(row.n - row.wide.expected) / math.sqrt(max(row.wide.expected, 1.0))
    if row.change is not None and row.before is not None:
        return abs(row.n - row.before) / math.sqrt(max(row.n + row.before, 1))
    return 0.0
