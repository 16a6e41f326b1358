"""When: hour and weekday, with intervals spread over the hours in which they may have happened."""

from __future__ import annotations

from tryggve.domain.incident import TimePrecision
from tryggve.domain.language import _
from tryggve.domain.source_caveat import bears_findings
from tryggve.reports import certainty, ids, numbers
from tryggve.reports.comparison import Comparisons
from tryggve.reports.context import Context, source_name
from tryggve.reports.figures.profile import profile_figure
from tryggve.reports.traces import words
from tryggve.reports.tree import Block, Finding, FindingKind, Paragraph, Section, Trace
from tryggve.reports.week.hours import FEWEST_TIMES
from tryggve.stats.rates import share
from tryggve.store.base import Selection
from tryggve.store.query import count_sql

BLOCK = 6
"""Hours in the block of the day that is named in words."""

_HOUR_KNOWN = (int(TimePrecision.INSTANT),)
_INTERVAL = (int(TimePrecision.INTERVAL),)


def when_section(ctx: Context, compared: tuple[Comparisons, ...]) -> tuple[Section, list[Finding]]:
    """Hour × weekday per source, and the busiest block of hours in words."""
    blocks: list[Block] = []
    findings: list[Finding] = []
    for comparisons in compared:
        where = ctx.where(comparisons.source, ctx.period)
        known, finding = _busiest(ctx, comparisons, where)
        intervals = sum(ctx.store.counts((), where.but(time_precisions=_INTERVAL)).values())
        total = comparisons.total.n
        name = source_name(ctx, comparisons.source)
        if ctx.request.public:
            continue
        blocks.append(Paragraph(_known_text(name, known, total)))
        if known < FEWEST_TIMES:
            continue
        blocks.append(profile_figure(ctx, comparisons.source, where))
        if intervals > known:
            blocks.append(Paragraph(_intervals_text(known, intervals)))
        elif finding:
            findings += [finding] if bears_findings(comparisons.source) else []
    if ctx.request.public:
        blocks.append(Paragraph(_("The public version has no hours: at small numbers they may point at someone.")))
    return Section("when", _("When"), tuple(blocks)), findings


def _known_text(name: str, known: int, total: int) -> str:
    if known < FEWEST_TIMES:
        return _(
            "{source}: events with a known hour: {known} of {total}. With fewer than {limit} no time profile is made."
        ).format(
            source=name,
            known=numbers.integer(known),
            total=numbers.integer(total),
            limit=numbers.integer(FEWEST_TIMES),
        )
    return _("{source}: events with a known hour: {known} of {total}.").format(
        source=name, known=numbers.integer(known), total=numbers.integer(total)
    )


def _intervals_text(known: int, intervals: int) -> str:
    """Events with a known hour may be a kind of their own: those that somebody saw. They cannot speak for the rest."""
    return _(
        "No busiest hours are named in words: most events with a time are known as an interval only ({intervals} of "
        "{timed}). The figure spreads each of them evenly over its interval."
    ).format(intervals=numbers.integer(intervals), timed=numbers.integer(known + intervals))


def _busiest(ctx: Context, comparisons: Comparisons, where: Selection) -> tuple[int, Finding | None]:
    """Events with a known hour, and the block of six hours that holds most of them."""
    exact = where.but(time_precisions=_HOUR_KNOWN)
    hours = [0] * 24
    for (hour,), n in ctx.store.counts(("hour",), exact).items():
        if int(hour) >= 0:
            hours[int(hour)] += n
    known = sum(hours)
    if known < FEWEST_TIMES:
        return known, None
    sums = [sum(hours[(start + i) % 24] for i in range(BLOCK)) for start in range(24)]
    start = max(range(24), key=lambda hour: (sums[hour], -hour))
    return known, _finding(ctx, comparisons, exact, start, sums[start], known)


def _finding(
    ctx: Context, comparisons: Comparisons, exact: Selection, start: int, inside: int, known: int
) -> Finding | None:
    found = share(inside, known, 1 - 0.05 / 24)  # the busiest of 24 blocks: room for having chosen it
    even = BLOCK / 24
    if found.interval.contains(even):
        return None
    end = (start + BLOCK) % 24
    text = _(
        "{source}: {share} ({interval}) of the events with a known hour fall between {start} and {end}; "
        "spread evenly over the day it would be {even}."
    ).format(
        source=source_name(ctx, comparisons.source),
        share=numbers.percent(found.value),
        interval=numbers.percent_interval(found.interval.low, found.interval.high),
        start=f"{start:02d}:00",
        end=f"{end:02d}:00",
        even=numbers.percent(even),
    )
    return Finding(
        ids.join("time", comparisons.source, "busiest-block"),
        "time_profile.block",
        FindingKind.TIME_PROFILE,
        text,
        found.value,
        (found.interval.low, found.interval.high),
        _("evenly over the day: {even}").format(even=numbers.percent(even)),
        certainty.least(*map(certainty.of_coverage, (comparisons.response, known / comparisons.total.n))),
        "time_block",
        Trace(
            _block_sql(exact, start),
            words(exact),
            "time_block",
            call=f"tryggve.stats.rates.share({inside}, {known}, 1 - 0.05 / 24)",
        ),
        value_text=numbers.percent(found.value),
        interval_text=numbers.percent_interval(found.interval.low, found.interval.high),
        weight=10.0,
    )


def _block_sql(exact: Selection, start: int) -> str:
    hours = ", ".join(str((start + i) % 24) for i in range(BLOCK))
    return (
        f"SELECT SUM(CASE WHEN hour IN ({hours}) THEN incidents ELSE 0 END) * 1.0 / SUM(incidents)\n"
        f"FROM (\n{count_sql(exact, ('hour',))}\n) AS by_hour\nWHERE hour >= 0"
    )
