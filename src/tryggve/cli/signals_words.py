"""The list of signals in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tryggve.cli.backtest_words import visible_lines
from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import _, ngettext

if TYPE_CHECKING:
    from tryggve.signals.history import History
    from tryggve.signals.today import SignalList

LATEST_DAYS = 28
MOST_LISTED = 40


def in_words(history: History, found: SignalList) -> str:
    """The list as it is printed: what is not known first, then signal by signal."""
    return visible_lines(list(_lines(history, found)))


def _lines(history: History, found: SignalList) -> Iterator[str]:
    from tryggve.reports import signal_words as words

    yield _("Signals to judge on {day}: {source}, {level}").format(
        day=day_date(found.day), source=history.source or "–", level=history.level or "–"
    )
    for limit in found.limits:
        yield f"! {limit.text}"
    if found.stopped:
        yield from _latest(history, found.day)
        return
    if why := words.uncalibrated_words(found):
        yield f"! {why}"
    if not found.signals:
        yield _("No signal is as rare as wanted. That does not mean that all was calm.")
    elif found.why_uncalibrated:
        yield _("The strongest finds, whether they are rare or not:")
    for rank, signal in enumerate(found.signals, start=1):
        yield ""
        yield f"{rank}. {words.where_words(history, signal)} [{signal.track.id}]"
        yield f"   {words.what_words(history, signal)}"
        if signal.calibrated:
            yield f"   {words.rare_words(signal)}"
            yield f"   {words.life_words(signal)}."
        for line in words.further_words(history, signal):
            yield f"   {line}"


def _latest(history: History, day: int) -> Iterator[str]:
    """What stands in the place of signals: the latest events by area and category."""
    from tryggve.reports.context import category_name

    events = history.events
    mine = (events.day > day - LATEST_DAYS) & (events.day <= day)
    rows = zip(events.area[mine].tolist(), events.category[mine].tolist(), strict=True)
    counted = sorted(Counter(rows).items(), key=lambda item: (-item[1], item[0]))
    if not counted:
        return
    total = int(mine.sum())
    yield ""
    yield ngettext(
        "No signals are made. {n} event in the last {days} days:",
        "No signals are made. {n} events in the last {days} days:",
        total,
    ).format(n=total, days=LATEST_DAYS)
    for (area, category), n in counted[:MOST_LISTED]:
        name = history.names[area] if area >= 0 else _("no area")
        yield f"  {name}: {category_name(history.events.categories[category])} {n}"
    if len(counted) > MOST_LISTED:
        yield _("  … and {n} more rows.").format(n=len(counted) - MOST_LISTED)
