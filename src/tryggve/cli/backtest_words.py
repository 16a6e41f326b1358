"""What a backtest found, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tryggve.cli.place import visible
from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import _, ngettext
from tryggve.reports import numbers

if TYPE_CHECKING:
    from tryggve.signals.backtest import Outcome
    from tryggve.signals.history import History
    from tryggve.signals.limits import Limit

RATES = (15, 30, 90, 365)
"""Rates told beside the wanted one: a false signal in so many days."""


def in_words(history: History, outcome: Outcome, said: Sequence[Limit], per_year: float) -> str:
    """The summary that is printed."""
    return visible_lines([*_head(history, outcome), *_scale(outcome, per_year), *_injected(outcome), *_limits(said)])


def visible_lines(lines: Sequence[str]) -> str:
    """Lines that can do nothing to a terminal."""
    return "\n".join(visible(line) for line in lines)


def _head(history: History, outcome: Outcome) -> Iterator[str]:
    events = history.events
    yield _("{source}: {n} events from {first} to {last} in {areas} areas.").format(
        source=history.source or "–", n=numbers.integer(len(events)), first=day_date(events.first_day),
        last=day_date(events.last_day), areas=len(history.codes),
    )  # fmt: skip
    first, last = outcome.days[0].day, outcome.days[-1].day
    told = _("Replayed: {first} to {last}, with the days from {begin} to learn from.")
    if outcome.replayed_from > first:
        told = _("Replayed: {first} to {last}. Before {begin} there is too little history to ask of.")
    yield told.format(first=day_date(first), last=day_date(last), begin=day_date(outcome.replayed_from))
    without = sum(day.scale is None for day in outcome.days)
    if without:
        yield ngettext(
            "On {n} day no rate could be told: too few days lay before it.",
            "On {n} days no rate could be told: too few days lay before them.",
            without,
        ).format(n=without)


def _scale(outcome: Outcome, per_year: float) -> Iterator[str]:
    made = outcome.calibration
    if made is None:
        yield _("Too few days were replayed for a calibration.")
        return
    yield ngettext(
        "Calibrated on {days} days. At the wanted rate, one false signal in {each} days, the list would have shown "
        "{n} signal in the days asked for.",
        "Calibrated on {days} days. At the wanted rate, one false signal in {each} days, the list would have shown "
        "{n} signals in the days asked for.",
        len(made.past),
    ).format(days=made.scale.whole.days, each=round(365.25 / per_year), n=len(made.past))
    for each in RATES:
        level = made.scale.whole.level_for(365.25 / each)
        low, high = made.scale.whole.interval(level)
        told = _("  one in {each} days: {rate} a year expected (95 % interval {low} to {high})")
        rate = made.scale.whole.per_year(level)
        if rate < 0.99 * 365.25 / each:
            told = _("  one in {each} days: there is not so much to show, {rate} a year at most ({low} to {high})")
        yield told.format(
            each=each,
            rate=numbers.decimal(rate, 1),
            low=numbers.decimal(low, 1),
            high=numbers.decimal(high, 1),
        )
    yield _(
        "The rate is counted in episodes of the whole list, all methods together. Real unrest of the past is among "
        "them, so false signals are rather fewer than estimated; the interval says how far off the estimate may be. "
        "It holds as long as what comes is like what was."
    )


def _injected(outcome: Outcome) -> Iterator[str]:
    told: Mapping[str, Any] | None = outcome.calibration.injected if outcome.calibration else None
    if told is None:
        return
    asked = told["asked"]["number"]
    if not told["injected"]:
        yield _("Nothing could be put in: the events are too few or the days too short.")
        return
    if told["injected"] < asked:
        yield _("Of {asked} gatherings {n} could be put in without touching one another.").format(
            asked=asked, n=told["injected"]
        )
    low, high = told["interval"]
    yield _(
        "Of {n} gatherings put in, {found} were found ({share}; 95 % interval {low} to {high}); {chance} would have "
        "had a signal in their place without them."
    ).format(
        n=told["injected"], found=told["found"], share=numbers.percent(told["share"]), low=numbers.percent(low),
        high=numbers.percent(high), chance=told["by_chance"],
    )  # fmt: skip
    if told["median_delay_days"] is not None:
        yield _("Half of those found were seen within {days} days; a signal had {areas} areas on average.").format(
            days=numbers.decimal(told["median_delay_days"], 1), areas=numbers.decimal(told["mean_areas"], 1)
        )


def _limits(said: Sequence[Limit]) -> Iterator[str]:
    for limit in said:
        yield limit.text
