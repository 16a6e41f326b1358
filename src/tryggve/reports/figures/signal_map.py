"""The map of signals: the areas of each in a colour of its rank, the first the darkest."""

from __future__ import annotations

from collections.abc import Sequence

from tryggve.domain.language import _
from tryggve.reports.figures.map_svg import LegendRow, Shape, draw
from tryggve.signals.history import History

MOST_CLASSES = 4


def signal_map(history: History, areas: Sequence[Sequence[int]]) -> str | None:
    """SVG of all areas with those of each signal (most important first) marked; None where nothing can be drawn."""
    rank: dict[int, int] = {}
    for number, own in enumerate(areas, start=1):
        for area in own:
            rank.setdefault(area, number)
    shapes = [
        Shape(outline, _label(history, area, rank), _class(rank.get(area)), named_first=area in rank)
        for area, outline in enumerate(history.outlines)
        if outline is not None
    ]
    if not shapes:
        return None
    legend = [
        LegendRow(_class(number), _("signal {n}").format(n=number) if number < MOST_CLASSES else _("later signals"))
        for number in range(1, min(len(areas), MOST_CLASSES) + 1)
    ]
    return draw(shapes, None, legend)


def _class(number: int | None) -> int | None:
    """The darkest colour for the first."""
    return None if number is None else 5 - min(number, MOST_CLASSES)


def _label(history: History, area: int, rank: dict[int, int]) -> str:
    return f"{rank[area]}: {history.names[area]}" if area in rank else history.names[area]
