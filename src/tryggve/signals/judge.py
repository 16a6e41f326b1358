"""What a person needs to judge a signal: what happened, who reported it, what it overlaps, when it would go away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryggve.signals.behind import USUAL_DAYS, Behind, behind
from tryggve.signals.found import Found
from tryggve.signals.groups import groups, rows_of
from tryggve.signals.history import History
from tryggve.stats.count_distribution import CountDistribution
from tryggve.stats.result import Interval

GRAVE = 4
"""Severity from which an event is told by itself."""


@dataclass(frozen=True)
class Judged:
    """Beside a find: its events (`observed`), categories with the most of them, reporters, grave events among them, the
    interval of what was expected, the number in a week below which it would go away, and the days (first, last) of
    planned events that overlap it. `per_area` are the events of each of the find's areas, in their order.
    """

    observed: int
    categories: tuple[tuple[str, int], ...]
    expected: Interval
    behind: Behind
    grave: int
    weekly_limit: int
    planned: tuple[tuple[int, int], ...] = ()
    per_area: tuple[int, ...] = ()


def judge(history: History, found: Found) -> Judged:
    """Everything that the past says of a find; nothing that happened after its last day is looked at."""
    inside = _inside(history, found)
    mine = np.flatnonzero(inside & (history.events.day >= found.first_day))
    counted = Counter(history.events.categories[i] for i in history.events.category[mine].tolist())
    spread = _spread(history, found, inside)
    mean = max(found.expected, 1e-9)
    days = found.last_day - found.first_day + 1
    weekly = max(mean * 7 / days, 1e-9)
    return Judged(
        observed=len(mine),
        categories=tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:3]),
        expected=CountDistribution(mean, spread * mean).interval(0.95),
        behind=behind(history, found, inside),
        grave=int((history.severity[mine] >= GRAVE).sum()),
        weekly_limit=CountDistribution(weekly, spread * weekly).quantile(0.9),
        planned=_planned(history, found),
        per_area=tuple(int((history.events.area[mine] == area).sum()) for area in found.areas),
    )


def _planned(history: History, found: Found) -> tuple[tuple[int, int], ...]:
    """First and last day of the planned events in the same areas that share a day with the find."""
    days = {
        (one.first_day, one.last_day)
        for one in history.planned
        if one.area in found.areas and one.first_day <= found.last_day and found.first_day <= one.last_day
    }
    return tuple(sorted(days))


def _inside(history: History, found: Found) -> NDArray[np.bool_]:
    """The events that the find is about, by area and category, up to and with its last day."""
    events = history.events
    inside = np.isin(events.area, found.areas) & (events.day <= found.last_day) & events.day_known
    if found.group in groups():
        inside &= np.isin(events.category, rows_of(found.group, events.categories))
    elif found.group in events.categories:
        inside &= events.category == events.categories.index(found.group)
    return inside


def _spread(history: History, found: Found, inside: NDArray[np.bool_]) -> float:
    """Variance over mean of the same areas' counts in windows of the same length over the two years before; from 1."""
    days = found.last_day - found.first_day + 1
    begin = max(history.events.first_day, found.first_day - 2 * USUAL_DAYS)
    windows = (found.first_day - begin) // days
    if windows < 8:
        return 1.0
    day = history.events.day[inside & (history.events.day >= found.first_day - windows * days)]
    counts = np.bincount((found.first_day - 1 - day[day < found.first_day]) // days, minlength=windows)
    mean = float(counts.mean())
    return max(1.0, float(counts.var(ddof=1)) / mean) if mean > 0 else 1.0
