"""Sentences of a draft: a number, its interval, what it is held against, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator

from tryggve.domain.indicator import Measures
from tryggve.domain.language import _
from tryggve.reports.certainty import least, of_test
from tryggve.reports.municipal.cells import compared_interval_text, compared_text, compared_trace, number_id
from tryggve.reports.municipal.comparing import limits
from tryggve.reports.municipal.context import Context
from tryggve.reports.municipal.held import COUNTY, LAND, PAST, Held
from tryggve.reports.municipal.matter import area_name
from tryggve.reports.municipal.wording import limits_text, more_may_mean, value_text
from tryggve.reports.tree import Certainty, Finding, FindingKind


def findings_of(ctx: Context, indicators: tuple[str, ...]) -> list[Finding]:
    """What can be told of some indicators, the farthest apart first."""
    made = [_finding(ctx, id, one) for id in indicators for one in _clear(ctx, id)]
    return sorted(made, key=lambda finding: (-finding.weight, finding.id))


def _clear(ctx: Context, id: str) -> Iterator[Held]:
    """Against its own past, and against the country; against the county only where the country says nothing."""
    past, county, land = (ctx.held.get((id, against)) for against in (PAST, COUNTY, LAND))
    if past is not None and past.is_clear:
        yield past
    other = land if land is not None and land.found.result is not None else county
    if other is not None and other.is_clear:
        yield other


def _finding(ctx: Context, id: str, one: Held) -> Finding:
    found, indicator = one.found, ctx.indicator(id)
    assert found.result is not None
    assert found.other is not None
    trace = compared_trace(ctx.matter, found)
    interval = found.result.interval
    return Finding(
        id=number_id(("finding",), found.own, one.against),
        key=f"municipal.{one.against}",
        kind=FindingKind.CHANGE if one.against == PAST else FindingKind.LEVEL,
        text=_sentence(ctx, one),
        value=found.result.value,
        interval=(interval.low, interval.high),
        reference=_reference(ctx, one),
        certainty=_certainty(found.result.p_value, indicator.measures),
        method="ratio" if found.is_ratio else "difference",
        trace=trace,
        value_text=compared_text(found),
        interval_text=compared_interval_text(found),
        weight=one.apart,
    )


def _certainty(p_value: float, measures: Measures) -> Certainty:
    """As the test says; a difference in reports is at most moderate, since reporting differs too."""
    found = of_test(p_value, 1.0, 1.0)
    return least(found, Certainty.MODERATE) if measures is Measures.REPORTED else found


def _reference(ctx: Context, one: Held) -> str:
    assert one.found.other is not None
    unit = ctx.indicator(one.found.own.indicator).unit
    number = value_text(unit, one.found.other.value)
    if one.against == PAST:
        return _("{number} in {period}").format(number=number, period=one.found.other.period)
    place = area_name(ctx.matter, one.found.other.area)
    return _("{place}: {number} in {period}").format(place=place, number=number, period=one.found.other.period)


def _sentence(ctx: Context, one: Held) -> str:
    found, indicator = one.found, ctx.indicator(one.found.own.indicator)
    assert found.result is not None
    assert found.other is not None
    up = found.result.value > (1.0 if found.is_ratio else 0.0)
    now = value_text(indicator.unit, found.own.value)
    known = limits(ctx.matter, found.own)
    known_text = limits_text(indicator.unit, known, found.own.value) if known else ""
    words = {
        "what": indicator.name, "period": found.own.period, "now": now, "interval": known_text,
        "size": compared_text(found).lstrip("+\u2212"), "other": area_name(ctx.matter, found.other.area),
        "then": value_text(indicator.unit, found.other.value), "before": found.other.period,
    }  # fmt: skip
    if one.against == PAST:
        text = (
            _("{what}: {now} in {period} ({interval}), {size} higher than in {before} ({then}).")
            if up
            else _("{what}: {now} in {period} ({interval}), {size} lower than in {before} ({then}).")
        )
    else:
        text = (
            _("{what}: {now} in {period} ({interval}), {size} higher than in {other} ({then}).")
            if up
            else _("{what}: {now} in {period} ({interval}), {size} lower than in {other} ({then}).")
        )
    return " ".join(filter(None, (text.format(**words), more_may_mean(indicator))))
