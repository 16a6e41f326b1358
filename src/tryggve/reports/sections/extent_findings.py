"""What stands out among the kinds: more or fewer than their past gives, changed in a year, or on the rise."""

from __future__ import annotations

import math

from tryggve.domain.language import _, ngettext
from tryggve.domain.source_caveat import bears_findings
from tryggve.reports import certainty, ids, numbers
from tryggve.reports.comparison import FEWEST, Comparison, Comparisons, strength
from tryggve.reports.context import Context, category_title, source_name
from tryggve.reports.sections.extent_rows import expected_trace, where_of
from tryggve.reports.traces import count_trace, ratio_trace
from tryggve.reports.tree import Certainty, Finding, FindingKind


def extent_findings(ctx: Context, comparisons: Comparisons) -> list[Finding]:
    """All kinds together, and each kind that is unusual, changed or rising: at most one statement of each."""
    found = [_total_finding(ctx, comparisons)]
    for row in comparisons.rows:
        if row.merged:
            continue
        if row.unusual and row.wide is not None and row.wide.interval is not None:
            found.append(_unusual_finding(ctx, comparisons, row))
        elif row.changed and row.change is not None:
            found.append(_change_finding(ctx, comparisons, row))
        elif row.rising and row.expected is not None:
            found.append(_trend_finding(ctx, comparisons, row))
    return found


def nearly_unusual(ctx: Context, comparisons: Comparisons) -> str:
    """The kinds that lie outside their own 95 % interval but not outside the one that allows for all being compared.

    The table shows them; a text that says that nothing stands out must not seem to deny it.
    """
    kinds = [
        _("{kind} {n} (expected {interval})").format(
            kind=category_title(row.category),
            n=numbers.integer(row.n),
            interval=numbers.interval(row.expected.interval.low, row.expected.interval.high),
        )
        for row in comparisons.rows
        if row.expected is not None
        and row.expected.interval is not None
        and not row.unusual
        and not row.expected.interval.contains(row.n)
        and max(row.n, row.expected.expected or 0.0) >= FEWEST
    ]
    if not kinds:
        return ""
    return _(
        "Outside its own 95 % interval, but no more than chance gives when {m} kinds are compared: {kinds}."
    ).format(m=numbers.integer(comparisons.compared), kinds=", ".join(kinds))


def _total_finding(ctx: Context, comparisons: Comparisons) -> Finding:
    row, name = comparisons.total, source_name(ctx, comparisons.source)
    where = where_of(ctx, comparisons, row)
    interval, reference = None, _("no earlier period to compare with")
    if not bears_findings(comparisons.source):
        reference = _("a selection that somebody made: compared with nothing")
    elif row.before is not None:
        reference = _("{period}: {n}").format(
            period=numbers.period_name(comparisons.before), n=numbers.integer(row.before)
        )
    text = ngettext("{source}: {n} event in {period}.", "{source}: {n} events in {period}.", row.n).format(
        source=name, n=numbers.integer(row.n), period=numbers.period_words(ctx.period)
    )
    if row.expected is not None and row.expected.interval is not None:
        interval = (row.expected.interval.low, row.expected.interval.high)
        reference = _("expected {interval} from earlier periods").format(interval=numbers.interval(*interval))
        inside = row.expected.interval.contains(row.n)
        more = _("That is within what earlier periods let us expect, {interval}.")
        less = _("Earlier periods let us expect {interval}.")
        text += " " + (more if inside else less).format(interval=numbers.interval(*interval))
    grade = certainty.of_coverage(comparisons.response)
    if row.n == 0 and (not ctx.complete(comparisons.source) or not comparisons.response):
        grade = Certainty.UNKNOWN
        text += " " + _("Whether it was calm or the reports are missing is unknown.")
    return Finding(
        ids.join("level", comparisons.source, "total"),
        "level.total",
        FindingKind.LEVEL,
        text,
        row.n,
        interval,
        reference,
        grade,
        "expected" if interval else "count",
        count_trace(ctx, where),
        value_text=numbers.integer(row.n),
        interval_text=numbers.interval(*interval) if interval else "",
        # Of several sources the one with most events in all comes first.
        weight=60.0 - 0.1 * min(ctx.sources.index(comparisons.source), 9),
    )


def _unusual_finding(ctx: Context, comparisons: Comparisons, row: Comparison) -> Finding:
    assert row.wide is not None
    assert row.wide.interval is not None
    interval = (row.wide.interval.low, row.wide.interval.high)
    above = row.n > interval[1]
    text = (
        ngettext(
            "{kind}: {n} event, more than the {interval} that earlier periods let us expect.",
            "{kind}: {n} events, more than the {interval} that earlier periods let us expect.",
            row.n,
        )
        if above
        else ngettext(
            "{kind}: {n} event, fewer than the {interval} that earlier periods let us expect.",
            "{kind}: {n} events, fewer than the {interval} that earlier periods let us expect.",
            row.n,
        )
    ).format(kind=category_title(row.category), n=numbers.integer(row.n), interval=numbers.interval(*interval))
    if comparisons.response is None:
        text += " " + _("It may also be that more or fewer than before reported.")
    return Finding(
        ids.join("level", comparisons.source, row.category),
        "level.unusual",
        FindingKind.LEVEL,
        text,
        row.n,
        interval,
        _("expected from earlier periods, with room for {m} kinds being compared at once").format(
            m=comparisons.compared
        ),
        certainty.of_test(0.01, comparisons.response, comparisons.response_before),
        "expected",
        count_trace(ctx, where_of(ctx, comparisons, row)),
        value_text=numbers.integer(row.n),
        interval_text=numbers.interval(*interval),
        weight=70.0 + min(strength(row), 9.0),
    )


def _change_finding(ctx: Context, comparisons: Comparisons, row: Comparison) -> Finding:
    assert row.change is not None
    assert row.q_value is not None
    change = row.change
    low, high = change.interval.low, change.interval.high
    text = ngettext(
        "{kind}: {n} event against {before} in the same period a year before, {change} ({interval}) {per}.",
        "{kind}: {n} events against {before} in the same period a year before, {change} ({interval}) {per}.",
        row.n,
    ).format(
        kind=category_title(row.category),
        n=numbers.integer(row.n),
        before=numbers.integer(row.before),
        change=numbers.change(change.ratio) if math.isfinite(change.ratio) else _("from none"),
        interval=numbers.change_interval(low, high),
        per=_("per day") if comparisons.response is None else _("per week that an organisation reported"),
    )
    if comparisons.response is None:
        text += " " + _("It may also be that more or fewer than before reported.")
    above, below = where_of(ctx, comparisons, row), where_of(ctx, comparisons, row, before=True)
    finite = math.isfinite(change.ratio)
    return Finding(
        ids.join("change", comparisons.source, row.category),
        "change.year_before",
        FindingKind.CHANGE,
        text,
        change.ratio if finite else None,
        (low, high) if math.isfinite(high) else None,
        _("{period}: {n}").format(period=numbers.period_name(comparisons.before), n=numbers.integer(row.before)),
        certainty.of_test(row.q_value, comparisons.response, comparisons.response_before),
        "change",
        ratio_trace(ctx, above, below, change) if finite else count_trace(ctx, above),
        value_text=numbers.change(change.ratio) if finite else f"0 → {numbers.integer(row.n)}",
        interval_text=numbers.change_interval(low, high),
        weight=61.0 + min(strength(row), 8.0),
    )


def _trend_finding(ctx: Context, comparisons: Comparisons, row: Comparison) -> Finding:
    assert row.expected is not None
    assert row.expected.trend is not None
    trend = row.expected.trend
    low, high = trend.interval.low, trend.interval.high
    text = _("{kind}: {change} a year ({interval}) over the periods before this one, season allowed for.").format(
        kind=category_title(row.category),
        change=numbers.change(trend.ratio_per_year),
        interval=numbers.change_interval(low, high),
    )
    return Finding(
        ids.join("trend", comparisons.source, row.category),
        "trend.per_year",
        FindingKind.TREND,
        text,
        trend.ratio_per_year,
        (low, high),
        _("no change from year to year"),
        certainty.of_test(trend.p_value * comparisons.compared, comparisons.response, comparisons.response_before),
        "expected",
        expected_trace(ctx, where_of(ctx, comparisons, row)),
        value_text=numbers.change(trend.ratio_per_year),
        interval_text=numbers.change_interval(low, high),
        weight=30.0,
    )
