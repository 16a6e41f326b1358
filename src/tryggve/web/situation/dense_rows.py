"""Where events lie close, in numbers and words: what the map draws as shades."""

from __future__ import annotations

from dataclasses import dataclass

from tryggve.reports import numbers
from tryggve.reports.week.heat import heat_classes
from tryggve.reports.week.view import WeekView
from tryggve.web.situation.narrowed import shade_words


@dataclass(frozen=True)
class DenseRow:
    """A shade: its words, events per km², the km² it covers and the events drawn there."""

    shade: int
    words: str
    density: str
    km2: str
    n: int


def dense_rows(view: WeekView) -> list[DenseRow]:
    """The densest first, and last what has no shade; none where there is no such picture."""
    return [
        DenseRow(
            one.shade, shade_words(one.shade), numbers.interval(one.low, one.high, 1) if one.shade else "–",
            numbers.decimal(one.km2, 1) if one.shade else "–", one.events,
        )
        for one in heat_classes(view)
    ]  # fmt: skip
