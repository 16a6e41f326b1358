"""Days on which something was found in each of some areas, kept as spans with no long gap."""

from __future__ import annotations

from collections.abc import Iterable

Spans = dict[str, list[list[int]]]
"""Per area, by code, spans [first day, last day] in order."""


def add_days(spans: Spans, areas: Iterable[str], day: int, gap: int) -> None:
    """Note that something was found in some areas on a day: two spans of an area have more than `gap` days between.

    Days may come again, and in any order.
    """
    for area in areas:
        own = sorted([*map(list, spans.get(area, [])), [day, day]])
        joined = [own[0]]
        for first, last in own[1:]:
            if first - joined[-1][1] <= gap:
                joined[-1][1] = max(joined[-1][1], last)
            else:
                joined.append([first, last])
        spans[area] = joined
