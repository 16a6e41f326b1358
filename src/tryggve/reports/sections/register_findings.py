"""What stands out in tables of counts."""

from __future__ import annotations

import math
from dataclasses import replace

from tryggve.domain.area import MUNICIPALITY
from tryggve.domain.language import _
from tryggve.domain.period import PeriodKind, containing
from tryggve.reports import ids, numbers
from tryggve.reports.comparison import CHANCE, TREND_P, change_p
from tryggve.reports.context import Context
from tryggve.reports.register_sql import change_trace, expected_trace, value_trace
from tryggve.reports.registers import PER, RegisterRow, Series
from tryggve.reports.sections.register_notes import drug_note
from tryggve.reports.tree import Certainty, Finding, FindingKind
from tryggve.stats.change import ChangeResult
from tryggve.stats.multiple import benjamini_hochberg

FEWEST = 10


def register_findings(ctx: Context, rows: list[RegisterRow]) -> list[Finding]:
    """Changes that remain when the share of false ones is held at 5 %, and trends, in the municipality's own rows."""
    own = [row for row in rows if is_own(ctx, row.series)]
    tested = {row.series.key: p for row in own if (p := _p_value(row)) is not None}
    q_values = dict(zip(tested, benjamini_hochberg(list(tested.values())).tolist(), strict=True))
    changed = [row for row in own if q_values.get(row.series.key, 1.0) < CHANCE]
    found = [
        _noted(_finding(ctx, row, row.change, q_values[row.series.key]), row.series) for row in changed if row.change
    ]
    return found + [_noted(_trend_finding(row), row.series) for row in own if _rises(row)]


def _noted(finding: Finding, series: Series) -> Finding:
    """The finding with what must stand beside its heading."""
    return replace(finding, text=f"{finding.text} {drug_note(series)}".strip())


def level_findings(ctx: Context, rows: list[RegisterRow]) -> list[Finding]:
    """Per source the municipality's own largest heading per inhabitant, beside others with the same heading."""
    found = []
    for source in dict.fromkeys(row.series.source for row in rows):
        own = [row for row in rows if row.series.source == source and row.rate and _is_whole(ctx, row.series)]
        if own:
            row = max(own, key=lambda one: one.value or 0)
            others = [one for one in rows if one.rate and not is_own(ctx, one.series) and _same(one, row)]
            found.append(_level_finding(ctx, row, others))
    return found


def _is_whole(ctx: Context, series: Series) -> bool:
    return series.area[0] in ("", MUNICIPALITY) and is_own(ctx, series)


def _same(one: RegisterRow, other: RegisterRow) -> bool:
    return (one.series.source, one.series.label) == (other.series.source, other.series.label)


def _level_finding(ctx: Context, row: RegisterRow, others: list[RegisterRow]) -> Finding:
    assert row.rate is not None
    series, interval = row.series, row.rate.interval
    limits = numbers.interval(interval.low, interval.high)
    beside = "; ".join(
        f"{one.series.area_name or one.series.area[1]} {numbers.integer(round(one.rate.value))}"
        for one in others
        if one.rate is not None
    )
    text = _("{source}, {label}{area}: {rate} ({interval}) per {per} inhabitants in {period}.").format(
        source=series.source,
        label=series.label,
        area=f" ({series.area_name})" if series.area_name else "",
        rate=numbers.integer(round(row.rate.value)),
        interval=limits,
        per=numbers.integer(PER),
        period=numbers.period_name(ctx.period),
    )
    if beside:
        text += " " + _("To compare with: {others}.").format(others=beside)
    return Finding(
        ids.join("rate", series.source, series.label, series.area[1] or series.area_name),
        "level.register",
        FindingKind.LEVEL,
        text,
        row.rate.value,
        (interval.low, interval.high),
        beside or _("no other municipality in the source"),
        Certainty.MODERATE,
        "rate",
        value_trace(ctx, series, expression=f"SUM(value) * {PER}.0 / SUM(population)"),
        value_text=numbers.integer(round(row.rate.value)),
        interval_text=limits,
        weight=40.0,
    )


def is_own(ctx: Context, series: Series) -> bool:
    """Whether the series is of the municipality itself or a part of it; others are there to compare with."""
    return series.area[0] != MUNICIPALITY or series.area_name in ("", ctx.material.municipality)


def _rises(row: RegisterRow) -> bool:
    trend = row.expected.trend if row.expected else None
    return trend is not None and trend.p_value < TREND_P and (row.value or 0) >= FEWEST


def _p_value(row: RegisterRow) -> float | None:
    """Registers vary more than chance alone: the change must be clear, and the number also lie outside what the years
    before it give. None where it cannot be said as a ratio, or where there are too few years before to hold it against:
    a sum of quarters is not tested beside the yearly numbers of the same heading.
    """
    distribution = row.expected.distribution if row.expected else None
    p = change_p(row.change, row.expected)
    if distribution is None or row.value is None:
        return None
    if p is None or row.change is None or not 0.0 < row.change.ratio < math.inf:
        return None
    return max(p, min(1.0, 2.0 * min(distribution.at_least(row.value), distribution.at_most(row.value))))


def _finding(ctx: Context, row: RegisterRow, change: ChangeResult, q_value: float) -> Finding:
    series = row.series
    area = f" ({series.area_name})" if series.area_name else ""
    text = _(
        "{source}, {label}{area}: {n} in {period} against {before} the year before, {change} ({interval}) {per}."
    ).format(
        source=series.source,
        label=series.label,
        area=area,
        n=numbers.integer(row.value),
        period=numbers.period_name(ctx.period),
        before=numbers.integer(row.before),
        change=numbers.change(change.ratio),
        interval=numbers.change_interval(change.interval.low, change.interval.high),
        per=_per(ctx, change),
    )
    expected = row.expected.interval if row.expected else None
    if ctx.period.kind is PeriodKind.YEAR and expected is not None:
        said = _("The years before let us expect {interval}.")
        text += " " + said.format(interval=numbers.interval(expected.low, expected.high))
    grade = Certainty.MODERATE if q_value < 0.001 else Certainty.LOW
    return Finding(
        ids.join("register", series.source, series.label, series.area[1] or series.area_name),
        "change.register",
        FindingKind.CHANGE,
        text,
        change.ratio,
        (change.interval.low, change.interval.high) if math.isfinite(change.interval.high) else None,
        _("{period}: {n}").format(period=numbers.period_name(ctx.period.year_before()), n=numbers.integer(row.before)),
        grade,
        "change",
        change_trace(ctx, row),
        value_text=numbers.change(change.ratio),
        interval_text=numbers.change_interval(change.interval.low, change.interval.high),
        weight=35.0 + min(4.0, abs(math.log(change.ratio)) * 4),
    )


def _per(ctx: Context, change: ChangeResult) -> str:
    """What a change in a register is held per: inhabitants where the source states them, else days."""
    days = ctx.period.days, ctx.period.year_before().days
    return _("per day") if (change.exposure_after, change.exposure_before) == days else _("per inhabitant")


def _trend_finding(row: RegisterRow) -> Finding:
    assert row.expected is not None
    assert row.expected.trend is not None
    trend, series = row.expected.trend, row.series
    low, high = trend.interval.low, trend.interval.high
    first = containing(series.cells[0].first_day, series.kind)
    per_head = _(
        "{source}, {label}{area}: {change} a year per inhabitant ({interval}) from {first} up to the period before "
        "this one."
    )
    in_number = _(
        "{source}, {label}{area}: {change} a year in number ({interval}) from {first} up to the period before this one."
    )
    text = (per_head if row.per_inhabitant else in_number).format(
        source=series.source,
        label=series.label,
        area=f" ({series.area_name})" if series.area_name else "",
        change=numbers.change(trend.ratio_per_year, 1),
        interval=numbers.change_interval(low, high, 1),
        first=numbers.period_name(first),
    )
    return Finding(
        ids.join("trend", series.source, series.label, series.area[1] or series.area_name),
        "trend.register",
        FindingKind.TREND,
        text,
        trend.ratio_per_year,
        (low, high),
        _("no change from year to year"),
        Certainty.MODERATE,
        "expected",
        expected_trace(row, ".trend"),
        value_text=numbers.change(trend.ratio_per_year, 1),
        interval_text=numbers.change_interval(low, high, 1),
        weight=32.0 + min(2.0, abs(math.log(trend.ratio_per_year)) * 10),
    )
