"""What cannot be said, and why: too little history, too few events, places or days not known. In words, for people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tryggve.domain.calendar_days import day_date
from tryggve.domain.language import _, ngettext
from tryggve.domain.writing import date_long, whole
from tryggve.signals.history import History

FEWEST_DAYS = 365
"""So much history is needed before anything is called more than usual: a year, so that its seasons are known."""

FEWEST_A_YEAR = 500
"""Fewer events a year than this, a list of them replaces statistics: see `docs/reference/detection.md`."""

FEWEST_PLACED = 0.5
"""At least this share of the events must have an area."""

MOST_UNDATED = 0.5
"""At most this share of the events may lack a day."""

SILENT_AFTER_DAYS = 7
"""So long after the last event the latest days are taken to be missing, not calm."""


@dataclass(frozen=True)
class Limit:
    """Something that is not known. `stops`: because of it no signal is looked for at all."""

    key: str
    text: str
    stops: bool = False


def limits(history: History, day: int) -> tuple[Limit, ...]:
    """What must be said of the signals of a day, what stops them first."""
    found = [*_of_precision(history), *_of_amount(history, day), *_of_reporting(history, day), *_of_ground(history)]
    found += _of_restricted(history)
    return tuple(sorted(found, key=lambda limit: not limit.stops))


def _of_precision(history: History) -> list[Limit]:
    known, found = history.precision, []
    if known.events == 0:
        return [Limit("empty", _("There are no events to look at."), stops=True)]
    undated = (known.month + known.spread) / known.events
    if undated > MOST_UNDATED:
        text = _(
            "The day is known of too few events ({share} % are known to the month or to several days): signals are "
            "made of days, so none can be looked for."
        )
        found.append(Limit("undated", text.format(share=round(100 * undated)), stops=True))
    elif undated > 0:
        text = _("Left out since their day is not known: {n} of the {all} events of all years.")
        found.append(Limit("some_undated", text.format(n=whole(known.month + known.spread), all=whole(known.events))))
    unplaced = 1 - known.placed / known.events
    if known.placed == 0 or not history.codes:
        text = _("Of no event more is known than that it lies in the municipality: no place can stand out.")
        found.append(Limit("unplaced", text, stops=True))
    elif unplaced > 1 - FEWEST_PLACED:
        text = _("Of {share} % of the events no area is known: that is too many for a place to stand out.")
        found.append(Limit("unplaced", text.format(share=round(100 * unplaced)), stops=True))
    elif unplaced > 0:
        text = _("Not looked at since they have no area: {n} of the {all} events of all years.")
        found.append(Limit("some_unplaced", text.format(n=whole(known.events - known.placed), all=whole(known.events))))
    return found


def _of_amount(history: History, day: int) -> list[Limit]:
    events, found = history.events, []
    if not len(events):
        return []
    days = day - events.first_day + 1
    if days < FEWEST_DAYS:
        text = _("There are {days} days of history, and {needed} are needed to know what is usual.")
        found.append(Limit("short", text.format(days=max(days, 0), needed=FEWEST_DAYS), stops=True))
    year = int(((events.day > day - 365) & (events.day <= day)).sum())
    if year < FEWEST_A_YEAR:
        text = _(
            "There were {n} events in the last year. With fewer than {needed} statistics see less than a person who "
            "reads them: read the list of the latest events instead."
        )
        found.append(Limit("few", text.format(n=year, needed=FEWEST_A_YEAR), stops=True))
    latest = events.day[events.day <= day]
    if len(latest) and day - int(latest[-1]) > SILENT_AFTER_DAYS:
        text = _("The last event is from {day}: the days after it are taken to be missing, not calm.")
        found.append(Limit("late", text.format(day=date_long(day_date(int(latest[-1])))), stops=True))
    return found


def _of_reporting(history: History, day: int) -> list[Limit]:
    if history.reporting is None:
        text = _("Nobody has said who is expected to report: a change in who reports looks like a change in events.")
        return [Limit("unknown_reporters", text)]
    silent = {promise.organisation for promise in history.reporting.silent(day)}
    if not silent:
        return []
    everyone = {
        promise.organisation
        for promise in history.reporting.promises
        if promise.first_day <= day and (promise.last_day is None or day <= promise.last_day)
    }
    # The span is said: the section on reporting counts the silent of the period, and its number is another.
    text = ngettext(
        "On {day} {n} of {all} organisations had not been heard from for more than two of their reporting periods "
        "(more than two weeks, where reports come weekly): where it works, no signal does not mean calm.",
        "On {day} {n} of {all} organisations had not been heard from for more than two of their reporting periods "
        "(more than two weeks, where reports come weekly): where they work, no signal does not mean calm.",
        len(silent),
    )
    return [Limit("silent", text.format(day=date_long(day_date(day)), n=len(silent), all=len(everyone)))]


def _of_ground(history: History) -> list[Limit]:
    found = []
    if history.other_sources:
        text = _("Only {source} is looked at. Not in the list, since sources are never added: {others}.")
        others = ", ".join(history.other_sources)
        found.append(Limit("other_sources", text.format(source=history.source or "–", others=others)))
    apart = np.isfinite(history.events.xy).all() and (history.events.xy >= -900_000).all()
    if len(history.codes) and not apart:
        text = _("Some areas have no outline, so which areas lie side by side is not known: each is looked at alone.")
        found.append(Limit("no_outline", text))
    return found


def _of_restricted(history: History) -> list[Limit]:
    if not history.withheld:
        return []
    text = _(
        "Not looked at: {n} of {all} events of kinds that are never told one by one, for the sake of those they "
        "concern. Reports of places do not capture them either."
    )
    n = len(history.withheld)
    return [Limit("restricted", text.format(n=whole(n), all=whole(history.precision.events + n)))]
