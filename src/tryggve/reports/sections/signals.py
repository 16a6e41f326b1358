"""Signals to judge: what has gathered lately at a place, at most five; and those of the year with how they turned out.

Nothing of this is in the public version: a signal names a place, and its numbers are small.
"""

from __future__ import annotations

from tryggve.domain.calendar_days import day_date
from tryggve.domain.incident import TimePrecision
from tryggve.domain.language import _
from tryggve.reports import ids, numbers
from tryggve.reports.context import Context
from tryggve.reports.figures.signal_map import signal_map
from tryggve.reports.sections.looked_back import in_scope, looked_back
from tryggve.reports.sections.signals_year import signals_year
from tryggve.reports.signal_matter import SignalMatter
from tryggve.reports.signal_words import (
    areas_with_events,
    certainty_of,
    changed_words,
    expected_words,
    further_words,
    life_words,
    rare_words,
    uncalibrated_words,
    what_words,
    where_words,
)
from tryggve.reports.tree import (
    Block,
    Bullets,
    Figure,
    Finding,
    FindingKind,
    Findings,
    Heading,
    Paragraph,
    Section,
    Trace,
)
from tryggve.signals.groups import groups
from tryggve.signals.history import History
from tryggve.signals.today import Signal
from tryggve.store.base import Selection
from tryggve.store.condition import where_sql
from tryggve.store.query_signal import SHORT, in_areas

MOST_SIGNALS = 5


def signals_section(ctx: Context) -> tuple[Section | None, list[Finding]]:
    """The section and its findings; None in the public version and where no signals were looked for."""
    matter = ctx.material.signals
    if matter is None or ctx.request.for_others:
        return None, []
    listed = tuple(
        one for one in matter.found.signals if in_scope(ctx, [matter.history.codes[area] for area in one.track.areas])
    )[:MOST_SIGNALS]
    findings = [_finding(matter.history, signal, rank) for rank, signal in enumerate(listed) if signal.calibrated]
    blocks: list[Block] = [Paragraph(limit.text, strong=limit.stops) for limit in matter.found.limits]
    if why := uncalibrated_words(matter.found):
        blocks.append(Paragraph(why, strong=True))
    elif not matter.found.stopped and not listed:
        blocks.append(Paragraph(_("No signal is as rare as wanted. That does not mean that all was calm.")))
    if findings:
        blocks += _shown(matter, listed, findings)
    blocks += signals_year(ctx, matter)
    blocks += looked_back(ctx, matter)
    lead = _(
        "At most five, the rarest first, from what had happened up to and including {day}; reports that came in later "
        "are counted too. A signal is a question to those who know the place, not a verdict: judge it, and note what "
        "was made of it. Place and days were chosen because they stood out, so there will often be fewer next time."
    ).format(day=numbers.date_long(day_date(matter.found.day)))
    return Section("signals", _("Signals to judge"), tuple(blocks), lead), findings


def _shown(matter: SignalMatter, listed: tuple[Signal, ...], findings: list[Finding]) -> list[Block]:
    blocks: list[Block] = [Findings(tuple(finding.id for finding in findings))]
    drawn = signal_map(matter.history, [areas_with_events(signal) for signal in listed])
    if drawn is not None:
        alt = _("Map of the areas of the signals, the first the darkest: {areas}.").format(
            areas="; ".join(where_words(matter.history, signal) for signal in listed)
        )
        note = _("Areas of which only a centre is known are drawn as what lies nearest to it.")
        shown = note if matter.history.drawn_from_centres else ""
        blocks.append(Figure("map.signals", _("Map of the signals"), alt, drawn, note=shown))
    for signal in listed:
        blocks.append(Heading(f"{where_words(matter.history, signal)} ({signal.track.id})"))
        blocks.append(Bullets((f"{life_words(signal)}.", *further_words(matter.history, signal))))
    return blocks


def _finding(history: History, signal: Signal, rank: int) -> Finding:
    found, judged = signal.candidate.found, signal.judged
    # What explains it stands on the card itself: a card is read alone.
    said = (what_words(history, signal), changed_words(signal), rare_words(signal))
    text = " ".join([f"{where_words(history, signal)}.", *filter(None, said)])
    interval = (judged.expected.low, judged.expected.high)
    return Finding(
        ids.join("signal", signal.track.id),
        "signal.found",
        FindingKind.SIGNAL,
        text,
        float(judged.observed),
        interval,
        _("expected {expected}").format(expected=expected_words(found.expected)),
        certainty_of(signal),
        "signal",
        _trace(history, signal),
        value_text=numbers.integer(judged.observed),
        interval_text=_("expected range {range}").format(range=numbers.interval(*interval)),
        weight=65.0 - 0.1 * rank,
    )


def _trace(history: History, signal: Signal) -> Trace:
    """The events of the signal, counted by SQL."""
    found = signal.candidate.found
    categories = None
    if found.group in groups():
        categories = tuple(sorted(groups()[found.group].categories & set(history.events.categories)))
    elif found.group in history.events.categories:
        categories = (found.group,)
    elif history.withheld:
        categories = tuple(sorted(history.events.categories))
    known = (int(TimePrecision.INSTANT), int(TimePrecision.INTERVAL), int(TimePrecision.DAY))
    where = Selection(
        first_day=found.first_day, last_day=found.last_day, categories=categories, time_precisions=known,
        sources=(history.source,),
    )  # fmt: skip
    inside = in_areas(history.level, [history.codes[area] for area in found.areas])
    rest = where_sql(where, SHORT, inside)
    said = _("{areas}, {first} to {last}").format(
        areas=where_words(history, signal), first=day_date(found.first_day), last=day_date(found.last_day)
    )
    rows = f"SELECT *\nFROM incident_fact{rest}\nORDER BY incident_id"
    return Trace(f"SELECT COALESCE(SUM(n), 0)\nFROM incident_fact{rest}", said, "signal", rows)
